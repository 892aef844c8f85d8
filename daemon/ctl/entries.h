/* entries.h - the lines of the activity log, listed.
 *
 * Owns:        nothing.
 * May touch:   remote, offline; json, table.
 * Never knows: how an entry comes in. */
#ifndef SROK_CTL_ENTRIES_H
#define SROK_CTL_ENTRIES_H

#include "ctl/ctl.h"

struct entries_source {         /* as given; NULL: the configuration's */
	const char *socket, *database, *rules;
};

/* The entries of ROADMAP/ITEM, of ROADMAP, or (NULL) all; format is enum
 * format. The daemon is asked; while it is down, its file. */
int entries_list(struct ctl *c, const struct entries_source *from,
    const char *rule, int format);

/* An instant as "2022-02-10T05:30:00Z" (1970 for one beyond our years).
 * Returns buf. */
enum { INSTANT_TEXT = 24 };
const char *instant_text(long long at, char buf[INSTANT_TEXT]);

#endif
