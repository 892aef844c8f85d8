/* term.h - what a term means: between START and DUE, MIN to MAX times.
 *
 * Owns:        nothing but what lies in the arena it is given.
 * May touch:   arena, date, workcal, str.
 * Never knows: the words that it was written in (phrase), rules, the log.
 *
 * A term is a list of parts; its windows are those of all parts together.
 * Windows are computed, never stored: finding the first one due on or after
 * a day costs the same in year 1 and in year 100. Sources: design.md §3,
 * rule-files.md §5. */
#ifndef SROK_CORE_TERM_H
#define SROK_CORE_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/date.h"
#include "core/str.h"
#include "core/workcal.h"

/* An enum of one byte: a country holds 40,000 terms, and the reader of a
 * phrase makes and drops parts of them by the dozen. */
#define TERM_BYTE __attribute__((packed))

enum TERM_BYTE term_unit {
	UNIT_DAY, UNIT_WORKING_DAY, UNIT_WEEK, UNIT_DECADE, UNIT_MONTH,
	UNIT_QUARTER, UNIT_HALF_YEAR, UNIT_YEAR, UNIT_SCHOOL_YEAR, UNIT_COUNT
};

struct duration {
	int32_t n;              /* 0: none given */
	enum term_unit unit;    /* DAY, WORKING_DAY, WEEK, MONTH, QUARTER,
	                         * HALF_YEAR or YEAR */
};

/* A day inside a period. Where neither month nor nth_month is given it
 * counts in the period itself (or, for POINT_DAY in periods longer than a
 * month, is refused by the readers). */
enum TERM_BYTE point_kind {
	POINT_DAY,              /* n-th day; n = -1: the last */
	POINT_WEEKDAY,          /* that weekday of a week */
	POINT_NTH_WEEKDAY,      /* n-th (1..5) or last (-1) weekday */
	POINT_NTH_WORKING_DAY,  /* n-th or last (-1) working day */
	POINT_BEFORE_END        /* n days before the last day */
};

struct term_point {
	enum point_kind kind;
	uint8_t weekday;        /* enum weekday, for the weekday kinds */
	int16_t n;
	uint8_t month;          /* "of september": 1..12, 0 none */
	uint8_t nth_month;      /* "of month 3" of a quarter, half-year; or 0 */
};

enum TERM_BYTE term_select {
	SELECT_WHOLE,           /* the period as it is */
	SELECT_IN,              /* first..last of each item, one window each */
	SELECT_DAY,             /* that day alone (first of each item) */
	SELECT_BY               /* start of the period..that day (first of
	                         * each item); with SPANS, that they were
	                         * given as `by: DATE` */
};

/* last may lie before first: then it is in the next period (декабрь-январь). */
struct term_item {
	struct term_point first, last;
};

enum TERM_BYTE term_base {
	TERM_PERIODS,           /* every: unit, or every N units */
	TERM_SPANS,             /* during: dates, by: dates */
	TERM_AFTER,             /* after: a period; by or within */
	TERM_REQUEST,           /* after: request; within */
	TERM_EXTERNAL,          /* schedule: external */
	TERM_RRULE              /* RFC 5545 */
};

struct rrule;                   /* rrule.h */

struct term_part {
	enum term_base base;
	enum term_unit unit;    /* PERIODS, AFTER; EXTERNAL: YEAR when a new
	                         * schedule each year, else UNIT_COUNT */
	enum term_select select;
	bool consecutive;       /* by interval from there, not by calendar */
	bool rolling;           /* counting: from last done; one window is
	                         * open, from the day after it */
	bool standing;          /* attested, never eternally red */
	bool in_force;          /* SPANS: the whole validity, no spans given */
	uint16_t interval;      /* 1; N: consecutive periods of N units that
	                         * start at from, else at in_force.from */
	uint16_t only;          /* bit (1 << month); 0: all months */
	uint16_t at_least;      /* MIN of each window */
	uint16_t at_most;       /* MAX; 0: none. MIN 0 is a cap, not a duty */
	struct date from, to;   /* cut to these; DATE_MIN, DATE_MAX when open */
	struct duration within; /* AFTER, REQUEST: counted from the next day */
	const struct term_item *items;
	size_t nitems;
	const struct date_span *spans;  /* SPANS: sorted by last */
	size_t nspans;
	const struct rrule *rrule;
};

struct term {
	const struct term_part *parts;
	size_t nparts;
};

/* What a term is read against. All pointers are borrowed. */
struct term_frame {
	struct date_span in_force;      /* last = DATE_MAX when it has no end */
	/* year: school: «год» = 1 September..31 August */
	bool school;
	uint8_t school_first_month, school_first_day;   /* «учебный год»: */
	uint8_t school_last_month, school_last_day;     /* 9, 1 and 5, 31 */
	const struct workcal *cal;      /* never NULL */
	const struct date_span *dates;  /* EXTERNAL: entered, sorted by last */
	size_t ndates;
	const struct date *requests;    /* REQUEST: their days, sorted */
	size_t nrequests;
	struct date last_done;          /* rolling; DATE_NONE: never */
	/* Windows are cut to these days too, though consecutive periods are
	 * counted from in_force.first all the same; NULL: they are not. */
	const struct date_span *owed;
};

struct term_window {
	struct date start, due; /* inclusive */
	uint16_t min, max;      /* max 0: none */
	bool standing;
	bool clipped;           /* cut by the validity or by from/to */
	struct date_span full;  /* the whole period before it was cut */
	enum term_unit unit;    /* each calendar period of that length has one;
	                         * UNIT_COUNT: it stands alone */
	bool after;             /* the period before has it */
};

/* The first window with DUE >= after, cut to the frame's validity and the
 * part's bounds, counts prorated where the period is partly valid: max(1,
 * round-half-up(N * days inside / days)) (design.md §3.5). Windows with one
 * DUE are one: earliest START, largest MIN, smallest given MAX. Order is by
 * DUE. False when there is none up to 2200. */
bool term_next(const struct term *t, const struct term_frame *f,
    struct date after, struct term_window *ret);

/* All windows of the span by DUE, in a; at most limit. Returns their number,
 * or limit + 1 when there are more (then *ret holds limit). */
size_t term_windows(const struct term *t, const struct term_frame *f,
    struct date_span due_in, size_t limit, struct arena *a,
    struct term_window **ret);

/* Windows come, in part at least, from a schedule entered later / from
 * requests that are logged. */
bool term_is_external(const struct term *t);
bool term_is_on_request(const struct term *t);

bool term_equal(const struct term *a, const struct term *b);

/* "3 working days", "1 month". */
void duration_print(struct str *out, struct duration d);

/* d moved by a duration: days are added; working days counted in cal; months
 * and years by Civil Code art. 192 (a day that the month lacks: its last). */
struct date duration_add(const struct workcal *cal, struct date d,
    struct duration by);
struct date duration_subtract(const struct workcal *cal, struct date d,
    struct duration by);

/* The calendar period of a unit that holds d (UNIT_DAY..UNIT_SCHOOL_YEAR); for
 * the school year the one that holds d or else the next one. */
struct date_span term_period(const struct term_frame *f, enum term_unit unit,
    struct date d);

/* The spelled-out form (rule-files.md §5) as flow YAML, e.g.
 * {every: year, in: june}; a term of several parts as a [list]. Reading it
 * again gives an equal term. */
void term_print(struct str *out, const struct term *t);

#endif
