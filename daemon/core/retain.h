/* retain.h - which of the copies made over the years are kept.
 *
 * Owns:        nothing.
 * May touch:   date.
 * Never knows: files, the clock, what is copied.
 *
 * Grandfather, father, son: of the last so many days, ISO weeks and months
 * that have a copy at all the latest copy of each is kept; one copy may stand
 * for all three. Periods without a copy are not counted, so that a machine
 * that was off for a year loses nothing by being switched on. Whoever prunes
 * every day keeps what he would keep by pruning once. */
#ifndef SROK_CORE_RETAIN_H
#define SROK_CORE_RETAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/date.h"

struct retain {
	int daily, weekly, monthly;     /* how many of each */
};

/* days: of n copies, oldest first; of several of one day the last counts as
 * the latest. ret_keep[i] says whether copy i is kept. Days after today are a
 * clock's that stood ahead: they are kept and count for nothing. */
void retain(const struct date *days, size_t n, struct date today,
    const struct retain *rule, bool *ret_keep);

#endif
