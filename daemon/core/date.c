#include "core/date.h"

bool
date_valid(int year, int month, int day)
{
	return year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX &&
	    month >= 1 && month <= 12 &&
	    day >= 1 && day <= month_days(year, month);
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
