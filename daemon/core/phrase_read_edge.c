/* The first, second or last part of a period: «начало сентября», «середина
 * месяца», "mid-June", «конец I квартала», "year end".
 *
 * Edge words - Of what - Edges */
#include "core/phrase_part.h"

/* --- Edge words --- */

/* 1, 2 or 3 for the beginning, the middle, the end; 0 none. */
static int
edge_at(const struct reader *r, size_t ahead)
{
	const struct token *t = reader_token(r, ahead);

	switch (t->kind == T_WORD ? t->cls : W_UNKNOWN) {
	case W_BEGIN: case W_BEGINNING: return 1;
	case W_MIDDLE: return 2;
	case W_END: return 3;
	default: return 0;
	}
}

/* «в начале и в конце учебного года»: the tokens between the first edge and
 * the noun that it shares with the others. */
static size_t
other_edges(const struct reader *r)
{
	size_t n = 0;

	for (;;) {
		const struct token *t = reader_token(r, n);
		size_t k = n + 1;

		if (t->kind != T_COMMA && !(t->kind == T_WORD &&
		    t->cls == W_AND))
			return n;
		if (is_word(r, k, W_AND))
			k++;
		if (is_word(r, k, W_IN) || is_word(r, k, W_AT))
			k++;
		if (!edge_at(r, k))
			return n;
		n = k + 1;
	}
}

/* --- Of what --- */

/* A third of a month; false for what is longer. */
static bool
third_of_month(struct calendar_item *c, int edge)
{
	c->item.first.n = (int16_t)(edge * 10 - 9);
	c->item.last.n = edge == 3 ? -1 : (int16_t)(edge * 10);
	c->whole_months = false;
	c->shape = SHAPE_PART;
	return true;
}

/* Of a quarter, half-year or year its first, middle or last month. */
static bool
month_of_unit(struct calendar_item *c, enum term_unit unit, int edge)
{
	c->select = SELECT_IN;
	c->shape = SHAPE_PART;
	if (unit == UNIT_MONTH) {
		phrase_part_days(c, 0, 1, 1);
		c->unit_said = true;
		return third_of_month(c, edge);
	}
	if (unit == UNIT_QUARTER || (unit == UNIT_HALF_YEAR && edge != 2)) {
		phrase_part_days(c, 0, 1, -1);
		c->item.first.nth_month = c->item.last.nth_month =
		    (uint8_t)(unit == UNIT_QUARTER ? edge :
		    edge == 1 ? 1 : 6);
		c->unit = unit;
		c->unit_said = true;
		return true;
	}
	if ((unit == UNIT_YEAR || unit == UNIT_SCHOOL_YEAR) && edge != 2) {
		int month = unit == UNIT_YEAR ? (edge == 1 ? 1 : 12) :
		    (edge == 1 ? 9 : 5);

		phrase_part_months(c, month, month);
		c->shape = SHAPE_PART;
		return true;
	}
	return false;
}

/* «конец I квартала», "end of Q1", «начало лета» */
static bool
month_of_part(struct reader *r, struct calendar_item *c, int edge)
{
	int first, last, length;

	if (edge_at(r, 0) || !phrase_read_part(r, c) || !c->whole_months)
		return false;
	if (r->tokens->items[r->pos - 1].kind == T_NUMBER ||
	    r->tokens->items[r->pos - 1].roman) {
		if (is_word(r, 0, W_AND) || reader_token(r, 0)->kind ==
		    T_COMMA || reader_token(r, 0)->kind == T_DASH) {
			reader_error(r, PHRASE_E_PLACE, r->pos - 1, r->pos + 1,
			    "say 'конец I полугодия, конец II полугодия'",
			    "the end of each, or of the last?");
			return false;
		}
	}
	first = c->item.first.month;
	last = c->item.last.month;
	length = (last - first + 12) % 12 + 1;
	if (length == 1 || (edge == 2 && length % 2 == 0))
		return false;
	if (edge != 1)
		first = edge == 3 ? last : (first + length / 2 - 1) % 12 + 1;
	phrase_part_months(c, first, first);
	c->shape = SHAPE_PART;
	return true;
}

/* «в конце 2024 года», «в конце 2024-2025 учебного года»: the year itself
 * stays for phrase_read_years. */
static bool
month_of_named_year(struct reader *r, struct calendar_item *c, int edge)
{
	size_t start = r->pos;
	struct node years = { .kind = N_YEARS };

	if (!phrase_read_years(r, &years) || (years.kind == N_YEARS &&
	    years.year_last > years.year))
		return false;
	r->pos = start;
	return month_of_unit(c, years.kind == N_DURING ? UNIT_SCHOOL_YEAR :
	    UNIT_YEAR, edge);
}

/* What stands behind the edge words; sets *ret_vague when the edge is not
 * that of a month. */
static bool
read_edge_of(struct reader *r, struct calendar_item *c, int edge,
    bool *ret_vague)
{
	enum term_unit unit;

	*ret_vague = false;
	if (is_word(r, 0, W_MONTH)) {
		int month = (int)reader_token(r, 0)->value;

		r->pos++;
		phrase_part_months(c, month, month);
		return third_of_month(c, edge);
	}
	*ret_vague = true;
	if (reader_at_year(r, 0))
		return month_of_named_year(r, c, edge);
	if (reader_unit(r, &unit)) {
		*ret_vague = unit != UNIT_MONTH;
		return month_of_unit(c, unit, edge);
	}
	return month_of_part(r, c, edge);
}

/* --- Edges --- */

/* "year end", "at month-end" */
static bool
read_unit_end(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;

	if (!reader_token(r, 0)->latin || !reader_unit(r, &unit))
		return reader_back(r, start);
	take_kind(r, T_DASH);
	if (!take(r, W_END) || is_word(r, 0, W_OF) ||
	    !month_of_unit(c, unit, 3))
		return reader_back(r, start);
	return true;
}

bool
phrase_part_edge(struct reader *r, struct calendar_item *c)
{
	size_t first = r->pos, others, after;
	int edge = edge_at(r, 0);
	bool vague = true;

	if (edge == 0) {
		if (!read_unit_end(r, c))
			return false;
	} else {
		r->pos++;
		others = other_edges(r);
		after = r->pos;
		r->pos += others;
		if (reader_at_hyphen(r))
			r->pos++;       /* "mid-June" */
		take(r, W_OF);
		if (!take(r, W_EVERY))
			take(r, W_PER);
		if (!read_edge_of(r, c, edge, &vague))
			return r->failed ? false : reader_back(r, first);
		if (others > 0)
			r->pos = after; /* the others read the noun again */
	}
	if (vague && c->unit != UNIT_MONTH)
		reader_warn(r, PHRASE_W_VAGUE, first, "name the month or the "
		    "day", "read as the first or last month of it");
	return true;
}
