/* A copy in the place of its database says nothing twice (trust.md Q9). The
 * bench's days: `opens` on 1 June, `before` on 23 and 29 June. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "store/backup.h"
#include "test_turn.h"

static const char *const administrators[] = {"admin@dept.example"};

static int
setup_administrator(void **state)
{
	struct bench *b;

	setup(state);
	b = *state;
	b->config.administrators = administrators;
	b->config.nadministrators = 1;
	return 0;
}

/* Sends what may leave; returns how many letters of people that were, the
 * last alarm in *alarm. */
static size_t
send_all(struct bench *b, int64_t now, const struct letter_row **alarm)
{
	struct turn_result results[ALL];
	struct turn_input in = {.run = 1, .results = results};
	size_t n = 0;

	*alarm = NULL;
	run(b, now, ALL);
	for (size_t i = 0; i < b->out.nletters; i++) {
		const struct letter_row *row = b->out.letters[i].row;

		if (strcmp(row->recipient, "administrator") == 0)
			*alarm = row;
		else
			n++;
		results[i] = (struct turn_result){.id = row->id,
		    .outcome = WIRE_SENT, .reply = "250 ok"};
	}
	in.nresults = b->out.nletters;
	if (in.nresults && !turn_run(b->turn, now, &in, b->a, &b->out,
	    &b->err))
		fail_msg("%s", b->err.text);
	return n;
}

/* The bench's database, as a copy of `from`, is opened at `now`. */
static size_t
restore(struct bench *b, int64_t from, int64_t now)
{
	int64_t copied = 0;
	size_t held = 99;

	assert_true(store_begin(b->store, &b->err));
	assert_true(store_set_fact(b->store, BACKUP_FACT, from, &b->err));
	assert_true(store_commit(b->store, &b->err));
	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_is_restored(b->turn, now, &copied));
	assert_int_equal(copied, from);
	reload(b);
	assert_true(turn_restore(b->turn, now, &held, &b->err));
	return held;
}

static void
restart(struct bench *b)
{
	int64_t from;

	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_false(turn_is_restored(b->turn, june(30, 0, 0), &from));
	reload(b);
}

static void
test_what_may_have_been_said_is_held(void **state)
{
	struct bench *b = *state;
	const struct letter_row *alarm;
	size_t held;

	assert_int_equal(send_all(b, june(1, 9, 0), &alarm), BODIES);
	/* The original said `before:7d` on the 23rd, and was lost then. */
	assert_int_equal(restore(b, june(20, 12, 0), june(23, 11, 0)), 0);
	assert_int_equal(send_all(b, june(23, 11, 0), &alarm), 0);
	held = in_state(b, LETTER_HELD);
	assert_int_equal(held, BODIES);
	assert_int_equal(send_all(b, june(23, 11, 0) + 1, &alarm), 0);
	assert_non_null(alarm);
	assert_string_equal(alarm->subject,
	    "База восстановлена из копии: задержано 4 письма");
	assert_non_null(strstr(alarm->text, "20 июня"));
	assert_non_null(strstr(alarm->text, "school-1@dept.example"));
	/* It is told once, and not as a wave. */
	for (int64_t now = june(23, 11, 1); now < june(28, 18, 0);
	    now += HOUR) {
		if (now == june(24, 11, 1))
			restart(b);
		assert_int_equal(send_all(b, now, &alarm), 0);
		assert_null(alarm);
	}
	/* What comes later goes its way. */
	assert_int_equal(send_all(b, june(29, 9, 0), &alarm), BODIES);
	assert_int_equal(in_state(b, LETTER_HELD), held);
}

static void
test_one_that_is_released_leaves(void **state)
{
	struct bench *b = *state;
	const struct letter_row *alarm, *rows;
	size_t n;

	send_all(b, june(1, 9, 0), &alarm);
	restore(b, june(20, 12, 0), june(23, 11, 0));
	send_all(b, june(23, 11, 0), &alarm);
	assert_true(store_letters_list(b->store, b->a, 0, LETTER_HELD, ALL,
	    &rows, &n, &b->err));
	assert_true(store_begin(b->store, &b->err));
	assert_true(store_letter_event(b->store, rows[0].id, LETTER_RELEASE,
	    june(23, 12, 0), 0, NULL, &b->err));
	assert_true(store_letter_event(b->store, rows[1].id, LETTER_CANCEL,
	    june(23, 12, 0), 0, NULL, &b->err));
	assert_true(store_commit(b->store, &b->err));
	restart(b);
	assert_int_equal(send_all(b, june(23, 12, 0), &alarm), 1);
	assert_int_equal(send_all(b, june(24, 9, 0), &alarm), 0);
}

/* No sending time has passed: nothing can have been said. */
static void
test_the_same_day(void **state)
{
	struct bench *b = *state;
	const struct letter_row *alarm;

	send_all(b, june(1, 9, 0), &alarm);
	assert_int_equal(restore(b, june(22, 23, 0), june(23, 8, 0)), 0);
	assert_int_equal(send_all(b, june(23, 8, 0) + 1, &alarm), 0);
	assert_non_null(alarm);         /* entries may be lost all the same */
	assert_string_equal(alarm->subject,
	    "База восстановлена из копии: задержано 0 писем");
	assert_int_equal(send_all(b, june(23, 9, 0), &alarm), BODIES);
	assert_int_equal(in_state(b, LETTER_HELD), 0);
}

/* What waited when the copy was made may have left since: all but what could
 * not have been begun. */
static void
test_what_waited_in_the_copy(void **state)
{
	struct bench *b = *state;
	const struct letter_row *alarm;
	struct turn_result r = {.outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RECIPIENT, .reply = "450 4.2.0 later"};

	run(b, june(1, 9, 0), ALL);
	r.id = 1;
	answer(b, june(1, 9, 0), &r);           /* paused */
	r.id = 2;
	r.outcome = WIRE_UNCERTAIN;
	r.scope = WIRE_LETTER;
	answer(b, june(1, 9, 0), &r);
	r.id = 3;
	r.unbegun = true;
	answer(b, june(1, 9, 0), &r);           /* queued */
	assert_int_equal(restore(b, june(1, 9, 1), june(1, 9, 30)), 3);
	assert_letter(b, 1, LETTER_HELD, letter(b, 1)->next_at);
	assert_letter(b, 2, LETTER_HELD, letter(b, 2)->next_at);
	assert_letter(b, 3, LETTER_HELD, letter(b, 3)->next_at);
	assert_int_equal(send_all(b, june(1, 9, 30) + 1, &alarm), 0);
	assert_non_null(alarm);
	assert_string_equal(alarm->subject,
	    "База восстановлена из копии: задержано 3 письма");
}

/* A roadmap that comes years after a restore is none of its matter. */
static void
test_a_roadmap_of_later(void **state)
{
	struct bench *b = *state;
	const struct letter_row *alarm;
	static const char more[] = "roadmap: village\n"
	    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
	    "supervisor: head\n"
	    "rules:\n" ROW("1", "imo");

	send_all(b, june(1, 9, 0), &alarm);
	restore(b, june(20, 12, 0), june(23, 11, 0));
	send_all(b, june(23, 11, 0), &alarm);
	load_more(b, more, sizeof(more) - 1);
	assert_true(turn_set_rules(b->turn, &b->rules, june(23, 20, 0),
	    &b->err));
	b->config.administrators = administrators;
	b->config.nadministrators = 1;
	for (int day = 24; day < 29; day++)
		send_all(b, june(day, 9, 0), &alarm);
	assert_int_equal(in_state(b, LETTER_HELD), BODIES);
	assert_int_equal(send_all(b, june(29, 9, 0), &alarm), BODIES);
}

static void
test_no_copy(void **state)
{
	struct bench *b = *state;
	int64_t from;

	assert_false(turn_is_restored(b->turn, june(2, 0, 0), &from));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup_administrator, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_what_may_have_been_said_is_held),
		TEST(test_one_that_is_released_leaves),
		TEST(test_the_same_day),
		TEST(test_what_waited_in_the_copy),
		TEST(test_a_roadmap_of_later),
		TEST(test_no_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
