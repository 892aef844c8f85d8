/* How a body is reached on a day (rule-files.md §8). */
#include <string.h>

#include "core/roadmap.h"

enum { REACH_DEEP = 16 };       /* deputies of deputies, groups in groups */

struct reaching {
	struct arena *arena;
	struct date on;
	enum language roadmap_language;
	struct reach *items;
	size_t n, cap;
};

/* Whose address it is, and what is said of its owner. */
struct owner {
	const struct body *body, *deputy_for;
	int language;
	const struct text *salutation;
};

static void
add_address(struct reaching *r, const struct owner *who, enum channel channel,
    const char *address)
{
	struct reach *item;

	for (size_t i = 0; i < r->n; i++)
		if (r->items[i].channel == channel &&
		    strcmp(r->items[i].address, address) == 0)
			return;
	item = arena_push(r->arena, (void **)&r->items, &r->n, &r->cap,
	    sizeof(*item));
	item->body = who->body;
	item->deputy_for = who->deputy_for;
	item->channel = channel;
	item->address = address;
	item->language = who->language >= 0
	    ? (enum language)who->language : r->roadmap_language;
	item->salutation = text_given(who->salutation)
	    ? text_in(who->salutation, item->language) : NULL;
}

static bool
add_addresses(struct reaching *r, const struct owner *who,
    const char *const *email, size_t nemail, const char *webhook)
{
	for (size_t i = 0; i < nemail; i++)
		add_address(r, who, CHANNEL_EMAIL, email[i]);
	if (webhook)
		add_address(r, who, CHANNEL_WEBHOOK, webhook);
	return nemail > 0 || webhook;
}

static bool
is_away(const struct contact *c, struct date on)
{
	for (size_t i = 0; i < c->naway; i++)
		if (date_in(on, c->away[i]))
			return true;
	return false;
}

static bool
in_office(const struct contact *c, struct date on)
{
	return date_in(on, (struct date_span){c->from, c->to});
}

/* The contacts of the body that hold office and are at their desks. */
static bool
add_present(struct reaching *r, const struct body *body,
    const struct body *deputy_for)
{
	bool any = false;

	for (size_t i = 0; i < body->ncontacts; i++) {
		const struct contact *c = &body->contacts[i];
		struct owner who = {
			.body = body,
			.deputy_for = deputy_for,
			.language = c->language >= 0 ? c->language
			    : body->language,
			.salutation = text_given(&c->salutation)
			    ? &c->salutation : &body->salutation
		};

		if (in_office(c, r->on) && !is_away(c, r->on) &&
		    add_addresses(r, &who, c->email, c->nemail, c->webhook))
			any = true;
	}
	return any;
}

static bool add_body(struct reaching *r, const struct body *body,
    const struct body *deputy_for, int deep);

/* Those that absent contacts have named to stand in for them: a deputy named
 * for a desk goes before the body's general address, or naming one would have
 * no effect. */
static bool
add_stand_ins(struct reaching *r, const struct body *body,
    const struct body *deputy_for, int deep)
{
	bool any = false;

	for (size_t i = 0; i < body->ncontacts; i++) {
		const struct contact *c = &body->contacts[i];

		if (c->deputy && c->deputy != body && is_away(c, r->on) &&
		    in_office(c, r->on) &&
		    add_body(r, c->deputy, deputy_for ? deputy_for : body,
		    deep + 1))
			any = true;
	}
	return any;
}

/* A group without an address of its own is reached through its members. */
static bool
add_members(struct reaching *r, const struct body *body, int deep)
{
	bool any = false;

	for (size_t i = 0; i < body->nmembers; i++) {
		const struct member *m = &body->members[i];

		if (date_in(r->on, (struct date_span){m->from, m->to}) &&
		    add_body(r, m->body, NULL, deep + 1))
			any = true;
	}
	return any;
}

/* True when the body has an address, whether or not it was there before. */
static bool
add_body(struct reaching *r, const struct body *body,
    const struct body *deputy_for, int deep)
{
	struct owner who = {
		.body = body,
		.deputy_for = deputy_for,
		.language = body->language,
		.salutation = &body->salutation
	};

	if (deep > REACH_DEEP)
		return false;
	if (add_present(r, body, deputy_for))
		return true;
	if (add_stand_ins(r, body, deputy_for, deep))
		return true;
	if (add_addresses(r, &who, body->email, body->nemail, body->webhook))
		return true;
	if (body->deputy && body->deputy != body &&
	    add_body(r, body->deputy, deputy_for ? deputy_for : body,
	    deep + 1))
		return true;
	return add_members(r, body, deep);
}

size_t
body_reach(struct arena *a, const struct body *body, struct date on,
    enum language roadmap_language, const struct reach **ret)
{
	struct reaching r = {
		.arena = a, .on = on, .roadmap_language = roadmap_language
	};

	add_body(&r, body, NULL, 0);
	*ret = r.items;
	return r.n;
}
