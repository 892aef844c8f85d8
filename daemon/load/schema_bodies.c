/* Values that are ids of bodies (schema.h). */
#include <string.h>

#include "load/mend.h"
#include "load/schema.h"

static bool
bears(const struct text *name, const char *words)
{
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		if (name->in[i] && strcmp(name->in[i], words) == 0)
			return true;
	return false;
}

/* The ids of the bodies that bear this name: "uo' or 'liv-uo"; or NULL. */
static const char *
bodies_named(struct reader *r, const char *name)
{
	size_t n;
	void **all = names_all(r->bodies, r->a, &n);
	const char *ids = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct body *b = all[i];

		if (!bears(&b->name, name) && !bears(&b->short_name, name))
			continue;
		ids = ids ? arena_printf(r->a, "%s' or '%s", ids, b->id) :
		    b->id;
	}
	return ids;
}

/* "каждая школа", as an order says it, or NULL. */
static const char *
each_hint(struct reader *r, const char *id)
{
	static const struct {
		const char *word, *write;
	} words[] = {
		{"каждый ", "each"}, {"каждая ", "each"}, {"каждое ", "each"},
		{"все ", "each"}, {"all ", "each"}, {"every ", "each"},
		{"любой ", "any"}, {"любая ", "any"}, {"любое ", "any"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		size_t n = strlen(words[i].word);

		if (strncmp(id, words[i].word, n) == 0)
			return arena_printf(r->a, "write '%s %s'",
			    words[i].write, id + n);
	}
	return NULL;
}

static const char *
body_hint(struct reader *r, const char *id, const char *alike)
{
	const char *near = alike ? alike : names_nearest(r->bodies, id);
	const char *each = each_hint(r, id);

	if (each)
		return each;
	if (!near)
		near = bodies_named(r, id);
	if (near)
		return arena_printf(r->a, "did you mean '%s'?", near);
	if (strchr(id, ','))
		return arena_printf(r->a, "several stand in brackets: [%s]",
		    id);
	return "bodies stand under `bodies:` in a file of their own";
}

/* A name that is not there. Where no file has bodies, all names lack for one
 * reason, which is told once. */
static void
complain_of_body(struct reader *r, const struct node *n, const char *id,
    size_t index)
{
	size_t len = utf8_count(id, strlen(id));
	struct place place = node_place_at(r->tree, n, index, len);
	const char *alike;
	struct diag *d;

	if (r->bodies->len == 0) {
		r->incomplete = true;
		complain_at(r->diags, DIAG_ERROR, place, CODE_E_UNKNOWN_BODY,
		    "a file beside this one must hold `bodies:`",
		    "unknown body '%s', as all others: no bodies were read",
		    id);
		return;
	}
	alike = names_alike(r->bodies, id);
	d = complain_at(r->diags, DIAG_ERROR, place, CODE_E_UNKNOWN_BODY,
	    body_hint(r, id, alike), "unknown body '%s'", id);
	if (alike)
		mend_value(r, d, n, index, len, alike);
}

const struct body *
body_of(struct reader *r, const struct node *n, const char *id,
    size_t index)
{
	struct recalled *known = recall(r->bodies_known, id);
	const struct body *body;
	const char *text;

	if (known->text == id)
		return known->thing;
	text = id;
	id = composed(r->a, id);
	body = names_get(r->bodies, id);
	if (body)
		*known = (struct recalled){text, body};
	if (!body && n->kind != NODE_BAD && !r->incomplete)
		complain_of_body(r, n, id, index);
	return body;
}

void
read_body(struct reader *r, const struct node *value, void *into)
{
	const char *id = scalar_of(r, value, "the id of a body");
	const struct body *body = id ? body_of(r, value, id, 0) : NULL;

	if (body)
		*(const struct body **)into = body;
}

void
read_bodies(struct reader *r, const struct node *value, void *into)
{
	struct body_list *list = into;
	const struct body **items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	size_t n = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const struct body *body = NULL;

		read_body(r, c, &body);
		if (body)
			items[n++] = body;
	}
	*list = (struct body_list){items, n};
}
