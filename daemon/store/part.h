/* part.h - a file that gets its name when it is whole.
 *
 * Owns:        FILE.part, and what SQLite may leave beside it.
 * May touch:   files in FILE's directory.
 * Never knows: what is in the file. */
#ifndef SROK_STORE_PART_H
#define SROK_STORE_PART_H

#include <stdbool.h>

#include "store/store.h"

#define PART_END ".part"

/* PATH.part; the caller frees it. */
char *part_of(const char *path);
void part_drop(const char *path);

/* The directory that a path lies in; the caller frees it. */
char *part_directory(const char *path);

/* Makes PATH.part, mode 0600, in the place of what a killed program left of
 * one; -1 when PATH is taken or nothing can be made there. */
int part_create(const char *path, struct store_error *reterr);

/* Waits for the disk and gives the open file the name PATH, which replaces
 * nothing. False, and PATH.part is left, when that cannot be. */
bool part_publish(int fd, const char *path, struct store_error *reterr);

/* What errno says of a path, with the exit code that fits; false. */
bool part_fault(struct store_error *e, const char *path, const char *what);

#endif
