/* zone.h - time zones as tables: an instant into a civil day, and back.
 *
 * Owns:        the table, in the arena it is given.
 * May touch:   arena, date.
 * Never knows: files, the TZ variable, what the time is.
 *
 * A zone is read from the bytes of a TZif file (RFC 8536): its 64-bit part,
 * and for what comes later the POSIX rule in its footer. An instant is the
 * number of seconds since 1970-01-01 00:00 UTC, leap seconds not counted. */
#ifndef SROK_CORE_ZONE_H
#define SROK_CORE_ZONE_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/date.h"

struct zone;

/* Reads a TZif file of n bytes. The zone lives in a. NULL with a static
 * text in *reterr when the bytes are not a zone: untrusted, all lengths are
 * checked. Files with leap seconds are refused, for their instants are
 * others. */
const struct zone *zone_parse(struct arena *a, const unsigned char *bytes,
    size_t n, const char **reterr);

/* "UTC"; lives for ever. */
const struct zone *zone_utc(void);

struct zone_time {
	struct date date;
	int32_t second;         /* of the day, 0..86399 */
	int32_t offset;         /* of local time from UTC, in seconds */
};

/* Instants beyond 1800..2299 count as the edge. */
struct zone_time zone_local(const struct zone *z, int64_t instant);

/* The instant at which the zone's clocks show second (0..86400, 86400 is the
 * day's end) of a day, for every day: where they leap over it, the first
 * instant after the gap; where they show it twice, the earlier one (trust.md
 * T6). */
int64_t zone_instant(const struct zone *z, struct date d, int32_t second);

#endif
