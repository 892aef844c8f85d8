/* What must hold of any history: random logs, run day by day. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/remind.h"
#include "test_history.h"

enum { SEEDS = 160 };

/* --- what must hold on every day ------------------------------------------ */

static const struct said *
row_to(const struct world *w, const struct obligation *ob,
    const char *recipient)
{
	for (size_t i = 0; i < w->nsaid; i++)
		for (size_t k = 0; k < ob->ndues; k++)
			if (date_equal(w->said[i].due, ob->dues[k]) &&
			    strcmp(w->said[i].recipient, recipient) == 0 &&
			    strcmp(w->said[i].debtor,
			    ob->pair->body->id) == 0)
				return &w->said[i];
	return NULL;
}

/* Whatever is late beyond the escalation term was escalated. */
static void
check_escalated(const struct world *w, struct date today)
{
	for (size_t i = 0; i < w->npairs; i++) {
		const struct evaluation *e = &w->evaluations[i];

		for (size_t k = 0; k < e->nobligations; k++) {
			const struct obligation *ob = &e->obligations[k];
			struct date day = stage_escalate_day(
			    w->roadmap.cal, &ob->wording->remind, ob->last,
			    1);

			if (ob->state != STATE_LATE ||
			    ob->marks & MARK_BASELINE ||
			    date_before(today, day) ||
			    date_before(day, ob->told_from))
				continue;
			assert_non_null(row_to(w, ob, "head"));
		}
	}
}

static void
check_day(struct world *w, struct date today)
{
	size_t before = w->nsaid;

	assert_int_equal(world_send(w, today), 0);      /* never twice */
	assert_int_equal(w->nsaid, before);
	check_escalated(w, today);
}

static void
run_checked(struct world *w, const char *first, const char *last)
{
	struct date end = day(last);

	for (struct date d = day(first); !date_before(end, d);
	    d = date_add(d, 1)) {
		if (!workcal_is_working(w->roadmap.cal, d))
			continue;
		world_send(w, d);
		check_day(w, d);
	}
}

/* --- what must hold of the whole ------------------------------------------ */

static bool
same_subject(const struct said *a, const struct said *b)
{
	return date_equal(a->due, b->due) && a->channel == b->channel &&
	    strcmp(a->debtor, b->debtor) == 0 &&
	    strcmp(a->recipient, b->recipient) == 0 &&
	    strcmp(a->address, b->address) == 0;
}

/* No two share a key; after `closed` nothing but `reopened`; at most one a
 * day for one subject and address. A schedule is asked for anew each year. */
static void
check_said(const struct world *w)
{
	for (size_t i = 0; i < w->nsaid; i++) {
		const struct said *a = &w->said[i];
		bool closed = strncmp(a->stage, "closed", 6) == 0;

		for (size_t k = i + 1; k < w->nsaid; k++) {
			const struct said *b = &w->said[k];

			if (!same_subject(a, b) || date_is_none(a->due))
				continue;
			assert_string_not_equal(a->stage, b->stage);
			assert_true(date_before(a->day, b->day));
			if (closed)
				assert_int_equal(strncmp(b->stage, "reopened",
				    8), 0);
			closed = false;         /* only the next one */
		}
	}
}

static void
test_any_history(void **state)
{
	size_t said = 0;

	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct world w;

		draw_world(&w, seed);
		run_checked(&w, "2023-01-01", "2024-06-30");
		check_said(&w);
		said += w.nsaid;
		world_done(&w);
	}
	assert_true(said > 20 * SEEDS);         /* not vacuous */
}

/* --- cut runs ------------------------------------------------------------- */

/* What a restart keeps: the log and what was said, read in any order. */
static void
restart(struct world *w, unsigned *random)
{
	w->pairs = NULL;
	for (size_t i = w->nsaid; i > 1; i--) {
		size_t k = draw(random, (unsigned)i);
		struct said s = w->said[i - 1];

		w->said[i - 1] = w->said[k];
		w->said[k] = s;
	}
}

static void
test_cut_runs_say_the_same(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		unsigned random = seed + 7;
		struct date end = day("2023-12-31");
		struct world whole, cut;

		draw_world(&whole, seed);
		draw_world(&cut, seed);
		world_run(&whole, "2023-01-01", "2023-12-31");
		for (struct date d = day("2023-01-01"); !date_before(end, d);
		    d = date_add(d, 1)) {
			if (!workcal_is_working(cut.roadmap.cal, d))
				continue;
			if (draw(&random, 10) == 0)
				restart(&cut, &random);
			world_send(&cut, d);
		}
		assert_string_equal(whole.heard.s, cut.heard.s);
		world_done(&whole);
		world_done(&cut);
	}
}

/* Days without the daemon: nothing doubled, nothing of the past. */
static void
test_days_of_downtime(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		unsigned random = seed + 11;
		struct date end = day("2024-06-30"), d = day("2023-01-01");
		struct world w;

		draw_world(&w, seed);
		for (; !date_before(end, d); d = date_add(d, 1 +
		    (draw(&random, 12) ? 0 : (int)draw(&random, 30)))) {
			if (!workcal_is_working(w.roadmap.cal, d))
				continue;
			world_send(&w, d);
			check_day(&w, d);
		}
		check_said(&w);
		world_done(&w);
	}
}

static void
test_nothing_about_what_was_before_the_baseline(void **state)
{
	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct world w;

		draw_world(&w, seed);
		w.baseline = day("2023-07-03");
		run_checked(&w, "2023-07-03", "2024-03-31");
		for (size_t i = 0; i < w.nsaid; i++)
			if (!date_is_none(w.said[i].due))
				assert_false(date_before(w.said[i].due,
				    w.baseline));
		world_done(&w);
	}
}

/* --- the order of one day's entries --------------------------------------- */

static bool
is_deed(const struct entry *e)
{
	return e->kind == ENTRY_DONE || e->kind == ENTRY_PARTLY;
}

/* Nothing up to the later of the two speaks of either. */
static bool
may_swap(const struct world *w, size_t i, size_t k)
{
	const struct entry *a = &w->entries[i], *b = &w->entries[k];

	if (!is_deed(a) || !is_deed(b) || !date_equal(a->entered, b->entered))
		return false;
	for (size_t n = 0; n <= k; n++)
		if (w->entries[n].ref == a->id || w->entries[n].ref == b->id)
			return false;
	return true;
}

static size_t
swap_deeds(struct world *w)
{
	size_t swaps = 0;

	for (size_t i = 0; i < w->nentries; i++) {
		for (size_t k = i + 1; k < w->nentries; k++) {
			struct entry *a = &w->entries[i];
			struct entry *b = &w->entries[k], t = *a;

			if (!may_swap(w, i, k))
				continue;
			*a = *b;
			*b = t;
			b->id = a->id;
			a->id = t.id;
			for (size_t n = k + 1; n < w->nentries; n++) {
				int64_t *ref = &w->entries[n].ref;

				*ref = *ref == a->id ? b->id
				    : *ref == b->id ? a->id : *ref;
			}
			swaps++;
			break;
		}
	}
	return swaps;
}

static void
test_order_of_one_day_does_not_matter(void **state)
{
	size_t swaps = 0;

	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct world plain, swapped;

		draw_world(&plain, seed);
		draw_world(&swapped, seed);
		swaps += swap_deeds(&swapped);
		world_run(&plain, "2023-01-01", "2023-12-31");
		world_run(&swapped, "2023-01-01", "2023-12-31");
		assert_string_equal(plain.heard.s, swapped.heard.s);
		world_done(&plain);
		world_done(&swapped);
	}
	assert_true(swaps > SEEDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_history),
		cmocka_unit_test(test_cut_runs_say_the_same),
		cmocka_unit_test(test_days_of_downtime),
		cmocka_unit_test(
		    test_nothing_about_what_was_before_the_baseline),
		cmocka_unit_test(test_order_of_one_day_does_not_matter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
