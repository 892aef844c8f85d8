#include "core/date.h"

/* Days of the 400-year cycle of the Gregorian calendar, counted from 1 March:
 * with the leap day last, month lengths follow one linear formula. */
enum { ERA_DAYS = 146097, EPOCH_FROM_ERA = 719468 };

bool
year_is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
year_days(int year)
{
	return year_is_leap(year) ? 366 : 365;
}

int
month_days(int year, int month)
{
	static const unsigned char days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31
	};

	return month == 2 && year_is_leap(year) ? 29 : days[month - 1];
}

bool
date_valid(int year, int month, int day)
{
	return year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX &&
	    month >= 1 && month <= 12 &&
	    day >= 1 && day <= month_days(year, month);
}

struct date
date_of(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int m = month > 2 ? month - 3 : month + 9;      /* March is 0 */
	int era = y / 400;
	int in_era = y - era * 400;
	int in_year = (153 * m + 2) / 5 + day - 1;
	int in_days = in_era * 365 + in_era / 4 - in_era / 100 + in_year;

	return (struct date){era * ERA_DAYS + in_days - EPOCH_FROM_ERA};
}

struct civil
date_civil(struct date d)
{
	int z = d.n + EPOCH_FROM_ERA;
	int era = z / ERA_DAYS;
	int in_era = z - era * ERA_DAYS;
	int y = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) /
	    365;
	int in_year = in_era - (365 * y + y / 4 - y / 100);
	int m = (5 * in_year + 2) / 153;
	int day = in_year - (153 * m + 2) / 5 + 1;
	int month = m < 10 ? m + 3 : m - 9;

	return (struct civil){era * 400 + y + (month <= 2), month, day};
}

struct date
month_first(int year, int month)
{
	return date_of(year, month, 1);
}

struct date
month_last(int year, int month)
{
	return date_of(year, month, month_days(year, month));
}

struct date
month_day_or_last(int year, int month, int day)
{
	int last = month_days(year, month);

	return date_of(year, month, day < last ? day : last);
}

enum weekday
date_weekday(struct date d)
{
	/* 1970-01-01 was a Thursday; the sum is positive from 1900 on. */
	return (enum weekday)((d.n + 3 + 7 * 4000) % 7 + 1);
}

struct date
date_monday(struct date d)
{
	return date_add(d, 1 - (int)date_weekday(d));
}

int
date_iso_week(struct date d, int *ret_year)
{
	/* A week belongs to the year that its Thursday lies in. */
	struct date thursday = date_add(date_monday(d), 3);
	int year = date_civil(thursday).year;

	if (ret_year)
		*ret_year = year;
	return date_diff(thursday, date_of(year, 1, 1)) / 7 + 1;
}

struct date
date_add_months(struct date d, int months)
{
	struct civil c = date_civil(d);
	int total = c.year * 12 + c.month - 1 + months;

	if (total < DATE_YEAR_MIN * 12)
		return DATE_MIN;
	if (total >= (DATE_YEAR_MAX + 1) * 12)
		return DATE_MAX;
	return month_day_or_last(total / 12, total % 12 + 1, c.day);
}

struct date
date_add_years(struct date d, int years)
{
	if (years > DATE_YEAR_MAX)
		return DATE_MAX;
	if (years < -DATE_YEAR_MAX)
		return DATE_MIN;
	return date_add_months(d, years * 12);
}

static void
write_digits(char *s, int n, int value)
{
	while (n-- > 0) {
		s[n] = (char)('0' + value % 10);
		value /= 10;
	}
}

const char *
date_iso(struct date d, char buf[DATE_TEXT])
{
	struct civil c;

	buf[0] = '\0';
	if (date_is_none(d))
		return buf;
	c = date_civil(d);
	write_digits(buf, 4, c.year);
	buf[4] = '-';
	write_digits(buf + 5, 2, c.month);
	buf[7] = '-';
	write_digits(buf + 8, 2, c.day);
	buf[10] = '\0';
	return buf;
}

bool
digits_parse(const char *s, size_t n, int *ret)
{
	int v = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return false;
		v = v * 10 + (s[i] - '0');
	}
	*ret = v;
	return true;
}

bool
date_parse(const char *s, size_t n, struct date *ret)
{
	int year, month, day;

	if (n != 10 || s[4] != '-' || s[7] != '-' ||
	    !digits_parse(s, 4, &year) || !digits_parse(s + 5, 2, &month) ||
	    !digits_parse(s + 8, 2, &day) || !date_valid(year, month, day))
		return false;
	*ret = date_of(year, month, day);
	return true;
}

bool
span_parse(const char *s, size_t n, struct date_span *ret)
{
	struct date_span span;

	if (n != 22 || s[10] != '.' || s[11] != '.' ||
	    !date_parse(s, 10, &span.first) ||
	    !date_parse(s + 12, 10, &span.last) || span_empty(span))
		return false;
	*ret = span;
	return true;
}

int
span_compare_last(const void *a, const void *b)
{
	const struct date_span *x = a, *y = b;

	if (x->last.n != y->last.n)
		return x->last.n < y->last.n ? -1 : 1;
	return (x->first.n > y->first.n) - (x->first.n < y->first.n);
}
