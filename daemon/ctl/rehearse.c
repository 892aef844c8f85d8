/* The scripted log - Letters - Time - The whole */
#include "ctl/rehearse.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "core/diag.h"
#include "core/zone.h"
#include "ctl/complain.h"
#include "ctl/log_file.h"

enum { LETTERS_AT_ONCE = 64 };

/* A line of the log at its instant, in the rule's zone. */
struct scripted {
	const struct deed_line *line;
	int64_t at;
	size_t order;
};

struct run {
	struct ctl *c;
	struct rehearsal *r;
	struct scripted *script;
	size_t nscript, next;
	struct names ids;               /* the log's ids -> int64_t entries */
	struct diags diags;             /* of the log */
};

static int
store_failed(const struct run *r, const struct store_error *e)
{
	return ctl_fail(r->c, e->exit_code, "%s", e->text);
}

/* --- the scripted log -------------------------------------------------- */

/* The rule that a line is about, or that of the line that it is about itself;
 * NULL where none is named. */
static const char *
rule_of(const struct deed_line *lines, size_t n, const struct deed_line *line)
{
	const char *name = line->deed.rule;

	for (size_t i = 0; i < n && !name && *line->ref; i++)
		if (strcmp(lines[i].id, line->ref) == 0)
			name = lines[i].deed.rule;
	return name;
}

static const struct roadmap *
roadmap_of(const struct run *r, const struct ruleset *rules, const char *name)
{
	if (!name)
		return rules->nroadmaps == 1 ? &rules->roadmaps[0] : NULL;
	return ruleset_roadmap(rules, arena_strndup(r->c->a, name,
	    strcspn(name, "/")));
}

static bool
has_rule(const struct run *r, const struct ruleset *rules, const char *name,
    struct date on)
{
	const struct roadmap *roadmap = roadmap_of(r, rules, name);
	const char *slash = strchr(name, '/');

	return roadmap && slash && roadmap_rule_on(roadmap, slash + 1, on);
}

/* A line's time is told in the zone of its roadmap; UTC stands in where there
 * is none, the entry itself will be refused. */
static void
schedule_lines(struct run *r, const struct deed_line *lines, size_t n)
{
	const struct ruleset *rules = r->r->rules;
	const struct ruleset *all = r->r->all;

	r->script = arena_array(r->c->a, n, sizeof(*r->script));
	for (size_t i = 0; i < n; i++) {
		const char *name = rule_of(lines, n, &lines[i]);
		const struct roadmap *roadmap = roadmap_of(r, rules, name);

		if (all && name && has_rule(r, all, name, lines[i].day) &&
		    !has_rule(r, rules, name, lines[i].day))
			continue;
		r->script[r->nscript++] = (struct scripted){&lines[i],
		    zone_instant(roadmap ? roadmap->zone : zone_utc(),
		    lines[i].day, lines[i].second), i};
	}
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
	size_t n;
	int rc;

	if (!path)
		return EX_OK;
	rc = log_file_read(r->c, path, &lines, &n, &r->diags);
	if (rc != EX_OK) {
		complain(r->c, &r->diags, COMPLAIN_FULL);
		return rc;
	}
	schedule_lines(r, lines, n);
	if (r->nscript)
		qsort(r->script, r->nscript, sizeof(*r->script), by_instant);
	return EX_OK;
}

/* Enters one line when its time has come. What the daemon would refuse is
 * complained of, and the time goes on: one run names every mistake. */
static void
enter(struct run *r, const struct scripted *s)
{
	const struct deed_line *line = s->line;
	struct deed deed = line->deed;
	struct deed_entered entered;
	struct deed_error e;

	if (!log_file_ref(&r->ids, line, &r->diags, &deed.ref))
		return;
	if (deed_enter(r->r->turn, s->at, &deed, &entered, &e))
		log_file_keep(r->c, &r->ids, line, entered.id);
	else
		diag_add(&r->diags, DIAG_ERROR, LOG_FILE_CODE, line->place,
		    *e.hint ? e.hint : NULL, "%s", e.text);
}

/* --- letters ----------------------------------------------------------- */

static bool
take_letters(struct run *r, const struct turn_output *out,
    struct turn_result *results, struct arena *a, struct store_error *reterr)
{
	for (size_t i = 0; i < out->nletters; i++) {
		const struct letter_row *row = out->letters[i].row;
		const struct said_row *notices;
		size_t n;

		if (!store_letter_notices(r->r->store, a, row->id, &notices,
		    &n, reterr))
			return false;
		if (r->r->letter)
			r->r->letter(r->r->context, row, notices, n);
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
		ok = turn_run(r->r->turn, now, &in, a, &out, reterr) &&
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

/* By one set of rules. Where there are none, nothing happens. */
static int
pass_time(struct run *r, const struct ruleset *rules, int64_t now,
    int64_t end)
{
	struct store_error e;

	if (rules->nroadmaps == 0)
		return EX_OK;
	if (!turn_set_rules(r->r->turn, rules, now, &e))
		return store_failed(r, &e);
	while (now < end) {
		int64_t next;

		while (r->next < r->nscript && r->script[r->next].at <= now)
			enter(r, &r->script[r->next++]);
		if (!run_instant(r, now, &e))
			return store_failed(r, &e);
		next = turn_next(r->r->turn, now);
		if (r->next < r->nscript && r->script[r->next].at < next)
			next = r->script[r->next].at;
		/* A letter that may not leave yet is due again at once. */
		now = next > now ? next : now + 1;
	}
	return EX_OK;
}

static int
run_time(struct run *r)
{
	const struct rehearsal *h = r->r;
	const struct ruleset *last = h->then ? h->then : h->rules;
	int64_t end = begin_of(last, date_add(h->to, 1));
	int64_t change = h->then ? begin_of(last, h->then_from) : end;
	int rc = pass_time(r, h->rules, begin_of(h->rules, h->from),
	    last->nroadmaps ? change : begin_of(h->rules, h->then_from));

	if (rc == EX_OK && h->then)
		rc = pass_time(r, last, change, end);
	return rc;
}

/* --- the whole --------------------------------------------------------- */

static int
open_store(struct run *r)
{
	struct store_error e;

	if (!store_open(":memory:", STORE_DAEMON, true, &r->r->store, &e))
		return store_failed(r, &e);
	r->r->turn = turn_new(r->r->store, &r->r->config);
	turn_keep_said(r->r->turn);
	return EX_OK;
}

int
rehearse(struct ctl *c, struct rehearsal *r, const char *log)
{
	struct run run = {.c = c, .r = r};
	int rc;

	r->config = c->config;
	r->config.caps.wave = r->config.caps.relay_minute = UINT_MAX;
	r->config.keep.letters_days = 0;
	diags_init(&run.diags, c->a);
	names_init(&run.ids, c->a);
	rc = read_script(&run, log);
	if (rc == EX_OK)
		rc = open_store(&run);
	if (rc == EX_OK)
		rc = run_time(&run);
	if (rc == EX_OK && run.diags.nerrors) {
		complain(c, &run.diags, COMPLAIN_FULL);
		rc = EX_DATAERR;
	}
	return rc;
}

void
rehearsal_done(struct rehearsal *r)
{
	turn_free(r->turn);
	store_close(r->store);
	r->turn = NULL;
	r->store = NULL;
}
