/* Decisions - Results and marks - Which facts a letter tells */
#include "compose/facts.h"

#include <string.h>

#include "compose/facts_part.h"
#include "compose/handed.h"
#include "compose/plain.h"
#include "compose/wrap.h"
#include "core/zone.h"

enum { RESULT_MOST = 300, NOTE_MOST = 200, ENTRIES_MOST = 6, RESULTS_MOST = 12,
	TITLE_MOST = 4000 };

void
facts_add(struct facts *f, enum label label, const char *value)
{
	struct doc_fact *fact;

	if (!value || !*value)
		return;
	fact = arena_push(f->v->arena, (void **)&f->items, &f->n, &f->cap,
	    sizeof(*fact));
	fact->label = f->v->t->labels[label];
	fact->value = wrap_keep(f->v->arena, value);
}

const char *
facts_join(const struct view *v, const char *a, const char *between,
    const char *b)
{
	if (!*a || !*b)
		return *a ? a : b;
	return arena_printf(v->arena, "%s%s%s", a, between, b);
}

const char *
facts_cut(const struct view *v, const char *s, size_t limit)
{
	return plain_cut(v->arena, plain_clean(v->arena, s), limit);
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
		facts_add(f, LABEL_MOVED, fill(v->arena, v->t->moved, slots));
	if (in->by)
		facts_add(f, LABEL_READING, reading_words(v, in));
	if (v->say != SAY_CLOSED)
		facts_add(f, LABEL_PROMISED, view_day(v, v->t->date,
		    date_is_none(v->ob->broken) ? v->ob->promised_until :
		    v->ob->broken));
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
	for (size_t i = 0; i < w->responsible.nothers; i++)
		if (strcmp(w->responsible.others[i]->id, id) == 0)
			return w->responsible.others[i];
	for (size_t i = 0; i < one[0]->nmembers; i++)
		if (strcmp(one[0]->members[i].body->id, id) == 0)
			return one[0]->members[i].body;
	return NULL;
}

/* "root", "head": a login of whoever ran srokctl, or the id of a body that has
 * no part in the row, say nothing to a reader. */
static bool
is_id(const char *s)
{
	return s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

static const char *
decider_words(const struct view *v, const struct entry *e)
{
	const char *by = e->decided_by && *e->decided_by ? e->decided_by :
	    e->author;
	const struct body *body = by ? decider(v, by) : NULL;

	if (body)
		return view_name(v, body);
	return by && !is_id(by) ? facts_cut(v, by, NOTE_MOST) : "";
}

static const struct entry *
decision_of(const struct view *v)
{
	if (v->say == SAY_RETURNED)
		return v->ob->rework;
	if (v->say == SAY_OWED_AGAIN)
		return v->ob->voided_by;
	return v->ob->waiver ? v->ob->waiver : v->ob->extension;
}

/* Who decided it, when, and why: what is known of that. */
static const char *
decision_words(const struct view *v, const struct entry *e)
{
	const char *why = facts_cut(v, e->note, NOTE_MOST);
	const char *said = facts_join(v, decider_words(v, e), ", ",
	    view_near(v, e->entered));

	return *why ? arena_printf(v->arena, "%s, «%s»", said,
	    plain_quoted(v->arena, why)) : said;
}

static void
add_decider(struct facts *f)
{
	const struct entry *e = decision_of(f->v);

	if (e)
		facts_add(f, LABEL_DECISION, decision_words(f->v, e));
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
	size_t n;

	/* A figure that has the row's own title is not named a second time. */
	if (word && strcmp(name, title_words(v)) == 0)
		name = "";
	if (*name)
		ret = arena_printf(v->arena, "%s%s", name, hint ? hint : "");
	else
		ret = word ? word : "";
	if (*unit)
		ret = facts_join(v, ret, ", ", unit);
	if (!*ret || r->required)
		return ret;
	/* One pair of brackets: «программа (файл, необязательно)». */
	n = strlen(ret);
	return hint && ret[n - 1] == ')' ?
	    arena_printf(v->arena, "%.*s, %s)", (int)n - 1, ret,
	    v->t->optional) :
	    arena_printf(v->arena, "%s (%s)", ret, v->t->optional);
}

static void
add_results(struct facts *f)
{
	const struct wording *w = f->v->wording;
	const char *all = "";

	for (size_t i = 0; i < w->nresults && i < RESULTS_MOST; i++) {
		const char *one = result_words(f->v, &w->results[i]);

		if (*one)
			all = facts_join(f->v, all, "; ", one);
	}
	facts_add(f, LABEL_RESULT, all);
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
	return facts_join(v, handed_words(v, e), ", ",
	    facts_cut(v, e->note, NOTE_MOST));
}

/* Of several who may do it, the one that says so. */
static const char *
mark_words(const struct view *v, const struct entry *e)
{
	const struct body *by = e->author ? decider(v, e->author) : NULL;
	struct slot slots[] = {
		{"by", view_name(v, by ? by : v->notice->pair->body)},
		{"day", entered(v, e)},
		{NULL, NULL}
	};

	return facts_join(v, fill(v->arena, v->t->mark, slots), ", ",
	    deed_words(v, e));
}

static void
add_mark(struct facts *f)
{
	if (f->v->mark)
		facts_add(f, LABEL_MARK, mark_words(f->v, f->v->mark));
}

/* Told to the others of a group, a deed is the last of all. */
static void
add_group(struct facts *f)
{
	const struct view *v = f->v;
	enum label label;

	if (v->members > 0)
		facts_add(f, LABEL_RESPONSIBLE_MANY, arena_printf(v->arena,
		    "%s; %s", facts_responsible(v, view_name, &label),
		    v->slots[SLOT_LOG].value));
}

static void
add_acceptance(struct facts *f)
{
	const struct entry *e = f->v->ob->accepted;

	if (e)
		facts_add(f, LABEL_ACCEPTED, decision_words(f->v, e));
}

/* Which deed stands no more, who took it back, and why. */
static void
add_withdrawn(struct facts *f)
{
	const struct obligation *ob = f->v->ob;

	if (!ob->voided || ob->voided->kind != ENTRY_DONE)
		return;
	facts_add(f, LABEL_MARK, mark_words(f->v, ob->voided));
	facts_add(f, LABEL_WITHDRAWN, decision_words(f->v, ob->voided_by));
}

static void
add_sent_back(struct facts *f)
{
	if (f->v->ob->sent_back)
		facts_add(f, LABEL_MARK, mark_words(f->v,
		    f->v->ob->sent_back));
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

		all = facts_join(v, all, "; ", facts_join(v,
		    view_near(v, e->date), ", ", deed_words(v, e)));
	}
	facts_add(f, LABEL_LOGGED, all);
}

/* What was noted last of what does not count yet. */
static void
add_part(struct facts *f)
{
	const struct view *v = f->v;
	const struct entry *e = v->members > 0 ? NULL : v->ob->part;

	if (e)
		facts_add(f, LABEL_PART, facts_join(v, view_near(v, e->date),
		    ", ", deed_words(v, e)));
}

/* --- which facts a letter tells ------------------------------------------ */

static void
add_activity(struct facts *f)
{
	const struct view *v = f->v;

	facts_add(f, view_figure(v) ? LABEL_FIGURE : LABEL_ACTIVITY,
	    title_words(v));
}

static void
add_request(struct facts *f)
{
	const struct view *v = f->v;

	if (v->wording->term && term_is_on_request(v->wording->term))
		facts_add(f, LABEL_REQUESTED,
		    view_near(v, v->ob->window.start));
}

typedef void (*fact_writer)(struct facts *f);

enum { FACTS_MOST = 12 };

static const fact_writer owing[FACTS_MOST] = {
	add_activity, facts_add_basis, facts_add_term, add_request,
	add_decisions, add_decider, facts_add_period, add_results,
	facts_add_who, add_logged, add_part
};
static const fact_writer reopening[FACTS_MOST] = {
	add_activity, add_withdrawn, facts_add_basis, facts_add_term,
	add_request, add_decisions, add_decider, facts_add_period,
	add_results, facts_add_who, add_logged, add_part
};
static const fact_writer returning[FACTS_MOST] = {
	add_activity, add_sent_back, facts_add_basis, facts_add_term,
	add_request, add_decisions, add_decider, facts_add_period,
	add_results, facts_add_who, add_logged, add_part
};
static const fact_writer watching[FACTS_MOST] = {
	add_activity, facts_add_basis, facts_add_term, add_request,
	add_decisions, add_decider, facts_add_period, facts_add_who, add_logged,
	add_part
};
static const fact_writer accepting[FACTS_MOST] = {
	add_activity, facts_add_basis, facts_add_term, add_mark, add_results,
	facts_add_who
};
static const fact_writer closing[FACTS_MOST] = {
	facts_add_basis, add_group, add_mark, add_acceptance, add_results
};
static const fact_writer waiving[FACTS_MOST] = {
	add_activity, facts_add_basis, facts_add_term,
	facts_add_responsible, add_decider
};

static const fact_writer *const writers[SAY_COUNT] = {
	[SAY_OPENS] = owing, [SAY_LEFT] = owing, [SAY_TOMORROW] = owing,
	[SAY_TODAY] = owing, [SAY_HALF] = owing, [SAY_PACE] = owing,
	[SAY_STANDING] = owing, [SAY_LATE] = owing,
	[SAY_ESCALATE] = watching, [SAY_ACCEPT] = accepting,
	[SAY_CLOSED] = closing, [SAY_WAIVED] = waiving,
	[SAY_REOPENED] = reopening, [SAY_RETURNED] = returning,
	[SAY_OWED_AGAIN] = owing,
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
		facts_add(&f, LABEL_NO_ADDRESS,
		    view_name(v, v->notice->to->body));
	*ret = f.items;
	return f.n;
}
