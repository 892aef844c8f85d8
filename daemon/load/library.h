/* library.h - what one load has read so far, for those who read on.
 *
 * Owns:        nothing; all lives in its two arenas.
 * May touch:   names; core's types.
 * Never knows: how any of it was read. */
#ifndef SROK_LOAD_LIBRARY_H
#define SROK_LOAD_LIBRARY_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/roadmap.h"
#include "load/names.h"

struct config;

struct library {
	struct arena *a;                /* the model: lives on */
	struct arena *scratch;          /* gone after the load */
	struct diags *diags;
	const struct config *defaults;  /* for silent roadmaps */
	struct names bodies;            /* id -> struct body */
	struct names calendars;         /* id -> struct calendar */
	struct names zones;             /* name -> struct zone */
	struct names roadmaps;          /* id -> struct roadmap */
	struct names phrases;           /* text of a term -> struct phrase */
	struct names unasked;   /* id -> struct body: that it can be reached
	                         * needs no asking */
	bool *asked, *members_asked;    /* of each body, by its rank */
	bool incomplete;        /* a file could not be read whole: that a name
	                         * is unknown may follow from it */
};

#endif
