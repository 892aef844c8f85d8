/* libical: an iterator, set forward where the next day is asked for. */
#include <libical/ical.h>

#include "recur.h"

static struct icalrecurrencetype rules[RECUR_RULES];

/* icaltime_null_date() leaves -1 in the hours, from which an iterator goes
 * astray without an error. */
static struct icaltimetype
ical_day(int year, int month, int day)
{
	struct icaltimetype t = icaltime_null_date();

	t.year = year;
	t.month = month;
	t.day = day;
	t.hour = t.minute = t.second = 0;
	return t;
}

static struct recur_sum
expand(int rule)
{
	icalrecur_iterator *it = icalrecur_iterator_new(rules[rule],
	    ical_day(RECUR_FIRST_YEAR, 1, 1));
	struct recur_sum sum = {0, 0};
	struct icaltimetype t;

	for (t = icalrecur_iterator_next(it);
	    !icaltime_is_null_time(t) && t.year <= RECUR_LAST_YEAR;
	    t = icalrecur_iterator_next(it))
		recur_add(&sum, date_of(t.year, t.month, t.day));
	icalrecur_iterator_free(it);
	return sum;
}

static struct date
next(int rule, struct date on_or_after)
{
	icalrecur_iterator *it = icalrecur_iterator_new(rules[rule],
	    ical_day(RECUR_FIRST_YEAR, 1, 1));
	struct civil c = date_civil(on_or_after);
	struct icaltimetype from = ical_day(c.year, c.month, c.day), t;

	icalrecur_iterator_set_start(it, from);
	do
		t = icalrecur_iterator_next(it);
	while (icaltime_compare(t, from) < 0);
	icalrecur_iterator_free(it);
	return date_of(t.year, t.month, t.day);
}

int
main(void)
{
	const struct recur_contender c = {"libical", expand, next};

	for (int i = 0; i < RECUR_RULES; i++)
		rules[i] = icalrecurrencetype_from_string(recur_text[i]);
	recur_run(&c);
	return 0;
}
