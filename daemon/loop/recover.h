/* recover.h - letters that were claimed when the daemon last ended.
 *
 * Owns:        the list of earlier runs that are not settled yet.
 * May touch:   store, turn, results.
 * Never knows: processes: an orphan shows by the lock it holds.
 *
 * Each earlier run left a results file. Busy: orphans still send, look again
 * later. Free: what it says is recorded, the rest was never begun. Gone (the
 * machine was restarted): uncertain, but for the spool, where a repeat
 * overwrites itself. */
#ifndef SROK_LOOP_RECOVER_H
#define SROK_LOOP_RECOVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "store/store.h"
#include "turn/turn.h"

/* Settles what can be settled now, in turns of its own. *ret_waiting is the
 * number of letters whose orphans still run. False: the store failed. */
bool recover(struct store *store, struct turn *turn, const char *dir,
    int64_t current_run, int64_t now, size_t *ret_waiting,
    struct store_error *reterr);

#endif
