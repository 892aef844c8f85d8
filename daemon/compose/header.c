#include "compose/header.h"

#include <ctype.h>
#include <string.h>

#include "compose/plain.h"
#include "compose/transfer.h"
#include "core/date.h"

enum {
	WORD_MOST = 75,         /* of an encoded word (RFC 2047 §2) */
	LINE_MOST = 76,         /* of a line that holds one */
	PLAIN_MOST = 78,        /* of any other (RFC 5322 §2.1.1) */
	UNFOLDED_MOST = 900,    /* of a word without spaces, well below 998 */
	WORD_FRAME = 12,        /* "=?utf-8?B?" and "?=" */
	DAY_S = 24 * 60 * 60
};

/* --- what is refused ----------------------------------------------------- */

static bool
is_valid(const char *s)
{
	while (*s) {
		const char *at = s;
		uint32_t c = plain_next(&s);

		if (c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 ||
		    c == 0x2029)
			return false;
		if (c == 0xFFFD && strncmp(at, "\xEF\xBF\xBD", 3) != 0)
			return false;   /* a broken byte, no U+FFFD */
	}
	return true;
}

static bool
is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* --- encoded words ------------------------------------------------------- */

/* What may stand for itself in Q, also inside a display name (RFC 2047 §5). */
static bool
q_literal(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || (c && strchr("!*+-/", c));
}

static size_t
q_size(const char *s, size_t n)
{
	size_t size = 0;

	for (size_t i = 0; i < n; i++)
		size += q_literal((unsigned char)s[i]) || s[i] == ' ' ? 1 : 3;
	return size;
}

static size_t
b_size(const char *s, size_t n)
{
	(void)s;
	return (n + 2) / 3 * 4;
}

static void
add_q(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c == ' ')
			str_addc(out, '_');
		else if (q_literal(c))
			str_addc(out, (char)c);
		else
			str_addf(out, "=%02X", c);
	}
}

struct encoding {
	char letter;
	size_t (*size)(const char *s, size_t n);
	void (*add)(struct str *out, const char *s, size_t n);
};

static const struct encoding encodings[2] = {
	{'B', b_size, transfer_base64}, {'Q', q_size, add_q}
};

/* Bytes of s, whole characters, that an encoded word of room columns takes. */
static size_t
word_fits(const struct encoding *e, const char *s, size_t room)
{
	const char *p = s, *end = s;

	if (room > WORD_MOST)
		room = WORD_MOST;
	if (room <= WORD_FRAME)
		return 0;
	while (*p) {
		plain_next(&p);
		if (e->size(s, (size_t)(p - s)) > room - WORD_FRAME)
			break;
		end = p;
	}
	return (size_t)(end - s);
}

/* Appends s as encoded words, the first at column at; returns the column
 * behind the last. */
static size_t
add_words(struct str *out, const struct encoding *e, const char *s, size_t at)
{
	size_t begin = out->len - at;

	while (*s) {
		size_t n = word_fits(e, s, LINE_MOST - at);

		if (n == 0) {   /* no room behind the header's name */
			str_add(out, "\r\n ");
			begin = out->len - 1;
			at = 1;
			continue;
		}
		str_addf(out, "=?utf-8?%c?", e->letter);
		e->add(out, s, n);
		str_add(out, "?=");
		s += n;
		at = *s ? LINE_MOST : out->len - begin;
	}
	return at;
}

static size_t
add_encoded(struct str *out, const char *s, size_t at)
{
	struct str tried[2];
	size_t columns[2], best;

	for (size_t i = 0; i < 2; i++) {
		str_init(&tried[i]);
		for (size_t k = 0; k < at; k++)
			str_addc(&tried[i], ' ');
		columns[i] = add_words(&tried[i], &encodings[i], s, at);
	}
	best = tried[1].len < tried[0].len;
	str_addn(out, tried[best].s + at, tried[best].len - at);
	str_done(&tried[0]);
	str_done(&tried[1]);
	return columns[best];
}

/* --- plain values -------------------------------------------------------- */

static bool
has_long_word(const char *s)
{
	for (size_t n; *s; s += n + (s[n] == ' ')) {
		n = strcspn(s, " ");
		if (n > UNFOLDED_MOST)
			return true;
	}
	return false;
}

/* Would be read as an encoded word, lose spaces where it is folded, or cannot
 * be folded at all. */
static bool
needs_words(const char *s)
{
	size_t n = strlen(s);

	return !is_ascii(s) || strstr(s, "=?") || strstr(s, "  ") ||
	    (n && (s[0] == ' ' || s[n - 1] == ' ')) || has_long_word(s);
}

/* ASCII, folded at its spaces. */
static void
add_folded(struct str *out, const char *s, size_t at)
{
	while (*s) {
		size_t n = strcspn(s + (*s == ' '), " ") + (*s == ' ');

		if (at + n > PLAIN_MOST && *s == ' ') {
			str_add(out, "\r\n");
			at = 0;
		}
		str_addn(out, s, n);
		at += n;
		s += n;
	}
}

bool
header_text(struct str *out, const char *name, const char *value)
{
	if (!is_valid(value))
		return false;
	str_addf(out, "%s: ", name);
	if (needs_words(value))
		add_encoded(out, value, strlen(name) + 2);
	else
		add_folded(out, value, strlen(name) + 2);
	str_add(out, "\r\n");
	return true;
}

/* --- addresses and identifiers ------------------------------------------- */

static bool
is_atom(const char *s, size_t n, const char *more)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i];

		if (c <= ' ' || c >= 0x7F || strchr("<>,;:\\\"()[]@", c))
			return false;
		if (more && !isalnum(c) && !strchr(more, c))
			return false;
	}
	return n > 0;
}

bool
header_address_ok(const char *address)
{
	const char *at = strchr(address, '@');
	size_t local, domain;

	if (!at)
		return false;
	local = (size_t)(at - address);
	domain = strlen(at + 1);
	return local <= 64 && local + 1 + domain <= 254 &&
	    is_atom(address, local, NULL) && is_atom(at + 1, domain, ".-");
}

static bool
is_plain_name(const char *s)
{
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) &&
		    !strchr(" !#$%&'*+-/=?^_`{|}~", *s))
			return false;
	return true;
}

/* Words of the display name: bare, quoted or encoded (RFC 5322 §3.2.5). */
static size_t
add_display(struct str *out, const char *s, size_t at)
{
	size_t begin = out->len - at;

	if (needs_words(s) || strlen(s) > 60)
		return add_encoded(out, s, at);
	if (is_plain_name(s)) {
		str_add(out, s);
		return out->len - begin;
	}
	str_addc(out, '"');
	for (; *s; s++) {
		if (*s == '"' || *s == '\\')
			str_addc(out, '\\');
		str_addc(out, *s);
	}
	str_addc(out, '"');
	return out->len - begin;
}

bool
header_mailbox(struct str *out, const char *name, const char *display,
    const char *address)
{
	size_t at = strlen(name) + 2;

	if (!is_valid(display) || !header_address_ok(address))
		return false;
	str_addf(out, "%s: ", name);
	if (!*display) {
		str_addf(out, "%s\r\n", address);
		return true;
	}
	at = add_display(out, display, at);
	str_add(out, at + strlen(address) + 3 > LINE_MOST ? "\r\n " : " ");
	str_addf(out, "<%s>\r\n", address);
	return true;
}

bool
header_id(struct str *out, const char *name, const char *id)
{
	const char *at = strchr(id, '@');

	if (!at || strlen(id) > UNFOLDED_MOST ||
	    !is_atom(id, (size_t)(at - id), NULL) ||
	    !is_atom(at + 1, strlen(at + 1), NULL))
		return false;
	str_addf(out, "%s: <%s>\r\n", name, id);
	return true;
}

/* --- the date ------------------------------------------------------------ */

bool
header_date(struct str *out, const char *name, int64_t at, int32_t utc_offset)
{
	static const char days[][4] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"
	};
	static const char months[][4] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
	};
	int64_t local = at + utc_offset;
	int64_t day = local / DAY_S - (local % DAY_S < 0);
	int seconds = (int)(local - day * DAY_S);
	int minutes = (utc_offset < 0 ? -utc_offset : utc_offset) / 60;
	struct date d;
	struct civil c;

	if (day < DATE_MIN.n || day > DATE_MAX.n || minutes >= 24 * 60)
		return false;
	d = (struct date){(int32_t)day};
	c = date_civil(d);
	str_addf(out, "%s: %s, %d %s %d %02d:%02d:%02d %c%02d%02d\r\n",
	    name, days[date_weekday(d) - 1], c.day,
	    months[c.month - 1], c.year, seconds / 3600,
	    seconds / 60 % 60, seconds % 60, utc_offset < 0 ? '-' : '+',
	    minutes / 60, minutes % 60);
	return true;
}
