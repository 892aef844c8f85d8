/* Who owes what: a rule's debtors and their windows (design.md §4, §5). */
#include <stdlib.h>
#include <string.h>

#include "core/roadmap.h"

/* A tenure before the pairs are known: whose, and by which wording. */
struct claim {
	const struct body *body, *group;
	struct tenure tenure;
	size_t pair;            /* index among the pairs */
};

struct claims {
	struct arena *arena;
	const struct wording *wording;
	const struct body *group;       /* the lead being taken apart */
	const struct body *only;        /* whose claims are wanted, or NULL */
	struct claim *items;
	size_t n, cap;
};

static void
add_claim(struct claims *c, const struct body *body, struct date_span days)
{
	struct claim *item;

	if (span_empty(days) || (c->only && c->only != body))
		return;
	item = arena_push(c->arena, (void **)&c->items, &c->n, &c->cap,
	    sizeof(*item));
	item->body = body;
	item->group = c->group;
	item->tenure = (struct tenure){c->wording, days};
}

static void
add_members(struct claims *c, const struct body *body, struct date_span days,
    int deep)
{
	if (body->nmembers == 0 || deep == GROUP_DEEP) {
		add_claim(c, body, days);
		return;
	}
	for (size_t i = 0; i < body->nmembers; i++) {
		const struct member *m = &body->members[i];
		struct date_span in = {m->from, m->to};

		add_members(c, m->body, span_cut(days, in), deep + 1);
	}
}

/* From the one asked for upwards, as add_members goes down. */
static void
add_ways_up(struct claims *c, const struct body *lead,
    const struct body *at, struct date_span days, int deep)
{
	if (at == lead) {
		add_claim(c, c->only, days);
		return;
	}
	for (size_t i = 0; i < at->ngroups && deep < GROUP_DEEP; i++) {
		const struct membership *m = &at->groups[i];
		struct date_span in = {m->member->from, m->member->to};

		add_ways_up(c, lead, m->group, span_cut(days, in), deep + 1);
	}
}

static void
add_debtors(struct claims *c, const struct wording *w)
{
	const struct date_span always = {DATE_MIN, DATE_MAX};
	const struct responsible *r = &w->responsible;

	c->wording = w;
	c->group = NULL;
	if (r->nleads == 0)
		return;
	if (r->mode != RESPONSIBLE_EACH) {
		add_claim(c, r->leads[0], always);
		return;
	}
	for (size_t i = 0; i < r->nleads; i++) {
		c->group = r->leads[i]->nmembers ? r->leads[i] : NULL;
		if (!c->only)
			add_members(c, r->leads[i], always, 0);
		else if (c->only->nmembers == 0)
			add_ways_up(c, r->leads[i], c->only, always, 0);
	}
}

/* Numbers the claims by body, in the order in which bodies first appear;
 * returns the number of bodies. A table of places keeps it linear. */
static size_t
number_bodies(struct claims *c)
{
	size_t size = 16, n = 0;
	size_t *table;

	while (size < 2 * c->n)
		size *= 2;
	table = arena_array(c->arena, size, sizeof(*table));
	for (size_t i = 0; i < c->n; i++) {
		size_t at = ((uintptr_t)c->items[i].body >> 4) * 2654435761u &
		    (size - 1);

		while (table[at] &&
		    c->items[table[at] - 1].body != c->items[i].body)
			at = (at + 1) & (size - 1);
		if (table[at] == 0) {
			table[at] = i + 1;
			c->items[i].pair = n++;
		} else {
			c->items[i].pair = c->items[table[at] - 1].pair;
		}
	}
	return n;
}

static int
by_wording_and_day(const void *a, const void *b)
{
	const struct tenure *x = a, *y = b;

	if (x->wording != y->wording)
		return x->wording < y->wording ? -1 : 1;
	return (x->days.first.n > y->days.first.n) -
	    (x->days.first.n < y->days.first.n);
}

/* Gives each pair its claims as tenures, the latest wording's group, and the
 * days between its first joining and its last leaving. */
static void
settle(const struct claims *c, struct pair *pairs, size_t npairs)
{
	struct tenure *all = arena_array(c->arena, c->n, sizeof(*all));
	size_t *start = arena_array(c->arena, npairs + 1, sizeof(*start));

	for (size_t i = 0; i < c->n; i++)
		start[c->items[i].pair + 1]++;
	for (size_t i = 0; i < npairs; i++) {
		start[i + 1] += start[i];
		pairs[i].tenures = all + start[i];
		pairs[i].joined = DATE_MAX;
		pairs[i].left = DATE_MIN;
	}
	for (size_t i = 0; i < c->n; i++) {
		const struct claim *claim = &c->items[i];
		struct pair *p = &pairs[claim->pair];

		all[start[claim->pair] + p->ntenures++] = claim->tenure;
		p->body = claim->body;
		p->group = claim->group;
		p->joined = date_min(p->joined, claim->tenure.days.first);
		p->left = date_max(p->left, claim->tenure.days.last);
	}
	for (size_t i = 0; i < npairs; i++)
		if (pairs[i].ntenures > 1)
			qsort(all + start[i], pairs[i].ntenures, sizeof(*all),
			    by_wording_and_day);
}

static size_t
lay_out(struct claims *c, const struct roadmap *r, const struct rule *rule,
    const struct pair **ret)
{
	struct pair *pairs;
	size_t n;

	for (size_t i = 0; i < rule->nwordings; i++)
		add_debtors(c, &rule->wordings[i]);
	n = number_bodies(c);
	pairs = arena_array(c->arena, n, sizeof(*pairs));
	for (size_t i = 0; i < n; i++) {
		pairs[i].roadmap = r;
		pairs[i].rule = rule;
	}
	settle(c, pairs, n);
	*ret = pairs;
	return n;
}

size_t
rule_pairs(struct arena *a, const struct roadmap *r, const struct rule *rule,
    const struct pair **ret)
{
	struct claims c = {.arena = a};

	return lay_out(&c, r, rule, ret);
}

const struct pair *
rule_pair(struct arena *a, const struct roadmap *r, const struct rule *rule,
    const struct body *body)
{
	struct claims c = {.arena = a, .only = body};
	const struct pair *pair;

	return lay_out(&c, r, rule, &pair) ? pair : NULL;
}

/* --- windows ------------------------------------------------------------- */

/* The days on which the rule's i-th wording is in force. */
static struct date_span
wording_days(const struct rule *rule, size_t i)
{
	struct date_span days = {
		i == 0 ? DATE_MIN : rule->wordings[i].from, DATE_MAX
	};

	if (i + 1 < rule->nwordings)
		days.last = date_add(rule->wordings[i + 1].from, -1);
	return days;
}

/* Dates that the file gives to the wording's schedule, with those that the
 * log entered. One that stands in both is one window by its DUE. */
static void
add_schedule(struct arena *a, const struct wording *w, struct term_frame *f)
{
	struct date_span *dates;
	size_t n;

	if (!w->schedule || w->schedule->ndates == 0)
		return;
	n = w->schedule->ndates + f->ndates;
	dates = arena_array(a, n, sizeof(*dates));
	memcpy(dates, w->schedule->dates,
	    w->schedule->ndates * sizeof(*dates));
	if (f->ndates)
		memcpy(dates + w->schedule->ndates, f->dates,
		    f->ndates * sizeof(*dates));
	qsort(dates, n, sizeof(*dates), span_compare_last);
	f->dates = dates;
	f->ndates = n;
}

/* Periods that are counted from the validity's first day must not move when
 * a row is added or a member joins; those that roll begin with that day. */
static bool
counts_from_validity(const struct term *t)
{
	for (size_t i = 0; i < t->nparts; i++) {
		const struct term_part *p = &t->parts[i];

		if (!p->rolling && (p->consecutive || p->interval > 1))
			return true;
	}
	return false;
}

enum { WINDOWS_MOST = 400 };     /* that one calendar period begins */

struct windows {
	struct arena *arena;
	size_t limit;
	struct pair_window *items;
	size_t n, cap;
	struct date next;       /* no window due before it any more */
};

/* Windows of one calendar period begin with it: «до 10 числа» and, in other
 * words, «до 20 числа». */
static bool
is_of_period(const struct term_window *a, const struct term_window *b)
{
	return a->unit != UNIT_COUNT && a->unit == b->unit &&
	    a->after == b->after && date_equal(a->full.first, b->full.first);
}

/* What fell due by the words before an amendment is not owed again by the new
 * ones: the month that has had its report by the 10th has it, in time or late,
 * when an order of the 15th says «до 20 числа». The first window of a period
 * answers to the first, the second to the second. */
static bool
is_owed_already(struct arena *a, const struct pair *pair, size_t tenure,
    const struct term_frame *frame, const struct term_frame *cut,
    const struct term_window *w)
{
	const struct tenure *t = &pair->tenures[tenure];
	const struct date eve = date_add(t->wording->from, -1);
	struct pair before = *pair;
	const struct pair_window *owed;
	struct term_window *own;
	size_t nowed, nown, older = 0, same = 0;

	if (tenure == 0 || w->unit == UNIT_COUNT ||
	    date_before(eve, w->full.first))
		return false;
	before.ntenures = tenure;
	nowed = pair_windows(a, &before, frame,
	    (struct date_span){w->full.first, eve}, SIZE_MAX, &owed);
	for (size_t i = 0; i < nowed; i++)
		older += is_of_period(&owed[i].window, w);
	if (older == 0)
		return false;
	nown = term_windows(t->wording->term, cut, (struct date_span){
	    w->full.first, date_add(w->due, -1)}, WINDOWS_MOST, a, &own);
	for (size_t i = 0; i < nown && i < WINDOWS_MOST; i++)
		same += is_of_period(&own[i], w);
	return same < older;
}

static void
add_windows(struct windows *out, const struct pair *pair, size_t tenure,
    struct date_span due, const struct term_frame *frame)
{
	const struct roadmap *r = pair->roadmap;
	const struct tenure *t = &pair->tenures[tenure];
	const struct date_span owed = {
		date_max(frame->in_force.first, t->days.first), DATE_MAX
	};
	struct term_frame f = *frame;
	struct term_window w;

	f.in_force.first = owed.first;
	if (counts_from_validity(t->wording->term)) {
		f.in_force.first = r->in_force.first;
		f.owed = &owed;
	}
	add_schedule(out->arena, t->wording, &f);
	due.first = date_max(due.first, out->next);
	while (out->n < out->limit && !span_empty(due) &&
	    term_next(t->wording->term, &f, due.first, &w) &&
	    !date_before(due.last, w.due)) {
		struct pair_window *item;

		due.first = date_add(w.due, 1);
		if (is_owed_already(out->arena, pair, tenure, frame, &f, &w))
			continue;
		item = arena_push(out->arena, (void **)&out->items, &out->n,
		    &out->cap, sizeof(*item));
		item->window = w;
		item->wording = t->wording;
		out->next = due.first;
	}
}

size_t
pair_windows(struct arena *a, const struct pair *pair,
    const struct term_frame *frame, struct date_span due_in, size_t limit,
    const struct pair_window **ret)
{
	struct windows out = {.arena = a, .limit = limit, .next = DATE_MIN};
	const struct rule *rule = pair->rule;

	due_in = span_cut(due_in,
	    (struct date_span){DATE_MIN, rule->in_force.last});
	for (size_t i = 0; i < pair->ntenures; i++) {
		const struct tenure *t = &pair->tenures[i];
		size_t wording = (size_t)(t->wording - rule->wordings);
		struct date_span due = span_cut(span_cut(due_in, t->days),
		    wording_days(rule, wording));

		add_windows(&out, pair, i, due, frame);
	}
	*ret = out.items;
	return out.n;
}
