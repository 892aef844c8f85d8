/* timeline.h - the stages of one obligation for one role, along the days.
 *
 * Owns:        nothing; all values are passed by value.
 * May touch:   date, term, roadmap, stage, evaluate, remind (the roles).
 * Never knows: recipients, addresses, what was said.
 *
 * Private to remind and account: the same line answers what is to be said
 * today, what will be said if nothing happens and what was left out. */
#ifndef SROK_CORE_TIMELINE_H
#define SROK_CORE_TIMELINE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/evaluate.h"
#include "core/remind.h"
#include "core/stage.h"

enum {
	/* What looks ahead and was not said on its day is dropped when the
	 * next comes so soon; what is missed is spoken of for so long
	 * (design.md §6). */
	TIMELINE_NEXT_DAYS = 3, TIMELINE_MISSED_DAYS = 31
};

struct timeline {
	const struct obligation *ob;
	struct date told_from;
	struct stage_day ahead[STAGE_AHEAD_MOST];
	size_t nahead;
};

/* Stages before told_from are left out, as are those that the obligation
 * itself leaves out. */
void timeline_of(const struct obligation *ob, struct date told_from,
    struct timeline *ret);

/* All stages up to the effective day, with those that are left out and why:
 * for explain. */
size_t timeline_all(const struct obligation *ob, struct date told_from,
    struct stage_left ret[STAGE_AHEAD_MOST]);

/* The role hears of stages of that kind. */
bool role_hears(enum role role, enum stage_kind kind);

/* The stage still has something to say: a quota's count is not there. */
bool timeline_is_wanted(const struct obligation *ob, const struct stage *s);

/* The latest stage of the role whose day has come by a day, and the first one
 * after it (its day is DATE_NONE when there is none). One that has nothing to
 * say any more overtakes none: who never heard that a window opened hears it
 * still. Not for escalations. False when none has come. */
bool timeline_at(const struct timeline *t, enum role role, struct date day,
    struct stage_day *ret_now, struct stage_day *ret_next);

/* The day of late:k; DATE_NONE when there is none: it rests by then. */
struct date timeline_late(const struct timeline *t, unsigned k);

/* Why the k-th supervisor hears nothing of it on a day (DATE_NONE: its own):
 * he is one of those who owe, the policy names no day, it lies before
 * told_from; REASON_NONE when he does. *ret is its own day, or DATE_NONE. */
enum reason timeline_escalate(const struct timeline *t, unsigned k,
    struct date on, struct date *ret);

/* The body leads this obligation on a day, by itself or as a member, then, of
 * the group of which any one may do it. */
bool is_lead(const struct obligation *ob, const struct body *body,
    struct date on);

#endif
