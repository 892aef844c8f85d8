/* phrase_words.h - the words that terms are made of, in two languages.
 *
 * Owns:        the vocabularies: constant tables, one row per stem.
 * May touch:   arena, diag (the nearest word).
 * Never knows: the order of words; that is the grammar's (phrase_read).
 *
 * A row is a stem, its endings, and what the word does in a term. Adding a
 * word to the language is adding a row. */
#ifndef SROK_CORE_PHRASE_WORDS_H
#define SROK_CORE_PHRASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

enum word_class {
	W_NONE,                 /* no word at all */
	W_UNKNOWN,
	/* Names of times; value says which. */
	W_MONTH,                /* 1..12 */
	W_WEEKDAY,              /* enum weekday */
	W_SEASON,               /* its first month: 12, 3, 6, 9 */
	W_SEASON_ADJ,           /* «летний период» */
	W_UNIT,                 /* enum term_unit */
	W_STRETCH,              /* "fortnight", «пятилетка»: enum term_unit,
				 * and 16 times their number; adverb too */
	W_QUARTER_LETTER,       /* Q1 */
	W_HALF_LETTER,          /* H1 */
	/* Rhythm. */
	W_EVERY_ADV,            /* «ежегодно»: enum term_unit */
	W_EVERY_ADJ,            /* «ежегодное» обновление */
	W_BI,                   /* "bimonthly", of two meanings: the unit */
	W_EVERY,                /* «каждый» */
	W_OTHER,                /* every "other" month */
	W_TIMES,                /* «раз» */
	W_TWICE,                /* «дважды»: 1.. */
	W_ONLY_ONCE,            /* «однократно» */
	/* Numbers. */
	W_NUMBER,               /* «четырёх»: value */
	W_ORDINAL,              /* «первый»: value */
	W_LAST,
	/* Parts of periods. */
	W_DAY_NUMBER,           /* «числа» */
	W_HALF,                 /* «половина» */
	W_BEGIN,                /* 1: "early", not its first day */
	W_MIDDLE, W_END,
	W_BEGINNING,            /* "of June", or "in June": from then on */
	W_DAYS_ADJ,             /* 10-«дневный» срок: enum term_unit, and 16
				 * times the number said with it */
	/* Adjectives of periods. */
	W_SCHOOL,
	W_CALENDAR,             /* 1: "fiscal", which may be another one */
	W_WORKING, W_CURRENT, W_NEXT,
	W_REPORTING,            /* 1: «отчётный», the one at hand */
	W_PRECEDING,            /* «предшествующий» отчётному */
	W_ALL,
	/* Small words. */
	W_IN, W_ON, W_FOR, W_FROM, W_STARTING, W_PO, W_TO, W_DO, W_K, W_BY,
	W_BEFORE, W_PRIOR, W_AFTER, W_PAST, W_WITHIN, W_BETWEEN, W_PRI, W_PER,
	W_OF, W_OT, W_AND, W_OR, W_BUT, W_THAN, W_AS, W_NOT, W_AT, W_UP,
	W_ARTICLE,
	W_INCLUSIVE,            /* «включительно» */
	/* Bounds. */
	W_LESS, W_RARER, W_MORE, W_OFTENER, W_LATER, W_EARLIER, W_LEAST, W_MOST,
	W_MINIMUM, W_MAXIMUM, W_LATEST, W_EXACTLY,
	W_NOT_LESS, W_NOT_MORE, W_NOT_LATER,    /* written as one word */
	/* Stretches. */
	W_THEN, W_DURING, W_PERIOD, W_TERM, W_CARRYING_OUT,
	W_STANDING_AT,          /* «по состоянию» на 1 января */
	W_PROJECT,              /* "project", "grant": it lasts the validity */
	W_STAGE,                /* «этап»: a number is its name */
	W_STANDING, W_STANDING_ADJ, W_BASIS, W_REGULARLY, W_ROUND, W_DUE,
	/* What comes from outside. */
	W_SCHEDULE, W_ACCORDING, W_ACCOUNT, W_FIXED, W_HOLIDAYS, W_SCHOOL_TERM,
	W_TIDE, W_TIDE_NOUN,    /* «отопительный сезон»: declared each year */
	W_HOLDING,              /* «проведения», «ЕГЭ»: it has dates */
	W_REQUEST, W_MEASURE, W_NEED, W_NEEDED, W_CASE, W_MOMENT,
	W_EXCEPT, W_EXCLUDING, W_DAYS_OFF,
	W_AMOUNT,               /* «часов»: no number of times; 1: hours */
	W_CLOCK,                /* «полудня», "pm": enum clock */
	W_FORM,                 /* «классы»: its number is a name */
	W_DEED,                 /* «проводится», "completed": what is done */
	W_WHICH,                /* «чётный», "alternate": which of many */
	W_FISCAL,               /* "FY2025": begins on no day we know */
	W_APPROVAL,             /* «с момента утверждения» */
	/* No term at all. */
	W_SOON,                 /* «незамедлительно» */
	W_TO_BE_NAMED,          /* «уточняется», "TBD" */
	W_COUNT
};

/* W_CLOCK: an hour by itself, what stands behind its number, a zone. */
enum clock { CLOCK_HOUR, CLOCK_NOUN, CLOCK_ZONE };
enum { AMOUNT_HOURS = 1 };

struct word_row {
	const char *stem;       /* folded; rows stand in its order */
	const char *endings;    /* separated by blanks; "_" is the bare stem */
	const char *right;      /* how it is spelled, when this is not how */
	int16_t value;
	uint8_t cls;            /* enum word_class */
	uint8_t len;            /* of the stem */
};

#define WORD(stem, endings, cls, value) \
	{ stem, endings, NULL, value, cls, sizeof(stem) - 1 }
#define MISSPELT(stem, endings, cls, value, right) \
	{ stem, endings, right, value, cls, sizeof(stem) - 1 }

extern const struct word_row words_ru[], words_en[];
extern const size_t words_ru_count, words_en_count;

/* Every form of every word by its hash, made from the tables when the daemon
 * is built (tools/index_words.c): open addressing, a power of two of slots. */
struct word_slot {
	uint16_t row;           /* from 1, the Russian ones first; 0: free */
	uint8_t len;            /* of the form, bytes of words_forms */
	uint32_t at;
};
extern const struct word_slot words_index[];
extern const uint32_t words_index_mask;
extern const unsigned char words_forms[];

/* The hash of a word goes on by one folded code point; WORDS_HASH begins. */
#define WORDS_HASH UINT32_C(2166136261)

static inline uint32_t
words_hash(uint32_t hash, int32_t c)
{
	hash = (hash ^ (uint32_t)c) * UINT32_C(0x9e3779b1);
	return hash ^ hash >> 15;
}

/* That of n bytes of text. */
uint32_t words_hash_text(const char *s, size_t n);

/* The row of a folded word of n bytes, or NULL. */
const struct word_row *words_find(const char *s, size_t n);
const struct word_row *words_find_hashed(const char *s, size_t n,
    uint32_t hash);

/* The known word nearest to s, or NULL; slow, for complaints. */
const char *words_nearest(struct arena *a, const char *s);

/* One slip away from a month, a weekday or an adverb of rhythm: then an
 * unknown word of n bytes is no mere name. */
bool words_almost_name(const char *s, size_t n);

#endif
