/* To look only at what may have changed is to look at everything: random
 * histories, day by day, both ways. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>

#include "core/docket.h"
#include "core/quiet.h"
#include "test_history.h"

enum { SEEDS = 360, BODIES = 10, AHEAD_DAYS = 200 };

/* What is kept of each pair from the last day on which it was looked at. */
struct kept {
	struct date until[WORLD_PAIRS];
	char *standing[WORLD_PAIRS];
	bool shared;
	size_t looked, passed;
	size_t paged;           /* obligations whose days a page had */
};

/* --- worlds -------------------------------------------------------------- */

/* People come, go and stand in for one another. */
static void
draw_absences(struct world *w, unsigned *random)
{
	struct body *bodies[] = {&w->uo, &w->head, &w->iao, &w->school[0],
	    &w->school[2], &w->imo, &w->deputy, &w->controller};

	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct contact *c = arena_alloc(w->a, sizeof(*c));
		struct date_span *away = arena_alloc(w->a, sizeof(*away));

		if (draw(random, 3) == 0)
			continue;
		away->first = date_add(day("2023-01-10"),
		    (int)draw(random, 800));
		away->last = date_add(away->first, (int)draw(random, 40));
		*c = (struct contact){
			.email = &w->mail[6], .nemail = 1, .language = -1,
			.from = date_add(away->first, -(int)draw(random, 400)),
			.to = DATE_MAX, .away = away, .naway = 1,
			.deputy = draw(random, 2) ? &w->deputy : NULL
		};
		if (bodies[i] == &w->imo || draw(random, 3) == 0)
			bodies[i]->nemail = 0;  /* only who stands in */
		bodies[i]->contacts = c;
		bodies[i]->ncontacts = 1;
		bodies[i]->deputy = draw(random, 2) ? &w->controller : NULL;
	}
}

/* A log that may end early: long silence is what matters here. */
static void
draw_quiet_world(struct world *w, unsigned seed)
{
	struct body *bodies[] = {&w->uo, &w->iao, &w->imo, &w->head,
	    &w->deputy, &w->controller, &w->school[0], &w->school[1],
	    &w->school[2], &w->group};
	unsigned random = seed * 40503u + 3;

	draw_world(w, seed);
	w->nentries = draw(&random, LOG_LINES + 1);
	w->ahead_days = AHEAD_DAYS;
	for (size_t i = 0; i < COUNT(bodies); i++)
		bodies[i]->rank = i;
	if (draw(&random, 2))
		draw_absences(w, &random);
	if (draw(&random, 4) == 0) {
		w->leads[0] = &w->group;
		w->wordings[0].responsible.mode = RESPONSIBLE_ANY;
	}
	if (draw(&random, 3) == 0) {
		w->schedule.owner = NULL;
		w->roadmap.order.by = draw(&random, 2) ? &w->uo : NULL;
	}
	if (draw(&random, 3) == 0) {
		w->wordings[1] = w->wordings[0];
		w->wordings[1].from = day("2024-02-15");
		w->wordings[1].term = world_term(w,
		    phrases[draw(&random, COUNT(phrases))]);
		w->rule.nwordings = 2;
	}
	if (draw(&random, 4) == 0)
		w->baseline = day("2023-05-15");
	if (draw(&random, 4) == 0)
		w->rule.in_force.last = day("2024-06-14");
	if (draw(&random, 2)) {         /* all owe as the first does */
		w->members[1].from = w->members[0].from;
		w->members[2].to = w->members[0].to;
	}
}

/* --- how a pair stands ---------------------------------------------------- */

static void
add_obligation(struct str *s, const struct obligation *ob)
{
	str_addf(s, "%d %d %d-%d %d %d %u %u %zu %u %d %d\n", ob->due.n,
	    ob->window.start.n, ob->effective.n, ob->last.n, (int)ob->state,
	    (int)ob->marks, ob->done, ob->window.min, ob->npending, ob->partly,
	    ob->met_on.n, ob->promised_until.n);
	for (size_t i = 0; i < ob->nentries; i++)
		str_addf(s, " %lld", (long long)ob->entries[i]->id);
}

static char *
standing_of(struct arena *a, const struct evaluation *e)
{
	struct str s;
	char *text;

	str_init(&s);
	str_addf(&s, "%d %d %zu\n", e->waiting, e->waiting_year, e->nstrays);
	for (size_t i = 0; i < e->nobligations; i++)
		add_obligation(&s, &e->obligations[i]);
	text = arena_strndup(a, s.s, s.len);
	str_done(&s);
	return text;
}

/* --- a day ---------------------------------------------------------------- */

static size_t
say(struct world *w, const struct pair *pairs, const struct evaluation *e,
    size_t n, struct date today, const struct notice **ret)
{
	struct remind_input in = {
		.pairs = pairs, .evaluations = e, .npairs = n,
		.said = w->said, .nsaid = w->nsaid, .day = today,
		.baseline = w->baseline
	};

	return remind(w->day, &in, ret);
}

/* The pairs whose day it is; of a rule whose pairs hang together all or
 * none. */
static size_t
choose(const struct kept *k, size_t npairs, struct date today, size_t *ret)
{
	size_t n = 0;

	for (size_t i = 0; i < npairs; i++)
		if (!date_before(today, k->until[i]))
			ret[n++] = i;
	if (n == 0 || !k->shared)
		return n;
	for (size_t i = 0; i < npairs; i++)
		ret[i] = i;
	return npairs;
}

static void
expect_as_kept(struct world *w, const struct kept *k, struct date today)
{
	char iso[DATE_TEXT];

	for (size_t i = 0; i < w->npairs; i++) {
		char *now = standing_of(w->day, &w->evaluations[i]);

		if (date_before(today, k->until[i]) &&
		    strcmp(now, k->standing[i]) != 0)
			fail_msg("%s on %s:\n%s\nwas\n%s", w->wordings[0].when,
			    date_iso(today, iso), now, k->standing[i]);
	}
}

static void
expect_same_notices(const struct world *w, const struct notice *all,
    size_t nall, const struct notice *some, size_t nsome)
{
	for (size_t i = 0; i < nall && i < nsome; i++) {
		assert_string_equal(all[i].key, some[i].key);
		assert_int_equal(all[i].role, some[i].role);
		assert_int_equal(all[i].members, some[i].members);
		assert_int_equal(all[i].members_done, some[i].members_done);
	}
	if (nall > nsome)
		fail_msg("%s: %s was not said", w->wordings[0].when,
		    all[nsome].key);
	assert_int_equal(nall, nsome);
}

/* The day that is found for a pair by itself. */
static struct date
until_alone(struct world *w, struct quiet *q, size_t pair)
{
	struct evaluation alone;

	evaluate(w->day, &w->pairs[pair], &w->inputs[pair], &alone);
	return quiet_until(q, &w->pairs[pair], &w->inputs[pair], &alone);
}

/* The days of all pairs, found one after the other with the pages of a docket:
 * those that each would find alone. */
static void
find_days(struct world *w, struct kept *k, struct date today,
    struct date ret[WORLD_PAIRS])
{
	struct docket docket;
	struct quiet q;

	docket_open(&docket, w->day, today, w->inputs[0].horizon);
	quiet_open(&q, w->day, &w->roadmap, &w->rule, BODIES, today,
	    w->baseline);
	for (size_t i = 0; i < w->npairs; i++) {
		struct evaluate_input in = w->inputs[i];
		struct evaluation e;

		in.docket = &docket;
		evaluate(w->day, &w->pairs[i], &in, &e);
		ret[i] = quiet_until(&q, &w->pairs[i], &in, &e);
		assert_int_equal(ret[i].n, until_alone(w, &q, i).n);
		for (size_t o = 0; o < e.nobligations; o++)
			k->paged += !date_is_none(e.obligations[o].quiet);
	}
}

static void
look(struct world *w, struct kept *k, struct date today)
{
	size_t chosen[WORLD_PAIRS];
	struct pair pairs[WORLD_PAIRS];
	struct evaluation judged[WORLD_PAIRS];
	struct date found[WORLD_PAIRS];
	const struct notice *all, *some;
	size_t n, nall, nsome;

	world_judge(w, today);
	expect_as_kept(w, k, today);
	nall = say(w, w->pairs, w->evaluations, w->npairs, today, &all);
	n = choose(k, w->npairs, today, chosen);
	for (size_t i = 0; i < n; i++) {
		pairs[i] = w->pairs[chosen[i]];
		judged[i] = w->evaluations[chosen[i]];
	}
	nsome = n ? say(w, pairs, judged, n, today, &some) : 0;
	expect_same_notices(w, all, nall, some, nsome);
	find_days(w, k, today, found);
	for (size_t i = 0; i < n; i++) {
		size_t p = chosen[i];

		k->until[p] = found[p];
		assert_true(date_before(today, k->until[p]));
		k->standing[p] = standing_of(w->a, &w->evaluations[p]);
	}
	for (size_t i = 0; i < nsome; i++) {
		for (size_t p = 0; p < w->npairs; p++)
			if (w->pairs[p].body == some[i].pair->body)
				k->until[p] = date_add(today, 1);
		world_keep(w, &some[i], today);
	}
	k->looked += n;
	k->passed += w->npairs;
}

static void
test_what_is_quiet_stays_so(void **state)
{
	size_t looked = 0, passed = 0, said = 0, paged = 0;

	(void)state;
	for (unsigned seed = 0; seed < SEEDS; seed++) {
		struct date end = day("2025-06-30");
		struct kept k = {.looked = 0};
		struct world w;

		draw_quiet_world(&w, seed);
		k.shared = quiet_is_shared(&w.rule);
		for (size_t i = 0; i < WORLD_PAIRS; i++)
			k.until[i] = DATE_MIN;
		for (struct date d = day("2023-01-01"); !date_before(end, d);
		    d = date_add(d, 1))
			if (workcal_is_working(w.roadmap.cal, d))
				look(&w, &k, d);
		looked += k.looked;
		passed += k.passed;
		paged += k.paged;
		said += w.nsaid;
		world_done(&w);
	}
	print_message("%zu of %zu pairs and days looked at (%zu %%), "
	    "%zu notices, %zu days from a page\n", looked, passed,
	    100 * looked / passed, said, paged);
	assert_true(said > 20 * SEEDS);         /* not vacuous */
	assert_true(paged > passed / 5);
	assert_true(looked < passed / 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_is_quiet_stays_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
