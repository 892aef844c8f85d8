/* Characters - Whole texts - Words */
#include "load/look.h"

#include <string.h>
#include <utf8proc.h>

#include "core/fold.h"
#include "core/twin.h"

/* --- characters ---------------------------------------------------------- */

bool
look_is_odd_space(int32_t c)
{
	return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) ||
	    c == 0x202F || c == 0x205F || c == 0x3000;
}

bool
look_is_invisible(int32_t c)
{
	return c == 0xAD || (c >= 0x200B && c <= 0x200F) || c == 0x2060 ||
	    c == 0xFEFF;
}

static bool
is_dash(int32_t c)
{
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
}

static bool
is_latin(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool
is_cyrillic(int32_t c)
{
	return c >= 0x400 && c <= 0x4FF;
}

/* The next character of valid UTF-8; 0 at the end. */
static int32_t
next(const char **s)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t n;

	if (!**s)
		return 0;
	n = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);
	if (n <= 0)
		return 0;
	*s += n;
	return c;
}

/* --- whole texts --------------------------------------------------------- */

static int32_t
written(int32_t c, enum look how)
{
	if (look_is_odd_space(c))
		return ' ';
	if (is_dash(c))
		return '-';
	return how == LOOK_CLEAN ? c : twin_of(c, how == LOOK_LATIN);
}

bool
look_write(const char *s, enum look how, char ret[LOOK_ROOM])
{
	size_t len = 0, end = 0;
	int32_t c;

	while ((c = next(&s))) {
		if (look_is_invisible(c))
			continue;
		c = written(c, how);
		if (c == ' ' && len == 0)
			continue;
		if (len + 5 > LOOK_ROOM)
			return false;
		len += fold_utf8(c, ret + len);
		if (c != ' ')
			end = len;
	}
	ret[end] = '\0';
	return true;
}

bool
look_same(const char *a, const char *b)
{
	char x[LOOK_ROOM], y[LOOK_ROOM];

	return look_write(a, LOOK_LATIN, x) && look_write(b, LOOK_LATIN, y) &&
	    strcasecmp(x, y) == 0;
}

/* --- words --------------------------------------------------------------- */

struct letters {
	bool latin, cyrillic;           /* both: the word is mixed */
	bool only_latin, only_cyrillic; /* a letter without a twin */
};

static void
count_letter(struct letters *l, int32_t c)
{
	if (is_latin(c)) {
		l->latin = true;
		l->only_latin |= twin_of(c, false) == c;
	} else if (is_cyrillic(c)) {
		l->cyrillic = true;
		l->only_cyrillic |= twin_of(c, true) == c;
	}
}

/* Does a Latin letter stand beside a byte of a letter that is none? Only then
 * can a word be mixed; in nearly all texts none does. Eight bytes are looked
 * at as one word: the top bit of each says what it is. */
static bool
alphabets_meet(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t tops = ones << 7;
	char last[8] = "";
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i += 7) {     /* each pair in one of them */
		uint64_t w, low, latin, other;

		if (i + 8 <= n) {
			memcpy(&w, s + i, 8);
		} else {
			memcpy(last, s + i, n - i);
			memset(last + (n - i), 0, 8 - (n - i));
			memcpy(&w, last, 8);
		}
		low = (w | ones << 5) & ~tops;          /* small letters */
		latin = (low + (0x80 - 'a') * ones) &
		    ~(low + (0x80 - 'z' - 1) * ones) & ~w & tops;
		other = w & tops;
		if ((latin << 8 | latin >> 8) & other)
			return true;
	}
	return false;
}

bool
look_mixed_word(const char *s, size_t *ret_first, size_t *ret_len,
    char ret[LOOK_ROOM])
{
	const char *at = s, *word = NULL;
	struct letters l = {.latin = false};

	if (!alphabets_meet(s))
		return false;
	for (;;) {
		const char *before = at;
		int32_t c = next(&at);

		if (is_latin(c) || is_cyrillic(c)) {
			word = word ? word : before;
			count_letter(&l, c);
			continue;
		}
		if (word && l.latin && l.cyrillic &&
		    l.only_latin != l.only_cyrillic &&
		    before - word < LOOK_ROOM / 2) {
			char copy[LOOK_ROOM];
			size_t n = (size_t)(before - word);

			memcpy(copy, word, n);
			copy[n] = '\0';
			*ret_first = (size_t)(word - s);
			*ret_len = n;
			return look_write(copy, l.only_latin ? LOOK_LATIN :
			    LOOK_CYRILLIC, ret);
		}
		if (!c)
			return false;
		word = NULL;
		l = (struct letters){.latin = false};
	}
}
