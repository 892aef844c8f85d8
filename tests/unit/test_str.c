#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/str.h"

static void
test_grows(void **state)
{
	struct str s;

	(void)state;
	str_init(&s);
	assert_string_equal(s.s, "");
	for (int i = 0; i < 10000; i++) {
		str_addc(&s, (char)('a' + i % 26));
		assert_int_equal(s.len, i + 1);
		assert_int_equal(s.s[s.len], '\0');
	}
	assert_int_equal(strlen(s.s), 10000);
	assert_int_equal(s.s[9999], 'a' + 9999 % 26);
	str_done(&s);
}

static void
test_adds(void **state)
{
	struct str s;

	(void)state;
	str_init(&s);
	str_add(&s, "до ");
	str_addn(&s, "30 мая", 3);
	str_addf(&s, "%s %d", "мая", 2021);
	str_addf(&s, "%s", "");
	assert_string_equal(s.s, "до 30 мая 2021");
	str_clear(&s);
	assert_int_equal(s.len, 0);
	assert_string_equal(s.s, "");
	str_addn(&s, "a\0b", 3);
	assert_int_equal(s.len, 3);
	assert_memory_equal(s.s, "a\0b", 4);
	str_done(&s);
}

static void
test_long_format(void **state)
{
	char long_text[5001];
	struct str s;

	(void)state;
	memset(long_text, 'x', 5000);
	long_text[5000] = '\0';
	str_init(&s);
	str_addf(&s, "[%s]", long_text);
	assert_int_equal(s.len, 5002);
	assert_int_equal(s.s[5001], ']');
	str_done(&s);
}

/* Just as long as the room, one less and one more. */
static void
test_format_fills(void **state)
{
	char text[201];

	(void)state;
	memset(text, 'x', 200);
	text[200] = '\0';
	for (int n = 0; n <= 200; n++) {
		struct str s;

		str_init(&s);
		str_add(&s, "до ");
		str_addf(&s, "%.*s%d", n, text, 7);
		assert_int_equal(s.len, n + 6);
		assert_memory_equal(s.s, "до ", 5);
		assert_memory_equal(s.s + 5, text, (size_t)n);
		assert_string_equal(s.s + 5 + n, "7");
		str_done(&s);
	}
}

static void
test_take(void **state)
{
	struct str s;
	char *bytes;

	(void)state;
	str_init(&s);
	str_add(&s, "mine");
	bytes = str_take(&s);
	assert_string_equal(bytes, "mine");
	assert_string_equal(s.s, "");
	str_add(&s, "again");
	assert_string_equal(s.s, "again");
	assert_string_equal(bytes, "mine");
	free(bytes);
	str_done(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_grows), cmocka_unit_test(test_adds),
		cmocka_unit_test(test_long_format),
		cmocka_unit_test(test_format_fills),
		cmocka_unit_test(test_take),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
