#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "load/values.h"

static void
test_dates(void **state)
{
	static const struct {
		const char *text;
		enum value_state state;
	} rows[] = {
		{"2026-09-01", VALUE_OK}, {"2024-02-29", VALUE_OK},
		{"2023-02-29", VALUE_IMPOSSIBLE},
		{"2026-13-01", VALUE_IMPOSSIBLE},
		{"1899-12-31", VALUE_IMPOSSIBLE},
		{"2201-01-01", VALUE_IMPOSSIBLE},
		{"2026-9-1", VALUE_MALFORMED}, {"01.09.2026", VALUE_MALFORMED},
		{"", VALUE_MALFORMED}, {"2026-09-01 ", VALUE_MALFORMED},
		{"2026-09-0x", VALUE_MALFORMED}, {"2026", VALUE_MALFORMED},
	};
	struct date d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (value_date(rows[i].text, &d) != rows[i].state)
			fail_msg("'%s'", rows[i].text);
}

static void
test_spans(void **state)
{
	struct date_span s;

	(void)state;
	assert_int_equal(value_span("2026-09-01..2026-09-05", &s), VALUE_OK);
	assert_int_equal(span_days(s), 5);
	assert_int_equal(value_span("2026-09-01", &s), VALUE_OK);
	assert_int_equal(span_days(s), 1);
	assert_int_equal(value_span("2026-09-05..2026-09-01", &s),
	    VALUE_IMPOSSIBLE);
	assert_int_equal(value_span("2026-09", &s), VALUE_MALFORMED);
	assert_int_equal(value_loose_span("2005..2007", &s), VALUE_OK);
	assert_int_equal(s.first.n, date_of(2005, 1, 1).n);
	assert_int_equal(s.last.n, date_of(2007, 12, 31).n);
	assert_int_equal(value_loose_span("2021-03..2021-04", &s), VALUE_OK);
	assert_int_equal(s.last.n, date_of(2021, 4, 30).n);
	assert_int_equal(value_loose_span("2021-02", &s), VALUE_OK);
	assert_int_equal(span_days(s), 28);
	assert_int_equal(value_loose_span("2021..", &s), VALUE_MALFORMED);
	assert_int_equal(value_loose_span("..2021", &s), VALUE_MALFORMED);
}

static void
test_durations(void **state)
{
	static const struct {
		const char *text;
		int n;
		enum term_unit unit;
	} rows[] = {
		{"3 days", 3, UNIT_DAY}, {"1 day", 1, UNIT_DAY},
		{"3 working days", 3, UNIT_WORKING_DAY},
		{"2 weeks", 2, UNIT_WEEK}, {"1 month", 1, UNIT_MONTH},
		{"3 дня", 3, UNIT_DAY}, {"5 рабочих дней", 5, UNIT_WORKING_DAY},
		{"2 Недели", 2, UNIT_WEEK}, {"6  месяцев", 6, UNIT_MONTH},
		{"1 год", 1, UNIT_YEAR}, {"10\xC2\xA0дней", 10, UNIT_DAY},
	};
	static const char *const bad[] = {
		"", "days", "3", "0 days", "-1 days", "3.5 days",
		"3 fortnights",
		"99999 days", "999999999999 days", "3 days later", "1 decade",
		"3days",
	};
	struct duration d;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (!value_duration(rows[i].text, &d) || d.n != rows[i].n ||
		    d.unit != rows[i].unit)
			fail_msg("'%s'", rows[i].text);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (value_duration(bad[i], &d))
			fail_msg("'%s' was taken", bad[i]);
}

static void
test_addresses(void **state)
{
	static const char *const good[] = {
		"a@b.example", "first.last+tag@sub.dept.example",
		"x@почта.рф", "o'neil@x.example",
	};
	static const char *const bad[] = {
		"", "@", "a@", "@b.example", "a@b", "a@@b.example",
		"a@b@c.example", "a b@c.example", "a@b c.example",
		".a@b.example", "a.@b.example", "a..b@c.example",
		"a@.example", "a@b..example", "a@b.example.", "a@-b.example",
		"a@b-.example", "\"a b\"@c.example", "a@[127.0.0.1]",
		"<a@b.example>", "a@b.example>\r\nRCPT TO:<x", "a,b@c.example",
		"a@b.example,c@d.example", "школа@b.example", "a@b.exa mple",
		"a@b_c.example",
	};
	char text[400];

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		if (value_address_fault(good[i]))
			fail_msg("'%s': %s", good[i],
			    value_address_fault(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (!value_address_fault(bad[i]))
			fail_msg("'%s' was taken", bad[i]);
	memset(text, 'a', sizeof(text));
	strcpy(text + 64, "@b.example");
	assert_null(value_address_fault(text));
	strcpy(text + 65, "@b.example");
	assert_non_null(value_address_fault(text));
	memset(text, 'a', sizeof(text));
	text[1] = '@';
	strcpy(text + 2 + 63, ".example");
	assert_null(value_address_fault(text));
	memset(text, 'a', sizeof(text));
	text[1] = '@';
	strcpy(text + 2 + 64, ".example");
	assert_non_null(value_address_fault(text));
}

/* Behind the loader an address is ASCII; what libidn2 refuses is refused. */
static void
test_address_ascii(void **state)
{
	struct arena *a = arena_new();
	const char *same = "a@b.example";

	(void)state;
	assert_ptr_equal(value_address_ascii(a, same), same);
	assert_string_equal(value_address_ascii(a, "x@почта.рф"),
	    "x@xn--80a1acny.xn--p1ai");
	assert_string_equal(value_address_ascii(a, "x@ПОЧТА.рф"),
	    "x@xn--80a1acny.xn--p1ai");
	assert_null(value_address_ascii(a,
	    "x@ыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыыы"
	    ".рф"));
	arena_free(a);
}

static void
test_ids(void **state)
{
	char long_id[66];

	(void)state;
	assert_true(value_is_id("tambov-2020"));
	assert_true(value_is_id("школа_3.1"));
	assert_false(value_is_id(""));
	assert_false(value_is_id("a b"));
	assert_false(value_is_id("a/b"));
	assert_false(value_is_id("a\n"));
	assert_false(value_is_id("№1"));
	memset(long_id, 'a', 65);
	long_id[65] = '\0';
	assert_false(value_is_id(long_id));
	assert_true(value_is_id(long_id + 1));
}

static void
test_words(void **state)
{
	char word[WORD_ROOM];
	enum term_unit unit;
	uint8_t n;
	int minutes;
	long v;

	(void)state;
	assert_true(value_fold("  Учебный\tГОД ", word));
	assert_string_equal(word, "учебный год");
	assert_true(value_unit(word, &unit));
	assert_int_equal(unit, UNIT_SCHOOL_YEAR);
	assert_true(value_month("мая", &n));
	assert_int_equal(n, 5);
	assert_true(value_month("may", &n));
	assert_false(value_month("ма", &n));
	assert_true(value_weekday("пятницу", &n));
	assert_int_equal(n, FRIDAY);
	assert_true(value_time("24:00", &minutes));
	assert_int_equal(minutes, 1440);
	assert_false(value_time("24:01", &minutes));
	assert_false(value_time("9:00", &minutes));
	assert_true(value_number("007", 0, 10, &v));
	assert_false(value_number("11", 0, 10, &v));
	assert_false(value_number("9999999999", 0, 10, &v));
	assert_false(value_number("1x", 0, 10, &v));
	for (int i = 0; i < UNIT_COUNT; i++) {
		assert_true(value_unit(value_unit_name((enum term_unit)i),
		    &unit));
		assert_int_equal(unit, i);
	}
}

/* Of a vocabulary that knows more: declined, plural and shorter forms are
 * words of phrases alone. */
static void
test_names(void **state)
{
	static const char *const months[12][5] = {
		{"январь", "января", "январе", "jan", "january"},
		{"февраль", "февраля", "феврале", "feb", "february"},
		{"март", "марта", "марте", "mar", "march"},
		{"апрель", "апреля", "апреле", "apr", "april"},
		{"май", "мая", "мае", "may", "may"},
		{"июнь", "июня", "июне", "jun", "june"},
		{"июль", "июля", "июле", "jul", "july"},
		{"август", "августа", "августе", "aug", "august"},
		{"сентябрь", "сентября", "сентябре", "sep", "september"},
		{"октябрь", "октября", "октябре", "oct", "october"},
		{"ноябрь", "ноября", "ноябре", "nov", "november"},
		{"декабрь", "декабря", "декабре", "dec", "december"},
	};
	static const char *const weekdays[7][5] = {
		{"понедельник", "понедельника", "mon", "monday"},
		{"вторник", "вторника", "tue", "tuesday"},
		{"среда", "среды", "среду", "wed", "wednesday"},
		{"четверг", "четверга", "thu", "thursday"},
		{"пятница", "пятницы", "пятницу", "fri", "friday"},
		{"суббота", "субботы", "субботу", "sat", "saturday"},
		{"воскресенье", "воскресенья", "sun", "sunday"},
	};
	static const char *const none[] = {
		"", "янв", "январю", "июне ", "sept", "mays", "понедельники",
		"mondays", "пн", "среде", "thurs", "quarter", "1 june",
	};
	uint8_t n;

	(void)state;
	for (int i = 0; i < 12; i++) {
		for (int k = 0; k < 5; k++) {
			assert_true(value_month(months[i][k], &n));
			assert_int_equal(n, i + 1);
			assert_false(value_weekday(months[i][k], &n));
		}
	}
	for (int i = 0; i < 7; i++) {
		for (int k = 0; k < 5 && weekdays[i][k]; k++) {
			assert_true(value_weekday(weekdays[i][k], &n));
			assert_int_equal(n, MONDAY + i);
			assert_false(value_month(weekdays[i][k], &n));
		}
	}
	for (size_t i = 0; i < sizeof(none) / sizeof(none[0]); i++) {
		assert_false(value_month(none[i], &n));
		assert_false(value_weekday(none[i], &n));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_spans),
		cmocka_unit_test(test_durations),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_address_ascii),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
