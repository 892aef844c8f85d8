/* The daemon - Its file - A rehearsal - The whole */
#include "ctl/dossier.h"

#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/zone.h"
#include "ctl/json.h"
#include "ctl/remote.h"

/* --- the daemon -------------------------------------------------------- */

static struct date
day_of(const json_t *row, const char *name)
{
	const char *text = json_member(row, name);
	struct date d = DATE_NONE;

	date_parse(text, strlen(text), &d);
	return d;
}

static const char *
text_of(struct ctl *c, const json_t *row, const char *name)
{
	return arena_strdup(c->a, json_member(row, name));
}

static bool
read_entry(struct ctl *c, const json_t *row, const struct roadmap *r,
    struct entry *ret)
{
	*ret = (struct entry){
		.id = json_number(row, "id"), .at = json_number(row, "at"),
		.roadmap = text_of(c, row, "roadmap"),
		.rule = text_of(c, row, "rule"),
		.body = text_of(c, row, "body"),
		.date = day_of(row, "date"), .window = day_of(row, "window"),
		.until = day_of(row, "until"), .ref = json_number(row, "ref"),
		.note = text_of(c, row, "note"),
		.evidence = text_of(c, row, "evidence"),
		.author = text_of(c, row, "author"),
		.decided_by = text_of(c, row, "decided_by")
	};
	ret->entered = zone_local(r->zone, ret->at).date;
	return entry_kind_parse(json_member(row, "kind"), &ret->kind);
}

static bool
read_said(struct ctl *c, const json_t *row, struct said_row *ret)
{
	const char *state = json_member(row, "state");

	*ret = (struct said_row){
		.said = {
			.due = day_of(row, "due"), .day = day_of(row, "day"),
			.debtor = text_of(c, row, "debtor"),
			.stage = text_of(c, row, "stage"),
			.recipient = text_of(c, row, "recipient"),
			.address = text_of(c, row, "address"),
			.channel = strcmp(json_member(row, "channel"),
			    "email") == 0 ? CHANNEL_EMAIL : CHANNEL_WEBHOOK
		},
		.letter = json_number(row, "letter"),
		.at = json_number(row, "at"), .state = LETTER_STATE_COUNT
	};
	for (int s = 0; s < LETTER_STATE_COUNT; s++)
		if (strcmp(state, letter_state_name((enum letter_state)s)) ==
		    0)
			ret->state = (enum letter_state)s;
	return ret->state != LETTER_STATE_COUNT;
}

/* Who owes follows from the rules here; a body or a wording that the daemon
 * does not know yet will be written to, or of, from today. */
static void
read_since(struct ctl *c, const json_t *rows, const struct roadmap *r,
    const struct rule *rule, struct account_input *in)
{
	struct since *since = arena_array(c->a, rule->nwordings,
	    sizeof(*since));
	struct date *baselines;
	const json_t *row;
	size_t i;

	in->npairs = rule_pairs(c->a, r, rule, &in->pairs);
	baselines = arena_array(c->a, in->npairs, sizeof(*baselines));
	in->baseline = in->on;
	for (size_t k = 0; k < in->npairs; k++)
		baselines[k] = in->on;
	for (size_t k = 0; k < rule->nwordings; k++)
		since[k] = (struct since){in->on, in->on};
	json_array_foreach(rows, i, row) {
		const char *body = json_member(row, "body");
		long long n = json_number(row, "wording");

		if (n >= 1 && (size_t)n <= rule->nwordings)
			since[n - 1] = (struct since){day_of(row, "since"),
			    day_of(row, "told")};
		else if (!*body)
			in->baseline = day_of(row, "since");
		for (size_t k = 0; k < in->npairs; k++)
			if (strcmp(in->pairs[k].body->id, body) == 0)
				baselines[k] = day_of(row, "since");
	}
	in->baselines = baselines;
	in->since = since;
	in->instead = turn_administrators(c->a, &c->config);
	in->ninstead = c->config.nadministrators;
}

static int
take_entries(struct ctl *c, const json_t *rows, const struct roadmap *r,
    struct account_input *in)
{
	size_t n = json_array_size(rows);
	struct entry *list = arena_array(c->a, n, sizeof(*list));

	for (size_t i = 0; i < n; i++)
		if (!read_entry(c, json_array_get(rows, i), r, &list[i]))
			return ctl_fail(c, EX_PROTOCOL, "srokd's log has an "
			    "entry that this version does not know");
	in->entries = list;
	in->nentries = n;
	return EX_OK;
}

static int
take_said(struct ctl *c, const json_t *rows, struct dossier *d)
{
	size_t n = json_array_size(rows);
	struct said_row *list = arena_array(c->a, n, sizeof(*list));
	struct said *said = arena_array(c->a, n, sizeof(*said));

	for (size_t i = 0; i < n; i++) {
		if (!read_said(c, json_array_get(rows, i), &list[i]))
			return ctl_fail(c, EX_PROTOCOL, "srokd's outbox has a "
			    "state that this version does not know");
		said[i] = list[i].said;
	}
	d->said_rows = list;
	d->account.said = said;
	d->account.nsaid = n;
	return EX_OK;
}

struct asked {
	json_t *since, *entries, *said;
};

static int
ask_all(struct ctl *c, const char *socket, const char *rule,
    struct asked *ret)
{
	const struct {
		const char *path;
		json_t **into;
	} questions[] = {
		{"/v1/since", &ret->since}, {"/v1/log", &ret->entries},
		{"/v1/said", &ret->said}
	};
	int rc = EX_OK;

	for (size_t i = 0; rc == EX_OK && i < sizeof(questions) /
	    sizeof(questions[0]); i++) {
		struct str target;

		str_init(&target);
		str_add(&target, questions[i].path);
		remote_query(&target, "rule", rule);
		rc = remote_list(c, socket, target.s, questions[i].into,
		    NULL);
		str_done(&target);
	}
	return rc;
}

static int
from_daemon(struct ctl *c, const struct dossier_source *from,
    const struct roadmap *r, const struct rule *rule, struct dossier *d,
    bool *ret_down)
{
	struct asked asked = {0};
	struct date today;
	const char *name;
	json_t *now;
	int rc = remote_object(c, from->socket, "/v1/daemon", NULL, &now,
	    ret_down);

	if (rc != EX_OK)
		return rc;
	today = turn_day(r, json_number(now, "now"), NULL);
	if (date_is_none(d->account.on))
		d->account.on = today;
	json_decref(now);
	name = arena_printf(c->a, "%s/%s", r->id, rule_item(rule, today));
	rc = ask_all(c, from->socket, name, &asked);
	if (rc == EX_OK)
		rc = take_entries(c, asked.entries, r, &d->account);
	if (rc == EX_OK)
		rc = take_said(c, asked.said, d);
	if (rc == EX_OK)
		read_since(c, asked.since, r, rule, &d->account);
	json_decref(asked.since);
	json_decref(asked.entries);
	json_decref(asked.said);
	d->source = "the running srokd";
	return rc;
}

/* --- a store ----------------------------------------------------------- */

static int
from_turn(struct ctl *c, struct turn *t, const struct roadmap *r,
    const struct rule *rule, struct dossier *d)
{
	struct date on = d->account.on;
	struct standing_facts facts;
	struct store_error e;

	if (!standing_facts(t, c->a, r, rule, &facts, &e))
		return offline_failed(c, &e);
	d->account = facts.account;
	d->account.on = on;
	d->said_rows = facts.said_rows;
	return EX_OK;
}

static int
from_file(struct ctl *c, const struct dossier_source *from,
    const struct ruleset *rules, const struct roadmap *r,
    const struct rule *rule, struct dossier *d)
{
	struct offline *off = &d->offline;
	struct store_error e;
	int rc = offline_open(c, from->database, off);

	if (rc != EX_OK)
		return rc;
	off->turn = turn_new(off->store, &c->config);
	if (!turn_set_rules(off->turn, rules, off->now, &e))
		return offline_failed(c, &e);
	if (date_is_none(d->account.on))
		d->account.on = turn_day(r, off->now, NULL);
	d->source = from->database ? from->database : c->config.database;
	return from_turn(c, off->turn, r, rule, d);
}

/* The rule alone, from its roadmap's first day: nothing that is told of it
 * hangs on another. Lines of the log about others are left out. */
static int
rehearsed(struct ctl *c, const struct dossier_source *from,
    const struct ruleset *rules, const struct roadmap *r,
    const struct rule *rule, struct dossier *d)
{
	struct ruleset *alone = arena_alloc(c->a, sizeof(*alone));
	struct roadmap *part = arena_alloc(c->a, sizeof(*part));
	int rc;

	*part = *r;
	part->rules = rule;
	part->nrules = 1;
	*alone = *rules;
	alone->roadmaps = part;
	alone->nroadmaps = 1;
	if (date_is_none(d->account.on))
		d->account.on = ctl_today();
	d->account.on = date_min(d->account.on, date_add(DATE_MAX, -1));
	d->rehearsal = (struct rehearsal){
		.rules = alone, .all = rules, .to = d->account.on,
		.from = date_min(r->in_force.first, d->account.on)
	};
	rc = rehearse(c, &d->rehearsal, from->log);
	if (rc != EX_OK)
		return rc;
	d->source = from->log ? from->log : "an empty log";
	return from_turn(c, d->rehearsal.turn, part, rule, d);
}

/* --- the whole --------------------------------------------------------- */

static bool
file_is_there(const struct ctl *c, const struct dossier_source *from)
{
	return from->database || access(c->config.database, F_OK) == 0;
}

int
dossier_open(struct ctl *c, const struct dossier_source *from,
    const struct ruleset *rules, const struct roadmap *r,
    const struct rule *rule, struct dossier *ret)
{
	bool down = !from->live;
	int rc = EX_UNAVAILABLE;

	*ret = (struct dossier){.account.on = from->on};
	if (from->log)
		return rehearsed(c, from, rules, r, rule, ret);
	if (from->live)
		rc = from_daemon(c, from, r, rule, ret, &down);
	if (!down)
		return rc;
	if (from->live && file_is_there(c, from))
		return from_file(c, from, rules, r, rule, ret);
	if (from->live && from->socket)
		return ctl_fail(c, EX_UNAVAILABLE, "srokd is not running at "
		    "%s", from->socket);
	if (!from->needed)
		return EX_OK;
	ctl_say(c, "with an empty log: neither srokd nor its file%s",
	    from->live ? " is there" : " was asked (--log, --socket, "
	    "--database)");
	return rehearsed(c, from, rules, r, rule, ret);
}

void
dossier_close(struct dossier *d)
{
	offline_close(&d->offline);
	rehearsal_done(&d->rehearsal);
}
