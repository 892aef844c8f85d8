/* Reads the lines of rrule_days.c and answers each as it does, by libical: a
 * tab and the days in FROM..TO; or `refused`. */
#include <stdio.h>
#include <string.h>

#include <libical/ical.h>

#include "core/date.h"

enum { STEPS_MOST = 100000 };

static struct icaltimetype
ical_day(struct date d)
{
	struct icaltimetype t = icaltime_null_date();
	struct civil c = date_civil(d);

	t.year = c.year;
	t.month = c.month;
	t.day = c.day;
	t.hour = t.minute = t.second = 0;       /* -1 leads it astray */
	return t;
}

static void
print_days(icalrecur_iterator *it, struct date from, struct date to)
{
	char iso[DATE_TEXT];

	putchar('\t');
	for (int i = 0; i < STEPS_MOST; i++) {
		struct icaltimetype t = icalrecur_iterator_next(it);
		struct date d;

		if (icaltime_is_null_time(t) ||
		    !date_valid(t.year, t.month, t.day))
			break;
		d = date_of(t.year, t.month, t.day);
		if (date_before(to, d))
			break;
		if (!date_before(d, from))
			printf("%s ", date_iso(d, iso));
	}
	putchar('\n');
}

static void
answer(const char *line)
{
	struct icalrecurrencetype rule;
	struct date start, from, to;
	icalrecur_iterator *it;

	if (strlen(line) < 34 || !date_parse(line, 10, &start) ||
	    !date_parse(line + 11, 10, &from) ||
	    !date_parse(line + 22, 10, &to)) {
		puts("refused");
		return;
	}
	rule = icalrecurrencetype_from_string(line + 33);
	it = rule.freq == ICAL_NO_RECURRENCE ? NULL :
	    icalrecur_iterator_new(rule, ical_day(start));
	if (!it) {
		puts("refused");
		return;
	}
	print_days(it, from, to);
	icalrecur_iterator_free(it);
}

int
main(void)
{
	char line[1000];

	icalerror_set_errors_are_fatal(0);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		answer(line);
	}
	return 0;
}
