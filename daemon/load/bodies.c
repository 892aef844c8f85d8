/* Keys - Reading - Circles and webhooks */
#include "load/bodies.h"

#include <string.h>

#include "load/config.h"

/* --- keys ---------------------------------------------------------------- */

struct spelled_member {
	const struct body *body;
	struct date from, to;
};

static const struct key member_keys[] = {
	{"body", read_body, offsetof(struct spelled_member, body), true,
	    "body", "school-3", NULL},
	{"from", read_date, offsetof(struct spelled_member, from), false,
	    "date", "2022-09-01", NULL},
	{"to", read_date, offsetof(struct spelled_member, to), false, "date",
	    "2024-08-31", NULL},
};
static const struct key_table member_table = KEY_TABLE("a member",
    member_keys);

struct member_list {
	const struct member *items;
	size_t n;
};

static void
check_span(struct reader *r, const struct node *n, struct date from,
    struct date to)
{
	if (date_before(to, from))
		fault(r, n, CODE_E_REVERSED_SPAN, NULL,
		    "`to` lies before `from`");
}

static void
read_members(struct reader *r, const struct node *value, void *into)
{
	struct member_list *list = into;
	struct member *items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	size_t n = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		struct spelled_member m = {NULL, DATE_MIN, DATE_MAX};

		if (c->kind == NODE_MAP)
			read_map(r, c, &member_table, &m);
		else
			read_body(r, c, &m.body);
		check_span(r, c, m.from, m.to);
		if (m.body)
			items[n++] = (struct member){m.body, m.from, m.to};
	}
	if (!n && value->kind == NODE_LIST && !value->child)
		caution(r, value, CODE_W_EMPTY_GROUP, NULL,
		    "a group without members: nobody owes anything");
	*list = (struct member_list){items, n};
}

struct spelled_contact {
	struct contact is;
	struct text_list email;
	struct span_list away;
};

#define OF(field) offsetof(struct spelled_contact, field)

static const struct key contact_keys[] = {
	{"role", read_text, OF(is.role), false, "text", "Секретарь", NULL},
	{"email", read_addresses, OF(email), false, "addresses",
	    "sec@dept.example", NULL},
	{"webhook", read_id, OF(is.webhook), false, "id", "chat", NULL},
	{"language", read_language, OF(is.language), false, "ru, en", "ru",
	    NULL},
	{"salutation", read_text, OF(is.salutation), false, "text",
	    "Уважаемые коллеги!", NULL},
	{"from", read_date, OF(is.from), false, "date", "2022-09-01", NULL},
	{"to", read_date, OF(is.to), false, "date", "2024-08-31", NULL},
	{"away", read_spans, OF(away), false, "spans",
	    "2026-07-01..2026-07-28", NULL},
	{"deputy", read_body, OF(is.deputy), false, "body", "deputy-head",
	    NULL},
};
static const struct key_table contact_table = KEY_TABLE("a contact",
    contact_keys);

struct contact_list {
	const struct contact *items;
	size_t n;
};

static void
read_contacts(struct reader *r, const struct node *value, void *into)
{
	struct contact_list *list = into;
	struct contact *items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	size_t n = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		struct spelled_contact s = {
			.is.language = -1,
			.is.from = DATE_MIN,
			.is.to = DATE_MAX,
		};

		if (!read_map(r, c, &contact_table, &s))
			continue;
		check_span(r, c, s.is.from, s.is.to);
		s.is.email = s.email.items;
		s.is.nemail = s.email.n;
		s.is.away = s.away.items;
		s.is.naway = s.away.n;
		items[n++] = s.is;
	}
	*list = (struct contact_list){items, n};
}

struct spelled_body {
	struct body is;
	struct text_list email;
	struct member_list members;
	struct contact_list contacts;
};

static void
read_also(struct reader *r, const struct node *value, void *into)
{
	(void)into;             /* names in orders, for the import */
	for (const struct node *c = first_of(value); c; c = next_of(value, c))
		scalar_of(r, c, "a name");
}

#undef OF
#define OF(field) offsetof(struct spelled_body, field)

static const struct key body_keys[] = {
	{"name", read_text, OF(is.name), true, "text",
	    "Управление образования", NULL},
	{"short", read_text, OF(is.short_name), false, "text", "УО", NULL},
	{"also", read_also, 0, false, "texts", "[ЦППМС, ППМС-служба]", NULL},
	{"email", read_addresses, OF(email), false, "addresses",
	    "uo@dept.example", NULL},
	{"webhook", read_id, OF(is.webhook), false, "id", "chat", NULL},
	{"members", read_members, OF(members), false,
	    "ids, {body, from, to}", "[school-3, school-6]", &member_table},
	{"part_of", read_body, OF(is.part_of), false, "id", "uo", NULL},
	{"language", read_language, OF(is.language), false, "ru, en", "ru",
	    NULL},
	{"salutation", read_text, OF(is.salutation), false, "text",
	    "Уважаемые коллеги!", NULL},
	{"deputy", read_body, OF(is.deputy), false, "id", "deputy-head",
	    NULL},
	{"contacts", read_contacts, OF(contacts), false, "contacts", NULL,
	    &contact_table},
};
static const struct key_table bodies_table = {
	"a body", body_keys, sizeof(body_keys) / sizeof(body_keys[0]), true
};

/* --- reading ------------------------------------------------------------- */

static const struct key bodies_file_keys[] = {
	{"bodies", read_node, 0, true, "ids with keys", NULL, &bodies_table},
};
const struct key_table bodies_file_table = KEY_TABLE("a bodies file",
    bodies_file_keys);

static const struct node *
body_map(const struct tree *tree)
{
	for (const struct node *key = tree->root->child; key;
	    key = key->next->next)
		if (strcmp(key->text, "bodies") == 0 &&
		    key->next->kind == NODE_MAP)
			return key->next;
	return NULL;
}

void
bodies_enter(struct library *lib, const struct tree *tree)
{
	struct reader r = {
		.a = lib->a, .diags = lib->diags, .tree = tree,
		.bodies = &lib->bodies
	};
	const struct node *map, *value = NULL;

	read_map(&r, tree->root, &bodies_file_table, &value);
	map = body_map(tree);
	if (value && !map && !tree_damaged(tree, value))
		fault(&r, value, CODE_E_TYPE, "uo: {name: …}",
		    "bodies must be ids with keys");
	for (const struct node *key = map ? map->child : NULL; key;
	    key = key->next->next) {
		const char *id = id_of(&r, key);
		struct body *body, *earlier;

		if (!id)
			continue;
		body = arena_alloc(lib->a, sizeof(*body));
		body->id = id;
		body->place = node_place(tree, key);
		earlier = names_put(&lib->bodies, id, body);
		if (earlier)
			fault(&r, key, CODE_E_TWICE, NULL,
			    "body '%s' stands in %s:%u already", id,
			    earlier->place.file, earlier->place.line);
	}
}

/* Only the entry that bears the id is laid into the body. */
static void
read_one(struct library *lib, struct reader *r, const struct node *key,
    bool companion)
{
	size_t errors = r->diags->nerrors;
	struct body *body = names_get(r->bodies, composed(r->a, key->text));
	struct spelled_body s = {.is.language = -1};
	uint32_t seen = read_map(r, key->next, &bodies_table, &s);
	bool hollow = seen & key_bit(&bodies_table, "members") &&
	    !s.members.n;

	if (!body || body->place.line != key->line ||
	    strcmp(body->place.file, r->tree->source.name) != 0)
		return;
	s.is.id = body->id;
	s.is.place = body->place;
	if (!text_given(&s.is.short_name))
		s.is.short_name = s.is.name;
	s.is.email = s.email.items;
	s.is.nemail = s.email.n;
	s.is.members = s.members.items;
	s.is.nmembers = s.members.n;
	s.is.contacts = s.contacts.items;
	s.is.ncontacts = s.contacts.n;
	*body = s.is;
	/* Whoever's address is wrong has been told so, and that a group has no
	 * members says as well that nobody of it can be reached. */
	if (r->diags->nerrors > errors || (hollow && !companion))
		names_put(&lib->unasked, body->id, body);
}

void
bodies_read(struct library *lib, const struct tree *tree, bool companion)
{
	struct reader r = {
		.a = lib->a, .diags = lib->diags, .tree = tree,
		.bodies = &lib->bodies, .incomplete = lib->incomplete
	};
	const struct node *map = body_map(tree);

	for (const struct node *key = map ? map->child : NULL; key;
	    key = key->next->next)
		read_one(lib, &r, key, companion);
}

/* --- circles ------------------------------------------------------------- */

/* Steps along one pointer come back to where they began. A chain longer than
 * any real one counts as a circle, so that a hostile file stays cheap. */
static bool
chain_returns(const struct body *body, size_t offset)
{
	enum { CHAIN_MOST = 64 };
	const struct body *b = body;

	for (int i = 0; b && i < CHAIN_MOST; i++) {
		b = *(const struct body *const *)((const char *)b + offset);
		if (b == body)
			return true;
	}
	return b != NULL;
}

/* Groups may hold groups: depth-first with a stack of its own, colours in a
 * table, each body once. */
struct visit {
	const struct body *body;
	size_t next;            /* member to look at */
	enum { OPEN, DONE } state;
};

static void
check_members(struct library *lib, const struct body *root,
    struct names *seen)
{
	struct visit **stack = NULL, **slot, *v;
	size_t n = 0, cap = 0;

	if (names_get(seen, root->id))
		return;
	v = arena_alloc(lib->scratch, sizeof(*v));
	*v = (struct visit){root, 0, OPEN};
	names_put(seen, root->id, v);
	slot = arena_push(lib->scratch, (void **)&stack, &n, &cap,
	    sizeof(*slot));
	*slot = v;
	while (n) {
		const struct body *member;
		struct visit *old;

		v = stack[n - 1];
		if (v->next == v->body->nmembers) {
			v->state = DONE;
			n--;
			continue;
		}
		member = v->body->members[v->next++].body;
		old = names_get(seen, member->id);
		if (old && old->state == OPEN)
			complain_at(lib->diags, DIAG_ERROR, v->body->place,
			    CODE_E_BODY_CIRCLE, NULL,
			    "group '%s' holds '%s', which holds it again",
			    v->body->id, member->id);
		if (old)
			continue;
		old = arena_alloc(lib->scratch, sizeof(*old));
		*old = (struct visit){member, 0, OPEN};
		names_put(seen, member->id, old);
		slot = arena_push(lib->scratch, (void **)&stack, &n, &cap,
		    sizeof(*slot));
		*slot = old;
	}
}

struct joined {
	struct membership *items;
	size_t n, cap;
};

static void
note_group(struct library *lib, const struct body *group,
    struct names *joined)
{
	for (size_t i = 0; i < group->nmembers; i++) {
		const struct member *m = &group->members[i];
		struct joined *j = names_get(joined, m->body->id);

		if (!j) {
			j = arena_alloc(lib->scratch, sizeof(*j));
			names_put(joined, m->body->id, j);
		}
		*(struct membership *)arena_push(lib->a, (void **)&j->items,
		    &j->n, &j->cap, sizeof(*j->items)) =
		    (struct membership){group, m};
	}
}

void
bodies_note_places(struct library *lib)
{
	size_t n;
	void **all = names_all(&lib->bodies, lib->scratch, &n);
	struct names joined;

	names_init(&joined, lib->scratch);
	lib->asked = arena_array(lib->scratch, n, sizeof(*lib->asked));
	lib->members_asked = arena_array(lib->scratch, n,
	    sizeof(*lib->members_asked));
	for (size_t i = 0; i < n; i++)
		note_group(lib, all[i], &joined);
	for (size_t i = 0; i < n; i++) {
		struct body *body = all[i];
		const struct joined *j = names_get(&joined, body->id);

		body->rank = i;
		body->groups = j ? j->items : NULL;
		body->ngroups = j ? j->n : 0;
	}
}

/* Endpoints are those of srokd.yaml; without any, as when files are checked
 * elsewhere, nothing can be said. */
static void
check_webhook(struct library *lib, const struct body *body, const char *name)
{
	const struct config *config = lib->defaults;

	if (!name || !config->nwebhooks || config_webhook_of(config, name))
		return;
	complain_at(lib->diags, DIAG_ERROR, body->place,
	    CODE_E_UNKNOWN_NAME, "it must stand under `webhooks` of "
	    "srokd.yaml", "unknown webhook '%s' of '%s'", name, body->id);
}

void
bodies_check(struct library *lib)
{
	size_t n;
	void **all = names_all(&lib->bodies, lib->scratch, &n);
	struct names seen;

	names_init(&seen, lib->scratch);
	for (size_t i = 0; i < n; i++) {
		const struct body *body = all[i];

		check_members(lib, body, &seen);
		check_webhook(lib, body, body->webhook);
		for (size_t k = 0; k < body->ncontacts; k++)
			check_webhook(lib, body, body->contacts[k].webhook);
		if (chain_returns(body, offsetof(struct body, part_of)))
			complain_at(lib->diags, DIAG_ERROR, body->place,
			    CODE_E_BODY_CIRCLE, NULL,
			    "'%s' is a part of itself", body->id);
		if (chain_returns(body, offsetof(struct body, deputy)))
			complain_at(lib->diags, DIAG_ERROR, body->place,
			    CODE_E_BODY_CIRCLE, NULL,
			    "'%s' is a deputy of itself", body->id);
	}
}
