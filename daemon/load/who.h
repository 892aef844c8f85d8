/* who.h - who owes a row, and what must exist afterwards (rule-files.md §4).
 *
 * Owns:        nothing; what is read lives in the reader's arena.
 * May touch:   schema; core's roadmap types.
 * Never knows: the other cells of the row. */
#ifndef SROK_LOAD_WHO_H
#define SROK_LOAD_WHO_H

#include "load/schema.h"

void responsible_read(struct reader *r, const struct node *n,
    struct responsible *ret);

struct result_list {
	const struct result *items;
	size_t n;
};
void results_read(struct reader *r, const struct node *n,
    struct result_list *ret);

extern const struct key_table result_table;

#endif
