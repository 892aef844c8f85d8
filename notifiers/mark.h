/* mark.h - the results file, from the worker's end.
 *
 * Owns:        nothing; the descriptor is the worker's.
 * May touch:   core/wire; write(2).
 * Never knows: the file's name, locks, who reads it.
 *
 * Why and what: core/wire.h, "The results file". */
#ifndef SROK_MARK_H
#define SROK_MARK_H

#include <stdbool.h>

#include "core/wire.h"

struct marks {
	int fd;                 /* -1: the core wants no marks */
};

/* Appends DOT for this attempt; called before the last byte that could make
 * the receiver accept. False (errno set) when it could not be written whole:
 * the sending must then be given up. */
bool mark_dot(const struct marks *marks, const struct wire_job *job);
/* Appends RESULT. False (errno set) when it could not be written whole; the
 * answer still goes out, it says the same. */
bool mark_result(const struct marks *marks, const struct wire_answer *answer);

#endif
