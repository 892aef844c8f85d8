/* What is handed in on a time: «по итогам квартала до 10 числа», «за I квартал
 * – до 15 апреля», «до 20 января за 2023 год». */
#include "core/phrase_read.h"

#include <string.h>

#include "core/phrase_report.h"

/* «I квартал», «9 месяцев», «год»: what is reported on. Sets *ret_unit for a
 * unit, UNIT_COUNT for a part of the year. */
static bool
read_reported(struct reader *r, struct calendar_item *c,
    enum term_unit *ret_unit)
{
	size_t start = r->pos;
	int n;

	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	take(r, W_REPORTING);
	if (reader_unit(r, ret_unit))
		return true;
	*ret_unit = UNIT_COUNT;
	memset(c, 0, sizeof(*c));
	if (reader_number(r, &n) && n >= 2 && n <= 12 &&
	    is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_MONTH) {
		r->pos++;
		c->item.first.month = 1;
		c->item.last.month = (uint8_t)n;
		c->whole_months = true;
	} else {
		r->pos = start;
		if (!phrase_read_part(r, c) || !c->whole_months)
			return false;
	}
	if (c->year == 0 && phrase_read_one_year(r, &n))
		c->year = c->year_last = n;
	return !r->failed;
}

/* «по окончании квартала в течение 10 дней» */
static bool
read_results_within(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool given;

	if (!take(r, W_WITHIN) && !(take(r, W_IN) && take(r, W_DURING)))
		return reader_back(r, start);
	if (!phrase_read_duration(r, &n->within, &given))
		return r->failed ? false : reader_back(r, start);
	n->kind = N_AFTER;
	return true;
}

/* «за полугодие – до 25 июля»: for the one that ended before that month. */
static bool
report_before(struct reader *r, struct node *n, size_t start,
    enum term_unit unit)
{
	int months = unit == UNIT_QUARTER ? 3 : 6;
	int month = n->cal.item.first.month - 1;
	int first = (month / months * months + 12 - months) % 12;
	struct calendar_item part = { .year = 0 };

	if (n->cal.year != 0 || month % months == months - 1)
		return false;
	part.item.first.month = (uint8_t)(first + 1);
	part.item.last.month = (uint8_t)(first + months);
	if (phrase_report_due(&part, &n->cal))
		return true;
	reader_error(r, PHRASE_E_TOGETHER, start, r->pos, NULL,
	    "no day soon after that part of the year");
	return false;
}

/* «до 15 января (за прошедший год)», «до 20 января за 2023 год», «июль (за I
 * полугодие)»: what the report at hand is on, behind its day. */
static bool
read_reported_on(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	const struct node *last = r->tree->nodes + r->tree->len - 1;
	struct calendar_item part = {0};
	enum term_unit unit;
	int year;

	if (r->tree->len == 0 || !take(r, W_FOR) ||
	    (r->tokens->items[start].latin && !is_word(r, 0, W_REPORTING) &&
	    !take(r, W_PRIOR)))
		return reader_back(r, start);
	while (last > r->tree->nodes && (last->kind == N_YEARS ||
	    last->kind == N_EVERY))
		last--;
	if (last->kind != N_ITEM || (last->cal.select != SELECT_BY &&
	    r->tokens->items[start - 1].kind != T_OPEN))
		return reader_back(r, start);
	if (!phrase_read_one_year(r, &year) && (r->failed ||
	    !read_reported(r, &part, &unit)))
		return r->failed ? false : reader_back(r, start);
	switch (reader_token(r, 0)->kind) {
	case T_CLOSE: case T_COMMA: case T_SEMICOLON: case T_END:
		n->kind = N_IGNORED;
		return true;
	default:
		return reader_back(r, start);
	}
}

/* «по итогам квартала до 10 числа»: a day of the month after each; «за I
 * квартал – до 15 апреля»: from the end of it to that day. */
bool
phrase_read_results(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	struct calendar_item part = {0};
	enum term_unit unit;
	int year;

	if (read_reported_on(r, n))
		return true;
	if (r->failed)
		return false;
	if (!take(r, W_FOR) && ((!take(r, W_PO) && !take(r, W_AFTER)) ||
	    !take(r, W_END)))
		return reader_back(r, start);
	if (!read_reported(r, &part, &unit))
		return r->failed ? false : reader_back(r, start);
	if (!take_kind(r, T_COMMA) && !take_kind(r, T_DASH))
		take_kind(r, T_COLON);
	if (unit != UNIT_COUNT && read_results_within(r, n)) {
		n->unit = unit;
		return true;
	}
	if (r->failed || !phrase_read_by(r, n) || n->kind != N_ITEM)
		return r->failed ? false : reader_back(r, start);
	if (n->cal.next) {      /* «до 1 марта следующего года» */
		if (unit == UNIT_COUNT || (n->cal.next_of != UNIT_COUNT &&
		    n->cal.next_of != UNIT_MONTH && n->cal.next_of != unit))
			return reader_back(r, start);
		n->cal.next_of = unit;
		return true;
	}
	r->list = r->day.shape = SHAPE_NONE;
	if (n->cal.year == 0 && n->cal.item.first.month &&
	    phrase_read_one_year(r, &year))
		n->cal.year = n->cal.year_last = year;
	if (r->failed)
		return false;
	if (unit == UNIT_COUNT && !phrase_report_due(&part, &n->cal))
		reader_error(r, PHRASE_E_TOGETHER, start, r->pos, NULL,
		    "no day soon after that part of the year");
	if (unit == UNIT_COUNT)
		return !r->failed;
	if (n->cal.item.first.month && unit < UNIT_YEAR)
		return (unit >= UNIT_QUARTER && report_before(r, n, start,
		    unit)) || (!r->failed && reader_back(r, start));
	/* «за год – до 31 декабря» is that of the year itself */
	if (unit == UNIT_SCHOOL_YEAR && n->cal.item.first.month < 6)
		return reader_back(r, start);
	if (n->cal.item.first.month <= 6 || unit == UNIT_SCHOOL_YEAR) {
		n->cal.next = true;
		n->cal.next_of = unit;
	}
	return true;
}
