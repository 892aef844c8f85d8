#include "core/phrase_draft.h"

#include <stdlib.h>
#include <string.h>

void
drafts_init(struct drafts *d, struct arena *a)
{
	d->arena = a;
	d->list = d->few;
	d->len = 0;
	d->cap = DRAFTS_FEW;
	d->end = DATE_NONE;
}

struct term_part
draft_part(enum term_base base, enum term_unit unit)
{
	struct term_part part;

	memset(&part, 0, sizeof(part));
	part.base = base;
	part.unit = unit;
	part.interval = 1;
	part.from = DATE_MIN;
	part.to = DATE_MAX;
	part.at_least = 1;
	return part;
}

static bool
alike(const struct term_part *a, const struct term_part *b)
{
	return a->base == b->base && a->unit == b->unit &&
	    a->interval == b->interval && a->consecutive == b->consecutive &&
	    a->select == b->select && a->only == b->only &&
	    date_equal(a->from, b->from) && date_equal(a->to, b->to) &&
	    a->at_least == b->at_least && a->at_most == b->at_most &&
	    a->standing == b->standing && a->in_force == b->in_force &&
	    a->within.n == b->within.n && a->within.unit == b->within.unit;
}

static struct draft *
draft_like(struct drafts *d, const struct term_part *like)
{
	struct draft *all = d->list, *new;

	for (size_t i = 0; i < d->len; i++)
		if (alike(&all[i].part, like))
			return &all[i];
	new = arena_push(d->arena, &d->list, &d->len, &d->cap, sizeof(*new));
	new->part = *like;
	new->items = new->spans = NULL;
	new->items_cap = new->spans_cap = 0;
	return new;
}

static void
note_end(struct drafts *d, struct date end)
{
	if (date_before(end, DATE_MAX) &&
	    (date_is_none(d->end) || date_before(d->end, end)))
		d->end = end;
}

static bool
same_point(const struct term_point *a, const struct term_point *b)
{
	return a->kind == b->kind && a->n == b->n &&
	    a->weekday == b->weekday && a->month == b->month &&
	    a->nth_month == b->nth_month;
}

void
draft_item(struct drafts *d, const struct term_part *like,
    const struct term_item *item)
{
	struct draft *to = draft_like(d, like);
	const struct term_item *items = to->items;
	struct term_item *new;

	note_end(d, like->to);
	for (size_t i = 0; i < to->part.nitems; i++)
		if (same_point(&items[i].first, &item->first) &&
		    same_point(&items[i].last, &item->last))
			return;
	new = arena_push(d->arena, &to->items, &to->part.nitems,
	    &to->items_cap, sizeof(*new));
	*new = *item;
}

void
draft_span(struct drafts *d, const struct term_part *like,
    struct date_span span)
{
	struct draft *to = draft_like(d, like);
	struct date_span *new = arena_push(d->arena, &to->spans,
	    &to->part.nspans, &to->spans_cap, sizeof(*new));

	*new = span;
	note_end(d, span.last);
}

void
draft_whole(struct drafts *d, const struct term_part *part)
{
	draft_like(d, part);
	note_end(d, part->to);
}

static void
sort_spans(struct date_span *spans, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (span_compare_last(&spans[i - 1], &spans[i]) > 0) {
			qsort(spans, n, sizeof(*spans), span_compare_last);
			return;         /* few are written out of order */
		}
}

const struct term *
draft_finish(struct drafts *d)
{
	struct term *term = arena_alloc(d->arena, sizeof(*term));
	struct term_part *parts = arena_array(d->arena, d->len,
	    sizeof(*parts));
	struct draft *all = d->list;

	for (size_t i = 0; i < d->len; i++) {
		sort_spans(all[i].spans, all[i].part.nspans);
		parts[i] = all[i].part;
		parts[i].items = all[i].items;
		parts[i].spans = all[i].spans;
	}
	term->parts = parts;
	term->nparts = d->len;
	return term;
}
