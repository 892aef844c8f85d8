/* Complaining - Walking - Maps - Words */
#include "load/schema.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "load/mend.h"
#include "load/values.h"

/* A load of mistakes only is not worth more lines than this. */
enum { COMPLAINTS_MOST = 1000, WORDS_SHOWN = 12 };

/* --- complaining --------------------------------------------------------- */

static struct diag *
complain(struct diags *d, enum diag_level level, struct place place,
    int code, const char *hint, const char *format, va_list ap)
{
	struct diag *item;
	struct str what;

	if (d->len >= COMPLAINTS_MOST && !d->unabridged)
		return NULL;
	str_init(&what);
	str_vaddf(&what, format, ap);
	item = diag_add(d, level, code, place, hint, "%s", what.s);
	str_done(&what);
	return item;
}

struct diag *
complain_at(struct diags *d, enum diag_level level, struct place place,
    int code, const char *hint, const char *format, ...)
{
	struct diag *item;
	va_list ap;

	va_start(ap, format);
	item = complain(d, level, place, code, hint, format, ap);
	va_end(ap);
	return item;
}

struct diag *
fault(struct reader *r, const struct node *n, int code, const char *hint,
    const char *format, ...)
{
	struct diag *item;
	va_list ap;

	if (n->kind == NODE_BAD)
		return NULL;
	va_start(ap, format);
	item = complain(r->diags, DIAG_ERROR, node_place(r->tree, n), code,
	    hint, format, ap);
	va_end(ap);
	return item;
}

struct diag *
caution(struct reader *r, const struct node *n, int code, const char *hint,
    const char *format, ...)
{
	struct diag *item;
	va_list ap;

	if (n->kind == NODE_BAD)
		return NULL;
	va_start(ap, format);
	item = complain(r->diags, DIAG_WARNING, node_place(r->tree, n), code,
	    hint, format, ap);
	va_end(ap);
	return item;
}

const char *
hint_of(struct reader *r, const char *word, const char *const *words,
    size_t n)
{
	const char *near = diag_nearest(word, words, n), *hint;
	struct str list;

	if (near)
		return arena_printf(r->a, "did you mean '%s'?", near);
	if (n > WORDS_SHOWN)
		return NULL;
	str_init(&list);
	str_add(&list, "one of: ");
	for (size_t i = 0; i < n; i++)
		str_addf(&list, "%s%s", i ? ", " : "", words[i]);
	hint = arena_strdup(r->a, list.s);
	str_done(&list);
	return hint;
}

/* --- walking ------------------------------------------------------------- */

const struct node *
first_of(const struct node *n)
{
	return n->kind == NODE_LIST ? n->child : n;
}

const struct node *
next_of(const struct node *n, const struct node *at)
{
	return n->kind == NODE_LIST ? at->next : NULL;
}

size_t
count_of(const struct node *n)
{
	return n->kind == NODE_LIST ? node_count(n) : 1;
}

/* --- maps ---------------------------------------------------------------- */

uint32_t
key_bit(const struct key_table *table, const char *name)
{
	for (size_t i = 0; i < table->n; i++)
		if (strcmp(table->keys[i].name, name) == 0)
			return UINT32_C(1) << i;
	return 0;
}

static bool
has_key(const struct node *map, const char *name)
{
	for (const struct node *key = map->child; key; key = key->next->next)
		if (strcmp(key->text, name) == 0)
			return true;
	return false;
}

/* Complains, and takes the key that was likely meant as given with a bad
 * value: nobody needs to hear that it is missing as well. */
static uint32_t
unknown_key(struct reader *r, const struct node *map, const struct node *key,
    const struct key_table *table, char *into)
{
	static const struct node bad = {.kind = NODE_BAD, .text = ""};
	const char *names[KEYS_MOST] = {NULL}, *near;
	struct diag *d;
	size_t n = 0;

	for (size_t i = 0; i < table->n; i++)
		if (table->keys[i].type)        /* secrets have none */
			names[n++] = table->keys[i].name;
	d = fault(r, key, CODE_E_UNKNOWN_KEY, hint_of(r, key->text, names, n),
	    "unknown key '%s' in %s", key->text, table->name);
	near = look_alike(key->text, names, n);
	if (near && !has_key(map, near))
		mend_word(r, d, key, &near, 1);
	if (!near)
		near = diag_nearest(key->text, names, n);
	for (size_t i = 0; near && i < table->n; i++) {
		const struct key *k = &table->keys[i];
		const struct node **cell =
		    (const struct node **)(void *)(into + k->offset);

		if (strcmp(k->name, near) != 0)
			continue;
		if (k->read == read_node && !*cell)
			*cell = &bad;
		return UINT32_C(1) << i;
	}
	return 0;
}

static void
missing_keys(struct reader *r, const struct node *map,
    const struct key_table *table, uint32_t seen)
{
	for (size_t i = 0; i < table->n; i++) {
		const struct key *k = &table->keys[i];

		if (!k->needed || (seen & UINT32_C(1) << i))
			continue;
		fault(r, map, CODE_E_MISSING_KEY, k->example ?
		    arena_printf(r->a, "for example %s: %s", k->name,
		    k->example) : NULL,
		    "%s lacks '%s'", table->name, k->name);
	}
}

/* The needed keys with their examples, else the first key: {from: …}. */
static const char *
example_of(struct reader *r, const struct key_table *table)
{
	const char *hint = NULL;
	bool needed = false;
	struct str s;

	str_init(&s);
	for (size_t i = 0; i < table->n; i++)
		needed |= table->keys[i].needed;
	for (size_t i = 0; i < table->n && (needed || !s.len); i++) {
		const struct key *k = &table->keys[i];

		if (k->example && (k->needed || !needed))
			str_addf(&s, "%s%s: %s", s.len ? ", " : "", k->name,
			    k->example);
	}
	if (s.len && !table->any)
		hint = arena_printf(r->a, "for example {%s}", s.s);
	str_done(&s);
	return hint;
}

/* The key of that name, or NULL. Keys mostly stand in the order of their
 * table: the search goes round from the one after the last. */
static const struct key *
find_key(const struct key_table *table, const struct key *last,
    const char *name)
{
	const struct key *end = table->keys + table->n, *k = last;

	for (size_t i = 0; i < table->n; i++) {
		k = k && k + 1 < end ? k + 1 : table->keys;
		if (*k->name == *name && strcmp(k->name, name) == 0)
			return k;
	}
	return NULL;
}

uint32_t
read_map(struct reader *r, const struct node *map,
    const struct key_table *table, void *into)
{
	const struct key *k = NULL;
	uint32_t seen = 0, guessed = 0;

	if (map->kind != NODE_MAP) {
		if (!tree_damaged(r->tree, map))
			fault(r, map, CODE_E_TYPE, example_of(r, table),
			    "%s must be keys with values", table->name);
		return 0;
	}
	for (const struct node *key = map->child; key;
	    key = key->next->next) {
		k = find_key(table, k, key->text);
		if (!k) {
			guessed |= unknown_key(r, map, key, table,
			    into);
			continue;
		}
		seen |= UINT32_C(1) << (k - table->keys);
		k->read(r, key->next, (char *)into + k->offset);
	}
	if (!tree_damaged(r->tree, map))
		missing_keys(r, map, table, seen | guessed);
	return seen;
}

/* --- words --------------------------------------------------------------- */

const char *
composed(struct arena *a, const char *s)
{
	utf8proc_uint8_t *p = NULL;
	char *copy;

	/* Only combining marks (U+0300-U+036F) can be composed here. */
	if (!strpbrk(s, "\xCC\xCD"))
		return s;
	if (utf8proc_map((const utf8proc_uint8_t *)s, 0, &p,
	    UTF8PROC_NULLTERM | UTF8PROC_STABLE | UTF8PROC_COMPOSE) < 0)
		return s;
	copy = arena_strdup(a, (const char *)p);
	free(p);
	return copy;
}

const char *
scalar_of(struct reader *r, const struct node *n, const char *what)
{
	if (n->kind == NODE_SCALAR && (*n->text || n->style != STYLE_PLAIN))
		return n->text;
	if (!tree_damaged(r->tree, n))
		fault(r, n, CODE_E_TYPE, NULL, n->kind == NODE_SCALAR ?
		    "a value is missing: %s" : "expected %s", what);
	return NULL;
}

int
choice_of(struct reader *r, const struct node *n, const char *const *words,
    size_t nwords)
{
	const char *s = scalar_of(r, n, "a word");

	if (!s)
		return -1;
	for (size_t i = 0; i < nwords; i++)
		if (strcmp(words[i], s) == 0)
			return (int)i;
	mend_word(r, fault(r, n, CODE_E_VALUE, hint_of(r, s, words, nwords),
	    "'%s' cannot stand here", s), n, words, nwords);
	return -1;
}

const char *
id_of(struct reader *r, const struct node *n)
{
	const char *s = scalar_of(r, n, "an id");

	if (!s)
		return NULL;
	s = composed(r->a, s);
	if (value_is_id(s))
		return s;
	fault(r, n, CODE_E_ID,
	    "letters, digits, - _ . without spaces, at most 64",
	    "'%s' is not an id", s);
	return NULL;
}
