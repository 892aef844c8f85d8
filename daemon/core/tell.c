/* Refusals - Notices and keys - The stage of the day - Escalation -
 * Acceptance - Closing and reopening - Subjects */
#include "core/tell.h"

#include <string.h>

#include "core/str.h"
#include "core/timeline.h"

/* --- refusals ------------------------------------------------------------ */

static void
refuse(const struct teller *t, const struct refusal *r)
{
	struct refusals *to = t->in->refused;

	if (to)
		*(struct refusal *)arena_push(t->arena, (void **)&to->items,
		    &to->n, &to->cap, sizeof(*r)) = *r;
}

void
tell_refuse(const struct teller *t, const struct subject *s,
    enum reason reason)
{
	struct refusal r = {.obligation = s->ob, .debtor = s->debtor,
	    .reason = reason, .whole = true};

	refuse(t, &r);
}

/* One stage to one body, or (NULL) to all of the role. */
static void
refuse_stage(const struct teller *t, const struct subject *s,
    const struct stage_day *what, enum role role, const struct body *to,
    enum reason reason)
{
	struct refusal r = {.obligation = s->ob, .debtor = s->debtor,
	    .reason = reason, .what = *what, .role = role, .to = to};

	refuse(t, &r);
}

/* --- notices and keys ---------------------------------------------------- */

/* A field of a key; what separates fields is escaped, so that two tuples
 * never have one text. */
static void
add_field(struct str *key, const char *text)
{
	for (; *text; text++) {
		if (*text == '|' || *text == '\\')
			str_addc(key, '\\');
		str_addc(key, *text);
	}
	str_addc(key, '|');
}

const char *
notice_key(struct arena *a, const struct notice *n, struct date name)
{
	static const char *const channels[] = {
		[CHANNEL_EMAIL] = "email", [CHANNEL_WEBHOOK] = "webhook"
	};
	char due[DATE_TEXT], stage[STAGE_TEXT];
	struct str key;
	const char *ret;

	str_init(&key);
	add_field(&key, n->pair->roadmap->id);
	add_field(&key, n->pair->rule->id);
	add_field(&key, n->debtor);
	add_field(&key, date_iso(name, due));
	add_field(&key, stage_name(&n->stage, stage));
	add_field(&key, n->to->body->id);
	add_field(&key, channels[n->to->channel]);
	str_add(&key, n->to->address);
	ret = arena_strndup(a, key.s, key.len);
	str_done(&key);
	return ret;
}

static bool
has_one(const struct teller *t, const struct subject *s,
    const struct reach *to)
{
	for (size_t i = s->first; i < t->n; i++)
		if (t->notices[i].to->channel == to->channel &&
		    strcmp(t->notices[i].to->address, to->address) == 0)
			return true;
	return false;
}

void
tell_say(struct teller *t, const struct subject *s, struct notice notice,
    struct date name)
{
	char stage[STAGE_TEXT];

	if (has_one(t, s, notice.to)) {
		struct stage_day what = {notice.stage, notice.day};

		refuse_stage(t, s, &what, notice.role, notice.to->body,
		    REASON_SAME_ADDRESS);
		return;
	}
	if (said_exactly(s->rows, s->nrows, notice.due,
	    stage_name(&notice.stage, stage), notice.to))
		return;
	notice.key = notice_key(t->arena, &notice, name);
	*(struct notice *)arena_push(t->arena, (void **)&t->notices, &t->n,
	    &t->cap, sizeof(notice)) = notice;
}

static void
say(struct teller *t, const struct subject *s, struct stage_day what,
    enum role role, const struct reach *to)
{
	struct notice notice = {
		.obligation = s->ob, .pair = s->ob->pair,
		.stage = what.stage, .role = role, .to = to,
		.due = s->due, .debtor = s->debtor, .day = t->in->day,
		.members = s->members, .members_done = s->members_done
	};

	tell_say(t, s, notice, s->due);
}

size_t
tell_reach(const struct teller *t, const struct body *body,
    enum language language, const struct reach **ret)
{
	const struct remind_input *in = t->in;
	size_t n = body_reach(t->arena, body, in->day, language, ret);
	struct reach *instead;

	if (n > 0)
		return n;
	instead = arena_array(t->arena, in->ninstead, sizeof(*instead));
	for (size_t i = 0; i < in->ninstead; i++) {
		instead[i] = in->instead[i];
		instead[i].body = body;
		instead[i].unreached = true;
	}
	*ret = instead;
	return in->ninstead;
}

static size_t
reach_of(const struct teller *t, const struct subject *s,
    const struct body *body, const struct reach **ret)
{
	return tell_reach(t, body, s->ob->pair->roadmap->language, ret);
}

/* --- the stage of the day ------------------------------------------------ */

/* Something was said there on the stage's day or later: it is overtaken. A
 * deputy is not told again what the one he stands in for was told. */
static bool
is_overtaken(const struct subject *s, const struct reach *to,
    struct date day, bool accept)
{
	if (!date_before(said_last(s->rows, s->nrows, to, accept), day))
		return true;
	return to->deputy_for && !date_before(said_last_to(s->rows, s->nrows,
	    to->deputy_for->id), day);
}

/* Why the latest stage whose day has come is not said; next is the one after
 * it. One that looks ahead and was not said on its day is dropped when the
 * next comes within 3 days. A promise silences all but `due` until its day has
 * passed. */
static enum reason
why_silent(const struct obligation *ob, const struct stage_day *now,
    const struct stage_day *next, struct date today)
{
	if (!timeline_is_wanted(ob, &now->stage))
		return REASON_COUNT;
	if (ob->marks & MARK_PROMISED && now->stage.kind != STAGE_DUE)
		return REASON_PROMISE;
	if (stage_looks_ahead(now->stage.kind) &&
	    date_before(now->day, today) && !date_is_none(next->day) &&
	    date_diff(next->day, today) <= TIMELINE_NEXT_DAYS)
		return REASON_NEXT_SOON;
	return REASON_NONE;
}

/* The latest stage whose day has come for a role, if it is to be said. */
static bool
stage_now(const struct teller *t, const struct subject *s,
    const struct timeline *line, enum role role, struct stage_day *ret)
{
	struct stage_day next;
	enum reason reason;

	if (!timeline_at(line, role, t->in->day, ret, &next))
		return false;
	reason = why_silent(line->ob, ret, &next, t->in->day);
	if (reason != REASON_NONE)
		refuse_stage(t, s, ret, role, NULL, reason);
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
	size_t n = reach_of(t, s, body, &to);

	if (n == 0)
		refuse_stage(t, s, &what, role, body, REASON_UNREACHABLE);
	for (size_t i = 0; i < n; i++) {
		if (is_overtaken(s, &to[i], what.day,
		    what.stage.kind == STAGE_ACCEPT))
			refuse_stage(t, s, &what, role, to[i].body,
			    REASON_OVERTAKEN);
		else if (role == ROLE_CO && leads_a_part(s, to[i].body))
			refuse_stage(t, s, &what, role, to[i].body,
			    REASON_LEADS);
		else
			say(t, s, what, role, &to[i]);
	}
}

/* The bodies that lead: the one that owes, or all members of a group of which
 * any one may do it. */
static void
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

static void
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
	size_t n = reach_of(t, s, body, &to);

	if (n == 0)
		refuse_stage(t, s, &what, ROLE_SUPERVISOR, body,
		    REASON_UNREACHABLE);
	for (size_t i = 0; i < n; i++) {
		if (is_lead(s->ob, to[i].body))
			refuse_stage(t, s, &what, ROLE_SUPERVISOR,
			    to[i].body, REASON_HIMSELF);
		else if (is_overtaken(s, &to[i], what.day, false))
			refuse_stage(t, s, &what, ROLE_SUPERVISOR,
			    to[i].body, REASON_OVERTAKEN);
		else
			say(t, s, what, ROLE_SUPERVISOR, &to[i]);
	}
}

static void
tell_supervisors(struct teller *t, const struct subject *s,
    const struct timeline *line)
{
	const struct wording *w = s->ob->wording;

	for (size_t k = w->nsupervisors; k > 0; k--) {
		struct stage_day what = {
			{.kind = STAGE_ESCALATE, .k = (uint16_t)k}, DATE_NONE
		};
		enum reason reason = timeline_escalate(line, (unsigned)k,
		    &what.day);

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
static void
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
	what.stage.n = (uint16_t)(said_round(s->rows, s->nrows, who->id,
	    handed_in) + 1);
	tell_body(t, s, what, ROLE_CONTROLLER, who);
}

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
    const struct heard *heard)
{
	if (s->members == 0 && is_lead(s->ob, body))
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

/* To each body that heard, at each of its present addresses, or those of who
 * stands in for it. */
static void
tell_heard(struct teller *t, const struct subject *s, enum stage_kind kind,
    bool (*wants)(const struct heard *))
{
	for (size_t i = 0; i < s->nrows; i++) {
		const char *id = s->rows[i]->recipient;
		struct stage_day what = {{.kind = kind}, t->in->day};
		const struct body *body;
		const struct reach *to;
		struct heard h;
		size_t n;

		if (is_repeated(s, i))
			continue;
		h = said_to(s->rows, s->nrows, id, t->in->day);
		if (!wants(&h) || (kind == STAGE_CLOSED &&
		    ends_elsewhere(t, s, id)))
			continue;
		body = find_recipient(s, id);
		if (!body)      /* not of this rule any more */
			continue;
		what.stage.k = (uint16_t)(1 + (kind == STAGE_CLOSED
		    ? h.closed : h.reopened));
		n = reach_of(t, s, body, &to);
		for (size_t k = 0; k < n; k++)
			say(t, s, what, role_of(s, body, &h), &to[k]);
	}
}

/* What was handed in came back: the lead, who was left in peace meanwhile,
 * must hear that it is his again. Once for each return. */
static void
tell_rework(struct teller *t, const struct subject *s)
{
	const struct entry *back = s->ob->rework;
	const char *id = s->ob->pair->body->id;
	struct stage_day what = {{.kind = STAGE_REOPENED}, t->in->day};
	struct heard h;

	if (!back || !date_before(back->entered, t->in->day) ||
	    date_before(back->entered, t->in->baseline))
		return;
	for (size_t i = 0; i < s->nrows; i++) {
		struct stage said;

		if (date_before(back->entered, s->rows[i]->day) &&
		    date_before(s->rows[i]->day, t->in->day) &&
		    stage_parse(s->rows[i]->stage, &said) &&
		    said.kind == STAGE_REOPENED)
			return;
	}
	h = said_to(s->rows, s->nrows, id, t->in->day);
	what.stage.k = (uint16_t)(h.reopened + 1);
	tell_leads(t, s, what);
}

/* --- subjects ------------------------------------------------------------ */

struct subject
tell_subject(const struct teller *t, const struct obligation *ob,
    const struct date *dues, size_t ndues, const char *debtor)
{
	struct subject s = {
		.ob = ob, .due = ob->due, .debtor = debtor, .first = t->n
	};

	s.nrows = said_about(t->arena, &t->index, dues, ndues, debtor,
	    &s.rows);
	return s;
}

bool
tell_is_far(const struct obligation *ob, struct date day)
{
	return date_diff(ob->window.start, day) >
	    remind_reach_days(ob->wording);
}

bool
tell_had_due(const struct obligation *ob, struct date due)
{
	for (size_t i = 0; i < ob->ndues; i++)
		if (date_equal(ob->dues[i], due))
			return true;
	return false;
}

bool
tell_is_settled(const struct obligation *ob)
{
	return ob->state == STATE_MET || ob->state == STATE_MET_LATE ||
	    ob->state == STATE_WAIVED;
}

bool
tell_is_live(const struct obligation *ob)
{
	return ob->state == STATE_UPCOMING || ob->state == STATE_OPEN ||
	    ob->state == STATE_LATE || ob->state == STATE_MISSED;
}

const char *
tell_shared_debtor(const struct wording *w)
{
	const struct responsible *r = &w->responsible;

	if (r->nleads != 1 || (r->mode == RESPONSIBLE_EACH &&
	    r->leads[0]->nmembers == 0))
		return "";
	return r->leads[0]->id;
}

enum reason
tell_silence(const struct obligation *ob, struct date day)
{
	if (ob->wording->remind.none)
		return REASON_POLICY;
	if (ob->marks & MARK_CAP)
		return REASON_CAP;
	if (ob->marks & MARK_BASELINE)
		return REASON_BASELINE;
	if (ob->state == STATE_MISSED &&
	    date_diff(day, ob->missed_from) >= TIMELINE_MISSED_DAYS)
		return REASON_RESTS;
	return REASON_NONE;
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

void
tell_resting(struct teller *t, struct subject *s)
{
	tell_reopened(t, s);
	tell_rework(t, s);
}

void
tell_others(struct teller *t, struct subject *s)
{
	struct timeline line;

	timeline_of(s->ob, t->in->baseline, &line);
	tell_reopened(t, s);
	tell_co(t, s, &line);
}

/* The first notice to an address is the only one: the gravest goes first,
 * then the stronger role. */
void
tell_own(struct teller *t, struct subject *s)
{
	struct timeline line;
	struct stage_day what;

	timeline_of(s->ob, t->in->baseline, &line);
	if (tell_is_live(s->ob)) {
		tell_reopened(t, s);
		tell_rework(t, s);
		tell_supervisors(t, s, &line);
		if (stage_now(t, s, &line, ROLE_LEAD, &what))
			tell_leads(t, s, what);
		if (s->ob->wording->responsible.mode != RESPONSIBLE_EACH)
			tell_co(t, s, &line);
	} else {
		tell_refuse(t, s, REASON_SUBMITTED);
	}
	tell_controller(t, s, line.told_from);
}
