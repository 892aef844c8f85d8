/* Calendar items as parts of a term: what comes back within a rhythm, and
 * each year.
 *
 * Days - Within a rhythm - Of the year */
#include "core/phrase_build.h"

#include "core/phrase_read.h"

/* --- Days --- */

static int
month_length(int month)
{
	return month_days(2001, month);
}

/* English "before": the day ahead of the one named. */
static bool
shift_exclusive(struct compiler *c, const struct node *at,
    struct term_point *p)
{
	if (p->kind == POINT_WEEKDAY) {
		p->weekday = p->weekday == MONDAY ? SUNDAY :
		    (uint8_t)(p->weekday - 1);
		return true;
	}
	if (p->kind != POINT_DAY || p->nth_month)
		return build_refuse(c, PHRASE_E_TOGETHER, at,
		    "say 'by' and the last day that counts",
		    "the day before this is not fixed");
	if (p->n > 1) {
		p->n--;
	} else if (p->n == -1) {
		p->n = (int16_t)(p->month ? month_length(p->month) - 1 : 30);
	} else {
		p->n = -1;
		if (p->month)
			p->month = p->month == 1 ? 12 :
			    (uint8_t)(p->month - 1);
	}
	return true;
}

/* The last day of a named month as a number, February's aside; the last days
 * of a month too: so that both ways of saying it are one term. */
static void
settle_point(struct term_point *p)
{
	if (p->month == 0 || p->month == 2)
		return;
	if (p->kind == POINT_DAY && p->n == -1) {
		p->n = (int16_t)month_length(p->month);
	} else if (p->kind == POINT_BEFORE_END) {
		p->kind = POINT_DAY;
		p->n = (int16_t)(month_length(p->month) - p->n);
	}
}

static void
settle_item(struct term_item *item, enum term_select select)
{
	bool months = select == SELECT_IN &&
	    item->first.kind == POINT_DAY && item->first.n == 1 &&
	    item->last.kind == POINT_DAY && item->last.n == -1;

	if (months)
		return;
	settle_point(&item->first);
	settle_point(&item->last);
}

/* --- Within a rhythm --- */

/* «ежеквартально, до 10 апреля, 10 июля …»: from the start of the quarter
 * that the day lies in (design.md §3.4). */
static void
widen_to_period(struct term_item *item, enum term_unit unit)
{
	int months = unit == UNIT_QUARTER ? 3 : 6;
	int month = item->first.month - 1;

	/* «до 1 июля» closes the half-year before it */
	if (item->first.kind == POINT_DAY && item->first.n == 1 &&
	    month % months == 0)
		month = (month + 11) % 12;
	item->last = item->first;
	item->first = (struct term_point){ .kind = POINT_DAY, .n = 1,
	    .month = (uint8_t)(month / months * months + 1) };
}

/* A deadline of a named month under a rhythm of quarters or half-years. */
static bool
deadline_of_period(struct compiler *c, const struct use *u,
    struct term_part *part, struct term_item *item)
{
	if (u->item->cal.year || u->nyears) {
		part->unit = c->unit;
		part->select = SELECT_BY;
		return build_dated(c, u, part, item);
	}
	widen_to_period(item, c->unit);
	part->select = SELECT_IN;
	build_after(c, u, part);
	return build_runs(c, u, part, item);
}

/* The items of one unit: months beside weekdays only cut them. */
static size_t
count_alike(const struct facts *f, enum term_unit unit)
{
	size_t n = 0;

	for (size_t i = 0; i < f->nuses; i++)
		n += f->uses[i].item && f->uses[i].item->cal.unit == unit;
	return n;
}

/* «ежеквартально до 25 числа (март, июнь, сентябрь, декабрь)»: the months in
 * which the rhythm falls due are named. */
static bool
names_months(const struct compiler *c)
{
	bool named = false;

	for (size_t i = 0; i < c->f->nuses; i++) {
		const struct node *n = c->f->uses[i].item;

		named = named || (n && n->cal.shape == SHAPE_MONTH &&
		    n->cal.item.first.month == n->cal.item.last.month);
	}
	return named && c->only && (c->unit == UNIT_QUARTER ||
	    c->unit == UNIT_HALF_YEAR);
}

/* The day of each of those months. */
static bool
in_named_months(struct compiler *c, const struct use *u,
    struct term_part *part, const struct term_item *item)
{
	const struct facts *f = c->f;
	int periods = c->unit == UNIT_QUARTER ? 4 : 2, months = 0;

	for (int m = 1; m <= 12; m++)
		months += (c->only >> m) & 1;
	if (f->count && f->min * periods != months)
		return build_refuse(c, PHRASE_E_LISTED, f->count, NULL,
		    "not the number of months or days listed");
	part->unit = UNIT_MONTH;
	part->select = u->item->cal.select;
	part->only = c->only;
	build_after(c, u, part);
	return build_runs(c, u, part, item);
}

/* An item that comes back within the rhythm or has its own. */
static bool
periodic_item(struct compiler *c, const struct use *u,
    struct term_part *part, struct term_item *item)
{
	const struct calendar_item *cal = &u->item->cal;
	enum term_unit unit = c->unit == UNIT_COUNT ? cal->unit : c->unit;

	if (c->consecutive || (c->f->count &&
	    c->f->count_unit != UNIT_COUNT &&
	    c->f->count_unit != cal->unit && cal->unit_said))
		return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "does not fit the rhythm");
	if (c->unit == UNIT_COUNT && !cal->unit_said &&
	    cal->shape == SHAPE_PART)
		return build_refuse(c, PHRASE_E_MISSING, u->item,
		    "name the month, or say 'каждого месяца'",
		    "of which month?");
	if (unit == UNIT_YEAR && cal->unit != UNIT_YEAR) {
		if (!cal->unit_said && (c->f->every || c->f->count))
			return build_refuse(c, PHRASE_E_MISSING, u->item,
			    "for example '5 сентября' or '5 числа каждого "
			    "месяца'", "of which month?");
		unit = cal->unit;
	} else if (unit != cal->unit) {
		if (cal->unit == UNIT_MONTH && !cal->unit_said &&
		    names_months(c))
			return in_named_months(c, u, part, item);
		if (cal->unit == UNIT_MONTH && !cal->unit_said &&
		    (unit == UNIT_QUARTER || unit == UNIT_HALF_YEAR) &&
		    cal->shape == SHAPE_DAY) {
			struct use next = *u;
			struct node n = *u->item;

			build_warn(c, PHRASE_W_TWO_WAYS, u->item,
			    unit == UNIT_QUARTER ?
			    "say 'последнего месяца квартала' if that is "
			    "meant" : "say 'последнего месяца полугодия' if "
			    "that is meant",
			    "read as a day of the month after it");
			n.cal.next = true;
			n.cal.next_of = unit;
			next.item = &n;
			return build_after_item(c, &next, *item);
		}
		if (cal->unit != UNIT_MONTH || cal->unit_said ||
		    cal->shape != SHAPE_POINT || unit < UNIT_MONTH)
			return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
			    "does not fit the rhythm");
	}
	if (c->unit == UNIT_COUNT && !cal->unit_said && c->only == 0 &&
	    cal->shape == SHAPE_POINT && u->nyears == 0)
		build_warn(c, PHRASE_W_TWO_WAYS, u->item, "say 'каждого "
		    "месяца', or name the month", "read as that of each month");
	part->unit = unit;
	part->select = cal->select;
	part->only = c->only;
	if (!build_spread_counts(c, part, c->f->count &&
	    (c->f->count_unit == UNIT_COUNT ||
	    c->f->count_unit == unit || c->unit == UNIT_YEAR) ?
	    count_alike(c->f, cal->unit) : 1))
		return false;
	build_after(c, u, part);
	return build_runs(c, u, part, item);
}

/* --- Of the year --- */

/* «ежегодно, с октября 2021 по май 2024»: a stretch of more than a year is
 * where the years lie, not one window. */
static bool
bounds_years(const struct compiler *c, const struct calendar_item *cal)
{
	int months = (cal->year_last - cal->year) * 12 +
	    cal->item.last.month - cal->item.first.month;

	return cal->year != 0 && cal->select == SELECT_IN && months >= 12 &&
	    (c->unit == UNIT_YEAR || c->unit == UNIT_SCHOOL_YEAR);
}

static bool
emit_bounded(struct compiler *c, const struct use *u)
{
	const struct calendar_item *cal = &u->item->cal;
	struct term_part part = build_rhythm(c);
	struct date_span span;

	if (!phrase_item_days(cal, cal->year, cal->year_last, &span))
		return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "does not fit the rhythm");
	part.from = span.first;
	part.to = span.last;
	part.standing = c->f->standing && !c->f->count;
	draft_whole(&c->drafts, &part);
	return true;
}

/* «1 раз в квартал: 15 марта, 15 июня …»: so many of the days listed lie in
 * each of its periods. */
static bool
spread_over_year(struct compiler *c, struct term_part *part)
{
	size_t n = c->f->nitems;
	size_t periods = c->f->count_unit == UNIT_MONTH ? 12 :
	    c->f->count_unit == UNIT_QUARTER ? 4 :
	    c->f->count_unit == UNIT_HALF_YEAR ? 2 : 1;

	if (!c->f->count || periods == 1)
		return build_spread_counts(c, part, n);
	if (n % periods == 0)
		return build_spread_counts(c, part, n / periods);
	return build_refuse(c, PHRASE_E_LISTED, c->f->count, NULL,
	    "not the number of months or days listed");
}

/* «каждый учебный год до 1 октября»: from the first day of that year, where
 * the day lies in it (design.md §3.4). */
static void
widen_to_school_year(struct term_item *item, struct term_part *part)
{
	int month = item->first.month;

	if (part->select != SELECT_BY || month == 0 ||
	    (month > 5 && month < 9) ||
	    (month == 9 && item->first.kind == POINT_DAY &&
	    item->first.n == 1))
		return;
	item->last = item->first;
	item->first = (struct term_point){ .kind = POINT_DAY, .n = 1,
	    .month = 9 };
	part->select = SELECT_IN;
}

/* An item of the year under no other rhythm than the year's. */
static bool
yearly_item(struct compiler *c, const struct use *u, struct term_part *part,
    struct term_item *item)
{
	const struct calendar_item *cal = &u->item->cal;
	bool dated = cal->year != 0 || u->nyears > 0;

	if (bounds_years(c, cal))
		return emit_bounded(c, u);
	part->select = cal->select;
	part->standing = c->f->standing != NULL;
	if (!spread_over_year(c, part))
		return false;
	if (c->again)
		return build_again(c, u, part, item);
	if (dated && build_has_fixed_days(cal))
		return build_dated(c, u, part, item);
	if (cal->year != 0)
		return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "no fixed days, but two years");
	if (c->unit == UNIT_SCHOOL_YEAR && !dated)
		widen_to_school_year(item, part);
	build_after(c, u, part);
	return build_runs(c, u, part, item);
}

/* «I полугодие 2024-2025 учебного года» is September..December, the second
 * January..May. */
void
build_school_halves(const struct compiler *c, const struct use *u,
    struct term_item *item)
{
	if ((!u->school && !(c->f->during && c->f->during->unit ==
	    UNIT_SCHOOL_YEAR)) || !u->item->cal.whole_months ||
	    u->item->cal.shape != SHAPE_PART)
		return;
	if (item->first.month == 1 && item->last.month == 6) {
		item->first.month = 9;
		item->last.month = 12;
	} else if (item->first.month == 7 && item->last.month == 12) {
		item->first.month = 1;
		item->last.month = 5;
	}
}

/* «пн-пт»: one window of each week, or each of its days? */
static void
warn_weekdays(struct compiler *c, const struct use *u)
{
	if (u->item->cal.unit == UNIT_WEEK &&
	    u->item->cal.select == SELECT_IN &&
	    u->item->cal.item.first.kind == POINT_WEEKDAY &&
	    c->unit == UNIT_COUNT)
		build_warn(c, PHRASE_W_TWO_WAYS, u->item,
		    "if each of these days is meant, say 'ежедневно' too",
		    "read as one window of each week");
}

bool
build_item(struct compiler *c, const struct use *u)
{
	struct term_part part = draft_part(TERM_PERIODS, UNIT_YEAR);
	struct term_item item = u->item->cal.item;
	bool short_rhythm = c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != UNIT_SCHOOL_YEAR;

	if (u->item->cal.exclusive) {
		if (!shift_exclusive(c, u->item, &item.first))
			return false;
		item.last = item.first;
	}
	build_school_halves(c, u, &item);
	settle_item(&item, u->item->cal.select);
	if (u->item->cal.next)
		return build_after_item(c, u, item);
	if (c->consecutive && c->unit >= UNIT_YEAR)
		return build_refuse(c, PHRASE_E_TOGETHER, u->item,
		    "name the years in which it is due",
		    "does not fit the rhythm");
	warn_weekdays(c, u);
	if (u->item->cal.unit != UNIT_YEAR)
		return periodic_item(c, u, &part, &item);
	if (!short_rhythm)
		return yearly_item(c, u, &part, &item);
	if (c->f->nitems == 1 && u->item->cal.year == 0)
		return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "does not fit the rhythm");
	if (c->consecutive || (c->unit != UNIT_QUARTER &&
	    c->unit != UNIT_HALF_YEAR && u->item->cal.select != SELECT_DAY))
		return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "does not fit the rhythm");
	if (u->item->cal.select != SELECT_BY)
		return yearly_item(c, u, &part, &item);
	return deadline_of_period(c, u, &part, &item);
}
