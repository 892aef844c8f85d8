/* Fields as texts, old beside new: Words - Wordings - Rules - Roadmaps -
 * Bodies. */
#include <string.h>

#include "ctl/diff.h"
#include "load/values.h"

struct field {
	const char *name, *value;       /* in the command's arena */
};

enum { FIELDS_MOST = 24 };

struct fields {
	struct arena *a;
	struct field items[FIELDS_MOST];
	size_t n;
};

/* --- words ------------------------------------------------------------- */

/* Takes the text. */
static void
put(struct fields *f, const char *name, struct str *text)
{
	f->items[f->n++] = (struct field){name, arena_strdup(f->a, text->s)};
	str_done(text);
}

static void
put_words(struct fields *f, const char *name, const char *words)
{
	f->items[f->n++] = (struct field){name, words ? words : ""};
}

static void
put_text(struct fields *f, const char *name, const struct text *text)
{
	const char *ru = text->in[LANGUAGE_RU], *en = text->in[LANGUAGE_EN];

	put_words(f, name, !ru || !en || strcmp(ru, en) == 0 ?
	    (ru ? ru : en) : arena_printf(f->a, "%s / %s", ru, en));
}

static void
put_body(struct fields *f, const char *name, const struct body *body)
{
	put_words(f, name, body ? body->id : "");
}

static void
put_list(struct fields *f, const char *name, const char *const *items,
    size_t n)
{
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s%s", i ? ", " : "", items[i]);
	put(f, name, &s);
}

static void
add_day(struct str *s, struct date day)
{
	char text[DATE_TEXT];

	if (!date_equal(day, DATE_MIN) && date_before(day, DATE_MAX))
		str_add(s, date_iso(day, text));
}

static void
add_span(struct str *s, struct date first, struct date last)
{
	add_day(s, first);
	if (date_equal(first, last))
		return;
	str_add(s, "..");
	add_day(s, last);
}

static void
add_duration(struct str *s, const char *before, struct duration d)
{
	const char *unit = value_unit_name(d.unit);

	str_addf(s, "%s%d %s%s", before, (int)d.n, unit, d.n == 1 ? "" : "s");
}

static void
add_bodies(struct str *s, const char *mark, const struct body *const *bodies,
    size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_addf(s, "%s%s%s", s->len ? ", " : "", mark, bodies[i]->id);
}

static const char *const languages[] = {"ru", "en"};

static void
put_language(struct fields *f, int language)
{
	put_words(f, "language", language < 0 ? "" : languages[language]);
}

/* --- wordings ---------------------------------------------------------- */

static void
put_responsible(struct fields *f, const struct responsible *r)
{
	static const char *const marks[] = {
		[RESPONSIBLE_ONE] = "", [RESPONSIBLE_EACH] = "each ",
		[RESPONSIBLE_ANY] = "any "
	};
	struct str s;

	str_init(&s);
	add_bodies(&s, marks[r->mode], r->leads, r->nleads);
	add_bodies(&s, "", r->others, r->nothers);
	put(f, "responsible", &s);
}

static void
put_results(struct fields *f, const struct wording *w, enum language language)
{
	static const char *const kinds[] = {
		[RESULT_FREE] = "", [RESULT_DOCUMENT] = "document ",
		[RESULT_FILE] = "file ", [RESULT_LINK] = "link ",
		[RESULT_TEXT] = "text ", [RESULT_YES_NO] = "yes-no ",
		[RESULT_NUMBER] = "number ", [RESULT_PERCENT] = "percent "
	};
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < w->nresults; i++) {
		const struct result *r = &w->results[i];
		const char *unit = text_in(&r->unit, language);

		str_addf(&s, "%s%s%s%s%s%s", i ? "; " : "", kinds[r->kind],
		    text_in(&r->name, language), *unit ? ", " : "", unit,
		    r->required ? "" : " (optional)");
	}
	put(f, "result", &s);
}

static void
put_remind(struct fields *f, const struct remind_policy *p)
{
	const struct {
		bool on;
		const char *name;
	} flags[] = {
		{p->opens, "opens"}, {p->half, "half"}, {p->pace, "pace"},
		{p->due, "due"}, {p->closed, "closed"},
	};
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
		if (flags[i].on && !p->none)
			str_addf(&s, "%s%s", s.len ? ", " : "",
			    flags[i].name);
	for (size_t i = 0; i < p->nbefore && !p->none; i++)
		add_duration(&s, i ? ", " : s.len ? ", before " : "before ",
		    p->before[i]);
	if (p->late.n && !p->none)
		add_duration(&s, s.len ? ", late every " : "late every ",
		    p->late);
	if (p->escalate.n && !p->none)
		add_duration(&s, s.len ? ", escalate after " :
		    "escalate after ", p->escalate);
	if (!s.len)
		str_add(&s, "none");
	put(f, "remind", &s);
}

static void
put_term(struct fields *f, const struct wording *w)
{
	struct str s;

	put_words(f, "when", w->when);
	str_init(&s);
	term_print(&s, w->term);
	put(f, "read as", &s);
	str_init(&s);
	for (size_t i = 0; w->schedule && i < w->schedule->ndates; i++) {
		str_add(&s, i ? ", " : "");
		add_span(&s, w->schedule->dates[i].first,
		    w->schedule->dates[i].last);
	}
	put(f, "dates", &s);
	put_body(f, "schedule owner", w->schedule ? w->schedule->owner : NULL);
}

static void
wording_fields(struct fields *f, const struct roadmap *r,
    const struct wording *w)
{
	static const char *const shifts[] = {
		[SHIFT_BEFORE] = "before", [SHIFT_AFTER] = "after",
		[SHIFT_KEEP] = "keep"
	};
	struct str s;

	put_text(f, "title", &w->title);
	put_text(f, "short", &w->short_title);
	put_term(f, w);
	put_responsible(f, &w->responsible);
	put_results(f, w, r->language);
	put_remind(f, &w->remind);
	str_init(&s);
	add_bodies(&s, "", w->supervisors, w->nsupervisors);
	put(f, "supervisor", &s);
	put_body(f, "accept", w->accept);
	put_words(f, "shift", shifts[w->shift]);
	put_list(f, "counted", w->counted, w->counted[0] ? 3 : 0);
	put_body(f, "decided by", w->interpretation.by);
	put_text(f, "decided because", &w->interpretation.why);
}

/* --- rules ------------------------------------------------------------- */

static void
compare(struct diff *d, struct diff_change about, const struct fields *was,
    const struct fields *is, const char *behind)
{
	bool when = false;

	for (size_t i = 0; i < is->n; i++) {
		const char *name = is->items[i].name;
		const char *old = was->items[i].value;

		/* Other words are read otherwise: that goes without saying. */
		if (when && strcmp(name, "read as") == 0)
			continue;
		when |= strcmp(name, "when") == 0 &&
		    strcmp(old, is->items[i].value) != 0;
		diff_field(d, about, *behind ? arena_printf(is->a, "%s%s",
		    name, behind) : name, old, is->items[i].value);
	}
}

static const struct wording *
wording_from(const struct rule *rule, struct date from)
{
	for (size_t i = 0; i < rule->nwordings; i++)
		if (date_equal(rule->wordings[i].from, from))
			return &rule->wordings[i];
	return NULL;
}

static const char *
from_text(struct diff *d, const struct wording *w)
{
	char day[DATE_TEXT];

	return date_equal(w->from, DATE_MIN) ? "" : arena_printf(d->c->a,
	    " from %s", date_iso(w->from, day));
}

/* Wordings are known by the day they begin. */
static void
compare_wordings(struct diff *d, struct diff_change about,
    const struct roadmap *r, const struct rule *was, const struct rule *is)
{
	for (size_t i = 0; i < is->nwordings; i++) {
		const struct wording *w = &is->wordings[i];
		const struct wording *old = wording_from(was, w->from);
		struct fields a = {.a = d->c->a}, b = {.a = d->c->a};

		if (!old) {
			diff_field(d, about, arena_printf(d->c->a,
			    "wording%s", from_text(d, w)), "", w->when);
			continue;
		}
		wording_fields(&a, r, old);
		wording_fields(&b, r, w);
		compare(d, about, &a, &b, from_text(d, w));
	}
	for (size_t i = 0; i < was->nwordings; i++)
		if (!wording_from(is, was->wordings[i].from))
			diff_field(d, about, arena_printf(d->c->a,
			    "wording%s", from_text(d, &was->wordings[i])),
			    was->wordings[i].when, "");
}

static void
rule_fields(struct fields *f, const struct rule *rule)
{
	struct str s;

	put_words(f, "item", rule->item);
	put_text(f, "section", &rule->section);
	put_text(f, "cite", &rule->cite);
	put_text(f, "note", &rule->note);
	str_init(&s);
	add_span(&s, rule->in_force.first, rule->in_force.last);
	put(f, "in_force", &s);
}

void
diff_rule(struct diff *d, struct diff_change about, const struct roadmap *r,
    const struct rule *was, const struct rule *is)
{
	struct fields a = {.a = d->c->a}, b = {.a = d->c->a};

	rule_fields(&a, was);
	rule_fields(&b, is);
	compare(d, about, &a, &b, "");
	compare_wordings(d, about, r, was, is);
}

/* --- roadmaps ---------------------------------------------------------- */

static void
put_order(struct fields *f, const struct order *o)
{
	struct str s;

	str_init(&s);
	if (o->number) {
		str_addf(&s, "No. %s of ", o->number);
		add_day(&s, o->date);
		str_addf(&s, "%s%s", o->by ? ", by " : "",
		    o->by ? o->by->id : "");
	}
	put(f, "order", &s);
	put_words(f, "order link", o->link);
}

static void
roadmap_fields(struct fields *f, const struct roadmap *r)
{
	struct str s;

	put_text(f, "title", &r->title);
	put_order(f, &r->order);
	str_init(&s);
	add_span(&s, r->in_force.first, r->in_force.last);
	put(f, "in_force", &s);
	put_words(f, "timezone", r->timezone);
	put_language(f, (int)r->language);
	put_words(f, "calendar", workcal_id(r->cal));
	put_words(f, "year", r->school ? "school" : "calendar");
	str_init(&s);
	str_addf(&s, "%02d-%02d..%02d-%02d", r->school_first_month,
	    r->school_first_day, r->school_last_month, r->school_last_day);
	put(f, "school_year", &s);
	str_init(&s);
	if (r->report_every.n)
		add_duration(&s, "every ", r->report_every);
	str_addf(&s, "%s%s", r->report_to ? ", to " : "",
	    r->report_to ? r->report_to->id : "");
	put(f, "report", &s);
	put_text(f, "note", &r->note);
}

void
diff_roadmap(struct diff *d, const struct roadmap *was,
    const struct roadmap *is)
{
	struct fields a = {.a = d->c->a}, b = {.a = d->c->a};
	const struct diff_change about = {
		.what = DIFF_ROADMAP, .roadmap = is->id, .item = "",
		.title = "", .body = "", .due = DATE_NONE, .to = ""
	};

	roadmap_fields(&a, was);
	roadmap_fields(&b, is);
	compare(d, about, &a, &b, "");
}

/* --- bodies ------------------------------------------------------------ */

static void
put_members(struct fields *f, const struct body *b)
{
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < b->nmembers; i++) {
		const struct member *m = &b->members[i];

		str_addf(&s, "%s%s", i ? ", " : "", m->body->id);
		if (date_equal(m->from, DATE_MIN) &&
		    date_equal(m->to, DATE_MAX))
			continue;
		str_addc(&s, ' ');
		add_span(&s, m->from, m->to);
	}
	put(f, "members", &s);
}

static void
add_contact(struct str *s, const struct contact *k)
{
	str_add(s, text_in(&k->role, LANGUAGE_RU));
	for (size_t i = 0; i < k->nemail; i++)
		str_addf(s, " %s", k->email[i]);
	if (k->webhook)
		str_addf(s, " webhook %s", k->webhook);
	if (k->language >= 0)
		str_addf(s, " (%s)", languages[k->language]);
	if (text_given(&k->salutation))
		str_addf(s, " «%s»", text_in(&k->salutation, LANGUAGE_RU));
	if (!date_equal(k->from, DATE_MIN) || !date_equal(k->to, DATE_MAX)) {
		str_addc(s, ' ');
		add_span(s, k->from, k->to);
	}
	for (size_t i = 0; i < k->naway; i++) {
		str_add(s, i ? ", " : " away ");
		add_span(s, k->away[i].first, k->away[i].last);
	}
	if (k->deputy)
		str_addf(s, " deputy %s", k->deputy->id);
}

static void
body_fields(struct fields *f, const struct body *b)
{
	struct str s;

	put_text(f, "name", &b->name);
	put_text(f, "short", &b->short_name);
	put_list(f, "email", b->email, b->nemail);
	put_words(f, "webhook", b->webhook);
	put_members(f, b);
	put_body(f, "part_of", b->part_of);
	put_body(f, "deputy", b->deputy);
	put_language(f, b->language);
	put_text(f, "salutation", &b->salutation);
	str_init(&s);
	for (size_t i = 0; i < b->ncontacts; i++) {
		str_add(&s, i ? "; " : "");
		add_contact(&s, &b->contacts[i]);
	}
	put(f, "contacts", &s);
}

static struct diff_change
about_body(const struct body *b)
{
	return (struct diff_change){
		.what = DIFF_BODY, .roadmap = "", .item = "", .title = "",
		.body = b->id, .due = DATE_NONE, .to = "", .field = "name"
	};
}

static void
body_whole(struct diff *d, const struct body *b, bool added)
{
	struct diff_change about = about_body(b);
	const char *name = text_in(&b->name, LANGUAGE_RU);

	about.kind = added ? DIFF_ADDED : DIFF_REMOVED;
	about.was = added ? NULL : name;
	about.is = added ? name : NULL;
	diff_add(d, about);
}

void
diff_bodies(struct diff *d)
{
	for (size_t i = 0; i < d->is->nbodies; i++) {
		const struct body *is = d->is->bodies[i];
		const struct body *was = ruleset_body(d->was, is->id);
		struct fields a = {.a = d->c->a}, b = {.a = d->c->a};

		if (!was) {
			body_whole(d, is, true);
			continue;
		}
		body_fields(&a, was);
		body_fields(&b, is);
		compare(d, about_body(is), &a, &b, "");
	}
	for (size_t i = 0; i < d->was->nbodies; i++)
		if (!ruleset_body(d->is, d->was->bodies[i]->id))
			body_whole(d, d->was->bodies[i], false);
}
