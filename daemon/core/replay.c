#include "core/replay.h"

static int
reach_days(const struct rule *rule)
{
	int most = 0;

	for (size_t i = 0; i < rule->nwordings; i++) {
		int days = remind_reach_days(&rule->wordings[i]);

		if (days > most)
			most = days;
	}
	return most;
}

void
replay_judge(struct arena *a, const struct account_input *in, size_t pair,
    struct date today, struct date horizon, struct evaluation *ret)
{
	const struct pair *p = &in->pairs[pair];
	struct date near = date_add(today, reach_days(p->rule));
	struct evaluate_input input = {
		.today = today, .baseline = in->baselines[pair],
		.since = in->since,
		.horizon = date_min(date_max(near, horizon), DATE_MAX)
	};

	input.nentries = pair_entries(a, p, in->entries, in->nentries,
	    &input.entries);
	evaluate(a, p, &input, ret);
}

void
replay_day(struct replay *r, const struct account_input *in, size_t first,
    size_t n, struct date day)
{
	struct evaluation *evaluations;
	struct said *said;
	struct remind_input input = {
		.pairs = &in->pairs[first], .npairs = n, .day = day,
		.baseline = in->baseline, .since = in->since,
		.refused = &r->refused,
		.instead = in->instead, .ninstead = in->ninstead
	};

	if (date_equal(r->day, day))
		return;
	arena_reset(r->arena);
	r->refused = (struct refusals){0};
	r->day = day;
	evaluations = arena_array(r->arena, n, sizeof(*evaluations));
	for (size_t i = 0; i < n; i++)
		replay_judge(r->arena, in, first + i, day, day,
		    &evaluations[i]);
	said = arena_array(r->arena, in->nsaid, sizeof(*said));
	for (size_t i = 0; i < in->nsaid; i++)
		if (date_before(in->said[i].day, day))
			said[input.nsaid++] = in->said[i];
	input.evaluations = evaluations;
	input.said = said;
	r->n = remind(r->arena, &input, &r->notices);
}
