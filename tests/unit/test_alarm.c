/* What the administrator hears, when, and how often. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "compose/alarm.h"
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

/* Takes all letters that may leave; whatever is no alarm is answered. */
static const struct letter_row *
alarm_now(struct bench *b, int64_t now)
{
	const struct letter_row *found = NULL;
	struct turn_result results[ALL];
	struct turn_input in = {.want = ALL, .run = 1, .results = results};

	run(b, now, ALL);
	for (size_t i = 0; i < b->out.nletters; i++) {
		const struct letter_row *row = b->out.letters[i].row;

		if (strcmp(row->recipient, "administrator") == 0) {
			assert_null(found);
			found = row;
		}
		results[i] = (struct turn_result){.id = row->id,
		    .outcome = WIRE_SENT, .reply = "250 ok"};
	}
	in.nresults = b->out.nletters;
	in.want = 0;
	if (!turn_run(b->turn, now, &in, b->a, &b->out, &b->err))
		fail_msg("%s", b->err.text);
	return found;
}

static void
assert_says(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static void
refuse(struct bench *b, int64_t id, int64_t now)
{
	const struct turn_result refused = {.id = id,
	    .outcome = WIRE_REFUSED, .scope = WIRE_RECIPIENT,
	    .reply = "550 5.1.1 no such mailbox"};

	answer(b, now, &refused);
}

static void
test_given_up_letters(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;

	run(b, june(1, 9, 0), ALL);
	refuse(b, 1, june(1, 9, 1));
	refuse(b, 2, june(1, 9, 1));
	assert_int_equal(turn_next(b->turn, june(1, 9, 1)),
	    june(1, 9, 1) + 1);
	assert_null(alarm_now(b, june(1, 9, 1)));
	row = alarm_now(b, june(1, 9, 1) + 1);
	assert_non_null(row);
	assert_string_equal(row->address, "admin@dept.example");
	assert_string_equal(row->subject, "Не доставлено 2 письма");
	assert_says(row->text, "Школа № 1, <school-1@dept.example>\n");
	assert_says(row->text, "  550 5.1.1 no such mailbox\n");
	assert_says(row->text, "srokctl outbox release");
	assert_says(row->html, "&lt;school-1@dept.example&gt;");
	/* Once a day, what came since then together. */
	refuse(b, 3, june(1, 9, 2));
	refuse(b, 4, june(1, 17, 0));
	for (int64_t now = june(1, 9, 3); now < june(2, 9, 0); now += HOUR)
		assert_null(alarm_now(b, now));
	assert_null(alarm_now(b, june(2, 9, 1)));
	row = alarm_now(b, june(2, 9, 1) + 1);
	assert_non_null(row);
	assert_string_equal(row->subject, "Не доставлено 2 письма");
	assert_null(alarm_now(b, june(3, 12, 0)));
}

static void
test_one_told_of_is_not_told_again_by_a_restart(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), ALL);
	refuse(b, 1, june(1, 9, 1));
	assert_non_null(alarm_now(b, june(1, 9, 2)));
	turn_free(b->turn);
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 9, 3),
	    &b->err));
	assert_null(alarm_now(b, june(2, 9, 0)));
	assert_null(alarm_now(b, june(3, 9, 0)));
}

/* Copies that fail: once a day, until one is made. */
static void
test_backups_that_fail(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;

	b->config.backup = "/srv/backup";
	turn_backup_failed(b->turn, june(1, 0, 0), "the disk is full");
	assert_true(turn_next(b->turn, june(1, 0, 0)) <= june(1, 0, 0));
	row = alarm_now(b, june(1, 0, 0));
	assert_non_null(row);
	assert_string_equal(row->subject, "Резервная копия базы не сделана");
	assert_says(row->text, "в /srv/backup не получается");
	assert_says(row->text, "\nthe disk is full\n");
	for (int h = 1; h < 24; h++) {
		turn_backup_failed(b->turn, june(1, h, 0), "no permission");
		assert_null(alarm_now(b, june(1, h, 0)));
	}
	turn_backup_failed(b->turn, june(2, 0, 0), "no permission");
	row = alarm_now(b, june(2, 0, 0));
	assert_non_null(row);
	assert_says(row->text, "\n1 июня 2022 г., 00:00:\n");
	assert_says(row->text, "\nno permission\n");
	turn_backup_made(b->turn);
	for (int d = 3; d < 6; d++)
		assert_null(alarm_now(b, june(d, 9, 0)));
}

/* An alarm leaves whatever the hour; what becomes of it is no alarm. */
static void
test_an_alarm_makes_no_alarm(void **state)
{
	struct bench *b = *state;
	struct turn_result result = {.outcome = WIRE_REFUSED,
	    .scope = WIRE_RECIPIENT, .reply = "550 5.1.1 no"};

	run(b, june(1, 17, 59), ALL);
	refuse(b, 1, june(1, 18, 30));
	run(b, june(1, 18, 31), ALL);
	assert_int_equal(b->out.nletters, 1);
	result.id = b->out.letters[0].row->id;
	answer(b, june(1, 18, 32), &result);
	assert_int_equal(letter(b, result.id)->state, LETTER_GIVEN_UP);
	assert_null(alarm_now(b, june(3, 9, 0)));
	assert_null(alarm_now(b, june(6, 9, 0)));
}

/* A morning's planning leaves an alarm that waits alone. */
static void
test_an_alarm_is_not_superseded(void **state)
{
	struct bench *b = *state;

	run(b, june(1, 9, 0), ALL);
	refuse(b, 1, june(1, 9, 1));
	run(b, june(1, 9, 2), 0);
	run(b, june(2, 9, 0), 0);
	run(b, june(2, 9, 1), ALL);
	assert_string_equal(b->out.letters[0].row->recipient,
	    "administrator");
}

static void
test_rules_refused(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;

	run(b, june(1, 9, 0), ALL);
	turn_rules_refused(b->turn, june(1, 20, 14),
	    "town.yaml:4:11: error: term not understood [E0210]\n"
	    "  hint: ежегодно, июнь\n", 1);
	assert_int_equal(turn_next(b->turn, june(1, 20, 14)),
	    june(1, 20, 15));
	assert_null(alarm_now(b, june(1, 20, 15) - 1));
	row = alarm_now(b, june(1, 20, 15));
	assert_non_null(row);
	assert_string_equal(row->subject,
	    "Правила не загружены: 1 ошибка, действуют прежние");
	assert_string_equal(row->text,
	    "Изменение от 1 июня 2022 г., 20:14, не принято; письма идут по\n"
	    "правилам от 31 мая 2022 г., 00:00.\n"
	    "\n"
	    "town.yaml:4:11: error: term not understood [E0210]\n"
	    "  hint: ежегодно, июнь\n"
	    "\n"
	    "Исправить, затем: srokctl check, srokctl reload\n");
	turn_rules_refused(b->turn, june(1, 20, 30), "another\n", 1);
	assert_null(alarm_now(b, june(2, 9, 0)));
	row = alarm_now(b, june(2, 20, 15));
	assert_non_null(row);
	assert_says(row->text, "Изменение от 1 июня 2022 г., 20:14");
	assert_says(row->text, "\nanother\n");
	assert_true(turn_set_rules(b->turn, &b->rules, june(3, 8, 0),
	    &b->err));
	assert_null(alarm_now(b, june(6, 9, 0)));
}

/* Corrected within the minute: nobody is bothered. */
static void
test_rules_corrected_at_once(void **state)
{
	struct bench *b = *state;

	turn_rules_refused(b->turn, june(1, 8, 0), "x\n", 1);
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 8, 0) + 50,
	    &b->err));
	assert_null(alarm_now(b, june(1, 8, 5)));
}

static void
test_a_way_of_mail_is_for_the_log(void **state)
{
	struct bench *b = *state;
	struct turn_result down = {.id = 1, .outcome = WIRE_TRY_LATER,
	    .scope = WIRE_RELAY, .reply = "451 4.3.0 Temporary failure"};

	run(b, june(1, 9, 0), 1);
	answer(b, june(1, 9, 0), &down);
	run(b, june(1, 9, 30), 0);
	assert_int_equal(b->out.nalarms, 1);
	assert_string_equal(b->out.alarms[0],
	    "spool is down since 09:00, 4 letters wait");
	assert_int_equal(in_state(b, LETTER_STATE_COUNT), BODIES);
	run(b, june(1, 9, 40), 0);
	assert_int_equal(b->out.nalarms, 0);
}

static void
test_held_letters(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;

	b->config.caps.wave = 1;
	run(b, june(1, 9, 0), 0);
	row = alarm_now(b, june(1, 9, 1));
	assert_non_null(row);
	assert_string_equal(row->subject,
	    "Задержано 3 письма: больше caps.wave за один раз");
}

/* What was put off is told once: the next day has its own count. */
static void
test_letters_beyond_the_caps(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;
	const struct letter_row before = {
		.key = "a", .recipient = "uo", .channel = CHANNEL_EMAIL,
		.address = "uo@dept.example", .sending_at = june(1, 8, 30),
		.created_at = june(1, 8, 30), .next_at = june(1, 8, 30),
		.expires_at = june(3, 0, 0), .message_id = "x@y",
		.subject = "x", .text = "x", .html = "x", .to_name = "x"
	};

	b->config.caps.recipient_hour = 1;
	assert_true(store_letter_add(b->store, &before, NULL, 0, &b->err));
	row = alarm_now(b, june(1, 9, 0));
	assert_non_null(row);
	assert_says(row->text, "uo@dept.example: 1");
	assert_null(alarm_now(b, june(1, 9, 1)));
	assert_null(alarm_now(b, june(2, 9, 0)));
	assert_null(alarm_now(b, june(3, 9, 0)));
}

/* Causes that meet are one letter. */
static void
test_several_causes(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;

	b->config.caps.wave = 3;
	run(b, june(1, 9, 0), ALL);
	refuse(b, 1, june(1, 9, 0));
	row = alarm_now(b, june(1, 9, 1));
	assert_non_null(row);
	assert_string_equal(row->subject,
	    "Не доставлено 1 письмо (и ещё 1)");
	assert_says(row->text, "caps.wave");
}

/* Every morning makes a new letter of one that was put off, and the address
 * goes on: after five days that is the end of it. */
static void
test_put_off_for_days(void **state)
{
	struct bench *b = *state;
	const struct letter_row *rows;
	size_t n, gone = 0;

	for (int64_t now = june(1, 9, 0); now < june(9, 0, 0);
	    now = turn_next(b->turn, now)) {
		struct turn_output out;

		run(b, now, ALL);
		out = b->out;
		for (size_t i = 0; i < out.nletters; i++) {
			const struct letter_row *row = out.letters[i].row;
			bool busy = strcmp(row->recipient, "uo") == 0;
			const struct turn_result result = {.id = row->id,
			    .outcome = busy ? WIRE_TRY_LATER : WIRE_SENT,
			    .scope = WIRE_RECIPIENT,
			    .reply = busy ? "452 mailbox full" : "250 ok"};

			answer(b, now, &result);
		}
	}
	assert_true(store_letters_list(b->store, b->a, 0, LETTER_GIVEN_UP,
	    ALL, &rows, &n, &b->err));
	for (size_t i = 0; i < n; i++) {
		gone += strcmp(rows[i].recipient, "uo") == 0;
		assert_true(rows[i].changed_at >= june(6, 9, 0));
	}
	assert_int_equal(gone, 1);
	assert_string_equal(rows[0].last_reply, "452 mailbox full");
}

/* Whoever has no address is not forgotten: the administrator gets what he
 * would get, in a letter of that morning; and once he has one, he does. */
static void
test_nobody_can_be_reached(void **state)
{
	struct bench *b = *state;
	struct body *imo = (struct body *)ruleset_body(&b->rules, "imo");
	struct body *uo = (struct body *)ruleset_body(&b->rules, "uo");
	const struct said_row *said;
	const struct letter_row *row;
	size_t n;

	imo->nemail = 0;
	row = alarm_now(b, june(1, 9, 0));
	assert_non_null(row);
	assert_int_equal(b->out.planned, 0);
	assert_string_equal(row->to_name, "Администратор");
	assert_string_equal(row->subject,
	    "Осталось 29 дней: п. 2, анализ — срок 30 июня");
	assert_says(row->text, "\nАдреса нет: Методический отдел\n");
	assert_says(row->text, "Вам как администратору.");
	assert_true(store_said(b->store, b->a, "town", "2", &said, &n,
	    &b->err));
	assert_int_equal(n, 1);
	assert_string_equal(said[0].said.recipient, "imo");
	assert_string_equal(said[0].said.address, "admin@dept.example");
	assert_null(alarm_now(b, june(2, 9, 0)));
	imo->nemail = 1;
	reload(b);
	assert_null(alarm_now(b, june(3, 9, 0)));
	assert_true(store_said(b->store, b->a, "town", "2", &said, &n,
	    &b->err));
	assert_int_equal(n, 2);
	assert_string_equal(said[1].said.address, "imo@dept.example");
	/* Two of them are a digest. */
	imo->nemail = uo->nemail = 0;
	reload(b);
	row = alarm_now(b, june(23, 9, 0));
	assert_non_null(row);
	assert_says(row->text, "\n  Адреса нет: Управление образования\n");
	assert_says(row->text, "\n  Адреса нет: Методический отдел\n");
}

static const struct letter_row *
alarm_on(struct bench *b, int day, int month)
{
	return alarm_now(b, (int64_t)date_of(2022, month, day).n * DAY +
	    9 * HOUR);
}

/* The calendar of the bench has one official year, 2022. */
static void
test_a_year_without_calendar(void **state)
{
	struct bench *b = *state;
	const struct letter_row *row;

	assert_null(alarm_on(b, 14, 10));
	row = alarm_on(b, 17, 10);
	assert_non_null(row);
	assert_string_equal(row->subject,
	    "Нет календаря на 2023 год: сроки предварительны");
	assert_says(row->text, "в нём: 4; в письмах");
	assert_says(row->text, "/calendar-ru-2023.yaml");
	assert_null(alarm_on(b, 18, 10));
	assert_non_null(alarm_on(b, 16, 11));
}

#define TEST(name) \
	cmocka_unit_test_setup_teardown(name, setup_administrator, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_backups_that_fail),
		TEST(test_given_up_letters),
		TEST(test_one_told_of_is_not_told_again_by_a_restart),
		TEST(test_an_alarm_makes_no_alarm),
		TEST(test_an_alarm_is_not_superseded),
		TEST(test_rules_refused),
		TEST(test_rules_corrected_at_once),
		TEST(test_a_way_of_mail_is_for_the_log),
		TEST(test_held_letters),
		TEST(test_letters_beyond_the_caps),
		TEST(test_several_causes),
		TEST(test_put_off_for_days),
		TEST(test_nobody_can_be_reached),
		TEST(test_a_year_without_calendar)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
