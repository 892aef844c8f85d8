#include "ctl/entries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "core/entry.h"
#include "ctl/offline.h"
#include "ctl/remote.h"
#include "ctl/table.h"
#include "turn/rows.h"

const char *
instant_text(long long at, char buf[INSTANT_TEXT])
{
	long long day = at / 86400 - (at % 86400 < 0);
	int second = (int)(at - day * 86400);
	char iso[DATE_TEXT];

	/* What is no instant of our years came from elsewhere. */
	if (day < DATE_MIN.n || day > DATE_MAX.n)
		day = second = 0;
	snprintf(buf, INSTANT_TEXT, "%sT%02d:%02d:%02dZ",
	    date_iso((struct date){(int32_t)day}, iso), second / 3600,
	    second / 60 % 60, second % 60);
	return buf;
}

/* --- from the file ----------------------------------------------------- */

/* The inner id of ROADMAP/ITEM, a number of today: the one it bore first. A
 * file without rules is asked for what was named. */
static const char *
inner_id(const struct offline *off, const char *roadmap, const char *item)
{
	const struct roadmap *r = off->rules.set ?
	    ruleset_roadmap(off->rules.set, roadmap) : NULL;
	const struct rule *rule = r && item ? roadmap_rule_on(r, item,
	    turn_day(r, off->now, NULL)) : NULL;

	return rule ? rule->id : item;
}

static int
read_file(struct ctl *c, const struct entries_source *from, const char *name,
    json_t **ret)
{
	const char *roadmap = name, *item = NULL;
	const struct entry *entries;
	struct store_error e;
	struct offline off;
	size_t n;
	int rc = offline_open(c, from->database, &off);

	if (rc == EX_OK && name && strchr(name, '/')) {
		roadmap = rules_split(c, name, &item);
		rc = rules_read(c, from->rules, &off.rules);
	}
	if (rc == EX_OK && !store_entries(off.store, c->a, roadmap,
	    inner_id(&off, roadmap, item), &entries, &n, &e))
		rc = offline_failed(c, &e);
	if (rc == EX_OK) {
		*ret = json_array();
		for (size_t i = 0; i < n; i++)
			json_array_append_new(*ret,
			    row_entry(off.rules.set, &entries[i],
			    off.now));
	}
	offline_close(&off);
	return rc;
}

/* --- showing ----------------------------------------------------------- */

static void
show_tsv(struct ctl *c, const json_t *rows)
{
	static const char *const names[] = {"kind", "roadmap", "rule", "body",
	    "date", "window", "until"};
	static const char *const last[] = {"author", "decided_by", "note"};
	char at[INSTANT_TEXT];
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		long long ref = json_number(row, "ref");

		str_addf(&c->out, "%lld\t%s", json_number(row, "id"),
		    instant_text(json_number(row, "at"), at));
		for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
			str_addc(&c->out, '\t');
			ctl_cell(&c->out, json_member(row, names[k]));
		}
		str_addc(&c->out, '\t');
		if (ref)
			str_addf(&c->out, "%lld", ref);
		for (size_t k = 0; k < sizeof(last) / sizeof(last[0]); k++) {
			str_addc(&c->out, '\t');
			ctl_cell(&c->out, json_member(row, last[k]));
		}
		str_addc(&c->out, '\n');
		ctl_flush(c, false);
	}
}

/* What the one column `date` of an import says (turn/deed.h). */
static void
csv_date(struct str *out, const json_t *row)
{
	const char *kind = json_member(row, "kind");
	const char *date = json_member(row, "date");
	const char *until = json_member(row, "until");

	if (strcmp(kind, "schedule") == 0 && strcmp(date, until) != 0)
		str_addf(out, "%s..%s", date, until);
	else
		str_add(out, *until ? until : date);
}

static int
by_id(const void *left, const void *right)
{
	long long a = json_number(*(json_t *const *)left, "id");
	long long b = json_number(*(json_t *const *)right, "id");

	return a < b ? -1 : a > b;
}

/* By the day that each is about, then as they were entered. */
static int
by_date(const void *left, const void *right)
{
	int order = strcmp(json_member(*(json_t *const *)left, "date"),
	    json_member(*(json_t *const *)right, "date"));

	return order ? order : by_id(left, right);
}

/* Takes rows over. */
static json_t *
sorted(struct ctl *c, json_t *rows, int (*compare)(const void *,
    const void *))
{
	size_t n = json_array_size(rows);
	json_t **list = arena_array(c->a, n, sizeof(*list));
	json_t *ret = json_array();

	for (size_t i = 0; i < n; i++)
		list[i] = json_array_get(rows, i);
	if (n)
		qsort(list, n, sizeof(*list), compare);
	for (size_t i = 0; i < n; i++)
		json_array_append(ret, list[i]);
	json_decref(rows);
	return ret;
}

static void
csv_row(struct ctl *c, const json_t *row)
{
	static const char *const last[] = {"note", "evidence", "author",
	    "decided_by"};
	long long ref = json_number(row, "ref");

	str_addf(&c->out, "%lld,%s,%s,", json_number(row, "id"),
	    json_member(row, "entered"), json_member(row, "kind"));
	ctl_csv_cell(&c->out, arena_printf(c->a, "%s/%s",
	    json_member(row, "roadmap"), json_member(row, "item")));
	str_addf(&c->out, ",%s,", json_member(row, "body"));
	csv_date(&c->out, row);
	str_addf(&c->out, ",%s,", json_member(row, "window"));
	if (ref)
		str_addf(&c->out, "%lld", ref);
	for (size_t i = 0; i < sizeof(last) / sizeof(last[0]); i++) {
		str_addc(&c->out, ',');
		ctl_csv_cell(&c->out, json_member(row, last[i]));
	}
	str_add(&c->out, "\r\n");
}

/* As --import takes it: an entry before those that are about it. */
static void
show_csv(struct ctl *c, const json_t *rows)
{
	const json_t *row;
	size_t i;

	str_add(&c->out, "id,at,kind,rule,body,date,window,ref,note,result,"
	    "author,decided_by\r\n");
	json_array_foreach(rows, i, row) {
		csv_row(c, row);
		ctl_flush(c, false);
	}
}

/* "until 2022-03-01", "of entry 3": what a kind is about. */
static const char *
about(struct ctl *c, const json_t *row)
{
	if (json_number(row, "ref"))
		return arena_printf(c->a, "of entry %lld",
		    json_number(row, "ref"));
	if (*json_member(row, "until"))
		return arena_printf(c->a, "until %s",
		    json_member(row, "until"));
	if (*json_member(row, "window"))
		return arena_printf(c->a, "due %s",
		    json_member(row, "window"));
	return "";
}

static void
show_table(struct ctl *c, const json_t *rows)
{
	static const struct table_column columns[] = {
		{"ENTRY", TABLE_RIGHT}, {"DATE", TABLE_LEFT},
		{"KIND", TABLE_LEFT}, {"RULE", TABLE_LEFT},
		{"BODY", TABLE_LEFT}, {"ABOUT", TABLE_WRAP},
		{"AUTHOR", TABLE_LEFT}, {"NOTE", TABLE_WRAP}, {0}
	};
	struct table *t = table_new(c, columns);
	const json_t *row;
	size_t i;

	json_array_foreach(rows, i, row) {
		const char *cells[] = {
			arena_printf(c->a, "%lld", json_number(row, "id")),
			json_member(row, "date"), json_member(row, "kind"),
			arena_printf(c->a, "%s/%s",
			    json_member(row, "roadmap"),
			    json_member(row, "item")),
			json_member(row, "body"), about(c, row),
			json_member(row, "author"), json_member(row, "note")
		};

		table_row(t, cells, NULL);
	}
	table_print(t);
}

int
entries_list(struct ctl *c, const struct entries_source *from,
    const char *rule, int format)
{
	bool down = false;
	struct str target;
	json_t *rows;
	int rc;

	str_init(&target);
	str_add(&target, "/v1/log");
	remote_query(&target, "rule", rule);
	rc = remote_list(c, from->socket, target.s, &rows, &down);
	str_done(&target);
	if (down)
		rc = read_file(c, from, rule, &rows);
	if (rc != EX_OK)
		return rc;
	rows = sorted(c, rows, format == FORMAT_CSV ? by_id : by_date);
	if (format == FORMAT_JSON)
		json_write(&c->out, json_incref(rows));
	else if (format == FORMAT_TSV)
		show_tsv(c, rows);
	else if (format == FORMAT_CSV)
		show_csv(c, rows);
	else if (json_array_size(rows))
		show_table(c, rows);
	else
		str_add(&c->out, "no entries\n");
	json_decref(rows);
	return EX_OK;
}
