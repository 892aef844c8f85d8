/* when.h - the term of a row: the order's words, the spelled-out form, or a
 * list of both (rule-files.md §5).
 *
 * Owns:        nothing; what it returns lives in the reader's arena.
 * May touch:   schema, values, pick; core's phrase, term, rrule.
 * Never knows: rows, roadmaps, the validity. */
#ifndef SROK_LOAD_WHEN_H
#define SROK_LOAD_WHEN_H

#include <stdbool.h>

#include "core/term.h"
#include "load/schema.h"

/* Which complaints of a phrase matter. */
enum when_voice {
	WHEN_ALL,
	WHEN_CONFIRMED,         /* interpretation without `read`: srok's
	                         * reading is confirmed, no doubts are said */
	WHEN_SILENT             /* interpretation with `read`: not computed */
};

struct when {
	const struct term *term;        /* NULL: not understood */
	const char *text;       /* the phrase, or the spelled-out form */
	bool is_phrase;
	const char *counted;            /* phrase.h: «заседаний», or NULL */
	const char *schedule_of;        /* phrase.h, or NULL */
};

/* Complains of what is wrong; ret->text is there unless the value is bad. */
void when_read(struct reader *r, const struct node *n, enum when_voice voice,
    struct when *ret);

#endif
