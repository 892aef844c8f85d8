/* ical_values.h - single values of an .ics file: days, durations, words.
 *
 * Owns:        nothing.
 * May touch:   core's arena, date; ical_lines.
 * Never knows: events. Private to ical. */
#ifndef SROK_LOAD_ICAL_VALUES_H
#define SROK_LOAD_ICAL_VALUES_H

#include "core/date.h"
#include "load/ical_lines.h"

struct ical_moment {
	struct date day;
	int second;             /* of the day; -1: a day without a time */
};

/* "20260101", "20260101T090000", "…Z"; the zone of a time is not asked. False
 * and a complaint when it is none, or lies beyond 1900..2200. */
bool ical_moment(const struct ical_lines *l, struct ical_part part,
    struct ical_moment *ret);

/* "P1D", "P2W", "P1DT12H", "PT90M" as seconds. False and a complaint when it
 * is none, is negative, or longer than some years. */
bool ical_duration(const struct ical_lines *l, struct ical_part part,
    int64_t *ret_s);

/* A TEXT value for people: escapes undone, breaks of lines as blanks; in the
 * arena of l. */
const char *ical_text(const struct ical_lines *l, struct ical_part part);

/* Takes the next value of a list behind commas; false at its end. */
bool ical_next_value(const struct ical_lines *l, struct ical_part *rest,
    struct ical_part *ret);

#endif
