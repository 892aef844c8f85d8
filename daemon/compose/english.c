#include "compose/english.h"

#include "compose/plain.h"

static const char *const weekdays[8] = {
	NULL, "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday", "Sunday"
};

static const char *const months[13] = {
	NULL, "January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December"
};

void
english_count(struct str *out, unsigned n, const char *one, const char *many)
{
	str_addf(out, "%u" NBSP "%s", n, n == 1 ? one : many);
}

void
english_left(struct str *out, unsigned n)
{
	english_count(out, n, "day", "days");
	str_add(out, " left");
}

void
english_late(struct str *out, unsigned n)
{
	english_count(out, n, "day", "days");
	str_add(out, " overdue");
}

void
english_short_day(struct str *out, struct date d)
{
	struct civil c = date_civil(d);

	str_addf(out, "%d" NBSP "%s", c.day, months[c.month]);
}

void
english_date(struct str *out, struct date d)
{
	english_short_day(out, d);
	str_addf(out, NBSP "%d", date_civil(d).year);
}

void
english_week_day(struct str *out, struct date d)
{
	str_addf(out, "%s ", weekdays[date_weekday(d)]);
	english_short_day(out, d);
}

void
english_day(struct str *out, struct date d)
{
	str_addf(out, "%s ", weekdays[date_weekday(d)]);
	english_date(out, d);
}

void
english_on_day(struct str *out, struct date d)
{
	str_add(out, "on" NBSP);
	english_day(out, d);
}

void
english_from(struct str *out, struct date d)
{
	str_add(out, "from" NBSP);
	english_short_day(out, d);
}

void
english_to(struct str *out, struct date d)
{
	str_add(out, "by" NBSP);
	english_short_day(out, d);
}

void
english_span(struct str *out, struct date_span s)
{
	struct civil first = date_civil(s.first), last = date_civil(s.last);

	if (first.year != last.year) {
		english_date(out, s.first);
		str_add(out, NBSP "– ");
		english_date(out, s.last);
	} else if (first.month != last.month) {
		english_short_day(out, s.first);
		str_add(out, NBSP "– ");
		english_short_day(out, s.last);
	} else if (first.day != last.day) {
		str_addf(out, "%d–", first.day);
		english_short_day(out, s.last);
	} else {
		english_short_day(out, s.first);
	}
}

const char *
english_month(int month)
{
	return months[month];
}
