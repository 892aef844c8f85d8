/* rrule.h - a recurrence rule of RFC 5545, by whole days.
 *
 * Owns:        what it parses, in the arena it is given.
 * May touch:   arena, date, str.
 * Never knows: hours, time zones, working days, who asks.
 *
 * FREQ=DAILY, WEEKLY, MONTHLY, YEARLY; INTERVAL, COUNT, UNTIL, BYMONTH,
 * BYMONTHDAY, BYDAY, BYSETPOS, WKST (RFC 5545 section 3.3.10). What else the
 * RFC has is refused by name. Days that do not exist are skipped, as the RFC
 * says. DTSTART is not part of the rule and is given with each question; as
 * usual in calendars it is an occurrence only where the rule says so. */
#ifndef SROK_CORE_RRULE_H
#define SROK_CORE_RRULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/date.h"
#include "core/str.h"

struct rrule;

struct rrule_error {
	size_t offset, len;     /* bytes of the text */
	char what[96];          /* "BYHOUR is not supported" */
};

/* Reads n bytes of text, with or without "RRULE:" before it; letters in any
 * case. False with the first fault in *reterr. The rule lives in a. */
bool rrule_parse(struct arena *a, const char *text, size_t n,
    const struct rrule **ret, struct rrule_error *reterr);

/* The first occurrence on or after a day, of a rule that begins on dtstart;
 * false when there is none up to 2200. Found without walking from dtstart
 * unless the rule has a COUNT. */
bool rrule_next(const struct rrule *r, struct date dtstart,
    struct date on_or_after, struct date *ret);

/* The days of a rule from a day on, one after the other. The rule is borrowed;
 * the fields are the walk's own. */
struct rrule_walk {
	const struct rrule *rule;
	struct date begin, from;
	struct civil civil;             /* of begin */
	int32_t period, step, end;      /* the period to look at next */
	int32_t left;                   /* of a COUNT */
	int n, at;                      /* of the period in hand: */
	struct date first[12];          /* day of bit 0 */
	uint32_t days[12];
};
void rrule_walk_init(struct rrule_walk *w, const struct rrule *r,
    struct date dtstart, struct date on_or_after);
bool rrule_walk_next(struct rrule_walk *w, struct date *ret);

bool rrule_equal(const struct rrule *a, const struct rrule *b);

/* The rule as text in a fixed order; reading it again gives an equal rule. */
void rrule_print(struct str *out, const struct rrule *r);

#endif
