/* Windows - Decisions - Deeds - What was taken back - Strays - The hearing */
#include "core/court.h"

#include <stdlib.h>

/* --- windows ------------------------------------------------------------- */

/* Sets the days that follow from a DUE, the order's or a decision's. */
static void
set_due(struct court *c, size_t i, struct date due)
{
	struct obligation *ob = &c->obs[i];
	struct slot *s = &c->slots[i];

	ob->due = due;
	ob->effective = date_max(ob->window.start,
	    workcal_effective(c->pair->roadmap->cal, ob->window.start, due,
	    ob->wording->shift));
	ob->last = date_max(due, ob->effective);
	s->moved = due;
	s->last = ob->last;
}

static struct since
since_of(const struct court *c, const struct wording *w)
{
	const struct since *s = c->in->since;
	struct date from = c->in->baseline;

	if (!s)
		return (struct since){from, from};
	s += w - c->pair->rule->wordings;
	return (struct since){date_max(from, s->worded),
	    date_max(from, s->told)};
}

void
court_open(struct court *c)
{
	openings_find(c->arena, c->pair, c->in->today, &c->openings);
	c->n = c->openings.nwindows;
	c->obs = arena_array(c->arena, c->n, sizeof(*c->obs));
	c->slots = arena_array(c->arena, c->n, sizeof(*c->slots));
	for (size_t i = 0; i < c->n; i++) {
		const struct pair_window *w = &c->openings.windows[i];
		struct since since = since_of(c, w->wording);

		c->obs[i] = (struct obligation){
			.pair = c->pair, .wording = w->wording,
			.window = w->window, .met_on = DATE_NONE,
			.missed_from = DATE_NONE,
			.promised_until = DATE_NONE, .broken = DATE_NONE,
			.known = since.worded, .told_from = since.told,
			.quiet = DATE_NONE
		};
		c->slots[i] = (struct slot){
			.start = w->window.start, .due = w->window.due,
			.min = w->window.min, .owed = w->window.min > 0
		};
		set_due(c, i, w->window.due);
	}
}

/* --- decisions ----------------------------------------------------------- */

static void
add_stray(struct court *c, const struct entry *e)
{
	*(const struct entry **)arena_push(c->arena, (void **)&c->strays,
	    &c->nstrays, &c->capstrays, sizeof(*c->strays)) = e;
}

size_t
court_slot(const struct court *c, const struct entry *e)
{
	if (!date_is_none(e->window))
		return assign_named(c->slots, c->n, e->window);
	return assign_about(c->slots, c->n,
	    date_is_none(e->date) ? e->entered : e->date);
}

/* The latest extension of a window holds; its reminders begin anew the day
 * after it was decided, which is known from the day it was entered. */
static void
extend(struct court *c, size_t i, const struct entry *e)
{
	struct obligation *ob = &c->obs[i];
	const struct date *had = ob->ndues ? ob->dues : &ob->window.due;
	size_t nhad = ob->ndues ? ob->ndues : 1, n = 0;
	struct date *dues = arena_array(c->arena, nhad + 1, sizeof(*dues));

	for (size_t k = 0; k < nhad; k++)
		if (!date_equal(had[k], e->until))
			dues[n++] = had[k];
	dues[n++] = e->until;
	ob->dues = dues;
	ob->ndues = n;
	ob->extension = e;
	ob->marks |= MARK_EXTENDED;
	ob->told_from = date_max(since_of(c, ob->wording).told,
	    date_add(e->entered, 1));
	set_due(c, i, e->until);
}

/* Deeds that were logged while an extension held name the window by its DUE,
 * and must find it when the extension is replaced or taken back. */
static void
add_name(struct court *c, struct slot *s, struct date due)
{
	struct date *names = arena_array(c->arena, s->nnames + 1,
	    sizeof(*names));

	for (size_t i = 0; i < s->nnames; i++)
		names[i] = s->names[i];
	names[s->nnames++] = due;
	s->names = names;
}

static bool
can_extend(const struct court *c, size_t i, const struct entry *e)
{
	return i != ASSIGN_NONE && !date_is_none(e->until) &&
	    !date_before(e->until, c->slots[i].start);
}

static void
decide(struct court *c, const struct entry *e)
{
	size_t i = court_slot(c, e);

	if (i == ASSIGN_NONE ||
	    (e->kind == ENTRY_EXTEND && !can_extend(c, i, e))) {
		add_stray(c, e);
		return;
	}
	c->slots[i].heard = true;
	if (e->kind == ENTRY_EXTEND) {
		extend(c, i, e);
		add_name(c, &c->slots[i], e->until);
	} else if (e->kind == ENTRY_WAIVE) {
		c->obs[i].waiver = e;
		c->slots[i].owed = false;
	} else {                        /* the latest promise replaces */
		c->obs[i].promised_until = e->until;
	}
}

static void
decide_void(struct court *c, const struct entry *e)
{
	size_t i = court_slot(c, e);

	if (can_extend(c, i, e))
		add_name(c, &c->slots[i], e->until);
}

static void
take_decisions(struct court *c)
{
	for (size_t i = 0; i < c->ledger.nlines; i++) {
		const struct ledger_line *line = &c->ledger.lines[i];
		enum entry_kind kind = line->entry->kind;

		if (kind == ENTRY_EXTEND && line->known && line->voided)
			decide_void(c, line->entry);
		else if (ledger_stands(line) && (kind == ENTRY_EXTEND ||
		    kind == ENTRY_WAIVE || kind == ENTRY_PROMISE))
			decide(c, line->entry);
	}
}

/* --- deeds --------------------------------------------------------------- */

static void
take_deeds(struct court *c)
{
	c->deeds = arena_array(c->arena, c->ledger.nlines, sizeof(*c->deeds));
	for (size_t i = 0; i < c->ledger.nlines; i++) {
		const struct ledger_line *line = &c->ledger.lines[i];
		const struct entry *e = line->entry;
		const struct entry *verdict = line->verdict;

		if (!ledger_stands(line) ||
		    (e->kind != ENTRY_DONE && e->kind != ENTRY_PARTLY))
			continue;
		if (date_is_none(e->date) || date_before(e->entered, e->date)) {
			add_stray(c, e);        /* refused: not done yet */
			continue;
		}
		c->deeds[c->ndeeds++] = (struct deed){
			.entry = e,
			.counts = e->kind == ENTRY_DONE &&
			    !(verdict && verdict->kind == ENTRY_RETURN),
			.accepted = verdict && verdict->kind == ENTRY_ACCEPT,
			.verdict = verdict
		};
	}
	assign_deeds(c->arena, c->slots, c->n, c->deeds, c->ndeeds);
}

enum standing
court_standing(const struct court *c, const struct deed *d)
{
	if (!d->counts)
		return SHOWN;
	return d->accepted || !c->obs[d->slot].wording->accept ? COUNTED
	    : PENDING;
}

static void
note_part(struct obligation *ob, const struct entry *e)
{
	if (e->kind != ENTRY_PARTLY)
		return;
	ob->partly++;
	if (!ob->part || date_before(ob->part->date, e->date) ||
	    (date_equal(ob->part->date, e->date) && ob->part->id < e->id))
		ob->part = e;
}

static void
count_deed(struct court *c, const struct deed *d)
{
	struct obligation *ob = &c->obs[d->slot];

	switch (court_standing(c, d)) {
	case COUNTED:
		ob->nentries++;
		break;
	case PENDING:
		ob->npending++;
		break;
	case SHOWN:
		note_part(ob, d->entry);
		break;
	}
	/* Only a return that no deed of a later day has answered asks for
	 * rework; within one day the order of entries means nothing. */
	if (d->counts && ob->rework &&
	    date_before(ob->rework->entered, d->entry->entered))
		ob->rework = NULL;
}

static void
note_return(struct obligation *ob, const struct deed *d)
{
	if (!d->counts && d->verdict && d->verdict->kind == ENTRY_RETURN &&
	    (!ob->rework || ob->rework->id < d->verdict->id)) {
		ob->rework = d->verdict;
		ob->sent_back = d->entry;
	}
}

/* Which of the deeds that count it is: the MIN-th meets its window. */
static void
note_accepted(struct obligation *ob, const struct deed *d, size_t place)
{
	if (place + 1 == ob->window.min && d->accepted)
		ob->accepted = d->verdict;
}

/* Gives each window its entries, by the day of the deed: counts, lays out
 * one array for all, fills it. */
static void
share_out(struct court *c)
{
	const struct entry **all = arena_array(c->arena, c->ndeeds,
	    sizeof(*all));
	size_t *filled, used = 0;

	if (c->ndeeds == 0)
		return;
	filled = arena_array(c->arena, 2 * c->n, sizeof(*filled));
	for (size_t i = 0; i < c->ndeeds; i++)
		if (c->deeds[i].slot == ASSIGN_NONE)
			add_stray(c, c->deeds[i].entry);
		else
			note_return(&c->obs[c->deeds[i].slot], &c->deeds[i]);
	for (size_t i = 0; i < c->ndeeds; i++)
		if (c->deeds[i].slot != ASSIGN_NONE) {
			c->slots[c->deeds[i].slot].heard = true;
			count_deed(c, &c->deeds[i]);
		}
	for (size_t i = 0; i < c->n; i++) {
		struct obligation *ob = &c->obs[i];

		if (!c->slots[i].heard)
			continue;
		ob->entries = all + used;
		ob->pending = ob->entries + ob->nentries;
		filled[2 * i] = used;
		filled[2 * i + 1] = used + ob->nentries;
		used += ob->nentries + ob->npending;
		ob->done = (unsigned)ob->nentries;
	}
	for (size_t i = 0; i < c->ndeeds; i++) {
		const struct deed *d = &c->deeds[i];
		struct obligation *ob;
		bool pending;
		size_t at;

		if (d->slot == ASSIGN_NONE || court_standing(c, d) == SHOWN)
			continue;
		ob = &c->obs[d->slot];
		pending = court_standing(c, d) == PENDING;
		at = filled[2 * d->slot + pending]++;
		all[at] = d->entry;
		if (!pending)
			note_accepted(ob, d, (size_t)(&all[at] - ob->entries));
	}
}

/* --- what was taken back ------------------------------------------------- */

/* A deed that stands no more is in no window; whoever must hear that it does
 * not asks in which one it was: the one it names or its day is about. */
static void
note_voided(struct court *c)
{
	for (size_t i = 0; i < c->ledger.nlines; i++) {
		const struct ledger_line *line = &c->ledger.lines[i];
		const struct entry *e = line->entry;
		struct obligation *ob;
		size_t slot;

		if (!line->known || !line->voided ||
		    (e->kind != ENTRY_DONE && e->kind != ENTRY_WAIVE))
			continue;
		slot = court_slot(c, e);
		if (slot == ASSIGN_NONE)
			continue;
		ob = &c->obs[slot];
		if (ob->voided_by && line->voided->id < ob->voided_by->id)
			continue;
		ob->voided = e;
		ob->voided_by = line->voided;
	}
}

/* --- strays -------------------------------------------------------------- */

bool
court_names_nothing(const struct court *c, const struct entry *e)
{
	const struct rule *rule = c->pair->rule;

	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct term *t = rule->wordings[i].term;

		if (e->kind == ENTRY_REQUEST ? term_is_on_request(t)
		    : term_is_external(t))
			return false;
	}
	return true;
}

static int
by_id(const void *a, const void *b)
{
	const struct entry *x = *(const struct entry *const *)a;
	const struct entry *y = *(const struct entry *const *)b;

	return (x->id > y->id) - (x->id < y->id);
}

static void
find_strays(struct court *c)
{
	for (size_t i = 0; i < c->ledger.nlines; i++) {
		const struct ledger_line *line = &c->ledger.lines[i];
		const struct entry *e = line->entry;

		if (ledger_stands(line) && (e->kind == ENTRY_REQUEST ||
		    e->kind == ENTRY_SCHEDULE) && court_names_nothing(c, e))
			add_stray(c, e);
	}
	if (c->nstrays > 1)
		qsort(c->strays, c->nstrays, sizeof(*c->strays), by_id);
}

/* --- the hearing --------------------------------------------------------- */

void
court_read(struct court *c)
{
	ledger_read(c->arena, c->in->entries, c->in->nentries, c->in->today,
	    &c->ledger);
	openings_read(c->arena, c->pair, &c->ledger, c->in->horizon,
	    &c->openings);
}

void
court_weigh(struct court *c)
{
	take_decisions(c);
	take_deeds(c);
	share_out(c);
	note_voided(c);
	find_strays(c);
}

void
court_hear(struct court *c)
{
	court_read(c);
	court_open(c);
	court_weigh(c);
}
