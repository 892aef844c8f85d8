/* How everything stands, as JSON lines. */
#include <string.h>
#include <sysexits.h>

#include "turn/report.h"
#include "turn/rows.h"
#include "web/request.h"

static bool
add_pair(void *context, const struct pair *pair,
    const struct evaluation *evaluation, struct date today)
{
	struct request *r = context;

	for (size_t i = 0; i < evaluation->nobligations; i++)
		request_row(r, row_obligation(&evaluation->obligations[i]));
	if (evaluation->waiting)
		request_row(r, row_waiting(pair, evaluation->waiting_year,
		    today));
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

/* What roadmap, item, body, from and to of the query let through. False, and
 * an answer, when one of them is wrong. */
static bool
read_filter(struct request *r, struct standing_filter *ret)
{
	*ret = (struct standing_filter){
		.roadmap = request_query(r, "roadmap"),
		.item = request_query(r, "item"),
		.body = request_query(r, "body")
	};
	if (!request_query_date(r, "from", &ret->from) ||
	    !request_query_date(r, "to", &ret->to))
		return false;
	if (!ret->roadmap || ruleset_roadmap(turn_rules(r->host->turn),
	    ret->roadmap))
		return true;
	request_fail(r, 404, EX_DATAERR, NULL,
	    "no roadmap '%s' is in force", ret->roadmap);
	return false;
}

static void
finish(struct request *r, bool ok, const struct store_error *e)
{
	if (ok)
		request_complete(r);
	else
		request_fail(r, 503, e->exit_code, NULL, "%s", e->text);
}

void
route_status(struct request *r)
{
	struct standing_filter f;
	struct store_error e;

	if (!read_filter(r, &f) || !read_states(r, &f.states))
		return;
	finish(r, standing_each(r->host->turn, r->host->now(r->host->context),
	    &f, add_pair, r, &e), &e);
}

static bool
add_row(void *context, json_t *row)
{
	request_row(context, row);
	return true;
}

void
route_report(struct request *r)
{
	struct standing_filter f;
	struct store_error e;

	if (!read_filter(r, &f))
		return;
	finish(r, report_each(r->host->turn, r->host->now(r->host->context),
	    &f, add_row, r, &e), &e);
}
