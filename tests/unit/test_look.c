/* Text as a person sees it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/twin.h"
#include "load/look.h"

static void
test_twins(void **state)
{
	(void)state;
	assert_int_equal(twin_of('a', false), 0x430);
	assert_int_equal(twin_of(0x430, true), 'a');
	assert_int_equal(twin_of('H', false), 0x41D);
	assert_int_equal(twin_of('h', false), 'h');     /* no small «н» */
	assert_int_equal(twin_of('i', false), 'i');     /* not Russian */
	assert_int_equal(twin_of('a', true), 'a');
	assert_int_equal(twin_folded('h', false), 0x43D);
	assert_int_equal(twin_folded('i', false), 0x456);
	assert_int_equal(twin_folded(0x456, true), 'i');
}

static void
test_written(void **state)
{
	static const struct {
		const char *text;
		enum look how;
		const char *wanted;
	} rows[] = {
		{"a b", LOOK_CLEAN, "a b"},
		{"\xC2\xA0" "a\xE2\x80\x89" "b ", LOOK_CLEAN, "a b"},
		{"2022\xE2\x80\x93" "05\xE2\x80\x91" "01", LOOK_CLEAN,
		    "2022-05-01"},
		{"a\xE2\x80\x8B" "b\xC2\xAD", LOOK_CLEAN, "ab"},
		{"оСh", LOOK_LATIN, "oCh"},
		{"oСh", LOOK_CYRILLIC, "оСh"},
		{"", LOOK_CLEAN, ""},
		{"\xC2\xA0", LOOK_CLEAN, ""},
	};
	char text[LOOK_ROOM], longest[LOOK_ROOM + 1];

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_true(look_write(rows[i].text, rows[i].how, text));
		assert_string_equal(text, rows[i].wanted);
	}
	memset(longest, 'a', LOOK_ROOM);
	longest[LOOK_ROOM] = '\0';
	assert_false(look_write(longest, LOOK_CLEAN, text));
}

static void
test_same(void **state)
{
	(void)state;
	assert_true(look_same("uo", "uо"));
	assert_true(look_same("uo", "UO"));
	assert_false(look_same("uo", "ио"));
	assert_false(look_same("uo", "uoo"));
}

static void
test_mixed_words(void **state)
{
	static const struct {
		const char *text, *wanted;      /* NULL: none is mixed */
		size_t first;
	} rows[] = {
		{"Aнализ", "Анализ", 0},
		{"для Aнализa", "Анализа", 7},
		{"XVIII и ХVI", "XVI", 9},
		{"Wi-Fi, IT-куб, 3D", NULL, 0},
		{"ТОcc", NULL, 0},              /* could be of either */
		{"IТшник", NULL, 0},            /* … or of none */
		{"", NULL, 0},
	};
	char text[LOOK_ROOM];
	size_t first, len;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		bool found = look_mixed_word(rows[i].text, &first, &len, text);

		assert_int_equal(found, rows[i].wanted != NULL);
		if (!found)
			continue;
		assert_string_equal(text, rows[i].wanted);
		assert_int_equal(first, rows[i].first);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_twins),
		cmocka_unit_test(test_written),
		cmocka_unit_test(test_same),
		cmocka_unit_test(test_mixed_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
