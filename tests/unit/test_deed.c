/* Entries through the one door to the log, of a rule that several bodies
 * owe. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "load/load.h"
#include "turn/deed.h"

enum { DAY = 86400 };

static const char bodies[] =
    "bodies:\n"
    "  school-1: {name: Школа № 1, email: school-1@dept.example}\n"
    "  school-2: {name: Школа № 2, email: school-2@dept.example}\n"
    "  schools: {name: Школы, members: [school-1, school-2]}\n"
    "  head: {name: Начальник управления, email: head@dept.example}\n"
    "  rmo-1: {name: Объединение № 1, email: rmo-1@dept.example}\n"
    "  rmo: {name: Объединения, members: [rmo-1]}\n";

static const char calendar[] =
    "calendar: ru\n"
    "weekend: [saturday, sunday]\n";

static const char year[] = "calendar: ru\nyear: 2022\n";

static const char town[] =
    "roadmap: town\n"
    "in_force: {from: 2022-01-01, to: 2022-12-31}\n"
    "supervisor: head\n"
    "schedules:\n"
    "  plan: {title: План, owner: head}\n"
    "  other: {title: Другой, owner: head}\n"
    "rules:\n"
    "  - item: \"1\"\n"
    "    title: Анализ\n"
    "    when: ежегодно, июнь\n"
    "    responsible: each schools\n"
    "  - item: \"2\"\n"
    "    title: Встречи\n"
    "    when: {schedule: external}\n"
    "    schedule: plan\n"
    "    responsible: head\n"
    "  - item: \"3\"\n"
    "    title: Их итоги\n"
    "    when: {schedule: external}\n"
    "    schedule: plan\n"
    "    responsible: each schools\n"
    "  - item: \"4\"\n"
    "    title: Другие встречи\n"
    "    when: {schedule: external}\n"
    "    schedule: other\n"
    "    responsible: head\n"
    "  - item: \"5\"\n"
    "    title: Общий отчёт\n"
    "    when: ежегодно, июнь\n"
    "    responsible: [head, schools]\n"
    "  - item: \"6\"\n"
    "    title: Семинар\n"
    "    when: ежегодно, июнь\n"
    "    responsible: [any rmo, school-1]\n"
    "  - item: \"7\"\n"
    "    title: Справки школ\n"
    "    when: ежегодно, июнь\n"
    "    responsible: [each schools, head]\n"
    "  - item: \"8\"\n"
    "    title: Отчёты\n"
    "    when: ежеквартально\n"
    "    responsible: head\n";

struct bench {
	struct arena *a;
	struct config config;
	struct ruleset rules;
	struct store *store;
	struct turn *turn;
};

static int
setup(void **state)
{
	static const struct load_file files[] = {
		{"bodies.yaml", bodies, sizeof(bodies) - 1, false},
		{"calendar.yaml", calendar, sizeof(calendar) - 1, false},
		{"year.yaml", year, sizeof(year) - 1, false},
		{"town.yaml", town, sizeof(town) - 1, false}
	};
	struct bench *b = test_calloc(1, sizeof(*b));
	struct store_error e;
	struct diags diags;

	b->a = arena_new();
	config_defaults(&b->config);
	b->config.timezone = "UTC";
	diags_init(&diags, b->a);
	assert_int_equal(load_files(b->a, files, 4, &b->config, &b->rules,
	    &diags), 0);
	assert_true(store_open(":memory:", STORE_DAEMON, true, &b->store,
	    &e));
	b->turn = turn_new(b->store, &b->config);
	assert_true(turn_set_rules(b->turn, &b->rules,
	    (int64_t)date_of(2022, 1, 1).n * DAY, &e));
	*state = b;
	return 0;
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	turn_free(b->turn);
	store_close(b->store);
	arena_free(b->a);
	test_free(b);
	return 0;
}

/* At noon; the entry's number, or 0 with the complaint in *reterr. */
static int64_t
enter(struct bench *b, struct date on, const struct deed *deed,
    struct deed_error *reterr)
{
	struct deed_entered entered;

	if (!deed_enter(b->turn, (int64_t)on.n * DAY + DAY / 2, deed,
	    &entered, reterr))
		return 0;
	assert_string_equal(reterr->text, "");
	return entered.id;
}

static int64_t
done(struct bench *b, struct date on, const char *body, struct date window)
{
	const struct deed deed = {.kind = ENTRY_DONE, .rule = "town/1",
	    .body = body, .date = on, .window = window,
	    .until = DATE_NONE};
	struct deed_error e;

	return enter(b, on, &deed, &e);
}

static int64_t
take_back(struct bench *b, struct date on, int64_t ref,
    struct deed_error *reterr)
{
	const struct deed deed = {.kind = ENTRY_VOID, .ref = ref,
	    .date = DATE_NONE, .window = DATE_NONE, .until = DATE_NONE};

	return enter(b, on, &deed, reterr);
}

/* The store gives a rule's entries body by body; their numbers do not follow
 * one another then. */
static void
test_any_bodys_entry_is_taken_back(void **state)
{
	struct bench *b = *state;
	struct deed_error e;
	int64_t second = done(b, date_of(2022, 6, 1), "school-2", DATE_NONE);
	int64_t first = done(b, date_of(2022, 6, 2), "school-1", DATE_NONE);
	int64_t again = done(b, date_of(2022, 6, 3), "school-2", DATE_NONE);

	assert_true(second && first && again);
	assert_int_not_equal(take_back(b, date_of(2022, 6, 6), second, &e), 0);
	assert_int_not_equal(take_back(b, date_of(2022, 6, 6), first, &e), 0);
	assert_int_not_equal(take_back(b, date_of(2022, 6, 6), again, &e), 0);
	assert_int_equal(take_back(b, date_of(2022, 6, 7), first, &e), 0);
	assert_string_equal(e.text, "that entry is taken back already");
}

/* Another body's extension makes no window of mine. */
static void
test_windows_are_the_bodys_own(void **state)
{
	struct bench *b = *state;
	const struct deed later = {.kind = ENTRY_EXTEND, .rule = "town/1",
	    .body = "school-1", .date = DATE_NONE,
	    .window = date_of(2022, 6, 30), .until = date_of(2022, 7, 29)};
	struct deed_error e;

	assert_int_not_equal(enter(b, date_of(2022, 6, 6), &later, &e), 0);
	assert_int_equal(done(b, date_of(2022, 6, 7), "school-2",
	    date_of(2022, 7, 29)), 0);
	assert_int_not_equal(done(b, date_of(2022, 6, 7), "school-1",
	    date_of(2022, 7, 29)), 0);
}

static bool
takes(struct bench *b, const char *rule, const char *body)
{
	const struct deed deed = {.kind = ENTRY_DONE, .rule = rule,
	    .body = body, .date = date_of(2022, 5, 3),
	    .window = date_of(2022, 5, 6), .until = DATE_NONE};
	struct deed_error e;

	return enter(b, date_of(2022, 5, 3), &deed, &e) != 0;
}

/* The dates of a named schedule are those of every row that names it, and are
 * taken back for all of them. */
static void
test_a_schedule_is_shared(void **state)
{
	struct bench *b = *state;
	const struct deed dates = {.kind = ENTRY_SCHEDULE, .rule = "town/2",
	    .date = date_of(2022, 5, 2), .window = DATE_NONE,
	    .until = date_of(2022, 5, 6)};
	struct deed_error e;
	int64_t entered;

	assert_false(takes(b, "town/3", "school-1"));
	entered = enter(b, date_of(2022, 5, 2), &dates, &e);
	assert_int_not_equal(entered, 0);
	assert_true(takes(b, "town/2", "head"));
	assert_true(takes(b, "town/3", "school-1"));
	assert_true(takes(b, "town/3", "school-2"));
	assert_false(takes(b, "town/4", "head"));
	assert_int_not_equal(take_back(b, date_of(2022, 5, 3), entered, &e),
	    0);
	assert_false(takes(b, "town/3", "school-1"));
}

/* What several share is met by any of them; what each owes is not. */
static void
test_who_may_meet_it(void **state)
{
	static const struct {
		const char *rule, *body, *kept;
	} rows[] = {
		{"town/5", "head", "head"}, {"town/5", "school-2", "head"},
		{"town/6", "rmo-1", "rmo"}, {"town/6", "school-1", "rmo"},
		{"town/7", "school-2", "school-2"},
		{"town/5", "rmo-1", NULL}, {"town/6", "school-2", NULL},
		{"town/7", "head", NULL}, {"town/5", "nobody", NULL}
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct deed d = {.kind = ENTRY_DONE,
		    .rule = rows[i].rule, .body = rows[i].body,
		    .date = DATE_NONE, .window = DATE_NONE,
		    .until = DATE_NONE};
		struct deed_error e;
		struct store_error se;
		struct entry kept;
		int64_t id = enter(b, date_of(2022, 6, 10), &d, &e);

		if (!id != !rows[i].kept)
			fail_msg("%s %s: %s", rows[i].rule, rows[i].body,
			    e.text);
		if (!id)
			continue;
		assert_true(store_entry(b->store, b->a, id, &kept, &se));
		assert_string_equal(kept.body, rows[i].kept);
		assert_string_equal(kept.author, strcmp(rows[i].kept,
		    rows[i].body) == 0 ? "" : rows[i].body);
	}
}

/* Whoever enters hears which window it was taken for, or that none was. */
static void
test_the_window_is_answered(void **state)
{
	static const struct {
		enum entry_kind kind;
		const char *day, *until, *due;  /* due NULL: stray */
	} rows[] = {
		{ENTRY_DONE, "2022-06-10", NULL, "2022-06-30"},
		{ENTRY_PARTLY, "2022-06-10", NULL, "2022-06-30"},
		{ENTRY_PROMISE, "2022-06-10", "2022-06-20", "2022-06-30"},
		{ENTRY_DONE, "2022-02-10", NULL, NULL},
		{ENTRY_DONE, "2022-08-10", NULL, "2022-06-30"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct bench *b;
		void *fresh;
		struct date on = DATE_NONE, until = DATE_NONE;
		struct deed deed = {.kind = rows[i].kind, .rule = "town/1",
		    .body = "school-1", .window = DATE_NONE};
		struct deed_entered entered;
		struct deed_error e;
		char due[DATE_TEXT];

		setup(&fresh);
		b = fresh;
		date_parse(rows[i].day, 10, &on);
		if (rows[i].until)
			date_parse(rows[i].until, 10, &until);
		deed.date = on;
		deed.until = until;
		if (!deed_enter(b->turn, (int64_t)on.n * DAY + DAY / 2, &deed,
		    &entered, &e))
			fail_msg("row %zu: %s", i, e.text);
		assert_int_equal(entered.stray, !rows[i].due);
		if (rows[i].due)
			assert_string_equal(date_iso(entered.due, due),
			    rows[i].due);
		else
			assert_true(date_is_none(entered.due));
		teardown(&fresh);
	}
}

/* A late deed that names no window counts for the next one, which has begun:
 * whoever enters it hears that the one before is still owed. */
static void
test_what_is_still_owed_is_answered(void **state)
{
	static const struct {
		const char *day, *window, *owed;
		bool done_before;
	} rows[] = {
		{"2022-04-05", NULL, "2022-03-31", false},
		{"2022-05-01", NULL, "2022-03-31", false},
		{"2022-05-02", NULL, NULL, false},      /* long ago */
		{"2022-04-05", "2022-06-30", NULL, false},
		{"2022-04-05", "2022-03-31", NULL, false},
		{"2022-04-05", NULL, NULL, true},
		{"2022-03-05", NULL, NULL, false},      /* the first */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct deed deed = {.kind = ENTRY_DONE, .rule = "town/8",
		    .window = DATE_NONE, .until = DATE_NONE};
		struct deed_entered entered;
		struct deed_error e;
		struct bench *b;
		char owed[DATE_TEXT];
		void *fresh;

		setup(&fresh);
		b = fresh;
		if (rows[i].done_before) {
			deed.date = date_of(2022, 3, 1);
			assert_true(enter(b, deed.date, &deed, &e) > 0);
		}
		date_parse(rows[i].day, 10, &deed.date);
		if (rows[i].window)
			date_parse(rows[i].window, 10, &deed.window);
		assert_true(deed_enter(b->turn, (int64_t)deed.date.n * DAY +
		    DAY / 2, &deed, &entered, &e));
		assert_string_equal(date_is_none(entered.owed) ? "" :
		    date_iso(entered.owed, owed), rows[i].owed ?
		    rows[i].owed : "");
		teardown(&fresh);
	}
}

/* An entry about an entry is about no window of its own. */
static void
test_no_window_is_answered(void **state)
{
	struct bench *b = *state;
	int64_t id = done(b, date_of(2022, 6, 1), "school-1", DATE_NONE);
	const struct deed deed = {.kind = ENTRY_VOID, .ref = id,
	    .date = DATE_NONE, .window = DATE_NONE, .until = DATE_NONE};
	struct deed_entered entered;
	struct deed_error e;

	assert_true(deed_enter(b->turn, (int64_t)date_of(2022, 6, 2).n * DAY,
	    &deed, &entered, &e));
	assert_false(entered.stray);
	assert_true(date_is_none(entered.due));
}

/* A complaint that is cut ends with a whole character. */
static void
test_a_long_name_is_cut(void **state)
{
	struct bench *b = *state;
	char body[1024] = "";
	struct deed deed = {.kind = ENTRY_DONE, .rule = "town/1",
	    .date = date_of(2022, 6, 1), .window = DATE_NONE,
	    .until = DATE_NONE};
	struct deed_error e;

	for (size_t i = 0; i + 3 < sizeof(body); i += 2)
		memcpy(body + 1 + i, "ж", 2);
	for (int first = 0; first < 2; first++) {
		size_t n;

		body[0] = 'x';
		deed.body = body + first;
		assert_int_equal(enter(b, deed.date, &deed, &e), 0);
		n = strlen(e.text);
		assert_true(n >= sizeof(e.text) - 2);
		assert_string_equal(e.text + n - 2, "ж");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_any_bodys_entry_is_taken_back, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_windows_are_the_bodys_own, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_a_schedule_is_shared, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_who_may_meet_it, setup, teardown),
		cmocka_unit_test(test_the_window_is_answered),
		cmocka_unit_test(test_what_is_still_owed_is_answered),
		cmocka_unit_test_setup_teardown(test_no_window_is_answered,
		    setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_long_name_is_cut, setup,
		    teardown)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
