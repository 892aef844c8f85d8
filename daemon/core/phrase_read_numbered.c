/* Parts of the calendar that a number names: «30 мая», «10 числа», «I декада»,
 * «последняя пятница», «3-й месяц квартала».
 *
 * Lists - Units - Others - Days */
#include "core/phrase_part.h"

#include <string.h>

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

		if (sep && v->kind == T_WORD && v->cls == W_DO) {
			n++;            /* «10 и до 25 числа» */
			v = reader_token(r, n + 1);
		}
		if (!sep || !((v->kind == T_NUMBER && !reader_at_year(r,
		    n + 1)) ||
		    (v->kind == T_WORD && (v->roman || v->cls == W_LAST))))
			return n;
		n += 2;
	}
}

bool
phrase_part_decade(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	if (n == -1)
		n = 3;
	if (n < 1 || n > 3) {
		reader_error(r, PHRASE_E_RANGE, first, r->pos,
		    "a month has three decades", "no such decade");
		return false;
	}
	c->item.first = phrase_part_day(0, n * 10 - 9);
	c->item.last = phrase_part_day(0, n == 3 ? -1 : n * 10);
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
		c->item.last = phrase_part_day(0, -1);
	} else {
		c->item.first = phrase_part_day(0, n * 7 - 6);
		c->item.last = phrase_part_day(0, n == 5 ? -1 : n * 7);
	}
	return true;
}

bool
phrase_part_in_month(struct reader *r, struct calendar_item *c)
{
	c->unit = UNIT_MONTH;
	c->select = SELECT_IN;
	c->shape = SHAPE_PART;
	phrase_read_of(r, c);
	return !r->failed;
}

static void
set_school_half(struct calendar_item *c, int n)
{
	if (n == 1)
		phrase_part_months(c, 9, 12);
	else
		phrase_part_months(c, 1, 5);
	c->shape = SHAPE_PART;
}

/* «первое полугодие учебного года» = September..December, January..May. */
static void
school_half(struct reader *r, struct calendar_item *c, int n)
{
	size_t start = r->pos, i = 0;

	take(r, W_OF);
	if (reader_at_year(r, 0))       /* «2024-2025 учебного года» */
		i = reader_token(r, 2)->kind == T_NUMBER ? 3 : 1;
	if (!is_word(r, i, W_SCHOOL) || !is_word(r, i + 1, W_UNIT)) {
		r->pos = start;
		return;
	}
	r->pos = start; /* the year's own words stay for phrase_read_years */
	set_school_half(c, n);
}

/* «3 недели», «5 рабочих дней», "2 weeks" is how long, not which. */
static bool
is_many(const struct reader *r)
{
	static const char *const many[] = {
		"недели", "недель", "дня", "дней", "weeks", "days"
	};
	const char *text = r->tokens->items[r->pos - 1].text;

	for (size_t i = 0; i < sizeof(many) / sizeof(many[0]); i++)
		if (strcmp(text, many[i]) == 0)
			return true;
	return false;
}

/* «2-3 недели октября»: numbers in a row name weeks. */
static bool
in_list(const struct reader *r, size_t first)
{
	const struct token *t = &r->tokens->items[first];

	return r->pos > first + 2 || (first > 1 && t[-2].kind == T_NUMBER &&
	    (t[-1].kind == T_DASH || t[-1].kind == T_COMMA ||
	    (t[-1].kind == T_WORD && t[-1].cls == W_AND)));
}

/* «сентябрь, 1-2 недели» */
static bool
behind_month(const struct reader *r)
{
	const struct node *last = r->tree->nodes + r->tree->len - 1;

	return r->tree->len > 0 && last->kind == N_ITEM &&
	    last->cal.whole_months;
}

/* «1 пол. сентября» */
static bool
is_half_of_month(const struct reader *r)
{
	return strcmp(r->tokens->items[r->pos - 1].text, "пол") == 0 &&
	    (is_word(r, 0, W_MONTH) || (is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_MONTH));
}

static void
set_half(struct calendar_item *c, int n)
{
	c->item.first = phrase_part_day(0, n == 1 ? 1 : 16);
	c->item.last = phrase_part_day(0, n == 1 ? 15 : -1);
}

/* A day of the month: of each, until phrase_read_of says which. */
static void
set_day(struct calendar_item *c, int n)
{
	phrase_part_days(c, 0, n, n);
	c->select = SELECT_DAY;
	c->shape = SHAPE_DAY;
}

/* «на 30 день после отчётного месяца»: February has no such day, but there is
 * one that far behind January. */
static bool
check_day_after(struct reader *r, const struct calendar_item *c, int n,
    size_t first)
{
	if (!c->next || n <= 28 || c->next_of == UNIT_QUARTER ||
	    c->next_of == UNIT_HALF_YEAR || c->next_of == UNIT_YEAR)
		return true;
	reader_error(r, PHRASE_E_TOGETHER, first, r->pos,
	    "say 'в течение 30 дней после окончания месяца'",
	    "the next month may be shorter");
	return false;
}

static bool
read_numbered_unit(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	const struct token *number = &r->tokens->items[first];
	bool ordinal = number->ordinal || number->kind == T_WORD ||
	    r->tokens->items[r->pos - 1].ordinal;       /* «1-2-я» */
	enum term_unit unit;

	if (reader_school_half(r)) {
		if (!phrase_part_of_year(r, c, n, 6, first))
			return false;
		set_school_half(c, n);
		return true;
	}
	if (!reader_unit(r, &unit))
		return false;
	ordinal = ordinal || reader_one_of_many(r, n);
	if (unit == UNIT_HALF_YEAR && is_half_of_month(r)) {
		set_half(c, n);
		return phrase_part_in_month(r, c) && c->unit_said;
	}
	switch (unit) {
	case UNIT_QUARTER:
		return phrase_part_of_year(r, c, n, 3, first);
	case UNIT_HALF_YEAR:
		if (!phrase_part_of_year(r, c, n, 6, first))
			return false;
		school_half(r, c, n);
		return true;
	case UNIT_DECADE:
		return phrase_part_decade(r, c, n, first) &&
		    phrase_part_in_month(r, c);
	case UNIT_WEEK:
		if (!ordinal && is_many(r) && !in_list(r, first))
			return false;   /* «3 недели сентября» is a stretch */
		ordinal = ordinal || !is_many(r);
		return set_week(r, c, n, first) && phrase_part_in_month(r, c) &&
		    (ordinal || c->unit_said || behind_month(r));
	case UNIT_WORKING_DAY:
		/* «5 рабочих дней» is a stretch, «5 рабочий день месяца» a
		 * day */
		if (!ordinal && n != 1 && is_many(r))
			return false;
		phrase_part_point(c, POINT_NTH_WORKING_DAY, n, 0);
		phrase_read_of(r, c);
		return !r->failed && (ordinal || c->unit_said || c->next ||
		    (n == 1 && is_word(r, 0, W_PO)));
	case UNIT_DAY:
		if (!ordinal || (n != -1 && phrase_part_bad_day(r, first, n,
		    0)))
			return false;
		set_day(c, n);
		phrase_read_of(r, c);
		return !r->failed && check_day_after(r, c, n, first);
	default:
		return false;
	}
}

/* «третий месяц квартала» */
static bool
read_month_of_unit(struct reader *r, struct calendar_item *c)
{
	struct calendar_item saved = *c;

	c->item.first = phrase_part_day(0, 1);
	c->item.last = phrase_part_day(0, -1);
	if (!phrase_part_nth_month(r, c)) {
		*c = saved;
		return false;
	}
	c->select = SELECT_IN;
	c->shape = SHAPE_PART;
	c->whole_months = c->unit == UNIT_YEAR;
	return true;
}

/* «первый и последний месяц квартала»: the first of them; the place stays
 * behind its number. */
static bool
read_month_in_list(struct reader *r, struct calendar_item *c, int n,
    size_t list)
{
	size_t start = r->pos;
	int months;

	r->pos += list - 1;
	if (!read_month_of_unit(r, c))
		return !r->failed && reader_back(r, start);
	r->pos = start;
	months = c->item.first.nth_month == 0 ? 12 :
	    c->unit == UNIT_QUARTER ? 3 : 6;
	if (n > months || n == 0)
		return reader_back(r, start);
	if (n < 0)
		n = months;
	if (months == 12)
		c->item.first.month = c->item.last.month = (uint8_t)n;
	else
		c->item.first.nth_month = c->item.last.nth_month = (uint8_t)n;
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
		phrase_part_point(c, POINT_NTH_WEEKDAY, n, (int)t->value);
		phrase_read_of(r, c);
		return !r->failed;
	}
	if (take(r, W_HALF) && (n == 1 || n == 2 || n == -1)) {
		size_t start = r->pos;

		take(r, W_OF);
		if (reader_at_year(r, 0) || (reader_unit(r, &unit) &&
		    unit == UNIT_YEAR))
			return phrase_part_of_year(r, c, n, 6, first);
		r->pos = start;
		set_half(c, n);
		return phrase_part_in_month(r, c) && (c->unit_said ||
		    behind_month(r));
	}
	if (reader_number(r, &days) && days >= 2 && days < 28 &&
	    (n == 1 || n == -1) && reader_unit(r, &unit) &&
	    (unit == UNIT_WORKING_DAY || unit == UNIT_DAY ||
	    (unit == UNIT_WEEK && days < 4))) {
		if (unit == UNIT_WORKING_DAY) { /* up to the last of them */
			phrase_part_point(c, POINT_NTH_WORKING_DAY, days, 0);
			c->select = SELECT_BY;
			phrase_read_of(r, c);
			return !r->failed && n == 1;
		}
		days *= unit == UNIT_WEEK ? 7 : 1;
		c->item.first = n == 1 ? phrase_part_day(0, 1) :
		    (struct term_point){
		    .kind = POINT_BEFORE_END, .n = (int16_t)(days - 1) };
		c->item.last = phrase_part_day(0, n == 1 ? days : -1);
		if (n == -1 && days == 10)
			c->item.first = phrase_part_day(0, 21);
		return phrase_part_in_month(r, c);
	}
	return false;
}

static bool
closes_item(const struct token *t)
{
	return t->kind == T_END || t->kind == T_CLOSE ||
	    t->kind == T_COMMA || t->kind == T_SEMICOLON;
}

/* «1. сентябрь 2. май»: the numbers of a list; «1 сентябрь» is a day, not
 * well said. False when it is refused. */
static bool
check_list_number(struct reader *r, size_t first)
{
	const struct token *number = &r->tokens->items[first];
	const struct token *month = &r->tokens->items[r->pos - 1];

	if (!number->digits || number->ordinal || month != number + 1 ||
	    !reader_nominative(month))
		return true;
	if (r->source[number->byte + number->bytes] == '.') {
		reader_error(r, PHRASE_E_PLACE, first, r->pos, "leave the "
		    "numbers of a list out; a day is '1 сентября'",
		    "a day, or the number in a list?");
		return false;
	}
	reader_warn(r, PHRASE_W_TWO_WAYS, first, "a day is '1 сентября'",
	    "read as that day");
	return true;
}

/* 31-Mar-25: the year, as tables shorten it. */
static bool
is_short_year(const struct reader *r, size_t ahead)
{
	const struct token *t = reader_token(r, ahead);

	return t->kind == T_NUMBER && t->digits && t->len == 2;
}

/* «30 мая», "5th of June", 31-Mar-25 */
static bool
read_day_of_named(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	size_t start = r->pos;
	int month = 0;
	bool dashes;

	dashes = reader_token(r, 0)->kind == T_DASH &&
	    is_word(r, 1, W_MONTH) && reader_token(r, 2)->kind == T_DASH &&
	    (reader_at_year(r, 3) || is_short_year(r, 3));
	if (dashes)
		r->pos++;               /* 31-Mar-2025, 31-Mar-25 */
	take(r, W_OF);
	if (n != -1 && is_word(r, 0, W_MONTH))
		month = (int)reader_token(r, 0)->value;
	if (month == 0)
		return reader_back(r, start);
	r->pos++;
	if (!check_list_number(r, first))
		return false;
	if (is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_MONTH)
		r->pos++;
	if (phrase_part_bad_day(r, first, n, month))
		return false;
	phrase_part_days(c, month, n, n);
	c->select = SELECT_DAY;
	c->shape = SHAPE_DATE;
	if (dashes)
		r->pos++;
	if (dashes && !reader_at_year(r, 0)) {
		c->year = c->year_last = 2000 + (int)reader_token(r, 0)->value;
		r->pos++;
	}
	if (is_word(r, 0, W_AFTER) || (is_word(r, 0, W_UNIT) &&
	    reader_token(r, 0)->value == UNIT_YEAR) ||
	    (is_word(r, 0, W_NEXT) && is_word(r, 1, W_END)))
		phrase_read_of(r, c);   /* «1 февраля после отчётного года» */
	return !r->failed;
}

/* «30 мая», «10 числа», "5th of June" */
static bool
read_numbered_day(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	size_t start = r->pos;
	const struct token *number = &r->tokens->items[first];

	if (number->kind != T_NUMBER && n != -1)
		return false;
	if (take(r, W_DAY_NUMBER)) {
		if (n != -1 && phrase_part_bad_day(r, first, n, 0))
			return false;
		set_day(c, n);
		phrase_read_of(r, c);
		if (c->item.first.month && n != -1 &&
		    phrase_part_bad_day(r, first, n, c->item.first.month))
			return false;
		return !r->failed;
	}
	if (number->digits && is_word(r, 0, W_EVERY) &&
	    is_word(r, 1, W_UNIT) && !number->ordinal &&
	    reader_token(r, 1)->value == UNIT_MONTH) {
		set_day(c, n);          /* «с 20 по 25 каждого месяца» */
		phrase_read_of(r, c);
		return !phrase_part_bad_day(r, first, n, 0);
	}
	if (number->ordinal && n != -1 && (is_word(r, 0, W_EVERY) ||
	    (is_word(r, 0, W_OF) && !is_word(r, 1, W_MONTH)))) {
		set_day(c, n);          /* "15th of each month" */
		if (phrase_read_of(r, c))
			return !phrase_part_bad_day(r, first, n, 0);
		return r->failed ? false : reader_back(r, start);
	}
	if (number->ordinal && number->digits && n >= 1 && n <= 31 &&
	    closes_item(reader_token(r, 0))) {
		set_day(c, n);          /* "monthly, on the 15th" */
		return true;
	}
	return read_day_of_named(r, c, n, first);
}

static bool
is_list_sign(const struct token *t)
{
	return t->kind == T_DASH || t->kind == T_COMMA ||
	    (t->kind == T_WORD && (t->cls == W_PO || t->cls == W_AND));
}

/* «01–15.09.2024», «05, 12, 19.10», «с 1 по 15.09»: the day shares the month
 * of the date. */
static bool
read_shared_date(struct reader *r, struct calendar_item *c, int n,
    size_t first)
{
	const struct token *date;
	size_t list = 0;

	if (reader_token(r, 0)->kind != T_DASH && !is_word(r, 0, W_PO))
		list = list_length(r);
	date = reader_token(r, list + 1);
	if (!r->tokens->items[first].digits || date->kind != T_DATE ||
	    date->digits || date->month < 1 || date->month > 12 ||
	    !is_list_sign(reader_token(r, list)))
		return false;
	if (phrase_part_bad_day(r, first, n, date->month))
		return false;
	phrase_part_days(c, date->month, n, n);
	c->select = SELECT_DAY;
	c->shape = SHAPE_DATE;
	return true;
}

bool
phrase_part_numbered(struct reader *r, struct calendar_item *c)
{
	size_t first = r->pos, list, after;
	int n;

	if (read_month_of_unit(r, c))
		return true;
	if (r->failed || !reader_ordinal(r, &n))
		return false;
	if (read_shared_date(r, c, n, first))
		return true;
	if (r->failed)
		return false;
	list = list_length(r);
	after = r->pos;
	if (list > 0 && read_month_in_list(r, c, n, list))
		return true;
	if (r->failed)
		return false;
	r->pos += list;
	if (phrase_part_vague(r, c, n, first) ||
	    (!r->failed && read_numbered_day(r, c, n, first)) ||
	    (!r->failed && read_numbered_unit(r, c, n, first)) ||
	    (!r->failed && read_numbered_other(r, c, n, first))) {
		/* the rest of the list reads the noun again */
		if (list > 0)
			r->pos = after;
		return true;
	}
	return reader_back(r, first);
}
