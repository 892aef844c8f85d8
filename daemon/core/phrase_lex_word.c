/* Words, whatever alphabet their letters are of.
 *
 * Look-alikes - Words */
#include "core/phrase_lexer.h"

#include <string.h>

#include "core/phrase_codes.h"

/* --- Look-alikes --- */

/* Letters that one cannot tell apart in print. The Cyrillic one is what the
 * folded Latin one stands for: «h» for «н», since «H» is typed for «Н». */
static const struct { int32_t latin, cyrillic; } twins[] = {
	{ 'a', 0x430 }, { 'b', 0x432 }, { 'c', 0x441 }, { 'e', 0x435 },
	{ 'h', 0x43d }, { 'k', 0x43a }, { 'm', 0x43c }, { 'o', 0x43e },
	{ 'p', 0x440 }, { 't', 0x442 }, { 'x', 0x445 }, { 'y', 0x443 },
	{ 'i', 0x456 }, { 's', 0x455 }, { 'j', 0x458 }, { 'u', 0x438 }
};

int32_t
lexer_twin(int32_t c, bool to_latin)
{
	for (size_t i = 0; i < sizeof(twins) / sizeof(twins[0]); i++) {
		if (to_latin && twins[i].cyrillic == c)
			return twins[i].latin;
		if (!to_latin && twins[i].latin == c)
			return twins[i].cyrillic;
	}
	return c;
}

/* --- Words --- */

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
		int32_t c = lexer_twin(lx->chars[i].c, latin);

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
		const char *s = lexer_text(lx, from, to, alphabet, &n);
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

void
lexer_word(struct lexer *lx)
{
	size_t from = lx->i, n;
	struct token *t;
	const struct word_row *row;

	while (is_letter(lexer_peek(lx, 0)) ||
	    (is_invisible(lexer_peek(lx, 0)) && is_letter(lexer_peek(lx, 1))))
		lx->i++;
	t = lexer_push(lx, T_WORD, from, lx->i);
	t->text = lexer_text(lx, from, lx->i, 0, &n);
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
