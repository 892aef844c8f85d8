#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/date.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct date
day(const char *iso)
{
	struct date d;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

/* Every day of 1900-2200, counted on by hand. */
static void
test_every_day(void **state)
{
	struct date d = DATE_MIN;
	int weekday = MONDAY;           /* 1900-01-01 */

	(void)state;
	for (int year = DATE_YEAR_MIN; year <= DATE_YEAR_MAX; year++) {
		bool leap = year % 4 == 0 && (year % 100 != 0 ||
		    year % 400 == 0);

		assert_int_equal(year_is_leap(year), leap);
		assert_int_equal(year_days(year), leap ? 366 : 365);
		for (int m = 1; m <= 12; m++) {
			int n = month_days(year, m);

			assert_int_equal(n, m == 2 ? (leap ? 29 : 28) :
			    m == 4 || m == 6 || m == 9 || m == 11 ? 30 : 31);
			assert_int_equal(month_first(year, m).n, d.n);
			assert_int_equal(month_last(year, m).n, d.n + n - 1);
			assert_false(date_valid(year, m, n + 1));
			for (int k = 1; k <= n; k++, d.n++) {
				struct civil c = date_civil(d);

				assert_true(date_valid(year, m, k));
				assert_int_equal(date_of(year, m, k).n, d.n);
				assert_int_equal(c.year, year);
				assert_int_equal(c.month, m);
				assert_int_equal(c.day, k);
				assert_int_equal(date_weekday(d), weekday);
				weekday = weekday % 7 + 1;
			}
		}
	}
	assert_int_equal(d.n, DATE_MAX.n + 1);
}

static void
test_mondays(void **state)
{
	(void)state;
	for (struct date d = DATE_MIN; d.n <= DATE_MAX.n; d.n++) {
		assert_int_equal(date_weekday(date_monday(d)), MONDAY);
		assert_in_range(date_diff(d, date_monday(d)), 0, 6);
	}
}

/* Civil Code art. 192: a day that the month lacks is its last. */
static void
test_months(void **state)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-11-22", 14, "2028-01-22"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2026-05-31", 0, "2026-05-31"},
		{"2200-12-01", 1, "2200-12-31"},
		{"1900-01-31", -1, "1900-01-01"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(date_add_months(day(rows[i].from),
		    rows[i].months).n, day(rows[i].to).n);
	assert_int_equal(month_day_or_last(2026, 2, 30).n,
	    day("2026-02-28").n);
}

static void
test_text(void **state)
{
	static const char *const bad[] = {
		"", "2026", "2026-9-01", "2026-09-1", "2026-02-29",
		"2026-13-01", "2026-00-01", "2026-01-00", "1899-12-31",
		"2201-01-01", "2026/09/01", "2026-09-01 ", "+026-09-01",
		"2026-09-0x",
	};
	struct date d = {7};
	struct date_span s = {{7}, {7}};
	char text[DATE_TEXT];

	(void)state;
	assert_string_equal(date_iso(day("2026-09-01"), text), "2026-09-01");
	assert_string_equal(date_iso(DATE_MIN, text), "1900-01-01");
	assert_string_equal(date_iso(DATE_MAX, text), "2200-12-31");
	assert_string_equal(date_iso(DATE_NONE, text), "");
	for (size_t i = 0; i < COUNT(bad); i++) {
		assert_false(date_parse(bad[i], strlen(bad[i]), &d));
		assert_int_equal(d.n, 7);
	}
	assert_true(span_parse("2026-09-01..2026-09-05", 22, &s));
	assert_int_equal(span_days(s), 5);
	assert_false(span_parse("2026-09-05..2026-09-01", 22, &s));
	assert_false(span_parse("2026-09-01..2026-09-0", 21, &s));
	assert_false(span_parse("2026-09-01--2026-09-05", 22, &s));
	assert_int_equal(span_days(s), 5);
}

static void
test_spans(void **state)
{
	const struct date_span a = {day("2026-01-01"), day("2026-01-31")};
	const struct date_span b = {day("2026-01-20"), day("2026-02-10")};
	const struct date_span c = {day("2026-02-01"), day("2026-02-10")};

	(void)state;
	assert_int_equal(span_days(span_cut(a, b)), 12);
	assert_true(span_empty(span_cut(a, c)));
	assert_true(date_in(day("2026-01-31"), a));
	assert_false(date_in(day("2026-02-01"), a));
	assert_true(date_is_none(DATE_NONE));
	assert_false(date_is_none(DATE_MIN));
	assert_true(date_before(DATE_NONE, DATE_MIN));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_day),
		cmocka_unit_test(test_mondays),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_text), cmocka_unit_test(test_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
