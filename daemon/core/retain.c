#include "core/retain.h"

/* Which day, week or month a day lies in, as a number. */
static int32_t
day_of(struct date d)
{
	return d.n;
}

static int32_t
week_of(struct date d)
{
	return date_monday(d).n;
}

static int32_t
month_of(struct date d)
{
	struct civil c = date_civil(d);

	return c.year * 12 + c.month;
}

/* From the latest copy back: the first one met in a period is its latest. */
static void
keep_latest(const struct date *days, size_t n, struct date today, int most,
    int32_t (*period_of)(struct date d), bool *keep)
{
	int32_t last = INT32_MIN;

	for (size_t i = n; i > 0 && most > 0; i--) {
		int32_t period = period_of(days[i - 1]);

		if (date_before(today, days[i - 1]) || period == last)
			continue;
		last = period;
		keep[i - 1] = true;
		most--;
	}
}

void
retain(const struct date *days, size_t n, struct date today,
    const struct retain *rule, bool *ret_keep)
{
	for (size_t i = 0; i < n; i++)
		ret_keep[i] = date_before(today, days[i]);
	keep_latest(days, n, today, rule->daily, day_of, ret_keep);
	keep_latest(days, n, today, rule->weekly, week_of, ret_keep);
	keep_latest(days, n, today, rule->monthly, month_of, ret_keep);
}
