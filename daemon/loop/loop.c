/* The daemon's loop.
 *
 * Contents: Turns - Waking - Rules - Stopping - The whole. How it comes up and
 * ends stands in start.c. */
#include "loop/loop.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "load/load.h"
#include "loop/inside.h"
#include "loop/log.h"
#include "loop/notify.h"
#include "loop/recover.h"

enum {
	BATCH = 64,             /* results that are worth a commit at once */
	TURNS_MOST = 16,        /* in a row, before sockets are looked at */
	BACK_S = 24 * 60 * 60   /* further than any zone or small correction */
};
static const double RESULTS_WAIT_S = 1.;        /* … and fewer wait so long */
static const double BLOCKED_S = 60.;            /* after a failed commit */
static const double ORPHANS_S = 1.;
static const double STOP_S = 60.;

/* --- turns ---------------------------------------------------------------- */

/* One line a letter, as it is accepted: for whoever watches a terminal. */
static void
announce(struct loop *l, const struct turn_result *results, size_t n)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < n; i++) {
		const struct letter_row *row;
		struct store_error e;
		size_t found;

		if (results[i].unbegun || !store_letters_list(l->store, a,
		    results[i].id, LETTER_STATE_COUNT, 1, &row, &found, &e) ||
		    found == 0)
			continue;
		if (results[i].outcome == WIRE_SENT && l->options->announce) {
			char day[DATE_TEXT];
			int64_t local = row->sending_at + row->utc_offset;

			printf("%s %02d:%02d  %-16s %s\n", date_iso(
			    (struct date){(int32_t)(local / 86400)}, day),
			    (int)(local % 86400 / 3600),
			    (int)(local % 3600 / 60), row->recipient,
			    row->subject);
		}
		if (results[i].outcome != WIRE_SENT)
			log_warn("letter=%lld to=%s outcome=\"%s\" scope=%s "
			    "attempt=%d state=\"%s\" reply=\"%s\"",
			    (long long)row->id, row->recipient,
			    wire_outcome_name(results[i].outcome),
			    wire_scope_name(results[i].scope), row->attempts,
			    letter_state_name(row->state), results[i].reply);
		else if (!l->options->announce)
			log_info("letter=%lld to=%s channel=%s sent",
			    (long long)row->id, row->recipient,
			    row->channel == CHANNEL_EMAIL ? "email" :
			    "webhook");
	}
	fflush(stdout);
	arena_free(a);
}

/* Nothing was recorded, so nothing is handed over; results stay in memory,
 * and in their file. */
static void
store_failed(struct loop *l, const struct store_error *e)
{
	log_crit("nothing can be recorded, so nothing is sent reason=\"%s\"",
	    e->text);
	notify_send("STATUS=Nothing can be recorded: %s", e->text);
	l->blocked_until = clock_monotonic() + BLOCKED_S;
	if (e->exit_code == EX_SOFTWARE || e->exit_code == EX_DATAERR) {
		l->exit_code = e->exit_code;
		ev_break(l->ev, EVBREAK_ALL);
	}
}

static bool
results_are_ripe(const struct loop *l, size_t n, double age_s)
{
	return n >= BATCH || (n && (age_s >= RESULTS_WAIT_S || l->stopping ||
	    workers_in_hand(l->workers) == 0));
}

/* One turn if there is anything to do; false when there is not. */
static bool
one_turn(struct loop *l, int64_t now)
{
	struct turn_input in = {
		.want = l->orphans ? 0 : workers_want(l->workers),
		.run = l->results.run
	};
	struct turn_output out;
	struct store_error e;
	struct arena *a;
	double age_s;
	bool ok;

	in.nresults = workers_results(l->workers, &in.results, &age_s);
	if (!results_are_ripe(l, in.nresults, age_s))
		in.nresults = 0;
	if (in.nresults == 0 &&
	    (l->stopping || !turn_is_due(l->turn, now, in.want)))
		return false;
	a = arena_new();
	ok = turn_run(l->turn, now, &in, a, &out, &e);
	if (ok) {
		announce(l, in.results, in.nresults);
		workers_forget(l->workers, in.nresults);
		for (size_t i = 0; i < out.nletters; i++)
			workers_give(l->workers, &out.letters[i], now);
		for (size_t i = 0; i < out.nalarms; i++)
			log_crit("the administrator is told: %s",
			    out.alarms[i]);
		if (out.dropped)
			log_info("words of old letters dropped letters=%zu",
			    out.dropped);
		if (out.held)
			log_crit("letters held: more than caps.wave at one "
			    "sending time held=%zu release=\"srokctl outbox "
			    "release ID\"", out.held);
		if (out.given_up)
			log_crit("letters given up: no message can carry them "
			    "letters=%zu see=\"srokctl outbox --state 'given "
			    "up'\"", out.given_up);
	} else {
		store_failed(l, &e);
	}
	arena_free(a);
	return ok;
}

/* --- waking --------------------------------------------------------------- */

static void
on_flush(struct ev_loop *ev, ev_timer *w, int events)
{
	(void)ev;
	(void)w;
	(void)events;
}

static void
wake_in(struct loop *l, double seconds)
{
	if (ev_is_active(&l->flush) &&
	    ev_timer_remaining(l->ev, &l->flush) <= seconds)
		return;
	ev_timer_stop(l->ev, &l->flush);
	ev_timer_set(&l->flush, seconds > 0 ? seconds : 0., 0.);
	ev_timer_start(l->ev, &l->flush);
}

static void
look_after_orphans(struct loop *l, int64_t now)
{
	struct store_error e;

	if (l->orphans && !recover(l->store, l->turn, l->options->runtime,
	    l->results.run, now, &l->orphans, &e))
		store_failed(l, &e);
}

static void
arm_control(struct loop *l)
{
	int64_t ms = l->control ? control_timeout_ms(l->control) : -1;

	ev_timer_stop(l->ev, &l->control_timer);
	if (ms < 0)
		return;
	ev_timer_set(&l->control_timer, (double)ms / 1000., 0.);
	ev_timer_start(l->ev, &l->control_timer);
}

/* A virtual clock goes on where it stopped, not at the last turn before. */
static void
note_where(struct loop *l)
{
	struct store_error e;

	if (l->clock.is_virtual && !store_set_last_now(l->store,
	    clock_now(&l->clock), &e))
		log_warn("the clock will go on from an earlier day: %s",
		    e.text);
}

/* Nothing new is begun; the loop ends when the senders have. */
static void
begin_stop(struct loop *l)
{
	if (l->stopping)
		return;
	note_where(l);
	log_info("stopping: what is on the wire is finished");
	notify_send("STOPPING=1");
	l->stopping = true;
	workers_finish(l->workers);
	ev_timer_start(l->ev, &l->stop);
}

/* The next instant at which something is to be done. */
static int64_t
next_instant(const struct loop *l, int64_t now)
{
	int64_t next = turn_next(l->turn, now);
	int64_t copy = l->trust.doubted ? INT64_MAX :
	    backups_next(l->backups, now);
	int64_t beat = heartbeat_next(l->heartbeat, now);

	if (copy < next)
		next = copy;
	return beat < next ? beat : next;
}

/* Sleep until something happens; a virtual clock runs only now, and only when
 * nothing is in hand. */
static void
arm(struct loop *l, int64_t now)
{
	const struct turn_result *results;
	double age_s;
	size_t n = workers_results(l->workers, &results, &age_s);
	double blocked = l->blocked_until - clock_monotonic();
	int64_t next = next_instant(l, now);

	if (backups_copying(l->backups))
		wake_in(l, 0.);
	if (l->orphans)
		wake_in(l, ORPHANS_S);
	if (blocked > 0)
		wake_in(l, blocked);
	else if (n)
		wake_in(l, RESULTS_WAIT_S - age_s);
	if (n || l->orphans || blocked > 0 || workers_in_hand(l->workers) ||
	    backups_busy(l->backups) || heartbeat_busy(l->heartbeat) ||
	    l->stopping)
		clock_hold(&l->clock);
	else if (l->clock.is_virtual && next > l->options->until)
		clock_arm(&l->clock, l->options->until);
	else
		clock_arm(&l->clock, next);
}

static bool
nothing_in_hand(const struct loop *l)
{
	const struct turn_result *results;
	double age_s;

	return workers_results(l->workers, &results, &age_s) == 0 &&
	    l->orphans == 0 && workers_in_hand(l->workers) == 0 &&
	    !backups_busy(l->backups) && !heartbeat_busy(l->heartbeat) &&
	    clock_monotonic() >= l->blocked_until;
}

/* Since when things have been known was noted by a clock that stood ahead:
 * read anew, that is today. */
static void
look_at_clock(struct loop *l, int64_t now)
{
	if (now < l->latest - BACK_S) {
		log_warn("the clock went back seconds=%lld",
		    (long long)(l->latest - now));
		l->reload_wanted = true;
	}
	l->latest = now;
}

/* What is told outside is true: the turns went well, a commit goes through,
 * letters leave. */
static void
beat(struct loop *l, int64_t now)
{
	struct store_error e;
	bool well;

	heartbeat_look(l->heartbeat, now);
	if (!heartbeat_is_due(l->heartbeat, now))
		return;
	well = clock_monotonic() >= l->blocked_until && !l->trust.doubted;
	if (well && !turn_is_well(l->turn, now, &well, &e))
		store_failed(l, &e);
	heartbeat_beat(l->heartbeat, now, well);
}

static void reload(struct loop *l, struct str *text, bool *ret_ok);

static void
on_prepare(struct ev_loop *ev, ev_prepare *w, int events)
{
	struct loop *l = w->data;
	int64_t now = clock_now(&l->clock);

	(void)events;
	look_at_clock(l, now);
	doubt_look(l, now);
	if (l->reload_wanted && !l->stopping) {
		struct str text;
		bool ok;

		str_init(&text);
		reload(l, &text, &ok);
		str_done(&text);
	}
	look_after_orphans(l, now);
	if (clock_monotonic() >= l->blocked_until)
		for (int i = 0; i < TURNS_MOST && one_turn(l, now); i++)
			;
	if (!l->stopping && !l->trust.doubted)
		backups_run(l->backups, now);
	if (!l->stopping)
		beat(l, now);
	if (now >= l->options->until && nothing_in_hand(l))
		begin_stop(l);
	if (l->stopping && workers_alive(l->workers) == 0) {
		ev_break(ev, EVBREAK_ALL);
		return;
	}
	arm(l, now);
	arm_control(l);
}

void
loop_serve(struct ev_loop *ev, ev_io *w, int events)
{
	struct loop *l = w->data;

	(void)ev;
	(void)events;
	control_run(l->control);
}

static void
on_control_timer(struct ev_loop *ev, ev_timer *w, int events)
{
	struct loop *l = w->data;

	(void)ev;
	(void)events;
	control_run(l->control);
}

static void
on_watchdog(struct ev_loop *ev, ev_timer *w, int events)
{
	(void)ev;
	(void)w;
	(void)events;
	notify_send("WATCHDOG=1");
}

/* --- rules ---------------------------------------------------------------- */

/* Complaints, a line of the log each. */
static void
log_text(const char *text, bool bad)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		if (n && bad)
			log_err("%.*s", (int)n, text);
		else if (n)
			log_warn("%.*s", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void
reload(struct loop *l, struct str *text, bool *ret_ok)
{
	int exit_code;

	l->reload_wanted = false;
	notify_reloading();
	*ret_ok = rules_load(&l->rules, l->options->config, l->turn,
	    clock_now(&l->clock), text, &exit_code);
	log_text(text->s, !*ret_ok);
	if (*ret_ok)
		log_info("rules in force roadmaps=%zu",
		    l->rules.set->nroadmaps);
	else
		log_err("rules not loaded, the old ones stay in force");
	notify_send("READY=1\nSTATUS=%s", *ret_ok ? "Rules in force" :
	    "Rules not loaded, the old ones stay in force");
}

/* An editor's back-up, a touch, a file saved as it was: nothing to do. */
void
loop_rules_settled(void *context)
{
	struct loop *l = context;

	l->reload_wanted = load_digest(&l->options->config->rules, 1) !=
	    l->rules.digest;
}

static void
on_sighup(struct ev_loop *ev, ev_signal *w, int events)
{
	struct loop *l = w->data;

	(void)ev;
	(void)events;
	l->reload_wanted = true;
}

int64_t
loop_now(void *context)
{
	struct loop *l = context;

	return clock_now(&l->clock);
}

bool
loop_reload(void *context, struct str *text)
{
	bool ok;

	reload(context, text, &ok);
	return ok;
}

bool
loop_backup(void *context, const char *to, struct store_error *reterr)
{
	struct loop *l = context;

	return backups_ask(l->backups, clock_now(&l->clock), to, reterr);
}

void
loop_backup_told(void *context, struct control_backup *ret)
{
	const struct loop *l = context;

	backups_tell(l->backups, ret);
}

/* --- stopping ------------------------------------------------------------- */

static void
on_stop_signal(struct ev_loop *ev, ev_signal *w, int events)
{
	(void)ev;
	(void)events;
	begin_stop(w->data);
}

static void
on_stop_timeout(struct ev_loop *ev, ev_timer *w, int events)
{
	(void)w;
	(void)events;
	log_warn("senders did not finish in time; the next start settles it");
	ev_break(ev, EVBREAK_ALL);
}

/* --- the whole ---------------------------------------------------------- */

static void
init_watchers(struct loop *l)
{
	double watchdog = notify_watchdog_s();

	ev_prepare_init(&l->prepare, on_prepare);
	ev_signal_init(&l->on_term, on_stop_signal, SIGTERM);
	ev_signal_init(&l->on_int, on_stop_signal, SIGINT);
	ev_signal_init(&l->on_hup, on_sighup, SIGHUP);
	ev_timer_init(&l->flush, on_flush, 0., 0.);
	ev_timer_init(&l->stop, on_stop_timeout, STOP_S, 0.);
	ev_timer_init(&l->control_timer, on_control_timer, 0., 0.);
	ev_timer_init(&l->watchdog, on_watchdog, watchdog, watchdog);
	l->prepare.data = l->on_term.data = l->on_int.data =
	    l->on_hup.data = l->control_timer.data = l->control_io.data = l;
	ev_prepare_start(l->ev, &l->prepare);
	ev_signal_start(l->ev, &l->on_term);
	ev_signal_start(l->ev, &l->on_int);
	ev_signal_start(l->ev, &l->on_hup);
	if (watchdog > 0)
		ev_timer_start(l->ev, &l->watchdog);
}

int
loop_run(const struct loop_options *options)
{
	struct loop l = {.options = options, .results = {.fd = -1},
	    .latest = INT64_MIN + BACK_S};
	int rc;

	l.ev = ev_default_loop(0);
	if (!l.ev) {
		log_crit("no event loop");
		return EX_OSERR;
	}
	rc = loop_start(&l);
	if (rc == EX_OK) {
		init_watchers(&l);
		notify_send("READY=1\nSTATUS=Rules in force");
		ev_run(l.ev, 0);
		rc = l.exit_code;
		clock_done(&l.clock);
	}
	loop_finish(&l);
	return rc;
}
