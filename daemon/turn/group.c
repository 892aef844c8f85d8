/* Grouping: all notices of one address at one sending time are one letter. */
#include <stdlib.h>
#include <string.h>

#include "compose/alarm.h"
#include "compose/compose.h"
#include "core/zone.h"
#include "turn/inside.h"

enum { COMING_MOST = 8, HOUR_S = 3600, DAY_S = 86400 };

/* Late ones first, then by the day that counts; a schedule that is asked for
 * comes last. */
static int
urgency(const struct notice *n)
{
	switch (n->stage.kind) {
	case STAGE_ESCALATE:
	case STAGE_LATE:
		return 0;
	case STAGE_CLOSED:
	case STAGE_REOPENED:
		return 2;
	case STAGE_SCHEDULE:
		return 3;
	default:
		return 1;
	}
}

/* Roadmaps as they were read, rows as the order has them, bodies as the row
 * names them: each of these is one array of the rule set. */
static int
by_place(const struct pair *a, const struct pair *b)
{
	if (a->roadmap != b->roadmap)
		return a->roadmap < b->roadmap ? -1 : 1;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	return (a > b) - (a < b);
}

static int
by_letter(const void *left, const void *right)
{
	const struct notice *a = ((const struct planned *)left)->notice;
	const struct notice *b = ((const struct planned *)right)->notice;
	int c = strcmp(a->to->address, b->to->address);

	if (c == 0)
		c = (int)a->to->channel - (int)b->to->channel;
	if (c == 0)
		c = urgency(a) - urgency(b);
	if (c == 0)
		c = (a->due.n > b->due.n) - (a->due.n < b->due.n);
	if (c == 0)
		c = by_place(a->pair, b->pair);
	return c ? c : strcmp(a->key, b->key);
}

static bool
same_letter(const struct notice *a, const struct notice *b)
{
	return strcmp(a->to->address, b->to->address) == 0 &&
	    a->to->channel == b->to->channel;
}

/* --- what a letter quotes ------------------------------------------------- */

static bool
is_of(const struct said_row *row, const struct notice *n)
{
	return row->state != LETTER_SUPERSEDED &&
	    date_equal(row->said.due, n->due) &&
	    strcmp(row->said.debtor, n->debtor) == 0;
}

/* Escalations quote what those who owe were told; what cannot be read back
 * (a body that is gone) is left out. */
static void
quote_told(struct turn *t, struct arena *a, const struct planned *p,
    struct letter_item *item)
{
	struct told *told = arena_array(a, p->rule->nsaid, sizeof(*told));
	size_t n = 0;

	for (size_t i = 0; i < p->rule->nsaid; i++) {
		const struct said_row *row = &p->rule->said_rows[i];
		struct told *one = &told[n];

		if (!is_of(row, p->notice) ||
		    !stage_parse(row->said.stage, &one->stage) ||
		    one->stage.kind == STAGE_ESCALATE)
			continue;
		one->day = row->said.day;
		one->to = ruleset_body(t->rules, row->said.recipient);
		one->letter = row->letter;
		if (one->to)
			n++;
	}
	item->told = told;
	item->ntold = n;
}

/* The last letter in which this recipient heard that it is late. */
static int64_t
letter_answered(const struct planned *p)
{
	int64_t letter = 0;

	for (size_t i = 0; i < p->rule->nsaid; i++) {
		const struct said_row *row = &p->rule->said_rows[i];

		if (is_of(row, p->notice) && row->letter > letter &&
		    strcmp(row->said.recipient,
		    p->notice->to->body->id) == 0)
			letter = row->letter;
	}
	return letter;
}

static void
fill_item(struct turn *t, struct arena *a, const struct planned *p,
    struct letter_item *item)
{
	const struct notice *n = p->notice;

	item->notice = n;
	if (n->stage.kind == STAGE_ESCALATE)
		quote_told(t, a, p, item);
	if (n->stage.kind == STAGE_CLOSED || n->stage.kind == STAGE_REOPENED)
		item->follows = letter_answered(p);
	if (n->stage.kind != STAGE_CLOSED && n->obligation)
		item->ncoming = remind_coming(a, n->obligation, n->role,
		    date_add(p->day, 1), COMING_MOST, &item->coming);
}

/* --- writing it ----------------------------------------------------------- */

/* Whom to answer while there is no page. */
static const char *
answer_to(const struct config *c)
{
	if (c->mail.reply_to)
		return c->mail.reply_to;
	for (size_t i = 0; i < c->nadministrators; i++)
		if (strchr(c->administrators[i], '@'))
			return c->administrators[i];
	return NULL;
}

static bool
thread_anchor(struct turn *t, struct arena *a, const struct planned *p,
    size_t n, const char **ret, struct store_error *reterr)
{
	const struct notice *notice = p->notice;

	*ret = NULL;
	if (n != 1)
		return true;    /* a digest belongs to no thread */
	return store_anchor(t->store, a, notice->pair->roadmap->id,
	    notice->pair->rule->id, notice->debtor, notice->due,
	    notice->to->address, ret, reterr);
}

/* The body as the receiver of this webhook takes it. */
const char *
hook_shaped(const struct turn *t, struct arena *a,
    const struct letter_row *row, const struct words *words,
    const char *standard)
{
	const struct config *c = t->config;
	const struct config_webhook *hook = config_webhook_of(c,
	    row->address);

	return compose_shaped(a, hook ? hook->format : "standard", standard,
	    words, row->message_id,
	    arena_printf(a, "urn:srok:%s", c->mail.domain));
}

static void
put_words(const struct turn *t, struct arena *a, const struct letter *letter,
    struct letter_row *row)
{
	struct words words;

	compose_letter(a, letter, &words);
	row->subject = words.subject;
	if (row->channel == CHANNEL_WEBHOOK) {
		row->text = hook_shaped(t, a, row, &words, compose_webhook(a,
		    letter, row->sending_at, row->utc_offset));
		row->html = "";
	} else {
		row->text = words.text;
		row->html = words.html;
	}
	row->to_name = letter->to->unreached ?
	    compose_administrator(letter->to->language) :
	    text_in(&letter->to->body->name, letter->to->language);
}

/* One that was written at that sending time before, by a clock that stood
 * ahead, is another letter. */
static bool
name_letter(struct turn *t, struct arena *a, struct letter_row *row,
    struct store_error *reterr)
{
	char digest[STORE_DIGEST];
	bool known;

	row->key = arena_printf(a, "%s|%s|%s|%lld",
	    row->channel == CHANNEL_EMAIL ? "email" : "webhook",
	    row->recipient, row->address, (long long)row->sending_at);
	if (!store_letter_known(t->store, row->key, &known, reterr))
		return false;
	if (known)
		row->key = arena_printf(a, "%s|%lld", row->key,
		    (long long)row->id);
	store_digest(row->key, digest);
	row->message_id = row->channel == CHANNEL_EMAIL ?
	    arena_printf(a, "%s@%s", digest, t->config->mail.domain) :
	    arena_strdup(a, digest);
	return true;
}

static bool
write_letter(struct turn *t, int64_t now, int64_t sending_at,
    const struct planned *p, size_t n, struct arena *a, int64_t *ret_id,
    struct store_error *reterr)
{
	const struct reach *to = p->notice->to;
	struct letter_item *items = arena_array(a, n, sizeof(*items));
	const struct notice **notices = arena_array(a, n, sizeof(*notices));
	struct letter letter = {
		.to = to, .day = p->day, .items = items, .nitems = n,
		.contact = t->config->contact,
		.answer_to = answer_to(t->config)
	};
	struct letter_row row = {
		.recipient = to->unreached ? ALARM_RECIPIENT : to->body->id,
		.channel = to->channel,
		.address = to->address, .sending_at = sending_at,
		.created_at = now, .next_at = now,
		.expires_at = sending_at + (int64_t)31 * DAY_S
	};
	const struct roadmap *r = p->notice->pair->roadmap;

	row.utc_offset = zone_local(r->zone, sending_at).offset;
	for (size_t i = 0; i < n; i++) {
		fill_item(t, a, &p[i], &items[i]);
		notices[i] = p[i].notice;
	}
	if (!store_letter_number(t->store, &letter.number, reterr) ||
	    !thread_anchor(t, a, p, n, &row.anchor, reterr))
		return false;
	row.id = letter.number;
	if (!name_letter(t, a, &row, reterr))
		return false;
	put_words(t, a, &letter, &row);
	*ret_id = row.id;
	return store_letter_add(t->store, &row, notices, n, reterr);
}

/* --- how many ------------------------------------------------------------- */

struct counts {
	const struct letter_count *rows;
	size_t n;
};

static int
by_address(const void *key, const void *row)
{
	const struct reach *to = key;
	const struct letter_count *count = row;
	int c = strcmp(to->address, count->address);

	return c ? c : (int)to->channel - (int)count->channel;
}

/* One that had so many letters of late gets no other one: its notices are not
 * said and go into the next digest (trust.md D10). */
static bool
has_enough(const struct turn *t, const struct counts *counts,
    const struct reach *to)
{
	const struct letter_count *count = counts->n == 0 ? NULL :
	    bsearch(to, counts->rows, counts->n, sizeof(*counts->rows),
	    by_address);

	return count && (count->hour >= t->config->caps.recipient_hour ||
	    count->day >= t->config->caps.recipient_day);
}

static void
put_off(struct turn *t, const struct reach *to, size_t n)
{
	str_addf(&t->capped, "%s: %zu\n", to->address, n);
	t->ncapped++;
}

static bool
read_counts(struct turn *t, int64_t now, struct arena *a, struct counts *ret,
    struct store_error *reterr)
{
	return store_letters_counts(t->store, a, now - DAY_S, now - HOUR_S,
	    &ret->rows, &ret->n, reterr);
}

bool
address_has_enough(struct turn *t, int64_t now, const struct reach *to,
    size_t n, struct arena *a, bool *ret, struct store_error *reterr)
{
	struct counts counts;

	if (!read_counts(t, now, a, &counts, reterr))
		return false;
	*ret = has_enough(t, &counts, to);
	if (*ret) {
		put_off(t, to, n);
		alarm_at(t, now);
	}
	return true;
}

static bool
any_doubtful(const struct planned *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i].doubtful)
			return true;
	return false;
}

/* More at one time than a department gets is a mistake somewhere: a person
 * looks first (trust.md D10). */
static bool
hold_wave(struct turn *t, int64_t now, int64_t id, struct turn_output *ret,
    struct store_error *reterr)
{
	ret->held++;
	alarm_at(t, now + 1);
	return store_letter_event(t->store, id, LETTER_HOLD, now, now, "wave",
	    reterr);
}

bool
group_and_write(struct turn *t, int64_t now, int64_t sending_at,
    struct planned *notices, size_t n, struct arena *a,
    struct turn_output *ret, struct store_error *reterr)
{
	size_t first = 0, wave = 0;
	struct counts counts = {NULL, 0};

	if (n > 0 && !read_counts(t, now, a, &counts, reterr))
		return false;
	if (n > 1)
		qsort(notices, n, sizeof(*notices), by_letter);
	while (first < n) {
		size_t last = first + 1;
		int64_t id;

		while (last < n && same_letter(notices[first].notice,
		    notices[last].notice))
			last++;
		if (has_enough(t, &counts, notices[first].notice->to)) {
			put_off(t, notices[first].notice->to, last - first);
			first = last;
			continue;
		}
		if (!write_letter(t, now, sending_at, &notices[first],
		    last - first, a, &id, reterr))
			return false;
		ret->planned++;
		if (any_doubtful(&notices[first], last - first)) {
			if (!restored_hold(t, now, id, reterr))
				return false;
		} else if (++wave > t->config->caps.wave &&
		    !hold_wave(t, now, id, ret, reterr)) {
			return false;
		}
		first = last;
	}
	for (size_t i = 0; i < n; i++)
		said_forget(t, notices[i].notice->pair);
	return true;
}
