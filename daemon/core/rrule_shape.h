/* rrule_shape.h - a recurrence rule as it lies in memory.
 *
 * Owns:        nothing.
 * May touch:   date.
 * Never knows: text, occurrences.
 *
 * Lists are sets of bits, so that order and repetition in the text do not
 * matter. Private to the rrule modules. */
#ifndef SROK_CORE_RRULE_SHAPE_H
#define SROK_CORE_RRULE_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/date.h"

enum freq { FREQ_NONE, FREQ_DAILY, FREQ_WEEKLY, FREQ_MONTHLY, FREQ_YEARLY };

enum {
	INTERVAL_MOST = 9999, COUNT_MOST = 99999,
	NTH_MOST = 53,          /* weekdays of a year */
	SETPOS_MOST = 366,
	SETPOS_WORDS = SETPOS_MOST / 64 + 1
};

struct rrule {
	enum freq freq;
	int32_t interval, count;        /* count 0: none */
	struct date until;              /* DATE_NONE: none */
	uint32_t months;                /* bits 1..12; 0: any */
	uint32_t days, days_from_end;   /* bits 1..31 */
	uint32_t weekdays;              /* bits 1..7, without a number */
	uint64_t nth[8], nth_from_end[8];       /* bits 1..53, by weekday */
	uint64_t setpos[SETPOS_WORDS], setpos_from_end[SETPOS_WORDS];
	enum weekday wkst;
};

static inline bool
rrule_has_nth(const struct rrule *r)
{
	for (int w = MONDAY; w <= SUNDAY; w++) {
		if (r->nth[w] || r->nth_from_end[w])
			return true;
	}
	return false;
}

static inline bool
rrule_has_setpos(const struct rrule *r)
{
	for (int i = 0; i < SETPOS_WORDS; i++) {
		if (r->setpos[i] || r->setpos_from_end[i])
			return true;
	}
	return false;
}

#endif
