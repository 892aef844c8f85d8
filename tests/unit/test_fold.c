#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "core/fold.h"

/* Folds text and compares with the wanted characters as UTF-8. */
static void
check(const char *text, const char *want)
{
	struct fold_char chars[256];
	char out[1024];
	size_t n = fold_text(text, strlen(text), chars, 256, NULL), len = 0;

	assert_true(n != SIZE_MAX);
	for (size_t i = 0; i < n; i++)
		len += fold_utf8(chars[i].c, out + len);
	out[len] = '\0';
	assert_string_equal(out, want);
}

static void
test_cases_and_yo(void **state)
{
	(void)state;
	check("", "");
	check("Ежегодно, ИЮНЬ", "ежегодно, июнь");
	check("Ещё Ёлка", "еще елка");
	check("JUNE", "june");
	check("ІV", "іv");
	check("STRASSE ß", "strasse ss");
}

static void
test_decomposed_is_composed(void **state)
{
	(void)state;
	/* и + U+0306, Е + U+0308 */
	check("ма\u0438\u0306", "май");
	check("тр\u0435\u0308х", "трех");
	check("\u0415\u0308", "е");
	/* a stress mark has no composed letter: it stays */
	check("ию\u0301нь", "ию\u0301нь");
}

static void
test_never_compatibility(void **state)
{
	(void)state;
	check("½ １ ﬁ", "½ １ fi");   /* full folding, but no NFKC */
	check("²", "²");
}

/* Whatever is folded by arithmetic is what the tables of Unicode say. */
static void
test_short_way_is_the_long_one(void **state)
{
	static const char *const after[] = { "", "a", "я", "\u0306", "\u0308",
	    "\u0301", "\u0483", "\u20dd", "–" };

	(void)state;
	for (int32_t c = 1; c < 0x3000; c++) {
		if (utf8proc_get_property(c)->combining_class != 0)
			continue;       /* no letter begins with a mark */
		for (size_t k = 0; k < sizeof(after) / sizeof(after[0]); k++) {
			char text[16];
			utf8proc_uint8_t *want = NULL;
			size_t n = fold_utf8(c, text);
			char *yo;

			strcpy(text + n, after[k]);
			assert_true(utf8proc_map((utf8proc_uint8_t *)text, 0,
			    &want, UTF8PROC_NULLTERM | UTF8PROC_STABLE |
			    UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD) >= 0);
			while ((yo = strstr((char *)want, "ё")))
				memcpy(yo, "е", 2);
			check(text, (char *)want);
			free(want);
		}
	}
}

static void
test_places(void **state)
{
	const char *text = "А\u0438\u0306 ß!";
	struct fold_char c[16];
	size_t points, n = fold_text(text, strlen(text), c, 16, &points);

	(void)state;
	assert_int_equal(n, 6);         /* а й ' ' s s ! */
	assert_int_equal(points, 6);
	assert_int_equal(c[0].at, 0);
	assert_int_equal(c[1].at, 1);   /* и and its breve are one piece */
	assert_int_equal(c[2].at, 3);
	assert_int_equal(c[3].at, 4);
	assert_int_equal(c[4].at, 4);   /* both halves of ß */
	assert_int_equal(c[5].at, 5);
	assert_int_equal(c[5].byte, strlen(text) - 1);
}

static void
test_hostile(void **state)
{
	struct fold_char c[4];
	char marks[1 + 2 * 600 + 1] = "a";

	(void)state;
	assert_true(fold_text("\xff", 1, c, 4, NULL) == SIZE_MAX);
	assert_true(fold_text("a\xd0", 2, c, 4, NULL) == SIZE_MAX);
	assert_true(fold_text("\xed\xa0\x80", 3, c, 4, NULL) == SIZE_MAX);
	assert_true(fold_text("abcde", 5, c, 4, NULL) == SIZE_MAX);
	for (int i = 0; i < 600; i++)
		memcpy(marks + 1 + 2 * i, "\u0301", 2);
	/* more marks than anybody writes: cut, not followed */
	assert_true(fold_text(marks, 1201, c, 4, NULL) == SIZE_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases_and_yo),
		cmocka_unit_test(test_decomposed_is_composed),
		cmocka_unit_test(test_never_compatibility),
		cmocka_unit_test(test_short_way_is_the_long_one),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
