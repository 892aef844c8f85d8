#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "turn/evidence.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define NAMED(k, text, must) {.kind = k, .name = {{text, NULL}}, \
	.required = must}
#define HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static const struct result one_of_each[] = {
	NAMED(RESULT_FREE, "Справка", true),
	NAMED(RESULT_DOCUMENT, "Приказ", true),
	NAMED(RESULT_FILE, "План", true), NAMED(RESULT_LINK, "Сайт", true),
	NAMED(RESULT_TEXT, "Должности", true),
	NAMED(RESULT_YES_NO, "Проведено", true),
	NAMED(RESULT_NUMBER, "Вакансий", true),
	NAMED(RESULT_PERCENT, "Доля", true),
};

/* What is kept of `given` by a rule that asks for one thing of a kind; the
 * complaint goes to why. */
static const char *
single(struct arena *a, enum result_kind kind, const char *given,
    struct str *why)
{
	struct wording w = {.results = &one_of_each[kind], .nresults = 1};
	const char *ret;

	return evidence_read(a, &w, LANGUAGE_RU, given, true, &ret, why) ?
	    ret : NULL;
}

static void
test_values_by_kind(void **state)
{
	static const struct {
		enum result_kind kind;
		const char *given, *kept;
	} cases[] = {
		{RESULT_FREE, "протокол 1", "{\"Справка\":\"протокол 1\"}"},
		{RESULT_FREE, "", ""}, {RESULT_DOCUMENT, "", ""},
		{RESULT_DOCUMENT, "№ 17 от 10.02.2022",
		    "{\"Приказ\":\"№ 17 от 10.02.2022\"}"},
		{RESULT_DOCUMENT, "{\"file\":\"a.pdf\",\"sha256\":\"" HASH
		    "\",\"size\":0}", "{\"Приказ\":{\"file\":\"a.pdf\","
		    "\"sha256\":\"" HASH "\",\"size\":0}}"},
		{RESULT_FILE, "{\"План\":{\"file\":\"a.pdf\",\"sha256\":\""
		    HASH "\",\"size\":9}}", "{\"План\":{\"file\":\"a.pdf\","
		    "\"sha256\":\"" HASH "\",\"size\":9}}"},
		{RESULT_LINK, "https://school-1.example/plan?a=b#c",
		    "{\"Сайт\":\"https://school-1.example/plan?a=b#c\"}"},
		{RESULT_LINK, "https://школа.example/план",
		    "{\"Сайт\":\"https://школа.example/план\"}"},
		{RESULT_TEXT, "  учитель", "{\"Должности\":\"учитель\"}"},
		{RESULT_YES_NO, "да", "{\"Проведено\":true}"},
		{RESULT_YES_NO, "Нет", "{\"Проведено\":false}"},
		{RESULT_YES_NO, "{\"Проведено\":true}", "{\"Проведено\":true}"},
		{RESULT_NUMBER, "3", "{\"Вакансий\":3}"},
		{RESULT_NUMBER, "1 200", "{\"Вакансий\":1200}"},
		{RESULT_NUMBER, "1\u00a0200,5", "{\"Вакансий\":1200.5}"},
		{RESULT_NUMBER, "-4", "{\"Вакансий\":-4}"},
		{RESULT_NUMBER, "{\"Вакансий\":0.1}", "{\"Вакансий\":0.1}"},
		{RESULT_PERCENT, "23,5 %", "{\"Доля\":23.5}"},
		{RESULT_PERCENT, "100%", "{\"Доля\":100}"},
		{RESULT_PERCENT, "0", "{\"Доля\":0}"},
	};
	struct arena *a = arena_new();
	struct str why;

	(void)state;
	str_init(&why);
	for (size_t i = 0; i < COUNT(cases); i++) {
		const char *kept = single(a, cases[i].kind, cases[i].given,
		    &why);

		if (!kept || strcmp(kept, cases[i].kept) != 0)
			fail_msg("%s: %s %s", cases[i].given,
			    kept ? kept : "refused", why.s);
	}
	str_done(&why);
	arena_free(a);
}

static void
test_what_is_no_value(void **state)
{
	static const struct {
		enum result_kind kind;
		const char *given, *why;
	} cases[] = {
		{RESULT_FILE, "plan.pdf", "'План' must be a file"},
		{RESULT_FILE, "{\"file\":\"../a\",\"sha256\":\"" HASH
		    "\",\"size\":0}", "asked for"},
		{RESULT_FILE, "{\"План\":{\"file\":\"a\",\"sha256\":\"ab\","
		    "\"size\":0}}", "must be a file"},
		{RESULT_LINK, "school.example", "must be an address"},
		{RESULT_LINK, "javascript:alert(1)", "must be an address"},
		{RESULT_LINK, "https://", "must be an address"},
		{RESULT_LINK, "https:///a", "must be an address"},
		{RESULT_LINK, "https://a.example/\r\nBcc: x", "an address"},
		{RESULT_LINK, "https://a.example/ b", "an address"},
		{RESULT_TEXT, "  ", "'Должности' must be words"},
		{RESULT_TEXT, "{\"Должности\":4}", "must be words"},
		{RESULT_YES_NO, "может быть", "must be yes or no"},
		{RESULT_NUMBER, "три", "'Вакансий' must be a figure"},
		{RESULT_NUMBER, "1,2,3", "must be a figure"},
		{RESULT_NUMBER, "1e9", "must be a figure"},
		{RESULT_NUMBER, "nan", "must be a figure"},
		{RESULT_NUMBER, "4-", "must be a figure"},
		{RESULT_NUMBER, "5 %", "must be a figure"},
		{RESULT_NUMBER, "7.", "must be a figure"},
		{RESULT_NUMBER, "12345678901234567890", "must be a figure"},
		{RESULT_PERCENT, "101", "between 0 and 100"},
		{RESULT_PERCENT, "-1", "between 0 and 100"},
		{RESULT_NUMBER, "", "'Вакансий' is missing"},
		{RESULT_LINK, NULL, "'Сайт' is missing"},
		{RESULT_NUMBER, "{\"Вакансии\":3}", "'Вакансий' is"},
		{RESULT_NUMBER, "{\"Вакансий\":3", "not a JSON object"},
		{RESULT_NUMBER, "{\"Вакансий\":3,\"Вакансий\":4}",
		    "not a JSON object"},
		{RESULT_NUMBER, "{\"Вакансий\":[3]}", "must be a figure"},
		{RESULT_FREE, "\xff", "not UTF-8"},
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct str why;
		const char *kept;

		str_init(&why);
		kept = single(a, cases[i].kind, cases[i].given, &why);
		if (kept || !strstr(why.s, cases[i].why))
			fail_msg("%s: %s, '%s'", cases[i].given, kept ? kept :
			    "refused", why.s);
		str_done(&why);
	}
	arena_free(a);
}

static void
test_several(void **state)
{
	static const struct result two[] = {
		NAMED(RESULT_NUMBER, "Вакансий", true),
		NAMED(RESULT_TEXT, "Должности", false),
	};
	struct wording w = {.results = two, .nresults = 2};
	struct wording all = {.results = one_of_each,
	    .nresults = COUNT(one_of_each)};
	struct wording nothing = {0};
	struct arena *a = arena_new();
	const char *kept;
	struct str why;

	(void)state;
	str_init(&why);
	assert_true(evidence_read(a, &w, LANGUAGE_RU, "3", true, &kept, &why));
	assert_string_equal(kept, "{\"Вакансий\":3}");
	assert_true(evidence_read(a, &w, LANGUAGE_RU,
	    "{\"Должности\":\"учитель\",\"Вакансий\":\"3\"}", true, &kept,
	    &why));
	assert_string_equal(kept,
	    "{\"Должности\":\"учитель\",\"Вакансий\":3}");
	assert_false(evidence_read(a, &w, LANGUAGE_RU,
	    "{\"Должности\":\"учитель\"}", true, &kept, &why));
	assert_string_equal(why.s, "'Вакансий' is missing");
	str_clear(&why);
	/* Part of a deed may lack what the whole must have. */
	assert_true(evidence_read(a, &w, LANGUAGE_RU,
	    "{\"Должности\":\"учитель\"}", false, &kept, &why));
	assert_false(evidence_read(a, &all, LANGUAGE_RU, "x", true, &kept,
	    &why));
	assert_string_equal(why.s, "8 results are asked for: name each");
	str_clear(&why);
	assert_true(evidence_read(a, &nothing, LANGUAGE_RU, "x", true, &kept,
	    &why));
	assert_string_equal(kept, "{\"result\":\"x\"}");
	assert_true(evidence_read(a, &nothing, LANGUAGE_RU, NULL, true, &kept,
	    &why));
	assert_string_equal(kept, "");
	/* All faults at once. */
	assert_false(evidence_read(a, &w, LANGUAGE_RU,
	    "{\"Должности\":1,\"Вакансий\":\"x\"}", true, &kept, &why));
	assert_string_equal(why.s, "'Должности' must be words; 'Вакансий' "
	    "must be a figure");
	str_done(&why);
	arena_free(a);
}

/* What was kept is read again as it is. */
static void
test_of_a_file(void **state)
{
	struct arena *a = arena_new();
	const char *text = evidence_of_file(a, "/tmp/план.pdf", "", 0);
	struct str why;

	(void)state;
	assert_string_equal(text, "{\"file\":\"план.pdf\",\"sha256\":\"" HASH
	    "\",\"size\":0}");
	str_init(&why);
	text = single(a, RESULT_FILE, text, &why);
	assert_non_null(text);
	assert_string_equal(single(a, RESULT_FILE, text, &why), text);
	str_done(&why);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values_by_kind),
		cmocka_unit_test(test_what_is_no_value),
		cmocka_unit_test(test_several),
		cmocka_unit_test(test_of_a_file)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
