/* What a machine allows: months of 31 bits, walked from one to the next, with
 * nothing but what the five rules need. A yardstick, not a library. */
#include "recur.h"

struct rule {
	int step;               /* every so many months from January 2000 */
	uint32_t months;        /* bits 1..12 */
	uint32_t days, days_from_end;   /* bit 0: the first, the last */
	uint32_t weekdays;      /* bit 0: Monday */
	bool only_last;
};

enum { EVERY_MONTH = 0x1ffe, QUARTER_ENDS = 1 << 3 | 1 << 6 | 1 << 9 | 1 << 12,
	WORKED = 0x1f };

static const struct rule rules[RECUR_RULES] = {
	{1, 1 << 6, 1, 1, 0, false},
	{3, EVERY_MONTH, 1, 0, 0, false},
	{1, EVERY_MONTH, 0, 0, 1 << 4, true},
	{1, 1 << 10, 1, 0, 0, false},
	{1, QUARTER_ENDS, 0, 0, WORKED, true},
};

struct month {
	int year, month, length;
	struct date first;
	int weekday;            /* of the first, from Monday */
};

static struct month
month_at(int year, int month)
{
	struct date first = date_of(year, month, 1);

	return (struct month){year, month, month_days(year, month), first,
	    (int)date_weekday(first) - 1};
}

static void
step(struct month *m)
{
	m->first = date_add(m->first, m->length);
	m->weekday = (m->weekday + m->length) % 7;
	if (++m->month > 12) {
		m->month = 1;
		m->year++;
	}
	m->length = month_days(m->year, m->month);
}

static uint32_t
days_of(const struct rule *r, const struct month *m)
{
	uint32_t all = UINT32_MAX >> (32 - m->length), days = r->days;

	if (!(r->months >> m->month & 1) ||
	    ((m->year - RECUR_FIRST_YEAR) * 12 + m->month - 1) % r->step)
		return 0;
	if (r->days_from_end)
		days |= r->days_from_end << (m->length - 1);
	if (r->weekdays) {
		/* Seven days further lies the same weekday. */
		uint32_t week = (r->weekdays | r->weekdays << 7) >>
		    m->weekday & 0x7f;

		days = (week | week << 7 | week << 14 | week << 21 |
		    week << 28) & all;
	}
	return r->only_last && days ?
	    1u << (31 - __builtin_clz(days)) : days;
}

static struct recur_sum
expand(int rule)
{
	struct month m = month_at(RECUR_FIRST_YEAR, 1);
	struct recur_sum sum = {0, 0};

	for (; m.year <= RECUR_LAST_YEAR; step(&m)) {
		uint32_t days = days_of(&rules[rule], &m);

		for (; days; days &= days - 1)
			recur_add(&sum, date_add(m.first,
			    __builtin_ctz(days)));
	}
	return sum;
}

static struct date
next(int rule, struct date on_or_after)
{
	struct civil c = date_civil(on_or_after);
	struct month m = month_at(c.year, c.month);
	uint32_t days = days_of(&rules[rule], &m) &
	    UINT32_MAX << (c.day - 1);

	while (!days) {
		step(&m);
		days = days_of(&rules[rule], &m);
	}
	return date_add(m.first, __builtin_ctz(days));
}

int
main(void)
{
	const struct recur_contender c = {"C month mask", expand, next};

	recur_run(&c);
	return 0;
}
