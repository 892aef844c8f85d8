/* facts_part.h - what the families of facts share.
 *
 * Owns:        nothing; facts and texts lie in the letter's arena.
 * May touch:   view, tongue.
 * Never knows: which letter tells which fact.
 *
 * Private to facts, facts_term and facts_who. */
#ifndef SROK_COMPOSE_FACTS_PART_H
#define SROK_COMPOSE_FACTS_PART_H

#include "compose/facts.h"

struct facts {
	const struct view *v;
	struct doc_fact *items;
	size_t n, cap;
};

/* A fact without a value is none. */
void facts_add(struct facts *f, enum label label, const char *value);
/* Both with what stands between them, or the one that is not empty. */
const char *facts_join(const struct view *v, const char *a,
    const char *between, const char *b);
/* A text from outside: clean, cut to limit. */
const char *facts_cut(const struct view *v, const char *s, size_t limit);

/* The order and item; its words on the term; a period that validity cuts. */
void facts_add_basis(struct facts *f);
void facts_add_term(struct facts *f);
void facts_add_period(struct facts *f);
/* Who is responsible; who else. */
void facts_add_responsible(struct facts *f);
void facts_add_who(struct facts *f);

#endif
