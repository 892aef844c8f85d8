/* dossier.h - all that is known of one rule: since when, its log, what was
 * said.
 *
 * Owns:        what it opened, until dossier_close.
 * May touch:   remote, offline, rehearse; core's account, turn's standing.
 * Never knows: what is concluded from it.
 *
 * It comes from the running daemon; while that is down, from its file; or from
 * a rehearsal, in which the rules were in force from their first day and the
 * log is a script, or empty. */
#ifndef SROK_CTL_DOSSIER_H
#define SROK_CTL_DOSSIER_H

#include "ctl/ctl.h"
#include "ctl/offline.h"
#include "ctl/rehearse.h"
#include "turn/standing.h"

struct dossier_source {         /* as given; NULL where nothing was */
	const char *socket, *database, *log;
	bool live;              /* daemon or file may be asked */
	bool needed;            /* else nothing there is fine */
	struct date on;         /* DATE_NONE: today, on the source's clock */
};

struct dossier {
	const char *source;     /* in words; NULL: nothing is known */
	struct account_input account;
	const struct said_row *said_rows;       /* account.said, with letters */
	struct offline offline;
	struct rehearsal rehearsal;
};

/* Everything of a rule of these rules by a day. EX_OK (see needed), or an exit
 * code after a message. It borrows rules. */
int dossier_open(struct ctl *c, const struct dossier_source *from,
    const struct ruleset *rules, const struct roadmap *r,
    const struct rule *rule, struct dossier *ret);
void dossier_close(struct dossier *d);

#endif
