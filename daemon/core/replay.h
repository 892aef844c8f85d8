/* replay.h - a day that has passed, or will come, judged once more.
 *
 * Owns:        the notices of a day, in an arena that is the replay's.
 * May touch:   account's input, evaluate, remind.
 * Never knows: what is asked of that day. */
#ifndef SROK_CORE_REPLAY_H
#define SROK_CORE_REPLAY_H

#include "core/account.h"

/* The reminders of one day, as the daemon would have decided them that
 * morning. Begins with an arena, which its owner frees, and DATE_NONE. */
struct replay {
	struct arena *arena;            /* emptied for each day */
	struct date day;                /* DATE_NONE: none yet */
	const struct notice *notices;
	size_t n;
	struct refusals refused;
};

/* Judges a pair (its index) as on a day, into a: the windows that begin up to
 * a horizon, and those that reminders look ahead to. */
void replay_judge(struct arena *a, const struct account_input *in,
    size_t pair, struct date today, struct date horizon,
    struct evaluation *ret);

/* Puts into r the notices and the refusals of a day to n pairs from the first
 * on, after the letters of the days before it. Does nothing when r is at that
 * day; r is always asked for the same pairs. */
void replay_day(struct replay *r, const struct account_input *in,
    size_t first, size_t n, struct date day);

#endif
