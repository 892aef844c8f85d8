/* A rule of the files, from the order's line to its windows. */
#include <string.h>
#include <sysexits.h>

#include "core/diag.h"
#include "ctl/explain.h"
#include "ctl/plan.h"

static void
line_of(struct ctl *c, const char *name, const struct str *s)
{
	if (s->len)
		explain_line(c, name, s->s);
}

static void
add_order(struct ctl *c, const struct explained *e)
{
	const struct roadmap *r = e->pair->roadmap;
	char day[DATE_TEXT];
	struct str s;

	str_init(&s);
	str_addf(&s, "%s, %s", text_in(&r->title, r->language),
	    plan_cite(c->a, e->pair));
	explain_line(c, "Rule", s.s);
	str_clear(&s);
	if (r->order.number)
		str_addf(&s, "No. %s of %s", r->order.number,
		    date_iso(r->order.date, day));
	if (e->wording->order)
		str_addf(&s, ", as amended by No. %s of %s",
		    e->wording->order->number,
		    date_iso(e->wording->order->date, day));
	line_of(c, "Order", &s);
	str_done(&s);
}

/* Who leads, who helps, who owes for himself. */
static void
add_responsible(struct ctl *c, const struct responsible *r)
{
	static const char *const words[] = {
		[RESPONSIBLE_ONE] = "", [RESPONSIBLE_EACH] = "each of ",
		[RESPONSIBLE_ANY] = "any of "
	};
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < r->nleads; i++)
		str_addf(&s, "%s%s%s", i ? ", " : "", words[r->mode],
		    r->leads[i]->id);
	for (size_t i = 0; i < r->nothers; i++)
		str_addf(&s, "%s%s", i ? ", " : "; with ", r->others[i]->id);
	line_of(c, "Responsible", &s);
	str_done(&s);
}

static void
add_decisions(struct ctl *c, const struct explained *e)
{
	const struct wording *w = e->wording;
	enum language language = e->pair->roadmap->language;
	char day[DATE_TEXT];
	struct str s;

	str_init(&s);
	if (w->interpretation.by) {
		str_addf(&s, "%s by %s", w->interpretation.confirmed ?
		    "confirmed" : "decided", w->interpretation.by->id);
		if (!date_is_none(w->interpretation.date))
			str_addf(&s, " on %s",
			    date_iso(w->interpretation.date, day));
		if (text_given(&w->interpretation.why))
			str_addf(&s, ": %s", text_in(&w->interpretation.why,
			    language));
	}
	line_of(c, "Reading", &s);
	str_clear(&s);
	if (w->schedule)
		str_addf(&s, "%s: %s%s%s", w->schedule->name,
		    text_in(&w->schedule->title, language),
		    w->schedule->owner ? ", asked of " : "",
		    w->schedule->owner ? w->schedule->owner->id : "");
	line_of(c, "Schedule", &s);
	str_done(&s);
}

static void
head(struct ctl *c, const struct explained *e)
{
	const struct place *p = &e->wording->when_place;

	add_order(c, e);
	explain_line(c, "What", text_in(&e->wording->title,
	    e->pair->roadmap->language));
	if (p->file)
		explain_line(c, "Stands in", arena_printf(c->a, "%s:%u:%u",
		    p->file, p->line, p->column));
	add_responsible(c, &e->wording->responsible);
	add_decisions(c, e);
	explain_line(c, "Term", e->text);
}

static int
no_item(struct ctl *c, const struct roadmap *r, const char *item)
{
	const char **names = arena_array(c->a, r->nrules, sizeof(*names));
	const char *near;

	for (size_t i = 0; i < r->nrules; i++)
		names[i] = r->rules[i].item;
	near = diag_nearest(item, names, r->nrules);
	return ctl_fail(c, EX_DATAERR, "%s has no item '%s'%s%s%s", r->id,
	    item, near ? " (did you mean '" : "", near ? near : "",
	    near ? "'?)" : "");
}

int
explain_rule(struct ctl *c, const struct explain_options *o,
    const struct roadmap *r, const char *item)
{
	const struct rule *rule = roadmap_rule(r, item);
	int year = date_civil(ctl_today()).year;
	struct explained e = {0};
	struct phrase phrase;
	const struct pair *pairs;

	if (!rule)
		return no_item(c, r, item);
	if (rule_pairs(c->a, r, rule, &pairs) == 0)
		return ctl_fail(c, EX_DATAERR, "nobody owes %s/%s", r->id,
		    item);
	e.pair = &pairs[0];
	e.wording = rule_wording(rule, date_min(r->in_force.last,
	    date_max(ctl_today(), r->in_force.first)));
	if (!e.wording)
		e.wording = &rule->wordings[rule->nwordings - 1];
	e.text = e.wording->when;
	if (e.wording->when_is_phrase &&
	    phrase_explain(c->a, e.text, &phrase) &&
	    term_equal(phrase.term, e.wording->term))
		e.phrase = &phrase;
	explain_windows(c, &e, date_of(year + 1, 12, 31));
	explain_print(c, &e, o->format, head);
	return EX_OK;
}
