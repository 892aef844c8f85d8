/* The day that a deadline names: «конца года», «начала учебного года», «за 10
 * дней до 1 сентября», «мая».
 *
 * Ends and beginnings - Ahead of a day - Targets */
#include "core/phrase_read.h"

#include <string.h>

/* --- Ends and beginnings --- */

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

/* The last day of a month with 31, of a year or of each (0). */
static void
last_of_month(struct calendar_item *c, int month, int year)
{
	memset(c, 0, sizeof(*c));
	c->next_of = UNIT_COUNT;
	c->unit = UNIT_YEAR;
	c->unit_said = true;
	c->item.first = c->item.last = (struct term_point){
	    .kind = POINT_DAY, .n = 31, .month = (uint8_t)month };
	c->select = SELECT_BY;
	c->shape = SHAPE_DATE;
	c->year = c->year_last = year;
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
		if (!phrase_read_one_year(r, &year))
			return r->failed ? false : reader_back(r, start);
		last_of_month(c, 12, year);
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

/* «начала 2025 года», «начала 2025-2026 учебного года» */
static bool
read_begin_of_named(struct reader *r, struct calendar_item *c)
{
	struct node years = { .kind = N_YEARS };

	if (!reader_at_year(r, 0) || !phrase_read_years(r, &years))
		return false;
	if (years.kind == N_DURING)
		last_of_month(c, 8, years.year);
	else
		last_of_month(c, 12, years.year - 1);
	return years.kind == N_DURING || years.year_last == years.year;
}

/* «начала учебного года»: the day before it (decided here: what must be done
 * before something begins is late on its first day). */
static bool
read_begin_target(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;

	if ((is_word(r, 0, W_BEGIN) && reader_token(r, 0)->value) ||
	    (!take(r, W_BEGIN) && !take(r, W_BEGINNING)))
		return false;
	take(r, W_OF);
	take(r, W_PER);
	take(r, W_EVERY);
	if (!take(r, W_NEXT))
		take(r, W_CURRENT);
	if (reader_unit(r, &unit) && unit == UNIT_SCHOOL_YEAR) {
		last_of_month(c, 8, 0);
		return true;
	}
	r->pos = start + 1;
	take(r, W_OF);
	if (!take(r, W_EVERY) && !take(r, W_PER))
		take(r, W_NEXT);
	if (reader_unit(r, &unit) && unit >= UNIT_WEEK && unit <= UNIT_YEAR) {
		whole_period(c, unit);  /* the last day of the one before */
		return true;
	}
	r->pos = start + 1;
	take(r, W_OF);
	if (reader_at_year(r, 0))
		return read_begin_of_named(r, c) || (!r->failed &&
		    reader_back(r, start));
	if (phrase_read_part(r, c) && c->select == SELECT_IN &&
	    c->item.first.month) {
		c->item.last = c->item.first;
		c->exclusive = true;
		return true;
	}
	return reader_back(r, start);
}

/* --- Ahead of a day --- */

/* A day of a named month, n units before it, in a year. */
static struct civil
day_ahead(const struct calendar_item *c, int year, struct duration by)
{
	struct date d = month_day_or_last(year, c->item.first.month,
	    c->item.first.n);

	if (by.unit == UNIT_MONTH)
		return date_civil(date_add_months(d, -by.n));
	return date_civil(date_add(d, -by.n *
	    (by.unit == UNIT_WEEK ? 7 : 1)));
}

/* «за 10 дней до 1 сентября»: the day that is it. */
static bool
move_ahead(struct reader *r, size_t start, struct calendar_item *c,
    struct duration by)
{
	int year = c->year ? c->year : 2023;
	struct civil day = day_ahead(c, year, by);
	struct civil leap = day_ahead(c, c->year ? c->year : 2024, by);

	if (day.month != leap.month || day.day != leap.day) {
		reader_error(r, PHRASE_E_TOGETHER, start, r->pos,
		    "name the day", "another day in a leap year");
		return false;
	}
	if (c->year)
		c->year = c->year_last = day.year;
	c->item.first.month = (uint8_t)day.month;
	c->item.first.n = (int16_t)day.day;
	c->item.last = c->item.first;
	c->select = SELECT_BY;
	c->shape = SHAPE_DATE;
	return true;
}

/* «конца месяца», "the end of each quarter", "year end": false, and nothing
 * taken, when it is none of them. */
static bool
read_end_of(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;

	memset(c, 0, sizeof(*c));
	c->next_of = UNIT_COUNT;
	c->unit_said = true;
	if (!take(r, W_END)) {
		if (!reader_unit(r, &c->unit) || c->unit < UNIT_WEEK)
			return reader_back(r, start);
		take_kind(r, T_DASH);
		return take(r, W_END) || reader_back(r, start);
	}
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	if (is_word(r, 0, W_MONTH)) {
		c->item.first.month = (uint8_t)reader_token(r, 0)->value;
		c->unit = UNIT_YEAR;
		r->pos++;
		return true;
	}
	return (reader_unit(r, &c->unit) && c->unit >= UNIT_WEEK) ||
	    reader_back(r, start);
}

/* «за 5 дней до начала квартала»: so many before its first day are one less
 * before the last of the one before. */
static void
count_from_end(struct calendar_item *c, int days)
{
	c->item.first.kind = POINT_BEFORE_END;
	c->item.first.n = (int16_t)days;
	c->item.last = c->item.first;
	c->select = SELECT_BY;
	c->shape = SHAPE_POINT;
}

/* «конца месяца»: days before the last of a period. */
static bool
read_ahead_of_end(struct reader *r, size_t start, struct calendar_item *c,
    struct duration by)
{
	int days = by.n * (by.unit == UNIT_WEEK ? 7 : 1);
	size_t place = r->pos;
	bool school;

	if (by.unit > UNIT_MONTH || !read_end_of(r, c))
		return false;
	if (c->unit == UNIT_YEAR && c->item.first.month == 0 && (days > 27 ||
	    by.unit == UNIT_MONTH)) {
		last_of_month(c, 12, 0);
		return move_ahead(r, start, c, by);
	}
	school = c->unit == UNIT_SCHOOL_YEAR;
	if (by.unit == UNIT_MONTH) {
		if (!school || by.n > 3)
			return reader_back(r, place);
		/* a roadmap says which day ends it: in days before 31 May */
		days = date_diff(date_of(2023, 5, 31),
		    date_add_months(date_of(2023, 5, 31), -by.n));
	}
	if (days < 1 || days > (school ? 99 : 27)) {
		reader_error(r, PHRASE_E_RANGE, start, r->pos, NULL,
		    "too far before the end");
		return false;
	}
	count_from_end(c, days);
	return true;
}

/* «начала учебного года» is the day before it; what is ahead of it counts
 * from its first day. */
static bool
read_begin_day(struct reader *r, struct calendar_item *c)
{
	if (!read_begin_target(r, c))
		return false;
	if (c->select == SELECT_WHOLE && c->unit == UNIT_YEAR)
		last_of_month(c, 12, 0);
	if (c->select != SELECT_BY || c->item.first.n != 31)
		return true;
	c->year += c->year && c->item.first.month == 12;
	c->year_last = c->year;
	c->item.first.month = c->item.first.month % 12 + 1;
	c->item.first.n = 1;
	return true;
}

/* «за неделю до начала каждого квартала» */
static bool
read_ahead_of_begin(struct reader *r, struct calendar_item *c,
    struct duration by)
{
	size_t start = r->pos;
	int days = by.n * (by.unit == UNIT_WEEK ? 7 : 1);

	if (by.unit > UNIT_WEEK || days > 28 || !read_begin_target(r, c) ||
	    c->select != SELECT_WHOLE || c->unit < UNIT_MONTH ||
	    c->unit > UNIT_HALF_YEAR)
		return !r->failed && reader_back(r, start);
	count_from_end(c, days - 1);
	return true;
}

/* «[чем] за 5 дней до конца месяца», «за месяц до начала учебного года», "5
 * days before the end of the month". Working days are the calendar's, which
 * a phrase does not know. */
bool
phrase_read_ahead(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	struct duration by = { 1, UNIT_DAY };
	bool whole, led;
	int n = 1;

	if (take(r, W_NOT)) {   /* «не менее чем за 10 дней до …» */
		if (!take(r, W_LESS) && !take(r, W_LATER))
			return reader_back(r, start);
		take(r, W_THAN);
	} else if (is_word(r, 0, W_AT) && is_word(r, 1, W_LEAST)) {
		r->pos += 2;
	}
	whole = r->pos > 0 && (r->tokens->items[r->pos - 1].cls == W_THAN ||
	    r->tokens->items[r->pos - 1].cls == W_LEAST);
	led = take(r, W_FOR) || reader_token(r, 0)->latin;
	if (reader_number(r, &n)) {
		if (n < 1 || n > 99)
			return reader_back(r, start);
	} else if (!led) {
		return reader_back(r, start);   /* «месяц до 5 мая» */
	}
	by.n = n;
	if (!reader_unit(r, &by.unit) || (by.unit != UNIT_DAY &&
	    by.unit != UNIT_WEEK && by.unit != UNIT_MONTH) ||
	    (!take(r, W_DO) && !take(r, W_BEFORE) && !(take(r, W_PRIOR) &&
	    take(r, W_TO))))
		return reader_back(r, start);
	if (read_ahead_of_end(r, start, c, by))
		return true;
	if (!r->failed && read_ahead_of_begin(r, c, by))
		return true;
	if (r->failed || (!read_begin_day(r, c) && (r->failed ||
	    !phrase_read_part(r, c))) || c->exclusive || c->next ||
	    c->item.first.kind != POINT_DAY || c->item.first.month == 0 ||
	    (c->select != SELECT_DAY && c->select != SELECT_BY))
		return r->failed ? false : reader_back(r, start);
	if (c->year == 0 && phrase_read_one_year(r, &n))
		c->year = c->year_last = n;
	if (r->failed)
		return false;
	if (whole && by.unit <= UNIT_WEEK)      /* Labour Code, art. 123 */
		reader_warn(r, PHRASE_W_TWO_WAYS, start, "if so many whole "
		    "days must lie between, name the day before",
		    "counted back from that day");
	return move_ahead(r, start, c, by);
}

/* --- Targets --- */

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

/* A season, a quarter, a half of a year: named whole. */
static bool
is_long(const struct calendar_item *c)
{
	return c->select == SELECT_IN && c->item.first.month &&
	    c->item.first.month != c->item.last.month &&
	    c->item.first.kind == POINT_DAY && c->item.first.n == 1 &&
	    c->item.last.kind == POINT_DAY && c->item.last.n == -1;
}

bool
phrase_read_target(struct reader *r, struct calendar_item *c, bool exclusive)
{
	size_t start = r->pos;

	if (phrase_read_ahead(r, c) || (!r->failed && read_end_target(r, c)) ||
	    (!r->failed && read_unit_end(r, c)) ||
	    (!r->failed && read_begin_target(r, c)))
		return true;
	if (r->failed)
		return false;
	if (phrase_read_part(r, c)) {
		c->exclusive = exclusive;
		if (c->select == SELECT_DAY) {
			if (!c->next && (!c->unit_said || c->item.first.month))
				phrase_read_of(r, c);
			return !r->failed;
		}
		c->whole_months = false;
		if (exclusive) {
			c->item.last = c->item.first;
			return true;
		}
		if (start > 0 && !r->tokens->items[start - 1].latin &&
		    (r->tokens->items[start - 1].cls == W_DO ||
		    r->tokens->items[start - 1].cls == W_K) &&
		    is_long(c)) {       /* «к осени», «до II квартала» */
			reader_error(r, PHRASE_E_TOGETHER, start, r->pos,
			    "name the day, or say 'до конца II квартала'",
			    "up to its first day or its last?");
			return false;
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
