/* What is to be said on a day: each obligation, each recipient, one stage.
 *
 * Contents: Saying - Who owes and who helps - Supervisors - What is over -
 * Acceptance - Groups - Schedules - The day */
#include "core/remind.h"

#include <stdlib.h>
#include <string.h>

#include "core/said.h"
#include "core/str.h"
#include "core/timeline.h"

enum {
	OVERTAKEN_DAYS = 3,     /* dropped when the next comes so soon */
	MISSED_DAYS = 31        /* what is missed rests after so long */
};

struct saying {
	struct arena *a;
	const struct remind_input *in;
	struct said_index index;
	struct notice *notices;
	size_t n, cap;
};

/* One obligation, or a whole group's, while it is gone through. */
struct subject {
	const struct obligation *ob;
	const char *debtor;
	struct date due;                /* in the key */
	const struct said *const *said; /* about it */
	size_t nsaid;
	struct timeline line;
	unsigned members, members_done;
	size_t first;                   /* notice of this subject */
};

/* --- saying ----------------------------------------------------------------- */

static const char *
make_key(struct saying *s, const struct notice *n, int year)
{
	char due[DATE_TEXT], stage[STAGE_TEXT];
	const struct pair *p = n->pair;

	date_iso(n->due, due);
	return arena_printf(s->a, "%s/%s|%s|%s|%s|%s|%s|%s", p->roadmap->id,
	    p->rule->id, n->debtor, year ?
	    arena_printf(s->a, "%d", year) : due,
	    stage_name(&n->stage, stage), n->to->body->id, n->to->address,
	    n->to->channel == CHANNEL_EMAIL ? "email" : "webhook");
}

/* Roles of one recipient, strongest first. */
static int
rank(enum role role)
{
	static const int ranks[] = {
		[ROLE_LEAD] = 0, [ROLE_SUPERVISOR] = 1,
		[ROLE_CONTROLLER] = 1, [ROLE_OWNER] = 2, [ROLE_CO] = 3
	};

	return ranks[role];
}

/* An address hears of one subject once a day, in its strongest role. */
static struct notice *
place_for(struct saying *s, const struct subject *subject,
    const struct reach *to, enum role role)
{
	for (size_t i = subject->first; i < s->n; i++) {
		struct notice *old = &s->notices[i];

		if (old->to->channel != to->channel ||
		    strcmp(old->to->address, to->address) != 0)
			continue;
		return rank(role) < rank(old->role) ? old : NULL;
	}
	return arena_push(s->a, (void **)&s->notices, &s->n, &s->cap,
	    sizeof(*s->notices));
}

static void
say(struct saying *s, const struct subject *subject, const struct reach *to,
    enum role role, const struct stage_day *stage)
{
	char name[STAGE_TEXT];
	struct notice *n;

	if (said_exactly(subject->said, subject->nsaid,
	    stage_name(&stage->stage, name), to))
		return;
	n = place_for(s, subject, to, role);
	if (!n)
		return;
	*n = (struct notice){
		.obligation = subject->ob, .pair = subject->ob->pair,
		.stage = stage->stage, .role = role, .to = to,
		.due = subject->due, .debtor = subject->debtor,
		.day = s->in->day, .members = subject->members,
		.members_done = subject->members_done
	};
	n->key = make_key(s, n, 0);
}

static size_t
reach_of(struct saying *s, const struct body *body, const struct pair *pair,
    const struct reach **ret)
{
	return body_reach(s->a, body, s->in->day, pair->roadmap->language,
	    ret);
}

/* --- who owes and who helps -------------------------------------------------- */

/* Said late, a look ahead is dropped when the next word comes within 3 days. */
static bool
is_overtaken(const struct saying *s, const struct stage_day *now,
    const struct stage_day *next)
{
	return stage_looks_ahead(now->stage.kind) &&
	    date_before(now->day, s->in->day) && !date_is_none(next->day) &&
	    date_diff(next->day, s->in->day) <= OVERTAKEN_DAYS;
}

/* A stage that something newer was said after, at the same address, is old. */
static bool
is_stale(const struct subject *subject, const struct reach *to,
    const struct stage_day *stage)
{
	struct date last = said_last(subject->said, subject->nsaid, to, false);

	return !date_is_none(last) && !date_before(last, stage->day);
}

static void
say_stage(struct saying *s, const struct subject *subject,
    const struct body *body, enum role role)
{
	const struct obligation *ob = subject->ob;
	const struct reach *reaches;
	struct stage_day now, next;
	size_t n;

	if (!timeline_at(&subject->line, role, s->in->day, &now, &next) ||
	    is_overtaken(s, &now, &next))
		return;
	/* A promise silences all but due and escalation. */
	if ((ob->marks & MARK_PROMISED) && now.stage.kind != STAGE_DUE)
		return;
	n = reach_of(s, body, ob->pair, &reaches);
	for (size_t i = 0; i < n; i++)
		if (!is_stale(subject, &reaches[i], &now))
			say(s, subject, &reaches[i], role, &now);
}

static void
say_leads(struct saying *s, const struct subject *subject)
{
	const struct obligation *ob = subject->ob;
	const struct body *owes = ob->pair->body;

	if (ob->wording->responsible.mode != RESPONSIBLE_ANY ||
	    owes->nmembers == 0) {
		say_stage(s, subject, owes, ROLE_LEAD);
		return;
	}
	for (size_t i = 0; i < owes->nmembers; i++) {
		const struct member *m = &owes->members[i];

		if (!date_before(s->in->day, m->from) &&
		    !date_before(m->to, s->in->day))
			say_stage(s, subject, m->body, ROLE_LEAD);
	}
}

static void
say_others(struct saying *s, const struct subject *subject)
{
	const struct responsible *r = &subject->ob->wording->responsible;

	for (size_t i = 0; i < r->nothers; i++)
		say_stage(s, subject, r->others[i], ROLE_CO);
}

/* --- supervisors -------------------------------------------------------------- */

static void
say_supervisors(struct saying *s, const struct subject *subject)
{
	const struct wording *w = subject->ob->wording;

	if (!date_before(subject->ob->last, s->in->day))
		return;
	for (size_t k = 1; k <= w->nsupervisors; k++) {
		struct stage_day stage = {
			{.kind = STAGE_ESCALATE, .k = (uint16_t)k},
			timeline_escalate(&subject->line, (unsigned)k)
		};
		const struct reach *reaches;
		size_t n;

		if (date_is_none(stage.day) ||
		    date_before(s->in->day, stage.day))
			continue;
		n = reach_of(s, w->supervisors[k - 1], subject->ob->pair,
		    &reaches);
		for (size_t i = 0; i < n; i++)
			say(s, subject, &reaches[i], ROLE_SUPERVISOR, &stage);
	}
}

/* --- what is over, and what is open again ------------------------------------- */

/* To one body that heard that it was late: that it is done, or is not done
 * after all. Each time has its number. */
static bool
say_turn(struct saying *s, const struct subject *subject,
    const struct body *body, enum role role, bool met)
{
	struct heard h = said_to(subject->said, subject->nsaid, body->id,
	    date_add(s->in->day, 1));
	struct stage_day stage = {.day = s->in->day};
	const struct reach *reaches;
	size_t n;

	if (met ? h.closed > h.reopened || !(h.late || h.escalate) :
	    h.closed <= h.reopened)
		return false;
	if (met && !subject->ob->wording->remind.closed)
		return false;
	stage.stage.kind = met ? STAGE_CLOSED : STAGE_REOPENED;
	stage.stage.k = (uint16_t)((met ? h.closed : h.reopened) + 1);
	n = reach_of(s, body, subject->ob->pair, &reaches);
	for (size_t i = 0; i < n; i++)
		say(s, subject, &reaches[i], role, &stage);
	return n > 0;
}

/* Groups without an address of their own were told member by member. */
static bool
say_turn_within(struct saying *s, const struct subject *subject,
    const struct body *body, enum role role, bool met)
{
	const struct reach *reaches;
	size_t n = reach_of(s, body, subject->ob->pair, &reaches);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= reaches[k].body == reaches[i].body;
		if (!again)
			any |= say_turn(s, subject, reaches[i].body, role,
			    met);
	}
	return any;
}

static bool
say_turns(struct saying *s, const struct subject *subject, bool met,
    bool leads)
{
	const struct wording *w = subject->ob->wording;
	bool any = false;

	if (leads) {
		any |= say_turn_within(s, subject, subject->ob->pair->body,
		    ROLE_LEAD, met);
		for (size_t k = 0; k < w->nsupervisors; k++)
			any |= say_turn_within(s, subject, w->supervisors[k],
			    ROLE_SUPERVISOR, met);
	}
	if (!leads || w->responsible.mode != RESPONSIBLE_EACH)
		for (size_t i = 0; i < w->responsible.nothers; i++)
			any |= say_turn_within(s, subject,
			    w->responsible.others[i], ROLE_CO, met);
	return any;
}

/* --- acceptance --------------------------------------------------------------- */

/* The controller is asked at the pace of `late`, from the day it was handed
 * in; what is handed in again after a return begins a new round. */
static void
say_controller(struct saying *s, const struct subject *subject)
{
	const struct obligation *ob = subject->ob;
	struct date handed_in = ob->pending[0]->entered;
	struct stage_day stage = {.day = DATE_NONE};
	const struct reach *reaches;
	unsigned round;
	size_t n;

	for (unsigned k = 1; k <= UINT16_MAX; k++) {
		struct date day = stage_accept_day(ob->pair->roadmap->cal,
		    &ob->wording->remind, handed_in, k);

		if (date_is_none(day) || date_before(s->in->day, day))
			break;
		stage.day = day;
		stage.stage.k = (uint16_t)k;
	}
	if (date_is_none(stage.day))
		return;
	round = said_round(subject->said, subject->nsaid,
	    ob->wording->accept->id, handed_in);
	stage.stage.kind = STAGE_ACCEPT;
	stage.stage.n = (uint16_t)(round + 1);
	n = reach_of(s, ob->wording->accept, ob->pair, &reaches);
	for (size_t i = 0; i < n; i++)
		say(s, subject, &reaches[i], ROLE_CONTROLLER, &stage);
}

/* --- one obligation ------------------------------------------------------------ */

static bool
is_silent(const struct obligation *ob)
{
	return (ob->marks & (MARK_CAP | MARK_BASELINE)) ||
	    ob->wording->remind.none || ob->state == STATE_WAIVED;
}

static bool
is_met(const struct obligation *ob)
{
	return ob->state == STATE_MET || ob->state == STATE_MET_LATE;
}

static bool
rests(const struct saying *s, const struct obligation *ob)
{
	return ob->state == STATE_MISSED && !date_is_none(ob->missed_from) &&
	    date_diff(s->in->day, ob->missed_from) > MISSED_DAYS;
}

static void
subject_of(struct saying *s, const struct obligation *ob, const char *debtor,
    struct date due, struct subject *ret)
{
	*ret = (struct subject){.ob = ob, .debtor = debtor, .due = due,
	    .first = s->n};
	ret->nsaid = said_about(s->a, &s->index, ob->dues, ob->ndues, debtor,
	    &ret->said);
	timeline_of(ob, s->in->baseline, &ret->line);
}

static void
say_obligation(struct saying *s, const struct obligation *ob)
{
	struct subject subject;

	if (is_silent(ob))
		return;
	subject_of(s, ob, ob->pair->body->id, ob->due, &subject);
	if (is_met(ob)) {
		say_turns(s, &subject, true, true);
		return;
	}
	if (say_turns(s, &subject, false, true) || rests(s, ob))
		return;
	if (ob->state == STATE_SUBMITTED) {
		say_controller(s, &subject);
		return;
	}
	say_leads(s, &subject);
	if (ob->wording->responsible.mode != RESPONSIBLE_EACH)
		say_others(s, &subject);
	say_supervisors(s, &subject);
}

/* --- groups: what co-executors of an EACH rule hear, once ----------------------- */

static int
by_window(const void *left, const void *right)
{
	const struct obligation *a = *(const struct obligation *const *)left;
	const struct obligation *b = *(const struct obligation *const *)right;

	if (!date_equal(a->window.due, b->window.due))
		return date_before(a->window.due, b->window.due) ? -1 : 1;
	return (a->last.n > b->last.n) - (a->last.n < b->last.n);
}

/* The obligations of one DUE: the first that is not met stands for all. */
static void
say_group(struct saying *s, const struct obligation *const *all, size_t n)
{
	const struct responsible *r = &all[0]->wording->responsible;
	const struct obligation *worst = NULL;
	struct subject subject;
	unsigned done = 0;

	for (size_t i = 0; i < n; i++) {
		if (is_met(all[i]))
			done++;
		else if (!worst && all[i]->state != STATE_SUBMITTED)
			worst = all[i];
	}
	subject_of(s, worst ? worst : all[0], r->leads[0]->id,
	    all[0]->window.due, &subject);
	subject.members = (unsigned)n;
	subject.members_done = done;
	if (done == n)
		say_turns(s, &subject, true, false);
	else if (worst && !say_turns(s, &subject, false, false) &&
	    !rests(s, worst))
		say_others(s, &subject);
}

static void
say_groups(struct saying *s)
{
	const struct obligation **all = NULL;
	size_t n = 0, cap = 0, first = 0;

	for (size_t i = 0; i < s->in->npairs; i++) {
		const struct evaluation *e = &s->in->evaluations[i];

		for (size_t k = 0; k < e->nobligations; k++) {
			const struct obligation *ob = &e->obligations[k];
			const struct responsible *r =
			    &ob->wording->responsible;

			if (r->mode != RESPONSIBLE_EACH || r->nothers == 0 ||
			    is_silent(ob))
				continue;
			*(const struct obligation **)arena_push(s->a,
			    (void **)&all, &n, &cap, sizeof(*all)) = ob;
		}
	}
	if (n > 1)
		qsort(all, n, sizeof(*all), by_window);
	while (first < n) {
		size_t last = first + 1;

		while (last < n && date_equal(all[last]->window.due,
		    all[first]->window.due))
			last++;
		say_group(s, &all[first], last - first);
		first = last;
	}
}

/* --- schedules ------------------------------------------------------------------ */

/* Already asked in this quarter, whatever number the quarter bears. */
static bool
was_asked(const struct saying *s, const struct reach *to, struct date from)
{
	for (size_t i = 0; i < s->in->nsaid; i++) {
		const struct said *row = &s->in->said[i];
		struct stage stage;

		if (!date_before(row->day, from) &&
		    row->channel == to->channel &&
		    strcmp(row->address, to->address) == 0 &&
		    stage_parse(row->stage, &stage) &&
		    stage.kind == STAGE_SCHEDULE)
			return true;
	}
	return false;
}

/* Its owner is asked on the first working day of each quarter. */
static void
say_schedule(struct saying *s, const struct pair *pair)
{
	const struct wording *w = rule_wording(pair->rule, s->in->day);
	struct civil c = date_civil(s->in->day);
	int quarter = (c.month - 1) / 3 + 1;
	struct date from = month_first(c.year, quarter * 3 - 2);
	struct date day = workcal_next(pair->roadmap->cal, from);
	const struct reach *reaches;
	size_t n;

	if (!w || !w->schedule || !w->schedule->owner || w->remind.none ||
	    date_before(day, s->in->baseline) || date_before(s->in->day, day))
		return;
	n = reach_of(s, w->schedule->owner, pair, &reaches);
	for (size_t i = 0; i < n; i++) {
		struct notice *notice;

		if (was_asked(s, &reaches[i], from))
			continue;
		notice = arena_push(s->a, (void **)&s->notices, &s->n,
		    &s->cap, sizeof(*notice));
		*notice = (struct notice){
			.pair = pair, .role = ROLE_OWNER, .to = &reaches[i],
			.stage = {.kind = STAGE_SCHEDULE,
			    .k = (uint16_t)quarter},
			.due = DATE_NONE, .debtor = pair->body->id,
			.day = s->in->day
		};
		notice->key = make_key(s, notice, c.year);
	}
}

/* --- the day --------------------------------------------------------------------- */

size_t
remind(struct arena *a, const struct remind_input *in,
    const struct notice **ret)
{
	struct saying s = {.a = a, .in = in};
	bool asked = false;

	said_index_of(a, in->said, in->nsaid, &s.index);
	for (size_t i = 0; i < in->npairs; i++) {
		const struct evaluation *e = &in->evaluations[i];

		for (size_t k = 0; k < e->nobligations; k++)
			say_obligation(&s, &e->obligations[k]);
		if (e->waiting && !asked)
			say_schedule(&s, &in->pairs[i]);
		asked = asked || e->waiting;
	}
	say_groups(&s);
	*ret = s.notices;
	return s.n;
}
