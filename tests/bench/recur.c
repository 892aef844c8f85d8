#include "recur.h"

#include <inttypes.h>
#include <stdio.h>

#include "measure.h"

static const char *const names[RECUR_RULES] = {
	"1 June and its last day", "every 3 months", "last Friday",
	"1 October", "last working day of a quarter",
};

const char *const recur_text[RECUR_RULES] = {
	"FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1,-1",
	"FREQ=MONTHLY;INTERVAL=3",
	"FREQ=MONTHLY;BYDAY=-1FR",
	"FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=1",
	"FREQ=MONTHLY;BYMONTH=3,6,9,12;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
};

enum { MONTHS = 12, ASKED_DAY = 22 };

#define ENOUGH_S 0.05

/* A question that is asked over and over. The answer is kept, so that no
 * compiler leaves it out. */
struct question {
	const struct recur_contender *contender;
	int rule, year;
	struct recur_sum answer;
};

static void
expand(void *arg)
{
	struct question *q = arg;

	q->answer = q->contender->expand(q->rule);
}

/* On the 22nd of each month of a year. */
static void
next(void *arg)
{
	struct question *q = arg;
	struct recur_sum sum = {0, 0};

	for (int month = 1; month <= MONTHS; month++)
		recur_add(&sum, q->contender->next(q->rule,
		    date_of(q->year, month, ASKED_DAY)));
	q->answer = sum;
}

/* A line for rounds.py. */
static void
row(const char *what, const char *of, const struct question *q, double n,
    double seconds, const char *unit)
{
	printf("%s: %s\t%s\t%.6g\t%s\t%zu/%" PRId64 "\n", what, of,
	    q->contender->name, n / seconds, unit, q->answer.count,
	    q->answer.days);
}

/* All rules as if one after the other; each of them too, when asked for. */
static void
measure(const struct recur_contender *c, const char *what, int year,
    void (*ask)(void *), const char *unit, bool each)
{
	struct question all = {c, 0, year, {0, 0}};
	double seconds = 0;

	for (int rule = 0; rule < RECUR_RULES; rule++) {
		struct question q = {c, rule, year, {0, 0}};
		double one = measure_call(ask, &q, ENOUGH_S);

		if (each)
			row(what, names[rule], &q, (double)q.answer.count,
			    one, unit);
		seconds += one;
		all.answer.count += q.answer.count;
		all.answer.days += q.answer.days;
	}
	row(what, "all five", &all, (double)all.answer.count, seconds, unit);
}

void
recur_run(const struct recur_contender *c)
{
	measure(c, "days of 2000-2099", 0, expand, "day/s", true);
	measure(c, "next in 2026", 2026, next, "1/s", true);
	measure(c, "next in 2000", RECUR_FIRST_YEAR, next, "1/s", false);
	measure(c, "next in 2099", RECUR_LAST_YEAR, next, "1/s", false);
}
