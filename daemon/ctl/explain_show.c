/* An explanation printed: Windows - Reminders - Readings - Text - Json - Tsv */
#include <stdlib.h>

#include "core/phrase_codes.h"
#include "ctl/explain.h"
#include "ctl/lines.h"
#include "ctl/plan.h"
#include "ctl/table.h"
#include "load/source.h"

enum { WINDOWS_MOST = 10000, WINDOWS_SHOWN = 24, COMING_MOST = 24,
	LEFT = 12 };

/* --- windows ----------------------------------------------------------- */

void
explain_windows(struct ctl *c, struct explained *e, struct date open_end)
{
	const struct roadmap *r = e->pair->roadmap;
	struct term_frame frame = roadmap_frame(r, e->pair->rule);
	struct date_span span = r->in_force;

	if (date_equal(span.last, DATE_MAX))
		span.last = open_end;
	e->nwindows = pair_windows(c->a, e->pair, &frame, span, WINDOWS_MOST,
	    &e->windows);
}

static struct date
effective_of(const struct explained *e, const struct pair_window *w)
{
	return date_max(w->window.start, workcal_effective(
	    e->pair->roadmap->cal, w->window.start, w->window.due,
	    w->wording->shift));
}

/* Windows that this term will get from elsewhere, or NULL. */
static const char *
outside_of(const struct explained *e)
{
	const struct term *term = e->wording->term;

	if (term_is_external(term))
		return "schedule";
	return term_is_on_request(term) ? "request" : NULL;
}

/* --- reminders --------------------------------------------------------- */

/* The window that the reminders are shown of: the next one from today, else
 * the first. NULL when there is none, or nothing is owed. */
static const struct pair_window *
example(const struct explained *e)
{
	const struct pair_window *first = NULL;
	struct date today = ctl_today();

	for (size_t i = 0; i < e->nwindows; i++) {
		const struct pair_window *w = &e->windows[i];

		if (w->window.min == 0)
			continue;
		if (!date_before(w->window.due, today))
			return w;
		if (!first)
			first = w;
	}
	return first;
}

/* What will be said of it if nothing happens, as the daemon would decide. */
static size_t
reminders(struct ctl *c, const struct explained *e,
    const struct pair_window *w, const struct coming **ret)
{
	struct date from = date_max(DATE_MIN, date_add(w->window.start,
	    -remind_reach_days(w->wording) - 31));
	struct evaluate_input in = {
		.today = from, .baseline = DATE_MIN,
		.horizon = w->window.start
	};
	struct evaluation evaluation;

	if (w->wording->remind.none)
		return 0;
	evaluate(c->a, e->pair, &in, &evaluation);
	for (size_t i = 0; i < evaluation.nobligations; i++)
		if (date_equal(evaluation.obligations[i].due, w->window.due))
			return remind_coming(c->a, &evaluation.obligations[i],
			    ROLE_LEAD, from, COMING_MOST, ret);
	return 0;
}

/* --- readings ---------------------------------------------------------- */

static const char *
skip(const char *text, size_t n)
{
	for (; n && *text; n--)
		text += utf8_length((unsigned char)*text);
	return text;
}

/* The text, below it a caret line for each stretch and what it was read as.
 * A cell of several lines is shown as one: carets need a common line. */
static void
show_readings(struct ctl *c, const struct explained *e)
{
	const struct phrase *p = e->phrase;

	if (!p || p->nreadings == 0)
		return;
	str_addf(&c->out, "\n%-*s", LEFT, "Read as");
	ctl_cell(&c->out, e->text);
	str_addc(&c->out, '\n');
	for (size_t i = 0; i < p->nreadings; i++) {
		const struct phrase_reading *r = &p->readings[i];
		const char *from = skip(e->text, r->first);
		const char *to = skip(from, r->len);
		size_t before = lines_columns(arena_strndup(c->a, e->text,
		    (size_t)(from - e->text)));
		size_t wide = lines_columns(arena_strndup(c->a, from,
		    (size_t)(to - from)));

		str_addf(&c->out, "%*s", LEFT + (int)before, "");
		for (size_t k = 0; k < (wide ? wide : 1); k++)
			str_addc(&c->out, k ? '~' : '^');
		str_addf(&c->out, " %s\n", r->as);
	}
}

/* A warning that says how else the words could be read. */
static bool
is_other_reading(const struct phrase_issue *issue)
{
	return issue->level == DIAG_WARNING && issue->hint &&
	    (issue->code == PHRASE_W_TWO_WAYS ||
	    issue->code == PHRASE_W_WRAPPED ||
	    issue->code == PHRASE_W_SCHEDULE ||
	    issue->code == PHRASE_W_VAGUE ||
	    issue->code == PHRASE_W_ANCHOR);
}

static void
show_others(struct ctl *c, const struct explained *e)
{
	bool any = false;

	if (!e->phrase)
		return;
	for (size_t i = 0; i < e->phrase->nissues; i++) {
		const struct phrase_issue *issue = &e->phrase->issues[i];

		if (!is_other_reading(issue))
			continue;
		str_addf(&c->out, "%-*s%s\n", LEFT, any ? "" : "Otherwise",
		    issue->hint);
		any = true;
	}
	if (!any)
		explain_line(c, "Otherwise", "no other reading");
}

/* --- text -------------------------------------------------------------- */

void
explain_line(struct ctl *c, const char *name, const char *text)
{
	struct str line;

	str_init(&line);
	str_addf(&line, "%-*s", LEFT, name);
	ctl_cell(&line, text);
	lines_hang(&c->out, line.s, LEFT);
	str_done(&line);
}

static const char *
remark(struct ctl *c, const struct explained *e, const struct pair_window *w)
{
	const struct workcal *cal = e->pair->roadmap->cal;
	struct date due = w->window.due;
	const char *why = plan_why(c->a, cal, due, effective_of(e, w));
	char first[DATE_TEXT], last[DATE_TEXT];
	const char *text;
	struct str s;

	str_init(&s);
	if (why)
		str_addf(&s, "%s is %s; ", date_iso(due, last), why);
	if (w->window.clipped)
		str_addf(&s, "cut, %s..%s whole; ",
		    date_iso(w->window.full.first, first),
		    date_iso(w->window.full.last, last));
	if (w->window.standing)
		str_add(&s, "standing duty; ");
	if (!workcal_is_official(cal, due))
		str_add(&s, "provisional; ");
	text = arena_strndup(c->a, s.s, s.len ? s.len - 2 : 0);
	str_done(&s);
	return text;
}

static void
show_windows(struct ctl *c, const struct explained *e)
{
	static const struct table_column heads[] = {
		{"START", TABLE_LEFT}, {"DUE", TABLE_LEFT},
		{"MIN", TABLE_RIGHT}, {"MAX", TABLE_RIGHT},
		{"EFFECTIVE", TABLE_LEFT}, {"WHY", TABLE_WRAP}, {0}
	};
	size_t shown = e->nwindows < WINDOWS_SHOWN ? e->nwindows :
	    WINDOWS_SHOWN;
	struct table *t;

	str_addc(&c->out, '\n');
	if (e->nwindows == 0) {
		explain_line(c, "Windows", outside_of(e) ?
		    plan_outside(e->wording->term) :
		    "none within the validity");
		return;
	}
	t = table_new(c, heads);
	for (size_t i = 0; i < shown; i++) {
		const struct pair_window *w = &e->windows[i];
		char start[DAY_TEXT], due[DAY_TEXT], effective[DAY_TEXT];
		const char *cells[] = {
			ctl_day(w->window.start, start),
			ctl_day(w->window.due, due),
			arena_printf(c->a, "%u", w->window.min),
			w->window.max ? arena_printf(c->a, "%u",
			    w->window.max) : "",
			ctl_day(effective_of(e, w), effective),
			remark(c, e, w)
		};

		table_row(t, cells, NULL);
	}
	table_print(t);
	if (shown < e->nwindows)
		str_addf(&c->out, "... and %zu more (--format=tsv shows "
		    "all)\n", e->nwindows - shown);
}

static void
show_reminders(struct ctl *c, const struct explained *e)
{
	const struct pair_window *w = example(e);
	const struct coming *coming;
	char name[STAGE_TEXT], day[DAY_TEXT];
	size_t n;

	if (!w)
		return;
	n = reminders(c, e, w, &coming);
	str_addf(&c->out, "\nReminders of the window due %s, if nothing is "
	    "done:\n", date_iso(w->window.due, day));
	for (size_t i = 0; i < n; i++)
		str_addf(&c->out, "  %s  %s\n", ctl_day(coming[i].day, day),
		    stage_name(&coming[i].stage, name));
	if (n == 0)
		str_add(&c->out, "  none\n");
}

static void
print_text(struct ctl *c, const struct explained *e)
{
	const struct roadmap *r = e->pair->roadmap;
	char first[DATE_TEXT], last[DATE_TEXT];
	struct str s;

	str_init(&s);
	term_print(&s, e->wording->term);
	explain_line(c, "Normal form", s.s);
	str_done(&s);
	explain_line(c, "In force", arena_printf(c->a, "%s..%s",
	    date_iso(r->in_force.first, first),
	    date_equal(r->in_force.last, DATE_MAX) ? "" :
	    date_iso(r->in_force.last, last)));
	explain_line(c, "Calendar", *workcal_id(r->cal) ?
	    workcal_id(r->cal) : "none: Monday to Friday are worked");
	show_others(c, e);
	show_readings(c, e);
	show_windows(c, e);
	if (e->story)
		story_print(c, e->story);
	else
		show_reminders(c, e);
}

/* --- json -------------------------------------------------------------- */

static json_t *
windows_json(struct ctl *c, const struct explained *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < e->nwindows; i++) {
		const struct pair_window *w = &e->windows[i];
		struct date effective = effective_of(e, w);
		json_t *o = json_object();

		json_object_set_new(o, "start", json_day(w->window.start));
		json_object_set_new(o, "due", json_day(w->window.due));
		json_object_set_new(o, "min", json_integer(w->window.min));
		json_object_set_new(o, "max", w->window.max ?
		    json_integer(w->window.max) : json_null());
		json_object_set_new(o, "effective", json_day(effective));
		json_object_set_new(o, "why", json_text(plan_why(c->a,
		    e->pair->roadmap->cal, w->window.due, effective)));
		json_object_set_new(o, "clipped",
		    json_boolean(w->window.clipped));
		json_object_set_new(o, "standing",
		    json_boolean(w->window.standing));
		json_object_set_new(o, "provisional", json_boolean(
		    !workcal_is_official(e->pair->roadmap->cal,
		    w->window.due)));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
readings_json(const struct phrase *p)
{
	json_t *list = json_array();

	for (size_t i = 0; p && i < p->nreadings; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "first",
		    json_integer((json_int_t)p->readings[i].first));
		json_object_set_new(o, "len",
		    json_integer((json_int_t)p->readings[i].len));
		json_object_set_new(o, "as", json_text(p->readings[i].as));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
warnings_json(struct ctl *c, const struct phrase *p)
{
	json_t *list = json_array();

	for (size_t i = 0; p && i < p->nissues; i++) {
		json_t *o = json_object();

		json_object_set_new(o, "code", json_text(arena_printf(c->a,
		    "W%04d", p->issues[i].code)));
		json_object_set_new(o, "message", json_text(
		    p->issues[i].what));
		json_object_set_new(o, "hint", json_text(p->issues[i].hint));
		json_array_append_new(list, o);
	}
	return list;
}

/* Of the windows that the text shows. */
static json_t *
reminders_json(struct ctl *c, const struct explained *e)
{
	json_t *list = json_array();
	char name[STAGE_TEXT];

	for (size_t i = 0; i < e->nwindows && i < WINDOWS_SHOWN; i++) {
		const struct pair_window *w = &e->windows[i];
		const struct coming *coming;
		size_t n = w->window.min ? reminders(c, e, w, &coming) : 0;

		for (size_t k = 0; k < n; k++) {
			json_t *o = json_object();

			json_object_set_new(o, "due", json_day(w->window.due));
			json_object_set_new(o, "day", json_day(coming[k].day));
			json_object_set_new(o, "stage", json_text(stage_name(
			    &coming[k].stage, name)));
			json_array_append_new(list, o);
		}
	}
	return list;
}

static void
print_json(struct ctl *c, const struct explained *e,
    const struct explain_head *head)
{
	json_t *o = json_object();
	struct str s;

	str_init(&s);
	term_print(&s, e->wording->term);
	if (head->json)
		json_object_set_new(o, "rule", head->json(c, e));
	json_object_set_new(o, "term", json_text(e->text));
	json_object_set_new(o, "normal_form", json_text(s.s));
	str_done(&s);
	json_object_set_new(o, "outside", json_text(outside_of(e)));
	json_object_set_new(o, "readings", readings_json(e->phrase));
	json_object_set_new(o, "warnings", warnings_json(c, e->phrase));
	json_object_set_new(o, "windows", windows_json(c, e));
	json_object_set_new(o, "reminders", reminders_json(c, e));
	if (e->story)
		json_object_set_new(o, "story", story_json(c, e->story));
	json_write(&c->out, o);
}

/* --- tsv --------------------------------------------------------------- */

static void
print_tsv(struct ctl *c, const struct explained *e)
{
	char start[DATE_TEXT], due[DATE_TEXT];

	for (size_t i = 0; i < e->nwindows; i++) {
		const struct term_window *w = &e->windows[i].window;

		str_addf(&c->out, "%s\t%s\t%u\t", date_iso(w->start, start),
		    date_iso(w->due, due), w->min);
		if (w->max)
			str_addf(&c->out, "%u", w->max);
		str_addc(&c->out, '\n');
	}
}

void
explain_print(struct ctl *c, const struct explained *e, int format,
    const struct explain_head *head)
{
	switch (format) {
	case FORMAT_TSV:
		print_tsv(c, e);
		break;
	case FORMAT_JSON:
		print_json(c, e, head);
		break;
	default:
		head->text(c, e);
		print_text(c, e);
		break;
	}
}
