/* Words, whatever alphabet their letters are of. */
#include "core/phrase_lexer.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "core/twin.h"

enum { CONTRACTION_MOST = 6 };  /* on each side of the sign */

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
		t->cls = W_NONE;
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
		int32_t c = twin_folded(lx->chars[i].c, latin);

		if (is_invisible(lx->chars[i].c))
			continue;
		if (is_capital(lx, i))
			c -= c >= 0x450 && c < 0x460 ? 80 : 32;
		n += fold_utf8(c, s + n);
	}
	return s;
}

void
lexer_complain_of_twins(struct lexer *lx, size_t from, size_t to, bool latin,
    const struct token *t)
{
	const char *right = safe_spelling(lx, from, to, latin);

	struct phrase_issue *issue = phrase_complain(lx->issues,
	    PHRASE_W_LOOK_ALIKE, t->first, t->len, arena_printf(lx->arena,
	    "write '%s' in %s letters", right,
	    latin ? "Latin" : "Cyrillic"),
	    "'%.*s' has letters of another alphabet that look the same",
	    (int)t->bytes, lx->source + t->byte);

	issue->instead = right;
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
			lexer_complain_of_twins(lx, from, to, alphabet > 0, t);
			return row;
		}
	}
	return NULL;
}

/* «IIквартал»: where the letters that begin at a place end, at the latest: a
 * Latin numeral ends where the other alphabet begins a word. */
static size_t
numeral_end(struct lexer *lx, size_t from)
{
	size_t end = from, stop, n = 0;
	const char *rest;

	while (end < lx->n && (lx->chars[end].c == 'i' ||
	    lx->chars[end].c == 'v' || lx->chars[end].c == 'x'))
		end++;
	stop = end;
	while (stop < lx->n && is_cyrillic(lx->chars[stop].c))
		stop++;
	if (stop == end || roman_of(lx->chars + from, end - from) == 0)
		return lx->n;
	rest = lexer_text(lx, end, stop, 0, &n);
	return words_find(rest, n) ? end : lx->n;
}

/* «IV-й»: the ending belongs to the numeral. */
static void
take_numeral_ending(struct lexer *lx, struct token *t)
{
	struct ending e = { 0 };

	if (is_dash(lexer_peek(lx, 0)))
		e = lexer_ending(lx, lx->i + 1);
	if (e.len == 0 || !e.ordinal)
		return;
	lx->i += e.len + 1;
	lexer_stretch(lx, t, lx->i);
}

/* The letters of a word, folded, as they go into lx->out->texts. */
struct letters {
	char *text;
	size_t n;               /* bytes */
	uint32_t hash;
	bool latin;             /* one of them at least */
};

static inline void
add_letter(struct letters *l, int32_t c)
{
	l->hash = words_hash(l->hash, c);
	if (is_cyrillic(c)) {
		fold_utf8_pair(c, l->text + l->n);
		l->n += 2;
	} else {
		l->latin = true;
		l->n += fold_utf8(c, l->text + l->n);
	}
}

/* Adds Cyrillic letters from one character on, as long as there are such.
 * Returns the character behind them. */
static const struct fold_char *
add_cyrillic(struct letters *l, const struct fold_char *c,
    const struct fold_char *end)
{
	uint32_t hash = l->hash;
	char *s = l->text + l->n;

	for (; c < end && is_cyrillic(c->c); c++, s += 2) {
		hash = words_hash(hash, c->c);
		fold_utf8_pair(c->c, s);
	}
	l->hash = hash;
	l->n = (size_t)(s - l->text);
	return c;
}

/* Takes the letters at the place; what is not seen between them is left out.
 * Their text goes behind those of the words before. */
static struct token *
take_word(struct lexer *lx, struct letters *ret)
{
	const struct fold_char *end = lx->chars + lx->n;
	const struct fold_char *c = lx->chars + lx->i, *stop = end;
	struct letters l = { .text = lx->text, .hash = WORDS_HASH };
	size_t from = lx->i;
	struct token *t;

	if (is_latin(c->c))
		stop = lx->chars + numeral_end(lx, from);
	for (; (c = add_cyrillic(&l, c, stop)) < stop; c++) {
		if (is_letter(c->c))
			add_letter(&l, c->c);
		else if (!is_invisible(c->c) || c + 1 == end ||
		    !is_letter(c[1].c))
			break;
	}
	l.text[l.n] = '\0';
	lx->i = (size_t)(c - lx->chars);
	lx->text += l.n + 1;
	t = lexer_push(lx, T_WORD, from, lx->i);
	t->cls = W_UNKNOWN;
	t->text = l.text;
	*ret = l;
	return t;
}

/* The letters of a word that ends at the place, the sign there and the letters
 * behind it as one word. When it is known, its text takes the place of the
 * shorter one. */
static const struct word_row *
find_contraction(struct lexer *lx, struct letters *l, size_t to)
{
	struct letters whole = *l;
	const struct word_row *row;
	char sign = lexer_peek(lx, 0) == '/' ? '/' : '-';

	whole.text[whole.n++] = sign;
	whole.hash = words_hash(whole.hash, sign);
	for (size_t i = lx->i + 1; i < to; i++)
		add_letter(&whole, lx->chars[i].c);
	row = words_find_hashed(whole.text, whole.n, whole.hash);
	l->latin = whole.latin;
	if (row) {
		whole.text[whole.n] = '\0';
		lx->text = whole.text + whole.n + 1;
	} else {
		whole.text[l->n] = '\0';
	}
	return row;
}

/* The same, typed with Latin letters among the Cyrillic ones; *ret_text in
 * the arena. */
static const struct word_row *
find_contraction_twin(struct lexer *lx, size_t from, size_t to,
    const char **ret_text)
{
	size_t head, tail;
	const char *a = lexer_text(lx, from, lx->i, -1, &head);
	const char *z = lexer_text(lx, lx->i + 1, to, -1, &tail);

	*ret_text = arena_printf(lx->arena, "%.*s%c%.*s", (int)head, a,
	    lexer_peek(lx, 0) == '/' ? '/' : '-', (int)tail, z);
	return words_find(*ret_text, head + tail + 1);
}

/* The word goes on to character `to`. */
static void
stretch_word(struct lexer *lx, struct token *t, size_t to, const char *text)
{
	lx->i = to;
	lexer_stretch(lx, t, to);
	t->text = text;
	t->latin = is_latin(lx->chars[to - 1].c);
}

/* «еже-[line]квартально»: a word broken at the end of a line, where both
 * halves make a known one. */
static const struct word_row *
take_broken(struct lexer *lx, struct token *t, size_t from)
{
	size_t to = lx->i + 1, second, head, tail;
	const struct word_row *row;
	const char *a, *z, *text;

	while (is_blank(lexer_peek(lx, to - lx->i)))
		to++;
	second = to;
	while (to < lx->n && is_letter(lx->chars[to].c))
		to++;
	if (to == second)
		return NULL;
	a = lexer_text(lx, from, lx->i, 0, &head);
	z = lexer_text(lx, second, to, 0, &tail);
	text = arena_printf(lx->arena, "%.*s%.*s", (int)head, a, (int)tail, z);
	row = words_find(text, head + tail);
	if (row)
		stretch_word(lx, t, to, text);
	return row;
}

/* «кв-л», «п/г»: a word short of its middle. Its row, and the token longer;
 * or NULL. */
static const struct word_row *
take_contraction(struct lexer *lx, struct token *t, size_t from,
    struct letters *l)
{
	int32_t sign = lexer_peek(lx, 0);
	size_t to = lx->i + 1;
	const struct word_row *row;
	const char *text = l->text;
	bool twins;

	if (sign != '/' && !is_dash(sign))
		return NULL;
	if (sign != '/' && (lexer_peek(lx, 1) == '\n' ||
	    lexer_peek(lx, 1) == '\r'))
		return take_broken(lx, t, from);
	if (lx->i - from > CONTRACTION_MOST)
		return NULL;
	while (to < lx->n && is_letter(lx->chars[to].c))
		to++;
	if (to == lx->i + 1 || to - lx->i - 1 > CONTRACTION_MOST)
		return NULL;
	row = find_contraction(lx, l, to);
	twins = !row && l->latin;
	if (twins)
		row = find_contraction_twin(lx, from, to, &text);
	if (!row)
		return NULL;
	stretch_word(lx, t, to, text);
	if (twins)
		lexer_complain_of_twins(lx, from, to, false, t);
	return row;
}

void
lexer_word(struct lexer *lx)
{
	size_t from = lx->i;
	struct letters l;
	struct token *t = take_word(lx, &l);
	const struct word_row *row, *longer;

	t->latin = is_latin(lx->chars[from].c);
	longer = take_contraction(lx, t, from, &l);
	if (!longer)
		t->roman = (uint8_t)roman_of(lx->chars + from, lx->i - from);
	row = longer ? longer : words_find_hashed(l.text, l.n, l.hash);
	if (t->roman)
		take_numeral_ending(lx, t);
	else if (!row && (l.n > 1 || lexer_peek(lx, 0) != ')'))  /* "(c)" */
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
