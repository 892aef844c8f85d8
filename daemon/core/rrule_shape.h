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

#include <stdint.h>

#include "core/date.h"

enum freq { FREQ_NONE, FREQ_DAILY, FREQ_WEEKLY, FREQ_MONTHLY, FREQ_YEARLY };

enum {
	INTERVAL_MOST = 9999, COUNT_MOST = 99999,
	NTH_MOST = 53,          /* weekdays of a year */
	SETPOS_MOST = 366,
	SETPOS_WORDS = SETPOS_MOST / 64 + 1,
	ALL_MONTHS = 0x1ffe, MONTHS_MOST = 12,
	WEEKS_BACK = 4000       /* makes week numbers positive from 1900 on */
};

struct rrule {
	enum freq freq;
	int32_t interval, count;        /* count 0: none */
	struct date until;              /* DATE_NONE: none */
	uint32_t months;                /* bits 1..12; 0: any */
	uint32_t days, days_from_end;   /* bits 1..31 */
	uint32_t weekdays;              /* bits 1..7, without a number */
	uint32_t numbered;              /* those that have numbers */
	uint64_t nth[8], nth_from_end[8];       /* bits 1..53, by weekday */
	int setpos_words;               /* of these that are in use */
	uint64_t setpos[SETPOS_WORDS], setpos_from_end[SETPOS_WORDS];
	enum weekday wkst;
	int32_t last_period;            /* that of the last day */
};

static inline struct date
rrule_last_day(const struct rrule *r)
{
	return date_is_none(r->until) ? DATE_MAX : r->until;
}

/* Periods are numbered as weeks from WKST, months, years; the days of a daily
 * rule are looked for a month at a time. */
static inline int32_t
rrule_period(const struct rrule *r, struct date d)
{
	struct civil c;

	if (r->freq == FREQ_WEEKLY)     /* day 0 was a Thursday */
		return (d.n + 7 * WEEKS_BACK + 3 -
		    ((int)r->wkst - MONDAY)) / 7;
	c = date_civil(d);
	return r->freq == FREQ_YEARLY ? c.year : c.year * 12 + c.month - 1;
}

#endif
