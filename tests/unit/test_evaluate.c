#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "core/evaluate.h"
#include "test_duty.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define JUNE "annually in June"

/* --- states --------------------------------------------------------------- */

/* upcoming, open, late, and missed only after late:1 and the escalation step
 * had their day, though the next window began long before. */
static void
test_states_of_an_unmet_month(void **state)
{
	static const struct {
		const char *today;
		enum state state;
	} rows[] = {
		{"2023-02-28", STATE_UPCOMING}, {"2023-03-01", STATE_OPEN},
		{"2023-03-31", STATE_OPEN}, {"2023-04-01", STATE_LATE},
		{"2023-04-03", STATE_LATE},     /* late:1 */
		{"2023-04-06", STATE_LATE},     /* escalate:1 */
		{"2023-04-07", STATE_MISSED}, {"2024-02-01", STATE_MISSED}
	};
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	for (size_t i = 0; i < COUNT(rows); i++)
		world_state(&w, rows[i].today, "2023-03-31", rows[i].state);
	world_done(&w);
}

static void
test_late_until_the_next_window_begins(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	world_state(&w, "2023-07-01", "2023-06-30", STATE_LATE);
	world_state(&w, "2024-05-31", "2023-06-30", STATE_LATE);
	world_state(&w, "2024-06-01", "2023-06-30", STATE_MISSED);
	world_done(&w);
}

static void
test_missed_at_the_end_of_the_validity(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	world_state(&w, "2025-12-31", "2025-06-30", STATE_LATE);
	world_state(&w, "2026-01-01", "2025-06-30", STATE_MISSED);
	world_done(&w);
}

/* A yearly quota is late, and told, before it is missed. */
static void
test_last_year_is_late_before_it_is_missed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "at least 4 times a year");
	world_state(&w, "2024-01-01", "2023-12-31", STATE_LATE);
	world_state(&w, "2024-01-12", "2023-12-31", STATE_LATE);
	world_state(&w, "2024-01-13", "2023-12-31", STATE_MISSED);
	world_done(&w);
}

static void
test_no_letters_no_waiting_for_them(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.wordings[0].remind.none = true;
	world_state(&w, "2023-04-01", "2023-03-31", STATE_MISSED);
	world_done(&w);
}

static void
test_met_and_met_late(void **state)
{
	struct world w;
	const struct obligation *ob;

	(void)state;
	world_init(&w, JUNE);
	log_add(&w, ENTRY_DONE, "2023-06-30");
	log_add(&w, ENTRY_DONE, "2024-07-01");
	world_state(&w, "2023-06-29", "2023-06-30", STATE_OPEN);
	world_state(&w, "2023-06-30", "2023-06-30", STATE_MET);
	world_state(&w, "2024-07-01", "2024-06-30", STATE_MET_LATE);
	ob = world_at(&w, "2024-07-01", "2024-06-30");
	assert_true(date_equal(ob->met_on, day("2024-07-01")));
	assert_int_equal(ob->nentries, 1);
	world_done(&w);
}

/* The date is the deed's, not the click's. */
static void
test_deed_counts_on_its_own_day(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_add(&w, ENTRY_DONE, "2023-06-20")->entered = day("2023-08-01");
	world_state(&w, "2023-07-31", "2023-06-30", STATE_LATE);
	world_state(&w, "2023-08-01", "2023-06-30", STATE_MET);
	world_done(&w);
}

/* --- effective and last days ---------------------------------------------- */

static void
test_last_is_the_later_of_due_and_effective(void **state)
{
	static const struct {
		enum shift shift;
		const char *effective, *last, *late;
	} rows[] = {    /* 30 September 2023 is a Saturday */
		{SHIFT_BEFORE, "2023-09-29", "2023-09-30", "2023-10-01"},
		{SHIFT_KEEP, "2023-09-30", "2023-09-30", "2023-10-01"},
		{SHIFT_AFTER, "2023-10-02", "2023-10-02", "2023-10-03"}
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct obligation *ob;
		struct world w;

		world_init(&w, "annually in September");
		w.wordings[0].shift = rows[i].shift;
		ob = world_at(&w, rows[i].last, "2023-09-30");
		assert_true(date_equal(ob->effective, day(rows[i].effective)));
		assert_true(date_equal(ob->last, day(rows[i].last)));
		assert_int_equal(ob->state, STATE_OPEN);
		world_state(&w, rows[i].late, "2023-09-30", STATE_LATE);
		world_done(&w);
	}
}

static void
test_effective_is_never_before_start(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, "1 October 2023");       /* a Sunday, that one day */
	ob = world_at(&w, "2023-10-01", "2023-10-01");
	assert_true(date_equal(ob->effective, day("2023-10-01")));
	assert_int_equal(ob->state, STATE_OPEN);
	world_done(&w);
}

/* A deed on the moved day is in time, though the next window has begun. */
static void
test_window_holds_its_last_day(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.wordings[0].shift = SHIFT_AFTER;      /* 30 September -> 2 October */
	log_add(&w, ENTRY_DONE, "2023-10-02");
	world_state(&w, "2023-10-02", "2023-09-30", STATE_MET);
	world_state(&w, "2023-10-02", "2023-10-31", STATE_OPEN);
	world_done(&w);
}

static void
test_provisional_beyond_the_official_calendar(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	world_in_force(&w, "2023-01-01", "2027-12-31");
	assert_false(world_at(&w, "2025-06-01", "2025-06-30")->marks &
	    MARK_PROVISIONAL);
	assert_true(world_at(&w, "2026-06-01", "2026-06-30")->marks &
	    MARK_PROVISIONAL);
	world_done(&w);
}

/* --- counts and pace ------------------------------------------------------ */

/* On the morning of a day floor(MIN * days gone / days) are wanted. */
static void
test_pace(void **state)
{
	static const struct {
		const char *today;
		unsigned wanted;
	} rows[] = {
		{"2023-01-01", 0}, {"2023-04-02", 0}, {"2023-04-03", 1},
		{"2023-07-02", 1}, {"2023-07-03", 2}, {"2023-10-01", 2},
		{"2023-10-02", 3}, {"2023-12-31", 3}, {"2024-01-01", 4}
	};
	struct world w;

	(void)state;
	world_init(&w, "at least 4 times a year");
	log_add(&w, ENTRY_DONE, "2023-03-14");
	for (size_t i = 0; i < COUNT(rows); i++) {
		const struct obligation *ob = world_at(&w, rows[i].today,
		    "2023-12-31");

		assert_int_equal(ob->wanted, rows[i].wanted);
		assert_int_equal(!!(ob->marks & MARK_BEHIND),
		    ob->state == STATE_OPEN && ob->done < rows[i].wanted);
	}
	world_done(&w);
}

static void
test_silent_at_half_only_when_long(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");   /* 59 days */
	assert_false(world_at(&w, "2023-02-28", "2023-02-28")->marks &
	    MARK_BEHIND);
	world_done(&w);
	world_init(&w, "annually, March-April");        /* 61 days */
	assert_false(world_at(&w, "2023-03-31", "2023-04-30")->marks &
	    MARK_BEHIND);
	assert_true(world_at(&w, "2023-04-01", "2023-04-30")->marks &
	    MARK_BEHIND);
	log_add(&w, ENTRY_PARTLY, "2023-03-20");        /* not silent */
	assert_false(world_at(&w, "2023-04-01", "2023-04-30")->marks &
	    MARK_BEHIND);
	assert_int_equal(world_at(&w, "2023-04-01", "2023-04-30")->partly, 1);
	assert_non_null(world_at(&w, "2023-04-01", "2023-04-30")->part);
	world_done(&w);
}

static void
test_a_cap_is_no_duty(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, "at most once a month");
	ob = world_at(&w, "2023-05-10", "2023-03-31");
	assert_int_equal(ob->state, STATE_MET);
	assert_true(ob->marks & MARK_CAP);
	log_add(&w, ENTRY_DONE, "2023-05-10");
	log_add(&w, ENTRY_DONE, "2023-05-11");
	ob = world_at(&w, "2023-05-11", "2023-05-31");
	assert_int_equal(ob->state, STATE_OPEN);
	assert_true(ob->marks & MARK_OVER);
	world_done(&w);
}

static void
test_standing_is_met_by_one_entry(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "ongoing");
	assert_true(world_at(&w, "2023-02-01", "2023-12-31")->window.standing);
	log_add(&w, ENTRY_DONE, "2023-02-01");
	world_state(&w, "2023-02-01", "2023-12-31", STATE_MET);
	world_state(&w, "2024-02-01", "2024-12-31", STATE_OPEN);
	world_done(&w);
}

/* --- requests, schedules, rolling ----------------------------------------- */

static void
test_request_opens_and_counts_from_the_next_day(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, "on request");
	assert_int_equal(world_judge(&w, day("2023-03-01"))->nobligations, 0);
	log_add(&w, ENTRY_REQUEST, "2023-03-01");
	ob = world_at(&w, "2023-03-01", "2023-03-31");
	assert_true(date_equal(ob->window.start, day("2023-03-01")));
	assert_int_equal(ob->state, STATE_OPEN);
	log_ref(&w, ENTRY_VOID, "2023-03-02", 1);
	assert_int_equal(world_judge(&w, day("2023-03-02"))->nobligations, 0);
	world_done(&w);
}

static void
test_schedule_of_each_year_is_waited_for(void **state)
{
	const struct evaluation *e;
	struct date_span dates[1];
	struct world w;

	(void)state;
	world_init(&w, "ежегодно, по графику ТОИПКРО");
	w.wordings[0].schedule = &w.schedule;
	dates[0] = days("2023-05-10", "2023-05-12");
	w.schedule.dates = dates;
	w.schedule.ndates = 1;
	e = world_judge(&w, day("2023-03-01"));
	assert_false(e->waiting);
	e = world_judge(&w, day("2024-03-01"));
	assert_true(e->waiting);
	assert_int_equal(e->waiting_year, 2024);
	log_until(&w, ENTRY_SCHEDULE, "2024-04-01", NULL, "2024-04-05");
	w.entries[0].entered = day("2024-03-02");
	e = world_judge(&w, day("2024-03-02"));
	assert_false(e->waiting);
	world_state(&w, "2024-04-01", "2024-04-05", STATE_OPEN);
	e = world_judge(&w, day("2026-03-01"));         /* out of force */
	assert_false(e->waiting);
	world_done(&w);
}

static void
test_rolling_from_the_last_entry(void **state)
{
	struct term_part part = {
		.base = TERM_PERIODS, .unit = UNIT_MONTH, .interval = 3,
		.rolling = true, .from = DATE_MIN, .to = DATE_MAX,
		.at_least = 1
	};
	struct term term = {&part, 1};
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	w.wordings[0].term = &term;
	log_add(&w, ENTRY_DONE, "2023-02-10");
	world_state(&w, "2023-02-10", "2023-03-31", STATE_MET);
	world_state(&w, "2023-02-11", "2023-05-10", STATE_OPEN);
	world_state(&w, "2023-09-01", "2023-05-10", STATE_LATE);
	log_add(&w, ENTRY_DONE, "2023-09-01");
	world_state(&w, "2023-09-01", "2023-05-10", STATE_MET_LATE);
	world_state(&w, "2023-09-02", "2023-12-01", STATE_OPEN);
	world_done(&w);
}

/* --- baseline, horizon ---------------------------------------------------- */

static void
test_what_was_over_before_the_baseline(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.baseline = day("2023-04-10");
	assert_true(world_at(&w, "2023-04-10", "2023-03-31")->marks &
	    MARK_BASELINE);
	assert_false(world_at(&w, "2023-04-10", "2023-04-30")->marks &
	    MARK_BASELINE);
	world_done(&w);
}

static void
test_windows_beyond_the_horizon_are_left_out(void **state)
{
	const struct evaluation *e;
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	e = world_judge(&w, day("2023-03-15"));         /* to 14 May */
	assert_int_equal(e->nobligations, 5);
	/* but an entry that names one of them is no stray */
	log_until(&w, ENTRY_DONE, "2023-03-15", "2023-09-30", NULL);
	e = world_judge(&w, day("2023-03-15"));
	assert_int_equal(e->nobligations, 5);
	assert_int_equal(e->nstrays, 0);
	world_done(&w);
}

/* --- properties ----------------------------------------------------------- */

/* A year of daily windows with a deed a day must cost its sum: the entries
 * and windows of ten years are judged in a moment. */
static void
test_daily_windows_are_linear(void **state)
{
	struct world w;
	const struct evaluation *e;

	(void)state;
	world_init(&w, "ежедневно");
	for (int i = 0; i < WORLD_ENTRIES; i++) {
		struct entry *entry = log_add(&w, ENTRY_DONE, "2023-01-01");

		entry->date = entry->entered = date_add(entry->date, i);
	}
	e = world_judge(&w, day("2025-12-31"));
	assert_int_equal(e->nobligations, 1096);
	for (size_t i = 0; i < e->nobligations; i++)
		assert_int_equal(e->obligations[i].state == STATE_MET,
		    i < WORLD_ENTRIES);
	world_done(&w);
}

/* Same-day entries in any order of their numbers: the same states. */
static void
test_order_within_a_day_does_not_matter(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 50; seed++) {
		enum state first[8], second[8];
		unsigned random = seed;

		for (int turn = 0; turn < 2; turn++) {
			enum state *states = turn ? second : first;
			const struct evaluation *e;
			struct world w;
			int64_t accepted;

			random = seed;
			world_init(&w, "on request");
			w.wordings[0].accept = &w.controller;
			log_add(&w, ENTRY_REQUEST, "2023-03-01");
			log_add(&w, ENTRY_REQUEST, "2023-03-08");
			log_add(&w, ENTRY_REQUEST, "2023-03-15");
			for (int i = 0; i < 3; i++)
				log_add(&w, ENTRY_DONE, "2023-03-20");
			accepted = 4 + rand_r(&random) % 3;
			if (turn)
				accepted = 4 + (accepted - 3) % 3;
			log_ref(&w, ENTRY_ACCEPT, "2023-03-21", accepted);
			e = world_judge(&w, day("2023-03-22"));
			assert_int_equal(e->nobligations, 3);
			for (size_t i = 0; i < 3; i++)
				states[i] = e->obligations[i].state;
			world_done(&w);
		}
		assert_memory_equal(first, second, 3 * sizeof(first[0]));
	}
}

/* The days that a body was given are its own, though others owe the rule by the
 * same wordings; that the docket hands out nobody else's is in world_judge. */
static void
test_days_from_outside_are_each_bodys_own(void **state)
{
	static const struct {
		const char *when;
		enum entry_kind kind;
	} rows[] = {
		{"по графику", ENTRY_SCHEDULE},
		{"по запросам, в течение 10 дней", ENTRY_REQUEST}
	};

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct world w;

		world_init(&w, rows[i].when);
		world_each(&w);
		log_add(&w, rows[i].kind, "2024-04-01")->body = "s1";
		log_add(&w, rows[i].kind, "2024-05-06")->body = "s2";
		world_judge(&w, day("2024-05-07"));
		assert_int_equal(w.npairs, 3);
		assert_int_equal(w.evaluations[0].nobligations, 1);
		assert_int_equal(w.evaluations[1].nobligations, 1);
		assert_int_equal(w.evaluations[2].nobligations, 0);
		assert_int_equal(w.evaluations[0].obligations[0].window
		    .start.n, day("2024-04-01").n);
		assert_int_equal(w.evaluations[1].obligations[0].window
		    .start.n, day("2024-05-06").n);
		world_done(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states_of_an_unmet_month),
		cmocka_unit_test(test_late_until_the_next_window_begins),
		cmocka_unit_test(test_missed_at_the_end_of_the_validity),
		cmocka_unit_test(test_last_year_is_late_before_it_is_missed),
		cmocka_unit_test(test_no_letters_no_waiting_for_them),
		cmocka_unit_test(test_met_and_met_late),
		cmocka_unit_test(test_deed_counts_on_its_own_day),
		cmocka_unit_test(test_last_is_the_later_of_due_and_effective),
		cmocka_unit_test(test_effective_is_never_before_start),
		cmocka_unit_test(test_window_holds_its_last_day),
		cmocka_unit_test(test_provisional_beyond_the_official_calendar),
		cmocka_unit_test(test_pace),
		cmocka_unit_test(test_silent_at_half_only_when_long),
		cmocka_unit_test(test_a_cap_is_no_duty),
		cmocka_unit_test(test_standing_is_met_by_one_entry),
		cmocka_unit_test(
		    test_request_opens_and_counts_from_the_next_day),
		cmocka_unit_test(test_schedule_of_each_year_is_waited_for),
		cmocka_unit_test(test_rolling_from_the_last_entry),
		cmocka_unit_test(test_what_was_over_before_the_baseline),
		cmocka_unit_test(test_windows_beyond_the_horizon_are_left_out),
		cmocka_unit_test(test_daily_windows_are_linear),
		cmocka_unit_test(test_order_within_a_day_does_not_matter),
		cmocka_unit_test(test_days_from_outside_are_each_bodys_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
