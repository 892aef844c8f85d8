/* outbox: what was said to whom, and what still waits.
 *
 * Contents: From the file - Showing - Acting - The command */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/entries.h"
#include "ctl/offline.h"
#include "ctl/remote.h"
#include "ctl/table.h"

enum { LIST_MOST = 10000, LIST_BY_DEFAULT = 50 };

struct outbox_options {
	const char *socket, *database, *state;
	long limit;
	int format;
};

/* --- from the file ----------------------------------------------------- */

/* As the daemon gives it (web/control.h). */
static json_t *
letter_json(const struct letter_row *row)
{
	json_t *o = json_object();

	json_object_set_new(o, "id", json_integer(row->id));
	json_object_set_new(o, "recipient", json_text(row->recipient));
	json_object_set_new(o, "channel", json_text(row->channel ==
	    CHANNEL_EMAIL ? "email" : "webhook"));
	json_object_set_new(o, "address", json_text(row->address));
	json_object_set_new(o, "sending_at", json_integer(row->sending_at));
	json_object_set_new(o, "utc_offset", json_integer(row->utc_offset));
	json_object_set_new(o, "next_at", json_integer(row->next_at));
	json_object_set_new(o, "state", json_text(
	    letter_state_name(row->state)));
	json_object_set_new(o, "attempts", json_integer(row->attempts));
	json_object_set_new(o, "message_id", json_text(row->message_id));
	json_object_set_new(o, "subject", json_text(row->subject));
	json_object_set_new(o, "last_reply", json_text(row->last_reply));
	return o;
}

static json_t *
notices_json(const struct said_row *rows, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		const struct said *said = &rows[i].said;
		json_t *o = json_object();

		json_object_set_new(o, "roadmap", json_text(rows[i].roadmap));
		json_object_set_new(o, "rule", json_text(rows[i].rule));
		json_object_set_new(o, "debtor", json_text(said->debtor));
		json_object_set_new(o, "stage", json_text(said->stage));
		json_object_set_new(o, "recipient",
		    json_text(said->recipient));
		json_object_set_new(o, "due", json_day(said->due));
		json_object_set_new(o, "day", json_day(said->day));
		json_array_append_new(list, o);
	}
	return list;
}

static int
read_state(struct ctl *c, const char *name, enum letter_state *ret)
{
	*ret = LETTER_STATE_COUNT;
	if (!name)
		return EX_OK;
	for (int s = 0; s < LETTER_STATE_COUNT; s++)
		if (strcmp(name, letter_state_name((enum letter_state)s)) == 0)
			*ret = (enum letter_state)s;
	return *ret != LETTER_STATE_COUNT ? EX_OK : ctl_fail(c, EX_USAGE,
	    "no letter is ever '%s'", name);
}

static int
list_file(struct ctl *c, const struct outbox_options *o, json_t **ret)
{
	const struct letter_row *rows;
	enum letter_state state;
	struct store_error e;
	struct offline off;
	size_t n;
	int rc = read_state(c, o->state, &state);

	if (rc != EX_OK)
		return rc;
	rc = offline_open(c, o->database, &off);
	if (rc == EX_OK && !store_letters_list(off.store, c->a, 0, state,
	    o->limit ? (size_t)o->limit : LIST_BY_DEFAULT, &rows, &n, &e))
		rc = offline_failed(c, &e);
	if (rc == EX_OK) {
		*ret = json_array();
		for (size_t i = 0; i < n; i++)
			json_array_append_new(*ret, letter_json(&rows[i]));
	}
	offline_close(&off);
	return rc;
}

static int
read_letter(struct ctl *c, const struct outbox_options *o, long long id,
    json_t **ret)
{
	const struct letter_row *row;
	const struct said_row *notices;
	struct store_error e;
	struct offline off;
	size_t n, nnotices;
	int rc = offline_open(c, o->database, &off);

	if (rc == EX_OK && !store_letters_list(off.store, c->a, id,
	    LETTER_STATE_COUNT, 1, &row, &n, &e))
		rc = offline_failed(c, &e);
	if (rc == EX_OK && n == 0)
		rc = ctl_fail(c, EX_DATAERR, "there is no letter '%lld'", id);
	if (rc == EX_OK && !store_letter_notices(off.store, c->a, id,
	    &notices, &nnotices, &e))
		rc = offline_failed(c, &e);
	if (rc == EX_OK) {
		*ret = letter_json(row);
		json_object_set_new(*ret, "text", json_text(row->text));
		json_object_set_new(*ret, "notices", notices_json(notices,
		    nnotices));
	}
	offline_close(&off);
	return rc;
}

/* --- showing ----------------------------------------------------------- */

/* The sending time on the clocks of the roadmap's zone. */
static const char *
sending_text(const json_t *row, char buf[INSTANT_TEXT])
{
	instant_text(json_number(row, "sending_at") +
	    json_number(row, "utc_offset"), buf);
	buf[10] = ' ';
	buf[16] = '\0';
	return buf;
}

static void
show_tsv(struct ctl *c, const json_t *rows)
{
	static const char *const names[] = {"recipient", "channel", "address",
	    "state"};
	char at[INSTANT_TEXT];
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		str_addf(&c->out, "%lld\t%s", json_number(row, "id"),
		    sending_text(row, at));
		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			str_addc(&c->out, '\t');
			ctl_cell(&c->out, json_member(row, names[k]));
		}
		str_addf(&c->out, "\t%lld\t", json_number(row, "attempts"));
		ctl_cell(&c->out, json_member(row, "subject"));
		str_addc(&c->out, '\t');
		ctl_cell(&c->out, json_member(row, "last_reply"));
		str_addc(&c->out, '\n');
		ctl_flush(c, false);
	}
}

static const char *
color_of(const char *state)
{
	static const struct {
		const char *state, *color;
	} colors[] = {
		{"given up", "red"}, {"uncertain", "yellow"},
		{"held", "yellow"}, {"paused", "yellow"}
	};

	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
		if (strcmp(colors[i].state, state) == 0)
			return colors[i].color;
	return NULL;
}

static void
show_table(struct ctl *c, const json_t *rows)
{
	static const struct table_column columns[] = {
		{"LETTER", TABLE_RIGHT}, {"SENDING TIME", TABLE_LEFT},
		{"RECIPIENT", TABLE_LEFT}, {"STATE", TABLE_LEFT},
		{"SUBJECT", TABLE_WRAP}, {"LAST REPLY", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);
	char at[INSTANT_TEXT];
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		const char *state = json_member(row, "state");
		const char *cells[] = {
			arena_printf(c->a, "%lld", json_number(row, "id")),
			sending_text(row, at), json_member(row, "recipient"),
			state, json_member(row, "subject"),
			json_member(row, "last_reply")
		};

		table_row(t, cells, color_of(state));
	}
	table_print(t);
}

static void
show_letter(struct ctl *c, const json_t *row)
{
	const json_t *list = json_object_get(row, "notices"), *notice;
	const char *reply = json_member(row, "last_reply");
	char at[INSTANT_TEXT], next[INSTANT_TEXT];
	size_t i;

	str_addf(&c->out, "Letter:  %lld, %s", json_number(row, "id"),
	    json_member(row, "state"));
	if (json_number(row, "attempts"))
		str_addf(&c->out, ", %lld attempt%s",
		    json_number(row, "attempts"),
		    json_number(row, "attempts") == 1 ? "" : "s");
	if (strcmp(json_member(row, "state"), "paused") == 0)
		str_addf(&c->out, ", next %s", instant_text(
		    json_number(row, "next_at"), next));
	str_addf(&c->out, "\nDate:    %s\nTo:      %s <%s>\n"
	    "Subject: %s\nMessage: <%s>\n", sending_text(row, at),
	    json_member(row, "recipient"), json_member(row, "address"),
	    json_member(row, "subject"), json_member(row, "message_id"));
	if (*reply)
		str_addf(&c->out, "Reply:   %s\n", reply);
	json_array_foreach(list, i, notice) {
		str_addf(&c->out, "Notice:  %s of %s/%s for %s, due %s\n",
		    json_member(notice, "stage"),
		    json_member(notice, "roadmap"),
		    json_member(notice, "rule"),
		    json_member(notice, "debtor"), json_member(notice, "due"));
	}
	if (json_is_null(json_object_get(row, "text")))
		str_add(&c->out, "\nIts words are not kept any more "
		    "(keep.letters).");
	else
		str_addf(&c->out, "\n%s", json_member(row, "text"));
	if (c->out.s[c->out.len - 1] != '\n')
		str_addc(&c->out, '\n');
}

static int
list(struct ctl *c, const struct outbox_options *o)
{
	bool down = false;
	struct str target;
	json_t *rows;
	int rc;

	str_init(&target);
	str_add(&target, "/v1/outbox");
	remote_query(&target, "state", o->state);
	remote_query(&target, "limit", o->limit ? arena_printf(c->a, "%ld",
	    o->limit) : NULL);
	rc = remote_list(c, o->socket, target.s, &rows, &down);
	str_done(&target);
	if (down)
		rc = list_file(c, o, &rows);
	if (rc != EX_OK)
		return rc;
	if (o->format == FORMAT_JSON)
		json_write(&c->out, json_incref(rows));
	else if (o->format == FORMAT_TSV)
		show_tsv(c, rows);
	else if (json_array_size(rows))
		show_table(c, rows);
	else
		str_add(&c->out, "no letters\n");
	json_decref(rows);
	return EX_OK;
}

static int
show(struct ctl *c, const struct outbox_options *o, long long id)
{
	const char *target = arena_printf(c->a, "/v1/outbox/%lld", id);
	bool down = false;
	json_t *row;
	int rc = remote_object(c, o->socket, target, NULL, &row, &down);

	if (down)
		rc = read_letter(c, o, id, &row);
	if (rc != EX_OK)
		return rc;
	if (o->format == FORMAT_JSON) {
		json_write(&c->out, row);
		return EX_OK;
	}
	if (o->format == FORMAT_TSV) {
		json_t *rows = json_array();

		json_array_append(rows, row);
		show_tsv(c, rows);
		json_decref(rows);
	} else {
		show_letter(c, row);
	}
	json_decref(row);
	return EX_OK;
}

/* --- acting ------------------------------------------------------------ */

static const char *const actions[] = {"retry", "cancel", "release"};
enum { NACTIONS = sizeof(actions) / sizeof(actions[0]) };

static bool
is_action(const char *word)
{
	for (size_t i = 0; i < NACTIONS; i++)
		if (strcmp(actions[i], word) == 0)
			return true;
	return false;
}

/* A letter's number, or 0. */
static long long
number(const char *text)
{
	char *end;
	long long n = strtoll(text, &end, 10);

	return text[0] >= '1' && text[0] <= '9' && !*end &&
	    strlen(text) <= 18 ? n : 0;
}

static int
act(struct ctl *c, const struct outbox_options *o, const char *action,
    long long id)
{
	json_t *body = json_object(), *answer;
	int rc;

	json_object_set_new(body, "action", json_text(action));
	rc = remote_object(c, o->socket, arena_printf(c->a, "/v1/outbox/%lld",
	    id), body, &answer, NULL);
	if (rc != EX_OK)
		return rc;
	str_addf(&c->out, "letter %lld: %s\n", id,
	    json_member(answer, "state"));
	json_decref(answer);
	return EX_OK;
}

/* --- the command ------------------------------------------------------- */

static int
run_outbox(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct outbox_options *o = options;
	const char *first = args->n ? args->items[0] : NULL;
	bool acts = first && is_action(first);
	int rc = ctl_configure(c);

	if (rc != EX_OK)
		return rc;
	if (o->limit > LIST_MOST)
		return ctl_fail(c, EX_USAGE, "--limit: at most %d",
		    LIST_MOST);
	if (!first)
		return list(c, o);
	if (!acts && (args->n > 1 || !number(first)))
		return ctl_fail(c, EX_USAGE, "'%s' is neither a letter's "
		    "number nor retry, cancel or release", first);
	if (!acts)
		return show(c, o, number(first));
	if (args->n == 1)
		return ctl_fail(c, EX_USAGE, "missing: the numbers of "
		    "letters");
	for (size_t i = 1; i < args->n; i++)
		if (!number(args->items[i]))
			return ctl_fail(c, EX_USAGE, "'%s' is no letter's "
			    "number", args->items[i]);
	for (size_t i = 1; i < args->n && rc == EX_OK; i++)
		rc = act(c, o, first, number(args->items[i]));
	return rc;
}

static const struct option_row outbox_options[] = {
	{"state", 0, OPTION_TEXT, offsetof(struct outbox_options, state),
	    "STATE", "queued, claimed, paused, uncertain, sent, \"given up\", "
	    "superseded, cancelled or held"},
	{"limit", 0, OPTION_NUMBER, offsetof(struct outbox_options, limit),
	    "N", "so many letters, the newest first (50)"},
	{"format", 0, OPTION_CHOICE, offsetof(struct outbox_options, format),
	    FORMATS, "how it is printed"},
	REMOTE_OPTION(struct outbox_options),
	{"database", 0, OPTION_TEXT, offsetof(struct outbox_options, database),
	    "FILE", "read while the daemon is down (that of srokd.yaml)"},
};

const struct command command_outbox = {
	.name = "outbox", .arguments = "[ID | retry|cancel|release ID...]",
	.what = "Show letters, what became of them, and say what to do",
	.more = "  srokctl outbox --state=held\n"
	    "  srokctl outbox 1032\n"
	    "  srokctl outbox release 1032 1033\n\n"
	    "tsv: LETTER SENDING_TIME RECIPIENT CHANNEL ADDRESS STATE "
	    "ATTEMPTS SUBJECT\nLAST_REPLY",
	.options = outbox_options,
	.noptions = sizeof(outbox_options) / sizeof(outbox_options[0]),
	.size = sizeof(struct outbox_options), .least = 0, .most = 1000,
	.run = run_outbox
};
