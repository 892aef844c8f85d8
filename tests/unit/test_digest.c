/* Letters about several rows: what they list, ask for, what follows. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "test_letter_row.h"

static void
many(size_t n)
{
	struct letter_item *items;

	begin_on("2023-10-10", STAGE_LATE, ROLE_LEAD);
	items = arena_array(s.a, n, sizeof(*items));
	for (size_t i = 0; i < n; i++)
		items[i] = s.items[0];
	s.letter.items = items;
	s.letter.nitems = n;
}

static void
test_digest_limit(void **state)
{
	static char title[4001];
	struct words w;

	(void)state;
	many(1000);
	w = say();
	assert_string_equal(w.subject, "Просрочено 1000 сроков — 10 октября");
	assert_int_equal(count_of(w.text, "— п. 12"), 200);
	assert_int_equal(count_of(w.html, "scope=\"row\""), 200);
	assert_non_null(strstr(w.text, "\nи ещё 800\n"));
	assert_non_null(strstr(w.html, ">и ещё 800<"));
	/* Long texts: fewer rows, but the letter stays within its size. */
	for (size_t i = 0; i < 4000; i++)
		title[i] = i % 9 == 8 ? ' ' : '&';
	row->wording.title = ru(title);
	row->roadmap.order.number = title;
	row->rule.cite = ru(title);
	w = say();
	assert_true(strlen(w.text) + strlen(w.html) <= 90000);
	assert_true(count_of(w.html, "scope=\"row\"") >= 50);
	sample_end(&s);
}

static void
expect_size(void)
{
	struct envelope e = {.from_name = "", .from = "a@b.example",
	    .to_name = "", .to = "a@b.example", .message_id = "a@b.example",
	    .key = "k"};
	struct words w = say();
	size_t len = 0;

	assert_non_null(compose_mime(s.a, &e, &w, NULL, &len));
	assert_true(len <= 128 * 1024);
}

static void
test_size(void **state)
{
	static char emoji[16001];

	(void)state;
	for (size_t i = 0; i < 16000; i += 4)
		memcpy(emoji + i, "\xF0\x9F\x98\x80", 4);
	many(500);
	row->wording.title = ru(emoji);
	row->wording.when = emoji;
	expect_size();
	s.letter.nitems = 1;
	expect_size();
	sample_end(&s);
}

/* A second row, due on 30 June. */
static struct sample_row *
add_june(const struct body *lead, enum stage_kind kind, enum role role)
{
	struct sample_row *more = sample_row(&s, "7", ru("Собеседование"),
	    ru(NULL), "июнь");

	row_term(more, "2023-06-01", "2023-06-30", lead);
	row_stage(more, kind, role);
	return more;
}

static void
test_groups(void **state)
{
	struct sample_row *more;

	(void)state;
	begin_on("2023-09-27", STAGE_BEFORE, ROLE_LEAD);
	more = sample_row(&s, "14", ru("Диагностика"), ru(NULL), "по графику");
	row_order(more, "343", "2021-10-14");
	row_stage(more, STAGE_SCHEDULE, ROLE_OWNER);
	more = add_june(&school, STAGE_CLOSED, ROLE_SUPERVISOR);
	row_order(more, "343", "2021-10-14");
	row_done(more, "2023-07-02", "");
	more->ob.met_on = day("2023-07-02");
	more->ob.met_at = more->entries[0].at;
	expect_subject("На этой неделе 1 срок, графики: 1, исполнено 1");
	expect_text("\nНа этой неделе\n— п. 12, приказ № 343: корректировка "
	    "мониторинга\n  пятница, 29 сентября; отметки нет\n");
	expect_text("\nИсполнено\n— п. 7, приказ № 343: собеседование\n"
	    "  исполнено 2 июля, на 2 дня позже срока\n"
	    "  Ответственный: Школа № 6\n");
	/* Each role once, in the order of the table. */
	expect_text("\n\nПисьмо 1 — Вам как исполнителю, для контроля "
	    "за исполнением и как\nсоставителю графика. Тел. 2-34-56\n");
	sample_end(&s);
}

static struct pair owed[3];
static struct notice told_on[3];

/* Three of forty who owe the row, each by itself, in one letter to the head,
 * who was told of two reminders to each. */
static void
three_of_forty(enum stage_kind kind)
{
	static const struct told told[] = {
		{.stage = {.kind = STAGE_OPENS}, .to = &school},
		{.stage = {.kind = STAGE_LATE}, .to = &school},
	};
	struct told *days;
	struct letter_item *items;

	begin_on("2023-10-10", kind, ROLE_SUPERVISOR);
	row->wording.responsible.mode = RESPONSIBLE_EACH;
	items = arena_array(s.a, 3, sizeof(*items));
	days = arena_copy(s.a, told, sizeof(told));
	days[0].day = day("2023-09-01");
	days[1].day = day("2023-10-02");
	for (size_t i = 0; i < 3; i++) {
		owed[i] = row->pair;
		owed[i].group = &schools;
		owed[i].body = i == 0 ? &uo : &school;
		told_on[i] = row->notice;
		told_on[i].pair = &owed[i];
		told_on[i].peers = kind == STAGE_ESCALATE ? 40 : 0;
		told_on[i].peers_done = told_on[i].peers ? 37 : 0;
		items[i] = s.items[0];
		items[i].notice = &told_on[i];
		items[i].told = days;
		items[i].ntold = 2;
	}
	s.letter.items = items;
	s.letter.nitems = 3;
}

static void
test_told_on_together(void **state)
{
	struct letter_item *items;

	(void)state;
	three_of_forty(STAGE_ESCALATE);
	expect_subject("На контроль, просрочено на 11 дней: "
	    "п. 12, корректировка…");
	expect_text("2023 г.; отмечено 37 из 40 школ.\n");
	expect_text("Ответственные: школы района; отметки нет: Управление "
	    "образования,\n  Школа № 6, Школа № 6\n");
	expect_text("ответов нет:\n  1 сентября — к исполнению\n"
	    "  2 октября — о просрочке\n");
	/* Beside another row it is one row. */
	items = arena_array(s.a, 4, sizeof(*items));
	memcpy(items, s.letter.items, 3 * sizeof(*items));
	items[3] = s.items[0];
	s.letter.items = items;
	s.letter.nitems = 4;
	expect_subject("На контроль: просрочено 2 срока — 10 октября");
	expect_text("  29 сентября, просрочено на 11 дней; отмечено 37 "
	    "из 40 школ\n  Ответственные: школы района; отметки нет: "
	    "Управление образования,\n    Школа № 6, Школа № 6\n");
	sample_end(&s);
}

/* Who promised has a row of his own; done is done by each on its day. */
static void
test_told_on_apart(void **state)
{
	struct obligation promised;

	(void)state;
	three_of_forty(STAGE_ESCALATE);
	promised = row->ob;
	promised.promised_until = day("2023-10-20");
	told_on[1].obligation = &promised;
	expect_subject("На контроль: просрочено 2 срока — 10 октября");
	expect_text("отметки нет: Управление образования,\n"
	    "    Школа № 6\n");
	expect_text("отметки нет, обещано\n    к 20 октября\n"
	    "  Ответственный: Школа № 6\n");
	sample_end(&s);
	three_of_forty(STAGE_CLOSED);
	row_done(row, "2023-10-06", "");
	row->ob.state = STATE_MET_LATE;
	row->ob.met_on = day("2023-10-06");
	expect_subject("Исполнен 1 пункт — 10 октября");
	expect_text("Ответственные: Управление образования, Школа № 6, "
	    "Школа № 6\n");
	sample_end(&s);
}

/* The day in a subject is that of the deadlines, not of the letter, when all
 * of them are ahead. */
static void
test_subjects_ahead(void **state)
{
	static const struct {
		const char *on;
		size_t n;
		const char *first, *second;     /* DUEs */
		const char *want;
	} rows[] = {
		{"2023-09-29", 1, "2023-09-29", "2023-09-29",
		    "Сегодня срок: 2 пункта"},
		{"2023-09-28", 1, "2023-09-29", "2023-09-29",
		    "Завтра срок: 2 пункта"},
		{"2023-09-28", 5, "2023-09-29", "2023-09-29",
		    "Завтра срок: 6 пунктов"},
		{"2023-09-08", 20, "2023-09-29", "2023-09-29",
		    "Остался 21 день: 21 пункт — срок 29 сентября"},
		{"2023-09-08", 1, "2023-10-31", "2023-09-29",
		    "Впереди 2 срока — ближайший 29 сентября"},
		{"2023-10-02", 1, "2023-09-29", "2023-10-31",
		    "Просрочен 1 срок, позже 1 — 2 октября"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct letter_item *items;
		struct sample_row *more;

		begin_on(rows[i].on, STAGE_BEFORE, ROLE_LEAD);
		row_term(row, "2023-09-01", rows[i].first, &uo);
		more = sample_row(&s, "7", ru("Собеседование"), ru(NULL),
		    "июнь");
		row_order(more, "343", "2021-10-14");
		row_term(more, "2023-06-01", rows[i].second, &uo);
		row_stage(more, STAGE_BEFORE, ROLE_LEAD);
		items = arena_array(s.a, rows[i].n + 1, sizeof(*items));
		for (size_t k = 0; k < rows[i].n; k++)
			items[k] = s.items[0];
		items[rows[i].n] = s.items[1];
		s.letter.items = items;
		s.letter.nitems = rows[i].n + 1;
		expect_subject(rows[i].want);
		sample_end(&s);
	}
}

/* Letters of a digest's rows that go to others are not promised to its
 * reader. */
static void
test_digest_next(void **state)
{
	static const struct {
		enum role role;
		enum stage_kind first, second;
		const char *subject, *next;
	} rows[] = {
		{ROLE_LEAD, STAGE_LATE, STAGE_LATE,
		    "Просрочено 2 срока — 9 октября",
		    "Дальше: 16 октября — письмо о п. 12, 7.\n"},
		{ROLE_LEAD, STAGE_LATE, STAGE_ESCALATE,
		    "Просрочено 2 срока — 9 октября",
		    "Дальше: 16 октября — письмо о п. 12; на контроль: "
		    "п. 7.\n"},
		{ROLE_SUPERVISOR, STAGE_LATE, STAGE_LATE,
		    "На контроль: просрочено 2 срока — 9 октября",
		    "Дальше: 16 октября — письмо исполнителям о п. 12, "
		    "7.\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum stage_kind kind = rows[i].role == ROLE_LEAD ?
		    STAGE_LATE : STAGE_ESCALATE;
		struct sample_row *more;

		begin_on("2023-10-09", kind, rows[i].role);
		more = add_june(&school, kind, rows[i].role);
		row->coming[0] = (struct coming){{.kind = rows[i].first},
		    day("2023-10-16"), NULL};
		more->coming[0] = (struct coming){{.kind = rows[i].second},
		    day("2023-10-16"), &uo};
		s.items[0].ncoming = s.items[1].ncoming = 1;
		s.items[0].coming = row->coming;
		s.items[1].coming = more->coming;
		expect_subject(rows[i].subject);
		expect_text(rows[i].next);
		sample_end(&s);
	}
}

/* A deputy's own rows beside those of the body that he stands in for. */
static void
test_digest_of_a_deputy(void **state)
{
	static struct reach instead;
	static struct responsible each;
	struct sample_row *more;

	(void)state;
	begin_on("2023-10-09", STAGE_LATE, ROLE_LEAD);
	more = add_june(&school, STAGE_LATE, ROLE_LEAD);
	each = more->wording.responsible;
	each.mode = RESPONSIBLE_EACH;
	more->wording.responsible = each;
	instead = s.reach;
	instead.deputy_for = &school;
	more->notice.to = &instead;
	expect_text("корректировка мониторинга\n"
	    "  29 сентября, просрочено на 10 дней; отметки нет\n— п. 7, ");
	expect_text("собеседование\n"
	    "  30 июня, просрочено на 101 день; отметки нет\n"
	    "  Ответственный: Школа № 6\n");
	expect_text("Вам как исполнителю (замещение: Школа № 6).");
	sample_end(&s);
}

/* Rows of two orders that bear one number are told apart by their orders. */
static void
test_digest_next_of_two_orders(void **state)
{
	struct sample_row *more;

	(void)state;
	begin_on("2023-10-09", STAGE_LATE, ROLE_LEAD);
	more = add_june(&school, STAGE_LATE, ROLE_LEAD);
	row_order(more, "36", "2023-02-16");
	more->rule.item = "12";
	row_coming(&s, row, STAGE_LATE, "2023-10-16", NULL);
	row_coming(&s, more, STAGE_LATE, "2023-10-16", NULL);
	expect_text("Дальше: 16 октября — письмо о п. 12 (приказ № 343), "
	    "12 (приказ\n№ 36).\n");
	sample_end(&s);
}

/* What is cited by words of its own stands in no case: one such row is named
 * behind a colon, several are counted. */
static void
test_digest_cites_in_no_case(void **state)
{
	struct sample_row *more;

	(void)state;
	begin_on("2023-10-09", STAGE_LATE, ROLE_LEAD);
	more = add_june(&school, STAGE_LATE, ROLE_LEAD);
	row_order(more, "343", "2021-10-14");
	row->rule.cite = ru("план, строка 6");
	row_coming(&s, row, STAGE_LATE, "2023-10-16", NULL);
	expect_text("Дальше: 16 октября — письмо: план, строка 6.\n");
	row_coming(&s, more, STAGE_LATE, "2023-10-16", NULL);
	expect_text("Дальше: 16 октября — письмо о 2 сроках.\n");
	row->coming[0].stage.kind = STAGE_ESCALATE;
	more->coming[0].stage.kind = STAGE_ESCALATE;
	expect_text("Дальше: 16 октября — на контроль: 2 срока.\n");
	sample_end(&s);
}

/* Two schools owe one row: it is named once. */
static void
test_digest_names_a_row_once(void **state)
{
	struct sample_row *more;

	(void)state;
	begin_on("2023-10-09", STAGE_ESCALATE, ROLE_SUPERVISOR);
	more = sample_row(&s, "12", ru("Корректировка мониторинга"),
	    ru(NULL), "ежегодно, сентябрь");
	row_term(more, "2023-09-01", "2023-09-29", &school);
	row_stage(more, STAGE_ESCALATE, ROLE_SUPERVISOR);
	more->pair.rule = &row->rule;
	row_coming(&s, row, STAGE_LATE, "2023-10-16", NULL);
	row_coming(&s, more, STAGE_LATE, "2023-10-16", NULL);
	expect_text("Дальше: 16 октября — письмо исполнителям о п. 12.\n");
	sample_end(&s);
}

/* A letter to several is one letter: its day counts. */
static void
test_letters_without_an_answer(void **state)
{
	(void)state;
	begin_on("2023-10-09", STAGE_ESCALATE, ROLE_SUPERVISOR);
	row_told(&s, row, STAGE_BEFORE, "2023-09-22", &uo);
	row_told(&s, row, STAGE_BEFORE, "2023-09-22", &school);
	row_told(&s, row, STAGE_LATE, "2023-10-02", &uo);
	assert_non_null(strstr(say().html, "писем без ответа: 2"));
	sample_end(&s);
}

/* Who decides on several rows knows for which of them there is a promise. */
static void
test_digest_promise(void **state)
{
	(void)state;
	begin_on("2023-10-04", STAGE_ESCALATE, ROLE_SUPERVISOR);
	row->ob.promised_until = day("2023-10-10");
	add_june(&school, STAGE_ESCALATE, ROLE_SUPERVISOR);
	expect_text("29 сентября, просрочено на 5 дней; отметки нет, "
	    "обещано\n    к 10 октября\n");
	sample_end(&s);
}

/* What is told of half way says so in its row; how many days are left is not
 * the subject then. */
static void
test_digest_midway(void **state)
{
	struct sample_row *more;

	(void)state;
	begin_on("2023-07-03", STAGE_PACE, ROLE_LEAD);
	row_term(row, "2023-01-01", "2023-12-29", &uo);
	row->ob.window.min = 4;
	row->notice.stage.k = 2;
	row->notice.stage.n = 4;
	more = sample_row(&s, "7", ru("Собеседование"), ru(NULL), "год");
	row_order(more, "343", "2021-10-14");
	row_term(more, "2023-01-01", "2023-12-29", &uo);
	row_stage(more, STAGE_HALF, ROLE_LEAD);
	expect_subject("Впереди 2 срока — ближайший 29 декабря");
	expect_text("29 декабря; отмечено 0 из 4, к 1 июля ожидалось 2\n");
	expect_text("29 декабря; отметки нет, прошла половина срока\n");
	sample_end(&s);
}

/* What is open again says so in its row. */
static void
test_digest_open_again(void **state)
{
	static const struct entry waiver = {.kind = ENTRY_WAIVE};
	static const struct entry back = {.kind = ENTRY_VOID, .ref = 1};
	struct sample_row *more;

	(void)state;
	begin_on("2023-10-04", STAGE_REOPENED, ROLE_LEAD);
	more = add_june(&uo, STAGE_REOPENED, ROLE_LEAD);
	row_order(more, "343", "2021-10-14");
	more->ob.rework = &back;
	expect_text("просрочено на 5 дней; отметка снята\n");
	expect_text("просрочено на 96 дней; возвращено на доработку\n");
	row->ob.voided = &waiver;
	row->ob.voided_by = &back;
	row->ob.window.min = 4;
	row->ob.done = 1;
	expect_text("просрочено на 5 дней; снова требуется; отмечено\n"
	    "    1 из 4\n");
	sample_end(&s);
}

/* A digest asks its reader for what is his to do: nothing, a decision, an
 * acceptance, a deed. */
static void
test_digest_asks(void **state)
{
	static const struct {
		enum role role;
		enum stage_kind first, second;
		const char *ask;
	} rows[] = {
		{ROLE_LEAD, STAGE_LATE, STAGE_CLOSED,
		    "Об исполнении сообщите: otvet@uo.example\n"},
		{ROLE_SUPERVISOR, STAGE_ESCALATE, STAGE_ESCALATE,
		    "Решение сообщите: otvet@uo.example\n"},
		{ROLE_SUPERVISOR, STAGE_ESCALATE, STAGE_CLOSED,
		    "Решение сообщите: otvet@uo.example\n"},
		{ROLE_CONTROLLER, STAGE_ACCEPT, STAGE_ACCEPT,
		    "О приёмке или возврате сообщите: otvet@uo.example\n"},
		{ROLE_SUPERVISOR, STAGE_CLOSED, STAGE_CLOSED, NULL},
		{ROLE_LEAD, STAGE_CLOSED, STAGE_CLOSED, NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		begin_on("2023-10-09", rows[i].first, rows[i].role);
		add_june(&school, rows[i].second, rows[i].role);
		if (rows[i].ask)
			expect_text(rows[i].ask);
		else
			expect_no_text("otvet@uo.example");
		sample_end(&s);
	}
}

/* One letter follows another only when all its rows do. */
static void
test_follows(void **state)
{
	struct sample_row *more;

	(void)state;
	begin_on("2023-10-09", STAGE_CLOSED, ROLE_CO);
	row_done(row, "2023-10-06", "");
	more = add_june(&school, STAGE_CLOSED, ROLE_CO);
	row_done(more, "2023-10-06", "");
	s.items[0].follows = s.items[1].follows = 17;
	expect_text("\n\nПисьмо 1 — Вам вслед за письмом 17.");
	s.items[1].follows = 18;
	expect_text("\n\nПисьмо 1 — Вам как соисполнителю.");
	sample_end(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_digest_limit),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_told_on_together),
		cmocka_unit_test(test_told_on_apart),
		cmocka_unit_test(test_subjects_ahead),
		cmocka_unit_test(test_digest_next),
		cmocka_unit_test(test_digest_of_a_deputy),
		cmocka_unit_test(test_digest_next_of_two_orders),
		cmocka_unit_test(test_digest_cites_in_no_case),
		cmocka_unit_test(test_digest_names_a_row_once),
		cmocka_unit_test(test_letters_without_an_answer),
		cmocka_unit_test(test_digest_promise),
		cmocka_unit_test(test_digest_open_again),
		cmocka_unit_test(test_digest_midway),
		cmocka_unit_test(test_digest_asks),
		cmocka_unit_test(test_follows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
