/* control.h - the control socket: srokctl's way to the running daemon.
 *
 * Owns:        the libmicrohttpd daemon on one AF_UNIX socket.
 * May touch:   turn, store (through turn's doors), compose, libmicrohttpd,
 *              jansson.
 * Never knows: libev; the clock (the host tells it the time).
 *
 * Who may write is decided by the socket's permissions (0660, group srok).
 * Everything is HTTP/1.0-friendly; a POST commits by itself before it is
 * answered. Lists are JSON lines, one object a line; the last one says
 * {"complete":true,"rows":N}, so that a cut list is noticed.
 *
 *   GET  /v1/daemon                 version, now, next, rules, queue
 *   GET  /v1/status?roadmap&item&body&state&from&to
 *                                   obligations; state is a name of
 *                                   state_name, "all", or by default all
 *                                   that is not over and done with
 *   GET  /v1/report?roadmap&item&body&from&to
 *                                   plan and fact (turn/report.h)
 *   GET  /v1/log?rule=ROADMAP/ITEM  entries, oldest first
 *   POST /v1/log                    {kind, rule, body, date, window, until,
 *                                    ref, note, evidence (evidence.h),
 *                                    without_result, author, decided_by,
 *                                    key} -> {id, repeated}
 *   GET  /v1/said?rule=ROADMAP/ITEM what was said of it, with letters
 *   GET  /v1/since?rule=ROADMAP/ITEM
 *                                   {body, since}: the day from which each
 *                                   body is written to, and (body "") the one
 *                                   of wording and policy
 *   GET  /v1/outbox?state&limit     letters, newest first
 *   GET  /v1/outbox/ID              one letter, its text and notices
 *   POST /v1/outbox/ID              {action: retry | cancel | release}
 *   POST /v1/reload                 -> {reloaded, warnings} or 422
 *   GET  /v1/verify                 the log's hash chain
 *   GET  /v1/clock                  {now, doubted, leap}: since when the
 *                                   clock is doubted (0: it is not), and how
 *                                   far it leapt ahead, in seconds
 *   POST /v1/clock                  the same; it is believed from now on
 *   POST /v1/backup                 {to} -> {file}: a copy is begun
 *   GET  /v1/backup                 {state, file, done, all, error, exit}:
 *                                   what became of it; done and all are
 *                                   pages
 *
 * An error is {error, hint, exit}: exit is the code of sysexits(3) that
 * srokctl ends with; the status is 400, 404, 405, 409, 413, 422 or 503. */
#ifndef SROK_WEB_CONTROL_H
#define SROK_WEB_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/str.h"
#include "turn/turn.h"

struct control;

/* The last copy that was asked for. */
struct control_backup {
	enum {
		CONTROL_BACKUP_NONE, CONTROL_BACKUP_COPYING,
		CONTROL_BACKUP_CHECKING, CONTROL_BACKUP_MADE,
		CONTROL_BACKUP_FAILED
	} state;
	const char *file;               /* borrowed for the call; or NULL */
	int done, all;                  /* pages, while they are copied */
	struct store_error error;       /* of one that failed */
};

/* Whether the clock is believed (loop/trust.h). */
struct control_clock {
	int64_t now, doubted, leap;
};

/* What the loop lends. context is handed back. */
struct control_host {
	struct turn *turn;
	struct store *store;
	void *context;
	int64_t (*now)(void *context);
	/* Reads the rules anew; complaints (full format) go to text. False:
	 * the old ones stay in force. */
	bool (*reload)(void *context, struct str *text);
	/* Begins a copy of the database to a directory or file (NULL: the
	 * configuration's); what became of the last one. */
	bool (*backup)(void *context, const char *to,
	    struct store_error *reterr);
	void (*backup_told)(void *context, struct control_backup *ret);
	/* How the clock stands; with believe it is right. */
	void (*clock)(void *context, bool believe, struct control_clock *ret);
};

/* Listens on path (0660; a stale socket is replaced, a live one refused).
 * NULL and a text in reterr on failure. */
struct control *control_start(const char *path,
    const struct control_host *host, char *reterr, size_t reterr_size);
void control_stop(struct control *c);   /* NULL is fine; unlinks the path */

/* For the loop: a descriptor to wait on, work to do when it is readable or
 * the timeout has passed, and that timeout (-1: none). */
int control_fd(const struct control *c);
void control_run(struct control *c);
int64_t control_timeout_ms(const struct control *c);

#endif
