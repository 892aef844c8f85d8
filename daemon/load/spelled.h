/* spelled.h - the spelled-out form of a term: `{every: year, in: june}`
 * (rule-files.md §5).
 *
 * Owns:        nothing; what is read lives in the reader's arena.
 * May touch:   schema, pick, values; core's term and rrule.
 * Never knows: phrases, the other terms of a list. */
#ifndef SROK_LOAD_SPELLED_H
#define SROK_LOAD_SPELLED_H

#include "core/term.h"
#include "load/schema.h"

/* One mapping into one part, zeroed before. False after a complaint. */
bool spelled_read(struct reader *r, const struct node *map,
    struct term_part *part);

extern const struct key_table when_table;

#endif
