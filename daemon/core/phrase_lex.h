/* phrase_lex.h - a term cell as tokens that know where they stand.
 *
 * Owns:        the tokens, in the arena that it was given.
 * May touch:   arena, fold, the vocabularies.
 * Never knows: which tokens may follow which. */
#ifndef SROK_CORE_PHRASE_LEX_H
#define SROK_CORE_PHRASE_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/fold.h"
#include "core/phrase.h"
#include "core/phrase_words.h"

enum token_kind {
	T_WORD, T_NUMBER, T_DATE, T_DASH, T_COMMA, T_SEMICOLON, T_COLON,
	T_OPEN, T_CLOSE, T_SLASH, T_SIGN, T_END
};

struct token {
	uint8_t kind;           /* enum token_kind */
	uint8_t cls;            /* T_WORD: enum word_class; others W_NONE */
	uint8_t roman;          /* T_WORD: 1.. when it is also a numeral */
	bool ordinal;           /* T_NUMBER: «4-х», "5th", «первый» */
	bool digits;            /* T_NUMBER: written in digits; T_DATE: a
	                         * month alone */
	bool latin;             /* T_WORD: Latin letters */
	uint8_t month, day;     /* T_DATE */
	int32_t value;          /* T_NUMBER; T_WORD: of its row */
	int16_t year;           /* T_DATE; 0: none given */
	uint16_t first, len;    /* code points of the source */
	uint16_t byte, bytes;   /* the same in bytes */
	const char *text;       /* T_WORD: folded; T_END: empty; or NULL */
};

enum {
	FOLDED_MOST = PHRASE_MOST * FOLD_GROWTH,
	AHEAD_MOST = 3  /* a look ahead so far needs no measuring */
};

struct tokens {
	size_t len;             /* without the T_ENDs behind the last */
	size_t points;          /* code points of the whole text */
	size_t nru, nen;        /* words of each alphabet */
	/* Room for the longest text, on the stack of a parse: nothing of it
	 * is written that is not needed. */
	struct token items[FOLDED_MOST + 1 + AHEAD_MOST];
	char texts[FOLDED_MOST * 5];    /* of words: 4 bytes a letter, a NUL */
};

/* Where complaints are gathered. */
struct phrase_issues {
	struct arena *arena;
	void *items;            /* struct phrase_issue */
	size_t len, cap;
	size_t nerrors;
};

/* what is a format; hint may be NULL. Both live in the arena. Returns the
 * complaint, until the next one is added. */
struct phrase_issue *phrase_complain(struct phrase_issues *to, int code,
    size_t first, size_t len, const char *hint, const char *what, ...)
    __attribute__((format(printf, 6, 7)));

/* False when the text is empty, too long or not UTF-8 (complained of). a is
 * for complaints. */
bool phrase_lex(struct arena *a, const char *text, struct tokens *ret,
    struct phrase_issues *issues);

#endif
