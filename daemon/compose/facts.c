#include "compose/facts.h"

#include <stdbool.h>
#include <string.h>

#include "compose/handed.h"
#include "compose/plain.h"
#include "compose/wrap.h"
#include "core/zone.h"

enum {
	QUOTE_MOST = 600, RESULT_MOST = 300, NOTE_MOST = 200,
	NAMES_MOST = 12, ENTRIES_MOST = 6, RESULTS_MOST = 12, TITLE_MOST = 4000
};

struct facts {
	const struct view *v;
	struct doc_fact *items;
	size_t n, cap;
};

static void
add(struct facts *f, enum label label, const char *value)
{
	struct doc_fact *fact;

	if (!value || !*value)
		return;
	fact = arena_push(f->v->arena, (void **)&f->items, &f->n, &f->cap,
	    sizeof(*fact));
	fact->label = f->v->t->labels[label];
	fact->value = wrap_keep(f->v->arena, value);
}

static const char *
join(const struct view *v, const char *a, const char *between, const char *b)
{
	if (!*a || !*b)
		return *a ? a : b;
	return arena_printf(v->arena, "%s%s%s", a, between, b);
}

/* --- where it is written ------------------------------------------------- */

static const char *
clean_cut(const struct view *v, const char *s, size_t limit)
{
	return plain_cut(v->arena, plain_clean(v->arena, s), limit);
}

const char *
facts_order(const struct view *v)
{
	const struct order *order = &v->roadmap->order;
	struct slot slots[] = {
		{"date", view_day(v, v->t->order_date, order->date)},
		{"number", clean_cut(v, order->number, 40)},
		{NULL, NULL}
	};

	if (!order->number)
		return view_text(v, &v->roadmap->title, RESULT_MOST);
	return fill(v->arena, v->t->order, slots);
}

const char *
facts_order_short(const struct view *v)
{
	const struct order *order = &v->roadmap->order;
	struct slot slots[] = {
		{"number", clean_cut(v, order->number, 20)}, {NULL, NULL}
	};

	if (!order->number)
		return view_text(v, &v->roadmap->title, 40);
	return fill(v->arena, v->t->order_short, slots);
}

static const char *
basis(const struct view *v)
{
	const struct order *amending = v->wording->order;
	struct slot slots[] = {
		{"date", amending ? view_day(v, v->t->order_date,
		    amending->date) : ""},
		{NULL, NULL}
	};

	return arena_printf(v->arena, "%s, %s%s", facts_order(v), v->cite,
	    amending ? fill(v->arena, v->t->amended, slots) : "");
}

/* --- the order's words beside the computed date -------------------------- */

/* The term in the reader's language, where the order speaks another one. */
static const char *
gloss(const struct view *v)
{
	const struct wording *w = v->wording;
	const char *ret = "";
	struct str s;

	if (!v->t->term || !w->term || v->roadmap->language == v->t->language)
		return "";
	str_init(&s);
	if (v->t->term(&s, w->term))
		ret = arena_strdup(v->arena, s.s);
	str_done(&s);
	return ret;
}

const char *
facts_quoted(const struct view *v)
{
	struct slot slots[] = {
		{"when", clean_cut(v, v->wording->when, QUOTE_MOST)},
		{"gloss", gloss(v)},
		{NULL, NULL}
	};

	if (!v->wording->when_is_phrase || !v->wording->when)
		return "";
	return fill(v->arena, *slots[1].value ? v->t->glossed : v->t->quoted,
	    slots);
}

/* Why the last day is not the order's: «30 мая — воскресенье, …». Left out
 * where it would only confuse: once late, days run from DUE; a worked weekend
 * is told of beside the last day. */
static const char *
shifted(const struct view *v)
{
	const struct workcal *cal = v->roadmap->cal;
	struct date due = v->ob->due, effective = v->ob->effective;
	enum workcal_kind kind = workcal_kind(cal, due, NULL, NULL);
	enum shifted how = date_before(due, effective) ? SHIFTED_AFTER :
	    workcal_is_working(cal, effective) ? SHIFTED_BEFORE :
	    SHIFTED_START;
	struct slot slots[] = {
		{"due", view_near(v, due)},
		{"why", v->t->day_off(kind, date_weekday(due))},
		{NULL, NULL}
	};

	if (date_equal(due, effective) || workcal_is_working(cal, due))
		return "";
	if (how != SHIFTED_AFTER && (date_before(v->ob->last, v->letter->day)
	    || workcal_kind(cal, effective, NULL, NULL) ==
	    WORKCAL_WORKING_WEEKEND))
		return "";
	return fill(v->arena, v->t->shifted[how], slots);
}

static void
add_term(struct facts *f)
{
	const struct view *v = f->v;

	add(f, v->roadmap->order.number ? LABEL_IN_ORDER : LABEL_IN_PLAN,
	    join(v, facts_quoted(v), ". ", shifted(v)));
}

/* A window that the validity cuts is shorter than the order's words say, and
 * its count smaller: a reader would wonder. */
static void
add_period(struct facts *f)
{
	const struct view *v = f->v;
	const struct term_window *w = &v->ob->window;
	const struct term *term = v->wording->term;
	struct str span;
	unsigned most = 0;

	if (!w->clipped)
		return;
	for (size_t i = 0; term && i < term->nparts; i++)
		if (term->parts[i].at_least > most)
			most = term->parts[i].at_least;
	if (most <= w->min && date_equal(w->due, w->full.last))
		return;
	str_init(&span);
	v->t->period_span(&span, (struct date_span){w->start, w->due});
	struct slot slots[] = {
		{"span", arena_strdup(v->arena, span.s)},
		{"min", arena_printf(v->arena, "%u", w->min)},
		{"full", arena_printf(v->arena, "%u", most)},
		{NULL, NULL}
	};
	str_done(&span);
	add(f, LABEL_PERIOD, fill(v->arena, most > w->min ? v->t->prorated :
	    v->t->period, slots));
}

/* --- decisions ----------------------------------------------------------- */

/* How the term is read, who settled it and when, as far as the file says. */
static const char *
reading_words(const struct view *v, const struct interpretation *in)
{
	const char *words = view_name(v, in->by);

	if (!date_is_none(in->date))
		words = arena_printf(v->arena, "%s, %s", words,
		    view_day(v, v->t->date, in->date));
	if (text_given(&in->why))
		words = arena_printf(v->arena, "%s (%s)",
		    view_text(v, &in->why, NOTE_MOST), words);
	return words;
}

static void
add_decisions(struct facts *f)
{
	const struct view *v = f->v;
	const struct interpretation *in = &v->wording->interpretation;
	struct slot slots[] = {
		{"from", view_day(v, v->t->short_day, v->ob->window.due)},
		{"to", view_day(v, v->t->date, v->ob->due)},
		{NULL, NULL}
	};

	if (v->ob->extension)
		add(f, LABEL_MOVED, fill(v->arena, v->t->moved, slots));
	if (in->by)
		add(f, LABEL_READING, reading_words(v, in));
	if (!date_is_none(v->ob->promised_until) && v->say != SAY_CLOSED)
		add(f, LABEL_PROMISED, view_day(v, v->t->date,
		    v->ob->promised_until));
}

/* An author is a body's id, which no letter shows, or the words of a person:
 * the body among those who may decide on the row; NULL: words. */
static const struct body *
decider(const struct view *v, const char *id)
{
	const struct wording *w = v->wording;
	const struct body *one[] = {
		v->notice->pair->body, w->accept, v->roadmap->order.by,
		w->schedule ? w->schedule->owner : NULL
	};

	for (size_t i = 0; i < sizeof(one) / sizeof(one[0]); i++)
		if (one[i] && strcmp(one[i]->id, id) == 0)
			return one[i];
	for (size_t i = 0; i < w->nsupervisors; i++)
		if (strcmp(w->supervisors[i]->id, id) == 0)
			return w->supervisors[i];
	return NULL;
}

static const char *
decider_words(const struct view *v, const struct entry *e)
{
	const char *by = e->decided_by && *e->decided_by ? e->decided_by :
	    e->author;
	const struct body *body = by ? decider(v, by) : NULL;

	return body ? view_name(v, body) : clean_cut(v, by, NOTE_MOST);
}

static const struct entry *
decision_of(const struct view *v)
{
	if (v->say == SAY_RETURNED)
		return v->ob->rework;
	return v->ob->waiver ? v->ob->waiver : v->ob->extension;
}

/* Who decided it, when, and why: what is known of that. */
static void
add_decider(struct facts *f)
{
	const struct view *v = f->v;
	const struct entry *e = decision_of(v);
	const char *by, *why, *said;

	if (!e)
		return;
	by = decider_words(v, e);
	why = clean_cut(v, e->note, NOTE_MOST);
	if (!*by && !*why)
		return;
	said = join(v, by, ", ", view_near(v, e->entered));
	if (*why)
		said = arena_printf(v->arena, "%s, «%s»", said, why);
	add(f, LABEL_DECISION, said);
}

/* --- results and marks --------------------------------------------------- */

static const char *
title_words(const struct view *v)
{
	return plain_lower_first(v->arena,
	    view_text(v, &v->wording->title, TITLE_MOST));
}

static const char *
result_words(const struct view *v, const struct result *r)
{
	const char *name = plain_lower_first(v->arena,
	    view_text(v, &r->name, RESULT_MOST));
	const char *unit = view_text(v, &r->unit, 40);
	const char *word = v->t->result_word[r->kind];
	const char *hint = v->t->result_hint[r->kind];
	const char *ret;

	/* A figure that has the row's own title is not named a second time. */
	if (word && strcmp(name, title_words(v)) == 0)
		name = "";
	if (*name)
		ret = arena_printf(v->arena, "%s%s", name, hint ? hint : "");
	else
		ret = word ? word : "";
	if (*unit)
		ret = join(v, ret, ", ", unit);
	if (*ret && !r->required)
		ret = arena_printf(v->arena, "%s%s", ret, v->t->optional);
	return ret;
}

static void
add_results(struct facts *f)
{
	const struct wording *w = f->v->wording;
	const char *all = "";

	for (size_t i = 0; i < w->nresults && i < RESULTS_MOST; i++) {
		const char *one = result_words(f->v, &w->results[i]);

		if (*one)
			all = join(f->v, all, "; ", one);
	}
	add(f, LABEL_RESULT, all);
}

/* «6 марта, 14:20»: when it was entered, by the clocks of the roadmap. */
static const char *
entered(const struct view *v, const struct entry *e)
{
	const char *day = view_near(v, e->entered);
	struct zone_time at;

	if (!v->roadmap->zone)
		return day;
	at = zone_local(v->roadmap->zone, e->at);
	return arena_printf(v->arena, "%s, %02d:%02d", day,
	    at.second / 3600, at.second / 60 % 60);
}

/* What was handed in with a deed, and the remark on it. */
static const char *
deed_words(const struct view *v, const struct entry *e)
{
	return join(v, handed_words(v, e), ", ",
	    clean_cut(v, e->note, NOTE_MOST));
}

static void
add_mark(struct facts *f)
{
	const struct view *v = f->v;
	struct slot slots[] = {
		{"by", view_name(v, v->notice->pair->body)},
		{"day", v->mark ? entered(v, v->mark) : ""},
		{NULL, NULL}
	};

	if (v->mark)
		add(f, LABEL_MARK, join(v, fill(v->arena, v->t->mark, slots),
		    ", ", deed_words(v, v->mark)));
}

/* «14 марта, протокол № 1; …», the latest ones. */
static void
add_logged(struct facts *f)
{
	const struct view *v = f->v;
	size_t n = v->ob->nentries;
	const char *all = "";

	for (size_t i = n > ENTRIES_MOST ? n - ENTRIES_MOST : 0; i < n; i++) {
		const struct entry *e = v->ob->entries[i];

		all = join(v, all, "; ", join(v, view_near(v, e->date), ", ",
		    deed_words(v, e)));
	}
	add(f, LABEL_LOGGED, all);
}

/* --- who ----------------------------------------------------------------- */

static const char *
more_names(const struct view *v, size_t n)
{
	struct slot slots[] = {
		{"n", arena_printf(v->arena, "%zu", n)}, {NULL, NULL}
	};

	return n ? fill(v->arena, v->t->and_more, slots) : "";
}

/* A name as it stands; a group's is a common noun: «опорные школы». */
static const char *
common_name(const struct view *v, body_namer name, const struct body *body)
{
	const char *words = name(v, body);

	return body->nmembers ? plain_lower_first(v->arena, words) : words;
}

static const char *
names(const struct view *v, const struct body *const *bodies, size_t n,
    const struct body *without)
{
	const char *all = "";
	size_t left = 0, shown = 0;

	for (size_t i = 0; i < n; i++) {
		const char *name = common_name(v, view_short_name,
		    bodies[i]);

		if (bodies[i] == without)
			continue;
		if (shown == NAMES_MOST) {
			left++;
			continue;
		}
		all = join(v, all, ", ", name);
		shown++;
	}
	return arena_printf(v->arena, "%s%s", all, more_names(v, left));
}

static const char *
each_words(const struct view *v)
{
	const struct responsible *r = &v->wording->responsible;
	const struct body *group = v->notice->pair->group;
	const struct head_noun *head = group ? view_head(v, group) : NULL;
	struct slot slots[] = {
		{"each", head ? head->each : ""},
		{"name", group ? common_name(v, view_name, group) :
		    names(v, r->leads, r->nleads, NULL)},
		{NULL, NULL}
	};

	return fill(v->arena, head ? v->t->each : v->t->each_of, slots);
}

/* The whole group, told to those who do not owe: the one that is missing is
 * known when it is only one, as the notice names the worst. */
static const char *
group_words(const struct view *v, body_namer name)
{
	const struct pair *pair = v->notice->pair;
	const struct body *group = pair->group ? pair->group : pair->body;
	struct slot slots[] = {
		{"name", common_name(v, name, group)},
		{"missing", name(v, pair->body)},
		{NULL, NULL}
	};

	if (!pair->group ||
	    v->notice->members - v->notice->members_done != 1)
		return slots[0].value;
	return fill(v->arena, v->t->missing, slots);
}

const char *
facts_responsible(const struct view *v, body_namer name,
    enum label *ret_label)
{
	const struct responsible *r = &v->wording->responsible;
	const struct pair *pair = v->notice->pair;
	struct slot slots[] = {
		{"name", common_name(v, name, pair->body)}, {NULL, NULL}
	};

	*ret_label = LABEL_RESPONSIBLE;
	if (v->notice->members > 0) {
		*ret_label = LABEL_RESPONSIBLE_MANY;
		return group_words(v, name);
	}
	if (r->mode == RESPONSIBLE_ANY) {
		*ret_label = LABEL_RESPONSIBLE_MANY;
		return fill(v->arena, v->t->any, slots);
	}
	if (v->notice->role != ROLE_LEAD || v->notice->to->unreached)
		return slots[0].value;
	return r->mode == RESPONSIBLE_EACH ? each_words(v) : "";
}

/* The others hear of `opens`, `before`, `late` as the lead does. */
static bool
others_informed(const struct view *v)
{
	enum stage_kind kind = v->notice->stage.kind;

	return v->notice->role == ROLE_LEAD && (kind == STAGE_OPENS ||
	    kind == STAGE_BEFORE || kind == STAGE_LATE);
}

static void
add_who(struct facts *f)
{
	const struct view *v = f->v;
	const struct responsible *r = &v->wording->responsible;
	enum label label;
	const char *who = facts_responsible(v, view_name, &label);

	add(f, label, who);
	add(f, others_informed(v) ? LABEL_CO_INFORMED : LABEL_CO,
	    names(v, r->others, r->nothers, v->letter->to->body));
}

/* --- which facts a letter tells ------------------------------------------ */

static void
add_activity(struct facts *f)
{
	const struct view *v = f->v;

	add(f, view_figure(v) ? LABEL_FIGURE : LABEL_ACTIVITY,
	    title_words(v));
}

static void
add_basis(struct facts *f)
{
	add(f, LABEL_BASIS, basis(f->v));
}

static void
add_request(struct facts *f)
{
	const struct view *v = f->v;

	if (v->wording->term && term_is_on_request(v->wording->term))
		add(f, LABEL_REQUESTED, view_near(v, v->ob->window.start));
}

typedef void (*fact_writer)(struct facts *f);

enum { FACTS_MOST = 12 };

static const fact_writer owing[FACTS_MOST] = {
	add_activity, add_basis, add_term, add_request, add_decisions,
	add_decider, add_period, add_results, add_who, add_logged
};
static const fact_writer watching[FACTS_MOST] = {
	add_activity, add_basis, add_term, add_request, add_decisions,
	add_decider, add_period, add_who, add_logged
};
static const fact_writer accepting[FACTS_MOST] = {
	add_activity, add_basis, add_term, add_mark, add_results, add_who
};
static const fact_writer closing[FACTS_MOST] = {
	add_basis, add_mark, add_results
};
static const fact_writer waiving[FACTS_MOST] = {
	add_activity, add_basis, add_term, add_decider
};

static const fact_writer *const writers[SAY_COUNT] = {
	[SAY_OPENS] = owing, [SAY_LEFT] = owing, [SAY_TOMORROW] = owing,
	[SAY_TODAY] = owing, [SAY_HALF] = owing, [SAY_PACE] = owing,
	[SAY_STANDING] = owing, [SAY_LATE] = owing,
	[SAY_ESCALATE] = watching, [SAY_ACCEPT] = accepting,
	[SAY_CLOSED] = closing, [SAY_WAIVED] = waiving,
	[SAY_REOPENED] = owing, [SAY_RETURNED] = owing,
	[SAY_SCHEDULE] = NULL,
};

size_t
facts_of(const struct view *v, const struct doc_fact **ret)
{
	struct facts f = {.v = v};
	const fact_writer *write = writers[v->say];

	for (size_t i = 0; write && i < FACTS_MOST && write[i]; i++)
		write[i](&f);
	if (v->notice->to->unreached)
		add(&f, LABEL_NO_ADDRESS,
		    view_name(v, v->notice->to->body));
	*ret = f.items;
	return f.n;
}
