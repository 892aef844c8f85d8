/* offline.h - the database file itself, while the daemon is down.
 *
 * Owns:        the store, the rules and the turn that it opens.
 * May touch:   store (to read), turn, ctl's rules.
 * Never knows: how anything is shown.
 *
 * Reading commands fall back to it, as the service's user; writers never do:
 * the log has one writer. */
#ifndef SROK_CTL_OFFLINE_H
#define SROK_CTL_OFFLINE_H

#include <stdint.h>

#include "ctl/ctl.h"
#include "ctl/rules.h"
#include "turn/turn.h"

struct offline {
	struct store *store;
	struct rules rules;             /* after offline_rules */
	struct turn *turn;
	int64_t now;
};

/* Opens the file (NULL: the configuration's) and says so on standard error.
 * EX_OK, or an exit code after a message. */
int offline_open(struct ctl *c, const char *database, struct offline *ret);
/* … and puts the rules of dir (NULL: the configuration's) in force. */
int offline_rules(struct ctl *c, const char *dir, struct offline *o);
void offline_close(struct offline *o);

/* A failure of the store, as a message and an exit code. */
int offline_failed(struct ctl *c, const struct store_error *e);

#endif
