/* Which copies are kept: grandfather, father, son. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "core/retain.h"

enum { MOST = 2000 };

static const struct retain usual = {7, 5, 12};

/* Copies that are there, oldest first. */
struct shelf {
	struct date days[MOST];
	size_t n;
};

static void
prune(struct shelf *s, struct date today, const struct retain *rule)
{
	bool keep[MOST];
	size_t n = 0;

	retain(s->days, s->n, today, rule, keep);
	for (size_t i = 0; i < s->n; i++)
		if (keep[i])
			s->days[n++] = s->days[i];
	s->n = n;
}

static void
expect(const struct shelf *s, const char *want)
{
	char got[MOST * DATE_TEXT] = "", day[DATE_TEXT];

	for (size_t i = 0; i < s->n; i++) {
		strcat(got, i ? " " : "");
		strcat(got, date_iso(s->days[i], day));
	}
	assert_string_equal(got, want);
}

static struct shelf
every_day(struct date from, int n)
{
	struct shelf s = {.n = 0};

	for (int i = 0; i < n; i++)
		s.days[s.n++] = date_add(from, i);
	return s;
}

static void
test_three_generations(void **state)
{
	struct date from = date_of(2021, 1, 1), today = date_of(2022, 6, 15);
	struct shelf s = every_day(from, date_diff(today, from) + 1);

	(void)state;
	prune(&s, today, &usual);
	/* Months end on their last day, weeks on Sunday; today stands for its
	 * day, week and month. */
	expect(&s, "2021-07-31 2021-08-31 2021-09-30 2021-10-31 2021-11-30 "
	    "2021-12-31 2022-01-31 2022-02-28 2022-03-31 2022-04-30 "
	    "2022-05-22 2022-05-29 2022-05-31 2022-06-05 2022-06-09 "
	    "2022-06-10 2022-06-11 2022-06-12 2022-06-13 2022-06-14 "
	    "2022-06-15");
}

/* Pruned each day for years, the same stays as pruned once. */
static void
test_every_day_or_once(void **state)
{
	static const struct retain rules[] = {
		{7, 5, 12}, {1, 1, 1}, {3, 0, 2}, {0, 4, 0}, {30, 10, 3}
	};
	struct date from = date_of(2019, 12, 30);

	(void)state;
	for (size_t r = 0; r < sizeof(rules) / sizeof(rules[0]); r++) {
		struct shelf daily = {.n = 0};

		for (int i = 0; i < 800; i++) {
			struct date today = date_add(from, i);
			struct shelf once = every_day(from, i + 1);

			daily.days[daily.n++] = today;
			prune(&daily, today, &rules[r]);
			prune(&once, today, &rules[r]);
			assert_int_equal(daily.n, once.n);
			assert_memory_equal(daily.days, once.days,
			    once.n * sizeof(once.days[0]));
		}
	}
}

static void
test_gaps_are_not_counted(void **state)
{
	struct shelf s = {{date_of(2010, 3, 5), date_of(2015, 1, 1),
	    date_of(2015, 1, 2), date_of(2022, 6, 15)}, 4};

	(void)state;
	prune(&s, date_of(2022, 6, 15), &(struct retain){2, 2, 3});
	expect(&s, "2010-03-05 2015-01-02 2022-06-15");
	prune(&s, date_of(2030, 1, 1), &(struct retain){1, 1, 1});
	expect(&s, "2022-06-15");
}

static void
test_several_of_one_day(void **state)
{
	struct date d = date_of(2022, 6, 15);
	struct date days[] = {d, d, d};
	bool keep[3];

	(void)state;
	retain(days, 3, d, &usual, keep);
	assert_false(keep[0]);
	assert_false(keep[1]);
	assert_true(keep[2]);
}

/* A clock that stood ahead must not cost the copies of today. */
static void
test_days_to_come(void **state)
{
	struct date today = date_of(2022, 6, 15);
	struct shelf s = {{date_of(2022, 6, 14), today, date_of(2040, 1, 1),
	    date_of(2040, 1, 2)}, 4};

	(void)state;
	prune(&s, today, &(struct retain){2, 1, 1});
	expect(&s, "2022-06-14 2022-06-15 2040-01-01 2040-01-02");
}

static void
test_nothing(void **state)
{
	(void)state;
	retain(NULL, 0, date_of(2022, 6, 15), &usual, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_three_generations),
		cmocka_unit_test(test_every_day_or_once),
		cmocka_unit_test(test_gaps_are_not_counted),
		cmocka_unit_test(test_several_of_one_day),
		cmocka_unit_test(test_days_to_come),
		cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
