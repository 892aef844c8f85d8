#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/diag.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
expect_print(struct place place, const char *hint, enum diag_format format,
    const char *expected)
{
	struct arena *a = arena_new();
	struct diags d;
	struct str out;

	diags_init(&d, a);
	diag_add(&d, DIAG_ERROR, 210, place, hint, "term not understood: '%s'",
	    "юнь");
	str_init(&out);
	diag_print(&out, &d.items[0], format);
	assert_string_equal(out.s, expected);
	str_done(&out);
	arena_free(a);
}

static void
test_short(void **state)
{
	struct place place = {"rules/a.yaml", 14, 11, 3, "when: юнь"};

	(void)state;
	expect_print(place, "hint", DIAG_SHORT,
	    "rules/a.yaml:14:11: error: term not understood: 'юнь' [E0210]\n");
	place.line = 0;
	expect_print(place, NULL, DIAG_FULL,
	    "rules/a.yaml: error: term not understood: 'юнь' [E0210]\n");
	place.file = NULL;
	expect_print(place, NULL, DIAG_SHORT,
	    "error: term not understood: 'юнь' [E0210]\n");
}

static void
test_caret_under_cyrillic(void **state)
{
	struct place place = {"a.yaml", 3, 17, 3, "when: ежегодно, юнь"};

	(void)state;
	expect_print(place, "did you mean 'июнь'?", DIAG_FULL,
	    "a.yaml:3:17: error: term not understood: 'юнь' [E0210]\n"
	    "    3 | when: ежегодно, юнь\n"
	    "      |                 ^~~\n"
	    "  hint: did you mean 'июнь'?\n");
}

static void
test_caret_behind_tab_and_combining(void **state)
{
	/* и + U+0306 is two characters in one column; the tab fills up to
	 * the next eighth. */
	struct place place = {"a", 1, 6, 0, "\tи\xCC\x86" "а\tz"};

	(void)state;
	expect_print(place, NULL, DIAG_FULL,
	    "a:1:6: error: term not understood: 'юнь' [E0210]\n"
	    "    1 |         и\xCC\x86" "а      z\n"
	    "      |                 ^\n");
}

static void
test_caret_behind_the_text(void **state)
{
	struct place place = {"a", 1, 7, 4, "when:"};

	(void)state;
	expect_print(place, NULL, DIAG_FULL,
	    "a:1:7: error: term not understood: 'юнь' [E0210]\n"
	    "    1 | when:\n"
	    "      |      ^\n");
}

static void
test_empty_excerpt(void **state)
{
	struct place place = {"a", 1, 1, 1, ""};

	(void)state;
	expect_print(place, NULL, DIAG_FULL,
	    "a:1:1: error: term not understood: 'юнь' [E0210]\n"
	    "    1 | \n"
	    "      | ^\n");
}

static void
test_controls_do_not_reach_a_terminal(void **state)
{
	struct place place = {"a", 1, 3, 1, "\x1b[\xffz"};

	(void)state;
	expect_print(place, "x\x1b[2J\ny", DIAG_FULL,
	    "a:1:3: error: term not understood: 'юнь' [E0210]\n"
	    "    1 | \xEF\xBF\xBD[\xEF\xBF\xBDz\n"
	    "      |   ^\n"
	    "  hint: x\xEF\xBF\xBD[2J y\n");
}

static void
test_long_line_is_cut(void **state)
{
	char line[1001], *caret, *start;
	struct place place = {"a", 1, 500, 2, line};
	struct diag d = {DIAG_WARNING, 1, place, "long", NULL, {0}};
	struct str out;

	(void)state;
	memset(line, 'a', sizeof(line) - 1);
	line[1000] = '\0';
	line[499] = 'X';
	line[500] = 'Y';
	str_init(&out);
	diag_print(&out, &d, DIAG_FULL);
	assert_non_null(strstr(out.s, "a:1:500: warning: long [W0001]\n"));
	start = strchr(out.s, '\n') + 1;
	caret = strchr(start, '\n') + 1;
	/* Both ellipses take three bytes and one column. */
	assert_int_equal(caret - start, 8 + 3 + 120 + 3 + 1);
	assert_int_equal(strcspn(caret, "^"),
	    strcspn(start, "X") - 2);
	assert_non_null(strstr(caret, "^~\n"));
	str_done(&out);
}

static void
test_sort(void **state)
{
	static const struct {
		const char *file, *what;
		unsigned line, column;
	} rows[] = {
		{"b", "late", 1, 1}, {"a", "third", 2, 1},
		{"a", "second", 1, 9}, {"a", "first", 1, 2},
		{"a", "second", 1, 9}, {"a", "same place", 1, 9},
		{"a", "second", 1, 9}, {NULL, "no file", 0, 0},
	};
	static const char *const sorted[] = {
		"no file", "first", "second", "same place", "third", "late"
	};
	struct arena *a = arena_new();
	struct diags d;

	(void)state;
	diags_init(&d, a);
	for (size_t i = 0; i < COUNT(rows); i++)
		diag_add(&d, DIAG_ERROR, 101, (struct place){rows[i].file,
		    rows[i].line, rows[i].column, 0, NULL}, NULL, "%s",
		    rows[i].what);
	diag_add(&d, DIAG_WARNING, 101, (struct place){.file = "z"}, NULL,
	    "warning");
	assert_int_equal(d.nerrors, 8);
	diags_sort(&d);
	assert_int_equal(d.len, 7);
	assert_int_equal(d.nerrors, 6);
	for (size_t i = 0; i < COUNT(sorted); i++)
		assert_string_equal(d.items[i].what, sorted[i]);
	arena_free(a);
}

static void
test_nearest(void **state)
{
	static const char *const known[] = {
		"responsible", "section", "июнь", "июль", "апрель", "short",
		"отчётный", "майский"
	};
	static const struct {
		const char *word, *nearest;
	} rows[] = {
		{"responsable", "responsible"},
		{"RESPONSIBEL", "responsible"},   /* two swapped */
		{"secton", "section"},
		{"юнь", "июнь"},
		{"ИЮНЪ", "июнь"},
		{"апрелъ", "апрель"},
		{"апре\xCC\x88ль", "апрель"},     /* ё, decomposed */
		{"Июль", "июль"},
		{"ОТЧЕТНЫЙ", "отчётный"}, {"Отчётны", "отчётный"},
		{"маи\xCC\x86скии", "майский"},   /* й, decomposed */
		{"йамкссий", NULL},                 /* its letters, not it */
		{"it", NULL}, {"", NULL}, {"\xff\xff\xff\xff", NULL},
		{"wholly-other", NULL},
	};
	char endless[500];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		const char *got = diag_nearest(rows[i].word, known,
		    COUNT(known));

		if (!rows[i].nearest) {
			assert_null(got);
			continue;
		}
		assert_non_null(got);
		assert_string_equal(got, rows[i].nearest);
	}
	memset(endless, 'x', sizeof(endless) - 1);
	endless[sizeof(endless) - 1] = '\0';
	assert_null(diag_nearest(endless, known, COUNT(known)));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_short),
		cmocka_unit_test(test_caret_under_cyrillic),
		cmocka_unit_test(test_caret_behind_tab_and_combining),
		cmocka_unit_test(test_caret_behind_the_text),
		cmocka_unit_test(test_empty_excerpt),
		cmocka_unit_test(test_controls_do_not_reach_a_terminal),
		cmocka_unit_test(test_long_line_is_cut),
		cmocka_unit_test(test_sort),
		cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
