/* Cutting and counting - Lists of windows - One part - All parts - Questions -
 * Equality */
#include "core/term.h"

#include <string.h>

#include "core/rrule.h"
#include "core/term_source.h"

/* Windows by their DUE, one for each: the first `most` of all that were put
 * in. They lie in an arena, or in a place of the caller's that never grows. */
struct windows {
	struct term_window *items;
	size_t len, cap, most;
	struct arena *a;
};

/* --- cutting and counting ------------------------------------------------ */

static bool
month_is_wanted(uint16_t only, struct date d)
{
	return !only || only >> date_civil(d).month & 1;
}

/* The last day of a month that is wanted, on or before d. */
static struct date
last_wanted(uint16_t only, struct date d)
{
	for (int i = 0; i < 12 && !month_is_wanted(only, d); i++)
		d = date_add(d, -date_civil(d).day);
	return d;
}

/* The first day of a month that is wanted, on or after d. */
static struct date
first_wanted(uint16_t only, struct date d)
{
	for (int i = 0; i < 12 && !month_is_wanted(only, d); i++) {
		struct civil c = date_civil(d);

		d = date_add(month_last(c.year, c.month), 1);
	}
	return d;
}

/* Cuts a window to the months of `only`: to the first and the last day that
 * lie in one of them. A deadline in another month is none. */
static struct date_span
cut_to_months(const struct term_part *part, struct date_span w)
{
	bool deadline = part->select == SELECT_BY ||
	    part->select == SELECT_DAY || part->base == TERM_AFTER;

	if (deadline && !month_is_wanted(part->only, w.last))
		return (struct date_span){w.last, date_add(w.last, -1)};
	return (struct date_span){
		first_wanted(part->only, w.first),
		last_wanted(part->only, w.last)
	};
}

/* max(1, round-half-up(n * inside / all)), design.md §3.5; 0 stays 0. */
static uint16_t
prorate(uint16_t n, int64_t inside, int64_t all)
{
	int64_t share = (2 * inside * n + all) / (2 * all);

	return n == 0 ? 0 : share < 1 ? 1 : (uint16_t)share;
}

/* Its periods follow each other from a first day on, whatever the calendar. */
static bool
counts_on(const struct term_part *p)
{
	return p->consecutive || p->interval > 1 || p->rolling;
}

/* A window of these days, of which those in cut are left. */
static void
window_set(struct term_window *w, const struct term_part *part,
    struct date_span full, struct date_span cut)
{
	w->start = cut.first;
	w->due = cut.last;
	w->min = part->at_least;
	w->max = part->at_most;
	w->standing = part->standing;
	w->clipped = span_days(cut) != span_days(full);
	w->full = full;
	w->unit = (part->base == TERM_PERIODS && !counts_on(part)) ||
	    part->base == TERM_AFTER ? part->unit : UNIT_COUNT;
	w->after = part->base == TERM_AFTER;
	if (w->clipped) {
		w->min = prorate(w->min, span_days(cut), span_days(full));
		w->max = prorate(w->max, span_days(cut), span_days(full));
	}
}

/* Windows with one DUE are one: earliest START, largest MIN, smallest given
 * MAX, though never below MIN. */
static void
merge(struct term_window *into, const struct term_window *w)
{
	if (date_before(w->start, into->start)) {
		into->start = w->start;
		into->full = w->full;
		into->unit = w->unit;
		into->after = w->after;
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

/* --- lists of windows ---------------------------------------------------- */

static void
insert(struct windows *l, size_t at, const struct term_part *part,
    struct date_span full, struct date_span cut)
{
	if (l->len < l->most)
		arena_push(l->a, (void **)&l->items, &l->len, &l->cap,
		    sizeof(*l->items));
	if (l->len - 1 > at)
		memmove(&l->items[at + 1], &l->items[at],
		    (l->len - 1 - at) * sizeof(*l->items));
	window_set(&l->items[at], part, full, cut);
}

/* Windows come nearly sorted: a place is looked for from the end. */
static void
put(struct windows *l, const struct term_part *part, struct date_span full,
    struct date_span cut)
{
	size_t at = l->len;

	while (at > 0 && date_before(cut.last, l->items[at - 1].due))
		at--;
	if (at > 0 && date_equal(cut.last, l->items[at - 1].due)) {
		struct term_window same;

		window_set(&same, part, full, cut);
		merge(&l->items[at - 1], &same);
	} else if (at < l->most) {
		insert(l, at, part, full, cut);
	}
}

/* Nothing due from a day on has a place in the list. */
static bool
is_full(const struct windows *l, struct date from)
{
	return l->len > 0 && l->len == l->most &&
	    date_before(l->items[l->len - 1].due, from);
}

/* The windows of two lists of the same arena, into the first. */
static void
join(struct windows *into, const struct windows *other)
{
	struct windows all = {.most = into->most, .a = into->a};
	const struct term_window *a, *a_end, *b, *b_end;

	if (!into->len || !other->len) {
		*into = into->len ? *into : *other;
		return;
	}
	a = into->items;
	a_end = a + into->len;
	b = other->items;
	b_end = b + other->len;
	while (all.len < all.most && (a < a_end || b < b_end)) {
		bool first = b == b_end ||
		    (a < a_end && !date_before(b->due, a->due));
		struct term_window *next = arena_push(all.a,
		    (void **)&all.items, &all.len, &all.cap, sizeof(*next));

		*next = first ? *a++ : *b++;
		if (first && b < b_end && date_equal(b->due, next->due))
			merge(next, b++);
	}
	*into = all;
}

/* --- one part ------------------------------------------------------------ */

/* The slot to look at after one that has no month that is wanted. */
static int32_t
leap(struct part_view *v, int32_t slot, const struct room *room)
{
	int32_t to = v->source->seek(v, first_wanted(v->part->only,
	    date_add(room->days.last, 1)));

	return to > slot ? to : slot + 1;
}

static bool
slot_is_wanted(const struct part_view *v, const struct room *room)
{
	const struct term_part *part = v->part;

	return !part->only || !v->source->periods || v->overlap ||
	    span_days(room->days) > 31 ||
	    month_is_wanted(part->only, room->days.first) ||
	    month_is_wanted(part->only, room->days.last);
}

/* Puts what a slot has, due in a span, into the list. */
static void
take_slot(struct part_view *v, int32_t slot, const struct room *room,
    struct date_span bounds, struct date_span due_in, struct windows *l)
{
	for (size_t i = 0; i < v->nwindows; i++) {
		struct date_span full = v->source->window(v, slot, room, i);
		struct date_span cut;

		if (v->part->only && !span_empty(full))
			full = cut_to_months(v->part, full);
		cut = span_cut(full, bounds);
		if (!span_empty(cut) && date_in(cut.last, due_in))
			put(l, v->part, full, cut);
	}
}

/* No window of this slot or of those behind it is due before this day. What
 * would be due after the bounds is cut to them. */
static struct date
earliest_due(const struct part_view *v, const struct room *room,
    struct date_span bounds)
{
	if (!v->source->by_last)
		return room->days.first;
	return date_min(last_wanted(v->part->only, room->days.last),
	    bounds.last);
}

/* Puts the windows of a part, due in a span, into the list, slot by slot from
 * that which the span begins in to that from which on nothing has a place. */
static void
collect(const struct term_part *part, const struct term_frame *frame,
    struct date_span due_in, struct windows *l)
{
	const struct date_span all = {DATE_MIN, DATE_MAX};
	const struct date_span bounds = span_cut(span_cut(frame->owed ?
	    *frame->owed : all, frame->in_force),
	    (struct date_span){part->from, part->to});
	struct part_view v;
	struct room room = {0};
	struct date floor;
	int32_t slot;

	due_in = span_cut(due_in, bounds);
	part_view_init(&v, part, frame);
	if (!v.nwindows || span_empty(due_in))
		return;
	slot = v.source->seek(&v, due_in.first);
	for (; v.source->slot(&v, &slot, &room); slot++) {
		floor = earliest_due(&v, &room, bounds);
		if (date_before(due_in.last, floor) || is_full(l, floor))
			break;
		if (!slot_is_wanted(&v, &room)) {
			slot = leap(&v, slot, &room) - 1;
			continue;
		}
		take_slot(&v, slot, &room, bounds, due_in, l);
		if (v.source->periods &&
		    is_full(l, date_add(room.days.last, 1)))
			break;
	}
}

/* --- all parts ----------------------------------------------------------- */

bool
term_next(const struct term *t, const struct term_frame *f,
    struct date after, struct term_window *ret)
{
	struct windows one = {.items = ret, .cap = 1, .most = 1};

	for (size_t i = 0; i < t->nparts; i++)
		collect(&t->parts[i], f, (struct date_span){after, DATE_MAX},
		    &one);
	return one.len > 0;
}

size_t
term_windows(const struct term *t, const struct term_frame *f,
    struct date_span due_in, size_t limit, struct arena *a,
    struct term_window **ret)
{
	struct windows all = {.most = limit + 1, .a = a};

	for (size_t i = 0; i < t->nparts; i++) {
		struct windows own = {.most = limit + 1, .a = a};

		collect(&t->parts[i], f, due_in, i ? &own : &all);
		if (i)
			join(&all, &own);
	}
	*ret = all.items;
	return all.len;
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
