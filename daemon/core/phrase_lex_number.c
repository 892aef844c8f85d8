/* Numbers with their endings, dates, and what makes one number of several.
 *
 * Dates - Numbers - Joining */
#include "core/phrase_lexer.h"

#include <string.h>

#include "core/phrase_codes.h"

/* --- Dates --- */

/* Digits at character i, which is none behind the last; at most 9 count.
 * Returns how many. */
static size_t
digits_at(const struct lexer *lx, size_t i, int32_t *ret)
{
	const struct fold_char *s = lx->chars + i;
	size_t n = 0;
	int32_t v = 0;

	for (; is_digit(s[n].c); n++)
		if (n < 9)
			v = v * 10 + (s[n].c - '0');
	*ret = v;
	return n;
}

static bool
char_at(const struct lexer *lx, size_t i, int32_t c)
{
	return i < lx->n && lx->chars[i].c == c;
}

static int
full_year(int32_t y, size_t digits)
{
	return digits == 2 ? 2000 + y : y;
}

/* Do the characters at i and k part a date alike, with dashes or dots? */
static bool
both_part(const struct lexer *lx, size_t i, size_t k)
{
	return (is_dash(lx->chars[i].c) && is_dash(lx->chars[k].c)) ||
	    (char_at(lx, i, '.') && char_at(lx, k, '.'));
}

/* 2021-05-30, with any dash; 2021.05.30. */
static size_t
iso_date(const struct lexer *lx, int32_t ret[3])
{
	size_t i = lx->i, n;

	if (digits_at(lx, i, &ret[2]) != 4 || i + 9 >= lx->n ||
	    !both_part(lx, i + 4, i + 7) || digits_at(lx, i + 5, &ret[1]) != 2)
		return 0;
	n = digits_at(lx, i + 8, &ret[0]);
	return n == 2 ? 10 : 0;
}

/* 30.05.2021, 30.05.21, 30.05, 05.2021, 30/05/2021. */
static size_t
dotted_date(const struct lexer *lx, int32_t ret[3])
{
	size_t i = lx->i, a, b, c;
	int32_t sep;

	a = digits_at(lx, i, &ret[0]);
	sep = a <= 2 && i + a < lx->n ? lx->chars[i + a].c : 0;
	if (sep != '.' && sep != '/')
		return 0;
	b = digits_at(lx, i + a + 1, &ret[1]);
	if (sep == '.' && a == 2 && b == 4) {   /* 05.2021 */
		ret[2] = ret[1];
		ret[1] = ret[0];
		ret[0] = 0;
		return a + 1 + b;
	}
	if (b != 2 && !(b == 1 && sep == '.'))
		return 0;
	c = b == 1 && char_at(lx, i + a + 2, sep) ?
	    digits_at(lx, i + a + 3, &ret[2]) : 0;
	ret[2] = 0;
	if (b == 1 && c != 4 && c != 2)
		return 0;               /* 1.9.2024, 1.9.24, but not 1.9 */
	if (!char_at(lx, i + a + 1 + b, sep))
		return sep == '.' ? a + 1 + b : 0;
	c = digits_at(lx, i + a + b + 2, &ret[2]);
	if (c == 0)
		return sep == '.' ? a + 1 + b : 0;
	if (c != 4 && (c != 2 || sep == '/'))
		return 0;
	ret[2] = full_year(ret[2], c);
	return a + b + c + 2;
}

/* 2024-06; but 2011-12 is two years. */
static size_t
iso_month(const struct lexer *lx, int32_t ret[3])
{
	if (digits_at(lx, lx->i, &ret[2]) != 4 || lx->i + 5 >= lx->n ||
	    !is_dash(lx->chars[lx->i + 4].c) ||
	    digits_at(lx, lx->i + 5, &ret[1]) != 2 || ret[1] < 1 ||
	    ret[1] > 12 || ret[1] == (ret[2] + 1) % 100)
		return 0;
	ret[0] = 0;
	return 7;
}

bool
lexer_date(struct lexer *lx)
{
	int32_t dmy[3] = {0, 0, 0};
	size_t n = digits_at(lx, lx->i, &dmy[0]);
	struct token *t;

	if (lx->i + n == lx->n || is_letter(lx->chars[lx->i + n].c) ||
	    is_blank(lx->chars[lx->i + n].c))
		return false;
	n = iso_date(lx, dmy);
	if (n == 0)
		n = dotted_date(lx, dmy);
	if (n == 0)
		n = iso_month(lx, dmy);
	if (n == 0)
		return false;
	t = lexer_push(lx, T_DATE, lx->i, lx->i + n);
	lx->i += n;
	if (dmy[2] != 0 && lx->chars[lx->i - 5].c == '/' && dmy[0] != dmy[1] &&
	    dmy[0] <= 12 && dmy[1] <= 12)
		phrase_complain(lx->issues, PHRASE_W_TWO_WAYS, t->first,
		    t->len, "write day.month.year, or year-month-day",
		    "read as day/month/year: '%.*s'", (int)t->bytes,
		    lx->source + t->byte);
	t->digits = n == 7 && dmy[0] == 0;      /* a month: 05.2021 */
	t->day = (uint8_t)dmy[0];
	t->month = (uint8_t)dmy[1];
	t->year = (int16_t)dmy[2];
	return true;
}

/* --- Numbers --- */

/* What follows a number to say its ending: «1-го», "5th", and those that
 * leave it a number: «4-х», «5ти». */
static const struct { const char *text; bool ordinal; } number_endings[] = {
	{ "й", true }, { "я", true }, { "е", true }, { "го", true },
	{ "му", true }, { "м", true }, { "ый", true }, { "ой", true },
	{ "ая", true }, { "ое", true }, { "ую", true }, { "ю", true },
	{ "ом", true }, { "ым", true }, { "ому", true }, { "ий", true },
	{ "его", true }, { "ем", true }, { "ему", true }, { "ья", true },
	{ "ые", true }, { "ых", true }, { "ого", true }, { "st", true },
	{ "nd", true }, { "rd", true }, { "th", true }, { "х", false },
	{ "ти", false }, { "и", false }, { "ми", false }, { "мя", false },
	{ "тью", false }
};

/* The number of letters that are an ending, 0 when they are none. An ending
 * glued to a word («4-хзаседаний») counts when it cannot begin one. */
struct ending
lexer_ending(struct lexer *lx, size_t i)
{
	struct ending ret = { 0 };
	size_t end = i, n;
	const char *s;

	while (end < lx->n && (is_letter(lx->chars[end].c) ||
	    (is_invisible(lx->chars[end].c) && end + 1 < lx->n &&
	    is_letter(lx->chars[end + 1].c))))
		end++;
	if (end == i)
		return ret;
	for (int alphabet = 0; alphabet >= -1; alphabet--) {
		s = lexer_text(lx, i, end, alphabet, &n);
		for (size_t k = 0; k < sizeof(number_endings) /
		    sizeof(number_endings[0]); k++)
			if (strcmp(s, number_endings[k].text) == 0)
				return (struct ending){ end - i,
				    number_endings[k].ordinal,
				    alphabet != 0 && n > 2 };
	}
	if (end - i > 4 && lx->chars[i].c == 0x445 && !words_find(s, n))
		ret.len = 1;    /* х */
	return ret;
}

void
lexer_number(struct lexer *lx)
{
	int32_t value;
	size_t from = lx->i, n = digits_at(lx, from, &value), dash;
	struct ending e = { 0 };
	struct token *t;

	lx->i += n;
	dash = is_dash(lexer_peek(lx, 0));
	if (lexer_peek(lx, dash) != ' ')        /* nearly always */
		e = lexer_ending(lx, lx->i + dash);
	if (e.len > 0)
		lx->i += dash + e.len;
	t = lexer_push(lx, T_NUMBER, from, lx->i);
	t->value = n <= 9 ? value : INT32_MAX;
	t->digits = true;
	t->ordinal = e.ordinal;
	if (e.twin)
		lexer_complain_of_twins(lx, from, lx->i, false, t);
}

/* --- Joining --- */

/* Merges tokens [i], [i + 1 .. i + n] into the first. */
static void
merge(struct tokens *ts, size_t i, size_t n)
{
	struct token *t = &ts->items[i];
	const struct token *last = &ts->items[i + n];

	t->len = (uint16_t)(last->first + last->len - t->first);
	t->bytes = (uint16_t)(last->byte + last->bytes - t->byte);
	memmove(t + 1, t + n + 1, (ts->len - i - n) * sizeof(*t));
	ts->len -= n;
}

static bool
is_word_number(const struct token *t)
{
	return t->kind == T_NUMBER && !t->digits;
}

/* «двадцать пять», "forty-five" are one number; «10 (десяти)» says the same
 * twice. */
void
lexer_join_numbers(struct tokens *ts)
{
	for (size_t i = 0; i + 1 < ts->len; i++) {
		struct token *t = &ts->items[i];
		size_t dash = t[1].kind == T_DASH;

		if (t->kind != T_NUMBER)
			continue;
		if (is_word_number(t) && !t->ordinal && t->value >= 20 &&
		    t->value % 10 == 0 && i + 1 + dash < ts->len &&
		    is_word_number(&t[1 + dash]) && t[1 + dash].value < 10 &&
		    (dash == 0 || t->byte + t->bytes == t[1].byte)) {
			t->value += t[1 + dash].value;
			t->ordinal = t[1 + dash].ordinal;
			merge(ts, i, 1 + dash);
		}
		if (i + 3 < ts->len && t[1].kind == T_OPEN &&
		    t[2].kind == T_NUMBER && t[2].value == t->value &&
		    t[2].digits != t->digits && t[3].kind == T_CLOSE)
			merge(ts, i, 3);
	}
}
