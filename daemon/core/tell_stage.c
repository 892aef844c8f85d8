/* The stage of the day - Escalation - Acceptance */
#include "core/tell.h"

#include <string.h>

/* --- the stage of the day ------------------------------------------------ */

/* Why the latest stage whose day has come is not said; next is the one after
 * it. One that looks ahead and was not said on its day is dropped when the
 * next comes within 3 days. A promise silences all but `due` until its day has
 * passed. */
static enum reason
why_silent(const struct obligation *ob, const struct stage_day *now,
    const struct stage_day *next, struct date today)
{
	if (ob->marks & MARK_PROMISED && now->stage.kind != STAGE_DUE)
		return REASON_PROMISE;
	if (stage_looks_ahead(now->stage.kind) &&
	    date_before(now->day, today) && !date_is_none(next->day) &&
	    date_diff(next->day, today) <= TIMELINE_NEXT_DAYS)
		return REASON_NEXT_SOON;
	return REASON_NONE;
}

/* Stages whose day has come, but to which the log had the answer by then. */
static void
refuse_answered(const struct teller *t, const struct subject *s,
    const struct timeline *line, enum role role)
{
	for (size_t i = 0; i < line->nahead; i++) {
		const struct stage_day *what = &line->ahead[i];

		if (role_hears(role, what->stage.kind) &&
		    !date_before(t->in->day, what->day) &&
		    !timeline_is_wanted(line->ob, &what->stage))
			tell_refuse_stage(t, s, what, role, NULL,
			    REASON_COUNT);
	}
}

/* The latest stage whose day has come for a role, if it is to be said. */
static bool
stage_now(const struct teller *t, const struct subject *s,
    const struct timeline *line, enum role role, struct stage_day *ret)
{
	struct stage_day next;
	enum reason reason;

	if (t->in->refused)     /* somebody asks why */
		refuse_answered(t, s, line, role);
	if (!timeline_at(line, role, t->in->day, ret, &next))
		return false;
	reason = why_silent(line->ob, ret, &next, t->in->day);
	if (reason != REASON_NONE)
		tell_refuse_stage(t, s, ret, role, NULL, reason);
	return reason == REASON_NONE;
}

static bool
leads_a_part(const struct subject *s, const struct body *body)
{
	for (size_t i = 0; i < s->nleads; i++)
		if (s->leads[i] == body)
			return true;
	return false;
}

static void
tell_body(struct teller *t, const struct subject *s, struct stage_day what,
    enum role role, const struct body *body)
{
	const struct reach *to;
	size_t n = tell_reach_of(t, s, body, &to);

	if (n == 0)
		tell_refuse_stage(t, s, &what, role, body, REASON_UNREACHABLE);
	for (size_t i = 0; i < n; i++) {
		if (said_since(s->rows, s->nrows, &to[i], what.day,
		    what.stage.kind == STAGE_ACCEPT))
			tell_refuse_stage(t, s, &what, role, to[i].body,
			    REASON_OVERTAKEN);
		else if (role == ROLE_CO && leads_a_part(s, to[i].body))
			tell_refuse_stage(t, s, &what, role, to[i].body,
			    REASON_LEADS);
		else
			tell_stage_to(t, s, what, role, &to[i]);
	}
}

void
tell_leads(struct teller *t, const struct subject *s, struct stage_day what)
{
	const struct body *body = s->ob->pair->body;

	if (s->ob->wording->responsible.mode != RESPONSIBLE_ANY ||
	    body->nmembers == 0) {
		tell_body(t, s, what, ROLE_LEAD, body);
		return;
	}
	for (size_t i = 0; i < body->nmembers; i++) {
		const struct member *m = &body->members[i];

		if (date_in(t->in->day, (struct date_span){m->from, m->to}))
			tell_body(t, s, what, ROLE_LEAD, m->body);
	}
}

void
tell_lead(struct teller *t, const struct subject *s,
    const struct timeline *line)
{
	struct stage_day what;

	if (stage_now(t, s, line, ROLE_LEAD, &what))
		tell_leads(t, s, what);
}

void
tell_co(struct teller *t, const struct subject *s,
    const struct timeline *line)
{
	const struct responsible *r = &s->ob->wording->responsible;
	struct stage_day what;

	if (!stage_now(t, s, line, ROLE_CO, &what))
		return;
	for (size_t i = 0; i < r->nothers; i++)
		tell_body(t, s, what, ROLE_CO, r->others[i]);
}

/* --- escalation ---------------------------------------------------------- */

/* The k-th supervisor hears escalate:k. From the last step down, so that one
 * who stands in the list twice hears only the latest that has come. Nobody is
 * told on of himself, nor is the lead by standing in for an absent supervisor.
 */
static void
tell_supervisor(struct teller *t, const struct subject *s,
    struct stage_day what, const struct body *body)
{
	const struct reach *to;
	size_t n = tell_reach_of(t, s, body, &to);

	if (n == 0)
		tell_refuse_stage(t, s, &what, ROLE_SUPERVISOR, body,
		    REASON_UNREACHABLE);
	for (size_t i = 0; i < n; i++) {
		if (is_lead(s->ob, to[i].body, t->in->day))
			tell_refuse_stage(t, s, &what, ROLE_SUPERVISOR,
			    to[i].body, REASON_HIMSELF);
		else if (said_since(s->rows, s->nrows, &to[i], what.day,
		    false))
			tell_refuse_stage(t, s, &what, ROLE_SUPERVISOR,
			    to[i].body, REASON_OVERTAKEN);
		else
			tell_stage_to(t, s, what, ROLE_SUPERVISOR, &to[i]);
	}
}

void
tell_supervisors(struct teller *t, const struct subject *s,
    const struct timeline *line)
{
	const struct wording *w = s->ob->wording;

	for (size_t k = w->nsupervisors; k > 0; k--) {
		struct stage_day what = {
			{.kind = STAGE_ESCALATE, .k = (uint16_t)k}, DATE_NONE
		};
		enum reason reason = timeline_escalate(line, (unsigned)k,
		    t->in->day, &what.day);

		if (reason == REASON_NONE &&
		    !date_before(t->in->day, what.day))
			tell_supervisor(t, s, what, w->supervisors[k - 1]);
	}
}

/* --- acceptance ---------------------------------------------------------- */

static const struct entry *
first_handed_in(const struct obligation *ob)
{
	const struct entry *first = ob->pending[0];

	for (size_t i = 1; i < ob->npending; i++)
		if (date_before(ob->pending[i]->entered, first->entered))
			first = ob->pending[i];
	return first;
}

/* The controller is asked about what waits longest. What is handed in again
 * after he was asked makes a new round, or its keys would be those of the
 * first. */
void
tell_controller(struct teller *t, const struct subject *s,
    struct date told_from)
{
	const struct obligation *ob = s->ob;
	const struct body *who = ob->wording->accept;
	struct stage_day what = {.day = DATE_NONE};
	struct date handed_in;

	if (!who || ob->npending == 0)
		return;
	handed_in = first_handed_in(ob)->entered;
	for (unsigned k = 1; k <= UINT16_MAX; k++) {
		struct date day = stage_accept_day(ob->pair->roadmap->cal,
		    &ob->wording->remind, handed_in, k);

		if (date_is_none(day) || date_before(t->in->day, day))
			break;
		what.day = day;
		what.stage.k = (uint16_t)k;
	}
	if (date_is_none(what.day) || date_before(what.day, told_from))
		return;
	what.stage.kind = STAGE_ACCEPT;
	what.stage.n = (uint16_t)(said_round(s->rows, s->nrows,
	    handed_in) + 1);
	tell_body(t, s, what, ROLE_CONTROLLER, who);
}
