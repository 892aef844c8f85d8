/* report_figures.h - what was handed in, item by item.
 *
 * Owns:        nothing.
 * May touch:   json, table; load (names); the rows of turn/report.h.
 * Never knows: where the rows came from. */
#ifndef SROK_CTL_REPORT_FIGURES_H
#define SROK_CTL_REPORT_FIGURES_H

#include "ctl/ctl.h"
#include "ctl/json.h"

/* Whether a row is of a kind ("line", "figure", "reading"). */
bool report_is(const json_t *row, const char *kind);
/* "livny-2023/pg-6"; in the command's memory. */
const char *report_item(struct ctl *c, const json_t *row);

/* How many of those that owe a result gave it, numbers added, shares
 * averaged, who is missing; with values each by itself too. Nothing when
 * nothing was asked for. */
void report_figures(struct ctl *c, const json_t *rows, bool values);

#endif
