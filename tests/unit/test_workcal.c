#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/workcal.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define DAY(m, d) {.first_month = (m), .first_day = (d), \
    .last_month = (m), .last_day = (d)}

/* Labour Code art. 112; the decrees of 2019-2026 (government of the Russian
 * Federation) for 2020-2027. */
static const struct yearly_span january[] = {
	{.first_month = 1, .first_day = 1, .last_month = 1, .last_day = 8},
};
static const struct yearly_span carried[] = {
	DAY(2, 23), DAY(3, 8), DAY(5, 1),
	DAY(5, 9), DAY(6, 12), DAY(11, 4),
};

struct decree {
	int year, working_days;
	struct {
		const char *from, *to;
	} moves[6];
	const char *shorts[6];
};

static const struct decree decrees[] = {
	{2020, 248, {{"2020-01-04", "2020-05-04"},
	    {"2020-01-05", "2020-05-05"}},
	    {"2020-04-30", "2020-05-08", "2020-06-11", "2020-11-03",
	    "2020-12-31"}},
	{2021, 247, {{"2021-01-02", "2021-11-05"},
	    {"2021-01-03", "2021-12-31"}, {"2021-02-20", "2021-02-22"}},
	    {"2021-02-20", "2021-04-30", "2021-06-11", "2021-11-03"}},
	{2022, 247, {{"2022-01-01", "2022-05-03"},
	    {"2022-01-02", "2022-05-10"}, {"2022-03-05", "2022-03-07"}},
	    {"2022-02-22", "2022-03-05", "2022-11-03"}},
	{2023, 247, {{"2023-01-01", "2023-02-24"},
	    {"2023-01-08", "2023-05-08"}},
	    {"2023-02-22", "2023-03-07", "2023-11-03"}},
	{2024, 248, {{"2024-01-06", "2024-05-10"},
	    {"2024-01-07", "2024-12-31"}, {"2024-04-27", "2024-04-29"},
	    {"2024-11-02", "2024-04-30"}, {"2024-12-28", "2024-12-30"}},
	    {"2024-02-22", "2024-03-07", "2024-05-08", "2024-06-11",
	    "2024-11-02"}},
	{2025, 247, {{"2025-01-04", "2025-05-02"},
	    {"2025-01-05", "2025-12-31"}, {"2025-02-23", "2025-05-08"},
	    {"2025-03-08", "2025-06-13"}, {"2025-11-01", "2025-11-03"}},
	    {"2025-03-07", "2025-04-30", "2025-06-11", "2025-11-01"}},
	{2026, 247, {{"2026-01-03", "2026-01-09"},
	    {"2026-01-04", "2026-12-31"}},
	    {"2026-04-30", "2026-05-08", "2026-06-11", "2026-11-03"}},
	{2027, 247, {{"2027-01-02", "2027-11-05"},
	    {"2027-01-03", "2027-12-31"}, {"2027-02-20", "2027-02-22"}},
	    {"2027-02-20", "2027-04-30", "2027-06-11", "2027-11-03"}},
};

static struct date
day(const char *iso)
{
	struct date d;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

static struct workcal_year
year_of(struct arena *a, const struct decree *decree)
{
	struct workcal_year y = {.year = decree->year,
	    .working_days = decree->working_days};
	struct workcal_move *moves = arena_array(a, 6, sizeof(*moves));
	struct date *shorts = arena_array(a, 6, sizeof(*shorts));

	for (; y.nmoves < 6 && decree->moves[y.nmoves].from; y.nmoves++)
		moves[y.nmoves] = (struct workcal_move){
			.from = day(decree->moves[y.nmoves].from),
			.to = day(decree->moves[y.nmoves].to),
		};
	for (; y.nshort < 6 && decree->shorts[y.nshort]; y.nshort++)
		shorts[y.nshort] = day(decree->shorts[y.nshort]);
	y.moves = moves;
	y.short_days = shorts;
	return y;
}

static struct workcal_spec
russia(struct arena *a)
{
	struct workcal_year *years = arena_array(a, COUNT(decrees),
	    sizeof(*years));

	for (size_t i = 0; i < COUNT(decrees); i++)
		years[i] = year_of(a, &decrees[i]);
	return (struct workcal_spec){
		.id = "ru",
		.weekend = 1 << SATURDAY | 1 << SUNDAY,
		.holidays = january, .nholidays = COUNT(january),
		.carried = carried, .ncarried = COUNT(carried),
		.years = years, .nyears = COUNT(decrees),
	};
}

struct room {
	struct arena *a;
	struct diags diags;
	struct workcal_spec spec;
	const struct workcal *cal;
};

static int
set_up(void **state)
{
	struct arena *a = arena_new();
	struct room *r = arena_alloc(a, sizeof(*r));

	r->a = a;
	diags_init(&r->diags, a);
	r->spec = russia(a);
	r->cal = workcal_build(a, &r->spec, &r->diags);
	*state = r;
	return 0;
}

static int
tear_down(void **state)
{
	struct room *r = *state;

	arena_free(r->a);
	return 0;
}

static void
test_totals(void **state)
{
	struct room *r = *state;

	/* The build compares each year with its decree. */
	assert_int_equal(r->diags.len, 0);
	for (size_t i = 0; i < COUNT(decrees); i++)
		assert_int_equal(workcal_count(r->cal, (struct date_span){
		    date_of(decrees[i].year, 1, 1),
		    date_of(decrees[i].year, 12, 31)}),
		    decrees[i].working_days);
	assert_string_equal(workcal_id(r->cal), "ru");
	assert_int_equal(workcal_last_official_year(r->cal), 2027);
	assert_true(workcal_is_official(r->cal, day("2020-01-01")));
	assert_false(workcal_is_official(r->cal, day("2019-12-31")));
	assert_false(workcal_is_official(r->cal, day("2028-01-01")));
	assert_false(workcal_is_official(r->cal, DATE_NONE));
}

static void
test_kinds(void **state)
{
	static const struct {
		const char *day;
		enum workcal_kind kind;
		const char *from;
	} rows[] = {
		{"2020-02-24", WORKCAL_CARRIED, "2020-02-23"},
		{"2020-03-09", WORKCAL_CARRIED, "2020-03-08"},
		{"2020-05-11", WORKCAL_CARRIED, "2020-05-09"},
		{"2020-05-04", WORKCAL_MOVED, "2020-01-04"},
		{"2021-02-20", WORKCAL_WORKING_WEEKEND, NULL},
		{"2021-02-22", WORKCAL_MOVED, "2021-02-20"},
		{"2021-05-03", WORKCAL_CARRIED, "2021-05-01"},
		{"2021-05-10", WORKCAL_CARRIED, "2021-05-09"},
		{"2021-06-14", WORKCAL_CARRIED, "2021-06-12"},
		{"2022-01-01", WORKCAL_HOLIDAY, NULL},  /* though moved */
		{"2022-05-03", WORKCAL_MOVED, "2022-01-01"},
		{"2022-05-02", WORKCAL_CARRIED, "2022-05-01"},
		{"2022-03-05", WORKCAL_WORKING_WEEKEND, NULL},
		{"2022-06-13", WORKCAL_CARRIED, "2022-06-12"},
		{"2023-11-06", WORKCAL_CARRIED, "2023-11-04"},
		{"2024-04-27", WORKCAL_WORKING_WEEKEND, NULL},
		{"2024-11-02", WORKCAL_WORKING_WEEKEND, NULL},
		{"2024-12-28", WORKCAL_WORKING_WEEKEND, NULL},
		{"2024-04-30", WORKCAL_MOVED, "2024-11-02"},
		{"2024-04-28", WORKCAL_WEEKEND, NULL},
		/* carried by nobody: the decree took them elsewhere */
		{"2025-02-24", WORKCAL_WORKING, NULL},
		{"2025-03-10", WORKCAL_WORKING, NULL},
		{"2025-02-23", WORKCAL_HOLIDAY, NULL},
		{"2025-05-08", WORKCAL_MOVED, "2025-02-23"},
		{"2025-11-01", WORKCAL_WORKING_WEEKEND, NULL},
		{"2026-01-09", WORKCAL_MOVED, "2026-01-03"},
		{"2026-03-09", WORKCAL_CARRIED, "2026-03-08"},
		{"2026-05-11", WORKCAL_CARRIED, "2026-05-09"},
		{"2026-11-04", WORKCAL_HOLIDAY, NULL},
		{"2027-02-20", WORKCAL_WORKING_WEEKEND, NULL},
		/* no decree yet: by the Labour Code alone */
		{"2028-01-08", WORKCAL_HOLIDAY, NULL},
		{"2028-01-10", WORKCAL_WORKING, NULL},
		{"2028-06-12", WORKCAL_HOLIDAY, NULL},
		{"2028-11-06", WORKCAL_CARRIED, "2028-11-04"},
	};
	struct room *r = *state;
	const char *why = "set";

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date d = day(rows[i].day), from;

		if (workcal_kind(r->cal, d, &from, &why) != rows[i].kind)
			fail_msg("%s is of another kind", rows[i].day);
		assert_null(why);
		assert_true(date_equal(from, rows[i].from ?
		    day(rows[i].from) : DATE_NONE));
	}
	assert_true(workcal_is_short(r->cal, day("2024-11-02")));
	assert_true(workcal_is_short(r->cal, day("2020-12-31")));
	assert_false(workcal_is_short(r->cal, day("2024-12-31")));
}

/* --- a naive oracle ------------------------------------------------------ */

/* Every day of 2018-2029 by what the orders say, one at a time; arithmetic on
 * it is steps of one day. */
enum { ORACLE_DAYS = 12 * 366 };

struct oracle {
	struct date first;
	bool worked[ORACLE_DAYS];
};

static bool
is_yearly(const struct yearly_span *spans, size_t n, struct date d)
{
	struct civil c = date_civil(d);

	for (size_t i = 0; i < n; i++) {
		if (c.month == spans[i].first_month &&
		    c.day >= spans[i].first_day && c.day <= spans[i].last_day)
			return true;
	}
	return false;
}

static bool
is_moved_from(struct date d)
{
	for (size_t i = 0; i < COUNT(decrees); i++) {
		for (size_t k = 0; k < 6 && decrees[i].moves[k].from; k++) {
			if (date_equal(day(decrees[i].moves[k].from), d))
				return true;
		}
	}
	return false;
}

static bool
oracle_works(const struct oracle *o, struct date d)
{
	return o->worked[date_diff(d, o->first)];
}

static struct date
oracle_step(const struct oracle *o, struct date d, int by)
{
	while (!oracle_works(o, d))
		d = date_add(d, by);
	return d;
}

static struct date
oracle_add(const struct oracle *o, struct date d, int n)
{
	for (int by = n > 0 ? 1 : -1; n != 0; n -= by)
		d = oracle_step(o, date_add(d, by), by);
	return d;
}

static struct oracle *
oracle_new(struct arena *a)
{
	struct oracle *o = arena_alloc(a, sizeof(*o));

	o->first = day("2018-01-01");
	for (int i = 0; i < ORACLE_DAYS; i++) {
		struct date d = date_add(o->first, i);

		o->worked[i] = date_weekday(d) < SATURDAY &&
		    !is_yearly(january, COUNT(january), d) &&
		    !is_yearly(carried, COUNT(carried), d);
	}
	for (int i = 0; i < ORACLE_DAYS; i++) {
		struct date d = date_add(o->first, i);

		if (date_weekday(d) >= SATURDAY && !is_moved_from(d) &&
		    is_yearly(carried, COUNT(carried), d))
			o->worked[date_diff(oracle_step(o, d, 1),
			    o->first)] = false;
	}
	for (size_t i = 0; i < COUNT(decrees); i++) {
		for (size_t k = 0; k < 6 && decrees[i].moves[k].from; k++) {
			struct date from = day(decrees[i].moves[k].from);

			if (!is_yearly(january, COUNT(january), from) &&
			    !is_yearly(carried, COUNT(carried), from))
				o->worked[date_diff(from, o->first)] = true;
			o->worked[date_diff(day(decrees[i].moves[k].to),
			    o->first)] = false;
		}
	}
	return o;
}

static void
check_day(const struct workcal *cal, const struct oracle *o, struct date d)
{
	static const int steps[] = {1, 2, 3, 5, 10, 20, 45, 61, 130, 247};
	struct date before = oracle_step(o, d, -1), start = date_add(d, -2);
	struct date after = oracle_step(o, d, 1);
	int count = 0;

	assert_int_equal(workcal_is_working(cal, d), oracle_works(o, d));
	assert_int_equal(workcal_next(cal, d).n, after.n);
	assert_int_equal(workcal_previous(cal, d).n, before.n);
	for (size_t i = 0; i < COUNT(steps); i++) {
		assert_int_equal(workcal_add(cal, d, steps[i]).n,
		    oracle_add(o, d, steps[i]).n);
		assert_int_equal(workcal_add(cal, d, -steps[i]).n,
		    oracle_add(o, d, -steps[i]).n);
	}
	for (int i = 0; i < 100; i++) {
		count += oracle_works(o, date_add(d, i));
		assert_int_equal(workcal_count(cal,
		    (struct date_span){d, date_add(d, i)}), count);
	}
	assert_int_equal(workcal_effective(cal, start, d, SHIFT_BEFORE).n,
	    date_max(start, before).n);
	assert_int_equal(workcal_effective(cal, start, d, SHIFT_AFTER).n,
	    after.n);
	assert_int_equal(workcal_effective(cal, start, d, SHIFT_KEEP).n, d.n);
}

/* Every day of the years with a decree, without and with a region's days. */
static void
test_every_day(void **state)
{
	struct room *r = *state;
	struct oracle *o = oracle_new(r->a);
	const struct workcal_exception exceptions[] = {
		{{day("2020-03-30"), day("2020-05-11")}, false, NULL, {0}},
		{{day("2021-06-15"), day("2021-06-15")}, false, NULL, {0}},
		{{day("2023-04-15"), day("2023-04-16")}, true, NULL, {0}},
		{{day("2027-12-30"), day("2028-01-31")}, false, NULL, {0}},
	};
	struct workcal_spec spec = r->spec;
	const struct workcal *over;
	struct date last = day("2027-12-31");

	for (struct date d = day("2020-01-01"); d.n <= last.n; d.n++)
		check_day(r->cal, o, d);
	spec.exceptions = exceptions;
	spec.nexceptions = COUNT(exceptions);
	over = workcal_build(r->a, &spec, &r->diags);
	for (size_t i = 0; i < COUNT(exceptions); i++) {
		for (struct date d = exceptions[i].days.first;
		    d.n <= exceptions[i].days.last.n; d.n++)
			o->worked[date_diff(d, o->first)] =
			    exceptions[i].working;
	}
	for (struct date d = day("2020-01-01"); d.n <= last.n; d.n++)
		check_day(over, o, d);
}

static void
test_edges(void **state)
{
	struct room *r = *state;
	struct workcal_spec none = {.weekend = 0xfe};   /* never worked */
	const struct workcal *idle = workcal_build(r->a, &none, &r->diags);
	const struct workcal *plain = workcal_plain(r->a);
	struct date middle = day("2026-09-01");

	assert_int_equal(workcal_add(plain, middle, 0).n, middle.n);
	assert_int_equal(workcal_add(plain, day("2026-09-05"), 0).n,
	    day("2026-09-05").n);
	assert_int_equal(workcal_count(plain,
	    (struct date_span){middle, date_add(middle, -1)}), 0);
	assert_int_equal(workcal_next(idle, middle).n, middle.n);
	assert_int_equal(workcal_previous(idle, middle).n, middle.n);
	assert_int_equal(workcal_add(idle, middle, 5).n, DATE_MAX.n);
	assert_int_equal(workcal_add(idle, middle, -5).n, DATE_MIN.n);
	assert_int_equal(workcal_add(plain, DATE_MAX, 1).n, DATE_MAX.n);
	assert_int_equal(workcal_add(plain, middle, INT32_MAX).n, DATE_MAX.n);
	assert_int_equal(workcal_add(plain, middle, INT32_MIN).n, DATE_MIN.n);
	assert_int_equal(workcal_next(plain, DATE_MAX).n, DATE_MAX.n);
	/* 1900-01-01 was a Monday, 2200-12-31 a Wednesday. */
	assert_int_equal(workcal_previous(plain, DATE_MIN).n, DATE_MIN.n);
	assert_int_equal(workcal_count(plain,
	    (struct date_span){{INT32_MIN}, {INT32_MAX}}),
	    (DATE_MAX.n - DATE_MIN.n + 1 - 3) / 7 * 5 + 3);
	assert_int_equal(workcal_last_official_year(plain), 0);
	assert_int_equal(workcal_kind(plain, middle, NULL, NULL),
	    WORKCAL_WORKING);
}

static void
test_carried_goes_further(void **state)
{
	/* Two holidays on one weekend and a third on the Monday after. */
	static const struct yearly_span spring[] = {
		DAY(5, 1), DAY(5, 2),
	};
	static const struct yearly_span monday[] = {DAY(5, 3)};
	struct room *r = *state;
	const struct workcal_spec spec = {
		.weekend = 1 << SATURDAY | 1 << SUNDAY,
		.holidays = monday, .nholidays = 1,
		.carried = spring, .ncarried = 2,
	};
	const struct workcal *cal = workcal_build(r->a, &spec, &r->diags);
	struct date from;

	assert_int_equal(workcal_kind(cal, day("2021-05-03"), &from, NULL),
	    WORKCAL_HOLIDAY);
	assert_int_equal(workcal_kind(cal, day("2021-05-04"), &from, NULL),
	    WORKCAL_CARRIED);
	assert_true(date_equal(from, day("2021-05-01")));
	assert_int_equal(workcal_kind(cal, day("2021-05-05"), &from, NULL),
	    WORKCAL_CARRIED);
	assert_true(date_equal(from, day("2021-05-02")));
	assert_true(workcal_is_working(cal, day("2021-05-06")));
}

static void
test_span_over_new_year(void **state)
{
	static const struct yearly_span spans[] = {
		{.first_month = 12, .first_day = 31, .last_month = 1,
		    .last_day = 2},
		DAY(2, 29),
		{.first_month = 0, .first_day = 40, .last_month = 13,
		    .last_day = 0},
	};
	struct room *r = *state;
	const struct workcal_spec spec = {.holidays = spans, .nholidays = 3};
	const struct workcal *cal = workcal_build(r->a, &spec, &r->diags);

	assert_false(workcal_is_working(cal, DATE_MIN));
	assert_true(workcal_is_working(cal, day("1900-01-03")));
	assert_false(workcal_is_working(cal, day("2021-12-31")));
	assert_false(workcal_is_working(cal, day("2022-01-02")));
	assert_false(workcal_is_working(cal, DATE_MAX));
	assert_false(workcal_is_working(cal, day("2024-02-29")));
	assert_true(workcal_is_working(cal, day("2023-03-01")));
	assert_int_equal(workcal_kind(cal, day("2021-12-31"), NULL, NULL),
	    WORKCAL_HOLIDAY);
	assert_int_equal(workcal_kind(cal, day("2022-01-01"), NULL, NULL),
	    WORKCAL_HOLIDAY);
	assert_int_equal(workcal_kind(cal, day("2022-01-02"), NULL, NULL),
	    WORKCAL_HOLIDAY);
}

static void
test_complaints(void **state)
{
	struct room *r = *state;
	const struct workcal_move moves[] = {
		{day("2026-09-01"), day("2026-09-02"), {.line = 1}},
		{day("2026-09-05"), day("2026-09-06"), {.line = 2}},
		{day("2026-09-05"), day("2026-09-07"), {.line = 3}},
	};
	const struct workcal_year year = {
		.year = 2026, .moves = moves, .nmoves = 3,
		.working_days = 260, .place = {.line = 4},
	};
	struct workcal_spec spec = r->spec;
	const struct workcal *cal;

	spec.years = &year;
	spec.nyears = 1;
	cal = workcal_build(r->a, &spec, &r->diags);
	assert_int_equal(r->diags.nerrors, 3);
	assert_int_equal(r->diags.items[0].code, 402);
	assert_string_equal(r->diags.items[0].what,
	    "2026-09-01 is a working day, nothing to move to 2026-09-02");
	assert_int_equal(r->diags.items[0].place.line, 1);
	assert_int_equal(r->diags.items[1].code, 403);
	assert_int_equal(r->diags.items[1].place.line, 2);
	assert_int_equal(r->diags.items[2].code, 404);
	assert_string_equal(r->diags.items[2].what,
	    "2026 has 249 working days, the calendar says 260");
	assert_true(workcal_is_working(cal, day("2026-09-05")));
}

static void
test_overlay(void **state)
{
	struct room *r = *state;
	const struct workcal_exception exceptions[] = {
		{{day("2020-03-30"), day("2020-04-05")}, false, "decree 206",
		    {0}},
		{{day("2020-04-04"), day("2020-04-04")}, true, "subbotnik",
		    {0}},
	};
	struct workcal_spec spec = r->spec;
	const struct workcal *cal;
	const char *why;

	spec.exceptions = exceptions;
	spec.nexceptions = COUNT(exceptions);
	cal = workcal_build(r->a, &spec, &r->diags);
	assert_int_equal(r->diags.len, 0);      /* totals are the decree's */
	assert_int_equal(workcal_kind(cal, day("2020-03-30"), NULL, &why),
	    WORKCAL_EXCEPTION);
	assert_string_equal(why, "decree 206");
	assert_int_equal(workcal_kind(cal, day("2020-04-05"), NULL, &why),
	    WORKCAL_WEEKEND);
	assert_null(why);
	assert_int_equal(workcal_kind(cal, day("2020-04-04"), NULL, &why),
	    WORKCAL_WORKING_WEEKEND);
	assert_string_equal(why, "subbotnik");
	assert_int_equal(workcal_count(cal, (struct date_span){
	    day("2020-03-28"), day("2020-04-06")}), 2);
}

static void
test_effective(void **state)
{
	static const struct {
		const char *start, *due, *before, *after;
	} rows[] = {
		{"2029-06-01", "2029-06-30", "2029-06-29", "2029-07-02"},
		{"2026-06-01", "2026-06-30", "2026-06-30", "2026-06-30"},
		{"2024-04-01", "2024-05-01", "2024-04-27", "2024-05-02"},
		/* never before the start */
		{"2026-01-01", "2026-01-08", "2026-01-01", "2026-01-12"},
	};
	struct room *r = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct date start = day(rows[i].start), due = day(rows[i].due);

		assert_int_equal(workcal_effective(r->cal, start, due,
		    SHIFT_BEFORE).n, day(rows[i].before).n);
		assert_int_equal(workcal_effective(r->cal, start, due,
		    SHIFT_AFTER).n, day(rows[i].after).n);
		assert_int_equal(workcal_effective(r->cal, start, due,
		    SHIFT_KEEP).n, due.n);
	}
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_totals), TEST(test_kinds), TEST(test_every_day),
		TEST(test_edges), TEST(test_carried_goes_further),
		TEST(test_span_over_new_year), TEST(test_complaints),
		TEST(test_overlay), TEST(test_effective),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
