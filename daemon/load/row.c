/* Keys - Items and short titles - Interpretation - Schedules - Wordings */
#include "load/row.h"

#include <string.h>

#include "core/term.h"
#include "load/policy.h"
#include "load/spelled.h"
#include "load/when.h"
#include "load/who.h"

enum { ITEM_MOST = 32, SHORT_MOST = 24 };       /* rule-files.md §1, §3 */

/* --- keys ---------------------------------------------------------------- */

struct decision {               /* `interpretation` */
	struct interpretation is;
	const struct node *read;
};

static const struct key interpretation_keys[] = {
	{"by", read_body, offsetof(struct decision, is.by), true, "body",
	    "uo", NULL},
	{"read", read_node, offsetof(struct decision, read), false, "term",
	    "{every: year, by: 30 may}", &when_table},
	{"date", read_date, offsetof(struct decision, is.date), false,
	    "date", "2021-10-14", NULL},
	{"why", read_text, offsetof(struct decision, is.why), false, "text",
	    NULL, NULL},
};
static const struct key_table interpretation_table =
    KEY_TABLE("interpretation", interpretation_keys);

#define CELL(key, cell, type, example, table) \
	{key, read_node, (cell) * sizeof(const struct node *), false, type, \
	    example, table}

/* What is needed depends on headings and amendments: wording_read says it. */
static const struct key row_keys[] = {
	CELL("item", CELL_ITEM, "text", "\"3.10\"", NULL),
	CELL("title", CELL_TITLE, "text", "Анализ причин", NULL),
	CELL("when", CELL_WHEN, "term", "ежегодно, июнь", &when_table),
	CELL("responsible", CELL_RESPONSIBLE, "bodies", "[each school, uo]",
	    NULL),
	CELL("result", CELL_RESULT, "results", "{document: Справка}",
	    &result_table),
	CELL("section", CELL_SECTION, "text", "Мониторинги", NULL),
	CELL("short", CELL_SHORT, "text, 24", "Отчёт Совета", NULL),
	CELL("cite", CELL_CITE, "text", "план-график, строка 6", NULL),
	CELL("counted", CELL_COUNTED, "three texts",
	    "[заседание, заседания, заседаний]", NULL),
	CELL("interpretation", CELL_INTERPRETATION, "keys",
	    "{by: uo, read: {every: year}}", &interpretation_table),
	CELL("schedule", CELL_SCHEDULE, "id", "toipkro", NULL),
	CELL("dates", CELL_DATES, "spans", "2026-09-01..2026-09-05", NULL),
	CELL("supervisor", CELL_SUPERVISOR, "bodies", "[head, deputy]", NULL),
	CELL("accept", CELL_ACCEPT, "body, none", "head", NULL),
	CELL("remind", CELL_REMIND, "keys, none", "{half: false}",
	    &policy_table),
	CELL("shift", CELL_SHIFT, "before, after, keep", "after", NULL),
	CELL("note", CELL_NOTE, "text", NULL, NULL),
};
const struct key_table row_table = KEY_TABLE("a rule", row_keys);

_Static_assert(sizeof(row_keys) / sizeof(row_keys[0]) == CELL_COUNT,
    "a key for each cell");

/* --- items and short titles ---------------------------------------------- */

/* No order numbers its rows so; to YAML only " and ' are quotes. */
static bool
begins_with_mark(const char *s)
{
	static const char *const marks[] = {"“", "”", "„", "«", "‘", "’"};

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (strncmp(s, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}

const char *
item_of(struct reader *r, const struct node *n)
{
	const char *s = scalar_of(r, n, "the number in the order");

	if (!s)
		return NULL;
	s = composed(r->a, s);
	if (!*s || strpbrk(s, "\t\n")) {
		fault(r, n, CODE_E_VALUE, "\"3.10\"",
		    "a number must be one line of text");
		return NULL;
	}
	if (begins_with_mark(s)) {
		fault(r, n, CODE_E_VALUE, "straight ones: \"3.10\"",
		    "quotation marks of a word processor are part of '%s'", s);
		return NULL;
	}
	if (utf8_count(s, strlen(s)) <= ITEM_MOST)
		return s;
	fault(r, n, CODE_E_LONG_TEXT, NULL,
	    "a number of more than %d characters", ITEM_MOST);
	return NULL;
}

static void
read_short(struct reader *r, const struct node *n, struct text *ret)
{
	read_text(r, n, ret);
	for (int i = 0; i < LANGUAGE_COUNT; i++) {
		const char *s = ret->in[i];

		if (!s || utf8_count(s, strlen(s)) <= SHORT_MOST)
			continue;
		fault(r, n, CODE_E_LONG_TEXT, NULL,
		    "a short title of more than %d characters: '%s'",
		    SHORT_MOST, s);
		return;
	}
}

static void
read_counted(struct reader *r, const struct node *n, struct wording *ret)
{
	size_t i = 0;

	if (n->kind != NODE_LIST || node_count(n) != 3) {
		fault(r, n, CODE_E_TYPE, "[заседание, заседания, заседаний]",
		    "counted has three forms: for 1, 2 and 5");
		return;
	}
	for (const struct node *c = n->child; c; c = c->next)
		read_plain(r, c, &ret->counted[i++]);
}

void
read_accept(struct reader *r, const struct node *value, void *into)
{
	if (value->kind == NODE_SCALAR && strcmp(value->text, "none") == 0)
		*(const struct body **)into = NULL;
	else
		read_body(r, value, into);
}

/* --- interpretation ------------------------------------------------------ */

/* The order's words stay what letters quote; what is computed is the phrase,
 * or what the decision reads in it. */
static void
read_when(struct reader *r, const struct node *when,
    const struct node *interpretation, struct wording *w,
    const char **ret_schedule_of)
{
	struct decision d = {{NULL, DATE_NONE, {{NULL}}, false}, NULL};
	struct when words, decided;

	if (interpretation) {
		read_map(r, interpretation, &interpretation_table, &d);
		d.is.confirmed = !d.read;
		w->interpretation = d.is;
	}
	when_read(r, when, d.read ? WHEN_SILENT : interpretation ?
	    WHEN_CONFIRMED : WHEN_ALL, &words);
	w->when = words.text;
	w->when_is_phrase = words.is_phrase;
	w->term = words.term;
	w->counted_genitive = words.counted;
	*ret_schedule_of = words.schedule_of;
	if (d.read) {
		when_read(r, d.read, WHEN_ALL, &decided);
		w->term = decided.term;
	}
}

/* --- schedules ----------------------------------------------------------- */

/* The lead is asked for it; where each member leads its own, the body that
 * gave the order (rule-files.md §7). */
static const struct body *
schedule_owner(const struct row_frame *frame, const struct wording *w)
{
	if (w->responsible.mode == RESPONSIBLE_EACH && frame->order_by)
		return frame->order_by;
	return w->responsible.nleads ? w->responsible.leads[0] : NULL;
}

static struct schedule *
named_schedule(struct reader *r, const struct row_frame *frame,
    const struct node *n)
{
	const char *name = scalar_of(r, n, "the name of a schedule");
	struct schedule *s;
	const char *near;

	if (!name)
		return NULL;
	name = composed(r->a, name);
	s = names_get(&frame->schedules, name);
	near = names_nearest(&frame->schedules, name);
	if (!s && !r->tree->ngaps)
		fault(r, n, CODE_E_UNKNOWN_NAME, near ?
		    arena_printf(r->a, "did you mean '%s'?", near) :
		    "it must stand under `schedules` of the roadmap",
		    "unknown schedule '%s'", name);
	return s;
}

static void
read_schedule(struct reader *r, const struct row_frame *frame,
    const struct node *name, const struct node *dates, const char *title,
    const char *rule_id, struct wording *w)
{
	struct schedule *shared = NULL;
	struct span_list spans = {NULL, 0};
	struct schedule *own;

	if (name && dates)
		fault(r, dates, CODE_E_TOGETHER_KEYS, NULL,
		    "`dates` stand in the schedule that the rule names");
	if (name)
		shared = named_schedule(r, frame, name);
	if (dates)
		read_spans(r, dates, &spans);
	if (w->term && !term_is_external(w->term)) {
		if (name || dates)
			fault(r, name ? name : dates, CODE_E_NOT_OUTSIDE,
			    "when: {schedule: external}",
			    "the term does not wait for a schedule");
		return;
	}
	if (shared && !shared->owner)
		shared->owner = schedule_owner(frame, w);
	if (shared || !w->term) {
		w->schedule = shared;
		return;
	}
	own = arena_alloc(r->a, sizeof(*own));
	*own = (struct schedule){
		.name = rule_id,
		.title.in = {title, title},
		.owner = schedule_owner(frame, w),
		.dates = spans.items,
		.ndates = spans.n,
		.place = dates ? node_place(r->tree, dates) : w->when_place,
	};
	w->schedule = own;
}

/* --- wordings ------------------------------------------------------------ */

/* A cell of the row, else of its heading. An interpretation is that of a
 * term: a row with a term of its own does not inherit one. */
static const struct node *
cell(const struct cells *own, const struct cells *heading, enum cell which)
{
	if (own->at[which] || !heading)
		return own->at[which];
	if (which == CELL_TITLE || which == CELL_SHORT || which == CELL_CITE)
		return NULL;
	if (own->at[CELL_WHEN] && (which == CELL_INTERPRETATION ||
	    which == CELL_SCHEDULE || which == CELL_DATES))
		return NULL;
	return heading->at[which];
}

static void
lacks(struct reader *r, const struct node *row, const char *key,
    const char *example)
{
	if (row && !tree_damaged(r->tree, row))
		fault(r, row, CODE_E_MISSING_KEY, arena_printf(r->a,
		    "for example %s: %s", key, example),
		    "a rule lacks '%s'", key);
}

static void
read_words(struct reader *r, const struct node *row,
    const struct cells *own, const struct cells *heading, struct wording *w)
{
	const struct node *n = cell(own, heading, CELL_TITLE);
	struct result_list results = {NULL, 0};

	if (n)
		read_text(r, n, &w->title);
	else
		lacks(r, row, "title", "Анализ причин");
	if ((n = cell(own, heading, CELL_SHORT)))
		read_short(r, n, &w->short_title);
	if ((n = cell(own, heading, CELL_COUNTED)))
		read_counted(r, n, w);
	if ((n = cell(own, heading, CELL_RESULT)))
		results_read(r, n, &results);
	w->results = results.items;
	w->nresults = results.n;
}

static void
read_control(struct reader *r, const struct row_frame *frame,
    const struct cells *own, const struct cells *heading, struct wording *w)
{
	struct body_list supervisors = frame->supervisors;
	const struct node *n;

	w->remind = frame->remind;
	if (heading && heading->at[CELL_REMIND])
		policy_read(r, heading->at[CELL_REMIND], &w->remind);
	if (own->at[CELL_REMIND])
		policy_read(r, own->at[CELL_REMIND], &w->remind);
	if ((n = cell(own, heading, CELL_SUPERVISOR)))
		read_bodies(r, n, &supervisors);
	w->supervisors = supervisors.items;
	w->nsupervisors = supervisors.n;
	w->accept = frame->accept;
	if ((n = cell(own, heading, CELL_ACCEPT)))
		read_accept(r, n, &w->accept);
	w->shift = frame->shift;
	if ((n = cell(own, heading, CELL_SHIFT)))
		read_shift(r, n, &w->shift);
}

bool
wording_read(struct reader *r, const struct row_frame *frame,
    const struct node *row, const struct cells *own,
    const struct cells *heading, const char *rule_id, struct wording *ret)
{
	const struct node *when = cell(own, heading, CELL_WHEN);
	const struct node *who = cell(own, heading, CELL_RESPONSIBLE);
	const char *schedule_of = NULL;

	*ret = (struct wording){.from = DATE_MIN, .when = ""};
	read_words(r, row, own, heading, ret);
	if (who)
		responsible_read(r, who, &ret->responsible);
	else
		lacks(r, row, "responsible", "[each school, uo]");
	if (when) {
		ret->when_place = node_place(r->tree, when);
		read_when(r, when, cell(own, heading, CELL_INTERPRETATION),
		    ret, &schedule_of);
		read_schedule(r, frame,
		    cell(own, heading, CELL_SCHEDULE),
		    cell(own, heading, CELL_DATES), schedule_of, rule_id, ret);
	} else {
		lacks(r, row, "when", "ежегодно, июнь");
	}
	read_control(r, frame, own, heading, ret);
	return ret->term && ret->responsible.nleads;
}
