/* Complaints - Counts - Years - Calendar items - Rhythms - From outside -
 * Segments - Phases */
#include "core/phrase_compile.h"

#include <string.h>

#include "core/phrase_draft.h"
#include "core/phrase_read.h"

struct compiler {
	struct arena *arena;
	const char *source;
	const struct tokens *tokens;
	const struct tree *tree;
	struct phrase_issues *issues;
	struct drafts drafts;
	const struct facts *f;          /* of the segment at hand */
	struct date after;              /* «далее»: end of the phase before */
	bool again;                     /* «далее ежегодно» follows */
	enum term_unit unit;            /* the rhythm; UNIT_COUNT none */
	int interval;
	bool consecutive;
	uint16_t only;
};

/* --- Complaints --- */

static bool
refuse(struct compiler *c, int code, const struct node *at, const char *hint,
    const char *what)
{
	gather_complain(c->tokens, c->source, c->issues, code, at, hint,
	    what);
	return false;
}

static void
warn(struct compiler *c, int code, const struct node *at, const char *hint,
    const char *what)
{
	gather_complain(c->tokens, c->source, c->issues, code, at, hint,
	    what);
}

/* --- Counts --- */

static void
set_counts(struct term_part *part, int min, int max)
{
	part->at_least = (uint16_t)(min < 0 ? 1 : min);
	part->at_most = (uint16_t)(max < 0 ? 0 : max);
}

static size_t
count_items(const struct facts *f)
{
	size_t n = 0;

	for (size_t i = 0; i < f->nuses; i++)
		n += f->uses[i].item != NULL;
	return n;
}

/* MIN and MAX of each of k listed windows, when the count is of the period
 * that they lie in: «2 раза в год (май, декабрь)» is one in each. */
static bool
spread_counts(struct compiler *c, struct term_part *part, size_t k)
{
	const struct facts *f = c->f;
	int n = (int)k;

	if (!f->count)
		return true;
	if (k <= 1) {
		set_counts(part, f->min, f->max);
		return true;
	}
	if (f->min > 0 && f->min % n == 0 &&
	    (f->max < 0 || f->max % n == 0)) {
		set_counts(part, f->min / n, f->max < 0 ? -1 : f->max / n);
		return true;
	}
	if (f->min <= n && (f->count->floor || (f->max >= n && f->min > 0)))
		return true;    /* the list says more than the count */
	if (f->min == 0 && f->max == n) {
		set_counts(part, 0, 1);
		return true;
	}
	return refuse(c, PHRASE_E_LISTED, f->count, NULL,
	    "not the number of months or days listed");
}

/* --- Years --- */

static struct date
first_of_run(enum term_unit unit, int year)
{
	/* School years that begin in the year, whatever their first day. */
	return unit == UNIT_SCHOOL_YEAR ? date_of(year, 7, 1) :
	    date_of(year, 1, 1);
}

static struct date
last_of_run(enum term_unit unit, int year)
{
	if (unit != UNIT_SCHOOL_YEAR)
		return date_of(year, 12, 31);
	return year >= DATE_YEAR_MAX ? DATE_MAX : date_of(year + 1, 6, 30);
}

/* The bounds of the segment itself: «с октября 2021», «по май 2024». */
static void
set_bounds(const struct facts *f, struct term_part *part)
{
	if (f->from)
		part->from = date_max(part->from, f->from->date);
	if (f->to)
		part->to = date_min(part->to, f->to->date);
}

/* Consecutive years of a list are one stretch: 2021, 2022, 2024 are two.
 * Returns the index behind the run that begins at i. */
static size_t
run_end(const int *years, size_t n, size_t i)
{
	size_t k = i + 1;

	while (k < n && years[k] == years[k - 1] + 1)
		k++;
	return k;
}

/* Where a phase after «далее» begins when it names no year: the next whole
 * period (a standing duty: the next day). */
static struct date
next_start(struct date end, enum term_unit unit)
{
	struct civil e = date_civil(end);
	int months;

	switch (unit) {
	case UNIT_YEAR:
		return e.year >= DATE_YEAR_MAX ? DATE_MAX :
		    date_of(e.year + 1, 1, 1);
	case UNIT_MONTH: months = 1; break;
	case UNIT_QUARTER: months = 3; break;
	case UNIT_HALF_YEAR: months = 6; break;
	case UNIT_WEEK:
		return date_add(date_monday(end), 7);
	default:
		return date_add(end, 1);
	}
	return date_add_months(month_first(e.year, (e.month - 1) / months *
	    months + 1), months);
}

/* --- Calendar items --- */

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
		return refuse(c, PHRASE_E_TOGETHER, at,
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
		return refuse(c, PHRASE_E_DATE, at, "28 February is the last",
		    "no such day in that year");
	return true;
}

/* One dated window. */
static bool
emit_span(struct compiler *c, const struct node *at, struct term_part *part,
    const struct term_item *item, int year, int year_last)
{
	struct calendar_item cal = at->cal;
	struct date_span span;

	cal.item = *item;
	if (!check_leap(c, at, item, year, year_last))
		return false;
	if (!item_days(&cal, year, year_last, &span))
		return refuse(c, PHRASE_E_DATE, at, NULL,
		    "no such day in that year");
	if (span_empty(span))
		return refuse(c, PHRASE_E_REVERSED, at, NULL,
		    "a range that ends before it begins");
	if (part->select == SELECT_BY)
		span.first = date_of(date_civil(span.last).year, 1, 1);
	part->base = TERM_SPANS;
	part->unit = UNIT_YEAR;
	part->select = part->select == SELECT_BY ? SELECT_BY : SELECT_WHOLE;
	set_bounds(c->f, part);
	draft_span(&c->drafts, part, span);
	return true;
}

static bool
has_fixed_days(const struct calendar_item *cal)
{
	struct date_span span;

	return item_days(cal, 2000, 2000, &span) ||
	    (cal->item.first.month && cal->item.last.month &&
	    cal->item.first.kind == POINT_NTH_WEEKDAY);
}

/* The year in which a school year's month lies. */
static int
school_month_year(int year, int month)
{
	return month >= 9 ? year : year + 1;
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
		warn(c, PHRASE_W_TWO_WAYS, u->item, "name the year of each: "
		    "'ноябрь 2021, март 2022'",
		    "taken in the same years as what stands before it");
}

/* An item of the year, in each of the years that are said. */
static bool
emit_dated(struct compiler *c, const struct use *u, struct term_part *part,
    const struct term_item *item)
{
	const struct node *at = u->item;
	bool wraps = at->cal.wraps && !u->school;

	if (at->cal.year != 0) {
		int first = at->cal.year, last = at->cal.year_last;
		/* before 1 January is a day of the year before */
		int back = at->cal.exclusive && item->first.month == 12 &&
		    at->cal.item.first.month == 1;

		return emit_span(c, at, part, item, first - back,
		    last - back);
	}
	if (u->school) {
		for (size_t i = 0; i < u->nyears; i++)
			if (!emit_span(c, at, part, item,
			    school_month_year(u->years[i], item->first.month),
			    school_month_year(u->years[i], item->last.month)))
				return false;
		return true;
	}
	/* «декабрь-январь 2024-2025» is said whole */
	if (wraps && u->nyears == 2 && u->years_at->year + 1 ==
	    u->years_at->year_last && u->years[0] == u->years_at->year)
		return emit_span(c, at, part, item, u->years[0],
		    u->years[1]);
	if (wraps)
		warn(c, PHRASE_W_WRAPPED, at, "name both years: 'декабрь "
		    "2024 - январь 2025'", "begins in the year that is named");
	for (size_t i = 0; i < u->nyears; i++) {
		int back = at->cal.exclusive && item->first.month == 12 &&
		    at->cal.item.first.month == 1;

		if (!emit_span(c, at, part, item, u->years[i] - back,
		    u->years[i] + wraps - back))
			return false;
	}
	return true;
}

/* A part with an item, once for each run of years, or open. */
static bool
emit_runs(struct compiler *c, const struct use *u, struct term_part *part,
    const struct term_item *item)
{
	enum term_unit unit = u->school ? UNIT_SCHOOL_YEAR : part->unit;

	set_bounds(c->f, part);
	if (u->nyears == 0) {
		if (item)
			draft_item(&c->drafts, part, item);
		else
			draft_whole(&c->drafts, part);
		return true;
	}
	for (size_t i = 0; i < u->nyears;) {
		size_t k = run_end(u->years, u->nyears, i);
		struct term_part run = *part;

		run.from = date_max(run.from, first_of_run(unit,
		    u->years[i]));
		run.to = date_min(run.to, last_of_run(unit,
		    u->years[k - 1]));
		if (part->base == TERM_AFTER) {
			/* what follows the periods of these years */
			run.from = date_of(u->years[i], 1, 2);
			run.to = last_of_run(UNIT_YEAR,
			    u->years[k - 1] < DATE_YEAR_MAX ?
			    u->years[k - 1] + 1 : DATE_YEAR_MAX);
		}
		if (item)
			draft_item(&c->drafts, &run, item);
		else
			draft_whole(&c->drafts, &run);
		i = k;
	}
	return true;
}

/* «A 2020, далее ежегодно» = A in 2020 and in each year after it. */
static bool
emit_again(struct compiler *c, const struct use *u, struct term_part *part,
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
	set_bounds(c->f, part);
	draft_item(&c->drafts, part, item);
	return true;
}

/* «далее» a phase without years of its own. */
static void
set_after(struct compiler *c, const struct use *u, struct term_part *part)
{
	const struct facts *f = c->f;

	if (date_is_none(c->after) || f->from || (u && u->nyears > 0))
		return;
	if (u && u->item && !f->yearly && !f->count &&
	    part->unit == UNIT_YEAR) {
		part->from = date_add(c->after, 1);
		warn(c, PHRASE_W_TWO_WAYS, u->item,
		    "name the years, or say 'ежегодно'",
		    "read as each year from then on");
		return;
	}
	part->from = next_start(c->after, f->standing || f->during ?
	    UNIT_DAY : part->unit);
}

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

static bool
after_item(struct compiler *c, const struct use *u, struct term_item item)
{
	const struct calendar_item *cal = &u->item->cal;
	enum term_unit unit = cal->next_of;
	struct term_part part;

	if (unit == UNIT_COUNT || (unit == UNIT_MONTH &&
	    c->unit != UNIT_COUNT && c->unit != UNIT_YEAR))
		unit = c->unit != UNIT_COUNT && c->unit != UNIT_YEAR ?
		    c->unit : UNIT_MONTH;
	else if (c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != unit)
		return refuse(c, PHRASE_E_TWO_RHYTHMS, u->item, NULL,
		    "another rhythm than before");
	if (cal->select == SELECT_IN)
		return refuse(c, PHRASE_E_TOGETHER, u->item,
		    "name a day: 'до 20 числа следующего месяца'",
		    "only a day can follow a period");
	part = draft_part(TERM_AFTER, unit);
	part.select = SELECT_BY;
	part.only = c->only;
	if (!spread_counts(c, &part, 1))
		return false;
	set_after(c, u, &part);
	return emit_runs(c, u, &part, &item);
}

/* An item that comes back within the rhythm or has its own. */
static bool
periodic_item(struct compiler *c, const struct use *u,
    struct term_part *part, struct term_item *item)
{
	const struct calendar_item *cal = &u->item->cal;
	enum term_unit unit = c->unit == UNIT_COUNT ? cal->unit : c->unit;

	if (unit == UNIT_YEAR && cal->unit != UNIT_YEAR) {
		if (!cal->unit_said && (c->f->every || c->f->count))
			return refuse(c, PHRASE_E_MISSING, u->item,
			    "for example '5 сентября' or '5 числа каждого "
			    "месяца'", "of which month?");
		unit = cal->unit;
	} else if (unit != cal->unit) {
		if (cal->unit == UNIT_MONTH && !cal->unit_said &&
		    (unit == UNIT_QUARTER || unit == UNIT_HALF_YEAR) &&
		    cal->shape == SHAPE_DAY) {
			struct use next = *u;
			struct node n = *u->item;

			warn(c, PHRASE_W_TWO_WAYS, u->item,
			    "say 'последнего месяца квартала' if that is "
			    "meant", "read as a day of the month after it");
			n.cal.next = true;
			n.cal.next_of = unit;
			next.item = &n;
			return after_item(c, &next, *item);
		}
		if (cal->unit != UNIT_MONTH || cal->unit_said ||
		    cal->shape != SHAPE_POINT || unit < UNIT_MONTH)
			return refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
			    "does not fit the rhythm");
	}
	part->unit = unit;
	part->select = cal->select;
	part->only = c->only;
	if (!spread_counts(c, part, c->f->count &&
	    (c->f->count_unit == UNIT_COUNT ||
	    c->f->count_unit == unit || c->unit == UNIT_YEAR) ?
	    count_items(c->f) : 1))
		return false;
	set_after(c, u, part);
	return emit_runs(c, u, part, item);
}

/* An item of the year under no other rhythm than the year's. */
static bool
yearly_item(struct compiler *c, const struct use *u, struct term_part *part,
    struct term_item *item)
{
	const struct calendar_item *cal = &u->item->cal;
	bool dated = cal->year != 0 || u->nyears > 0;

	part->select = cal->select;
	part->standing = c->f->standing != NULL;
	if (!spread_counts(c, part, count_items(c->f)))
		return false;
	if (c->again)
		return emit_again(c, u, part, item);
	if (dated && has_fixed_days(cal))
		return emit_dated(c, u, part, item);
	if (cal->year != 0)
		return refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "no fixed days, but two years");
	set_after(c, u, part);
	return emit_runs(c, u, part, item);
}

/* A whole-month or dated item beside a shorter rhythm only cuts it. */
static bool
cuts_rhythm(const struct compiler *c, const struct node *item)
{
	return item->cal.unit == UNIT_YEAR && c->unit != UNIT_COUNT &&
	    c->unit != UNIT_YEAR && c->unit != UNIT_SCHOOL_YEAR &&
	    (item->cal.whole_months ||
	    (item->cal.select == SELECT_IN && item->cal.year != 0));
}

/* «I полугодие 2024-2025 учебного года» is September..December, the second
 * January..May. */
static void
school_halves(struct term_item *item)
{
	if (item->first.month == 1 && item->last.month == 6) {
		item->first.month = 9;
		item->last.month = 12;
	} else if (item->first.month == 7 && item->last.month == 12) {
		item->first.month = 1;
		item->last.month = 5;
	}
}

static bool
compile_item(struct compiler *c, const struct use *u)
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
	if (u->school && u->item->cal.whole_months &&
	    u->item->cal.shape == SHAPE_PART)
		school_halves(&item);
	settle_item(&item, u->item->cal.select);
	if (u->item->cal.next)
		return after_item(c, u, item);
	if (u->item->cal.unit != UNIT_YEAR)
		return periodic_item(c, u, &part, &item);
	if (!short_rhythm)
		return yearly_item(c, u, &part, &item);
	if (c->consecutive || (c->unit != UNIT_QUARTER &&
	    c->unit != UNIT_HALF_YEAR && u->item->cal.select != SELECT_DAY))
		return refuse(c, PHRASE_E_TOGETHER, u->item, NULL,
		    "does not fit the rhythm");
	if (u->item->cal.select == SELECT_BY) {
		struct node n = *u->item;
		struct use widened = *u;

		widen_to_period(&item, c->unit);
		n.cal.item = item;
		n.cal.select = SELECT_IN;
		n.cal.exclusive = false;
		widened.item = &n;
		part.select = SELECT_IN;
		if (n.cal.year || u->nyears)
			return emit_dated(c, &widened, &part, &item);
		set_after(c, u, &part);
		return emit_runs(c, &widened, &part, &item);
	}
	return yearly_item(c, u, &part, &item);
}

/* --- Rhythms --- */

static bool
same_years(const struct use *a, const struct use *b)
{
	return a->nyears == b->nyears && (a->nyears == 0 ||
	    memcmp(a->years, b->years, a->nyears * sizeof(*a->years)) == 0);
}

static uint16_t
mask_of(const struct calendar_item *cal)
{
	uint16_t mask = 0;
	int m = cal->item.first.month;

	for (;;) {
		mask |= (uint16_t)(1u << m);
		if (m == cal->item.last.month)
			return mask;
		m = m % 12 + 1;
	}
}

static struct term_part
rhythm_part(const struct compiler *c)
{
	struct term_part part = draft_part(TERM_PERIODS, c->unit);

	part.interval = (uint16_t)c->interval;
	part.consecutive = c->consecutive;
	part.only = c->only;
	if (c->f->count)
		set_counts(&part, c->f->min, c->f->max);
	return part;
}

/* «ежемесячно, сентябрь 2023 – май 2024»: the rhythm between those days. */
static bool
cut_by_dates(struct compiler *c, const struct use *u)
{
	const struct calendar_item *cal = &u->item->cal;
	struct date_span span;
	size_t n = cal->year ? 1 : u->nyears;

	for (size_t i = 0; i < n; i++) {
		struct term_part part = rhythm_part(c);
		int year = cal->year ? cal->year : u->years[i];

		if (!item_days(cal, year, cal->year ? cal->year_last :
		    year + cal->wraps, &span) || span_empty(span))
			return refuse(c, PHRASE_E_REVERSED, u->item, NULL,
			    "a range that ends before it begins");
		part.from = span.first;
		part.to = span.last;
		draft_whole(&c->drafts, &part);
	}
	return true;
}

/* A rhythm cut to months: all with the same years become one mask. */
static bool
compile_cut(struct compiler *c, const struct use *cuts, size_t n)
{
	bool alike = true;
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
				return refuse(c, PHRASE_E_MISSING,
				    cuts[i].item, NULL, "of which year?");
			if (!cut_by_dates(c, &cuts[i]))
				return false;
		}
		return true;
	}
	for (size_t i = 0; i < n; i++)
		c->only |= mask_of(&cuts[i].item->cal);
	part = rhythm_part(c);
	set_after(c, &cuts[0], &part);
	return emit_runs(c, &cuts[0], &part, NULL);
}

/* Years alone: a window each, or the bounds of a rhythm. */
static bool
compile_years(struct compiler *c, const struct use *u)
{
	const struct facts *f = c->f;
	struct term_part part;

	if (c->unit == UNIT_SCHOOL_YEAR && !u->school)
		warn(c, PHRASE_W_TWO_WAYS, u->years_at,
		    "name both years: '2021-2022 учебный год'",
		    "school years that begin in it");

	if (c->unit != UNIT_COUNT || f->standing) {
		if (c->unit == UNIT_COUNT)
			c->unit = UNIT_YEAR;
		part = rhythm_part(c);
		part.standing = f->standing && !f->count &&
		    (c->unit == UNIT_YEAR || c->unit == UNIT_SCHOOL_YEAR);
		if (!f->during || f->during->unit != UNIT_YEAR ||
		    f->standing || f->count || f->every)
			return emit_runs(c, u, &part, NULL);
	}
	part = draft_part(TERM_SPANS, UNIT_YEAR);
	if (f->count)
		set_counts(&part, f->min, f->max);
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

/* Neither items nor years. */
static bool
compile_bare(struct compiler *c)
{
	const struct facts *f = c->f;
	static const struct use none;
	struct term_part part;

	if (f->validity && c->unit == UNIT_COUNT) {
		part = draft_part(TERM_SPANS, UNIT_YEAR);
		part.in_force = true;
		part.standing = !f->count;
		if (f->count)
			set_counts(&part, f->min, f->max);
		draft_whole(&c->drafts, &part);
		return true;
	}
	if (c->unit == UNIT_COUNT && f->from && f->to) {
		part = draft_part(TERM_SPANS, UNIT_YEAR);
		draft_span(&c->drafts, &part,
		    (struct date_span){ f->from->date, f->to->date });
		return true;
	}
	if (c->unit == UNIT_COUNT && f->to && !f->standing) {
		part = draft_part(TERM_SPANS, UNIT_YEAR);
		part.select = SELECT_BY;
		draft_span(&c->drafts, &part, (struct date_span){
		    date_of(date_civil(f->to->date).year, 1, 1),
		    f->to->date });
		return true;
	}
	if (c->unit == UNIT_COUNT && f->count && !f->standing) {
		part = draft_part(TERM_SPANS, UNIT_YEAR);
		if (f->count->floor || f->count->cap || f->min > 1)
			return refuse(c, PHRASE_E_MISSING, f->count,
			    "for example 'в год'", "in which period?");
		part.in_force = true;
		draft_whole(&c->drafts, &part);
		return true;
	}
	if (c->unit == UNIT_COUNT && !f->standing && !f->from)
		return refuse(c, PHRASE_E_MISSING, f->first, NULL,
		    "says nothing of when");
	if (c->unit == UNIT_COUNT && !f->standing)
		warn(c, PHRASE_W_TWO_WAYS, f->from,
		    "say how often, or until when",
		    "read as each year from then on");
	if (c->unit == UNIT_COUNT)
		c->unit = UNIT_YEAR;
	part = rhythm_part(c);
	part.standing = f->standing && !f->count &&
	    (c->unit == UNIT_YEAR || c->unit == UNIT_SCHOOL_YEAR);
	set_after(c, NULL, &part);
	return emit_runs(c, &none, &part, NULL);
}

/* --- From outside --- */

static bool
compile_external(struct compiler *c)
{
	const struct facts *f = c->f;
	struct term_part part = draft_part(TERM_EXTERNAL,
	    f->yearly ? UNIT_YEAR : UNIT_COUNT);
	static const struct use none;

	if (f->external->vague)
		warn(c, PHRASE_W_SCHEDULE, f->external,
		    "if it is not, name the months",
		    "taken as dates by that schedule");
	else if (f->yearly)
		warn(c, PHRASE_W_SCHEDULE, f->external,
		    "if once a calendar year is meant, leave the schedule "
		    "out", "one schedule each year, not a count");
	set_after(c, NULL, &part);
	if (f->yearly && !date_is_none(c->after))
		part.from = next_start(c->after, UNIT_YEAR);
	if (f->nuses == 0)
		return emit_runs(c, &none, &part, NULL);
	for (size_t i = 0; i < f->nuses; i++) {
		part.from = DATE_MIN;
		part.to = DATE_MAX;
		if (!emit_runs(c, &f->uses[i], &part, NULL))
			return false;
	}
	return true;
}

static bool
compile_request(struct compiler *c)
{
	const struct node *n = c->f->request;
	struct term_part part = draft_part(TERM_REQUEST, UNIT_DAY);

	part.within = n->within;
	if (n->within.n == 0)
		warn(c, PHRASE_W_WITHIN, n,
		    "add 'в течение N дней', or settle it by "
		    "`interpretation`", "no term for the answer, 30 days");
	else if (n->vague)
		warn(c, PHRASE_W_ANCHOR, n, "say from what day: 'в течение "
		    "10 дней после окончания квартала'",
		    "counted from each logged request");
	set_bounds(c->f, &part);
	if (!date_is_none(c->after))
		part.from = date_add(c->after, 1);
	draft_whole(&c->drafts, &part);
	return true;
}

static bool
compile_after(struct compiler *c)
{
	const struct node *n = c->f->after;
	struct term_part part;
	static const struct use none;
	enum term_unit unit = n->unit;

	if (unit == UNIT_COUNT) {
		if (c->unit == UNIT_COUNT)
			return refuse(c, PHRASE_E_MISSING, n,
			    "for example 'после окончания квартала'",
			    "after the end of what?");
		unit = c->unit;
	} else if (c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != unit) {
		return refuse(c, PHRASE_E_TWO_RHYTHMS, n, NULL,
		    "another rhythm than before");
	}
	part = draft_part(TERM_AFTER, unit);
	part.within = n->within;
	if (c->f->count && !spread_counts(c, &part, 1))
		return false;
	set_after(c, NULL, &part);
	return emit_runs(c, c->f->nuses ? &c->f->uses[0] : &none, &part,
	    NULL);
}

/* --- Segments --- */

/* «4 раза в год, ежеквартально»: the count must be that of the rhythm. */
static bool
agree(struct compiler *c, const struct facts *f)
{
	static const int a_year[UNIT_COUNT] = {
		[UNIT_MONTH] = 12, [UNIT_QUARTER] = 4, [UNIT_HALF_YEAR] = 2
	};

	if (f->every->unit == f->count_unit &&
	    f->every->interval == f->count->interval)
		return true;
	if (f->count_unit == UNIT_YEAR && f->count->interval == 1 &&
	    f->every->interval == 1 && a_year[f->every->unit] &&
	    f->min == a_year[f->every->unit] && f->max <= f->min)
		return true;
	return refuse(c, PHRASE_E_TWO_RHYTHMS, f->count, NULL,
	    "another rhythm than before");
}

static bool
choose_rhythm(struct compiler *c, struct facts *f)
{
	const struct node *from = NULL;

	c->unit = UNIT_COUNT;
	c->interval = 1;
	c->consecutive = false;
	if (f->every && f->count && f->count_unit != UNIT_COUNT &&
	    !(f->every->unit == UNIT_YEAR && f->every->interval == 1)) {
		if (!agree(c, f))
			return false;
		if (f->every->unit != f->count_unit)
			f->count = NULL;
		from = f->every;
	} else if (f->count && f->count_unit != UNIT_COUNT) {
		from = f->count;
	} else if (f->during && f->during->unit == UNIT_SCHOOL_YEAR &&
	    (!f->every || f->every->unit == UNIT_YEAR)) {
		from = f->during;
	} else if (f->every) {
		from = f->every;
	} else if (f->during) {
		from = f->during;
	}
	if (from) {
		c->unit = from->unit;
		c->interval = from->interval;
		c->consecutive = from->consecutive;
	}
	return true;
}

static void
choose_months(struct compiler *c)
{
	const struct facts *f = c->f;

	c->only = 0;
	if (f->during && f->during->unit == UNIT_SCHOOL_YEAR &&
	    c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != UNIT_SCHOOL_YEAR)
		c->only = 0x1ffe & (uint16_t)~(7u << 6);
	if (f->left_out)
		c->only = (uint16_t)((c->only ? c->only : 0x1ffe) &
		    ~f->left_out);
}

/* An item with a shorter rhythm of its own, «до 5 числа», lends it to
 * months beside it. */
static void
lend_rhythm(struct compiler *c)
{
	const struct facts *f = c->f;

	if (c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != UNIT_SCHOOL_YEAR)
		return;
	if (f->count)
		return;
	for (size_t i = 0; i < f->nuses; i++) {
		const struct node *n = f->uses[i].item;

		if (n && n->cal.unit < UNIT_YEAR && count_items(f) > 1 &&
		    (n->cal.unit_said || c->unit != UNIT_YEAR)) {
			c->unit = n->cal.unit;
			return;
		}
	}
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

/* Parts the items that only cut the rhythm from those that are windows. */
static bool
compile_uses(struct compiler *c)
{
	const struct facts *f = c->f;
	struct use *cuts = arena_array(c->arena, f->nuses + 1,
	    sizeof(*cuts));
	struct use *others = arena_array(c->arena, f->nuses + 1,
	    sizeof(*others));
	size_t ncuts = 0, nothers = 0;

	for (size_t i = 0; i < f->nuses; i++) {
		if (f->uses[i].item && cuts_rhythm(c, f->uses[i].item))
			cuts[ncuts++] = f->uses[i];
		else
			others[nothers++] = f->uses[i];
	}
	if (c->unit != UNIT_COUNT || f->standing)
		nothers = join_years(c, others, nothers);
	if (ncuts > 0 && c->consecutive && c->unit >= UNIT_MONTH)
		return refuse(c, PHRASE_E_TOGETHER, cuts[0].item,
		    "months in which it is due, or the rhythm",
		    "does not fit the rhythm");
	if (ncuts > 0 && nothers == 0)
		return compile_cut(c, cuts, ncuts);
	for (size_t i = 0; i < ncuts; i++)
		c->only |= mask_of(&cuts[i].item->cal);
	for (size_t i = 0; i < nothers; i++) {
		struct use u = others[i];

		if (ncuts > 0 && u.item && u.nyears == 0) {
			u.years = cuts[0].years;
			u.nyears = cuts[0].nyears;
			u.years_at = cuts[0].years_at;
		}
		if (i > 0)
			warn_order(c, &others[i - 1], &others[i]);
		if (u.item ? !compile_item(c, &u) : !compile_years(c, &u))
			return false;
	}
	return true;
}

static bool
compile_segment(struct compiler *c, struct facts *f)
{
	bool counted = f->count || (f->every && !(f->every->unit ==
	    UNIT_YEAR && f->every->interval == 1));
	bool items = count_items(f) > 0;

	c->f = f;
	if (!choose_rhythm(c, f))
		return false;
	choose_months(c);
	lend_rhythm(c);
	if (f->external && !counted && !items)
		return compile_external(c);
	if (f->external)
		warn(c, PHRASE_W_SCHEDULE, f->external,
		    "if only the schedule counts, leave the rest to "
		    "`interpretation`",
		    "its dates are taken to lie within the rest");
	if (f->request && !counted && !items && !f->after)
		return compile_request(c);
	if (f->request && !(f->count && f->count->floor))
		warn(c, PHRASE_W_TWO_WAYS, f->request,
		    "if only requests count, leave out the rest",
		    "a rhythm of its own stands beside it");
	if (f->after && !items)
		return compile_after(c);
	if (f->after)
		return refuse(c, PHRASE_E_TOGETHER, f->after, NULL,
		    "does not fit the rest");
	return f->nuses > 0 ? compile_uses(c) : compile_bare(c);
}

/* --- Phases --- */

/* Does nothing but «ежегодно» stand between nodes first and end? */
static bool
is_again(struct compiler *c, size_t first)
{
	size_t end = gather_segment(c->tree, first);
	struct facts f;

	return first < c->tree->len && gather_facts(c->arena, c->tokens,
	    c->source, c->tree, first, end, c->issues, &f) &&
	    gather_is_again(&f);
}

const struct term *
phrase_compile(struct arena *a, const char *source,
    const struct tokens *tokens, const struct tree *tree,
    struct phrase_issues *issues)
{
	struct compiler c = { .arena = a, .source = source,
	    .tokens = tokens, .tree = tree, .issues = issues,
	    .after = DATE_NONE };
	struct date end = DATE_NONE;
	size_t i = 0;

	c.drafts.arena = a;
	while (i < tree->len) {
		size_t next = gather_segment(tree, i);
		struct facts f;

		if (tree->nodes[i].kind == N_THEN) {
			c.after = end;
			if (++i >= tree->len) {
				refuse(&c, PHRASE_E_MISSING,
				    &tree->nodes[i - 1], NULL,
				    "something is missing after");
				return NULL;
			}
			continue;
		}
		c.drafts.end = DATE_NONE;
		c.again = next < tree->len &&
		    tree->nodes[next].kind == N_THEN &&
		    is_again(&c, next + 1);
		if (!gather_facts(a, tokens, source, tree, i, next, issues,
		    &f) || !compile_segment(&c, &f))
			return NULL;
		end = c.drafts.end;
		i = c.again ? gather_segment(tree, next + 1) : next;
	}
	return c.drafts.len > 0 ? draft_finish(&c.drafts) : NULL;
}
