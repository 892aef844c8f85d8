#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "compose/plain.h"

static struct arena *a;

static int
begin(void **state)
{
	(void)state;
	a = arena_new();
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(a);
	return 0;
}

static void
test_clean(void **state)
{
	static const struct {
		const char *from, *want;
	} rows[] = {
		{NULL, ""},
		{"", ""},
		{"  one \t\r\n two  ", "one two"},
		{"a\xC2\xA0\xE2\x80\xA8" "b", "a b"},  /* and U+2028 */
		{"a\x01\x7F\xC2\x85" "b", "a b"},
		{"\xE2\x80\xAE" "abc\xE2\x80\x8F", "abc"},      /* marks */
		{"a\xC2\xAD\xE2\x80\x8B" "b", "ab"},
		{"\xFF", "\xEF\xBF\xBD"},
		{"\xD0", "\xEF\xBF\xBD"},                       /* cut short */
		{"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},       /* overlong */
		{"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
		    "\xEF\xBF\xBD"},
		{"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
		{"see {link} {link}", "see { link} { link}"},
		{"{{link}}", "{{ link}}"},
		{"{li\xE2\x80\x8Bnk}", "{ link}"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_string_equal(plain_clean(a, rows[i].from),
		    rows[i].want);
}

static void
test_cut(void **state)
{
	(void)state;
	assert_string_equal(plain_cut(a, "один два", 8), "один два");
	assert_string_equal(plain_cut(a, "один два три", 9), "один два…");
	assert_string_equal(plain_cut(a, "один два три", 8), "один…");
	assert_string_equal(plain_cut(a, "один, два три", 8), "один…");
	assert_string_equal(plain_cut(a, "тренинги для педагогов", 18),
	    "тренинги…");
	assert_string_equal(plain_cut(a, "учёт, и за год", 11), "учёт…");
	assert_string_equal(plain_cut(a, "для педагогов", 6), "для…");
	assert_string_equal(plain_cut(a, "длинноеслово", 5), "длин…");
	assert_string_equal(plain_cut(a, "abc", 1), "…");
	assert_string_equal(plain_cut(a, "abc", 0), "");
	/* A quotation is closed, and that has its room too. */
	assert_string_equal(plain_cut(a, "конкурс «Современный урок»", 22),
	    "конкурс «Современный…»");
	assert_string_equal(plain_cut(a, "конкурс «Современный урок»", 21),
	    "конкурс…");
	assert_string_equal(plain_cut(a, "«Точка роста» и школы", 15),
	    "«Точка роста»…");
	assert_string_equal(plain_cut(a, "«", 1), "«");
	assert_string_equal(plain_cut(a, "«abc", 1), "…");
	assert_string_equal(plain_cut(a, "«abc", 2), "…");
	assert_string_equal(plain_cut(a, "«abcd", 3), "«…»");
}

static void
test_case(void **state)
{
	(void)state;
	assert_string_equal(plain_lower_first(a, "Анализ"), "анализ");
	assert_string_equal(plain_lower_first(a, "ВПР в школах"),
	    "ВПР в школах");
	assert_string_equal(plain_lower_first(a, "О работе"), "о работе");
	assert_string_equal(plain_lower_first(a, "Ёмкость"), "ёмкость");
	assert_string_equal(plain_lower_first(a, "«Школа»"), "«Школа»");
	assert_string_equal(plain_lower_first(a, "12 Дней"), "12 Дней");
	assert_string_equal(plain_lower_first(a, ""), "");
	assert_string_equal(plain_upper_first(a, "остался"), "Остался");
	assert_string_equal(plain_upper_first(a, "7 days"), "7 days");
}

static void
test_columns(void **state)
{
	(void)state;
	assert_int_equal(plain_columns("день"), 4);
	assert_int_equal(plain_columns("и\xCC\x86"), 1);
	assert_int_equal(plain_columns("\xF0\x9F\x98\x80"), 2);
	assert_int_equal(plain_length("\xF0\x9F\x98\x80"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_clean, begin, end),
		cmocka_unit_test_setup_teardown(test_cut, begin, end),
		cmocka_unit_test_setup_teardown(test_case, begin, end),
		cmocka_unit_test_setup_teardown(test_columns, begin, end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
