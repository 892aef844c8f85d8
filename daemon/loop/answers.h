/* answers.h - what senders answered, until a turn has recorded it.
 *
 * Owns:        the list, and the texts of replies in it.
 * May touch:   turn's results; the monotonic clock.
 * Never knows: processes, the store. */
#ifndef SROK_LOOP_ANSWERS_H
#define SROK_LOOP_ANSWERS_H

#include <stddef.h>

#include "turn/turn.h"

struct answers {
	struct turn_result *items;      /* oldest first */
	size_t n, cap;
	double oldest;                  /* monotonic: the first came then */
};

/* Takes a copy; reply NULL: "". */
void answers_add(struct answers *a, struct turn_result answer);
/* The first n are recorded. */
void answers_forget(struct answers *a, size_t n);
/* How long the oldest has waited, in seconds. */
double answers_age_s(const struct answers *a);
void answers_done(struct answers *a);

#endif
