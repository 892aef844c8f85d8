/* rules.h - the rule set in force, and the one that may follow it.
 *
 * Owns:        the arena of the set in force.
 * May touch:   load, turn (its errors are the store's), log.
 * Never knows: when to look: the loop says.
 *
 * All files or none: with any error the old set stays in force. */
#ifndef SROK_LOOP_RULES_H
#define SROK_LOOP_RULES_H

#include <stdbool.h>
#include <stdint.h>

#include "core/str.h"
#include "load/config.h"
#include "store/store.h"
#include "turn/turn.h"

struct rules {
	struct arena *arena;            /* owned; NULL: nothing in force */
	const struct ruleset *set;
	uint64_t digest;                /* of the files that were read */
};

/* Reads the directory of the configuration and puts it in force in the turn.
 * Complaints of errors and warnings go to text in full form. False: nothing
 * changed, and the turn knows of the refusal; *ret_exit is EX_DATAERR for
 * rules, else what the store says. */
bool rules_load(struct rules *r, const struct config *config,
    struct turn *turn, int64_t now, struct str *text, int *ret_exit);
void rules_done(struct rules *r);

#endif
