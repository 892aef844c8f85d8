/* orders.h - a roadmap file into the model (rule-files.md §2-§7).
 *
 * Owns:        nothing; roadmaps live in the library's arena.
 * May touch:   draft, row, amend, calendars, zones, config.
 * Never knows: files, other roadmaps. */
#ifndef SROK_LOAD_ORDERS_H
#define SROK_LOAD_ORDERS_H

#include <stdbool.h>

#include "load/library.h"
#include "load/schema.h"
#include "load/tree.h"

/* Bodies and calendars of all files must be known. False when the file gives
 * no roadmap that could be computed; complaints say why. */
bool roadmap_read(struct library *lib, const struct tree *tree,
    struct roadmap *ret);

extern const struct key_table roadmap_table;

#endif
