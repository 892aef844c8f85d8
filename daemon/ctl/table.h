/* table.h - columns for people.
 *
 * Owns:        the table until table_print.
 * May touch:   libsmartcols; the size of the terminal.
 * Never knows: what stands in the cells.
 *
 * On a terminal that is too narrow, columns without anything in them go
 * first; then those marked TABLE_WRAP are folded between words; and where
 * even that leaves them no room, the last of them stand below their row. */
#ifndef SROK_CTL_TABLE_H
#define SROK_CTL_TABLE_H

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

/* Borrows columns until table_print. */
struct table *table_new(struct ctl *c, const struct table_column *columns);
/* As many cells as there are columns; NULL counts as "". color is an escape
 * sequence's name of libsmartcols ("red") or NULL. Cells are copied. */
void table_row(struct table *t, const char *const *cells, const char *color);
/* Appends the table to the output and frees it. */
void table_print(struct table *t);

#endif
