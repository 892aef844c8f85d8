/* standings.h - rows about how everything stands, from daemon or file.
 *
 * Owns:        nothing.
 * May touch:   remote, offline.
 * Never knows: what the rows say. */
#ifndef SROK_CTL_STANDINGS_H
#define SROK_CTL_STANDINGS_H

#include <jansson.h>

#include "ctl/ctl.h"
#include "turn/standing.h"

struct standings {
	const char *socket, *database, *rules;  /* as given, or NULL */
	const char *path;       /* of the daemon's list */
	const char *state;      /* a word for its query, or NULL */
	struct standing_filter filter;
};

/* ROADMAP or ROADMAP/ITEM, where one is given, into the filter. */
void standings_name(struct ctl *c, const struct arguments *args,
    struct standing_filter *ret);

/* Appends the rows of a file that is open, as the daemon would. */
typedef bool standings_fill(struct turn *t, int64_t now,
    const struct standing_filter *filter, json_t *rows,
    struct store_error *reterr);

/* Asks the daemon; while it is down, fill does it. *ret is a new array. EX_OK,
 * or an exit code after a message. */
int standings_rows(struct ctl *c, const struct standings *q,
    standings_fill *fill, json_t **ret);

#endif
