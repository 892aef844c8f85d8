/* slots.h - the gaps of sentences, filled from what a view looks at.
 *
 * Owns:        the texts it makes, in the letter's arena.
 * May touch:   view, tongue, plain, fill; core.
 * Never knows: which sentence has which gap.
 *
 * Private to view and merge. */
#ifndef SROK_COMPOSE_SLOTS_H
#define SROK_COMPOSE_SLOTS_H

#include "compose/view.h"

/* All slots of a view that knows what it says and in which group; again when
 * it was merged. */
void slots_set(struct view *v);

#endif
