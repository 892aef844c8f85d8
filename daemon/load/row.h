/* row.h - the cells of a row, and the wording that they make.
 *
 * Owns:        nothing; wordings live in the reader's arena.
 * May touch:   schema, when, who, policy; core's roadmap types.
 * Never knows: amendments, other rows. */
#ifndef SROK_LOAD_ROW_H
#define SROK_LOAD_ROW_H

#include "load/schema.h"

enum cell {
	CELL_ITEM, CELL_TITLE, CELL_WHEN, CELL_RESPONSIBLE, CELL_RESULT,
	CELL_SECTION, CELL_SHORT, CELL_CITE, CELL_COUNTED,
	CELL_INTERPRETATION, CELL_SCHEDULE, CELL_DATES, CELL_SUPERVISOR,
	CELL_ACCEPT, CELL_REMIND, CELL_SHIFT, CELL_NOTE, CELL_COUNT
};

/* What was written, not yet read: NULL where nothing was. */
struct cells {
	const struct node *at[CELL_COUNT];
};

extern const struct key_table row_table;        /* into struct cells */

/* What the roadmap gives to all its rows. */
struct row_frame {
	const struct body *order_by;            /* of the order, or NULL */
	struct remind_policy remind;
	struct body_list supervisors;
	const struct body *accept;
	enum shift shift;
	struct names schedules;                 /* NAME -> struct schedule */
};

/* Reads cells into a wording; those that are not there are the heading's
 * (may be NULL), else the frame's. rule_id names a schedule of its own. row
 * is where a missing cell is complained of; NULL: nowhere. False when a row
 * cannot be computed: no term or nobody responsible. */
bool wording_read(struct reader *r, const struct row_frame *frame,
    const struct node *row, const struct cells *own,
    const struct cells *heading, const char *rule_id, struct wording *ret);

/* The text of an item: 1..32 characters in one line; NULL when it is not. */
const char *item_of(struct reader *r, const struct node *n);

/* `accept`: a body, or none. */
read_fn read_accept;            /* const struct body * */

#endif
