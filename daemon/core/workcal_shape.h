/* workcal_shape.h - a working calendar as it lies in memory.
 *
 * Owns:        nothing; the calendar lives in its builder's arena.
 * May touch:   date, the types of workcal.h.
 * Never knows: decrees, complaints.
 *
 * One bit a day says whether it is worked, and each word of bits knows how
 * many worked days lie before it: stepping and counting cost the same in any
 * year. Why a day is off is asked rarely and found from the few days that are
 * neither plain weekends nor holidays. Private to the workcal modules. */
#ifndef SROK_CORE_WORKCAL_SHAPE_H
#define SROK_CORE_WORKCAL_SHAPE_H

#include "core/workcal.h"

enum {
	DAYS = 84370 + 25567 + 1,       /* DATE_MIN..DATE_MAX */
	WORD = 64,
	WORDS = (DAYS + WORD - 1) / WORD,
	YEARS = DATE_YEAR_MAX - DATE_YEAR_MIN + 1
};

struct day_off {                /* a day off that stands for another */
	struct date day, from;
	enum workcal_kind kind; /* CARRIED or MOVED */
};

struct workcal {
	uint64_t worked[WORDS];
	uint32_t before[WORDS]; /* worked days before the word's first */
	bool official[YEARS];
	int last_official;
	const char *id;
	uint8_t weekend;
	struct yearly_span *holidays;           /* the carried ones too */
	size_t nholidays;
	struct day_off *moved;                  /* sorted by day */
	size_t nmoved, moved_cap;
	struct date *shorts;                    /* sorted */
	size_t nshorts;
	uint64_t *excepted;                     /* NULL without exceptions */
	const struct workcal_exception *exceptions;
	size_t nexceptions;
};

static inline bool
workcal_covers(struct date d)
{
	return d.n >= DATE_MIN.n && d.n <= DATE_MAX.n;
}

/* The day's number from DATE_MIN; days outside count as the edge. */
static inline unsigned
workcal_index(struct date d)
{
	if (d.n < DATE_MIN.n)
		return 0;
	if (d.n > DATE_MAX.n)
		return DAYS - 1;
	return (unsigned)(d.n - DATE_MIN.n);
}

static inline struct date
workcal_day(unsigned index)
{
	return date_add(DATE_MIN, (int)index);
}

static inline bool
workcal_bit(const uint64_t *bits, struct date d)
{
	unsigned i = workcal_index(d);

	return bits[i / WORD] >> (i % WORD) & 1;
}

/* The weekly day off, whatever else d is. */
static inline bool
workcal_is_weekend(const struct workcal *cal, struct date d)
{
	return cal->weekend >> date_weekday(d) & 1;
}

/* Order of days, and of what begins with one, for qsort and bsearch. */
int workcal_compare_days(const void *left, const void *right);

#endif
