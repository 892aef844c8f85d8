/* What is known of one rule beside its log: for explain, which judges it anew
 * (core/account.h). */
#include <string.h>
#include <sysexits.h>

#include "turn/rows.h"
#include "turn/standing.h"
#include "web/request.h"

/* The facts of the rule that is asked about; an answer when there are none. */
static bool
find_facts(struct request *r, struct arena *a, struct standing_facts *ret,
    const struct rule **ret_rule)
{
	const char *name = request_query(r, "rule");
	const char *slash = name ? strchr(name, '/') : NULL;
	const struct ruleset *set = turn_rules(r->host->turn);
	const struct roadmap *roadmap = slash ? ruleset_roadmap(set,
	    arena_strndup(a, name, (size_t)(slash - name))) : NULL;
	const struct rule *rule = roadmap ? roadmap_rule_on(roadmap, slash + 1,
	    turn_day(roadmap, r->host->now(r->host->context), NULL)) : NULL;
	struct store_error e;

	*ret_rule = rule;
	if (!rule)
		request_fail(r, 404, EX_DATAERR, NULL,
		    "no rule '%s' is in force", name ? name : "");
	else if (standing_facts(r->host->turn, a, roadmap, rule, ret, &e))
		return true;
	else
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
	return false;
}

static json_t *
said_json(const struct said_row *row)
{
	const struct said *s = &row->said;

	return json_pack("{s:o,s:s,s:s,s:s,s:s,s:s,s:o,s:I,s:I,s:s}",
	    "due", row_day(s->due), "debtor", s->debtor,
	    "stage", s->stage, "recipient", s->recipient,
	    "address", s->address,
	    "channel", s->channel == CHANNEL_EMAIL ? "email" : "webhook",
	    "day", row_day(s->day), "letter", (json_int_t)row->letter,
	    "at", (json_int_t)row->at,
	    "state", letter_state_name(row->state));
}

void
route_said(struct request *r)
{
	struct arena *a = arena_new();
	struct standing_facts facts;
	const struct rule *rule;

	if (find_facts(r, a, &facts, &rule)) {
		for (size_t i = 0; i < facts.account.nsaid; i++)
			request_row(r, said_json(&facts.said_rows[i]));
		request_complete(r);
	}
	arena_free(a);
}

void
route_since(struct request *r)
{
	struct arena *a = arena_new();
	struct standing_facts facts;
	const struct rule *rule;

	if (find_facts(r, a, &facts, &rule)) {
		const struct account_input *in = &facts.account;

		request_row(r, json_pack("{s:s,s:o}", "body", "",
		    "since", row_day(in->baseline)));
		for (size_t i = 0; i < rule->nwordings; i++)
			request_row(r, json_pack("{s:I,s:o,s:o}", "wording",
			    (json_int_t)i + 1,
			    "since", row_day(in->since[i].worded),
			    "told", row_day(in->since[i].told)));
		for (size_t i = 0; i < in->npairs; i++)
			request_row(r, json_pack("{s:s,s:o}", "body",
			    in->pairs[i].body->id,
			    "since", row_day(in->baselines[i])));
		request_complete(r);
	}
	arena_free(a);
}
