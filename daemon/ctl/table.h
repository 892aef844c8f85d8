/* table.h - columns for people.
 *
 * Owns:        the table until table_print.
 * May touch:   libsmartcols; the size of the terminal.
 * Never knows: what stands in the cells. */
#ifndef SROK_CTL_TABLE_H
#define SROK_CTL_TABLE_H

#include <stdbool.h>

#include "ctl/ctl.h"

enum table_flag {
	TABLE_LEFT, TABLE_RIGHT,
	TABLE_WRAP              /* takes what room is left, in several lines */
};

struct table_column {
	const char *name;       /* NULL ends the columns */
	enum table_flag flag;
};

struct table;

struct table *table_new(struct ctl *c, const struct table_column *columns);
/* As many cells as there are columns; NULL counts as "". color is an escape
 * sequence's name of libsmartcols ("red") or NULL. Cells are copied. */
void table_row(struct table *t, const char *const *cells, const char *color);
/* Appends the table to the output and frees it. */
void table_print(struct table *t);

#endif
