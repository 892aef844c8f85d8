/* Entries - Judging - The docket - The whole */
#include "core/evaluate.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/court.h"
#include "core/docket.h"
#include "core/stage.h"

static const char *const state_names[] = {
	[STATE_UPCOMING] = "upcoming",
	[STATE_OPEN] = "open",
	[STATE_SUBMITTED] = "submitted",
	[STATE_MET] = "met",
	[STATE_LATE] = "late",
	[STATE_MET_LATE] = "met late",
	[STATE_MISSED] = "missed",
	[STATE_WAIVED] = "waived",
};

_Static_assert(sizeof(state_names) / sizeof(state_names[0]) == STATE_COUNT,
    "every state has a name");

const char *
state_name(enum state state)
{
	return state_names[state];
}

const char *
mark_name(unsigned i)
{
	static const char *const names[MARK_COUNT] = {
		"behind", "over", "extended", "promised", "provisional",
		"cap", "baseline"
	};

	return names[i];
}

/* --- entries ------------------------------------------------------------- */

/* The first entry from `from` on whose body is not before that one. */
static size_t
first_of(const struct entry *all, size_t from, size_t n, const char *body)
{
	size_t low = from, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(all[middle].body, body) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t
entries_end(const struct entry *entries, size_t first, size_t n,
    const char *body)
{
	while (first < n && strcmp(entries[first].body, body) == 0)
		first++;
	return first;
}

/* Merges two rows that are by id: the order in which entries were made. */
size_t
pair_entries_at(struct arena *a, const struct entry *all, size_t nwhole,
    size_t first, size_t end, const struct entry *const **ret)
{
	const struct entry **mine = arena_array(a, nwhole + end - first,
	    sizeof(*mine));
	size_t whole = 0, k = 0;

	while (whole < nwhole || first < end)
		mine[k++] = first == end || (whole < nwhole &&
		    all[whole].id < all[first].id) ? &all[whole++] :
		    &all[first++];
	*ret = mine;
	return k;
}

/* Those of the whole rule come first, the pair's own lie together behind. */
size_t
pair_entries(struct arena *a, const struct pair *pair,
    const struct entry *all, size_t n, const struct entry *const **ret)
{
	const char *body = pair->body->id;
	size_t nwhole = entries_end(all, 0, n, "");
	size_t first = first_of(all, nwhole, n, body);

	return pair_entries_at(a, all, nwhole, first,
	    entries_end(all, first, n, body), ret);
}

/* --- judging ------------------------------------------------------------- */

static int
by_day(const void *a, const void *b)
{
	const struct date *x = a, *y = b;

	return (x->n > y->n) - (x->n < y->n);
}

/* From when an unmet window rests as missed, should nothing be done: the
 * start of the rule's next window (a window that was open already ends none)
 * or the end of the validity, but not before late:1 and every escalation step
 * had their day. */
static struct date
missed_from(const struct obligation *ob, struct date next)
{
	const struct pair *pair = ob->pair;
	const struct remind_policy *policy = &ob->wording->remind;
	const struct workcal *cal = pair->roadmap->cal;
	struct date end = date_min(pair->rule->in_force.last, pair->left);
	struct date from = next, told;

	if (date_is_none(from)) {
		if (!date_before(end, DATE_MAX))
			return DATE_NONE;
		from = date_add(end, 1);
	}
	told = stage_late_day(cal, policy, ob->last, 1);
	if (!date_is_none(told))
		from = date_max(from, date_add(told, 1));
	if (ob->wording->nsupervisors) {
		told = stage_escalate_day(cal, policy, ob->last,
		    (unsigned)ob->wording->nsupervisors);
		if (!date_is_none(told))
			from = date_max(from, date_add(told, 1));
	}
	return date_max(from, date_add(ob->last, 1));
}

static void
set_missed_from(struct court *c)
{
	struct date *starts = arena_array(c->arena, c->n, sizeof(*starts));
	size_t next = 0;

	for (size_t i = 0; i < c->n; i++)
		starts[i] = c->obs[i].window.start;
	if (c->n > 1)
		qsort(starts, c->n, sizeof(*starts), by_day);
	for (size_t i = 0; i < c->n; i++) {
		struct obligation *ob = &c->obs[i];

		while (next < c->n && !date_before(ob->window.due,
		    starts[next]))
			next++;
		ob->missed_from = missed_from(ob,
		    next < c->n ? starts[next] : DATE_NONE);
	}
}

static void
note_met(struct obligation *ob)
{
	const struct entry *e;

	if (ob->window.min == 0 || ob->done < ob->window.min)
		return;
	e = ob->entries[ob->window.min - 1];
	ob->met_on = e->date;
	ob->met_at = e->at;
}

static enum state
state_of(const struct obligation *ob, struct date today)
{
	if (!date_is_none(ob->met_on))
		return date_before(ob->last, ob->met_on) ? STATE_MET_LATE
		    : STATE_MET;
	if (ob->waiver)
		return STATE_WAIVED;
	if (ob->window.min == 0)        /* a cap: kept when it is over */
		return date_before(today, ob->window.start) ? STATE_UPCOMING :
		    date_before(ob->last, today) ? STATE_MET : STATE_OPEN;
	if (ob->done + ob->npending >= ob->window.min)
		return STATE_SUBMITTED;
	if (date_before(today, ob->window.start))
		return STATE_UPCOMING;
	if (!date_before(ob->last, today))
		return STATE_OPEN;
	if (date_is_none(ob->missed_from) ||
	    date_before(today, ob->missed_from))
		return STATE_LATE;
	return STATE_MISSED;
}

/* Silence puts it at risk: a quota below its pace, or a long window with
 * nothing logged at its half. */
static bool
is_behind(const struct obligation *ob, struct date today)
{
	if (ob->state != STATE_OPEN || ob->window.min == 0)
		return false;
	if (ob->window.min > 1)
		return ob->done < ob->wanted;
	return stage_is_long(ob->window.start, ob->due) &&
	    ob->npending + ob->partly == 0 &&
	    !date_before(today, stage_half(ob->window.start, ob->due));
}

static bool
is_provisional(const struct obligation *ob)
{
	const struct workcal *cal = ob->pair->roadmap->cal;

	return !workcal_is_official(cal, ob->due) ||
	    !workcal_is_official(cal, ob->effective);
}

/* Again once more is known: what was judged before is judged anew. */
static void
judge(struct obligation *ob, struct date today)
{
	const struct term_window *w = &ob->window;
	bool pending;

	ob->quiet = DATE_NONE;
	ob->marks &= MARK_EXTENDED;
	note_met(ob);
	ob->wanted = stage_wanted(w->min, w->start, ob->due, today);
	ob->state = state_of(ob, today);
	pending = ob->state == STATE_UPCOMING || ob->state == STATE_OPEN ||
	    ob->state == STATE_LATE || ob->state == STATE_MISSED;
	if (pending && !date_is_none(ob->promised_until) &&
	    date_before(ob->promised_until, today))
		ob->broken = ob->promised_until;
	if (!pending || !date_is_none(ob->broken))
		ob->promised_until = DATE_NONE;
	if (!date_is_none(ob->promised_until))
		ob->marks |= MARK_PROMISED;
	if (is_behind(ob, today))
		ob->marks |= MARK_BEHIND;
	if (w->max && ob->done > w->max)
		ob->marks |= MARK_OVER;
	if (w->min == 0)
		ob->marks |= MARK_CAP;
	if (is_provisional(ob))
		ob->marks |= MARK_PROVISIONAL;
	if (date_before(ob->last, ob->known))
		ob->marks |= MARK_BASELINE;
}

static void
judge_all(struct court *c)
{
	set_missed_from(c);
	for (size_t i = 0; i < c->n; i++)
		judge(&c->obs[i], c->in->today);
}

/* --- the docket ---------------------------------------------------------- */

static struct docket_page *
find_page(const struct court *c)
{
	struct docket *d = c->in->docket;

	if (!d || !c->openings.alike)
		return NULL;
	assert(date_equal(d->today, c->in->today) &&
	    date_equal(d->horizon, c->in->horizon));
	return docket_page(d, c->pair, c->in->baseline, c->openings.due);
}

static struct date
beyond(const struct court *c)
{
	const struct evaluate_input *in = c->in;

	return in->ahead_days == 0 ? DATE_NONE : openings_beyond(c->arena,
	    c->pair, &c->openings, in->horizon, in->ahead_days);
}

/* How it stands when nothing was logged. */
static void
write_page(const struct court *of, struct docket_page *page)
{
	struct court c = {
		.arena = of->in->docket->arena, .pair = of->pair,
		.in = of->in, .openings = of->openings
	};

	court_open(&c);
	judge_all(&c);
	for (size_t i = 0; i < c.n; i++) {
		c.obs[i].dues = &c.obs[i].window.due;
		c.obs[i].ndues = 1;
	}
	page->obs = c.obs;
	page->slots = c.slots;
	page->n = c.n;
	page->waiting = c.openings.waiting;
	page->waiting_year = c.openings.waiting_year;
	page->beyond = beyond(&c);
	page->written = true;
}

static void
copy_page(struct court *c, const struct docket_page *page)
{
	c->n = page->n;
	c->obs = arena_copy(c->arena, page->obs, c->n * sizeof(*c->obs));
	for (size_t i = 0; i < c->n; i++)
		c->obs[i].pair = c->pair;
}

/* What the log speaks of stands otherwise than on the page. */
static void
judge_heard(struct court *c)
{
	bool extended = false;

	for (size_t i = 0; i < c->n; i++)
		extended = extended || c->obs[i].extension;
	if (extended)
		set_missed_from(c);
	for (size_t i = 0; i < c->n; i++)
		if (c->slots[i].heard)
			judge(&c->obs[i], c->in->today);
}

/* How the pair stands by the page and by its log. */
static void
judge_by_page(struct court *c, const struct docket_page *page)
{
	copy_page(c, page);
	c->slots = arena_copy(c->arena, page->slots,
	    c->n * sizeof(*c->slots));
	court_weigh(c);
	judge_heard(c);
}

/* The page of a pair, and the pair judged by it; NULL: it is not judged yet.
 * One without entries stands as the page has it. */
static struct docket_page *
hear_by_page(struct court *c)
{
	struct docket *d = c->in->docket;
	bool silent = d && c->in->nentries == 0;
	struct docket_page *page = !silent ? NULL :
	    docket_silent(d, c->pair, c->in->baseline);

	if (!page) {
		court_read(c);
		page = find_page(c);
	}
	if (!page)
		return NULL;
	if (!page->written)
		write_page(c, page);
	if (silent) {
		d->silent = page;
		copy_page(c, page);
	} else {
		judge_by_page(c, page);
	}
	return page;
}

/* --- the whole ----------------------------------------------------------- */

/* Leaves out what starts after the horizon, and lets each obligation know
 * its DUEs. */
static size_t
keep_near(struct court *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (date_before(c->in->horizon, c->obs[i].window.start))
			continue;
		if (kept < i)
			c->obs[kept] = c->obs[i];
		kept++;
	}
	for (size_t i = 0; i < kept; i++) {
		if (c->obs[i].ndues)
			continue;
		c->obs[i].dues = &c->obs[i].window.due;
		c->obs[i].ndues = 1;
	}
	return kept;
}

void
evaluate(struct arena *a, const struct pair *pair,
    const struct evaluate_input *in, struct evaluation *ret)
{
	struct court c = {.arena = a, .pair = pair, .in = in};
	struct docket_page *page = hear_by_page(&c);

	if (!page) {
		court_open(&c);
		court_weigh(&c);
		judge_all(&c);
	}
	*ret = (struct evaluation){
		.nobligations = keep_near(&c), .obligations = c.obs,
		.strays = c.strays, .nstrays = c.nstrays,
		.waiting = page ? page->waiting : c.openings.waiting,
		.waiting_year = page ? page->waiting_year :
		    c.openings.waiting_year,
		.beyond = page ? page->beyond : beyond(&c),
		.page = page
	};
}
