#include "compose/plain.h"

#include <stdbool.h>
#include <string.h>

enum { BROKEN = 0xFFFD };

struct range {
	uint32_t first, last;
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
in_ranges(const struct range *r, size_t n, uint32_t c)
{
	for (size_t i = 0; i < n; i++)
		if (c >= r[i].first && c <= r[i].last)
			return true;
	return false;
}

/* --- characters --------------------------------------------------------- */

/* Length and smallest value of a sequence by its first byte. */
static bool
lead_byte(unsigned char b, int *ret_more, uint32_t *ret_bits,
    uint32_t *ret_least)
{
	static const struct {
		unsigned char mask, value;
		int more;
		uint32_t least;
	} leads[] = {
		{0x80, 0x00, 0, 0},
		{0xE0, 0xC0, 1, 0x80},
		{0xF0, 0xE0, 2, 0x800},
		{0xF8, 0xF0, 3, 0x10000},
	};

	for (size_t i = 0; i < COUNT(leads); i++) {
		if ((b & leads[i].mask) != leads[i].value)
			continue;
		*ret_more = leads[i].more;
		*ret_bits = b & (unsigned char)~leads[i].mask;
		*ret_least = leads[i].least;
		return true;
	}
	return false;
}

uint32_t
plain_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	uint32_t c, least;
	int more;

	if (!*p)
		return 0;
	(*s)++;
	if (!lead_byte(*p, &more, &c, &least))
		return BROKEN;
	for (int i = 1; i <= more; i++) {
		/* The terminating NUL is no continuation: no overrun. */
		if ((p[i] & 0xC0) != 0x80)
			return BROKEN;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return BROKEN;
	*s += more;
	return c;
}

void
plain_put(struct str *out, uint32_t c)
{
	if (c < 0x80) {
		str_addc(out, (char)c);
	} else if (c < 0x800) {
		str_addc(out, (char)(0xC0 | c >> 6));
		str_addc(out, (char)(0x80 | (c & 0x3F)));
	} else if (c < 0x10000) {
		str_addc(out, (char)(0xE0 | c >> 12));
		str_addc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		str_addc(out, (char)(0x80 | (c & 0x3F)));
	} else {
		str_addc(out, (char)(0xF0 | c >> 18));
		str_addc(out, (char)(0x80 | (c >> 12 & 0x3F)));
		str_addc(out, (char)(0x80 | (c >> 6 & 0x3F)));
		str_addc(out, (char)(0x80 | (c & 0x3F)));
	}
}

/* --- cleaning ----------------------------------------------------------- */

static bool
is_space(uint32_t c)
{
	static const struct range spaces[] = {
		{0x09, 0x0D}, {0x20, 0x20}, {0x85, 0x85}, {0xA0, 0xA0},
		{0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029},
		{0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
	};

	return in_ranges(spaces, COUNT(spaces), c);
}

/* Control characters; what shows nothing or turns the line around and could
 * make a text read as another one; non-characters. */
static bool
is_dropped(uint32_t c)
{
	static const struct range dropped[] = {
		{0x00, 0x1F}, {0x7F, 0x9F}, {0xAD, 0xAD}, {0x61C, 0x61C},
		{0x200B, 0x200B}, {0x200E, 0x200F}, {0x202A, 0x202E},
		{0x2060, 0x2069}, {0xFDD0, 0xFDEF}, {0xFEFF, 0xFEFF},
		{0xFFF9, 0xFFFB}, {0xFFFE, 0xFFFF}, {0xE0000, 0xE007F},
	};

	return in_ranges(dropped, COUNT(dropped), c);
}

static void
defuse_link(struct str *out, const char *s)
{
	static const char mark[] = "{link}";
	const char *at;

	while ((at = strstr(s, mark))) {
		str_addn(out, s, (size_t)(at - s));
		str_add(out, "{ link}");
		s = at + strlen(mark);
	}
	str_add(out, s);
}

const char *
plain_clean(struct arena *a, const char *s)
{
	struct str line, out;
	bool space = false;
	const char *ret;
	uint32_t c;

	if (!s)
		return "";
	str_init(&line);
	str_init(&out);
	while ((c = plain_next(&s))) {
		if (is_space(c)) {
			space = true;
			continue;
		}
		if (is_dropped(c))
			continue;
		if (space && line.len)
			str_addc(&line, ' ');
		space = false;
		plain_put(&line, c);
	}
	defuse_link(&out, line.s);
	ret = arena_strdup(a, out.s);
	str_done(&line);
	str_done(&out);
	return ret;
}

/* --- measuring and cutting ---------------------------------------------- */

const char *
plain_quoted(struct arena *a, const char *s)
{
	struct str out;
	const char *ret;
	uint32_t c;

	str_init(&out);
	while ((c = plain_next(&s)))
		plain_put(&out, c == 0xAB ? 0x201E : c == 0xBB ? 0x201C : c);
	ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}

size_t
plain_length(const char *s)
{
	size_t n = 0;

	while (plain_next(&s))
		n++;
	return n;
}

size_t
plain_columns(const char *s)
{
	static const struct range none[] = {
		{0x300, 0x36F}, {0x483, 0x489}, {0x200B, 0x200F},
		{0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
	};
	static const struct range wide[] = {
		{0x1100, 0x115F}, {0x2E80, 0x303E}, {0x3041, 0xA4CF},
		{0xAC00, 0xD7A3}, {0xF900, 0xFAFF}, {0xFE30, 0xFE6F},
		{0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
		{0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
	};
	size_t n = 0;
	uint32_t c;

	while ((c = plain_next(&s))) {
		if (in_ranges(none, COUNT(none), c))
			continue;
		n += in_ranges(wide, COUNT(wide), c) ? 2 : 1;
	}
	return n;
}

/* What must not stand before "…": the cut would show. */
static bool
is_trailing(char c)
{
	return strchr(" ,;:.-(", c) != NULL;
}

/* A word that leads to the one behind it: «тренинги для…» is no name. */
static bool
is_leading(const char *word, size_t n)
{
	static const char *const words[] = {
		"а", "без", "в", "во", "для", "до", "за", "и", "из", "или",
		"к", "ко", "на", "над", "не", "о", "об", "от", "по", "под",
		"при", "с", "со", "у",
		"a", "an", "and", "at", "by", "for", "from", "in", "of", "on",
		"or", "the", "to", "with",
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
			return true;
	return false;
}

/* Bytes without such words and such marks at their end. */
static size_t
without_leading(const char *s, size_t len)
{
	for (;;) {
		size_t word;

		while (len > 0 && is_trailing(s[len - 1]))
			len--;
		for (word = len; word > 0 && s[word - 1] != ' '; word--)
			;
		if (word == 0 || !is_leading(s + word, len - word))
			return len;
		len = word;
	}
}

/* How many bytes are left when room characters follow them: to the last place
 * before a space. */
static size_t
cut_at(const char *s, size_t limit, size_t room)
{
	const char *p = s, *word = NULL;
	size_t n = 0;

	while (n + room < limit) {
		plain_next(&p);
		n++;
		if (*p == ' ')
			word = p;
	}
	return without_leading(s, (size_t)((word ? word : p) - s));
}

/* A quotation that begins in the bytes and does not end there. */
static bool
is_open(const char *s, size_t len)
{
	int open = 0;

	for (size_t i = 0; i + 1 < len; i++) {
		open += memcmp(s + i, "«", 2) == 0;
		open -= memcmp(s + i, "»", 2) == 0;
	}
	return open > 0;
}

const char *
plain_cut(struct arena *a, const char *s, size_t limit)
{
	size_t len;

	if (plain_length(s) <= limit)
		return s;
	if (limit == 0)
		return "";
	len = cut_at(s, limit, 1);
	if (!is_open(s, len))
		return arena_printf(a, "%.*s…", (int)len, s);
	len = cut_at(s, limit, 2);
	return arena_printf(a, "%.*s…%s", (int)len, s, is_open(s, len) ?
	    "»" : "");
}

/* --- case --------------------------------------------------------------- */

static uint32_t
lowered(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 0x20;
	if (c >= 0x410 && c <= 0x42F)   /* А-Я */
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40F)   /* Ё and its row */
		return c + 0x50;
	return c;
}

static uint32_t
raised(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return c - 0x20;
	if (c >= 0x430 && c <= 0x44F)
		return c - 0x20;
	if (c >= 0x450 && c <= 0x45F)
		return c - 0x50;
	return c;
}

static const char *
first_as(struct arena *a, uint32_t first, const char *rest)
{
	struct str out;
	const char *ret;

	str_init(&out);
	plain_put(&out, first);
	str_add(&out, rest);
	ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}

const char *
plain_lower_first(struct arena *a, const char *s)
{
	const char *rest = s, *after;
	uint32_t first = plain_next(&rest), second;

	after = rest;
	second = plain_next(&after);
	if (lowered(first) == first || lowered(second) != second)
		return s;
	return first_as(a, lowered(first), rest);
}

const char *
plain_upper_first(struct arena *a, const char *s)
{
	const char *rest = s;
	uint32_t first = plain_next(&rest);

	return raised(first) == first ? s : first_as(a, raised(first), rest);
}
