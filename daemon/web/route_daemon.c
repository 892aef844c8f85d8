/* The daemon itself: how it is, its rules read anew, its ways tried, its
 * database copied. */
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

static void
answer_clock(struct request *r, bool believe)
{
	struct control_clock clock;

	r->host->clock(r->host->context, believe, &clock);
	request_answer(r, json_pack("{s:I,s:I,s:I}",
	    "now", (json_int_t)clock.now,
	    "doubted", (json_int_t)clock.doubted,
	    "leap", (json_int_t)clock.leap));
}

void
route_clock(struct request *r)
{
	answer_clock(r, false);
}

void
route_clock_believe(struct request *r)
{
	answer_clock(r, true);
}

/* {to}: an address or a webhook; without it all administrators. */
void
route_test(struct request *r)
{
	json_t *object = request_object(r), *list;
	struct arena *a;
	struct store_error e;
	const int64_t *ids;
	size_t n;

	if (!object)
		return;
	a = arena_new();
	if (turn_test(r->host->turn, r->host->now(r->host->context),
	    json_string_value(json_object_get(object, "to")), a, &ids, &n,
	    &e)) {
		list = json_array();
		for (size_t i = 0; i < n; i++)
			json_array_append_new(list, json_integer(ids[i]));
		request_answer(r, json_pack("{s:o}", "letters", list));
	} else {
		request_fail(r, e.exit_code == EX_DATAERR ||
		    e.exit_code == EX_CONFIG ? 422 : 503, e.exit_code, NULL,
		    "%s", e.text);
	}
	arena_free(a);
	json_decref(object);
}

/* {to}: a directory or file, absolute; without it the configuration's. */
void
route_backup_begin(struct request *r)
{
	json_t *object = request_object(r);
	struct control_backup told;
	struct store_error e;
	const char *to;

	if (!object)
		return;
	to = json_string_value(json_object_get(object, "to"));
	if (to && *to != '/') {
		request_fail(r, 422, EX_USAGE, NULL,
		    "%s: srokd stands elsewhere: give a whole path", to);
	} else if (r->host->backup(r->host->context, to, &e)) {
		r->host->backup_told(r->host->context, &told);
		request_answer(r, json_pack("{s:s}", "file", told.file));
	} else {
		request_fail(r, e.exit_code == EX_TEMPFAIL ? 409 : 422,
		    e.exit_code, NULL, "%s", e.text);
	}
	json_decref(object);
}

void
route_backup_told(struct request *r)
{
	static const char *const states[] = {
		[CONTROL_BACKUP_NONE] = "none",
		[CONTROL_BACKUP_COPYING] = "copying",
		[CONTROL_BACKUP_CHECKING] = "checking",
		[CONTROL_BACKUP_MADE] = "made",
		[CONTROL_BACKUP_FAILED] = "failed"
	};
	struct control_backup told;

	r->host->backup_told(r->host->context, &told);
	request_answer(r, json_pack("{s:s,s:s?,s:i,s:i,s:s,s:i}", "state",
	    states[told.state], "file", told.file, "done", told.done, "all",
	    told.all, "error", told.error.text, "exit",
	    told.error.exit_code));
}
