/* gap.h - after a syntax error: lines are taken out, so that the rest can be
 * read and one run names every mistake.
 *
 * Owns:        the copy of the file with its gaps; tree_read frees it.
 * May touch:   builder, source; core's alloc.
 * Never knows: what was wrong. */
#ifndef SROK_LOAD_GAP_H
#define SROK_LOAD_GAP_H

#include "load/builder.h"

/* Takes out the line at fault (error_byte) and what belongs to it: deeper
 * lines below. When that did not help, the whole entry around it. False when
 * there is none. */
bool gap_make(struct builder *b);
/* Takes out all from the error on. */
void gap_rest(struct builder *b);

#endif
