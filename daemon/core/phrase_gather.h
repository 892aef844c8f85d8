/* phrase_gather.h - statements sorted by what they say, phase by phase.
 *
 * Owns:        the facts, in the arena of the parse.
 * May touch:   tree, lex (places), codes.
 * Never knows: how facts become parts of a term (phrase_compile). */
#ifndef SROK_CORE_PHRASE_GATHER_H
#define SROK_CORE_PHRASE_GATHER_H

#include "core/phrase_codes.h"
#include "core/phrase_lex.h"
#include "core/phrase_tree.h"

/* A calendar item and the years it is said of; or years alone. */
struct use {
	const struct node *item;        /* NULL: years alone */
	const struct node *years_at;    /* where they stand; NULL none */
	int *years;                     /* rising, without repeats */
	size_t nyears;
	bool range;                     /* years alone: one window */
	bool paired;                    /* «сентябрь-май 2024-2025»: said whole,
	                                 * years are those it begins in */
	bool school;                    /* school years that begin in them */
};

enum { USES_FEW = 6 };

/* What one segment of a phase says: statements that hold together. */
struct facts {
	const struct node *first;       /* for complaints */
	const struct node *every, *count, *during, *standing, *validity,
	    *external, *request, *after, *from, *to, *except,
	    *until;     /* «до конца года» */
	bool yearly;                    /* «ежегодно» beside a shorter one */
	bool school;                    /* halves of the school year */
	int min, max;                   /* of count; -1 not said */
	enum term_unit count_unit;      /* UNIT_COUNT: of the items */
	uint16_t left_out;              /* months, bit (1 << month) */
	uint8_t days_out;       /* weekdays, bit (1 << weekday) */
	struct use *uses;
	size_t nuses;
	size_t nitems;                  /* of them; the others are years */
	struct use few[USES_FEW];       /* uses, until they are more */
};

/* Complains at the tokens of a node, with their words. */
void gather_complain(const struct tokens *tokens, const char *source,
    struct phrase_issues *issues, int code, const struct node *at,
    const char *hint, const char *what);

/* The end of the segment that begins at nodes[first]: before «далее», or
 * where a second rhythm begins after «и» or a semicolon. */
size_t gather_segment(const struct tree *tree, size_t first);

/* Sorts nodes[first..end). False when they contradict each other. */
bool gather_facts(struct arena *a, const struct tokens *tokens,
    const char *source, const struct tree *tree, size_t first, size_t end,
    struct phrase_issues *issues, struct facts *ret);

/* The months that an item of named months goes through, bit (1 << month). */
uint16_t gather_months(const struct calendar_item *c);

/* Nothing but «ежегодно»: after «далее», the phase before again. */
bool gather_is_again(const struct facts *f);

#endif
