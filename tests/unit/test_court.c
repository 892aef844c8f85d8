#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/court.h"
#include "test_duty.h"

#define JUNE "annually in June"

/* --- where an entry counts ------------------------------------------------ */

static void
test_named_window_goes_before_all(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	log_until(&w, ENTRY_DONE, "2023-05-10", "2023-03-31", NULL);
	world_state(&w, "2023-05-10", "2023-03-31", STATE_MET_LATE);
	world_state(&w, "2023-05-10", "2023-05-31", STATE_OPEN);
	world_done(&w);
}

static void
test_containing_window(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	log_add(&w, ENTRY_DONE, "2023-05-10");
	world_state(&w, "2023-05-10", "2023-05-31", STATE_MET);
	world_done(&w);
}

static void
test_latest_unmet_window_before(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in March, May");
	log_add(&w, ENTRY_DONE, "2023-07-10");
	log_add(&w, ENTRY_DONE, "2023-07-12");
	world_state(&w, "2023-07-10", "2023-05-31", STATE_MET_LATE);
	world_state(&w, "2023-07-10", "2023-03-31", STATE_MISSED);
	world_state(&w, "2023-07-12", "2023-03-31", STATE_MET_LATE);
	world_done(&w);
}

static void
test_next_window_within_thirty_days(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_add(&w, ENTRY_DONE, "2023-05-01");          /* 31 days before */
	world_state(&w, "2023-05-01", "2023-06-30", STATE_UPCOMING);
	assert_int_equal(w.evaluations[0].nstrays, 1);
	log_add(&w, ENTRY_DONE, "2023-05-02");
	world_state(&w, "2023-05-02", "2023-06-30", STATE_MET);
	assert_int_equal(w.evaluations[0].nstrays, 1);
	world_done(&w);
}

/* Among windows that hold the day the unmet one that is due first. */
static void
test_of_several_the_one_due_first(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "on request");
	log_add(&w, ENTRY_REQUEST, "2023-03-01");       /* due 31 March */
	log_add(&w, ENTRY_REQUEST, "2023-03-10");       /* due 9 April */
	log_add(&w, ENTRY_DONE, "2023-03-15");
	world_state(&w, "2023-03-15", "2023-03-31", STATE_MET);
	world_state(&w, "2023-03-15", "2023-04-09", STATE_OPEN);
	log_add(&w, ENTRY_DONE, "2023-03-16");
	world_state(&w, "2023-03-16", "2023-04-09", STATE_MET);
	world_done(&w);
}

static void
test_surplus_stays_and_does_not_spill(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	log_add(&w, ENTRY_DONE, "2023-03-30");
	log_add(&w, ENTRY_DONE, "2023-03-31");
	ob = world_at(&w, "2023-04-03", "2023-03-31");
	assert_int_equal(ob->done, 2);
	world_state(&w, "2023-04-03", "2023-02-28", STATE_MISSED);
	world_state(&w, "2023-04-03", "2023-04-30", STATE_OPEN);
	world_done(&w);
}

static void
test_over_the_most(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "2-3 times a year");
	for (int i = 0; i < 3; i++)
		log_add(&w, ENTRY_DONE, "2023-03-30");
	assert_false(world_at(&w, "2023-04-03", "2023-12-31")->marks &
	    MARK_OVER);
	log_add(&w, ENTRY_DONE, "2023-03-31");
	assert_true(world_at(&w, "2023-04-03", "2023-12-31")->marks &
	    MARK_OVER);
	world_done(&w);
}

static void
test_deed_after_its_entry_is_refused(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_add(&w, ENTRY_DONE, "2023-06-20")->entered = day("2023-06-10");
	world_state(&w, "2023-06-25", "2023-06-30", STATE_OPEN);
	assert_int_equal(w.evaluations[0].nstrays, 1);
	world_done(&w);
}

static void
test_unknown_window_is_a_stray(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_until(&w, ENTRY_DONE, "2023-06-20", "2023-06-29", NULL);
	world_state(&w, "2023-06-25", "2023-06-30", STATE_OPEN);
	assert_int_equal(w.evaluations[0].nstrays, 1);
	assert_ptr_equal(w.evaluations[0].strays[0], &w.entries[0]);
	world_done(&w);
}

static void
test_void_and_void_of_a_void(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_add(&w, ENTRY_DONE, "2023-06-10");
	log_ref(&w, ENTRY_VOID, "2023-06-12", 1);
	log_ref(&w, ENTRY_VOID, "2023-06-14", 2);
	log_ref(&w, ENTRY_VOID, "2023-06-16", 3);
	world_state(&w, "2023-06-11", "2023-06-30", STATE_MET);
	world_state(&w, "2023-06-13", "2023-06-30", STATE_OPEN);
	world_state(&w, "2023-06-15", "2023-06-30", STATE_MET);
	world_state(&w, "2023-06-17", "2023-06-30", STATE_OPEN);
	world_done(&w);
}

static void
test_entry_of_the_whole_rule_counts_for_each(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	world_each(&w);
	log_add(&w, ENTRY_DONE, "2023-06-10");
	world_judge(&w, day("2023-06-10"));
	assert_int_equal(w.npairs, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(w.evaluations[i].obligations[0].state,
		    STATE_MET);
	world_done(&w);
}

static void
test_each_by_its_own_entry(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	world_each(&w);
	log_add(&w, ENTRY_DONE, "2023-06-10")->body = "s2";
	world_judge(&w, day("2023-06-10"));
	assert_int_equal(w.evaluations[0].obligations[0].state, STATE_OPEN);
	assert_int_equal(w.evaluations[1].obligations[0].state, STATE_MET);
	assert_int_equal(w.evaluations[2].obligations[0].state, STATE_OPEN);
	world_done(&w);
}

/* --- decisions ------------------------------------------------------------ */

static void
test_latest_extension_holds(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_until(&w, ENTRY_EXTEND, "2023-06-20", "2023-06-30", "2023-07-10");
	log_until(&w, ENTRY_EXTEND, "2023-07-05", "2023-07-10", "2023-07-31");
	ob = world_at(&w, "2023-07-06", "2023-06-30");
	assert_true(ob->marks & MARK_EXTENDED);
	assert_true(date_equal(ob->due, day("2023-07-31")));
	assert_true(date_equal(ob->told_from, day("2023-07-06")));
	assert_int_equal(ob->ndues, 3);
	assert_ptr_equal(ob->extension, &w.entries[1]);
	world_state(&w, "2023-07-31", "2023-06-30", STATE_OPEN);
	world_state(&w, "2023-08-01", "2023-06-30", STATE_LATE);
	log_ref(&w, ENTRY_VOID, "2023-07-07", 2);
	world_state(&w, "2023-07-11", "2023-06-30", STATE_LATE);
	world_done(&w);
}

/* Of a term that was left as it was, or brought back, each DUE is known
 * once. */
static void
test_extension_to_a_day_that_it_had(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_until(&w, ENTRY_EXTEND, "2023-06-20", "2023-06-30", "2023-06-30");
	ob = world_at(&w, "2023-06-21", "2023-06-30");
	assert_true(ob->marks & MARK_EXTENDED);
	assert_int_equal(ob->ndues, 1);
	assert_true(date_equal(ob->dues[0], day("2023-06-30")));
	log_until(&w, ENTRY_EXTEND, "2023-06-22", "2023-06-30", "2023-07-10");
	log_until(&w, ENTRY_EXTEND, "2023-06-23", "2023-07-10", "2023-06-30");
	ob = world_at(&w, "2023-06-24", "2023-06-30");
	assert_int_equal(ob->ndues, 2);
	assert_true(date_equal(ob->dues[0], day("2023-07-10")));
	assert_true(date_equal(ob->dues[1], day("2023-06-30")));
	world_done(&w);
}

static void
test_extended_window_holds_its_new_days(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_until(&w, ENTRY_EXTEND, "2023-06-20", NULL, "2023-07-10");
	log_add(&w, ENTRY_DONE, "2023-07-10");
	world_state(&w, "2023-07-10", "2023-06-30", STATE_MET);
	world_done(&w);
}

/* What was logged while an extension held goes by the DUE that it gave, also
 * when that is replaced or taken back. */
static void
test_former_due_is_a_name_still(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	log_until(&w, ENTRY_EXTEND, "2023-03-20", "2023-03-31", "2023-04-10");
	log_until(&w, ENTRY_DONE, "2023-04-05", "2023-04-10", NULL);
	log_until(&w, ENTRY_EXTEND, "2023-04-06", "2023-04-10", "2023-04-20");
	world_state(&w, "2023-04-07", "2023-03-31", STATE_MET);
	world_state(&w, "2023-04-07", "2023-04-30", STATE_OPEN);
	log_ref(&w, ENTRY_VOID, "2023-04-08", 1);       /* the second holds */
	world_state(&w, "2023-04-08", "2023-03-31", STATE_MET);
	log_ref(&w, ENTRY_VOID, "2023-04-09", 3);
	world_state(&w, "2023-04-09", "2023-03-31", STATE_MET_LATE);
	world_done(&w);
}

/* The window that the order ends on a day has its name, whatever an extension
 * moved there. */
static void
test_own_due_is_the_name(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	log_until(&w, ENTRY_EXTEND, "2023-03-20", "2023-03-31", "2023-04-30");
	log_until(&w, ENTRY_DONE, "2023-04-05", "2023-04-30", NULL);
	world_state(&w, "2023-04-05", "2023-04-30", STATE_MET);
	world_state(&w, "2023-04-05", "2023-03-31", STATE_OPEN);
	world_done(&w);
}

static void
test_waiver(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_until(&w, ENTRY_WAIVE, "2023-07-05", "2023-06-30", NULL);
	world_state(&w, "2023-07-04", "2023-06-30", STATE_LATE);
	world_state(&w, "2023-07-05", "2023-06-30", STATE_WAIVED);
	/* what is not owed is not done late */
	log_add(&w, ENTRY_DONE, "2024-05-20");
	world_state(&w, "2024-05-20", "2023-06-30", STATE_WAIVED);
	world_state(&w, "2024-05-20", "2024-06-30", STATE_MET);
	world_done(&w);
}

static void
test_promise_until_it_has_passed(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_until(&w, ENTRY_PROMISE, "2023-07-03", "2023-06-30",
	    "2023-07-14");
	ob = world_at(&w, "2023-07-14", "2023-06-30");
	assert_true(ob->marks & MARK_PROMISED);
	assert_true(date_is_none(ob->broken));
	assert_int_equal(ob->state, STATE_LATE);
	ob = world_at(&w, "2023-07-15", "2023-06-30");
	assert_false(ob->marks & MARK_PROMISED);
	assert_true(date_is_none(ob->promised_until));
	assert_int_equal(date_diff(ob->due, ob->broken), -14);
	world_done(&w);
	world_init(&w, JUNE);           /* before it has begun; then done */
	log_until(&w, ENTRY_PROMISE, "2023-05-20", "2023-06-30",
	    "2023-06-20");
	log_add(&w, ENTRY_DONE, "2023-06-05");
	ob = world_at(&w, "2023-05-25", "2023-06-30");
	assert_int_equal(ob->state, STATE_UPCOMING);
	assert_true(ob->marks & MARK_PROMISED);
	ob = world_at(&w, "2023-06-21", "2023-06-30");
	assert_int_equal(ob->state, STATE_MET);
	assert_false(ob->marks & MARK_PROMISED);
	assert_true(date_is_none(ob->broken));
	world_done(&w);
	world_init(&w, "monthly");      /* missed, promised all the same */
	log_until(&w, ENTRY_PROMISE, "2023-02-02", "2023-01-31",
	    "2023-03-01");
	ob = world_at(&w, "2023-03-01", "2023-01-31");
	assert_int_equal(ob->state, STATE_MISSED);
	assert_true(ob->marks & MARK_PROMISED);
	world_done(&w);
}

static void
test_accepted_before_it_counts(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	w.wordings[0].accept = &w.controller;
	log_add(&w, ENTRY_DONE, "2023-06-28");
	world_state(&w, "2023-06-28", "2023-06-30", STATE_SUBMITTED);
	world_state(&w, "2023-07-03", "2023-06-30", STATE_SUBMITTED);
	log_ref(&w, ENTRY_ACCEPT, "2023-07-04", 1);
	world_state(&w, "2023-07-04", "2023-06-30", STATE_MET);
	assert_ptr_equal(world_at(&w, "2023-07-04", "2023-06-30")->accepted,
	    &w.entries[1]);
	world_done(&w);
}

/* The deed that reached MIN is the accepted one, not one after it. */
static void
test_acceptance_of_what_met_it(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	w.wordings[0].accept = &w.controller;
	log_add(&w, ENTRY_DONE, "2023-06-26");
	log_add(&w, ENTRY_DONE, "2023-06-28");
	log_ref(&w, ENTRY_ACCEPT, "2023-06-28", 2);
	log_ref(&w, ENTRY_ACCEPT, "2023-06-29", 1);
	assert_ptr_equal(world_at(&w, "2023-06-28", "2023-06-30")->accepted,
	    &w.entries[2]);
	assert_ptr_equal(world_at(&w, "2023-06-29", "2023-06-30")->accepted,
	    &w.entries[3]);
	world_done(&w);
}

/* The window knows what was taken back last, and by what, while the VOID
 * itself stands. */
static void
test_what_was_taken_back(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	log_add(&w, ENTRY_DONE, "2023-06-20");
	log_add(&w, ENTRY_DONE, "2023-06-21");
	log_ref(&w, ENTRY_VOID, "2023-06-22", 2);
	log_ref(&w, ENTRY_VOID, "2023-06-23", 1);
	assert_null(world_at(&w, "2023-06-21", "2023-06-30")->voided_by);
	ob = world_at(&w, "2023-06-23", "2023-06-30");
	assert_ptr_equal(ob->voided, &w.entries[0]);
	assert_ptr_equal(ob->voided_by, &w.entries[3]);
	log_ref(&w, ENTRY_VOID, "2023-06-26", 4);
	ob = world_at(&w, "2023-06-26", "2023-06-30");
	assert_int_equal(ob->state, STATE_MET);
	assert_ptr_equal(ob->voided, &w.entries[1]);
	world_done(&w);
}

static void
test_returned_for_rework(void **state)
{
	const struct obligation *ob;
	struct world w;

	(void)state;
	world_init(&w, JUNE);
	w.wordings[0].accept = &w.controller;
	log_add(&w, ENTRY_DONE, "2023-06-20");
	log_ref(&w, ENTRY_RETURN, "2023-06-22", 1);
	ob = world_at(&w, "2023-06-22", "2023-06-30");
	assert_int_equal(ob->state, STATE_OPEN);
	assert_ptr_equal(ob->rework, &w.entries[1]);
	log_add(&w, ENTRY_DONE, "2023-06-26");
	ob = world_at(&w, "2023-06-26", "2023-06-30");
	assert_int_equal(ob->state, STATE_SUBMITTED);
	assert_null(ob->rework);
	assert_int_equal(ob->npending, 1);
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_named_window_goes_before_all),
		cmocka_unit_test(test_containing_window),
		cmocka_unit_test(test_latest_unmet_window_before),
		cmocka_unit_test(test_next_window_within_thirty_days),
		cmocka_unit_test(test_of_several_the_one_due_first),
		cmocka_unit_test(test_surplus_stays_and_does_not_spill),
		cmocka_unit_test(test_over_the_most),
		cmocka_unit_test(test_deed_after_its_entry_is_refused),
		cmocka_unit_test(test_unknown_window_is_a_stray),
		cmocka_unit_test(test_void_and_void_of_a_void),
		cmocka_unit_test(test_entry_of_the_whole_rule_counts_for_each),
		cmocka_unit_test(test_each_by_its_own_entry),
		cmocka_unit_test(test_latest_extension_holds),
		cmocka_unit_test(test_extension_to_a_day_that_it_had),
		cmocka_unit_test(test_extended_window_holds_its_new_days),
		cmocka_unit_test(test_former_due_is_a_name_still),
		cmocka_unit_test(test_own_due_is_the_name),
		cmocka_unit_test(test_waiver),
		cmocka_unit_test(test_promise_until_it_has_passed),
		cmocka_unit_test(test_accepted_before_it_counts),
		cmocka_unit_test(test_acceptance_of_what_met_it),
		cmocka_unit_test(test_what_was_taken_back),
		cmocka_unit_test(test_returned_for_rework),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
