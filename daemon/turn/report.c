#include "turn/report.h"

#include <stdlib.h>

#include "core/term.h"
#include "turn/rows.h"

struct report {
	report_row *row;
	void *context;
	bool go_on;
	struct date today;
	const struct rule *rule;        /* whose readings are told already */
};

static void
hand_out(struct report *r, json_t *row)
{
	if (r->go_on)
		r->go_on = r->row(r->context, row);
	else
		json_decref(row);
}

static json_t *
begin(const struct report *r, const char *kind, const struct pair *p)
{
	enum language language = p->roadmap->language;

	return json_pack("{s:s,s:s,s:s,s:s,s:s}", "row", kind,
	    "roadmap", p->roadmap->id, "item", rule_item(p->rule, r->today),
	    "body", p->body->id, "body_name",
	    text_in(&p->body->name, language));
}

/* --- lines ---------------------------------------------------------------- */

static const char *const state_keys[STATE_COUNT] = {
	[STATE_UPCOMING] = "upcoming", [STATE_OPEN] = "open",
	[STATE_SUBMITTED] = "submitted", [STATE_MET] = "met",
	[STATE_LATE] = "late", [STATE_MET_LATE] = "met_late",
	[STATE_MISSED] = "missed", [STATE_WAIVED] = "waived"
};

struct sums {
	json_int_t plan, fact, states[STATE_COUNT];
	json_int_t windows, at_risk, extended, over;
};

/* A cap (MIN 0) is no duty: it is in no state of one, but can be overrun. */
static void
add_up(struct sums *s, const struct obligation *ob)
{
	s->fact += ob->done;
	s->over += (ob->marks & MARK_OVER) != 0;
	if (ob->marks & MARK_CAP)
		return;
	s->windows++;
	if (ob->state != STATE_WAIVED)
		s->plan += ob->window.min;
	s->states[ob->state]++;
	s->at_risk += ob->state == STATE_OPEN && ob->marks & MARK_BEHIND;
	s->extended += (ob->marks & MARK_EXTENDED) != 0;
}

/* A rule that waits for its schedule has a line too: nothing is owed yet, and
 * that is worth a look. */
static void
hand_line(struct report *r, const struct pair *p,
    const struct evaluation *evaluation, struct date today)
{
	enum language language = p->roadmap->language;
	struct sums s = {0};
	const struct wording *w = NULL;
	json_t *row;

	if (evaluation->waiting)
		w = rule_wording(p->rule, today);

	for (size_t i = 0; i < evaluation->nobligations; i++) {
		add_up(&s, &evaluation->obligations[i]);
		w = evaluation->obligations[i].wording;
	}
	if (!w)
		return;
	row = begin(r, "line", p);
	json_object_set_new(row, "section", json_string(
	    text_in(&p->rule->section, language)));
	json_object_set_new(row, "title", json_string(
	    text_in(&w->title, language)));
	json_object_set_new(row, "windows", json_integer(s.windows));
	json_object_set_new(row, "plan", json_integer(s.plan));
	json_object_set_new(row, "fact", json_integer(s.fact));
	for (int i = 0; i < STATE_COUNT; i++)
		json_object_set_new(row, state_keys[i],
		    json_integer(s.states[i]));
	json_object_set_new(row, "at_risk", json_integer(s.at_risk));
	json_object_set_new(row, "extended", json_integer(s.extended));
	json_object_set_new(row, "over", json_integer(s.over));
	json_object_set_new(row, "waiting",
	    json_boolean(evaluation->waiting));
	hand_out(r, row);
}

/* --- figures -------------------------------------------------------------- */

static const char *const result_kinds[] = {
	[RESULT_FREE] = "free", [RESULT_DOCUMENT] = "document",
	[RESULT_FILE] = "file", [RESULT_LINK] = "link",
	[RESULT_TEXT] = "text", [RESULT_YES_NO] = "yes-no",
	[RESULT_NUMBER] = "number", [RESULT_PERCENT] = "percent"
};

/* The latest value of that name among what counted; *ret_date is its deed's
 * day. NULL when nobody gave one. */
static json_t *
latest_value(const struct obligation *ob, const struct result *result,
    struct date *ret_date)
{
	for (size_t i = ob->nentries; i-- > 0;) {
		json_t *given = json_loads(ob->entries[i]->evidence, 0, NULL);
		json_t *value = NULL;

		for (size_t k = 0; k < LANGUAGE_COUNT && !value; k++)
			if (result->name.in[k])
				value = json_object_get(given,
				    result->name.in[k]);
		json_incref(value);
		json_decref(given);
		*ret_date = ob->entries[i]->date;
		if (value)
			return value;
	}
	*ret_date = DATE_NONE;
	return NULL;
}

static void
hand_figure(struct report *r, const struct obligation *ob,
    const struct result *result)
{
	enum language language = ob->pair->roadmap->language;
	struct date date;
	json_t *value = latest_value(ob, result, &date);
	json_t *row = begin(r, "figure", ob->pair);

	json_object_set_new(row, "due", row_day(ob->due));
	json_object_set_new(row, "kind",
	    json_string(result_kinds[result->kind]));
	json_object_set_new(row, "name", json_string(
	    text_in(&result->name, language)));
	json_object_set_new(row, "unit", json_string(
	    text_in(&result->unit, language)));
	json_object_set_new(row, "required", json_boolean(result->required));
	json_object_set_new(row, "date", row_day(date));
	json_object_set_new(row, "value", value ? value : json_null());
	hand_out(r, row);
}

/* Free words are remarks; what has not begun is not asked for yet. */
static void
hand_figures(struct report *r, const struct obligation *ob)
{
	if (ob->state == STATE_UPCOMING || ob->state == STATE_WAIVED)
		return;
	for (size_t i = 0; i < ob->wording->nresults; i++)
		if (ob->wording->results[i].kind != RESULT_FREE &&
		    ob->wording->results[i].kind != RESULT_DOCUMENT)
			hand_figure(r, ob, &ob->wording->results[i]);
}

/* --- readings ------------------------------------------------------------- */

static void
hand_reading(struct report *r, const struct pair *p, const struct wording *w)
{
	const struct interpretation *in = &w->interpretation;
	enum language language = p->roadmap->language;
	struct str read;
	json_t *row;

	str_init(&read);
	term_print(&read, w->term);
	row = json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:o,s:s}", "row", "reading",
	    "roadmap", p->roadmap->id, "item", rule_item(p->rule, r->today),
	    "when", w->when, "read", read.s,
	    "by", text_in(&in->by->name, language),
	    "date", row_day(in->date), "why", text_in(&in->why, language));
	str_done(&read);
	hand_out(r, row);
}

static void
hand_readings(struct report *r, const struct pair *p)
{
	if (r->rule == p->rule)
		return;
	r->rule = p->rule;
	for (size_t i = 0; i < p->rule->nwordings; i++)
		if (p->rule->wordings[i].interpretation.by)
			hand_reading(r, p, &p->rule->wordings[i]);
}

static bool
add_pair(void *context, const struct pair *pair,
    const struct evaluation *evaluation, struct date today)
{
	struct report *r = context;

	r->today = today;
	hand_line(r, pair, evaluation, today);
	for (size_t i = 0; i < evaluation->nobligations; i++)
		hand_figures(r, &evaluation->obligations[i]);
	if (evaluation->nobligations)
		hand_readings(r, pair);
	return r->go_on;
}

bool
report_each(struct turn *t, int64_t now,
    const struct standing_filter *filter, report_row *row, void *context,
    struct store_error *reterr)
{
	struct standing_filter f = *filter;
	struct report r = {.row = row, .context = context, .go_on = true};

	f.states = 0;
	return standing_each(t, now, &f, add_pair, &r, reterr);
}
