/* part.h - PART and DAY of a spelled-out term: `1 june..10 june`, `last
 * friday of september`, `5 days before end` (rule-files.md §5).
 *
 * Owns:        nothing.
 * May touch:   values; core's term.
 * Never knows: nodes, places, the rest of the term. */
#ifndef SROK_LOAD_PART_H
#define SROK_LOAD_PART_H

#include <stdbool.h>

#include "core/term.h"

enum part_state {
	PART_OK,
	PART_UNKNOWN,           /* not understood */
	PART_IMPOSSIBLE,        /* 30 february, day 45 */
	PART_MISFIT             /* understood, but not of such a period */
};

/* One DAY of a period of that unit; with after, of the months that follow
 * it. *ret_why is a static text unless PART_OK. */
enum part_state part_point(const char *s, enum term_unit unit, bool after,
    struct term_point *ret, const char **ret_why);
/* One PART: a DAY, a month, `month 3`, or two of them with .. between. */
enum part_state part_item(const char *s, enum term_unit unit,
    struct term_item *ret, const char **ret_why);

#endif
