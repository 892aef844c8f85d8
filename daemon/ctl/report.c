/* report: plan and fact of a period, by item, body, section or roadmap.
 *
 * Contents: The rows - Adding up - Text - CSV - The command */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/remote.h"
#include "ctl/report_figures.h"
#include "ctl/standings.h"
#include "ctl/table.h"
#include "load/names.h"
#include "turn/report.h"

enum { BY_ITEM, BY_BODY, BY_SECTION, BY_ROADMAP };
enum { REPORT_TEXT, REPORT_CSV, REPORT_JSON };
enum { DAY_S = 86400 };

struct report_options {
	const char *socket, *database, *rules, *body;
	struct date from, to;
	int by, format;
};

/* What is counted: the keys of a line (turn/report.h). */
enum sum { WINDOWS, PLAN, FACT, MET, MET_LATE, LATE, MISSED, WAIVED,
	SUBMITTED, OPEN, UPCOMING, AT_RISK, EXTENDED, OVER, SUM_COUNT };

static const char *const sum_keys[SUM_COUNT] = {
	"windows", "plan", "fact", "met", "met_late", "late", "missed",
	"waived", "submitted", "open", "upcoming", "at_risk", "extended",
	"over"
};

struct line {
	const char *key, *title;
	long long sums[SUM_COUNT];
	bool waiting;
};

/* --- the rows ---------------------------------------------------------- */

static bool
keep(void *context, json_t *row)
{
	return json_array_append_new(context, row) == 0;
}

static bool
fill(struct turn *t, int64_t now, const struct standing_filter *f,
    json_t *rows, struct store_error *reterr)
{
	return report_each(t, now, f, keep, rows, reterr);
}

/* --- adding up --------------------------------------------------------- */

static const char *
key_of(struct ctl *c, const json_t *row, int by)
{
	const char *roadmap = json_member(row, "roadmap");

	switch (by) {
	case BY_BODY:
		return json_member(row, "body");
	case BY_SECTION:
		return arena_printf(c->a, "%s: %s", roadmap,
		    *json_member(row, "section") ?
		    json_member(row, "section") : "without a section");
	case BY_ROADMAP:
		return roadmap;
	default:
		return report_item(c, row);
	}
}

static const char *
title_of(const json_t *row, int by)
{
	return by == BY_ITEM ? json_member(row, "title") :
	    by == BY_BODY ? json_member(row, "body_name") : "";
}

static void
add_row(struct line *line, const json_t *row)
{
	for (int i = 0; i < SUM_COUNT; i++)
		line->sums[i] += json_number(row, sum_keys[i]);
	line->waiting |= json_is_true(json_object_get(row, "waiting"));
}

/* In the order in which the keys are first met; the last line is the sum. */
static struct line *
lines_of(struct ctl *c, const json_t *rows, int by, size_t *ret_n)
{
	struct line *lines = arena_array(c->a, json_array_size(rows) + 1,
	    sizeof(*lines));
	struct line total = {.key = "total", .title = ""};
	struct names known;
	const json_t *row;
	size_t i, n = 0;

	names_init(&known, c->a);
	json_array_foreach(rows, i, row) {
		const char *key;
		struct line *line;

		if (!report_is(row, "line"))
			continue;
		key = key_of(c, row, by);
		line = names_get(&known, key);
		if (!line) {
			line = &lines[n++];
			*line = (struct line){.key = key,
			    .title = title_of(row, by)};
			names_put(&known, key, line);
		}
		add_row(line, row);
		add_row(&total, row);
	}
	lines[n++] = total;
	*ret_n = n;
	return lines;
}

/* --- text -------------------------------------------------------------- */

/* 0 says nothing: what is there stands out. */
static const char *
number(struct ctl *c, long long n)
{
	return n ? arena_printf(c->a, "%lld", n) : "";
}

static const char *
color_of(const struct line *line)
{
	if (line->sums[LATE] || line->sums[MISSED])
		return "red";
	return line->sums[AT_RISK] || line->waiting ? "yellow" : NULL;
}

static void
show_lines(struct ctl *c, const struct line *lines, size_t n, int by)
{
	static const char *const names[] = {"ITEM", "BODY", "SECTION",
	    "ROADMAP"};
	const struct table_column columns[] = {
		{names[by], by == BY_SECTION ? TABLE_WRAP : TABLE_LEFT},
		{"PLAN", TABLE_RIGHT},
		{"FACT", TABLE_RIGHT}, {"MET", TABLE_RIGHT},
		{"MET LATE", TABLE_RIGHT}, {"LATE", TABLE_RIGHT},
		{"MISSED", TABLE_RIGHT}, {"WAIVED", TABLE_RIGHT},
		{"EXTENDED", TABLE_RIGHT}, {"AT RISK", TABLE_RIGHT},
		{"AHEAD", TABLE_RIGHT}, {"WHAT", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);

	for (size_t i = 0; i < n; i++) {
		const struct line *l = &lines[i];
		const char *cells[] = {
			l->key, arena_printf(c->a, "%lld", l->sums[PLAN]),
			arena_printf(c->a, "%lld", l->sums[FACT]),
			number(c, l->sums[MET]), number(c, l->sums[MET_LATE]),
			number(c, l->sums[LATE]), number(c, l->sums[MISSED]),
			number(c, l->sums[WAIVED]),
			number(c, l->sums[EXTENDED]),
			number(c, l->sums[AT_RISK]),
			number(c, l->sums[OPEN] + l->sums[UPCOMING] +
			    l->sums[SUBMITTED]),
			l->waiting && i + 1 < n && by == BY_ITEM ?
			    arena_printf(c->a, "%s (waiting for its "
			    "schedule)", l->title) : l->title
		};

		table_row(t, cells, color_of(l));
	}
	table_print(t);
}

/* Of what was due so far, how much was in time. */
static void
show_discipline(struct ctl *c, const struct line *total)
{
	const long long *s = total->sums;
	long long judged = s[MET] + s[MET_LATE] + s[LATE] + s[MISSED];

	if (judged)
		str_addf(&c->out, "\n%lld of %lld in time (%lld %%)\n", s[MET],
		    judged, s[MET] * 100 / judged);
}

static void
show_readings(struct ctl *c, const json_t *rows)
{
	const json_t *row;
	bool any = false;
	size_t i;

	json_array_foreach(rows, i, row) {
		if (!report_is(row, "reading"))
			continue;
		if (!any)
			str_add(&c->out, "\nTerms that were settled\n");
		any = true;
		str_addf(&c->out, "  %s: %s\n    read as %s, %s %s\n",
		    report_item(c, row), json_member(row, "when"),
		    json_member(row, "read"), json_member(row, "by"),
		    json_member(row, "date"));
		if (*json_member(row, "why"))
			str_addf(&c->out, "    %s\n",
			    json_member(row, "why"));
	}
}

static void
show_text(struct ctl *c, const struct report_options *o,
    const struct standing_filter *f, const json_t *rows)
{
	char from[DATE_TEXT], to[DATE_TEXT];
	size_t n;
	const struct line *lines = lines_of(c, rows, o->by, &n);

	if (n == 1) {
		str_add(&c->out, "nothing falls due in that time\n");
		return;
	}
	str_addf(&c->out, "%s..%s\n", date_iso(f->from, from),
	    date_iso(f->to, to));
	show_lines(c, lines, n, o->by);
	show_discipline(c, &lines[n - 1]);
	report_figures(c, rows, f->item != NULL);
	show_readings(c, rows);
}

/* --- csv --------------------------------------------------------------- */

static void
show_csv(struct ctl *c, const struct report_options *o, const json_t *rows)
{
	static const char *const names[] = {"item", "body", "section",
	    "roadmap"};
	size_t n;
	const struct line *lines = lines_of(c, rows, o->by, &n);

	str_addf(&c->out, "%s,title", names[o->by]);
	for (int k = 0; k < SUM_COUNT; k++)
		str_addf(&c->out, ",%s", sum_keys[k]);
	str_add(&c->out, "\r\n");
	for (size_t i = 0; i + 1 < n; i++) {
		ctl_csv_cell(&c->out, lines[i].key);
		str_addc(&c->out, ',');
		ctl_csv_cell(&c->out, lines[i].title);
		for (int k = 0; k < SUM_COUNT; k++)
			str_addf(&c->out, ",%lld", lines[i].sums[k]);
		str_add(&c->out, "\r\n");
		ctl_flush(c, false);
	}
}

/* --- the command ------------------------------------------------------- */

/* Today by the daemon's clock, which may be a virtual one; by ours while it is
 * down. */
static int
today_there(struct ctl *c, const char *socket, struct date *ret)
{
	bool down = false;
	json_t *now;
	int rc = remote_object(c, socket, "/v1/daemon", NULL, &now, &down);

	*ret = ctl_today();
	if (rc != EX_OK)
		return down ? EX_OK : rc;
	ret->n = (int32_t)(json_number(now, "now") / DAY_S);
	json_decref(now);
	return EX_OK;
}

/* The year that is running, unless a period is named. */
static int
default_period(struct ctl *c, const char *socket, struct standing_filter *f)
{
	struct date within = date_is_none(f->from) ? f->to : f->from;
	bool said = !date_is_none(f->from) && !date_is_none(f->to);
	int rc = EX_OK, year;

	if (date_is_none(within))
		rc = today_there(c, socket, &within);
	if (rc != EX_OK)
		return rc;
	year = date_civil(within).year;
	if (date_is_none(f->from))
		f->from = date_of(year, 1, 1);
	if (date_is_none(f->to))
		f->to = date_of(year, 12, 31);
	if (!said)
		ctl_say(c, "of the year %d", year);
	return EX_OK;
}

static int
run_report(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct report_options *o = options;
	struct standings q = {
		.socket = o->socket, .database = o->database,
		.rules = o->rules, .path = "/v1/report",
		.filter = {.body = o->body, .from = o->from, .to = o->to}
	};
	struct standing_filter *f = &q.filter;
	json_t *rows;
	int rc = ctl_configure(c);

	if (rc != EX_OK)
		return rc;
	standings_name(c, args, f);
	rc = default_period(c, o->socket, f);
	if (rc != EX_OK)
		return rc;
	if (date_before(f->to, f->from))
		return ctl_fail(c, EX_USAGE, "--to lies before --from");
	rc = standings_rows(c, &q, fill, &rows);
	if (rc != EX_OK)
		return rc;
	if (o->format == REPORT_JSON)
		json_write(&c->out, json_incref(rows));
	else if (o->format == REPORT_CSV)
		show_csv(c, o, rows);
	else
		show_text(c, o, f, rows);
	json_decref(rows);
	return EX_OK;
}

static const struct option_row report_options[] = {
	{"from", 0, OPTION_DAY, offsetof(struct report_options, from), "DATE",
	    "what is due from this day (1 January of this year)"},
	{"to", 0, OPTION_DAY, offsetof(struct report_options, to), "DATE",
	    "… to this day (31 December)"},
	{"by", 0, OPTION_CHOICE, offsetof(struct report_options, by),
	    "item|body|section|roadmap", "what a line stands for"},
	{"body", 0, OPTION_TEXT, offsetof(struct report_options, body),
	    "BODY", "of this body, or of this group's members"},
	{"format", 0, OPTION_CHOICE, offsetof(struct report_options, format),
	    "text|csv|json", "how it is printed"},
	REMOTE_OPTION(struct report_options),
	OFFLINE_OPTIONS(struct report_options)
};

const struct command command_report = {
	.name = "report", .arguments = "[ROADMAP[/ITEM]]",
	.what = "Plan and fact of a period, and the figures handed in",
	.more = "  srokctl report strezhevoy-2021 --from 2023-01-01 "
	    "--to 2023-03-31 --by body\n\n"
	    "PLAN is how often it had to be done, FACT how often it was. The "
	    "other columns\ncount terms; extended ones and those at risk "
	    "are among the rest.",
	.options = report_options,
	.noptions = sizeof(report_options) / sizeof(report_options[0]),
	.size = sizeof(struct report_options), .least = 0, .most = 1,
	.run = run_report
};
