/* Complaints - Counts - Years - Rhythm */
#include "core/phrase_build.h"

/* --- Complaints --- */

bool
build_refuse(struct compiler *c, int code, const struct node *at,
    const char *hint, const char *what)
{
	gather_complain(c->tokens, c->source, c->issues, code, at, hint,
	    what);
	return false;
}

void
build_warn(struct compiler *c, int code, const struct node *at,
    const char *hint, const char *what)
{
	gather_complain(c->tokens, c->source, c->issues, code, at, hint,
	    what);
}

/* --- Counts --- */

void
build_set_counts(struct term_part *part, int min, int max)
{
	part->at_least = (uint16_t)(min < 0 ? 1 : min);
	part->at_most = (uint16_t)(max < 0 ? 0 : max);
}

/* MIN and MAX of each of k listed windows, when the count is of the period
 * that they lie in: «2 раза в год (май, декабрь)» is one in each. */
bool
build_spread_counts(struct compiler *c, struct term_part *part, size_t k)
{
	const struct facts *f = c->f;
	int n = (int)k;

	if (!f->count)
		return true;
	if (k <= 1 && part->select == SELECT_DAY && f->min > 1 &&
	    f->count_unit != UNIT_COUNT)
		return build_refuse(c, PHRASE_E_LISTED, f->count, NULL,
		    "more times than days");
	if (k <= 1 || (f->count->each && f->count_unit == UNIT_COUNT)) {
		build_set_counts(part, f->min, f->max);
		return true;
	}
	if (f->min == n && (f->max < 0 || f->max == n))
		return true;
	if (f->min <= n && (f->count->floor || (f->max >= n && f->min > 0)))
		return true;    /* the list says more than the count */
	if (f->min == 0 && f->max == n) {
		build_set_counts(part, 0, 1);
		return true;
	}
	return build_refuse(c, PHRASE_E_LISTED, f->count, NULL,
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
void
build_bounds(const struct compiler *c, struct term_part *part)
{
	const struct facts *f = c->f;

	part->from = date_max(part->from, c->cut.first);
	part->to = date_min(part->to, c->cut.last);
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
struct date
build_next_start(struct date end, enum term_unit unit)
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

/* Moves bounds from the periods of years to the windows behind them. False
 * when those are longer than the periods: a cut would hurt them. */
static bool
shift_after(struct term_part *run)
{
	int months = run->unit == UNIT_MONTH ? 1 : run->unit ==
	    UNIT_QUARTER ? 3 : run->unit == UNIT_HALF_YEAR ? 6 :
	    run->unit == UNIT_YEAR ? 12 : 0;
	int days = run->within.n * (run->within.unit == UNIT_DAY ? 1 :
	    run->within.unit == UNIT_WORKING_DAY ? 2 :
	    run->within.unit == UNIT_WEEK ? 7 : 31);

	if (months == 0 || days > months * 28 ||
	    date_civil(run->to).year >= DATE_YEAR_MAX)
		return false;
	run->from = date_add_months(run->from, months);
	run->to = date_add(date_add_months(date_add(run->to, 1), months), -1);
	return true;
}

void
build_whole(struct compiler *c, const struct term_part *part)
{
	struct term_part week = *part;

	if (part->unit != UNIT_DAY || c->weekdays == 0) {
		draft_whole(&c->drafts, part);
		return;
	}
	week.unit = UNIT_WEEK;
	week.select = SELECT_DAY;
	for (int day = MONDAY; day <= SUNDAY; day++) {
		struct term_item item = { .first = { .kind = POINT_WEEKDAY,
		    .weekday = (uint8_t)day } };

		item.last = item.first;
		if (c->weekdays & (1u << day))
			draft_item(&c->drafts, &week, &item);
	}
}

/* «раз в 2 года», «2 раза в год», «по пятницам» beside what follows each
 * month: neither can be kept. */
bool
build_after_fits(struct compiler *c, const struct node *at,
    enum term_unit unit)
{
	const struct facts *f = c->f;

	if (unit >= (at->kind == N_AFTER ? UNIT_WEEK : UNIT_MONTH) &&
	    !c->consecutive && (!f->count ||
	    f->count_unit == UNIT_COUNT || f->count_unit == unit ||
	    (f->min == 1 && f->max == -1 && f->count_unit == UNIT_YEAR &&
	    unit == UNIT_SCHOOL_YEAR)))
		return true;
	return build_refuse(c, PHRASE_E_TOGETHER, at, NULL,
	    "does not fit the rhythm");
}

/* A part with an item, once for each run of years, or open. */
bool
build_runs(struct compiler *c, const struct use *u, struct term_part *part,
    const struct term_item *item)
{
	enum term_unit unit = u->school ? UNIT_SCHOOL_YEAR : part->unit;

	build_bounds(c, part);
	if (u->nyears == 0) {
		if (item)
			draft_item(&c->drafts, part, item);
		else
			build_whole(c, part);
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
			/* the windows that follow the periods of these years */
			int school = u->school && u->years[k - 1] <
			    DATE_YEAR_MAX;

			run.from = date_of(u->years[i], school ? 9 : 1, 1);
			run.to = date_of(u->years[k - 1] + school,
			    school ? 5 : 12, 31);
			if (!shift_after(&run))
				return build_refuse(c, PHRASE_E_TOGETHER,
				    u->years_at, "leave the year to the "
				    "roadmap's validity", "does not fit what "
				    "follows a period");
		}
		if (c->again && k == u->nyears)
			run.to = part->to;      /* «далее ежегодно» */
		if (item)
			draft_item(&c->drafts, &run, item);
		else
			build_whole(c, &run);
		i = k;
	}
	return true;
}

/* «далее» a phase without years of its own. */
void
build_after(struct compiler *c, const struct use *u, struct term_part *part)
{
	const struct facts *f = c->f;

	if (date_is_none(c->after) || f->from || (u && u->nyears > 0))
		return;
	if (u && u->item && !f->yearly && !f->count &&
	    part->unit == UNIT_YEAR) {
		part->from = date_add(c->after, 1);
		build_warn(c, PHRASE_W_TWO_WAYS, u->item,
		    "name the years, or say 'ежегодно'",
		    "read as each year from then on");
		return;
	}
	if (u && u->item && !f->yearly && part->unit == UNIT_YEAR)
		build_warn(c, PHRASE_W_TWO_WAYS, u->item,
		    "name the years if the first one counts too",
		    "begins in the next year");
	part->from = build_next_start(c->after, f->standing || f->during ?
	    UNIT_DAY : part->unit);
}

/* --- Rhythm --- */

bool
build_only(struct compiler *c, const struct node *at, uint16_t months)
{
	c->only = (uint16_t)((c->only ? c->only : BUILD_ALL_MONTHS) & months);
	return c->only != 0 || build_refuse(c, PHRASE_E_TOGETHER, at, NULL,
	    "no month is left");
}

struct term_part
build_rhythm(const struct compiler *c)
{
	struct term_part part = draft_part(TERM_PERIODS, c->unit);

	part.interval = (uint16_t)c->interval;
	part.consecutive = c->consecutive;
	part.only = c->only;
	if (c->f->count)
		build_set_counts(&part, c->f->min, c->f->max);
	return part;
}
