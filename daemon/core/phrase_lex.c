/* Characters - Look-alikes - Words - Numbers and dates - Joining */
#include "core/phrase_lex.h"

#include <stdio.h>
#include <string.h>

#include "core/date.h"
#include "core/fold.h"
#include "core/phrase_codes.h"

enum { FOLDED_MOST = PHRASE_MOST * FOLD_GROWTH };

struct lexer {
	struct arena *arena;
	const char *source;
	struct fold_char *chars;        /* FOLDED_MOST, on the stack */
	size_t n, i;            /* characters, and where we are */
	size_t points, bytes;   /* of the whole source */
	struct tokens *out;
	struct phrase_issues *issues;
};

void
phrase_complain(struct phrase_issues *to, int code, size_t first, size_t len,
    const char *hint, const char *what, ...)
{
	struct phrase_issue *issue = arena_push(to->arena, &to->items,
	    &to->len, &to->cap, sizeof(*issue));
	char text[256];
	va_list ap;

	va_start(ap, what);
	vsnprintf(text, sizeof(text), what, ap);
	va_end(ap);
	issue->level = code >= PHRASE_E_WORD && code < PHRASE_W_TWO_WAYS ?
	    DIAG_ERROR : DIAG_WARNING;
	issue->code = code;
	issue->first = first;
	issue->len = len;
	issue->what = arena_strdup(to->arena, text);
	issue->hint = hint ? arena_strdup(to->arena, hint) : NULL;
	if (issue->level == DIAG_ERROR)
		to->nerrors++;
}

/* --- Characters --- */

static int32_t
peek(const struct lexer *lx, size_t ahead)
{
	return lx->i + ahead < lx->n ? lx->chars[lx->i + ahead].c : 0;
}

static bool
is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

static bool
is_cyrillic(int32_t c)
{
	return c >= 0x400 && c <= 0x52f;
}

static bool
is_latin(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x24f);
}

static bool
is_letter(int32_t c)
{
	return is_latin(c) || is_cyrillic(c);
}

/* Blanks of every width, line ends, and what is not seen at all. */
static bool
is_blank(int32_t c)
{
	return (c > 0 && c <= ' ') || c == 0x85 || c == 0xa0 || c == 0xad ||
	    c == 0x1680 || (c >= 0x2000 && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202f) || c == 0x205f || c == 0x2060 ||
	    c == 0x3000 || c == 0xfeff;
}

/* Not seen even inside of a word, or a stress mark. */
static bool
is_invisible(int32_t c)
{
	return c == 0xad || (c >= 0x200b && c <= 0x200f) || c == 0x2060 ||
	    c == 0xfeff || (c >= 0x300 && c <= 0x36f);
}

static bool
is_dash(int32_t c)
{
	return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
	    c == 0xfe58 || c == 0xfe63 || c == 0xff0d || c == 0x2026 ||
	    c == 0xf7;
}

/* --- Look-alikes --- */

/* Letters that one cannot tell apart in print. The Cyrillic one is what the
 * folded Latin one stands for: «h» for «н», since «H» is typed for «Н». */
static const struct { int32_t latin, cyrillic; } twins[] = {
	{ 'a', 0x430 }, { 'b', 0x432 }, { 'c', 0x441 }, { 'e', 0x435 },
	{ 'h', 0x43d }, { 'k', 0x43a }, { 'm', 0x43c }, { 'o', 0x43e },
	{ 'p', 0x440 }, { 't', 0x442 }, { 'x', 0x445 }, { 'y', 0x443 },
	{ 'i', 0x456 }, { 's', 0x455 }, { 'j', 0x458 }, { 'u', 0x438 }
};

static int32_t
twin_of(int32_t c, bool to_latin)
{
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		if (to_latin && twins[i].cyrillic == c)
			return twins[i].latin;
		if (!to_latin && twins[i].latin == c)
			return twins[i].cyrillic;
	}
	return c;
}

/* The characters from..to as UTF-8, each replaced by its twin where the other
 * alphabet is wanted (+1 Latin, -1 Cyrillic, 0 as they are). */
static char *
text_of(struct lexer *lx, size_t from, size_t to, int alphabet, size_t *ret_n)
{
	char *s = arena_alloc(lx->arena, (to - from) * 4 + 1);
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		int32_t c = lx->chars[i].c;

		if (is_invisible(c))
			continue;
		if (alphabet != 0)
			c = twin_of(c, alphabet > 0);
		n += fold_utf8(c, s + n);
	}
	*ret_n = n;
	return s;
}

/* --- Words --- */

static struct token *
push_token(struct lexer *lx, enum token_kind kind, size_t from, size_t to)
{
	static const struct token none;
	struct token *t = &lx->out->items[lx->out->len++];
	size_t end = to < lx->n ? lx->chars[to].at : lx->points;
	size_t end_byte = to < lx->n ? lx->chars[to].byte : lx->bytes;

	*t = none;
	t->kind = (uint8_t)kind;
	t->first = (uint16_t)lx->chars[from].at;
	t->len = (uint16_t)(end - lx->chars[from].at);
	t->byte = lx->chars[from].byte;
	t->bytes = (uint32_t)(end_byte - lx->chars[from].byte);
	return t;
}

/* 1..39 when s is a Roman numeral, also one typed with Cyrillic letters;
 * «П» and «Ш» stand for II and III. 0 when it is none. */
static int
roman_of(const struct fold_char *s, size_t n)
{
	int total = 0, before = 0;

	if (n == 0 || n > 6)
		return 0;
	for (size_t i = n; i-- > 0;) {
		int v;

		switch (s[i].c) {
		case 'i': case 0x456: v = 1; break;
		case 'v': case 0x475: v = 5; break;
		case 0x432: v = n > 1 ? 5 : 0; break;   /* «в» is a word */
		case 'x': case 0x445: v = 10; break;
		case 0x43f: v = n == 1 ? 2 : 0; break;  /* П */
		case 0x448: v = n == 1 ? 3 : 0; break;  /* Ш */
		default: v = 0; break;
		}
		if (v == 0)
			return 0;
		total += v < before ? -v : v;
		before = v;
	}
	return total > 0 && total < 40 ? total : 0;
}

static void
set_row(struct token *t, const struct word_row *row)
{
	if (row->cls == W_NUMBER || row->cls == W_ORDINAL) {
		t->kind = T_NUMBER;
		t->ordinal = row->cls == W_ORDINAL;
	} else {
		t->cls = row->cls;
	}
	t->value = row->value;
}

/* Does a capital stand in the source where a folded letter came from? */
static bool
is_capital(const struct lexer *lx, size_t i)
{
	const unsigned char *s = (const unsigned char *)lx->source +
	    lx->chars[i].byte;

	return (s[0] >= 'A' && s[0] <= 'Z') || (s[0] == 0xd0 &&
	    s[1] >= 0x80 && s[1] <= 0xaf);      /* Ѐ..Я */
}

/* The word as it should have been typed: its capitals stay. */
static const char *
safe_spelling(struct lexer *lx, size_t from, size_t to, bool latin)
{
	char *s = arena_alloc(lx->arena, (to - from) * 4 + 1);
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		int32_t c = twin_of(lx->chars[i].c, latin);

		if (is_invisible(lx->chars[i].c))
			continue;
		if (is_capital(lx, i))
			c -= c >= 0x450 && c < 0x460 ? 80 : 32;
		n += fold_utf8(c, s + n);
	}
	return s;
}

/* A word with letters of both alphabets, or of the wrong one. */
static const struct word_row *
find_twin(struct lexer *lx, size_t from, size_t to, struct token *t)
{
	for (int alphabet = -1; alphabet <= 1; alphabet += 2) {
		size_t n;
		const char *s = text_of(lx, from, to, alphabet, &n);
		const struct word_row *row = words_find(s, n);

		if (row) {
			t->text = s;
			phrase_complain(lx->issues, PHRASE_W_LOOK_ALIKE,
			    t->first, t->len,
			    arena_printf(lx->arena, "write '%s' in %s letters",
			    safe_spelling(lx, from, to, alphabet > 0),
			    alphabet > 0 ? "Latin" : "Cyrillic"),
			    "'%.*s' has letters of another alphabet that look "
			    "the same", (int)t->bytes, lx->source + t->byte);
			return row;
		}
	}
	return NULL;
}

static void
lex_word(struct lexer *lx)
{
	size_t from = lx->i, n;
	struct token *t;
	const struct word_row *row;

	while (is_letter(peek(lx, 0)) ||
	    (is_invisible(peek(lx, 0)) && is_letter(peek(lx, 1))))
		lx->i++;
	t = push_token(lx, T_WORD, from, lx->i);
	t->text = text_of(lx, from, lx->i, 0, &n);
	t->latin = is_latin(lx->chars[from].c);
	t->roman = (uint8_t)roman_of(lx->chars + from, lx->i - from);
	row = words_find(t->text, n);
	if (!row && !t->roman)
		row = find_twin(lx, from, lx->i, t);
	if (row) {
		if (row->right)
			phrase_complain(lx->issues, PHRASE_W_SPELLING,
			    t->first, t->len, arena_printf(lx->arena,
			    "write '%s'", row->right), "misspelled: '%.*s'",
			    (int)t->bytes, lx->source + t->byte);
		set_row(t, row);
	}
	if (t->latin)
		lx->out->nen++;
	else
		lx->out->nru++;
	if (t->cls == W_ARTICLE)
		lx->out->len--; /* "the" says nothing about time */
}

/* --- Numbers and dates --- */

/* Digits at character i; at most 9 count. Returns how many. */
static size_t
digits_at(const struct lexer *lx, size_t i, int32_t *ret)
{
	size_t n = 0;
	int32_t v = 0;

	while (i + n < lx->n && is_digit(lx->chars[i + n].c)) {
		if (n < 9)
			v = v * 10 + (lx->chars[i + n].c - '0');
		n++;
	}
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

/* 2021-05-30, with any dash. */
static size_t
iso_date(const struct lexer *lx, int32_t ret[3])
{
	size_t i = lx->i, n;

	if (digits_at(lx, i, &ret[2]) != 4 || i + 9 >= lx->n ||
	    !is_dash(lx->chars[i + 4].c) || !is_dash(lx->chars[i + 7].c) ||
	    digits_at(lx, i + 5, &ret[1]) != 2)
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
	if (b != 2)
		return 0;
	ret[2] = 0;
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

static bool
lex_date(struct lexer *lx)
{
	int32_t dmy[3] = {0, 0, 0};
	size_t n = iso_date(lx, dmy);
	struct token *t;

	if (n == 0)
		n = dotted_date(lx, dmy);
	if (n == 0)
		n = iso_month(lx, dmy);
	if (n == 0)
		return false;
	t = push_token(lx, T_DATE, lx->i, lx->i + n);
	lx->i += n;
	t->digits = n == 7 && dmy[0] == 0;      /* a month: 05.2021 */
	t->day = (uint8_t)dmy[0];
	t->month = (uint8_t)dmy[1];
	t->year = (int16_t)dmy[2];
	return true;
}

/* What follows a number to say its ending: «1-го», "5th", and those that
 * leave it a number: «4-х», «5ти». */
static const struct { const char *text; bool ordinal; } number_endings[] = {
	{ "й", true }, { "я", true }, { "е", true }, { "го", true },
	{ "му", true }, { "м", true }, { "ый", true }, { "ой", true },
	{ "ая", true }, { "ое", true }, { "ую", true }, { "ю", true },
	{ "ые", true }, { "ых", true }, { "ого", true }, { "st", true },
	{ "nd", true }, { "rd", true }, { "th", true }, { "х", false },
	{ "ти", false }, { "и", false }, { "ми", false }, { "мя", false },
	{ "тью", false }
};

/* The number of letters that are an ending, 0 when they are none. An ending
 * glued to a word («4-хзаседаний») counts when it cannot begin one. */
static size_t
ending_at(struct lexer *lx, size_t i, bool *ret_ordinal)
{
	size_t end = i, n;
	const char *s;

	while (end < lx->n && is_letter(lx->chars[end].c))
		end++;
	s = text_of(lx, i, end, 0, &n);
	*ret_ordinal = false;
	for (size_t k = 0; k < sizeof(number_endings) /
	    sizeof(number_endings[0]); k++)
		if (strcmp(s, number_endings[k].text) == 0) {
			*ret_ordinal = number_endings[k].ordinal;
			return end - i;
		}
	if (end - i > 4 && !words_find(s, n) && lx->chars[i].c == 0x445)
		return 1;       /* х */
	return 0;
}

static void
lex_number(struct lexer *lx)
{
	int32_t value;
	size_t from = lx->i, n = digits_at(lx, from, &value), suffix;
	struct token *t;
	bool ordinal = false;

	lx->i += n;
	if (is_dash(peek(lx, 0)) &&
	    (suffix = ending_at(lx, lx->i + 1, &ordinal)) > 0)
		lx->i += suffix + 1;
	else if ((suffix = ending_at(lx, lx->i, &ordinal)) > 0)
		lx->i += suffix;
	t = push_token(lx, T_NUMBER, from, lx->i);
	t->value = n <= 9 ? value : INT32_MAX;
	t->digits = true;
	t->ordinal = ordinal;
}

/* --- Joining --- */

/* Merges tokens [i], [i + 1 .. i + n] into the first. */
static void
merge(struct tokens *ts, size_t i, size_t n)
{
	struct token *t = &ts->items[i];
	const struct token *last = &ts->items[i + n];

	t->len = (uint16_t)(last->first + last->len - t->first);
	t->bytes = last->byte + last->bytes - t->byte;
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
static void
join_numbers(struct tokens *ts)
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

static enum token_kind
sign_kind(int32_t c)
{
	switch (c) {
	case ',': return T_COMMA;
	case ';': return T_SEMICOLON;
	case ':': return T_COLON;
	case '(': case '[': return T_OPEN;
	case ')': case ']': return T_CLOSE;
	case '/': return T_SLASH;
	default: return T_SIGN;
	}
}

static void
lex_sign(struct lexer *lx)
{
	int32_t c = peek(lx, 0);
	size_t n;

	if (is_dash(c) || (c == '.' && peek(lx, 1) == '.')) {
		size_t from = lx->i;            /* 10..20, -- */

		while (peek(lx, 0) == '.' || is_dash(peek(lx, 0)))
			lx->i++;
		push_token(lx, T_DASH, from, lx->i);
		return;
	}
	if (c != '.') { /* a full stop ends an abbreviation, or says nothing */
		struct token *t = push_token(lx, sign_kind(c), lx->i,
		    lx->i + 1);

		t->text = text_of(lx, lx->i, lx->i + 1, 0, &n);
	}
	lx->i++;
}

static bool
fold_source(struct lexer *lx, struct phrase_issues *issues)
{
	size_t points = 0;

	for (size_t i = 0; i < lx->bytes; i++)
		points += ((unsigned char)lx->source[i] & 0xc0) != 0x80;
	if (points > PHRASE_MOST) {
		phrase_complain(issues, PHRASE_E_LONG, PHRASE_MOST, 1, NULL,
		    "the term is longer than %d characters", PHRASE_MOST);
		return false;
	}
	lx->n = fold_text(lx->source, lx->bytes, lx->chars, FOLDED_MOST,
	    &lx->points);
	if (lx->n == SIZE_MAX) {
		phrase_complain(issues, PHRASE_E_ENCODING, 0, 1, NULL,
		    "the term is not valid UTF-8");
		return false;
	}
	return true;
}

bool
phrase_lex(struct arena *a, const char *text, struct tokens *ret,
    struct phrase_issues *issues)
{
	struct fold_char chars[FOLDED_MOST];
	struct lexer lx = { .arena = a, .source = text, .bytes = strlen(text),
	    .chars = chars, .out = ret, .issues = issues };

	memset(ret, 0, sizeof(*ret));
	if (!fold_source(&lx, issues))
		return false;
	ret->points = lx.points;
	ret->items = arena_array(a, lx.n + 2, sizeof(*ret->items));
	while (lx.i < lx.n) {
		int32_t c = peek(&lx, 0);

		if (is_blank(c))
			lx.i++;
		else if (is_letter(c))
			lex_word(&lx);
		else if (!is_digit(c))
			lex_sign(&lx);
		else if (!lex_date(&lx))
			lex_number(&lx);
	}
	if (ret->len == 0) {
		phrase_complain(issues, PHRASE_E_EMPTY, 0, 1,
		    "for example 'ежегодно, июнь'", "the term is empty");
		return false;
	}
	join_numbers(ret);
	ret->items[ret->len] = (struct token){ .kind = T_END,
	    .first = (uint16_t)lx.points, .text = "",
	    .byte = (uint32_t)lx.bytes };
	return true;
}
