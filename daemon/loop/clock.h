/* clock.h - the only place that knows what time it is.
 *
 * Owns:        the watcher that wakes the loop.
 * May touch:   libev, the system's clocks.
 * Never knows: what is due.
 *
 * A real clock is the world's: its timer is an absolute ev_periodic, the one
 * mode of libev that no clock jump skips. A virtual clock runs `rate` times as
 * fast, and only while the loop sleeps: while work is in hand it stands still,
 * and woken by its own timer now *is* the target, not what was measured
 * (joints.md d). Rate 0 steps from target to target without waiting. */
#ifndef SROK_LOOP_CLOCK_H
#define SROK_LOOP_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include <ev.h>

struct clock {
	struct ev_loop *loop;
	bool is_virtual;
	double rate;            /* virtual seconds per second; 0: steps */
	int64_t now;            /* virtual: the instant, seconds since 1970;
	                         * real: the target reached last */
	int64_t target;         /* armed for; INT64_MAX: not armed */
	double slept_from;      /* monotonic, when the virtual sleep began */
	ev_periodic real;
	ev_timer virt;
};

void clock_init_real(struct clock *c, struct ev_loop *loop);
void clock_init_virtual(struct clock *c, struct ev_loop *loop, int64_t start,
    double rate);
void clock_done(struct clock *c);

/* Now, in seconds since 1970. Read once a turn. */
int64_t clock_now(struct clock *c);

/* Wakes the loop at target (INT64_MAX: never). A virtual clock runs from this
 * call on, so it is made when no work is in hand. */
void clock_arm(struct clock *c, int64_t target);
/* Work is in hand: a virtual clock stands still. */
void clock_hold(struct clock *c);

/* Seconds since the boot, suspended ones too; what it is at is nothing that
 * anybody sets. */
int64_t clock_boottime(void);
/* When the system's own service synchronised the clock last, by that clock; 0:
 * it has not, since the boot. */
int64_t clock_synced(void);

/* Seconds of CLOCK_MONOTONIC, for limits of I/O and debouncing only. */
double clock_monotonic(void);

#endif
