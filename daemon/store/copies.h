/* copies.h - a directory of copies: how they are named, which are there.
 *
 * Owns:        the names; no copy but those that a schedule made.
 * May touch:   the directory; core's retain, zone's local time.
 * Never knows: how a copy is made, when the next one is.
 *
 * A copy of DIR/srok.db is called srok-2026-11-24T000000+0700.db, in local
 * time; one of the schedule ends with .auto.db, and only those are ever
 * deleted: by exact name, plain files of this user that begin as a database of
 * srok does. What a person asked for stays until he deletes it. */
#ifndef SROK_STORE_COPIES_H
#define SROK_STORE_COPIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/retain.h"
#include "core/str.h"
#include "core/zone.h"

/* The path that a copy of `database` gets: `to` itself, or a name in it when
 * it is a directory (or ends with '/'). */
void copies_path(struct str *out, const char *to, const char *database,
    const struct zone_time *now, bool scheduled);

/* DATABASE.before-2026-11-24T141500+0700: where what was there goes when a copy
 * takes its place. */
void copies_aside(struct str *out, const char *database,
    const struct zone_time *now);

/* The day of the schedule's last copy in dir, not after today; DATE_NONE: none
 * there, or no such directory. */
struct date copies_last(const char *dir, const char *database,
    struct date today);

/* Deletes what the schedule made and the rule does not keep; returns how many.
 * What cannot be deleted stays, *ret_errno says why; 0. */
size_t copies_prune(const char *dir, const char *database, struct date today,
    const struct retain *rule, int *ret_errno);

/* Deletes what a killed program left of copies of `database` in dir. */
void copies_sweep(const char *dir, const char *database);

#endif
