/* rows.h - what is owed and what was done, as JSON.
 *
 * Owns:        nothing; a value belongs to whoever asked for it.
 * May touch:   core, turn, jansson.
 * Never knows: who reads it: the control socket and srokctl print the same,
 *              so that a script cannot tell which of them it asked. */
#ifndef SROK_TURN_ROWS_H
#define SROK_TURN_ROWS_H

#include <jansson.h>

#include "core/evaluate.h"

/* A day as JSON: text, or null for DATE_NONE. */
json_t *row_day(struct date d);

/* roadmap, item (the number of that day), body, body_name, title, start, due,
 * effective, last, state, marks, done, min, max, met_on, promised_until,
 * entries. */
json_t *row_obligation(const struct obligation *ob, struct date today);
/* The same keys as far as they make sense, state "waiting", waiting_year. */
json_t *row_waiting(const struct pair *pair, int year, struct date today);
/* id, at, entered, kind, roadmap, rule, item (the number it has now), body,
 * date, window, until, ref, note, evidence, author, decided_by. set may be
 * NULL: item is then the inner id. */
json_t *row_entry(const struct ruleset *set, const struct entry *e,
    int64_t now);

#endif
