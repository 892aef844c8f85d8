/* report.h - plan and fact of a period, for whoever answers for it.
 *
 * Owns:        nothing; rows are handed to a callback, one at a time.
 * May touch:   turn's standing, jansson.
 * Never knows: how they are added up and shown.
 *
 * A window belongs to the period that holds its DUE, as it was extended. Three
 * kinds of rows, told apart by "row":
 *
 *   line    one body's share of one rule: roadmap, item, section, title,
 *           body, body_name; windows, plan (sum of MIN), fact (what counts);
 *           of the windows: met, met_late, late, missed, waived, submitted,
 *           open, upcoming; beside that at_risk (open and behind), extended,
 *           over, waiting (for an outside schedule)
 *   figure  what a body handed in, or has yet to: roadmap, item, body,
 *           body_name, due, kind, name, unit, required, date and value (null
 *           when it is missing)
 *   reading a term that somebody settled: roadmap, item, when, read, by,
 *           date, why */
#ifndef SROK_TURN_REPORT_H
#define SROK_TURN_REPORT_H

#include <jansson.h>

#include "turn/standing.h"

/* Takes the row over; false ends the report. */
typedef bool report_row(void *context, json_t *row);

/* from and to of the filter bound the period; states are not looked at. */
bool report_each(struct turn *t, int64_t now,
    const struct standing_filter *filter, report_row *row, void *context,
    struct store_error *reterr);

#endif
