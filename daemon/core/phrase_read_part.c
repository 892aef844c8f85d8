/* One part of the calendar: a month, a day, a decade, a weekday, a quarter.
 *
 * Points - Of which period - Dates - Numbered parts - Edges */
#include "core/phrase_read.h"

#include <string.h>

/* --- Points --- */

static struct term_point
day_point(int month, int day)
{
	return (struct term_point){ .kind = POINT_DAY, .n = (int16_t)day,
	    .month = (uint8_t)month };
}

static void
set_days(struct calendar_item *c, int month, int first, int last)
{
	c->item.first = day_point(month, first);
	c->item.last = day_point(month, last);
	c->unit = month ? UNIT_YEAR : UNIT_MONTH;
	c->unit_said = month != 0;
}

static void
set_months(struct calendar_item *c, int first, int last)
{
	c->item.first = day_point(first, 1);
	c->item.last = day_point(last, -1);
	c->unit = UNIT_YEAR;
	c->unit_said = true;
	c->whole_months = true;
	c->wraps = last < first;
	c->select = SELECT_IN;
}

static void
set_point(struct calendar_item *c, enum point_kind kind, int n, int weekday)
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

static bool
bad_day(struct reader *r, size_t first, int day, int month)
{
	if (day >= 1 && day <= longest(month))
		return false;
	reader_error(r, PHRASE_E_DATE, first, r->pos, month == 0 || day < 1 ?
	    NULL : arena_printf(r->arena, "that month has %d days",
	    longest(month)), "no such day");
	return true;
}

/* --- Of which period --- */

/* The month of a unit, «последнего месяца квартала»: 1.. */
static bool
read_nth_month(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	int n, months;
	enum term_unit unit, of;

	if (!take_ordinal(r, &n) || !take_unit(r, &unit) ||
	    unit != UNIT_MONTH)
		return back_to(r, start);
	take(r, W_OF);
	take(r, W_IN);
	take(r, W_EVERY);
	take(r, W_PER);
	take(r, W_REPORTING);
	if (!take_unit(r, &of) || (of != UNIT_QUARTER &&
	    of != UNIT_HALF_YEAR && of != UNIT_YEAR))
		return back_to(r, start);
	months = of == UNIT_QUARTER ? 3 : of == UNIT_HALF_YEAR ? 6 : 12;
	if (n < 0)
		n = months;
	if (n < 1 || n > months) {
		reader_error(r, PHRASE_E_RANGE, start, r->pos, NULL,
		    "no such month");
		return false;
	}
	c->unit = of;
	c->unit_said = true;
	if (of == UNIT_YEAR) {
		c->item.first.month = (uint8_t)n;
		c->item.last.month = (uint8_t)n;
	} else {
		c->item.first.nth_month = (uint8_t)n;
		c->item.last.nth_month = (uint8_t)n;
	}
	return true;
}

/* «следующего за отчётным кварталом», "following the end of the quarter":
 * what comes after "next"; which period it follows. */
static void
read_followed(struct reader *r, struct calendar_item *c)
{
	enum term_unit unit;

	c->next = true;
	c->next_of = UNIT_COUNT;
	take(r, W_FOR);
	take(r, W_END);
	take(r, W_OF);
	take(r, W_EVERY);
	take(r, W_PER);
	take(r, W_REPORTING);
	if (take(r, W_PERIOD))
		return;
	if (take_unit(r, &unit)) {
		c->next_of = unit;
		take_kind(r, T_DASH);
		take(r, W_END);
	} else {
		take(r, W_REPORTING);
	}
}

/* «следующего месяца», «месяца, следующего за отчётным», "of the month
 * following the quarter", "after the end of the quarter". */
static bool
read_next(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit = UNIT_COUNT;
	bool day = c->item.first.month == 0;

	take(r, W_OF);
	take(r, W_IN);
	if (take(r, W_NEXT)) {
		if (take_unit(r, &unit)) {
			read_followed(r, c);
		} else if (is_word(r, 0, W_FOR)) {
			read_followed(r, c);    /* «следующего за отчётным» */
		} else {
			return back_to(r, start);
		}
	} else {
		int n;

		if (take_ordinal(r, &n) && n != 1)
			return back_to(r, start);
		if (take_unit(r, &unit))
			take_kind(r, T_COMMA);
		if (!take(r, W_NEXT) && !(unit == UNIT_COUNT &&
		    take(r, W_AFTER) && is_word(r, 0, W_END)))
			return back_to(r, start);
		read_followed(r, c);
	}
	/* «30 января следующего года» waits a year; «5 числа следующего
	 * месяца» a month, or the quarter whose rhythm stands beside it. */
	if (!day || unit == UNIT_YEAR) {
		if (day)
			return back_to(r, start);
		c->next_of = UNIT_YEAR;
	}
	if (c->next_of == UNIT_COUNT && unit != UNIT_COUNT &&
	    unit != UNIT_MONTH)
		c->next_of = unit;      /* «5 числа следующего квартала» */
	return true;
}

bool
read_of(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;
	bool every;

	if (read_next(r, c))
		return true;
	if (c->item.first.month)
		return false;
	take(r, W_OF);
	if (!take(r, W_IN))
		take(r, W_ON);
	if (is_word(r, 0, W_MONTH)) {
		uint8_t month = (uint8_t)reader_token(r, 0)->value;

		r->pos++;
		c->item.first.month = c->item.last.month = month;
		c->unit = UNIT_YEAR;
		c->unit_said = true;
		return true;
	}
	if (read_nth_month(r, c))
		return true;
	if (r->failed)
		return false;
	every = take(r, W_EVERY);
	if (!every)
		every = take(r, W_PER);
	if (!every && !take(r, W_REPORTING))
		take(r, W_CURRENT);
	if (take_unit(r, &unit) && unit != UNIT_DAY && unit != UNIT_WEEK &&
	    unit != UNIT_WORKING_DAY && unit != UNIT_DECADE) {
		c->unit = unit;
		c->unit_said = true;
		return true;
	}
	return back_to(r, start);
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
		    "day.month.year, for example 30.05.2021", "no such date");
		return false;
	}
	c->year = c->year_last = t->year;
	if (t->digits) {
		set_months(c, t->month, t->month);
		c->shape = SHAPE_MONTH;
		return true;
	}
	if (bad_day(r, first, t->day, t->month))
		return false;
	if (t->year != 0 && !date_valid(t->year, t->month, t->day)) {
		reader_error(r, PHRASE_E_DATE, first, r->pos, NULL,
		    "no such day in that year");
		return false;
	}
	set_days(c, t->month, t->day, t->day);
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
		take_number(r, &day);
		if (bad_day(r, first, day, month))
			return false;
		set_days(c, month, day, day);
		c->select = SELECT_DAY;
		c->shape = SHAPE_DATE;
		if (reader_token(r, 0)->kind == T_COMMA && is_year(r, 1))
			r->pos++;       /* "May 30, 2021" */
		return true;
	}
	set_months(c, month, month);
	c->shape = SHAPE_MONTH;
	if (is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_MONTH)
		r->pos++;       /* «сентября месяца» */
	return true;
}

/* --- Numbered parts --- */

/* «1, 10 и 20 числа», «I, II кварталы», «с 1 по 5 сентября»: a number shares
 * the noun behind the list. Returns how many tokens lie between the place
 * and the noun (0 when no list stands here). */
static size_t
list_length(const struct reader *r)
{
	size_t n = 0;

	for (;;) {
		const struct token *t = reader_token(r, n);
		bool sep = t->kind == T_DASH || t->kind == T_COMMA ||
		    (t->kind == T_WORD && (t->cls == W_AND || t->cls == W_PO ||
		    t->cls == W_TO || t->cls == W_DO));
		const struct token *v = reader_token(r, n + 1);

		if (!sep || !((v->kind == T_NUMBER && !is_year(r, n + 1)) ||
		    (v->kind == T_WORD && (v->roman || v->cls == W_LAST))))
			return n;
		n += 2;
	}
}

static bool
set_decade(struct reader *r, struct calendar_item *c, int n, size_t first)
{
	if (n == -1)
		n = 3;
	if (n < 1 || n > 3) {
		reader_error(r, PHRASE_E_RANGE, first, r->pos,
		    "a month has three decades", "no such decade");
		return false;
	}
	c->item.first = day_point(0, n * 10 - 9);
	c->item.last = day_point(0, n == 3 ? -1 : n * 10);
	return true;
}

static bool
set_week(struct reader *r, struct calendar_item *c, int n, size_t first)
{
	if (n < -1 || n == 0 || n > 5) {
		reader_error(r, PHRASE_E_RANGE, first, r->pos,
		    "a month has five weeks, the last one short",
		    "no such week");
		return false;
	}
	if (n == -1) {
		c->item.first = (struct term_point){
		    .kind = POINT_BEFORE_END, .n = 6 };
		c->item.last = day_point(0, -1);
	} else {
		c->item.first = day_point(0, n * 7 - 6);
		c->item.last = day_point(0, n == 5 ? -1 : n * 7);
	}
	return true;
}

/* A part of a month that read_of places: IN, unit month until it is said. */
static bool
finish_in_month(struct reader *r, struct calendar_item *c)
{
	c->unit = UNIT_MONTH;
	c->select = SELECT_IN;
	c->shape = SHAPE_PART;
	read_of(r, c);
	return !r->failed;
}

/* «2 квартал», «I полугодие» */
static bool
set_year_part(struct reader *r, struct calendar_item *c, int n, int months,
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
	set_months(c, (n - 1) * months + 1, n * months);
	c->shape = SHAPE_PART;
	return true;
}

/* «первое полугодие учебного года» = September..December, January..May. */
static void
school_half(struct reader *r, struct calendar_item *c, int n)
{
	size_t start = r->pos;

	take(r, W_OF);
	if (!take(r, W_SCHOOL) || !is_word(r, 0, W_UNIT)) {
		r->pos = start;
		return;
	}
	r->pos = start; /* the year's own words stay for read_years */
	if (n == 1)
		set_months(c, 9, 12);
	else
		set_months(c, 1, 5);
	c->shape = SHAPE_PART;
}

static bool
read_numbered_unit(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	const struct token *number = &r->tokens->items[first];
	bool ordinal = number->ordinal || number->kind == T_WORD;
	enum term_unit unit;

	if (!take_unit(r, &unit))
		return false;
	switch (unit) {
	case UNIT_QUARTER:
		return set_year_part(r, c, n, 3, first);
	case UNIT_HALF_YEAR:
		if (!set_year_part(r, c, n, 6, first))
			return false;
		school_half(r, c, n);
		return true;
	case UNIT_DECADE:
		return set_decade(r, c, n, first) && finish_in_month(r, c);
	case UNIT_WEEK:
		if (!ordinal && strcmp(r->tokens->items[r->pos - 1].text,
		    "недели") == 0)
			return false;   /* «3 недели сентября» is a stretch */
		return set_week(r, c, n, first) && finish_in_month(r, c) &&
		    (ordinal || c->unit_said);
	case UNIT_WORKING_DAY:
		/* «5 рабочих дней» is a stretch, «5 рабочий день месяца» a
		 * day */
		set_point(c, POINT_NTH_WORKING_DAY, n, 0);
		read_of(r, c);
		return !r->failed && (ordinal || c->unit_said || c->next);
	case UNIT_DAY:
		if (!ordinal || (n != -1 && bad_day(r, first, n, 0)))
			return false;
		set_days(c, 0, n, n);
		c->select = SELECT_DAY;
		c->shape = SHAPE_DAY;
		read_of(r, c);
		return !r->failed;
	default:
		return false;
	}
}

/* «третий месяц квартала» */
static bool
read_month_of_unit(struct reader *r, struct calendar_item *c)
{
	struct calendar_item saved = *c;

	c->item.first = day_point(0, 1);
	c->item.last = day_point(0, -1);
	if (!read_nth_month(r, c)) {
		*c = saved;
		return false;
	}
	c->select = SELECT_IN;
	c->shape = SHAPE_PART;
	c->whole_months = c->unit == UNIT_YEAR;
	return true;
}

/* The n-th weekday, «первая половина», "first ten days". */
static bool
read_numbered_other(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	const struct token *t = reader_token(r, 0);
	int days;
	enum term_unit unit;

	if (take(r, W_WEEKDAY)) {
		if (n < -1 || n == 0 || n > 5) {
			reader_error(r, PHRASE_E_RANGE, first, r->pos, NULL,
			    "no such weekday of a month");
			return false;
		}
		set_point(c, POINT_NTH_WEEKDAY, n, (int)t->value);
		read_of(r, c);
		return !r->failed;
	}
	if (take(r, W_HALF) && (n == 1 || n == 2 || n == -1)) {
		size_t start = r->pos;

		take(r, W_OF);
		if (take_unit(r, &unit) && unit == UNIT_YEAR)
			return set_year_part(r, c, n, 6, first);
		r->pos = start;
		c->item.first = day_point(0, n == 1 ? 1 : 16);
		c->item.last = day_point(0, n == 1 ? 15 : -1);
		return finish_in_month(r, c);
	}
	if (take_number(r, &days) && days >= 2 && days < 28 &&
	    (n == 1 || n == -1) && take_unit(r, &unit) &&
	    (unit == UNIT_DAY || (unit == UNIT_WEEK && days < 4))) {
		days *= unit == UNIT_WEEK ? 7 : 1;
		c->item.first = n == 1 ? day_point(0, 1) : (struct term_point){
		    .kind = POINT_BEFORE_END, .n = (int16_t)(days - 1) };
		c->item.last = day_point(0, n == 1 ? days : -1);
		if (n == -1 && days == 10)
			c->item.first = day_point(0, 21);
		return finish_in_month(r, c);
	}
	return false;
}

/* «в первых числах», «последние дни»: no day, but a decade. */
static bool
is_plural(const struct reader *r, size_t token)
{
	static const char *const endings[] = { "ые", "ых", "ыми", "ие", "их" };
	const struct token *t = &r->tokens->items[token];
	size_t n = t->text ? strlen(t->text) : 0;

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t len = strlen(endings[i]);

		if (n > len && strcmp(t->text + n - len, endings[i]) == 0)
			return true;
	}
	return false;
}

static bool
read_vague_days(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	size_t start = r->pos;

	if (!is_plural(r, first) || (n != 1 && n != -1))
		return false;
	if (!take(r, W_DAY_NUMBER) && !(is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_DAY && take(r, W_UNIT)))
		return back_to(r, start);
	if (!set_decade(r, c, n, first) || !finish_in_month(r, c))
		return false;
	reader_warn(r, PHRASE_W_VAGUE, first, "name the day",
	    "read as the first or last ten days");
	return true;
}

/* «30 мая», «10 числа», "5th of June" */
static bool
read_numbered_day(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	size_t start = r->pos;
	const struct token *number = &r->tokens->items[first];
	int month = 0;

	if (number->kind != T_NUMBER && n != -1)
		return false;
	if (take(r, W_DAY_NUMBER)) {
		if (n != -1 && bad_day(r, first, n, 0))
			return false;
		set_days(c, 0, n, n);
		c->select = SELECT_DAY;
		c->shape = SHAPE_DAY;
		read_of(r, c);
		if (c->item.first.month && n != -1 &&
		    bad_day(r, first, n, c->item.first.month))
			return false;
		return !r->failed;
	}
	if (number->ordinal && n != -1 && (is_word(r, 0, W_EVERY) ||
	    (is_word(r, 0, W_OF) && !is_word(r, 1, W_MONTH)))) {
		set_days(c, 0, n, n);           /* "15th of each month" */
		c->select = SELECT_DAY;
		c->shape = SHAPE_DAY;
		return read_of(r, c) ? !bad_day(r, first, n, 0) :
		    r->failed ? false : back_to(r, start);
	}
	take(r, W_OF);
	if (n != -1 && is_word(r, 0, W_MONTH))
		month = (int)reader_token(r, 0)->value;
	if (month == 0)
		return back_to(r, start);
	r->pos++;
	if (is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_MONTH)
		r->pos++;
	if (bad_day(r, first, n, month))
		return false;
	set_days(c, month, n, n);
	c->select = SELECT_DAY;
	c->shape = SHAPE_DATE;
	return true;
}

static bool
read_numbered(struct reader *r, struct calendar_item *c)
{
	size_t first = r->pos, list, after;
	int n;

	if (read_month_of_unit(r, c))
		return true;
	if (r->failed || !take_ordinal(r, &n))
		return false;
	list = list_length(r);
	after = r->pos;
	r->pos += list;
	if (read_vague_days(r, c, n, first) ||
	    (!r->failed && read_numbered_day(r, c, n, first)) ||
	    (!r->failed && read_numbered_unit(r, c, n, first)) ||
	    (!r->failed && read_numbered_other(r, c, n, first))) {
		/* the rest of the list reads the noun again */
		if (list > 0)
			r->pos = after;
		return true;
	}
	return back_to(r, first);
}

/* --- Edges --- */

/* The first, second or third part of a period as calendar days: decades of a
 * month, months of a quarter, January and December of a year. */
void
edge_of(struct calendar_item *c, int part)
{
	if (c->item.first.month || c->unit == UNIT_MONTH) {
		c->item.first.n = (int16_t)(part * 10 - 9);
		c->item.last.n = part == 3 ? -1 : (int16_t)(part * 10);
		c->whole_months = false;
		c->shape = SHAPE_PART;
	}
}

/* «начало сентября», «середина месяца», "mid-June", «конец квартала» */
static bool
read_edge(struct reader *r, struct calendar_item *c)
{
	static const enum word_class edges[] = { W_BEGIN, W_MIDDLE, W_END };
	size_t first = r->pos;
	enum term_unit unit;
	int part;

	if (!take_any(r, edges, 3))
		return false;
	part = r->tokens->items[first].cls - W_BEGIN + 1;
	take_kind(r, T_DASH);
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	if (is_word(r, 0, W_MONTH)) {
		int month = (int)reader_token(r, 0)->value;

		r->pos++;
		set_months(c, month, month);
		edge_of(c, part);
		return true;
	}
	if (!take_unit(r, &unit))
		return back_to(r, first);
	c->select = SELECT_IN;
	c->shape = SHAPE_PART;
	if (unit == UNIT_MONTH) {
		set_days(c, 0, 1, 1);
		c->unit_said = true;
		edge_of(c, part);
		return true;
	}
	if (unit == UNIT_QUARTER) {
		c->item.first = day_point(0, 1);
		c->item.last = day_point(0, -1);
		c->item.first.nth_month = c->item.last.nth_month =
		    (uint8_t)part;
		c->unit = UNIT_QUARTER;
		c->unit_said = true;
	} else if ((unit == UNIT_YEAR || unit == UNIT_SCHOOL_YEAR) &&
	    part != 2) {
		int month = unit == UNIT_YEAR ? (part == 1 ? 1 : 12) :
		    (part == 1 ? 9 : 5);

		set_months(c, month, month);
		c->shape = SHAPE_PART;
	} else {
		return back_to(r, first);
	}
	reader_warn(r, PHRASE_W_VAGUE, first, "name the month or the day",
	    "read as the first or last month of it");
	return true;
}

static bool
read_season(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	int month = (int)reader_token(r, 0)->value;

	if (take(r, W_SEASON_ADJ)) {
		/* «весенний и осенний период»: one noun for both */
		if (!take(r, W_PERIOD) && !((is_word(r, 0, W_AND) ||
		    reader_token(r, 0)->kind == T_COMMA) &&
		    is_word(r, 1, W_SEASON_ADJ) && is_word(r, 2, W_PERIOD)))
			return back_to(r, start);
	} else if (!take(r, W_SEASON)) {
		return false;
	}
	set_months(c, month, month == 12 ? 2 : month + 2);
	c->shape = SHAPE_PART;
	return true;
}

/* Q1, H2 */
static bool
read_lettered(struct reader *r, struct calendar_item *c)
{
	size_t first = r->pos;
	bool quarter = take(r, W_QUARTER_LETTER);
	int n;

	if ((!quarter && !take(r, W_HALF_LETTER)) || !take_number(r, &n))
		return back_to(r, first);
	return set_year_part(r, c, n, quarter ? 3 : 6, first);
}

static bool
read_weekday(struct reader *r, struct calendar_item *c)
{
	int weekday = (int)reader_token(r, 0)->value;
	size_t start;

	if (!take(r, W_WEEKDAY))
		return false;
	set_point(c, POINT_WEEKDAY, 0, weekday);
	start = r->pos; /* «понедельник каждой недели» */
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	if (!is_word(r, 0, W_UNIT) ||
	    reader_token(r, 0)->value != UNIT_WEEK)
		r->pos = start;
	else
		r->pos++;
	return true;
}

bool
read_part(struct reader *r, struct calendar_item *ret)
{
	static bool (*const readers[])(struct reader *,
	    struct calendar_item *) = {
		read_date, read_month, read_season, read_lettered,
		read_weekday, read_edge, read_numbered
	};
	size_t start = r->pos;
	struct calendar_item c;

	if (take(r, W_EVERY) && !is_word(r, 0, W_WEEKDAY) &&
	    !is_word(r, 0, W_MONTH) && !is_word(r, 0, W_SEASON) &&
	    !is_word(r, 0, W_LAST) && reader_token(r, 0)->kind != T_NUMBER)
		return back_to(r, start);
	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		memset(&c, 0, sizeof(c));
		c.next_of = UNIT_COUNT;
		if (readers[i](r, &c)) {
			*ret = c;
			return true;
		}
		if (r->failed)
			return false;
	}
	return back_to(r, start);
}
