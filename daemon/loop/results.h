/* results.h - the file in which senders write what they did, as they do it.
 *
 * Owns:        the open file of this run and its lock.
 * May touch:   one directory; core/wire's records; turn's result.
 * Never knows: letters, SQLite, processes.
 *
 * Commits are batched; the file is what makes a kill of the core repeat
 * nothing: the page cache outlives the process, and the lock lives as long as
 * any sender that still writes (joints.md a). */
#ifndef SROK_LOOP_RESULTS_H
#define SROK_LOOP_RESULTS_H

#include <stdbool.h>
#include <stdint.h>

#include "turn/turn.h"

struct results {
	int fd;                 /* O_APPEND, locked; -1: none */
	int64_t run;
	char path[512];
};

/* Makes DIR/results.RUN, locked. False and errno on failure. */
bool results_create(struct results *r, const char *dir, int64_t run);
/* Closes and deletes: everything in it is recorded. */
void results_remove(struct results *r);

enum results_state {
	RESULTS_FREE,           /* opened and locked by this call */
	RESULTS_BUSY,           /* orphans of that run still send */
	RESULTS_GONE            /* no such file: the machine was restarted */
};
enum results_state results_reopen(struct results *r, const char *dir,
    int64_t run);

/* Deletes what earlier runs left in DIR, but for the run given and for files
 * whose orphans still send: of the others everything is recorded. */
void results_sweep(const char *dir, int64_t run);

/* The outcome of an attempt on the letter ret->id by its last record: when
 * that is no result, it may have been sent. The reply is left alone; false,
 * and nothing is written, when there is no record: it was never begun. */
bool results_tell(const struct results *r, uint32_t attempt,
    struct turn_result *ret);

#endif
