/* What came from outside by loading, and since when it has been known.
 *
 * A roadmap, a wording, a policy or a member begins its own baseline on the
 * day it is first loaded: an edit never writes about the past (decisions.md,
 * The idea). The store keeps each day under a name made of what matters. */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "turn/inside.h"

/* A policy as text: two policies that say the same have one name. */
static const char *
policy_name(struct arena *a, const struct roadmap *r, const struct rule *rule,
    const struct wording *w)
{
	const struct remind_policy *p = &w->remind;
	struct str s;
	char digest[STORE_DIGEST];

	str_init(&s);
	str_addf(&s, "%d%d%d%d%d%d late %d/%d escalate %d/%d before", p->none,
	    p->opens, p->half, p->pace, p->due, p->closed, p->late.n,
	    (int)p->late.unit, p->escalate.n, (int)p->escalate.unit);
	for (size_t i = 0; i < p->nbefore; i++)
		str_addf(&s, " %d/%d", p->before[i].n, (int)p->before[i].unit);
	store_digest(s.s, digest);
	str_done(&s);
	return arena_printf(a, "%s/%s@%s", r->id, rule->id, digest);
}

/* A wording by what it asks, when and of whom; words of a title may change. */
static const char *
wording_name(struct arena *a, const struct roadmap *r,
    const struct rule *rule, const struct wording *w)
{
	struct str s;
	char digest[STORE_DIGEST], day[DATE_TEXT];

	str_init(&s);
	str_addf(&s, "%s %d ", date_iso(w->from, day), (int)w->shift);
	term_print(&s, w->term);
	store_digest(s.s, digest);
	str_done(&s);
	return arena_printf(a, "%s/%s@%s", r->id, rule->id, digest);
}

static int
by_id(const void *id, const void *row)
{
	return strcmp(id, ((const struct seen_row *)row)->id);
}

/* The days are kept, a large rule's pairs are not. */
static bool
seen_members(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, struct date today, struct rule_cache *cache,
    struct store_error *reterr)
{
	struct arena *scratch = arena_new();
	const char *prefix = arena_printf(scratch, "%s/%s/", r->id, rule->id);
	const struct pair *pairs;
	const struct seen_row *rows;
	struct date *baselines;
	size_t nrows;
	bool ok;

	cache->npairs = rule_pairs(scratch, r, rule, &pairs);
	if (cache->npairs <= PAIRS_KEPT)
		rule_pairs(a, r, rule, &cache->pairs);
	baselines = arena_array(a, cache->npairs, sizeof(*baselines));
	ok = store_seen_under(t->store, scratch, "member", prefix, &rows,
	    &nrows, reterr);
	for (size_t i = 0; ok && i < cache->npairs; i++) {
		const char *id = pairs[i].body->id;
		const struct seen_row *row = nrows == 0 ? NULL :
		    bsearch(id, rows, nrows, sizeof(*rows), by_id);
		struct date day = today;

		if (row)
			day = row->day;
		else
			ok = store_seen(t->store, "member",
			    arena_printf(scratch, "%s%s", prefix, id), today,
			    &day, reterr);
		baselines[i] = date_max(cache->worded, day);
	}
	cache->baselines = baselines;
	arena_free(scratch);
	return ok;
}

bool
seen_pair(struct turn *t, struct arena *a, const struct pair *pair,
    const struct rule_cache *cache, struct date today, struct date *ret,
    struct store_error *reterr)
{
	struct date day;

	if (!store_seen(t->store, "member", arena_printf(a, "%s/%s/%s",
	    pair->roadmap->id, pair->rule->id, pair->body->id), today, &day,
	    reterr))
		return false;
	*ret = date_max(cache->worded, day);
	return true;
}

static bool
seen_rule(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, struct date today, struct rule_cache *cache,
    struct store_error *reterr)
{
	struct date day, policy;

	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];
		int reach = remind_reach_days(w);

		if (!store_seen(t->store, "wording",
		    wording_name(a, r, rule, w), today, &day, reterr) ||
		    !store_seen(t->store, "policy",
		    policy_name(a, r, rule, w), today, &policy, reterr))
			return false;
		cache->worded = date_max(cache->worded, day);
		cache->baseline = date_max(date_max(cache->worded, policy),
		    cache->baseline);
		if (reach > cache->reach_days)
			cache->reach_days = reach;
	}
	return seen_members(t, a, r, rule, today, cache, reterr);
}

static bool
seen_roadmap(struct turn *t, struct arena *a, const struct roadmap *r,
    int64_t now, struct rule_cache **ret, int64_t *ret_looked,
    struct store_error *reterr)
{
	struct date today = turn_day(r, now, NULL), known;
	struct rule_cache *caches = arena_array(a, r->nrules, sizeof(*caches));

	if (!store_seen(t->store, "roadmap", r->id, today, &known, reterr))
		return false;
	for (size_t i = 0; i < r->nrules; i++) {
		caches[i].worded = caches[i].baseline = known;
		if (!seen_rule(t, a, r, &r->rules[i], today, &caches[i],
		    reterr))
			return false;
	}
	*ret = caches;
	if (!store_fact(t->store, arena_printf(a, "looked/%s", r->id),
	    ret_looked))
		*ret_looked = INT64_MIN;
	return true;
}

/* Fills *ret, whose arena the caller owns. */
static bool
seen_all(struct turn *t, const struct ruleset *rules, int64_t now,
    struct known *ret, struct store_error *reterr)
{
	size_t n = rules->nroadmaps;

	ret->rules = arena_array(ret->arena, n, sizeof(*ret->rules));
	ret->looked = arena_array(ret->arena, n, sizeof(*ret->looked));
	for (size_t i = 0; i < n; i++)
		if (!seen_roadmap(t, ret->arena, &rules->roadmaps[i], now,
		    &ret->rules[i], &ret->looked[i], reterr))
			return false;
	return true;
}

bool
turn_set_rules(struct turn *t, const struct ruleset *rules, int64_t now,
    struct store_error *reterr)
{
	struct known known = {.arena = arena_new()};

	if (!store_begin(t->store, reterr)) {
		arena_free(known.arena);
		return false;
	}
	if (!seen_all(t, rules, now, &known, reterr)) {
		store_rollback(t->store);
		arena_free(known.arena);
		return false;
	}
	if (!store_commit(t->store, reterr)) {
		arena_free(known.arena);
		return false;
	}
	said_free_all(t);
	arena_free(t->known.arena);
	t->known = known;
	t->rules = rules;
	alarm_rules_taken(t, now);
	return true;
}
