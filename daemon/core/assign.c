/* Heaps - The sweep - Deeds - Decisions */
#include "core/assign.h"

#include <stdlib.h>

/* --- heaps: slot numbers, the one that is over first on top -------------- */

struct heap {
	const struct slot *slots;
	size_t *items;
	size_t n;
};

/* Which is over first; ties by DUE, then by number, so that the outcome does
 * not depend on the order of insertion. */
static bool
sooner(const struct slot *slots, size_t a, size_t b)
{
	if (!date_equal(slots[a].last, slots[b].last))
		return date_before(slots[a].last, slots[b].last);
	return a < b;
}

static void
heap_push(struct heap *h, size_t slot)
{
	size_t i = h->n++;

	while (i > 0 && sooner(h->slots, slot, h->items[(i - 1) / 2])) {
		h->items[i] = h->items[(i - 1) / 2];
		i = (i - 1) / 2;
	}
	h->items[i] = slot;
}

static size_t
heap_pop(struct heap *h)
{
	size_t top = h->items[0], slot = h->items[--h->n], i = 0;

	for (;;) {
		size_t child = 2 * i + 1;

		if (child + 1 < h->n &&
		    sooner(h->slots, h->items[child + 1], h->items[child]))
			child++;
		if (child >= h->n || !sooner(h->slots, h->items[child], slot))
			break;
		h->items[i] = h->items[child];
		i = child;
	}
	h->items[i] = slot;
	return top;
}

/* --- the sweep ----------------------------------------------------------- */

/* The windows as they stand on the day that the sweep has reached. */
struct sweep {
	struct slot *slots;
	size_t nslots;
	size_t *by_start;       /* all, by start */
	size_t begun;           /* of them, those that began */
	struct heap wanting;    /* hold the day, not yet met */
	struct heap filled;     /* hold the day, met */
	size_t *over;           /* a stack: over and not met, latest on top */
	size_t nover;
};

static bool
is_wanting(const struct slot *s)
{
	return s->owed && s->placed < s->min;
}

static int
by_start(const void *a, const void *b, void *arg)
{
	const struct slot *slots = arg;
	size_t x = *(const size_t *)a, y = *(const size_t *)b;

	if (!date_equal(slots[x].start, slots[y].start))
		return date_before(slots[x].start, slots[y].start) ? -1 : 1;
	return (x > y) - (x < y);
}

static void
sweep_init(struct sweep *s, struct arena *a, struct slot *slots, size_t n)
{
	bool sorted = true;

	*s = (struct sweep){.slots = slots, .nslots = n};
	s->by_start = arena_array(a, n, sizeof(size_t));
	s->over = arena_array(a, n, sizeof(size_t));
	s->wanting = (struct heap){slots, arena_array(a, n, sizeof(size_t)), 0};
	s->filled = (struct heap){slots, arena_array(a, n, sizeof(size_t)), 0};
	for (size_t i = 0; i < n; i++) {
		s->by_start[i] = i;
		sorted = sorted && (i == 0 ||
		    !date_before(slots[i].start, slots[i - 1].start));
	}
	if (!sorted)
		qsort_r(s->by_start, n, sizeof(size_t), by_start, slots);
}

static bool
top_is_over(const struct heap *h, struct date day)
{
	return h->n > 0 && date_before(h->slots[h->items[0]].last, day);
}

static void
sweep_to(struct sweep *s, struct date day)
{
	while (s->begun < s->nslots &&
	    !date_before(day, s->slots[s->by_start[s->begun]].start)) {
		size_t slot = s->by_start[s->begun++];

		heap_push(is_wanting(&s->slots[slot]) ? &s->wanting
		    : &s->filled, slot);
	}
	while (top_is_over(&s->wanting, day))
		s->over[s->nover++] = heap_pop(&s->wanting);
	while (top_is_over(&s->filled, day))
		heap_pop(&s->filled);
}

/* Where a deed of the day that the sweep has reached belongs. A surplus stays
 * in its window and does not spill. */
static enum placing
sweep_place(const struct sweep *s, struct date day, size_t *ret)
{
	if (s->wanting.n) {
		*ret = s->wanting.items[0];
		return PLACED_WITHIN;
	}
	if (s->filled.n) {
		*ret = s->filled.items[0];
		return PLACED_SURPLUS;
	}
	if (s->nover) {
		*ret = s->over[s->nover - 1];
		return PLACED_LATE;
	}
	if (s->begun < s->nslots) {
		size_t next = s->by_start[s->begun];

		*ret = next;
		if (date_diff(s->slots[next].start, day) <= ASSIGN_EARLY_DAYS)
			return PLACED_EARLY;
	}
	*ret = ASSIGN_NONE;
	return PLACED_NOWHERE;
}

static void
sweep_fill(struct sweep *s, size_t slot)
{
	s->slots[slot].placed++;
	if (is_wanting(&s->slots[slot]))
		return;
	if (s->wanting.n && s->wanting.items[0] == slot)
		heap_push(&s->filled, heap_pop(&s->wanting));
	else if (s->nover && s->over[s->nover - 1] == slot)
		s->nover--;
}

/* --- deeds --------------------------------------------------------------- */

/* By the day of the deed. Of one day the accepted ones come first, so that
 * the order in which that day was written down makes no difference. */
static int
by_deed(const void *a, const void *b)
{
	const struct deed *x = a, *y = b;

	if (!date_equal(x->entry->date, y->entry->date))
		return date_before(x->entry->date, y->entry->date) ? -1 : 1;
	if (x->accepted != y->accepted)
		return x->accepted ? -1 : 1;
	return (x->entry->id > y->entry->id) - (x->entry->id < y->entry->id);
}

/* One pass over the deeds that name no window: first those that count, then
 * those that are only shown, which fill nothing. */
static void
place_unnamed(struct arena *a, struct slot *slots, size_t nslots,
    struct deed *deeds, size_t ndeeds, bool counting)
{
	struct sweep s;

	sweep_init(&s, a, slots, nslots);
	for (size_t i = 0; i < ndeeds; i++) {
		struct deed *d = &deeds[i];

		if (!date_is_none(d->entry->window) || d->counts != counting)
			continue;
		sweep_to(&s, d->entry->date);
		d->placing = sweep_place(&s, d->entry->date, &d->slot);
		if (counting && d->slot != ASSIGN_NONE)
			sweep_fill(&s, d->slot);
	}
}

void
assign_deeds(struct arena *a, struct slot *slots, size_t nslots,
    struct deed *deeds, size_t ndeeds)
{
	bool shown = false;

	if (ndeeds > 1)
		qsort(deeds, ndeeds, sizeof(*deeds), by_deed);
	for (size_t i = 0; i < ndeeds; i++) {
		struct deed *d = &deeds[i];

		shown = shown || !d->counts;
		d->slot = ASSIGN_NONE;
		if (date_is_none(d->entry->window))
			continue;
		d->slot = assign_named(slots, nslots, d->entry->window);
		if (d->slot == ASSIGN_NONE)
			continue;
		d->placing = PLACED_NAMED;
		if (d->counts)
			slots[d->slot].placed++;
	}
	if (nslots == 0 || ndeeds == 0)
		return;
	place_unnamed(a, slots, nslots, deeds, ndeeds, true);
	if (shown)
		place_unnamed(a, slots, nslots, deeds, ndeeds, false);
}

/* --- decisions ----------------------------------------------------------- */

/* The first slot due on or after a day. */
static size_t
first_due(const struct slot *slots, size_t n, struct date day)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (date_before(slots[middle].due, day))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
was_named(const struct slot *s, struct date due)
{
	for (size_t i = 0; i < s->nnames; i++)
		if (date_equal(s->names[i], due))
			return true;
	return false;
}

size_t
assign_named(const struct slot *slots, size_t nslots, struct date due)
{
	size_t i = first_due(slots, nslots, due);

	if (i < nslots && date_equal(slots[i].due, due))
		return i;
	for (i = 0; i < nslots; i++)
		if (date_equal(slots[i].moved, due))
			return i;
	for (i = 0; i < nslots; i++)
		if (was_named(&slots[i], due))
			return i;
	return ASSIGN_NONE;
}

size_t
assign_about(const struct slot *slots, size_t nslots, struct date day)
{
	size_t before = ASSIGN_NONE, next = ASSIGN_NONE;

	for (size_t i = 0; i < nslots; i++) {
		const struct slot *s = &slots[i];

		if (!date_before(day, s->start) && !date_before(s->last, day))
			return i;
		if (date_before(s->last, day))
			before = i;
		else if (next == ASSIGN_NONE ||
		    date_before(s->start, slots[next].start))
			next = i;
	}
	if (before != ASSIGN_NONE)
		return before;
	if (next != ASSIGN_NONE &&
	    date_diff(slots[next].start, day) <= ASSIGN_EARLY_DAYS)
		return next;
	return ASSIGN_NONE;
}
