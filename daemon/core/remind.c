/* Bodies' own - Groups for their co-executors - Schedules - The whole */
#include "core/remind.h"

#include <stdlib.h>
#include <string.h>

#include "core/tell.h"

/* --- bodies' own --------------------------------------------------------- */

/* The day lies too far ahead of the window for any stage. */
static bool
is_far(const struct obligation *ob, struct date day)
{
	return date_diff(ob->window.start, day) >
	    remind_reach_days(ob->wording);
}

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
struct moved {
	const struct obligation **items;
	size_t n, cap;
};

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

static bool
had_due(const struct obligation *ob, struct date due)
{
	for (size_t i = 0; i < ob->ndues; i++)
		if (date_equal(ob->dues[i], due))
			return true;
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
	for (size_t i = 0; i < ob->ndues; i++) {
		bool shared = date_equal(ob->dues[i], ob->due);

		for (size_t k = 0; k < e->nobligations && !shared; k++)
			shared = &e->obligations[k] != ob &&
			    had_due(&e->obligations[k], ob->dues[i]);
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
	if (is_far(ob, t->in->day) && ob->npending == 0 && !ob->rework)
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

/* --- groups for their co-executors --------------------------------------- */

static bool
is_shared(const struct obligation *ob)
{
	return ob->wording->responsible.mode == RESPONSIBLE_EACH &&
	    ob->wording->responsible.nothers > 0 &&
	    !ob->wording->remind.none &&
	    !(ob->marks & (MARK_CAP | MARK_BASELINE));
}

/* Of one DUE: some member still has to do it, or something was said. */
static bool
is_topical(const struct teller *t, const struct obligation *ob)
{
	if (tell_is_live(ob) &&
	    tell_silence(ob, t->in->day) == REASON_NONE &&
	    !is_far(ob, t->in->day))
		return true;
	return said_any(&t->index, &ob->due, 1,
	    tell_shared_debtor(ob->wording));
}

static int
by_day(const void *a, const void *b)
{
	const struct date *x = a, *y = b;

	return (x->n > y->n) - (x->n < y->n);
}

/* Stable by construction: the place in the file breaks ties. */
struct part {
	const struct obligation *ob;
	size_t place;
};

static int
by_due(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	if (!date_equal(x->ob->due, y->ob->due))
		return date_before(x->ob->due, y->ob->due) ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

/* All members' obligations of the DUEs that are topical, by DUE. */
static size_t
gather(const struct teller *t, struct part **ret)
{
	const struct remind_input *in = t->in;
	struct date *dues = NULL;
	struct part *parts = NULL;
	size_t ndues = 0, cap = 0, n = 0, capparts = 0;

	for (size_t i = 0; i < in->npairs; i++) {
		const struct evaluation *e = &in->evaluations[i];

		for (size_t k = 0; k < e->nobligations; k++)
			if (is_shared(&e->obligations[k]) &&
			    is_topical(t, &e->obligations[k]))
				*(struct date *)arena_push(t->arena,
				    (void **)&dues, &ndues, &cap,
				    sizeof(*dues)) = e->obligations[k].due;
	}
	if (ndues == 0)
		return 0;
	qsort(dues, ndues, sizeof(*dues), by_day);
	for (size_t i = 0; i < in->npairs; i++) {
		const struct evaluation *e = &in->evaluations[i];

		for (size_t k = 0; k < e->nobligations; k++) {
			const struct obligation *ob = &e->obligations[k];

			if (!is_shared(ob) || !bsearch(&ob->due, dues, ndues,
			    sizeof(*dues), by_day))
				continue;
			*(struct part *)arena_push(t->arena, (void **)&parts,
			    &n, &capparts, sizeof(*parts)) =
			    (struct part){ob, n};
		}
	}
	if (n > 0)
		qsort(parts, n, sizeof(*parts), by_due);
	*ret = parts;
	return n;
}

/* The worse of two members, for whose sake the others are written to: the
 * one without a promise, then the one that began first. */
static const struct obligation *
worse(const struct obligation *a, const struct obligation *b)
{
	bool promised_a, promised_b;

	if (!a)
		return b;
	promised_a = a->marks & MARK_PROMISED;
	promised_b = b->marks & MARK_PROMISED;
	if (promised_a != promised_b)
		return promised_a ? b : a;
	return date_before(b->window.start, a->window.start) ? b : a;
}

static void
remind_group(struct teller *t, const struct part *parts, size_t n)
{
	const struct body **leads = arena_array(t->arena, n, sizeof(*leads));
	const struct obligation *worst = NULL;
	struct subject s;
	unsigned members = 0, done = 0, settled = 0;

	for (size_t i = 0; i < n; i++) {
		const struct obligation *ob = parts[i].ob;

		leads[i] = ob->pair->body;
		members += ob->state != STATE_WAIVED;
		done += ob->state == STATE_MET || ob->state == STATE_MET_LATE;
		settled += tell_is_settled(ob);
		if (tell_is_live(ob) &&
		    tell_silence(ob, t->in->day) == REASON_NONE)
			worst = worse(worst, ob);
	}
	s = tell_subject(t, worst ? worst : parts[n - 1].ob,
	    &parts[0].ob->due, 1, tell_shared_debtor(parts[0].ob->wording));
	s.members = members;
	s.members_done = done;
	s.leads = leads;
	s.nleads = n;
	if (worst)
		tell_others(t, &s);
	else
		tell_refuse(t, &s, settled == n ? REASON_MET :
		    REASON_SUBMITTED);
	if (!worst && settled == n)
		tell_closed(t, &s);
}

static void
remind_groups(struct teller *t)
{
	struct part *parts = NULL;
	size_t n = gather(t, &parts), from = 0;

	for (size_t i = 1; i <= n; i++) {
		if (i < n && date_equal(parts[i].ob->due, parts[from].ob->due))
			continue;
		remind_group(t, parts + from, i - from);
		from = i;
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
	    date_before(asked, in->baseline))
		return;
	nrows = said_about(t->arena, &t->index, &none, 1, s.debtor, &rows);
	n = tell_reach(t, owner, pair->roadmap->language, &to);
	for (size_t i = 0; i < n; i++) {
		notice.to = &to[i];
		if (date_before(said_last(rows, nrows, &to[i], false), asked))
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

/* --- the whole ----------------------------------------------------------- */

size_t
remind(struct arena *a, const struct remind_input *in,
    const struct notice **ret)
{
	struct teller t = {.arena = a, .in = in};

	said_index_of(a, in->said, in->nsaid, &t.index);
	for (size_t i = 0; i < in->npairs; i++)
		remind_pair(&t, &in->evaluations[i]);
	remind_groups(&t);
	remind_schedule(&t);
	*ret = t.notices;
	return t.n;
}
