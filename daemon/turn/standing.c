#include "turn/standing.h"

#include <string.h>

#include "core/docket.h"
#include "turn/inside.h"

struct rule_cache *
find_cache(const struct turn *t, const struct roadmap *r,
    const struct rule *rule)
{
	size_t i = (size_t)(r - t->rules->roadmaps);

	return &t->known.rules[i][rule - r->rules];
}

const struct pair *
pairs_of(struct arena *a, const struct roadmap *r, const struct rule *rule,
    const struct rule_cache *cache)
{
	const struct pair *pairs = cache->pairs;

	if (!pairs)
		rule_pairs(a, r, rule, &pairs);
	return pairs;
}

const struct body *
pair_body(const struct turn *t, const struct rule_cache *cache, size_t pair)
{
	return cache->pairs ? cache->pairs[pair].body :
	    t->rules->bodies[cache->members->ranks[pair]];
}

size_t
pair_place(const struct rule_cache *cache, const struct body *body)
{
	if (!cache->pairs)
		return cache->members->places[body->rank];
	for (size_t i = 0; i < cache->npairs; i++)
		if (cache->pairs[i].body == body)
			return i;
	return NOWHERE;
}

/* --- what was said ------------------------------------------------------ */

static void
lay_out_said(struct arena *a, struct said_kept *ret)
{
	struct said *said = arena_array(a, ret->n, sizeof(*said));

	for (size_t i = 0; i < ret->n; i++)
		said[i] = ret->rows[i].said;
	ret->said = said;
}

static bool
read_said(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, struct said_kept *ret, struct store_error *reterr)
{
	if (!store_said(t->store, a, r->id, rule->id, &ret->rows, &ret->n,
	    reterr))
		return false;
	lay_out_said(a, ret);
	return true;
}

static bool
read_said_of(struct turn *t, struct arena *a, const struct pair *pairs,
    size_t npairs, struct said_kept *ret, struct store_error *reterr)
{
	struct said_row *all = NULL;
	size_t n = 0, cap = 0;

	for (size_t i = 0; i < npairs; i++) {
		const struct pair *p = &pairs[i];
		const struct said_row *rows;
		size_t some;

		if (!store_said_of(t->store, a, p->roadmap->id, p->rule->id,
		    p->body->id, &rows, &some, reterr))
			return false;
		for (size_t k = 0; k < some; k++)
			*(struct said_row *)arena_push(a, (void **)&all, &n,
			    &cap, sizeof(*all)) = rows[k];
	}
	ret->rows = all;
	ret->n = n;
	lay_out_said(a, ret);
	return true;
}

/* As kept, but read again if it is not, or stale. */
static bool
kept_said(struct turn *t, const struct roadmap *r, const struct rule *rule,
    struct said_kept *kept, struct store_error *reterr)
{
	if (kept->arena && !kept->stale)
		return true;
	if (!kept->arena) {
		kept->next = t->known.said;
		t->known.said = kept;
	}
	arena_free(kept->arena);
	kept->arena = arena_new();
	kept->stale = !read_said(t, kept->arena, r, rule, kept, reterr);
	return !kept->stale;
}

bool
rule_said(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, const struct pair *only, size_t nonly,
    struct said_kept *ret, struct store_error *reterr)
{
	struct rule_cache *cache = find_cache(t, r, rule);

	if (t->keeps_said) {
		if (!kept_said(t, r, rule, &cache->said, reterr))
			return false;
		*ret = cache->said;
		return true;
	}
	return only ? read_said_of(t, a, only, nonly, ret, reterr) :
	    read_said(t, a, r, rule, ret, reterr);
}

void
said_forget(struct turn *t, const struct pair *pair)
{
	find_cache(t, pair->roadmap, pair->rule)->said.stale = true;
}

void
said_forget_all(struct turn *t)
{
	for (struct said_kept *k = t->known.said; k; k = k->next)
		k->stale = true;
}

void
said_free_all(struct turn *t)
{
	for (struct said_kept *k = t->known.said; k; k = k->next)
		arena_free(k->arena);
	t->known.said = NULL;
}

/* --- one rule ----------------------------------------------------------- */

bool
standing_facts(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, struct standing_facts *ret,
    struct store_error *reterr)
{
	const struct rule_cache *cache = find_cache(t, r, rule);
	struct account_input *in = &ret->account;
	struct said_kept said = {0};

	*in = (struct account_input){
		.pairs = pairs_of(a, r, rule, cache),
		.baselines = cache->baselines, .npairs = cache->npairs,
		.baseline = cache->baseline, .since = cache->since,
		.on = DATE_NONE,
		.instead = turn_administrators(a, t->config),
		.ninstead = t->config->nadministrators
	};
	if (!rule_entries(t, a, r, rule, NULL, &in->entries,
	    &in->nentries, reterr) ||
	    !read_said(t, a, r, rule, &said, reterr))
		return false;
	ret->said_rows = said.rows;
	in->said = said.said;
	in->nsaid = said.n;
	return true;
}

/* Bodies and entries both come by id: a step forward finds the next. */
void
share_out(struct arena *a, const struct ruleset *rules,
    const struct entry *entries, size_t n, struct shares *ret)
{
	size_t i = entries_end(entries, 0, n, "");

	ret->entries = entries;
	ret->nwhole = i;
	ret->of = arena_array(a, rules->nbodies, sizeof(*ret->of));
	for (size_t rank = 0; i < n && rank < rules->nbodies; rank++) {
		const char *id = rules->bodies[rank]->id;

		while (i < n && strcmp(entries[i].body, id) < 0)
			i++;
		ret->of[rank].first = i;
		i = ret->of[rank].end = entries_end(entries, i, n, id);
	}
}

size_t
share_of(struct arena *a, const struct shares *s, const struct pair *pair,
    const struct entry *const **ret)
{
	const struct share *own = &s->of[pair->body->rank];

	return pair_entries_at(a, s->entries, s->nwhole, own->first,
	    own->end, ret);
}

struct date
horizon_of(const struct rule_cache *cache, struct date today,
    struct date until)
{
	return date_max(until, date_min(date_add(today, cache->reach_days),
	    DATE_MAX));
}

/* --- people's questions --------------------------------------------------- */

static bool
wanted(const char *given, const char *id)
{
	return !given || strcmp(given, id) == 0;
}

/* True also for a member when its group is asked for. */
static bool
body_wanted(const char *given, const struct pair *p)
{
	return wanted(given, p->body->id) ||
	    (p->group && wanted(given, p->group->id));
}

static bool
obligation_wanted(const struct obligation *ob,
    const struct standing_filter *f)
{
	if (f->states && !(f->states & (1U << ob->state)))
		return false;
	if (!date_is_none(f->from) && date_before(ob->due, f->from))
		return false;
	return date_is_none(f->to) || !date_before(f->to, ob->due);
}

/* The evaluation with only the obligations that the filter lets through. */
static void
keep_wanted(struct arena *a, struct evaluation *e,
    const struct standing_filter *f)
{
	struct obligation *kept;
	size_t n = 0;

	if (!f->states && date_is_none(f->from) && date_is_none(f->to))
		return;
	if (f->states && !(f->states & STANDING_WAITING))
		e->waiting = false;
	kept = arena_array(a, e->nobligations, sizeof(*kept));
	for (size_t i = 0; i < e->nobligations; i++)
		if (obligation_wanted(&e->obligations[i], f))
			kept[n++] = e->obligations[i];
	e->obligations = kept;
	e->nobligations = n;
}

/* A walk over pairs: what it needs for the whole, for a rule, for a pair. */
struct walk {
	struct turn *turn;
	const struct standing_filter *filter;
	standing_row *row;
	void *context;
	struct arena *rule, *pair;      /* emptied for each */
	bool go_on;
};

static void
walk_pair(struct walk *w, const struct pair *pair,
    const struct evaluate_input *in)
{
	struct evaluation e;

	evaluate(w->pair, pair, in, &e);
	keep_wanted(w->pair, &e, w->filter);
	w->go_on = w->row(w->context, pair, &e, in->today);
}

/* All pairs of a rule; its log is read as a whole. */
static bool
walk_rule(struct walk *w, const struct roadmap *r, const struct rule *rule,
    struct date today, struct store_error *reterr)
{
	const struct rule_cache *cache = find_cache(w->turn, r, rule);
	const struct pair *pairs = pairs_of(w->rule, r, rule, cache);
	const struct entry *entries;
	struct shares shares;
	struct docket docket;
	size_t n;

	if (!rule_entries(w->turn, w->rule, r, rule, NULL, &entries, &n,
	    reterr))
		return false;
	share_out(w->rule, w->turn->rules, entries, n, &shares);
	docket_open(&docket, w->rule, today, horizon_of(cache, today,
	    w->filter->to));
	for (size_t i = 0; w->go_on && i < cache->npairs; i++) {
		struct evaluate_input in = {
			.today = today, .baseline = cache->baselines[i],
			.since = cache->since,
			.horizon = docket.horizon, .docket = &docket
		};

		if (!body_wanted(w->filter->body, &pairs[i]))
			continue;
		arena_reset(w->pair);
		in.nentries = share_of(w->pair, &shares, &pairs[i],
		    &in.entries);
		walk_pair(w, &pairs[i], &in);
	}
	return true;
}

/* One body's part in a rule: nothing of others is read. */
static bool
walk_body(struct walk *w, const struct roadmap *r, const struct rule *rule,
    const struct body *body, struct date today, struct store_error *reterr)
{
	const struct rule_cache *cache = find_cache(w->turn, r, rule);
	const size_t place = pair_place(cache, body);
	const struct pair *pair;
	struct evaluate_input in = {
		.today = today, .since = cache->since,
		.horizon = horizon_of(cache, today, w->filter->to)
	};
	const struct entry *entries;
	size_t n;

	if (place == NOWHERE)
		return true;
	pair = cache->pairs ? &cache->pairs[place] :
	    rule_pair(w->rule, r, rule, body);
	in.baseline = cache->baselines[place];
	if (!rule_entries(w->turn, w->rule, r, rule, body->id, &entries, &n,
	    reterr))
		return false;
	arena_reset(w->pair);
	in.nentries = pair_entries(w->pair, pair, entries, n, &in.entries);
	walk_pair(w, pair, &in);
	return true;
}

bool
standing_states(const char *name, unsigned *ret)
{
	*ret = 0;
	if (!name)
		*ret = 1U << STATE_UPCOMING | 1U << STATE_OPEN |
		    1U << STATE_SUBMITTED | 1U << STATE_LATE |
		    1U << STATE_MISSED | STANDING_WAITING;
	if (name && strcmp(name, "waiting") == 0)
		*ret = STANDING_WAITING;
	for (int s = 0; name && s < STATE_COUNT; s++)
		if (strcmp(name, state_name((enum state)s)) == 0)
			*ret = 1U << s;
	return *ret || strcmp(name, "all") == 0;
}

const char *
standing_unknown(struct arena *a, const struct ruleset *set,
    const struct standing_filter *f, int64_t now)
{
	const struct roadmap *r = f->roadmap ?
	    ruleset_roadmap(set, f->roadmap) : NULL;

	if (f->roadmap && !r)
		return arena_printf(a, "no roadmap '%s' is in force",
		    f->roadmap);
	if (r && f->item && !roadmap_rule_on(r, f->item,
	    turn_day(r, now, NULL)))
		return arena_printf(a, "%s has no item '%s'", r->id, f->item);
	if (f->body && !ruleset_body(set, f->body))
		return arena_printf(a, "no body is called '%s'", f->body);
	return NULL;
}

/* A rule that bore the number last, until it was repealed, is meant too. */
static bool
is_named(const char *item, const struct roadmap *r, const struct rule *rule,
    struct date today)
{
	return !item || strcmp(rule_item(rule, today), item) == 0 ||
	    roadmap_rule_on(r, item, today) == rule;
}

/* A group may be asked for by its members: then all are looked at. */
static bool
walk(struct walk *w, const struct roadmap *r, const struct rule *rule,
    struct date today, struct store_error *reterr)
{
	const struct body *body = w->filter->body ?
	    ruleset_body(w->turn->rules, w->filter->body) : NULL;

	arena_reset(w->rule);
	if (body && body->nmembers == 0)
		return walk_body(w, r, rule, body, today, reterr);
	return walk_rule(w, r, rule, today, reterr);
}

bool
standing_each(struct turn *t, int64_t now, const struct standing_filter *f,
    standing_row *row, void *context, struct store_error *reterr)
{
	struct walk w = {
		.turn = t, .filter = f, .row = row, .context = context,
		.rule = arena_new(), .pair = arena_new(), .go_on = true
	};
	bool ok = true;

	for (size_t i = 0; ok && w.go_on && i < t->rules->nroadmaps; i++) {
		const struct roadmap *r = &t->rules->roadmaps[i];
		struct date today = turn_day(r, now, NULL);

		if (!wanted(f->roadmap, r->id))
			continue;
		for (size_t k = 0; ok && w.go_on && k < r->nrules; k++)
			if (is_named(f->item, r, &r->rules[k], today))
				ok = walk(&w, r, &r->rules[k], today,
				    reterr);
	}
	arena_free(w.rule);
	arena_free(w.pair);
	return ok;
}
