/* inside.h - what the files of the loop share; nobody else includes it.
 *
 * Owns:        everything that runs: clock, store, turn, senders, watches.
 * May touch:   every room below; libev.
 * Never knows: the command line. */
#ifndef SROK_LOOP_INSIDE_H
#define SROK_LOOP_INSIDE_H

#include <ev.h>

#include "loop/backups.h"
#include "loop/clock.h"
#include "loop/heartbeat.h"
#include "loop/loop.h"
#include "loop/results.h"
#include "loop/rules.h"
#include "loop/trust.h"
#include "loop/watch.h"
#include "loop/workers.h"
#include "store/store.h"
#include "turn/turn.h"
#include "web/control.h"

struct loop {
	const struct loop_options *options;
	struct ev_loop *ev;
	struct clock clock;
	struct trust trust;     /* in a real one */
	struct store *store;
	struct turn *turn;
	struct results results;
	struct workers *workers;
	struct backups *backups;
	struct heartbeat *heartbeat;    /* NULL: none */
	struct rules rules;
	struct watch *watch;
	struct control *control;
	size_t orphans;         /* letters of an earlier run, still sending */
	bool restored;          /* the database is a copy, made at … */
	int64_t copied_at;
	bool reload_wanted, stopping;
	double blocked_until;   /* monotonic; after the store failed */
	int64_t latest;         /* the clock at the last turn */
	int exit_code;
	ev_prepare prepare;
	ev_signal on_term, on_int, on_hup;
	ev_timer flush, watchdog, stop, control_timer;
	ev_io control_io;
};

/* start.c: opens and begins all, in order; EX_OK, or an exit code after a line
 * of the log. */
int loop_start(struct loop *l);
/* Ends all that was begun, whatever that was. */
void loop_finish(struct loop *l);

/* doubt.c: whether the clock is believed, told to whom it concerns: from the
 * start on, at each look, at the end. A virtual one is. */
void doubt_begin(struct loop *l);
void doubt_look(struct loop *l, int64_t now);
void doubt_end(struct loop *l);
/* How that stands; believed on the administrator's word, before. */
void loop_clock(void *context, bool believe, struct control_clock *ret);

/* loop.c: what start.c hangs up: the control socket is to be served, the
 * rules directory has come to rest, what the control socket asks for. */
void loop_serve(struct ev_loop *ev, ev_io *w, int events);
void loop_rules_settled(void *context);
int64_t loop_now(void *context);
bool loop_reload(void *context, struct str *text);
bool loop_backup(void *context, const char *to, struct store_error *reterr);
void loop_backup_told(void *context, struct control_backup *ret);

#endif
