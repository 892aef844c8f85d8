/* simulate.h - the letters of a simulated time, in a shape.
 *
 * Owns:        the list of JSON and the counts, until simulation_end.
 * May touch:   store (what a letter says), core's roadmap; ctl.
 * Never knows: how time passes. */
#ifndef SROK_CTL_SIMULATE_H
#define SROK_CTL_SIMULATE_H

#include "core/roadmap.h"
#include "ctl/ctl.h"
#include "ctl/json.h"
#include "ctl/tally.h"
#include "store/store.h"

struct simulation {
	struct ctl *c;
	const struct ruleset *rules;
	int format;                     /* enum format */
	struct date to;
	json_t *list;                   /* JSON only; owned */
	struct tally tally;             /* text only */
};

/* One letter that left at its sending time, with its notices. */
void simulation_letter(struct simulation *s, const struct letter_row *row,
    const struct said_row *notices, size_t n);
/* The closing words. */
void simulation_end(struct simulation *s);

#endif
