/* Reports - Names of stretches - Stretches in one another */
#include "core/phrase_report.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "core/phrase_gather.h"
#include "core/phrase_read.h"

/* --- Reports --- */

bool
phrase_report_due(const struct calendar_item *part,
    struct calendar_item *due)
{
	int first = part->item.first.month, last = part->item.last.month;
	int month = due->item.first.month;
	bool within = first <= month && month <= last;
	int opens = within ? first : last % 12 + 1;

	if (due->item.first.kind != POINT_DAY || month == 0 || due->next ||
	    due->exclusive || (!within && (month - last + 12) % 12 > 6))
		return false;
	if (due->year == 0 && part->year != 0)
		due->year_last = part->year + (month < last && !within);
	due->year = due->year_last ? due->year_last - (opens > month) : 0;
	due->item.last = due->item.first;
	due->item.first = (struct term_point){ .kind = POINT_DAY, .n = 1,
	    .month = (uint8_t)opens };
	due->select = SELECT_IN;
	due->shape = SHAPE_PART;
	due->wraps = opens > month;
	return true;
}

static bool
is_time_reported(const struct node *n)
{
	return n->kind == N_ITEM && n->cal.select == SELECT_IN &&
	    n->cal.whole_months && !n->cal.wraps && !n->cal.next &&
	    n->cal.unit == UNIT_YEAR && n->cal.year == n->cal.year_last;
}

/* «до 15 апреля», «15 апреля» */
static bool
is_day(const struct node *n)
{
	return n->kind == N_ITEM && n->cal.shape == SHAPE_DATE &&
	    (n->cal.select == SELECT_BY || n->cal.select == SELECT_DAY) &&
	    n->cal.item.first.kind == POINT_DAY && n->cal.item.first.month &&
	    !n->cal.next && !n->cal.exclusive && !n->joined && !n->apart;
}

static bool
lies_in(const struct calendar_item *day, const struct calendar_item *part)
{
	return part->item.first.month <= day->item.first.month &&
	    day->item.first.month <= part->item.last.month;
}

/* One window of nodes[i] and the day at nodes[day]. */
static bool
join(struct node *part, const struct node *years, struct node *day)
{
	struct calendar_item time = part->cal, due = day->cal;
	int month = due.item.first.month;

	if (years && due.year == 0)
		time.year = time.year_last = years->year;
	if (due.select == SELECT_DAY && lies_in(&due, &time)) {
		if (due.year == 0)
			due.year = due.year_last = time.year;
	} else if (!phrase_report_due(&time, &due)) {
		return false;
	} else if (part->cal.shape == SHAPE_MONTH) {
		/* «сентябрь – до 15 октября»: work of the month, or a report
		 * on it; from its first day both count */
		due.item.first.month = time.item.first.month;
		due.wraps = month < time.item.first.month;
		if (due.year_last)
			due.year = due.year_last - due.wraps;
	}
	day->cal = due;
	day->first = part->first;
	day->joined = part->joined;
	day->apart = part->apart;
	return true;
}

void
phrase_join_reports(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues)
{
	struct node *nodes = tree->nodes;
	size_t out = 0;

	for (size_t i = 0; i < tree->len; i++) {
		size_t k = i + 1;
		const struct node *years = NULL;
		enum token_kind sign;

		if (out < i)
			nodes[out] = nodes[i];
		out++;
		if (!is_time_reported(&nodes[i]) || k >= tree->len)
			continue;
		if (nodes[k].kind == N_YEARS && nodes[i].cal.year == 0 &&
		    nodes[k].year == nodes[k].year_last)
			years = &nodes[k++];
		if (k >= tree->len || !is_day(&nodes[k]))
			continue;
		sign = (enum token_kind)tokens->items[nodes[k].first - 1].kind;
		if (sign != T_DASH && sign != T_COLON && (sign != T_OPEN ||
		    nodes[k].cal.select != SELECT_BY))
			continue;
		if (nodes[k].cal.select == SELECT_DAY &&
		    !lies_in(&nodes[k].cal, &nodes[i].cal))
			gather_complain(tokens, source, issues,
			    PHRASE_W_TWO_WAYS, &nodes[k],
			    "say 'за I квартал – до 15 апреля'",
			    "read as the day of the report on it");
		if (!join(&nodes[i], years, &nodes[k])) {
			gather_complain(tokens, source, issues,
			    PHRASE_E_TOGETHER, &nodes[k], NULL,
			    "no day soon after the time before it");
			continue;
		}
		nodes[out - 1] = nodes[k];
		i = k;
	}
	tree->len = out;
}

/* --- Names of stretches --- */

/* Months, or days of them: what a bracket may say of a longer stretch. */
static bool
is_of_months(const struct node *n)
{
	return n->kind == N_ITEM && !n->cal.next && n->cal.unit == UNIT_YEAR &&
	    n->cal.item.first.month && n->cal.item.last.month &&
	    (n->cal.select == SELECT_IN || n->cal.select == SELECT_DAY);
}

static bool
is_season(const struct tokens *tokens, const struct node *n)
{
	for (size_t i = n->first; i < n->end; i++)
		if (tokens->items[i].kind == T_WORD &&
		    (tokens->items[i].cls == W_SEASON ||
		    tokens->items[i].cls == W_SEASON_ADJ))
			return true;
	return false;
}

static bool
closes_between(const struct tokens *tokens, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (tokens->items[i].kind == T_CLOSE)
			return true;
	return false;
}

/* The nodes from k on that one bracket, or one colon, gives to a stretch of
 * months; *ret_outside when one of them is none of its months. */
static size_t
said_of(const struct tokens *tokens, const struct tree *tree, size_t k,
    uint16_t months, bool bracket, bool *ret_outside)
{
	size_t i;

	*ret_outside = false;
	for (i = k; i < tree->len && is_of_months(&tree->nodes[i]); i++) {
		const struct node *n = &tree->nodes[i];
		bool outside = gather_months(&n->cal) & (uint16_t)~months;

		if (i > k && bracket && closes_between(tokens, n[-1].end,
		    n->first))
			break;
		if (i > k && !bracket && outside)
			break;          /* «весна: апрель, осень: октябрь» */
		*ret_outside = *ret_outside || outside;
	}
	return i;
}

/* The stretch at nodes[i] with what stands in brackets or behind a colon at
 * nodes[k]. */
static void
name_stretch(const char *source, const struct tokens *tokens,
    struct tree *tree, size_t i, size_t k, struct phrase_issues *issues)
{
	struct node *n = &tree->nodes[i], *first = &tree->nodes[k];
	bool bracket = tokens->items[first->first - 1].kind == T_OPEN, outside;
	uint16_t months = gather_months(&n->cal);
	uint16_t inner = gather_months(&first->cal);
	size_t end = said_of(tokens, tree, k, months, bracket, &outside);
	bool one = end == k + 1 && first->cal.whole_months && bracket;

	if (one && (months & (uint16_t)~inner) == 0 &&
	    (outside || !n->cal.whole_months)) {
		first->kind = N_IGNORED;        /* «сентябрь-октябрь (осень)» */
	} else if (n->cal.whole_months && (!outside ||
	    (is_season(tokens, n) && (months & inner)))) {
		first->joined = first->joined || n->joined;
		first->apart = first->apart || n->apart;
		n->kind = N_IGNORED;            /* «осень (октябрь)» */
	} else if (bracket && outside) {
		gather_complain(tokens, source, issues, PHRASE_E_TOGETHER,
		    first, "a list of terms, if both hold",
		    "lies outside of the time before it");
	}
}

void
phrase_name_stretches(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues)
{
	for (size_t i = 0; i + 1 < tree->len; i++) {
		const struct node *n = &tree->nodes[i];
		size_t k = i + 1;
		enum token_kind sign;

		if (!is_of_months(n))
			continue;
		if (n[1].kind == N_YEARS && n->cal.year == 0)
			k++;
		if (k >= tree->len || !is_of_months(&tree->nodes[k]))
			continue;
		sign = (enum token_kind)tokens->items[
		    tree->nodes[k].first - 1].kind;
		if (sign == T_OPEN || (sign == T_COLON &&
		    n->cal.whole_months &&
		    n->cal.item.first.month != n->cal.item.last.month))
			name_stretch(source, tokens, tree, i, k, issues);
	}
}

/* --- Stretches in one another --- */

/* Days of a year, or of a month, as numbers in a row. */
struct stretch {
	int first, last;        /* last before first: over the new year */
	bool deadline;
};

static bool
stretch_of(const struct node *n, struct stretch *ret)
{
	const struct term_point *p = &n->cal.item.first;
	const struct term_point *q = &n->cal.item.last;

	if (n->kind != N_ITEM || n->cal.next || p->nth_month ||
	    (n->cal.unit != UNIT_YEAR && n->cal.unit != UNIT_MONTH) ||
	    (n->cal.unit == UNIT_YEAR && p->month == 0))
		return false;
	ret->deadline = n->cal.select == SELECT_BY;
	ret->first = ret->deadline ? (p->month ? 32 : 0) + 1 :
	    p->month * 32 + (p->kind == POINT_DAY && p->n > 0 ? p->n : 1);
	ret->last = q->month * 32 +
	    (q->kind == POINT_DAY && q->n > 0 ? q->n : 31);
	return true;
}

static bool
holds(const struct stretch *a, const struct stretch *b)
{
	if (a->first == b->first && a->last == b->last)
		return false;
	if (a->last >= a->first)
		return b->first >= a->first && b->last <= a->last &&
		    b->last >= b->first;
	if (b->last >= b->first)
		return b->first >= a->first || b->last <= a->last;
	return b->first >= a->first && b->last <= a->last;
}

/* Are two items of one list, without «и» between them, of the same years? */
static bool
listed_together(const struct node *a, const struct node *b)
{
	for (const struct node *n = a + 1; n < b; n++)
		if (n->kind == N_YEARS || n->kind == N_THEN || n->apart)
			return false;
	return !b->joined && !b->apart && (a->cal.year == 0 ||
	    b->cal.year == 0 || a->cal.year == b->cal.year);
}

/* «последний рабочий день (15 мая)»: a day of each month beside one of the
 * year. Months only cut what comes back more often. */
static bool
are_unlike(const struct node *a, const struct node *b)
{
	return a->kind == N_ITEM && b->kind == N_ITEM &&
	    a->cal.unit != b->cal.unit && a->cal.select != SELECT_IN &&
	    b->cal.select != SELECT_IN && listed_together(a, b);
}

/* The last item of a cell, where all before it come back each week or month;
 * or NULL. */
static struct node *
last_beside_rhythm(struct tree *tree)
{
	struct node *last = NULL;

	for (size_t i = 0; i < tree->len; i++) {
		struct node *n = &tree->nodes[i];
		bool recurs = n->cal.unit == UNIT_WEEK ||
		    n->cal.unit == UNIT_MONTH;

		if (n->kind == N_THEN || (n->kind == N_YEARS && (!last ||
		    n != last + 1 || n->year != n->year_last)))
			return NULL;
		if (n->kind != N_ITEM)
			continue;
		if (last || (recurs && (n->cal.next ||
		    n->cal.select != SELECT_DAY)))
			return NULL;
		if (!recurs)
			last = n;
	}
	return last;
}

void
phrase_end_rhythm(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues)
{
	struct node *last = last_beside_rhythm(tree);
	bool years = last && last + 1 < tree->nodes + tree->len &&
	    last[1].kind == N_YEARS;
	int year = years ? last[1].year : last ? last->cal.year : 0;
	struct date_span days;

	if (year == 0 || last->cal.select != SELECT_BY || last->joined ||
	    last->apart || !phrase_item_days(&last->cal, year, year, &days))
		return;
	gather_complain(tokens, source, issues, PHRASE_W_TWO_WAYS, last,
	    "a list of terms, if both hold", "read as the end of the rhythm");
	last->kind = N_TO;
	last->date = date_add(days.last, -last->cal.exclusive);
	if (years)
		last[1].kind = N_IGNORED;
}

void
phrase_warn_nested(const char *source, const struct tokens *tokens,
    const struct tree *tree, struct phrase_issues *issues)
{
	struct stretch a, b;

	for (size_t k = 1; k < tree->len; k++) {
		const struct node *n = &tree->nodes[k];

		if (n->kind != N_ITEM)
			continue;
		for (size_t i = 0; i < k; i++) {
			const struct node *before = &tree->nodes[i];

			if (are_unlike(before, n)) {
				gather_complain(tokens, source, issues,
				    PHRASE_W_TWO_WAYS, n, "a list of terms, "
				    "if both hold", "another rhythm than "
				    "before; read as one more of a list");
				break;
			}
			if (!stretch_of(before, &a) || !stretch_of(n, &b) ||
			    (a.deadline && b.deadline) ||
			    before->cal.unit != n->cal.unit ||
			    (!holds(&a, &b) && !holds(&b, &a)) ||
			    !listed_together(before, n))
				continue;
			gather_complain(tokens, source, issues,
			    PHRASE_W_TWO_WAYS, n, "a list of terms if both "
			    "hold; 'за I квартал – до 15 апреля' for a report",
			    "one lies within the other; read as one more of "
			    "a list");
			break;
		}
	}
}
