/* One part of the calendar: a month, a day, a decade, a weekday, a quarter.
 *
 * Points - Dates - Parts */
#include "core/phrase_part.h"

#include <string.h>

/* --- Points --- */

struct term_point
phrase_part_day(int month, int day)
{
	return (struct term_point){ .kind = POINT_DAY, .n = (int16_t)day,
	    .month = (uint8_t)month };
}

void
phrase_part_days(struct calendar_item *c, int month, int first, int last)
{
	c->item.first = phrase_part_day(month, first);
	c->item.last = phrase_part_day(month, last);
	c->unit = month ? UNIT_YEAR : UNIT_MONTH;
	c->unit_said = month != 0;
}

void
phrase_part_months(struct calendar_item *c, int first, int last)
{
	c->item.first = phrase_part_day(first, 1);
	c->item.last = phrase_part_day(last, -1);
	c->unit = UNIT_YEAR;
	c->unit_said = true;
	c->whole_months = true;
	c->wraps = last < first;
	c->select = SELECT_IN;
}

void
phrase_part_point(struct calendar_item *c, enum point_kind kind, int n,
    int weekday)
{
	c->item.first = (struct term_point){ .kind = kind, .n = (int16_t)n,
	    .weekday = (uint8_t)weekday };
	c->item.last = c->item.first;
	c->select = SELECT_DAY;
	c->shape = SHAPE_POINT;
	c->unit = kind == POINT_WEEKDAY ? UNIT_WEEK : UNIT_MONTH;
	c->unit_said = kind == POINT_WEEKDAY;
}

static int
longest(int month)
{
	return month == 0 ? 31 : month == 2 ? 29 : month_days(2000, month);
}

bool
phrase_part_bad_day(struct reader *r, size_t first, int day, int month)
{
	if (day >= 1 && day <= longest(month))
		return false;
	reader_error(r, PHRASE_E_DATE, first, r->pos, month == 0 || day < 1 ?
	    NULL : arena_printf(r->arena, "that month has %d days",
	    longest(month)), "no such day");
	return true;
}

/* «2 квартал», «I полугодие» */
bool
phrase_part_of_year(struct reader *r, struct calendar_item *c, int n,
    int months,
    size_t first)
{
	int parts = 12 / months;

	if (n == -1)
		n = parts;
	if (n < 1 || n > parts) {
		reader_error(r, PHRASE_E_RANGE, first, r->pos,
		    months == 3 ? "a year has four quarters" :
		    "a year has two halves", "no such part of the year");
		return false;
	}
	phrase_part_months(c, (n - 1) * months + 1, n * months);
	c->shape = SHAPE_PART;
	return true;
}

/* --- Dates --- */

static bool
read_date(struct reader *r, struct calendar_item *c)
{
	const struct token *t = reader_token(r, 0);
	size_t first = r->pos;

	if (t->kind != T_DATE)
		return false;
	r->pos++;
	if (t->month < 1 || t->month > 12 || (t->year != 0 &&
	    (t->year < DATE_YEAR_MIN || t->year > DATE_YEAR_MAX))) {
		reader_error(r, PHRASE_E_DATE, first, r->pos,
		    "day.month.year, for example 30.05.2021; an hour is "
		    "left out", "no such date");
		return false;
	}
	c->year = c->year_last = t->year;
	if (t->digits) {
		phrase_part_months(c, t->month, t->month);
		c->shape = SHAPE_MONTH;
		return true;
	}
	if (phrase_part_bad_day(r, first, t->day, t->month))
		return false;
	if (t->year != 0 && !date_valid(t->year, t->month, t->day)) {
		reader_error(r, PHRASE_E_DATE, first, r->pos, NULL,
		    "no such day in that year");
		return false;
	}
	phrase_part_days(c, t->month, t->day, t->day);
	c->select = SELECT_DAY;
	c->shape = SHAPE_DATE;
	if (t->year != 0 && is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_YEAR)
		r->pos++;       /* «10.04.2024 г.» */
	return true;
}

/* "June 10", "May 30, 2021": English puts the day behind. */
static bool
english_day(const struct reader *r)
{
	const struct token *t = reader_token(r, 0);
	const struct token *next = reader_token(r, 1);

	return reader_token(r, 0)->kind == T_NUMBER && t->digits &&
	    t->value >= 1 && t->value <= 39 &&
	    !(next->kind == T_WORD && (next->cls == W_TIMES ||
	    next->cls == W_MONTH || next->cls == W_UNKNOWN ||
	    next->cls == W_UNIT || next->cls == W_WORKING));
}

static bool
read_month(struct reader *r, struct calendar_item *c)
{
	const struct token *t = reader_token(r, 0);
	size_t first = r->pos;
	int month = (int)t->value, day;

	if (!take(r, W_MONTH))
		return false;
	if (t->latin && english_day(r)) {
		reader_number(r, &day);
		if (phrase_part_bad_day(r, first, day, month))
			return false;
		phrase_part_days(c, month, day, day);
		c->select = SELECT_DAY;
		c->shape = SHAPE_DATE;
		if (reader_token(r, 0)->kind == T_COMMA && reader_at_year(r, 1))
			r->pos++;       /* "May 30, 2021" */
		else if (!reader_at_year(r, 0))
			phrase_read_of(r, c);   /* "of the year after …" */
		return !r->failed;
	}
	phrase_part_months(c, month, month);
	c->shape = SHAPE_MONTH;
	if (is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_MONTH)
		r->pos++;       /* «сентября месяца» */
	return true;
}

/* --- Parts --- */

/* Q1, H2, 1Q */
static bool
read_lettered(struct reader *r, struct calendar_item *c)
{
	size_t first = r->pos;
	int n = 0;
	bool given = (is_word(r, 1, W_QUARTER_LETTER) ||
	    is_word(r, 1, W_HALF_LETTER)) && reader_number(r, &n);
	bool quarter = take(r, W_QUARTER_LETTER);

	if ((!quarter && !take(r, W_HALF_LETTER)) ||
	    (!given && !reader_number(r, &n)))
		return reader_back(r, first);
	return phrase_part_of_year(r, c, n, quarter ? 3 : 6, first);
}

static bool
read_weekday(struct reader *r, struct calendar_item *c)
{
	int weekday = (int)reader_token(r, 0)->value;
	/* «каждый вторник месяца» is each of them */
	bool every = r->pos > 0 &&
	    r->tokens->items[r->pos - 1].cls == W_EVERY;
	size_t start;

	if (!take(r, W_WEEKDAY))
		return false;
	phrase_part_point(c, POINT_WEEKDAY, 0, weekday);
	start = r->pos; /* «понедельник каждой недели» */
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	if (is_word(r, 0, W_UNIT) && (reader_token(r, 0)->value == UNIT_WEEK ||
	    (reader_token(r, 0)->value == UNIT_MONTH && every)))
		r->pos++;
	else
		r->pos = start;
	return true;
}

bool
phrase_read_part(struct reader *r, struct calendar_item *ret)
{
	static bool (*const readers[])(struct reader *,
	    struct calendar_item *) = {
		read_month, read_date, phrase_part_season, read_lettered,
		read_weekday, phrase_part_edge, phrase_part_numbered
	};
	size_t start = r->pos;
	struct calendar_item c;
	bool every = is_word(r, 0, W_EVERY);

	if (take(r, W_EVERY) && !is_word(r, 0, W_WEEKDAY) &&
	    !is_word(r, 0, W_MONTH) && !is_word(r, 0, W_SEASON) &&
	    !is_word(r, 0, W_LAST) && !reader_token(r, 0)->roman &&
	    reader_token(r, 0)->kind != T_NUMBER)
		return reader_back(r, start);
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		memset(&c, 0, sizeof(c));
		c.next_of = UNIT_COUNT;
		if (readers[i](r, &c)) {
			if (every && c.item.first.kind == POINT_NTH_WEEKDAY &&
			    c.item.first.n > 1 && !c.unit_said)
				reader_warn(r, PHRASE_W_TWO_WAYS, start,
				    c.item.first.n > 2 ? "say 'каждого "
				    "месяца' behind it" : "if every other "
				    "week is meant, say 'раз в две недели'",
				    "read as that of each month");
			if (every && c.shape == SHAPE_POINT)
				c.unit_said = true;
			*ret = c;
			return true;
		}
		if (r->failed)
			return false;
	}
	return reader_back(r, start);
}
