/* Until when: «до …», «не позднее …», "by", "within … after".
 *
 * Prefixes - Targets - Deadlines - Stretches */
#include "core/phrase_read.h"

#include <string.h>

/* --- Prefixes --- */

/* «не позднее [чем]», "no later than", "not later than" */
static bool
take_not_later(struct reader *r)
{
	size_t start = r->pos;

	if (!take(r, W_NOT_LATER) && !(take(r, W_NOT) && take(r, W_LATER)))
		return reader_back(r, start);
	take_kind(r, T_COMMA);
	take(r, W_THAN);
	return true;
}

/* The words before a deadline. *ret_exclusive for English "before". */
static bool
take_by(struct reader *r, bool *ret_exclusive)
{
	size_t start = r->pos;
	bool led = false;

	*ret_exclusive = false;
	take(r, W_IN);
	if (take(r, W_TERM) || take(r, W_DUE)) {
		/* «срок исполнения: 1 сентября»: the day it ends with */
		led = true;
		take(r, W_CARRYING_OUT);
		take(r, W_ON);
		if (!take_kind(r, T_COLON))
			take_kind(r, T_DASH);
	} else {
		r->pos = start;
	}
	if (is_word(r, 0, W_ON) && is_word(r, 1, W_OR) &&
	    is_word(r, 2, W_BEFORE)) {
		r->pos += 3;
		return true;
	}
	if (take(r, W_NOT)) {
		if (take(r, W_LATER)) {
			take_kind(r, T_COMMA);
			take(r, W_THAN);
			take(r, W_DO);
			return true;
		}
		return reader_back(r, start);
	}
	if (is_word(r, 0, W_UP) && is_word(r, 1, W_TO)) {
		r->pos += 2;
		return true;
	}
	if (take(r, W_NOT_LATER) || take(r, W_DO) || take(r, W_K) ||
	    take(r, W_BY))
		return true;
	if (take(r, W_BEFORE) || (take(r, W_PRIOR) && take(r, W_TO))) {
		*ret_exclusive = true;
		return true;
	}
	if (led && (reader_token(r, 0)->kind == T_NUMBER ||
	    reader_token(r, 0)->kind == T_DATE ||
	    (is_word(r, 0, W_MONTH) && reader_token(r, 0)->latin &&
	    reader_token(r, 1)->kind == T_NUMBER && !reader_at_year(r, 1))))
		return true;
	return reader_back(r, start);
}

/* --- Targets --- */

/* A whole period as a deadline is its last day: it stands in its rhythm. */
static void
whole_period(struct calendar_item *c, enum term_unit unit)
{
	memset(c, 0, sizeof(*c));
	c->next_of = UNIT_COUNT;
	c->unit = unit;
	c->unit_said = true;
	c->select = SELECT_WHOLE;
}

/* «конца года», «окончания учебного года», "the end of June" */
static bool
read_end_target(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos, place;
	struct node years = { .kind = N_YEARS };
	enum term_unit unit;
	int year;

	if (!take(r, W_END))
		return false;
	take(r, W_OF);
	take(r, W_REPORTING);
	take(r, W_CURRENT);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	place = r->pos;
	if (reader_at_year(r, 0) && phrase_read_years(r, &years) &&
	    (years.kind == N_DURING || years.year_last > years.year)) {
		/* «до окончания 2024-2025 учебного года» */
		whole_period(c, years.kind == N_DURING ? years.unit :
		    UNIT_YEAR);
		c->year = years.year;
		c->year_last = years.year_last;
		return true;
	}
	r->pos = place;
	if (reader_at_year(r, 0)) {            /* «до конца 2024 года» */
		memset(c, 0, sizeof(*c));
		c->next_of = UNIT_COUNT;
		c->unit = UNIT_YEAR;
		c->unit_said = true;
		c->item.first = c->item.last = (struct term_point){
		    .kind = POINT_DAY, .n = 31, .month = 12 };
		c->select = SELECT_BY;
		c->shape = SHAPE_DATE;
		if (!phrase_read_one_year(r, &year))
			return r->failed ? false : reader_back(r, start);
		c->year = c->year_last = year;
		return true;
	}
	if (reader_unit(r, &unit)) {
		whole_period(c, unit);
		return true;
	}
	if (phrase_read_part(r, c) && c->select == SELECT_IN) {
		c->item.first = c->item.last;
		return true;
	}
	return reader_back(r, start);
}

/* "quarter end", "year-end" */
static bool
read_unit_end(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;

	if (!reader_unit(r, &unit))
		return false;
	take_kind(r, T_DASH);
	if (!take(r, W_END))
		return reader_back(r, start);
	whole_period(c, unit);
	return true;
}

/* «начала учебного года»: the day before it (decided here: what must be done
 * before something begins is late on its first day). */
static bool
read_begin_target(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;

	if (!take(r, W_BEGIN) && !take(r, W_BEGINNING))
		return false;
	take(r, W_OF);
	take(r, W_PER);
	take(r, W_EVERY);
	if (reader_unit(r, &unit) && unit == UNIT_SCHOOL_YEAR) {
		memset(c, 0, sizeof(*c));
		c->next_of = UNIT_COUNT;
		c->unit = UNIT_YEAR;
		c->unit_said = true;
		c->item.first = c->item.last = (struct term_point){
		    .kind = POINT_DAY, .n = 31, .month = 8 };
		c->select = SELECT_BY;
		c->shape = SHAPE_DATE;
		return true;
	}
	r->pos = start + 1;
	take(r, W_OF);
	if (phrase_read_part(r, c) && c->select == SELECT_IN &&
	    c->item.first.month) {
		c->item.last = c->item.first;
		c->exclusive = true;
		return true;
	}
	return reader_back(r, start);
}

/* «[чем] за 5 дней до конца месяца», "5 days before the end of the month" */
static bool
read_before_end(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;
	int days;

	if (take(r, W_NOT)) {   /* «не менее чем за 10 дней до …» */
		if (!take(r, W_LESS) && !take(r, W_LATER))
			return reader_back(r, start);
		take(r, W_THAN);
	}
	take(r, W_FOR);
	if (!reader_number(r, &days) || !reader_unit(r, &unit) ||
	    unit != UNIT_DAY || (!take(r, W_DO) && !take(r, W_BEFORE)) ||
	    !take(r, W_END))
		return reader_back(r, start);
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	memset(c, 0, sizeof(*c));
	c->next_of = UNIT_COUNT;
	c->unit_said = true;
	c->item.first = (struct term_point){ .kind = POINT_BEFORE_END,
	    .n = (int16_t)days };
	if (is_word(r, 0, W_MONTH)) {
		c->item.first.month = (uint8_t)reader_token(r, 0)->value;
		c->unit = UNIT_YEAR;
		r->pos++;
	} else if (!reader_unit(r, &c->unit) || c->unit < UNIT_WEEK) {
		return reader_back(r, start);
	}
	if (days < 1 || days > 27) {
		reader_error(r, PHRASE_E_RANGE, start, r->pos, NULL,
		    "too far before the end");
		return false;
	}
	c->item.last = c->item.first;
	c->select = SELECT_BY;
	c->shape = SHAPE_POINT;
	return true;
}

/* "the 5th", «5-го»: a day of a month that is not named. */
static bool
read_bare_day(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	const struct token *t = reader_token(r, 0);
	int day;

	if (t->kind != T_NUMBER || !t->ordinal || !reader_number(r, &day) ||
	    reader_token(r, 0)->kind == T_DASH)
		return reader_back(r, start);
	memset(c, 0, sizeof(*c));
	c->next_of = UNIT_COUNT;
	c->unit = UNIT_MONTH;
	c->item.first = c->item.last = (struct term_point){
	    .kind = POINT_DAY, .n = (int16_t)day };
	c->select = SELECT_BY;
	c->shape = SHAPE_DAY;
	phrase_read_of(r, c);
	if (!r->failed && (day < 1 || day > 31)) {
		reader_error(r, PHRASE_E_DATE, start, r->pos, NULL,
		    "no such day");
		return false;
	}
	return !r->failed;
}

static bool
read_target(struct reader *r, struct calendar_item *c, bool exclusive)
{
	size_t start = r->pos;

	if (read_before_end(r, c) || (!r->failed && read_end_target(r, c)) ||
	    (!r->failed && read_unit_end(r, c)) ||
	    (!r->failed && read_begin_target(r, c)))
		return true;
	if (r->failed)
		return false;
	if (phrase_read_part(r, c)) {
		c->exclusive = exclusive;
		if (c->select == SELECT_DAY) {
			if (!c->next)
				phrase_read_of(r, c);
			return !r->failed;
		}
		c->whole_months = false;
		if (exclusive) {
			c->item.last = c->item.first;
			return true;
		}
		/* «до мая», "by June": §3.4 takes the named day in; the last
		 * of the month is it. */
		reader_warn(r, PHRASE_W_TWO_WAYS, start,
		    "to end before it, name the last day that counts",
		    "read up to its last day");
		c->item.first = c->item.last;
		return true;
	}
	if (r->failed)
		return false;
	if (!read_bare_day(r, c))
		return r->failed ? false : reader_back(r, start);
	c->exclusive = exclusive;
	return true;
}

/* --- Deadlines --- */

bool
phrase_read_by(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool exclusive;

	if (take_by(r, &exclusive)) {
		if (reader_at_year(r, 0)) {
			reader_error(r, PHRASE_E_PLACE, r->pos, r->pos + 1,
			    "say 'по 2025 год' or 'до конца 2025 года'",
			    "a year is no day");
			return false;
		}
		if (!read_target(r, &n->cal, exclusive))
			return r->failed ? false : reader_back(r, start);
	} else if (!read_before_end(r, &n->cal)) {
		return r->failed ? false : reader_back(r, start);
	}
	if (reader_token(r, 0)->kind == T_DASH && n->cal.select !=
	    SELECT_WHOLE && reader_token(r, 1)->kind == T_NUMBER &&
	    !reader_at_year(r, 1)) {
		reader_error(r, PHRASE_E_PLACE, r->pos, r->pos + 2,
		    "name one day", "a deadline is one day");
		return false;
	}
	r->list = n->cal.shape;
	r->list_exclusive = n->cal.exclusive;
	if (n->cal.select == SELECT_WHOLE) {
		n->kind = n->cal.year == 0 ? N_EVERY :
		    n->cal.unit == UNIT_YEAR ? N_YEARS : N_DURING;
		n->unit = n->cal.unit;
		n->year = n->cal.year;
		n->year_last = n->cal.year_last;
		r->list = SHAPE_NONE;
		return true;
	}
	n->cal.select = SELECT_BY;
	reader_keep_day(r, &n->cal);
	return true;
}

/* «по итогам квартала до 10 числа»: a day of the month after each. */
bool
phrase_read_results(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	enum term_unit unit;

	if ((!take(r, W_PO) && !take(r, W_AFTER)) || !take(r, W_END))
		return reader_back(r, start);
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	take(r, W_REPORTING);
	if (!reader_unit(r, &unit))
		return reader_back(r, start);
	take_kind(r, T_COMMA);
	if (!phrase_read_by(r, n) || n->kind != N_ITEM || n->cal.next ||
	    (n->cal.item.first.month && (unit < UNIT_YEAR ||
	    n->cal.item.first.month > 6)))
		return r->failed ? false : reader_back(r, start);
	n->cal.next = true;
	n->cal.next_of = unit;
	r->list = r->day.shape = SHAPE_NONE;
	return true;
}

/* --- Stretches --- */

/* «10 (десяти) рабочих дней», «месяца», «30-дневный срок» */
static bool
read_duration(struct reader *r, struct duration *ret, bool *ret_given)
{
	size_t start = r->pos;
	int n = 1;
	bool given = !reader_token(r, 0)->ordinal && reader_number(r, &n);
	enum term_unit unit;

	*ret_given = given;
	if (!given && take(r, W_NEXT)) {        /* «следующего рабочего дня» */
		*ret_given = true;
		if (reader_unit(r, &unit) && unit <= UNIT_WORKING_DAY) {
			*ret = (struct duration){ 1, unit };
			return true;
		}
		return reader_back(r, start);
	}

	if (is_word(r, given && reader_token(r, 0)->kind == T_DASH,
	    W_DAYS_ADJ)) {
		take_kind(r, T_DASH);
		unit = (enum term_unit)(reader_token(r, 0)->value % 16);
		if (!given && reader_token(r, 0)->value >= 16) {
			n = reader_token(r, 0)->value / 16;
			*ret_given = true;      /* «десятидневный» */
		}
		r->pos++;
		if (!take(r, W_TERM) && !take(r, W_PERIOD))
			return reader_back(r, start);
	} else if (!reader_unit(r, &unit) || unit == UNIT_SCHOOL_YEAR ||
	    unit == UNIT_DECADE || (given && reader_one_of_many(r, n))) {
		return reader_back(r, start);
	}
	if (n < 1 || n > 999) {
		reader_error(r, PHRASE_E_RANGE, start, r->pos, NULL,
		    "no such stretch of time");
		return false;
	}
	*ret = (struct duration){ n, unit };
	return true;
}

/* What a stretch is counted from: «после окончания квартала», «со дня
 * поступления запроса», "of the request", "after quarter end". False when
 * nothing of the kind stands there. */
static bool
read_anchor(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	enum term_unit unit;

	if (take(r, W_FROM) || take(r, W_OT)) {
		/* «со дня», «с момента», «от даты», "from the date" */
		if (is_word(r, 0, W_UNIT) || is_word(r, 0, W_MOMENT))
			r->pos++;
		else if (!r->tokens->items[start].latin)
			return reader_back(r, start);
	} else if (!take(r, W_AFTER) && !take(r, W_NEXT) && !take(r, W_OF) &&
	    !take(r, W_PO)) {
		return false;
	}
	take(r, W_MOMENT);
	take(r, W_OF);
	if (take(r, W_END))
		take(r, W_OF);
	else if (r->tokens->items[start].cls == W_PO &&
	    r->pos == start + 1)
		return reader_back(r, start);   /* «по» anchors nothing */
	if (!take(r, W_EVERY))
		take(r, W_PER);
	take(r, W_REPORTING);
	if (reader_unit(r, &unit)) {
		n->unit = unit;
		take_kind(r, T_DASH);
		take(r, W_END);
		return true;
	}
	if (take(r, W_PERIOD)) {        /* «отчётного периода» */
		n->unit = UNIT_COUNT;
		return true;
	}
	n->kind = N_REQUEST;
	reader_name(r, 12, false);
	return r->pos > start + 1 || reader_back(r, start);
}

/* «в течение 10 дней после …», "within 45 days of …", «не позднее 3 дней
 * со дня …», «не позднее чем через 10 дней после …» */
bool
phrase_read_within(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool led = true, within = false, given;

	if (take(r, W_IN)) {
		if (take(r, W_DURING))
			within = true;
	} else if (take(r, W_WITHIN)) {
		within = true;
	} else if (take_not_later(r)) {
		take(r, W_PAST);
	} else if (!take(r, W_PAST)) {
		led = false;
	}
	if (!read_duration(r, &n->within, &given) ||
	    (!led && !is_word(r, 0, W_AFTER)) || is_word(r, 0, W_BEFORE) ||
	    is_word(r, 0, W_PRIOR) || is_word(r, 0, W_DO))
		return r->failed ? false : reader_back(r, start);
	if (read_anchor(r, n))
		return true;
	if (r->failed)
		return false;
	/* «в течение месяца» is the calendar's; «в течение 10 дней» is not */
	if (!given && r->tokens->items[r->pos - 1].cls != W_TERM)
		return reader_back(r, start);
	if (!within && r->tokens->items[start].cls == W_IN &&
	    r->tokens->items[r->pos - 1].cls != W_TERM)
		return reader_back(r, start);
	n->kind = N_REQUEST;
	n->vague = true;
	return true;
}
