#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/entry.h"
#include "core/evaluate.h"
#include "test_duty.h"

static void
test_kind_names_read_back(void **state)
{
	enum entry_kind kind;

	(void)state;
	for (int i = 0; i < ENTRY_KIND_COUNT; i++) {
		assert_true(entry_kind_parse(
		    entry_kind_name((enum entry_kind)i), &kind));
		assert_int_equal(kind, i);
	}
	assert_false(entry_kind_parse("", &kind));
	assert_false(entry_kind_parse("Done", &kind));
	assert_false(entry_kind_parse("donee", &kind));
}

/* The last line of the log is checked against those before it. */
static const char *
check_last(struct world *w)
{
	const struct entry *own[WORLD_ENTRIES];
	const struct entry *last = &w->entries[w->nentries - 1];
	struct evaluate_input in = {
		.entries = own, .nentries = w->nentries - 1,
		.today = last->entered, .baseline = w->baseline,
		.horizon = date_add(last->entered, 60)
	};

	for (size_t i = 0; i < in.nentries; i++)
		own[i] = &w->entries[i];
	w->npairs = rule_pairs(w->a, &w->roadmap, &w->rule, &w->pairs);
	return entry_check(&w->pairs[0], last, &in);
}

static void
accept_last(struct world *w)
{
	const char *why = check_last(w);

	if (why)
		fail_msg("refused: %s", why);
}

static void
refuse_last(struct world *w, const char *why)
{
	const char *got = check_last(w);

	assert_non_null(got);
	assert_string_equal(got, why);
	w->nentries--;
}

static void
test_deeds(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_DONE, "2023-06-10");
	accept_last(&w);
	log_add(&w, ENTRY_DONE, "2023-06-20")->entered = day("2023-06-19");
	refuse_last(&w, "the day lies after the day it is entered");
	log_add(&w, ENTRY_PARTLY, "2023-06-10")->date = DATE_NONE;
	refuse_last(&w, "the day is missing");
	log_until(&w, ENTRY_DONE, "2023-06-10", "2023-06-29", NULL);
	refuse_last(&w, "no window of this rule is due on that day");
	log_until(&w, ENTRY_DONE, "2023-06-10", "2025-06-30", NULL);
	accept_last(&w);                        /* beyond the horizon */
	log_add(&w, ENTRY_DONE, "2023-02-10");  /* kept, and reported */
	accept_last(&w);
	world_done(&w);
}

static void
test_voids(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_DONE, "2023-06-10");
	log_ref(&w, ENTRY_VOID, "2023-06-11", 7);
	refuse_last(&w, "there is no such entry to take back");
	log_ref(&w, ENTRY_VOID, "2023-06-11", 2);       /* itself */
	refuse_last(&w, "there is no such entry to take back");
	log_ref(&w, ENTRY_VOID, "2023-06-11", 1);
	accept_last(&w);
	log_ref(&w, ENTRY_VOID, "2023-06-11", 1);
	refuse_last(&w, "that entry is taken back already");
	log_ref(&w, ENTRY_VOID, "2023-06-12", 2);       /* of the void */
	accept_last(&w);
	world_done(&w);
}

static void
test_decisions(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_WAIVE, "2023-03-10");
	refuse_last(&w, "no window is open, was open before or opens soon");
	log_until(&w, ENTRY_WAIVE, "2023-03-10", "2023-06-30", NULL);
	accept_last(&w);
	log_until(&w, ENTRY_EXTEND, "2023-06-10", NULL, NULL);
	refuse_last(&w, "the new day is missing");
	log_until(&w, ENTRY_EXTEND, "2023-06-10", NULL, "2023-05-31");
	refuse_last(&w, "the new day lies before the window begins");
	log_until(&w, ENTRY_EXTEND, "2023-06-10", NULL, "2023-07-15");
	accept_last(&w);
	log_until(&w, ENTRY_PROMISE, "2023-06-20", "2023-07-15",
	    "2023-06-19");                      /* by its new DUE */
	refuse_last(&w, "the promised day lies in the past");
	log_until(&w, ENTRY_PROMISE, "2023-06-20", "2023-07-15",
	    "2023-07-20");
	accept_last(&w);
	world_done(&w);
}

static void
test_verdicts(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[0].accept = &w.controller;
	log_add(&w, ENTRY_DONE, "2023-06-10");
	log_ref(&w, ENTRY_ACCEPT, "2023-06-11", 5);
	refuse_last(&w, "there is no such deed");
	log_ref(&w, ENTRY_ACCEPT, "2023-06-11", 1);
	accept_last(&w);
	log_ref(&w, ENTRY_ACCEPT, "2023-06-12", 1);
	refuse_last(&w, "that deed is accepted already");
	log_ref(&w, ENTRY_RETURN, "2023-06-12", 1);     /* thinks better */
	accept_last(&w);
	log_ref(&w, ENTRY_RETURN, "2023-06-12", 2);
	refuse_last(&w, "there is no such deed");
	log_ref(&w, ENTRY_VOID, "2023-06-13", 1);
	log_ref(&w, ENTRY_ACCEPT, "2023-06-14", 1);
	refuse_last(&w, "that deed is taken back already");
	world_done(&w);
}

/* Where nobody is asked, a deed counts at once: to accept it would be a word
 * that means nothing. One that was sent back may be taken all the same. */
static void
test_acceptance_that_nobody_asked_for(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_DONE, "2023-06-10");
	log_ref(&w, ENTRY_ACCEPT, "2023-06-12", 1);
	refuse_last(&w, "that deed counts already: the rule asks nobody to "
	    "accept it");
	log_ref(&w, ENTRY_RETURN, "2023-06-12", 1);
	accept_last(&w);
	log_ref(&w, ENTRY_ACCEPT, "2023-06-13", 1);
	accept_last(&w);
	world_done(&w);
}

/* The window's wording says it, not that of the day. */
static void
test_acceptance_by_the_wording_of_the_window(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[1] = w.wordings[0];
	w.wordings[1].from = day("2023-06-20");
	w.wordings[1].accept = &w.controller;
	w.rule.nwordings = 2;
	log_add(&w, ENTRY_DONE, "2023-06-10");
	log_ref(&w, ENTRY_ACCEPT, "2023-06-12", 1);
	accept_last(&w);
	world_done(&w);
}

static void
test_requests_and_schedules(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_REQUEST, "2023-06-10");
	refuse_last(&w, "this rule takes no requests");
	log_add(&w, ENTRY_SCHEDULE, "2023-06-10");
	refuse_last(&w, "this rule has no outside schedule");
	world_done(&w);
	world_init(&w, "on request");
	log_add(&w, ENTRY_REQUEST, "2023-06-10");
	accept_last(&w);
	world_done(&w);
	world_init(&w, "по отдельному графику");
	log_until(&w, ENTRY_SCHEDULE, "2023-09-10", NULL, "2023-09-09");
	refuse_last(&w, "the last day lies before the first");
	log_add(&w, ENTRY_SCHEDULE, "2023-09-10");
	accept_last(&w);
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kind_names_read_back),
		cmocka_unit_test(test_deeds),
		cmocka_unit_test(test_voids),
		cmocka_unit_test(test_decisions),
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_acceptance_that_nobody_asked_for),
		cmocka_unit_test(test_acceptance_by_the_wording_of_the_window),
		cmocka_unit_test(test_requests_and_schedules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
