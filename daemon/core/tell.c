/* Refusals - Notices and keys - Subjects */
#include "core/tell.h"

#include <string.h>

#include "core/str.h"

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
void
tell_refuse_stage(const struct teller *t, const struct subject *s,
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

		tell_refuse_stage(t, s, &what, notice.role, notice.to->body,
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

/* closed:2 and reopened:2 are the second ones to whoever they reach, be it in
 * another's place: a deputy's keys are his own. */
static struct stage
numbered(const struct teller *t, const struct subject *s, struct stage stage,
    const struct reach *to)
{
	struct heard h;

	if (stage.kind != STAGE_CLOSED && stage.kind != STAGE_REOPENED)
		return stage;
	h = said_to(s->rows, s->nrows, to->body->id, t->in->day);
	stage.k = (uint16_t)(1 + (stage.kind == STAGE_CLOSED ? h.closed
	    : h.reopened));
	return stage;
}

void
tell_stage_to(struct teller *t, const struct subject *s, struct stage_day what,
    enum role role, const struct reach *to)
{
	struct notice notice = {
		.obligation = s->ob, .pair = s->ob->pair,
		.stage = numbered(t, s, what.stage, to), .role = role,
		.to = to, .due = s->due, .debtor = s->debtor, .day = t->in->day,
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

size_t
tell_reach_of(const struct teller *t, const struct subject *s,
    const struct body *body, const struct reach **ret)
{
	return tell_reach(t, body, s->ob->pair->roadmap->language, ret);
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

	timeline_of(s->ob, t->in->baseline, &line);
	if (tell_is_live(s->ob)) {
		tell_reopened(t, s);
		tell_rework(t, s);
		tell_supervisors(t, s, &line);
		tell_lead(t, s, &line);
		if (s->ob->wording->responsible.mode != RESPONSIBLE_EACH)
			tell_co(t, s, &line);
	} else {
		tell_refuse(t, s, REASON_SUBMITTED);
	}
	tell_controller(t, s, line.told_from);
}
