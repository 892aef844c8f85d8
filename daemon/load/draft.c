/* Rows - Rules of the model */
#include "load/draft.h"

enum { RULES_MOST = 10000 };    /* rule-files.md §1 */

/* --- rows ---------------------------------------------------------------- */

struct draft_version *
draft_version_add(struct draft *d, struct draft_rule *rule)
{
	return arena_push(d->lib->scratch, (void **)&rule->versions,
	    &rule->nversions, &rule->versions_cap, sizeof(*rule->versions));
}

struct draft_rule *
draft_find(const struct draft *d, const char *item)
{
	const struct draft_number *number = names_get(&d->numbers, item);

	return number ? number->rule : NULL;
}

void
draft_number(struct draft *d, struct draft_rule *rule, const struct node *at)
{
	struct draft_number *number = names_get(&d->numbers, rule->item);

	if (!number) {
		number = arena_alloc(d->lib->scratch, sizeof(*number));
		names_put(&d->numbers, rule->item, number);
	}
	if (!number->rule) {
		number->rule = rule;
		return;
	}
	if (at == rule->node)
		fault(&d->r, rule->versions[0].cells.at[CELL_ITEM],
		    CODE_E_TWICE, NULL,
		    "item '%s' stands here again, first in line %u",
		    rule->item, (unsigned)number->rule->node->line);
	else
		fault(&d->r, at, CODE_E_NUMBER_TAKEN, NULL,
		    "number '%s' is that of the rule in line %u", rule->item,
		    (unsigned)number->rule->node->line);
}

struct draft_rule *
draft_add(struct draft *d, const struct node *row, const struct cells *cells,
    const struct cells *heading, const struct text *section)
{
	const char *item = cells->at[CELL_ITEM] ?
	    item_of(&d->r, cells->at[CELL_ITEM]) : NULL;
	struct draft_rule *rule, **slot;

	if (!cells->at[CELL_ITEM] && !tree_damaged(d->r.tree, row))
		fault(&d->r, row, CODE_E_MISSING_KEY,
		    "the number in the order, or one of yours: item: pg-1",
		    "a rule lacks 'item'");
	if (!item) {
		d->gaps = true;
		return NULL;
	}
	if (d->nrules == RULES_MOST) {
		d->gaps = true;
		fault(&d->r, row, CODE_E_TOO_MANY, NULL,
		    "more than %d rules", RULES_MOST);
		return NULL;
	}
	rule = arena_alloc(d->lib->scratch, sizeof(*rule));
	rule->id = rule->item = item;
	rule->node = row;
	rule->heading = heading;
	rule->section = *section;
	rule->in_force = (struct date_span){DATE_MIN, DATE_MAX};
	rule->first = (struct draft_version){DATE_MIN, NULL, *cells};
	rule->versions = &rule->first;
	rule->nversions = rule->versions_cap = 1;
	slot = arena_push(d->lib->scratch, (void **)&d->rules, &d->nrules,
	    &d->rules_cap, sizeof(*slot));
	*slot = rule;
	return rule;
}

/* A heading's cells are read with the rows that lack them; here for their own
 * mistakes, should no row lack them. */
static const struct cells *
read_heading(struct draft *d, const struct cells *cells)
{
	struct cells *heading = arena_alloc(d->lib->scratch, sizeof(*heading));
	struct wording unused;

	*heading = *cells;
	wording_read(&d->r, &d->frame, NULL, heading, NULL, "", &unused);
	return heading;
}

void
draft_read_rows(struct draft *d, const struct node *list)
{
	const struct cells *heading = NULL;
	struct text section = {{NULL}};

	if (list->kind != NODE_LIST) {
		d->gaps = true;
		if (!tree_damaged(d->r.tree, list))
			fault(&d->r, list, CODE_E_TYPE, "- item: \"1\"",
			    "rules must be a list");
		return;
	}
	for (const struct node *row = list->child; row; row = row->next) {
		struct cells cells = {{NULL}};

		if (!read_map(&d->r, row, &row_table, &cells))
			continue;
		if (cells.at[CELL_SECTION]) {
			section = (struct text){{NULL}};
			read_text(&d->r, cells.at[CELL_SECTION], &section);
			heading = NULL;
		}
		if (cells.at[CELL_SECTION] && !cells.at[CELL_ITEM] &&
		    !tree_damaged(d->r.tree, row))
			heading = read_heading(d, &cells);
		else if (!draft_add(d, row, &cells, heading, &section) &&
		    d->nrules == RULES_MOST)
			break;
	}
}

/* --- rules of the model -------------------------------------------------- */

/* A number may be borne anew: the rule that had it first keeps the id, the
 * added one gets its day with it. */
static void
make_ids_unique(struct draft *d)
{
	struct names ids;
	char day[DATE_TEXT];

	names_init(&ids, d->lib->scratch);
	for (int added = 0; added < 2; added++) {
		for (size_t i = 0; i < d->nrules; i++) {
			struct draft_rule *rule = d->rules[i];

			if (date_before(DATE_MIN, rule->in_force.first) !=
			    added || !names_put(&ids, rule->id, rule))
				continue;
			rule->id = arena_printf(d->r.a, "%s@%s", rule->id,
			    date_iso(rule->in_force.first, day));
			names_put(&ids, rule->id, rule);
		}
	}
}

static void
read_rule_texts(struct draft *d, const struct draft_rule *from,
    struct rule *rule)
{
	const struct cells *last = &from->versions[from->nversions - 1].cells;

	rule->section = from->section;
	if (last->at[CELL_CITE])
		read_text(&d->r, last->at[CELL_CITE], &rule->cite);
	if (last->at[CELL_NOTE])
		read_text(&d->r, last->at[CELL_NOTE], &rule->note);
}

static bool
make_rule(struct draft *d, const struct draft_rule *from, struct rule *rule)
{
	struct wording *wordings = arena_array(d->r.a, from->nversions,
	    sizeof(*wordings));
	bool good = true;

	*rule = (struct rule){
		.id = from->id,
		.item = from->item,
		.formers = from->formers,
		.nformers = from->nformers,
		.in_force = span_cut(from->in_force, d->roadmap->in_force),
		.wordings = wordings,
		.nwordings = from->nversions,
		.place = node_place(d->r.tree,
		    from->versions[0].cells.at[CELL_ITEM]),
	};
	read_rule_texts(d, from, rule);
	for (size_t i = 0; i < from->nversions; i++) {
		const struct draft_version *v = &from->versions[i];

		good &= wording_read(&d->r, &d->frame, from->node, &v->cells,
		    from->heading, rule->id, &wordings[i]);
		wordings[i].from = v->from;
		wordings[i].order = v->order;
	}
	return good;
}

/* Whether another rule bears the number of this one now. */
static bool
is_retaken(const struct draft *d, const struct draft_rule *rule)
{
	const struct draft_rule *bearer = d->amended ?
	    draft_find(d, rule->item) : NULL;

	return bearer && bearer != rule;
}

/* A look-up by number finds the rule in force: the first. */
void
draft_make_rules(struct draft *d)
{
	struct rule *rules = arena_array(d->r.a, d->nrules, sizeof(*rules));
	size_t n = 0;

	if (d->amended)
		make_ids_unique(d);
	for (size_t i = 0; i < d->nrules; i++)
		if (!is_retaken(d, d->rules[i]))
			n += make_rule(d, d->rules[i], &rules[n]);
	for (size_t i = 0; i < d->nrules && d->amended; i++)
		if (is_retaken(d, d->rules[i]))
			n += make_rule(d, d->rules[i], &rules[n]);
	d->roadmap->rules = rules;
	d->roadmap->nrules = n;
}
