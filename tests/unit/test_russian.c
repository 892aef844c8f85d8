#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "compose/russian.h"
#include "test_tongue.h"

/* The form of each number of the first hundred, as read aloud; 0..1000 follow
 * from their last two digits. */
static void
test_plurals(void **state)
{
	static const char forms[] =
	    "2011122222" "2222222222" "2011122222" "2011122222" "2011122222"
	    "2011122222" "2011122222" "2011122222" "2011122222" "2011122222";

	(void)state;
	for (unsigned n = 0; n <= 1000; n++)
		assert_int_equal(russian_plural(n), forms[n % 100] - '0');
}

static void
test_counts(void **state)
{
	static const struct {
		unsigned n;
		const char *left, *late;
	} rows[] = {
		{0, "осталось 0 дней", "просрочено на 0 дней"},
		{1, "остался 1 день", "просрочено на 1 день"},
		{2, "осталось 2 дня", "просрочено на 2 дня"},
		{5, "осталось 5 дней", "просрочено на 5 дней"},
		{11, "осталось 11 дней", "просрочено на 11 дней"},
		{21, "остался 21 день", "просрочено на 21 день"},
		{112, "осталось 112 дней", "просрочено на 112 дней"},
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		russian_left(&s, rows[i].n);
		expect_said(&s, rows[i].left);
		russian_late(&s, rows[i].n);
		expect_said(&s, rows[i].late);
	}
	str_done(&s);
}

static void
test_months(void **state)
{
	static const char *const want[] = {
		"1 января", "1 февраля", "1 марта", "1 апреля", "1 мая",
		"1 июня", "1 июля", "1 августа", "1 сентября", "1 октября",
		"1 ноября", "1 декабря"
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (int m = 1; m <= 12; m++) {
		russian_short_day(&s, date_of(2023, m, 1));
		expect_said(&s, want[m - 1]);
	}
	str_done(&s);
}

static void
test_weekdays(void **state)
{
	static const char *const day[] = {
		"понедельник, 27 февраля", "вторник, 28 февраля",
		"среда, 1 марта", "четверг, 2 марта", "пятница, 3 марта",
		"суббота, 4 марта", "воскресенье, 5 марта"
	};
	static const char *const on[] = {
		"в понедельник, 27 февраля 2023 г.",
		"во вторник, 28 февраля 2023 г.", "в среду, 1 марта 2023 г.",
		"в четверг, 2 марта 2023 г.", "в пятницу, 3 марта 2023 г.",
		"в субботу, 4 марта 2023 г.", "в воскресенье, 5 марта 2023 г."
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (int i = 0; i < 7; i++) {
		struct date d = date_add(date_of(2023, 2, 27), i);

		russian_week_day(&s, d);
		expect_said(&s, day[i]);
		russian_on_day(&s, d);
		expect_said(&s, on[i]);
	}
	str_done(&s);
}

static void
test_prepositions(void **state)
{
	static const struct {
		int day;
		const char *from, *to;
	} rows[] = {
		{1, "с 1 июня", "к 1 июня"}, {2, "со 2 июня", "ко 2 июня"},
		{12, "с 12 июня", "к 12 июня"}, {20, "с 20 июня", "к 20 июня"},
		{22, "с 22 июня", "к 22 июня"},
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		russian_from(&s, date_of(2023, 6, rows[i].day));
		expect_said(&s, rows[i].from);
		russian_to(&s, date_of(2023, 6, rows[i].day));
		expect_said(&s, rows[i].to);
	}
	str_done(&s);
}

static void
test_spans(void **state)
{
	struct str s;

	(void)state;
	str_init(&s);
	russian_span(&s, (struct date_span){date_of(2021, 5, 21),
	    date_of(2021, 5, 25)});
	expect_said(&s, "21–25 мая");
	russian_span(&s, (struct date_span){date_of(2021, 5, 29),
	    date_of(2021, 6, 2)});
	expect_said(&s, "29 мая — 2 июня");
	russian_span(&s, (struct date_span){date_of(2023, 12, 29),
	    date_of(2024, 1, 2)});
	expect_said(&s, "29 декабря 2023 г. — 2 января 2024 г.");
	russian_day(&s, date_of(2021, 5, 28));
	expect_said(&s, "пятница, 28 мая 2021 г.");
	str_done(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plurals),
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_months),
		cmocka_unit_test(test_weekdays),
		cmocka_unit_test(test_prepositions),
		cmocka_unit_test(test_spans),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
