/* phrase_draft.h - the parts of a term while they are still growing.
 *
 * Owns:        drafts, in the arena of the parse.
 * May touch:   term's types, arena.
 * Never knows: phrases. */
#ifndef SROK_CORE_PHRASE_DRAFT_H
#define SROK_CORE_PHRASE_DRAFT_H

#include "core/arena.h"
#include "core/term.h"

struct draft {
	struct term_part part;
	void *items, *spans;
	size_t items_cap, spans_cap;
};

enum { DRAFTS_FEW = 4 };

struct drafts {
	struct arena *arena;
	void *list;             /* struct draft */
	size_t len, cap;
	struct date end;        /* the last day of all, DATE_NONE: open */
	struct draft few[DRAFTS_FEW];   /* list, until they are more */
};

void drafts_init(struct drafts *d, struct arena *a);

/* A part of a base: interval 1, MIN 1, no bounds. */
struct term_part draft_part(enum term_base base, enum term_unit unit);

/* Adds an item (periods, after) or a span to the part that is alike in all
 * else, or begins one. */
void draft_item(struct drafts *d, const struct term_part *like,
    const struct term_item *item);
void draft_span(struct drafts *d, const struct term_part *like,
    struct date_span span);
void draft_whole(struct drafts *d, const struct term_part *part);

const struct term *draft_finish(struct drafts *d);

#endif
