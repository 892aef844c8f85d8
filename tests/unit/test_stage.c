/* The days that stages fall on, by table. March 2026 begins on a Sunday, and
 * the calendar knows weekends alone. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/stage.h"
#include "core/str.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define BEFORE(...) .before = {__VA_ARGS__}, \
    .nbefore = COUNT(((struct duration[]){__VA_ARGS__}))
#define D(n) {(n), UNIT_DAY}

static struct date
day(const char *iso)
{
	struct date d;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

/* --- ahead ---------------------------------------------------------------- */

static const struct ahead_case {
	const char *name, *start, *due;
	unsigned min;
	struct remind_policy policy;
	bool by;
	const char *told_from, *effective;      /* NULL: long ago; due */
	const char *want;
} ahead[] = {
	{"all kinds, in order", "2026-03-01", "2026-03-31", 1,
	    {.opens = true, .half = true, .due = true, BEFORE(D(7), D(1))},
	    .want = "2026-03-02 opens, 2026-03-24 before:7d, "
	    "2026-03-30 before:1d, 2026-03-31 due"},
	{"none", "2026-03-01", "2026-03-31", 1,
	    {.none = true, .opens = true, .due = true, BEFORE(D(7))},
	    .want = ""},
	{"a cap", "2026-03-01", "2026-03-31", 0,
	    {.opens = true, .due = true, BEFORE(D(7))}, .want = ""},

	{"before: by every unit", "2026-05-01", "2026-06-30", 1,
	    {BEFORE({1, UNIT_QUARTER}, {1, UNIT_MONTH}, {2, UNIT_WEEK},
		{3, UNIT_WORKING_DAY})},
	    .want = "2026-03-30 before:1q, 2026-05-29 before:1m, "
	    "2026-06-16 before:2w, 2026-06-25 before:3wd"},
	{"before START, moved back", "2026-03-10", "2026-03-15", 1,
	    {BEFORE(D(7), D(1))}, .effective = "2026-03-13",
	    .want = "2026-03-06 before:7d, 2026-03-12 before:1d"},

	{"opens: a before on the 7th day up to it", "2026-03-09",
	    "2026-03-31", 1, {.opens = true, BEFORE(D(29))},
	    .want = "2026-03-02 before:29d"},
	{"opens: a before on the 10th", "2026-03-09", "2026-03-31", 1,
	    {.opens = true, BEFORE(D(32))},
	    .want = "2026-02-27 before:32d, 2026-03-09 opens"},
	{"opens: a before on the same day", "2026-03-24", "2026-03-31", 1,
	    {.opens = true, BEFORE(D(7))}, .want = "2026-03-24 before:7d"},
	{"opens: a before on the 7th day after", "2026-03-02", "2026-03-10",
	    1, {.opens = true, BEFORE(D(1))}, .want = "2026-03-02 opens"},
	{"opens: a before on the 8th", "2026-03-02", "2026-03-11", 1,
	    {.opens = true, BEFORE(D(1))},
	    .want = "2026-03-02 opens, 2026-03-10 before:1d"},
	{"opens: a before that is not said does not count", "2026-03-09",
	    "2026-03-31", 1, {.opens = true, BEFORE(D(29))},
	    .told_from = "2026-03-03", .want = "2026-03-09 opens"},
	{"opens: on a weekend that ends the window", "2026-03-07",
	    "2026-03-08", 1, {.opens = true}, .want = ""},
	{"opens: до D, a month before", "2026-01-01", "2026-06-30", 1,
	    {.opens = true}, .by = true, .want = "2026-06-01 opens"},
	{"opens: до D, begun later than that", "2026-06-08", "2026-06-30",
	    1, {.opens = true}, .by = true, .want = "2026-06-08 opens"},
	{"opens: до D at the end of February", "2026-01-01", "2026-03-31",
	    1, {.opens = true}, .by = true, .want = "2026-03-02 opens"},

	{"half: of 60 days", "2026-02-02", "2026-04-02", 1, {.half = true},
	    .want = ""},
	{"half: of 61", "2026-02-02", "2026-04-03", 1, {.half = true},
	    .want = "2026-03-05 half"},
	{"half: 7 days from a before", "2026-02-02", "2026-04-03", 1,
	    {.half = true, BEFORE(D(22))}, .want = "2026-03-12 before:22d"},
	{"half: 8 days from it", "2026-02-02", "2026-04-03", 1,
	    {.half = true, BEFORE(D(21))},
	    .want = "2026-03-05 half, 2026-03-13 before:21d"},
	{"half: not of a quota", "2026-01-01", "2026-12-31", 2,
	    {.half = true}, .want = ""},

	{"pace: of two", "2026-01-01", "2026-12-31", 2, {.pace = true},
	    .want = "2026-07-03 pace:1/2"},
	{"pace: of four", "2026-01-01", "2026-12-31", 4, {.pace = true},
	    .want = "2026-04-03 pace:1/4, 2026-07-03 pace:2/4, "
	    "2026-10-02 pace:3/4"},
	{"pace: of a hundred by quarters", "2026-01-01", "2026-12-31", 100,
	    {.pace = true}, .want = "2026-04-03 pace:1/4, "
	    "2026-07-03 pace:2/4, 2026-10-02 pace:3/4"},
	{"pace: not of one", "2026-01-01", "2026-12-31", 1, {.pace = true},
	    .want = ""},
	{"pace: gives way to a before", "2026-01-01", "2026-12-31", 4,
	    {.pace = true, BEFORE({3, UNIT_MONTH})},
	    .want = "2026-04-03 pace:1/4, 2026-07-03 pace:2/4, "
	    "2026-09-30 before:3m"},

	{"due: not on a day off", "2026-03-01", "2026-03-28", 1,
	    {.due = true}, .want = ""},
	{"due: on the day that it was moved to", "2026-03-01", "2026-03-28",
	    1, {.due = true}, .effective = "2026-03-27",
	    .want = "2026-03-27 due"},
	{"told from a day, that day included", "2026-03-01", "2026-03-31",
	    1, {.opens = true, .due = true, BEFORE(D(7), D(1))},
	    .told_from = "2026-03-24", .want = "2026-03-24 before:7d, "
	    "2026-03-30 before:1d, 2026-03-31 due"},
	{"told from the day after", "2026-03-01", "2026-03-31",
	    1, {.opens = true, .due = true, BEFORE(D(7), D(1))},
	    .told_from = "2026-03-25",
	    .want = "2026-03-30 before:1d, 2026-03-31 due"},
};

static void
add(struct str *out, const char *what, struct date on)
{
	char iso[DATE_TEXT];

	str_addf(out, "%s%s %s", out->len ? ", " : "", date_iso(on, iso),
	    what);
}

static void
test_ahead(void **state)
{
	struct arena *a = arena_new();
	const struct workcal *cal = workcal_plain(a);

	(void)state;
	for (size_t i = 0; i < COUNT(ahead); i++) {
		const struct ahead_case *c = &ahead[i];
		struct date due = day(c->due);
		struct stage_frame f = {
			.cal = cal, .policy = &c->policy,
			.start = day(c->start), .due = due,
			.effective = c->effective ? day(c->effective) : due,
			.last = due, .min = c->min, .by = c->by,
			.told_from = c->told_from ? day(c->told_from)
			    : DATE_MIN
		};
		struct stage_day days[STAGE_AHEAD_MOST];
		size_t n = stage_ahead(&f, days);
		char name[STAGE_TEXT];
		struct str got;

		str_init(&got);
		str_add(&got, "");
		for (size_t k = 0; k < n; k++)
			add(&got, stage_name(&days[k].stage, name),
			    days[k].day);
		if (strcmp(got.s, c->want) != 0)
			fail_msg("%s: %s, not %s", c->name, got.s, c->want);
		str_done(&got);
	}
	arena_free(a);
}

/* --- behind --------------------------------------------------------------- */

static const struct behind_case {
	const char *name, *last;
	struct remind_policy policy;
	const char *late, *escalate;    /* of k = 1.. */
} behind[] = {
	{"every week, after three working days", "2026-03-31",
	    {.late = D(7), .escalate = {3, UNIT_WORKING_DAY}},
	    "2026-04-01 2026-04-08 2026-04-15 2026-04-22 2026-05-20 "
	    "2026-06-17", "2026-04-06 2026-04-09 2026-04-14"},
	{"from a Saturday", "2026-03-28",
	    {.late = {1, UNIT_WEEK}, .escalate = D(3)},
	    "2026-03-30 2026-04-06 2026-04-13 2026-04-20 2026-05-18",
	    "2026-04-01 2026-04-06 2026-04-07"},
	{"every month", "2026-01-30", {.late = {1, UNIT_MONTH}},
	    "2026-02-02 2026-03-02 2026-04-02 2026-05-04 2026-09-02", ""},
	{"none", "2026-03-31", {.none = true, .late = D(7),
	    .escalate = D(3)}, "", ""},
	{"an interval beyond all days", "2026-03-31",
	    {.late = {INT32_MAX, UNIT_DAY}, .escalate = {INT32_MAX,
	    UNIT_DAY}}, "2026-04-01", ""},
};

static void
check_behind(const struct workcal *cal, const struct behind_case *c,
    struct date (*day_of)(const struct workcal *,
    const struct remind_policy *, struct date, unsigned), const char *want)
{
	size_t n = (strlen(want) + 1) / DATE_TEXT;

	for (size_t k = 1; k <= n; k++) {
		struct date got = day_of(cal, &c->policy, day(c->last),
		    (unsigned)k);
		char iso[DATE_TEXT];

		date_iso(got, iso);
		if (strncmp(iso, want + (k - 1) * DATE_TEXT,
		    DATE_TEXT - 1) != 0)
			fail_msg("%s: the %zuth on %s", c->name, k, iso);
	}
	if (n == 0 || (n == 1 && c->policy.late.n == INT32_MAX))
		assert_true(date_is_none(day_of(cal, &c->policy,
		    day(c->last), (unsigned)n + 1)));
}

static void
test_behind(void **state)
{
	struct arena *a = arena_new();
	const struct workcal *cal = workcal_plain(a);

	(void)state;
	for (size_t i = 0; i < COUNT(behind); i++) {
		check_behind(cal, &behind[i], stage_late_day,
		    behind[i].late);
		check_behind(cal, &behind[i], stage_escalate_day,
		    behind[i].escalate);
	}
	arena_free(a);
}

/* A question to the controller at the pace of late; once when late is none. */
static void
test_accept(void **state)
{
	const struct remind_policy weekly = {.late = D(7)};
	const struct remind_policy once = {.closed = true};
	struct arena *a = arena_new();
	const struct workcal *cal = workcal_plain(a);
	struct date friday = day("2026-03-20");

	(void)state;
	assert_int_equal(stage_accept_day(cal, &weekly, friday, 1).n,
	    day("2026-03-23").n);
	assert_int_equal(stage_accept_day(cal, &weekly, friday, 2).n,
	    day("2026-03-30").n);
	assert_int_equal(stage_accept_day(cal, &once, friday, 1).n,
	    day("2026-03-23").n);
	assert_true(date_is_none(stage_accept_day(cal, &once, friday, 2)));
	arena_free(a);
}

/* --- pace ----------------------------------------------------------------- */

/* floor(MIN * days gone / days of the window), on the morning of the day. */
static void
test_wanted(void **state)
{
	static const struct {
		const char *on;
		unsigned min, want;
	} cases[] = {
		{"2025-12-31", 4, 0}, {"2026-01-01", 4, 0},
		{"2026-04-02", 4, 0}, {"2026-04-03", 4, 1},
		{"2026-07-02", 4, 1}, {"2026-07-03", 4, 2},
		{"2026-12-31", 4, 3}, {"2027-01-01", 4, 4},
		{"2030-01-01", 4, 4}, {"2026-07-02", 365, 182},
		{"2027-01-01", 65535, 65535}, {"2026-07-01", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(stage_wanted(cases[i].min,
		    day("2026-01-01"), day("2026-12-31"),
		    day(cases[i].on)), cases[i].want);
}

/* said_to tells them apart by it. */
static void
test_late_and_escalate_begin_alone(void **state)
{
	(void)state;
	for (int k = 0; k < STAGE_KIND_COUNT; k++) {
		struct stage stage = {.kind = (enum stage_kind)k,
		    .before = {1, UNIT_DAY}, .k = 1, .n = 1};
		char name[STAGE_TEXT];

		stage_name(&stage, name);
		assert_int_equal(*name == 'l', k == STAGE_LATE);
		assert_int_equal(*name == 'e', k == STAGE_ESCALATE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_late_and_escalate_begin_alone),
		cmocka_unit_test(test_ahead),
		cmocka_unit_test(test_behind),
		cmocka_unit_test(test_accept),
		cmocka_unit_test(test_wanted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
