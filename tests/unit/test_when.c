/* The spelled-out form: each phrase of rule-files.md §5 beside its mapping,
 * and that what is printed reads the same again. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/phrase.h"
#include "load/when.h"

static struct arena *arena;

static const struct term *
read_value(const char *value, struct diags *diags)
{
	struct tree *tree = arena_alloc(arena, sizeof(*tree));
	struct names bodies;
	struct reader r = {.a = arena, .diags = diags, .bodies = &bodies};
	struct when when;

	names_init(&bodies, arena);
	tree_read(tree, arena, arena, "x", value, strlen(value), diags);
	r.tree = tree;
	if (!tree->root)
		return NULL;
	when_read(&r, tree->root, WHEN_ALL, &when);
	return when.term;
}

static const struct term *
good_value(const char *value)
{
	const struct term *term;
	struct diags diags;

	diags_init(&diags, arena);
	term = read_value(value, &diags);
	if (diags.nerrors || !term)
		fail_msg("%s: %s", value, diags.len ? diags.items[0].what :
		    "no term");
	return term;
}

static void
test_phrases_and_mappings(void **state)
{
	static const struct {
		const char *phrase, *mapping;
	} rows[] = {
		{"ежегодно, июнь", "{every: year, in: june}"},
		{"annually in June", "{every: year, in: июнь}"},
		{"March to April 2021", "{during: 2021-03..2021-04}"},
		{"октябрь 2020, далее август 2021, 2022",
		    "{during: [2020-10, 2021-08, 2022-08]}"},
		{"before 1 September 2024", "{by: 2024-08-31}"},
		{"ежегодно, с октября 2021", "{every: year, from: 2021-10}"},
		{"2005-2007", "{during: 2005..2007}"},
		{"2022, 2023", "{during: [2022, 2023]}"},
		{"monthly by the 5th", "{every: month, by: 5}"},
		{"ежемесячно, январь-апрель",
		    "{every: month, only: january..april}"},
		{"не реже 1 раза в квартал", "{every: quarter}"},
		{"at least 4 times a year", "{every: year, at_least: 4}"},
		{"2-3 раза в год", "{every: year, at_least: 2, at_most: 3}"},
		{"at most once a week",
		    "{every: week, at_least: 0, at_most: 1}"},
		{"2 раза в год (май, декабрь)",
		    "{every: year, in: [may, december]}"},
		{"1 раз в 3 месяца", "{every: 3 months}"},
		{"в течение учебного года", "{every: учебный год}"},
		{"постоянно", "{every: year, standing: true}"},
		{"в течение всего периода",
		    "{during: in_force, standing: true}"},
		{"I декада июня", "{every: year, in: 1 june..10 june}"},
		{"last Friday of the month",
		    "{every: month, day: last friday}"},
		{"первый рабочий день сентября",
		    "{every: year, day: first working day of september}"},
		{"до 20 числа месяца, следующего за кварталом",
		    "{after: quarter, by: 20}"},
		{"within 45 days after quarter end",
		    "{after: quarter, within: 45 days}"},
		{"по запросам", "{after: request}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct term *spelled = good_value(rows[i].mapping);
		struct phrase phrase;
		struct str a, b;

		if (!phrase_parse(arena, rows[i].phrase, &phrase))
			fail_msg("phrase '%s'", rows[i].phrase);
		str_init(&a);
		str_init(&b);
		term_print(&a, phrase.term);
		term_print(&b, spelled);
		if (!term_equal(phrase.term, spelled))
			fail_msg("'%s': %s, not %s", rows[i].phrase, a.s,
			    b.s);
		str_done(&a);
		str_done(&b);
	}
}

static void
test_printing_and_reading_again(void **state)
{
	static const char *const rows[] = {
		"{every: day}", "{every: working day}", "{every: week}",
		"{every: decade}", "{every: half-year}", "{every: 2 weeks}",
		"{every: 10 working days, from: 2021-03-01}",
		"{every: 3 months, counting: from last done}",
		"{every: week, day: friday}", "{every: week, by: friday}",
		"{every: week, in: monday..wednesday}",
		"{every: month, day: [last, 5 days before end, 10]}",
		"{every: month, in: 1..10}",
		"{every: month, by: last working day}",
		"{every: quarter, in: month 3}",
		"{every: quarter, by: 20 of month 3}",
		"{every: half-year, day: last friday of month 2}",
		"{every: quarter, by: last}",
		"{every: year, in: december..january}",
		"{every: year, in: [1 march..15 april, may, 29 february]}",
		"{every: year, by: 30 may, from: 2021}",
		"{every: year, by: 30 may, from: 2021-02-03, to: 2022-06}",
		"{every: school year, by: 15 december, at_least: 2}",
		"{every: year, day: fifth monday of june}",
		"{every: year, day: 6th working day of june}",
		"{every: month, only: [january..april, june, november]}",
		"{every: month, only: november..february}",
		"{during: 2021-03-01..2021-04-15}",
		"{during: [2021, 2022-05, 2023-01-01]}",
		"{during: in_force, at_least: 2}",
		"{by: [2022-08-31, 2021-05-30]}", "{by: 2021-12-31}",
		"{after: year, by: 20 january}",
		"{after: month, by: fifth working day}",
		"{after: half-year, by: 10 of month 2}",
		"{after: quarter, within: 10 working days}",
		"{after: request, within: 3 working days}",
		"{schedule: external}", "{schedule: external, every: year}",
		"{schedule: external, at_least: 2, at_most: 3}",
		"{rrule: \"FREQ=MONTHLY;BYDAY=-1FR\", from: 2024-01-01}",
		"[{every: year, in: june}, {by: 2021-05-30}]",
		"[ежегодно, {every: month, by: 5}]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct term *term = good_value(rows[i]);
		const struct term *again;
		struct str s;

		str_init(&s);
		term_print(&s, term);
		again = good_value(s.s);
		if (!term_equal(term, again))
			fail_msg("%s became %s", rows[i], s.s);
		str_done(&s);
	}
}

/* `when: {…}` says all that a phrase can: each phrase of the corpus. */
static void
run_corpus(const char *path)
{
	FILE *in = fopen(path, "r");
	char line[16384];
	size_t n = 0;

	assert_non_null(in);
	assert_non_null(fgets(line, sizeof(line), in));
	for (; fgets(line, sizeof(line), in); n++) {
		struct phrase phrase;
		struct str s;

		line[strcspn(line, "\t")] = '\0';
		str_init(&s);
		if (phrase_parse(arena, line, &phrase)) {
			term_print(&s, phrase.term);
			if (!term_equal(phrase.term, good_value(s.s)))
				fail_msg("'%s': %s reads otherwise", line,
				    s.s);
		}
		str_done(&s);
		arena_reset(arena);
	}
	fclose(in);
	assert_true(n > 400);
}

static void
test_corpus_printed_and_read_again(void **state)
{
	(void)state;
	run_corpus("tests/data/terms/ru.tsv");
	run_corpus("tests/data/terms/en.tsv");
}

static void
test_refused(void **state)
{
	static const struct {
		const char *value;
		int code;
	} rows[] = {
		{"{}", 291}, {"{by: friday}", 110},
		{"{every: month, in: june}", 294},
		{"{every: day, day: 1}", 294},
		{"{every: week, day: 20}", 205},
		{"{every: week, day: first friday}", 294},
		{"{every: month, day: 0}", 205},
		{"{every: month, day: sixth friday}", 294},
		{"{every: month, day: 6th friday}", 205},
		{"{every: year, day: june}", 294},
		{"{every: year, in: 31 june}", 205},
		{"{every: quarter, in: month 4}", 294},
		{"{every: quarter, by: 20}", 294},
		{"{every: school years}", 294}, {"{every: 0 days}", 294},
		{"{every: 1001 days}", 294}, {"{every: 3 school year}", 294},
		{"{every: year, at_least: -1}", 105},
		{"{every: year, at_most: 0}", 105},
		{"{every: year, at_least: 10001}", 105},
		{"{during: 2021, by: 2021-05-01}", 293},
		{"{after: request, by: 20, within: 5 days}", 293},
		{"{after: quarter, by: 20, within: 5 days}", 293},
		{"{after: quarter, by: 20 june}", 294},
		{"{after: year, by: 20}", 294},
		{"{after: 2 months, by: 20}", 294},
		{"{every: year, from: 2021-02-30}", 205},
		{"{rrule: \"FREQ=DAILY\", day: 5, from: 2021}", 293},
		{"{schedule: external, in: june}", 293},
		{"{every: year, in: []}", 0},
		{"{every: [year]}", 104}, {"{every: }", 104},
		{"{every: year, standing: yes}", 104},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct diags diags;

		diags_init(&diags, arena);
		if (read_value(rows[i].value, &diags))
			fail_msg("%s was taken", rows[i].value);
		if (rows[i].code && (diags.nerrors != 1 ||
		    diags.items[0].code != rows[i].code))
			fail_msg("%s: %zu errors, code %d", rows[i].value,
			    diags.nerrors, diags.len ? diags.items[0].code :
			    0);
	}
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_phrases_and_mappings,
		    set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_printing_and_reading_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_corpus_printed_and_read_again, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused, set_up,
		    tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
