#include "core/docket.h"

#include <stdint.h>

void
docket_open(struct docket *d, struct arena *a, struct date today,
    struct date horizon)
{
	*d = (struct docket){
		.arena = a, .today = today, .horizon = horizon
	};
}

static bool
owes_so(const struct docket_page *page, const struct pair *pair)
{
	if (page->ntenures != pair->ntenures)
		return false;
	for (size_t i = 0; i < pair->ntenures; i++) {
		const struct tenure *x = &page->tenures[i];
		const struct tenure *y = &pair->tenures[i];

		if (x->wording != y->wording ||
		    !date_equal(x->days.first, y->days.first) ||
		    !date_equal(x->days.last, y->days.last))
			return false;
	}
	return true;
}

static size_t
place_of(const struct pair *pair, struct date baseline, struct date due)
{
	uint32_t h = (uint32_t)due.n * 2654435761u;

	h = (h ^ (uint32_t)baseline.n) * 2654435761u;
	h = (h ^ (uint32_t)pair->joined.n) * 2654435761u;
	return h >> 16;
}

struct docket_page *
docket_page(struct docket *d, const struct pair *pair, struct date baseline,
    struct date due)
{
	size_t i = place_of(pair, baseline, due) % DOCKET_PAGES;
	struct docket_page *page;

	for (; d->pages[i].written; i = (i + 1) % DOCKET_PAGES) {
		page = &d->pages[i];
		if (date_equal(page->due, due) &&
		    date_equal(page->baseline, baseline) &&
		    owes_so(page, pair))
			return page;
	}
	if (d->n == DOCKET_MOST)
		return NULL;
	d->n++;
	page = &d->pages[i];
	page->tenures = pair->tenures;
	page->ntenures = pair->ntenures;
	page->baseline = baseline;
	page->due = due;
	return page;
}

/* How far windows are looked for follows from what is owed and from the log:
 * without entries, from the former alone. */
struct docket_page *
docket_silent(const struct docket *d, const struct pair *pair,
    struct date baseline)
{
	struct docket_page *page = d->silent;

	return page && date_equal(page->baseline, baseline) &&
	    owes_so(page, pair) ? page : NULL;
}
