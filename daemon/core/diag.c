/* Collecting - Sorting - Printing - The nearest word */
#include "core/diag.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* --- collecting ---------------------------------------------------------- */

void
diags_init(struct diags *d, struct arena *a)
{
	*d = (struct diags){.arena = a};
}

struct diag *
diag_add(struct diags *d, enum diag_level level, int code,
    struct place place, const char *hint, const char *format, ...)
{
	struct diag *item = arena_push(d->arena, (void **)&d->items, &d->len,
	    &d->cap, sizeof(*item));
	struct str what;
	va_list ap;

	str_init(&what);
	va_start(ap, format);
	str_vaddf(&what, format, ap);
	va_end(ap);
	*item = (struct diag){
		.level = level,
		.code = code,
		.place = place,
		.what = arena_strdup(d->arena, what.s),
		.hint = hint ? arena_strdup(d->arena, hint) : NULL,
	};
	str_done(&what);
	if (level == DIAG_ERROR)
		d->nerrors++;
	return item;
}

void
diag_mend(struct diags *d, struct diag *item, struct place place,
    const char *text)
{
	if (!item)
		return;
	item->edit = (struct edit){
		.line = place.line,
		.column = place.column,
		.width = place.width,
		.text = arena_strdup(d->arena, text),
	};
}

/* --- sorting ------------------------------------------------------------- */

static int
compare_text(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "");
}

static int
compare_unsigned(unsigned a, unsigned b)
{
	return (a > b) - (a < b);
}

static int
compare_places(const struct place *a, const struct place *b)
{
	int order = compare_text(a->file, b->file);

	if (!order)
		order = compare_unsigned(a->line, b->line);
	return order ? order : compare_unsigned(a->column, b->column);
}

/* Elements point into the unsorted array, so that their addresses are the
 * order of arrival and the sort is stable whatever qsort(3) does. */
static int
compare_items(const void *left, const void *right)
{
	const struct diag *a = *(const struct diag *const *)left;
	const struct diag *b = *(const struct diag *const *)right;
	int order = compare_places(&a->place, &b->place);

	return order ? order : (a > b) - (a < b);
}

static bool
already_said(const struct diags *d, const struct diag *item)
{
	for (size_t i = d->len; i-- > 0;) {
		const struct diag *said = &d->items[i];

		if (compare_places(&said->place, &item->place))
			return false;
		if (said->level == item->level && said->code == item->code &&
		    strcmp(said->what, item->what) == 0)
			return true;
	}
	return false;
}

void
diags_sort(struct diags *d)
{
	size_t n = d->len;
	const struct diag **order;
	struct diag *sorted;

	if (n < 2)
		return;
	order = arena_array(d->arena, n, sizeof(*order));
	sorted = arena_array(d->arena, n, sizeof(*sorted));
	for (size_t i = 0; i < n; i++)
		order[i] = &d->items[i];
	qsort(order, n, sizeof(*order), compare_items);
	d->items = sorted;
	d->len = d->nerrors = 0;
	d->cap = n;
	for (size_t i = 0; i < n; i++) {
		if (already_said(d, order[i]))
			continue;
		sorted[d->len++] = *order[i];
		if (order[i]->level == DIAG_ERROR)
			d->nerrors++;
	}
}

/* --- printing ------------------------------------------------------------ */

enum { TAB = 8, EXCERPT_MOST = 120, REPLACEMENT = 0xFFFD };

/* One character of untrusted text: its bytes as they may go to a terminal,
 * and the columns that it takes there. */
struct glyph {
	const char *bytes;
	size_t len;
	int columns;
};

/* The glyph at s (n > 0 bytes left); *ret_read is what it took of s. Control
 * characters and broken UTF-8 become U+FFFD: a rule file must not move
 * anybody's cursor. */
static struct glyph
glyph_at(const char *s, size_t n, size_t *ret_read)
{
	utf8proc_int32_t c;
	utf8proc_ssize_t len = utf8proc_iterate((const utf8proc_uint8_t *)s,
	    (utf8proc_ssize_t)n, &c);
	utf8proc_category_t category;

	*ret_read = len > 0 ? (size_t)len : 1;
	if (len <= 0)
		return (struct glyph){"\xEF\xBF\xBD", 3, 1};
	category = utf8proc_category(c);
	if (category == UTF8PROC_CATEGORY_CC ||
	    category == UTF8PROC_CATEGORY_CF ||
	    category == UTF8PROC_CATEGORY_ZL ||
	    category == UTF8PROC_CATEGORY_ZP)
		return (struct glyph){"\xEF\xBF\xBD", 3, 1};
	return (struct glyph){s, (size_t)len, utf8proc_charwidth(c)};
}

static void
add_safe(struct str *out, const char *text)
{
	size_t n = strlen(text), read;

	for (size_t i = 0; i < n; i += read) {
		struct glyph g = glyph_at(text + i, n - i, &read);

		if (text[i] == '\n' || text[i] == '\t')
			str_addc(out, ' ');
		else
			str_addn(out, g.bytes, g.len);
	}
}

static void
add_spaces(struct str *out, size_t n)
{
	while (n-- > 0)
		str_addc(out, ' ');
}

static size_t
count_characters(const char *s)
{
	size_t n = strlen(s), count = 0, read;

	for (size_t i = 0; i < n; i += read, count++)
		glyph_at(s + i, n - i, &read);
	return count;
}

/* Characters first..last of the excerpt, those marked by a caret counted
 * from 0 too; all half-open. */
struct cut {
	size_t from, to, mark_from, mark_to;
};

/* A long line is shown around its caret only. */
static struct cut
cut_excerpt(const struct place *p)
{
	size_t length = count_characters(p->excerpt);
	size_t mark = p->column ? p->column - 1 : 0;
	struct cut c = {0, length, mark, mark + (p->width ? p->width : 1)};

	/* A mark may stand just behind the text ("value missing"). */
	if (mark > length)
		c.mark_from = length;
	if (c.mark_to > length)
		c.mark_to = c.mark_from < length ? length : length + 1;
	if (length <= EXCERPT_MOST)
		return c;
	if (c.mark_from > EXCERPT_MOST / 2)
		c.from = c.mark_from - EXCERPT_MOST / 2;
	if (c.from + EXCERPT_MOST > length)
		c.from = length - EXCERPT_MOST;
	c.to = c.from + EXCERPT_MOST;
	if (c.mark_to > c.to)
		c.mark_to = c.to > c.mark_from ? c.to : c.mark_from + 1;
	return c;
}

/* Writes the shown part of the excerpt to out and, column below column, the
 * marks to carets. Invariant: both have the same width up to the last mark. */
static void
add_excerpt(struct str *out, struct str *carets, const char *s,
    struct cut c)
{
	size_t n = strlen(s), read = 0, column = 0, index = 0;

	if (c.from > 0) {
		str_add(out, "…");
		str_addc(carets, ' ');
	}
	for (size_t i = 0; i < n && index < c.to; i += read, index++) {
		struct glyph g = glyph_at(s + i, n - i, &read);
		size_t wide = (size_t)g.columns;
		bool marked = index >= c.mark_from && index < c.mark_to;

		if (index < c.from)
			continue;
		if (s[i] == '\t') {
			wide = TAB - column % TAB;
			add_spaces(out, wide);
		} else {
			str_addn(out, g.bytes, g.len);
		}
		column += wide;
		for (size_t k = 0; k < wide && index < c.mark_to; k++)
			str_addc(carets, !marked ? ' ' :
			    index == c.mark_from && k == 0 ? '^' : '~');
	}
	if (c.mark_from >= index)
		str_addc(carets, '^');
	if (index == c.to && read && c.to < count_characters(s))
		str_add(out, "…");
}

static void
add_source(struct str *out, const struct place *p)
{
	struct str number, carets;

	str_init(&number);
	str_init(&carets);
	str_addf(&number, "%5u", p->line);
	str_addf(out, "%s | ", number.s);
	add_excerpt(out, &carets, p->excerpt, cut_excerpt(p));
	str_addc(out, '\n');
	add_spaces(out, number.len);
	str_addf(out, " | %s\n", carets.s);
	str_done(&carets);
	str_done(&number);
}

void
diag_print(struct str *out, const struct diag *d, enum diag_format format)
{
	const struct place *p = &d->place;
	bool error = d->level == DIAG_ERROR;

	if (p->file) {
		add_safe(out, p->file);
		if (p->line)
			str_addf(out, ":%u:%u", p->line, p->column);
		else if (format == DIAG_SHORT)
			str_add(out, ":1:1");   /* scripts count on a place */
		str_add(out, ": ");
	}
	str_add(out, error ? "error: " : "warning: ");
	add_safe(out, d->what);
	str_addf(out, " [%c%04d]\n", error ? 'E' : 'W', d->code);
	if (format == DIAG_SHORT)
		return;
	if (p->excerpt && p->line)
		add_source(out, p);
	if (d->hint) {
		str_add(out, "  hint: ");
		add_safe(out, d->hint);
		str_addc(out, '\n');
	}
}

/* --- the nearest word ---------------------------------------------------- */

enum { WORD_MOST = 64, EDITS_MOST = 3 };

/* A letter of ASCII or basic Cyrillic as fold_word() leaves it: without case,
 * ё as е. Anything else is 0. */
static utf8proc_int32_t
fold_letter(utf8proc_int32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + 0x20;
	if (c >= 0x410 && c <= 0x42f)   /* А..Я */
		return c + 0x20;
	if (c == 0x401 || c == 0x451)   /* Ё, ё */
		return 0x435;           /* е */
	return c < 0x80 || (c >= 0x430 && c <= 0x44f) ? c : 0;
}

/* fold_word() for what nearly every word is made of: no table is asked. 0
 * when the word has another character, is empty or too long. */
static size_t
fold_plain(const char *word, utf8proc_int32_t ret[WORD_MOST])
{
	const unsigned char *s = (const unsigned char *)word;
	size_t n = 0;

	for (; *s; s++) {
		utf8proc_int32_t c = *s;

		if ((c == 0xd0 || c == 0xd1) && (s[1] & 0xc0) == 0x80)
			c = (c & 0x1f) << 6 | (*++s & 0x3f);
		else if (c >= 0x80)
			return 0;
		c = fold_letter(c);
		if (!c || n == WORD_MOST)
			return 0;
		ret[n++] = c;
	}
	return n;
}

/* The word's code points without case, composed, ё as е; 0 when it is empty,
 * broken or too long to be a slip of the hand. */
static size_t
fold_word(const char *word, utf8proc_int32_t ret[WORD_MOST])
{
	const utf8proc_option_t options = UTF8PROC_CASEFOLD | UTF8PROC_COMPOSE;
	size_t plain = fold_plain(word, ret);
	utf8proc_ssize_t n;

	if (plain)
		return plain;
	n = utf8proc_decompose((const utf8proc_uint8_t *)word,
	    (utf8proc_ssize_t)strlen(word), ret, WORD_MOST, options);
	if (n <= 0 || n > WORD_MOST)
		return 0;
	n = utf8proc_normalize_utf32(ret, n, UTF8PROC_COMPOSE);
	if (n < 0)
		return 0;
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		if (ret[i] == 0x451)    /* ё */
			ret[i] = 0x435; /* е */
	}
	return (size_t)n;
}

/* The letters that occur, a bit each (several share one). */
static uint64_t
letters_of(const utf8proc_int32_t *s, size_t n)
{
	uint64_t set = 0;

	for (size_t i = 0; i < n; i++)
		set |= UINT64_C(1) << (s[i] & 63);
	return set;
}

/* Fewer edits than this cannot make the one set of letters of the other: an
 * edit takes away at most one letter and brings at most one. */
static size_t
edits_least(uint64_t a, uint64_t b)
{
	size_t apart = (size_t)__builtin_popcountll(a ^ b);

	return (apart + 1) / 2;
}

static unsigned
least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Edits from a to b: insertion, deletion, replacement, two neighbours
 * swapped (each place is edited once). Some number above `most` when they are
 * more than that: two rows without a smaller one never lead back to it. */
static size_t
edits(const utf8proc_int32_t *a, size_t na, const utf8proc_int32_t *b,
    size_t nb, size_t most)
{
	uint8_t rows[3][WORD_MOST + 1];
	unsigned before = 0;

	for (size_t j = 0; j <= nb; j++)
		rows[0][j] = (uint8_t)j;
	for (size_t i = 1; i <= na; i++) {
		uint8_t *now = rows[i % 3];
		const uint8_t *up = rows[(i + 2) % 3];
		const uint8_t *upper = rows[(i + 1) % 3];
		unsigned smallest;

		now[0] = (uint8_t)i;
		smallest = now[0];
		for (size_t j = 1; j <= nb; j++) {
			unsigned cost = a[i - 1] != b[j - 1];
			unsigned d = least(least(up[j], now[j - 1]) + 1,
			    up[j - 1] + cost);

			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d = least(d, upper[j - 2] + 1U);
			now[j] = (uint8_t)d;
			smallest = least(smallest, d);
		}
		if (smallest > most && before > most)
			return most + 1;
		before = smallest;
	}
	return rows[na % 3][nb];
}

const char *
diag_nearest(const char *word, const char *const *candidates, size_t n)
{
	utf8proc_int32_t asked[WORD_MOST], known[WORD_MOST];
	size_t nasked = fold_word(word, asked);
	size_t most = nasked / 3 < EDITS_MOST ? nasked / 3 : EDITS_MOST;
	uint64_t letters = letters_of(asked, nasked);
	const char *nearest = NULL;

	if (!nasked)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		size_t nknown = fold_word(candidates[i], known);
		size_t d;

		if (!nknown || nknown > nasked + most ||
		    nasked > nknown + most ||
		    edits_least(letters, letters_of(known, nknown)) > most)
			continue;
		d = edits(asked, nasked, known, nknown, most);
		if (d > most)
			continue;
		nearest = candidates[i];
		if (d == 0)
			break;
		most = d - 1;   /* only a nearer one may take its place */
	}
	return nearest;
}
