/* status: what is owed, by whom, and how it stands. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/remote.h"
#include "ctl/standings.h"
#include "ctl/table.h"
#include "turn/rows.h"

struct status_options {
	const char *socket, *database, *rules, *body, *state;
	struct date from, to;
	int format;
};

/* --- from the file ----------------------------------------------------- */

static bool
add_pair(void *context, const struct pair *pair,
    const struct evaluation *evaluation, struct date today)
{
	json_t *rows = context;

	for (size_t i = 0; i < evaluation->nobligations; i++)
		json_array_append_new(rows,
		    row_obligation(&evaluation->obligations[i],
		    today));
	if (evaluation->waiting)
		json_array_append_new(rows, row_waiting(pair,
		    evaluation->waiting_year, today));
	return true;
}

static bool
fill(struct turn *t, int64_t now, const struct standing_filter *f,
    json_t *rows, struct store_error *reterr)
{
	return standing_each(t, now, f, add_pair, rows, reterr);
}

/* --- showing ----------------------------------------------------------- */

/* "1 of 4", "3, at most 5". */
static const char *
count(struct ctl *c, const json_t *row)
{
	long long done = json_number(row, "done");
	long long min = json_number(row, "min"), max = json_number(row, "max");

	if (!json_object_get(row, "due"))
		return "";
	if (max && max != min)
		return min ? arena_printf(c->a, "%lld of %lld..%lld", done,
		    min, max) : arena_printf(c->a, "%lld, at most %lld", done,
		    max);
	return arena_printf(c->a, "%lld of %lld", done, min);
}

static const char *
marks_text(struct ctl *c, const json_t *row, const char *between)
{
	const json_t *list = json_object_get(row, "marks"), *mark;
	struct str s;
	const char *text;
	size_t i;

	str_init(&s);
	json_array_foreach(list, i, mark) {
		str_addf(&s, "%s%s", i ? between : "",
		    json_string_value(mark) ? json_string_value(mark) : "");
	}
	text = arena_strdup(c->a, s.s);
	str_done(&s);
	return text;
}

static void
show_tsv(struct ctl *c, const json_t *rows)
{
	static const char *const names[] = {"roadmap", "item", "body", "state"};
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		bool window = json_object_get(row, "due") != NULL;
		long long max = json_number(row, "max");

		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			ctl_cell(&c->out, json_member(row, names[k]));
			str_addc(&c->out, '\t');
		}
		if (window)
			str_addf(&c->out, "%lld\t%lld\t",
			    json_number(row, "done"), json_number(row, "min"));
		else
			str_add(&c->out, "\t\t");
		if (max)
			str_addf(&c->out, "%lld", max);
		str_addf(&c->out, "\t%s\t%s\t%s\t%s\n",
		    json_member(row, "start"), json_member(row, "due"),
		    json_member(row, "last"), marks_text(c, row, ","));
		ctl_flush(c, false);
	}
}

static const char *
color_of(const char *state)
{
	static const struct {
		const char *state, *color;
	} colors[] = {
		{"late", "red"}, {"missed", "red"}, {"met", "green"},
		{"met late", "green"}, {"waiting", "yellow"},
		{"submitted", "yellow"}
	};

	for (size_t i = 0; i < sizeof(colors) / sizeof(colors[0]); i++)
		if (strcmp(colors[i].state, state) == 0)
			return colors[i].color;
	return NULL;
}

static const char *
state_text(struct ctl *c, const json_t *row)
{
	const char *m = marks_text(c, row, ", ");
	const char *state = json_member(row, "state");

	if (json_number(row, "waiting_year"))
		return arena_printf(c->a, "%s for the schedule of %lld", state,
		    json_number(row, "waiting_year"));
	if (strcmp(state, "waiting") == 0)
		return "waiting for its schedule";
	return *m ? arena_printf(c->a, "%s (%s)", state, m) : state;
}

static void
show_table(struct ctl *c, const json_t *rows)
{
	static const struct table_column columns[] = {
		{"ROADMAP", TABLE_LEFT}, {"ITEM", TABLE_LEFT},
		{"BODY", TABLE_LEFT}, {"DONE", TABLE_LEFT},
		{"DUE", TABLE_LEFT}, {"STATE", TABLE_WRAP},
		{"WHAT", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		const char *cells[] = {
			json_member(row, "roadmap"), json_member(row, "item"),
			json_member(row, "body"), count(c, row),
			json_member(row, "due"), state_text(c, row),
			json_member(row, "title")
		};

		table_row(t, cells, color_of(json_member(row, "state")));
	}
	table_print(t);
}

/* --- the command ------------------------------------------------------- */

static int
run_status(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct status_options *o = options;
	struct standings q = {
		.socket = o->socket, .database = o->database,
		.rules = o->rules, .path = "/v1/status", .state = o->state,
		.filter = {.body = o->body, .from = o->from, .to = o->to}
	};
	json_t *rows;
	int rc = ctl_configure(c);

	if (rc != EX_OK)
		return rc;
	standings_name(c, args, &q.filter);
	/* Whoever asks for one rule wants its history too. */
	if (q.filter.item && !q.state)
		q.state = "all";
	if (!standing_states(q.state, &q.filter.states))
		return ctl_fail(c, EX_USAGE, "no state is called '%s'",
		    q.state);
	rc = standings_rows(c, &q, fill, &rows);
	if (rc != EX_OK)
		return rc;
	if (o->format == FORMAT_JSON)
		json_write(&c->out, json_incref(rows));
	else if (o->format == FORMAT_TSV)
		show_tsv(c, rows);
	else if (json_array_size(rows))
		show_table(c, rows);
	else
		str_add(&c->out, "nothing is owed\n");
	json_decref(rows);
	return EX_OK;
}

static const struct option_row status_options[] = {
	{"body", 0, OPTION_TEXT, offsetof(struct status_options, body),
	    "BODY", "of this body, or of this group's members"},
	{"state", 0, OPTION_TEXT, offsetof(struct status_options, state),
	    "STATE", "upcoming, open, submitted, met, late, \"met late\", "
	    "missed, waived, waiting or all (all that is not done; with "
	    "ITEM: all)"},
	{"from", 0, OPTION_DAY, offsetof(struct status_options, from), "DATE",
	    "due on this day or later"},
	{"to", 0, OPTION_DAY, offsetof(struct status_options, to), "DATE",
	    "due on this day or before"},
	{"format", 0, OPTION_CHOICE, offsetof(struct status_options, format),
	    FORMATS, "how it is printed"},
	REMOTE_OPTION(struct status_options),
	OFFLINE_OPTIONS(struct status_options)
};

const struct command command_status = {
	.name = "status", .arguments = "[ROADMAP[/ITEM]]",
	.what = "Show what is owed, by whom, and how it stands",
	.more = "tsv: ROADMAP ITEM BODY STATE DONE MIN MAX START DUE LAST "
	    "MARKS",
	.options = status_options,
	.noptions = sizeof(status_options) / sizeof(status_options[0]),
	.size = sizeof(struct status_options), .least = 0, .most = 1,
	.run = run_status
};
