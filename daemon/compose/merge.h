/* merge.h - rows of a letter that differ only in who owes them.
 *
 * Owns:        the rows it makes, in the letter's arena.
 * May touch:   view, slots.
 * Never knows: how a letter is laid out.
 *
 * Forty schools owe one row each by itself, and six forget: whoever watches
 * over them reads one row that names the six (design.md §5). */
#ifndef SROK_COMPOSE_MERGE_H
#define SROK_COMPOSE_MERGE_H

#include "compose/view.h"

/* Merges them in place, where one row's stand together; returns how many rows
 * there are then. */
size_t merge_views(struct view *views, size_t n);

#endif
