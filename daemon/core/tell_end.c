/* Who heard of it - Closing and reopening */
#include "core/tell.h"

#include <string.h>

/* --- closing and reopening ----------------------------------------------- */

enum { DEPUTIES_DEEP = 4 };

/* The body of that id among a body, its members and those who may stand in
 * for them. */
static const struct body *
find_in(const struct body *body, const char *id, int deep)
{
	const struct body *found = NULL;

	if (!body || deep > DEPUTIES_DEEP)
		return NULL;
	if (strcmp(body->id, id) == 0)
		return body;
	found = find_in(body->deputy, id, deep + 1);
	for (size_t i = 0; !found && i < body->ncontacts; i++)
		found = find_in(body->contacts[i].deputy, id, deep + 1);
	for (size_t i = 0; !found && i < body->nmembers; i++)
		found = find_in(body->members[i].body, id, deep + 1);
	return found;
}

static const struct body *
find_recipient(const struct subject *s, const char *id)
{
	const struct wording *w = s->ob->wording;
	const struct body *found = find_in(s->ob->pair->body, id, 0);

	for (size_t i = 0; !found && i < w->responsible.nothers; i++)
		found = find_in(w->responsible.others[i], id, 0);
	for (size_t i = 0; !found && i < w->nsupervisors; i++)
		found = find_in(w->supervisors[i], id, 0);
	return found;
}

static enum role
role_of(const struct subject *s, const struct body *body,
    const struct heard *heard, struct date day)
{
	if (s->members == 0 && is_lead(s->ob, body, day))
		return ROLE_LEAD;
	return heard->escalate ? ROLE_SUPERVISOR : ROLE_CO;
}

/* It was told as late, and not as closed since then. */
static bool
waits_for_end(const struct heard *h)
{
	if (!h->late && !h->escalate)
		return false;
	return h->closed == 0 ||
	    (h->reopened && date_before(h->closed_on, h->reopened_on));
}

/* It was told as closed, and not as open again since then. */
static bool
believes_closed(const struct heard *h)
{
	return h->closed && (h->reopened == 0 ||
	    !date_before(h->closed_on, h->reopened_on));
}

static bool
believes_open(const struct heard *h)
{
	return h->reopened && !believes_closed(h);
}

/* Who stands in for another was told as much in his place already, since that
 * one himself heard the last of it. */
static bool
knows_end(const struct heard *deputy, const struct heard *h,
    enum stage_kind kind)
{
	struct date since = date_max(h->closed_on, h->reopened_on);

	if (kind == STAGE_CLOSED)
		return believes_closed(deputy) &&
		    !date_before(deputy->closed_on, since);
	return believes_open(deputy) &&
	    !date_before(deputy->reopened_on, since);
}

static bool
ends_elsewhere(const struct teller *t, const struct subject *s,
    const char *recipient)
{
	struct heard h = said_to(s->elsewhere, s->nelsewhere, recipient,
	    t->in->day);

	return h.late || h.escalate;
}

/* Its recipient stands in an earlier row already. */
static bool
is_repeated(const struct subject *s, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (strcmp(s->rows[i]->recipient,
		    s->rows[row]->recipient) == 0)
			return true;
	return false;
}

/* To a body that heard, at each of its present addresses, or those of who
 * stands in for it. */
static void
tell_end(struct teller *t, const struct subject *s, enum stage_kind kind,
    const struct body *body, const struct heard *h)
{
	const struct stage_day what = {{.kind = kind}, t->in->day};
	const struct reach *to;
	size_t n = tell_reach_of(t, s, body, &to);

	for (size_t i = 0; i < n; i++) {
		struct heard his = said_to(s->rows, s->nrows,
		    to[i].body->id, t->in->day);

		if (!knows_end(&his, h, kind))
			tell_stage_to(t, s, what, role_of(s, body, h,
			    t->in->day), &to[i]);
	}
}

static void
tell_heard(struct teller *t, const struct subject *s, enum stage_kind kind,
    bool (*wants)(const struct heard *))
{
	for (size_t i = 0; i < s->nrows; i++) {
		const char *id = s->rows[i]->recipient;
		const struct body *body;
		struct heard h;

		if (is_repeated(s, i))
			continue;
		h = said_to(s->rows, s->nrows, id, t->in->day);
		if (!wants(&h) || (kind == STAGE_CLOSED &&
		    ends_elsewhere(t, s, id)))
			continue;
		body = find_recipient(s, id);
		if (body)       /* else not of this rule any more */
			tell_end(t, s, kind, body, &h);
	}
}

void
tell_closed(struct teller *t, struct subject *s)
{
	if (s->ob->wording->remind.closed)
		tell_heard(t, s, STAGE_CLOSED, waits_for_end);
}

void
tell_reopened(struct teller *t, struct subject *s)
{
	tell_heard(t, s, STAGE_REOPENED, believes_closed);
}

/* A morning from that day on said so already. On the return's own day it
 * speaks of this return if the deed was there before: one handed in and
 * returned after that morning is another matter. */
static bool
told_of_return(const struct teller *t, const struct subject *s)
{
	struct date since = s->ob->rework->entered;

	if (!date_before(s->ob->sent_back->entered, since))
		since = date_add(since, 1);
	for (size_t i = 0; i < s->nrows; i++) {
		struct stage said;

		if (!date_before(s->rows[i]->day, since) &&
		    date_before(s->rows[i]->day, t->in->day) &&
		    stage_parse(s->rows[i]->stage, &said) &&
		    said.kind == STAGE_REOPENED)
			return true;
	}
	return false;
}

void
tell_rework(struct teller *t, const struct subject *s)
{
	const struct entry *back = s->ob->rework;
	const struct stage_day what = {{.kind = STAGE_REOPENED}, t->in->day};

	if (back && date_before(back->entered, t->in->day) &&
	    !date_before(back->entered, s->ob->known) &&
	    !told_of_return(t, s))
		tell_leads(t, s, what);
}
