/* Found again - Candidates - Verdicts - The rest - The whole */
#include "core/account.h"

#include <stdlib.h>
#include <string.h>

#include "core/replay.h"
#include "core/tell.h"
#include "core/timeline.h"

enum {
	COMING_MOST = 64,
	LATE_AHEAD = 2          /* `late` stages shown beyond the day */
};

void
account_judge(struct arena *a, const struct account_input *in, size_t pair,
    struct date horizon, struct evaluation *ret)
{
	replay_judge(a, in, pair, in->on, horizon, ret);
}

enum reason
account_silence(const struct account_input *in, const struct obligation *ob)
{
	return tell_silence(ob, in->on);
}

struct account {
	struct arena *arena;
	const struct account_input *in;
	size_t pair;
	const struct obligation *ob;
	const char *own, *shared;       /* debtors: of its own, of the group */
	bool group;                     /* others hear of the whole group */
	struct replay past;             /* the day of the line at hand */
	struct replay next;             /* the sending day that comes, or on */
	struct account_line *lines;
	size_t n, cap;
};

static void
replay(const struct account *x, struct replay *r, struct date day)
{
	replay_day(r, x->in, x->group ? 0 : x->pair,
	    x->group ? x->in->npairs : 1, day);
}

static const char *
debtor_of(const struct account *x, enum role role)
{
	return role == ROLE_CO && x->group ? x->shared : x->own;
}

static bool
same_stage(const struct stage *a, const struct stage *b)
{
	char x[STAGE_TEXT], y[STAGE_TEXT];

	return strcmp(stage_name(a, x), stage_name(b, y)) == 0;
}

/* The notice of that day to a body. */
static const struct notice *
find_notice(const struct account *x, const struct replay *r,
    const struct account_line *l)
{
	const char *debtor = debtor_of(x, l->role);

	for (size_t i = 0; i < r->n; i++) {
		const struct notice *n = &r->notices[i];

		if (n->obligation && date_equal(n->due, x->ob->due) &&
		    strcmp(n->debtor, debtor) == 0 &&
		    same_stage(&n->stage, &l->stage) &&
		    strcmp(n->to->body->id, l->to) == 0)
			return n;
	}
	return NULL;
}

/* Why that day's reminders had nothing of the stage for a body: what holds of
 * the whole obligation stands before what holds of the stage. When nothing is
 * said of the stage, another one of the same role stood before it. */
static enum reason
find_refusal(const struct account *x, const struct account_line *l)
{
	const char *debtor = debtor_of(x, l->role);
	enum reason found = REASON_LATER;

	for (size_t i = 0; i < x->past.refused.n; i++) {
		const struct refusal *r = &x->past.refused.items[i];

		if (!date_equal(r->obligation->due, x->ob->due) ||
		    strcmp(r->debtor, debtor) != 0)
			continue;
		if (r->whole)
			return r->reason;
		if (r->role == l->role && same_stage(&r->what.stage,
		    &l->stage) && (!r->to || strcmp(r->to->id, l->to) == 0))
			found = r->reason;
	}
	return found;
}

/* --- candidates ----------------------------------------------------------- */

static void
add_line(struct account *x, const struct account_line *line)
{
	*(struct account_line *)arena_push(x->arena, (void **)&x->lines,
	    &x->n, &x->cap, sizeof(*line)) = *line;
}

/* Those by whom a body is reached on the stage's day: itself, the members of
 * a group, a deputy; itself, when nobody is. */
static void
add_body(struct account *x, struct account_line line,
    const struct body *body)
{
	const struct reach *to;
	size_t n = body_reach(x->arena, body, line.day,
	    x->ob->pair->roadmap->language, &to);

	line.to = body->id;
	line.unreached = n == 0;
	if (n == 0)
		add_line(x, &line);
	for (size_t i = 0; i < n; i++) {
		if (i > 0 && to[i].body == to[i - 1].body)
			continue;
		line.to = to[i].body->id;
		add_line(x, &line);
	}
}

static void
add_candidate(struct account *x, struct stage stage, struct date day,
    enum role role, enum reason reason)
{
	const struct responsible *r = &x->ob->wording->responsible;
	const struct body *lead = x->ob->pair->body;
	const struct account_line line = {.stage = stage, .day = day,
	    .role = role, .verdict = VERDICT_NOT, .reason = reason};

	if (role == ROLE_CO) {
		for (size_t i = 0; i < r->nothers; i++)
			add_body(x, line, r->others[i]);
	} else if (role == ROLE_SUPERVISOR) {
		add_body(x, line,
		    x->ob->wording->supervisors[stage.k - 1]);
	} else if (r->mode == RESPONSIBLE_ANY && lead->nmembers) {
		for (size_t i = 0; i < lead->nmembers; i++) {
			const struct member *m = &lead->members[i];

			if (date_in(day, (struct date_span){m->from, m->to}))
				add_body(x, line, m->body);
		}
	} else {
		add_body(x, line, lead);
	}
}

static void
add_ahead(struct account *x)
{
	static const enum role roles[] = {ROLE_LEAD, ROLE_CO};
	struct stage_left all[STAGE_AHEAD_MOST];
	size_t n = timeline_all(x->ob, x->in->baseline, all);

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < n; i++)
			if (role_hears(roles[k], all[i].what.stage.kind))
				add_candidate(x, all[i].what.stage,
				    all[i].what.day, roles[k], all[i].reason);
}

/* The day from which nothing more is worth naming: what was done in time is
 * not late for years to come. */
static struct date
last_word(const struct account *x)
{
	const struct obligation *ob = x->ob;

	return tell_is_settled(ob) || tell_silence(ob, x->in->on) !=
	    REASON_NONE ? date_max(ob->last, date_is_none(ob->met_on) ?
	    DATE_MIN : date_min(ob->met_on, x->in->on)) : x->in->on;
}

static void
add_late(struct account *x, const struct timeline *t)
{
	struct date end = last_word(x);
	unsigned ahead = 0, most = tell_is_settled(x->ob) ? 1 : LATE_AHEAD;

	for (unsigned k = 1; k <= UINT16_MAX && ahead < most; k++) {
		struct stage s = {.kind = STAGE_LATE, .k = (uint16_t)k};
		struct date day = timeline_late(t, k);
		enum reason reason;

		if (date_is_none(day))
			return;
		reason = date_before(day, t->told_from) ? REASON_EARLY :
		    REASON_NONE;
		add_candidate(x, s, day, ROLE_LEAD, reason);
		add_candidate(x, s, day, ROLE_CO, reason);
		ahead += date_before(end, day);
	}
}

static void
add_escalations(struct account *x, const struct timeline *t)
{
	for (size_t k = 1; k <= x->ob->wording->nsupervisors; k++) {
		struct stage s = {.kind = STAGE_ESCALATE, .k = (uint16_t)k};
		struct date day;
		enum reason reason = timeline_escalate(t, (unsigned)k,
		    DATE_NONE, &day);

		if (!date_is_none(day))
			add_candidate(x, s, day, ROLE_SUPERVISOR, reason);
	}
}

/* --- verdicts ------------------------------------------------------------- */

/* What was said of the stage to that body at any of its addresses, by a DUE
 * that the obligation has or had. */
static const struct said *
find_said(const struct account *x, const struct account_line *l,
    struct date due)
{
	const char *debtor = debtor_of(x, l->role);
	char stage[STAGE_TEXT];

	stage_name(&l->stage, stage);
	for (size_t i = 0; i < x->in->nsaid; i++) {
		const struct said *s = &x->in->said[i];

		if (!date_before(x->in->on, s->day) &&
		    date_equal(s->due, due) &&
		    strcmp(s->debtor, debtor) == 0 &&
		    strcmp(s->recipient, l->to) == 0 &&
		    strcmp(s->stage, stage) == 0)
			return s;
	}
	return NULL;
}

static void
set_said(struct account_line *l, const struct said *said)
{
	l->verdict = VERDICT_SAID;
	l->said = said;
	l->day = said->day;
}

/* A stage whose day has come: said, or refused on its day; what was put off
 * may still come on the next sending day. */
static void
judge_past(struct account *x, struct account_line *l)
{
	if (find_notice(x, &x->next, l)) {
		l->verdict = VERDICT_COMING;
		l->day = x->next.day;
		return;
	}
	if (l->reason != REASON_NONE)
		return;
	replay(x, &x->past, l->day);
	l->reason = find_notice(x, &x->past, l) ? REASON_UNWRITTEN :
	    find_refusal(x, l);
}

static const struct coming *
find_coming(const struct coming *list, size_t n,
    const struct account_line *l)
{
	for (size_t i = 0; i < n; i++)
		if (same_stage(&list[i].stage, &l->stage))
			return &list[i];
	return NULL;
}

/* The obligation that the others of a group will hear of: one that is still
 * to be done, if there is any. */
static const struct obligation *
spokesman(struct account *x)
{
	struct evaluation e;

	if (!x->group || tell_is_live(x->ob))
		return x->ob;
	for (size_t i = 0; i < x->in->npairs; i++) {
		const struct obligation *others;

		account_judge(x->arena, x->in, i, x->ob->window.start, &e);
		others = e.obligations;
		for (size_t k = 0; k < e.nobligations; k++)
			if (date_equal(others[k].due, x->ob->due) &&
			    tell_is_live(&others[k]))
				return &others[k];
	}
	return x->ob;
}

/* Why a stage of a day to come will not be said, as things stand. */
static enum reason
why_not_coming(const struct obligation *ob, const struct account_line *l,
    struct date on)
{
	enum reason silence = tell_silence(ob, on);

	if (silence != REASON_NONE)
		return silence;
	if (tell_is_settled(ob))
		return ob->state == STATE_WAIVED ? REASON_WAIVED : REASON_MET;
	if (!tell_is_live(ob))
		return REASON_SUBMITTED;
	if (!timeline_is_wanted(ob, &l->stage))
		return REASON_COUNT;
	return ob->marks & MARK_PROMISED ? REASON_PROMISE : REASON_LATER;
}

static void
judge_future(struct account *x, struct account_line *l)
{
	const struct obligation *ob = l->role == ROLE_CO ? spokesman(x) :
	    x->ob;
	enum role role = l->role == ROLE_SUPERVISOR ? ROLE_LEAD : l->role;
	const struct coming *list, *found;
	size_t n;

	if (l->reason != REASON_NONE)
		return;
	n = remind_coming(x->arena, ob, role, date_add(x->in->on, 1),
	    COMING_MOST, &list);
	found = find_coming(list, n, l);
	if (found && l->unreached && x->in->ninstead == 0) {
		l->reason = REASON_UNREACHABLE;
	} else if (found) {
		l->verdict = VERDICT_COMING;
		l->day = found->day;
	} else {
		l->reason = why_not_coming(ob, l, x->in->on);
	}
}

static void
judge(struct account *x, struct account_line *l)
{
	const struct obligation *ob = x->ob;
	const struct said *said = find_said(x, l, ob->due);

	/* What an extension put behind was said of a former DUE. */
	for (size_t i = ob->ndues; !said && i > 0 &&
	    l->reason == REASON_EARLY; i--)
		said = find_said(x, l, ob->dues[i - 1]);
	if (said)
		set_said(l, said);
	else if (date_before(x->in->on, l->day))
		judge_future(x, l);
	else
		judge_past(x, l);
}

/* --- what else was said --------------------------------------------------- */

static enum role
role_of(const struct account *x, const struct said *s,
    const struct stage *stage)
{
	const struct wording *w = x->ob->wording;

	if (stage->kind == STAGE_ACCEPT)
		return ROLE_CONTROLLER;
	for (size_t i = 0; i < w->nsupervisors; i++)
		if (strcmp(w->supervisors[i]->id, s->recipient) == 0)
			return ROLE_SUPERVISOR;
	for (size_t i = 0; i < w->responsible.nothers; i++)
		if (strcmp(w->responsible.others[i]->id, s->recipient) == 0)
			return ROLE_CO;
	return stage->kind == STAGE_ESCALATE ? ROLE_SUPERVISOR : ROLE_LEAD;
}

static bool
is_told(const struct account *x, const struct said *s)
{
	for (size_t i = 0; i < x->n; i++)
		if (x->lines[i].said == s)
			return true;
	return false;
}

/* Closings, questions for acceptance, letters of a former DUE. */
static void
add_others(struct account *x)
{
	for (size_t i = 0; i < x->in->nsaid; i++) {
		const struct said *s = &x->in->said[i];
		struct account_line line = {.verdict = VERDICT_SAID,
		    .day = s->day, .to = s->recipient, .said = s};
		bool known = false;

		for (size_t k = 0; k < x->ob->ndues; k++)
			known = known || date_equal(x->ob->dues[k], s->due);
		if (!known || date_before(x->in->on, s->day) ||
		    (strcmp(s->debtor, x->own) != 0 &&
		    !(x->group && strcmp(s->debtor, x->shared) == 0)) ||
		    is_told(x, s) || !stage_parse(s->stage, &line.stage))
			continue;
		line.role = role_of(x, s, &line.stage);
		add_line(x, &line);
	}
}

/* --- the whole ------------------------------------------------------------ */

static int
by_day(const void *a, const void *b)
{
	const struct account_line *x = a, *y = b;

	if (!date_equal(x->day, y->day))
		return date_before(x->day, y->day) ? -1 : 1;
	if (x->role != y->role)
		return (int)x->role - (int)y->role;
	if (x->stage.kind != y->stage.kind)
		return (int)x->stage.kind - (int)y->stage.kind;
	if (x->stage.k != y->stage.k)
		return (int)x->stage.k - (int)y->stage.k;
	return strcmp(x->to, y->to);
}

size_t
account_stages(struct arena *a, const struct account_input *in, size_t pair,
    const struct obligation *ob, const struct account_line **ret)
{
	const struct responsible *r = &ob->wording->responsible;
	struct account x = {
		.arena = a, .in = in, .pair = pair, .ob = ob,
		.own = ob->pair->body->id,
		.shared = tell_shared_debtor(ob->wording),
		.group = r->mode == RESPONSIBLE_EACH && r->nothers,
		.past = {.arena = arena_new(), .day = DATE_NONE},
		.next = {.arena = arena_new(), .day = DATE_NONE}
	};
	struct timeline t;

	timeline_of(ob, in->baseline, &t);
	add_ahead(&x);
	if (ob->window.min) {
		add_late(&x, &t);
		add_escalations(&x, &t);
	}
	if (x.n)
		qsort(x.lines, x.n, sizeof(*x.lines), by_day);
	replay(&x, &x.next, workcal_next(ob->pair->roadmap->cal, in->on));
	for (size_t i = 0; i < x.n; i++)
		judge(&x, &x.lines[i]);
	add_others(&x);
	if (x.n)
		qsort(x.lines, x.n, sizeof(*x.lines), by_day);
	arena_free(x.past.arena);
	arena_free(x.next.arena);
	*ret = x.lines;
	return x.n;
}
