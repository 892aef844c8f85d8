/* A clock that stood ahead and was put right.
 *
 * What was planned, held and put off by it lies in days to come; taken at its
 * word it would silence all of them. The letters themselves stay what they
 * are: the store supersedes those that were not begun, and keys of notices
 * that were said keep them from being said again. */
#include "turn/inside.h"

enum { DAY_S = 86400 };

static bool
is_ahead(int64_t at, int64_t now)
{
	return at != INT64_MAX && at > now + DAY_S;
}

/* Which sending times before now were planned is not known any more, but for
 * the last one that letters were written for. */
static bool
forget_looked(struct turn *t, int64_t now, struct store_error *reterr)
{
	int64_t last = INT64_MIN;
	bool known = false;

	for (size_t i = 0; t->rules && i < t->rules->nroadmaps; i++) {
		if (!is_ahead(t->known.looked[i], now))
			continue;
		if (!known && !store_sending_last(t->store, now, &last,
		    reterr))
			return false;
		known = true;
		t->known.looked[i] = last;
	}
	if (known)
		wake_all(t);
	return true;
}

static void
forget_ways(struct turn *t, int64_t now)
{
	for (size_t i = 0; i < t->nways; i++) {
		struct way *w = &t->ways[i];

		if (is_ahead(w->until, now) || is_ahead(w->since, now)) {
			w->since = w->until = 0;
			w->failures = 0;
			w->changed = true;
		}
		if (is_ahead(w->minute, now) || is_ahead(w->later, now))
			w->minute = w->later = 0;
	}
}

bool
ahead_forget(struct turn *t, int64_t now, struct store_error *reterr)
{
	forget_ways(t, now);
	if (is_ahead(t->keep.next, now))
		keep_init(t);
	return forget_looked(t, now, reterr);
}
