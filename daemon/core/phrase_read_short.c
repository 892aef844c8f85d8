/* What cells of tables shorten: «24/25 уч. год», «с.г.», and words behind a day
 * that make a deadline of it. Tried where no statement begins. */
#include "core/phrase_read.h"

#include <string.h>

static bool
is_short_year(const struct token *t)
{
	return t->kind == T_NUMBER && t->digits && !t->ordinal && t->len == 2;
}

/* «24/25 уч. год», «в 2024 … 24-25 учебном году»: the school year. */
static bool
read_school_year(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	const struct token *t;
	enum term_unit unit;

	if (!take(r, W_IN) && !take(r, W_ON))
		take(r, W_FOR);
	t = reader_token(r, 0);
	if (is_short_year(t) && (t[1].kind == T_SLASH ||
	    t[1].kind == T_DASH) && is_short_year(&t[2]) &&
	    t[2].value == t->value + 1) {
		r->pos += 3;
		if (reader_unit(r, &unit) && unit == UNIT_SCHOOL_YEAR) {
			n->kind = N_DURING;
			n->unit = unit;
			n->year = 2000 + (int)t->value;
			n->year_last = n->year + 1;
			return true;
		}
	}
	return reader_back(r, start);
}

/* «сентябрь с.г.» */
static bool
read_this_year(struct reader *r, struct node *n)
{
	if (!is_word(r, 0, W_FROM) || !is_word(r, 1, W_UNIT) ||
	    strcmp(reader_token(r, 1)->text, "г") != 0)
		return false;
	r->pos += 2;
	n->kind = N_IGNORED;
	return true;
}

/* "31 August at the latest" */
static bool
read_at_latest(struct reader *r, struct node *n)
{
	struct tree *tree = r->tree;
	struct node *last = &tree->nodes[tree->len - 1];

	if (!is_word(r, 0, W_AT) || !is_word(r, 1, W_LATEST) || tree->len == 0)
		return false;
	if (last->kind == N_YEARS && tree->len > 1)
		last--;
	if (last->kind != N_ITEM || last->cal.select != SELECT_DAY)
		return false;
	last->cal.select = SELECT_BY;
	r->pos += 2;
	n->kind = N_IGNORED;
	return true;
}

/* «июнь, по окончании учебного года», «по итогам года, в январе»: the month is
 * said, and what it follows tells no more. */
static bool
read_results_of(struct reader *r, struct node *n)
{
	size_t start = r->pos, next;
	const struct node *last = r->tree->nodes + r->tree->len - 1;
	bool behind = r->tree->len > 0 && last->kind == N_ITEM &&
	    last->cal.unit == UNIT_YEAR;
	enum term_unit unit;

	if (!take(r, W_PO) || !take(r, W_END))
		return reader_back(r, start);
	take(r, W_OF);
	take(r, W_EVERY);
	take(r, W_CURRENT);
	take(r, W_REPORTING);
	if (!reader_unit(r, &unit) || unit < UNIT_QUARTER)
		return reader_back(r, start);
	next = reader_token(r, 0)->kind == T_COMMA ||
	    reader_token(r, 0)->kind == T_DASH;
	next += is_word(r, next, W_IN);
	if (!behind && !is_word(r, next, W_MONTH))
		return reader_back(r, start);
	n->kind = N_IGNORED;
	return true;
}

static bool
take_label_sign(struct reader *r)
{
	return take_kind(r, T_DASH) || take_kind(r, T_COLON);
}

/* «начало – сентябрь 2024, окончание – май 2025»: the ends of one window. */
static bool
read_begin_and_end(struct reader *r, struct node *n)
{
	size_t start = r->pos, place;
	struct calendar_item c;
	int year = 0;

	if (!take(r, W_BEGIN) || !take_label_sign(r) ||
	    !phrase_read_part(r, &c))
		return !r->failed && reader_back(r, start);
	if (c.year == 0 && phrase_read_one_year(r, &year))
		c.year = c.year_last = year;
	place = r->pos;
	if (r->failed || (!take_kind(r, T_COMMA) &&
	    !take_kind(r, T_SEMICOLON)) || !take(r, W_END) ||
	    !take_label_sign(r) ||
	    !phrase_read_range_end(r, start, place, &c))
		return !r->failed && reader_back(r, start);
	n->kind = N_ITEM;
	n->cal = c;
	return true;
}

bool
phrase_read_short(struct reader *r, struct node *n)
{
	*n = (struct node){ .unit = UNIT_COUNT, .interval = 1,
	    .min = -1, .max = -1, .first = r->pos };
	if (!read_school_year(r, n) && !read_this_year(r, n) &&
	    !read_at_latest(r, n) && !read_results_of(r, n) &&
	    !read_begin_and_end(r, n))
		return false;
	n->end = r->pos;
	return true;
}
