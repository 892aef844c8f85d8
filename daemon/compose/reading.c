/* A term in plain English, for a reader of letters who cannot read the
 * order's own words. Only what can be said shortly and surely: a wrong gloss
 * is worse than none. */
#include "compose/english.h"

#include "compose/plain.h"

static const char *const units[UNIT_COUNT] = {
	[UNIT_DAY] = "day", [UNIT_WORKING_DAY] = "working day",
	[UNIT_WEEK] = "week", [UNIT_MONTH] = "month",
	[UNIT_QUARTER] = "quarter", [UNIT_HALF_YEAR] = "half-year",
	[UNIT_YEAR] = "year", [UNIT_SCHOOL_YEAR] = "school year",
};

static bool
is_month(const struct term_item *item)
{
	const struct term_point *first = &item->first, *last = &item->last;

	return first->kind == POINT_DAY && first->n == 1 &&
	    last->kind == POINT_DAY && last->n == -1 && first->month &&
	    last->month && !first->nth_month && !last->nth_month;
}

static bool
is_day_of_month(const struct term_point *p)
{
	return p->kind == POINT_DAY && p->n > 0 && p->month && !p->nth_month;
}

/* "June", "August to September", "September, December and April" */
static bool
add_months(struct str *out, const struct term_part *part)
{
	for (size_t i = 0; i < part->nitems; i++) {
		const struct term_item *item = &part->items[i];

		if (!is_month(item))
			return false;
		if (i > 0)
			str_add(out, i + 1 == part->nitems ? " and " : ", ");
		str_add(out, english_month(item->first.month));
		if (item->last.month != item->first.month)
			str_addf(out, " to %s",
			    english_month(item->last.month));
	}
	return part->nitems > 0;
}

static bool
add_by(struct str *out, const struct term_part *part)
{
	const struct term_point *p = &part->items[0].first;

	if (part->nitems != 1 || !is_day_of_month(p))
		return false;
	str_addf(out, "by %d" NBSP "%s", p->n, english_month(p->month));
	return true;
}

static bool
add_selected(struct str *out, const struct term_part *part)
{
	bool said = part->select == SELECT_IN ? add_months(out, part) :
	    part->select == SELECT_BY ? add_by(out, part) : false;

	if (said)
		str_add(out, " every year");
	return said && part->unit == UNIT_YEAR && part->interval <= 1 &&
	    part->at_least == 1;
}

/* "every year", "once a year", "at least 4 times a year", "2 times every 3
 * years" */
static bool
add_whole(struct str *out, const struct term_part *part)
{
	const char *unit = units[part->unit];
	unsigned least = part->at_least, most = part->at_most;
	bool several = part->interval > 1;

	if (!unit || least == 0)
		return false;
	if (most > least)
		str_addf(out, "%u to %u times ", least, most);
	else if (most == 0 && least > 1)
		str_addf(out, "at least %u times ", least);
	else if (least > 1)
		str_addf(out, "%u times ", least);
	else if (most == 1)
		str_add(out, "once ");
	if (several)
		str_addf(out, "every %u %ss", part->interval, unit);
	else
		str_addf(out, "%s %s", least == 1 && most == 0 ? "every" :
		    "a", unit);
	return true;
}

static bool
add_part(struct str *out, const struct term_part *part)
{
	bool yearly = part->unit == UNIT_YEAR;

	if (part->only || part->rolling || date_before(part->to, DATE_MAX))
		return false;
	switch (part->base) {
	case TERM_PERIODS:
		if (part->standing) {
			str_add(out, "ongoing");
			return true;
		}
		return part->select == SELECT_WHOLE ? add_whole(out, part) :
		    add_selected(out, part);
	case TERM_REQUEST:
		str_add(out, "on request");
		return true;
	case TERM_EXTERNAL:
		str_addf(out, "by schedule%s", yearly ? ", every year" : "");
		return part->at_least == 1;
	case TERM_SPANS:
		str_add(out, part->in_force ? "throughout" : "");
		return part->in_force && part->at_least == 1;
	case TERM_AFTER:
	case TERM_RRULE:
		break;
	}
	return false;
}

bool
english_term(struct str *out, const struct term *term)
{
	struct str said;
	bool ok;

	if (term->nparts != 1)
		return false;
	str_init(&said);
	ok = add_part(&said, &term->parts[0]);
	if (ok)
		str_add(out, said.s);
	str_done(&said);
	return ok;
}
