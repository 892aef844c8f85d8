/* The checker's specification is tests/data/bad: NAME.yaml and NAME.expect,
 * its exact complaints. Here: that folder, the shipped rules, hostile files,
 * and what a good file becomes. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "load/codes.h"
#include "load/file.h"
#include "load/load.h"
#include "load/schema.h"
#include "load/settings.h"

#define DATA "tests/data/load/"

enum { COMMON = 5 };
static const char *const common[COMMON] = {
	"bodies.yaml", "calendar.yaml", "calendar-ru-2021.yaml",
	"calendar-ru-2022.yaml", "calendar-ru-2023.yaml"
};

struct loaded {
	struct arena *a;
	struct config config;
	struct ruleset set;
	struct diags diags;
	struct str text;        /* all complaints, in full */
};

static void
loaded_init(struct loaded *l)
{
	l->a = arena_new();
	config_defaults(&l->config);
	l->config.timezone = "UTC";
	diags_init(&l->diags, l->a);
	str_init(&l->text);
	memset(&l->set, 0, sizeof(l->set));
}

static void
loaded_done(struct loaded *l)
{
	str_done(&l->text);
	arena_free(l->a);
}

static void
print_all(struct loaded *l)
{
	for (size_t i = 0; i < l->diags.len; i++)
		diag_print(&l->text, &l->diags.items[i], DIAG_FULL);
}

/* The bytes as a file of that name, beside the common bodies and calendars. */
static void
load_bytes(struct loaded *l, const char *name, const char *bytes, size_t len)
{
	struct load_file files[COMMON + 1] = {{name, bytes, len, false}};

	for (int i = 0; i < COMMON; i++) {
		struct file file;

		assert_int_equal(file_read(l->a, arena_printf(l->a, DATA "%s",
		    common[i]), 1 << 20, &file), 0);
		files[i + 1] = (struct load_file){
			common[i], file.bytes, file.len, true
		};
	}
	load_files(l->a, files, COMMON + 1, &l->config, &l->set, &l->diags);
	print_all(l);
}

static void
load_text(struct loaded *l, const char *text)
{
	load_bytes(l, "x.yaml", text, strlen(text));
}

/* --- the folder ---------------------------------------------------------- */

static void
check_bad(const char *path)
{
	const char *name = strrchr(path, '/') + 1;
	struct file file, expected;
	struct loaded l;

	loaded_init(&l);
	assert_int_equal(file_read(l.a, path, 1 << 20, &file), 0);
	if (file_read(l.a, arena_printf(l.a, "%.*s.expect",
	    (int)strlen(path) - 5, path), 1 << 20, &expected) != 0)
		fail_msg("%s has no .expect", name);
	if (strncmp(name, "srokd-", 6) == 0) {
		config_read(l.a, name, file.bytes, file.len, &l.config,
		    &l.diags);
		diags_sort(&l.diags);
		print_all(&l);
	} else {
		load_bytes(&l, name, file.bytes, file.len);
	}
	if (l.text.len != expected.len ||
	    memcmp(l.text.s, expected.bytes, expected.len) != 0)
		fail_msg("%s: expected\n%.*s\ngot\n%s", name,
		    (int)expected.len, expected.bytes, l.text.s);
	assert_true(l.diags.len > 0);
	loaded_done(&l);
}

static void
test_bad_folder(void **state)
{
	struct arena *a = arena_new();
	const char *const *paths;
	size_t n;

	(void)state;
	assert_int_equal(directory_list(a, "tests/data/bad", &paths, &n), 0);
	assert_true(n > 100);
	for (size_t i = 0; i < n; i++)
		check_bad(paths[i]);
	arena_free(a);
}

static void
test_twelve_mistakes_in_one_run(void **state)
{
	struct file file;
	struct loaded l;

	(void)state;
	loaded_init(&l);
	assert_int_equal(file_read(l.a, "tests/data/bad/twelve.yaml", 1 << 20,
	    &file), 0);
	load_bytes(&l, "twelve.yaml", file.bytes, file.len);
	assert_int_equal(l.diags.nerrors, 12);
	for (size_t i = 0; i < l.diags.len; i++)
		assert_true(l.diags.items[i].place.line > 0);
	loaded_done(&l);
}

static void
test_every_complaint_has_a_line_about_it(void **state)
{
	size_t n = 0;

	(void)state;
	for (int code = 0; code < 1000; code++) {
		if (!code_text(code))
			continue;
		assert_true(strlen(code_text(code)) > 10);
		n++;
	}
	assert_true(n > 60);
	assert_null(code_text(999));
}

/* --- shipped rules ------------------------------------------------------- */

static void
test_shipped_rules_leave_nothing_to_say(void **state)
{
	static const char *const dir = "rules";
	struct loaded l;
	uint64_t digest, again;

	(void)state;
	loaded_init(&l);
	load_rules(l.a, &dir, 1, &l.config, &l.set, &l.diags, &digest);
	print_all(&l);
	if (l.diags.len)
		fail_msg("%s", l.text.s);
	again = load_digest(&dir, 1);
	assert_true(again == digest);
	assert_non_null(ruleset_roadmap(&l.set, "strezhevoy-2021"));
	assert_int_equal(ruleset_roadmap(&l.set, "strezhevoy-2021")->nrules,
	    31);
	for (size_t i = 1; i < l.set.nbodies; i++)
		assert_true(strcmp(l.set.bodies[i - 1]->id,
		    l.set.bodies[i]->id) < 0);
	loaded_done(&l);
}

static void
test_a_file_is_read_with_its_companions(void **state)
{
	static const char *const path = "rules/strezhevoy-2021.yaml";
	static const char *const none = "rules/there-is-none.yaml";
	struct loaded l;

	(void)state;
	loaded_init(&l);
	load_rules(l.a, &path, 1, &l.config, &l.set, &l.diags, NULL);
	print_all(&l);
	if (l.diags.nerrors)
		fail_msg("%s", l.text.s);
	assert_int_equal(l.set.nroadmaps, 1);
	assert_true(l.set.nbodies > 10);
	loaded_done(&l);

	loaded_init(&l);
	load_rules(l.a, &none, 1, &l.config, &l.set, &l.diags, NULL);
	assert_int_equal(l.diags.nerrors, 1);
	assert_int_equal(l.diags.items[0].code, CODE_E_UNREADABLE);
	loaded_done(&l);
}

/* Without the file of bodies every name is unknown, for one reason. */
static void
test_bodies_that_lack_are_one_error(void **state)
{
	static const char roadmap[] =
	    "roadmap: r\nsupervisor: [b, c]\n"
	    "in_force: {from: 2021-01-01, to: 2023-12-31}\nrules:\n"
	    "  - {item: \"1\", title: Раз, when: ежегодно, "
	    "responsible: [a, b]}\n";
	const struct load_file file = {"r.yaml", roadmap, sizeof(roadmap) - 1,
	    false};
	struct loaded l;

	(void)state;
	loaded_init(&l);
	load_files(l.a, &file, 1, &l.config, &l.set, &l.diags);
	assert_int_equal(l.diags.nerrors, 1);
	assert_int_equal(l.diags.items[0].code, CODE_E_UNKNOWN_BODY);
	loaded_done(&l);
}

/* One thing is wrong with a group that nobody belongs to; beside the file at
 * hand it matters for whoever would have to be reached. */
static void
test_a_group_without_members_is_one_warning(void **state)
{
	static const char bodies[] = "bodies:\n  a: {name: А, members: []}\n";
	static const char roadmap[] =
	    "roadmap: r\ntitle: Р\ntimezone: UTC\n"
	    "remind: {escalate: none}\n"
	    "in_force: {from: 2021-01-01, to: 2023-12-31}\nrules:\n"
	    "  - {item: \"1\", title: Раз, when: ежегодно, "
	    "responsible: a}\n";

	(void)state;
	for (int companion = 0; companion < 2; companion++) {
		const struct load_file files[] = {
			{"bodies.yaml", bodies, sizeof(bodies) - 1, companion},
			{"r.yaml", roadmap, sizeof(roadmap) - 1, false}
		};
		struct loaded l;
		size_t found = 0;

		loaded_init(&l);
		load_files(l.a, files, 2, &l.config, &l.set, &l.diags);
		for (size_t i = 0; i < l.diags.len; i++) {
			if (l.diags.items[i].code / 100 != 3)
				continue;
			found++;
			assert_int_equal(l.diags.items[i].code, companion ?
			    CODE_W_UNREACHABLE : CODE_W_EMPTY_GROUP);
		}
		assert_int_equal(found, 1);
		loaded_done(&l);
	}
}

/* --- a good file --------------------------------------------------------- */

#define HEAD \
	"roadmap: r\n" \
	"in_force: {from: 2021-10-14, to: 2023-12-31}\n" \
	"supervisor: [head, deputy]\n" \
	"order: {number: \"343\", date: 2021-10-14, by: uo}\n"

#define ROW(item) \
	"  - item: \"" item "\"\n" \
	"    title: Анализ\n" \
	"    when: ежегодно, июнь\n" \
	"    responsible: uo\n"

static const struct roadmap *
good(struct loaded *l, const char *text)
{
	loaded_init(l);
	load_text(l, text);
	if (l->diags.nerrors)
		fail_msg("%s", l->text.s);
	assert_int_equal(l->set.nroadmaps, 1);
	return &l->set.roadmaps[0];
}

static void
test_headings_give_cells(void **state)
{
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD
	    "remind: {half: false, before: [2 недели, 1 day]}\n"
	    "shift: after\n"
	    "rules:\n"
	    "  - section: Мониторинги\n"
	    "    when: ежегодно, май\n"
	    "    responsible: [each school, uo]\n"
	    "    remind: {due: true}\n"
	    "  - {item: 1.10, title: А}\n"
	    "  - item: \"08\"\n"
	    "    title: Б\n"
	    "    when: ежегодно, июнь\n"
	    "    remind: none\n"
	    "    shift: keep\n"
	    "  - {section: Другое, item: no, title: В, when: ежегодно,\n"
	    "     responsible: [any school, imo], accept: head}\n");
	const struct wording *a = r->rules[0].wordings;
	const struct wording *b = r->rules[1].wordings;
	const struct wording *c = r->rules[2].wordings;

	(void)state;
	assert_int_equal(r->nrules, 3);
	assert_string_equal(r->rules[0].item, "1.10");
	assert_string_equal(r->rules[1].item, "08");
	assert_string_equal(r->rules[2].item, "no");
	assert_string_equal(r->rules[0].section.in[LANGUAGE_RU],
	    "Мониторинги");
	assert_string_equal(r->rules[2].section.in[LANGUAGE_RU], "Другое");
	assert_string_equal(a->when, "ежегодно, май");
	assert_int_equal(a->responsible.mode, RESPONSIBLE_EACH);
	assert_string_equal(a->responsible.others[0]->id, "uo");
	assert_true(a->remind.due && !a->remind.half && a->remind.opens);
	assert_int_equal(a->remind.nbefore, 2);
	assert_int_equal(a->remind.before[0].unit, UNIT_WEEK);
	assert_int_equal(a->shift, SHIFT_AFTER);
	assert_string_equal(b->when, "ежегодно, июнь");
	assert_true(b->remind.none);
	assert_int_equal(b->shift, SHIFT_KEEP);
	assert_int_equal(c->responsible.mode, RESPONSIBLE_ANY);
	assert_string_equal(c->accept->id, "head");
	assert_int_equal(c->nsupervisors, 2);
	assert_false(c->remind.due);
	assert_int_equal(a->when_place.line, 9);
	loaded_done(&l);
}

static void
test_results(void **state)
{
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD "rules:\n" ROW("1")
	    "    result: Справка\n" ROW("2")
	    "    result: [{number: Вакансий, unit: ед.}, {text: Должности, "
	    "required: false}, {yes-no: {ru: Да, en: Yes}}]\n" ROW("3")
	    "    result: {ru: Справка, en: Report}\n");
	const struct wording *w = r->rules[1].wordings;

	(void)state;
	assert_int_equal(r->rules[0].wordings->results[0].kind, RESULT_FREE);
	assert_int_equal(w->nresults, 3);
	assert_int_equal(w->results[0].kind, RESULT_NUMBER);
	assert_string_equal(w->results[0].unit.in[LANGUAGE_RU], "ед.");
	assert_true(w->results[0].required);
	assert_int_equal(w->results[1].kind, RESULT_TEXT);
	assert_false(w->results[1].required);
	assert_int_equal(w->results[2].kind, RESULT_YES_NO);
	assert_string_equal(w->results[2].name.in[LANGUAGE_EN], "Yes");
	assert_string_equal(text_in(&r->rules[2].wordings->results[0].name,
	    LANGUAGE_EN), "Report");
	loaded_done(&l);
}

static void
test_schedules(void **state)
{
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD
	    "schedules:\n"
	    "  shared: {title: График, dates: [2022-03-01..2022-03-05, "
	    "2022-01-10]}\n"
	    "rules:\n"
	    "  - {item: a, title: А, when: {schedule: external}, "
	    "responsible: imo, schedule: shared}\n"
	    "  - {item: b, title: Б, when: {schedule: external}, "
	    "responsible: each school}\n"
	    "  - {item: c, title: В, when: {schedule: external}, "
	    "responsible: imo, dates: 2022-05-01}\n");
	const struct schedule *a = r->rules[0].wordings->schedule;
	const struct schedule *b = r->rules[1].wordings->schedule;
	const struct schedule *c = r->rules[2].wordings->schedule;

	(void)state;
	assert_string_equal(a->name, "shared");
	assert_int_equal(a->ndates, 2);
	assert_true(date_before(a->dates[0].last, a->dates[1].last));
	assert_string_equal(a->owner->id, "imo");
	assert_string_equal(b->name, "b");
	assert_string_equal(b->owner->id, "uo");        /* order.by */
	assert_int_equal(b->ndates, 0);
	assert_int_equal(c->ndates, 1);
	loaded_done(&l);
}

static void
test_interpretation_settles(void **state)
{
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD "rules:\n"
	    "  - item: a\n"
	    "    title: А\n"
	    "    when: как получится\n"
	    "    responsible: uo\n"
	    "    interpretation: {by: head, read: {every: year, by: 30 may}, "
	    "date: 2021-11-01, why: решено}\n"
	    "  - item: b\n"
	    "    title: Б\n"
	    "    when: ежегодно, май\n"
	    "    responsible: uo\n"
	    "    interpretation: {by: head}\n");
	const struct wording *w = r->rules[0].wordings;
	struct str s;

	(void)state;
	str_init(&s);
	term_print(&s, w->term);
	assert_string_equal(s.s, "{every: year, by: 30 may}");
	assert_string_equal(w->when, "как получится");
	assert_true(w->when_is_phrase);
	assert_false(w->interpretation.confirmed);
	assert_string_equal(w->interpretation.by->id, "head");
	assert_true(r->rules[1].wordings->interpretation.confirmed);
	str_done(&s);
	loaded_done(&l);
}

static void
test_amendments(void **state)
{
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD "rules:\n"
	    ROW("1") ROW("2") ROW("3") ROW("4") ROW("9") ROW("11")
	    "amendments:\n"
	    "  - order: {number: \"362\", date: 2022-02-18}\n"
	    "    add:\n"
	    "      - \"9\"\n"
	    "      - item: \"5\"\n"
	    "        title: Новое\n"
	    "        when: ежегодно, май\n"
	    "        responsible: imo\n"
	    "    change:\n"
	    "      \"1\": {when: \"ежегодно, май\", title: Новый анализ}\n"
	    "      \"2\": {}\n"
	    "    repeal: \"3\"\n"
	    "    renumber: {\"4\": \"3\", \"9\": \"11\"}\n"
	    "  - order: {number: \"400\", date: 2023-02-01}\n"
	    "    from: 2023-03-01\n"
	    "    change: {\"3\": {responsible: imo}}\n"
	    "    in_force: {to: 2024-12-31}\n");
	const struct rule *one = roadmap_rule(r, "1");
	const struct rule *three = roadmap_rule(r, "3");
	const struct rule *nine = roadmap_rule(r, "9");
	const struct rule *eleven = roadmap_rule(r, "11");

	(void)state;
	assert_int_equal(r->nrules, 7);
	assert_int_equal(r->in_force.last.n, date_of(2024, 12, 31).n);
	assert_int_equal(one->nwordings, 2);
	assert_int_equal(one->wordings[1].from.n, date_of(2022, 2, 18).n);
	assert_string_equal(one->wordings[1].order->number, "362");
	assert_string_equal(one->wordings[1].when, "ежегодно, май");
	assert_string_equal(one->wordings[0].when, "ежегодно, июнь");
	assert_int_equal(roadmap_rule(r, "2")->nwordings, 1);
	assert_string_equal(roadmap_rule(r, "2")->wordings[0].order->number,
	    "362");
	/* 4 is now 3; the old 3 is repealed and found no more by number. */
	assert_string_equal(three->id, "4");
	assert_string_equal(three->wordings[1].responsible.leads[0]->id,
	    "imo");
	assert_string_equal(r->rules[r->nrules - 1].id, "3");
	assert_int_equal(r->rules[r->nrules - 1].in_force.last.n,
	    date_of(2022, 2, 17).n);
	/* 11 stood in the rows already; its log goes on as 9's. */
	assert_string_equal(eleven->id, "9");
	assert_string_equal(rule_item(eleven, date_of(2022, 2, 17)), "9");
	assert_string_equal(rule_item(eleven, date_of(2022, 2, 18)), "11");
	assert_string_equal(rule_item(three, date_of(2022, 2, 17)), "4");
	assert_string_equal(nine->id, "9@2022-02-18");
	assert_int_equal(nine->in_force.first.n, date_of(2022, 2, 18).n);
	assert_int_equal(roadmap_rule(r, "5")->in_force.first.n,
	    date_of(2022, 2, 18).n);
	loaded_done(&l);
}

/* «Пункт 2 считать пунктом 3; дополнить пунктом 2»: the number is free for the
 * new row, and what a later order says of it is said of that one. */
static void
test_a_number_left_by_renumbering_is_free(void **state)
{
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD "rules:\n"
	    ROW("1") ROW("2")
	    "amendments:\n"
	    "  - order: {number: \"362\", date: 2022-02-18}\n"
	    "    renumber: {\"2\": \"3\"}\n"
	    "    add:\n"
	    "      - item: \"2\"\n"
	    "        title: Новое\n"
	    "        when: ежегодно, май\n"
	    "        responsible: imo\n"
	    "  - order: {number: \"400\", date: 2023-02-01}\n"
	    "    change: {\"2\": {when: \"ежегодно, март\"}}\n");
	const struct rule *two = roadmap_rule(r, "2");
	const struct rule *three = roadmap_rule(r, "3");

	(void)state;
	assert_int_equal(r->nrules, 3);
	assert_string_equal(three->id, "2");
	assert_int_equal(three->nwordings, 1);
	assert_string_equal(two->id, "2@2022-02-18");
	assert_int_equal(two->nwordings, 2);
	assert_string_equal(two->wordings[1].when, "ежегодно, март");
	loaded_done(&l);
}

static void
test_calendars_are_merged_and_laid_over(void **state)
{
	static const char overlay[] =
	    "calendar: city\n"
	    "over: ru\n"
	    "days_off: {date: 2022-09-05, why: день города, by: указ}\n"
	    "workdays: [{date: 2022-09-10}]\n";
	struct loaded l;
	const struct roadmap *r = good(&l, HEAD "rules:\n" ROW("1"));
	struct load_file files[COMMON + 2];
	const char *why;

	(void)state;
	assert_string_equal(workcal_id(r->cal), "ru");
	assert_true(workcal_is_official(r->cal, date_of(2022, 1, 1)));
	assert_false(workcal_is_working(r->cal, date_of(2021, 11, 5)));
	loaded_done(&l);

	loaded_init(&l);
	for (int i = 0; i < COMMON; i++) {
		struct file file;

		assert_int_equal(file_read(l.a, arena_printf(l.a, DATA "%s",
		    common[i]), 1 << 20, &file), 0);
		files[i] = (struct load_file){common[i], file.bytes,
		    file.len, false};
	}
	files[COMMON] = (struct load_file){"o.yaml", overlay,
	    strlen(overlay), false};
	files[COMMON + 1] = (struct load_file){"r.yaml",
	    HEAD "calendar: city\nrules:\n" ROW("1"),
	    strlen(HEAD "calendar: city\nrules:\n" ROW("1")), false};
	load_files(l.a, files, COMMON + 2, &l.config, &l.set, &l.diags);
	print_all(&l);
	if (l.diags.nerrors)
		fail_msg("%s", l.text.s);
	r = &l.set.roadmaps[0];
	assert_string_equal(workcal_id(r->cal), "city");
	assert_int_equal(workcal_kind(r->cal, date_of(2022, 9, 5), NULL,
	    &why), WORKCAL_EXCEPTION);
	assert_string_equal(why, "день города (указ)");
	assert_true(workcal_is_working(r->cal, date_of(2022, 9, 10)));
	assert_false(workcal_is_working(r->cal, date_of(2021, 11, 5)));
	loaded_done(&l);
}

static void
test_decomposed_ids_are_the_same(void **state)
{
	struct loaded l;

	(void)state;
	loaded_init(&l);
	/* й as one letter and as two */
	load_text(&l, HEAD "rules:\n" ROW("1")
	    "  - item: \"й\"\n    title: А\n    when: ежегодно\n"
	    "    responsible: uo\n"
	    "  - item: \"и\xCC\x86\"\n    title: А\n    when: ежегодно\n"
	    "    responsible: uo\n");
	assert_int_equal(l.diags.nerrors, 1);
	assert_int_equal(l.diags.items[0].code, CODE_E_TWICE);
	loaded_done(&l);
}

static void
test_crlf_and_byte_order_mark(void **state)
{
	static const char text[] =
	    "\xEF\xBB\xBFroadmap: r\r\n"
	    "in_force: {from: 2021-10-14, to: 2023-12-31}\r\n"
	    "supervisor: head\r\n"
	    "rules:\r\n"
	    "  - item: \"1\"\r\n"
	    "    title: А\r\n"
	    "    when: ежегодно,\r\n"
	    "      юнь\r\n"
	    "    responsible: uo\r\n";
	struct loaded l;

	(void)state;
	loaded_init(&l);
	load_text(&l, text);
	assert_int_equal(l.diags.nerrors, 1);
	assert_int_equal(l.diags.items[0].place.line, 8);
	assert_int_equal(l.diags.items[0].place.column, 7);
	assert_string_equal(l.diags.items[0].place.excerpt, "      юнь");
	loaded_done(&l);
}

/* --- srokd.yaml ---------------------------------------------------------- */

static void
test_config(void **state)
{
	static const char text[] =
	    "timezone: Asia/Tomsk\n"
	    "supervisor: [head, deputy]\n"
	    "shift: after\n"
	    "remind: {late: каждые 3 рабочих дня}\n"
	    "administrator: admin@dept.example\n"
	    "mail: {from: Управление <srok@dept.example>, relay: "
	    "\"smtps://mail.dept.example:465\", user: srok, password_file: "
	    "/run/p}\n"
	    "webhooks: {chat: {url_file: /run/u, format: mattermost, "
	    "stages: [late, escalate]}}\n"
	    "pages: {url: \"https://srok.dept.example\", listen: systemd}\n"
	    "sending: {at: 10:30, hours: 08:00..24:00, days: all}\n"
	    "keep: {letters: 5 years, backups: {daily: 3}}\n"
	    "heartbeat: https://hc.dept.example/1\n";
	struct loaded l;
	const struct config *c = &l.config;

	(void)state;
	loaded_init(&l);
	assert_true(config_read(l.a, "srokd.yaml", text, strlen(text),
	    &l.config, &l.diags));
	/* pages */
	assert_int_equal(l.diags.len, 1);
	for (size_t i = 0; i < l.diags.len; i++)
		assert_int_equal(l.diags.items[i].code, CODE_W_IDLE);
	assert_string_equal(c->timezone, "Asia/Tomsk");
	assert_int_equal(c->nsupervisors, 2);
	assert_int_equal(c->remind.late.n, 3);
	assert_int_equal(c->remind.late.unit, UNIT_WORKING_DAY);
	assert_string_equal(c->mail.from_name, "Управление");
	assert_string_equal(c->mail.from, "srok@dept.example");
	assert_string_equal(c->mail.domain, "dept.example");
	assert_int_equal(c->nwebhooks, 1);
	assert_string_equal(c->webhooks[0].name, "chat");
	assert_int_equal(c->webhooks[0].nstages, 2);
	assert_int_equal(c->sending.at_s, 10 * 3600 + 1800);
	assert_int_equal(c->sending.hours_to_s, 24 * 3600);
	assert_false(c->sending.working_days);
	assert_int_equal(c->keep.letters_days, 5 * 366);
	assert_int_equal(c->keep.daily, 3);
	assert_int_equal(c->keep.weekly, 5);
	assert_string_equal(c->heartbeat.url, "https://hc.dept.example/1");
	assert_false(c->heartbeat.allow_private);
	loaded_done(&l);
}

static void
test_webhooks_of_bodies_stand_in_the_configuration(void **state)
{
	static const struct config_webhook hook = {.name = "chat"};
	static const char text[] =
	    "bodies:\n"
	    "  a: {name: А, webhook: chat}\n"
	    "  b: {name: Б, contacts: [{webhook: chta}]}\n";
	struct loaded l;

	(void)state;
	loaded_init(&l);
	load_text(&l, text);    /* without endpoints nothing is known */
	assert_int_equal(l.diags.nerrors, 0);
	loaded_done(&l);

	loaded_init(&l);
	l.config.webhooks = &hook;
	l.config.nwebhooks = 1;
	load_text(&l, text);
	assert_int_equal(l.diags.nerrors, 1);
	assert_int_equal(l.diags.items[0].place.line, 3);
	loaded_done(&l);
}

/* A key is a bit of what was seen. */
static void
test_tables_fit_their_bits(void **state)
{
	(void)state;
	for (int kind = 0; kind < FILE_KIND_COUNT; kind++)
		assert_in_range(load_table((enum file_kind)kind)->n, 1,
		    KEYS_MOST);
}

/* --- hostile files ------------------------------------------------------- */

static void
repeat(struct str *ret, const char *head, const char *what, size_t times)
{
	str_init(ret);
	str_add(ret, head);
	for (size_t i = 0; i < times; i++)
		str_add(ret, what);
}

static void
test_hostile_files_are_cheap(void **state)
{
	static const struct {
		const char *head, *what;
		size_t times;
	} rows[] = {
		{"roadmap: ", "[", 200000},
		{"roadmap: ", "{a: ", 100000},
		{"", "- ", 200000},
		{"", "? ", 200000},
		{"a: &a [x]\n", "- *a\n", 200000},
		{"roadmap: ", "x", 5u << 20},
		{"roadmap: r\n", "rules: []\n", 200000},
		{"roadmap: r\nrules:\n", "- a: b: c\n", 100000},
		{"roadmap: r\nrules:\n", "- \"\n", 100000},
		{"bodies:\n", "  x: {name: 1}\n", 100000},
		{"roadmap: r\nrules:\n", "- {item: 1}\n", 100000},
		{"roadmap: \"", "\\u0430", 500000},
		{"roadmap: r\nrules: [", "a, ", 500000},
		{"roadmap: r\n", "\t", 1000000},
		{"roadmap: r\n# ", "#", 4000000},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		clock_t start = clock();
		struct loaded l;
		struct str bytes;

		repeat(&bytes, rows[i].head, rows[i].what, rows[i].times);
		loaded_init(&l);
		load_bytes(&l, "x.yaml", bytes.s, bytes.len);
		str_done(&bytes);
		assert_true(l.diags.nerrors > 0);
		assert_true(l.diags.len <= 1010);
		/* Generous: sanitizers and a busy machine. */
		if (clock() - start > 10 * CLOCKS_PER_SEC)
			fail_msg("row %zu took too long", i);
		loaded_done(&l);
	}
}

static void
test_only_rule_files_of_a_directory(void **state)
{
	static const char *const names[] = {
		"a.yaml", ".b.yaml", "#c.yaml", "d.yaml~", "e.yml", "f.yaml",
		".yaml"
	};
	char dir[] = "/tmp/srok-load-XXXXXX";
	struct arena *a = arena_new();
	const char *const *paths;
	size_t n;

	(void)state;
	assert_non_null(mkdtemp(dir));
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		FILE *f = fopen(arena_printf(a, "%s/%s", dir, names[i]), "w");

		assert_non_null(f);
		fclose(f);
	}
	assert_int_equal(directory_list(a, dir, &paths, &n), 0);
	assert_int_equal(n, 2);
	assert_string_equal(strrchr(paths[0], '/'), "/a.yaml");
	assert_string_equal(strrchr(paths[1], '/'), "/f.yaml");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		unlink(arena_printf(a, "%s/%s", dir, names[i]));
	rmdir(dir);
	arena_free(a);
}

/* Groups in groups, one school in two of them, one that comes and goes. */
static void
test_one_pair_is_as_among_all(void **state)
{
	static const char bodies[] =
	    "bodies:\n"
	    "  o: {name: О, email: o@o.example}\n"
	    "  s1: {name: Ш1, email: s1@o.example}\n"
	    "  s2: {name: Ш2, email: s2@o.example}\n"
	    "  s3: {name: Ш3, email: s3@o.example}\n"
	    "  s4: {name: Ш4, email: s4@o.example}\n"
	    "  a: {name: А, email: a@o.example, members: [s1, "
	    "{body: s2, from: 2022-01-01}]}\n"
	    "  b: {name: Б, email: b@o.example, members: [s1, "
	    "{body: s3, to: 2021-12-31}, {body: s3, from: 2023-01-01}, "
	    "{body: a, from: 2021-06-01, to: 2022-06-30}]}\n";
	static const char roadmap[] =
	    "roadmap: r\ntitle: Р\ntimezone: UTC\n"
	    "in_force: {from: 2021-01-01, to: 2023-12-31}\nrules:\n"
	    "  - {item: \"1\", title: Раз, when: ежегодно, "
	    "responsible: each b}\n"
	    "  - {item: \"2\", title: Два, when: ежегодно, "
	    "responsible: any b}\n"
	    "  - {item: \"3\", title: Три, when: ежегодно, "
	    "responsible: [each b, a, o]}\n";
	const struct load_file files[] = {
		{"bodies.yaml", bodies, sizeof(bodies) - 1, false},
		{"r.yaml", roadmap, sizeof(roadmap) - 1, false}
	};
	struct loaded l;
	const struct roadmap *r;
	size_t owed = 0;

	(void)state;
	loaded_init(&l);
	load_files(l.a, files, 2, &l.config, &l.set, &l.diags);
	print_all(&l);
	if (l.diags.nerrors)
		fail_msg("%s", l.text.s);
	r = &l.set.roadmaps[0];
	for (size_t i = 0; i < r->nrules; i++) {
		const struct pair *all;
		size_t n = rule_pairs(l.a, r, &r->rules[i], &all), found = 0;

		for (size_t k = 0; k < l.set.nbodies; k++) {
			const struct pair *p = rule_pair(l.a, r, &r->rules[i],
			    l.set.bodies[k]);

			found += p != NULL;
			for (size_t m = 0; m < n; m++) {
				if (all[m].body != l.set.bodies[k])
					continue;
				assert_non_null(p);
				assert_ptr_equal(p->body, all[m].body);
				assert_ptr_equal(p->group, all[m].group);
				assert_int_equal(p->ntenures, all[m].ntenures);
				assert_memory_equal(p->tenures,
				    all[m].tenures, p->ntenures *
				    sizeof(*p->tenures));
				assert_int_equal(p->joined.n, all[m].joined.n);
				assert_int_equal(p->left.n, all[m].left.n);
			}
		}
		assert_int_equal(found, n);
		owed += n;
	}
	assert_int_equal(owed, 3 + 1 + 3);
	loaded_done(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bad_folder),
		cmocka_unit_test(test_twelve_mistakes_in_one_run),
		cmocka_unit_test(test_every_complaint_has_a_line_about_it),
		cmocka_unit_test(test_shipped_rules_leave_nothing_to_say),
		cmocka_unit_test(test_a_file_is_read_with_its_companions),
		cmocka_unit_test(test_bodies_that_lack_are_one_error),
		cmocka_unit_test(
		    test_a_group_without_members_is_one_warning),
		cmocka_unit_test(test_headings_give_cells),
		cmocka_unit_test(test_one_pair_is_as_among_all),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_schedules),
		cmocka_unit_test(test_interpretation_settles),
		cmocka_unit_test(test_amendments),
		cmocka_unit_test(test_a_number_left_by_renumbering_is_free),
		cmocka_unit_test(test_calendars_are_merged_and_laid_over),
		cmocka_unit_test(test_decomposed_ids_are_the_same),
		cmocka_unit_test(test_crlf_and_byte_order_mark),
		cmocka_unit_test(test_config),
		cmocka_unit_test(
		    test_webhooks_of_bodies_stand_in_the_configuration),
		cmocka_unit_test(test_tables_fit_their_bits),
		cmocka_unit_test(test_hostile_files_are_cheap),
		cmocka_unit_test(test_only_rule_files_of_a_directory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
