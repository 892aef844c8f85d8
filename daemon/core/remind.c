/* Bodies' own - Schedules - How the others stand - The whole */
#include "core/remind.h"

#include <stdlib.h>

#include "core/tell.h"

/* --- bodies' own --------------------------------------------------------- */

/* An obligation is known by its DUE, so windows that extensions moved to one
 * DUE are one (design.md §5, §6): one for which nothing was handed in speaks
 * for all, else one that waits for acceptance, else the first. */
static int
urgency(const struct obligation *ob)
{
	return tell_is_live(ob) ? 2 : !tell_is_settled(ob);
}

static bool
speaks_before(const struct obligation *a, const struct obligation *b)
{
	int x = urgency(a), y = urgency(b);

	return x != y ? x > y : a < b;
}

/* Only an extension brings two windows to one DUE: so one of the two is among
 * the moved ones, and looking through these and past them is enough. */
static struct moved
find_moved(struct arena *a, const struct evaluation *e)
{
	struct moved m = {0};

	for (size_t i = 0; i < e->nobligations; i++)
		if (e->obligations[i].ndues > 1)
			*(const struct obligation **)arena_push(a,
			    (void **)&m.items, &m.n, &m.cap,
			    sizeof(*m.items)) = &e->obligations[i];
	return m;
}

static bool
is_spoken_for(const struct evaluation *e, const struct moved *m,
    const struct obligation *ob)
{
	bool alone = ob->ndues == 1;
	size_t n = alone ? m->n : e->nobligations;

	for (size_t i = 0; i < n; i++) {
		const struct obligation *other = alone ? m->items[i]
		    : &e->obligations[i];

		if (other != ob && date_equal(other->due, ob->due) &&
		    speaks_before(other, ob))
			return true;
	}
	return false;
}

/* The DUEs by which what was said of an obligation is found: the one that
 * holds and former ones, unless they are another window's too. */
static size_t
known_dues(struct arena *a, const struct evaluation *e,
    const struct obligation *ob, const struct date **ret)
{
	struct date *dues;
	size_t n = 0;

	*ret = ob->dues;
	if (ob->ndues == 1)
		return 1;
	dues = arena_array(a, ob->ndues, sizeof(*dues));
	dues[n++] = ob->due;
	for (size_t i = 0; i + 1 < ob->ndues; i++) {
		bool shared = false;

		for (size_t k = 0; k < e->nobligations && !shared; k++)
			shared = &e->obligations[k] != ob &&
			    tell_had_due(&e->obligations[k], ob->dues[i]);
		if (!shared)
			dues[n++] = ob->dues[i];
	}
	*ret = dues;
	return n;
}

static void
remind_own(struct teller *t, const struct evaluation *e,
    const struct obligation *ob)
{
	const char *debtor = ob->pair->body->id;
	const struct date *dues;
	size_t ndues = known_dues(t->arena, e, ob, &dues);
	struct subject s = {.ob = ob, .debtor = debtor};
	enum reason silence = tell_silence(ob, t->in->day);

	if (silence != REASON_NONE) {
		tell_refuse(t, &s, silence);
		if (silence != REASON_RESTS || (!ob->rework &&
		    !said_any(&t->index, dues, ndues, debtor)))
			return;
		s = tell_subject(t, ob, dues, ndues, debtor);
		tell_resting(t, &s);
		return;
	}
	if (tell_is_settled(ob)) {
		tell_refuse(t, &s, ob->state == STATE_WAIVED ? REASON_WAIVED :
		    REASON_MET);
		if (!said_any(&t->index, dues, ndues, debtor))
			return;
		s = tell_subject(t, ob, dues, ndues, debtor);
		tell_closed(t, &s);
		return;
	}
	if (tell_is_far(ob, t->in->day) && ob->npending == 0 && !ob->rework)
		return;
	s = tell_subject(t, ob, dues, ndues, debtor);
	tell_own(t, &s);
}

static void
remind_pair(struct teller *t, const struct evaluation *e)
{
	const struct moved moved = find_moved(t->arena, e);

	for (size_t i = 0; i < e->nobligations; i++) {
		const struct obligation *ob = &e->obligations[i];
		struct subject s = {.ob = ob, .debtor = ob->pair->body->id};

		if (is_spoken_for(e, &moved, ob))
			tell_refuse(t, &s, REASON_MERGED);
		else
			remind_own(t, e, ob);
	}
}

/* --- schedules ----------------------------------------------------------- */

static const struct body *
schedule_owner(const struct pair *pair, const struct wording *w)
{
	if (w->schedule && w->schedule->owner)
		return w->schedule->owner;
	if (w->responsible.mode == RESPONSIBLE_EACH &&
	    pair->roadmap->order.by)
		return pair->roadmap->order.by;
	return w->responsible.nleads ? w->responsible.leads[0] : NULL;
}

static struct date
known_since(const struct remind_input *in, const struct rule *rule,
    const struct wording *w)
{
	return !in->since ? in->baseline : date_max(in->baseline,
	    in->since[w - rule->wordings].told);
}

/* schedule:q on the first working day of quarter q, for as long as the
 * schedule is not there. It has no DUE; the quarter's first day stands for it
 * in the key, so that next year's question is another one. */
static void
ask_for_schedule(struct teller *t, const struct pair *pair)
{
	const struct remind_input *in = t->in;
	const struct wording *w = rule_wording(pair->rule, in->day);
	const struct body *owner = schedule_owner(pair, w);
	struct civil c = date_civil(in->day);
	int quarter = (c.month - 1) / 3 + 1;
	struct date first = month_first(c.year, 3 * quarter - 2);
	struct date asked = workcal_next(pair->roadmap->cal, first);
	const struct date none = DATE_NONE;
	struct notice notice = {
		.pair = pair, .role = ROLE_OWNER, .due = DATE_NONE,
		.debtor = tell_shared_debtor(w),
		.stage = {.kind = STAGE_SCHEDULE, .k = (uint16_t)quarter},
		.day = in->day
	};
	struct subject s = {.debtor = notice.debtor, .first = t->n};
	const struct reach *to;
	const struct said *const *rows;
	size_t n, nrows;

	if (w->remind.none || !owner || date_before(in->day, asked) ||
	    date_before(asked, known_since(in, pair->rule, w)))
		return;
	nrows = said_about(t->arena, &t->index, &none, 1, s.debtor, &rows);
	n = tell_reach(t, owner, pair->roadmap->language, &to);
	for (size_t i = 0; i < n; i++) {
		notice.to = &to[i];
		if (!said_since(rows, nrows, &to[i], asked, false))
			tell_say(t, &s, notice, first);
	}
}

static void
remind_schedule(struct teller *t)
{
	for (size_t i = 0; i < t->in->npairs; i++) {
		if (t->in->evaluations[i].waiting) {
			ask_for_schedule(t, &t->in->pairs[i]);
			return;
		}
	}
}

/* --- how the others stand ------------------------------------------------ */

static void
count_peers(const struct remind_input *in, struct notice *n)
{
	for (size_t i = 0; i < in->npairs; i++) {
		const struct evaluation *e = &in->evaluations[i];

		if (in->pairs[i].group != n->pair->group)
			continue;
		for (size_t k = 0; k < e->nobligations; k++) {
			const struct obligation *ob = &e->obligations[k];

			if (!date_equal(ob->due, n->due) ||
			    ob->state == STATE_WAIVED)
				continue;
			n->peers++;
			n->peers_done += tell_is_settled(ob);
		}
	}
}

/* Several members of a group that are told on make one row of a letter, which
 * says how many did their part. */
static void
add_peers(struct teller *t)
{
	const struct notice *counted = NULL;

	for (size_t i = 0; i < t->n; i++) {
		struct notice *n = &t->notices[i];

		if (n->stage.kind != STAGE_ESCALATE || !n->pair->group)
			continue;
		if (counted && counted->pair->group == n->pair->group &&
		    date_equal(counted->due, n->due)) {
			n->peers = counted->peers;
			n->peers_done = counted->peers_done;
			continue;
		}
		count_peers(t->in, n);
		counted = n;
	}
}

/* --- the whole ----------------------------------------------------------- */

size_t
remind(struct arena *a, const struct remind_input *in,
    const struct notice **ret)
{
	struct teller t = {.arena = a, .in = in};

	said_index_of(a, in->said, in->nsaid, &t.index);
	for (size_t i = 0; i < in->npairs; i++)
		remind_pair(&t, &in->evaluations[i]);
	tell_groups(&t);
	remind_schedule(&t);
	add_peers(&t);
	*ret = t.notices;
	return t.n;
}
