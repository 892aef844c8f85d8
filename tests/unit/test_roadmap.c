#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/roadmap.h"
#include "test_duty.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- texts and names ------------------------------------------------------ */

static void
test_text_in_one_language_or_the_other(void **state)
{
	struct text none = {{NULL, NULL}};
	struct text russian = {.in = {[LANGUAGE_RU] = "отчёт"}};
	struct text both = {.in = {"отчёт", "report"}};

	(void)state;
	assert_string_equal(text_in(&none, LANGUAGE_EN), "");
	assert_false(text_given(&none));
	assert_string_equal(text_in(&russian, LANGUAGE_EN), "отчёт");
	assert_string_equal(text_in(&both, LANGUAGE_EN), "report");
	assert_true(text_given(&both));
}

static void
test_ruleset_finds_by_name(void **state)
{
	struct body a = {.id = "a"}, b = {.id = "b"}, c = {.id = "школа"};
	const struct body *const bodies[] = {&a, &b, &c};
	struct rule rules[] = {{.id = "9", .item = "11"}};
	struct roadmap roadmap = {.id = "r", .rules = rules, .nrules = 1};
	struct ruleset set = {&roadmap, 1, bodies, 3};
	struct ruleset empty = {0};

	(void)state;
	assert_ptr_equal(ruleset_body(&set, "школа"), &c);
	assert_null(ruleset_body(&set, "d"));
	assert_null(ruleset_body(&empty, "a"));
	assert_ptr_equal(ruleset_roadmap(&set, "r"), &roadmap);
	assert_null(ruleset_roadmap(&set, "s"));
	assert_ptr_equal(roadmap_rule(&roadmap, "11"), &rules[0]);
	assert_null(roadmap_rule(&roadmap, "9"));       /* its inner id */
}

/* «Пункт 2 считать пунктом 3, пункт 1 — пунктом 2»; the old 3 is repealed. */
static void
test_a_number_is_that_of_its_day(void **state)
{
	const struct date eve = {18999}, day = {19000};
	const struct date_span always = {{18000}, {20000}};
	const struct former_item was_one = {"1", eve}, was_two = {"2", eve};
	struct rule rules[] = {
		{.id = "1", .item = "2", .formers = &was_one, .nformers = 1,
		    .in_force = always},
		{.id = "2", .item = "3", .formers = &was_two, .nformers = 1,
		    .in_force = always},
		{.id = "3", .item = "3", .in_force = {{18000}, eve}}
	};
	struct roadmap r = {.id = "r", .rules = rules, .nrules = 3,
	    .in_force = always};
	struct ruleset set = {.roadmaps = &r, .nroadmaps = 1};

	(void)state;
	assert_string_equal(rule_item(&rules[0], eve), "1");
	assert_string_equal(rule_item(&rules[0], day), "2");
	assert_string_equal(rule_item(&rules[2], day), "3");
	assert_ptr_equal(roadmap_rule_on(&r, "1", eve), &rules[0]);
	assert_ptr_equal(roadmap_rule_on(&r, "2", eve), &rules[1]);
	assert_ptr_equal(roadmap_rule_on(&r, "2", day), &rules[0]);
	assert_ptr_equal(roadmap_rule_on(&r, "3", eve), &rules[2]);
	assert_ptr_equal(roadmap_rule_on(&r, "3", day), &rules[1]);
	assert_null(roadmap_rule_on(&r, "1", day));
	/* Outside of the validity the number of its nearest day. */
	assert_ptr_equal(roadmap_rule_on(&r, "2", (struct date){100}),
	    &rules[1]);
	assert_ptr_equal(roadmap_rule_on(&r, "2", (struct date){30000}),
	    &rules[0]);
	assert_ptr_equal(ruleset_rule(&set, "r", "2"), &rules[1]);
	assert_null(ruleset_rule(&set, "r", "4"));
	assert_null(ruleset_rule(&set, "s", "2"));
}

static void
test_wording_of_a_day(void **state)
{
	struct wording wordings[] = {
		{.from = DATE_MIN}, {.from = {19000}}, {.from = {19500}}
	};
	struct rule rule = {.wordings = wordings, .nwordings = 3};

	(void)state;
	assert_ptr_equal(rule_wording(&rule, (struct date){18999}),
	    &wordings[0]);
	assert_ptr_equal(rule_wording(&rule, (struct date){19000}),
	    &wordings[1]);
	assert_ptr_equal(rule_wording(&rule, DATE_MAX), &wordings[2]);
}

/* --- who owes ------------------------------------------------------------- */

static void
expect_pairs(struct world *w, const char *ids)
{
	struct str out;

	w->npairs = rule_pairs(w->a, &w->roadmap, &w->rule, &w->pairs);
	str_init(&out);
	for (size_t i = 0; i < w->npairs; i++)
		str_addf(&out, "%s%s%s ", w->pairs[i].body->id,
		    w->pairs[i].group ? "@" : "",
		    w->pairs[i].group ? w->pairs[i].group->id : "");
	assert_string_equal(out.s, ids);
	str_done(&out);
}

static void
test_one_each_any(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	expect_pairs(&w, "uo ");
	world_each(&w);
	expect_pairs(&w, "s1@school s2@school s3@school ");
	w.leads[1] = &w.uo;                     /* each school, each uo */
	w.wordings[0].responsible.nleads = 2;
	expect_pairs(&w, "s1@school s2@school s3@school uo ");
	w.wordings[0].responsible.nleads = 1;
	w.wordings[0].responsible.mode = RESPONSIBLE_ANY;
	expect_pairs(&w, "school ");
	world_done(&w);
}

static void
test_groups_within_groups_a_body_once(void **state)
{
	struct member outer[2];
	struct body all = {.id = "all", .language = -1, .members = outer,
	    .nmembers = 2};
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	world_each(&w);
	outer[0] = (struct member){&w.school[1], DATE_MIN, DATE_MAX};
	outer[1] = (struct member){&w.group, DATE_MIN, DATE_MAX};
	w.leads[0] = &all;
	expect_pairs(&w, "s2@all s1@all s3@all ");
	world_done(&w);
}

/* --- whose windows -------------------------------------------------------- */

static void
expect_windows(struct world *w, size_t pair, const char *lines)
{
	struct term_frame f = roadmap_frame(&w->roadmap, &w->rule);
	const struct pair_window *windows;
	struct str out;
	size_t n;

	w->npairs = rule_pairs(w->a, &w->roadmap, &w->rule, &w->pairs);
	n = pair_windows(w->a, &w->pairs[pair], &f,
	    (struct date_span){DATE_MIN, DATE_MAX}, 100, &windows);
	str_init(&out);
	for (size_t i = 0; i < n; i++) {
		char start[DATE_TEXT], due[DATE_TEXT];

		str_addf(&out, "%s..%s*%u\n",
		    date_iso(windows[i].window.start, start),
		    date_iso(windows[i].window.due, due),
		    windows[i].window.min);
	}
	assert_string_equal(out.s, lines);
	str_done(&out);
}

static void
test_member_owes_from_joining_to_leaving(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "12 times a year");
	world_each(&w);
	w.members[0].from = day("2024-07-01");  /* 184 of 366 days */
	w.members[1].to = day("2024-12-30");    /* leaves the day before */
	expect_windows(&w, 0,
	    "2024-07-01..2024-12-31*6\n"
	    "2025-01-01..2025-12-31*12\n");
	expect_windows(&w, 1, "2023-01-01..2023-12-31*12\n");
	world_done(&w);
}

/* What falls due between two memberships is nobody's. */
static void
test_member_leaves_and_comes_back(void **state)
{
	struct member twice[2];
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	world_each(&w);
	twice[0] = (struct member){&w.school[0], DATE_MIN, day("2023-12-31")};
	twice[1] = (struct member){&w.school[0], day("2025-06-11"), DATE_MAX};
	w.group.members = twice;
	w.group.nmembers = 2;
	expect_windows(&w, 0,
	    "2023-06-01..2023-06-30*1\n"
	    "2025-06-11..2025-06-30*1\n");
	assert_int_equal(w.npairs, 1);
	world_done(&w);
}

/* Periods of 3 months stay where the validity put them. */
static void
test_joining_does_not_move_consecutive_periods(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "once every 3 months");
	world_in_force(&w, "2023-01-01", "2023-12-31");
	world_each(&w);
	w.members[0].from = day("2023-05-10");
	expect_windows(&w, 0,
	    "2023-05-10..2023-06-30*1\n"
	    "2023-07-01..2023-09-30*1\n"
	    "2023-10-01..2023-12-31*1\n");
	world_done(&w);
}

/* Its count is a part of the whole period's, not of what the validity left of
 * it: 46 of 92 days are 3 of 5, though the 61 valid days are 3 too. */
static void
test_joining_prorates_the_whole_period(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "at least 5 times every 3 months");
	world_in_force(&w, "2023-01-01", "2023-11-30");
	world_each(&w);
	w.members[0].from = day("2023-10-16");
	expect_windows(&w, 0, "2023-10-16..2023-11-30*3\n");
	expect_windows(&w, 1,
	    "2023-01-01..2023-03-31*5\n"
	    "2023-04-01..2023-06-30*5\n"
	    "2023-07-01..2023-09-30*5\n"
	    "2023-10-01..2023-11-30*3\n");
	world_done(&w);
}

/* A window belongs to the wording in force on its DUE. */
static void
test_windows_by_the_wording_of_their_due(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.wordings[1] = w.wordings[0];
	w.wordings[1].from = day("2024-06-30");
	w.wordings[1].term = world_term(&w, "annually in March");
	w.wordings[1].responsible.leads = w.leads;
	w.rule.nwordings = 2;
	expect_windows(&w, 0,
	    "2023-06-01..2023-06-30*1\n"
	    "2025-03-01..2025-03-31*1\n");
	world_done(&w);
}

/* A calendar period that had its window by the old words has none by the new
 * ones; what the new words add to it is owed. */
static void
test_an_amendment_asks_nothing_twice(void **state)
{
	static const struct {
		const char *old, *from, *new, *windows;
	} rows[] = {
		{"ежемесячно до 10 числа", "2023-03-15",
		    "ежемесячно до 20 числа",
		    "2023-01-01..2023-01-10*1\n2023-02-01..2023-02-10*1\n"
		    "2023-03-01..2023-03-10*1\n2023-04-01..2023-04-20*1\n"},
		/* By the old words it was not due yet. */
		{"ежемесячно до 10 числа", "2023-03-10",
		    "ежемесячно до 20 числа",
		    "2023-01-01..2023-01-10*1\n2023-02-01..2023-02-10*1\n"
		    "2023-03-01..2023-03-20*1\n2023-04-01..2023-04-20*1\n"},
		{"ежегодно, до 1 февраля", "2023-02-15",
		    "ежегодно, до 1 апреля", "2023-01-01..2023-02-01*1\n"},
		/* Another month of the year is another matter. */
		{"ежегодно, январь", "2023-02-15", "ежегодно, апрель",
		    "2023-01-01..2023-01-31*1\n"
		    "2023-04-01..2023-04-30*1\n"},
		{"ежемесячно", "2023-02-15", "не реже 1 раза в квартал",
		    "2023-01-01..2023-01-31*1\n"
		    "2023-01-01..2023-03-31*1\n"
		    "2023-04-01..2023-04-30*1\n"},
		{"до 10 числа месяца, следующего за кварталом", "2023-01-15",
		    "до 20 числа месяца, следующего за кварталом",
		    "2023-01-01..2023-01-10*1\n"
		    "2023-04-01..2023-04-20*1\n"},
		/* A report of the month before is none of this month's. */
		{"до 10 числа месяца, следующего за отчётным месяцем",
		    "2023-03-15", "ежемесячно",
		    "2023-01-01..2023-01-10*1\n2023-02-01..2023-02-10*1\n"
		    "2023-03-01..2023-03-10*1\n2023-03-01..2023-03-31*1\n"
		    "2023-04-01..2023-04-30*1\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct world w;

		world_init(&w, rows[i].old);
		world_in_force(&w, "2023-01-01", "2023-04-30");
		w.wordings[1] = w.wordings[0];
		w.wordings[1].from = day(rows[i].from);
		w.wordings[1].term = world_term(&w, rows[i].new);
		w.rule.nwordings = 2;
		expect_windows(&w, 0, rows[i].windows);
		world_done(&w);
	}
}

/* Two windows of a month: the one that was due has been, the other comes; and
 * a month is not owed a third time by a third wording. */
static void
test_amendments_one_after_the_other(void **state)
{
	static const struct {
		const char *from;
		int first, second;
	} rows[] = {
		{"2023-01-01", 5, 25}, {"2023-03-08", 10, 28},
		{"2023-03-12", 15, 30}
	};
	struct wording wordings[3];
	struct term_item items[3][2] = {{{{0}, {0}}}};
	struct term_part parts[3];
	struct term terms[3];
	struct world w;

	(void)state;
	world_init(&w, "monthly by the 5th");
	world_in_force(&w, "2023-03-01", "2023-03-31");
	for (size_t i = 0; i < 3; i++) {
		parts[i] = w.wordings[0].term->parts[0];
		items[i][0] = items[i][1] = parts[i].items[0];
		items[i][0].first.n = (int16_t)rows[i].first;
		items[i][1].first.n = (int16_t)rows[i].second;
		parts[i].items = items[i];
		parts[i].nitems = 2;
		terms[i] = (struct term){&parts[i], 1};
		wordings[i] = w.wordings[0];
		wordings[i].from = day(rows[i].from);
		wordings[i].term = &terms[i];
	}
	w.rule.wordings = wordings;
	w.rule.nwordings = 3;
	expect_windows(&w, 0,
	    "2023-03-01..2023-03-05*1\n"
	    "2023-03-01..2023-03-30*1\n");
	world_done(&w);
}

/* With a new lead the old one owes what fell due before. */
static void
test_change_of_lead(void **state)
{
	const struct body *heads[1];
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	heads[0] = &w.head;
	w.wordings[1] = w.wordings[0];
	w.wordings[1].from = day("2024-06-01");
	w.wordings[1].responsible.leads = heads;
	w.rule.nwordings = 2;
	expect_pairs(&w, "uo head ");
	expect_windows(&w, 0, "2023-06-01..2023-06-30*1\n");
	expect_windows(&w, 1,
	    "2024-06-01..2024-06-30*1\n"
	    "2025-06-01..2025-06-30*1\n");
	world_done(&w);
}

/* An added rule is cut at the amendment's date; of a repealed one what is not
 * yet due lapses, it is not cut short. */
static void
test_added_and_repealed(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "annually in June");
	w.rule.in_force = days("2023-06-11", "2025-06-19");
	expect_windows(&w, 0,
	    "2023-06-11..2023-06-30*1\n"
	    "2024-06-01..2024-06-30*1\n");
	world_done(&w);
}

/* The windows of an added row are cut, its periods do not begin anew. */
static void
test_added_does_not_move_consecutive_periods(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "once every 3 months");
	world_in_force(&w, "2023-01-01", "2023-12-31");
	w.rule.in_force.first = day("2023-06-11");
	expect_windows(&w, 0,
	    "2023-06-11..2023-06-30*1\n"
	    "2023-07-01..2023-09-30*1\n"
	    "2023-10-01..2023-12-31*1\n");
	world_done(&w);
}

static void
test_dates_in_the_file_are_windows(void **state)
{
	struct date_span dates[2];
	struct world w;

	(void)state;
	world_init(&w, "по отдельному графику");
	dates[0] = days("2023-03-01", "2023-03-05");
	dates[1] = days("2024-03-01", "2024-03-05");
	w.schedule.dates = dates;
	w.schedule.ndates = 2;
	w.wordings[0].schedule = &w.schedule;
	expect_windows(&w, 0,
	    "2023-03-01..2023-03-05*1\n"
	    "2024-03-01..2024-03-05*1\n");
	world_done(&w);
}

static void
test_windows_up_to_a_limit(void **state)
{
	struct world w;
	struct term_frame f;
	const struct pair_window *windows;

	(void)state;
	world_init(&w, "monthly");
	f = roadmap_frame(&w.roadmap, &w.rule);
	w.npairs = rule_pairs(w.a, &w.roadmap, &w.rule, &w.pairs);
	assert_int_equal(pair_windows(w.a, &w.pairs[0], &f,
	    (struct date_span){DATE_MIN, DATE_MAX}, 5, &windows), 5);
	world_done(&w);
}

/* --- how a body is reached ------------------------------------------------ */

static void
expect_reach(const struct world *w, const struct body *body,
    const char *today, const char *lines)
{
	const struct reach *reach;
	size_t n = body_reach(w->a, body, day(today), LANGUAGE_RU, &reach);
	struct str out;

	str_init(&out);
	for (size_t i = 0; i < n; i++)
		str_addf(&out, "%s%s%s %s %s\n", reach[i].body->id,
		    reach[i].deputy_for ? " for " : "",
		    reach[i].deputy_for ? reach[i].deputy_for->id : "",
		    reach[i].address,
		    reach[i].language == LANGUAGE_EN ? "en" : "ru");
	assert_string_equal(out.s, lines);
	str_done(&out);
}

static void
test_reach_own_addresses_and_webhook(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.uo.webhook = "chat";
	w.uo.language = LANGUAGE_EN;
	expect_reach(&w, &w.uo, "2023-05-01",
	    "uo uo@x.example en\nuo chat en\n");
	expect_reach(&w, &w.imo, "2023-05-01", "");     /* nobody there */
	world_done(&w);
}

static void
test_reach_contacts_by_day(void **state)
{
	static const char *const first[] = {"one@x.example"};
	static const char *const second[] = {"two@x.example"};
	struct date_span away = days("2023-07-01", "2023-07-14");
	struct contact contacts[] = {
		{.email = first, .nemail = 1, .language = LANGUAGE_EN,
		    .from = DATE_MIN, .to = day("2023-06-30")},
		{.email = second, .nemail = 1, .language = -1,
		    .from = day("2023-06-15"), .to = DATE_MAX,
		    .away = &away, .naway = 1}
	};
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.uo.contacts = contacts;
	w.uo.ncontacts = 2;
	expect_reach(&w, &w.uo, "2023-05-01", "uo one@x.example en\n");
	expect_reach(&w, &w.uo, "2023-06-20",
	    "uo one@x.example en\nuo two@x.example ru\n");
	expect_reach(&w, &w.uo, "2023-07-05", "uo uo@x.example ru\n");
	contacts[1].deputy = &w.deputy;
	expect_reach(&w, &w.uo, "2023-07-05",
	    "deputy for uo deputy@x.example ru\n");
	expect_reach(&w, &w.uo, "2023-07-15", "uo two@x.example ru\n");
	world_done(&w);
}

static void
test_reach_deputy_without_address_of_its_own(void **state)
{
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.imo.deputy = &w.iao;
	expect_reach(&w, &w.imo, "2023-05-01",
	    "iao for imo iao@x.example ru\n");
	w.iao.nemail = 0;
	w.iao.deputy = &w.imo;                  /* in a circle: nobody */
	expect_reach(&w, &w.imo, "2023-05-01", "");
	world_done(&w);
}

static void
test_reach_group_through_its_members(void **state)
{
	static const char *const list[] = {"schools@x.example"};
	struct world w;

	(void)state;
	world_init(&w, "monthly");
	w.members[1].to = day("2023-04-30");
	w.mail[7] = "s1@x.example";             /* s3 shares s1's address */
	expect_reach(&w, &w.group, "2023-05-01", "s1 s1@x.example ru\n");
	expect_reach(&w, &w.group, "2023-04-30",
	    "s1 s1@x.example ru\ns2 s2@x.example ru\n");
	w.group.email = list;
	w.group.nemail = 1;
	expect_reach(&w, &w.group, "2023-05-01",
	    "school schools@x.example ru\n");
	world_done(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_in_one_language_or_the_other),
		cmocka_unit_test(test_ruleset_finds_by_name),
		cmocka_unit_test(test_a_number_is_that_of_its_day),
		cmocka_unit_test(test_wording_of_a_day),
		cmocka_unit_test(test_one_each_any),
		cmocka_unit_test(test_groups_within_groups_a_body_once),
		cmocka_unit_test(test_member_owes_from_joining_to_leaving),
		cmocka_unit_test(test_member_leaves_and_comes_back),
		cmocka_unit_test(
		    test_joining_does_not_move_consecutive_periods),
		cmocka_unit_test(test_joining_prorates_the_whole_period),
		cmocka_unit_test(test_windows_by_the_wording_of_their_due),
		cmocka_unit_test(test_an_amendment_asks_nothing_twice),
		cmocka_unit_test(test_amendments_one_after_the_other),
		cmocka_unit_test(test_change_of_lead),
		cmocka_unit_test(test_added_and_repealed),
		cmocka_unit_test(
		    test_added_does_not_move_consecutive_periods),
		cmocka_unit_test(test_dates_in_the_file_are_windows),
		cmocka_unit_test(test_windows_up_to_a_limit),
		cmocka_unit_test(test_reach_own_addresses_and_webhook),
		cmocka_unit_test(test_reach_contacts_by_day),
		cmocka_unit_test(test_reach_deputy_without_address_of_its_own),
		cmocka_unit_test(test_reach_group_through_its_members),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
