/* Keys - Announcing - Repeal - Renumber - Add - Change - Applying */
#include "load/amend.h"

#include <string.h>

/* --- keys ---------------------------------------------------------------- */

struct amendment {
	struct order order;
	struct date from;
	const struct node *add, *change, *repeal, *renumber;
	struct date_span in_force;
	struct text note;
};

/* Here the beginning may stay as it was. */
static const struct key span_keys[] = {
	{"from", read_date, offsetof(struct date_span, first), false, "date",
	    NULL, NULL},
	{"to", read_date, offsetof(struct date_span, last), false, "date",
	    "2025-12-31", NULL},
};
static const struct key_table span_table = KEY_TABLE("in_force", span_keys);

static void
read_span(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &span_table, into);
}

#define AT(field) offsetof(struct amendment, field)

static const struct key amendment_keys[] = {
	{"order", read_order, AT(order), true, "{number, date, by, link}",
	    "{number: \"362\", date: 2021-02-18}", &order_table},
	{"from", read_date, AT(from), false, "date", "2021-02-18", NULL},
	{"add", read_node, AT(add), false, "rules, or numbers of rows",
	    "[\"9\", \"10\"]", &row_table},
	{"change", read_node, AT(change), false, "numbers with new cells",
	    "{\"21\": {when: ежегодно, до 20 июня}}", &row_table},
	{"repeal", read_node, AT(repeal), false, "numbers", "[\"7\"]", NULL},
	{"renumber", read_node, AT(renumber), false, "old: new",
	    "{\"9\": \"11\"}", NULL},
	{"in_force", read_span, AT(in_force), false, "{from, to}",
	    "{to: 2025-12-31}", &span_table},
	{"note", read_text, AT(note), false, "text", NULL, NULL},
};
const struct key_table amendment_table =
    KEY_TABLE("an amendment", amendment_keys);

/* --- announcing ---------------------------------------------------------- */

static void
await_added(struct draft *d, const struct names *rows,
    const struct node *amendment)
{
	for (const struct node *key = amendment->child; key;
	    key = key->next->next) {
		if (strcmp(key->text, "add") != 0)
			continue;
		for (const struct node *c = first_of(key->next); c;
		    c = next_of(key->next, c)) {
			struct draft_rule *rule = c->kind == NODE_SCALAR ?
			    names_get(rows, composed(d->r.a, c->text)) : NULL;

			if (rule)
				rule->awaits = true;
		}
	}
}

void
amendments_announce(struct draft *d, const struct node *list)
{
	struct names rows;

	names_init(&rows, d->lib->scratch);
	for (size_t i = 0; i < d->nrules; i++)
		names_put(&rows, d->rules[i]->item, d->rules[i]);
	for (const struct node *c = first_of(list); c; c = next_of(list, c))
		if (c->kind == NODE_MAP)
			await_added(d, &rows, c);
}

/* --- finding ------------------------------------------------------------- */

static void
unknown_item(struct draft *d, const struct node *at, const char *item)
{
	const char *near = names_nearest(&d->numbers, item);

	if (!d->gaps)
		fault(&d->r, at, CODE_E_UNKNOWN_ITEM, near ?
		    arena_printf(d->r.a, "did you mean '%s'?", near) : NULL,
		    "there is no item '%s' at that time", item);
}

/* The rule that bears the number, or NULL after a complaint. */
static struct draft_rule *
named_rule(struct draft *d, const struct node *at)
{
	const char *item = item_of(&d->r, at);
	struct draft_rule *rule = item ? draft_find(d, item) : NULL;

	if (item && !rule)
		unknown_item(d, at, item);
	return rule;
}

static void
free_number(struct draft *d, const char *item)
{
	struct draft_number *number = names_get(&d->numbers, item);

	if (number)
		number->rule = NULL;
}

/* --- repeal -------------------------------------------------------------- */

static void
apply_repeal(struct draft *d, const struct amendment *a)
{
	for (const struct node *c = first_of(a->repeal); c;
	    c = next_of(a->repeal, c)) {
		struct draft_rule *rule = named_rule(d, c);

		if (!rule)
			continue;
		rule->repealed = true;
		rule->in_force.last = date_add(a->from, -1);
		free_number(d, rule->item);
	}
}

/* --- renumber ------------------------------------------------------------ */

struct move {
	struct draft_rule *rule;        /* NULL: not found */
	const struct node *at;
	const char *old, *item;
};

/* From that day on it has another number. */
static void
leave_number(struct draft *d, struct draft_rule *rule, const char *item,
    struct date from)
{
	*(struct former_item *)arena_push(d->r.a, (void **)&rule->formers,
	    &rule->nformers, &rule->formers_cap, sizeof(*rule->formers)) =
	    (struct former_item){item, date_add(from, -1)};
}

/* The row may stand in `rules` under its new number already. */
static struct draft_rule *
moved_rule(struct draft *d, const struct node *at, const char *old,
    const char *item)
{
	struct draft_rule *rule = draft_find(d, old);

	if (rule)
		return rule;
	rule = draft_find(d, item);
	if (!rule || strcmp(rule->id, rule->item) != 0) {
		unknown_item(d, at, old);
		return NULL;
	}
	rule->id = old;
	return rule;
}

static void
apply_renumber(struct draft *d, const struct amendment *a)
{
	const struct node *map = a->renumber;
	struct move *moves;
	size_t n = 0;

	if (map->kind != NODE_MAP) {
		fault(&d->r, map, CODE_E_TYPE, "{\"9\": \"11\"}",
		    "renumber must be old numbers with new ones");
		return;
	}
	moves = arena_array(d->lib->scratch, node_count(map), sizeof(*moves));
	for (const struct node *key = map->child; key;
	    key = key->next->next) {
		const char *old = item_of(&d->r, key);
		const char *item = item_of(&d->r, key->next);

		if (!old || !item)
			continue;
		moves[n++] = (struct move){
			moved_rule(d, key, old, item), key->next, old, item
		};
	}
	for (size_t i = 0; i < n; i++)
		if (moves[i].rule)
			free_number(d, moves[i].rule->item);
	for (size_t i = 0; i < n; i++) {
		if (!moves[i].rule)
			continue;
		leave_number(d, moves[i].rule, moves[i].old, a->from);
		moves[i].rule->item = moves[i].item;
		draft_number(d, moves[i].rule, moves[i].at);
	}
}

/* --- add ----------------------------------------------------------------- */

/* The row of `rules` that waits for this amendment. */
static struct draft_rule *
awaiting_rule(struct draft *d, const struct node *at)
{
	const char *item = item_of(&d->r, at);

	for (size_t i = 0; item && i < d->nrules; i++)
		if (d->rules[i]->awaits &&
		    strcmp(d->rules[i]->item, item) == 0)
			return d->rules[i];
	if (item && !d->gaps)
		fault(&d->r, at, CODE_E_UNKNOWN_ITEM,
		    "write the row in `rules`, or whole here",
		    "there is no row '%s' in `rules`", item);
	return NULL;
}

static struct draft_rule *
new_rule(struct draft *d, const struct node *map)
{
	struct cells *cells = arena_alloc(d->lib->scratch, sizeof(*cells));
	struct text section = {{NULL}};

	if (!read_map(&d->r, map, &row_table, cells))
		return NULL;
	if (cells->at[CELL_SECTION])
		read_text(&d->r, cells->at[CELL_SECTION], &section);
	return draft_add(d, map, cells, NULL, &section);
}

static void
apply_add(struct draft *d, const struct amendment *a)
{
	for (const struct node *c = first_of(a->add); c;
	    c = next_of(a->add, c)) {
		struct draft_rule *rule = c->kind == NODE_MAP ?
		    new_rule(d, c) : awaiting_rule(d, c);

		if (!rule)
			continue;
		rule->awaits = false;
		rule->in_force.first = a->from;
		rule->versions[0].order = &a->order;
		draft_number(d, rule, c);
	}
}

/* --- change -------------------------------------------------------------- */

static void
lay_over(struct cells *cells, const struct cells *new_cells)
{
	for (int i = 0; i < CELL_COUNT; i++)
		if (new_cells->at[i])
			cells->at[i] = new_cells->at[i];
	/* A decision on the old words does not hold for new ones. */
	if (new_cells->at[CELL_WHEN] && !new_cells->at[CELL_INTERPRETATION])
		cells->at[CELL_INTERPRETATION] = NULL;
}

static bool
cells_differ(const struct cells *a, const struct cells *b)
{
	for (int i = 0; i < CELL_COUNT; i++)
		if (a->at[i] && (!b->at[i] || !node_equal(a->at[i],
		    b->at[i])))
			return true;
	return false;
}

/* {}: the row has the new cells already and the old ones are unknown, so the
 * wording is that of the amendment. */
static void
change_rule(struct draft *d, struct draft_rule *rule,
    const struct node *key, const struct amendment *a)
{
	struct draft_version *last = &rule->versions[rule->nversions - 1];
	struct cells cells = last->cells, new_cells = {{NULL}};
	const struct node *map = key->next;
	bool empty = map->kind == NODE_MAP && !map->child;

	if (!empty && !read_map(&d->r, map, &row_table, &new_cells))
		return;
	if (new_cells.at[CELL_ITEM]) {
		fault(&d->r, new_cells.at[CELL_ITEM], CODE_E_TOGETHER_KEYS,
		    "renumber: {\"9\": \"11\"}",
		    "a number is changed by `renumber`");
		return;
	}
	if (empty) {
		last->order = &a->order;
		return;
	}
	if (!cells_differ(&new_cells, &cells)) {
		caution(&d->r, key, CODE_W_CHANGES_NOTHING, NULL,
		    "item '%s' has these cells already", rule->item);
		return;
	}
	if (new_cells.at[CELL_SECTION])
		read_text(&d->r, new_cells.at[CELL_SECTION], &rule->section);
	lay_over(&cells, &new_cells);
	*draft_version_add(d, rule) = (struct draft_version){
		a->from, &a->order, cells
	};
}

static void
apply_change(struct draft *d, const struct amendment *a)
{
	if (a->change->kind != NODE_MAP) {
		fault(&d->r, a->change, CODE_E_TYPE, "\"21\": {when: …}",
		    "change must be numbers with new cells");
		return;
	}
	for (const struct node *key = a->change->child; key;
	    key = key->next->next) {
		struct draft_rule *rule = named_rule(d, key);

		if (rule)
			change_rule(d, rule, key, a);
	}
}

/* --- applying ------------------------------------------------------------ */

static void
apply_validity(struct draft *d, const struct node *n,
    const struct amendment *a)
{
	struct date_span span = a->in_force;

	if (!date_is_none(span.first))
		d->roadmap->in_force.first = span.first;
	if (!date_is_none(span.last))
		d->roadmap->in_force.last = span.last;
	if (!span_empty(d->roadmap->in_force))
		return;
	fault(&d->r, n, CODE_E_REVERSED_SPAN, NULL,
	    "the validity would end before it begins");
	d->roadmap->in_force.last = DATE_MAX;
}

/* Likely the date of another year. What moves the validity itself may lie
 * outside of it. */
static void
check_date(struct draft *d, const struct node *n, const struct amendment *a)
{
	struct date_span span = d->roadmap->in_force;
	char from[DATE_TEXT], edge[DATE_TEXT];

	if (date_before(a->from, span.first) && date_is_none(a->in_force.first))
		caution(&d->r, n, CODE_W_OUTSIDE_VALIDITY, arena_printf(d->r.a,
		    "if it holds from the beginning: from: %s",
		    date_iso(span.first, edge)),
		    "this amendment is of %s, before the roadmap is in force",
		    date_iso(a->from, from));
	if (date_before(span.last, a->from) && date_is_none(a->in_force.last))
		caution(&d->r, n, CODE_W_OUTSIDE_VALIDITY,
		    "in_force: {to: …} prolongs the roadmap",
		    "this amendment is of %s, the roadmap ends on %s",
		    date_iso(a->from, from), date_iso(span.last, edge));
}

static void
apply(struct draft *d, const struct node *n, struct date *last)
{
	struct amendment *a = arena_alloc(d->r.a, sizeof(*a));
	size_t errors = d->r.diags->nerrors;
	bool sound;

	*a = (struct amendment){
		.from = DATE_NONE, .in_force = {DATE_NONE, DATE_NONE}
	};
	read_map(&d->r, n, &amendment_table, a);
	sound = d->r.diags->nerrors == errors;
	if (date_is_none(a->from))
		a->from = a->order.date;
	if (n->kind != NODE_MAP || date_is_none(a->from))
		return;
	if (date_before(a->from, *last))
		fault(&d->r, n, CODE_E_AMENDMENT_ORDER,
		    "put them in the order of their dates",
		    "this amendment is older than the one above it");
	*last = date_max(*last, a->from);
	if (!a->add && !a->change && !a->repeal && !a->renumber &&
	    date_is_none(a->in_force.first) && date_is_none(a->in_force.last))
		caution(&d->r, n, CODE_W_CHANGES_NOTHING, NULL,
		    "this amendment changes nothing");
	if (a->change)
		apply_change(d, a);
	if (a->repeal)
		apply_repeal(d, a);
	if (a->renumber)
		apply_renumber(d, a);
	if (a->add)
		apply_add(d, a);
	apply_validity(d, n, a);
	if (sound)
		check_date(d, n, a);
}

void
amendments_apply(struct draft *d, const struct node *list)
{
	struct date last = DATE_MIN;

	for (const struct node *c = first_of(list); c; c = next_of(list, c))
		apply(d, c, &last);
	/* A row that an unreadable amendment was to add is a row all the
	 * same. */
	for (size_t i = 0; i < d->nrules; i++) {
		if (!d->rules[i]->awaits)
			continue;
		d->rules[i]->awaits = false;
		draft_number(d, d->rules[i], d->rules[i]->node);
	}
}
