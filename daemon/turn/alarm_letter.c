/* The letters to administrators: what there is to tell, by each of their ways;
 * and one that tells nothing, to try a way. */
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#include "compose/alarm.h"
#include "core/zone.h"
#include "load/values.h"
#include "turn/inside.h"

enum { DAY = 86400 };

const struct zone *
alarm_zone(const struct turn *t)
{
	return t->rules && t->rules->nroadmaps ? t->rules->roadmaps[0].zone :
	    zone_utc();
}

struct zone_time
turn_local(const struct turn *t, int64_t now)
{
	return zone_local(alarm_zone(t), now);
}

int64_t
turn_midnight(const struct turn *t, int64_t now)
{
	return zone_instant(alarm_zone(t),
	    date_add(turn_local(t, now).date, 1), 0);
}

/* What is to be told, and where it is written. */
struct writing {
	struct turn *turn;
	int64_t now;
	struct arena *a;
	const struct raised *alarms;
	size_t n;
};

/* What the way can tell; false when that is nothing. */
static bool
alarms_by(const struct writing *w, const char *way, struct alarm **ret,
    size_t *ret_n)
{
	struct alarm *list = arena_array(w->a, w->n, sizeof(*list));
	size_t n = 0;

	for (size_t i = 0; i < w->n; i++)
		if (!w->alarms[i].way || strcmp(w->alarms[i].way, way) != 0)
			list[n++] = w->alarms[i].alarm;
	*ret = list;
	*ret_n = n;
	return n > 0;
}

static void
name_alarm(const struct writing *w, struct letter_row *row)
{
	char digest[STORE_DIGEST];

	row->key = arena_printf(w->a, ALARM_KEY "%s|%lld", row->address,
	    (long long)row->id);
	store_digest(row->key, digest);
	row->message_id = row->channel == CHANNEL_WEBHOOK ?
	    arena_strdup(w->a, digest) : arena_printf(w->a, "%s@%s", digest,
	    w->turn->config->mail.domain);
}

/* *ret_id stays 0 when there is nothing that this way can tell. */
static bool
write_to(const struct writing *w, const struct reach *to, int64_t *ret_id,
    struct store_error *reterr)
{
	struct letter_row row = {
		.recipient = ALARM_RECIPIENT, .channel = to->channel,
		.address = to->address, .sending_at = w->now,
		.utc_offset = zone_local(alarm_zone(w->turn), w->now).offset,
		.created_at = w->now, .next_at = w->now,
		.expires_at = w->now + 31 * (int64_t)DAY,
		.to_name = compose_administrator(to->language)
	};
	struct alarm *alarms;
	struct words words;
	size_t n;

	*ret_id = 0;
	if (!alarms_by(w, turn_way(w->turn, &row), &alarms, &n))
		return true;
	if (!store_letter_number(w->turn->store, &row.id, reterr))
		return false;
	name_alarm(w, &row);
	compose_alarm(w->a, to->language, alarms, n, &words);
	row.subject = words.subject;
	row.text = words.text;
	row.html = words.html;
	if (to->channel == CHANNEL_WEBHOOK) {
		row.text = hook_shaped(w->turn, w->a, &row, &words,
		    compose_alarm_webhook(w->a, row.id, &words, w->now,
		    row.utc_offset));
		row.html = "";
	}
	*ret_id = row.id;
	return store_letter_add(w->turn->store, &row, NULL, 0, reterr);
}

bool
alarm_write_all(struct turn *t, int64_t now, const struct raised *alarms,
    size_t n, struct arena *a, struct store_error *reterr)
{
	const struct writing w = {t, now, a, alarms, n};
	const struct reach *to = turn_administrators(a, t->config);
	int64_t id;

	for (size_t i = 0; n && i < t->config->nadministrators; i++)
		if (!write_to(&w, &to[i], &id, reterr))
			return false;
	return true;
}

/* --- trying the ways ------------------------------------------------------ */

static bool
cannot(struct store_error *e, int exit_code, const char *what,
    const char *why)
{
	*e = (struct store_error){.exit_code = exit_code};
	snprintf(e->text, sizeof(e->text), "%s%s", what, why);
	return false;
}

/* Whom to write to; the way must be there. */
static bool
find_reach(const struct turn *t, struct arena *a, const char *to,
    const struct reach **ret, size_t *ret_n, struct store_error *e)
{
	const struct config *c = t->config;
	struct reach *one = arena_alloc(a, sizeof(*one));
	const char *fault = to ? value_address_fault(to) : NULL;

	*ret = to ? one : turn_administrators(a, c);
	*ret_n = to ? 1 : c->nadministrators;
	if (!to)
		return c->nadministrators || cannot(e, EX_CONFIG,
		    "srokd.yaml names no `administrator`: name an address",
		    "");
	*one = (struct reach){.channel = strchr(to, '@') ? CHANNEL_EMAIL :
	    CHANNEL_WEBHOOK, .language = c->language, .address = to};
	if (one->channel == CHANNEL_EMAIL) {
		one->address = fault ? NULL : value_address_ascii(a, to);
		return one->address || cannot(e, EX_DATAERR,
		    "no address of mail: ", fault ? fault : "its domain");
	}
	return config_webhook_of(c, to) || cannot(e, EX_DATAERR,
	    "neither an address nor a webhook of srokd.yaml", "");
}

bool
turn_test(struct turn *t, int64_t now, const char *to, struct arena *a,
    const int64_t **ret, size_t *ret_n, struct store_error *reterr)
{
	const struct raised raised = {{.kind = ALARM_TEST, .n = 1,
	    .since = zone_local(alarm_zone(t), now)}, NULL};
	const struct writing w = {t, now, a, &raised, 1};
	const struct reach *reaches;
	int64_t *ids;
	size_t n;

	if (!find_reach(t, a, to, &reaches, &n, reterr) ||
	    !store_begin(t->store, reterr))
		return false;
	ids = arena_array(a, n, sizeof(*ids));
	for (size_t i = 0; i < n; i++) {
		if (write_to(&w, &reaches[i], &ids[i], reterr))
			continue;
		store_rollback(t->store);
		return false;
	}
	*ret = ids;
	*ret_n = n;
	return store_commit(t->store, reterr);
}
