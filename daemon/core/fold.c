#include "core/fold.h"

#include <stdbool.h>

#include <utf8proc.h>

enum { MARKS_MOST = 32 };       /* combining marks kept of one piece */

/* Letters that stand alone when no combining mark follows: folded by
 * arithmetic, since nearly all of a term cell is made of them. */
static int32_t
fold_simple(int32_t c)
{
	if (c < 0x80)
		return c >= 'A' && c <= 'Z' ? c + 32 : c;
	if (c >= 0x410 && c <= 0x42f)   /* А..Я */
		return c + 32;
	if (c >= 0x430 && c <= 0x44f)   /* а..я */
		return c;
	if (c == 0x401 || c == 0x451)   /* Ё ё */
		return 0x435;
	return -1;
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
	int32_t c = 0;
	utf8proc_ssize_t width = 0;

	while (i < n) {
		struct fold_char at = {0, (uint32_t)points, (uint32_t)i};
		size_t m = 0, got = 1;

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
		at.c = m == 1 ? fold_simple(piece[0]) : -1;
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
fold_utf8(int32_t c, char *s)
{
	if (c < 0x80) {
		s[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		s[0] = (char)(0xc0 | c >> 6);
		s[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	return (size_t)utf8proc_encode_char(c, (utf8proc_uint8_t *)s);
}
