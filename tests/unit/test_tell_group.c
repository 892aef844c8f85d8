/* What the members of a group hear, and those beside them. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "test_duty.h"

/* Each of three schools, the others beside them, and nobody above. */
static void
schools(struct world *w)
{
	world_init(w, "annually in June");
	world_each(w);
	w->wordings[0].nsupervisors = 0;
}

static void
test_each_member_leads_others_hear_once(void **state)
{
	struct world w;

	(void)state;
	schools(&w);
	log_add(&w, ENTRY_DONE, "2023-06-10")->body = "s1";
	log_add(&w, ENTRY_DONE, "2023-07-05")->body = "s2";
	log_add(&w, ENTRY_DONE, "2023-07-12")->body = "s3";
	world_expect(&w, "2023-06-23", "2023-12-31",
	    "2023-06-23 s2 before:7d\n"
	    "2023-06-23 s3 before:7d\n"
	    "2023-06-23 iao before:7d 1/3\n"
	    "2023-06-29 s2 before:1d\n"
	    "2023-06-29 s3 before:1d\n"
	    "2023-06-29 iao before:1d 1/3\n"
	    "2023-07-03 s2 late:1\n"
	    "2023-07-03 s3 late:1\n"
	    "2023-07-03 iao late:1 1/3\n"
	    "2023-07-05 s2 closed\n"
	    "2023-07-10 s3 late:2\n"
	    "2023-07-10 iao late:2 2/3\n"
	    "2023-07-12 s3 closed\n"
	    "2023-07-12 iao closed 3/3\n");
	world_done(&w);
}

/* One member's extension parts him from the group: the others hear that it is
 * done when he has done it too, and once. */
static void
test_closed_once_for_an_extended_member(void **state)
{
	struct world w;

	(void)state;
	schools(&w);
	log_add(&w, ENTRY_DONE, "2023-06-10")->body = "s1";
	log_until(&w, ENTRY_EXTEND, "2023-07-04", "2023-06-30",
	    "2023-07-31")->body = "s3";
	log_add(&w, ENTRY_DONE, "2023-07-05")->body = "s2";
	log_add(&w, ENTRY_DONE, "2023-08-08")->body = "s3";
	world_expect(&w, "2023-07-03", "2023-12-31",
	    "2023-07-03 s2 late:1\n"
	    "2023-07-03 s3 late:1\n"
	    "2023-07-03 iao late:1 1/3\n"
	    "2023-07-05 s2 closed\n"
	    "2023-07-24 s3 before:7d\n"
	    "2023-07-24 iao before:7d 0/1\n"
	    "2023-07-28 s3 before:1d\n"
	    "2023-07-28 iao before:1d 0/1\n"
	    "2023-08-01 s3 late:1\n"
	    "2023-08-01 iao late:1 0/1\n"
	    "2023-08-08 s3 closed\n"
	    "2023-08-08 iao closed 3/3\n");
	world_done(&w);
}

/* All were moved: what was said of the former term is theirs there too. */
static void
test_closed_once_for_an_extended_group(void **state)
{
	struct world w;

	(void)state;
	schools(&w);
	for (int i = 0; i < 3; i++) {
		static const char *const ids[] = {"s1", "s2", "s3"};

		log_until(&w, ENTRY_EXTEND, "2023-07-04", "2023-06-30",
		    "2023-07-31")->body = ids[i];
		log_add(&w, ENTRY_DONE, "2023-07-20")->body = ids[i];
	}
	world_expect(&w, "2023-07-03", "2023-12-31",
	    "2023-07-03 s1 late:1\n"
	    "2023-07-03 s2 late:1\n"
	    "2023-07-03 s3 late:1\n"
	    "2023-07-03 iao late:1 0/3\n"
	    "2023-07-20 s1 closed\n"
	    "2023-07-20 s2 closed\n"
	    "2023-07-20 s3 closed\n"
	    "2023-07-20 iao closed 3/3\n");
	world_done(&w);
}

/* Extended to the day that it had: nothing has moved. */
static void
test_closed_for_a_group_that_stays(void **state)
{
	static const char *const ids[] = {"s1", "s2", "s3"};
	struct world w;

	(void)state;
	schools(&w);
	for (int i = 0; i < 3; i++) {
		log_until(&w, ENTRY_EXTEND, "2023-07-04", "2023-06-30",
		    "2023-06-30")->body = ids[i];
		log_add(&w, ENTRY_DONE, "2023-07-05")->body = ids[i];
	}
	world_expect(&w, "2023-07-03", "2023-12-31",
	    "2023-07-03 s1 late:1\n"
	    "2023-07-03 s2 late:1\n"
	    "2023-07-03 s3 late:1\n"
	    "2023-07-03 iao late:1 0/3\n"
	    "2023-07-05 s1 closed\n"
	    "2023-07-05 s2 closed\n"
	    "2023-07-05 s3 closed\n"
	    "2023-07-05 iao closed 3/3\n");
	world_done(&w);
}

static void
test_debtors_of_a_group(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	world_each(&w);
	world_run(&w, "2023-06-29", "2023-06-29");
	assert_int_equal(w.nsaid, 4);
	assert_string_equal(w.said[0].debtor, "s1");
	assert_string_equal(w.said[3].debtor, "school");
	world_done(&w);
	world_init(&w, "annually in June");
	world_each(&w);
	w.leads[0] = &w.uo;                     /* each uo, each head */
	w.leads[1] = &w.head;
	w.wordings[0].responsible.nleads = 2;
	world_run(&w, "2023-06-29", "2023-06-29");
	assert_int_equal(w.nsaid, 3);
	assert_string_equal(w.said[2].debtor, "");
	assert_string_equal(w.said[2].recipient, "iao");
	world_done(&w);
}

/* One body for itself: its own history and the others' do not mix. */
static void
test_each_of_one_body(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	world_each(&w);
	w.leads[0] = &w.uo;
	w.wordings[0].nsupervisors = 0;
	log_add(&w, ENTRY_DONE, "2023-07-05")->body = "uo";
	world_expect(&w, "2023-07-03", "2023-12-31",
	    "2023-07-03 uo late:1\n"
	    "2023-07-03 iao late:1 0/1\n"
	    "2023-07-05 uo closed\n"
	    "2023-07-05 iao closed 1/1\n");
	world_done(&w);
}

static void
test_any_member_leads_and_meets(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.leads[0] = &w.group;
	w.wordings[0].responsible.mode = RESPONSIBLE_ANY;
	w.members[2].to = day("2023-06-25");    /* s3 has left */
	log_add(&w, ENTRY_DONE, "2023-07-04")->body = "s2";
	world_expect(&w, "2023-06-29", "2023-12-31",
	    "2023-06-29 s1 before:1d\n"
	    "2023-06-29 s2 before:1d\n"
	    "2023-07-03 s1 late:1\n"
	    "2023-07-03 s2 late:1\n"
	    "2023-07-04 s1 closed\n"
	    "2023-07-04 s2 closed\n");
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_member_leads_others_hear_once),
		cmocka_unit_test(test_closed_once_for_an_extended_member),
		cmocka_unit_test(test_closed_once_for_an_extended_group),
		cmocka_unit_test(test_closed_for_a_group_that_stays),
		cmocka_unit_test(test_debtors_of_a_group),
		cmocka_unit_test(test_each_of_one_body),
		cmocka_unit_test(test_any_member_leads_and_meets)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
