/* Numbers and days of periods - Durations - Runs - Points */
#include "core/term_period.h"

/* --- numbers and days of periods ----------------------------------------- */

enum {
	SCHOOL_MONTH = 9,       /* «учебный год» begins on 1 September */
	WEEKS_BACK = 4000       /* makes week numbers positive from 1900 on */
};

/* «учебный год» that begins in a year: 1 September..31 May unless the roadmap
 * says otherwise (design.md §3.7). */
static struct date_span
school_year(const struct term_frame *f, int year)
{
	int m1 = SCHOOL_MONTH, d1 = 1, m2 = 5, d2 = 31;

	if (date_valid(2000, f->school_first_month, f->school_first_day) &&
	    date_valid(2000, f->school_last_month, f->school_last_day)) {
		m1 = f->school_first_month;
		d1 = f->school_first_day;
		m2 = f->school_last_month;
		d2 = f->school_last_day;
	}
	return (struct date_span){
		month_day_or_last(year, m1, d1),
		month_day_or_last(year + (m2 < m1 || (m2 == m1 && d2 < d1)),
		    m2, d2),
	};
}

static int32_t
school_year_index(const struct term_frame *f, struct date d)
{
	int year = date_civil(d).year - 1;

	while (date_before(school_year(f, year).last, d))
		year++;
	return year;
}

int32_t
period_index(const struct term_frame *f, enum term_unit unit, struct date d)
{
	struct civil c;

	switch (unit) {
	case UNIT_DAY:
		return d.n;
	case UNIT_WORKING_DAY:
		return workcal_next(f->cal, d).n;
	case UNIT_WEEK:         /* 1970-01-01 was a Thursday */
		return (d.n + 3 + 7 * WEEKS_BACK) / 7;
	case UNIT_SCHOOL_YEAR:
		return school_year_index(f, d);
	default:
		break;
	}
	c = date_civil(d);
	switch (unit) {
	case UNIT_DECADE:
		return (c.year * 12 + c.month - 1) * 3 +
		    (c.day > 20 ? 2 : c.day > 10);
	case UNIT_MONTH:
		return c.year * 12 + c.month - 1;
	case UNIT_QUARTER:
		return (c.year * 12 + c.month - 1) / 3;
	case UNIT_HALF_YEAR:
		return (c.year * 12 + c.month - 1) / 6;
	default:                /* UNIT_YEAR */
		return f->school ? c.year - (c.month < SCHOOL_MONTH) : c.year;
	}
}

/* n whole months from the first-th on, counted from year 0. */
static void
months_room(int32_t first, int n, struct room *ret)
{
	int year = first / 12, month = first % 12 + 1, after = first + n;

	ret->first = (struct civil){year, month, 1};
	ret->days.first = month_first(year, month);
	ret->days.last = date_add(n == 1 ?
	    date_add(ret->days.first, month_days(year, month)) :
	    month_first(after / 12, after % 12 + 1), -1);
}

static void
decade_room(int32_t index, struct room *ret)
{
	int third = index % 3;

	months_room(index / 3, 1, ret);
	ret->first.day = 10 * third + 1;
	ret->days.first = date_add(ret->days.first, 10 * third);
	if (third < 2)
		ret->days.last = date_add(ret->days.first, 9);
}

void
period_room(const struct term_frame *f, enum term_unit unit, int32_t index,
    struct room *ret)
{
	struct date d = {index};

	ret->first.year = 0;
	switch (unit) {
	case UNIT_DAY:
		ret->days = (struct date_span){d, d};
		break;
	case UNIT_WORKING_DAY:
		ret->days = (struct date_span){d,
		    workcal_is_working(f->cal, d) ? d : date_add(d, -1)};
		break;
	case UNIT_WEEK:
		d.n = (index - WEEKS_BACK) * 7 - 3;
		ret->days = (struct date_span){d, date_add(d, 6)};
		break;
	case UNIT_DECADE:
		decade_room(index, ret);
		break;
	case UNIT_MONTH:
		months_room(index, 1, ret);
		break;
	case UNIT_QUARTER:
		months_room(index * 3, 3, ret);
		break;
	case UNIT_HALF_YEAR:
		months_room(index * 6, 6, ret);
		break;
	case UNIT_SCHOOL_YEAR:
		ret->days = school_year(f, index);
		break;
	default:                /* UNIT_YEAR */
		months_room(index * 12 + (f->school ? SCHOOL_MONTH - 1 : 0),
		    12, ret);
		break;
	}
}

struct date_span
term_period(const struct term_frame *f, enum term_unit unit, struct date d)
{
	struct room room;

	period_room(f, unit, period_index(f, unit, d), &room);
	return room.days;
}

/* --- durations ----------------------------------------------------------- */

/* What a step of one unit is made of. */
static const struct {
	enum { STEP_DAYS, STEP_WORKING_DAYS, STEP_MONTHS } kind;
	int n;
} steps[UNIT_COUNT] = {
	[UNIT_DAY] = {STEP_DAYS, 1},
	[UNIT_WORKING_DAY] = {STEP_WORKING_DAYS, 1},
	[UNIT_WEEK] = {STEP_DAYS, 7},
	[UNIT_DECADE] = {STEP_DAYS, 10},
	[UNIT_MONTH] = {STEP_MONTHS, 1},
	[UNIT_QUARTER] = {STEP_MONTHS, 3},
	[UNIT_HALF_YEAR] = {STEP_MONTHS, 6},
	[UNIT_YEAR] = {STEP_MONTHS, 12},
	[UNIT_SCHOOL_YEAR] = {STEP_MONTHS, 12},
};

/* More steps than the calendar has days are as good as that many. */
static int
clamp_steps(int64_t n)
{
	const int most = 200000;

	return n > most ? most : n < -most ? -most : (int)n;
}

/* d moved by n units, kept within 1900..2200. */
static struct date
step(const struct workcal *cal, struct date d, enum term_unit unit, int64_t n)
{
	int by;

	if (unit >= UNIT_COUNT)
		return d;
	by = clamp_steps(n * steps[unit].n);
	switch (steps[unit].kind) {
	case STEP_WORKING_DAYS:
		return workcal_add(cal, d, by);
	case STEP_MONTHS:
		return date_add_months(d, by);
	default:
		return date_max(DATE_MIN, date_min(DATE_MAX, date_add(d, by)));
	}
}

struct date
duration_add(const struct workcal *cal, struct date d, struct duration by)
{
	return step(cal, d, by.unit, by.n);
}

struct date
duration_subtract(const struct workcal *cal, struct date d,
    struct duration by)
{
	return step(cal, d, by.unit, -(int64_t)by.n);
}

/* --- runs ---------------------------------------------------------------- */

static struct date
add_months(struct civil c, int months)
{
	int total = c.year * 12 + c.month - 1 + months;

	return total < 0 || total / 12 > DATE_YEAR_MAX ? DATE_MAX :
	    month_day_or_last(total / 12, total % 12 + 1, c.day);
}

void
run_init(struct run *r, const struct workcal *cal, struct date first,
    enum term_unit unit, int32_t interval)
{
	int32_t n = interval * steps[unit].n;

	r->cal = cal;
	r->first = first;
	r->begin = date_civil(first);
	r->days = r->working_days = r->months = 0;
	switch (steps[unit].kind) {
	case STEP_WORKING_DAYS:
		r->working_days = n;
		break;
	case STEP_MONTHS:
		r->months = n;
		break;
	default:
		r->days = n;
		break;
	}
}

/* Each begin is counted from the first one, not from its neighbour: months
 * from the 31st do not creep to the 28th. */
static struct date
run_begin(const struct run *r, int64_t index)
{
	if (r->months)
		return add_months(r->begin, clamp_steps(index * r->months));
	return step(r->cal, r->first, UNIT_DAY, index * r->days);
}

static struct date_span
worked_span(const struct run *r, int64_t index)
{
	struct date before = date_add(r->first, -1);
	struct date_span s = {
		workcal_add(r->cal, before,
		    clamp_steps(index * r->working_days + 1)),
		workcal_add(r->cal, before,
		    clamp_steps((index + 1) * r->working_days))
	};

	/* Beyond 2200 both are the edge. */
	if (!date_before(s.first, DATE_MAX))
		s.last = DATE_MIN;
	return s;
}

struct date_span
run_span(const struct run *r, int32_t index)
{
	if (r->working_days)
		return worked_span(r, index);
	return (struct date_span){
		run_begin(r, index),
		date_add(run_begin(r, (int64_t)index + 1), -1)
	};
}

/* Whole months from the first day of a run to d, which is not before it. */
static int32_t
whole_months(const struct run *r, struct date d)
{
	struct civil c = date_civil(d);
	int32_t months = (c.year - r->begin.year) * 12 + c.month -
	    r->begin.month;

	return months - (c.day < r->begin.day &&
	    c.day < month_days(c.year, c.month));
}

int32_t
run_index(const struct run *r, struct date d)
{
	if (!date_before(r->first, d))
		return 0;
	if (r->months)
		return whole_months(r, d) / r->months;
	if (r->days)
		return date_diff(d, r->first) / r->days;
	return workcal_count(r->cal,
	    (struct date_span){r->first, date_add(d, -1)}) / r->working_days;
}

/* --- points -------------------------------------------------------------- */

/* The n-th day of a span; from its end when n is negative; kept inside. */
static struct date
nth_day(struct date_span s, int n)
{
	if (n < 0)
		return date_max(s.first, date_add(s.last, n + 1));
	return date_min(s.last, date_add(s.first, n > 0 ? n - 1 : 0));
}

static struct date
weekday_from(struct date d, int weekday)
{
	return date_add(d, (weekday - (int)date_weekday(d) + 7) % 7);
}

static struct date
nth_weekday(struct date_span s, int n, int weekday)
{
	struct date d = n > 0 ?
	    date_add(weekday_from(s.first, weekday), 7 * (n - 1)) :
	    date_add(weekday_from(date_add(s.last, -6), weekday),
	    7 * (n + 1));

	return date_in(d, s) ? d : DATE_NONE;
}

/* The first and the last are asked for most, and stepping is cheaper than
 * counting. */
static struct date
nth_working_day(const struct workcal *cal, struct date_span s, int n)
{
	struct date d = n == 1 ? workcal_next(cal, s.first) :
	    n == -1 ? workcal_previous(cal, s.last) :
	    n > 0 ? workcal_add(cal, date_add(s.first, -1), n) :
	    workcal_add(cal, date_add(s.last, 1), n);

	return date_in(d, s) && workcal_is_working(cal, d) ? d : DATE_NONE;
}

/* The month that a point names, by its first day. */
static struct civil
month_of(const struct room *room, const struct term_point *p)
{
	struct civil c = room->first.year ? room->first :
	    date_civil(room->days.first);
	int month;

	if (p->month)
		return (struct civil){c.year + (p->month < c.month),
		    p->month, 1};
	month = c.year * 12 + c.month - 1 + p->nth_month - 1;
	return (struct civil){month / 12, month % 12 + 1, 1};
}

/* The n-th day of a month; from its end when n is negative; kept inside. */
static struct date
nth_day_of_month(struct civil c, int n)
{
	int days;

	if (n > 0 && n <= 28)
		return date_of(c.year, c.month, n);
	days = month_days(c.year, c.month);
	if (n < 0)
		n = n + days >= 0 ? n + days + 1 : 1;
	return date_of(c.year, c.month, n > days ? days : n > 0 ? n : 1);
}

struct date
point_in(const struct workcal *cal, const struct room *room,
    const struct term_point *p)
{
	struct date_span in = room->days;

	if (p->month || p->nth_month) {
		struct civil c = month_of(room, p);

		if (p->kind == POINT_DAY)
			return nth_day_of_month(c, p->n);
		in.first = month_first(c.year, c.month);
		in.last = month_last(c.year, c.month);
	}
	switch (p->kind) {
	case POINT_WEEKDAY:
		return nth_weekday(in, 1, p->weekday);
	case POINT_NTH_WEEKDAY:
		return nth_weekday(in, p->n ? p->n : 1, p->weekday);
	case POINT_NTH_WORKING_DAY:
		return nth_working_day(cal, in, p->n ? p->n : 1);
	case POINT_BEFORE_END:
		return date_max(in.first, date_add(in.last, -p->n));
	default:                /* POINT_DAY */
		return nth_day(in, p->n);
	}
}

struct date
point_after(const struct workcal *cal, struct date ended,
    const struct term_point *p)
{
	struct date opens = date_add(ended, 1);
	struct civil c = date_civil(opens);
	int32_t month = c.year * 12 + c.month - 1;

	if (p->kind == POINT_WEEKDAY && !p->month && !p->nth_month)
		return weekday_from(opens, p->weekday);
	for (int i = 0; i < 12; i++) {
		struct room room;
		struct date d;

		months_room(month + i, 1, &room);
		d = point_in(cal, &room, p);
		if (!date_is_none(d) && !date_before(d, opens))
			return date_diff(d, ended) <= POINT_AFTER_MOST ? d :
			    DATE_NONE;
	}
	return DATE_NONE;
}
