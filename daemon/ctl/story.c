/* Whom it is about - Windows at hand - The whole - Json */
#include "ctl/story.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/plan.h"
#include "turn/rows.h"

/* --- whom it is about -------------------------------------------------- */

static bool
names(const struct body *body, const char *id)
{
	return body && id && strcmp(body->id, id) == 0;
}

static bool
is_member(const struct body *group, const char *id)
{
	for (size_t i = 0; i < group->nmembers; i++)
		if (names(group->members[i].body, id))
			return true;
	return false;
}

static bool
is_debtor(const struct pair *p, const char *id)
{
	return names(p->body, id) || names(p->group, id);
}

/* It owes nothing itself, but may hear: another one responsible, a
 * supervisor, a controller, one of those of whom any may do it. */
static bool
may_hear(const struct pair *p, const char *id)
{
	for (size_t i = 0; i < p->rule->nwordings; i++) {
		const struct wording *w = &p->rule->wordings[i];

		for (size_t k = 0; k < w->responsible.nothers; k++)
			if (names(w->responsible.others[k], id))
				return true;
		for (size_t k = 0; k < w->nsupervisors; k++)
			if (names(w->supervisors[k], id))
				return true;
		if (names(w->accept, id) || (w->responsible.mode ==
		    RESPONSIBLE_ANY && is_member(p->body, id)))
			return true;
	}
	return false;
}

static int
nobody(struct ctl *c, const struct account_input *in, const char *id)
{
	const char **ids = arena_array(c->a, in->npairs, sizeof(*ids));
	const struct pair *p = &in->pairs[0];

	for (size_t i = 0; i < in->npairs; i++)
		ids[i] = in->pairs[i].body->id;
	return ctl_fail(c, EX_DATAERR, "%s/%s is no concern of '%s'%s",
	    p->roadmap->id, rule_item(p->rule, in->on), id,
	    ctl_meant(c, id, ids, in->npairs));
}

/* The pairs that are asked about; those who only hear, hear of all. */
static int
choose(struct ctl *c, const struct story_options *o, struct story *s)
{
	const struct account_input *in = &s->dossier->account;
	bool hears = false;

	s->pairs = arena_array(c->a, in->npairs, sizeof(*s->pairs));
	for (size_t i = 0; i < in->npairs; i++)
		if (!o->body || is_debtor(&in->pairs[i], o->body))
			s->pairs[s->npairs++].pair = &in->pairs[i];
	for (size_t i = 0; i < in->npairs && s->npairs == 0; i++)
		hears = hears || may_hear(&in->pairs[i], o->body);
	if (hears) {
		s->listener = o->body;
		for (size_t i = 0; i < in->npairs; i++)
			s->pairs[s->npairs++].pair = &in->pairs[i];
	}
	s->lettered = s->npairs == 1 || s->listener;
	return s->npairs ? EX_OK : nobody(c, in, o->body);
}

/* --- windows at hand --------------------------------------------------- */

/* The last that has begun, and whatever of the others still can be heard of;
 * the first that comes, when none has begun. */
static void
mark_at_hand(struct story *s, struct story_pair *p, struct date window)
{
	const struct account_input *in = &s->dossier->account;
	struct story_window *last = NULL;
	bool begun = false;

	for (size_t i = 0; i < p->evaluation.nobligations; i++) {
		struct story_window *w = &p->windows[i];
		enum state state = w->ob->state;

		if (!date_is_none(window)) {
			w->at_hand = date_equal(w->ob->due, window) ||
			    date_equal(w->ob->window.due, window);
			continue;
		}
		if (date_before(in->on, w->ob->window.start))
			continue;
		begun = true;
		last = w;
		w->at_hand = state != STATE_MET && state != STATE_MET_LATE &&
		    state != STATE_WAIVED &&
		    account_silence(in, w->ob) == REASON_NONE;
	}
	if (last)
		last->at_hand = true;
	if (!begun && date_is_none(window) && p->evaluation.nobligations)
		p->windows[0].at_hand = true;
}

/* Of many debtors' letters the others and supervisors hear: of a group the
 * others hear once, in the first debtor's account. */
static bool
is_heard(const struct story *s, const struct story_pair *p,
    const struct account_line *line)
{
	if (!s->listener)
		return true;
	return strcmp(line->to, s->listener) == 0 &&
	    (line->role != ROLE_CO || p == s->pairs);
}

static void
tell_letters(struct ctl *c, const struct story *s, struct story_pair *p,
    size_t index)
{
	for (size_t i = 0; i < p->evaluation.nobligations; i++) {
		struct story_window *w = &p->windows[i];
		const struct account_line *all;
		struct account_line *kept;
		size_t n;

		if (!w->at_hand)
			continue;
		n = account_stages(c->a, &s->dossier->account, index, w->ob,
		    &all);
		kept = arena_array(c->a, n, sizeof(*kept));
		for (size_t k = 0; k < n; k++)
			if (is_heard(s, p, &all[k]))
				kept[w->nlines++] = all[k];
		w->lines = kept;
	}
}

/* --- the whole --------------------------------------------------------- */

/* By the wording of the day. */
static struct date
since_of(const struct account_input *in, const struct pair *pair, size_t index)
{
	struct date since = date_max(in->baselines[index], in->baseline);
	const struct wording *w = rule_wording(pair->rule, in->on);

	return !in->since ? since : date_max(since,
	    in->since[w - pair->rule->wordings].told);
}

static void
read_pair(struct ctl *c, struct story *s, struct story_pair *p,
    struct date window)
{
	const struct account_input *in = &s->dossier->account;
	size_t index = (size_t)(p->pair - in->pairs);

	p->since = since_of(in, p->pair, index);
	account_judge(c->a, in, index, date_is_none(window) ? in->on : window,
	    &p->evaluation);
	p->nentries = account_entries(c->a, in, index, &p->entries);
	p->windows = arena_array(c->a, p->evaluation.nobligations,
	    sizeof(*p->windows));
	for (size_t i = 0; i < p->evaluation.nobligations; i++)
		p->windows[i].ob = &p->evaluation.obligations[i];
	mark_at_hand(s, p, window);
	if (s->lettered)
		tell_letters(c, s, p, index);
}

static bool
any_at_hand(const struct story *s)
{
	for (size_t i = 0; i < s->npairs; i++)
		for (size_t k = 0; k < s->pairs[i].evaluation.nobligations;
		    k++)
			if (s->pairs[i].windows[k].at_hand)
				return true;
	return false;
}

int
story_read(struct ctl *c, const struct dossier *d,
    const struct story_options *o, struct story *ret)
{
	char day[DATE_TEXT], on[DATE_TEXT];
	int rc;

	*ret = (struct story){.dossier = d,
	    .roadmap = d->account.pairs[0].roadmap};
	rc = choose(c, o, ret);
	if (rc != EX_OK)
		return rc;
	for (size_t i = 0; i < ret->npairs; i++)
		read_pair(c, ret, &ret->pairs[i], o->window);
	if (date_is_none(o->window) || any_at_hand(ret))
		return EX_OK;
	return ctl_fail(c, EX_DATAERR, "no window is due on %s (known on %s)",
	    date_iso(o->window, day), date_iso(d->account.on, on));
}

/* --- json -------------------------------------------------------------- */

static json_t *
letter_json(const struct story *s, const struct account_line *line)
{
	static const char *const verdicts[] = {
		[VERDICT_SAID] = "sent", [VERDICT_COMING] = "coming",
		[VERDICT_NOT] = "not"
	};
	json_t *o = json_object();
	char stage[STAGE_TEXT];

	json_object_set_new(o, "stage", json_text(stage_name(&line->stage,
	    stage)));
	json_object_set_new(o, "day", json_day(line->day));
	json_object_set_new(o, "to", json_text(line->to));
	json_object_set_new(o, "verdict", json_text(verdicts[line->verdict]));
	if (line->verdict == VERDICT_NOT) {
		json_object_set_new(o, "reason", json_text(reason_name(
		    line->reason)));
		json_object_set_new(o, "why", json_text(reason_text(
		    line->reason)));
	}
	if (line->said) {
		const struct said_row *row = &s->dossier->said_rows[
		    line->said - s->dossier->account.said];

		json_object_set_new(o, "letter", json_integer(row->letter));
		json_object_set_new(o, "at", json_integer(row->at));
		json_object_set_new(o, "state", json_text(letter_state_name(
		    row->state)));
		json_object_set_new(o, "address", json_text(
		    line->said->address));
	}
	return o;
}

static json_t *
window_json(struct ctl *c, const struct story *s,
    const struct story_window *w)
{
	const struct obligation *ob = w->ob;
	enum reason silence = account_silence(&s->dossier->account, ob);
	json_t *o = row_obligation(ob, s->dossier->account.on);
	json_t *letters = json_array();

	json_object_set_new(o, "ordered_due", json_day(ob->window.due));
	json_object_set_new(o, "why", json_text(plan_why(c->a,
	    s->roadmap->cal, ob->due, ob->effective)));
	json_object_set_new(o, "wanted", json_integer(ob->wanted));
	json_object_set_new(o, "silence", silence == REASON_NONE ?
	    json_null() : json_text(reason_name(silence)));
	for (size_t i = 0; i < w->nlines; i++)
		json_array_append_new(letters, letter_json(s, &w->lines[i]));
	if (w->at_hand && s->lettered)
		json_object_set(o, "letters", letters);
	json_decref(letters);
	return o;
}

static json_t *
entry_json(const struct account_entry *e)
{
	json_t *o = row_entry(NULL, e->entry, e->entry->at);

	json_object_set_new(o, "fate", json_text(fate_name(e->fate)));
	json_object_set_new(o, "counts_for", json_day(e->due));
	json_object_set_new(o, "why", json_text(placing_text(e->placing)));
	return o;
}

static json_t *
pair_json(struct ctl *c, const struct story *s, const struct story_pair *p)
{
	json_t *o = json_object(), *windows = json_array();
	json_t *log = json_array();

	for (size_t i = 0; i < p->evaluation.nobligations; i++)
		json_array_append_new(windows, window_json(c, s,
		    &p->windows[i]));
	for (size_t i = 0; i < p->nentries; i++)
		json_array_append_new(log, entry_json(&p->entries[i]));
	json_object_set_new(o, "body", json_text(p->pair->body->id));
	json_object_set_new(o, "since", json_day(p->since));
	json_object_set_new(o, "waiting", json_boolean(
	    p->evaluation.waiting));
	json_object_set_new(o, "windows", windows);
	json_object_set_new(o, "log", log);
	return o;
}

json_t *
story_json(struct ctl *c, const struct story *s)
{
	json_t *o = json_object(), *list = json_array();

	for (size_t i = 0; i < s->npairs; i++)
		json_array_append_new(list, pair_json(c, s, &s->pairs[i]));
	json_object_set_new(o, "on", json_day(s->dossier->account.on));
	json_object_set_new(o, "source", json_text(s->dossier->source));
	json_object_set_new(o, "rehearsed", json_boolean(
	    s->dossier->rehearsal.store != NULL));
	json_object_set_new(o, "bodies", list);
	return o;
}
