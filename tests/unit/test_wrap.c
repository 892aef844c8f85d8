#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "compose/wrap.h"

#define NB "\xC2\xA0"

static void
test_kept_together(void **state)
{
	static const struct {
		const char *from, *want;
	} rows[] = {
		{"приказ № 343, п. 21", "приказ №" NB "343, п." NB "21"},
		{"и Школа № 7", "и" NB "Школа" NB "№" NB "7"},
		{"до 28 мая", "до 28" NB "мая"},
		{"в 2021 г. (5 рабочих)",
		    "в" NB "2021" NB "г. (5" NB "рабочих)"},
		{"доля 23,5 % школ", "доля 23,5" NB "% школ"},
		{"день — пятница", "день" NB "— пятница"},
		{"письмо о просрочке", "письмо о" NB "просрочке"},
		{"не менее 4-х заседаний", "не менее 4-х" NB "заседаний"},
		{"отмечено 1. Нужно", "отмечено 1. Нужно"},
		{"item 21, No. 4 – due", "item" NB "21, No." NB "4" NB "– due"},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(wrap_keep(a, rows[i].from), rows[i].want);
	arena_free(a);
}

static void
expect_lines(const char *s, size_t columns, size_t indent, const char *want)
{
	struct str out;

	str_init(&out);
	wrap_add(&out, s, columns, indent);
	assert_string_equal(out.s, want);
	str_done(&out);
}

static void
test_lines(void **state)
{
	(void)state;
	expect_lines("", 10, 2, "\n");
	expect_lines("раз два три", 7, 0, "раз два\nтри\n");
	expect_lines("раз два три", 7, 2, "раз два\n  три\n");
	expect_lines("раз 28" NB "мая", 7, 0, "раз\n28 мая\n");
	expect_lines("оченьдлинноеслово и", 5, 2,
	    "оченьдлинноеслово\n  и\n");
	/* Combining marks take no column, emoji two. */
	expect_lines("и\xCC\x86и\xCC\x86 ab", 5, 0, "и\xCC\x86и\xCC\x86 ab\n");
	expect_lines("\xF0\x9F\x98\x80 ab", 4, 0, "\xF0\x9F\x98\x80\nab\n");
}

static void
test_loose(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(wrap_loosen(a, "28" NB "мая"), "28 мая");
	assert_string_equal(wrap_loosen(a, "à\xC2"), "à\xC2");
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept_together),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_loose),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
