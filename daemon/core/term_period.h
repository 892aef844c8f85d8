/* term_period.h - calendar periods and their parts, by number.
 *
 * Owns:        nothing; all values are passed by value.
 * May touch:   date, workcal; the shapes of term.h.
 * Never knows: validity, counts, what a window is.
 *
 * Periods of one unit are numbered, so that the one that holds a day and its
 * neighbours are found by arithmetic. Private to the term modules. */
#ifndef SROK_CORE_TERM_PERIOD_H
#define SROK_CORE_TERM_PERIOD_H

#include "core/term.h"

/* A period in which points are looked for. The view of its first day is kept
 * where it is known for nothing. */
struct room {
	struct date_span days;
	struct civil first;             /* year 0: not known */
};

/* The number of the period that holds d, else (school years have gaps, days
 * off are no working days) of the next one. */
int32_t period_index(const struct term_frame *f, enum term_unit unit,
    struct date d);
/* That period; empty for a UNIT_WORKING_DAY that is not worked. */
void period_room(const struct term_frame *f, enum term_unit unit,
    int32_t index, struct room *ret);

/* Consecutive periods of interval units from a first day, numbered from 0.
 * N working days end on the N-th of them. */
struct run {
	const struct workcal *cal;
	struct date first;
	struct civil begin;             /* the same day */
	int32_t days, working_days, months;     /* of each: one of them */
};
void run_init(struct run *r, const struct workcal *cal, struct date first,
    enum term_unit unit, int32_t interval);

/* The number of the period that holds d or is the next to begin; 0 before
 * the first. */
int32_t run_index(const struct run *r, struct date d);
/* Its days; empty beyond 2200. */
struct date_span run_span(const struct run *r, int32_t index);

/* The day that a point names in a room: a day that a month lacks is its last
 * (design.md §3.4); a fifth Friday or tenth working day that is not there is
 * DATE_NONE. A named month is the first one from the room's first month on;
 * so the day may lie outside. */
struct date point_in(const struct workcal *cal, const struct room *room,
    const struct term_point *p);

/* «до 20 числа месяца, следующего за отчётным кварталом»: the day that a
 * point names in the months that follow ended, the last day of a period; never
 * before the day after it. DATE_NONE when none within a year. */
enum { POINT_AFTER_MOST = 366 };
struct date point_after(const struct workcal *cal, struct date ended,
    const struct term_point *p);

#endif
