/* schema.h - the tables, and how an older file becomes a current one.
 *
 * Owns:        every CREATE; application_id, user_version.
 * May touch:   guard, stmt's struct store.
 * Never knows: who reads the tables. */
#ifndef SROK_STORE_SCHEMA_H
#define SROK_STORE_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>

#include "store/stmt.h"

/* Forward only: row i brings a file from version i to i + 1, in one
 * transaction. Rows once released never change. */
extern const char *const schema_migrations[];
extern const size_t schema_version;     /* = number of rows */

/* Says what the file is, before anything in it changes: *ret_version is 0 for
 * a new one. False, with an exit code: not ours, from a newer srokd. */
bool schema_look(struct store *s, size_t newest, int *ret_version,
    struct store_error *reterr);

/* Applies rows from..n-1. */
bool schema_migrate(struct store *s, const char *const *migrations,
    size_t from, size_t n, struct store_error *reterr);

/* The file's tables, indices and triggers are exactly those that the
 * migrations make: a dropped trigger would open the log (trust.md Q5). */
bool schema_intact(struct store *s, const char *const *migrations, size_t n,
    struct store_error *reterr);

/* A plain file of this user, in that open directory, that begins as a database
 * of ours does. It is read without SQLite: not for one that is open here
 * (trust.md Q7). */
bool schema_is_ours(int dir, const char *name);

/* quick_check and foreign_key_check (trust.md Q8). */
bool schema_check(struct store *s, struct store_error *reterr);

#endif
