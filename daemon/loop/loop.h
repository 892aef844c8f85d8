/* loop.h - the daemon's loop, where all rooms meet.
 *
 * Owns:        everything that runs: clock, store, turn, senders, watches.
 * May touch:   every room below; libev.
 * Never knows: the command line.
 *
 * Callbacks only collect. All work is done in one ev_prepare, before each
 * sleep: read the clock once, plan, commit, hand over what is committed, arm
 * the next wake (decisions.md, The daemon). Between two events it sleeps. */
#ifndef SROK_LOOP_LOOP_H
#define SROK_LOOP_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "load/config.h"

struct loop_options {
	const struct config *config;    /* borrowed */
	const char *sender;             /* path of srok-send */
	const char *runtime;            /* directory of results files */
	bool is_virtual;
	int64_t start;                  /* virtual: of a new database */
	int64_t until;                  /* virtual: stop there; INT64_MAX */
	double rate;                    /* virtual: seconds per second; 0 */
	bool announce;                  /* each letter in a line on stdout */
};

/* Runs until SIGTERM, SIGINT or a fault; returns a code of sysexits(3). What
 * went wrong has been logged. */
int loop_run(const struct loop_options *options);

#endif
