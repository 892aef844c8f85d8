/* Calendar items in the years that are said: dated windows, and «A 2020, далее
 * ежегодно». */
#include "core/phrase_build.h"

#include "core/phrase_read.h"

/* A day of a named month in a year: an error when the year lacks it. */
static bool
check_leap(struct compiler *c, const struct node *at,
    const struct term_item *item, int year, int year_last)
{
	if ((item->first.kind == POINT_DAY && item->first.month == 2 &&
	    item->first.n == 29 && !year_is_leap(year) &&
	    at->cal.shape == SHAPE_DATE) ||
	    (item->last.kind == POINT_DAY && item->last.month == 2 &&
	    item->last.n == 29 && !year_is_leap(year_last) &&
	    at->cal.shape == SHAPE_DATE))
		return build_refuse(c, PHRASE_E_DATE, at,
		    "28 February is the last", "no such day in that year");
	return true;
}

/* The first day of the period that a deadline closes: «до 1 июля» the
 * half-year before it, but of a year the one that it lies in. */
static struct date
opening_day(enum term_unit unit, struct date due)
{
	int months = unit == UNIT_QUARTER ? 3 : 6;
	struct civil d;

	if (unit == UNIT_YEAR)
		return date_of(date_civil(due).year, 1, 1);
	d = date_civil(date_add(due, -1));
	return month_first(d.year, (d.month - 1) / months * months + 1);
}

/* One dated window. */
static bool
emit_span(struct compiler *c, const struct node *at,
    const struct term_part *of, const struct term_item *item, int year,
    int year_last)
{
	struct term_part part = *of;
	struct calendar_item cal = at->cal;
	struct date_span span;

	cal.item = *item;
	if (!check_leap(c, at, item, year, year_last))
		return false;
	if (!phrase_item_days(&cal, year, year_last, &span))
		return build_refuse(c, PHRASE_E_DATE, at, NULL,
		    "no such day in that year");
	if (span_empty(span))
		return build_refuse(c, PHRASE_E_REVERSED, at, NULL,
		    "a range that ends before it begins");
	part.base = TERM_SPANS;
	part.unit = UNIT_YEAR;
	part.select = SELECT_WHOLE;
	if (of->select == SELECT_BY) {
		span.first = opening_day(of->unit, span.last);
		part.select = of->unit == UNIT_YEAR ? SELECT_BY : SELECT_WHOLE;
	}
	build_bounds(c, &part);
	draft_span(&c->drafts, &part, span);
	return true;
}

/* A day of a named month that every year has. */
static bool
is_simple(const struct term_point *p)
{
	return p->month != 0 &&
	    (p->kind == POINT_DAY || p->kind == POINT_BEFORE_END);
}

bool
build_has_fixed_days(const struct calendar_item *cal)
{
	struct date_span span;

	return (is_simple(&cal->item.first) && is_simple(&cal->item.last)) ||
	    phrase_item_days(cal, 2000, 2000, &span) ||
	    (cal->item.first.month && cal->item.last.month &&
	    cal->item.first.kind == POINT_NTH_WEEKDAY);
}

/* The year in which a school year's month lies. */
static int
school_month_year(int year, int month)
{
	return month >= 9 ? year : year + 1;
}

/* An item of the year, in each of the years that are said. */
bool
build_dated(struct compiler *c, const struct use *u,
    const struct term_part *part, const struct term_item *item)
{
	const struct node *at = u->item;
	bool wraps = at->cal.wraps && !u->school;
	/* before 1 January is a day of the year before */
	int back = at->cal.exclusive && item->first.month == 12 &&
	    at->cal.item.first.month == 1;

	if (at->cal.year != 0)
		return emit_span(c, at, part, item, at->cal.year - back,
		    at->cal.year_last - back);
	if (u->school) {
		if (u->years_at->year_last == u->years_at->year)
			build_warn(c, PHRASE_W_TWO_WAYS, u->years_at,
			    "name both years: '2021-2022 учебный год'",
			    "the school year that begins in it");
		for (size_t i = 0; i < u->nyears; i++)
			if (!emit_span(c, at, part, item,
			    school_month_year(u->years[i], item->first.month),
			    school_month_year(u->years[i], item->last.month)))
				return false;
		return true;
	}
	if (wraps && !u->paired)
		build_warn(c, PHRASE_W_WRAPPED, at, "name both years: 'декабрь "
		    "2024 - январь 2025'", "begins in the year that is named");
	for (size_t i = 0; i < u->nyears; i++)
		if (!emit_span(c, at, part, item, u->years[i] - back,
		    u->years[i] + wraps - back))
			return false;
	return true;
}

/* «A 2020, далее ежегодно» = A in 2020 and in each year after it. */
bool
build_again(struct compiler *c, const struct use *u, struct term_part *part,
    const struct term_item *item)
{
	int year = u->item->cal.year ? u->item->cal.year :
	    u->nyears ? u->years[0] : 0;

	if (year != 0) {
		part->from = date_of(year, 1, 1);
		if (u->item->cal.wraps)
			part->from = month_first(year, item->first.month);
		if (!check_leap(c, u->item, item, year, year))
			return false;
	}
	part->base = TERM_PERIODS;
	part->unit = UNIT_YEAR;
	build_bounds(c, part);
	draft_item(&c->drafts, part, item);
	return true;
}
