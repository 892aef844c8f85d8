#include "rawmail.h"

enum { LINE_MAX_BYTES = 998 };

static const char *
line_fault(const unsigned char *p, size_t left, size_t *ret_len)
{
	size_t i;

	for (i = 0; i < left && p[i] != '\r' && p[i] != '\n'; i++)
		if (p[i] == '\0' || p[i] >= 0x80) {
			*ret_len = i;
			return p[i] ? "a byte above 0x7F" : "a NUL";
		}
	*ret_len = i;
	if (i > LINE_MAX_BYTES)
		return "a line longer than 998 bytes";
	if (i == left)
		return "no CRLF at the end";
	if (p[i] == '\n')
		return "a bare LF";
	if (i + 1 == left || p[i + 1] != '\n')
		return "a bare CR";
	return NULL;
}

const char *
rawmail_fault(const unsigned char *letter, size_t n, size_t *ret_at)
{
	const char *fault;
	size_t at = 0, len;

	while (at < n) {
		fault = line_fault(letter + at, n - at, &len);
		if (fault) {
			*ret_at = at + len;
			return fault;
		}
		at += len + 2;
	}
	*ret_at = 0;
	return n < 2 || letter[0] == '\r' ? "no header" : NULL;
}
