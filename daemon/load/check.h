/* check.h - what is readable, but cannot have been meant: warnings.
 *
 * Owns:        nothing.
 * May touch:   library; core's term, workcal, roadmap.
 * Never knows: YAML; today's date.
 *
 * rule-files.md §11: a term that never falls due, leads longer than the
 * period, nobody who could be reached, years without a calendar. */
#ifndef SROK_LOAD_CHECK_H
#define SROK_LOAD_CHECK_H

#include "load/library.h"

/* For a roadmap that was read without errors. */
void check_roadmap(struct library *lib, const struct roadmap *r);

#endif
