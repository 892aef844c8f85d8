/* date.h - civil days of the Gregorian calendar, 1900-2200.
 *
 * Owns:        nothing; all values are passed by value.
 * May touch:   str (printing).
 * Never knows: hours, zones, what a working day is.
 *
 * A day is its number since 1970-01-01, so that arithmetic is addition;
 * year, month and day of the month are a view of it. */
#ifndef SROK_CORE_DATE_H
#define SROK_CORE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct date {
	int32_t n;              /* days since 1970-01-01 */
};

struct civil {
	int year, month, day;   /* month 1..12, day 1..31 */
};

/* Both days inclusive; empty when last is before first. */
struct date_span {
	struct date first, last;
};

enum weekday {                  /* ISO 8601: Monday is 1 */
	MONDAY = 1, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY
};

#define DATE_YEAR_MIN 1900
#define DATE_YEAR_MAX 2200
#define DATE_MIN ((struct date){-25567})        /* 1900-01-01 */
#define DATE_MAX ((struct date){84370})         /* 2200-12-31 */
#define DATE_NONE ((struct date){INT32_MIN})    /* "no day given" */

static inline bool date_is_none(struct date d) { return d.n == INT32_MIN; }
static inline bool date_before(struct date a, struct date b)
{ return a.n < b.n; }
static inline bool date_equal(struct date a, struct date b)
{ return a.n == b.n; }
static inline struct date date_min(struct date a, struct date b)
{ return a.n < b.n ? a : b; }
static inline struct date date_max(struct date a, struct date b)
{ return a.n > b.n ? a : b; }
static inline struct date date_add(struct date d, int days)
{ return (struct date){d.n + days}; }
static inline int date_diff(struct date later, struct date earlier)
{ return later.n - earlier.n; }
static inline bool date_in(struct date d, struct date_span s)
{ return d.n >= s.first.n && d.n <= s.last.n; }
static inline bool span_empty(struct date_span s)
{ return s.last.n < s.first.n; }
static inline int span_days(struct date_span s)
{ return s.last.n - s.first.n + 1; }
static inline struct date_span span_cut(struct date_span a, struct date_span b)
{ return (struct date_span){date_max(a.first, b.first),
    date_min(a.last, b.last)}; }

bool date_valid(int year, int month, int day);  /* exists, 1900..2200 */

static inline bool year_is_leap(int year)
{ return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
static inline int year_days(int year)
{ return year_is_leap(year) ? 366 : 365; }
/* 28..31: odd months are long up to July, even ones from August on. */
static inline int month_days(int year, int month)
{ return month == 2 ? 28 + year_is_leap(year) :
    30 | (month ^ month >> 3); }

/* Days of the 400-year cycle of the Gregorian calendar are counted from
 * 1 March: with the leap day last, years and months begin where a linear
 * formula says. No number is negative from 1900 on, so that dividing by a
 * constant is a multiplication (C. Neri, L. Schneider, "Euclidean affine
 * functions and their application to calendar algorithms", 2023). */
enum { DATE_EPOCH = 719468 };   /* 1970-01-01 from 1 March of year 0 */

/* year, month, day must exist (see date_valid). */
static inline struct date
date_of(int year, int month, int day)
{
	unsigned winter = month < 3;
	unsigned y = (unsigned)year - winter, century = y / 100;
	unsigned m = (unsigned)month + 12 * winter;     /* 3..14 */
	unsigned days = 1461 * y / 4 - century + century / 4 +
	    (979 * m - 2919) / 32;

	return (struct date){(int32_t)days + day - 1 - DATE_EPOCH};
}

static inline struct civil
date_civil(struct date d)
{
	unsigned quarters = 4 * ((unsigned)d.n + DATE_EPOCH) + 3;
	unsigned century = quarters / 146097;
	unsigned in_century = quarters % 146097 | 3;
	unsigned in_year = in_century % 1461 / 4;
	unsigned m = 2141 * in_year + 197913;   /* months, 16 bits of days */
	int winter = in_year >= 306;

	return (struct civil){
		(int)(100 * century + in_century / 1461) + winter,
		(int)(m >> 16) - 12 * winter,
		(int)((m & 0xffff) / 2141) + 1
	};
}

static inline struct date month_first(int year, int month)
{ return date_of(year, month, 1); }
static inline struct date month_last(int year, int month)
{ return date_of(year, month, month_days(year, month)); }
/* The day, or the month's last when the month is shorter: «до 30 числа» in
 * February (design.md §3.4; Civil Code art. 192 p. 3). */
static inline struct date month_day_or_last(int year, int month, int day)
{ return date_of(year, month, day <= 28 || day <= month_days(year, month) ?
    day : month_days(year, month)); }

/* 1970-01-01 was a Thursday; the sum is positive from 1900 on. */
static inline enum weekday date_weekday(struct date d)
{ return (enum weekday)((unsigned)(d.n + 3 + 7 * 4000) % 7 + 1); }
/* Monday of its ISO week. */
static inline struct date date_monday(struct date d)
{ return date_add(d, 1 - (int)date_weekday(d)); }

/* d moved by months; a day that the month lacks becomes its last
 * (Civil Code art. 192). The result is kept within 1900..2200. */
struct date date_add_months(struct date d, int months);

enum { DATE_TEXT = 11 };        /* room for "2026-09-01" and NUL */
/* ISO 8601 into buf; returns buf. DATE_NONE gives "". */
const char *date_iso(struct date d, char buf[DATE_TEXT]);
/* Reads exactly YYYY-MM-DD, an existing day of 1900..2200. False and nothing
 * written otherwise. n is the length of s. */
bool date_parse(const char *s, size_t n, struct date *ret);
/* "A..B", both inclusive, A <= B. */
bool span_parse(const char *s, size_t n, struct date_span *ret);
/* Exactly n decimal digits as a number; false when another character stands
 * there. n is at most 9. */
bool digits_parse(const char *s, size_t n, int *ret);

/* For qsort(3): spans by their last day, then by their first. */
int span_compare_last(const void *a, const void *b);

#endif
