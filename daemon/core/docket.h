/* docket.h - the windows of a rule before the log says anything of them.
 *
 * Owns:        its pages, in the arena that it was opened with.
 * May touch:   arena, date, roadmap, evaluate.
 * Never knows: the log; how windows are found and judged.
 *
 * Bodies that owe a rule by the same wordings on the same days have the same
 * windows, and until one of them does something these stand alike: they are
 * laid out and judged once and handed to each body as a copy. A driver opens a
 * docket for one rule and one day; evaluate fills it. */
#ifndef SROK_CORE_DOCKET_H
#define SROK_CORE_DOCKET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/evaluate.h"

struct slot;

struct docket_page {
	const struct tenure *tenures;   /* whose it is: those who owe so … */
	size_t ntenures;
	struct date baseline;           /* … from then on, … */
	struct date due;                /* … as far as windows are looked for */
	struct obligation *obs;         /* judged; of one of these bodies */
	struct slot *slots;
	size_t n;
	bool waiting;                   /* for a schedule, as in openings */
	int waiting_year;
	struct date beyond;             /* as in evaluation */
	bool written;
	bool quiet;                     /* the obligations' quiet is found */
};

/* Pages for so many kinds of bodies; others do without. */
enum { DOCKET_PAGES = 64, DOCKET_MOST = 48 };

struct docket {
	struct arena *arena;            /* borrowed */
	struct date today, horizon;
	struct docket_page pages[DOCKET_PAGES];
	size_t n;
	struct docket_page *silent;     /* of the last pair without entries */
};

void docket_open(struct docket *d, struct arena *a, struct date today,
    struct date horizon);

/* The page of bodies that owe as the pair does, not written yet when it is
 * new; NULL when there is no room. */
struct docket_page *docket_page(struct docket *d, const struct pair *pair,
    struct date baseline, struct date due);

/* The same for a pair without entries, whose DUEs need not be looked for when
 * the last such pair owed as it does; NULL: they must be. */
struct docket_page *docket_silent(const struct docket *d,
    const struct pair *pair, struct date baseline);

#endif
