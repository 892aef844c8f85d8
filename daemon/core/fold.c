#include "core/fold.h"

#include <stdbool.h>

#include <utf8proc.h>

enum { MARKS_MOST = 32 };       /* combining marks kept of one piece */

/* Sixteen letters in a row, each one's own fold. */
#define SAME(c) \
	(c), (c) + 1, (c) + 2, (c) + 3, (c) + 4, (c) + 5, (c) + 6, (c) + 7, \
	(c) + 8, (c) + 9, (c) + 10, (c) + 11, (c) + 12, (c) + 13, (c) + 14, \
	(c) + 15
#define LONG_WAY 0
#define TWO_BYTES(lead, low) ((lead) << 8 | (low))
#define CYRILLIC(lead, low) (TWO_BYTES(lead, low) - TWO_BYTES(0xd0, 0x80))

/* The folds of U+0400 to U+047F by their two bytes: nearly all of a term cell
 * is made of them. */
enum { CYRILLIC_END = CYRILLIC(0xd1, 0xc0) };
static const uint16_t cyrillic[CYRILLIC_END] = {
	[CYRILLIC(0xd0, 0x81)] = 0x435,                         /* Ё */
	[CYRILLIC(0xd0, 0x90)] = SAME(0x430), SAME(0x440),      /* А..Я */
	[CYRILLIC(0xd0, 0xb0)] = SAME(0x430),                   /* а..п */
	[CYRILLIC(0xd1, 0x80)] = SAME(0x440),                   /* р..я */
	[CYRILLIC(0xd1, 0x91)] = 0x435,                         /* ё */
};

/* Signs that are their own fold; -1: the long way. */
static int32_t
fold_sign(int32_t c)
{
	return c == 0xa0 || c == 0xab || c == 0xbb || c == 0x2116 ||
	    (c >= 0x2010 && c <= 0x2027) ? c : -1;
}

/* Folds letters that stand alone, from byte i on, as long as there are such;
 * out has room for all that is left, and a NUL stands behind it. Returns the
 * byte behind them; *len and *points go with it. */
static size_t
fold_run(const uint8_t *s, size_t i, size_t n, struct fold_char *out,
    size_t *len, size_t *points)
{
	const uint8_t *p = s + i, *stop = s + n;
	struct fold_char *first = out + *len, *o = first;
	uint16_t at = (uint16_t)*points;

	for (;;) {
		uint32_t c;

		for (; *p >= 0x80; p += 2) {
			c = (uint32_t)CYRILLIC(p[0], p[1]);
			if (c >= CYRILLIC_END || cyrillic[c] == LONG_WAY)
				break;
			*o++ = (struct fold_char){ cyrillic[c], at++,
			    (uint16_t)(p - s) };
		}
		c = *p;
		if (p == stop || c >= 0x80)
			break;
		c += c - 'A' < 26 ? 32 : 0;
		*o++ = (struct fold_char){ (int32_t)c, at++,
		    (uint16_t)(p - s) };
		p++;
	}
	/* What comes next may be a mark on the last letter: U+0300 and beyond,
	 * but for Cyrillic letters. */
	if (p < stop && o > first && *p >= 0xcc && (*p & 0xfe) != 0xd0) {
		p = s + (--o)->byte;
		at--;
	}
	*len = (size_t)(o - out);
	*points = at;
	return (size_t)(p - s);
}

static bool
is_mark(int32_t c)
{
	if (c < 0x300 || (c >= 0x400 && c < 0x483))
		return false;   /* Latin, Greek aside, Cyrillic letters */
	return utf8proc_get_property(c)->combining_class != 0;
}

/* utf8proc_iterate, quick for what two bytes hold. */
static utf8proc_ssize_t
next_point(const uint8_t *s, size_t n, int32_t *ret)
{
	if (s[0] < 0x80) {
		*ret = s[0];
		return 1;
	}
	if (n >= 2 && s[0] >= 0xc2 && s[0] < 0xe0 && (s[1] & 0xc0) == 0x80) {
		*ret = (s[0] & 0x1f) << 6 | (s[1] & 0x3f);
		return 2;
	}
	return utf8proc_iterate(s, (utf8proc_ssize_t)n, ret);
}

/* A base and its marks, already split off, into out; SIZE_MAX when full. */
static size_t
fold_piece(const int32_t *piece, size_t n, struct fold_char at,
    struct fold_char *out, size_t cap)
{
	int32_t buf[(MARKS_MOST + 1) * FOLD_GROWTH];
	utf8proc_ssize_t len = 0;
	int boundary = 0;

	for (size_t i = 0; i < n; i++) {
		utf8proc_ssize_t room =
		    (utf8proc_ssize_t)(sizeof(buf) / sizeof(buf[0])) - len;
		utf8proc_ssize_t got = utf8proc_decompose_char(piece[i],
		    buf + len, room, UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE,
		    &boundary);

		if (got < 0 || got > room)
			return SIZE_MAX;
		len += got;
	}
	len = utf8proc_normalize_utf32(buf, len,
	    UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	if (len < 0 || (size_t)len > cap)
		return SIZE_MAX;
	for (utf8proc_ssize_t i = 0; i < len; i++) {
		out[i] = at;
		out[i].c = buf[i] == 0x451 ? 0x435 : buf[i];
	}
	return (size_t)len;
}

size_t
fold_text(const char *text, size_t n, struct fold_char *out, size_t cap,
    size_t *ret_points)
{
	const uint8_t *s = (const uint8_t *)text;
	int32_t piece[MARKS_MOST + 1];
	size_t len = 0, points = 0, i = 0;
	int32_t c;

	if (n > FOLD_MOST)
		return SIZE_MAX;
	while (i < n) {
		struct fold_char at;
		size_t m = 0, got = 1;
		utf8proc_ssize_t width;

		if (cap - len >= n - i)
			i = fold_run(s, i, n, out, &len, &points);
		if (i == n)
			break;
		at = (struct fold_char){0, (uint16_t)points, (uint16_t)i};
		width = next_point(s + i, n - i, &c);
		if (width <= 0)
			return SIZE_MAX;
		do {    /* the base, and whatever combines with it */
			if (m <= MARKS_MOST)
				piece[m++] = c;
			i += (size_t)width;
			points++;
			if (i >= n)
				break;
			width = next_point(s + i, n - i, &c);
			if (width <= 0)
				return SIZE_MAX;
		} while (is_mark(c));
		at.c = m == 1 ? fold_sign(piece[0]) : -1;
		if (at.c < 0)
			got = fold_piece(piece, m, at, out + len, cap - len);
		else if (len < cap)
			out[len] = at;
		else
			got = SIZE_MAX;
		if (got == SIZE_MAX)
			return SIZE_MAX;
		len += got;
	}
	if (ret_points)
		*ret_points = points;
	return len;
}

size_t
fold_utf8_long(int32_t c, char *s)
{
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)s);
}
