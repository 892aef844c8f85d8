/* The turn: results - plan - claim - hand over.
 *
 * Planning stands in plan.c, what was first seen when in seen.c, what becomes
 * of an answer in retry.c. */
#include "turn/turn.h"

#include <stdlib.h>
#include <string.h>

#include "compose/compose.h"
#include "core/alloc.h"
#include "core/zone.h"
#include "turn/inside.h"

enum { DOUBT_LOOK_S = 60 };

struct turn *
turn_new(struct store *store, const struct config *config)
{
	struct turn *t = xcalloc(1, sizeof(*t));

	t->store = store;
	t->config = config;
	t->alarm_next = INT64_MAX;
	str_init(&t->capped);
	ways_init(t);
	keep_init(t);
	restored_init(t);
	return t;
}

void
turn_free(struct turn *t)
{
	if (!t)
		return;
	said_free_all(t);
	arena_free(t->known.arena);
	free(t->refused.text);
	free(t->unsaved.why);
	free(t->ways);
	str_done(&t->capped);
	free(t);
}

void
turn_keep_said(struct turn *t)
{
	t->keeps_said = true;
}

const struct ruleset *
turn_rules(const struct turn *t)
{
	return t->rules;
}

struct date
turn_day(const struct roadmap *r, int64_t now, int *ret_second)
{
	struct zone_time local = zone_local(r->zone, now);

	if (ret_second)
		*ret_second = local.second;
	return local.date;
}

/* --- what an answer does to a letter -------------------------------------- */

static bool
take_results(struct turn *t, int64_t now, const struct turn_input *in,
    struct arena *a, struct store_error *reterr)
{
	for (size_t i = 0; i < in->nresults; i++) {
		const struct turn_result *result = &in->results[i];
		const struct letter_row *row;
		struct retry retry;
		size_t n;

		if (!store_letters_list(t->store, a, result->id,
		    LETTER_STATE_COUNT, 1, &row, &n, reterr))
			return false;
		if (n == 0 || row->state != LETTER_CLAIMED)
			continue;       /* said twice: a restart folded it in */
		retry_after(t, now, row, result, &retry);
		if (!retry_address(t, a, now, row, result, &retry, reterr))
			return false;
		if (!store_letter_event(t->store, row->id, retry.event, now,
		    retry.next_at, result->reply ? result->reply : "", reterr))
			return false;
		if (retry.event != LETTER_REFUSED)
			continue;
		alarm_at(t, now + 1);
		if (result->scope == WIRE_RECIPIENT &&
		    !deputy_tell(t, now, row, result->reply, a, reterr))
			return false;
	}
	return true;
}

/* --- claiming ------------------------------------------------------------- */

static const char *
mail_bytes(const struct turn *t, struct arena *a, const struct letter_row *row,
    size_t *ret_len)
{
	const struct config *c = t->config;
	struct words words = {row->subject, row->text, row->html};
	struct envelope envelope = {
		.from_name = c->mail.from_name, .from = c->mail.from,
		.to_name = row->to_name, .to = row->address,
		.reply_to = c->mail.reply_to,
		.message_id = row->message_id, .anchor = row->anchor,
		.key = row->key, .at = row->created_at,
		.utc_offset = row->utc_offset
	};

	return compose_mime(a, &envelope, &words, NULL, ret_len);
}

/* A letter whose hour or way has not come goes back, unbegun. */
static bool
put_back(struct turn *t, int64_t now, const struct letter_row *row,
    int64_t until, struct store_error *reterr)
{
	return store_letter_event(t->store, row->id, LETTER_UNBEGUN, now,
	    until, row->last_reply, reterr);
}

/* What cannot be a message will not become one by trying again. */
static bool
give_up(struct turn *t, int64_t now, const struct letter_row *row,
    struct store_error *reterr)
{
	alarm_at(t, now + 1);
	return store_letter_event(t->store, row->id, LETTER_REFUSED, now, now,
	    "an address or the subject cannot stand in a message", reterr);
}

static bool
claim(struct turn *t, int64_t now, const struct turn_input *in,
    struct arena *a, struct turn_output *ret, struct store_error *reterr)
{
	const struct letter_row *rows;
	struct turn_letter *letters;
	size_t n;

	if (in->want == 0)
		return true;
	if (!store_letters_claim(t->store, a, t->doubt.since ? ALARM_KEY :
	    NULL, now, in->run, in->want, &rows, &n, reterr))
		return false;
	t->doubt.look = now + DOUBT_LOOK_S;
	letters = arena_array(a, n, sizeof(*letters));
	for (size_t i = 0; i < n; i++) {
		struct turn_letter *l = &letters[ret->nletters];
		int64_t until = retry_earliest(t, now, &rows[i]);

		if (until > now) {
			if (!put_back(t, now, &rows[i], until, reterr) ||
			    !way_defer(t, now, &rows[i], reterr))
				return false;
			continue;
		}
		l->row = &rows[i];
		l->way = turn_way(t, &rows[i]);
		l->from = t->config->mail.from;
		if (rows[i].channel == CHANNEL_EMAIL) {
			l->bytes = mail_bytes(t, a, &rows[i], &l->len);
		} else {
			l->bytes = rows[i].text;
			l->len = strlen(rows[i].text);
		}
		if (l->bytes) {
			way_leaves(t, now, &rows[i]);
			ret->nletters++;
			continue;
		}
		ret->given_up++;
		if (!give_up(t, now, &rows[i], reterr))
			return false;
	}
	ret->letters = letters;
	return true;
}

/* --- when ----------------------------------------------------------------- */

static int64_t
sending_time(const struct turn *t, const struct roadmap *r,
    struct date day)
{
	return zone_instant(r->zone, day, t->config->sending.at_s);
}

static bool
is_sending_day(const struct turn *t, const struct roadmap *r,
    struct date day)
{
	return !t->config->sending.working_days ||
	    workcal_is_working(r->cal, day);
}

/* The sending time of r that is open at now and not planned yet: from `at`
 * until the end of the hours, so that one missed while the daemon was down is
 * made up the same day (design.md §6). */
bool
turn_open_sending_time(const struct turn *t, size_t roadmap, int64_t now,
    struct date *ret_day, int64_t *ret_at)
{
	const struct roadmap *r = &t->rules->roadmaps[roadmap];
	struct date day = turn_day(r, now, NULL);
	int64_t at = sending_time(t, r, day);
	int64_t end = zone_instant(r->zone, day,
	    t->config->sending.hours_to_s);

	if (now < at || now >= end || !is_sending_day(t, r, day) ||
	    t->known.looked[roadmap] >= at)
		return false;
	*ret_day = day;
	*ret_at = at;
	return true;
}

/* The next sending time of r after now; days off are stepped over, a year of
 * nothing but days off ends the search. */
int64_t
turn_next_sending_time(const struct turn *t, const struct roadmap *r,
    int64_t now)
{
	struct date day = turn_day(r, now, NULL);

	for (int i = 0; i < 400; i++, day = date_add(day, 1)) {
		int64_t at;

		if (date_before(DATE_MAX, day) ||
		    !is_sending_day(t, r, day))
			continue;
		at = sending_time(t, r, day);
		if (at > now)
			return at;
	}
	return INT64_MAX;
}

int64_t
turn_next(struct turn *t, int64_t now)
{
	int64_t next = INT64_MAX, at;

	if (t->doubt.since)
		return t->alarm_next < now + DOUBT_LOOK_S ? t->alarm_next :
		    now + DOUBT_LOOK_S;
	for (size_t i = 0; t->rules && i < t->rules->nroadmaps; i++) {
		at = turn_next_sending_time(t, &t->rules->roadmaps[i], now);
		if (at < next)
			next = at;
	}
	if (store_letters_next(t->store, &at) && at < next)
		next = at;
	if (t->alarm_next < next)
		next = t->alarm_next;
	return t->keep.next < next ? t->keep.next : next;
}

static bool
may_plan(const struct turn *t, int64_t now)
{
	struct date day;
	int64_t at;

	for (size_t i = 0; t->rules && i < t->rules->nroadmaps; i++)
		if (turn_open_sending_time(t, i, now, &day, &at))
			return true;
	return false;
}

bool
turn_is_due(struct turn *t, int64_t now, size_t want)
{
	struct store_error e;
	int64_t at;

	if (t->doubt.since)
		return t->alarm_next <= now ||
		    (want && t->doubt.look <= now);
	/* What cannot be read the turn itself will report. */
	return !ahead_forget(t, now, &e) || may_plan(t, now) ||
	    t->alarm_next <= now || t->keep.next <= now ||
	    (want && store_letters_next(t->store, &at) && at <= now);
}

/* --- one turn ------------------------------------------------------------- */

void
turn_doubt(struct turn *t, int64_t now, int64_t since, int64_t leap)
{
	t->doubt.since = since;
	t->doubt.leap = leap;
	t->doubt.look = now;
	alarm_at(t, now);
}

static bool
doubting(struct turn *t, int64_t now, const struct turn_input *in,
    struct arena *a, struct turn_output *ret, struct store_error *reterr)
{
	return take_results(t, now, in, a, reterr) &&
	    alarm_look(t, now, a, ret, reterr) &&
	    claim(t, now, in, a, ret, reterr) &&
	    ways_save(t, a, reterr);
}

static bool
work(struct turn *t, int64_t now, const struct turn_input *in,
    struct arena *a, struct turn_output *ret, struct store_error *reterr)
{
	return take_results(t, now, in, a, reterr) &&
	    (!t->rules || plan(t, now, a, ret, reterr)) &&
	    alarm_look(t, now, a, ret, reterr) &&
	    claim(t, now, in, a, ret, reterr) &&
	    keep_look(t, now, ret, reterr) &&
	    ways_save(t, a, reterr) &&
	    store_set_last_now(t->store, now, reterr);
}

bool
turn_run(struct turn *t, int64_t now, const struct turn_input *in,
    struct arena *a, struct turn_output *ret, struct store_error *reterr)
{
	*ret = (struct turn_output){0};
	if (!t->doubt.since && !ahead_forget(t, now, reterr))
		return false;
	if (in->nresults || turn_is_due(t, now, in->want)) {
		if (!store_begin(t->store, reterr))
			return false;
		if (!(t->doubt.since ? doubting : work)(t, now, in, a, ret,
		    reterr)) {
			store_rollback(t->store);
			plan_forget(t);
			return false;
		}
		if (!store_commit(t->store, reterr)) {
			plan_forget(t);
			return false;
		}
	}
	return true;
}
