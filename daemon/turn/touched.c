/* Which pairs a day touches, judged.
 *
 * Of each pair the day is kept before which nothing changes by itself
 * (quiet.h), so that planning looks at what a day touches and at nothing else.
 * It is kept in memory, four bytes a pair: a daemon that starts, or has read
 * its rules anew, looks at everything once. Few pairs of a rule are read one by
 * one, many with the whole rule. */
#include "core/docket.h"
#include "core/quiet.h"
#include "turn/inside.h"

enum {
	/* A day costs more to find for a pair the farther windows are looked
	 * for; a year holds one of most. */
	AHEAD_DAYS = 366,
	FEW = 8                 /* one in so many is read by itself */
};

size_t
touched_all(struct arena *a, const struct rule_cache *cache,
    struct touched *t)
{
	uint32_t *places = arena_array(a, cache->npairs, sizeof(*places));

	for (size_t i = 0; i < cache->npairs; i++)
		places[i] = (uint32_t)i;
	t->places = places;
	t->n = cache->npairs;
	return t->n;
}

/* Of a rule whose pairs hang together all are touched, or none. */
size_t
touched_on(struct arena *a, const struct rule_cache *cache,
    struct touched *t)
{
	uint32_t *places;
	size_t n = 0;

	t->n = 0;
	if (date_before(t->day, cache->first))
		return 0;
	if (cache->shared)
		return touched_all(a, cache, t);
	places = arena_array(a, cache->npairs, sizeof(*places));
	for (size_t i = 0; i < cache->npairs; i++) {    /* without a branch */
		places[n] = (uint32_t)i;
		n += !date_before(t->day, cache->until[i]);
	}
	t->places = places;
	t->n = n;
	return n;
}

/* A clock that stood ahead has said things on days to come: what they silence
 * depends on the day in a way that quiet.h does not look at. */
static bool
said_ahead(const struct standing_rule *s, struct date day)
{
	for (size_t i = 0; i < s->nsaid; i++)
		if (!date_before(s->said[i].day, day))
			return true;
	return false;
}

/* What is said today counts as said from tomorrow on, and what did not become
 * a letter is said then: such a pair is looked at again. */
void
touched_again(struct rule_cache *cache, const struct touched *t,
    const struct standing_rule *s, const struct notice *notices, size_t n)
{
	const struct date tomorrow = date_add(t->day, 1);
	bool again = said_ahead(s, t->day);
	struct date first = date_add(DATE_MAX, 1);

	for (size_t i = 0; i < s->npairs; i++)
		cache->until[t->places[i]] = again ? tomorrow :
		    s->quiet_until[i];
	for (size_t i = 0; i < n; i++)
		cache->until[t->places[notices[i].pair - s->pairs]] =
		    tomorrow;
	for (size_t i = 0; i < cache->npairs; i++)
		first = date_min(first, cache->until[i]);
	cache->first = first;
}

/* --- judging -------------------------------------------------------------- */

/* The touched pairs: all as they are, or copies of a few. */
static const struct pair *
touched_pairs(struct turn *turn, struct arena *a, const struct touched *t)
{
	const struct rule_cache *cache = find_cache(turn, t->roadmap, t->rule);
	const struct pair *all = cache->pairs;
	struct pair *some;

	if (t->n == cache->npairs || (!all && t->n >= cache->npairs / FEW))
		all = pairs_of(a, t->roadmap, t->rule, cache);
	if (t->n == cache->npairs)
		return all;
	some = arena_array(a, t->n, sizeof(*some));
	for (size_t i = 0; i < t->n; i++) {
		const struct pair *one = all ? &all[t->places[i]] :
		    rule_pair(a, t->roadmap, t->rule,
		    pair_body(turn, cache, t->places[i]));

		if (!one) {             /* a group that is too deep */
			all = pairs_of(a, t->roadmap, t->rule, cache);
			one = &all[t->places[i]];
		}
		some[i] = *one;
	}
	return some;
}

/* Where the entries of pairs come from: the whole rule's, or NULL: each is
 * read by itself. */
struct reading {
	struct turn *turn;
	struct arena *arena;
	const struct shares *shares;
};

static bool
entries_of(const struct reading *in, const struct pair *pair,
    struct evaluate_input *ret, struct store_error *reterr)
{
	const struct entry *own;
	size_t n;

	if (in->shares) {
		ret->nentries = share_of(in->arena, in->shares, pair,
		    &ret->entries);
		return true;
	}
	if (!rule_entries(in->turn, in->arena, pair->roadmap, pair->rule,
	    pair->body->id, &own, &n, reterr))
		return false;
	ret->nentries = pair_entries(in->arena, pair, own, n, &ret->entries);
	return true;
}

static bool
judge(const struct reading *in, const struct rule_cache *cache,
    const struct touched *t, struct docket *docket, struct quiet *quiet,
    struct standing_rule *ret, struct store_error *reterr)
{
	for (size_t i = 0; i < ret->npairs; i++) {
		const struct pair *pair = &ret->pairs[i];
		struct evaluate_input input = {
			.today = docket->today,
			.baseline = cache->baselines[t->places[i]],
			.since = cache->since,
			.horizon = docket->horizon, .docket = docket,
			.ahead_days = AHEAD_DAYS
		};

		if (!entries_of(in, pair, &input, reterr))
			return false;
		evaluate(in->arena, pair, &input, &ret->evaluations[i]);
		ret->quiet_until[i] = quiet_until(quiet, pair, &input,
		    &ret->evaluations[i]);
	}
	return true;
}

bool
standing_of_rule(struct turn *t, struct arena *a,
    const struct touched *touched, struct standing_rule *ret,
    struct store_error *reterr)
{
	const struct roadmap *r = touched->roadmap;
	const struct rule *rule = touched->rule;
	const struct rule_cache *cache = find_cache(t, r, rule);
	bool few = !cache->shared && touched->n < cache->npairs / FEW;
	struct reading in = {.turn = t, .arena = a};
	const struct entry *entries;
	struct said_kept said = {0};
	struct shares shares;
	struct docket docket;
	struct quiet quiet;
	size_t n;

	*ret = (struct standing_rule){
		.pairs = touched_pairs(t, a, touched),
		.npairs = touched->n, .baseline = cache->baseline,
		.since = cache->since,
		.evaluations = arena_array(a, touched->n,
		    sizeof(*ret->evaluations)),
		.quiet_until = arena_array(a, touched->n,
		    sizeof(*ret->quiet_until))
	};
	if (!few) {
		if (!rule_entries(t, a, r, rule, NULL, &entries, &n, reterr))
			return false;
		share_out(a, t->rules, entries, n, &shares);
		in.shares = &shares;
	}
	if (!rule_said(t, a, r, rule, few ? ret->pairs : NULL, touched->n,
	    &said, reterr))
		return false;
	ret->said = said.said;
	ret->said_rows = said.rows;
	ret->nsaid = said.n;
	docket_open(&docket, a, touched->day, horizon_of(cache, touched->day,
	    DATE_NONE));
	quiet_open(&quiet, a, r, rule, t->rules->nbodies, touched->day,
	    cache->baseline);
	return judge(&in, cache, touched, &docket, &quiet, ret, reterr);
}
