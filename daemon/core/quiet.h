/* quiet.h - how long a pair stays as it is while nobody does anything.
 *
 * Owns:        its marks of bodies, in the arena that it was opened with.
 * May touch:   arena, date, workcal, roadmap, stage, timeline, evaluate,
 *              docket: what it finds for a page holds for all of it.
 * Never knows: what was said, letters; who keeps the days it names.
 *
 * A day touches few pairs: between two of the days that matter to it a pair
 * is judged as before and nothing is said of it. This names the first of
 * these days, so that nobody need look earlier. A day too early is only work;
 * a day too late is a missed letter: what is not certain counts as a change.
 *
 * New entries in the log, notices that were taken back and rules that were
 * read anew are the caller's to watch; and on the day after a notice what was
 * said is to be looked at again. */
#ifndef SROK_CORE_QUIET_H
#define SROK_CORE_QUIET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/evaluate.h"

/* One rule on one day. */
struct quiet {
	struct arena *arena;            /* borrowed; may be another one for
	                                 * each pair */
	struct date today, baseline;    /* as in remind_input */
	struct date rule;       /* the first later day that may matter to any
	                         * pair of the rule */
	struct arena *marks;    /* the one it was opened with: for visited */
	size_t nbodies;
	uint32_t *visited;      /* by a body's rank: in which walk; NULL: no
	                         * body was worth one yet */
	uint32_t walk;
};

/* nbodies: of the rule set, above every rank. */
void quiet_open(struct quiet *q, struct arena *a, const struct roadmap *r,
    const struct rule *rule, size_t nbodies, struct date today,
    struct date baseline);

/* The first day after today on which the pair may be judged otherwise, or a
 * stage of it may be to be said, or it may be said to somebody else. in and e
 * are what evaluate was given, with in->ahead_days, and returned; a docket
 * serves one quiet. */
struct date quiet_until(struct quiet *q, const struct pair *pair,
    const struct evaluate_input *in, const struct evaluation *e);

/* What is said of one pair of the rule depends on the others: co-executors
 * hear of a group, a schedule is asked for once. Then a day that matters to
 * one matters to all. */
bool quiet_is_shared(const struct rule *rule);

#endif
