/* A clock that leaps, and what makes it believed again. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "loop/trust.h"

enum { T0 = 1653271200, HOUR = 3600, DAY = 86400, UP = 5000 };
#define YEARS (10 * INT64_C(366) * DAY)

static struct trust
begun(void)
{
	struct trust t;

	trust_begin(&t, &(struct trust_look){T0, UP, T0 - 60}, 0, 0);
	assert_int_equal(t.doubted, 0);
	return t;
}

/* An hour later by both, and what the world's clock is off by. */
static bool
look(struct trust *t, int hours, int64_t off, int64_t synced)
{
	return trust_look(t, &(struct trust_look){
		T0 + hours * HOUR + off, UP + hours * HOUR, synced});
}

static void
test_time_passes(void **state)
{
	struct trust t = begun();

	(void)state;
	for (int h = 1; h < 100; h++)           /* it drifts and is slewed */
		assert_false(look(&t, h, h * 600, 0));
	assert_false(look(&t, 101, 100 * 600 - YEARS, 0));      /* back */
	assert_int_equal(t.doubted, 0);
}

static void
test_a_leap_is_doubted_until_it_is_undone(void **state)
{
	struct trust t = begun();

	(void)state;
	assert_true(look(&t, 1, YEARS, T0 - 60));
	assert_int_equal(t.leap, YEARS);
	assert_false(look(&t, 2, YEARS, T0 - 60));
	assert_int_not_equal(t.doubted, 0);
	assert_true(look(&t, 3, 30, T0 - 60));
	assert_int_equal(t.doubted, 0);
	assert_false(look(&t, 4, 30 + TRUST_LEAP_S, 0));
}

/* A leap of the synchronisation itself, and one that it confirms later. */
static void
test_synchronised_since(void **state)
{
	struct trust t = begun();

	(void)state;
	assert_false(look(&t, 1, YEARS, T0 + HOUR + YEARS - 5));
	assert_int_equal(t.doubted, 0);
	assert_true(look(&t, 2, 2 * YEARS, T0 + HOUR + YEARS - 5));
	/* Put right by a year: that is not what it was before either. */
	assert_true(look(&t, 3, YEARS + 366 * DAY,
	    T0 + 3 * HOUR + YEARS + 366 * DAY - 5));
	assert_int_equal(t.doubted, 0);
}

static void
test_the_word_of_the_administrator(void **state)
{
	struct trust t = begun();

	(void)state;
	assert_true(look(&t, 1, YEARS, 0));
	trust_believe(&t, &(struct trust_look){T0 + HOUR + YEARS, UP + HOUR,
	    0});
	assert_int_equal(t.doubted, 0);
	assert_false(look(&t, 2, YEARS, 0));
	assert_int_equal(t.doubted, 0);
}

static void
test_beginnings(void **state)
{
	static const struct {
		int64_t real, boot, synced, last, offset;
		bool doubted;
	} rows[] = {
		/* The first one; the same boot after a week; a short stop. */
		{T0, UP, 0, 0, 0, false},
		{T0, UP + 9 * DAY, 0, T0 - 7 * DAY, T0 - UP - 9 * DAY, false},
		{T0, UP, 0, T0 - DAY, 12345, false},
		/* Another boot, days later: with and without a word of it. */
		{T0, UP, 0, T0 - DAY - 1, 12345, true},
		{T0, UP, T0 - 100, T0 - 3 * DAY, 12345, false},
		{T0 + YEARS, UP, T0 - 4 * DAY, T0 - 3 * DAY, 12345, true},
		/* It stands before the last record. */
		{T0 - YEARS, UP, 0, T0, 12345, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct trust t;

		trust_begin(&t, &(struct trust_look){rows[i].real,
		    rows[i].boot, rows[i].synced}, rows[i].last,
		    rows[i].offset);
		assert_int_equal(t.doubted != 0, rows[i].doubted);
		if (!rows[i].doubted)
			continue;
		assert_false(trust_look(&t, &(struct trust_look){
		    rows[i].real + 60, rows[i].boot + 60, rows[i].synced}));
		assert_true(trust_look(&t, &(struct trust_look){
		    rows[i].real + 120, rows[i].boot + 120,
		    rows[i].real + 110}));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_time_passes),
		cmocka_unit_test(test_a_leap_is_doubted_until_it_is_undone),
		cmocka_unit_test(test_synchronised_since),
		cmocka_unit_test(test_the_word_of_the_administrator),
		cmocka_unit_test(test_beginnings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
