/* A clock that stood weeks ahead for a while, and was put right. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "test_turn.h"

/* All letters that may leave are taken. */
static size_t
send_all(struct bench *b, int64_t now)
{
	struct turn_result results[ALL];
	size_t n;

	run(b, now, ALL);
	n = b->out.nletters;
	for (size_t i = 0; i < n; i++)
		results[i] = (struct turn_result){
			.id = b->out.letters[i].row->id,
			.outcome = WIRE_SENT, .reply = "250 ok"
		};
	for (size_t i = 0; i < n; i++)
		answer(b, now, &results[i]);
	return n;
}

static int64_t
looked(struct bench *b)
{
	int64_t at = 0;

	assert_true(store_fact(b->store, "looked/town", &at));
	return at;
}

/* Days are planned again as they come; what waits from the wrong time is
 * taken back and said on its day. */
static void
test_what_waits_is_said_on_its_day(void **state)
{
	struct bench *b = *state;

	assert_int_equal(send_all(b, june(1, 9, 0)), BODIES);
	run(b, june(23, 9, 0), 0);
	assert_int_equal(b->out.planned, BODIES);
	assert_int_equal(looked(b), june(23, 9, 0));
	assert_true(turn_is_due(b->turn, june(2, 9, 0), 0));
	run(b, june(2, 9, 0), ALL);
	assert_int_equal(b->out.superseded, BODIES);
	assert_int_equal(b->out.planned, 0);
	assert_int_equal(b->out.nletters, 0);
	assert_int_equal(looked(b), june(2, 9, 0));
	assert_false(turn_is_due(b->turn, june(2, 9, 1), 0));
	assert_int_equal(turn_next(b->turn, june(2, 9, 1)), june(3, 9, 0));
	for (int day = 3; day < 23; day++)
		assert_int_equal(send_all(b, june(day, 9, 0)), 0);
	assert_int_equal(send_all(b, june(23, 9, 0)), BODIES);
}

/* What was said is not said twice, and what comes after it is said. */
static void
test_what_was_said_stays_said(void **state)
{
	struct bench *b = *state;

	assert_int_equal(send_all(b, june(1, 9, 0)), BODIES);
	assert_int_equal(send_all(b, june(23, 9, 0)), BODIES);
	for (int day = 2; day < 29; day++)
		assert_int_equal(send_all(b, june(day, 9, 0)), 0);
	assert_int_equal(send_all(b, june(29, 9, 0)), BODIES);
}

/* The same after a restart in between. */
static void
test_a_restart(void **state)
{
	struct bench *b = *state;

	assert_int_equal(send_all(b, june(1, 9, 0)), BODIES);
	run(b, june(23, 9, 0), 0);
	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_set_rules(b->turn, &b->rules, june(2, 8, 0),
	    &b->err));
	run(b, june(2, 9, 0), ALL);
	assert_int_equal(b->out.superseded, BODIES);
	assert_int_equal(send_all(b, june(23, 9, 0)), BODIES);
}

/* A set-back of an hour plans nothing twice. */
static void
test_a_small_correction(void **state)
{
	struct bench *b = *state;

	assert_int_equal(send_all(b, june(1, 9, 0)), BODIES);
	assert_false(turn_is_due(b->turn, june(1, 8, 0), ALL));
	run(b, june(1, 9, 0), ALL);
	assert_int_equal(b->out.planned + b->out.superseded, 0);
	assert_int_equal(looked(b), june(1, 9, 0));
}

/* What a rule set was known since lies not ahead. */
static void
test_known_since(void **state)
{
	struct bench *b = *state;
	static const char more[] =
	    "roadmap: later\n"
	    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
	    "supervisor: head\n"
	    "rules:\n" ROW("1", "uo");

	load(b, more, sizeof(more) - 1);
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 0, 0) +
	    400 * DAY, &b->err));
	assert_true(turn_set_rules(b->turn, &b->rules, june(23, 8, 0),
	    &b->err));
	run(b, june(23, 9, 0), ALL);
	assert_int_equal(b->out.planned, BODIES);
	for (size_t i = 0; i < b->out.nletters; i++) {
		const struct said_row *rows;
		size_t n, later = 0;

		assert_true(store_letter_notices(b->store, b->a,
		    b->out.letters[i].row->id, &rows, &n, &b->err));
		for (size_t k = 0; k < n; k++)
			later += strcmp(rows[k].roadmap, "later") == 0;
		assert_int_equal(later, strcmp(b->out.letters[i].row->address,
		    "uo@dept.example") == 0);
	}
}

/* trust.md T4: while it is doubted the alarm leaves and nothing else, whatever
 * waits; nothing is planned or superseded by a day that may be wrong. */
static void
test_a_clock_that_is_doubted(void **state)
{
	struct bench *b = *state;
	static const char *const admins[] = {"admin@dept.example"};
	const int64_t years = june(1, 0, 0) + 3650 * (int64_t)DAY;

	b->config.administrators = admins;
	b->config.nadministrators = 1;
	run(b, june(1, 9, 0), 2);
	assert_int_equal(b->out.nletters, 2);
	turn_doubt(b->turn, years, years, 3650 * (int64_t)DAY);
	assert_true(turn_is_due(b->turn, years, ALL));
	run(b, years, ALL);
	assert_int_equal(b->out.nletters, 1);
	assert_string_equal(b->out.letters[0].row->address,
	    "admin@dept.example");
	assert_int_equal(b->out.planned + b->out.superseded, 0);
	assert_false(turn_is_due(b->turn, years, ALL));
	assert_int_equal(turn_next(b->turn, years), years + MINUTE);
	assert_int_equal(in_state(b, LETTER_QUEUED), 2);
	/* What was handed over before is answered. */
	answer(b, years + 1, &(struct turn_result){.id = 1,
	    .outcome = WIRE_SENT, .reply = "250 ok"});
	assert_int_equal(in_state(b, LETTER_SENT), 1);
	/* It was put right: the day goes on, and what was said is known. */
	turn_doubt(b->turn, june(1, 9, 30), 0, 0);
	run(b, june(1, 9, 30), ALL);
	assert_int_equal(b->out.nletters, 2);
	assert_int_equal(b->out.planned, 0);
	assert_int_equal(looked(b), june(1, 9, 0));
}

int
main(void)
{
#define ROW_OF(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
	const struct CMUnitTest tests[] = {
		ROW_OF(test_what_waits_is_said_on_its_day),
		ROW_OF(test_what_was_said_stays_said), ROW_OF(test_a_restart),
		ROW_OF(test_a_small_correction), ROW_OF(test_known_since),
		ROW_OF(test_a_clock_that_is_doubted)
	};
#undef ROW_OF

	return cmocka_run_group_tests(tests, NULL, NULL);
}
