/* draft.h - a roadmap while it is being put together.
 *
 * Owns:        nothing; drafts live in the load's scratch arena.
 * May touch:   row, library; core's roadmap types.
 * Never knows: libyaml, other roadmaps.
 *
 * Rows are taken as they stand in `rules`; amendments then change the draft,
 * one after another; at the end each version of a row becomes a wording. */
#ifndef SROK_LOAD_DRAFT_H
#define SROK_LOAD_DRAFT_H

#include "load/library.h"
#include "load/row.h"

struct draft_version {          /* the cells from a day on */
	struct date from;               /* DATE_MIN: the first */
	const struct order *order;      /* that brought them, or NULL */
	struct cells cells;
};

struct draft_rule;

/* Who bears a number now; rule is NULL when it is free (again). One for each
 * number, not for each rule: a rule leaves its number to others. */
struct draft_number {
	struct draft_rule *rule;
};

struct draft_rule {
	const char *id;                 /* first number of its chain */
	const char *item;               /* the number it has now */
	struct former_item *formers;    /* those that it had, in the model */
	size_t nformers, formers_cap;
	const struct node *node;        /* the row, for its place */
	const struct cells *heading;    /* or NULL */
	struct text section;
	struct date_span in_force;      /* added..repealed */
	struct draft_version *versions;         /* the first, until more come */
	size_t nversions, versions_cap;
	struct draft_version first;
	bool awaits;            /* an amendment to come adds it by its number */
	bool repealed;
};

struct draft {
	struct library *lib;
	struct reader r;
	struct roadmap *roadmap;
	struct row_frame frame;
	struct draft_rule **rules;
	size_t nrules, rules_cap;
	struct names numbers;           /* item -> struct draft_number */
	bool amended;           /* numbers may have gone to other rules */
	bool gaps;              /* rows are not here, after a complaint */
};

/* The rows of `rules`, with their headings; none has its number yet. */
void draft_read_rows(struct draft *d, const struct node *list);
/* The rules of the model, when all amendments are applied. Those whose number
 * another one bears now come last. */
void draft_make_rules(struct draft *d);

/* A new rule from the cells of a row, without a number in `numbers`. NULL
 * after a complaint: it has no item, or there are too many. */
struct draft_rule *draft_add(struct draft *d, const struct node *row,
    const struct cells *cells, const struct cells *heading,
    const struct text *section);
/* Gives it its number; complains when another bears it. */
void draft_number(struct draft *d, struct draft_rule *rule,
    const struct node *at);
/* Who bears the number now, or NULL. */
struct draft_rule *draft_find(const struct draft *d, const char *item);
struct draft_version *draft_version_add(struct draft *d,
    struct draft_rule *rule);

read_fn read_order;             /* struct order */
extern const struct key_table order_table;

#endif
