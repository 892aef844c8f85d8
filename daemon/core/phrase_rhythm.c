/* Rhythms, years alone, and all that stands beside them.
 *
 * Ended by a day - Years - Alone - All uses */
#include "core/phrase_build.h"

#include <string.h>

#include "core/phrase_read.h"

/* --- Ended by a day --- */

/* «ежемесячно до 31 декабря 2024»: the last day of the rhythm, since a day
 * of one year is no deadline in each month. */
static bool
ends_rhythm(const struct compiler *c, const struct use *u)
{
	const struct calendar_item *cal = &u->item->cal;

	/* «постоянно до 30 июня 2025» too */
	return cal->unit == UNIT_YEAR && (c->unit < UNIT_YEAR ||
	    (c->f->standing && c->unit == UNIT_COUNT && !c->f->count)) &&
	    cal->select == SELECT_BY && c->f->nuses == 1 &&
	    (cal->year != 0 || u->nyears == 1);
}

static bool
compile_end(struct compiler *c, const struct use *u)
{
	const struct calendar_item *cal = &u->item->cal;
	int year = cal->year ? cal->year : u->years[0];
	bool standing = c->unit == UNIT_COUNT;
	struct term_part part;
	struct date_span span;

	if (standing)
		c->unit = UNIT_YEAR;
	part = build_rhythm(c);
	part.standing = standing;
	if (!phrase_item_days(cal, year, year, &span))
		return build_refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "does not fit the rhythm");
	if (!standing)
		build_warn(c, PHRASE_W_TWO_WAYS, u->item, "if it is a "
		    "deadline, leave out the rhythm",
		    "read as the end of the rhythm");
	build_bounds(c, &part);
	part.to = date_min(part.to, date_add(span.last, -cal->exclusive));
	build_whole(c, &part);
	return true;
}

/* Years alone: a window each, or the bounds of a rhythm. */
static bool
compile_years(struct compiler *c, const struct use *u)
{
	const struct facts *f = c->f;
	struct term_part part;

	if (u->school ? u->years_at->year_last == u->years_at->year :
	    c->unit == UNIT_SCHOOL_YEAR)
		build_warn(c, PHRASE_W_TWO_WAYS, u->years_at,
		    "name both years: '2021-2022 учебный год'",
		    "school years that begin in it");

	if (c->unit != UNIT_COUNT || f->standing) {
		if (c->unit == UNIT_COUNT)
			c->unit = UNIT_YEAR;
		part = build_rhythm(c);
		part.standing = f->standing && !f->count &&
		    (c->unit == UNIT_YEAR || c->unit == UNIT_SCHOOL_YEAR);
		if (!f->during || f->during->unit != UNIT_YEAR ||
		    f->standing || f->count || f->every)
			return build_runs(c, u, &part, NULL);
	}
	part = draft_part(TERM_SPANS, UNIT_YEAR);
	if (f->count)
		build_set_counts(&part, f->min, f->max);
	build_bounds(c, &part);
	if (c->again) {
		part.base = TERM_PERIODS;
		part.from = date_of(u->years[0], 1, 1);
		draft_whole(&c->drafts, &part);
		return true;
	}
	for (size_t i = 0; i < u->nyears; i++) {
		struct date_span span = { date_of(u->years[i], 1, 1),
		    date_of(u->years[i], 12, 31) };

		if (u->range && !f->during) {
			span.last = date_of(u->years[u->nyears - 1], 12, 31);
			draft_span(&c->drafts, &part, span);
			return true;
		}
		draft_span(&c->drafts, &part, span);
	}
	return true;
}

/* One window and no rhythm: the validity, from..to, until a day, once.
 * Sets *ret_done when that is what was said. */
static bool
build_once(struct compiler *c, bool *ret_done)
{
	const struct facts *f = c->f;
	struct term_part part = draft_part(TERM_SPANS, UNIT_YEAR);
	struct date_span span;

	*ret_done = true;
	if (f->validity) {
		part.in_force = true;
		part.standing = !f->count;
		if (f->count)
			build_set_counts(&part, f->min, f->max);
		draft_whole(&c->drafts, &part);
	} else if (f->to && (f->from || !f->standing)) {
		span.last = f->to->date;
		span.first = f->from ? f->from->date :
		    date_of(date_civil(span.last).year, 1, 1);
		part.select = f->from ? SELECT_WHOLE : SELECT_BY;
		if (f->count)
			build_set_counts(&part, f->min, f->max);
		if (span_empty(span))
			return build_refuse(c, PHRASE_E_REVERSED, f->to,
			    NULL, "a range that ends before it begins");
		draft_span(&c->drafts, &part, span);
	} else if (f->count && !f->standing) {
		if (f->count->floor || f->count->cap || f->min > 1)
			return build_refuse(c, PHRASE_E_MISSING, f->count,
			    "for example 'в год'", "in which period?");
		part.in_force = true;
		draft_whole(&c->drafts, &part);
	} else {
		*ret_done = false;
	}
	return true;
}

/* Neither items nor years. */
bool
build_bare(struct compiler *c)
{
	const struct facts *f = c->f;
	static const struct use none;
	struct term_part part;
	bool done;

	if (c->unit == UNIT_COUNT) {
		if (!build_once(c, &done) || done)
			return done && c->issues->nerrors == 0;
		if (!f->standing && !f->from)
			return build_refuse(c, PHRASE_E_MISSING, f->first,
			    NULL, "says nothing of when");
		if (!f->standing)
			build_warn(c, PHRASE_W_TWO_WAYS, f->from,
			    "say how often, or until when",
			    "read as each year from then on");
		c->unit = UNIT_YEAR;
	}
	part = build_rhythm(c);
	part.standing = f->standing && !f->count &&
	    (c->unit == UNIT_YEAR || c->unit == UNIT_SCHOOL_YEAR);
	build_after(c, NULL, &part);
	return build_runs(c, &none, &part, NULL);
}

/* --- All uses --- */

/* A whole-month or dated item beside a shorter rhythm only cuts it. */
static bool
cuts_rhythm(const struct compiler *c, const struct use *u)
{
	const struct calendar_item *cal = &u->item->cal;

	return cal->unit == UNIT_YEAR && c->unit != UNIT_COUNT &&
	    c->unit != UNIT_YEAR && c->unit != UNIT_SCHOOL_YEAR &&
	    cal->select == SELECT_IN &&
	    (cal->whole_months || cal->year != 0 || u->nyears > 0);
}

/* «Ноябрь, март 2021, 2022»: March of each named year, or of the next? */
static void
warn_order(struct compiler *c, const struct use *before,
    const struct use *u)
{
	if (before->item && u->item && u->nyears > 0 && !u->school &&
	    before->years_at == u->years_at &&
	    before->item->cal.item.first.month >
	    u->item->cal.item.first.month)
		build_warn(c, PHRASE_W_TWO_WAYS, u->item,
		    "name the year of each: 'ноябрь 2021, март 2022'",
		    "taken in the same years as what stands before it");
}

/* «май 2024, сентябрь»: September of each year, or of the same? */
static void
warn_undated(struct compiler *c, const struct use *uses, size_t n)
{
	const struct use *undated = NULL;
	bool dated = false;

	for (size_t i = 0; i < n; i++) {
		if (!uses[i].item || uses[i].item->cal.unit != UNIT_YEAR)
			continue;
		if (uses[i].nyears > 0 || uses[i].item->cal.year)
			dated = true;
		else
			undated = &uses[i];
	}
	if (dated && undated && !c->f->yearly)
		build_warn(c, PHRASE_W_TWO_WAYS, undated->item,
		    "name its year, or say 'ежегодно'",
		    "without a year beside one with it: each year");
}

/* «май-июнь, до 15 числа»: of both months, or of the last? */
static void
warn_each_month(struct compiler *c, const struct use *cuts, size_t n,
    const struct node *part)
{
	const struct calendar_item *last = &cuts[n - 1].item->cal;

	if (part && !c->f->every && !c->f->count && !part->cal.unit_said &&
	    (n > 1 || last->item.first.month != last->item.last.month))
		build_warn(c, PHRASE_W_TWO_WAYS, part, "if the last month is "
		    "meant, name it: 'до 15 июня'",
		    "read as that of each of the months");
}

/* Years alone beside a rhythm are one set: «ежеквартально 2021 2022». */
static size_t
join_years(struct compiler *c, struct use *uses, size_t n)
{
	size_t out = 0;
	struct use *years = NULL;

	for (size_t i = 0; i < n; i++) {
		struct use *u = &uses[i];
		int *all;

		if (u->item || !years) {
			uses[out] = *u;
			if (!u->item)
				years = &uses[out];
			out++;
			continue;
		}
		if (years->years[years->nyears - 1] >= u->years[0]) {
			uses[out++] = *u;
			continue;
		}
		all = arena_array(c->arena, years->nyears + u->nyears,
		    sizeof(*all));
		memcpy(all, years->years, years->nyears * sizeof(*all));
		memcpy(all + years->nyears, u->years,
		    u->nyears * sizeof(*all));
		years->years = all;
		years->nyears += u->nyears;
	}
	return out;
}

/* «ежедневно, с понедельника по пятницу» */
static bool
is_weekdays(const struct use *u)
{
	return u->item && u->item->cal.unit == UNIT_WEEK && u->nyears == 0 &&
	    u->item->cal.select == SELECT_IN;
}

static uint8_t
weekdays_of(const struct calendar_item *cal)
{
	unsigned day = cal->item.first.weekday, bits = 0;

	for (;;) {
		bits |= 1u << day;
		if (day == cal->item.last.weekday)
			return (uint8_t)bits;
		day = day % 7 + 1;
	}
}

/* The items that have a rhythm, within the cuts. */
static bool
build_others(struct compiler *c, const struct use *cuts, size_t ncuts,
    const struct use *others, size_t nothers)
{
	uint16_t only = c->only;

	if (build_cuts_differ(cuts, ncuts)) {
		for (size_t i = 0; i < ncuts; i++) {
			c->only = only;
			c->cut = (struct date_span){ DATE_MIN, DATE_MAX };
			if (!build_others(c, &cuts[i], 1, others, nothers))
				return false;
		}
		return true;
	}
	if (!build_cut_others(c, cuts, ncuts))
		return false;
	if (ncuts > 0 && nothers == 1)
		warn_each_month(c, cuts, ncuts, others[0].item);
	warn_undated(c, others, nothers);
	if (nothers == 1 && others[0].item && ends_rhythm(c, &others[0]))
		return compile_end(c, &others[0]);
	for (size_t i = 0; i < nothers; i++) {
		struct use u = others[i];

		if (!date_equal(c->cut.first, DATE_MIN)) {
			u.nyears = 0;   /* their days say the years */
		} else if (ncuts > 0 && u.item && u.nyears == 0) {
			u.years = cuts[0].years;
			u.nyears = cuts[0].nyears;
			u.years_at = cuts[0].years_at;
			u.school = cuts[0].school;
		}
		if (i > 0)
			warn_order(c, &others[i - 1], &others[i]);
		if (u.item ? !build_item(c, &u) : !compile_years(c, &u))
			return false;
	}
	return true;
}

/* Parts the items that only cut the rhythm from those that are windows. */
bool
build_uses(struct compiler *c)
{
	const struct facts *f = c->f;
	struct use few_cuts[USES_FEW], few_others[USES_FEW];
	bool few = f->nuses <= USES_FEW;
	struct use *cuts = few ? few_cuts : arena_array(c->arena, f->nuses,
	    sizeof(*cuts));
	struct use *others = few ? few_others : arena_array(c->arena,
	    f->nuses, sizeof(*others));
	size_t ncuts = 0, nothers = 0;
	uint8_t days = 0;

	for (size_t i = 0; i < f->nuses; i++) {
		if (c->unit == UNIT_DAY && is_weekdays(&f->uses[i]))
			days |= weekdays_of(&f->uses[i].item->cal);
		else if (f->uses[i].item && cuts_rhythm(c, &f->uses[i]))
			cuts[ncuts++] = f->uses[i];
		else
			others[nothers++] = f->uses[i];
	}
	if (days)
		c->weekdays = c->weekdays ? c->weekdays & days : days;
	if (ncuts + nothers == 0)
		return build_bare(c);
	if (c->unit != UNIT_COUNT || f->standing)
		nothers = join_years(c, others, nothers);
	if (ncuts > 1 && nothers == 0 && c->consecutive &&
	    (!c->f->count || c->f->min == 1) &&
	    build_are_spaced(c, cuts, ncuts))
		return build_spaced_months(c, cuts, ncuts);
	if (ncuts > 0 && c->consecutive && c->unit >= UNIT_MONTH)
		return build_refuse(c, PHRASE_E_TOGETHER, cuts[0].item,
		    "months in which it is due, or the rhythm",
		    "does not fit the rhythm");
	if (ncuts > 0 && nothers == 0)
		return build_cut(c, cuts, ncuts);
	build_share_years(cuts, ncuts, others, nothers);
	return build_others(c, cuts, ncuts, others, nothers);
}
