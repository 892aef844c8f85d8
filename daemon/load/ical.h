/* ical.h - the days of an .ics file (RFC 5545): holidays, others' schedules.
 *
 * Owns:        nothing; what it returns lives in the caller's arena.
 * May touch:   core's arena, date, diag, rrule; load's source (characters).
 * Never knows: what the days are wanted for; files, zones.
 *
 * Whole days are all that is wanted, so a time loses its hour and its zone: it
 * is the day that the calendar's owner wrote. libical would read more, but it
 * mends silently what is broken and knows no line or column; here each fault
 * is a complaint with its place. */
#ifndef SROK_LOAD_ICAL_H
#define SROK_LOAD_ICAL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/date.h"
#include "core/diag.h"

enum {
	ICAL_MOST = 4 * 1024 * 1024,    /* bytes of a file */
	ICAL_SPANS_MOST = 10000
};

struct ical_span {              /* one event on its days, or one repeat of it */
	struct date_span days;  /* both inclusive */
	const char *summary;    /* as read by people, in one line; "" */
	const char *uid;        /* ""; a repeat has that of its event */
	struct place place;     /* of the event */
};

/* Reads len bytes, which need not end with NUL. All events that touch
 * `within`, by day; repeats (RRULE, RDATE, EXDATE, RECURRENCE-ID) as far as
 * they do; events of STATUS:CANCELLED are left out. Complaints (codes 0030..)
 * go to diags; with an error false is returned and nothing is written. */
bool ical_read(struct arena *a, const char *file, const char *bytes,
    size_t len, struct date_span within, const struct ical_span **ret,
    size_t *ret_n, struct diags *diags);

#endif
