/* rehearse.h - the daemon's own turns in virtual time, in a store in memory.
 *
 * Owns:        the store and the turn until rehearsal_done.
 * May touch:   turn, store, load (names); rules, complain.
 * Never knows: what the letters are wanted for.
 *
 * Drives the turn with a clock that jumps from one thing to do to the next,
 * and with a sender that accepts all at once. What is done meanwhile comes
 * from a scripted log (turn/deed.h). */
#ifndef SROK_CTL_REHEARSE_H
#define SROK_CTL_REHEARSE_H

#include "core/roadmap.h"
#include "ctl/ctl.h"
#include "store/store.h"
#include "turn/turn.h"

/* One letter that left at its sending time, with its notices; borrowed. */
typedef void rehearsal_letter(void *context, const struct letter_row *row,
    const struct said_row *notices, size_t n);

struct rehearsal {
	const struct ruleset *rules;    /* those that are in force */
	const struct ruleset *all;      /* lines of the log about rules that are
	                                 * only here are left out; or NULL */
	struct date from, to;           /* loaded that morning; the last day */
	const struct ruleset *then;     /* what is loaded later, or NULL … */
	struct date then_from;          /* … on the morning of that day */
	rehearsal_letter *letter;       /* NULL: nobody looks */
	void *context;
	struct config config;           /* caps.wave is lifted */
	struct store *store;            /* after rehearse */
	struct turn *turn;
};

/* Lets the days pass, both inclusive. log is a CSV file, or NULL. EX_OK, or an
 * exit code after messages: also when a line of the log was refused, and the
 * letters are whole all the same. */
int rehearse(struct ctl *c, struct rehearsal *r, const char *log);
/* Whatever rehearse gave; what was never begun is fine too. */
void rehearsal_done(struct rehearsal *r);

#endif
