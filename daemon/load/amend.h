/* amend.h - `amendments`: orders that change an order (rule-files.md §7).
 *
 * Owns:        nothing.
 * May touch:   draft, row.
 * Never knows: what the cells mean.
 *
 * Within one amendment `change` and `repeal` name the numbers that stood
 * before it, `add` those after it; `renumber` is done at once, so that
 * {"9": "10", "10": "11"} moves both. A row of `rules` may bear its new
 * number already: then only its log goes on under the old one. */
#ifndef SROK_LOAD_AMEND_H
#define SROK_LOAD_AMEND_H

#include "load/draft.h"

/* Marks the rows of `rules` that amendments add by number; before numbers
 * are given. */
void amendments_announce(struct draft *d, const struct node *list);
/* Applies all of them, in order. */
void amendments_apply(struct draft *d, const struct node *list);

extern const struct key_table amendment_table;

#endif
