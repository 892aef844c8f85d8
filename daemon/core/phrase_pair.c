#include "core/phrase_pair.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "core/phrase_gather.h"

/* «сентябрь», «последний месяц квартала» */
static bool
is_month(const struct node *n)
{
	const struct term_point *p = &n->cal.item.first;
	const struct term_point *q = &n->cal.item.last;

	return n->kind == N_ITEM && n->cal.select == SELECT_IN &&
	    p->kind == POINT_DAY && p->n == 1 && q->kind == POINT_DAY &&
	    q->n == -1 && p->month == q->month &&
	    (p->month ? n->cal.shape == SHAPE_MONTH :
	    p->nth_month && p->nth_month == q->nth_month);
}

/* «1-я неделя», «до 15 числа», «последняя пятница»: of which month is not
 * said. A deadline needs a day that its month always has. */
static bool
is_part(const struct node *n)
{
	return n->kind == N_ITEM && n->cal.unit == UNIT_MONTH &&
	    !n->cal.unit_said && !n->cal.next && !n->cal.exclusive &&
	    (n->cal.select != SELECT_BY ||
	    n->cal.item.first.kind == POINT_DAY);
}

/* «до 5 числа каждого месяца» */
static bool
is_of_each(const struct node *n)
{
	return n->kind == N_ITEM && n->cal.unit == UNIT_MONTH &&
	    n->cal.unit_said && !n->cal.next;
}

/* A month at nodes[i], its years up to *ret_parts and its parts up to the
 * end that is returned. */
static size_t
group_end(const struct tree *tree, size_t i, size_t end, size_t *ret_parts)
{
	i++;
	while (i < end && tree->nodes[i].kind == N_YEARS)
		i++;
	*ret_parts = i;
	while (i < end && is_part(&tree->nodes[i]))
		i++;
	return i;
}

/* Months of nodes[first..end) that are followed by parts. Sets *ret_stray
 * when a part stands by itself before them. */
static size_t
count_groups(const struct tree *tree, size_t first, size_t end,
    bool *ret_stray)
{
	size_t n = 0, k, parts;

	*ret_stray = false;

	for (size_t i = first; i < end;) {
		if (is_part(&tree->nodes[i]) || is_of_each(&tree->nodes[i])) {
			*ret_stray = true;
			i++;
			continue;
		}
		if (!is_month(&tree->nodes[i])) {
			i++;
			continue;
		}
		/* «последний месяц квартала» says nothing without it */
		k = group_end(tree, i, end, &parts);
		n += k == parts ? 0 : tree->nodes[i].cal.item.first.nth_month ?
		    2 : 1;
		i = k;
	}
	return n;
}

/* «30 числа» in February is its last day (design.md §3.4). */
static void
settle_length(struct term_point *p)
{
	if (p->kind == POINT_DAY && p->n > month_days(2000, p->month))
		p->n = -1;
}

/* Gives a part its month: «до 15 числа» of it begins with it. */
static void
place(struct calendar_item *c, const struct calendar_item *month)
{
	if (month->item.first.nth_month) {
		c->item.first.nth_month = c->item.last.nth_month =
		    month->item.first.nth_month;
		c->unit = month->unit;
		c->unit_said = true;
		return;
	}
	if (c->select == SELECT_BY) {
		c->item.first = (struct term_point){ .kind = POINT_DAY,
		    .n = 1 };
		c->select = SELECT_IN;
		c->shape = SHAPE_PART;
	}
	c->item.first.month = c->item.last.month = month->item.first.month;
	settle_length(&c->item.first);
	settle_length(&c->item.last);
	c->year = month->year;
	c->year_last = month->year_last;
	c->unit = UNIT_YEAR;
	c->unit_said = true;
}

struct pairing {
	const char *source;
	const struct tokens *tokens;
	struct phrase_issues *issues;
	struct tree *tree;
	struct node *out;
	size_t n;
};

/* nodes[first..end) to out: «сентябрь 2024 (1-я неделя)» becomes «1-я неделя
 * сентября 2024». */
static void
place_all(struct pairing *p, size_t first, size_t end)
{
	const struct node *nodes = p->tree->nodes;
	size_t i = first, parts, next;

	while (i < end) {
		if (!is_month(&nodes[i])) {
			p->out[p->n++] = nodes[i++];
			continue;
		}
		next = group_end(p->tree, i, end, &parts);
		if (next == parts) {
			bool ahead = next < end && is_month(&nodes[next]) &&
			    !nodes[next].apart;

			gather_complain(p->tokens, p->source, p->issues,
			    ahead ? PHRASE_E_TOGETHER : PHRASE_W_TWO_WAYS,
			    &nodes[i], "name the part of each month", ahead ?
			    "the whole of it, or the part behind the next?" :
			    "read as the whole month");
			p->out[p->n++] = nodes[i++];
			continue;
		}
		for (size_t k = parts; k < next; k++) {
			p->out[p->n] = nodes[k];
			place(&p->out[p->n++].cal, &nodes[i].cal);
		}
		for (size_t k = i + 1; k < parts; k++)
			p->out[p->n++] = nodes[k];
		i = next;
	}
}

/* Does a month lie in a stretch of months? One over the new year has no year
 * of its own here. */
static bool
has_month(const struct calendar_item *c, int month)
{
	if (!c->wraps)
		return month >= c->item.first.month &&
		    month <= c->item.last.month;
	return c->year == 0 && (month >= c->item.first.month ||
	    month <= c->item.last.month);
}

/* «февраль – март, до 15 марта»: a day of the months themselves ends them. */
static bool
ends_within(const struct node *months, const struct node *by)
{
	const struct calendar_item *m = &months->cal, *d = &by->cal;

	return months->kind == N_ITEM && by->kind == N_ITEM &&
	    m->select == SELECT_IN && m->whole_months &&
	    (m->wraps ? d->year == 0 : m->year_last == m->year) &&
	    d->select == SELECT_BY && !d->next &&
	    !d->exclusive && !by->joined && !by->apart &&
	    d->item.first.kind == POINT_DAY &&
	    d->item.first.month && has_month(m, d->item.first.month) &&
	    (m->year == 0 || d->year == 0 || m->year == d->year);
}

/* «2025», «ежегодно»: may stand between the two. */
static bool
is_year_between(const struct node *n)
{
	return (n->kind == N_YEARS && n->year_last == n->year) ||
	    (n->kind == N_EVERY && n->unit == UNIT_YEAR && !n->deadline);
}

/* Where such a pair is all that the cell says of days, it is one window. */
static void
join_deadline(struct tree *tree)
{
	struct node *nodes = tree->nodes, *months = NULL, *by = NULL;
	size_t items = 0;

	for (size_t i = 0; i < tree->len; i++) {
		size_t k = i + 1;

		items += nodes[i].kind == N_ITEM;
		if (k + 1 < tree->len && is_year_between(&nodes[k]))
			k++;
		if (k < tree->len && ends_within(&nodes[i], &nodes[k])) {
			months = &nodes[i];
			by = &nodes[k];
		}
	}
	if (items != 2 || !months)
		return;
	months->cal.wraps = by->cal.item.first.month <
	    months->cal.item.first.month;
	months->cal.item.last = by->cal.item.first;
	months->cal.whole_months = false;
	months->cal.shape = SHAPE_PART;
	if (by->cal.year)
		months->cal.year = months->cal.year_last = by->cal.year;
	if (by > months + 1) {          /* its words are told apart */
		by->kind = N_ENDING;
		return;
	}
	months->end = by->end;
	memmove(by, by + 1, (size_t)(nodes + tree->len - by - 1) *
	    sizeof(*nodes));
	tree->len--;
}

/* «ежемесячно, в декабре – до 25 числа»: a rhythm that one month would cut to
 * itself. */
static bool
is_monthly(const struct tree *tree, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if ((tree->nodes[i].kind == N_EVERY ||
		    tree->nodes[i].kind == N_COUNT) &&
		    tree->nodes[i].unit == UNIT_MONTH)
			return true;
	return false;
}

void
phrase_pair(struct arena *a, const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues)
{
	struct pairing p = { source, tokens, issues, tree, NULL, 0 };
	size_t first = 0, all;
	bool stray;

	join_deadline(tree);
	all = count_groups(tree, 0, tree->len, &stray);
	if (all < 2 && !stray &&
	    !(all == 1 && is_monthly(tree, 0, tree->len)))
		return;         /* nearly every cell: no phase has more */
	p.out = arena_array(a, tree->len, sizeof(*p.out));
	for (size_t end = 0; end <= tree->len; end++) {
		size_t groups;

		if (end < tree->len && tree->nodes[end].kind != N_THEN)
			continue;
		groups = count_groups(tree, first, end, &stray);

		/* «(в декабре до 20 числа)» */
		if (groups > 0 && (stray || (groups == 1 &&
		    is_monthly(tree, first, end))))
			gather_complain(tokens, source, issues,
			    PHRASE_E_TOGETHER, &tree->nodes[end - 1],
			    "a list of terms: one for the month that differs",
			    "holds for all months, or only for those named?");
		if (groups >= 2 && !stray)
			place_all(&p, first, end);
		else
			while (first < end)
				p.out[p.n++] = tree->nodes[first++];
		if (end < tree->len)
			p.out[p.n++] = tree->nodes[end];
		first = end + 1;
	}
	tree->nodes = p.out;
	tree->len = p.n;
}
