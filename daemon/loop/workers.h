/* workers.h - the senders: processes that take a letter and say what became
 * of it.
 *
 * Owns:        the processes, their sockets, letters between claim and answer,
 *              answers until the turn has recorded them.
 * May touch:   libev, core/wire, load/config, results; turn's letters and
 *              results.
 * Never knows: the store, what is due, the clock (the caller gives it).
 *
 * Up to `senders` processes of srok-send, at most one less on one way, begun
 * when there is something to send and let go a while after there is not. */
#ifndef SROK_LOOP_WORKERS_H
#define SROK_LOOP_WORKERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <ev.h>

#include "load/config.h"
#include "loop/results.h"
#include "turn/turn.h"

struct workers;

struct workers_options {
	struct ev_loop *loop;
	const struct config *config;    /* borrowed */
	const char *program;            /* path of srok-send */
	struct results *results;        /* borrowed; open; NULL: no marks */
	bool virtual_clock;
};

struct workers *workers_new(const struct workers_options *options);
/* Ends what still runs at once (SIGKILL): after workers_finish, or when the
 * daemon gives up. */
void workers_free(struct workers *w);

/* How many letters may be claimed now; 0 while the stock suffices. */
size_t workers_want(const struct workers *w);
/* Takes a committed claim over; bytes and texts are copied. */
void workers_give(struct workers *w, const struct turn_letter *letter,
    int64_t now);

/* Letters in the stock or on the wire. */
size_t workers_in_hand(const struct workers *w);

/* Answers so far, oldest first, borrowed until workers_forget. *ret_age_s: how
 * long the oldest has waited. */
size_t workers_results(const struct workers *w,
    const struct turn_result **ret, double *ret_age_s);
/* The first n answers are recorded. */
void workers_forget(struct workers *w, size_t n);

/* Begins nothing new: the stock goes back as unbegun, what is on the wire is
 * finished. When workers_alive is 0 all answers are there. */
void workers_finish(struct workers *w);
size_t workers_alive(const struct workers *w);

#endif
