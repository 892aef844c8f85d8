/* What wakes a pair before its day (touched.c): an entry in its log, a notice
 * that was taken back, a turn that failed, rules that were read anew. */
#include <string.h>

#include "turn/inside.h"

static void
wake_rule(struct rule_cache *cache)
{
	for (size_t i = 0; i < cache->npairs; i++)
		cache->until[i] = DATE_MIN;
	cache->first = DATE_MIN;
}

void
wake_all(struct turn *t)
{
	for (size_t i = 0; t->rules && i < t->rules->nroadmaps; i++)
		for (size_t k = 0; k < t->rules->roadmaps[i].nrules; k++)
			wake_rule(&t->known.rules[i][k]);
}

/* An entry of the whole rule wakes all of it, as does one of somebody who
 * owes nothing of it. */
static void
wake_body(const struct turn *t, struct rule_cache *cache, const char *id)
{
	const struct body *body = ruleset_body(t->rules, id);
	size_t place = body ? pair_place(cache, body) : NOWHERE;

	if (place == NOWHERE)
		wake_rule(cache);
	else
		cache->until[place] = cache->first = DATE_MIN;
}

/* Dates that are entered for one rule are those of all that share its
 * schedule (entries.c). */
static void
wake_entry(const struct turn *t, size_t roadmap, const struct entry *e)
{
	const struct roadmap *r = &t->rules->roadmaps[roadmap];
	struct rule_cache *caches = t->known.rules[roadmap];
	bool dates = e->kind == ENTRY_SCHEDULE || e->kind == ENTRY_VOID;

	for (size_t i = 0; i < r->nrules; i++) {
		if (strcmp(r->rules[i].id, e->rule) != 0)
			continue;
		wake_body(t, &caches[i], e->body);
		for (size_t k = 0; dates && k < r->nrules; k++)
			if (rules_share_schedule(&r->rules[i], &r->rules[k]))
				wake_rule(&caches[k]);
	}
}

bool
wake_logged(struct turn *t, struct store_error *reterr)
{
	struct arena *a = arena_new();
	const struct entry *entries = NULL;
	size_t n = 0;
	bool ok;

	if (t->known.heard == HEARD_NOTHING)    /* all are awake still */
		ok = store_entry_last(t->store, &t->known.heard, reterr);
	else
		ok = store_entries_after(t->store, a, t->known.heard,
		    &entries, &n, reterr);
	for (size_t i = 0; ok && i < n; i++) {
		for (size_t k = 0; k < t->rules->nroadmaps; k++)
			if (strcmp(t->rules->roadmaps[k].id,
			    entries[i].roadmap) == 0)
				wake_entry(t, k, &entries[i]);
		t->known.heard = entries[i].id;
	}
	arena_free(a);
	return ok;
}
