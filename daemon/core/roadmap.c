#include "core/roadmap.h"

#include <stdlib.h>
#include <string.h>

const char *
text_in(const struct text *t, enum language language)
{
	enum language other = language == LANGUAGE_RU ? LANGUAGE_EN
	    : LANGUAGE_RU;

	if (t->in[language])
		return t->in[language];
	return t->in[other] ? t->in[other] : "";
}

bool
text_given(const struct text *t)
{
	return t->in[LANGUAGE_RU] || t->in[LANGUAGE_EN];
}

const struct roadmap *
ruleset_roadmap(const struct ruleset *set, const char *id)
{
	for (size_t i = 0; i < set->nroadmaps; i++)
		if (strcmp(set->roadmaps[i].id, id) == 0)
			return &set->roadmaps[i];
	return NULL;
}

static int
by_body_id(const void *key, const void *item)
{
	const struct body *const *body = item;

	return strcmp(key, (*body)->id);
}

const struct body *
ruleset_body(const struct ruleset *set, const char *id)
{
	const struct body *const *found;

	if (set->nbodies == 0)
		return NULL;
	found = bsearch(id, set->bodies, set->nbodies, sizeof(*set->bodies),
	    by_body_id);
	return found ? *found : NULL;
}

const struct rule *
roadmap_rule(const struct roadmap *r, const char *item)
{
	for (size_t i = 0; i < r->nrules; i++)
		if (strcmp(r->rules[i].item, item) == 0)
			return &r->rules[i];
	return NULL;
}

const char *
rule_item(const struct rule *rule, struct date on)
{
	for (size_t i = 0; i < rule->nformers; i++)
		if (!date_before(rule->formers[i].until, on))
			return rule->formers[i].item;
	return rule->item;
}

/* A number may have gone to another rule, and a repealed rule keeps its last
 * one: whoever is in force goes first. */
const struct rule *
roadmap_rule_on(const struct roadmap *r, const char *item, struct date on)
{
	on = date_min(date_max(on, r->in_force.first), r->in_force.last);
	for (size_t i = 0; i < r->nrules; i++)
		if (date_in(on, r->rules[i].in_force) &&
		    strcmp(rule_item(&r->rules[i], on), item) == 0)
			return &r->rules[i];
	return roadmap_rule(r, item);
}

const struct rule *
ruleset_rule(const struct ruleset *set, const char *roadmap, const char *id)
{
	const struct roadmap *r = ruleset_roadmap(set, roadmap);

	for (size_t i = 0; r && i < r->nrules; i++)
		if (strcmp(r->rules[i].id, id) == 0)
			return &r->rules[i];
	return NULL;
}

const struct wording *
rule_wording(const struct rule *rule, struct date on)
{
	size_t i = rule->nwordings;

	while (i > 1 && date_before(on, rule->wordings[i - 1].from))
		i--;
	return &rule->wordings[i - 1];
}

/* A row that an amendment adds is cut at its day; of a row that is repealed
 * what is not yet due lapses, so its windows are those of the whole validity
 * and pair_windows drops the ones due later, uncut (design.md §4). */
struct term_frame
roadmap_frame(const struct roadmap *r, const struct rule *rule)
{
	struct term_frame f = {
		.in_force = {rule->in_force.first,
		    date_max(rule->in_force.last, r->in_force.last)},
		.school = r->school,
		.school_first_month = r->school_first_month,
		.school_first_day = r->school_first_day,
		.school_last_month = r->school_last_month,
		.school_last_day = r->school_last_day,
		.cal = r->cal,
		.last_done = DATE_NONE
	};

	return f;
}
