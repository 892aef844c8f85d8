/* standing.h - how everything stands: obligations for people to look at.
 *
 * Owns:        nothing; rows are handed to a callback, one pair at a time.
 * May touch:   core, store, turn.
 * Never knows: how they are shown. */
#ifndef SROK_TURN_STANDING_H
#define SROK_TURN_STANDING_H

#include <stdbool.h>

#include "core/account.h"
#include "core/evaluate.h"
#include "core/remind.h"
#include "turn/turn.h"

struct standing_filter {        /* NULL, DATE_NONE, 0: all */
	const char *roadmap, *item, *body;      /* item: a number of today */
	unsigned states;        /* bit (1 << enum state), STANDING_WAITING */
	struct date from, to;   /* DUE */
};

/* A rule that waits for its schedule: no obligation's state. */
#define STANDING_WAITING (1U << STATE_COUNT)

/* The states that a name stands for: a state's, "waiting", "all", or, for
 * NULL, what is not over and done with. False when nothing is called so. */
bool standing_states(const char *name, unsigned *ret);

/* What the filter names and the rules do not have, said in a sentence that
 * lives in a; NULL when all is there. */
const char *standing_unknown(struct arena *a, const struct ruleset *set,
    const struct standing_filter *filter, int64_t now);

/* One pair and its judgement; borrowed for the call. False ends the walk. */
typedef bool standing_row(void *context, const struct pair *pair,
    const struct evaluation *evaluation, struct date today);

/* Judges every pair that the filter lets through, at now. */
bool standing_each(struct turn *t, int64_t now,
    const struct standing_filter *filter, standing_row *row, void *context,
    struct store_error *reterr);

/* All that is known of one rule, for account.h: since when, its log, what was
 * said. account.on is left to the caller; all in a, pairs are the turn's. */
struct standing_facts {
	struct account_input account;
	const struct said_row *said_rows;       /* account.said, with letters */
};
bool standing_facts(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, struct standing_facts *ret,
    struct store_error *reterr);

/* Evaluates the pairs of one rule that a day touches (touched.c): the step
 * that planning rests on. Windows that begin as far ahead as
 * stages reach are among them. All in a. */
struct standing_rule {
	const struct pair *pairs;               /* only these */
	struct evaluation *evaluations;
	struct date *quiet_until;               /* of each, as quiet.h says */
	size_t npairs;
	const struct said *said;                /* of these at least */
	const struct said_row *said_rows;       /* the same, with letters */
	size_t nsaid;
	struct date baseline;
	const struct since *since;
};
struct touched;
bool standing_of_rule(struct turn *t, struct arena *a,
    const struct touched *touched, struct standing_rule *ret,
    struct store_error *reterr);

#endif
