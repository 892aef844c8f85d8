/* fill.h - a sentence with its gaps filled.
 *
 * Owns:        the texts it returns, in the caller's arena.
 * May touch:   plain, arena, str.
 * Never knows: languages, what the gaps mean.
 *
 * "{name}" is replaced by that slot's value, "{^name}" with its first letter
 * raised. A full stop behind another is left out: «2021 г.» ends a sentence
 * by itself. */
#ifndef SROK_COMPOSE_FILL_H
#define SROK_COMPOSE_FILL_H

#include "core/arena.h"

struct slot {
	const char *name;
	const char *value;      /* NULL counts as "" */
};

/* slots ends with name NULL. A gap without its slot is a bug (assert). */
const char *fill(struct arena *a, const char *template,
    const struct slot *slots);

#endif
