/* twice.h - a key stands once in its map.
 *
 * Owns:        nothing.
 * May touch:   builder, names.
 * Never knows: which keys there are. */
#ifndef SROK_LOAD_TWICE_H
#define SROK_LOAD_TWICE_H

#include "load/builder.h"

/* Notes how a key of the open map looks, and whether another looks alike: keys
 * that are the same do, so only then they have to be compared. */
void twice_note(struct builder *b, const struct node *key);

/* Drops the pairs whose key stood before, after a complaint. */
void twice_drop(struct builder *b, struct node *map);

#endif
