#include <stdlib.h>
#include <string.h>

#include "turn/inside.h"

/* A schedule that has a name is one for all rows that name it
 * (rule-files.md §7). */
bool
rules_share_schedule(const struct rule *a, const struct rule *b)
{
	for (size_t i = 0; i < a->nwordings; i++)
		for (size_t k = 0; k < b->nwordings; k++)
			if (a->wordings[i].schedule &&
			    a->wordings[i].schedule == b->wordings[k].schedule)
				return true;
	return false;
}

static bool
has_schedule(const struct rule *rule)
{
	for (size_t i = 0; i < rule->nwordings; i++)
		if (rule->wordings[i].schedule)
			return true;
	return false;
}

struct gathered {
	struct entry *items;
	size_t n, cap;
};

/* The dates entered for another row, and what takes them back. Who owed them
 * there owes nothing here: they are everybody's, but where each owes its own
 * and they were entered for one. */
static bool
add_dates(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *other, struct gathered *to, struct store_error *reterr)
{
	const struct entry *theirs;
	const struct pair *pairs;
	bool everybodys = rule_pairs(a, r, other, &pairs) == 1;
	size_t n;

	if (!store_entries(t->store, a, r->id, other->id, &theirs, &n,
	    reterr))
		return false;
	for (size_t i = 0; i < n; i++) {
		struct entry *e;

		if (theirs[i].kind != ENTRY_SCHEDULE &&
		    theirs[i].kind != ENTRY_VOID)
			continue;
		e = arena_push(a, (void **)&to->items, &to->n, &to->cap,
		    sizeof(*e));
		*e = theirs[i];
		if (everybodys)
			e->body = "";
	}
	return true;
}

static int
by_body(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;
	int c = strcmp(x->body, y->body);

	return c ? c : (x->id > y->id) - (x->id < y->id);
}

bool
rule_entries(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, const char *body, const struct entry **ret,
    size_t *ret_n, struct store_error *reterr)
{
	struct gathered all = {0};

	if (body ? !store_entries_of(t->store, a, r->id, rule->id, body, ret,
	    ret_n, reterr) : !store_entries(t->store, a, r->id, rule->id, ret,
	    ret_n, reterr))
		return false;
	for (size_t i = 0; has_schedule(rule) && i < r->nrules; i++)
		if (&r->rules[i] != rule &&
		    rules_share_schedule(rule, &r->rules[i]) &&
		    !add_dates(t, a, r, &r->rules[i], &all, reterr))
			return false;
	if (all.n == 0)
		return true;
	for (size_t i = 0; i < *ret_n; i++)
		*(struct entry *)arena_push(a, (void **)&all.items, &all.n,
		    &all.cap, sizeof(*all.items)) = (*ret)[i];
	qsort(all.items, all.n, sizeof(*all.items), by_body);
	*ret = all.items;
	*ret_n = all.n;
	return true;
}
