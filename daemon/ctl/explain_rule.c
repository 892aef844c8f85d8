/* A rule of the files, its log and its letters. */
#include <string.h>
#include <sysexits.h>

#include "ctl/explain.h"

static int
no_item(struct ctl *c, const struct roadmap *r, const char *item)
{
	const char **names = arena_array(c->a, r->nrules, sizeof(*names));

	for (size_t i = 0; i < r->nrules; i++)
		names[i] = r->rules[i].item;
	return ctl_fail(c, EX_DATAERR, "%s has no item '%s'%s", r->id, item,
	    ctl_meant(c, item, names, r->nrules));
}

/* The words of the wording that holds on a day, read again for the carets;
 * what an interpretation decided is not what they say. */
static void
set_words(struct ctl *c, struct explained *e, const struct rule *rule)
{
	const struct roadmap *r = e->pair->roadmap;
	struct phrase *phrase = arena_alloc(c->a, sizeof(*phrase));

	e->wording = rule_wording(rule, date_min(r->in_force.last,
	    date_max(e->on, r->in_force.first)));
	if (!e->wording)
		e->wording = &rule->wordings[rule->nwordings - 1];
	e->text = e->wording->when;
	if (e->wording->when_is_phrase &&
	    phrase_explain(c->a, e->text, phrase) &&
	    term_equal(phrase->term, e->wording->term))
		e->phrase = phrase;
}

/* The debtor that is asked about, else the first. */
static const struct pair *
choose_pair(const struct pair *pairs, size_t n, const char *body)
{
	for (size_t i = 0; body && i < n; i++)
		if (strcmp(pairs[i].body->id, body) == 0)
			return &pairs[i];
	return &pairs[0];
}

static int
read_story(struct ctl *c, const struct explain_options *o,
    const struct dossier *d, struct explained *e, struct story *story)
{
	const struct story_options so = {o->body, o->window};
	int rc;

	if (!d->source)
		return EX_OK;
	rc = story_read(c, d, &so, story);
	if (rc == EX_OK)
		e->story = story;
	return rc;
}

int
explain_rule(struct ctl *c, const struct explain_options *o,
    const struct ruleset *rules, const struct roadmap *r, const char *item)
{
	const struct rule *rule = roadmap_rule_on(r, item,
	    date_is_none(o->on) ? ctl_today() : o->on);
	const struct dossier_source from = {
		.socket = o->socket, .database = o->database, .log = o->log,
		.live = !o->rules || o->socket || o->database,
		.needed = o->body || !date_is_none(o->on) ||
		    !date_is_none(o->window), .on = o->on
	};
	int year = date_civil(ctl_today()).year;
	struct explained e = {0};
	struct dossier dossier;
	struct story story;
	const struct pair *pairs;
	size_t n;
	int rc;

	if (!rule)
		return no_item(c, r, item);
	n = rule_pairs(c->a, r, rule, &pairs);
	if (n == 0)
		return ctl_fail(c, EX_DATAERR, "nobody owes %s/%s", r->id,
		    item);
	rc = dossier_open(c, &from, rules, r, rule, &dossier);
	if (rc == EX_OK) {
		e.pair = choose_pair(pairs, n, o->body);
		e.on = dossier.source ? dossier.account.on : ctl_today();
		set_words(c, &e, rule);
		rc = read_story(c, o, &dossier, &e, &story);
	}
	if (rc == EX_OK) {
		explain_windows(c, &e, date_of(year + 1, 12, 31));
		explain_print(c, &e, o->format, &explain_order);
	}
	dossier_close(&dossier);
	return rc;
}
