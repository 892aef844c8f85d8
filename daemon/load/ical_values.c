/* Days - Durations - Words */
#include "load/ical_values.h"

#include <string.h>

#include "load/codes.h"

/* --- days ---------------------------------------------------------------- */

static bool
read_day(const char *s, struct date *ret)
{
	int year, month, day;

	if (!digits_parse(s, 4, &year) || !digits_parse(s + 4, 2, &month) ||
	    !digits_parse(s + 6, 2, &day) || !date_valid(year, month, day))
		return false;
	*ret = date_of(year, month, day);
	return true;
}

static bool
read_time(const char *s, int *ret)
{
	int hour, minute, second;

	if (!digits_parse(s, 2, &hour) || !digits_parse(s + 2, 2, &minute) ||
	    !digits_parse(s + 4, 2, &second) || hour > 23 || minute > 59 ||
	    second > 60)
		return false;
	*ret = hour * 3600 + minute * 60 + second;
	return true;
}

bool
ical_moment(const struct ical_lines *l, struct ical_part part,
    struct ical_moment *ret)
{
	const char *s = l->text + part.first;
	size_t n = part.end - part.first;

	ret->second = -1;
	if (n == 16 && (s[15] == 'Z' || s[15] == 'z'))
		n = 15;
	if ((n == 8 || (n == 15 && (s[8] == 'T' || s[8] == 't') &&
	    read_time(s + 9, &ret->second))) && read_day(s, &ret->day))
		return true;
	ical_complain(l, part, CODE_E_ICAL_VALUE, "20260101, or "
	    "20260101T090000", "not a day of 1900..2200");
	return false;
}

/* --- durations ----------------------------------------------------------- */

enum { NUMBER_MOST = 999999 };

/* "12W": a number and its unit; false when it is none. */
static bool
read_measure(const char **s, const char *end, const char *units,
    int64_t *ret, char *ret_unit)
{
	int64_t n = 0;
	const char *p = *s;

	for (; p < end && *p >= '0' && *p <= '9'; p++) {
		n = n * 10 + (*p - '0');
		if (n > NUMBER_MOST)
			return false;
	}
	if (p == *s || p == end || !*p ||
	    !strchr(units, *p))
		return false;
	*ret = n;
	*ret_unit = *p;
	*s = p + 1;
	return true;
}

static int64_t
seconds_of(char unit)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {
		{'W', INT64_C(7) * 86400}, {'D', 86400}, {'H', 3600}, {'M', 60},
		{'S', 1}
	};

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].unit == unit)
			return units[i].seconds;
	return 0;
}

/* Days stand before the T, the parts of a day behind it. */
static bool
read_duration(const char *s, const char *end, int64_t *ret)
{
	bool time = false, any = false;

	*ret = 0;
	if (s < end && *s == '+')
		s++;
	if (s == end || *s++ != 'P')
		return false;
	while (s < end) {
		int64_t n;
		char unit;

		if (*s == 'T' && !time) {
			time = true;
			any = false;
			s++;
			continue;
		}
		if (!read_measure(&s, end, time ? "HMS" : "WD", &n, &unit))
			return false;
		*ret += n * seconds_of(unit);
		any = true;
	}
	return any;
}

bool
ical_duration(const struct ical_lines *l, struct ical_part part,
    int64_t *ret_s)
{
	if (read_duration(l->text + part.first, l->text + part.end, ret_s))
		return true;
	ical_complain(l, part, CODE_E_ICAL_VALUE, "P1D, P2W, PT12H",
	    "not a duration that goes forward");
	return false;
}

/* --- words --------------------------------------------------------------- */

const char *
ical_text(const struct ical_lines *l, struct ical_part part)
{
	char *copy = arena_alloc(l->arena, part.end - part.first + 1);
	size_t n = 0;

	for (size_t i = part.first; i < part.end; i++) {
		char c = l->text[i];

		if (c == '\\' && i + 1 < part.end) {
			c = l->text[++i];
			if (c == 'n' || c == 'N')
				c = ' ';
		}
		copy[n++] = c == '\t' ? ' ' : c;
	}
	while (n > 0 && copy[n - 1] == ' ')
		n--;
	copy[n] = '\0';
	return copy;
}

bool
ical_next_value(const struct ical_lines *l, struct ical_part *rest,
    struct ical_part *ret)
{
	const char *comma;

	if (rest->first > rest->end)
		return false;
	comma = memchr(l->text + rest->first, ',', rest->end - rest->first);
	*ret = (struct ical_part){rest->first, comma ?
	    (size_t)(comma - l->text) : rest->end};
	rest->first = ret->end + 1;
	return true;
}
