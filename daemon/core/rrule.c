/* Days of a month - Periods - One day after the other
 *
 * The days of a month are a mask of 31 bits, those of a period one mask for
 * each of its months: rules are applied to all days of a month at once. */
#include "core/rrule.h"

#include "core/rrule_shape.h"

/* --- days of a month ----------------------------------------------------- */

struct month {
	int year, month, length;
	struct date first;
	enum weekday begins;
	uint32_t all;
};

static struct month
month_at(int year, int month)
{
	struct date first = month_first(year, month);
	int length = month_days(year, month);

	return (struct month){year, month, length, first,
	    date_weekday(first), UINT32_MAX >> (32 - length)};
}

static int
lowest(uint32_t bits)
{
	return __builtin_ctz(bits);
}

/* The n-th weekday of length days that begin with another, n = -1 the last,
 * counted in days from the first; it may lie outside. */
static int
nth_weekday(int length, enum weekday begins, int weekday, int n)
{
	int last = length - 1;

	if (n > 0)
		return (weekday - (int)begins + 7) % 7 + 7 * (n - 1);
	return last - ((int)begins + last - weekday + 7) % 7 + 7 * (n + 1);
}

/* Numbers count in the month, in a yearly rule without BYMONTH in the year. */
static uint32_t
nth_weekdays(const struct rrule *r, const struct month *m, int weekday, int n)
{
	struct date first = m->first;
	int length = m->length, day;

	if (r->freq == FREQ_YEARLY && !r->months) {
		first = date_of(m->year, 1, 1);
		length = year_days(m->year);
	}
	day = nth_weekday(length, date_weekday(first), weekday, n) -
	    date_diff(m->first, first);
	return day >= 0 && day < m->length ? 1u << day : 0;
}

static uint32_t
by_weekdays(const struct rrule *r, const struct month *m)
{
	/* Two weeks of bits, moved to where the month begins; then the
	 * same week five times over. */
	uint32_t week = (r->weekdays >> 1 | r->weekdays >> 1 << 7) >>
	    (m->begins - MONDAY) & 0x7f;
	uint32_t days = week * 0x10204081u & m->all;

	for (uint32_t e = r->numbered; e; e &= e - 1) {
		int w = lowest(e);

		for (uint64_t n = r->nth[w]; n; n &= n - 1)
			days |= nth_weekdays(r, m, w, __builtin_ctzll(n));
		for (uint64_t n = r->nth_from_end[w]; n; n &= n - 1)
			days |= nth_weekdays(r, m, w, -__builtin_ctzll(n));
	}
	return days;
}

static uint32_t
by_days(const struct rrule *r, const struct month *m)
{
	uint32_t days = r->days >> 1;

	for (uint32_t e = r->days_from_end; e; e &= e - 1) {
		if (lowest(e) <= m->length)
			days |= 1u << (m->length - lowest(e));
	}
	return days & m->all;
}

static bool
has_days(const struct rrule *r)
{
	return r->days || r->days_from_end;
}

static bool
has_weekdays(const struct rrule *r)
{
	return r->weekdays || r->numbered;
}

/* Every interval-th day from DTSTART on. Each is a period of its own, whose
 * only position is the first and the last. */
static uint32_t
by_interval(const struct rrule *r, struct date begin, const struct month *m)
{
	int passed = date_diff(m->first, begin) % r->interval;
	uint32_t days = 0;

	if (r->setpos_words && !((r->setpos[0] | r->setpos_from_end[0]) & 2))
		return 0;
	if (r->interval == 1)
		return m->all;
	for (int d = (r->interval - passed) % r->interval; d < m->length;
	    d += r->interval)
		days |= 1u << d;
	return days;
}

/* The days that a rule has in a month that BYMONTH allows; a day that the
 * month lacks is skipped. */
static uint32_t
days_of_month(const struct rrule_walk *w, const struct month *m)
{
	const struct rrule *r = w->rule;
	uint32_t days = m->all;

	if (has_days(r))
		days &= by_days(r, m);
	if (has_weekdays(r))
		days &= by_weekdays(r, m);
	if (r->freq == FREQ_DAILY)
		days &= by_interval(r, w->begin, m);
	else if (!has_days(r) && !has_weekdays(r))
		days &= 1u << (w->civil.day - 1);
	return days;
}

/* --- periods ------------------------------------------------------------- */

static void
add_mask(struct rrule_walk *w, struct date first, uint32_t days)
{
	w->first[w->n] = first;
	w->days[w->n] = days;
	w->n += days != 0;
}

static void
fill_week(struct rrule_walk *w, int32_t period)
{
	const struct rrule *r = w->rule;
	int shift = (int)r->wkst - MONDAY;
	struct date first = {(period - WEEKS_BACK) * 7 - 3 + shift};
	uint32_t week = r->weekdays ? r->weekdays >> 1 :
	    1u << (date_weekday(w->begin) - MONDAY);
	uint32_t days = (week | week << 7) >> shift & 0x7f;

	for (uint32_t e = r->months ? days : 0; e; e &= e - 1) {
		int month = date_civil(date_add(first, lowest(e))).month;

		if (!(r->months >> month & 1))
			days &= ~(e & (~e + 1));
	}
	add_mask(w, first, days);
}

static void
fill_month(struct rrule_walk *w, int year, int month)
{
	const struct rrule *r = w->rule;
	struct month m;

	if (r->months && !(r->months >> month & 1))
		return;
	m = month_at(year, month);
	add_mask(w, m.first, days_of_month(w, &m));
}

static void
fill_year(struct rrule_walk *w, int year)
{
	const struct rrule *r = w->rule;
	uint32_t months = r->months ? r->months :
	    has_days(r) || has_weekdays(r) ? ALL_MONTHS :
	    1u << w->civil.month;

	for (; months; months &= months - 1)
		fill_month(w, year, lowest(months));
}

/* Marks the n-th day of a period, from its end when n is negative. */
static void
mark_nth(const struct rrule_walk *w, int n, uint32_t kept[MONTHS_MOST])
{
	for (int i = 0; n > 0 && i < w->n; i++) {
		for (uint32_t d = w->days[i]; d; d &= d - 1) {
			if (--n == 0) {
				kept[i] |= d & (~d + 1);
				return;
			}
		}
	}
	for (int i = w->n; n < 0 && i-- > 0;) {
		for (uint32_t d = w->days[i], last; d; d ^= last) {
			last = 1u << (31 - __builtin_clz(d));
			if (++n == 0) {
				kept[i] |= last;
				return;
			}
		}
	}
}

static void
choose_positions(struct rrule_walk *w)
{
	const struct rrule *r = w->rule;
	uint32_t kept[MONTHS_MOST] = {0};

	for (int i = 0; i < r->setpos_words; i++) {
		for (uint64_t e = r->setpos[i]; e; e &= e - 1)
			mark_nth(w, 64 * i + __builtin_ctzll(e), kept);
		for (uint64_t e = r->setpos_from_end[i]; e; e &= e - 1)
			mark_nth(w, -64 * i - __builtin_ctzll(e), kept);
	}
	for (int i = 0; i < w->n; i++)
		w->days[i] = kept[i];
}

static void
fill(struct rrule_walk *w, int32_t period)
{
	w->n = w->at = 0;
	switch (w->rule->freq) {
	case FREQ_WEEKLY:
		fill_week(w, period);
		break;
	case FREQ_YEARLY:
		fill_year(w, period);
		break;
	default:
		fill_month(w, period / 12, period % 12 + 1);
		break;
	}
	if (w->rule->setpos_words && w->rule->freq != FREQ_DAILY)
		choose_positions(w);
}

/* --- one day after the other --------------------------------------------- */

/* Takes days before d out of the period. */
static void
drop_before(struct rrule_walk *w, struct date d)
{
	for (int i = 0; i < w->n; i++) {
		int32_t n = date_diff(d, w->first[i]);

		if (n > 0)
			w->days[i] = n > 31 ? 0 : w->days[i] & UINT32_MAX << n;
	}
}

/* Takes the first day out of what is left of the period. */
static bool
take_day(struct rrule_walk *w, struct date *ret)
{
	for (; w->at < w->n; w->at++) {
		uint32_t days = w->days[w->at];

		if (!days)
			continue;
		*ret = date_add(w->first[w->at], lowest(days));
		w->days[w->at] = days & (days - 1);
		return true;
	}
	return false;
}

/* The first period that counts, on or after that of a day: every interval-th
 * from that of DTSTART on. */
static int32_t
first_period(const struct rrule_walk *w, struct date d)
{
	int32_t period = rrule_period(w->rule, d), passed;

	if (w->step == 1)
		return period;
	passed = (period - rrule_period(w->rule, w->begin)) % w->step;
	return passed ? period + w->step - passed : period;
}

/* With a COUNT the days from DTSTART on are counted, else the walk begins in
 * the period of the day that is asked for. */
void
rrule_walk_init(struct rrule_walk *w, const struct rrule *r,
    struct date dtstart, struct date on_or_after)
{
	struct date first;

	w->rule = r;
	w->begin = date_max(DATE_MIN, date_min(DATE_MAX, dtstart));
	w->civil = date_civil(w->begin);
	w->from = date_max(w->begin, on_or_after);
	w->left = r->count ? r->count : INT32_MAX;
	w->step = r->freq == FREQ_DAILY ? 1 : r->interval;
	w->n = w->at = 0;
	w->end = r->last_period;
	w->period = w->end + 1;
	if (date_before(rrule_last_day(r), w->from))
		return;
	first = r->count ? w->begin : w->from;
	w->period = first_period(w, first);
	if (w->period > w->end)
		return;
	fill(w, w->period);
	drop_before(w, first);
	w->period += w->step;
}

bool
rrule_walk_next(struct rrule_walk *w, struct date *ret)
{
	struct date d;

	do {
		while (!take_day(w, &d)) {
			if (w->period > w->end)
				return false;
			fill(w, w->period);
			w->period += w->step;
		}
		if (w->left-- == 0 || date_before(rrule_last_day(w->rule), d)) {
			w->left = 0;
			return false;
		}
	} while (date_before(d, w->from));
	*ret = d;
	return true;
}

bool
rrule_next(const struct rrule *r, struct date dtstart,
    struct date on_or_after, struct date *ret)
{
	struct rrule_walk w;

	rrule_walk_init(&w, r, dtstart, on_or_after);
	return rrule_walk_next(&w, ret);
}
