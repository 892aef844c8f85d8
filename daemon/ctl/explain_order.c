/* What the order says of a rule: Lines - Who - What and when - Text - Json */

#include "ctl/explain.h"
#include "ctl/plan.h"

/* --- lines ------------------------------------------------------------- */

static void
line_of(struct ctl *c, const char *name, struct str *s)
{
	if (s->len)
		explain_line(c, name, s->s);
	str_clear(s);
}

static void
add_item(struct str *s, const char *between, const char *text)
{
	str_addf(s, "%s%s", s->len ? between : "", text);
}

static enum language
language_of(const struct explained *e)
{
	return e->pair->roadmap->language;
}

static void
add_order(struct ctl *c, const struct explained *e)
{
	const struct roadmap *r = e->pair->roadmap;
	const struct rule *rule = e->pair->rule;
	char day[DATE_TEXT];
	struct str s;

	str_init(&s);
	str_addf(&s, "%s, %s", text_in(&r->title, r->language),
	    plan_cite(c->a, e->pair));
	line_of(c, "Rule", &s);
	if (r->order.number)
		str_addf(&s, "No. %s of %s", r->order.number,
		    date_iso(r->order.date, day));
	if (r->order.number && r->order.by)
		str_addf(&s, " by %s", r->order.by->id);
	if (e->wording->order)
		str_addf(&s, ", as amended by No. %s of %s",
		    e->wording->order->number,
		    date_iso(e->wording->order->date, day));
	line_of(c, "Order", &s);
	str_add(&s, text_in(&rule->section, r->language));
	line_of(c, "Section", &s);
	str_done(&s);
}

/* Each wording that the rule had or will have, but for the one shown. */
static void
add_wordings(struct ctl *c, const struct explained *e)
{
	const struct rule *rule = e->pair->rule;
	char day[DATE_TEXT];
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];

		if (w == e->wording)
			continue;
		str_addf(&s, "%s%s%s%s: %s", date_equal(w->from, DATE_MIN) ?
		    "at first" : "from ", date_equal(w->from, DATE_MIN) ? "" :
		    date_iso(w->from, day), w->order ? " by No. " : "",
		    w->order ? w->order->number : "", w->when);
		line_of(c, "Wording", &s);
	}
	str_done(&s);
}

/* --- who --------------------------------------------------------------- */

/* "uo (uo@dept.example)", as it is reached on the day; a group that leads by
 * its members is told by their number. */
static const char *
reach_text(struct ctl *c, const struct explained *e, const struct body *body,
    bool by_members)
{
	const struct reach *to;
	size_t n = body_reach(c->a, body, e->on, language_of(e), &to);
	struct str s;
	const char *text;

	if (by_members && body->nmembers)
		return arena_printf(c->a, "%s (%zu bodies)", body->id,
		    body->nmembers);
	str_init(&s);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s%s%s", i ? ", " : "", to[i].address,
		    to[i].deputy_for ? " for " : "",
		    to[i].deputy_for ? to[i].deputy_for->id : "");
	text = arena_printf(c->a, "%s (%s)", body->id, n ? s.s :
	    "nobody can be reached");
	str_done(&s);
	return text;
}

static void
add_bodies(struct ctl *c, const struct explained *e, const char *name,
    const char *word, const struct body *const *bodies, size_t n,
    bool by_members)
{
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < n; i++)
		add_item(&s, ", ", arena_printf(c->a, "%s%s", word,
		    reach_text(c, e, bodies[i], by_members)));
	line_of(c, name, &s);
	str_done(&s);
}

/* Who leads, who helps, who owes for himself, who accepts, who hears that it
 * is late. */
static void
add_responsible(struct ctl *c, const struct explained *e)
{
	static const char *const words[] = {
		[RESPONSIBLE_ONE] = "", [RESPONSIBLE_EACH] = "each of ",
		[RESPONSIBLE_ANY] = "any of "
	};
	const struct wording *w = e->wording;
	const struct responsible *r = &w->responsible;

	add_bodies(c, e, "Responsible", words[r->mode], r->leads, r->nleads,
	    r->mode != RESPONSIBLE_ONE);
	add_bodies(c, e, "With", "", r->others, r->nothers, false);
	add_bodies(c, e, "Accepted by", "", &w->accept, w->accept != NULL,
	    false);
	add_bodies(c, e, "Supervisor", "", w->supervisors, w->nsupervisors,
	    false);
}

/* A body that nobody of can be reached: who hears in its place, and what to
 * write where so that it hears itself. */
static void
add_unheard(struct ctl *c, const struct explained *e,
    const struct body *body)
{
	const struct reach *to;

	if (body_reach(c->a, body, e->on, language_of(e), &to) > 0)
		return;
	explain_line(c, "Unheard", arena_printf(c->a, "%s: %s; write in "
	    "%s:%u `email: name@domain.example` or `deputy: BODY`", body->id,
	    c->config.nadministrators ? "the administrator hears in its place"
	    : "nobody hears of it, srokd.yaml names no `administrator` "
	    "either", body->place.file, body->place.line));
}

static void
add_all_unheard(struct ctl *c, const struct explained *e)
{
	const struct wording *w = e->wording;
	const struct responsible *r = &w->responsible;

	add_unheard(c, e, e->pair->body);
	for (size_t i = 0; i < r->nothers; i++)
		add_unheard(c, e, r->others[i]);
	if (w->accept)
		add_unheard(c, e, w->accept);
	for (size_t i = 0; i < w->nsupervisors; i++)
		add_unheard(c, e, w->supervisors[i]);
}

/* --- what and when ------------------------------------------------------ */

static const char *
result_text(struct ctl *c, const struct explained *e)
{
	static const char *const kinds[] = {
		[RESULT_FREE] = "", [RESULT_DOCUMENT] = "document: ",
		[RESULT_FILE] = "file: ", [RESULT_LINK] = "link: ",
		[RESULT_TEXT] = "text: ", [RESULT_YES_NO] = "yes or no: ",
		[RESULT_NUMBER] = "number: ", [RESULT_PERCENT] = "percent: "
	};
	const struct wording *w = e->wording;
	const char *text;
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < w->nresults; i++) {
		const struct result *one = &w->results[i];

		str_addf(&s, "%s%s%s", i ? "; " : "", kinds[one->kind],
		    text_in(&one->name, language_of(e)));
		if (text_given(&one->unit))
			str_addf(&s, ", %s", text_in(&one->unit,
			    language_of(e)));
		if (!one->required)
			str_add(&s, " (optional)");
	}
	text = arena_strdup(c->a, s.s);
	str_done(&s);
	return text;
}

static void
add_duration(struct str *s, const char *word, struct duration d)
{
	if (!d.n)
		return;
	add_item(s, "; ", word);
	duration_print(s, d);
}

/* The policy in words: "opens; 30 days, 7 days before; half; late every 7
 * days; …". */
static const char *
policy_text(struct ctl *c, const struct remind_policy *p)
{
	const struct {
		bool on;
		const char *name;
	} flags[] = {
		{p->opens, "opens"}, {p->half, "half"}, {p->pace, "pace"},
		{p->due, "due"}, {p->closed, "closed"}
	};
	const char *text;
	struct str s;

	if (p->none)
		return "none";
	str_init(&s);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].on)
			add_item(&s, "; ", flags[i].name);
	for (size_t i = 0; i < p->nbefore; i++) {
		add_item(&s, i ? ", " : "; ", i ? "" : "before by ");
		duration_print(&s, p->before[i]);
	}
	add_duration(&s, "late every ", p->late);
	add_duration(&s, "escalated after ", p->escalate);
	text = arena_strdup(c->a, s.s);
	str_done(&s);
	return text;
}

static const char *
shift_text(enum shift shift)
{
	static const char *const words[] = {
		[SHIFT_BEFORE] = "before: a DUE that is a day off takes "
		    "effect on the working day before it",
		[SHIFT_AFTER] = "after: a DUE that is a day off takes effect "
		    "on the next working day",
		[SHIFT_KEEP] = "keep: a DUE that is a day off stays"
	};

	return words[shift];
}

static void
add_schedule(struct str *s, const struct schedule *schedule,
    enum language language)
{
	str_add(s, schedule->name);
	if (text_given(&schedule->title))
		str_addf(s, ": %s", text_in(&schedule->title, language));
	if (schedule->owner)
		str_addf(s, ", asked of %s", schedule->owner->id);
}

static void
add_decisions(struct ctl *c, const struct explained *e)
{
	const struct wording *w = e->wording;
	const struct interpretation *in = &w->interpretation;
	char day[DATE_TEXT];
	struct str s;

	str_init(&s);
	if (in->by) {
		str_addf(&s, "%s by %s", in->confirmed ? "confirmed" :
		    "decided", in->by->id);
		if (!date_is_none(in->date))
			str_addf(&s, " on %s", date_iso(in->date, day));
		if (text_given(&in->why))
			str_addf(&s, ": %s", text_in(&in->why,
			    language_of(e)));
	}
	line_of(c, "Reading", &s);
	if (w->schedule)
		add_schedule(&s, w->schedule, language_of(e));
	line_of(c, "Schedule", &s);
	str_done(&s);
}

/* --- text -------------------------------------------------------------- */

static void
order_text(struct ctl *c, const struct explained *e)
{
	const struct place *p = &e->wording->when_place;
	const char *result = result_text(c, e);

	add_order(c, e);
	explain_line(c, "What", text_in(&e->wording->title, language_of(e)));
	if (p->file)
		explain_line(c, "Stands in", arena_printf(c->a, "%s:%u:%u",
		    p->file, p->line, p->column));
	add_responsible(c, e);
	add_all_unheard(c, e);
	if (*result)
		explain_line(c, "Result", result);
	explain_line(c, "Reminders", policy_text(c, &e->wording->remind));
	explain_line(c, "Shift", shift_text(e->wording->shift));
	add_wordings(c, e);
	add_decisions(c, e);
	explain_line(c, "Term", e->text);
}

/* --- json -------------------------------------------------------------- */

static json_t *
bodies_json(struct ctl *c, const struct explained *e,
    const struct body *const *bodies, size_t n)
{
	json_t *list = json_array();

	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object(), *addresses = json_array();
		const struct reach *to;
		size_t nto = body_reach(c->a, bodies[i], e->on,
		    language_of(e), &to);

		for (size_t k = 0; k < nto; k++)
			json_array_append_new(addresses, json_text(
			    to[k].address));
		json_object_set_new(o, "body", json_text(bodies[i]->id));
		json_object_set_new(o, "addresses", addresses);
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
wordings_json(const struct explained *e)
{
	const struct rule *rule = e->pair->rule;
	json_t *list = json_array();

	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];
		json_t *o = json_object();

		json_object_set_new(o, "from", date_equal(w->from, DATE_MIN)
		    ? json_null() : json_day(w->from));
		json_object_set_new(o, "order", json_text(w->order ?
		    w->order->number : NULL));
		json_object_set_new(o, "when", json_text(w->when));
		json_object_set_new(o, "shown", json_boolean(
		    w == e->wording));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *
interpretation_json(const struct explained *e)
{
	const struct interpretation *in = &e->wording->interpretation;
	json_t *o;

	if (!in->by)
		return json_null();
	o = json_object();
	json_object_set_new(o, "by", json_text(in->by->id));
	json_object_set_new(o, "date", json_day(in->date));
	json_object_set_new(o, "confirmed", json_boolean(in->confirmed));
	json_object_set_new(o, "why", json_text(text_in(&in->why,
	    language_of(e))));
	return o;
}

static json_t *
order_json(struct ctl *c, const struct explained *e)
{
	static const char *const modes[] = {
		[RESPONSIBLE_ONE] = "one", [RESPONSIBLE_EACH] = "each",
		[RESPONSIBLE_ANY] = "any"
	};
	const struct roadmap *r = e->pair->roadmap;
	const struct wording *w = e->wording;
	json_t *o = json_object();

	json_object_set_new(o, "roadmap", json_text(r->id));
	json_object_set_new(o, "item", json_text(rule_item(
	    e->pair->rule, e->on)));
	json_object_set_new(o, "order", json_text(r->order.number));
	json_object_set_new(o, "order_date", json_day(r->order.number ?
	    r->order.date : DATE_NONE));
	json_object_set_new(o, "section", json_text(text_in(
	    &e->pair->rule->section, r->language)));
	json_object_set_new(o, "title", json_text(text_in(&w->title,
	    r->language)));
	json_object_set_new(o, "responsible", json_text(
	    modes[w->responsible.mode]));
	json_object_set_new(o, "leads", bodies_json(c, e,
	    w->responsible.leads, w->responsible.nleads));
	json_object_set_new(o, "others", bodies_json(c, e,
	    w->responsible.others, w->responsible.nothers));
	json_object_set_new(o, "supervisors", bodies_json(c, e,
	    w->supervisors, w->nsupervisors));
	json_object_set_new(o, "accept", json_text(w->accept ? w->accept->id :
	    NULL));
	json_object_set_new(o, "result", json_text(result_text(c, e)));
	json_object_set_new(o, "remind", json_text(policy_text(c,
	    &w->remind)));
	json_object_set_new(o, "interpretation", interpretation_json(e));
	json_object_set_new(o, "wordings", wordings_json(e));
	return o;
}

const struct explain_head explain_order = {order_text, order_json};
