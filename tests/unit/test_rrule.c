#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/rrule.h"
#include "core/term.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct date
day(const char *iso)
{
	struct date d;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

static const struct rrule *
rule(struct arena *a, const char *text)
{
	const struct rrule *r = NULL;
	struct rrule_error err;

	if (!rrule_parse(a, text, strlen(text), &r, &err))
		fail_msg("%s: %s", text, err.what);
	return r;
}

/* The first occurrences from dtstart on, at most n, as text. */
static const char *
expansion(struct arena *a, const char *text, const char *dtstart, int n)
{
	const struct rrule *r = rule(a, text);
	struct date start = day(dtstart), at = start;
	const char *all = "";
	char iso[DATE_TEXT];

	for (; n > 0 && rrule_next(r, start, at, &at); n--, at.n++)
		all = arena_printf(a, "%s%s%s", all, *all ? " " : "",
		    date_iso(at, iso));
	return all;
}

/* Most are examples of RFC 5545 section 3.8.5.3, by their dates. */
static const struct {
	const char *rule, *dtstart, *expected;
} expansions[] = {
	{"FREQ=DAILY;COUNT=3", "1997-09-02",
	    "1997-09-02 1997-09-03 1997-09-04"},
	{"FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02",
	    "1997-09-02 1997-09-12 1997-09-22 1997-10-02 1997-10-12"},
	{"FREQ=WEEKLY;UNTIL=19970916T000000Z", "1997-09-02",
	    "1997-09-02 1997-09-09 1997-09-16"},
	{"FREQ=WEEKLY;INTERVAL=2;WKST=SU;COUNT=4;BYDAY=TU,TH",
	    "1997-09-02",
	    "1997-09-02 1997-09-04 1997-09-16 1997-09-18"},
	{"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
	    "1997-08-05",
	    "1997-08-05 1997-08-10 1997-08-19 1997-08-24"},
	{"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
	    "1997-08-05",
	    "1997-08-05 1997-08-17 1997-08-19 1997-08-31"},
	{"FREQ=MONTHLY;COUNT=3;BYDAY=1FR", "1997-09-05",
	    "1997-09-05 1997-10-03 1997-11-07"},
	{"FREQ=MONTHLY;INTERVAL=2;COUNT=4;BYDAY=1SU,-1SU",
	    "1997-09-07",
	    "1997-09-07 1997-09-28 1997-11-02 1997-11-30"},
	{"FREQ=MONTHLY;COUNT=2;BYDAY=-2MO", "1997-09-22",
	    "1997-09-22 1997-10-20"},
	{"FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28",
	    "1997-09-28 1997-10-29 1997-11-28 1997-12-29 1998-01-29"},
	{"FREQ=MONTHLY;COUNT=4;BYMONTHDAY=1,-1", "1997-09-30",
	    "1997-09-30 1997-10-01 1997-10-31 1997-11-01"},
	{"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1997-09-02",
	    "1998-02-13 1998-03-13 1998-11-13 1999-08-13 2000-10-13"},
	{"FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
	    "1997-09-04", "1997-09-04 1997-10-07 1997-11-06"},
	{"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
	    "1997-09-29",
	    "1997-09-29 1997-10-30 1997-11-27 1997-12-30 1998-01-29"},
	{"FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10",
	    "1997-06-10 1997-07-10 1998-06-10 1998-07-10"},
	{"FREQ=YEARLY;BYDAY=20MO;COUNT=3", "1997-05-19",
	    "1997-05-19 1998-05-18 1999-05-17"},
	{"FREQ=YEARLY;BYDAY=-1SU;COUNT=2", "1997-01-01",
	    "1997-12-28 1998-12-27"},
	{"FREQ=YEARLY;BYMONTH=3;BYDAY=TH;COUNT=4", "1997-03-13",
	    "1997-03-13 1997-03-20 1997-03-27 1998-03-05"},
	{"FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;"
	    "BYMONTHDAY=2,3,4,5,6,7,8", "1996-11-05",
	    "1996-11-05 2000-11-07 2004-11-02 2008-11-04 2012-11-06"},
	/* positions, of whole periods, in each kind of them */
	{"FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU;BYSETPOS=-1,1", "2026-11-23",
	    "2026-11-23 2026-12-01 2026-12-07 2026-12-15 2026-12-21"},
	{"FREQ=DAILY;BYMONTH=11;BYSETPOS=2", "2026-11-23", ""},
	{"FREQ=WEEKLY;BYDAY=MO,WE,FR;BYSETPOS=1,-1;COUNT=3",
	    "2026-11-25", "2026-11-27 2026-11-30 2026-12-04"},
	{"FREQ=WEEKLY;WKST=SU;BYDAY=SU,MO,FR;BYSETPOS=2",
	    "2026-11-24",
	    "2026-11-30 2026-12-07 2026-12-14 2026-12-21 2026-12-28"},
	{"FREQ=YEARLY;BYMONTH=2,5;BYMONTHDAY=1,-1;BYSETPOS=2,-1",
	    "2023-03-01",
	    "2023-05-31 2024-02-29 2024-05-31 2025-02-28 2025-05-31"},
	{"FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,262",
	    "2026-01-01",
	    "2026-12-31 2027-12-31 2028-12-29 2029-12-31 2030-12-31"},
	/* numbers count in the months of a yearly rule that has some */
	{"FREQ=YEARLY;BYMONTH=3,10;BYDAY=-1SU", "2026-04-01",
	    "2026-10-25 2027-03-28 2027-10-31 2028-03-26 2028-10-29"},
	{"FREQ=YEARLY;BYDAY=53TH", "2026-01-01",
	    "2026-12-31 2032-12-30 2037-12-31 2043-12-31 2048-12-31"},
	{"FREQ=MONTHLY;BYDAY=5MO,-5MO", "2026-11-01",
	    "2026-11-02 2026-11-30 2027-03-01 2027-03-29 2027-05-03"},
	{"FREQ=MONTHLY;BYMONTHDAY=-31,-30", "2027-01-01",
	    "2027-01-01 2027-01-02 2027-03-01 2027-03-02 2027-04-01"},
	{"FREQ=WEEKLY;INTERVAL=2;WKST=WE;BYDAY=TU,WE", "2026-11-24",
	    "2026-11-24 2026-12-02 2026-12-08 2026-12-16 2026-12-22"},
	/* the last day counts */
	{"FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270131", "2026-12-01",
	    "2026-12-31 2027-01-31"},
	{"FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20270130", "2026-12-01",
	    "2026-12-31"},
	{"FREQ=DAILY", "2200-12-30", "2200-12-30 2200-12-31"},
	/* days that do not exist are skipped */
	{"FREQ=MONTHLY;COUNT=3", "2026-01-31",
	    "2026-01-31 2026-03-31 2026-05-31"},
	{"FREQ=YEARLY;COUNT=2", "2096-02-29",
	    "2096-02-29 2104-02-29"},
	{"rrule:freq=yearly;bymonth=10;bymonthday=1;until=20260101",
	    "2024-05-05", "2024-10-01 2025-10-01"},
	{"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;COUNT=2", "2025-01-01",
	    "2028-02-29 2032-02-29"},
	{"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-01-01", ""},
	{"FREQ=DAILY;UNTIL=20250101", "2026-01-01", ""},
	/* the next one is in 2217 */
	{"FREQ=WEEKLY;BYDAY=MO;INTERVAL=9999", "2026-01-01", ""},
};

static void
test_expansions(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(expansions); i++) {
		const char *got = expansion(a, expansions[i].rule,
		    expansions[i].dtstart, 5);

		if (strcmp(got, expansions[i].expected) != 0)
			fail_msg("%s: %s", expansions[i].rule, got);
	}
	arena_free(a);
}

/* Asked from any day, the answer is the next one of the walk from dtstart. */
static void
test_next_agrees_with_walk(void **state)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO",
		"FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=31,-31,15",
		"FREQ=MONTHLY;BYDAY=5FR,-1MO;COUNT=40",
		"FREQ=YEARLY;INTERVAL=3;BYMONTH=2,12;BYDAY=2TU;UNTIL=20401231",
		"FREQ=YEARLY;BYDAY=MO,TU;BYSETPOS=1,-1,50;COUNT=60",
		"FREQ=YEARLY;BYDAY=53SU,-53SU",
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rules); i++) {
		const struct rrule *r = rule(a, rules[i]);
		struct date start = day("2019-11-17"), next = start, got;
		bool more = rrule_next(r, start, start, &next);

		for (struct date d = day("2019-01-01");
		    d.n < day("2050-01-01").n; d.n++) {
			if (more && date_before(next, d))
				more = rrule_next(r, start,
				    date_add(next, 1), &next);
			assert_int_equal(rrule_next(r, start, d, &got), more);
			if (more)
				assert_int_equal(got.n, next.n);
		}
	}
	arena_free(a);
}

static void
test_refusals(void **state)
{
	static const struct {
		const char *rule;
		size_t offset, len;
		const char *what;
	} rows[] = {
		{"FREQ=HOURLY", 5, 6,
		    "HOURLY is not supported: terms are whole days"},
		{"FREQ=DAILY;BYHOUR=9", 11, 6, "BYHOUR is not supported"},
		{"FREQ=DAILY;BYWEEKNO=20", 11, 8,
		    "BYWEEKNO is not supported"},
		{"FREQ=YEARLY;BYYEARDAY=-1", 12, 9,
		    "BYYEARDAY is not supported"},
		{"FREQ=DAILY;SKIP=OMIT", 11, 4, "SKIP is not supported"},
		{"FREQ=DAILY;BYMINUTE=0", 11, 8, "BYMINUTE is not supported"},
		{"FREQ=DAILY;BYSECOND=0", 11, 8, "BYSECOND is not supported"},
		{"FREQ=DAILY;RSCALE=GREGORIAN", 11, 6,
		    "RSCALE is not supported"},
		{"FREQ=DAILY;COLOUR=RED", 11, 6,
		    "COLOUR is not a part of a rule"},
		{"FREQ=DAILY;FREQ=DAILY", 11, 4, "FREQ stands twice"},
		{"FREQ=DAYLY", 5, 5,
		    "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY"},
		{"FREQ=DAILY;INTERVAL=0", 21, 0,
		    "INTERVAL is a number of 1..9999"},
		{"FREQ=DAILY;COUNT=1x", 18, 1,
		    "not understood from here on"},
		{"FREQ=DAILY;COUNT=3;UNTIL=20261231", 0, 33,
		    "COUNT and UNTIL exclude each other"},
		{"FREQ=DAILY;UNTIL=20260230", 17, 8,
		    "UNTIL is a day, as 20261231"},
		{"FREQ=WEEKLY;BYDAY=1MO", 0, 21,
		    "numbered weekdays need FREQ=MONTHLY or YEARLY"},
		{"FREQ=MONTHLY;BYDAY=XX", 19, 2,
		    "BYDAY is weekdays, as MO, 2TU or -1FR"},
		{"FREQ=WEEKLY;BYMONTHDAY=1", 0, 24,
		    "BYMONTHDAY does not go with FREQ=WEEKLY"},
		{"FREQ=MONTHLY;BYSETPOS=1", 0, 23,
		    "BYSETPOS needs another BY part to choose from"},
		{"INTERVAL=2", 0, 10, "FREQ is missing"},
		{"FREQ=DAILY;", 11, 1, "a NAME=VALUE is missing"},
		{"FREQ", 0, 4, "FREQ needs a value, as FREQ=DAILY"},
		{"", 0, 1, "a NAME=VALUE is missing"},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct rrule *r;
		struct rrule_error err = {0};

		assert_false(rrule_parse(a, rows[i].rule,
		    strlen(rows[i].rule), &r, &err));
		assert_string_equal(err.what, rows[i].what);
		assert_int_equal(err.offset, rows[i].offset);
		assert_int_equal(err.len, rows[i].len);
	}
	arena_free(a);
}

static void
test_print(void **state)
{
	static const struct {
		const char *rule, *printed;
	} rows[] = {
		{"freq=monthly;byday=-1fr", "FREQ=MONTHLY;BYDAY=-1FR"},
		{"WKST=MO;INTERVAL=1;FREQ=DAILY", "FREQ=DAILY"},
		{"FREQ=YEARLY;BYSETPOS=-1,1;BYDAY=FR,+1MO,-53MO,MO;"
		    "BYMONTHDAY=-1,31,1;BYMONTH=12,1;WKST=SU;INTERVAL=2;"
		    "UNTIL=20261231T235959Z",
		    "FREQ=YEARLY;INTERVAL=2;UNTIL=20261231;BYMONTH=1,12;"
		    "BYMONTHDAY=1,31,-1;BYDAY=MO,-53MO,1MO,FR;BYSETPOS=-1,1;"
		    "WKST=SU"},
		{"FREQ=DAILY;COUNT=7", "FREQ=DAILY;COUNT=7"},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct rrule *r = rule(a, rows[i].rule);
		struct str out;

		str_init(&out);
		rrule_print(&out, r);
		assert_string_equal(out.s, rows[i].printed);
		assert_true(rrule_equal(r, rule(a, out.s)));
		assert_false(rrule_equal(r, rule(a, "FREQ=DAILY;COUNT=8")));
		str_done(&out);
	}
	arena_free(a);
}

/* A term of base `rrule`: one day each, DTSTART from `from` or the validity. */
static void
test_as_term(void **state)
{
	struct arena *a = arena_new();
	struct term_part part = {
		.base = TERM_RRULE, .unit = UNIT_COUNT, .interval = 1,
		.from = DATE_MIN, .to = DATE_MAX, .at_least = 1,
		.rrule = rule(a, "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1FR"),
	};
	const struct term t = {&part, 1};
	const struct term_frame f = {
		.in_force = {day("2024-01-01"), day("2024-06-30")},
		.cal = workcal_plain(a),
	};
	struct term_window *w;
	struct str out;

	(void)state;
	assert_int_equal(term_windows(&t, &f, f.in_force, 10, a, &w), 3);
	assert_int_equal(w[0].start.n, day("2024-01-26").n);
	assert_int_equal(w[2].due.n, day("2024-05-31").n);
	part.from = day("2023-12-01");
	assert_int_equal(term_windows(&t, &f, f.in_force, 10, a, &w), 3);
	assert_int_equal(w[0].due.n, day("2024-02-23").n);
	str_init(&out);
	term_print(&out, &t);
	assert_string_equal(out.s, "{rrule: \"FREQ=MONTHLY;INTERVAL=2;"
	    "BYDAY=-1FR\", from: 2023-12}");
	str_done(&out);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expansions),
		cmocka_unit_test(test_next_agrees_with_walk),
		cmocka_unit_test(test_refusals),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_as_term),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
