/* workcal.h - which days are worked, and why the others are not.
 *
 * Owns:        the calendar it builds, in the arena it is given.
 * May touch:   arena, date, diag.
 * Never knows: files, what falls due, who works.
 *
 * Five-day weeks of the Labour Code: weekends, holidays (art. 112), holidays
 * carried from a weekend to the next working day, days off moved by the
 * year's decree, working Saturdays, short days; and overlays with a region's
 * own days. A year without its decree is computed from the rest and is not
 * official (design.md §3.10). */
#ifndef SROK_CORE_WORKCAL_H
#define SROK_CORE_WORKCAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/date.h"
#include "core/diag.h"

struct workcal;                 /* immutable; looked up in constant time */

/* Every year's days: both ends inclusive; last may lie before first when the
 * span runs over the end of the year. */
struct yearly_span {
	uint8_t first_month, first_day, last_month, last_day;
	struct place place;
};

struct workcal_move {           /* a day off, moved by a decree */
	struct date from, to;
	struct place place;
};

struct workcal_year {
	int year;
	const struct workcal_move *moves;
	size_t nmoves;
	const struct date *short_days;
	size_t nshort;
	int working_days;       /* the decree's total; 0 when not given */
	struct place place;     /* of the total, else of the year */
};

struct workcal_exception {      /* an overlay's own days */
	struct date_span days;
	bool working;           /* else days off */
	const char *why;        /* borrowed, or NULL */
	struct place place;
};

/* What a calendar is made of; everything is borrowed for the call, texts for
 * the life of the calendar. */
struct workcal_spec {
	const char *id;
	uint8_t weekend;        /* bit (1 << enum weekday) */
	const struct yearly_span *holidays, *carried;
	size_t nholidays, ncarried;
	const struct workcal_year *years;
	size_t nyears;
	const struct workcal_exception *exceptions;
	size_t nexceptions;
};

/* Builds the calendar for 1900-2200 in a. Complains of a move from a working
 * day, a move onto a day off, a total that differs (codes 04xx), and builds
 * all the same. */
const struct workcal *workcal_build(struct arena *a,
    const struct workcal_spec *spec, struct diags *diags);

/* Monday to Friday, nothing else, no year official: what stands in where no
 * calendar is named. */
const struct workcal *workcal_plain(struct arena *a);

const char *workcal_id(const struct workcal *cal);
bool workcal_is_working(const struct workcal *cal, struct date d);
bool workcal_is_short(const struct workcal *cal, struct date d);

enum workcal_kind {
	WORKCAL_WORKING, WORKCAL_WORKING_WEEKEND, WORKCAL_WEEKEND,
	WORKCAL_HOLIDAY, WORKCAL_CARRIED, WORKCAL_MOVED, WORKCAL_EXCEPTION
};
/* What kind of day d is; ret_from (or NULL) is where a carried or moved day
 * off comes from, ret_why (or NULL) an overlay's reason. */
enum workcal_kind workcal_kind(const struct workcal *cal, struct date d,
    struct date *ret_from, const char **ret_why);

/* The holiday of every year that holds d, or NULL; borrowed. */
const struct yearly_span *workcal_holiday(const struct workcal *cal,
    struct date d);

/* The year of d has an official calendar; else dates are provisional. */
bool workcal_is_official(const struct workcal *cal, struct date d);
/* The last official year, or 0. */
int workcal_last_official_year(const struct workcal *cal);

/* First working day on or after d; last on or before d. Within 1900..2200;
 * at the edge, d itself. */
struct date workcal_next(const struct workcal *cal, struct date d);
struct date workcal_previous(const struct workcal *cal, struct date d);
/* The n-th working day after d (n > 0) or before d (n < 0); n = 0 gives d. */
struct date workcal_add(const struct workcal *cal, struct date d, int n);
/* Working days in the span, both ends inclusive; 0 when empty. */
int workcal_count(const struct workcal *cal, struct date_span span);

enum shift { SHIFT_BEFORE, SHIFT_AFTER, SHIFT_KEEP };
/* The effective day of a DUE (design.md §3.10, §5): DUE when it is worked or
 * kept; else the working day before (usage of administrations, but never
 * before start) or after it (Civil Code art. 193). */
struct date workcal_effective(const struct workcal *cal, struct date start,
    struct date due, enum shift shift);

#endif
