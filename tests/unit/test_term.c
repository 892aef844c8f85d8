/* Builders - Windows of real orders - Meaning - Printing */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "test_term.h"

/* --- builders ------------------------------------------------------------ */

#define ONCE OPEN, .at_least = 1

#define EVERY(u) .base = TERM_PERIODS, .unit = UNIT_##u, .interval = 1
#define RUN(n, u) .base = TERM_PERIODS, .unit = UNIT_##u, \
    .interval = (n), .consecutive = true
#define DURING .base = TERM_SPANS, .unit = UNIT_COUNT, .interval = 1
#define LAG(u) .base = TERM_AFTER, .unit = UNIT_##u, .interval = 1
#define IN(list) .select = SELECT_IN, .items = (list), .nitems = COUNT(list)
#define ON(list) .select = SELECT_DAY, .items = (list), .nitems = COUNT(list)
#define BY(list) .select = SELECT_BY, .items = (list), .nitems = COUNT(list)
#define SPANS(list) .spans = (list), .nspans = COUNT(list)

#define P_DAY(d) {.kind = POINT_DAY, .n = (d)}
#define P_DATE(d, m) {.kind = POINT_DAY, .n = (d), .month = (m)}
#define P_OF(d, k) {.kind = POINT_DAY, .n = (d), .nth_month = (k)}
#define I_MONTHS(a, b) {P_DATE(1, a), P_DATE(-1, b)}
#define I_MONTH(a) I_MONTHS(a, a)
#define I_AT(...) {.first = __VA_ARGS__}

static struct date
day(const char *iso)
{
	struct date d;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

static struct date_span
span(const char *text)
{
	struct date_span s;

	assert_true(span_parse(text, strlen(text), &s));
	return s;
}

/* "START..DUE*MIN START..DUE*MIN-MAX …" of all windows in the validity. */
static const char *
windows_text(struct desk *k, const struct term *t)
{
	struct term_window *w;
	size_t n = term_windows(t, &k->frame, k->frame.in_force, 500, k->a,
	    &w);
	struct str out;
	const char *text;
	char a[DATE_TEXT], b[DATE_TEXT];

	assert_true(n <= 500);
	str_init(&out);
	for (size_t i = 0; i < n; i++) {
		str_addf(&out, "%s%s..%s*%d", i ? " " : "",
		    date_iso(w[i].start, a), date_iso(w[i].due, b), w[i].min);
		if (w[i].max)
			str_addf(&out, "-%d", w[i].max);
	}
	text = arena_strdup(k->a, out.s);
	str_done(&out);
	return text;
}

static void
expect_parts(struct desk *k, const struct term_part *parts, size_t n,
    const char *in_force, const char *expected)
{
	const struct term t = {parts, n};

	k->frame.in_force = span(in_force);
	assert_string_equal(windows_text(k, &t), expected);
}

#define expect(k, part, in_force, expected) \
    expect_parts(k, &(part), 1, in_force, expected)

/* --- windows of real orders (design.md §3; the orders' own tables) ------- */

#define STREZHEVOY "2021-10-14..2024-12-31"
#define TAMBOV "2020-04-01..2023-12-31"
#define TAMBOV_2020 "2020-04-01..2020-12-31"
#define SAVINO "2020-10-01..2021-08-31"

static void
test_strezhevoy(void **state)
{
	static const struct term_item june[] = {I_MONTH(6)};
	static const struct term_item autumn[] = {I_MONTHS(9, 10)};
	static const struct term_item three[] = {
		I_MONTH(9), I_MONTH(12), I_MONTH(4)
	};
	const struct term_part yearly_june = {EVERY(YEAR), ONCE, IN(june)};
	const struct term_part yearly_autumn = {EVERY(YEAR), ONCE, IN(autumn)};
	const struct term_part yearly_three = {EVERY(YEAR), ONCE, IN(three)};
	const struct term_part yearly = {EVERY(YEAR), ONCE};
	const struct term_part school = {EVERY(SCHOOL_YEAR), ONCE};
	const struct term_part four = {EVERY(YEAR), OPEN, .at_least = 4};
	struct term_part october = yearly;
	struct desk *k = *state;
	static const char each_year[] = "2021-10-14..2021-12-31*1 "
	    "2022-01-01..2022-12-31*1 2023-01-01..2023-12-31*1 "
	    "2024-01-01..2024-12-31*1";

	october.from = day("2021-10-01");
	/* 1, 11, 25, 3, 17, 16, 31 */
	expect(k, yearly_june, STREZHEVOY, "2022-06-01..2022-06-30*1 "
	    "2023-06-01..2023-06-30*1 2024-06-01..2024-06-30*1");
	expect(k, yearly_autumn, STREZHEVOY, "2021-10-14..2021-10-31*1 "
	    "2022-09-01..2022-10-31*1 2023-09-01..2023-10-31*1 "
	    "2024-09-01..2024-10-31*1");
	expect(k, yearly_three, STREZHEVOY, "2021-12-01..2021-12-31*1 "
	    "2022-04-01..2022-04-30*1 2022-09-01..2022-09-30*1 "
	    "2022-12-01..2022-12-31*1 2023-04-01..2023-04-30*1 "
	    "2023-09-01..2023-09-30*1 2023-12-01..2023-12-31*1 "
	    "2024-04-01..2024-04-30*1 2024-09-01..2024-09-30*1 "
	    "2024-12-01..2024-12-31*1");
	expect(k, october, STREZHEVOY, each_year);
	expect(k, yearly, STREZHEVOY, each_year);
	expect(k, school, STREZHEVOY, "2021-10-14..2022-05-31*1 "
	    "2022-09-01..2023-05-31*1 2023-09-01..2024-05-31*1 "
	    "2024-09-01..2024-12-31*1");
	expect(k, four, STREZHEVOY, "2021-10-14..2021-12-31*1 "
	    "2022-01-01..2022-12-31*4 2023-01-01..2023-12-31*4 "
	    "2024-01-01..2024-12-31*4");
}

static void
test_tambov(void **state)
{
	static const struct term_item august[] = {I_MONTHS(8, 9)};
	static const struct term_item winter[] = {I_MONTHS(1, 2)};
	static const struct term_item spring[] = {I_MONTHS(4, 5)};
	static const struct term_item may30[] = {I_AT(P_DATE(30, 5))};
	static const struct term_item sep1[] = {I_AT(P_DATE(1, 9))};
	const struct term_part yearly = {EVERY(YEAR), ONCE, IN(august)};
	const struct term_part yearly_winter = {EVERY(YEAR), ONCE, IN(winter)};
	const struct term_part yearly_spring = {EVERY(YEAR), ONCE, IN(spring)};
	const struct term_part quarters = {EVERY(QUARTER), ONCE};
	const struct term_part three_months = {RUN(3, MONTH), ONCE};
	struct term_part by_may = {EVERY(YEAR), ONCE, BY(may30)};
	const struct date_span phase[] = {span("2020-10-01..2020-12-31")};
	const struct date_span dec15[] = {span("2020-01-01..2020-12-15")};
	const struct date_span spring20[] = {span("2020-05-01..2020-06-30")};
	struct term_part monthly[] = {
		{DURING, ONCE, SPANS(phase)},
		{EVERY(MONTH), ONCE, .only = 0x1e1e},   /* Jan..Apr, Sep..Dec */
	};
	struct term_part item37[] = {
		{DURING, ONCE, SPANS(spring20)}, {EVERY(YEAR), ONCE, BY(sep1)},
	};
	struct term_part item30[] = {{DURING, ONCE, SPANS(phase)},
		{EVERY(SCHOOL_YEAR), ONCE}};
	const struct term_part item25 = {DURING, ONCE, SPANS(dec15)};
	static const char quarters_2020[] = "2020-04-01..2020-06-30*1 "
	    "2020-07-01..2020-09-30*1 2020-10-01..2020-12-31*1";
	struct desk *k = *state;

	by_may.from = day("2021-01-01");
	monthly[1].from = item37[1].from = day("2021-01-01");
	item30[1].from = day("2021-09-01");
	monthly[1].to = day("2021-12-31");
	expect(k, yearly, TAMBOV, "2020-08-01..2020-09-30*1 "
	    "2021-08-01..2021-09-30*1 2022-08-01..2022-09-30*1 "
	    "2023-08-01..2023-09-30*1");
	expect(k, yearly_winter, TAMBOV, "2021-01-01..2021-02-28*1 "
	    "2022-01-01..2022-02-28*1 2023-01-01..2023-02-28*1");
	expect(k, yearly_spring, TAMBOV, "2020-04-01..2020-05-31*1 "
	    "2021-04-01..2021-05-31*1 2022-04-01..2022-05-31*1 "
	    "2023-04-01..2023-05-31*1");
	expect(k, by_may, TAMBOV, "2021-01-01..2021-05-30*1 "
	    "2022-01-01..2022-05-30*1 2023-01-01..2023-05-30*1");
	expect(k, item25, TAMBOV, "2020-04-01..2020-12-15*1");
	expect_parts(k, monthly, 2, TAMBOV, "2020-10-01..2020-12-31*1 "
	    "2021-01-01..2021-01-31*1 2021-02-01..2021-02-28*1 "
	    "2021-03-01..2021-03-31*1 2021-04-01..2021-04-30*1 "
	    "2021-09-01..2021-09-30*1 2021-10-01..2021-10-31*1 "
	    "2021-11-01..2021-11-30*1 2021-12-01..2021-12-31*1");
	expect_parts(k, item37, 2, TAMBOV, "2020-05-01..2020-06-30*1 "
	    "2021-01-01..2021-09-01*1 2022-01-01..2022-09-01*1 "
	    "2023-01-01..2023-09-01*1");
	expect_parts(k, item30, 2, TAMBOV, "2020-10-01..2020-12-31*1 "
	    "2021-09-01..2022-05-31*1 2022-09-01..2023-05-31*1 "
	    "2023-09-01..2023-12-31*1");
	expect(k, quarters, TAMBOV_2020, quarters_2020);
	expect(k, three_months, TAMBOV_2020, quarters_2020);
}

static void
test_savino(void **state)
{
	const struct date_span wrapped[] = {span("2020-11-01..2021-01-31")};
	const struct term_part winter = {DURING, ONCE, SPANS(wrapped)};
	const struct term_part yearly = {EVERY(YEAR), ONCE};
	struct desk *k = *state;

	expect(k, winter, SAVINO, "2020-11-01..2021-01-31*1");
	k->frame.school = true;         /* «в течение года», year: school */
	expect(k, yearly, SAVINO, "2020-10-01..2021-08-31*1");
}

/* --- meaning ------------------------------------------------------------- */

static void
test_deadlines(void **state)
{
	static const struct term_item day30[] = {I_AT(P_DAY(30))};
	static const struct term_item day5[] = {I_AT(P_DAY(5))};
	static const struct term_item friday[] = {
		I_AT({.kind = POINT_WEEKDAY, .weekday = FRIDAY})
	};
	static const struct term_item of3[] = {I_AT(P_OF(10, 3))};
	const struct term_part by30 = {EVERY(MONTH), ONCE, BY(day30)};
	const struct term_part by5 = {EVERY(MONTH), ONCE, BY(day5),
	    .only = 1 << 9};
	const struct term_part weekly = {EVERY(WEEK), ONCE, BY(friday)};
	const struct term_part quarterly = {EVERY(QUARTER), ONCE, BY(of3)};
	struct desk *k = *state;

	expect(k, by30, "2023-02-01..2024-03-10", "2023-02-01..2023-02-28*1 "
	    "2023-03-01..2023-03-30*1 2023-04-01..2023-04-30*1 "
	    "2023-05-01..2023-05-30*1 2023-06-01..2023-06-30*1 "
	    "2023-07-01..2023-07-30*1 2023-08-01..2023-08-30*1 "
	    "2023-09-01..2023-09-30*1 2023-10-01..2023-10-30*1 "
	    "2023-11-01..2023-11-30*1 2023-12-01..2023-12-30*1 "
	    "2024-01-01..2024-01-30*1 2024-02-01..2024-02-29*1 "
	    "2024-03-01..2024-03-10*1");
	expect(k, by5, "2024-01-01..2025-12-31",
	    "2024-09-01..2024-09-05*1 2025-09-01..2025-09-05*1");
	expect(k, weekly, "2026-11-16..2026-11-29",
	    "2026-11-16..2026-11-20*1 2026-11-23..2026-11-27*1");
	expect(k, quarterly, "2026-01-01..2026-07-31",
	    "2026-01-01..2026-03-10*1 2026-04-01..2026-06-10*1 "
	    "2026-07-01..2026-07-31*1");
}

static void
test_days(void **state)
{
	static const struct term_item last_friday[] = {
		I_AT({.kind = POINT_NTH_WEEKDAY, .n = -1, .weekday = FRIDAY})
	};
	static const struct term_item fifth_monday[] = {
		I_AT({.kind = POINT_NTH_WEEKDAY, .n = 5, .weekday = MONDAY})
	};
	static const struct term_item working[] = {
		I_AT({.kind = POINT_NTH_WORKING_DAY, .n = 1, .month = 9}),
		I_AT({.kind = POINT_NTH_WORKING_DAY, .n = -1, .month = 5}),
		I_AT({.kind = POINT_NTH_WORKING_DAY, .n = 10, .month = 9}),
	};
	static const struct term_item end5[] = {
		I_AT({.kind = POINT_BEFORE_END, .n = 5})
	};
	static const struct term_item last[] = {I_AT(P_DAY(-1))};
	const struct term_part fridays = {EVERY(MONTH), ONCE, ON(last_friday)};
	const struct term_part fifths = {EVERY(MONTH), ONCE, ON(fifth_monday)};
	const struct term_part workings = {EVERY(YEAR), ONCE, ON(working)};
	const struct term_part ends = {EVERY(QUARTER), ONCE, ON(end5)};
	const struct term_part lasts = {EVERY(DECADE), ONCE, ON(last)};
	const struct term_part worked = {EVERY(WORKING_DAY), ONCE};
	struct desk *k = *state;

	expect(k, fridays, "2026-10-01..2026-11-30",
	    "2026-10-30..2026-10-30*1 2026-11-27..2026-11-27*1");
	expect(k, fifths, "2026-01-01..2026-08-31",
	    "2026-03-30..2026-03-30*1 2026-06-29..2026-06-29*1 "
	    "2026-08-31..2026-08-31*1");
	expect(k, workings, "2025-01-01..2025-12-31",
	    "2025-05-30..2025-05-30*1 2025-09-01..2025-09-01*1 "
	    "2025-09-12..2025-09-12*1");
	expect(k, ends, "2026-01-01..2026-06-30",
	    "2026-03-26..2026-03-26*1 2026-06-25..2026-06-25*1");
	expect(k, lasts, "2024-02-01..2024-03-01",
	    "2024-02-10..2024-02-10*1 2024-02-20..2024-02-20*1 "
	    "2024-02-29..2024-02-29*1");
	expect(k, worked, "2026-11-20..2026-11-24",
	    "2026-11-20..2026-11-20*1 2026-11-23..2026-11-23*1 "
	    "2026-11-24..2026-11-24*1");
}

static void
test_parts_of_periods(void **state)
{
	static const struct term_item wrapped[] = {I_MONTHS(12, 1)};
	static const struct term_item decade[] = {
		{P_DATE(1, 6), P_DATE(10, 6)}
	};
	static const struct term_item turn[] = {{P_DAY(25), P_DAY(5)}};
	static const struct term_item third[] = {{P_OF(1, 3), P_OF(-1, 3)}};
	const struct term_part winter = {EVERY(YEAR), ONCE, IN(wrapped)};
	const struct term_part june = {EVERY(YEAR), ONCE, IN(decade)};
	const struct term_part turns = {EVERY(MONTH), ONCE, IN(turn)};
	const struct term_part turns_of_june = {EVERY(MONTH), ONCE, IN(turn),
	    .only = 1 << 6};
	const struct term_part thirds = {EVERY(QUARTER), ONCE, IN(third)};
	struct desk *k = *state;

	/* A winter that began before the validity is cut, not lost. */
	expect(k, winter, "2020-01-10..2022-06-30",
	    "2020-01-10..2020-01-31*1 2020-12-01..2021-01-31*1 "
	    "2021-12-01..2022-01-31*1");
	expect(k, june, "2026-06-05..2026-12-31", "2026-06-05..2026-06-10*1");
	expect(k, turns, "2026-01-01..2026-03-01",
	    "2026-01-01..2026-01-05*1 2026-01-25..2026-02-05*1 "
	    "2026-02-25..2026-03-01*1");
	expect(k, turns_of_june, "2025-01-01..2026-12-31",
	    "2025-06-01..2025-06-05*1 2025-06-25..2025-06-30*1 "
	    "2026-06-01..2026-06-05*1 2026-06-25..2026-06-30*1");
	expect(k, thirds, "2026-01-01..2026-06-30",
	    "2026-03-01..2026-03-31*1 2026-06-01..2026-06-30*1");
	k->frame.school = true;         /* January is the later one there */
	expect(k, winter, "2020-09-01..2021-08-31",
	    "2020-12-01..2021-01-31*1");
}

static void
test_consecutive(void **state)
{
	struct term_part months = {RUN(1, MONTH), ONCE};
	const struct term_part days = {RUN(10, WORKING_DAY), ONCE};
	const struct term_part weeks = {RUN(2, WEEK), ONCE};
	struct desk *k = *state;

	/* From the 31st: each is counted from the first, none creeps. */
	expect(k, months, "2023-01-31..2023-06-29",
	    "2023-01-31..2023-02-27*1 2023-02-28..2023-03-30*1 "
	    "2023-03-31..2023-04-29*1 2023-04-30..2023-05-30*1 "
	    "2023-05-31..2023-06-29*1");
	expect(k, days, "2026-11-21..2026-12-18",
	    "2026-11-23..2026-12-04*1 2026-12-07..2026-12-18*1");
	expect(k, weeks, "2026-11-22..2026-12-25",
	    "2026-11-22..2026-12-05*1 2026-12-06..2026-12-19*1 "
	    "2026-12-20..2026-12-25*1");
	months.from = day("2023-01-15");
	months.interval = 2;
	expect(k, months, "2023-02-01..2023-06-01",
	    "2023-02-01..2023-03-14*1 2023-03-15..2023-05-14*1 "
	    "2023-05-15..2023-06-01*1");
}

static void
test_rolling(void **state)
{
	struct term_part part = {RUN(3, MONTH), ONCE, .rolling = true};
	struct desk *k = *state;

	expect(k, part, "2023-01-10..2026-12-31", "2023-01-10..2023-04-09*1");
	k->frame.last_done = day("2023-11-30");
	expect(k, part, "2023-01-10..2026-12-31", "2023-12-01..2024-02-29*1");
}

static void
test_after(void **state)
{
	static const struct term_item day20[] = {I_AT(P_DAY(20))};
	static const struct term_item march1[] = {I_AT(P_DATE(1, 3))};
	static const struct term_item monday[] = {
		I_AT({.kind = POINT_WEEKDAY, .weekday = MONDAY})
	};
	static const struct term_item tenth[] = {
		I_AT({.kind = POINT_NTH_WORKING_DAY, .n = 10})
	};
	const struct term_part by20 = {LAG(QUARTER), ONCE, BY(day20)};
	const struct term_part within = {LAG(QUARTER), ONCE,
	    .within = {45, UNIT_DAY}};
	const struct term_part working = {LAG(MONTH), ONCE,
	    .within = {5, UNIT_WORKING_DAY}};
	const struct term_part yearly = {LAG(YEAR), ONCE, BY(march1)};
	const struct term_part weekly = {LAG(WEEK), ONCE, BY(monday)};
	const struct term_part tenths = {LAG(MONTH), ONCE, BY(tenth)};
	struct desk *k = *state;

	expect(k, by20, "2025-12-01..2026-07-31",
	    "2026-01-01..2026-01-20*1 2026-04-01..2026-04-20*1 "
	    "2026-07-01..2026-07-20*1");
	expect(k, within, "2025-10-10..2026-06-30",
	    "2025-10-10..2025-11-14*1 2026-01-01..2026-02-14*1 "
	    "2026-04-01..2026-05-15*1");
	expect(k, working, "2026-09-01..2026-10-31",
	    "2026-09-01..2026-09-07*1 2026-10-01..2026-10-07*1");
	expect(k, yearly, "2024-06-01..2026-12-31",
	    "2025-01-01..2025-03-01*1 2026-01-01..2026-03-01*1");
	expect(k, weekly, "2026-11-16..2026-11-29",
	    "2026-11-16..2026-11-16*1 2026-11-23..2026-11-23*1");
	expect(k, tenths, "2026-09-01..2026-09-30",
	    "2026-09-01..2026-09-14*1");
}

static void
test_outside_dates(void **state)
{
	const struct date_span dates[] = {
		span("2026-03-01..2026-03-05"), span("2026-05-01..2026-05-02"),
	};
	const struct date requests[] = {day("2026-01-31"), day("2026-02-20")};
	const struct term_part external = {.base = TERM_EXTERNAL,
	    .unit = UNIT_YEAR, OPEN, .at_least = 1};
	const struct term_part asked = {.base = TERM_REQUEST, OPEN,
	    .at_least = 1};
	const struct term_part month = {.base = TERM_REQUEST, OPEN,
	    .at_least = 1, .within = {1, UNIT_MONTH}};
	const struct term both = {(struct term_part[]){external, asked}, 2};
	struct desk *k = *state;

	assert_true(term_is_external(&both));
	assert_true(term_is_on_request(&both));
	assert_false(term_is_on_request(&(struct term){&external, 1}));
	expect(k, external, "2026-01-01..2026-12-31", "");
	k->frame.dates = dates;
	k->frame.ndates = COUNT(dates);
	k->frame.requests = requests;
	k->frame.nrequests = COUNT(requests);
	expect(k, external, "2026-01-01..2026-12-31",
	    "2026-03-01..2026-03-05*1 2026-05-01..2026-05-02*1");
	expect(k, asked, "2026-01-01..2026-12-31",
	    "2026-01-31..2026-03-02*1 2026-02-20..2026-03-22*1");
	expect(k, month, "2026-01-01..2026-12-31",
	    "2026-01-31..2026-02-28*1 2026-02-20..2026-03-20*1");
	expect_parts(k, both.parts, 2, "2026-03-02..2026-04-30",
	    "2026-03-02..2026-03-02*1 2026-03-02..2026-03-05*1 "
	    "2026-03-02..2026-03-22*1");
}

static void
test_counts(void **state)
{
	const struct term_part range = {EVERY(YEAR), OPEN, .at_least = 2,
	    .at_most = 3};
	const struct term_part cap = {EVERY(WEEK), OPEN,
	    .at_least = 0, .at_most = 1};
	const struct term_part ten = {EVERY(MONTH), OPEN, .at_least = 10};
	struct desk *k = *state;

	/* 2 * 184 / 365 = 1.008 -> 1, 3 * 184 / 365 = 1.51 -> 2 */
	expect(k, range, "2025-07-01..2026-12-31",
	    "2025-07-01..2025-12-31*1-2 2026-01-01..2026-12-31*2-3");
	expect(k, cap, "2026-11-18..2026-11-29",
	    "2026-11-18..2026-11-22*0-1 2026-11-23..2026-11-29*0-1");
	/* 10 * 15 / 30 = 5; 10 * 3 / 31 = 0.97 -> 1 */
	expect(k, ten, "2026-09-16..2026-10-03",
	    "2026-09-16..2026-09-30*5 2026-10-01..2026-10-03*1");
}

static void
test_one_due_is_one_window(void **state)
{
	struct term_part parts[] = {
		{EVERY(YEAR), OPEN, .at_least = 2, .at_most = 9},
		{EVERY(QUARTER), OPEN, .at_least = 3, .at_most = 5},
		{EVERY(MONTH), ONCE, .standing = true},
	};
	struct desk *k = *state;

	expect_parts(k, parts, 3, "2026-10-01..2026-12-31",
	    "2026-10-01..2026-10-31*1 2026-11-01..2026-11-30*1 "
	    "2026-10-01..2026-12-31*3-3");
	expect_parts(k, parts, 2, "2026-01-01..2026-12-31",
	    "2026-01-01..2026-03-31*3-5 2026-04-01..2026-06-30*3-5 "
	    "2026-07-01..2026-09-30*3-5 2026-01-01..2026-12-31*3-5");
}

static void
test_whole_validity(void **state)
{
	const struct term_part all = {DURING, ONCE, .in_force = true,
	    .standing = true};
	const struct term t = {&all, 1};
	struct term_window w;
	struct desk *k = *state;

	expect(k, all, TAMBOV, "2020-04-01..2023-12-31*1");
	assert_true(term_next(&t, &k->frame, day("2021-01-01"), &w));
	assert_true(w.standing);
	assert_false(w.clipped);
	assert_false(term_next(&t, &k->frame, day("2024-01-01"), &w));
	k->frame.in_force.last = DATE_MAX;
	assert_true(term_next(&t, &k->frame, day("2024-01-01"), &w));
	assert_int_equal(w.due.n, DATE_MAX.n);
}

static void
test_full_period_is_kept(void **state)
{
	const struct term_part yearly = {EVERY(YEAR), ONCE};
	const struct term t = {&yearly, 1};
	struct term_window w;
	struct desk *k = *state;

	k->frame.in_force = span(STREZHEVOY);
	assert_true(term_next(&t, &k->frame, DATE_NONE, &w));
	assert_true(w.clipped);
	assert_int_equal(w.full.first.n, day("2021-01-01").n);
	assert_int_equal(w.full.last.n, day("2021-12-31").n);
	assert_true(term_next(&t, &k->frame, day("2022-01-01"), &w));
	assert_false(w.clipped);
}

static void
test_limit(void **state)
{
	const struct term_part daily = {EVERY(DAY), ONCE};
	const struct term t = {&daily, 1};
	struct term_window *w;
	struct desk *k = *state;
	const struct date_span week = span("2026-11-16..2026-11-22");

	assert_int_equal(term_windows(&t, &k->frame, week, 7, k->a, &w), 7);
	assert_int_equal(term_windows(&t, &k->frame, week, 6, k->a, &w), 7);
	assert_int_equal(w[5].due.n, day("2026-11-21").n);
	assert_int_equal(term_windows(&t, &k->frame,
	    (struct date_span){DATE_MIN, DATE_MAX}, 200000, k->a, &w),
	    DATE_MAX.n - DATE_MIN.n + 1);
}

static void
test_durations(void **state)
{
	static const struct {
		const char *from;
		struct duration by;
		const char *to, *back;
	} rows[] = {
		{"2026-01-31", {1, UNIT_MONTH}, "2026-02-28", "2025-12-31"},
		{"2024-02-29", {1, UNIT_YEAR}, "2025-02-28", "2023-02-28"},
		{"2026-11-20", {3, UNIT_WORKING_DAY}, "2026-11-25",
		    "2026-11-17"},
		{"2026-11-22", {2, UNIT_WEEK}, "2026-12-06", "2026-11-08"},
		{"2026-11-22", {1, UNIT_QUARTER}, "2027-02-22", "2026-08-22"},
		{"2026-11-22", {1, UNIT_HALF_YEAR}, "2027-05-22",
		    "2026-05-22"},
		{"2026-11-22", {30, UNIT_DAY}, "2026-12-22", "2026-10-23"},
		{"2026-11-22", {0, UNIT_DAY}, "2026-11-22", "2026-11-22"},
		{"2026-11-22", {INT32_MAX, UNIT_DAY}, "2200-12-31",
		    "1900-01-01"},
		{"2026-11-22", {INT32_MAX, UNIT_YEAR}, "2200-12-31",
		    "1900-01-01"},
		{"2026-11-22", {INT32_MIN, UNIT_WORKING_DAY}, "1900-01-01",
		    "2200-12-31"},
	};
	struct desk *k = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date d = day(rows[i].from);

		assert_int_equal(duration_add(k->frame.cal, d, rows[i].by).n,
		    day(rows[i].to).n);
		assert_int_equal(
		    duration_subtract(k->frame.cal, d, rows[i].by).n,
		    day(rows[i].back).n);
	}
}

static void
test_periods(void **state)
{
	static const struct {
		enum term_unit unit;
		const char *day, *span;
	} rows[] = {
		{UNIT_DAY, "2026-11-22", "2026-11-22..2026-11-22"},
		{UNIT_WORKING_DAY, "2026-11-22", "2026-11-23..2026-11-23"},
		{UNIT_WEEK, "2026-11-22", "2026-11-16..2026-11-22"},
		{UNIT_WEEK, "1900-01-01", "1900-01-01..1900-01-07"},
		{UNIT_DECADE, "2026-11-22", "2026-11-21..2026-11-30"},
		{UNIT_DECADE, "2026-11-20", "2026-11-11..2026-11-20"},
		{UNIT_MONTH, "2024-02-10", "2024-02-01..2024-02-29"},
		{UNIT_QUARTER, "2026-11-22", "2026-10-01..2026-12-31"},
		{UNIT_HALF_YEAR, "2026-06-30", "2026-01-01..2026-06-30"},
		{UNIT_YEAR, "2026-06-30", "2026-01-01..2026-12-31"},
		{UNIT_SCHOOL_YEAR, "2026-05-31", "2025-09-01..2026-05-31"},
		{UNIT_SCHOOL_YEAR, "2026-06-01", "2026-09-01..2027-05-31"},
	};
	struct desk *k = *state;
	struct date_span s;

	for (size_t i = 0; i < COUNT(rows); i++) {
		s = term_period(&k->frame, rows[i].unit, day(rows[i].day));
		assert_int_equal(s.first.n, span(rows[i].span).first.n);
		assert_int_equal(s.last.n, span(rows[i].span).last.n);
	}
	k->frame.school = true;
	s = term_period(&k->frame, UNIT_YEAR, day("2026-08-31"));
	assert_int_equal(s.first.n, day("2025-09-01").n);
	k->frame.school_first_month = 10;
	k->frame.school_first_day = 1;
	k->frame.school_last_month = 12;
	k->frame.school_last_day = 25;
	s = term_period(&k->frame, UNIT_SCHOOL_YEAR, day("2026-12-26"));
	assert_int_equal(s.first.n, day("2027-10-01").n);
	assert_int_equal(s.last.n, day("2027-12-25").n);
}

/* --- printing ------------------------------------------------------------ */

static void
expect_print(const struct term_part *parts, size_t n, const char *expected)
{
	const struct term t = {parts, n};
	struct str out;

	str_init(&out);
	term_print(&out, &t);
	assert_string_equal(out.s, expected);
	assert_true(term_equal(&t, &t));
	str_done(&out);
}

/* The mappings of rule-files.md §5. */
static void
test_print(void **state)
{
	static const struct term_item june[] = {I_MONTH(6)};
	static const struct term_item two[] = {I_MONTH(5), I_MONTHS(8, 12)};
	static const struct term_item decade[] = {
		{P_DATE(1, 6), P_DATE(10, 6)}
	};
	static const struct term_item days[] = {{P_DAY(20), P_DAY(-1)}};
	static const struct term_item third[] = {{P_OF(1, 3), P_OF(-1, 3)}};
	static const struct term_item may30[] = {I_AT(P_DATE(30, 5))};
	static const struct term_item five[] = {I_AT(P_DAY(5))};
	static const struct term_item points[] = {
		I_AT({.kind = POINT_NTH_WEEKDAY, .n = -1, .weekday = FRIDAY}),
		I_AT({.kind = POINT_NTH_WORKING_DAY, .n = 1, .month = 9}),
		I_AT({.kind = POINT_NTH_WORKING_DAY, .n = 22}),
		I_AT({.kind = POINT_BEFORE_END, .n = 5, .nth_month = 3}),
		I_AT({.kind = POINT_WEEKDAY, .weekday = MONDAY}),
		I_AT(P_DATE(-1, 2)), I_AT(P_OF(10, 3)),
	};
	const struct { struct term_part part; const char *text; } rows[] = {
		{{EVERY(YEAR), ONCE, IN(june)}, "{every: year, in: june}"},
		{{EVERY(YEAR), ONCE, IN(two)},
		    "{every: year, in: [may, august..december]}"},
		{{EVERY(YEAR), ONCE, IN(decade)},
		    "{every: year, in: 1 june..10 june}"},
		{{EVERY(MONTH), ONCE, IN(days)},
		    "{every: month, in: 20..last}"},
		{{EVERY(QUARTER), ONCE, IN(third)},
		    "{every: quarter, in: month 3}"},
		{{EVERY(YEAR), .at_least = 1, BY(may30), .from = {18628},
		    .to = DATE_MAX_INIT},
		    "{every: year, by: 30 may, from: 2021}"},
		{{EVERY(YEAR), .at_least = 1, .from = {18901}, .to = {19023}},
		    "{every: year, from: 2021-10, to: 2022-01}"},
		{{EVERY(YEAR), .at_least = 1, .from = {18902}, .to = {18992}},
		    "{every: year, from: 2021-10-02, to: 2021}"},
		{{EVERY(MONTH), ONCE, BY(five)}, "{every: month, by: 5}"},
		{{EVERY(MONTH), ONCE, .only = 0x1e},
		    "{every: month, only: january..april}"},
		{{EVERY(MONTH), ONCE, .only = 0x1e1e}, "{every: month, "
		    "only: [january..april, september..december]}"},
		{{EVERY(MONTH), ONCE, .only = 0x22},
		    "{every: month, only: [january, may]}"},
		{{EVERY(QUARTER), ONCE}, "{every: quarter}"},
		{{EVERY(YEAR), OPEN, .at_least = 4},
		    "{every: year, at_least: 4}"},
		{{EVERY(YEAR), OPEN, .at_least = 2, .at_most = 3},
		    "{every: year, at_least: 2, at_most: 3}"},
		{{EVERY(WEEK), OPEN, .at_least = 0, .at_most = 1},
		    "{every: week, at_least: 0, at_most: 1}"},
		{{RUN(3, MONTH), ONCE}, "{every: 3 months}"},
		{{RUN(1, WORKING_DAY), ONCE}, "{every: 1 working day}"},
		{{RUN(6, MONTH), ONCE, .rolling = true},
		    "{every: 6 months, counting: from last done}"},
		{{EVERY(SCHOOL_YEAR), ONCE}, "{every: school year}"},
		{{EVERY(YEAR), ONCE, .standing = true},
		    "{every: year, standing: true}"},
		{{DURING, ONCE, .in_force = true, .standing = true},
		    "{during: in_force, standing: true}"},
		{{EVERY(MONTH), ONCE, ON(points)},
		    "{every: month, day: [last friday, "
		    "first working day of september, 22 working day, "
		    "5 days before end of month 3, monday, "
		    "last of february, 10 of month 3]}"},
		{{LAG(QUARTER), ONCE, BY(five)}, "{after: quarter, by: 5}"},
		{{LAG(QUARTER), ONCE, .within = {45, UNIT_DAY}},
		    "{after: quarter, within: 45 days}"},
		{{.base = TERM_REQUEST, OPEN, .at_least = 1},
		    "{after: request}"},
		{{.base = TERM_REQUEST, OPEN, .at_least = 1,
		    .within = {10, UNIT_WORKING_DAY}},
		    "{after: request, within: 10 working days}"},
		{{.base = TERM_EXTERNAL, .unit = UNIT_YEAR, OPEN,
		    .at_least = 1}, "{schedule: external, every: year}"},
		{{.base = TERM_EXTERNAL, .unit = UNIT_COUNT, OPEN,
		    .at_least = 1}, "{schedule: external}"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		expect_print(&rows[i].part, 1, rows[i].text);
		for (size_t j = 0; j < COUNT(rows); j++)
			assert_int_equal(term_equal(
			    &(struct term){&rows[i].part, 1},
			    &(struct term){&rows[j].part, 1}), i == j);
	}
}

static void
test_print_spans(void **state)
{
	static const struct { const char *span, *text; } rows[] = {
		{"2020-10-01..2020-10-31", "{during: 2020-10}"},
		{"2021-03-01..2021-04-30", "{during: 2021-03..2021-04}"},
		{"2021-03-01..2021-04-15", "{during: 2021-03-01..2021-04-15}"},
		{"2021-03-01..2021-03-01", "{during: 2021-03-01}"},
		{"2022-01-01..2022-12-31", "{during: 2022}"},
		{"2005-01-01..2007-12-31", "{during: 2005..2007}"},
		{"2024-01-01..2024-08-30", "{by: 2024-08-30}"},
		{"2024-01-01..2024-08-31", "{during: 2024-01..2024-08}"},
		{"2024-01-01..2024-01-01", "{during: 2024-01-01}"},
	};
	const struct date_span list[] = {span("2020-10-01..2020-10-31"),
	    span("2021-08-01..2021-08-31")};
	struct term_part part = {DURING, ONCE, SPANS(list)};

	(void)state;
	expect_print(&part, 1, "{during: [2020-10, 2021-08]}");
	expect_print((struct term_part[]){part, {EVERY(YEAR), ONCE}}, 2,
	    "[{during: [2020-10, 2021-08]}, {every: year}]");
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date_span s = span(rows[i].span);

		part.spans = &s;
		part.nspans = 1;
		expect_print(&part, 1, rows[i].text);
	}
	part.spans = (struct date_span[]){span("2024-01-01..2024-08-31")};
	part.select = SELECT_BY;
	expect_print(&part, 1, "{by: 2024-08-31}");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_strezhevoy), TEST(test_tambov), TEST(test_savino),
		TEST(test_deadlines), TEST(test_days),
		TEST(test_parts_of_periods), TEST(test_consecutive),
		TEST(test_rolling), TEST(test_after),
		TEST(test_outside_dates), TEST(test_counts),
		TEST(test_one_due_is_one_window), TEST(test_whole_validity),
		TEST(test_full_period_is_kept), TEST(test_limit),
		TEST(test_durations), TEST(test_periods), TEST(test_print),
		TEST(test_print_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
