/* alarm.h - what the administrator must hear, in words.
 *
 * Owns:        the texts it returns, in the caller's arena.
 * May touch:   compose, plain, wrap, fill, tongue; zone (local times).
 * Never knows: when an alarm is raised, how it travels.
 *
 * Models: letters.md, 13. One letter tells all that there is to tell: each
 * alarm what happened, the lines that prove it, and what to do. */
#ifndef SROK_COMPOSE_ALARM_H
#define SROK_COMPOSE_ALARM_H

#include <stddef.h>

#include "compose/compose.h"
#include "core/zone.h"

enum alarm_kind {
	ALARM_RULES,            /* a change of the rules was refused */
	ALARM_UNDELIVERED,      /* letters were given up */
	ALARM_WAY,              /* a way does not work */
	ALARM_HELD,             /* more letters than caps.wave */
	ALARM_CAPPED,           /* more letters than an address may get */
	ALARM_CALENDAR,         /* next year has no official calendar */
	ALARM_BACKUP,           /* the database cannot be copied */
	ALARM_RESTORED,         /* a copy took its place */
	ALARM_CLOCK,            /* the clock leapt ahead */
	ALARM_TEST,             /* nothing: somebody tries the ways */
	ALARM_KIND_COUNT
};

struct alarm {
	enum alarm_kind kind;
	unsigned n;             /* errors, letters (4x), addresses, terms */
	const char *name;       /* WAY: its name; CALENDAR: its file; BACKUP:
	                         * the directory */
	int year;               /* CALENDAR */
	/* RULES: when it was refused, since when the old ones hold; WAY:
	 * since when, the next attempt; BACKUP: since when; RESTORED: when the
	 * copy was made, when it took its place; CLOCK: what it says, what it
	 * should say; TEST: now. In the administrator's zone. */
	struct zone_time since, other;
	const char *const *lines;       /* complaints, letters and replies */
	size_t nlines, nmore;           /* … and lines left out */
};

/* «Администратор»: who such a letter is addressed to. */
const char *compose_administrator(enum language language);

/* n is at least 1. */
void compose_alarm(struct arena *a, enum language language,
    const struct alarm *alarms, size_t n, struct words *ret);

#endif
