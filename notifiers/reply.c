#include "reply.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Length of the well-formed UTF-8 character at p (RFC 3629), 0 when there is
 * none or when it is a control of ASCII or Latin-1 (U+0080..U+009F). */
static size_t
printable(const unsigned char *p, size_t n)
{
	static const struct {
		unsigned char first, last, low, high;
		size_t len;
	} rows[] = {
		{ 0x20, 0x7e, 0, 0, 1 },
		{ 0xc2, 0xc2, 0xa0, 0xbf, 2 }, { 0xc3, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 }, { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (p[0] < rows[i].first || p[0] > rows[i].last)
			continue;
		if (rows[i].len > n)
			return 0;
		if (rows[i].len > 1 && (p[1] < rows[i].low
		    || p[1] > rows[i].high))
			return 0;
		for (size_t k = 2; k < rows[i].len; k++)
			if (p[k] < 0x80 || p[k] > 0xbf)
				return 0;
		return rows[i].len;
	}
	return 0;
}

void
reply_escape(char *ret, size_t room, const char *bytes, size_t n)
{
	const unsigned char *p = (const unsigned char *)bytes;
	size_t out = 0, step, len;
	char escape[8];
	const void *piece;

	for (; n > 0; p += step, n -= step) {
		piece = p;
		step = len = printable(p, n);
		if (step == 0) {
			len = (size_t)snprintf(escape, sizeof(escape),
			    "\\x%02X", *p);
			piece = escape;
			step = 1;
		} else if (*p == '\\') {
			piece = "\\\\";
			len = 2;
		}
		if (out + len >= room)
			break;
		memcpy(ret + out, piece, len);
		out += len;
	}
	ret[out] = '\0';
}

void
reply_set_bytes(struct wire_answer *ret, enum wire_outcome outcome,
    enum wire_scope scope, const char *bytes, size_t n)
{
	while (n > 0 && (bytes[n - 1] == '\r' || bytes[n - 1] == '\n'
	    || bytes[n - 1] == ' '))
		n--;
	reply_escape(ret->reply, sizeof(ret->reply), bytes, n);
	ret->outcome = outcome;
	ret->scope = scope;
}

void
reply_set(struct wire_answer *ret, enum wire_outcome outcome,
    enum wire_scope scope, const char *format, ...)
{
	struct str text;
	va_list ap;

	str_init(&text);
	va_start(ap, format);
	str_vaddf(&text, format, ap);
	va_end(ap);
	reply_set_bytes(ret, outcome, scope, text.s, text.len);
	str_done(&text);
}

void
reply_mask(struct str *text, const char *secret)
{
	static const char mask[] = "***";
	size_t len = secret ? strlen(secret) : 0;
	char *at = text->s;

	if (len < sizeof(mask))
		return;
	while ((at = memmem(at, text->len - (size_t)(at - text->s), secret,
	    len)) != NULL) {
		memcpy(at, mask, sizeof(mask) - 1);
		at += sizeof(mask) - 1;
		memmove(at, at + len - (sizeof(mask) - 1), text->len
		    - (size_t)(at - text->s) - (len - (sizeof(mask) - 1)) + 1);
		text->len -= len - (sizeof(mask) - 1);
	}
}
