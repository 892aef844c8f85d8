/* Days of a month - Periods - The next day
 *
 * The days of a month are a mask of 31 bits, those of a period one mask for
 * each of its months: rules are applied to all days of a month at once. */
#include "core/rrule.h"

#include "core/rrule_shape.h"

/* --- days of a month ----------------------------------------------------- */

/* Where a rule begins, and what it takes from there. */
struct begin {
	struct date day;
	struct civil civil;
};

static int
lowest(uint32_t bits)
{
	return __builtin_ctz(bits);
}

/* The n-th bit from below; from above when n is negative; 0 when lacking. */
static uint32_t
nth_bit(uint32_t bits, int n)
{
	int count = __builtin_popcount(bits);

	if (n < 0)
		n += count + 1;
	if (n < 1 || n > count)
		return 0;
	while (--n > 0)
		bits &= bits - 1;
	return bits & (~bits + 1);
}

struct month {
	int year, month, length;
	struct date first;
	enum weekday begins;
	uint32_t all;
};

static struct month
month_at(int year, int month)
{
	struct month m = {year, month, month_days(year, month),
	    month_first(year, month), MONDAY, 0};

	m.begins = date_weekday(m.first);
	m.all = UINT32_MAX >> (32 - m.length);
	return m;
}

static uint32_t
days_of_weekday(const struct month *m, int weekday)
{
	return 0x10204081u << (weekday - (int)m->begins + 7) % 7 & m->all;
}

/* The days of a month that are n-th weekdays of its year. */
static uint32_t
nth_of_year(const struct month *m, int weekday, int n)
{
	struct date jan1 = date_of(m->year, 1, 1);
	struct date dec31 = date_of(m->year, 12, 31);
	int day;

	if (n > 0)
		day = jan1.n + (weekday - (int)date_weekday(jan1) + 7) % 7 +
		    7 * (n - 1);
	else
		day = dec31.n - ((int)date_weekday(dec31) - weekday + 7) % 7 +
		    7 * (n + 1);
	day -= m->first.n;
	return day >= 0 && day < m->length ? 1u << day : 0;
}

/* Numbers count in the month, in a yearly rule without BYMONTH in the year. */
static uint32_t
nth_weekdays(const struct rrule *r, const struct month *m, int weekday)
{
	bool in_year = r->freq == FREQ_YEARLY && !r->months;
	uint32_t column = days_of_weekday(m, weekday), days = 0;

	for (int sign = 1; sign >= -1; sign -= 2) {
		uint64_t bits = sign > 0 ? r->nth[weekday] :
		    r->nth_from_end[weekday];

		for (; bits; bits &= bits - 1) {
			int n = sign * __builtin_ctzll(bits);

			days |= in_year ? nth_of_year(m, weekday, n) :
			    nth_bit(column, n);
		}
	}
	return days;
}

static uint32_t
by_weekdays(const struct rrule *r, const struct month *m)
{
	uint32_t days = 0;

	for (int w = MONDAY; w <= SUNDAY; w++) {
		if (r->weekdays >> w & 1)
			days |= days_of_weekday(m, w);
		if (r->nth[w] || r->nth_from_end[w])
			days |= nth_weekdays(r, m, w);
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

/* The days that a monthly or yearly rule has in a month; a day that the month
 * lacks is skipped. */
static uint32_t
days_of_month(const struct rrule *r, const struct begin *b, int year,
    int month)
{
	bool by_day = r->days || r->days_from_end;
	bool by_weekday = r->weekdays || rrule_has_nth(r);
	struct month m;
	uint32_t days;

	if (r->months && !(r->months >> month & 1))
		return 0;
	if (r->freq == FREQ_YEARLY && !r->months && !by_day && !by_weekday &&
	    month != b->civil.month)
		return 0;
	m = month_at(year, month);
	days = m.all;
	if (by_day)
		days &= by_days(r, &m);
	if (by_weekday)
		days &= by_weekdays(r, &m);
	if (!by_day && !by_weekday)
		days &= 1u << (b->civil.day - 1);
	return days;
}

/* --- periods ------------------------------------------------------------- */

/* The days of one period, before anything is cut off. */
struct set {
	int n;                          /* masks in use */
	struct date first[12];          /* day of bit 0 */
	uint32_t days[12];
};

/* Periods are numbered as days, weeks from WKST, months, years. */
static int32_t
period_of(const struct rrule *r, struct date d)
{
	struct civil c;

	if (r->freq == FREQ_DAILY)
		return d.n;
	if (r->freq == FREQ_WEEKLY)     /* day 0 was a Thursday */
		return (d.n + 7 * 4000 + 3 - ((int)r->wkst - MONDAY)) / 7;
	c = date_civil(d);
	return r->freq == FREQ_MONTHLY ? c.year * 12 + c.month - 1 : c.year;
}

static struct date
week_first(const struct rrule *r, int32_t period)
{
	return (struct date){(period - 4000) * 7 - 3 +
	    ((int)r->wkst - MONDAY)};
}

static bool
day_passes(const struct rrule *r, struct date d)
{
	struct civil c;

	if (r->weekdays && !(r->weekdays >> date_weekday(d) & 1))
		return false;
	if (!r->months && !r->days && !r->days_from_end)
		return true;
	c = date_civil(d);
	if (r->months && !(r->months >> c.month & 1))
		return false;
	return (!r->days && !r->days_from_end) || (r->days >> c.day & 1) ||
	    r->days_from_end >> (month_days(c.year, c.month) - c.day + 1) & 1;
}

static void
fill_week(const struct rrule *r, const struct begin *b, int32_t period,
    struct set *s)
{
	s->n = 1;
	s->first[0] = week_first(r, period);
	s->days[0] = 0;
	for (int i = 0; i < 7; i++) {
		struct date d = date_add(s->first[0], i);

		if (!r->weekdays && date_weekday(d) != date_weekday(b->day))
			continue;
		if (day_passes(r, d))
			s->days[0] |= 1u << i;
	}
}

static void
fill_months(const struct rrule *r, const struct begin *b, int32_t first,
    int n, struct set *s)
{
	s->n = n;
	for (int i = 0; i < n; i++) {
		int year = (first + i) / 12, month = (first + i) % 12 + 1;

		s->days[i] = days_of_month(r, b, year, month);
		s->first[i] = s->days[i] ? month_first(year, month) :
		    DATE_NONE;
	}
}

static int
set_count(const struct set *s)
{
	int count = 0;

	for (int i = 0; i < s->n; i++)
		count += __builtin_popcount(s->days[i]);
	return count;
}

static bool
position_is_wanted(const struct rrule *r, int position, int count)
{
	int from_end = count - position + 1;

	if (position <= SETPOS_MOST &&
	    (r->setpos[position / 64] >> position % 64 & 1))
		return true;
	return from_end <= SETPOS_MOST &&
	    (r->setpos_from_end[from_end / 64] >> from_end % 64 & 1);
}

static void
choose_positions(const struct rrule *r, struct set *s)
{
	int count = set_count(s), position = 0;

	for (int i = 0; i < s->n; i++) {
		uint32_t kept = 0;

		for (uint32_t d = s->days[i]; d; d &= d - 1) {
			if (position_is_wanted(r, ++position, count))
				kept |= d & (~d + 1);
		}
		s->days[i] = kept;
	}
}

static void
fill_period(const struct rrule *r, const struct begin *b, int32_t period,
    struct set *s)
{
	switch (r->freq) {
	case FREQ_WEEKLY:
		fill_week(r, b, period, s);
		break;
	case FREQ_MONTHLY:
		fill_months(r, b, period, 1, s);
		break;
	case FREQ_YEARLY:
		fill_months(r, b, period * 12, 12, s);
		break;
	default:                /* FREQ_DAILY */
		s->n = 1;
		s->first[0] = (struct date){period};
		s->days[0] = day_passes(r, s->first[0]);
		break;
	}
	if (rrule_has_setpos(r))
		choose_positions(r, s);
}

/* --- the next day -------------------------------------------------------- */

/* Takes days before d out of a set. */
static void
drop_before(struct set *s, struct date d)
{
	for (int i = 0; i < s->n; i++) {
		int64_t n = (int64_t)d.n - s->first[i].n;

		if (!s->days[i] || n <= 0)
			continue;
		s->days[i] = n > 31 ? 0 : s->days[i] & UINT32_MAX << n;
	}
}

static bool
set_first(const struct set *s, struct date *ret)
{
	for (int i = 0; i < s->n; i++) {
		if (!s->days[i])
			continue;
		*ret = date_add(s->first[i], lowest(s->days[i]));
		return true;
	}
	return false;
}

/* The k-th day of a set, k from 1; DATE_NONE when it has fewer. */
static struct date
set_nth(const struct set *s, int k)
{
	for (int i = 0; i < s->n; i++) {
		int count = __builtin_popcount(s->days[i]);

		if (k <= count)
			return date_add(s->first[i],
			    lowest(nth_bit(s->days[i], k)));
		k -= count;
	}
	return DATE_NONE;
}

static struct date
last_day(const struct rrule *r)
{
	return date_is_none(r->until) ? DATE_MAX : r->until;
}

/* With a COUNT the days from dtstart on are counted, a period at a time. */
static bool
next_counted(const struct rrule *r, const struct begin *b,
    struct date on_or_after, struct date *ret)
{
	int32_t end = period_of(r, DATE_MAX), left = r->count;

	for (int32_t p = period_of(r, b->day); p <= end; p += r->interval) {
		struct set s;
		struct date last = DATE_MAX;
		int n;

		fill_period(r, b, p, &s);
		drop_before(&s, b->day);
		n = set_count(&s);
		if (n >= left)
			last = set_nth(&s, left);
		drop_before(&s, on_or_after);
		if (set_first(&s, ret))
			return ret->n <= last.n;
		if (n >= left)
			return false;
		left -= n;
	}
	return false;
}

static bool
next_from(const struct rrule *r, const struct begin *b,
    struct date on_or_after, struct date *ret)
{
	struct date from = date_max(on_or_after, b->day);
	int32_t first = period_of(r, b->day), p = period_of(r, from);
	int32_t end = period_of(r, last_day(r));

	p += (r->interval - (p - first) % r->interval) % r->interval;
	for (; p <= end; p += r->interval) {
		struct set s;

		fill_period(r, b, p, &s);
		drop_before(&s, from);
		if (set_first(&s, ret))
			return true;
	}
	return false;
}

bool
rrule_next(const struct rrule *r, struct date dtstart,
    struct date on_or_after, struct date *ret)
{
	struct begin b = {.day = date_max(DATE_MIN,
	    date_min(DATE_MAX, dtstart))};
	struct date d;

	b.civil = date_civil(b.day);
	if (date_before(last_day(r), on_or_after))
		return false;
	if (!(r->count ? next_counted(r, &b, on_or_after, &d) :
	    next_from(r, &b, on_or_after, &d)) ||
	    date_before(last_day(r), d))
		return false;
	*ret = d;
	return true;
}
