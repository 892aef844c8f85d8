#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/remind.h"
#include "test_duty.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- names ---------------------------------------------------------------- */

static void
test_stage_names_read_back(void **state)
{
	static const char *const names[] = {
		"opens", "before:7d", "before:3wd", "before:2w", "before:1m",
		"before:1q", "before:1h", "before:1y", "half", "pace:2/4",
		"due", "late:1", "late:12", "escalate:2", "accept:1",
		"accept:3/2", "schedule:4", "closed", "closed:2", "reopened",
		"reopened:3"
	};
	static const char *const bad[] = {
		"", "open", "opens:1", "before", "before:", "before:7",
		"before:0d", "before:-1d", "before:7x", "pace:2", "pace:2/",
		"late", "late:", "late:0", "late:01", "late:1/2",
		"late:65536", "closed:", "schedule", "accept:1/0"
	};

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		char buf[STAGE_TEXT];
		struct stage s;

		assert_true(stage_parse(names[i], &s));
		assert_string_equal(stage_name(&s, buf), names[i]);
	}
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct stage s;

		if (stage_parse(bad[i], &s))
			fail_msg("'%s' is taken for a stage", bad[i]);
	}
}

/* --- the model letters ---------------------------------------------------- */

/* Letters 4, 6 and 7 of the models: the first working day, reminders moved
 * back to working days, late on the day after, escalation on the first
 * working day after three have wholly passed, closed to whoever heard. */
static void
test_january_february_in_full(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	w.wordings[0].responsible.nothers = 1;
	log_add(&w, ENTRY_DONE, "2023-03-14");
	world_expect(&w, "2023-01-01", "2023-12-01",
	    "2023-01-09 uo opens\n"
	    "2023-01-09 iao opens\n"
	    "2023-01-27 uo before:30d\n"
	    "2023-01-27 iao before:30d\n"
	    "2023-02-21 uo before:7d\n"
	    "2023-02-21 iao before:7d\n"
	    "2023-02-27 uo before:1d\n"
	    "2023-02-27 iao before:1d\n"
	    "2023-03-01 uo late:1\n"
	    "2023-03-01 iao late:1\n"
	    "2023-03-06 head escalate:1\n"
	    "2023-03-09 uo late:2\n"        /* 8 March is a holiday */
	    "2023-03-09 iao late:2\n"
	    "2023-03-14 iao closed\n"
	    "2023-03-14 uo closed\n"
	    "2023-03-14 head closed\n");
	world_done(&w);
}

/* Letter 3: the morning of 2 October is the first that wants three of 4. */
static void
test_pace_of_a_quota(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "at least 4 times a year");
	log_add(&w, ENTRY_DONE, "2023-03-14");
	world_expect(&w, "2023-01-01", "2023-12-31",
	    "2023-01-09 uo opens\n"
	    "2023-07-03 uo pace:2/4\n"
	    "2023-10-02 uo pace:3/4\n"
	    "2023-11-29 uo before:30d\n"
	    "2023-12-22 uo before:7d\n"
	    "2023-12-28 uo before:1d\n");
	world_done(&w);
}

static void
test_pace_by_quarters_above_four(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "at least 10 times a year");
	for (int i = 0; i < 4; i++)     /* of 5 wanted at half */
		log_add(&w, ENTRY_DONE, "2023-01-20");
	world_expect(&w, "2023-01-09", "2023-10-31",
	    "2023-01-09 uo opens\n"
	    "2023-07-03 uo pace:2/4\n"
	    "2023-10-02 uo pace:3/4\n");
	world_done(&w);
}

/* Letter 1: «до D» opens a month before, not in January. */
static void
test_deadline_opens_a_month_before(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "до 1 октября 2023");
	w.wordings[0].remind.before[0] = (struct duration){7, UNIT_DAY};
	w.wordings[0].remind.before[1] = (struct duration){1, UNIT_DAY};
	w.wordings[0].remind.nbefore = 2;
	w.wordings[0].remind.half = false;
	world_expect(&w, "2023-01-01", "2023-10-06",
	    "2023-09-01 uo opens\n"
	    "2023-09-22 uo before:7d\n"
	    "2023-09-28 uo before:1d\n"
	    "2023-10-02 uo late:1\n"
	    "2023-10-05 head escalate:1\n");
	world_done(&w);
}

/* --- stages ahead --------------------------------------------------------- */

/* A `before` in the 7 days up to it takes its place, before START even. */
static void
test_opens_gives_way_to_a_before(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_DONE, "2023-06-02");
	world_expect(&w, "2023-05-01", "2023-12-31",
	    "2023-05-31 uo before:30d\n");
	world_done(&w);
}

/* A `before` within 7 days after it is left out. */
static void
test_before_soon_after_opens_is_left_out(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "1 March 2023 - 9 March 2023");
	w.wordings[0].remind.escalate.n = 0;
	world_expect(&w, "2023-02-01", "2023-03-10",
	    "2023-02-07 uo before:30d\n"
	    "2023-03-01 uo opens\n"         /* not before:7d on 2 March */
	    "2023-03-10 uo late:1\n");
	world_done(&w);
}

static void
test_opens_can_be_turned_off(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	w.wordings[0].remind.opens = false;
	world_expect(&w, "2023-01-01", "2023-01-31",
	    "2023-01-27 uo before:30d\n");
	world_done(&w);
}

/* Letter 10's rule: half of 61 days is gone on the 32nd morning; not within
 * 7 days of a before, so the lead of 30 days must go. */
static void
test_half(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, March-April");
	w.wordings[0].remind.before[0] = (struct duration){7, UNIT_DAY};
	w.wordings[0].remind.nbefore = 1;
	world_expect(&w, "2023-02-20", "2023-04-28",
	    "2023-03-01 uo opens\n"
	    "2023-04-03 uo half\n"
	    "2023-04-21 uo before:7d\n");
	world_done(&w);
	world_init(&w, "annually, March-April");        /* 30d: 29 March */
	world_expect(&w, "2023-02-20", "2023-04-20",
	    "2023-03-01 uo opens\n"
	    "2023-03-29 uo before:30d\n");
	world_done(&w);
	world_init(&w, "annually, March-April");
	w.wordings[0].remind.nbefore = 0;
	log_add(&w, ENTRY_PARTLY, "2023-03-10");
	world_expect(&w, "2023-02-20", "2023-04-28", "2023-03-01 uo opens\n");
	world_done(&w);
}

/* A half that has nothing to say overtakes nothing: who is first looked at
 * behind it hears that the window is open, but not after a half was said. */
static void
test_an_answered_half_overtakes_nothing(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, March-April");
	w.wordings[0].remind.before[0] = (struct duration){7, UNIT_DAY};
	w.wordings[0].remind.nbefore = 1;
	log_add(&w, ENTRY_PARTLY, "2023-03-10");
	world_expect(&w, "2023-04-10", "2023-04-28",
	    "2023-04-10 uo opens\n"
	    "2023-04-21 uo before:7d\n");
	world_done(&w);
	world_init(&w, "annually, March-April");
	w.wordings[0].remind.before[0] = (struct duration){7, UNIT_DAY};
	w.wordings[0].remind.nbefore = 1;
	log_add(&w, ENTRY_PARTLY, "2023-04-05");
	world_expect(&w, "2023-04-03", "2023-04-28",
	    "2023-04-03 uo half\n"
	    "2023-04-21 uo before:7d\n");
	world_done(&w);
}

static void
test_due_is_said_when_asked_for(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[0].remind.due = true;
	w.wordings[0].responsible.nothers = 1;
	world_expect(&w, "2023-06-26", "2023-06-30",
	    "2023-06-29 uo before:1d\n"
	    "2023-06-29 iao before:1d\n"
	    "2023-06-30 uo due\n");         /* the lead's alone */
	world_done(&w);
}

static void
test_nothing_with_none_or_a_cap(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.wordings[0].remind.none = true;
	world_expect(&w, "2023-01-01", "2023-12-31", "");
	world_done(&w);
	world_init(&w, "at most once a month");
	world_expect(&w, "2023-01-01", "2023-12-31", "");
	world_done(&w);
}

/* --- stages behind -------------------------------------------------------- */

/* One interval after another up to late:4, then every fourth, until it is
 * missed. */
static void
test_late_then_every_fourth_interval(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	w.wordings[0].nsupervisors = 0;
	world_expect(&w, "2023-03-01", "2024-01-10",
	    "2023-03-01 uo late:1\n"
	    "2023-03-09 uo late:2\n"
	    "2023-03-15 uo late:3\n"
	    "2023-03-22 uo late:4\n"
	    "2023-04-19 uo late:5\n"
	    "2023-05-17 uo late:6\n"
	    "2023-06-14 uo late:7\n"
	    "2023-07-12 uo late:8\n"
	    "2023-08-09 uo late:9\n"
	    "2023-09-06 uo late:10\n"
	    "2023-10-04 uo late:11\n"
	    "2023-11-01 uo late:12\n"
	    "2023-11-29 uo late:13\n"
	    "2023-12-27 uo late:14\n"
	    "2024-01-09 uo opens\n");       /* of the next: it is missed */
	world_done(&w);
}

static void
test_each_supervisor_in_turn_never_of_himself(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.supervisors[0] = &w.head;
	w.supervisors[1] = &w.uo;               /* leads it himself */
	w.supervisors[2] = &w.controller;
	w.wordings[0].nsupervisors = 3;
	w.wordings[0].remind.late.n = 0;
	world_expect(&w, "2023-07-01", "2023-12-31",
	    "2023-07-06 head escalate:1\n"
	    "2023-07-14 ctl escalate:3\n");
	world_done(&w);
}

/* One of a group of which any may do it is told on to its supervisor, who was
 * one of it once; one who is of it now is not told on of himself, nor before
 * he leaves it. */
static void
test_a_former_member_supervises(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.leads[0] = &w.group;
	w.wordings[0].responsible.mode = RESPONSIBLE_ANY;
	w.members[0] = (struct member){&w.head, DATE_MIN, day("2023-05-31")};
	w.members[1] = (struct member){&w.uo, DATE_MIN, day("2023-07-18")};
	w.supervisors[1] = &w.uo;
	w.wordings[0].nsupervisors = 2;
	w.wordings[0].remind.late.n = 0;
	world_expect(&w, "2023-07-01", "2023-12-31",
	    "2023-07-06 head escalate:1\n"
	    "2023-07-19 uo escalate:2\n");
	world_done(&w);
}

static void
test_two_roles_one_notice(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.others[0] = &w.uo;                    /* leads and helps */
	w.wordings[0].responsible.nothers = 1;
	w.supervisors[1] = &w.head;             /* first and second */
	w.wordings[0].nsupervisors = 2;
	w.wordings[0].remind.late = (struct duration){2, UNIT_WEEK};
	world_expect(&w, "2023-06-29", "2023-07-13",
	    "2023-06-29 uo before:1d\n"
	    "2023-07-03 uo late:1\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-11 head escalate:2\n");
	world_done(&w);
}

static void
test_missed_says_for_a_month_what_was_not_said(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in March, May");
	w.wordings[0].remind.before[0] = (struct duration){1, UNIT_DAY};
	w.wordings[0].remind.nbefore = 1;
	/* down from 1 April; up on 20 May, when March is missed since 1 May */
	world_expect(&w, "2023-05-19", "2023-05-19",
	    "2023-05-19 head escalate:1\n"
	    "2023-05-19 uo late:4\n"       /* the last before it rested */
	    "2023-05-19 uo opens\n");
	world_done(&w);
	world_init(&w, "annually in March, May");
	world_expect(&w, "2023-06-02", "2023-06-02",
	    "2023-06-02 uo late:1\n");      /* of May; March rests */
	world_done(&w);
}

/* --- what was missed, moved, promised ------------------------------------- */

/* Of each recipient's stages only the latest whose day has come. */
static void
test_missed_stages_collapse(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	world_expect(&w, "2023-02-22", "2023-02-22",
	    "2023-02-22 uo before:7d\n");
	world_expect(&w, "2023-02-23", "2023-03-01",
	    "2023-02-27 uo before:1d\n"
	    "2023-03-01 uo late:1\n");
	world_done(&w);
}

static void
test_overtaken_look_ahead_is_dropped(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	world_expect(&w, "2023-02-24", "2023-02-27",    /* Friday, Monday */
	    "2023-02-27 uo before:1d\n");
	world_done(&w);
}

static void
test_promise_silences_all_but_due_and_escalation(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[0].remind.due = true;
	log_until(&w, ENTRY_PROMISE, "2023-06-20", "2023-06-30",
	    "2023-07-07");
	world_expect(&w, "2023-06-20", "2023-07-12",
	    "2023-06-30 uo due\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-10 uo late:2\n");      /* late:1 was overtaken */
	world_done(&w);
}

/* An extension gives new keys; reminders begin anew the day after it. */
static void
test_extension_begins_anew(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in September");
	log_until(&w, ENTRY_EXTEND, "2023-09-26", "2023-09-30",
	    "2023-10-13");
	world_expect(&w, "2023-08-20", "2023-10-16",
	    "2023-08-30 uo before:30d\n"
	    "2023-09-22 uo before:7d\n"
	    "2023-10-06 uo before:7d\n"
	    "2023-10-12 uo before:1d\n"
	    "2023-10-16 uo late:1\n");
	world_done(&w);
}

/* Moved to one DUE they are one: told once, closed when both are done. */
static void
test_windows_moved_to_one_due_are_one(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in April, May");
	log_until(&w, ENTRY_EXTEND, "2023-04-10", "2023-04-30",
	    "2023-05-31");
	log_until(&w, ENTRY_DONE, "2023-06-02", "2023-04-30", NULL);
	log_until(&w, ENTRY_DONE, "2023-06-07", "2023-05-31", NULL);
	world_expect(&w, "2023-05-24", "2023-12-31",
	    "2023-05-24 uo before:7d\n"
	    "2023-05-30 uo before:1d\n"
	    "2023-06-01 uo late:1\n"
	    "2023-06-06 head escalate:1\n"
	    "2023-06-07 uo closed\n"
	    "2023-06-07 head closed\n");
	world_done(&w);
}

static void
test_late_then_extended_then_done_is_closed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_until(&w, ENTRY_EXTEND, "2023-07-07", "2023-06-30",
	    "2023-07-31");
	log_add(&w, ENTRY_DONE, "2023-07-20");
	world_expect(&w, "2023-07-03", "2023-08-31",
	    "2023-07-03 uo late:1\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-20 uo closed\n"
	    "2023-07-20 head closed\n");
	world_done(&w);
}

static void
test_waived_is_closed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_until(&w, ENTRY_WAIVE, "2023-07-11", "2023-06-30", NULL);
	world_expect(&w, "2023-07-03", "2023-12-31",
	    "2023-07-03 uo late:1\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-10 uo late:2\n"
	    "2023-07-11 uo closed\n"
	    "2023-07-11 head closed\n");
	world_done(&w);
}

static void
test_reopened_and_closed_again(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_DONE, "2023-07-07");
	log_ref(&w, ENTRY_VOID, "2023-07-12", 1);
	log_add(&w, ENTRY_DONE, "2023-07-18");
	world_expect(&w, "2023-07-03", "2023-12-31",
	    "2023-07-03 uo late:1\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-07 uo closed\n"
	    "2023-07-07 head closed\n"
	    "2023-07-12 uo reopened\n"
	    "2023-07-12 head reopened\n"
	    "2023-07-17 uo late:3\n"        /* late:2 of the 10th is past */
	    "2023-07-18 uo closed:2\n"
	    "2023-07-18 head closed:2\n");
	world_done(&w);
}

static void
test_in_time_nothing_is_closed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	log_add(&w, ENTRY_DONE, "2023-06-20");
	world_expect(&w, "2023-06-01", "2023-12-31",
	    "2023-06-01 uo before:30d\n");
	world_done(&w);
}

/* --- acceptance ----------------------------------------------------------- */

/* The lead is left in peace, the controller asked at the pace of late; what
 * comes back is the lead's again, what he hands in anew is a new question. */
static void
test_acceptance(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[0].accept = &w.controller;
	log_add(&w, ENTRY_DONE, "2023-06-20");
	log_ref(&w, ENTRY_RETURN, "2023-07-05", 1);
	log_add(&w, ENTRY_DONE, "2023-07-07");
	log_ref(&w, ENTRY_ACCEPT, "2023-07-12", 3);
	world_expect(&w, "2023-06-05", "2023-12-31",
	    "2023-06-05 uo before:30d\n"
	    "2023-06-21 ctl accept:1\n"
	    "2023-06-28 ctl accept:2\n"
	    "2023-07-05 uo late:1\n"        /* it came back that day */
	    "2023-07-06 uo reopened\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-10 ctl accept:1/2\n"
	    "2023-07-12 uo closed\n"
	    "2023-07-12 head closed\n");
	world_done(&w);
}

/* --- keys ----------------------------------------------------------------- */

static void
expect_key(struct world *w, const char *iso, const char *key)
{
	struct remind_input in = {
		.evaluations = w->evaluations, .day = day(iso),
		.baseline = w->baseline
	};
	const struct notice *notices;

	world_judge(w, day(iso));
	in.pairs = w->pairs;
	in.npairs = w->npairs;
	assert_int_equal(remind(w->day, &in, &notices), 1);
	assert_string_equal(notices[0].key, key);
}

/* Fields that may hold anything are escaped; next year's question for the
 * schedule is another one. */
static void
test_keys_are_unique_for_ever(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.rule.id = "1|2\\3";
	expect_key(&w, "2023-06-29", "r|1\\|2\\\\3|uo|2023-06-30|"
	    "before:1d|uo|email|uo@x.example");
	world_done(&w);
	world_init(&w, "ежегодно, по графику ТОИПКРО");
	w.wordings[0].schedule = &w.schedule;
	w.schedule.owner = &w.head;
	expect_key(&w, "2023-01-09", "r|1|uo|2023-01-01|schedule:1|head|"
	    "email|head@x.example");
	expect_key(&w, "2024-01-09", "r|1|uo|2024-01-01|schedule:1|head|"
	    "email|head@x.example");
	world_done(&w);
}

/* --- schedules ------------------------------------------------------------ */

static void
test_schedule_is_asked_for_each_quarter(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "ежегодно, по графику ТОИПКРО");
	w.wordings[0].schedule = &w.schedule;
	w.schedule.owner = &w.head;
	w.wordings[0].remind.before[0] = (struct duration){1, UNIT_DAY};
	w.wordings[0].remind.nbefore = 1;
	log_until(&w, ENTRY_SCHEDULE, "2023-09-11", NULL, "2023-09-22");
	w.entries[0].entered = day("2023-05-10");
	world_expect(&w, "2023-01-01", "2024-01-31",
	    "2023-01-09 head schedule:1\n"
	    "2023-04-03 head schedule:2\n"
	    "2023-09-11 uo opens\n"
	    "2023-09-21 uo before:1d\n"
	    "2023-09-25 uo late:1\n"
	    "2023-09-28 head escalate:1\n"
	    "2023-10-02 uo late:2\n"
	    "2023-10-09 uo late:3\n"
	    "2023-10-16 uo late:4\n"
	    "2023-11-13 uo late:5\n"
	    "2023-12-11 uo late:6\n"
	    "2024-01-09 uo late:7\n"        /* the 8th is a holiday */
	    "2024-01-09 head schedule:1\n");
	world_done(&w);
}

/* --- baseline ------------------------------------------------------------- */

static void
test_nothing_before_the_baseline(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.baseline = day("2023-06-26");
	world_expect(&w, "2023-06-26", "2023-07-06",
	    "2023-06-29 uo before:1d\n"     /* open: what comes from now on */
	    "2023-06-30 uo before:30d\n"    /* of July */
	    "2023-07-03 uo late:1\n"
	    "2023-07-06 head escalate:1\n");
	world_done(&w);
}

/* An amendment that is loaded on 5 July begins its own wording's baseline; what
 * was late by the old one is told on, and ended, as before. */
static void
test_each_wording_has_its_baseline(void **state)
{
	struct since since[2];
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[1] = w.wordings[0];
	w.wordings[1].from = day("2023-07-04");
	w.wordings[1].term = world_term(&w, "annually in August");
	w.rule.nwordings = 2;
	since[0] = (struct since){w.baseline, w.baseline};
	since[1] = (struct since){day("2023-07-05"), day("2023-08-10")};
	w.since = since;
	log_add(&w, ENTRY_DONE, "2023-07-18");
	w.entries[0].window = day("2023-06-30");
	world_expect(&w, "2023-06-29", "2023-09-01",
	    "2023-06-29 uo before:1d\n"
	    "2023-07-03 uo late:1\n"
	    "2023-07-06 head escalate:1\n"
	    "2023-07-10 uo late:2\n"
	    "2023-07-17 uo late:3\n"
	    "2023-07-18 uo closed\n"
	    "2023-07-18 head closed\n"
	    "2023-08-24 uo before:7d\n"
	    "2023-08-30 uo before:1d\n"
	    "2023-09-01 uo late:1\n");
	world_done(&w);
}

/* A `before` that the baseline swallowed does not stand in for `opens`. */
static void
test_opens_when_the_before_lies_before_the_baseline(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.baseline = day("2023-06-01");
	world_expect(&w, "2023-06-01", "2023-06-20",
	    "2023-06-01 uo opens\n");
	world_done(&w);
}

/* --- the outlook ---------------------------------------------------------- */

static void
expect_coming(struct world *w, const char *today, const char *due,
    enum role role, const char *lines)
{
	const struct obligation *ob = world_at(w, today, due);
	const struct coming *coming;
	struct str out;
	size_t n = remind_coming(w->day, ob, role, date_add(day(today), 1),
	    6, &coming);

	str_init(&out);
	for (size_t i = 0; i < n; i++) {
		char stage[STAGE_TEXT], iso[DATE_TEXT];

		str_addf(&out, "%s %s%s%s\n", date_iso(coming[i].day, iso),
		    stage_name(&coming[i].stage, stage),
		    coming[i].to ? " " : "",
		    coming[i].to ? coming[i].to->id : "");
	}
	assert_string_equal(out.s, lines);
	str_done(&out);
}

static void
test_coming(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually, January-February");
	expect_coming(&w, "2023-01-09", "2023-02-28", ROLE_LEAD,
	    "2023-01-27 before:30d\n2023-02-21 before:7d\n"
	    "2023-02-27 before:1d\n2023-03-01 late:1\n"
	    "2023-03-06 escalate:1 head\n2023-03-09 late:2\n");
	expect_coming(&w, "2023-03-06", "2023-02-28", ROLE_SUPERVISOR,
	    "2023-03-09 late:2\n2023-03-15 late:3\n2023-03-22 late:4\n"
	    "2023-04-19 late:5\n2023-05-17 late:6\n2023-06-14 late:7\n");
	log_until(&w, ENTRY_PROMISE, "2023-02-20", "2023-02-28",
	    "2023-03-03");
	expect_coming(&w, "2023-02-20", "2023-02-28", ROLE_LEAD,
	    "2023-03-06 late:1\n2023-03-06 escalate:1 head\n"
	    "2023-03-09 late:2\n2023-03-15 late:3\n2023-03-22 late:4\n"
	    "2023-04-19 late:5\n");
	world_done(&w);
}

static void
test_reach_days_cover_all_befores(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	assert_true(remind_reach_days(&w.wordings[0]) >= 30 + 10);
	w.wordings[0].remind.before[0] = (struct duration){3, UNIT_MONTH};
	assert_true(remind_reach_days(&w.wordings[0]) >= 92 + 10);
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stage_names_read_back),
		cmocka_unit_test(test_january_february_in_full),
		cmocka_unit_test(test_pace_of_a_quota),
		cmocka_unit_test(test_pace_by_quarters_above_four),
		cmocka_unit_test(test_deadline_opens_a_month_before),
		cmocka_unit_test(test_opens_gives_way_to_a_before),
		cmocka_unit_test(test_before_soon_after_opens_is_left_out),
		cmocka_unit_test(test_opens_can_be_turned_off),
		cmocka_unit_test(test_half),
		cmocka_unit_test(test_an_answered_half_overtakes_nothing),
		cmocka_unit_test(test_due_is_said_when_asked_for),
		cmocka_unit_test(test_nothing_with_none_or_a_cap),
		cmocka_unit_test(test_late_then_every_fourth_interval),
		cmocka_unit_test(
		    test_each_supervisor_in_turn_never_of_himself),
		cmocka_unit_test(test_a_former_member_supervises),
		cmocka_unit_test(test_two_roles_one_notice),
		cmocka_unit_test(
		    test_missed_says_for_a_month_what_was_not_said),
		cmocka_unit_test(test_missed_stages_collapse),
		cmocka_unit_test(test_overtaken_look_ahead_is_dropped),
		cmocka_unit_test(
		    test_promise_silences_all_but_due_and_escalation),
		cmocka_unit_test(test_extension_begins_anew),
		cmocka_unit_test(test_windows_moved_to_one_due_are_one),
		cmocka_unit_test(test_late_then_extended_then_done_is_closed),
		cmocka_unit_test(test_waived_is_closed),
		cmocka_unit_test(test_reopened_and_closed_again),
		cmocka_unit_test(test_in_time_nothing_is_closed),
		cmocka_unit_test(test_acceptance),
		cmocka_unit_test(test_keys_are_unique_for_ever),
		cmocka_unit_test(test_schedule_is_asked_for_each_quarter),
		cmocka_unit_test(test_nothing_before_the_baseline),
		cmocka_unit_test(test_each_wording_has_its_baseline),
		cmocka_unit_test(
		    test_opens_when_the_before_lies_before_the_baseline),
		cmocka_unit_test(test_coming),
		cmocka_unit_test(test_reach_days_cover_all_befores),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
