/* The list printed: Tsv - Json - Text - Summary. */
#include <string.h>

#include "ctl/diff.h"
#include "ctl/json.h"
#include "ctl/lines.h"

enum { NAMES_SHOWN = 4, LINES_SHOWN = 12, HANG = 8 };

static const char *const whats[DIFF_WHAT_COUNT] = {
	[DIFF_ROADMAP] = "roadmap", [DIFF_RULE] = "rule",
	[DIFF_WINDOW] = "window", [DIFF_NOTICE] = "notice",
	[DIFF_CALENDAR] = "calendar", [DIFF_BODY] = "body"
};
static const char *const kinds[DIFF_KIND_COUNT] = {
	[DIFF_ADDED] = "added", [DIFF_REMOVED] = "removed",
	[DIFF_CHANGED] = "changed", [DIFF_MOVED] = "moved"
};

/* --- tsv --------------------------------------------------------------- */

static void
show_tsv(struct diff *d)
{
	struct str *out = &d->c->out;

	for (size_t i = 0; i < d->n; i++) {
		const struct diff_change *x = &d->items[i];
		char due[DATE_TEXT];
		const char *cells[] = {
			whats[x->what], kinds[x->kind], x->roadmap, x->item,
			x->body, date_is_none(x->due) ? "" :
			    date_iso(x->due, due),
			x->to, x->field, x->was ? x->was : "",
			x->is ? x->is : ""
		};

		for (size_t k = 0; k < sizeof(cells) / sizeof(cells[0]); k++) {
			if (k)
				str_addc(out, '\t');
			ctl_cell(out, cells[k]);
		}
		str_addc(out, '\n');
		ctl_flush(d->c, false);
	}
}

/* --- the tally --------------------------------------------------------- */

struct tally {
	unsigned of[DIFF_WHAT_COUNT][DIFF_KIND_COUNT];
};

/* A rule with several changed fields is one changed rule: they stand one
 * after another. */
static struct tally
count(const struct diff *d)
{
	struct tally t = {{{0}}};
	const struct diff_change *before = NULL;

	for (size_t i = 0; i < d->n; i++) {
		const struct diff_change *x = &d->items[i];

		if (x->kind != DIFF_CHANGED || x->what == DIFF_WINDOW ||
		    !before || before->what != x->what ||
		    before->kind != DIFF_CHANGED ||
		    strcmp(before->roadmap, x->roadmap) != 0 ||
		    strcmp(before->item, x->item) != 0 ||
		    strcmp(before->body, x->body) != 0)
			t.of[x->what][x->kind]++;
		before = x;
	}
	return t;
}

/* --- json -------------------------------------------------------------- */

static json_t *
words_json(const char *s)
{
	return s && *s ? json_text(s) : json_null();
}

static json_t *
change_json(const struct diff_change *x)
{
	json_t *o = json_object();

	json_object_set_new(o, "what", json_text(whats[x->what]));
	json_object_set_new(o, "change", json_text(kinds[x->kind]));
	json_object_set_new(o, "roadmap", words_json(x->roadmap));
	json_object_set_new(o, "item", words_json(x->item));
	json_object_set_new(o, "body", words_json(x->body));
	json_object_set_new(o, "due", json_day(x->due));
	json_object_set_new(o, "to", words_json(x->to));
	json_object_set_new(o, "field", words_json(x->field));
	json_object_set_new(o, "old", json_text(x->was));
	json_object_set_new(o, "new", json_text(x->is));
	return o;
}

static json_t *
summary_json(const struct diff *d)
{
	struct tally t = count(d);
	json_t *o = json_object();

	json_object_set_new(o, "from", json_day(d->from));
	json_object_set_new(o, "to", json_day(d->to));
	json_object_set_new(o, "loaded", json_day(d->loaded));
	for (int w = 0; w < DIFF_WHAT_COUNT; w++) {
		json_t *of = json_object();

		for (int k = 0; k < DIFF_KIND_COUNT; k++)
			json_object_set_new(of, kinds[k],
			    json_integer(t.of[w][k]));
		json_object_set_new(o, whats[w], of);
	}
	json_object_set_new(o, "letters_old", json_integer(d->letters_was));
	json_object_set_new(o, "letters_new", json_integer(d->letters_is));
	return o;
}

static void
show_json(struct diff *d)
{
	json_t *all = json_object(), *list = json_array();

	for (size_t i = 0; i < d->n; i++)
		json_array_append_new(list, change_json(&d->items[i]));
	json_object_set_new(all, "changes", list);
	json_object_set_new(all, "summary", summary_json(d));
	json_write(&d->c->out, all);
}

/* --- text -------------------------------------------------------------- */

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool
same_group(const struct diff_change *a, const struct diff_change *b)
{
	return (a->what == DIFF_BODY) == (b->what == DIFF_BODY) &&
	    same(a->roadmap, b->roadmap) && same(a->item, b->item) &&
	    (a->what != DIFF_BODY || same(a->body, b->body));
}

/* The same thing said of, or to, somebody else. */
static bool
same_line(const struct diff_change *a, const struct diff_change *b)
{
	return a->what == b->what && a->kind == b->kind &&
	    same(a->field, b->field) && same(a->was, b->was) &&
	    same(a->is, b->is) && (a->what == DIFF_WINDOW ||
	    (a->what == DIFF_NOTICE && date_equal(a->due, b->due)));
}

static const char *
name_in(const struct diff_change *x)
{
	return x->what == DIFF_NOTICE ? x->to : x->body;
}

/* "school-1, school-2 … (40)" of change i and those that say the same; those
 * are marked as done. */
static void
add_names(struct str *out, const struct diff *d, size_t i, size_t end,
    bool *done)
{
	const char *last = NULL;
	size_t n = 0;

	for (size_t k = i; k < end; k++) {
		const char *name = name_in(&d->items[k]);

		if (done[k] || !same_line(&d->items[i], &d->items[k]))
			continue;
		done[k] = true;
		if (same(name, last))
			continue;
		last = name;
		if (n++ < NAMES_SHOWN)
			str_addf(out, "%s%s", n > 1 ? ", " : "", name);
	}
	if (n > NAMES_SHOWN)
		str_addf(out, " … (%zu)", n);
}

static void
add_values(struct str *out, const struct diff_change *x)
{
	if (x->was && x->is)
		str_addf(out, "%s → %s", x->was, x->is);
	else
		str_add(out, x->is ? x->is : x->was);
}

/* "late:2" and those after it say the same again. */
static bool
is_repeat(const struct diff_change *x)
{
	return strncmp(x->field, "late:", 5) == 0 &&
	    strcmp(x->field, "late:1") != 0;
}

/* All that is said of one DUE, in one line: "letters added for 2022-06-20:
 * before:7d 2022-06-10 (uo); late:1 …, 6 more". */
static void
add_letters(struct str *out, const struct diff *d, size_t first, size_t end,
    bool *done)
{
	const struct diff_change *x = &d->items[first];
	size_t repeats = 0;
	char due[DATE_TEXT];
	bool any = false;

	str_addf(out, "    letters %s", kinds[x->kind]);
	if (!date_is_none(x->due))
		str_addf(out, " for %s", date_iso(x->due, due));
	for (size_t i = first; i < end; i++) {
		const struct diff_change *y = &d->items[i];

		if (done[i] || y->what != DIFF_NOTICE || y->kind != x->kind ||
		    !date_equal(y->due, x->due))
			continue;
		if (is_repeat(y)) {
			repeats++;
			done[i] = true;
			continue;
		}
		str_addf(out, "%s%s ", any ? "; " : ": ", y->field);
		add_values(out, y);
		str_add(out, " (");
		add_names(out, d, i, end, done);
		str_addc(out, ')');
		any = true;
	}
	if (repeats)
		str_addf(out, "%s%zu of late:2 and later", any ? "; " : ": ",
		    repeats);
}

static void
add_line(struct str *out, const struct diff *d, size_t i, size_t end,
    bool *done)
{
	const struct diff_change *x = &d->items[i];

	if (x->what == DIFF_NOTICE) {
		add_letters(out, d, i, end, done);
		return;
	}
	str_add(out, "    ");
	if (x->what == DIFF_WINDOW)
		str_addf(out, "window %s: ", kinds[x->kind]);
	else if (x->kind == DIFF_CHANGED)
		str_addf(out, "%s%s: ", x->field, !x->was ? " (new)" :
		    !x->is ? " (gone)" : "");
	else
		str_addf(out, "%s: ", kinds[x->kind]);
	add_values(out, x);
	if (x->what == DIFF_WINDOW) {
		str_add(out, ", ");
		add_names(out, d, i, end, done);
	}
	done[i] = true;
}

/* Windows and letters beyond some are counted: a term that moved moves all. */
static void
add_group(struct str *out, const struct diff *d, size_t first, size_t end,
    bool *done)
{
	unsigned lines[DIFF_WHAT_COUNT] = {0}, more[DIFF_WHAT_COUNT] = {0};
	struct str line;

	str_init(&line);
	for (size_t i = first; i < end; i++) {
		enum diff_what what = d->items[i].what;

		if (done[i])
			continue;
		if ((what == DIFF_WINDOW || what == DIFF_NOTICE ||
		    what == DIFF_CALENDAR) &&
		    lines[what] == LINES_SHOWN) {
			more[what]++;
			continue;
		}
		lines[what]++;
		str_clear(&line);
		add_line(&line, d, i, end, done);
		lines_hang(out, line.s, HANG);
	}
	str_done(&line);
	if (more[DIFF_WINDOW])
		str_addf(out, "    … and %u more windows\n",
		    more[DIFF_WINDOW]);
	if (more[DIFF_NOTICE])
		str_addf(out, "    … and %u more letters\n",
		    more[DIFF_NOTICE]);
	if (more[DIFF_CALENDAR])
		str_addf(out, "    … and %u more changes of days\n",
		    more[DIFF_CALENDAR]);
}

static void
add_heading(struct str *out, const struct diff_change *x,
    const struct diff_change *before)
{
	bool body = x->what == DIFF_BODY, days = x->what == DIFF_CALENDAR;

	if (!before || (before->what != x->what && (body || days)) ||
	    !same(before->roadmap, x->roadmap))
		str_addf(out, "%s%s\n", before ? "\n" : "", body ?
		    "bodies" : days ? "calendars" : x->roadmap);
	if (body || days)
		str_addf(out, "  %s\n", body ? x->body : x->item);
	else if (*x->item)
		str_addf(out, "  %s  %s\n", x->item, x->title);
}

static void
add_tally(struct str *out, const struct tally *t, enum diff_what what,
    bool *any)
{
	static const char *const plurals[DIFF_WHAT_COUNT] = {
		[DIFF_ROADMAP] = "roadmaps", [DIFF_RULE] = "rules",
		[DIFF_WINDOW] = "windows", [DIFF_NOTICE] = "notices",
		[DIFF_CALENDAR] = "calendars", [DIFF_BODY] = "bodies"
	};
	bool begun = false;

	for (int k = 0; k < DIFF_KIND_COUNT; k++) {
		if (!t->of[what][k])
			continue;
		if (begun)
			str_add(out, ", ");
		else
			str_addf(out, "%s%s: ", *any ? "; " : "",
			    plurals[what]);
		str_addf(out, "%u %s", t->of[what][k], kinds[k]);
		begun = true;
	}
	*any |= begun;
}

static void
add_summary(struct diff *d)
{
	struct str *out = &d->c->out;
	struct tally t = count(d);
	char from[DATE_TEXT], to[DATE_TEXT];
	bool any = false, letters = d->n &&
	    d->told_is.nroadmaps + d->told_was.nroadmaps > 0;

	if (d->n == 0)
		str_add(out, "no difference");
	for (int w = 0; w < DIFF_WHAT_COUNT; w++)
		add_tally(out, &t, (enum diff_what)w, &any);
	str_add(out, letters ? ".\n" : "\n");
	if (letters)
		lines_hang(out, arena_printf(d->c->a, "Letters of these "
		    "roadmaps from %s to %s, as long as nothing is done%s: "
		    "%u with the old files, %u with the new",
		    date_iso(d->from, from), date_iso(d->to, to), d->log ?
		    " but what the log says" : "", d->letters_was,
		    d->letters_is), 0);
}

static void
show_text(struct diff *d)
{
	bool *done = arena_array(d->c->a, d->n + 1, sizeof(*done));
	const struct diff_change *before = NULL;

	for (size_t first = 0; first < d->n;) {
		size_t end = first + 1;

		while (end < d->n && same_group(&d->items[first],
		    &d->items[end]))
			end++;
		add_heading(&d->c->out, &d->items[first], before);
		add_group(&d->c->out, d, first, end, done);
		before = &d->items[first];
		first = end;
		ctl_flush(d->c, false);
	}
	if (before)
		str_addc(&d->c->out, '\n');
	add_summary(d);
}

void
diff_show(struct diff *d, int format)
{
	if (format == FORMAT_TSV)
		show_tsv(d);
	else if (format == FORMAT_JSON)
		show_json(d);
	else
		show_text(d);
}
