#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/account.h"
#include "test_duty.h"

/* The world as it is known on a day. */
static struct account_input
known(struct world *w, const char *on)
{
	struct date *baselines;

	world_judge(w, day(on));
	baselines = arena_array(w->a, w->npairs, sizeof(*baselines));
	for (size_t i = 0; i < w->npairs; i++)
		baselines[i] = w->baseline;
	return (struct account_input){
		.pairs = w->pairs, .baselines = baselines,
		.npairs = w->npairs, .baseline = w->baseline,
		.entries = w->entries, .nentries = w->nentries,
		.said = w->said, .nsaid = w->nsaid, .on = day(on)
	};
}

static void
add_text(struct str *s, const struct account_line *l)
{
	static const char *const verdicts[] = {
		[VERDICT_SAID] = "said", [VERDICT_COMING] = "coming",
		[VERDICT_NOT] = "not"
	};
	char iso[DATE_TEXT], stage[STAGE_TEXT];

	str_addf(s, "%s %s %s %s%s%s\n", date_iso(l->day, iso), l->to,
	    stage_name(&l->stage, stage), verdicts[l->verdict],
	    l->verdict == VERDICT_NOT ? " " : "",
	    l->verdict == VERDICT_NOT ? reason_name(l->reason) : "");
}

/* The account of the window due on a day, as it was known on another. */
static void
expect(struct world *w, const char *on, size_t pair, const char *due,
    const char *lines)
{
	const struct account_input in = known(w, on);
	const struct account_line *list = NULL;
	struct evaluation e;
	struct str s;
	size_t n = 0;

	str_init(&s);
	account_judge(w->a, &in, pair, in.on, &e);
	for (size_t i = 0; i < e.nobligations; i++)
		if (date_equal(e.obligations[i].window.due, day(due)))
			n = account_stages(w->a, &in, pair,
			    &e.obligations[i], &list);
	for (size_t i = 0; i < n; i++)
		add_text(&s, &list[i]);
	assert_string_equal(s.s, lines);
	str_done(&s);
}

/* What was said is found, what comes is foretold. */
static void
test_said_and_coming(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	w.wordings[0].responsible.nothers = 1;
	world_run(&w, "2023-01-01", "2023-02-21");
	expect(&w, "2023-02-21", 0, "2023-02-28",
	    "2023-01-09 uo opens said\n"
	    "2023-01-09 iao opens said\n"
	    "2023-01-27 uo before:30d said\n"
	    "2023-01-27 iao before:30d said\n"
	    "2023-02-21 uo before:7d said\n"
	    "2023-02-21 iao before:7d said\n"
	    "2023-02-27 uo before:1d coming\n"
	    "2023-02-27 iao before:1d coming\n"
	    "2023-03-01 uo late:1 coming\n"
	    "2023-03-01 iao late:1 coming\n"
	    "2023-03-06 head escalate:1 coming\n"
	    "2023-03-09 uo late:2 coming\n"
	    "2023-03-09 iao late:2 coming\n");
	world_done(&w);
}

/* Done in time: the rest was not said, and why; one word on late is enough. */
static void
test_met(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	log_add(&w, ENTRY_DONE, "2023-02-10");
	world_run(&w, "2023-01-01", "2023-06-01");
	expect(&w, "2023-06-01", 0, "2023-02-28",
	    "2023-01-09 uo opens said\n"
	    "2023-01-27 uo before:30d said\n"
	    "2023-02-21 uo before:7d not met\n"
	    "2023-02-27 uo before:1d not met\n"
	    "2023-03-01 uo late:1 not met\n"
	    "2023-03-06 head escalate:1 not met\n");
	world_done(&w);
}

/* Done late: closed to whoever heard. */
static void
test_late_and_closed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	log_add(&w, ENTRY_DONE, "2023-03-08");
	world_run(&w, "2023-02-25", "2023-06-01");
	expect(&w, "2023-06-01", 0, "2023-02-28",
	    "2023-01-09 uo opens not unwritten\n"
	    "2023-01-27 uo before:30d not unwritten\n"
	    "2023-02-21 uo before:7d not unwritten\n"
	    "2023-02-27 uo before:1d said\n"
	    "2023-03-01 uo late:1 said\n"
	    "2023-03-06 head escalate:1 said\n"
	    "2023-03-09 uo late:2 not met\n"
	    "2023-03-09 uo closed said\n"
	    "2023-03-09 head closed said\n");
	world_done(&w);
}

/* Half and pace: left out beside a `before`, silent when the count is there. */
static void
test_pace(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "at least 4 times a year");
	log_add(&w, ENTRY_DONE, "2023-03-14");
	log_add(&w, ENTRY_DONE, "2023-03-15");
	world_run(&w, "2023-01-01", "2023-10-02");
	expect(&w, "2023-10-02", 0, "2023-12-31",
	    "2023-01-09 uo opens said\n"
	    "2023-04-03 uo pace:1/4 not count\n"
	    "2023-07-03 uo pace:2/4 not count\n"
	    "2023-10-02 uo pace:3/4 said\n"
	    "2023-11-29 uo before:30d coming\n"
	    "2023-12-22 uo before:7d coming\n"
	    "2023-12-28 uo before:1d coming\n"
	    "2024-01-09 uo late:1 coming\n"
	    "2024-01-12 head escalate:1 coming\n");
	world_done(&w);
}

/* What the count will have silenced is not promised. */
static void
test_ahead_of_its_pace(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "at least 4 times a year");
	log_add(&w, ENTRY_DONE, "2023-03-14");
	log_add(&w, ENTRY_DONE, "2023-03-15");
	world_run(&w, "2023-01-01", "2023-05-02");
	expect(&w, "2023-05-02", 0, "2023-12-31",
	    "2023-01-09 uo opens said\n"
	    "2023-04-03 uo pace:1/4 not count\n"
	    "2023-07-03 uo pace:2/4 not count\n"
	    "2023-10-02 uo pace:3/4 coming\n"
	    "2023-11-29 uo before:30d coming\n"
	    "2023-12-22 uo before:7d coming\n"
	    "2023-12-28 uo before:1d coming\n"
	    "2024-01-09 uo late:1 coming\n"
	    "2024-01-12 head escalate:1 coming\n");
	world_done(&w);
}

/* A day that the daemon did not run on: its letter still comes. */
static void
test_put_off(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	world_run(&w, "2023-01-01", "2023-02-20");
	expect(&w, "2023-02-22", 0, "2023-02-28",
	    "2023-01-09 uo opens said\n"
	    "2023-01-27 uo before:30d said\n"
	    "2023-02-22 uo before:7d coming\n"
	    "2023-02-27 uo before:1d coming\n"
	    "2023-03-01 uo late:1 coming\n"
	    "2023-03-06 head escalate:1 coming\n"
	    "2023-03-09 uo late:2 coming\n");
	world_done(&w);
}

/* `opens` takes the place of each `before` of the week behind it. */
static void
test_close_letters_are_one(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, 1 June - 10 June");
	w.wordings[0].remind.due = true;
	expect(&w, "2023-05-01", 0, "2023-06-10",
	    "2023-05-10 uo before:30d coming\n"
	    "2023-06-01 uo opens coming\n"
	    "2023-06-02 uo before:7d not near-opens\n"
	    "2023-06-08 uo before:1d not near-opens\n"
	    "2023-06-09 uo due coming\n"
	    "2023-06-12 uo late:1 coming\n"
	    "2023-06-15 head escalate:1 coming\n"
	    "2023-06-19 uo late:2 coming\n");
	world_done(&w);
}

static void
test_promise(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	log_until(&w, ENTRY_PROMISE, "2023-01-20", "2023-02-28",
	    "2023-02-22");
	world_run(&w, "2023-01-01", "2023-02-21");
	expect(&w, "2023-02-21", 0, "2023-02-28",
	    "2023-01-09 uo opens said\n"
	    "2023-01-27 uo before:30d not promise\n"
	    "2023-02-21 uo before:7d not promise\n"
	    "2023-02-27 uo before:1d coming\n"
	    "2023-03-01 uo late:1 coming\n"
	    "2023-03-06 head escalate:1 coming\n"
	    "2023-03-09 uo late:2 coming\n");
	world_done(&w);
}

/* The baseline, nobody told on of himself, nobody reachable. */
static void
test_who_cannot_hear(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	w.baseline = day("2023-02-10");
	w.wordings[0].responsible.nothers = 1;
	w.others[0] = &w.imo;           /* without an address */
	w.supervisors[0] = &w.uo;
	world_run(&w, "2023-02-10", "2023-02-28");
	expect(&w, "2023-02-28", 0, "2023-02-28",
	    "2023-01-09 uo opens not early\n"
	    "2023-01-09 imo opens not early\n"
	    "2023-01-27 uo before:30d not early\n"
	    "2023-01-27 imo before:30d not early\n"
	    "2023-02-21 uo before:7d said\n"
	    "2023-02-21 imo before:7d not unreachable\n"
	    "2023-02-27 uo before:1d said\n"
	    "2023-02-27 imo before:1d not unreachable\n"
	    "2023-03-01 uo late:1 coming\n"
	    "2023-03-01 imo late:1 not unreachable\n"
	    "2023-03-06 uo escalate:1 not himself\n"
	    "2023-03-09 uo late:2 coming\n"
	    "2023-03-09 imo late:2 not unreachable\n");
	world_done(&w);
}

/* The others of a group hear of it as long as one member has not done it. */
static void
test_group(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, June");
	world_each(&w);
	log_add(&w, ENTRY_DONE, "2023-06-02")->body = "s1";
	world_run(&w, "2023-05-01", "2023-06-23");
	expect(&w, "2023-06-25", 0, "2023-06-30",
	    "2023-05-31 s1 before:30d said\n"
	    "2023-05-31 iao before:30d said\n"
	    "2023-06-01 s1 opens not near-before\n"
	    "2023-06-01 iao opens not near-before\n"
	    "2023-06-23 s1 before:7d not met\n"
	    "2023-06-23 iao before:7d said\n"
	    "2023-06-29 s1 before:1d not met\n"
	    "2023-06-29 iao before:1d coming\n"
	    "2023-07-03 s1 late:1 not met\n"
	    "2023-07-03 iao late:1 coming\n"
	    "2023-07-06 head escalate:1 not met\n");
	world_done(&w);
}

/* Of a group of which any may do it those hear who are in it on that day. */
static void
test_any_of_its_members(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, June");
	w.leads[0] = &w.group;
	w.wordings[0].responsible.mode = RESPONSIBLE_ANY;
	w.members[1].from = day("2023-06-25");
	w.members[2].to = day("2023-06-10");
	world_run(&w, "2023-05-01", "2023-06-23");
	expect(&w, "2023-06-25", 0, "2023-06-30",
	    "2023-05-31 s1 before:30d said\n"
	    "2023-05-31 s3 before:30d said\n"
	    "2023-06-01 s1 opens not near-before\n"
	    "2023-06-01 s3 opens not near-before\n"
	    "2023-06-23 s1 before:7d said\n"
	    "2023-06-29 s1 before:1d coming\n"
	    "2023-06-29 s2 before:1d coming\n"
	    "2023-07-03 s1 late:1 coming\n"
	    "2023-07-03 s2 late:1 coming\n"
	    "2023-07-06 head escalate:1 coming\n"
	    "2023-07-10 s1 late:2 coming\n"
	    "2023-07-10 s2 late:2 coming\n");
	world_done(&w);
}

/* An extension: letters of the former DUE are shown, the stages before the
 * decision are not said again. */
static void
test_extension(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	log_until(&w, ENTRY_EXTEND, "2023-02-22", "2023-02-28",
	    "2023-03-24");
	world_run(&w, "2023-01-01", "2023-02-27");
	expect(&w, "2023-02-27", 0, "2023-02-28",
	    "2023-01-09 uo opens said\n"
	    "2023-01-27 uo before:30d said\n"
	    "2023-02-13 uo half not early\n"
	    "2023-02-21 uo before:7d said\n"
	    "2023-03-17 uo before:7d coming\n"
	    "2023-03-23 uo before:1d coming\n"
	    "2023-03-27 uo late:1 coming\n"
	    "2023-03-30 head escalate:1 coming\n"
	    "2023-04-03 uo late:2 coming\n");
	world_done(&w);
}

/* --- entries -------------------------------------------------------------- */

static void
expect_entries(struct world *w, const char *on, const char *lines)
{
	static const char *const placings[] = {
		[PLACED_NOWHERE] = "", [PLACED_NAMED] = "named",
		[PLACED_WITHIN] = "within", [PLACED_LATE] = "late",
		[PLACED_SURPLUS] = "within surplus",
		[PLACED_EARLY] = "early"
	};
	const struct account_input in = known(w, on);
	const struct account_entry *list;
	size_t n = account_entries(w->a, &in, 0, &list);
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < n; i++) {
		char iso[DATE_TEXT];

		str_addf(&s, "%d %s %s %s\n", (int)list[i].entry->id,
		    fate_name(list[i].fate), date_is_none(list[i].due) ?
		    "-" : date_iso(list[i].due, iso),
		    placings[list[i].placing]);
	}
	assert_string_equal(s.s, lines);
	str_done(&s);
}

static void
test_entries(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, June");
	log_add(&w, ENTRY_DONE, "2023-05-20");
	log_add(&w, ENTRY_DONE, "2023-06-10");
	log_add(&w, ENTRY_DONE, "2024-06-01");
	log_ref(&w, ENTRY_VOID, "2024-06-02", 3);
	log_until(&w, ENTRY_EXTEND, "2024-06-03", "2024-06-30",
	    "2024-07-10");
	log_until(&w, ENTRY_EXTEND, "2024-06-04", "2024-06-30",
	    "2024-07-20");
	log_until(&w, ENTRY_DONE, "2024-08-01", "2024-06-30", NULL);
	log_add(&w, ENTRY_REQUEST, "2024-08-02");
	log_add(&w, ENTRY_PARTLY, "2025-06-03");
	log_add(&w, ENTRY_DONE, "2025-06-20");  /* not known yet */
	expect_entries(&w, "2025-06-10",
	    "1 counts 2023-06-30 early\n"
	    "2 counts 2023-06-30 within surplus\n"
	    "3 voided - \n"
	    "4 refers - \n"
	    "5 replaced 2024-06-30 \n"
	    "6 holds 2024-06-30 \n"
	    "7 counts 2024-06-30 named\n"
	    "8 stray - \n"
	    "9 partly 2025-06-30 within\n");
	world_done(&w);
}

/* Of several words on one window the last one holds, promises until they have
 * passed. */
static void
test_the_last_word_holds(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, June");
	log_until(&w, ENTRY_PROMISE, "2023-06-01", "2023-06-30",
	    "2023-06-05");
	log_until(&w, ENTRY_PROMISE, "2023-06-02", "2023-06-30",
	    "2023-06-20");
	log_until(&w, ENTRY_WAIVE, "2024-06-03", "2024-06-30", NULL);
	log_until(&w, ENTRY_WAIVE, "2024-06-04", "2024-06-30", NULL);
	expect_entries(&w, "2023-06-20",
	    "1 replaced 2023-06-30 \n"
	    "2 holds 2023-06-30 \n");
	expect_entries(&w, "2024-06-10",
	    "1 replaced 2023-06-30 \n"
	    "2 passed 2023-06-30 \n"
	    "3 replaced 2024-06-30 \n"
	    "4 holds 2024-06-30 \n");
	world_done(&w);
}

/* Every code has a name of its own and words. */
static void
test_names(void **state)
{
	(void)state;
	for (int i = 0; i < REASON_COUNT_OF; i++) {
		assert_non_null(reason_text((enum reason)i));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(reason_name((enum reason)i),
			    reason_name((enum reason)k));
	}
	for (int i = 0; i < FATE_COUNT; i++) {
		assert_true(*fate_text((enum fate)i));
		for (int k = 0; k < i; k++)
			assert_string_not_equal(fate_name((enum fate)i),
			    fate_name((enum fate)k));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_said_and_coming),
		cmocka_unit_test(test_met),
		cmocka_unit_test(test_late_and_closed),
		cmocka_unit_test(test_pace),
		cmocka_unit_test(test_ahead_of_its_pace),
		cmocka_unit_test(test_put_off),
		cmocka_unit_test(test_close_letters_are_one),
		cmocka_unit_test(test_promise),
		cmocka_unit_test(test_who_cannot_hear),
		cmocka_unit_test(test_group),
		cmocka_unit_test(test_any_of_its_members),
		cmocka_unit_test(test_extension),
		cmocka_unit_test(test_entries),
		cmocka_unit_test(test_the_last_word_holds),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
