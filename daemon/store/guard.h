/* guard.h - how the connection is set, and what it may do.
 *
 * Owns:        the pragmas, limits and rights of the connection.
 * May touch:   sqlite3.
 * Never knows: what the tables mean. */
#ifndef SROK_STORE_GUARD_H
#define SROK_STORE_GUARD_H

#include <stdbool.h>

#include "store/stmt.h"

/* Before anything is read: no checkpoint on close, no extensions, limits, and
 * the exclusive lock. Nothing in the file changes. */
bool guard_before(struct store *s, struct store_error *reterr);

/* Sets every pragma and reads each back (trust.md Q1, Q2, Q4). */
bool guard_settings(struct store *s, struct store_error *reterr);

/* From here on statements may do what the store does and nothing else: the
 * log cannot be updated or deleted from (trust.md Q5). */
bool guard_lock(struct store *s, struct store_error *reterr);

/* First column of the only row of a pragma or query, "" when there is none;
 * cut to size. For use before guard_lock. */
bool guard_ask(struct store *s, const char *sql, char *ret, int size,
    struct store_error *reterr);

#endif
