/* Planning: at a sending time, whatever must be heard becomes letters.
 *
 * All roadmaps whose sending time is the same instant are planned together,
 * so that a recipient gets one letter. What an earlier sending time wrote and
 * nobody began is superseded first: its notices are said again, in today's
 * words, if they still must be. */
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "turn/inside.h"

/* Rules that had something to say keep their arena until the letters are
 * written; the others give it back at once. */
struct plan {
	struct turn *turn;
	struct arena *a;
	struct arena **kept;
	size_t nkept;
	struct planned *notices;
	size_t n, cap;
	const struct reach *instead;    /* the administrators */
	bool doubtful;                  /* the roadmap at hand: restored.c */
};

static void
plan_done(struct plan *p)
{
	for (size_t i = 0; i < p->nkept; i++)
		arena_free(p->kept[i]);
	free(p->kept);
	free(p->notices);
}

/* A webhook may ask for some stages only: `stages` of srokd.yaml. */
static bool
is_wanted(const struct config *c, const struct notice *n)
{
	const struct config_webhook *hook =
	    n->to->channel == CHANNEL_WEBHOOK ?
	    config_webhook_of(c, n->to->address) : NULL;
	char stage[STAGE_TEXT];

	if (!hook || hook->nstages == 0)
		return true;
	stage_name(&n->stage, stage);
	stage[strcspn(stage, ":")] = '\0';
	for (size_t i = 0; i < hook->nstages; i++)
		if (strcmp(hook->stages[i], stage) == 0)
			return true;
	return false;
}

static void
keep(struct plan *p, struct arena *a, const struct notice *notices, size_t n,
    const struct standing_rule *standing, struct date day)
{
	struct standing_rule *copy = arena_alloc(a, sizeof(*copy));

	*copy = *standing;
	p->kept = xreallocarray(p->kept, p->nkept + 1, sizeof(*p->kept));
	p->kept[p->nkept++] = a;
	if (p->n + n > p->cap) {
		p->cap = (p->n + n) * 2;
		p->notices = xreallocarray(p->notices, p->cap,
		    sizeof(*p->notices));
	}
	for (size_t i = 0; i < n; i++)
		if (is_wanted(p->turn->config, &notices[i]))
			p->notices[p->n++] = (struct planned){
			    .notice = &notices[i], .rule = copy, .day = day,
			    .doubtful = p->doubtful};
}

const struct reach *
turn_administrators(struct arena *a, const struct config *c)
{
	struct reach *list = arena_array(a, c->nadministrators,
	    sizeof(*list));

	for (size_t i = 0; i < c->nadministrators; i++)
		list[i] = (struct reach){
			.channel = strchr(c->administrators[i], '@') ?
			    CHANNEL_EMAIL : CHANNEL_WEBHOOK,
			.address = c->administrators[i],
			.language = c->language
		};
	return list;
}

/* What the touched pairs of a rule have to say; their days are set anew. */
static bool
plan_touched(struct plan *p, struct arena *a, struct rule_cache *cache,
    const struct touched *touched, struct standing_rule *ret,
    const struct notice **ret_notices, size_t *ret_n,
    struct store_error *reterr)
{
	struct remind_input in;

	if (!standing_of_rule(p->turn, a, touched, ret, reterr))
		return false;
	in = (struct remind_input){
		.pairs = ret->pairs, .evaluations = ret->evaluations,
		.npairs = ret->npairs, .said = ret->said,
		.nsaid = ret->nsaid, .day = touched->day,
		.baseline = ret->baseline, .since = ret->since,
		.instead = p->instead,
		.ninstead = p->turn->config->nadministrators
	};
	*ret_n = remind(a, &in, ret_notices);
	touched_again(cache, touched, ret, *ret_notices, *ret_n);
	return true;
}

/* A notice that says how the others stand wants all of them judged. */
static bool
speaks_of_others(const struct notice *notices, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (notices[i].peers)
			return true;
	return false;
}

static bool
plan_rule(struct plan *p, struct arena *a, const struct roadmap *r,
    const struct rule *rule, struct date day, size_t *ret_n,
    struct store_error *reterr)
{
	struct rule_cache *cache = find_cache(p->turn, r, rule);
	struct touched touched = {.roadmap = r, .rule = rule, .day = day};
	struct standing_rule s;
	const struct notice *notices;

	*ret_n = 0;
	if (touched_on(a, cache, &touched) == 0)
		return true;
	if (!plan_touched(p, a, cache, &touched, &s, &notices, ret_n, reterr))
		return false;
	if (speaks_of_others(notices, *ret_n) && touched.n < cache->npairs) {
		touched_all(a, cache, &touched);
		if (!plan_touched(p, a, cache, &touched, &s, &notices, ret_n,
		    reterr))
			return false;
	}
	if (*ret_n)
		keep(p, a, notices, *ret_n, &s, day);
	return true;
}

static bool
plan_roadmap(struct plan *p, const struct roadmap *r, struct date day,
    struct store_error *reterr)
{
	struct arena *a = arena_new();
	bool ok = true;

	for (size_t i = 0; ok && i < r->nrules; i++) {
		size_t n;

		ok = plan_rule(p, a, r, &r->rules[i], day, &n, reterr);
		if (n)          /* the plan keeps it */
			a = arena_new();
		else
			arena_reset(a);
	}
	arena_free(a);
	return ok;
}

static bool
note_looked(struct plan *p, size_t i, int64_t at, struct store_error *reterr)
{
	const struct roadmap *r = &p->turn->rules->roadmaps[i];

	p->turn->known.looked[i] = at;
	return store_set_fact(p->turn->store,
	    arena_printf(p->a, "looked/%s", r->id), at, reterr);
}

/* The earliest open sending time; false when there is none. */
static bool
first_open(const struct turn *t, int64_t now, int64_t *ret)
{
	*ret = INT64_MAX;
	for (size_t i = 0; i < t->rules->nroadmaps; i++) {
		struct date day;
		int64_t at;

		if (turn_open_sending_time(t, i, now, &day, &at) && at < *ret)
			*ret = at;
	}
	return *ret != INT64_MAX;
}

static bool
is_open(const struct turn *t, size_t i, int64_t now, int64_t sending_at,
    struct date *ret_day)
{
	int64_t at;

	return turn_open_sending_time(t, i, now, ret_day, &at) &&
	    at == sending_at;
}

/* What waits is said anew, but only by a roadmap whose hour this is: nine
 * o'clock in Tomsk is not nine o'clock in Moscow. A letter that speaks for
 * several roadmaps waits until this is the hour of all. */
static bool
supersede(struct plan *p, int64_t now, int64_t sending_at, size_t *ret_n,
    struct store_error *reterr)
{
	const struct ruleset *rules = p->turn->rules;
	const char **kept = arena_array(p->a, rules->nroadmaps,
	    sizeof(*kept));
	size_t n = 0;

	for (size_t i = 0; i < rules->nroadmaps; i++) {
		struct date day;

		if (!is_open(p->turn, i, now, sending_at, &day))
			kept[n++] = rules->roadmaps[i].id;
	}
	return store_letters_supersede(p->turn->store, kept, n, sending_at,
	    now, ret_n, reterr);
}

static bool
plan_sending_time(struct turn *t, int64_t now, int64_t sending_at,
    struct arena *a, struct turn_output *ret, struct store_error *reterr)
{
	struct plan p = {
		.turn = t, .a = a,
		.instead = turn_administrators(a, t->config)
	};
	size_t superseded = 0;
	bool ok = wake_logged(t, reterr) &&
	    supersede(&p, now, sending_at, &superseded, reterr);

	if (superseded) {
		said_forget_all(t);
		wake_all(t);
	}
	for (size_t i = 0; ok && i < t->rules->nroadmaps; i++) {
		struct date day;

		if (!is_open(t, i, now, sending_at, &day))
			continue;
		p.doubtful = restored_doubts(t, i);
		ok = plan_roadmap(&p, &t->rules->roadmaps[i], day,
		    reterr) &&
		    note_looked(&p, i, sending_at, reterr);
	}
	ok = ok && group_and_write(t, now, sending_at, p.notices, p.n, a, ret,
	    reterr);
	ret->superseded += superseded;
	alarm_at(t, now);
	plan_done(&p);
	return ok;
}

bool
plan(struct turn *t, int64_t now, struct arena *a, struct turn_output *ret,
    struct store_error *reterr)
{
	int64_t at;

	while (first_open(t, now, &at))
		if (!plan_sending_time(t, now, at, a, ret, reterr))
			return false;
	return true;
}

void
plan_forget(struct turn *t)
{
	struct arena *a = arena_new();

	for (size_t i = 0; t->rules && i < t->rules->nroadmaps; i++)
		if (!store_fact(t->store, arena_printf(a, "looked/%s",
		    t->rules->roadmaps[i].id), &t->known.looked[i]))
			t->known.looked[i] = INT64_MIN;
	wake_all(t);
	alarm_at(t, INT64_MIN);
	ways_load(t);
	keep_init(t);
	str_clear(&t->capped);
	t->ncapped = 0;
	arena_free(a);
}
