/* Calendar periods - Consecutive periods - Spans - After a period -
 * Requests - RFC 5545 - The table */
#include "core/term_source.h"

enum { WITHIN_DAYS = 30 };      /* of a request, where none is said (§3.8) */

/* The day that a part counts from: its own, else that of the validity. */
static struct date
first_day(const struct term_part *part, const struct term_frame *frame)
{
	struct date first = part->from.n <= DATE_MIN.n ?
	    frame->in_force.first : part->from;

	return date_max(DATE_MIN, date_min(DATE_MAX, first));
}

static int32_t
interval_of(const struct term_part *part)
{
	return part->interval ? part->interval : 1;
}

/* --- calendar periods: every month, in … --------------------------------- */

static int32_t
calendar_seek(struct part_view *v, struct date due)
{
	int32_t slot = period_index(v->frame, v->part->unit, due) - v->overlap;

	/* Days off have numbers too. */
	return v->overlap && v->part->unit == UNIT_WORKING_DAY ?
	    workcal_previous(v->frame->cal, (struct date){slot}).n : slot;
}

static bool
calendar_slot(struct part_view *v, int32_t *slot, struct room *ret)
{
	period_room(v->frame, v->part->unit, *slot, ret);
	if (span_empty(ret->days)) {    /* a day off is no working day */
		*slot = workcal_next(v->frame->cal, ret->days.first).n;
		period_room(v->frame, v->part->unit, *slot, ret);
	}
	return !span_empty(ret->days) && ret->days.first.n <= DATE_MAX.n;
}

/* first..last of an item, cut to the period, or to both when it runs over
 * the end of the first (декабрь-январь). */
static struct date_span
item_window(struct part_view *v, int32_t slot, const struct room *room,
    const struct term_item *item)
{
	const struct workcal *cal = v->frame->cal;
	const struct date_span none = {DATE_MAX, DATE_MIN};
	struct room in = *room;
	struct date_span w = {
		point_in(cal, room, &item->first),
		point_in(cal, room, &item->last)
	};

	if (date_is_none(w.first) || w.first.n > in.days.last.n ||
	    date_is_none(w.last))
		return none;
	if (span_empty(w)) {
		slot++;
		if (!v->source->slot(v, &slot, &in))
			return none;
		w.last = point_in(cal, &in, &item->last);
		if (date_is_none(w.last))
			return none;
	}
	return span_cut(w, (struct date_span){room->days.first,
	    in.days.last});
}

static struct date_span
selected_window(struct part_view *v, int32_t slot,
    const struct room *room, size_t i)
{
	const struct term_part *part = v->part;
	struct date d;

	if (part->select == SELECT_WHOLE)
		return room->days;
	if (part->select == SELECT_IN)
		return item_window(v, slot, room, &part->items[i]);
	d = point_in(v->frame->cal, room, &part->items[i].first);
	if (date_is_none(d) || !date_in(d, room->days))
		return (struct date_span){DATE_MAX, DATE_MIN};
	return (struct date_span){
		part->select == SELECT_BY ? room->days.first : d, d
	};
}

/* --- consecutive periods: every 3 months --------------------------------- */

static int32_t
run_seek(struct part_view *v, struct date due)
{
	int32_t slot = run_index(&v->run, due) - v->overlap;

	return slot > 0 ? slot : 0;
}

static bool
run_slot(struct part_view *v, int32_t *slot, struct room *ret)
{
	if (*slot < 0)          /* the overlap reached before the first */
		*slot = 0;
	ret->days = run_span(&v->run, *slot);
	return !span_empty(ret->days);
}

/* Counting from the last entry, one window is open: until the next entry it
 * stays. N units from that day: it is the day before the first. */
static int32_t
rolling_seek(struct part_view *v, struct date due)
{
	(void)v;
	(void)due;
	return 0;
}

static bool
rolling_slot(struct part_view *v, int32_t *slot, struct room *ret)
{
	const struct duration by = {interval_of(v->part), v->part->unit};
	struct date done = v->frame->last_done;

	if (*slot > 0)
		return false;
	if (date_is_none(done))
		return run_slot(v, slot, ret);
	ret->days = (struct date_span){date_add(done, 1),
	    duration_add(v->frame->cal, done, by)};
	return !span_empty(ret->days);
}

/* --- spans: during, by a date, schedules entered later ------------------- */

static int32_t
spans_seek(struct part_view *v, struct date due)
{
	int32_t low = 0, high = v->nspans;

	while (low < high) {
		int32_t middle = low + (high - low) / 2;

		if (date_before(v->spans[middle].last, due))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
spans_slot(struct part_view *v, int32_t *slot, struct room *ret)
{
	if (*slot >= v->nspans)
		return false;
	ret->days = v->spans[*slot];
	return true;
}

static struct date_span
whole_window(struct part_view *v, int32_t slot, const struct room *room,
    size_t i)
{
	(void)v;
	(void)slot;
	(void)i;
	return (struct date_span){room->days.first, room->days.last};
}

/* --- after a period: by a day of the next month, within ------------------ */

/* Whether every month has such a point: a fifth weekday or a twentieth
 * working day may have to be waited for. */
static bool
is_monthly(const struct term_point *p)
{
	return !p->month && p->kind != POINT_NTH_WORKING_DAY &&
	    (p->kind != POINT_NTH_WEEKDAY || (p->n > -5 && p->n < 5));
}

/* How long after a period's end, at most, a window of it may be due. */
static int
longest_lag(const struct term_part *part)
{
	int lag = 0;

	for (size_t i = 0; i < part->nitems; i++) {
		const struct term_point *p = &part->items[i].first;
		int days = is_monthly(p) ? 31 * (p->nth_month + 2) :
		    POINT_AFTER_MOST;

		if (days > lag)
			lag = days;
	}
	return lag;
}

static int32_t
after_seek(struct part_view *v, struct date due)
{
	const struct term_part *part = v->part;
	struct date d = part->select == SELECT_BY ?
	    date_add(due, -longest_lag(part)) :
	    date_add(duration_subtract(v->frame->cal, due, part->within), -4);

	return period_index(v->frame, part->unit, date_max(d, DATE_MIN)) - 1;
}

static struct date_span
after_window(struct part_view *v, int32_t slot, const struct room *room,
    size_t i)
{
	const struct term_part *part = v->part;
	struct date ended = room->days.last;
	struct date_span w = {date_add(ended, 1), DATE_NONE};

	(void)slot;
	if (part->select == SELECT_BY)
		w.last = point_after(v->frame->cal, ended,
		    &part->items[i].first);
	else
		w.last = duration_add(v->frame->cal, ended, part->within);
	return w;               /* DATE_NONE is before any day: empty */
}

/* --- requests ------------------------------------------------------------ */

static struct date_span
request_span(const struct part_view *v, size_t i)
{
	struct duration within = v->part->within;
	struct date asked = v->frame->requests[i];

	if (!within.n)
		within = (struct duration){WITHIN_DAYS, UNIT_DAY};
	return (struct date_span){asked,
	    duration_add(v->frame->cal, asked, within)};
}

static int32_t
request_seek(struct part_view *v, struct date due)
{
	size_t low = 0, high = v->frame->nrequests;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (date_before(request_span(v, middle).last, due))
			low = middle + 1;
		else
			high = middle;
	}
	return (int32_t)low;
}

static bool
request_slot(struct part_view *v, int32_t *slot, struct room *ret)
{
	if ((size_t)*slot >= v->frame->nrequests)
		return false;
	ret->days = request_span(v, (size_t)*slot);
	return true;
}

/* --- RFC 5545: a slot is a day ------------------------------------------- */

static int32_t
rrule_seek(struct part_view *v, struct date due)
{
	rrule_walk_init(&v->walk, v->part->rrule,
	    first_day(v->part, v->frame), due);
	return due.n;
}

static bool
rrule_slot(struct part_view *v, int32_t *slot, struct room *ret)
{
	struct date d;

	if (!rrule_walk_next(&v->walk, &d))
		return false;
	*slot = d.n;
	ret->days = (struct date_span){d, d};
	return true;
}

/* --- the table ----------------------------------------------------------- */

static const struct term_source
calendar_source = {calendar_seek, calendar_slot, selected_window,
    .periods = true},
run_source = {run_seek, run_slot, selected_window, .periods = true},
rolling_source = {rolling_seek, rolling_slot, whole_window, .by_last = true},
spans_source = {spans_seek, spans_slot, whole_window, .by_last = true},
after_source = {after_seek, calendar_slot, after_window, .periods = false},
request_source = {request_seek, request_slot, whole_window, .by_last = true},
rrule_source = {rrule_seek, rrule_slot, whole_window, .periods = true};

static const struct term_source *
source_of(const struct term_part *part)
{
	switch (part->base) {
	case TERM_SPANS:
	case TERM_EXTERNAL:
		return &spans_source;
	case TERM_AFTER:
		return &after_source;
	case TERM_REQUEST:
		return &request_source;
	case TERM_RRULE:
		return &rrule_source;
	default:                /* TERM_PERIODS */
		break;
	}
	if (part->rolling)
		return &rolling_source;
	return part->consecutive || part->interval > 1 ? &run_source :
	    &calendar_source;
}

/* The place of a month in a year that begins with another. */
static int
month_place(const struct term_part *part, const struct term_frame *f,
    int month)
{
	return part->unit == UNIT_YEAR && f->school && month < 9 ?
	    month + 12 : month;
}

/* Whether an item may begin in one period and end in the next: not when its
 * days are days of months and stand in order, as nearly always. */
static bool
may_overlap(const struct term_part *part, const struct term_frame *f,
    const struct term_item *item)
{
	const struct term_point *a = &item->first, *b = &item->last;

	if (part->unit == UNIT_YEAR && a->month && b->month &&
	    month_place(part, f, a->month) < month_place(part, f, b->month))
		return false;
	return a->kind != POINT_DAY || b->kind != POINT_DAY ||
	    a->month != b->month || a->nth_month > b->nth_month ||
	    (b->n >= 0 && (a->n < 0 || a->n > b->n));
}

static int32_t
overlap_of(const struct part_view *v)
{
	const struct term_part *part = v->part;

	if (!v->source->periods || part->select != SELECT_IN)
		return 0;
	if (v->source == &run_source)
		return 1;
	for (size_t i = 0; i < part->nitems; i++) {
		if (may_overlap(part, v->frame, &part->items[i]))
			return 1;
	}
	return 0;
}

static void
spans_init(struct part_view *v)
{
	const struct term_part *part = v->part;

	if (part->base == TERM_EXTERNAL) {
		v->spans = v->frame->dates;
		v->nspans = (int32_t)v->frame->ndates;
	} else if (part->in_force) {
		v->spans = &v->frame->in_force;
		v->nspans = 1;
	} else {
		v->spans = part->spans;
		v->nspans = (int32_t)part->nspans;
	}
}

static size_t
windows_of(const struct part_view *v)
{
	const struct term_part *part = v->part;

	if (part->base == TERM_RRULE)
		return part->rrule ? 1 : 0;
	if (v->source->window == whole_window)
		return 1;
	if (part->select != SELECT_WHOLE)
		return part->nitems;
	/* Neither `by` nor `within`: nothing is ever due. */
	return v->source == &after_source && part->within.n <= 0 ? 0 : 1;
}

void
part_view_init(struct part_view *v, const struct term_part *part,
    const struct term_frame *frame)
{
	v->part = part;
	v->frame = frame;
	v->source = source_of(part);
	v->overlap = overlap_of(v);
	v->nwindows = windows_of(v);
	if (v->source == &spans_source)
		spans_init(v);
	else if (v->source == &run_source || v->source == &rolling_source)
		run_init(&v->run, frame->cal, first_day(part, frame),
		    part->unit, interval_of(part));
}
