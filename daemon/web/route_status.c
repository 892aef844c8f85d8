/* How everything stands, as JSON lines. */
#include <string.h>
#include <sysexits.h>

#include "turn/standing.h"
#include "web/request.h"

static json_t *
marks_json(unsigned marks)
{
	json_t *list = json_array();

	for (unsigned i = 0; i < MARK_COUNT; i++)
		if (marks >> i & 1)
			json_array_append_new(list,
			    json_string(mark_name(i)));
	return list;
}

static json_t *
entries_json(const struct obligation *ob)
{
	json_t *list = json_array();

	for (size_t i = 0; i < ob->nentries; i++)
		json_array_append_new(list,
		    json_integer(ob->entries[i]->id));
	return list;
}

static json_t *
pair_json(const struct pair *pair)
{
	const struct roadmap *r = pair->roadmap;

	return json_pack("{s:s,s:s,s:s,s:s}", "roadmap", r->id,
	    "item", pair->rule->item, "body", pair->body->id,
	    "body_name", text_in(&pair->body->name, r->language));
}

static json_t *
obligation_json(const struct obligation *ob)
{
	json_t *row = pair_json(ob->pair);

	json_object_set_new(row, "title", json_string(
	    text_in(&ob->wording->title, ob->pair->roadmap->language)));
	json_object_set_new(row, "start", request_day(ob->window.start));
	json_object_set_new(row, "due", request_day(ob->due));
	json_object_set_new(row, "effective", request_day(ob->effective));
	json_object_set_new(row, "last", request_day(ob->last));
	json_object_set_new(row, "state",
	    json_string(state_name(ob->state)));
	json_object_set_new(row, "marks", marks_json(ob->marks));
	json_object_set_new(row, "done", json_integer(ob->done));
	json_object_set_new(row, "min", json_integer(ob->window.min));
	json_object_set_new(row, "max", ob->window.max ?
	    json_integer(ob->window.max) : json_null());
	json_object_set_new(row, "met_on", request_day(ob->met_on));
	json_object_set_new(row, "promised_until",
	    request_day(ob->promised_until));
	json_object_set_new(row, "entries", entries_json(ob));
	return row;
}

static bool
add_pair(void *context, const struct pair *pair,
    const struct evaluation *evaluation, struct date today)
{
	struct request *r = context;

	(void)today;
	for (size_t i = 0; i < evaluation->nobligations; i++)
		request_row(r, obligation_json(&evaluation->obligations[i]));
	if (evaluation->waiting) {
		json_t *row = pair_json(pair);

		json_object_set_new(row, "title", json_string(text_in(
		    &rule_wording(pair->rule, today)->title,
		    pair->roadmap->language)));
		json_object_set_new(row, "state", json_string("waiting"));
		json_object_set_new(row, "waiting_year",
		    evaluation->waiting_year ?
		    json_integer(evaluation->waiting_year) : json_null());
		request_row(r, row);
	}
	return true;
}

/* What is not over and done with. */
static const unsigned states_by_default = 1U << STATE_UPCOMING |
    1U << STATE_OPEN | 1U << STATE_SUBMITTED | 1U << STATE_LATE |
    1U << STATE_MISSED;

static bool
read_states(struct request *r, unsigned *ret)
{
	const char *name = request_query(r, "state");

	*ret = states_by_default;
	if (!name)
		return true;
	*ret = 0;
	if (strcmp(name, "all") == 0)
		return true;
	for (int s = 0; s < STATE_COUNT; s++)
		if (strcmp(name, state_name((enum state)s)) == 0)
			*ret = 1U << s;
	if (*ret)
		return true;
	request_fail(r, 400, EX_USAGE, NULL, "no state is called '%s'", name);
	return false;
}

void
route_status(struct request *r)
{
	struct standing_filter f = {
		.roadmap = request_query(r, "roadmap"),
		.item = request_query(r, "item"),
		.body = request_query(r, "body")
	};
	struct store_error e;

	if (!read_states(r, &f.states) ||
	    !request_query_date(r, "from", &f.from) ||
	    !request_query_date(r, "to", &f.to))
		return;
	if (f.roadmap && !ruleset_roadmap(turn_rules(r->host->turn),
	    f.roadmap)) {
		request_fail(r, 404, EX_DATAERR, NULL,
		    "no roadmap '%s' is in force", f.roadmap);
		return;
	}
	if (standing_each(r->host->turn, r->host->now(r->host->context), &f,
	    add_pair, r, &e))
		request_complete(r);
	else
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
}
