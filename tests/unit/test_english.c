#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "compose/english.h"
#include "test_tongue.h"

static void
test_counts(void **state)
{
	struct str s;

	(void)state;
	str_init(&s);
	english_left(&s, 1);
	expect_said(&s, "1 day left");
	english_left(&s, 21);
	expect_said(&s, "21 days left");
	english_late(&s, 3);
	expect_said(&s, "3 days overdue");
	str_done(&s);
}

static void
test_days(void **state)
{
	struct date d = date_of(2021, 5, 28);
	struct str s;

	(void)state;
	str_init(&s);
	english_short_day(&s, d);
	expect_said(&s, "28 May");
	english_day(&s, d);
	expect_said(&s, "Friday 28 May 2021");
	english_week_day(&s, d);
	expect_said(&s, "Friday 28 May");
	english_on_day(&s, d);
	expect_said(&s, "on Friday 28 May 2021");
	english_to(&s, d);
	expect_said(&s, "by 28 May");
	english_span(&s, (struct date_span){d, date_add(d, 5)});
	expect_said(&s, "28 May – 2 June");
	str_done(&s);
}

static const struct term_item may[] = {
	{.first = {.kind = POINT_DAY, .n = 1, .month = 5},
	    .last = {.kind = POINT_DAY, .n = -1, .month = 5}},
	{.first = {.kind = POINT_DAY, .n = 1, .month = 12},
	    .last = {.kind = POINT_DAY, .n = -1, .month = 1}},
};
static const struct term_item thirtieth[] = {
	{.first = {.kind = POINT_DAY, .n = 30, .month = 5}},
};
static const struct term_item friday[] = {
	{.first = {.kind = POINT_NTH_WEEKDAY, .n = -1, .weekday = FRIDAY}},
};

#define PART(least, ...) {.to = {84370}, .at_least = least, __VA_ARGS__}

/* What cannot be said surely is not said. */
static void
test_terms(void **state)
{
	static const struct {
		struct term_part part;
		const char *want;
	} rows[] = {
		{PART(1, .unit = UNIT_YEAR), "every year"},
		{PART(1, .unit = UNIT_MONTH, .interval = 3), "every 3 months"},
		{PART(2, .unit = UNIT_YEAR, .interval = 3),
		    "at least 2 times every 3 years"},
		{PART(2, .unit = UNIT_YEAR, .interval = 3, .at_most = 2),
		    "2 times every 3 years"},
		{PART(1, .unit = UNIT_YEAR, .at_most = 1), "once a year"},
		{PART(4, .unit = UNIT_YEAR),
		    "at least 4 times a year"},
		{PART(4, .unit = UNIT_YEAR, .at_most = 4),
		    "4 times a year"},
		{PART(2, .unit = UNIT_YEAR, .at_most = 3),
		    "2 to 3 times a year"},
		{PART(1, .unit = UNIT_YEAR, .rolling = true), ""},
		{PART(1, .unit = UNIT_YEAR, .interval = 2, .select = SELECT_BY,
		    .items = thirtieth, .nitems = 1), ""},
		{PART(1, .unit = UNIT_YEAR, .select = SELECT_IN, .items = may,
		    .nitems = 2), "May and December to January every year"},
		{PART(1, .unit = UNIT_YEAR, .select = SELECT_BY,
		    .items = thirtieth, .nitems = 1), "by 30 May every year"},
		{PART(1, .unit = UNIT_YEAR, .standing = true), "ongoing"},
		{PART(1, .base = TERM_REQUEST), "on request"},
		{PART(1, .base = TERM_EXTERNAL, .unit = UNIT_YEAR),
		    "by schedule, every year"},
		{PART(2, .base = TERM_EXTERNAL, .unit = UNIT_YEAR), ""},
		{PART(1, .unit = UNIT_MONTH, .select = SELECT_DAY,
		    .items = friday, .nitems = 1), ""},
		{PART(1, .unit = UNIT_MONTH, .only = 4), ""},
		{PART(1, .base = TERM_RRULE), ""},
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct term term = {&rows[i].part, 1};

		assert_int_equal(english_term(&s, &term), *rows[i].want != 0);
		expect_said(&s, rows[i].want);
	}
	str_done(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
