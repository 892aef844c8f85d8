/* phrase_lexer.h - what the files of the lexer share.
 *
 * Owns:        the state of one run over a text, on the caller's stack.
 * May touch:   arena, fold, lex.
 * Never knows: which tokens may follow which. */
#ifndef SROK_CORE_PHRASE_LEXER_H
#define SROK_CORE_PHRASE_LEXER_H

#include "core/fold.h"
#include "core/phrase_lex.h"

struct lexer {
	struct arena *arena;
	const char *source;
	struct fold_char *chars;        /* on the stack; a NUL, which stands
	                                 * where the source ends, is the last */
	size_t n, i;            /* characters, and where we are */
	size_t points, bytes;   /* of the whole source */
	struct tokens *out;
	bool signs;             /* some say nothing: may be quotes */
	char *text;             /* where in out->texts the next word goes */
	struct phrase_issues *issues;
};

/* The characters from..to as UTF-8, each replaced by its twin where the other
 * alphabet is wanted (+1 Latin, -1 Cyrillic, 0 as they are). */
char *lexer_text(struct lexer *lx, size_t from, size_t to, int alphabet,
    size_t *ret_n);

/* A word, a date or a number begins at the place: takes it. */
void lexer_word(struct lexer *lx);
bool lexer_date(struct lexer *lx);
void lexer_number(struct lexer *lx);

/* What ends a number: «-го», "th". */
struct ending {
	size_t len;             /* characters; 0: none */
	bool ordinal;
	bool twin;              /* it has letters of the other alphabet */
};
struct ending lexer_ending(struct lexer *lx, size_t i);

/* Says that the characters from..to of a token look like others. */
void lexer_complain_of_twins(struct lexer *lx, size_t from, size_t to,
    bool latin, const struct token *t);

/* «двадцать пять», "forty-five" are one number; «10 (десяти)» says the same
 * twice. */
void lexer_join_numbers(struct tokens *ts);

/* A token ends before character `to`. */
static inline void
lexer_stretch(const struct lexer *lx, struct token *t, size_t to)
{
	t->len = (uint16_t)(lx->chars[to].at - t->first);
	t->bytes = (uint16_t)(lx->chars[to].byte - t->byte);
}

/* A token of characters from..to, the last one of the list. */
static inline struct token *
lexer_push(struct lexer *lx, enum token_kind kind, size_t from, size_t to)
{
	struct token *t = &lx->out->items[lx->out->len++];

	*t = (struct token){ .kind = (uint8_t)kind,
	    .first = lx->chars[from].at, .byte = lx->chars[from].byte };
	lexer_stretch(lx, t, to);
	return t;
}

static inline int32_t
lexer_peek(const struct lexer *lx, size_t ahead)
{
	size_t i = lx->i + ahead;

	return lx->chars[ahead > 0 && i > lx->n ? lx->n : i].c;
}

static inline bool
is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

static inline bool
is_cyrillic(int32_t c)
{
	return c >= 0x400 && c <= 0x52f;
}

static inline bool
is_latin(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 0xc0 && c <= 0x24f);
}

static inline bool
is_letter(int32_t c)
{
	return is_cyrillic(c) || is_latin(c);
}

/* Most characters are asked about in vain, and most of them are ASCII. */

/* Blanks of every width, line ends, and what is not seen at all. */
static inline bool
is_blank(int32_t c)
{
	if (c < 0x80)
		return c > 0 && c <= ' ';
	return c == 0x85 || c == 0xa0 || c == 0xad ||
	    c == 0x1680 || (c >= 0x2000 && c <= 0x200f) ||
	    (c >= 0x2028 && c <= 0x202f) || c == 0x205f || c == 0x2060 ||
	    c == 0x3000 || c == 0xfeff;
}

/* Not seen even inside of a word, or a stress mark. */
static inline bool
is_invisible(int32_t c)
{
	return c >= 0x80 && (c == 0xad || (c >= 0x200b && c <= 0x200f) ||
	    c == 0x2060 || c == 0xfeff || (c >= 0x300 && c <= 0x36f));
}

static inline bool
is_dash(int32_t c)
{
	if (c < 0x80)
		return c == '-';
	return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ||
	    c == 0xfe58 || c == 0xfe63 || c == 0xff0d || c == 0x2026 ||
	    c == 0xf7;
}

#endif
