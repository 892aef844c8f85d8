/* Cutting and counting - One part - All parts - Questions - Equality */
#include "core/term.h"

#include "core/rrule.h"
#include "core/term_source.h"

/* The search for the next window of one part. */
struct scan {
	struct part_view view;
	struct date_span bounds;        /* validity and the part's own */
	int32_t resume;                 /* slot to go on from */
	bool may_resume;
	bool found;
	struct term_window window;      /* the one found */
};

/* --- cutting and counting ------------------------------------------------ */

static bool
month_is_wanted(uint16_t only, struct date d)
{
	return !only || only >> date_civil(d).month & 1;
}

/* Cuts a window to the months of `only`: to the first and the last day that
 * lie in one of them. A deadline in another month is none. */
static struct date_span
cut_to_months(const struct term_part *part, struct date_span w)
{
	bool deadline = part->select == SELECT_BY ||
	    part->select == SELECT_DAY || part->base == TERM_AFTER;
	struct civil c;

	if (deadline && !month_is_wanted(part->only, w.last))
		return (struct date_span){w.last, date_add(w.last, -1)};
	while (!span_empty(w) && !month_is_wanted(part->only, w.first)) {
		c = date_civil(w.first);
		w.first = date_add(month_last(c.year, c.month), 1);
	}
	while (!span_empty(w) && !month_is_wanted(part->only, w.last)) {
		c = date_civil(w.last);
		w.last = date_add(month_first(c.year, c.month), -1);
	}
	return w;
}

/* max(1, round-half-up(n * inside / all)), design.md §3.5; 0 stays 0. */
static uint16_t
prorate(uint16_t n, int64_t inside, int64_t all)
{
	int64_t share = (2 * inside * n + all) / (2 * all);

	return n == 0 ? 0 : share < 1 ? 1 : (uint16_t)share;
}

static bool
window_of(const struct scan *s, struct date_span full, struct term_window *w)
{
	const struct term_part *part = s->view.part;
	struct date_span cut;

	if (part->only && !span_empty(full))
		full = cut_to_months(part, full);
	cut = span_cut(full, s->bounds);
	if (span_empty(full) || span_empty(cut))
		return false;
	*w = (struct term_window){
		.start = cut.first, .due = cut.last,
		.min = part->at_least, .max = part->at_most,
		.standing = part->standing, .full = full,
	};
	if (span_days(cut) == span_days(full))
		return true;
	w->clipped = true;
	w->min = prorate(w->min, span_days(cut), span_days(full));
	w->max = prorate(w->max, span_days(cut), span_days(full));
	return true;
}

/* Windows with one DUE are one: earliest START, largest MIN, smallest given
 * MAX, though never below MIN. */
static void
merge(struct term_window *into, const struct term_window *w)
{
	if (date_before(w->start, into->start)) {
		into->start = w->start;
		into->full = w->full;
		into->clipped = w->clipped;
	}
	if (w->min > into->min)
		into->min = w->min;
	if (w->max && (!into->max || w->max < into->max))
		into->max = w->max;
	if (into->max && into->max < into->min)
		into->max = into->min;
	into->standing = into->standing && w->standing;
}

/* --- one part ------------------------------------------------------------ */

static void
scan_init(struct scan *s, const struct term_part *part,
    const struct term_frame *frame)
{
	const struct date_span all = {DATE_MIN, DATE_MAX};

	part_view_init(&s->view, part, frame);
	s->may_resume = s->found = false;
	s->bounds = span_cut(span_cut(all, frame->in_force),
	    (struct date_span){part->from, part->to});
}

/* The slot to look at after one that has no month that is wanted. */
static int32_t
leap(const struct part_view *v, int32_t slot, struct date_span days)
{
	struct civil c = date_civil(days.last);
	struct date d = date_add(month_last(c.year, c.month), 1);
	int32_t to;

	for (int i = 0; i < 12 && !month_is_wanted(v->part->only, d); i++) {
		c = date_civil(d);
		d = date_add(month_last(c.year, c.month), 1);
	}
	to = v->source->seek(v, d);
	return to > slot ? to : slot + 1;
}

static bool
slot_is_wanted(const struct part_view *v, struct date_span days)
{
	const struct term_part *part = v->part;

	return !part->only || !v->source->periods || v->overlap ||
	    span_days(days) > 31 ||
	    month_is_wanted(part->only, days.first) ||
	    month_is_wanted(part->only, days.last);
}

/* Takes what the slot has, due on or after a day, if nothing found so far is
 * due before it. */
static void
take_slot(struct scan *s, int32_t slot, const struct room *room,
    struct date after)
{
	const struct part_view *v = &s->view;
	struct term_window w;

	for (size_t i = 0; i < v->nwindows; i++) {
		struct date_span full = v->source->window(v, slot, room, i);

		if (!window_of(s, full, &w) || date_before(w.due, after))
			continue;
		if (!s->found || date_before(w.due, s->window.due)) {
			s->window = w;
			s->resume = slot - v->overlap +
			    (v->nwindows == 1 && !v->overlap);
			s->found = true;
		} else if (date_equal(w.due, s->window.due)) {
			merge(&s->window, &w);
		}
	}
}

/* No slot from that of these days on holds anything due before what was
 * found, or anything inside the bounds. */
static bool
is_past(const struct scan *s, struct date_span days)
{
	struct date floor = s->view.source->by_last ?
	    date_min(days.last, s->bounds.last) : days.first;

	return date_before(s->bounds.last, floor) ||
	    (s->found && date_before(s->window.due, floor));
}

/* Finds the first window due on or after a day; the searches of one scan go
 * forward. */
static void
scan_next(struct scan *s, struct date after)
{
	const struct part_view *v = &s->view;
	struct room room = {0};
	int32_t slot;

	s->found = false;
	after = date_max(after, s->bounds.first);
	if (!v->nwindows || date_before(s->bounds.last, after))
		return;
	slot = s->may_resume ? s->resume : v->source->seek(v, after);
	for (; v->source->slot(v, &slot, &room); slot++) {
		if (is_past(s, room.days))
			break;
		if (!slot_is_wanted(v, room.days)) {
			slot = leap(v, slot, room.days) - 1;
			continue;
		}
		take_slot(s, slot, &room, after);
		if (s->found && v->source->periods &&
		    s->window.due.n <= room.days.last.n)
			break;
	}
	s->may_resume = s->found && v->source->resumes;
}

/* --- all parts ----------------------------------------------------------- */

static void
combine(bool *found, struct term_window *best, const struct scan *s)
{
	if (!s->found)
		return;
	if (!*found || date_before(s->window.due, best->due))
		*best = s->window;
	else if (date_equal(s->window.due, best->due))
		merge(best, &s->window);
	*found = true;
}

bool
term_next(const struct term *t, const struct term_frame *f,
    struct date after, struct term_window *ret)
{
	struct term_window best;
	bool found = false;

	for (size_t i = 0; i < t->nparts; i++) {
		struct scan s;

		scan_init(&s, &t->parts[i], f);
		scan_next(&s, after);
		combine(&found, &best, &s);
	}
	if (found)
		*ret = best;
	return found;
}

size_t
term_windows(const struct term *t, const struct term_frame *f,
    struct date_span due_in, size_t limit, struct arena *a,
    struct term_window **ret)
{
	struct scan *scans = arena_array(a, t->nparts, sizeof(*scans));
	struct term_window *items = NULL, best;
	size_t len = 0, cap = 0;
	bool found;

	for (size_t i = 0; i < t->nparts; i++) {
		scan_init(&scans[i], &t->parts[i], f);
		scan_next(&scans[i], due_in.first);
	}
	for (;;) {
		found = false;
		for (size_t i = 0; i < t->nparts; i++)
			combine(&found, &best, &scans[i]);
		if (!found || date_before(due_in.last, best.due))
			break;
		if (len == limit) {
			*ret = items;
			return limit + 1;
		}
		*(struct term_window *)arena_push(a, (void **)&items, &len,
		    &cap, sizeof(*items)) = best;
		/* Only the parts that had it must look further. */
		for (size_t i = 0; i < t->nparts; i++) {
			if (scans[i].found &&
			    date_equal(scans[i].window.due, best.due))
				scan_next(&scans[i], date_add(best.due, 1));
		}
	}
	*ret = items;
	return len;
}

/* --- questions ----------------------------------------------------------- */

static bool
has_base(const struct term *t, enum term_base base)
{
	for (size_t i = 0; i < t->nparts; i++) {
		if (t->parts[i].base == base)
			return true;
	}
	return false;
}

bool
term_is_external(const struct term *t)
{
	return has_base(t, TERM_EXTERNAL);
}

bool
term_is_on_request(const struct term *t)
{
	return has_base(t, TERM_REQUEST);
}

/* --- equality ------------------------------------------------------------ */

static bool
points_equal(const struct term_point *a, const struct term_point *b)
{
	bool weekday = a->kind == POINT_WEEKDAY ||
	    a->kind == POINT_NTH_WEEKDAY;

	return a->kind == b->kind && a->month == b->month &&
	    a->nth_month == b->nth_month &&
	    (a->kind == POINT_WEEKDAY || a->n == b->n) &&
	    (!weekday || a->weekday == b->weekday);
}

/* Of the days of `day` and `by` only the first counts. */
static bool
items_equal(const struct term_part *a, const struct term_part *b)
{
	if (a->nitems != b->nitems)
		return false;
	for (size_t i = 0; i < a->nitems; i++) {
		if (!points_equal(&a->items[i].first, &b->items[i].first) ||
		    (a->select == SELECT_IN &&
		    !points_equal(&a->items[i].last, &b->items[i].last)))
			return false;
	}
	return true;
}

static bool
spans_equal(const struct term_part *a, const struct term_part *b)
{
	if (a->in_force != b->in_force)
		return false;
	if (a->in_force)
		return true;
	if (a->nspans != b->nspans)
		return false;
	for (size_t i = 0; i < a->nspans; i++) {
		if (!date_equal(a->spans[i].first, b->spans[i].first) ||
		    !date_equal(a->spans[i].last, b->spans[i].last))
			return false;
	}
	return true;
}

static bool
durations_equal(struct duration a, struct duration b)
{
	return a.n == b.n && (a.n == 0 || a.unit == b.unit);
}

static bool
is_run(const struct term_part *part)
{
	return part->consecutive || part->interval > 1 || part->rolling;
}

static bool
periods_equal(const struct term_part *a, const struct term_part *b)
{
	if (a->unit != b->unit || a->select != b->select ||
	    is_run(a) != is_run(b) || a->rolling != b->rolling)
		return false;
	if (is_run(a) && a->interval != b->interval)
		return false;
	return a->select == SELECT_WHOLE || items_equal(a, b);
}

static bool
bases_equal(const struct term_part *a, const struct term_part *b)
{
	switch (a->base) {
	case TERM_SPANS:
		return spans_equal(a, b);
	case TERM_AFTER:
		return a->unit == b->unit && a->select == b->select &&
		    (a->select == SELECT_WHOLE || items_equal(a, b)) &&
		    durations_equal(a->within, b->within);
	case TERM_REQUEST:
		return durations_equal(a->within, b->within);
	case TERM_EXTERNAL:
		return a->unit == b->unit;
	case TERM_RRULE:
		return a->rrule && b->rrule &&
		    rrule_equal(a->rrule, b->rrule);
	default:
		return periods_equal(a, b);
	}
}

static bool
parts_equal(const struct term_part *a, const struct term_part *b)
{
	return a->base == b->base && a->only == b->only &&
	    date_equal(a->from, b->from) && date_equal(a->to, b->to) &&
	    a->at_least == b->at_least && a->at_most == b->at_most &&
	    a->standing == b->standing && bases_equal(a, b);
}

bool
term_equal(const struct term *a, const struct term *b)
{
	if (a->nparts != b->nparts)
		return false;
	for (size_t i = 0; i < a->nparts; i++) {
		if (!parts_equal(&a->parts[i], &b->parts[i]))
			return false;
	}
	return true;
}
