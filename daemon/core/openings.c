/* Days from the log - How far to look - Windows - Schedules that lack */
#include "core/openings.h"

#include <stdlib.h>

#include "core/assign.h"

/* --- days from the log --------------------------------------------------- */

struct logged {
	struct date *requests, *deeds;
	struct date_span *dates;
	size_t nrequests, ndeeds, ndates;
};

static int
by_day(const void *a, const void *b)
{
	const struct date *x = a, *y = b;

	return (x->n > y->n) - (x->n < y->n);
}

static void
note(struct logged *l, const struct ledger_line *line)
{
	const struct entry *e = line->entry;
	bool returned = line->verdict && line->verdict->kind == ENTRY_RETURN;

	if (!ledger_stands(line))
		return;
	if (e->kind == ENTRY_REQUEST)
		l->requests[l->nrequests++] = e->date;
	else if (e->kind == ENTRY_DONE && !returned)
		l->deeds[l->ndeeds++] = e->date;
	else if (e->kind == ENTRY_SCHEDULE)
		l->dates[l->ndates++] = (struct date_span){e->date,
		    date_is_none(e->until) ? e->date : e->until};
}

static struct logged
read_log(struct arena *a, const struct ledger *ledger)
{
	size_t n = ledger->nlines;
	struct logged l = {
		.requests = arena_array(a, n, sizeof(struct date)),
		.deeds = arena_array(a, n, sizeof(struct date)),
		.dates = arena_array(a, n, sizeof(struct date_span))
	};

	for (size_t i = 0; i < n; i++)
		note(&l, &ledger->lines[i]);
	if (l.nrequests)
		qsort(l.requests, l.nrequests, sizeof(struct date), by_day);
	if (l.ndeeds)
		qsort(l.deeds, l.ndeeds, sizeof(struct date), by_day);
	if (l.ndates)
		qsort(l.dates, l.ndates, sizeof(struct date_span),
		    span_compare_last);
	return l;
}

/* --- how far to look ----------------------------------------------------- */

/* Days that a unit has at most, doubled for a part that begins in one period
 * and ends in the next. */
static const int longest[UNIT_COUNT] = {
	[UNIT_DAY] = 2, [UNIT_WORKING_DAY] = 32, [UNIT_WEEK] = 14,
	[UNIT_DECADE] = 22, [UNIT_MONTH] = 62, [UNIT_QUARTER] = 184,
	[UNIT_HALF_YEAR] = 368, [UNIT_YEAR] = 732, [UNIT_SCHOOL_YEAR] = 732
};

static int64_t
days_of(struct duration d)
{
	return (int64_t)d.n * longest[d.unit];
}

static struct date
last_of(const struct date_span *spans, size_t n)
{
	return n ? spans[n - 1].last : DATE_MIN;
}

/* No window of the part that starts by the horizon is due later. */
static int64_t
part_bound(const struct term_part *p, const struct wording *w,
    const struct term_frame *f, struct date horizon)
{
	int64_t n = horizon.n;

	switch (p->base) {
	case TERM_SPANS:
		return p->in_force ? f->in_force.last.n
		    : last_of(p->spans, p->nspans).n;
	case TERM_EXTERNAL:
		if (w->schedule)
			n = last_of(w->schedule->dates, w->schedule->ndates).n;
		return n > last_of(f->dates, f->ndates).n ? n
		    : last_of(f->dates, f->ndates).n;
	case TERM_REQUEST:
		return n + (p->within.n ? days_of(p->within) : 31);
	case TERM_AFTER:
		return n + longest[p->unit] + days_of(p->within) + 732;
	case TERM_RRULE:
		return n;
	case TERM_PERIODS:
		break;
	}
	if (p->rolling)         /* of one window: the deed's day moves it */
		return DATE_MAX.n;
	return n + (int64_t)longest[p->unit] *
	    (p->interval ? p->interval : 1);
}

static struct date
due_bound(const struct pair *pair, const struct term_frame *f,
    struct date horizon)
{
	int64_t bound = horizon.n;

	for (size_t i = 0; i < pair->ntenures; i++) {
		const struct wording *w = pair->tenures[i].wording;

		for (size_t k = 0; k < w->term->nparts; k++) {
			int64_t n = part_bound(&w->term->parts[k], w, f,
			    horizon);

			if (n > bound)
				bound = n;
		}
	}
	return bound > DATE_MAX.n ? DATE_MAX : (struct date){(int32_t)bound};
}

/* A deed shortly before a window counts for it; a window that is named must
 * be there. */
static struct date
far_enough(const struct ledger *ledger, struct date horizon)
{
	for (size_t i = 0; i < ledger->nlines; i++) {
		const struct entry *e = ledger->lines[i].entry;

		if (!ledger_stands(&ledger->lines[i]))
			continue;
		if ((e->kind == ENTRY_DONE || e->kind == ENTRY_PARTLY) &&
		    !date_is_none(e->date))
			horizon = date_max(horizon,
			    date_add(e->date, ASSIGN_EARLY_DAYS));
		if (!date_is_none(e->window))
			horizon = date_max(horizon, e->window);
	}
	return date_min(horizon, DATE_MAX);
}

/* --- windows ------------------------------------------------------------- */

static bool
rolls(const struct pair *pair)
{
	for (size_t i = 0; i < pair->ntenures; i++) {
		const struct term *t = pair->tenures[i].wording->term;

		for (size_t k = 0; k < t->nparts; k++)
			if (t->parts[k].rolling)
				return true;
	}
	return false;
}

static int
by_due(const void *a, const void *b)
{
	const struct pair_window *x = a, *y = b;

	if (!date_equal(x->window.due, y->window.due))
		return date_before(x->window.due, y->window.due) ? -1 : 1;
	return (x->window.start.n > y->window.start.n) -
	    (x->window.start.n < y->window.start.n);
}

/* Windows that roll: the first one, and the one that each deed opens. */
static size_t
rolling_windows(struct arena *a, const struct pair *pair,
    const struct openings *o, struct date_span due,
    const struct pair_window **ret)
{
	struct pair_window *all = NULL;
	struct term_frame f = o->frame;
	size_t n = 0, cap = 0, kept = 0;

	for (size_t i = 0; i <= o->ndeeds; i++) {
		const struct pair_window *some;
		size_t nsome;

		f.last_done = i == 0 ? DATE_NONE : o->deeds[i - 1];
		if (i > 0 && (date_before(f.last_done, f.in_force.first) ||
		    (i > 1 && date_equal(f.last_done, o->deeds[i - 2]))))
			continue;
		nsome = pair_windows(a, pair, &f, due, WINDOW_MOST, &some);
		for (size_t k = 0; k < nsome && n < WINDOW_MOST; k++)
			*(struct pair_window *)arena_push(a, (void **)&all,
			    &n, &cap, sizeof(*all)) = some[k];
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_due);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !date_equal(all[i].window.due,
		    all[kept - 1].window.due))
			all[kept++] = all[i];
	*ret = all;
	return kept;
}

/* --- schedules that lack ------------------------------------------------- */

static bool
any_due_in(const struct date_span *dates, size_t n, struct date_span in)
{
	for (size_t i = 0; i < n; i++)
		if (date_in(dates[i].last, in))
			return true;
	return false;
}

static bool
lacks(const struct wording *w, const struct term_frame *f,
    struct date_span in)
{
	if (any_due_in(f->dates, f->ndates, in))
		return false;
	return !w->schedule ||
	    !any_due_in(w->schedule->dates, w->schedule->ndates, in);
}

/* By the wording of the day; nothing is waited for once the body or the rule
 * is out of it. */
static void
look_for_schedule(const struct pair *pair, const struct term_frame *f,
    struct date today, struct openings *ret)
{
	const struct date_span ever = {DATE_MIN, DATE_MAX};
	const struct wording *w = rule_wording(pair->rule, today);
	bool owes = false;

	for (size_t i = 0; i < pair->ntenures; i++)
		owes = owes || (pair->tenures[i].wording == w &&
		    date_in(today, pair->tenures[i].days));
	if (!owes || !date_in(today, pair->rule->in_force))
		return;
	for (size_t i = 0; i < w->term->nparts; i++) {
		const struct term_part *p = &w->term->parts[i];
		bool yearly = p->unit != UNIT_COUNT;
		struct date_span in = ever;

		if (p->base != TERM_EXTERNAL)
			continue;
		if (yearly)
			in = term_period(f, p->unit, today);
		if (!lacks(w, f, in))
			continue;
		ret->waiting = true;
		ret->waiting_year = yearly ? date_civil(in.first).year : 0;
	}
}

void
openings_read(struct arena *a, const struct pair *pair,
    const struct ledger *ledger, struct date horizon, struct openings *ret)
{
	struct logged l = read_log(a, ledger);
	struct term_frame f = roadmap_frame(pair->roadmap, pair->rule);

	f.requests = l.requests;
	f.nrequests = l.nrequests;
	f.dates = l.dates;
	f.ndates = l.ndates;
	*ret = (struct openings){
		.deeds = l.deeds, .ndeeds = l.ndeeds, .frame = f,
		.due = due_bound(pair, &f, far_enough(ledger, horizon)),
		.alike = l.nrequests == 0 && l.ndates == 0 && !rolls(pair)
	};
}

static void
find_windows(struct arena *a, const struct pair *pair, struct openings *o)
{
	const struct date_span due = {DATE_MIN, o->due};

	if (rolls(pair))
		o->nwindows = rolling_windows(a, pair, o, due, &o->windows);
	else
		o->nwindows = pair_windows(a, pair, &o->frame, due,
		    WINDOW_MOST, &o->windows);
}

struct date
openings_beyond(struct arena *a, const struct pair *pair,
    const struct openings *o, struct date horizon, int days)
{
	struct date last = date_min(date_add(horizon, days), DATE_MAX);
	struct date first = date_add(last, 1);
	struct openings far = *o;

	far.due = due_bound(pair, &far.frame, last);
	find_windows(a, pair, &far);
	if (far.nwindows == WINDOW_MOST)        /* not all of them */
		return date_add(horizon, 1);
	for (size_t i = 0; i < far.nwindows; i++) {
		struct date start = far.windows[i].window.start;

		if (date_before(horizon, start))
			first = date_min(first, start);
	}
	return first;
}

void
openings_find(struct arena *a, const struct pair *pair, struct date today,
    struct openings *o)
{
	find_windows(a, pair, o);
	look_for_schedule(pair, &o->frame, today, o);
}
