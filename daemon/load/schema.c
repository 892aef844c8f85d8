/* Complaining - Walking - Maps - Words - Values */
#include "load/schema.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "load/look.h"
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

/* --- values -------------------------------------------------------------- */

void
read_node(struct reader *r, const struct node *value, void *into)
{
	(void)r;
	*(const struct node **)into = value;
}

void
read_plain(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "text");

	if (!s)
		return;
	mend_mixed_words(r, value);
	*(const char **)into = composed(r->a, s);
}

static const struct key text_keys[] = {
	{"ru", read_plain, offsetof(struct text, in[LANGUAGE_RU]), false,
	    "text", NULL, NULL},
	{"en", read_plain, offsetof(struct text, in[LANGUAGE_EN]), false,
	    "text", NULL, NULL},
};
static const struct key_table text_table = KEY_TABLE("a text", text_keys);

/* "Приказ #1": what follows is a comment to YAML, hardly to its writer. */
static void
doubt_comment(struct reader *r, const struct node *value)
{
	const char *s = r->tree->source.bytes;
	struct place place;
	size_t at;

	if (!node_comment_follows(r->tree, value, &place))
		return;
	at = value->end + strspn(s + value->end, " \t") + 1;
	if (s[at] == ' ')
		at++;
	if (s[at] >= '0' && s[at] <= '9')
		complain_at(r->diags, DIAG_WARNING, place, CODE_W_COMMENT,
		    "put the text in quotes if this belongs to it",
		    "a comment ends the text");
}

/* Words without a language are those of the roadmap: they are given in each,
 * so that they are found whatever is asked for. */
void
read_text(struct reader *r, const struct node *value, void *into)
{
	struct text *t = into;
	const char *s;

	if (value->kind == NODE_MAP) {
		if (!value->child)
			fault(r, value, CODE_E_TYPE, "{ru: …, en: …}",
			    "a text is missing");
		read_map(r, value, &text_table, t);
		return;
	}
	s = scalar_of(r, value, "text");
	if (!s)
		return;
	doubt_comment(r, value);
	mend_mixed_words(r, value);
	s = composed(r->a, s);
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		t->in[i] = s;
}

void
read_id(struct reader *r, const struct node *value, void *into)
{
	const char *id = id_of(r, value);

	if (id)
		*(const char **)into = id;
}

void
read_bool(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "true or false");

	if (s && !value_bool(s, into))
		fault(r, value, CODE_E_TYPE, "true or false",
		    "'%s' is neither true nor false", s);
}

static bool
is_span(const char *s)
{
	struct date_span span;

	return value_span(s, &span) == VALUE_OK;
}

static bool
is_duration(const char *s)
{
	struct duration duration;

	return value_duration(s, &duration);
}

/* 10.01.2022 and 2022–01–10 as 2022-01-10, or the usual example. */
static const char *
date_hint(struct reader *r, const char *s)
{
	char clean[LOOK_ROOM];
	const char *iso;
	struct date d;

	if (look_write(s, LOOK_CLEAN, clean) && is_span(clean))
		return arena_printf(r->a, "write %s", clean);
	if (strlen(s) != 10 || s[2] != '.' || s[5] != '.')
		return "write 2026-09-01";
	iso = arena_printf(r->a, "%s-%.2s-%.2s", s + 6, s + 3, s);
	return value_date(iso, &d) == VALUE_OK ?
	    arena_printf(r->a, "write %s", iso) : "write 2026-09-01";
}

static void
date_fault(struct reader *r, const struct node *n, const char *s,
    enum value_state state)
{
	if (state == VALUE_MALFORMED)
		mend_looks(r, fault(r, n, CODE_E_DATE_VALUE, date_hint(r, s),
		    "'%s' is not a date", s), n, is_span);
	else if (strstr(s, ".."))
		fault(r, n, CODE_E_REVERSED_SPAN,
		    "both days must exist, the first one first",
		    "'%s' is not a span of days", s);
	else
		fault(r, n, CODE_E_DATE_VALUE, NULL,
		    "there is no day '%s'", s);
}

void
read_date(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a date");
	enum value_state state;

	if (!s)
		return;
	state = value_date(s, into);
	if (state != VALUE_OK)
		date_fault(r, value, s, state);
}

void
read_spans(struct reader *r, const struct node *value, void *into)
{
	enum { SPANS_MOST = 10000 };
	struct span_list *list = into;
	size_t n = count_of(value);
	struct date_span *spans;

	if (n > SPANS_MOST) {
		fault(r, value, CODE_E_TOO_MANY, NULL,
		    "more than %d spans", SPANS_MOST);
		return;
	}
	spans = arena_array(r->a, n, sizeof(*spans));
	n = 0;
	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const char *s = scalar_of(r, c, "a date or a span");
		enum value_state state;

		if (!s)
			continue;
		state = value_span(s, &spans[n]);
		if (state == VALUE_OK)
			n++;
		else
			date_fault(r, c, s, state);
	}
	values_sort_spans(spans, n);
	*list = (struct span_list){spans, n};
}

void
read_duration(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a duration");

	if (s && !value_duration(s, into))
		mend_looks(r, fault(r, value, CODE_E_DURATION,
		    "write '3 days', '3 working days', '2 weeks' or '1 month'",
		    "'%s' is not a duration", s), value, is_duration);
}

void
read_language(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"ru", "en"};
	int i = choice_of(r, value, words, 2);

	if (i >= 0)
		*(int *)into = i;
}

void
read_shift(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"before", "after", "keep"};
	int i = choice_of(r, value, words, 3);

	if (i >= 0)
		*(enum shift *)into = (enum shift)i;
}

const char *
take_address(struct reader *r, const struct node *n, const char *s)
{
	const char *wrong = value_address_fault(s), *ascii = NULL;

	if (!wrong) {
		ascii = value_address_ascii(r->a, s);
		wrong = ascii ? NULL :
		    "the domain is no valid international name";
	}
	if (wrong)
		fault(r, n, CODE_E_ADDRESS, strpbrk(s, ",;") ?
		    "several stand in brackets: [a@b.example, c@d.example]" :
		    "name@domain.example",
		    "address '%s': %s", s, wrong);
	return ascii;
}

void
read_addresses(struct reader *r, const struct node *value, void *into)
{
	struct text_list *list = into;
	const char **items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	size_t n = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const char *s = scalar_of(r, c, "an address");
		const char *address = s ? take_address(r, c, s) : NULL;

		if (address)
			items[n++] = address;
	}
	*list = (struct text_list){items, n};
}
