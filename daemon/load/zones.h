/* zones.h - time zones by name, from the system's zoneinfo.
 *
 * Owns:        nothing; zones live in the library's arena.
 * May touch:   files below /usr/share/zoneinfo; core's zone.
 * Never knows: what the time is. */
#ifndef SROK_LOAD_ZONES_H
#define SROK_LOAD_ZONES_H

#include "core/arena.h"
#include "load/library.h"

struct zone;

/* Reads a zone into a; NULL when there is none of that name. */
const struct zone *zone_load(struct arena *a, const char *name);
bool zone_exists(const char *name);

/* "Asia/Tomsk"; NULL when there is none of that name. Read once a load. */
const struct zone *zones_get(struct library *lib, const char *name);

/* The name of the system's zone, else "UTC"; in a. */
const char *zone_of_system(struct arena *a);

#endif
