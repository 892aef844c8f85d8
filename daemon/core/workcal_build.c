/* A calendar is built in the order of its words: weekends, holidays, those
 * carried, each year's decree, a region's exceptions. */
#include "core/workcal_shape.h"

#include <stdlib.h>
#include <string.h>

enum {
	CODE_MOVE_FROM_WORKING = 402,
	CODE_MOVE_ONTO_OFF = 403,
	CODE_TOTAL_DIFFERS = 404
};

static void
bit_set(uint64_t *bits, struct date d, bool value)
{
	unsigned i = workcal_index(d);
	uint64_t bit = (uint64_t)1 << (i % WORD);

	if (value)
		bits[i / WORD] |= bit;
	else
		bits[i / WORD] &= ~bit;
}

/* The days of a yearly span that begins in year; false when it has none
 * there: 29 February of a common year, or no such day at all. */
static bool
span_of_year(const struct yearly_span *s, int year, struct date_span *ret)
{
	int last_year = year;

	if (!date_valid(2000, s->first_month, s->first_day) ||
	    !date_valid(2000, s->last_month, s->last_day))
		return false;
	if (s->last_month < s->first_month ||
	    (s->last_month == s->first_month && s->last_day < s->first_day))
		last_year++;
	/* date_of() takes the lacking 29 February for 1 March. */
	ret->first = date_of(year, s->first_month, s->first_day);
	ret->last = month_day_or_last(last_year, s->last_month, s->last_day);
	*ret = span_cut(*ret, (struct date_span){DATE_MIN, DATE_MAX});
	return !span_empty(*ret);
}

/* Weeks and words fall together again after as many words as a week has days:
 * the first of them are filled day by day, all others repeat them. */
static void
set_weekends(struct workcal *cal)
{
	enum { WEEK = 7 };

	for (unsigned i = 0; i < WEEK * WORD; i++) {
		struct date d = workcal_day(i);

		bit_set(cal->worked, d, !workcal_is_weekend(cal, d));
	}
	for (unsigned w = WEEK; w < WORDS; w++)
		cal->worked[w] = cal->worked[w - WEEK];
	cal->worked[WORDS - 1] &= ~(uint64_t)0 >> (WORDS * WORD - DAYS);
}

static void
set_holidays(struct workcal *cal)
{
	struct date_span days;

	/* A span that runs over New Year also begins in 1899. */
	for (int year = DATE_YEAR_MIN - 1; year <= DATE_YEAR_MAX; year++) {
		for (size_t i = 0; i < cal->nholidays; i++) {
			if (!span_of_year(&cal->holidays[i], year, &days))
				continue;
			for (struct date d = days.first; d.n <= days.last.n;
			    d.n++)
				bit_set(cal->worked, d, false);
		}
	}
}

static void
add_moved(struct workcal *cal, struct arena *a, enum workcal_kind kind,
    struct date day, struct date from)
{
	struct day_off *m = arena_push(a, (void **)&cal->moved, &cal->nmoved,
	    &cal->moved_cap, sizeof(*m));

	*m = (struct day_off){day, from, kind};
	bit_set(cal->worked, day, false);
}

/* A holiday on a weekend goes to the next working day (Labour Code art. 112
 * p. 2); two in a row to two days, for each takes its day at once. A decree
 * that moves that very day off has spoken instead (2025: 23.02 -> 08.05). */
static void
carry_holidays(struct workcal *cal, struct arena *a,
    const struct workcal_spec *spec, const uint64_t *decreed)
{
	uint64_t carried[WORDS] = {0};
	struct date_span days;

	for (int year = DATE_YEAR_MIN - 1; year <= DATE_YEAR_MAX; year++) {
		for (size_t i = 0; i < spec->ncarried; i++) {
			if (!span_of_year(&spec->carried[i], year, &days))
				continue;
			for (struct date d = days.first; d.n <= days.last.n;
			    d.n++)
				bit_set(carried, d, workcal_is_weekend(cal, d));
		}
	}
	for (unsigned w = 0; w < WORDS; w++) {
		uint64_t bits = carried[w] & ~decreed[w];

		for (; bits; bits &= bits - 1) {
			struct date d = workcal_day(w * WORD +
			    (unsigned)__builtin_ctzll(bits));
			struct date to = workcal_next(cal, d);

			/* else the end of time */
			if (workcal_bit(cal->worked, to))
				add_moved(cal, a, WORKCAL_CARRIED, to, d);
		}
	}
}

static void
apply_move(struct workcal *cal, struct arena *a, const struct workcal_move *m,
    struct diags *diags)
{
	char from[DATE_TEXT], to[DATE_TEXT];

	date_iso(m->from, from);
	date_iso(m->to, to);
	if (workcal_bit(cal->worked, m->from)) {
		diag_add(diags, DIAG_ERROR, CODE_MOVE_FROM_WORKING, m->place,
		    "only a weekend or a holiday can be moved",
		    "%s is a working day, nothing to move to %s", from, to);
		return;
	}
	if (!workcal_bit(cal->worked, m->to)) {
		diag_add(diags, DIAG_ERROR, CODE_MOVE_ONTO_OFF, m->place,
		    "a day off moves to a working day",
		    "%s is a day off already, %s cannot move there", to,
		    from);
		return;
	}
	if (!workcal_holiday(cal, m->from))
		bit_set(cal->worked, m->from, true);
	add_moved(cal, a, WORKCAL_MOVED, m->to, m->from);
}

static void
apply_years(struct workcal *cal, struct arena *a,
    const struct workcal_spec *spec, struct diags *diags)
{
	for (size_t i = 0; i < spec->nyears; i++) {
		const struct workcal_year *y = &spec->years[i];

		for (size_t k = 0; k < y->nmoves; k++) {
			if (workcal_covers(y->moves[k].from) &&
			    workcal_covers(y->moves[k].to))
				apply_move(cal, a, &y->moves[k], diags);
		}
		if (y->year < DATE_YEAR_MIN || y->year > DATE_YEAR_MAX)
			continue;
		cal->official[y->year - DATE_YEAR_MIN] = true;
		if (y->year > cal->last_official)
			cal->last_official = y->year;
	}
}

static void
count_days(struct workcal *cal)
{
	uint32_t sum = 0;

	for (unsigned i = 0; i < WORDS; i++) {
		cal->before[i] = sum;
		sum += (uint32_t)__builtin_popcountll(cal->worked[i]);
	}
}

/* The decree's total knows nothing of what a region adds, so it is compared
 * before the exceptions. */
static void
check_totals(const struct workcal *cal, const struct workcal_spec *spec,
    struct diags *diags)
{
	for (size_t i = 0; i < spec->nyears; i++) {
		const struct workcal_year *y = &spec->years[i];
		int n;

		if (!y->working_days || y->year < DATE_YEAR_MIN ||
		    y->year > DATE_YEAR_MAX)
			continue;
		n = workcal_count(cal, (struct date_span){
		    date_of(y->year, 1, 1), date_of(y->year, 12, 31)});
		if (n != y->working_days)
			diag_add(diags, DIAG_ERROR, CODE_TOTAL_DIFFERS,
			    y->place,
			    "compare moves and holidays with the decree",
			    "%d has %d working days, the calendar says %d",
			    y->year, n, y->working_days);
	}
}

static void
apply_exceptions(struct workcal *cal, struct arena *a,
    const struct workcal_spec *spec)
{
	const struct date_span all = {DATE_MIN, DATE_MAX};
	struct workcal_exception *copy;

	if (!spec->nexceptions)
		return;
	copy = arena_array(a, spec->nexceptions, sizeof(*copy));
	memcpy(copy, spec->exceptions, spec->nexceptions * sizeof(*copy));
	cal->exceptions = copy;
	cal->nexceptions = spec->nexceptions;
	cal->excepted = arena_array(a, WORDS, sizeof(*cal->excepted));
	for (size_t i = 0; i < spec->nexceptions; i++) {
		struct date_span s = span_cut(copy[i].days, all);

		for (struct date d = s.first; d.n <= s.last.n; d.n++) {
			if (workcal_bit(cal->worked, d) == copy[i].working)
				continue;
			bit_set(cal->worked, d, copy[i].working);
			bit_set(cal->excepted, d, true);
		}
	}
}

static void
copy_shorts(struct workcal *cal, struct arena *a,
    const struct workcal_spec *spec)
{
	size_t n = 0;

	for (size_t i = 0; i < spec->nyears; i++)
		n += spec->years[i].nshort;
	cal->shorts = arena_array(a, n, sizeof(*cal->shorts));
	for (size_t i = 0; i < spec->nyears; i++) {
		for (size_t k = 0; k < spec->years[i].nshort; k++)
			cal->shorts[cal->nshorts++] =
			    spec->years[i].short_days[k];
	}
	if (n)
		qsort(cal->shorts, n, sizeof(*cal->shorts),
		    workcal_compare_days);
}

static void
copy_holidays(struct workcal *cal, struct arena *a,
    const struct workcal_spec *spec)
{
	size_t n = spec->nholidays + spec->ncarried;

	cal->holidays = arena_array(a, n, sizeof(*cal->holidays));
	if (spec->nholidays)
		memcpy(cal->holidays, spec->holidays,
		    spec->nholidays * sizeof(*cal->holidays));
	if (spec->ncarried)
		memcpy(cal->holidays + spec->nholidays, spec->carried,
		    spec->ncarried * sizeof(*cal->holidays));
	cal->nholidays = n;
}

/* The days that decrees move away. */
static void
mark_decreed(const struct workcal_spec *spec, uint64_t decreed[WORDS])
{
	for (size_t i = 0; i < spec->nyears; i++) {
		const struct workcal_year *y = &spec->years[i];

		for (size_t k = 0; k < y->nmoves; k++) {
			if (workcal_covers(y->moves[k].from))
				bit_set(decreed, y->moves[k].from, true);
		}
	}
}

const struct workcal *
workcal_build(struct arena *a, const struct workcal_spec *spec,
    struct diags *diags)
{
	struct workcal *cal = arena_alloc(a, sizeof(*cal));
	uint64_t decreed[WORDS] = {0};

	cal->id = arena_strdup(a, spec->id ? spec->id : "");
	cal->weekend = spec->weekend;
	copy_holidays(cal, a, spec);
	copy_shorts(cal, a, spec);
	mark_decreed(spec, decreed);

	set_weekends(cal);
	set_holidays(cal);
	carry_holidays(cal, a, spec, decreed);
	apply_years(cal, a, spec, diags);
	count_days(cal);
	check_totals(cal, spec, diags);
	apply_exceptions(cal, a, spec);
	count_days(cal);
	/* day is the first member of day_off */
	if (cal->nmoved)
		qsort(cal->moved, cal->nmoved, sizeof(*cal->moved),
		    workcal_compare_days);
	return cal;
}

const struct workcal *
workcal_plain(struct arena *a)
{
	const struct workcal_spec spec = {
		.id = "",
		.weekend = 1 << SATURDAY | 1 << SUNDAY,
	};
	struct diags none;      /* it has nothing to complain of */

	diags_init(&none, a);
	return workcal_build(a, &spec, &none);
}
