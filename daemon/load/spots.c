/* Characters - Spots */
#include "load/spots.h"

#include <string.h>
#include <utf8proc.h>

#include "load/look.h"

enum { SPOTS_MOST = 100000 };

/* --- characters ---------------------------------------------------------- */

enum white
white_at(const char *s, size_t *ret_len)
{
	utf8proc_int32_t c;

	*ret_len = 1;
	if (*s == ' ' || *s == '\t')
		return *s == ' ' ? WHITE_SPACE : WHITE_TAB;
	if ((unsigned char)*s < 0x80)
		return WHITE_NONE;
	*ret_len = utf8_length((unsigned char)*s);
	if (utf8proc_iterate((const utf8proc_uint8_t *)s, -1, &c) <= 0)
		return WHITE_NONE;
	return look_is_odd_space(c) ? WHITE_ODD :
	    look_is_invisible(c) ? WHITE_UNSEEN : WHITE_NONE;
}

/* What is odd or unseen begins with one of few bytes (look.h). */
bool
spots_may_be(const struct source *s)
{
	static const char first[] = "\xC2\xE1\xE2\xE3\xEF";
	const char *end = s->bytes + s->len;

	if (!s->unusual)
		return false;
	if (memchr(s->bytes, '\t', s->len))
		return true;
	for (const char *lead = first; *lead; lead++) {
		const char *p = s->bytes;
		size_t n;

		while ((p = memchr(p, *lead, (size_t)(end - p)))) {
			if (white_at(p, &n) != WHITE_NONE)
				return true;
			p++;
		}
	}
	return false;
}

/* --- spots --------------------------------------------------------------- */

/* A run of white space from byte on: its end; which kinds stand in it. */
static size_t
run_end(const struct source *s, size_t byte, size_t end, unsigned *ret_kinds)
{
	size_t n;
	enum white w;

	*ret_kinds = 0;
	while (byte < end && (w = white_at(s->bytes + byte, &n))) {
		*ret_kinds |= 1U << w;
		byte += n;
	}
	return byte;
}

#define ODD_KINDS (1U << WHITE_ODD | 1U << WHITE_UNSEEN)

static void
add_spot(struct spots *to, enum spot_kind kind, size_t byte, size_t end,
    unsigned line, unsigned kinds)
{
	struct spot *spot;

	if (to->n == SPOTS_MOST)
		return;
	spot = arena_push(to->a, (void **)&to->items, &to->n, &to->cap,
	    sizeof(*spot));
	*spot = (struct spot){kind, byte, end - byte, line,
	    kinds & 1U << WHITE_TAB, false, 0};
}

/* The indentation, and what stands behind the dashes of entries. Returns
 * where the words begin. */
static size_t
find_indent(struct spots *to, const struct source *s, size_t start,
    size_t end, unsigned line)
{
	unsigned kinds;
	size_t byte = run_end(s, start, end, &kinds);

	if (kinds & ~(1U << WHITE_SPACE))
		add_spot(to, byte == end ? SPOT_BLANK : SPOT_INDENT, start,
		    byte, line, kinds);
	if (byte == end || s->bytes[byte] == '#')
		return end;
	while (byte < end && s->bytes[byte] == '-') {
		size_t behind = run_end(s, byte + 1, end, &kinds);

		if (behind == byte + 1)
			break;
		if (kinds & ~(1U << WHITE_SPACE) && behind < end)
			add_spot(to, SPOT_BETWEEN, byte + 1, behind, line,
			    kinds);
		byte = behind;
	}
	return byte;
}

static bool
ends_key(const struct source *s, size_t from, size_t byte)
{
	const char *p = s->bytes + byte;
	size_t n = 0;

	if (byte == from || *p != ':')
		return false;
	while (byte - n > from && ((p[-1 - (long)n] >= 'a' &&
	    p[-1 - (long)n] <= 'z') || p[-1 - (long)n] == '_'))
		n++;
	return n && (byte - n == from || strchr(" {,", p[-1 - (long)n]));
}

/* Odd spaces beside signs that part values, and at the line's end. */
static void
find_between(struct spots *to, const struct source *s, size_t from,
    size_t end, unsigned line)
{
	bool key = true;        /* the line's first colon may end a key */

	for (size_t byte = from; byte < end;) {
		unsigned kinds;
		size_t behind = run_end(s, byte, end, &kinds);
		char before = byte > from ? s->bytes[byte - 1] : '\n';

		if (s->bytes[byte] == '#' && strchr(" \t", before))
			return;         /* a comment */
		if (behind == byte) {
			byte += utf8_length((unsigned char)s->bytes[byte]);
			continue;
		}
		if (!(kinds & ODD_KINDS))
			;
		else if (behind == end)
			add_spot(to, SPOT_END, byte, end, line, kinds);
		else if (before == ':' && (key || ends_key(s, from, byte - 1)))
			add_spot(to, SPOT_COLON, byte, behind, line, kinds);
		else if (strchr("{[,", before) ||
		    strchr("}],", s->bytes[behind]))
			add_spot(to, SPOT_BETWEEN, byte, behind, line, kinds);
		key = false;
		byte = behind;
	}
}

void
spots_find(struct spots *to, const struct source *s)
{
	unsigned line = 1;

	for (size_t start = 0; start < s->len; line++) {
		const char *lf = memchr(s->bytes + start, '\n',
		    s->len - start);
		size_t stop = lf ? (size_t)(lf - s->bytes) : s->len;
		size_t end = stop, words;

		if (end > start && s->bytes[end - 1] == '\r')
			end--;
		words = find_indent(to, s, start, end, line);
		find_between(to, s, words, end, line);
		start = stop + 1;
	}
}
