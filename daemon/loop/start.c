/* How the loop comes up and ends: each step needs those before it. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "loop/inside.h"
#include "loop/log.h"
#include "loop/recover.h"

static void
start_clock(struct loop *l)
{
	const struct loop_options *o = l->options;
	int64_t last = 0;
	bool known = store_last_now(l->store, &last);

	if (o->is_virtual) {
		clock_init_virtual(&l->clock, l->ev,
		    known && last > o->start ? last : o->start, o->rate);
		return;
	}
	clock_init_real(&l->clock, l->ev);
	if (known && clock_now(&l->clock) < last)
		log_warn("the clock stands before the last record "
		    "seconds=%lld", (long long)(last - clock_now(&l->clock)));
}

/* A new results file under the next number. */
static int
start_results(struct loop *l)
{
	struct store_error e;
	int64_t run = 0;

	(void)store_fact(l->store, "run", &run);
	for (int tries = 0; tries < 100; tries++) {
		if (results_create(&l->results, l->options->runtime, ++run)) {
			if (store_set_fact(l->store, "run", run, &e))
				return EX_OK;
			log_crit("%s", e.text);
			return e.exit_code;
		}
		if (errno != EEXIST)
			break;
	}
	log_crit("no results file in %s: %s", l->options->runtime,
	    strerror(errno));
	return EX_CANTCREAT;
}

static int
start_store(struct loop *l)
{
	const struct loop_options *o = l->options;
	struct store_error e;

	if (!store_open(o->config->database, STORE_DAEMON, o->is_virtual,
	    &l->store, &e)) {
		log_crit("%s", e.text);
		return e.exit_code;
	}
	return EX_OK;
}

static int
start_rules(struct loop *l)
{
	struct str text;
	int exit_code = EX_OK;
	bool ok;

	str_init(&text);
	ok = rules_load(&l->rules, l->options->config, l->turn,
	    clock_now(&l->clock), &text, &exit_code);
	if (text.len)
		fputs(text.s, stderr);
	str_done(&text);
	if (!ok) {
		log_crit("rules not loaded directory=%s",
		    l->options->config->rules);
		return exit_code;
	}
	log_info("rules in force roadmaps=%zu directory=%s",
	    l->rules.set->nroadmaps, l->options->config->rules);
	return EX_OK;
}

static int
start_control(struct loop *l)
{
	const struct control_host host = {
		.turn = l->turn, .store = l->store, .context = l,
		.now = loop_now, .reload = loop_reload,
		.backup = loop_backup, .backup_told = loop_backup_told,
		.clock = loop_clock
	};
	char why[256];

	l->control = control_start(l->options->config->control, &host, why,
	    sizeof(why));
	if (!l->control) {
		log_crit("no control socket: %s", why);
		return EX_CANTCREAT;
	}
	ev_io_init(&l->control_io, loop_serve, control_fd(l->control),
	    EV_READ);
	l->control_io.data = l;
	ev_io_start(l->ev, &l->control_io);
	return EX_OK;
}

static int
start_recovery(struct loop *l)
{
	struct store_error e;

	if (recover(l->store, l->turn, l->options->runtime, l->results.run,
	    clock_now(&l->clock), &l->orphans, &e))
		return EX_OK;
	log_crit("%s", e.text);
	return e.exit_code;
}

/* Before anything is planned … */
static int
look_for_copy(struct loop *l)
{
	l->restored = turn_is_restored(l->turn, clock_now(&l->clock),
	    &l->copied_at);
	return EX_OK;
}

/* … and when what its senders still did is settled. */
static int
start_restored(struct loop *l)
{
	struct store_error e;
	size_t held;

	if (!l->restored)
		return EX_OK;
	if (!turn_restore(l->turn, clock_now(&l->clock), &held, &e)) {
		log_crit("%s", e.text);
		return e.exit_code;
	}
	log_warn("the database is a copy that took the place of its original: "
	    "what was entered and sent since is not known copied=%lld "
	    "held=%zu see=\"srokctl outbox --state held\"",
	    (long long)l->copied_at, held);
	return EX_OK;
}

static int
start_workers(struct loop *l)
{
	const struct loop_options *o = l->options;
	const struct workers_options options = {
		.loop = l->ev, .config = o->config, .program = o->sender,
		.results = &l->results, .virtual_clock = o->is_virtual
	};

	if (access(o->sender, X_OK) != 0) {
		log_crit("no sender program=%s reason=\"%s\"", o->sender,
		    strerror(errno));
		return EX_OSFILE;
	}
	if (!o->config->mail.relay && mkdir(o->config->spool, 0700) != 0 &&
	    errno != EEXIST) {
		log_crit("no spool directory=%s reason=\"%s\"",
		    o->config->spool, strerror(errno));
		return EX_CANTCREAT;
	}
	l->workers = workers_new(&options);
	l->heartbeat = heartbeat_new(&options);
	return EX_OK;
}

static int
start_backups(struct loop *l)
{
	const struct backups_options options = {
		.loop = l->ev, .config = l->options->config,
		.store = l->store, .turn = l->turn
	};

	l->backups = backups_new(&options);
	return EX_OK;
}

int
loop_start(struct loop *l)
{
	static int (*const steps[])(struct loop *) = {
		look_for_copy, start_results, start_workers, start_rules,
		start_recovery, start_restored, start_backups, start_control
	};
	int rc = start_store(l);

	if (rc != EX_OK)
		return rc;
	start_clock(l);
	l->turn = turn_new(l->store, l->options->config);
	doubt_begin(l);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
		rc = steps[i](l);
		if (rc != EX_OK)
			return rc;
	}
	l->watch = watch_start(l->ev, l->options->config->rules,
	    loop_rules_settled, l);
	if (!l->watch)
		log_warn("the rules directory is not watched: %s; "
		    "SIGHUP or srokctl reload still work", strerror(errno));
	return EX_OK;
}

/* Everything is recorded when nothing is left claimed; then the file that
 * would tell is needed no more. */
void
loop_finish(struct loop *l)
{
	const struct turn_result *results;
	double age_s;
	bool clean = !l->workers || (workers_alive(l->workers) == 0 &&
	    workers_results(l->workers, &results, &age_s) == 0);

	control_stop(l->control);
	watch_stop(l->watch);
	workers_free(l->workers);
	heartbeat_free(l->heartbeat);
	backups_free(l->backups);
	if (clean)
		results_remove(&l->results);
	doubt_end(l);
	turn_free(l->turn);
	rules_done(&l->rules);
	store_close(l->store);
}
