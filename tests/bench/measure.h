/* measure.h - the clock and the middle of several rounds, for benches in C.
 *
 * Each round runs every contender in turn, so that a machine whose speed
 * drifts slows all of them; what counts is the ratio within a round. */
#ifndef SROK_BENCH_MEASURE_H
#define SROK_BENCH_MEASURE_H

#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 9 };

static inline double
measure_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Seconds of CPU that one call takes. Batches of calls double until one lasts
 * least_s, so that the clock itself does not matter; that one counts. */
static inline double
measure_call(void (*call)(void *), void *arg, double least_s)
{
	for (long calls = 1;; calls *= 2) {
		double begun = measure_now(), passed;

		for (long i = 0; i < calls; i++)
			call(arg);
		passed = measure_now() - begun;
		if (passed >= least_s)
			return passed / (double)calls;
	}
}

static inline int
measure_compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Sorts the rounds; the middle one. */
static inline double
measure_median(double v[ROUNDS])
{
	qsort(v, ROUNDS, sizeof(v[0]), measure_compare);
	return v[ROUNDS / 2];
}

#endif
