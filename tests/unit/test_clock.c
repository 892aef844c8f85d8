#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>
#include <unistd.h>

#include "loop/clock.h"

enum { T0 = 1653271200, DAY = 86400 };

struct bench {
	struct ev_loop *loop;
	struct clock clock;
};

static void
bench_virtual(struct bench *b, double rate)
{
	b->loop = ev_loop_new(EVFLAG_AUTO);
	assert_non_null(b->loop);
	clock_init_virtual(&b->clock, b->loop, T0, rate);
}

static void
bench_done(struct bench *b)
{
	clock_done(&b->clock);
	ev_loop_destroy(b->loop);
}

static void
pause_ms(int ms)
{
	usleep((useconds_t)ms * 1000);
}

static void
test_stands_still_while_work_is_in_hand(void **state)
{
	struct bench b;
	int64_t held;

	(void)state;
	bench_virtual(&b, DAY);
	pause_ms(20);
	assert_int_equal(clock_now(&b.clock), T0);      /* never armed */
	clock_arm(&b.clock, T0 + 30 * DAY);
	clock_hold(&b.clock);
	held = clock_now(&b.clock);
	pause_ms(20);
	assert_int_equal(clock_now(&b.clock), held);
	clock_arm(&b.clock, INT64_MAX);         /* nothing to wait for */
	pause_ms(20);
	assert_int_equal(clock_now(&b.clock), held);
	bench_done(&b);
}

/* A measured wake would be late by some virtual seconds, each time others. */
static void
test_its_own_timer_gives_the_target_itself(void **state)
{
	struct bench b;

	(void)state;
	bench_virtual(&b, 1000 * DAY);
	for (int64_t target = T0; target < T0 + 40 * DAY;
	    target += 9 * DAY + 12345) {
		clock_arm(&b.clock, target);
		ev_run(b.loop, EVRUN_ONCE);
		assert_int_equal(clock_now(&b.clock), target);
		pause_ms(2);
		assert_int_equal(clock_now(&b.clock), target);
	}
	bench_done(&b);
}

static void
test_woken_early_is_before_the_target(void **state)
{
	struct bench b;
	int64_t before, now;

	(void)state;
	bench_virtual(&b, 1000);
	clock_arm(&b.clock, T0 + DAY);
	pause_ms(30);
	before = clock_now(&b.clock);
	assert_in_range(before, T0 + 30, T0 + DAY - 1);
	clock_hold(&b.clock);
	now = clock_now(&b.clock);
	assert_in_range(now, before, T0 + DAY - 1);
	bench_done(&b);
}

/* The sleep outlasted the target and the timer has not run yet: a second
 * short of it, or what falls due then would be done before its hour. */
static void
test_only_the_timer_reaches_the_target(void **state)
{
	struct bench b;

	(void)state;
	bench_virtual(&b, DAY);
	clock_arm(&b.clock, T0 + 60);
	pause_ms(20);
	assert_int_equal(clock_now(&b.clock), T0 + 59);
	assert_int_equal(clock_now(&b.clock), T0 + 59);
	ev_run(b.loop, EVRUN_ONCE);
	assert_int_equal(clock_now(&b.clock), T0 + 60);
	bench_done(&b);
}

/* Asking often loses nothing: parts of a virtual second are carried on. */
static void
test_asking_often_does_not_slow_it(void **state)
{
	struct bench b;
	double from;
	int64_t now;

	(void)state;
	bench_virtual(&b, 100);
	clock_arm(&b.clock, T0 + DAY);
	from = clock_monotonic();
	while (clock_monotonic() - from < 0.2)
		(void)clock_now(&b.clock);
	now = clock_now(&b.clock);
	assert_in_range(now, T0 + 19, T0 + DAY - 1);
	bench_done(&b);
}

static void
test_arming_the_same_target_again_keeps_running(void **state)
{
	struct bench b;
	int64_t now;

	(void)state;
	bench_virtual(&b, 1000);
	for (int i = 0; i < 5; i++) {
		clock_arm(&b.clock, T0 + DAY);
		pause_ms(10);
	}
	now = clock_now(&b.clock);
	assert_in_range(now, T0 + 49, T0 + DAY - 1);
	bench_done(&b);
}

static void
test_a_target_in_the_past_does_not_go_back(void **state)
{
	struct bench b;

	(void)state;
	bench_virtual(&b, DAY);
	clock_arm(&b.clock, T0 - DAY);
	ev_run(b.loop, EVRUN_ONCE);
	assert_int_equal(clock_now(&b.clock), T0);
	bench_done(&b);
}

static void
test_stepped(void **state)
{
	struct bench b;
	double from = clock_monotonic();

	(void)state;
	bench_virtual(&b, 0);
	for (int i = 1; i <= 365; i++) {
		clock_arm(&b.clock, T0 + (int64_t)i * DAY);
		assert_int_equal(clock_now(&b.clock),
		    T0 + (int64_t)(i - 1) * DAY);
		ev_run(b.loop, EVRUN_ONCE);
		assert_int_equal(clock_now(&b.clock), T0 + (int64_t)i * DAY);
	}
	assert_true(clock_monotonic() - from < 30.);
	bench_done(&b);
}

static void
test_real(void **state)
{
	struct bench b;
	int64_t before = (int64_t)time(NULL), now;

	(void)state;
	b.loop = ev_loop_new(EVFLAG_AUTO);
	clock_init_real(&b.clock, b.loop);
	now = clock_now(&b.clock);
	assert_in_range(now, before, (int64_t)time(NULL));
	clock_arm(&b.clock, before + DAY);
	clock_hold(&b.clock);           /* the world does not wait */
	assert_true(ev_is_active(&b.clock.real));
	clock_arm(&b.clock, INT64_MAX);
	assert_false(ev_is_active(&b.clock.real));
	bench_done(&b);
}

/* Woken at a sending time it is that second, whatever time(2) says a tick too
 * late; and the same target armed again wakes again. Either fault would have
 * left the sending time out. */
static void
test_real_target_is_reached(void **state)
{
	struct bench b;
	int64_t target;

	(void)state;
	b.loop = ev_loop_new(EVFLAG_AUTO);
	clock_init_real(&b.clock, b.loop);
	target = (int64_t)time(NULL) + 1;
	for (int i = 0; i < 2; i++) {
		clock_arm(&b.clock, target);
		assert_true(ev_is_active(&b.clock.real));
		while (ev_is_active(&b.clock.real))
			ev_run(b.loop, EVRUN_ONCE);
		assert_true(clock_now(&b.clock) >= target);
	}
	bench_done(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stands_still_while_work_is_in_hand),
		cmocka_unit_test(test_its_own_timer_gives_the_target_itself),
		cmocka_unit_test(test_woken_early_is_before_the_target),
		cmocka_unit_test(test_only_the_timer_reaches_the_target),
		cmocka_unit_test(test_asking_often_does_not_slow_it),
		cmocka_unit_test(
		    test_arming_the_same_target_again_keeps_running),
		cmocka_unit_test(test_a_target_in_the_past_does_not_go_back),
		cmocka_unit_test(test_stepped),
		cmocka_unit_test(test_real),
		cmocka_unit_test(test_real_target_is_reached)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
