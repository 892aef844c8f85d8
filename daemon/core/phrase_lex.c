/* Complaints - Tokens - Signs - The whole text */
#include "core/phrase_lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/phrase_codes.h"
#include "core/phrase_lexer.h"
#include "core/twin.h"

/* --- Complaints --- */

struct phrase_issue *
phrase_complain(struct phrase_issues *to, int code, size_t first, size_t len,
    const char *hint, const char *what, ...)
{
	struct phrase_issue *issue = arena_push(to->arena, &to->items,
	    &to->len, &to->cap, sizeof(*issue));
	char text[PHRASE_MOST * 4 + 256];       /* a whole term fits */
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
	issue->instead = NULL;
	if (issue->level == DIAG_ERROR)
		to->nerrors++;
	return issue;
}

/* --- Tokens --- */

/* The characters from..to as UTF-8, each replaced by its twin where the other
 * alphabet is wanted (+1 Latin, -1 Cyrillic, 0 as they are). */
char *
lexer_text(struct lexer *lx, size_t from, size_t to, int alphabet,
    size_t *ret_n)
{
	char *s = arena_alloc(lx->arena, (to - from) * 4 + 1);
	size_t n = 0;

	for (size_t i = from; i < to; i++) {
		int32_t c = lx->chars[i].c;

		if (is_invisible(c))
			continue;
		if (alphabet != 0)
			c = twin_folded(c, alphabet > 0);
		n += fold_utf8(c, s + n);
	}
	*ret_n = n;
	return s;
}

/* --- Signs --- */

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
	case 0x2022: case 0x25cf: case 0x25aa: case 0xb7:
		return T_SEMICOLON;     /* a bullet begins an entry */
	default: return T_SIGN;
	}
}

static void
lex_sign(struct lexer *lx)
{
	int32_t c = lexer_peek(lx, 0);

	if (is_dash(c) || (c == '.' && lexer_peek(lx, 1) == '.')) {
		size_t from = lx->i;            /* 10..20, -- */

		while (lexer_peek(lx, 0) == '.' || is_dash(lexer_peek(lx, 0)))
			lx->i++;
		lexer_push(lx, T_DASH, from, lx->i);
		return;
	}
	if (c == '&') {
		struct token *t = lexer_push(lx, T_WORD, lx->i, lx->i + 1);

		t->cls = W_AND;
		t->text = "&";
	} else if (c != '.') {  /* it ends an abbreviation, or says nothing */
		enum token_kind kind = sign_kind(c);

		lexer_push(lx, kind, lx->i, lx->i + 1);
		lx->signs = lx->signs || kind == T_SIGN;
	}
	lx->i++;
}

static bool
is_quote(const struct lexer *lx, const struct token *t)
{
	static const char *const quotes[] = {
		"\"", "'", "«", "»", "„", "“", "”", "‘", "’"
	};

	if (t->kind != T_SIGN)
		return false;
	for (size_t i = 0; i < sizeof(quotes) / sizeof(quotes[0]); i++)
		if (t->bytes == strlen(quotes[i]) &&
		    memcmp(lx->source + t->byte, quotes[i], t->bytes) == 0)
			return true;
	return false;
}

/* What may stand around the quotes. */
static bool
is_wrapping(const struct token *t)
{
	return t->kind == T_OPEN || t->kind == T_CLOSE ||
	    t->kind == T_COMMA || t->kind == T_SEMICOLON;
}

static void
drop_token(struct tokens *ts, size_t i)
{
	ts->len--;
	memmove(&ts->items[i], &ts->items[i + 1],
	    (ts->len - i) * sizeof(*ts->items));
}

/* A cell that stands in quotes as a whole; a day, as forms have it: «01»
 * сентября. */
static void
drop_quotes(const struct lexer *lx)
{
	struct tokens *ts = lx->out;

	for (size_t i = 0; i + 2 < ts->len; i++) {
		struct token *t = &ts->items[i];

		if (t->kind != T_SIGN || t[1].kind != T_NUMBER ||
		    !is_quote(lx, t) || !is_quote(lx, t + 2))
			continue;
		drop_token(ts, i + 2);
		drop_token(ts, i);
	}
	for (;;) {
		size_t a = 0, z = ts->len;

		while (a < z && is_wrapping(&ts->items[a]))
			a++;
		while (z > a && is_wrapping(&ts->items[z - 1]))
			z--;
		if (z < a + 3 || !is_quote(lx, &ts->items[a]) ||
		    !is_quote(lx, &ts->items[z - 1]))
			return;
		drop_token(ts, z - 1);
		drop_token(ts, a);
	}
}

/* --- The whole text --- */

static bool
fold_source(struct lexer *lx, struct phrase_issues *issues)
{
	size_t points = 0;

	for (size_t i = 0; lx->bytes > PHRASE_MOST && i < lx->bytes; i++)
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
	lx->chars[lx->n] = (struct fold_char){ 0, (uint16_t)lx->points,
	    (uint16_t)lx->bytes };
	return true;
}

/* So many that a short look ahead never ends behind them. */
static void
push_ends(struct lexer *lx)
{
	struct token *t = lx->out->items + lx->out->len;

	for (size_t i = 0; i <= AHEAD_MOST; i++)
		t[i] = (struct token){ .kind = T_END,
		    .first = lx->chars[lx->n].at,
		    .byte = lx->chars[lx->n].byte, .text = "" };
}

bool
phrase_lex(struct arena *a, const char *text, struct tokens *ret,
    struct phrase_issues *issues)
{
	struct fold_char chars[FOLDED_MOST + 1];
	struct lexer lx = { .arena = a, .source = text, .bytes = strlen(text),
	    .chars = chars, .out = ret, .text = ret->texts,
	    .issues = issues };

	ret->len = ret->nru = ret->nen = 0;
	if (!fold_source(&lx, issues))
		return false;
	ret->points = lx.points;
	for (int32_t c; (c = lx.chars[lx.i].c) != 0;) {
		if (c == ' ')
			lx.i++;
		else if (is_letter(c))
			lexer_word(&lx);
		else if (is_blank(c))
			lx.i++;
		else if (!is_digit(c))
			lex_sign(&lx);
		else if (!lexer_date(&lx))
			lexer_number(&lx);
	}
	if (ret->len == 0) {
		phrase_complain(issues, PHRASE_E_EMPTY, 0, 1,
		    "for example 'ежегодно, июнь'", "the term is empty");
		return false;
	}
	if (lx.signs)
		drop_quotes(&lx);
	lexer_join_numbers(ret);
	push_ends(&lx);
	return true;
}
