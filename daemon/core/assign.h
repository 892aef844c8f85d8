/* assign.h - which window a deed counts for.
 *
 * Owns:        nothing; the sweep's scratch lies in the caller's arena.
 * May touch:   arena, date, entry.
 * Never knows: rules, states, why a deed counts or does not.
 *
 * "The window that it names, else the window that contains its date, else the
 * latest unmet window before it (done late), else the next window when it
 * begins within 30 days (done early)" (design.md §5). Private to
 * evaluate and account. */
#ifndef SROK_CORE_ASSIGN_H
#define SROK_CORE_ASSIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/entry.h"

struct slot {
	struct date start, last;        /* the days that it holds */
	struct date due;                /* as the order has it: its name */
	struct date moved;              /* as extended; due when it is not */
	const struct date *names;       /* every DUE that a decision gave it,
	                                 * be it taken back or replaced */
	size_t nnames;
	unsigned min;
	bool owed;                      /* not waived, and a duty */
	unsigned placed;                /* deeds placed in it so far */
	bool heard;                     /* the log says something of it */
};

enum { ASSIGN_EARLY_DAYS = 30 };
#define ASSIGN_NONE ((size_t)-1)

struct deed {
	const struct entry *entry;
	bool counts;            /* fills its window; else it is only shown */
	bool accepted;
	const struct entry *verdict;
	size_t slot;            /* out: index, or ASSIGN_NONE */
	enum placing placing;   /* out */
};

/* Places all deeds; sorts them by the day of the deed. slots are by due.
 * Takes n log n for windows and deeds together. */
void assign_deeds(struct arena *a, struct slot *slots, size_t nslots,
    struct deed *deeds, size_t ndeeds);

/* The slot of that DUE: as ordered, else as moved, else as it was moved once,
 * for what was logged meanwhile goes by that name; or ASSIGN_NONE. */
size_t assign_named(const struct slot *slots, size_t nslots,
    struct date due);

/* The slot that a decision of that day is about when it names none: as for
 * a deed, whether met or not. */
size_t assign_about(const struct slot *slots, size_t nslots,
    struct date day);

#endif
