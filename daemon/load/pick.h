/* pick.h - PART and DAY of a spelled-out term: `1 june..10 june`, `last
 * friday of september`, `5 days before end` (rule-files.md §5).
 *
 * Owns:        nothing.
 * May touch:   values; core's term.
 * Never knows: nodes, places, the rest of the term. */
#ifndef SROK_LOAD_PICK_H
#define SROK_LOAD_PICK_H

#include <stdbool.h>

#include "core/term.h"

enum pick_state {
	PICK_OK,
	PICK_UNKNOWN,           /* not understood */
	PICK_IMPOSSIBLE,        /* 30 february, day 45 */
	PICK_MISFIT             /* understood, but not of such a period */
};

/* One DAY of a period of that unit; with after, of the months that follow
 * it. *ret_why is a static text unless PICK_OK. */
enum pick_state pick_point(const char *s, enum term_unit unit, bool after,
    struct term_point *ret, const char **ret_why);
/* One PART: a DAY, a month, `month 3`, or two of them with .. between. */
enum pick_state pick_item(const char *s, enum term_unit unit,
    struct term_item *ret, const char **ret_why);

#endif
