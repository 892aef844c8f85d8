/* trust.h - whether the clock may be believed (trust.md T4).
 *
 * Owns:        its numbers.
 * May touch:   nothing; the caller reads the clocks.
 * Never knows: what is held while it is doubted.
 *
 * The world's clock and the one that counts from the boot run side by side. A
 * world's clock that leaps ahead of the other, or that stands more than a day
 * ahead of the last record after a boot, may be one without a battery: years
 * of letters would leave. It is doubted until it was synchronised since then,
 * has come back, or the administrator says that it is right. A clock that goes
 * back is believed: nothing is said twice (turn/ahead.c). */
#ifndef SROK_LOOP_TRUST_H
#define SROK_LOOP_TRUST_H

#include <stdbool.h>
#include <stdint.h>

enum {
	TRUST_LEAP_S = 15 * 60,         /* corrections are smaller */
	TRUST_GAP_S = 24 * 60 * 60      /* a machine may be off so long */
};

/* Seconds, read at one time. */
struct trust_look {
	int64_t real;           /* since 1970 */
	int64_t boot;           /* since the boot, suspended or not */
	int64_t synced;         /* when real was last synchronised, by itself;
	                         * 0: not known to be */
};

struct trust {
	int64_t offset;         /* real - boot, as it is believed */
	int64_t seen, boot;     /* real - boot, and boot, at the last look */
	int64_t doubted;        /* by the clock that is doubted, since …; 0 */
	int64_t leap;           /* … so many seconds ahead */
};

/* The last record of an earlier run, and its offset; last 0: there is none,
 * and the clock is believed. */
void trust_begin(struct trust *t, const struct trust_look *look,
    int64_t last, int64_t offset);
/* True when it is doubted from now on, or not any more. */
bool trust_look(struct trust *t, const struct trust_look *look);
/* The administrator's word. */
void trust_believe(struct trust *t, const struct trust_look *look);

#endif
