/* openings.h - the windows that a pair has, given its log.
 *
 * Owns:        the windows it returns, in the caller's arena.
 * May touch:   arena, date, term, roadmap, ledger.
 * Never knows: what was done in a window, states, reminders.
 *
 * Most windows follow from the term alone; requests, outside schedules and
 * terms that roll from the last deed take their days from the log. Private to
 * evaluate. */
#ifndef SROK_CORE_OPENINGS_H
#define SROK_CORE_OPENINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/ledger.h"
#include "core/roadmap.h"

struct openings {
	const struct date *deeds;       /* that open the next of what rolls */
	size_t ndeeds;
	struct term_frame frame;        /* with the log's days */
	struct date due;        /* windows due later are not looked for */
	bool alike;             /* the log adds no days of its own: bodies that
	                         * owe by the same wordings have the same */
	const struct pair_window *windows;      /* by DUE */
	size_t nwindows;
	bool waiting;           /* a schedule is not entered yet … */
	int waiting_year;       /* … for that year; 0: at all */
};

/* A rule has at most so many windows (rule-files.md §1). */
enum { WINDOW_MOST = 10000 };

/* Reads the log for the first half of it: all but windows and waiting. They
 * will be all windows that start on or before the horizon, and more where
 * entries name them or lie so near before them that they may count. */
void openings_read(struct arena *a, const struct pair *pair,
    const struct ledger *ledger, struct date horizon, struct openings *ret);

/* The START of the first window that starts after the horizon, or, when none
 * does within so many days, the day after these. */
struct date openings_beyond(struct arena *a, const struct pair *pair,
    const struct openings *o, struct date horizon, int days);

/* Finds the windows, and what is waited for. */
void openings_find(struct arena *a, const struct pair *pair,
    struct date today, struct openings *o);

#endif
