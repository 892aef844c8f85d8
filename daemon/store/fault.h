/* fault.h - what SQLite answered, in words for a person and an exit code.
 *
 * Owns:        the table of trust.md Q10.
 * May touch:   sqlite3's codes, errno.
 * Never knows: what was being done. */
#ifndef SROK_STORE_FAULT_H
#define SROK_STORE_FAULT_H

#include <sqlite3.h>
#include <stdbool.h>

#include "store/store.h"

/* Fills ret with what rc (a result code of db, db may be NULL) means for the
 * file at path. Always false, so that a caller can return it. */
bool fault_sqlite(struct store_error *ret, const char *path, sqlite3 *db,
    int rc);

/* Fills ret with an own complaint. Always false. */
bool store_fault(struct store_error *ret, int exit_code, const char *format,
    ...) __attribute__((format(printf, 3, 4)));

/* Why path cannot be opened or written: looks at it and its directory with
 * stat and access alone, as opening the file would drop SQLite's locks
 * (trust.md Q7). Always false. */
bool fault_path(struct store_error *ret, const char *path, bool must_exist);

#endif
