/* What came from outside by loading, and since when it has been known.
 *
 * A roadmap, a wording, a policy or a member begins its own baseline on the
 * day it is first loaded: an edit never writes about the past (decisions.md,
 * The idea). The store keeps each day under a name made of what matters. */
#include <string.h>

#include "core/quiet.h"
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

/* What one load of the rules looks at. */
struct seeing {
	const struct ruleset *rules;
	struct arena *arena;            /* what is kept lies there */
	struct date today;              /* in the roadmap's zone */
	const struct members *members;  /* of the last large rule */
};

/* The days of a rule's members, by the rank of their bodies; DATE_NONE: new.
 * Both come by id, so that a step forward finds the next. */
static bool
seen_days(struct turn *t, struct arena *scratch, const struct ruleset *rules,
    const char *prefix, struct date **ret, struct store_error *reterr)
{
	struct date *days = arena_array(scratch, rules->nbodies,
	    sizeof(*days));
	const struct seen_row *rows;
	size_t n, row = 0;

	if (!store_seen_under(t->store, scratch, "member", prefix, &rows, &n,
	    reterr))
		return false;
	for (size_t i = 0; i < rules->nbodies; i++) {
		const char *id = rules->bodies[i]->id;
		int c = 1;

		while (row < n && (c = strcmp(rows[row].id, id)) < 0)
			row++;
		days[i] = row < n && c == 0 ? rows[row].day : DATE_NONE;
	}
	*ret = days;
	return true;
}

static bool
are_these(const struct members *m, const struct pair *pairs, size_t n)
{
	size_t i = 0;

	if (!m || m->n != n)
		return false;
	while (i < n && pairs[i].body->rank == m->ranks[i])
		i++;
	return i == n;
}

/* Of a large rule's pairs only whose they are is kept. */
static const struct members *
keep_members(struct seeing *in, const struct pair *pairs, size_t n)
{
	struct members *m;
	uint32_t *ranks, *places;

	if (are_these(in->members, pairs, n))
		return in->members;
	m = arena_alloc(in->arena, sizeof(*m));
	ranks = arena_array(in->arena, n, sizeof(*ranks));
	places = arena_array(in->arena, in->rules->nbodies, sizeof(*places));
	memset(places, 0xff, in->rules->nbodies * sizeof(*places));
	for (size_t i = 0; i < n; i++) {
		ranks[i] = (uint32_t)pairs[i].body->rank;
		places[ranks[i]] = (uint32_t)i;
	}
	*m = (struct members){ranks, places, n};
	in->members = m;
	return m;
}

/* The days are kept, a large rule's pairs are not. */
static bool
seen_members(struct turn *t, struct seeing *in, const struct roadmap *r,
    const struct rule *rule, struct rule_cache *cache,
    struct store_error *reterr)
{
	struct arena *scratch = arena_new();
	const char *prefix = arena_printf(scratch, "%s/%s/", r->id, rule->id);
	const struct pair *pairs;
	struct date *baselines, *days;
	bool ok = seen_days(t, scratch, in->rules, prefix, &days, reterr);

	cache->npairs = rule_pairs(scratch, r, rule, &pairs);
	if (cache->npairs <= PAIRS_KEPT)
		rule_pairs(in->arena, r, rule, &cache->pairs);
	else
		cache->members = keep_members(in, pairs, cache->npairs);
	cache->shared = quiet_is_shared(rule);
	cache->until = arena_array(in->arena, cache->npairs,
	    sizeof(*cache->until));
	baselines = arena_array(in->arena, cache->npairs, sizeof(*baselines));
	for (size_t i = 0; ok && i < cache->npairs; i++) {
		const struct body *body = pairs[i].body;
		struct date *day = &days[body->rank];

		if (date_is_none(*day))
			ok = store_seen(t->store, "member",
			    arena_printf(scratch, "%s%s", prefix, body->id),
			    in->today, day, reterr);
		baselines[i] = date_max(cache->baseline,
		    date_min(*day, in->today));
	}
	cache->baselines = baselines;
	arena_free(scratch);
	return ok;
}

static bool
seen_rule(struct turn *t, struct seeing *in, const struct roadmap *r,
    const struct rule *rule, struct rule_cache *cache,
    struct store_error *reterr)
{
	struct arena *a = in->arena;
	struct since *since = arena_array(a, rule->nwordings, sizeof(*since));

	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];
		int reach = remind_reach_days(w);

		if (!store_seen(t->store, "wording",
		    wording_name(a, r, rule, w), in->today, &since[i].worded,
		    reterr) || !store_seen(t->store, "policy",
		    policy_name(a, r, rule, w), in->today, &since[i].told,
		    reterr))
			return false;
		since[i].told = date_max(since[i].told, since[i].worded);
		if (reach > cache->reach_days)
			cache->reach_days = reach;
	}
	cache->since = since;
	return seen_members(t, in, r, rule, cache, reterr);
}

static bool
seen_roadmap(struct turn *t, struct seeing *in, const struct roadmap *r,
    int64_t now, struct rule_cache **ret, int64_t *ret_looked,
    struct store_error *reterr)
{
	struct rule_cache *caches = arena_array(in->arena, r->nrules,
	    sizeof(*caches));
	struct date known;

	in->today = turn_day(r, now, NULL);
	if (!store_seen(t->store, "roadmap", r->id, in->today, &known,
	    reterr))
		return false;
	for (size_t i = 0; i < r->nrules; i++) {
		caches[i].baseline = known;
		if (!seen_rule(t, in, r, &r->rules[i], &caches[i], reterr))
			return false;
	}
	*ret = caches;
	if (!store_fact(t->store, arena_printf(in->arena, "looked/%s", r->id),
	    ret_looked))
		*ret_looked = INT64_MIN;
	return true;
}

/* Fills *ret, whose arena the caller owns. */
static bool
seen_all(struct turn *t, const struct ruleset *rules, int64_t now,
    struct known *ret, struct store_error *reterr)
{
	struct seeing in = {.rules = rules, .arena = ret->arena};
	size_t n = rules->nroadmaps;

	ret->rules = arena_array(ret->arena, n, sizeof(*ret->rules));
	ret->looked = arena_array(ret->arena, n, sizeof(*ret->looked));
	for (size_t i = 0; i < n; i++)
		if (!seen_roadmap(t, &in, &rules->roadmaps[i], now,
		    &ret->rules[i], &ret->looked[i], reterr))
			return false;
	return true;
}

bool
turn_set_rules(struct turn *t, const struct ruleset *rules, int64_t now,
    struct store_error *reterr)
{
	struct known known = {.arena = arena_new(), .heard = HEARD_NOTHING};

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
	wake_all(t);
	alarm_rules_taken(t, now);
	return true;
}
