/* How everything stands, as JSON lines. */
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
		request_row(r, row_obligation(&evaluation->obligations[i],
		    today));
	if (evaluation->waiting)
		request_row(r, row_waiting(pair, evaluation->waiting_year,
		    today));
	return true;
}

/* What roadmap, item, body, from and to of the query let through. False, and
 * an answer, when one of them is wrong. */
static bool
read_filter(struct request *r, struct standing_filter *ret)
{
	struct arena *a;
	const char *unknown;

	*ret = (struct standing_filter){
		.roadmap = request_query(r, "roadmap"),
		.item = request_query(r, "item"),
		.body = request_query(r, "body")
	};
	if (!request_query_date(r, "from", &ret->from) ||
	    !request_query_date(r, "to", &ret->to))
		return false;
	a = arena_new();
	unknown = standing_unknown(a, turn_rules(r->host->turn), ret,
	    r->host->now(r->host->context));
	if (unknown)
		request_fail(r, 404, EX_DATAERR, NULL, "%s", unknown);
	arena_free(a);
	return !unknown;
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

	const char *state = request_query(r, "state");

	if (!read_filter(r, &f))
		return;
	if (!standing_states(state, &f.states)) {
		request_fail(r, 400, EX_USAGE, NULL, "no state is called '%s'",
		    state);
		return;
	}
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
