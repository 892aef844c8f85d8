/* simulate: the letters that would go out from one day to another.
 *
 * Drives the daemon's own turn with a clock that jumps from one thing to do
 * to the next, a store in memory and a sender that accepts all at once.
 *
 * Contents: The scripted log - Letters - Time - The command */
#include "ctl/simulate.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "core/diag.h"
#include "core/zone.h"
#include "ctl/complain.h"
#include "ctl/rules.h"
#include "load/file.h"
#include "load/names.h"
#include "turn/deed.h"
#include "turn/turn.h"

enum {
	LOG_MOST = 64 * 1024 * 1024,
	LETTERS_AT_ONCE = 64,
	CODE_LOG = 121          /* a line of the log that cannot be entered */
};

struct simulate_options {
	const char *rules, *log;
	struct date from, to;
	int format;
};

/* A line of the log at its instant, in the rule's zone. */
struct scripted {
	const struct deed_line *line;
	int64_t at;
	size_t order;
};

struct run {
	struct ctl *c;
	struct simulation simulation;
	struct config config;
	struct store *store;
	struct turn *turn;
	struct scripted *script;
	size_t nscript, next;
	struct names ids;               /* the log's ids -> int64_t entries */
	struct diags diags;             /* of the log */
	unsigned wave, largest;         /* letters at one sending time */
	int64_t wave_at;
	struct date largest_day;
};

static int
store_failed(const struct run *r, const struct store_error *e)
{
	return ctl_fail(r->c, e->exit_code, "%s", e->text);
}

/* --- the scripted log -------------------------------------------------- */

/* The zone that a line's time is told in: that of its rule. A line about
 * another line takes that one's; UTC stands in where there is none, the entry
 * itself will be refused. */
static const struct zone *
zone_of(const struct run *r, const struct deed_line *lines, size_t n,
    const struct deed_line *line)
{
	const struct ruleset *rules = r->simulation.rules;
	const char *name = line->deed.rule;
	const struct roadmap *roadmap = NULL;

	for (size_t i = 0; i < n && !name && *line->ref; i++)
		if (strcmp(lines[i].id, line->ref) == 0)
			name = lines[i].deed.rule;
	if (name) {
		const char *id = arena_strndup(r->c->a, name,
		    strcspn(name, "/"));

		roadmap = ruleset_roadmap(rules, id);
	}
	if (!roadmap && rules->nroadmaps == 1)
		roadmap = &rules->roadmaps[0];
	return roadmap ? roadmap->zone : zone_utc();
}

static int
by_instant(const void *left, const void *right)
{
	const struct scripted *a = left, *b = right;

	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

static int
read_script(struct run *r, const char *path)
{
	const struct deed_line *lines;
	struct file file;
	size_t n = 0;
	int error;

	if (!path)
		return EX_OK;
	error = file_read(r->c->a, path, LOG_MOST, &file);
	if (error)
		return ctl_fail(r->c, error == EACCES ? EX_NOPERM :
		    EX_NOINPUT, "%s: %s", path, strerror(error));
	if (file.len > LOG_MOST)
		return ctl_fail(r->c, EX_DATAERR, "%s: larger than 64 MiB",
		    path);
	if (!deed_read_csv(r->c->a, path, file.bytes, file.len, &lines, &n,
	    &r->diags)) {
		complain(r->c, &r->diags, COMPLAIN_FULL);
		return EX_DATAERR;
	}
	r->script = arena_array(r->c->a, n, sizeof(*r->script));
	r->nscript = n;
	for (size_t i = 0; i < n; i++) {
		const struct zone *zone = zone_of(r, lines, n, &lines[i]);

		r->script[i] = (struct scripted){&lines[i],
		    zone_instant(zone, lines[i].day, lines[i].second), i};
	}
	if (n)
		qsort(r->script, n, sizeof(*r->script), by_instant);
	return EX_OK;
}

/* Enters one line when its time has come. What the daemon would refuse is
 * complained of, and the time goes on: one run names every mistake. */
static void
enter(struct run *r, const struct scripted *s)
{
	const struct deed_line *line = s->line;
	struct deed deed = line->deed;
	struct deed_error e;
	int64_t id;

	if (*line->ref) {
		const int64_t *ref = names_get(&r->ids, line->ref);

		if (!ref) {
			diag_add(&r->diags, DIAG_ERROR, CODE_LOG, line->place,
			    NULL, "no earlier line has the id '%s'",
			    line->ref);
			return;
		}
		deed.ref = *ref;
	}
	if (!deed_enter(r->turn, s->at, &deed, &id, &e)) {
		diag_add(&r->diags, DIAG_ERROR, CODE_LOG, line->place,
		    *e.hint ? e.hint : NULL, "%s", e.text);
		return;
	}
	if (*line->id) {
		int64_t *known = arena_alloc(r->c->a, sizeof(*known));

		*known = id;
		names_put(&r->ids, line->id, known);
	}
}

/* --- letters ----------------------------------------------------------- */

/* More than caps.wave at once would wait for somebody's release: shown all
 * the same, and said. */
static void
count_wave(struct run *r, const struct letter_row *row)
{
	if (row->sending_at != r->wave_at)
		r->wave = 0;
	r->wave_at = row->sending_at;
	if (++r->wave <= r->largest)
		return;
	r->largest = r->wave;
	r->largest_day = (struct date){(int32_t)((row->sending_at +
	    row->utc_offset) / 86400)};
}

static bool
take_letters(struct run *r, const struct turn_output *out,
    struct turn_result *results, struct arena *a, struct store_error *reterr)
{
	for (size_t i = 0; i < out->nletters; i++) {
		const struct letter_row *row = out->letters[i].row;
		const struct said_row *notices;
		size_t n;

		if (!store_letter_notices(r->store, a, row->id, &notices, &n,
		    reterr))
			return false;
		simulation_letter(&r->simulation, row, notices, n);
		count_wave(r, row);
		results[i] = (struct turn_result){
			.id = row->id, .outcome = WIRE_SENT, .reply = ""
		};
	}
	return true;
}

/* All turns of one instant: until nothing more leaves. */
static bool
run_instant(struct run *r, int64_t now, struct store_error *reterr)
{
	struct turn_result results[LETTERS_AT_ONCE];
	struct turn_input in = {.want = LETTERS_AT_ONCE, .run = 1,
	    .results = results};
	struct arena *a = arena_new();
	bool ok;

	do {
		struct turn_output out;

		arena_reset(a);
		ok = turn_run(r->turn, now, &in, a, &out, reterr) &&
		    take_letters(r, &out, results, a, reterr);
		in.nresults = ok ? out.nletters : 0;
	} while (ok && in.nresults);
	arena_free(a);
	ctl_flush(r->c, false);
	return ok;
}

/* --- time -------------------------------------------------------------- */

/* The first instant at which it is that day for all roadmaps: so the day is
 * the baseline of each. What is sent at nine in the east by then is made up
 * the same morning (design.md §6). */
static int64_t
begin_of(const struct ruleset *rules, struct date day)
{
	int64_t at = INT64_MIN;

	for (size_t i = 0; i < rules->nroadmaps; i++) {
		int64_t begins = zone_instant(rules->roadmaps[i].zone, day, 0);

		if (begins > at)
			at = begins;
	}
	return at;
}

static int
run_time(struct run *r)
{
	const struct ruleset *rules = r->simulation.rules;
	int64_t now = begin_of(rules, r->simulation.from);
	int64_t end = begin_of(rules, date_add(r->simulation.to, 1));
	struct store_error e;

	if (!turn_set_rules(r->turn, rules, now, &e))
		return store_failed(r, &e);
	while (now < end) {
		int64_t next;

		while (r->next < r->nscript && r->script[r->next].at <= now)
			enter(r, &r->script[r->next++]);
		if (!run_instant(r, now, &e))
			return store_failed(r, &e);
		next = turn_next(r->turn, now);
		if (r->next < r->nscript && r->script[r->next].at < next)
			next = r->script[r->next].at;
		/* A letter that may not leave yet is due again at once. */
		now = next > now ? next : now + 1;
	}
	return EX_OK;
}

/* --- the command ------------------------------------------------------- */

static int
open_store(struct run *r)
{
	struct store_error e;

	if (!store_open(":memory:", STORE_DAEMON, true, &r->store, &e))
		return store_failed(r, &e);
	r->turn = turn_new(r->store, &r->config);
	return EX_OK;
}

static int
finish(struct run *r)
{
	char day[DATE_TEXT];

	simulation_end(&r->simulation);
	if (r->largest > r->c->config.caps.wave)
		ctl_say(r->c, "%u letters at one time (%s): above caps.wave, "
		    "%u, the rest waits for `srokctl outbox release`",
		    r->largest, date_iso(r->largest_day, day),
		    r->c->config.caps.wave);
	if (!r->diags.nerrors)
		return EX_OK;
	complain(r->c, &r->diags, COMPLAIN_FULL);
	return EX_DATAERR;
}

static int
check(struct ctl *c, const struct simulate_options *o)
{
	if (date_is_none(o->from) || date_is_none(o->to))
		return ctl_fail(c, EX_USAGE, "missing: %s",
		    date_is_none(o->from) ? "--from=DATE" : "--to=DATE");
	if (date_before(o->to, o->from))
		return ctl_fail(c, EX_USAGE, "--from lies behind --to");
	if (!date_before(o->to, DATE_MAX))
		return ctl_fail(c, EX_USAGE, "--to: the last day is "
		    "2200-12-30");
	return EX_OK;
}

static int
run_simulate(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct simulate_options *o = options;
	struct rules rules = {0};
	struct run r = {
		.c = c, .wave_at = INT64_MIN, .simulation = {
			.c = c, .format = o->format, .from = o->from,
			.to = o->to, .day = DATE_NONE, .busiest = DATE_NONE
		}
	};
	int rc = check(c, o);

	(void)args;
	if (rc == EX_OK)
		rc = ctl_configure(c);
	if (rc == EX_OK)
		rc = rules_read(c, o->rules, &rules);
	r.config = c->config;
	r.config.caps.wave = UINT_MAX;
	r.simulation.rules = rules.set;
	diags_init(&r.diags, c->a);
	names_init(&r.ids, c->a);
	if (rc == EX_OK)
		rc = read_script(&r, o->log);
	if (rc == EX_OK)
		rc = open_store(&r);
	if (rc == EX_OK)
		rc = run_time(&r);
	if (rc == EX_OK)
		rc = finish(&r);
	turn_free(r.turn);
	store_close(r.store);
	rules_done(&rules);
	return rc;
}

static const struct option_row simulate_options[] = {
	{"from", 0, OPTION_DAY, offsetof(struct simulate_options, from),
	    "DATE", "the first day: the rules count as loaded that morning"},
	{"to", 0, OPTION_DAY, offsetof(struct simulate_options, to), "DATE",
	    "the last day"},
	{"rules", 0, OPTION_TEXT, offsetof(struct simulate_options, rules),
	    "DIR", "directory of rule files (that of srokd.yaml, else "
	    "./rules)"},
	{"log", 0, OPTION_TEXT, offsetof(struct simulate_options, log),
	    "FILE", "what is done meanwhile: CSV with the columns "
	    "id,at,kind,rule,body,date,window,ref,note"},
	{"format", 0, OPTION_CHOICE, offsetof(struct simulate_options, format),
	    FORMATS, "how it is printed"},
};

const struct command command_simulate = {
	.name = "simulate", .arguments = "",
	.what = "Show every letter that would go out in a span of time",
	.more = "  srokctl simulate --rules rules --from 2021-10-14 "
	    "--to 2022-12-31\n\n"
	    "tsv: DATE TIME RECIPIENT CHANNEL LETTER STAGE ROADMAP ITEM BODY "
	    "DUE, a line for\neach notice; LETTER is the same for the notices "
	    "of one letter.",
	.options = simulate_options,
	.noptions = sizeof(simulate_options) / sizeof(simulate_options[0]),
	.size = sizeof(struct simulate_options), .least = 0, .most = 0,
	.run = run_simulate
};
