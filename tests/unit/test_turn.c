/* The turn against a real store and rules that were read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "test_turn.h"

/* --- sending times ------------------------------------------------------ */

static void
test_a_sending_time(void **state)
{
	struct bench *b = *state;

	assert_false(turn_is_due(b->turn, june(1, 8, 59), ALL));
	run(b, june(1, 8, 59), ALL);
	assert_int_equal(b->out.planned, 0);
	assert_true(turn_is_due(b->turn, june(1, 9, 0), 0));
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(b->out.nletters, BODIES);
	for (size_t i = 0; i < BODIES; i++) {
		const struct turn_letter *l = &b->out.letters[i];

		assert_string_equal(l->way, "spool");
		assert_int_equal(l->row->sending_at, june(1, 9, 0));
		assert_true(l->len > 0);
	}
	assert_int_equal(in_state(b, LETTER_CLAIMED), BODIES);
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.planned, 0);
	assert_int_equal(b->out.nletters, 0);
}

static void
test_a_missed_one_is_made_up_the_same_day(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 17, 59), ALL);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(b->out.nletters, BODIES);
	assert_int_equal(b->out.letters[0].row->sending_at, june(1, 9, 0));
}

static void
test_after_hours_it_waits_for_the_next(void **state)
{
	struct bench *b = *state;

	assert_false(turn_is_due(b->turn, june(1, 18, 0), ALL));
	run(b, june(1, 18, 0), ALL);
	assert_int_equal(b->out.planned, 0);
	run(b, june(2, 9, 0), ALL);
	assert_int_equal(b->out.planned, BODIES);
}

static void
test_days_off(void **state)
{
	struct bench *b = *state;

	run(b, june(4, 12, 0), ALL);            /* Saturday */
	assert_int_equal(b->out.planned, 0);
	b->config.sending.working_days = false;
	run(b, june(4, 12, 0), ALL);
	assert_int_equal(b->out.planned, BODIES);
}

/* Monday 13 June stands in for the holiday on Sunday. */
static void
test_when_to_look_again(void **state)
{
	struct bench *b = *state;
	const struct turn_result busy = {.id = 1, .outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RECIPIENT};

	assert_int_equal(turn_next(b->turn, june(1, 8, 59)), june(1, 9, 0));
	assert_int_equal(turn_next(b->turn, june(1, 9, 0)), june(2, 9, 0));
	assert_int_equal(turn_next(b->turn, june(3, 9, 0)), june(6, 9, 0));
	assert_int_equal(turn_next(b->turn, june(10, 9, 0)), june(14, 9, 0));
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(turn_next(b->turn, june(1, 9, 0)), june(2, 9, 0));
	answer(b, june(1, 9, 2), &busy);
	assert_int_equal(turn_next(b->turn, june(1, 9, 2)), june(1, 9, 3));
	assert_false(turn_is_due(b->turn, june(1, 9, 3) - 1, ALL));
	assert_true(turn_is_due(b->turn, june(1, 9, 3), ALL));
	assert_false(turn_is_due(b->turn, june(1, 9, 3), 0));
}

/* Rows of a letter stand as in the order, not as their numbers are spelled. */
static void
test_rows_as_in_the_order(void **state)
{
	struct bench *b = *state;
	const struct body *uo = ruleset_body(&b->rules, "uo");
	const char *text, *at;

	for (size_t i = 0; i < b->rules.nbodies; i++) {
		struct body *body = (struct body *)b->rules.bodies[i];

		body->email = uo->email;
	}
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.nletters, 1);
	text = b->out.letters[0].row->text;
	for (size_t i = 0; i < BODIES; i++) {
		static const char *const rows[] = {
			"— п. 1,", "— п. 2,", "— п. 10,", "— п. 9,"
		};

		at = strstr(text, rows[i]);
		if (!at)
			fail_msg("no %s, or not behind the one before",
			    rows[i]);
		text = at;
	}
}

/* --- superseding -------------------------------------------------------- */

static void
test_what_nobody_began_is_said_anew(void **state)
{
	struct bench *b = *state;
	const struct said_row *before, *after;
	int64_t first, second;
	size_t n;

	run(b, june(1, 9, 0), 0);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(in_state(b, LETTER_QUEUED), BODIES);
	assert_true(store_said(b->store, b->a, "town", "1", &before, &n,
	    &b->err));
	assert_int_equal(n, 1);
	first = before[0].letter;
	run(b, june(2, 9, 0), 0);
	assert_int_equal(b->out.superseded, BODIES);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(in_state(b, LETTER_SUPERSEDED), BODIES);
	assert_int_equal(in_state(b, LETTER_QUEUED), BODIES);
	assert_true(store_said(b->store, b->a, "town", "1", &after, &n,
	    &b->err));
	assert_int_equal(n, 1);
	second = after[0].letter;
	assert_true(second > first);
	assert_string_equal(after[0].said.stage, before[0].said.stage);
	assert_int_equal(letter(b, first)->state, LETTER_SUPERSEDED);
	assert_int_equal(letter(b, second)->sending_at, june(2, 9, 0));
}

/* Nine o'clock in Tomsk is two o'clock in UTC: what waits for a relay then is
 * not lost at nine in UTC, when Tomsk is not looked at. */
static void
test_another_zone_takes_nothing_away(void **state)
{
	static const char east[] =
	    "roadmap: east\n"
	    "timezone: Asia/Tomsk\n"
	    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
	    "rules:\n" ROW("1", "school-1");
	struct bench *b = *state;
	const struct said_row *said;
	int64_t first;
	size_t n;

	load_more(b, east, sizeof(east) - 1);
	run(b, june(1, 2, 0), 0);
	assert_int_equal(b->out.planned, 1);
	assert_true(store_said(b->store, b->a, "east", "1", &said, &n,
	    &b->err));
	first = said[0].letter;
	run(b, june(1, 9, 0), 0);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(b->out.superseded, 0);
	assert_int_equal(letter(b, first)->state, LETTER_QUEUED);
	run(b, june(2, 2, 0), 0);
	assert_int_equal(b->out.superseded, 1);
	assert_int_equal(b->out.planned, 1);
	assert_int_equal(letter(b, first)->state, LETTER_SUPERSEDED);
	assert_int_equal(in_state(b, LETTER_QUEUED), BODIES + 1);
}

static void
test_what_may_have_arrived_is_not(void **state)
{
	struct bench *b = *state;
	const struct turn_result unsure = {.id = 1, .outcome = WIRE_UNCERTAIN,
	    .scope = WIRE_LETTER};

	run(b, june(1, 17, 50), ALL);
	answer(b, june(1, 17, 50), &unsure);
	run(b, june(2, 9, 0), 0);
	assert_int_equal(b->out.superseded, 0);
	assert_int_equal(b->out.planned, 0);
	assert_int_equal(letter(b, 1)->state, LETTER_UNCERTAIN);
}

/* --- what an answer does ------------------------------------------------ */

static void
test_accepted_and_refused(void **state)
{
	struct bench *b = *state;
	const struct turn_result results[] = {
		{.id = 1, .outcome = WIRE_SENT, .scope = WIRE_RECIPIENT,
		    .reply = "250 ok"},
		{.id = 2, .outcome = WIRE_REFUSED, .scope = WIRE_RECIPIENT,
		    .reply = "550 no such mailbox"},
		{.id = 3, .outcome = WIRE_SENT, .scope = WIRE_RECIPIENT,
		    .unbegun = true}
	};
	const struct turn_result late = {.id = 1, .outcome = WIRE_REFUSED,
	    .scope = WIRE_RECIPIENT, .reply = "said twice"};

	run(b, june(1, 9, 0), ALL);
	for (size_t i = 0; i < 3; i++)
		answer(b, june(1, 9, 1), &results[i]);
	assert_int_equal(letter(b, 1)->state, LETTER_SENT);
	assert_string_equal(letter(b, 1)->last_reply, "250 ok");
	assert_int_equal(letter(b, 2)->state, LETTER_GIVEN_UP);
	assert_string_equal(letter(b, 2)->last_reply, "550 no such mailbox");
	assert_letter(b, 3, LETTER_QUEUED, june(1, 9, 1));
	answer(b, june(1, 9, 2), &late);
	assert_int_equal(letter(b, 1)->state, LETTER_SENT);
	assert_string_equal(letter(b, 1)->last_reply, "250 ok");
	run(b, june(1, 9, 3), ALL);
	assert_int_equal(b->out.nletters, 1);
	assert_int_equal(b->out.letters[0].row->id, 3);
}

/* trust.md D6. */
static void
test_uncertain_is_tried_three_times_more(void **state)
{
	struct bench *b = *state;
	static const int pauses[] = {15 * MINUTE, HOUR, 4 * HOUR};
	const struct turn_result unsure = {.id = 1, .outcome = WIRE_UNCERTAIN,
	    .scope = WIRE_LETTER};
	int64_t now = june(1, 9, 0);

	run(b, now, 1);
	for (size_t i = 0; i < 3; i++) {
		answer(b, now, &unsure);
		assert_letter(b, 1, LETTER_UNCERTAIN, now + pauses[i]);
		now += pauses[i];
		run(b, now, 1);
		assert_int_equal(letter(b, 1)->attempts, (int)i + 2);
		assert_int_equal(letter(b, 1)->state, LETTER_CLAIMED);
	}
	answer(b, now, &unsure);
	assert_int_equal(letter(b, 1)->state, LETTER_GIVEN_UP);
}

/* trust.md D14. */
static void
test_try_later_pauses_grow(void **state)
{
	struct bench *b = *state;
	static const int pauses[] = {1, 5, 15, 30, 60, 60};
	struct turn_result busy = {.id = 1, .outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RECIPIENT};
	int64_t now = june(1, 9, 0);

	run(b, now, 1);
	for (size_t i = 0; i < sizeof(pauses) / sizeof(pauses[0]); i++) {
		answer(b, now, &busy);
		assert_letter(b, 1, LETTER_PAUSED, now + pauses[i] * MINUTE);
		now += pauses[i] * MINUTE;
		run(b, now, 1);
		assert_int_equal(letter(b, 1)->state, LETTER_CLAIMED);
	}
	busy.retry_after_s = 2 * HOUR;
	answer(b, now, &busy);
	assert_letter(b, 1, LETTER_PAUSED, now + 2 * HOUR);
}

static void
test_a_receiver_may_ask_for_a_day_at_most(void **state)
{
	struct bench *b = *state;
	struct turn_result busy = {.id = 1, .outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RECIPIENT, .retry_after_s = 30 * DAY};

	run(b, june(1, 9, 0), 2);
	answer(b, june(1, 9, 5), &busy);
	assert_letter(b, 1, LETTER_PAUSED, june(2, 9, 5));
	busy.id = 2;
	busy.scope = WIRE_RELAY;        /* nor may it close the whole way */
	answer(b, june(1, 9, 5), &busy);
	run(b, june(1, 9, 5), ALL);
	assert_letter(b, 3, LETTER_QUEUED, june(2, 9, 5));
}

/* --- ways and hours ----------------------------------------------------- */

static void
test_hours_are_kept(void **state)
{
	struct bench *b = *state;
	const struct turn_result busy = {.id = 1, .outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RECIPIENT};

	run(b, june(1, 17, 59), 1);
	answer(b, june(1, 17, 59), &busy);
	assert_letter(b, 1, LETTER_PAUSED, june(2, 8, 0));
	run(b, june(1, 18, 0), ALL);
	assert_int_equal(b->out.nletters, 0);
	assert_letter(b, 2, LETTER_QUEUED, june(2, 8, 0));
	run(b, june(2, 7, 59), ALL);
	assert_int_equal(b->out.nletters, 0);
	run(b, june(2, 8, 0), ALL);
	assert_int_equal(b->out.nletters, BODIES);
}

/* Hours are those of the letter's zone: eleven in UTC is six in Tomsk. */
static void
test_hours_of_another_zone(void **state)
{
	static const char east[] =
	    "roadmap: east\n"
	    "timezone: Asia/Tomsk\n"
	    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
	    "rules:\n" ROW("1", "school-1");
	struct bench *b = *state;
	struct turn_result busy = {.outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RECIPIENT};

	load_more(b, east, sizeof(east) - 1);
	run(b, june(1, 2, 0), ALL);
	assert_int_equal(b->out.nletters, 1);
	busy.id = b->out.letters[0].row->id;
	answer(b, june(1, 10, 59), &busy);
	assert_letter(b, busy.id, LETTER_PAUSED, june(2, 1, 0));
	run(b, june(2, 0, 59), ALL);
	assert_int_equal(b->out.nletters, 0);
	run(b, june(2, 1, 0), ALL);
	assert_int_equal(b->out.nletters, 1);
}

static void
answer_all(struct bench *b, int64_t now, enum wire_outcome outcome,
    enum wire_scope scope)
{
	struct turn_output out = b->out;

	for (size_t i = 0; i < out.nletters; i++) {
		const struct turn_result result = {
			.id = out.letters[i].row->id, .outcome = outcome,
			.scope = scope, .reply = "451 4.3.0 later"
		};

		answer(b, now, &result);
	}
}

/* trust.md D15: the relay is down for all, so nobody is tried; each failure
 * in a row holds it longer; then one goes first. */
static void
test_a_relay_fault_holds_the_way(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), 1);
	answer_all(b, june(1, 9, 0), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.nletters, 0);
	assert_letter(b, 2, LETTER_QUEUED, june(1, 9, 1));
	run(b, june(1, 9, 1), ALL);
	assert_int_equal(b->out.nletters, 1);
	answer_all(b, june(1, 9, 1), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 5), ALL);
	assert_int_equal(b->out.nletters, 0);
	run(b, june(1, 9, 6), ALL);
	assert_int_equal(b->out.nletters, 1);
	run(b, june(1, 9, 7), ALL);             /* not answered yet */
	assert_int_equal(b->out.nletters, 0);
}

/* A queue behind a hold is put off as one, not letter by letter. */
static void
test_a_queue_is_put_off_at_once(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), 1);
	answer_all(b, june(1, 9, 0), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 0), 1);
	assert_int_equal(b->out.nletters, 0);
	for (int64_t id = 2; id <= BODIES; id++)
		assert_letter(b, id, LETTER_QUEUED, june(1, 9, 1));
	assert_false(turn_is_due(b->turn, june(1, 9, 1) - 1, ALL));
	run(b, june(1, 9, 1), 2);
	assert_int_equal(b->out.nletters, 1);
	assert_letter(b, BODIES, LETTER_QUEUED, june(1, 9, 2));
}

/* An answer about the letter itself proves that somebody is there. */
static void
test_a_probe_that_is_answered_frees_the_way(void **state)
{
	struct bench *b = *state;
	static const struct {
		enum wire_outcome outcome;
		enum wire_scope scope;
		size_t then;
	} rows[] = {
		{WIRE_SENT, WIRE_RECIPIENT, BODIES - 1},
		{WIRE_REFUSED, WIRE_RECIPIENT, BODIES - 1},
		{WIRE_UNCERTAIN, WIRE_LETTER, 1},
		{WIRE_TRY_LATER, WIRE_RELAY, 0},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		shut(b);
		open_at(b, ":memory:");
		run(b, june(1, 9, 0), 1);
		answer_all(b, june(1, 9, 0), WIRE_TRY_LATER, WIRE_RELAY);
		run(b, june(1, 9, 1), ALL);
		assert_int_equal(b->out.nletters, 1);
		answer_all(b, june(1, 9, 1), rows[i].outcome, rows[i].scope);
		run(b, june(1, 9, 2), ALL);
		assert_int_equal(b->out.nletters, rows[i].then);
	}
}

/* The first fault after a success is the first in a row again; a probe that
 * nobody began is none. */
static void
test_faults_in_a_row(void **state)
{
	struct bench *b = *state;
	struct turn_result unbegun = {.unbegun = true};

	run(b, june(1, 9, 0), 1);
	answer_all(b, june(1, 9, 0), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 1), ALL);
	unbegun.id = b->out.letters[0].row->id;
	answer(b, june(1, 9, 1), &unbegun);
	run(b, june(1, 9, 1), 1);
	answer_all(b, june(1, 9, 1), WIRE_SENT, WIRE_RECIPIENT);
	run(b, june(1, 9, 2), 1);
	answer_all(b, june(1, 9, 2), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 3) - 1, ALL);
	assert_int_equal(b->out.nletters, 0);
	run(b, june(1, 9, 3), ALL);
	assert_int_equal(b->out.nletters, 1);
}

/* Several letters under way meet the same fault: that is one failure. */
static void
test_one_fault_met_by_many_counts_once(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), ALL);
	answer_all(b, june(1, 9, 0), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 1) - 1, ALL);
	assert_int_equal(b->out.nletters, 0);
	run(b, june(1, 9, 1), ALL);
	assert_int_equal(b->out.nletters, 1);
}

/* A daemon started anew does not run at a relay that is down. */
static void
test_a_hold_outlives_a_restart(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), 1);
	answer_all(b, june(1, 9, 0), WIRE_TRY_LATER, WIRE_RELAY);
	run(b, june(1, 9, 1), 1);
	answer_all(b, june(1, 9, 1), WIRE_TRY_LATER, WIRE_RELAY);
	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 9, 2),
	    &b->err));
	run(b, june(1, 9, 5), ALL);
	assert_int_equal(b->out.nletters, 0);
	run(b, june(1, 9, 6), ALL);
	assert_int_equal(b->out.nletters, 1);
	answer_all(b, june(1, 9, 6), WIRE_SENT, WIRE_RECIPIENT);
	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 9, 7),
	    &b->err));
	run(b, june(1, 9, 7), ALL);
	assert_int_equal(b->out.nletters, BODIES - 1);
}

/* --- the wave cap ------------------------------------------------------- */

static void
test_a_wave_is_held(void **state)
{
	struct bench *b = *state;

	b->config.caps.wave = 3;
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(b->out.held, BODIES - 3);
	assert_int_equal(b->out.nletters, 3);
	assert_int_equal(in_state(b, LETTER_HELD), BODIES - 3);
	run(b, june(2, 9, 0), ALL);             /* waits for a person */
	assert_int_equal(b->out.superseded, 0);
	assert_int_equal(b->out.planned, 0);
	assert_int_equal(in_state(b, LETTER_HELD), BODIES - 3);
}

/* --- webhooks ----------------------------------------------------------- */

static void
test_a_webhook_hears_the_stages_it_asked_for(void **state)
{
	struct bench *b = *state;
	static const char *const stages[] = {"late", "closed"};
	static const struct config_webhook hook = {.name = "chat",
	    .format = "standard", .stages = stages, .nstages = 2};
	struct body *uo = (struct body *)ruleset_body(&b->rules, "uo");
	size_t late = 0;

	shut(b);
	b->config.webhooks = &hook;
	b->config.nwebhooks = 1;
	uo->nemail = 0;
	uo->webhook = "chat";
	open_at(b, ":memory:");
	run(b, june(1, 9, 0), 0);
	assert_int_equal(b->out.planned, BODIES - 1);
	run(b, june(29, 9, 0), 0);
	assert_int_equal(b->out.planned, BODIES - 1);
	run(b, june(31, 9, 0), ALL);            /* 1 July */
	for (size_t i = 0; i < b->out.nletters; i++)
		late += strcmp(b->out.letters[i].way, "chat") == 0;
	assert_int_equal(late, 1);
}

/* --- other caps --------------------------------------------------------- */

/* What an address has had within a day is counted; its notices are said in
 * the next letter (trust.md D10). */
static void
test_an_address_that_had_enough(void **state)
{
	struct bench *b = *state;
	const struct said_row *said;
	struct letter_row row = {
		.recipient = "uo", .channel = CHANNEL_EMAIL,
		.address = "uo@dept.example", .sending_at = june(1, 8, 30),
		.created_at = june(1, 8, 30), .next_at = june(1, 8, 30),
		.expires_at = june(3, 0, 0), .message_id = "x@y",
		.subject = "x", .text = "x", .html = "x", .to_name = "x"
	};
	size_t n;

	b->config.caps.recipient_hour = 2;
	row.key = "a";
	assert_true(store_letter_add(b->store, &row, NULL, 0, &b->err));
	row.key = "b";
	assert_true(store_letter_add(b->store, &row, NULL, 0, &b->err));
	run(b, june(1, 9, 0), 0);
	assert_int_equal(b->out.planned, BODIES - 1);
	assert_true(store_said(b->store, b->a, "town", "1", &said, &n,
	    &b->err));
	assert_int_equal(n, 0);
	assert_int_equal(b->out.nalarms, 1);
	assert_string_equal(b->out.alarms[0],
	    "More letters than caps allows: 1 address");
	run(b, june(2, 9, 0), ALL);
	assert_true(store_said(b->store, b->a, "town", "1", &said, &n,
	    &b->err));
	assert_int_equal(n, 1);
	assert_int_equal(letter(b, said[0].letter)->sending_at, june(2, 9, 0));
}

static void
test_a_relay_takes_so_many_a_minute(void **state)
{
	struct bench *b = *state;

	shut(b);
	b->config.mail.relay = "smtp://127.0.0.1:25";
	b->config.caps.relay_minute = 2;
	open_at(b, ":memory:");
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.nletters, 2);
	assert_letter(b, 3, LETTER_QUEUED, june(1, 9, 1));
	assert_letter(b, 4, LETTER_QUEUED, june(1, 9, 1));
	run(b, june(1, 9, 1), ALL);
	assert_int_equal(b->out.nletters, 2);
	shut(b);
	b->config.caps.relay_minute = 1;
	open_at(b, ":memory:");
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.nletters, 1);
	for (int64_t id = 2; id <= BODIES; id++)
		assert_letter(b, id, LETTER_QUEUED, june(1, 9, (int)id - 1));
}

/* --- a disk that is full ------------------------------------------------ */

static void
test_a_failed_commit_plans_again(void **state)
{
	struct bench *b = *state;
	char dir[] = "/tmp/srok-turn-XXXXXX", path[64];
	struct turn_input in = {.want = ALL, .run = 1};
	struct rlimit usual, small = {0};
	bool ok;

	shut(b);
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/srok.db", dir);
	open_at(b, path);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &usual), 0);
	small.rlim_max = usual.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	ok = turn_run(b->turn, june(1, 9, 0), &in, b->a, &b->out, &b->err);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &usual), 0);
	assert_false(ok);
	assert_int_equal(in_state(b, LETTER_STATE_COUNT), 0);
	run(b, june(1, 9, 1), ALL);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(b->out.nletters, BODIES);
	shut(b);
	unlink(path);
	assert_int_equal(rmdir(dir), 0);
	open_at(b, ":memory:");
}

/* A turn that fails half way has recorded nothing, and knows it: the morning
 * is planned again, however often. It fails here because another rule's letter
 * has the key of a notice that is to be said. */
static void
test_a_failed_plan_plans_again(void **state)
{
	struct bench *b = *state;
	struct turn_input in = {.run = 1};
	const struct roadmap *r = &b->rules.roadmaps[0];
	const struct reach to = {.body = ruleset_body(&b->rules, "uo"),
	    .address = "uo@dept.example"};
	struct pair pair = {.roadmap = r, .rule = &r->rules[0]};
	struct notice n = {.pair = &pair, .to = &to, .debtor = "uo",
	    .due = date_of(2022, 6, 30), .day = date_of(2022, 5, 31)};
	const struct notice *list = &n;
	struct letter_row other = {.key = "other", .message_id = "other",
	    .recipient = "imo", .address = "imo@dept.example",
	    .to_name = "", .subject = "", .text = "", .html = "",
	    .next_at = INT64_MAX};
	const struct said_row *said;
	size_t nsaid;

	run(b, june(1, 9, 0), 0);
	assert_true(store_letter_notices(b->store, b->a, 1, &said, &nsaid,
	    &b->err));
	assert_true(stage_parse(said[0].said.stage, &n.stage));
	n.key = notice_key(b->a, &n, n.due);
	pair.rule = &r->rules[1];
	shut(b);
	open_at(b, ":memory:");
	assert_true(store_letter_add(b->store, &other, &list, 1, &b->err));
	assert_true(store_letter_event(b->store, 1, LETTER_CLAIM, 0, 0, "",
	    &b->err));
	for (int i = 0; i < 3; i++) {
		assert_false(turn_run(b->turn, june(1, 9, i), &in, b->a,
		    &b->out, &b->err));
		assert_int_equal(in_state(b, LETTER_QUEUED), 0);
	}
}

/* A daemon started anew does not say the morning's letters twice. */
static void
test_a_restart_plans_once(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), 0);
	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 9, 1),
	    &b->err));
	run(b, june(1, 9, 1), ALL);
	assert_int_equal(b->out.planned, 0);
	assert_int_equal(b->out.nletters, BODIES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_sending_time),
		TEST(test_a_missed_one_is_made_up_the_same_day),
		TEST(test_after_hours_it_waits_for_the_next),
		TEST(test_days_off),
		TEST(test_when_to_look_again),
		TEST(test_rows_as_in_the_order),
		TEST(test_what_nobody_began_is_said_anew),
		TEST(test_another_zone_takes_nothing_away),
		TEST(test_what_may_have_arrived_is_not),
		TEST(test_accepted_and_refused),
		TEST(test_uncertain_is_tried_three_times_more),
		TEST(test_try_later_pauses_grow),
		TEST(test_a_receiver_may_ask_for_a_day_at_most),
		TEST(test_hours_are_kept),
		TEST(test_hours_of_another_zone),
		TEST(test_a_relay_fault_holds_the_way),
		TEST(test_a_queue_is_put_off_at_once),
		TEST(test_a_probe_that_is_answered_frees_the_way),
		TEST(test_faults_in_a_row),
		TEST(test_one_fault_met_by_many_counts_once),
		TEST(test_a_hold_outlives_a_restart),
		TEST(test_a_wave_is_held),
		TEST(test_a_webhook_hears_the_stages_it_asked_for),
		TEST(test_an_address_that_had_enough),
		TEST(test_a_relay_takes_so_many_a_minute),
		TEST(test_a_failed_plan_plans_again),
		TEST(test_a_failed_commit_plans_again),
		TEST(test_a_restart_plans_once)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
