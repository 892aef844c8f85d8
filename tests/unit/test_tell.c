/* At which addresses it is told; and what, when something ends, comes back, or
 * rests. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "test_duty.h"

/* --- addresses ------------------------------------------------------------ */

static void
test_corrected_address_hears_the_latest_once(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	world_expect(&w, "2023-01-09", "2023-01-31",
	    "2023-01-09 uo opens\n"
	    "2023-01-27 uo before:30d\n");
	w.mail[0] = "new@x.example";
	world_expect(&w, "2023-02-01", "2023-02-21",
	    "2023-02-01 uo before:30d\n"
	    "2023-02-21 uo before:7d\n");
	world_done(&w);
}

/* Whose place the deputy takes on those days. */
static struct contact
boss(const struct world *w, const struct date_span *away)
{
	static const char *const email = "boss@x.example";

	return (struct contact){
		.email = &email, .nemail = 1, .language = -1,
		.from = DATE_MIN, .to = DATE_MAX,
		.away = away, .naway = 1, .deputy = &w->deputy
	};
}

/* The deputy hears what comes while he stands in, not what was said before;
 * who comes back hears the latest of what he was not told. */
static void
test_deputy_while_away(void **state)
{
	struct date_span away = days("2023-02-10", "2023-02-22");
	struct contact contact;
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	contact = boss(&w, &away);
	w.uo.contacts = &contact;
	w.uo.ncontacts = 1;
	world_expect(&w, "2023-01-09", "2023-02-27",
	    "2023-01-09 uo opens\n"
	    "2023-01-27 uo before:30d\n"
	    "2023-02-21 deputy before:7d\n"
	    "2023-02-23 uo before:7d\n"
	    "2023-02-27 uo before:1d\n");
	world_done(&w);
}

/* Everybody is away: each question, and each end, is a new one to who stands
 * in as well, and is told once. */
static void
test_deputy_hears_every_round(void **state)
{
	struct date_span away = days("2023-07-01", "2023-12-31");
	struct contact contact;
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	contact = boss(&w, &away);
	w.uo.contacts = w.head.contacts = w.controller.contacts = &contact;
	w.uo.ncontacts = w.head.ncontacts = w.controller.ncontacts = 1;
	w.wordings[0].accept = &w.controller;
	w.wordings[0].supervisors = w.supervisors;
	log_add(&w, ENTRY_DONE, "2023-07-11");
	log_ref(&w, ENTRY_RETURN, "2023-07-13", 1);
	log_add(&w, ENTRY_DONE, "2023-07-17");
	log_ref(&w, ENTRY_RETURN, "2023-07-19", 3);
	log_add(&w, ENTRY_DONE, "2023-07-24");
	log_ref(&w, ENTRY_ACCEPT, "2023-07-25", 5);
	log_ref(&w, ENTRY_RETURN, "2023-07-27", 5);
	log_ref(&w, ENTRY_ACCEPT, "2023-07-31", 5);
	world_expect(&w, "2023-06-29", "2023-12-31",
	    "2023-06-29 uo before:1d\n"
	    "2023-07-03 deputy late:1\n"
	    "2023-07-06 deputy escalate:1\n"
	    "2023-07-10 deputy late:2\n"
	    "2023-07-12 deputy accept:1\n"
	    "2023-07-14 deputy reopened\n"
	    "2023-07-18 deputy accept:1/2\n"
	    "2023-07-19 deputy late:3\n"
	    "2023-07-20 deputy reopened:2\n"
	    "2023-07-25 deputy closed\n"
	    "2023-07-27 deputy reopened:3\n"       /* of this return */
	    "2023-07-31 deputy closed:2\n");
	world_done(&w);
}

static void
test_each_address_gets_its_own(void **state)
{
	static const char *const two[] = {"a@x.example", "b@x.example"};
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.uo.email = two;
	w.uo.nemail = 2;
	w.uo.webhook = "chat";
	world_expect(&w, "2023-06-29", "2023-06-29",
	    "2023-06-29 uo before:1d\n"
	    "2023-06-29 uo before:1d\n"
	    "2023-06-29 uo before:1d\n");
	assert_string_equal(w.said[1].address, "b@x.example");
	assert_int_equal(w.said[2].channel, CHANNEL_WEBHOOK);
	world_done(&w);
}

/* --- ends ----------------------------------------------------------------- */

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
		cmocka_unit_test(test_corrected_address_hears_the_latest_once),
		cmocka_unit_test(test_deputy_while_away),
		cmocka_unit_test(test_deputy_hears_every_round),
		cmocka_unit_test(test_each_address_gets_its_own),
		cmocka_unit_test(test_reopened_though_it_rests),
		cmocka_unit_test(test_returned_though_it_rests),
		cmocka_unit_test(test_a_group_is_late_while_one_is),
		cmocka_unit_test(test_reopened_though_a_group_rests),
		cmocka_unit_test(test_told_on_beside_the_others)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
