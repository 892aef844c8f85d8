/* plan.h - the windows of rule files, one after another, in a shape.
 *
 * Owns:        nothing; a row is handed to its shape and forgotten.
 * May touch:   core's roadmap; ctl.
 * Never knows: the log: what was done, extended or waived is not here. */
#ifndef SROK_CTL_PLAN_H
#define SROK_CTL_PLAN_H

#include "core/roadmap.h"
#include "ctl/ctl.h"

/* One window of one body, or (outside) a rule that waits for its windows. */
struct plan_row {
	const struct pair *pair;
	const struct wording *wording;
	struct term_window window;
	struct date effective;
	bool outside;           /* window and effective are not there */
	struct arena *a;        /* for the words of this row */
};

/* A way to print rows; any of the three may be NULL. state is the shape's
 * own. */
struct plan_shape {
	const char *name;
	void (*begin)(struct ctl *c, void **state);
	void (*row)(struct ctl *c, const struct plan_row *row, void *state);
	void (*end)(struct ctl *c, void *state);
};

extern const struct plan_shape plan_text, plan_tsv, plan_json, plan_csv,
    plan_ics, plan_html;

/* Why the effective day is not DUE: "Sunday", "a holiday" …; NULL when it
 * is. Lives in a. */
const char *plan_why(struct arena *a, const struct workcal *cal,
    struct date due, struct date effective);

/* "waits for its schedule", "opens with each request". */
const char *plan_outside(const struct term *term);

/* A day as its readers write it in a table: 01.06.2022 in Russian, else ISO.
 * Lives in a. */
const char *plan_day(struct arena *a, enum language language, struct date d);

/* The words that letters name the row with, in the roadmap's language: its
 * `cite`, else «п. 6». Lives in a. */
const char *plan_cite(struct arena *a, const struct pair *pair);

#endif
