/* The daemon itself: how it is, and its rules read anew. */
#include <sysexits.h>

#include "web/request.h"

void
route_daemon(struct request *r)
{
	const struct ruleset *set = turn_rules(r->host->turn);
	int64_t now = r->host->now(r->host->context);
	int64_t next = turn_next(r->host->turn, now);
	json_t *roadmaps = json_array();

	for (size_t i = 0; i < set->nroadmaps; i++)
		json_array_append_new(roadmaps, json_pack("{s:s,s:I}", "id",
		    set->roadmaps[i].id, "rules",
		    (json_int_t)set->roadmaps[i].nrules));
	request_answer(r, json_pack("{s:s,s:I,s:o,s:o}", "version",
	    SROK_VERSION, "now", (json_int_t)now, "next",
	    next == INT64_MAX ? json_null() : json_integer(next),
	    "roadmaps", roadmaps));
}

void
route_reload(struct request *r)
{
	struct str text;

	str_init(&text);
	if (r->host->reload(r->host->context, &text))
		request_answer(r, json_pack("{s:b,s:s}", "reloaded", 1,
		    "warnings", text.s));
	else
		request_fail(r, 422, EX_DATAERR, text.s,
		    "rules not loaded, the old ones stay in force");
	str_done(&text);
}
