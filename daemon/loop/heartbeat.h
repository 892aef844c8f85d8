/* heartbeat.h - tells a service outside, each hour, that all is well.
 *
 * Owns:        the one sender that does so, its last answer.
 * May touch:   worker, answers, log, load/config.
 * Never knows: what well means: the loop says.
 *
 * Who waits for it alarms when it stays away: that is how somebody hears of a
 * daemon that is dead, stands, or cannot send (trust.md D13). It has a sender
 * of its own, beyond `senders` and without the results file, so that nothing
 * it meets can hold up a letter; its failures are lines of the log. */
#ifndef SROK_LOOP_HEARTBEAT_H
#define SROK_LOOP_HEARTBEAT_H

#include <stdbool.h>
#include <stdint.h>

#include "loop/workers.h"

struct heartbeat;

/* NULL when the configuration names no address. options->results is not
 * looked at. */
struct heartbeat *heartbeat_new(const struct workers_options *options);
/* Ends a sender that still runs at once. NULL is fine, here and below. */
void heartbeat_free(struct heartbeat *h);

/* Takes an answer that came. */
void heartbeat_look(struct heartbeat *h, int64_t now);
/* A beat is due: the loop finds out whether all is well, then one is begun or,
 * when it is not, put off. */
bool heartbeat_is_due(const struct heartbeat *h, int64_t now);
void heartbeat_beat(struct heartbeat *h, int64_t now, bool well);

/* One is under way; when the next is due, INT64_MAX: never. */
bool heartbeat_busy(const struct heartbeat *h);
int64_t heartbeat_next(const struct heartbeat *h, int64_t now);

#endif
