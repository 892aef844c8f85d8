/* Which window a deed counts for: the sweep against the sentence of
 * design.md §5 taken word by word, for any windows and deeds. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "core/assign.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { SEEDS = 4000, SLOTS = 12, DEEDS = 24, YEAR = 120 };

/* --- the sentence, word by word ------------------------------------------- */

static bool
holds(const struct slot *s, struct date day)
{
	return date_in(day, (struct date_span){s->start, s->last});
}

static bool
is_unmet(const struct slot *s)
{
	return s->owed && s->placed < s->min;
}

/* Of the windows that hold the day the unmet one that is due first, else
 * where a surplus stays; the latest unmet one before; the next one. */
static size_t
place(const struct slot *slots, size_t n, struct date day)
{
	size_t unmet = ASSIGN_NONE, full = ASSIGN_NONE, before = ASSIGN_NONE,
	    next = ASSIGN_NONE;

	for (size_t i = 0; i < n; i++) {
		const struct slot *s = &slots[i];
		size_t *best = is_unmet(s) ? &unmet : &full;

		if (holds(s, day) && (*best == ASSIGN_NONE ||
		    date_before(s->last, slots[*best].last)))
			*best = i;
		if (date_before(s->last, day) && is_unmet(s) &&
		    (before == ASSIGN_NONE ||
		    !date_before(s->last, slots[before].last)))
			before = i;
		if (date_before(day, s->start) && (next == ASSIGN_NONE ||
		    date_before(s->start, slots[next].start)))
			next = i;
	}
	if (unmet != ASSIGN_NONE)
		return unmet;
	if (full != ASSIGN_NONE)
		return full;
	if (before != ASSIGN_NONE)
		return before;
	if (next != ASSIGN_NONE &&
	    date_diff(slots[next].start, day) <= ASSIGN_EARLY_DAYS)
		return next;
	return ASSIGN_NONE;
}

static size_t
find_due(const struct slot *slots, size_t n, struct date due)
{
	for (size_t i = 0; i < n; i++)
		if (date_equal(slots[i].due, due))
			return i;
	for (size_t i = 0; i < n; i++)
		if (date_equal(slots[i].moved, due))
			return i;
	return ASSIGN_NONE;
}

/* deeds are by day already: those that name a window, those that count,
 * those that are only shown. */
static void
place_all(struct slot *slots, size_t nslots, struct deed *deeds,
    size_t ndeeds)
{
	for (int pass = 0; pass < 3; pass++) {
		for (size_t i = 0; i < ndeeds; i++) {
			struct deed *d = &deeds[i];
			bool named = !date_is_none(d->entry->window);
			int turn = named ? 0 : d->counts ? 1 : 2;

			if (turn != pass)
				continue;
			d->slot = named
			    ? find_due(slots, nslots, d->entry->window)
			    : place(slots, nslots, d->entry->date);
			if (d->counts && d->slot != ASSIGN_NONE)
				slots[d->slot].placed++;
		}
	}
}

/* --- any windows and deeds ------------------------------------------------ */

struct drawn {
	struct slot slots[SLOTS];
	size_t nslots;
	struct entry entries[DEEDS];
	struct deed deeds[DEEDS];
	size_t ndeeds;
};

static int
draw(unsigned *random, int below)
{
	return rand_r(random) % below;
}

static void
draw_slots(struct drawn *w, unsigned *random)
{
	int due = 0;

	w->nslots = (size_t)draw(random, SLOTS + 1);
	for (size_t i = 0; i < w->nslots; i++) {
		struct slot *s = &w->slots[i];

		due += 1 + draw(random, 2 * YEAR / SLOTS);
		*s = (struct slot){
			.start = {due - draw(random, 30)}, .due = {due},
			.min = (unsigned)draw(random, 4)
		};
		s->moved = date_add(s->due, draw(random, 4) ? 0
		    : draw(random, 40));
		s->last = date_add(s->moved, draw(random, 3));
		s->owed = s->min > 0 && draw(random, 6) > 0;
	}
}

static int
by_day(const void *a, const void *b)
{
	const struct deed *x = a, *y = b;

	if (!date_equal(x->entry->date, y->entry->date))
		return x->entry->date.n - y->entry->date.n;
	if (x->accepted != y->accepted)
		return x->accepted ? -1 : 1;
	return (int)(x->entry->id - y->entry->id);
}

static void
draw_deeds(struct drawn *w, unsigned *random)
{
	w->ndeeds = (size_t)draw(random, DEEDS + 1);
	for (size_t i = 0; i < w->ndeeds; i++) {
		struct entry *e = &w->entries[i];

		*e = (struct entry){
			.id = (int64_t)i + 1, .window = DATE_NONE,
			.date = {draw(random, YEAR + 60) - 40}
		};
		if (w->nslots && draw(random, 5) == 0)
			e->window = date_add(w->slots[draw(random,
			    (int)w->nslots)].moved, draw(random, 2));
		w->deeds[i] = (struct deed){
			.entry = e, .counts = draw(random, 5) > 0,
			.accepted = draw(random, 3) == 0
		};
	}
	if (w->ndeeds)
		qsort(w->deeds, w->ndeeds, sizeof(w->deeds[0]), by_day);
}

static void
test_sweep_is_the_sentence(void **state)
{
	struct arena *a = arena_new();
	size_t placed = 0, lost = 0;

	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		unsigned random = seed * 2654435761u + 5;
		struct drawn want = {.nslots = 0}, got;

		draw_slots(&want, &random);
		draw_deeds(&want, &random);
		got = want;
		place_all(want.slots, want.nslots, want.deeds, want.ndeeds);
		assign_deeds(a, got.slots, got.nslots, got.deeds,
		    got.ndeeds);
		for (size_t i = 0; i < want.ndeeds; i++) {
			if (want.deeds[i].slot != got.deeds[i].slot)
				fail_msg("seed %u, deed %zu", seed, i);
			if (want.deeds[i].slot == ASSIGN_NONE)
				lost++;
			else
				placed++;
		}
		for (size_t i = 0; i < want.nslots; i++)
			assert_int_equal(got.slots[i].placed,
			    want.slots[i].placed);
		arena_reset(a);
	}
	assert_true(placed > SEEDS && lost > SEEDS);    /* both happen */
	arena_free(a);
}

/* --- decisions ------------------------------------------------------------ */

/* Days 10-20, 31-40 moved to 45, then to 50, 100-110. */
static const struct date names[] = {{45}, {50}};
static const struct slot three[] = {
	{.start = {10}, .last = {20}, .due = {20}, .moved = {20}},
	{.start = {31}, .last = {50}, .due = {40}, .moved = {50},
	 .names = names, .nnames = COUNT(names)},
	{.start = {100}, .last = {110}, .due = {110}, .moved = {110}},
};

static void
test_decision_is_about(void **state)
{
	static const struct {
		int day;
		size_t slot;
	} cases[] = {
		{-21, ASSIGN_NONE}, {-20, 0}, {9, 0}, {10, 0}, {20, 0},
		{25, 0},                /* the one before goes first */
		{31, 1}, {45, 1}, {60, 1}, {99, 1}, {100, 2}, {500, 2},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(assign_about(three, COUNT(three),
		    (struct date){cases[i].day}), cases[i].slot);
	assert_int_equal(assign_about(three, 0, (struct date){1}),
	    ASSIGN_NONE);
}

/* By the order's DUE or one that a decision gave it. */
static void
test_window_is_named(void **state)
{
	static const struct {
		int due;
		size_t slot;
	} cases[] = {
		{20, 0}, {40, 1}, {45, 1}, {50, 1}, {110, 2},
		{10, ASSIGN_NONE},
		{41, ASSIGN_NONE}, {111, ASSIGN_NONE},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(assign_named(three, COUNT(three),
		    (struct date){cases[i].due}), cases[i].slot);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sweep_is_the_sentence),
		cmocka_unit_test(test_decision_is_about),
		cmocka_unit_test(test_window_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
