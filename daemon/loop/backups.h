/* backups.h - copies of the database: each night, and when somebody asks.
 *
 * Owns:        the copy under way, the process that settles it.
 * May touch:   libev, processes; store's backup and copies; turn, for the
 *              administrators' day and what they must hear; log.
 * Never knows: letters, who asks.
 *
 * Pages come over some at a time, between two turns; what cannot be done in
 * pieces (checking, waiting for the disk) is done by a process of its own, so
 * that letters never wait for a copy. */
#ifndef SROK_LOOP_BACKUPS_H
#define SROK_LOOP_BACKUPS_H

#include <stdbool.h>
#include <stdint.h>

#include <ev.h>

#include "load/config.h"
#include "store/store.h"
#include "turn/turn.h"
#include "web/control.h"

struct backups;

struct backups_options {                /* all borrowed */
	struct ev_loop *loop;
	const struct config *config;
	struct store *store;
	struct turn *turn;
};

struct backups *backups_new(const struct backups_options *options);
/* Gives up what is under way; before the store is closed. NULL is fine. */
void backups_free(struct backups *b);

/* Between two turns: begins the night's copy when it is due, copies some
 * pages. */
void backups_run(struct backups *b, int64_t now);
/* A copy is under way; it has pages to copy now. */
bool backups_busy(const struct backups *b);
bool backups_copying(const struct backups *b);
/* When the night's copy is due; INT64_MAX: never. */
int64_t backups_next(const struct backups *b, int64_t now);

/* Begins a copy that somebody asked for: to a file or directory, NULL: the
 * configuration's. False: EX_CONFIG when there is none, EX_TEMPFAIL while
 * another one is made, else what the store says. */
bool backups_ask(struct backups *b, int64_t now, const char *to,
    struct store_error *reterr);
/* What became of that one; texts are borrowed until the next is asked for. */
void backups_tell(const struct backups *b, struct control_backup *ret);

/* What that process does: checks PATH.part by the seal and gives it its name.
 * A code of sysexits(3); why not goes to standard output. */
int backups_settle(const char *path, const char *seal);

#endif
