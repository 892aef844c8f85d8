/* The ways out: mail or the spool, and each webhook.
 *
 * A relay or configuration fault holds the whole way (trust.md D15, D16). When
 * the pause is over one letter goes first; only when that one was answered do
 * the others follow. Holds are facts of the store, as a restart that forgot
 * them would let everything go at a relay that is down. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "turn/inside.h"

enum { MINUTE = 60, HOUR = 3600 };

static const int hold_s[] = {
	MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR
};
enum {
	HOLD_STEPS = sizeof(hold_s) / sizeof(hold_s[0]),
	CONFIG_HOLD_S = 15 * MINUTE, PROBE_S = MINUTE
};

static const char mail_way[] = "email", spool_way[] = "spool";

/* --- kept ----------------------------------------------------------------- */

static const char *
fact_name(struct arena *a, const struct way *w, const char *what)
{
	return arena_printf(a, "hold/%s/%s", w->name, what);
}

void
ways_load(struct turn *t)
{
	struct arena *a = arena_new();

	for (size_t i = 0; i < t->nways; i++) {
		struct way *w = &t->ways[i];
		int64_t failures = 0;

		*w = (struct way){.name = w->name};
		if (!store_fact(t->store, fact_name(a, w, "since"),
		    &w->since) || w->since == 0)
			continue;
		(void)store_fact(t->store, fact_name(a, w, "until"),
		    &w->until);
		(void)store_fact(t->store, fact_name(a, w, "failures"),
		    &failures);
		w->failures = (int)failures;
		alarm_at(t, w->since + ALARM_WAY_S);
	}
	arena_free(a);
}

bool
ways_save(struct turn *t, struct arena *a, struct store_error *reterr)
{
	for (size_t i = 0; i < t->nways; i++) {
		struct way *w = &t->ways[i];

		if (!w->changed)
			continue;
		if (!store_set_fact(t->store, fact_name(a, w, "since"),
		    w->since, reterr) ||
		    !store_set_fact(t->store, fact_name(a, w, "until"),
		    w->until, reterr) ||
		    !store_set_fact(t->store, fact_name(a, w, "failures"),
		    w->failures, reterr))
			return false;
		w->changed = false;
	}
	return true;
}

void
ways_init(struct turn *t)
{
	const struct config *c = t->config;

	t->nways = 1 + c->nwebhooks;
	t->ways = xcalloc(t->nways, sizeof(*t->ways));
	t->ways[0].name = c->mail.relay ? mail_way : spool_way;
	for (size_t i = 0; i < c->nwebhooks; i++)
		t->ways[i + 1].name = c->webhooks[i].name;
	ways_load(t);
}

bool
way_is_mail(const struct turn *t, const struct way *w)
{
	return w == &t->ways[0];
}

const char *
turn_way(const struct turn *t, const struct letter_row *row)
{
	return row->channel == CHANNEL_WEBHOOK ? row->address :
	    t->ways[0].name;
}

static struct way *
way_of(struct turn *t, const struct letter_row *row)
{
	if (row->channel != CHANNEL_WEBHOOK)
		return &t->ways[0];
	for (size_t i = 1; i < t->nways; i++)
		if (strcmp(t->ways[i].name, row->address) == 0)
			return &t->ways[i];
	return NULL;            /* not configured any more */
}

/* --- leaving -------------------------------------------------------------- */

/* A relay takes so many a minute; alarms do not wait for that. What is too
 * much now is spread over the minutes to come, so that a long queue is not
 * looked through every minute. */
static int64_t
minute_free(const struct turn *t, struct way *w, int64_t now,
    const struct letter_row *row)
{
	unsigned most = t->config->caps.relay_minute;

	if (w->name != mail_way || is_alarm(row) ||
	    now >= w->minute + MINUTE || w->in_minute < most)
		return now;
	if (w->later <= now) {
		w->later = w->minute + MINUTE;
		w->in_later = 0;
	}
	if (w->in_later == most) {
		w->later += MINUTE;
		w->in_later = 0;
	}
	w->in_later++;
	return w->later;
}

int64_t
way_earliest(struct turn *t, int64_t now, const struct letter_row *row)
{
	struct way *w = way_of(t, row);

	if (!w)
		return now;
	if (w->since && w->until > now)
		return w->until;
	if (w->since && w->probe)
		return now + PROBE_S;
	return minute_free(t, w, now, row);
}

/* All that waits for a way that takes nothing now, at once. */
bool
way_defer(struct turn *t, int64_t now, const struct letter_row *row,
    struct store_error *reterr)
{
	struct way *w = way_of(t, row);

	if (!w || !w->since || (w->until <= now && !w->probe) ||
	    w->deferred == now)
		return true;
	w->deferred = now;
	return store_letters_defer(t->store, row->channel,
	    way_is_mail(t, w) ? NULL : w->name, now,
	    w->until > now ? w->until : now + PROBE_S, reterr);
}

void
way_leaves(struct turn *t, int64_t now, const struct letter_row *row)
{
	struct way *w = way_of(t, row);

	if (!w)
		return;
	if (w->since)
		w->probe = row->id;
	if (now >= w->minute + MINUTE) {
		w->minute = now;
		w->in_minute = 0;
	}
	w->in_minute++;
}

/* --- answers -------------------------------------------------------------- */

static void
hold(struct turn *t, int64_t now, struct way *w,
    const struct turn_result *result)
{
	int step, pause;

	/* Letters that were under way together met the same failure. */
	if (w->until <= now)
		w->failures++;
	if (!w->since) {
		w->since = now;
		alarm_at(t, now + ALARM_WAY_S);
	}
	step = w->failures < HOLD_STEPS ? w->failures : HOLD_STEPS;
	pause = result->scope == WIRE_CONFIG ? CONFIG_HOLD_S :
	    hold_s[step > 0 ? step - 1 : 0];
	if (retry_asked(result) > pause)
		pause = retry_asked(result);
	if (now + pause > w->until)
		w->until = now + pause;
	snprintf(w->reply, sizeof(w->reply), "%s",
	    result->reply ? result->reply : "");
	w->probe = 0;
	w->changed = true;
}

/* Whoever takes a letter, or refuses that one letter, is there. */
static bool
proves(const struct turn_result *result)
{
	return result->outcome == WIRE_SENT ||
	    ((result->scope == WIRE_RECIPIENT ||
	    result->scope == WIRE_LETTER) &&
	    result->outcome != WIRE_UNCERTAIN);
}

void
way_answered(struct turn *t, int64_t now, const struct letter_row *row,
    const struct turn_result *result)
{
	struct way *w = way_of(t, row);

	if (!w)
		return;
	if (w->probe == row->id)
		w->probe = 0;
	if (result->unbegun)
		return;
	if (result->outcome != WIRE_SENT && (result->scope == WIRE_RELAY ||
	    result->scope == WIRE_CONFIG)) {
		hold(t, now, w, result);
	} else if (w->since && proves(result)) {
		w->since = w->until = 0;
		w->failures = 0;
		w->changed = true;
	}
}

bool
turn_is_well(struct turn *t, int64_t now, bool *ret,
    struct store_error *reterr)
{
	const struct way *mail = &t->ways[0];

	*ret = false;
	if (!store_begin(t->store, reterr))
		return false;
	if (!store_set_last_now(t->store, now, reterr)) {
		store_rollback(t->store);
		return false;
	}
	if (!store_commit(t->store, reterr))
		return false;
	*ret = !mail->since || now < mail->since + ALARM_WAY_S;
	return true;
}
