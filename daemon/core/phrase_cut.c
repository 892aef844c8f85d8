/* Months and stretches that only cut a rhythm: «ежемесячно, сентябрь-май»,
 * «по пятницам, декабрь 2024, январь 2025». */
#include "core/phrase_build.h"

#include <string.h>

#include "core/phrase_read.h"

static bool
same_years(const struct use *a, const struct use *b)
{
	return a->nyears == b->nyears && (a->nyears == 0 ||
	    memcmp(a->years, b->years, a->nyears * sizeof(*a->years)) == 0);
}

/* The months that a cut leaves; halves of a school year are its own. */
static uint16_t
cut_months(const struct compiler *c, const struct use *u)
{
	struct calendar_item cal = u->item->cal;

	build_school_halves(c, u, &cal.item);
	return gather_months(&cal);
}

/* «ежемесячно с 10 сентября 2024 по 20 мая 2025, далее ежегодно» */
static bool
refuse_again(struct compiler *c, const struct use *u)
{
	return build_refuse(c, PHRASE_E_TOGETHER, u->item,
	    "a list of terms: one entry for each",
	    "days of one year cannot be had again each year");
}

/* «ежемесячно, сентябрь 2023 – май 2024»: the rhythm between those days. */
static bool
cut_by_dates(struct compiler *c, const struct use *u)
{
	const struct calendar_item *cal = &u->item->cal;
	struct date_span span;
	size_t n = cal->year ? 1 : u->nyears;

	if (c->again)
		return refuse_again(c, u);
	for (size_t i = 0; i < n; i++) {
		struct term_part part = build_rhythm(c);
		int year = cal->year ? cal->year : u->years[i];

		if (!phrase_item_days(cal, year, cal->year ? cal->year_last :
		    year + cal->wraps, &span) || span_empty(span))
			return build_refuse(c, PHRASE_E_REVERSED, u->item, NULL,
			    "a range that ends before it begins");
		part.from = span.first;
		part.to = span.last;
		build_whole(c, &part);
	}
	return true;
}

/* «ежеквартально (январь, апрель, июль)»: a list of months that does not
 * give each period one. True when it gives some none and others several, as
 * «каждое полугодие: январь, июнь»: then the months are what counts. */
static bool
warn_missed_period(struct compiler *c, const struct use *cuts, size_t n,
    uint16_t months)
{
	int length = c->unit == UNIT_QUARTER ? 3 : 6;
	size_t periods = 0;

	if (c->unit != UNIT_QUARTER && c->unit != UNIT_HALF_YEAR)
		return false;
	for (size_t i = 0; i < n; i++)
		if (cuts[i].item->cal.shape != SHAPE_MONTH ||
		    cuts[i].item->cal.item.first.month !=
		    cuts[i].item->cal.item.last.month)
			return false;   /* a stretch is where it holds */
	for (int m = 1; m <= 12; m += length)
		periods += ((months >> m) & ((1u << length) - 1)) != 0;
	if (periods != (size_t)(12 / length) || n != periods)
		build_warn(c, PHRASE_W_TWO_WAYS, cuts[0].item,
		    "leave out the rhythm if only the months count",
		    "not one month in each period");
	return periods < (size_t)(12 / length) && n > periods &&
	    (!c->f->count || c->f->min == 1);
}

/* A rhythm cut to months: all with the same years become one mask. */
bool
build_cut(struct compiler *c, const struct use *cuts, size_t n)
{
	bool alike = true;
	uint16_t months = 0;
	struct term_part part;

	for (size_t i = 0; i < n; i++)
		alike = alike && same_years(&cuts[0], &cuts[i]) &&
		    cuts[i].item->cal.year == 0 &&
		    cuts[i].item->cal.whole_months &&
		    !(cuts[i].item->cal.wraps && cuts[i].nyears);
	if (!alike) {
		for (size_t i = 0; i < n; i++) {
			if (cuts[i].item->cal.year == 0 &&
			    cuts[i].nyears == 0)
				return build_refuse(c, PHRASE_E_MISSING,
				    cuts[i].item, NULL, "of which year?");
			if (!cut_by_dates(c, &cuts[i]))
				return false;
		}
		return true;
	}
	for (size_t i = 0; i < n; i++)
		months |= cut_months(c, &cuts[i]);
	if (warn_missed_period(c, cuts, n, months))
		return build_spaced_months(c, cuts, n);
	if (!build_only(c, cuts[0].item, months))
		return false;
	part = build_rhythm(c);
	build_after(c, &cuts[0], &part);
	return build_runs(c, &cuts[0], &part, NULL);
}

/* Months beside items that have a rhythm: those of each year as a mask, those
 * of one stretch as days. */
bool
build_cut_others(struct compiler *c, const struct use *cuts, size_t n)
{
	uint16_t months = 0;

	for (size_t i = 0; i < n; i++) {
		const struct calendar_item *cal = &cuts[i].item->cal;
		int year = cal->year ? cal->year : cuts[i].nyears ?
		    cuts[i].years[0] : 0;

		if (cal->year == 0 && cal->whole_months &&
		    !(cal->wraps && year))
			months |= cut_months(c, &cuts[i]);
		else if (c->again)
			return refuse_again(c, &cuts[i]);
		else if (n > 1 || cuts[i].nyears > 1 ||
		    !phrase_item_days(cal, year, cal->year ?
		    cal->year_last : year + cal->wraps, &c->cut))
			return build_refuse(c, PHRASE_E_TOGETHER,
			    cuts[i].item, "a term for each stretch",
			    "does not fit the rest");
	}
	return months == 0 || build_only(c, cuts[0].item, months);
}

/* Months with years of their own: «декабрь 2024, январь 2025». */
bool
build_cuts_differ(const struct use *cuts, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!same_years(&cuts[0], &cuts[i]) ||
		    cuts[i].item->cal.year != cuts[0].item->cal.year)
			return true;
	return false;
}

/* «по пятницам, декабрь 2024, январь 2025»: the years of the months reached
 * the weekdays as well; those follow each of the months. */
void
build_share_years(const struct use *cuts, size_t ncuts, struct use *others,
    size_t nothers)
{
	for (size_t i = 0; i < nothers; i++)
		for (size_t k = 0; k < ncuts; k++)
			if (others[i].item && others[i].nyears > 0 &&
			    others[i].years_at == cuts[k].years_at)
				others[i].nyears = 0;
}

/* «1 раз в 6 месяцев (март, сентябрь)»: the months are as far apart as the
 * rhythm says; then they are all that is said. */
bool
build_are_spaced(const struct compiler *c, const struct use *cuts, size_t n)
{
	if (c->unit != UNIT_MONTH || (size_t)c->interval * n != 12)
		return false;
	for (size_t i = 0; i < n; i++) {
		const struct calendar_item *a = &cuts[i].item->cal;
		const struct calendar_item *b = &cuts[(i + 1) % n].item->cal;

		if (a->shape != SHAPE_MONTH || a->year || cuts[i].nyears ||
		    a->item.first.month != a->item.last.month ||
		    (b->item.first.month - a->item.first.month + 12) % 12 !=
		    c->interval % 12)
			return false;
	}
	return true;
}

bool
build_spaced_months(struct compiler *c, const struct use *cuts, size_t n)
{
	const struct facts *said = c->f;
	struct facts months = *said;
	bool ok = true;

	months.every = months.count = NULL;
	c->f = &months;
	c->unit = UNIT_COUNT;
	c->consecutive = false;
	for (size_t i = 0; i < n && ok; i++)
		ok = build_item(c, &cuts[i]);
	c->f = said;
	return ok;
}
