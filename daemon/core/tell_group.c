/* The co-executors of an EACH rule hear of all its members together, once. */
#include <stdlib.h>

#include "core/tell.h"

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
	    !tell_is_far(ob, t->in->day))
		return true;
	return said_any(&t->index, ob->dues, ob->ndues,
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
 * one without a promise, then one that is not missed (of that no more comes,
 * while the other goes on being late), then the one that began first. */
static const struct obligation *
worse(const struct obligation *a, const struct obligation *b)
{
	bool promised_a, promised_b, missed_a, missed_b;

	if (!a)
		return b;
	promised_a = a->marks & MARK_PROMISED;
	promised_b = b->marks & MARK_PROMISED;
	if (promised_a != promised_b)
		return promised_a ? b : a;
	missed_a = a->state == STATE_MISSED;
	missed_b = b->state == STATE_MISSED;
	if (missed_a != missed_b)
		return missed_a ? b : a;
	return date_before(b->window.start, a->window.start) ? b : a;
}

/* Of one DUE. Whom an extension parted from the group still belongs to its
 * end: the others hear that all is done when he has done it too. */
struct group {
	const struct part *parts;       /* that are due now */
	size_t n;
	struct moved away;              /* that were due then */
	unsigned members, done;         /* of parts */
	unsigned away_done, away_members;
	bool settled;                   /* all of them, those away too */
	bool rests;                     /* some part, too long ago missed */
	const struct obligation *worst, *last;  /* last: done last of all */
};

static const struct obligation *
done_later(const struct obligation *a, const struct obligation *b)
{
	if (!a || date_is_none(a->met_on))
		return b;
	return date_is_none(b->met_on) || date_before(b->met_on, a->met_on) ?
	    a : b;
}

static void
count_part(struct group *g, const struct obligation *ob, unsigned *members,
    unsigned *done)
{
	*members += ob->state != STATE_WAIVED;
	*done += ob->state == STATE_MET || ob->state == STATE_MET_LATE;
	g->settled = g->settled && tell_is_settled(ob);
	g->last = done_later(g->last, ob);
}

static struct group
group_of(const struct teller *t, const struct part *parts, size_t n,
    const struct moved *moved)
{
	struct group g = {.parts = parts, .n = n, .settled = true};
	struct date due = parts[0].ob->due;

	for (size_t i = 0; i < n; i++) {
		const struct obligation *ob = parts[i].ob;

		count_part(&g, ob, &g.members, &g.done);
		if (!tell_is_live(ob))
			continue;
		if (tell_silence(ob, t->in->day) == REASON_NONE)
			g.worst = worse(g.worst, ob);
		g.rests |= tell_silence(ob, t->in->day) == REASON_RESTS;
	}
	for (size_t i = 0; i < moved->n; i++) {
		const struct obligation *ob = moved->items[i];

		if (date_equal(ob->due, due) || !tell_had_due(ob, due))
			continue;
		*(const struct obligation **)arena_push(t->arena,
		    (void **)&g.away.items, &g.away.n, &g.away.cap,
		    sizeof(*g.away.items)) = ob;
		count_part(&g, ob, &g.away_members, &g.away_done);
	}
	return g;
}

static bool
is_due_of(const struct part *parts, size_t n, struct date due)
{
	for (size_t i = 0; i < n; i++)
		if (date_equal(parts[i].ob->due, due))
			return true;
	return false;
}

struct dues {
	struct date *items;
	size_t n, cap;
};

static void
add_due(struct arena *a, struct dues *d, struct date due)
{
	*(struct date *)arena_push(a, (void **)&d->items, &d->n, &d->cap,
	    sizeof(due)) = due;
}

/* The DUEs by which a group is known: its own, and, when all of it was moved
 * there, former ones. Those at which others stayed behind go to *ret_others:
 * these end it for whoever heard of it then. */
static struct dues
group_dues(struct arena *a, const struct group *g, const struct part *all,
    size_t nall, struct dues *ret_others)
{
	struct dues own = {0};

	*ret_others = own;
	add_due(a, &own, g->parts[0].ob->due);
	for (size_t i = 0; i < g->n; i++)
		if (g->parts[i].ob->ndues == 1)
			return own;
	for (size_t i = 0; i < g->n; i++) {
		const struct obligation *ob = g->parts[i].ob;

		for (size_t k = 0; k + 1 < ob->ndues; k++)
			add_due(a, is_due_of(all, nall, ob->dues[k]) ?
			    ret_others : &own, ob->dues[k]);
	}
	return own;
}

static const struct body *const *
leads_of(struct arena *a, const struct group *g)
{
	const struct body **leads = arena_array(a, g->n, sizeof(*leads));

	for (size_t i = 0; i < g->n; i++)
		leads[i] = g->parts[i].ob->pair->body;
	return leads;
}

static void
tell_group(struct teller *t, const struct group *g, const struct part *all,
    size_t nall)
{
	const char *debtor = tell_shared_debtor(g->parts[0].ob->wording);
	struct dues elsewhere;
	struct dues own = group_dues(t->arena, g, all, nall, &elsewhere);
	struct subject s = tell_subject(t, g->worst ? g->worst : g->last,
	    own.items, own.n, debtor);

	s.due = g->parts[0].ob->due;
	s.members = g->members;
	s.members_done = g->done;
	s.leads = leads_of(t->arena, g);
	s.nleads = g->n;
	if (g->worst) {
		tell_others(t, &s);
		return;
	}
	tell_refuse(t, &s, g->settled ? REASON_MET : g->rests ?
	    REASON_RESTS : REASON_SUBMITTED);
	if (g->rests)
		tell_reopened(t, &s);
	if (!g->settled)
		return;
	s.members += g->away_members;
	s.members_done += g->away_done;
	s.nelsewhere = said_about(t->arena, &t->index, elsewhere.items,
	    elsewhere.n, debtor, &s.elsewhere);
	tell_closed(t, &s);
}

/* Obligations of members that an extension moved. */
static struct moved
find_shared_moved(const struct teller *t)
{
	struct moved all = {0};

	for (size_t i = 0; i < t->in->npairs; i++) {
		const struct evaluation *e = &t->in->evaluations[i];

		for (size_t k = 0; k < e->nobligations; k++)
			if (e->obligations[k].ndues > 1 &&
			    is_shared(&e->obligations[k]))
				*(const struct obligation **)arena_push(
				    t->arena, (void **)&all.items, &all.n,
				    &all.cap, sizeof(*all.items)) =
				    &e->obligations[k];
	}
	return all;
}

void
tell_groups(struct teller *t)
{
	struct part *parts = NULL;
	size_t n = gather(t, &parts), from = 0;
	struct moved moved = {0};

	if (n > 0)
		moved = find_shared_moved(t);
	for (size_t i = 1; i <= n; i++) {
		struct group g;

		if (i < n && date_equal(parts[i].ob->due, parts[from].ob->due))
			continue;
		g = group_of(t, parts + from, i - from, &moved);
		tell_group(t, &g, parts, n);
		from = i;
	}
}
