/* A recipient whose server refuses him for good: who stands in for him gets
 * the letter, and with it the notices, so that all who ask "was it said, and
 * to whom" find him (trust.md D16).
 *
 * As with reach, a deputy is for a body that nobody can be reached of: while
 * another of its addresses has the same letter he is left in peace. */
#include <string.h>

#include "compose/passed.h"
#include "turn/inside.h"

enum { DAY = 86400 };

struct passing {
	struct turn *turn;
	struct arena *a;
	const struct letter_row *row;   /* that was refused */
	const struct said_row *told;    /* its notices */
	size_t ntold;
	int64_t now;
	const char *reply;
	struct store_error *reterr;
};

/* --- who ------------------------------------------------------------------ */

static bool
has_address(const struct contact *c, const char *address)
{
	for (size_t i = 0; i < c->nemail; i++)
		if (strcmp(c->email[i], address) == 0)
			return true;
	return false;
}

/* A deputy named for the desk goes before the body's. */
static const struct body *
deputy_of(const struct body *body, const char *address)
{
	for (size_t i = 0; i < body->ncontacts; i++) {
		const struct contact *c = &body->contacts[i];

		if (c->deputy && has_address(c, address))
			return c->deputy;
	}
	return body->deputy;
}

/* --- what of it he does not know ------------------------------------------ */

static bool
is_same(const struct said *a, const struct said *b)
{
	return date_equal(a->due, b->due) &&
	    strcmp(a->debtor, b->debtor) == 0 &&
	    strcmp(a->stage, b->stage) == 0;
}

/* It was said at that address, or reaches the body at another one of its
 * own. */
static bool
is_known(const struct passing *p, const struct said *s,
    const struct said_row *all, size_t n, const struct reach *to)
{
	for (size_t i = 0; i < n; i++) {
		const struct said *other = &all[i].said;

		if (!is_same(s, other))
			continue;
		if (other->channel == to->channel &&
		    strcmp(other->address, to->address) == 0)
			return true;
		if (strcmp(other->recipient, s->recipient) == 0 &&
		    strcmp(other->address, p->row->address) != 0 &&
		    all[i].state != LETTER_GIVEN_UP &&
		    all[i].state != LETTER_CANCELLED)
			return true;
	}
	return false;
}

/* The day by which a key knows it. */
static struct date
name_of(const struct notice *n)
{
	return date_is_none(n->due) ? date_of(date_civil(n->day).year,
	    3 * n->stage.k - 2, 1) : n->due;
}

/* The notice as it is said to him; false when he has it, or when the rule is
 * not there any more. */
static bool
make_notice(struct passing *p, const struct said_row *row,
    const struct reach *to, struct notice *ret, bool *ret_any)
{
	struct turn *t = p->turn;
	const struct roadmap *r = ruleset_roadmap(t->rules, row->roadmap);
	const struct rule *rule = ruleset_rule(t->rules, row->roadmap,
	    row->rule);
	struct pair *pair = arena_alloc(p->a, sizeof(*pair));
	const struct said_row *all;
	size_t n;

	*ret_any = false;
	*ret = (struct notice){.pair = pair, .to = to, .due = row->said.due,
	    .debtor = row->said.debtor};
	if (!rule || !stage_parse(row->said.stage, &ret->stage))
		return true;
	if (!store_said(t->store, p->a, row->roadmap, row->rule, &all, &n,
	    p->reterr))
		return false;
	*pair = (struct pair){.roadmap = r, .rule = rule};
	ret->day = turn_day(r, p->now, NULL);
	ret->key = notice_key(p->a, ret, name_of(ret));
	*ret_any = !is_known(p, &row->said, all, n, to);
	return true;
}

/* --- the letter ----------------------------------------------------------- */

static bool
write_letter(struct passing *p, const struct reach *to,
    const struct notice *const *notices, size_t n)
{
	const struct letter_row *old = p->row;
	struct turn *t = p->turn;
	const struct passed passed = {
		.name = old->to_name, .address = old->address,
		.day = {(int32_t)((old->created_at + old->utc_offset) / DAY)},
		.reply = p->reply, .subject = old->subject, .text = old->text
	};
	char digest[STORE_DIGEST];
	struct letter_row row = {
		.recipient = to->body->id, .channel = to->channel,
		.address = to->address, .sending_at = p->now,
		.utc_offset = old->utc_offset, .created_at = p->now,
		.next_at = p->now, .expires_at = old->expires_at,
		.to_name = text_in(&to->body->name, to->language)
	};
	struct words words;

	compose_passed(p->a, to->language, &passed, &words);
	row.subject = words.subject;
	row.text = words.text;
	row.html = words.html;
	if (!store_letter_number(t->store, &row.id, p->reterr))
		return false;
	row.key = arena_printf(p->a, STORE_PASSED_ON "%s|%lld", to->address,
	    (long long)row.id);
	store_digest(row.key, digest);
	row.message_id = arena_printf(p->a, "%s@%s", digest,
	    t->config->mail.domain);
	return store_letter_add(t->store, &row, notices, n, p->reterr);
}

/* All of the letter that is news to him at that address. */
static bool
pass_on(struct passing *p, const struct reach *to)
{
	struct notice *notices = arena_array(p->a, p->ntold,
	    sizeof(*notices));
	const struct notice **list = arena_array(p->a, p->ntold,
	    sizeof(*list));
	size_t n = 0;
	bool any, enough;

	for (size_t i = 0; i < p->ntold; i++) {
		if (!make_notice(p, &p->told[i], to, &notices[n], &any))
			return false;
		if (!any)
			continue;
		list[n] = &notices[n];
		n++;
	}
	if (n == 0)
		return true;
	if (!address_has_enough(p->turn, p->now, to, n, p->a, &enough,
	    p->reterr))
		return false;
	for (size_t i = 0; i < n; i++)
		said_forget(p->turn, list[i]->pair);
	return enough || write_letter(p, to, list, n);
}

bool
deputy_tell(struct turn *t, int64_t now, const struct letter_row *row,
    const char *reply, struct arena *a, struct store_error *reterr)
{
	struct passing p = {.turn = t, .a = a, .row = row, .now = now,
	    .reply = reply ? reply : "", .reterr = reterr};
	const struct body *body = t->rules && row->channel == CHANNEL_EMAIL ?
	    ruleset_body(t->rules, row->recipient) : NULL;
	const struct body *deputy = body ? deputy_of(body, row->address) :
	    NULL;
	const struct reach *to;
	struct date today = {(int32_t)((now + row->utc_offset) / DAY)};
	size_t n;

	if (!deputy)
		return true;
	if (!store_letter_notices(t->store, a, row->id, &p.told, &p.ntold,
	    reterr))
		return false;
	n = body_reach(a, deputy, today, t->config->language, &to);
	for (size_t i = 0; i < n; i++)
		if (to[i].channel == CHANNEL_EMAIL && !pass_on(&p, &to[i]))
			return false;
	return true;
}
