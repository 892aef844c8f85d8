/* recur.h - five recurrences that every contender knows, and what is asked.
 *
 * A contender says the days of a rule in 2000-2099, and the first day on or
 * after another. */
#ifndef SROK_BENCH_RECUR_H
#define SROK_BENCH_RECUR_H

#include <stddef.h>
#include <stdint.h>

#include "core/date.h"

enum { RECUR_RULES = 5, RECUR_FIRST_YEAR = 2000, RECUR_LAST_YEAR = 2099 };

/* By RFC 5545, from 1 January of the first year on. */
extern const char *const recur_text[RECUR_RULES];

struct recur_sum {
	size_t count;
	int64_t days;           /* their numbers since 1970, added up */
};

struct recur_contender {
	const char *name;
	struct recur_sum (*expand)(int rule);
	struct date (*next)(int rule, struct date on_or_after);
};

/* Prints a row for each rule and for all of them together. */
void recur_run(const struct recur_contender *c);

static inline void
recur_add(struct recur_sum *sum, struct date d)
{
	sum->count++;
	sum->days += d.n;
}

#endif
