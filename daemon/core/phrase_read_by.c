/* Until when: «до …», «не позднее …», "by", "within … after".
 *
 * Prefixes - Deadlines - Stretches */
#include "core/phrase_read.h"

#include <string.h>

enum { NAME_MOST = 6 };         /* words of a day's name */

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

/* «срок исполнения: 1 сентября», "due date": what it ends with. */
static bool
take_term_lead(struct reader *r)
{
	size_t start = r->pos;

	take(r, W_IN);
	if (is_word(r, 0, W_DUE) && is_word(r, 1, W_TERM))
		r->pos++;       /* «крайний срок» */
	if (!take(r, W_TERM) && !take(r, W_DUE))
		return reader_back(r, start);
	if (!take(r, W_CARRYING_OUT) && !take(r, W_HOLDING)) {
		if (reader_token(r, 0)->latin)
			take(r, W_MOMENT);
		else if (reader_token(r, 1)->kind == T_DASH ||
		    reader_token(r, 1)->kind == T_COLON)
			take(r, W_UNKNOWN);     /* «срок достижения –» */
	}
	take(r, W_ON);
	if (!take_kind(r, T_COLON))
		take_kind(r, T_DASH);
	return true;
}

/* The words before a deadline. *ret_exclusive for English "before". */
static bool
take_by(struct reader *r, bool *ret_exclusive)
{
	size_t start = r->pos;
	bool led;

	*ret_exclusive = false;
	if (is_word(r, 0, W_BY) && is_word(r, 1, W_NOT) &&
	    is_word(r, 2, W_LATER))
		r->pos = ++start;       /* "by no later than" */
	led = take_term_lead(r);
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
	if (led && reader_token(r, 1)->kind == T_DASH &&
	    (reader_token(r, 2)->kind == T_NUMBER ||
	    reader_token(r, 2)->kind == T_DATE) && !reader_at_year(r, 2))
		return reader_back(r, start);   /* «сроки: 10-20 мая» */
	if (led && (reader_token(r, 0)->kind == T_NUMBER ||
	    reader_token(r, 0)->kind == T_DATE ||
	    (is_word(r, 0, W_MONTH) && reader_token(r, 0)->latin &&
	    reader_token(r, 1)->kind == T_NUMBER && !reader_at_year(r, 1))))
		return true;
	return reader_back(r, start);
}

/* --- Deadlines --- */

/* "close of business on 31 March", "end of day Friday", «конца рабочего дня 25
 * числа»: that day. */
static void
take_close_of_business(struct reader *r)
{
	size_t start = r->pos;
	const struct token *t;
	bool working, day;

	take(r, W_PER);
	if (!take(r, W_END)) {
		r->pos = start;
		return;
	}
	take(r, W_OF);
	working = take(r, W_WORKING);
	day = is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_DAY;
	r->pos += day;
	t = reader_token(r, 0);
	if ((!working && !day) || (t->kind != T_COMMA && t->kind != T_NUMBER &&
	    t->kind != T_DATE && (t->kind != T_WORD || (t->cls != W_ON &&
	    t->cls != W_WEEKDAY && t->cls != W_MONTH && t->cls != W_LAST &&
	    t->cls != W_EVERY)))) {
		r->pos = start;
		return;
	}
	take_kind(r, T_COMMA);
	take(r, W_ON);
}

/* «ко Дню учителя (5 октября)», "by Founders' Day (12 May)": the day that
 * stands behind its name. */
static bool
read_named_day(struct reader *r, struct calendar_item *c, bool exclusive)
{
	size_t start = r->pos, n = 0;
	bool bracket, day = false;

	for (; n < NAME_MOST && (is_word(r, n, W_UNKNOWN) ||
	    reader_token(r, n)->kind == T_SIGN || (is_word(r, n, W_UNIT) &&
	    reader_token(r, n)->value == UNIT_DAY)); n++)
		day = day || is_word(r, n, W_UNIT);
	r->pos += n;
	bracket = take_kind(r, T_OPEN);
	if (!day || (!bracket && !take_kind(r, T_DASH)) ||
	    !phrase_read_part(r, c) || c->select != SELECT_DAY ||
	    c->item.first.month == 0 || (bracket && !take_kind(r, T_CLOSE)))
		return !r->failed && reader_back(r, start);
	c->exclusive = exclusive;
	return true;
}

bool
phrase_read_by(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool exclusive;

	if (take_by(r, &exclusive)) {
		if (reader_at_year(r, 0) && r->tokens->items[start].cls ==
		    W_TERM)
			return reader_back(r, start);   /* «срок: 2024 г.» */
		if (reader_at_year(r, 0)) {
			reader_error(r, PHRASE_E_PLACE, r->pos, r->pos + 1,
			    "say 'по 2025 год' or 'до конца 2025 года'",
			    "a year is no day");
			return false;
		}
		if (reader_hour(r)) {           /* «до 17:00 31 марта» */
			take_kind(r, T_COMMA);
			take(r, W_ON);
		}
		take_close_of_business(r);
		if (!phrase_read_target(r, &n->cal, exclusive) && (r->failed ||
		    !read_named_day(r, &n->cal, exclusive)))
			return r->failed ? false : reader_back(r, start);
	} else if (!phrase_read_ahead(r, &n->cal)) {
		return r->failed ? false : reader_back(r, start);
	}
	if (reader_token(r, 0)->kind == T_DASH && n->cal.select !=
	    SELECT_WHOLE && (reader_token(r, 1)->kind == T_DATE ||
	    (reader_token(r, 1)->kind == T_NUMBER &&
	    !reader_at_year(r, 1)))) {
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
		n->deadline = true;
		r->list = SHAPE_NONE;
		return true;
	}
	n->cal.select = SELECT_BY;
	reader_keep_day(r, &n->cal);
	return true;
}

/* --- Stretches --- */

/* «10 (десяти) рабочих дней», «месяца», «30-дневный срок» */
bool
phrase_read_duration(struct reader *r, struct duration *ret, bool *ret_given)
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

static bool
at_day_word(const struct reader *r)
{
	return is_word(r, 0, W_MOMENT) || (is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_DAY);
}

/* «со дня, следующего за днём подписания»: a stretch counts from the next day
 * anyway. */
static void
take_next_day(struct reader *r)
{
	size_t start = r->pos;

	take_kind(r, T_COMMA);
	if (take(r, W_NEXT) && take(r, W_FOR) && at_day_word(r))
		r->pos++;
	else
		r->pos = start;
}

/* What a stretch is counted from: «после окончания квартала», «со дня
 * поступления запроса», "of the request", "after quarter end". False when
 * nothing of the kind stands there. */
static bool
read_anchor(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	enum term_unit unit;

	/* «рабочего дня, следующего за днём подписания» */
	if (is_word(r, 1, W_NEXT))
		take_kind(r, T_COMMA);
	if (is_word(r, 0, W_NEXT) && is_word(r, 1, W_FOR) &&
	    is_word(r, 2, W_UNIT) && reader_token(r, 2)->value == UNIT_DAY) {
		r->pos += 3;
		n->kind = N_REQUEST;
		return reader_name(r, 12, false) > 0 || reader_back(r, start);
	}
	if (take(r, W_FROM) || take(r, W_OT)) {
		/* «со дня», «с момента», «от даты», "from the date" */
		if (at_day_word(r)) {
			r->pos++;
			take_next_day(r);
		}
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
	if (is_word(r, 0, W_EVERY_ADV) && is_word(r, 1, W_UNKNOWN))
		r->pos++;       /* "of each monthly meeting" */
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
	/* «со дня начала учебного года», "of June 1": no event to be logged */
	if (reader_name(r, 12, false) == 0 && !r->trial &&
	    (reader_token(r, 0)->kind == T_NUMBER ||
	    is_word(r, 0, W_BEGIN) || is_word(r, 0, W_MONTH))) {
		reader_error(r, PHRASE_E_TOGETHER, start, r->pos + 1,
		    "name the last day", "a day of the calendar, no event");
		return false;
	}
	return r->pos > start + 1 || reader_back(r, start);
}

/* «[в течение] месяца, следующего за отчётным кварталом»: the whole of it, or
 * its first days («5 рабочих дней месяца, следующего …»). */
static bool
read_month_after(struct reader *r, struct node *n, struct duration days)
{
	size_t start = r->pos;
	struct calendar_item c = { .next_of = UNIT_COUNT };

	if (!is_word(r, 0, W_UNIT) || reader_token(r, 0)->value !=
	    UNIT_MONTH || !is_word(r, 1 + (reader_token(r, 1)->kind ==
	    T_COMMA), W_NEXT))
		return false;
	c.item.first = c.item.last = (struct term_point){
	    .kind = days.unit == UNIT_WORKING_DAY ? POINT_NTH_WORKING_DAY :
	    POINT_DAY, .n = (int16_t)(days.n ? days.n : -1) };
	c.unit = UNIT_MONTH;
	c.select = SELECT_BY;
	c.shape = SHAPE_DAY;
	if (days.unit > UNIT_WORKING_DAY || days.n > 28 ||
	    !phrase_read_of(r, &c) || !c.next)
		return !r->failed && reader_back(r, start);
	n->kind = N_ITEM;
	n->cal = c;
	return true;
}

/* The words before a stretch. */
struct within_lead {
	bool led;               /* there are some */
	bool within;            /* «в течение», "within" */
	bool at_most;           /* «не более» */
	bool term;              /* «в срок» */
};

/* False when they lead to no stretch. */
static bool
take_within_lead(struct reader *r, struct within_lead *ret)
{
	*ret = (struct within_lead){ .led = true };
	if (is_word(r, 0, W_DUE))
		r->pos++;       /* "due within 10 days of" */
	/* «в срок, не превышающий 30 дней», «в срок не более 30 дней» */
	ret->term = is_word(r, 0, W_IN) && is_word(r, 1, W_TERM);
	if (ret->term) {
		r->pos += 2;
		take_kind(r, T_COMMA);
	}
	if ((is_word(r, 0, W_NOT) && is_word(r, 1, W_MORE)) ||
	    is_word(r, 0, W_NOT_MORE)) {
		ret->at_most = true;    /* «не более 30 дней со дня …» */
		r->pos += is_word(r, 0, W_NOT) ? 2 : 1;
		take_kind(r, T_COMMA);
		take(r, W_THAN);
		take(r, W_PAST);
	} else if (ret->term) {
		return false;
	} else if (is_word(r, 0, W_ON) && is_word(r, 1, W_NEXT)) {
		r->pos++;       /* «на следующий день после …» */
	} else if (take(r, W_IN)) {
		ret->within = take(r, W_DURING);
	} else if (take(r, W_WITHIN)) {
		ret->within = true;
	} else if (take_not_later(r)) {
		take(r, W_PAST);
	} else if (!take(r, W_PAST)) {
		ret->led = false;
	}
	return true;
}

/* Behind a stretch that nothing leads: "45 days after", "60 days from". */
static bool
follows_alone(const struct reader *r)
{
	return is_word(r, 0, W_AFTER) || (reader_token(r, 0)->latin ?
	    is_word(r, 0, W_NEXT) || is_word(r, 0, W_FROM) :
	    (is_word(r, 0, W_FROM) || is_word(r, 0, W_OT)) &&
	    (is_word(r, 1, W_MOMENT) || (is_word(r, 1, W_UNIT) &&
	    reader_token(r, 1)->value == UNIT_DAY)));
}

/* «в течение 10 дней после …», "within 45 days of …", «не позднее 3 дней
 * со дня …», «не позднее чем через 10 дней после …» */
bool
phrase_read_within(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	struct within_lead lead;
	bool given, in_term;

	if (!take_within_lead(r, &lead))
		return reader_back(r, start);
	if (lead.within &&
	    read_month_after(r, n, (struct duration){ 0, UNIT_DAY }))
		return true;
	if (r->failed || !phrase_read_duration(r, &n->within, &given) ||
	    (!lead.led && !follows_alone(r)) || is_word(r, 0, W_BEFORE) ||
	    is_word(r, 0, W_PRIOR) || is_word(r, 0, W_DO) ||
	    (is_word(r, 0, W_OF) && is_word(r, 1, W_MONTH) && !given))
		return r->failed ? false : reader_back(r, start);
	if (lead.within && given && read_month_after(r, n, n->within))
		return true;
	if (r->failed)
		return false;
	in_term = r->tokens->items[r->pos - 1].cls == W_TERM;
	if (read_anchor(r, n))
		return true;
	if (r->failed)
		return false;
	/* «в течение месяца» is the calendar's; «в течение 10 дней» is not */
	if ((lead.at_most && !lead.term) || (!given && !in_term))
		return reader_back(r, start);
	if (!lead.within && !lead.term && !in_term &&
	    r->tokens->items[start].cls == W_IN)
		return reader_back(r, start);
	n->kind = N_REQUEST;
	n->vague = true;
	return true;
}
