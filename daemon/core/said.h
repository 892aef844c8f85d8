/* said.h - what was already said, found by what it was about.
 *
 * Owns:        the index it builds, in the caller's arena.
 * May touch:   arena, date, stage, remind (the shape of what was said).
 * Never knows: what is to be said.
 *
 * Private to remind. */
#ifndef SROK_CORE_SAID_H
#define SROK_CORE_SAID_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/remind.h"

struct said_index {
	const struct said **rows;       /* by DUE, debtor, day, recipient */
	size_t nrows;
};

void said_index_of(struct arena *a, const struct said *said, size_t n,
    struct said_index *ret);

/* Any row of that debtor with one of these DUEs. */
bool said_any(const struct said_index *index, const struct date *dues,
    size_t ndues, const char *debtor);

/* All rows of that debtor with one of these DUEs, in a; their number. */
size_t said_about(struct arena *a, const struct said_index *index,
    const struct date *dues, size_t ndues, const char *debtor,
    const struct said *const **ret);

/* What one body has heard of something before a day, at any address. */
struct heard {
	bool late, escalate;    /* it was told that it is late */
	unsigned closed, reopened;      /* so often */
	struct date closed_on, reopened_on;     /* the last time; DATE_NONE */
};

struct heard said_to(const struct said *const *rows, size_t n,
    const char *recipient, struct date before);
/* The latest round in which anybody was asked to accept, up to a day; 0: a
 * deputy is asked in the controller's place. */
unsigned said_round(const struct said *const *rows, size_t n,
    struct date until);

/* Anything was said there since a day, whoever it was meant for, or to the one
 * whom its owner stands in for: a deputy is not told again what that one was
 * told. With accept, only questions for acceptance, else all but these. */
bool said_since(const struct said *const *rows, size_t n,
    const struct reach *to, struct date day, bool accept);

/* Exactly this stage of that DUE was said to this body at this address. */
bool said_exactly(const struct said *const *rows, size_t n, struct date due,
    const char *stage, const struct reach *to);

#endif
