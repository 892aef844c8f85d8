/* Bits - Building - Looking up - Stepping and counting
 *
 * One bit a day says whether it is worked, and each word of bits knows how
 * many worked days lie before it: stepping and counting cost the same in any
 * year. Why a day is off is asked rarely and found from the few days that are
 * neither plain weekends nor holidays. */
#include "core/workcal.h"

#include <stdlib.h>
#include <string.h>

enum {
	DAYS = 84370 + 25567 + 1,       /* DATE_MIN..DATE_MAX */
	WORD = 64,
	WORDS = (DAYS + WORD - 1) / WORD,
	YEARS = DATE_YEAR_MAX - DATE_YEAR_MIN + 1
};

enum {
	CODE_MOVE_FROM_WORKING = 402,
	CODE_MOVE_ONTO_OFF = 403,
	CODE_TOTAL_DIFFERS = 404
};

struct day_off {                /* a day off that stands for another */
	struct date day, from;
	enum workcal_kind kind; /* CARRIED or MOVED */
};

struct workcal {
	uint64_t worked[WORDS];
	uint32_t before[WORDS]; /* worked days before the word's first */
	bool official[YEARS];
	int last_official;
	const char *id;
	uint8_t weekend;
	struct yearly_span *holidays;           /* the carried ones too */
	size_t nholidays;
	struct day_off *moved;                  /* sorted by day */
	size_t nmoved, moved_cap;
	struct date *shorts;                    /* sorted */
	size_t nshorts;
	uint64_t *excepted;                     /* NULL without exceptions */
	const struct workcal_exception *exceptions;
	size_t nexceptions;
};

/* --- bits ---------------------------------------------------------------- */

static bool
in_range(struct date d)
{
	return d.n >= DATE_MIN.n && d.n <= DATE_MAX.n;
}

/* The day's number from DATE_MIN; days outside count as the edge. */
static unsigned
day_index(struct date d)
{
	if (d.n < DATE_MIN.n)
		return 0;
	if (d.n > DATE_MAX.n)
		return DAYS - 1;
	return (unsigned)(d.n - DATE_MIN.n);
}

static struct date
day_of(unsigned index)
{
	return date_add(DATE_MIN, (int)index);
}

static bool
bit_get(const uint64_t *bits, struct date d)
{
	unsigned i = day_index(d);

	return bits[i / WORD] >> (i % WORD) & 1;
}

static void
bit_set(uint64_t *bits, struct date d, bool value)
{
	unsigned i = day_index(d);
	uint64_t bit = (uint64_t)1 << (i % WORD);

	if (value)
		bits[i / WORD] |= bit;
	else
		bits[i / WORD] &= ~bit;
}

/* --- building ------------------------------------------------------------ */

static bool
is_weekend(const struct workcal *cal, struct date d)
{
	return cal->weekend >> date_weekday(d) & 1;
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

static void
set_weekends(struct workcal *cal)
{
	for (unsigned i = 0; i < DAYS; i++)
		bit_set(cal->worked, day_of(i), !is_weekend(cal, day_of(i)));
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
				bit_set(carried, d, is_weekend(cal, d));
		}
	}
	for (unsigned i = 0; i < DAYS; i++) {
		struct date d = day_of(i), to;

		if (!bit_get(carried, d) || bit_get(decreed, d))
			continue;
		to = workcal_next(cal, d);
		if (bit_get(cal->worked, to))   /* else the end of time */
			add_moved(cal, a, WORKCAL_CARRIED, to, d);
	}
}

static bool
is_holiday(const struct workcal *cal, struct date d)
{
	struct civil c = date_civil(d);
	int day = c.month * 32 + c.day;

	for (size_t i = 0; i < cal->nholidays; i++) {
		const struct yearly_span *s = &cal->holidays[i];
		int first = s->first_month * 32 + s->first_day;
		int last = s->last_month * 32 + s->last_day;

		if (first <= last ? day >= first && day <= last :
		    day >= first || day <= last)
			return true;
	}
	return false;
}

static void
apply_move(struct workcal *cal, struct arena *a, const struct workcal_move *m,
    struct diags *diags)
{
	char from[DATE_TEXT], to[DATE_TEXT];

	date_iso(m->from, from);
	date_iso(m->to, to);
	if (bit_get(cal->worked, m->from)) {
		diag_add(diags, DIAG_ERROR, CODE_MOVE_FROM_WORKING, m->place,
		    "only a weekend or a holiday can be moved",
		    "%s is a working day, nothing to move to %s", from, to);
		return;
	}
	if (!bit_get(cal->worked, m->to)) {
		diag_add(diags, DIAG_ERROR, CODE_MOVE_ONTO_OFF, m->place,
		    "a day off moves to a working day",
		    "%s is a day off already, %s cannot move there", to,
		    from);
		return;
	}
	if (!is_holiday(cal, m->from))
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
			if (in_range(y->moves[k].from) &&
			    in_range(y->moves[k].to))
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
			if (bit_get(cal->worked, d) == copy[i].working)
				continue;
			bit_set(cal->worked, d, copy[i].working);
			bit_set(cal->excepted, d, true);
		}
	}
}

static int
compare_days(const void *left, const void *right)
{
	const struct date *a = left, *b = right;

	return (a->n > b->n) - (a->n < b->n);
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
		qsort(cal->shorts, n, sizeof(*cal->shorts), compare_days);
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
			if (in_range(y->moves[k].from))
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
		    compare_days);
	return cal;
}

const struct workcal *
workcal_plain(struct arena *a)
{
	const struct workcal_spec spec = {
		.id = "",
		.weekend = 1 << SATURDAY | 1 << SUNDAY,
	};

	return workcal_build(a, &spec, NULL);   /* has nothing to complain of */
}

/* --- looking up ---------------------------------------------------------- */

const char *
workcal_id(const struct workcal *cal)
{
	return cal->id;
}

bool
workcal_is_working(const struct workcal *cal, struct date d)
{
	return bit_get(cal->worked, d);
}

bool
workcal_is_short(const struct workcal *cal, struct date d)
{
	return workcal_is_working(cal, d) && cal->nshorts &&
	    bsearch(&d, cal->shorts, cal->nshorts, sizeof(d), compare_days);
}

/* The exception that had the last word on d, or NULL. */
static const struct workcal_exception *
exception_of(const struct workcal *cal, struct date d)
{
	bool working = workcal_is_working(cal, d);

	if (!cal->excepted || !bit_get(cal->excepted, d))
		return NULL;
	for (size_t i = cal->nexceptions; i-- > 0;) {
		const struct workcal_exception *e = &cal->exceptions[i];

		if (date_in(d, e->days) && e->working == working)
			return e;
	}
	return NULL;
}

enum workcal_kind
workcal_kind(const struct workcal *cal, struct date d,
    struct date *ret_from, const char **ret_why)
{
	const struct workcal_exception *e = exception_of(cal, d);
	const struct day_off *m;

	if (ret_from)
		*ret_from = DATE_NONE;
	if (ret_why)
		*ret_why = e ? e->why : NULL;
	if (workcal_is_working(cal, d))
		return is_weekend(cal, d) ? WORKCAL_WORKING_WEEKEND :
		    WORKCAL_WORKING;
	if (e)
		return WORKCAL_EXCEPTION;
	m = cal->nmoved ? bsearch(&d, cal->moved, cal->nmoved, sizeof(*m),
	    compare_days) : NULL;
	if (m) {
		if (ret_from)
			*ret_from = m->from;
		return m->kind;
	}
	return is_holiday(cal, d) ? WORKCAL_HOLIDAY : WORKCAL_WEEKEND;
}

bool
workcal_is_official(const struct workcal *cal, struct date d)
{
	return in_range(d) &&
	    cal->official[date_civil(d).year - DATE_YEAR_MIN];
}

int
workcal_last_official_year(const struct workcal *cal)
{
	return cal->last_official;
}

/* --- stepping and counting ----------------------------------------------- */

struct date
workcal_next(const struct workcal *cal, struct date d)
{
	unsigned i = day_index(d), w = i / WORD;
	uint64_t bits = cal->worked[w] & ~(uint64_t)0 << (i % WORD);

	while (!bits) {
		if (++w == WORDS)
			return d;
		bits = cal->worked[w];
	}
	return day_of(w * WORD + (unsigned)__builtin_ctzll(bits));
}

struct date
workcal_previous(const struct workcal *cal, struct date d)
{
	unsigned i = day_index(d), w = i / WORD;
	uint64_t bits = cal->worked[w] & ~(uint64_t)0 >> (WORD - 1 - i % WORD);

	while (!bits) {
		if (w-- == 0)
			return d;
		bits = cal->worked[w];
	}
	return day_of(w * WORD + WORD - 1 - (unsigned)__builtin_clzll(bits));
}

/* Working days from DATE_MIN up to and with d. */
static int32_t
rank(const struct workcal *cal, struct date d)
{
	unsigned i = day_index(d);
	uint64_t bits = cal->worked[i / WORD] &
	    ~(uint64_t)0 >> (WORD - 1 - i % WORD);

	return (int32_t)cal->before[i / WORD] + __builtin_popcountll(bits);
}

/* The k-th working day from DATE_MIN, k from 1; beyond the last one, the
 * edge. */
static struct date
nth(const struct workcal *cal, int64_t k)
{
	unsigned low = 0, high = WORDS;
	uint64_t bits;

	if (k < 1)
		return DATE_MIN;
	while (high - low > 1) {        /* before[low] < k <= before[high] */
		unsigned middle = (low + high) / 2;

		if (cal->before[middle] < k)
			low = middle;
		else
			high = middle;
	}
	bits = cal->worked[low];
	if (k - cal->before[low] > __builtin_popcountll(bits))
		return DATE_MAX;
	for (k -= cal->before[low]; k > 1; k--)
		bits &= bits - 1;
	return day_of(low * WORD + (unsigned)__builtin_ctzll(bits));
}

struct date
workcal_add(const struct workcal *cal, struct date d, int n)
{
	if (n == 0)
		return d;
	if (n > 0)
		return nth(cal, (int64_t)rank(cal, d) + n);
	return nth(cal, (int64_t)rank(cal, d) - workcal_is_working(cal, d) +
	    n + 1);
}

int
workcal_count(const struct workcal *cal, struct date_span span)
{
	const struct date_span all = {DATE_MIN, DATE_MAX};

	span = span_cut(span, all);
	if (span_empty(span))
		return 0;
	return rank(cal, span.last) - rank(cal, span.first) +
	    workcal_is_working(cal, span.first);
}

struct date
workcal_effective(const struct workcal *cal, struct date start,
    struct date due, enum shift shift)
{
	if (shift == SHIFT_KEEP || workcal_is_working(cal, due))
		return due;
	if (shift == SHIFT_AFTER)
		return workcal_next(cal, due);
	return date_max(start, workcal_previous(cal, due));
}
