/* The outbox: what was said to whom, and what still waits. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "turn/rows.h"
#include "web/request.h"

enum { LIST_BY_DEFAULT = 50, LIST_MOST = 10000 };

static json_t *
letter_json(const struct letter_row *row)
{
	return json_pack("{s:I,s:s,s:s,s:s,s:I,s:I,s:I,s:s,s:i,s:s,s:s,s:s}",
	    "id", (json_int_t)row->id, "recipient", row->recipient,
	    "channel", row->channel == CHANNEL_EMAIL ? "email" : "webhook",
	    "address", row->address,
	    "sending_at", (json_int_t)row->sending_at,
	    "utc_offset", (json_int_t)row->utc_offset,
	    "next_at", (json_int_t)row->next_at,
	    "state", letter_state_name(row->state),
	    "attempts", row->attempts, "message_id", row->message_id,
	    "subject", row->subject, "last_reply", row->last_reply);
}

static bool
read_state(struct request *r, enum letter_state *ret)
{
	const char *name = request_query(r, "state");

	*ret = LETTER_STATE_COUNT;
	if (!name)
		return true;
	for (int s = 0; s < LETTER_STATE_COUNT; s++)
		if (strcmp(name, letter_state_name((enum letter_state)s)) == 0)
			*ret = (enum letter_state)s;
	if (*ret != LETTER_STATE_COUNT)
		return true;
	request_fail(r, 400, EX_USAGE, NULL, "no letter is ever '%s'", name);
	return false;
}

/* A number from 1 on; 0 when the text is none. */
static int64_t
number(const char *text)
{
	char *end;
	long long n = text ? strtoll(text, &end, 10) : 0;

	return text && *text && !*end && n > 0 ? n : 0;
}

void
route_outbox_list(struct request *r)
{
	int64_t limit = number(request_query(r, "limit"));
	const struct letter_row *rows;
	enum letter_state state;
	struct store_error e;
	struct arena *a;
	size_t n;

	if (!read_state(r, &state))
		return;
	if (limit == 0)
		limit = LIST_BY_DEFAULT;
	if (limit > LIST_MOST)
		limit = LIST_MOST;
	a = arena_new();
	if (store_letters_list(r->host->store, a, 0, state, (size_t)limit,
	    &rows, &n, &e)) {
		for (size_t i = 0; i < n; i++)
			request_row(r, letter_json(&rows[i]));
		request_complete(r);
	} else {
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
	}
	arena_free(a);
}

/* The letter that the path names; NULL and an answer when there is none. */
static const struct letter_row *
find_letter(struct request *r, struct arena *a)
{
	const struct letter_row *row;
	int64_t id = number(r->path);
	struct store_error e;
	size_t n = 0;

	if (id && !store_letters_list(r->host->store, a, id,
	    LETTER_STATE_COUNT, 1, &row, &n, &e)) {
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
		return NULL;
	}
	if (n)
		return row;
	request_fail(r, 404, EX_DATAERR, NULL, "there is no letter '%s'",
	    r->path);
	return NULL;
}

static json_t *
notices_json(const struct said_row *rows, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(list, json_pack(
		    "{s:s,s:s,s:s,s:s,s:s,s:o,s:o}",
		    "roadmap", rows[i].roadmap, "rule", rows[i].rule,
		    "debtor", rows[i].said.debtor,
		    "stage", rows[i].said.stage,
		    "recipient", rows[i].said.recipient,
		    "due", row_day(rows[i].said.due),
		    "day", row_day(rows[i].said.day)));
	return list;
}

void
route_outbox_one(struct request *r)
{
	struct arena *a = arena_new();
	const struct letter_row *row = find_letter(r, a);
	const struct said_row *notices;
	struct store_error e;
	size_t n;

	if (row && !store_letter_notices(r->host->store, a, row->id,
	    &notices, &n, &e)) {
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
	} else if (row) {
		json_t *object = letter_json(row);

		json_object_set_new(object, "text", row->text ?
		    json_string(row->text) : json_null());
		json_object_set_new(object, "notices",
		    notices_json(notices, n));
		request_answer(r, object);
	}
	arena_free(a);
}

/* What a person may do with a letter, and what that is for its state. */
static const struct {
	const char *name, *done;
	enum letter_event event;
} actions[] = {
	{"retry", "tried again now", LETTER_DUE_AGAIN},
	{"cancel", "cancelled", LETTER_CANCEL},
	{"release", "released", LETTER_RELEASE},
};

static bool
act(struct request *r, const struct letter_row *row, enum letter_event event)
{
	int64_t now = r->host->now(r->host->context);
	struct store *store = r->host->store;
	struct store_error e;

	if (!store_begin(store, &e) ||
	    !store_letter_event(store, row->id, event, now, now,
	    row->last_reply, &e) || !store_commit(store, &e)) {
		store_rollback(store);
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
		return false;
	}
	return true;
}

void
route_outbox_act(struct request *r)
{
	struct arena *a = arena_new();
	const struct letter_row *row = find_letter(r, a);
	json_t *object = row ? request_object(r) : NULL;
	const char *name = json_string_value(json_object_get(object,
	    "action"));
	enum letter_event event = LETTER_EVENT_COUNT;
	const char *done = "";

	for (size_t i = 0; name && i < sizeof(actions) / sizeof(actions[0]);
	    i++) {
		if (strcmp(actions[i].name, name) != 0)
			continue;
		event = actions[i].event;
		done = actions[i].done;
	}
	if (!object)
		;               /* answered already */
	else if (event == LETTER_EVENT_COUNT)
		request_fail(r, 400, EX_USAGE, "retry, cancel or release",
		    "an action is needed");
	else if (letter_step(row->state, event) == LETTER_STATE_COUNT)
		request_fail(r, 409, EX_DATAERR, NULL,
		    "letter %lld is %s: it cannot be %s",
		    (long long)row->id, letter_state_name(row->state), done);
	else if (act(r, row, event)) {
		request_answer(r, json_pack("{s:I,s:s}", "id",
		    (json_int_t)row->id, "state",
		    letter_state_name(letter_step(row->state, event))));
	}
	json_decref(object);
	arena_free(a);
}
