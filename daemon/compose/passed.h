/* passed.h - a letter that its recipient's server refused, for whoever stands
 * in for him.
 *
 * Owns:        the texts it returns, in the caller's arena.
 * May touch:   compose, plain, wrap, fill, tongue.
 * Never knows: who stands in for whom, how it travels.
 *
 * The letter itself stands below as it was written: nobody has read it yet. */
#ifndef SROK_COMPOSE_PASSED_H
#define SROK_COMPOSE_PASSED_H

#include "compose/compose.h"

struct passed {
	const char *name, *address;     /* whom it did not reach */
	struct date day;                /* it was written on */
	const char *reply;              /* the server's last line */
	const char *subject, *text;     /* the letter */
};

void compose_passed(struct arena *a, enum language language,
    const struct passed *passed, struct words *ret);

#endif
