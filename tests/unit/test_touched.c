/* A turn that looks at what a day touches writes what one writes that looks
 * at everything, day by day, in a roadmap too large to be kept in memory. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "test_turn.h"
#include "turn/inside.h"

enum { SCHOOLS = PAIRS_KEPT + 90, DAYS = 60, A_DAY = 12, EVERY = 100000 };

static unsigned
draw(unsigned *random, unsigned below)
{
	return (unsigned)rand_r(random) % below;
}

/* --- a land --------------------------------------------------------------- */

static const char land[] =
    "roadmap: land\n"
    "title: Край\n"
    "timezone: UTC\n"
    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
    "supervisor: uo\n"
    "schedules: {plan: {owner: imo}}\n"
    "rules:\n"
    "  - {item: \"1\", title: Отчёт, when: \"ежегодно, июнь\",\n"
    "     responsible: each schools, remind: {before: [7 days]}}\n"
    "  - {item: \"2\", title: Сверка, when: \"ежемесячно\",\n"
    "     responsible: each schools, remind: {opens: false, before: []}}\n"
    "  - {item: \"3\", title: Сбор, when: \"ежегодно, июль\",\n"
    "     responsible: [each schools, imo]}\n"
    "  - {item: \"4\", title: Курсы, when: \"по графику ТОИПКРО\",\n"
    "     responsible: imo, schedule: plan}\n"
    "  - {item: \"5\", title: Итоги курсов, when: \"по графику ТОИПКРО\",\n"
    "     responsible: uo, schedule: plan}\n";

static char *
bodies_of_a_land(void)
{
	struct str s;
	char *text;

	str_init(&s);
	str_add(&s, "bodies:\n"
	    "  uo: {name: Управление, email: uo@dept.example}\n"
	    "  imo: {name: Отдел, email: imo@dept.example}\n");
	for (int i = 1; i <= SCHOOLS; i++)
		str_addf(&s, "  school-%d: {name: Школа № %d, "
		    "email: school-%d@dept.example}\n", i, i, i);
	str_add(&s, "  schools: {name: Школы, members: [school-1");
	for (int i = 2; i <= SCHOOLS; i++)
		str_addf(&s, ", school-%d", i);
	str_add(&s, "]}\n");
	text = test_malloc(s.len + 1);
	memcpy(text, s.s, s.len + 1);
	str_done(&s);
	return text;
}

static void
load_land(struct bench *b)
{
	char *text = bodies_of_a_land();
	const struct load_file files[] = {
		{"bodies.yaml", text, strlen(text), false},
		{"calendar.yaml", calendar, sizeof(calendar) - 1, false},
		{"year.yaml", year, sizeof(year) - 1, false},
		{"land.yaml", land, sizeof(land) - 1, false}
	};
	struct diags diags;
	struct str said;

	config_defaults(&b->config);
	diags_init(&diags, b->rules_arena);
	if (load_files(b->rules_arena, files, 4, &b->config, &b->rules,
	    &diags) != 0) {
		str_init(&said);
		for (size_t i = 0; i < diags.len; i++)
			diag_print(&said, &diags.items[i], DIAG_FULL);
		fail_msg("%s", said.s);
	}
	test_free(text);
}

static struct bench *
open_land(bool keeps_said)
{
	struct bench *b = test_calloc(1, sizeof(*b));

	b->a = arena_new();
	b->rules_arena = arena_new();
	load_land(b);
	open_at(b, ":memory:");
	if (keeps_said)
		turn_keep_said(b->turn);
	return b;
}

static void
close_land(struct bench *b)
{
	void *state = b;

	teardown(&state);
}

/* --- days ----------------------------------------------------------------- */

static void
draw_entry(unsigned *random, struct date today, char body[32],
    struct entry *ret)
{
	static const enum entry_kind kinds[] = {
		ENTRY_DONE, ENTRY_DONE, ENTRY_DONE, ENTRY_PARTLY, ENTRY_VOID,
		ENTRY_WAIVE, ENTRY_EXTEND, ENTRY_PROMISE, ENTRY_SCHEDULE
	};
	static const char *const rules[] = {"1", "2", "3", "4", "5"};
	size_t rule = draw(random, 40) == 0 ? 3 + draw(random, 2) :
	    draw(random, 3);

	/* Now and then all of a rule, or somebody of no concern. */
	snprintf(body, 32, "school-%u", 1 + draw(random, SCHOOLS));
	if (draw(random, 200) == 0)
		*body = '\0';
	*ret = (struct entry){
		.at = june(1, 8, 0), .entered = today,
		.kind = kinds[draw(random, sizeof(kinds) / sizeof(*kinds))],
		.roadmap = "land", .rule = rules[rule], .body = body,
		.date = date_add(today, -(int)draw(random, 9)),
		.window = DATE_NONE, .until = DATE_NONE, .note = "",
		.evidence = "", .author = "", .decided_by = ""
	};
	if (rule > 2)
		ret->kind = ENTRY_SCHEDULE;
	if (ret->kind == ENTRY_SCHEDULE)
		ret->date = date_add(today, 10 + (int)draw(random, 20));
	if (ret->kind == ENTRY_VOID)
		ret->ref = 1 + draw(random, 400);
	if (ret->kind == ENTRY_EXTEND || ret->kind == ENTRY_PROMISE)
		ret->until = date_add(today, (int)draw(random, 30));
}

static void
log_a_day(struct bench *x, struct bench *y, unsigned *random,
    struct date today)
{
	for (int i = 0; i < A_DAY; i++) {
		struct entry e;
		char body[32];
		int64_t id;

		draw_entry(random, today, body, &e);
		assert_true(store_entry_add(x->store, &e, NULL, &id, &x->err));
		assert_true(store_entry_add(y->store, &e, NULL, &id, &y->err));
	}
}

static size_t
awake(struct bench *b, struct date today)
{
	const struct roadmap *r = &b->rules.roadmaps[0];
	size_t n = 0;

	assert_true(wake_logged(b->turn, &b->err));
	for (size_t i = 0; i < r->nrules; i++) {
		struct touched t = {.roadmap = r, .rule = &r->rules[i],
		    .day = today};

		n += touched_on(b->a, find_cache(b->turn, r, &r->rules[i]),
		    &t);
	}
	return n;
}

static void
expect_same_said(struct bench *x, struct bench *y, const char *rule)
{
	const struct said_row *a, *b;
	size_t n, m;

	assert_true(store_said(x->store, x->a, "land", rule, &a, &n, &x->err));
	assert_true(store_said(y->store, y->a, "land", rule, &b, &m, &y->err));
	assert_int_equal(n, m);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(a[i].letter, b[i].letter);
		assert_int_equal(a[i].said.due.n, b[i].said.due.n);
		assert_int_equal(a[i].said.day.n, b[i].said.day.n);
		assert_string_equal(a[i].said.stage, b[i].said.stage);
		assert_string_equal(a[i].said.debtor, b[i].said.debtor);
		assert_string_equal(a[i].said.recipient, b[i].said.recipient);
	}
}

static void
expect_same_letters(struct bench *x, struct bench *y)
{
	assert_int_equal(x->out.planned, y->out.planned);
	assert_int_equal(x->out.nletters, y->out.nletters);
	for (size_t i = 0; i < x->out.nletters; i++)
		assert_string_equal(x->out.letters[i].bytes,
		    y->out.letters[i].bytes);
}

static void
run_both(bool keeps_said, unsigned seed)
{
	struct bench *x = open_land(keeps_said), *y = open_land(false);
	size_t touched = 0, letters = 0, pairs = 3 * SCHOOLS + 2;
	unsigned random = seed;

	for (int i = 0; i < DAYS; i++) {
		int64_t now = june(1, 9, 0) + (int64_t)i * DAY;
		struct date today = date_add(date_of(2022, 6, 1), i);

		log_a_day(x, y, &random, today);
		if (i == 40) {
			reload(x);
			reload(y);
		}
		arena_reset(x->a);
		arena_reset(y->a);
		touched += awake(x, today);
		wake_all(y->turn);
		run(x, now, EVERY);
		run(y, now, EVERY);
		letters += x->out.planned;
		expect_same_letters(x, y);
		for (size_t k = 0; k < x->rules.roadmaps[0].nrules; k++)
			expect_same_said(x, y,
			    x->rules.roadmaps[0].rules[k].id);
	}
	print_message("%zu of %zu touched, %zu letters\n", touched,
	    pairs * DAYS, letters);
	assert_true(letters > SCHOOLS);
	assert_true(touched < pairs * DAYS / 2);
	close_land(x);
	close_land(y);
}

static void
test_the_daemon(void **state)
{
	(void)state;
	run_both(false, 1);
}

static void
test_a_simulation(void **state)
{
	(void)state;
	run_both(true, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_the_daemon),
		cmocka_unit_test(test_a_simulation),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
