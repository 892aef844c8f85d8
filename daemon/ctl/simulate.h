/* simulate.h - the letters of a simulated time, in a shape.
 *
 * Owns:        the tallies until simulation_end.
 * May touch:   store (what a letter says), core's roadmap; ctl.
 * Never knows: how time passes. */
#ifndef SROK_CTL_SIMULATE_H
#define SROK_CTL_SIMULATE_H

#include "core/roadmap.h"
#include "ctl/ctl.h"
#include "ctl/json.h"
#include "store/store.h"

struct tally {                  /* of one recipient */
	const char *recipient;
	unsigned letters, notices;
};

struct simulation {
	struct ctl *c;
	const struct ruleset *rules;
	int format;                     /* enum format */
	struct date from, to;
	json_t *list;                   /* JSON only; owned */
	struct tally *tallies;          /* by recipient, in order of arrival */
	size_t ntallies, captallies;
	struct date day, busiest;       /* at hand; the busiest so far */
	unsigned on_day, on_busiest, letters, notices;
};

/* One letter that left at its sending time, with its notices. */
void simulation_letter(struct simulation *s, const struct letter_row *row,
    const struct said_row *notices, size_t n);
/* The closing words. */
void simulation_end(struct simulation *s);

#endif
