/* What is told when something ends, comes back, or rests. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "test_duty.h"

/* Whoever believes it closed hears that it is not, though it was missed so
 * long ago that it is in the report alone; and nothing more. */
static void
test_reopened_though_it_rests(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in March, May");
	w.wordings[0].remind.opens = false;
	w.wordings[0].remind.nbefore = 0;
	log_add(&w, ENTRY_DONE, "2023-04-05")->window = day("2023-03-31");
	log_add(&w, ENTRY_DONE, "2023-05-04");
	log_ref(&w, ENTRY_VOID, "2023-07-05", 1);
	world_expect(&w, "2023-04-03", "2023-12-31",
	    "2023-04-03 uo late:1\n"
	    "2023-04-05 uo closed\n"
	    "2023-07-05 uo reopened\n");
	world_done(&w);
}

/* The lead was left in peace while it waited to be accepted. */
static void
test_returned_though_it_rests(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in March, May");
	w.wordings[0].accept = &w.controller;
	w.wordings[0].remind.opens = false;
	w.wordings[0].remind.nbefore = 0;
	log_add(&w, ENTRY_DONE, "2023-03-20")->window = day("2023-03-31");
	log_add(&w, ENTRY_WAIVE, "2023-03-20")->window = day("2023-05-31");
	log_ref(&w, ENTRY_RETURN, "2023-07-05", 1);
	world_expect(&w, "2023-03-20", "2023-03-24",
	    "2023-03-21 ctl accept:1\n");
	world_expect(&w, "2023-07-04", "2023-12-31",
	    "2023-07-04 ctl accept:7\n"
	    "2023-07-06 uo reopened\n");
	world_done(&w);
}

/* March is missed by two when May begins; the third leaves before May is due
 * and is late until then: the co-executor goes on hearing of him. */
static void
test_a_group_is_late_while_one_is(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in March, May");
	world_each(&w);
	w.members[1].to = day("2023-05-19");
	w.wordings[0].remind.opens = false;
	w.wordings[0].remind.nbefore = 0;
	w.wordings[0].remind.late = (struct duration){2, UNIT_WEEK};
	log_add(&w, ENTRY_WAIVE, "2023-04-03")->window = day("2023-05-31");
	world_expect(&w, "2023-04-17", "2023-06-30",
	    "2023-04-17 head escalate:1 (0/3)\n"
	    "2023-04-17 s1 late:2\n"
	    "2023-04-17 head escalate:1 (0/3)\n"
	    "2023-04-17 s2 late:2\n"
	    "2023-04-17 head escalate:1 (0/3)\n"
	    "2023-04-17 s3 late:2\n"
	    "2023-04-17 iao late:2 0/3\n"
	    "2023-05-01 s2 late:3\n"
	    "2023-05-01 iao late:3 0/3\n"
	    "2023-05-15 s2 late:4\n"
	    "2023-05-15 iao late:4 0/3\n");
	world_done(&w);
}

static void
test_reopened_though_a_group_rests(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in March, May");
	world_each(&w);
	w.wordings[0].remind.opens = false;
	w.wordings[0].remind.nbefore = 0;
	log_add(&w, ENTRY_WAIVE, "2023-04-05")->window = day("2023-03-31");
	log_add(&w, ENTRY_WAIVE, "2023-04-05")->window = day("2023-05-31");
	log_ref(&w, ENTRY_VOID, "2023-07-05", 1);
	world_expect(&w, "2023-04-03", "2023-12-31",
	    "2023-04-03 s1 late:1\n"
	    "2023-04-03 s2 late:1\n"
	    "2023-04-03 s3 late:1\n"
	    "2023-04-03 iao late:1 0/3\n"
	    "2023-04-05 s1 closed\n"
	    "2023-04-05 s2 closed\n"
	    "2023-04-05 s3 closed\n"
	    "2023-04-05 iao closed\n"
	    "2023-07-05 s1 reopened\n"
	    "2023-07-05 s2 reopened\n"
	    "2023-07-05 s3 reopened\n"
	    "2023-07-05 iao reopened 0/3\n");
	world_done(&w);
}

/* Whoever is told on stands beside all who owe it: not those who were let
 * off. */
static void
test_told_on_beside_the_others(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	world_each(&w);
	log_add(&w, ENTRY_DONE, "2023-06-20")->body = "s1";
	log_add(&w, ENTRY_WAIVE, "2023-06-20")->body = "s2";
	w.wordings[0].responsible.nothers = 0;
	world_expect(&w, "2023-07-03", "2023-07-06",
	    "2023-07-03 s3 late:1\n"
	    "2023-07-06 head escalate:1 (1/2)\n");
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reopened_though_it_rests),
		cmocka_unit_test(test_returned_though_it_rests),
		cmocka_unit_test(test_a_group_is_late_while_one_is),
		cmocka_unit_test(test_reopened_though_a_group_rests),
		cmocka_unit_test(test_told_on_beside_the_others)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
