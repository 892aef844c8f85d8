/* Of which period a day or a part is: «марта», «последнего месяца квартала»,
 * «следующего за отчётным месяца», «2024-2025 учебного года».
 *
 * The month of a unit - What follows - Of which period */
#include "core/phrase_part.h"

#include <string.h>

/* --- The month of a unit --- */

/* «ежеквартально, до 25 числа последнего месяца»: of the rhythm before it. */
static bool
of_rhythm(const struct reader *r, enum term_unit *ret)
{
	const struct node *last = r->tree->nodes + r->tree->len - 1;

	if (r->tree->len == 0 || (last->kind != N_EVERY &&
	    last->kind != N_COUNT) || last->interval != 1 ||
	    (last->unit != UNIT_QUARTER && last->unit != UNIT_HALF_YEAR) ||
	    r->tokens->items[r->pos - 1].cls != W_UNIT)
		return false;
	*ret = last->unit;
	return true;
}

/* The month of a unit, «последнего месяца квартала»: 1.. */
bool
phrase_part_nth_month(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	int n, months;
	enum term_unit unit, of;

	if (!reader_ordinal(r, &n) || !reader_unit(r, &unit) ||
	    unit != UNIT_MONTH)
		return reader_back(r, start);
	if (reader_at_rate(r) || (is_word(r, 0, W_PER) &&
	    !r->tokens->items[start].ordinal))
		return reader_back(r, start);   /* "3 months a year" */
	take(r, W_OF);
	take(r, W_IN);
	take(r, W_EVERY);
	take(r, W_PER);
	take(r, W_REPORTING);
	if (reader_unit(r, &of) ? of != UNIT_QUARTER &&
	    of != UNIT_HALF_YEAR && of != UNIT_YEAR : !of_rhythm(r, &of))
		return reader_back(r, start);
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

/* --- What follows --- */

/* «отчётным периодом (кварталом)»: which one it is. */
static bool
read_named_period(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit;

	if (!take_kind(r, T_OPEN) || !reader_unit(r, &unit) ||
	    unit < UNIT_MONTH || !take_kind(r, T_CLOSE))
		return reader_back(r, start);
	c->next_of = unit;
	return true;
}

/* «отработанным», «оплачиваемым»: which of the months is at hand. */
static bool
take_instrumental(struct reader *r)
{
	static const char *const endings[] = { "ым", "им" };
	const struct token *t = reader_token(r, 0);
	size_t n = strlen(endings[0]);

	if (t->kind != T_WORD || t->cls != W_UNKNOWN ||
	    strlen(t->text) < 4 * n || r->tokens->items[r->pos - 1].cls ==
	    W_UNKNOWN)
		return false;
	for (size_t i = 0; i < 2; i++)
		if (strcmp(t->text + strlen(t->text) - n, endings[i]) == 0)
			return take(r, W_UNKNOWN);
	return false;
}

/* «месяцем начисления», «кварталом проведения проверки»: what was done in it
 * does not tell which it is. */
static void
take_whose_month(struct reader *r, size_t first)
{
	const struct token *t = reader_token(r, 0);

	if (t->kind != T_WORD || (t->cls != W_UNKNOWN &&
	    t->cls != W_HOLDING && t->cls != W_APPROVAL) ||
	    r->tokens->items[r->pos - 1].cls != W_UNIT ||
	    r->tokens->items[r->pos - 1].latin)
		return;
	reader_name(r, 4, true);
	reader_warn(r, PHRASE_W_TWO_WAYS, first, "name the month if it is one "
	    "alone", "read as each of them");
}

/* «следующего за отчётным кварталом», "following the end of the quarter":
 * what comes after "next"; which period it follows. */
static void
read_followed(struct reader *r, struct calendar_item *c)
{
	size_t first = r->pos;
	enum term_unit unit;

	c->next = true;
	c->next_of = UNIT_COUNT;
	take(r, W_FOR);
	take(r, W_END);
	take(r, W_OF);
	take(r, W_EVERY);
	take(r, W_PER);
	while (take(r, W_REPORTING) || take_instrumental(r))
		;       /* «за истекшим налоговым», «за отработанным» */
	if (is_word(r, 0, W_LAST) && is_word(r, 1, W_UNIT) &&
	    reader_token(r, 1)->value == UNIT_MONTH) {
		r->pos += 2;    /* «за последним месяцем квартала» */
		take(r, W_REPORTING);
	}
	if (take(r, W_PERIOD)) {
		c->next_vague = !read_named_period(r, c);
	} else {
		if (!reader_unit(r, &unit)) {
			take(r, W_REPORTING);
			return;
		}
		c->next_of = unit;
		take_kind(r, T_DASH);
		take(r, W_END);
		take_whose_month(r, first);
	}
	/* «следующего за отчётным кварталом месяца» */
	if (is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_MONTH)
		r->pos++;
}

/* «после окончания квартала», «после отчётного периода», "after fiscal year
 * end": behind the word. */
static bool
at_period_ended(const struct reader *r)
{
	const struct token *t = reader_token(r, 0);

	return t->kind == T_WORD && (t->cls == W_END || t->cls == W_UNIT ||
	    t->cls == W_CALENDAR || t->cls == W_REPORTING ||
	    t->cls == W_EVERY || t->cls == W_PER);
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
	if (is_word(r, 1, W_NEXT))
		take_kind(r, T_COMMA);  /* «числа, следующего за …» */
	if (take(r, W_NEXT)) {
		if (reader_unit(r, &unit)) {
			read_followed(r, c);
		} else if (is_word(r, 0, W_FOR) || is_word(r, 0, W_END)) {
			read_followed(r, c);    /* «следующего за отчётным» */
		} else {
			return reader_back(r, start);
		}
	} else {
		int n = 1;

		if (reader_ordinal(r, &n) && (n < 1 || n > 12))
			return reader_back(r, start);
		if (reader_unit(r, &unit))
			take_kind(r, T_COMMA);
		if (n != 1 && (unit != UNIT_MONTH || !day ||
		    (!is_word(r, 0, W_NEXT) && !is_word(r, 0, W_AFTER))))
			return reader_back(r, start);
		if (n != 1)     /* «второго месяца, следующего за …» */
			c->item.first.nth_month = c->item.last.nth_month =
			    (uint8_t)n;
		if (!take(r, W_NEXT) && !((unit == UNIT_COUNT ||
		    unit == UNIT_MONTH) && take(r, W_AFTER) &&
		    at_period_ended(r)))
			return reader_back(r, start);
		read_followed(r, c);
	}
	/* «30 января следующего года» waits a year; «5 числа следующего
	 * месяца» a month, or the quarter whose rhythm stands beside it. */
	if (!day || unit == UNIT_YEAR) {
		if (day)
			return reader_back(r, start);
		c->next_of = UNIT_YEAR;
	}
	if (c->next_of == UNIT_COUNT && unit != UNIT_COUNT &&
	    unit != UNIT_MONTH)
		c->next_of = unit;      /* «5 числа следующего квартала» */
	return true;
}

/* --- What precedes --- */

enum term_unit
reader_preceded(struct reader *r)
{
	enum term_unit unit;

	take(r, W_PER);
	while (take(r, W_NEXT) || take(r, W_REPORTING) ||
	    (is_word(r, 0, W_UNKNOWN) && !reader_token(r, 0)->latin &&
	    take(r, W_UNKNOWN)))
		;
	return reader_unit(r, &unit) ? unit : UNIT_COUNT;
}

/* «20 числа месяца, предшествующего планируемому кварталу» is that of the last
 * month of each; «1 ноября года, предшествующего очередному» of each year. */
static bool
read_preceding(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos;
	enum term_unit unit, of;
	int months;

	if (!is_word(r, 0, W_PRECEDING) && !is_word(r, 1, W_PRECEDING) &&
	    !is_word(r, 2, W_PRECEDING))
		return false;   /* nearly always */
	take(r, W_OF);
	if (take(r, W_PRECEDING)) {     /* «предшествующего месяца» */
		if (!reader_unit(r, &unit))
			return reader_back(r, start);
		of = UNIT_COUNT;
	} else {
		if (!reader_unit(r, &unit))
			return reader_back(r, start);
		take_kind(r, T_COMMA);
		if (!take(r, W_PRECEDING))
			return reader_back(r, start);
		of = reader_preceded(r);
	}
	if (c->item.first.month)        /* a day of a year */
		return unit == UNIT_YEAR || reader_back(r, start);
	if (of == UNIT_COUNT)
		of = UNIT_MONTH;
	months = of == UNIT_QUARTER ? 3 : of == UNIT_HALF_YEAR ? 6 : 0;
	if (unit != UNIT_MONTH || (of != UNIT_MONTH && of != UNIT_YEAR &&
	    months == 0))
		return reader_back(r, start);
	if (of == UNIT_YEAR)
		c->item.first.month = c->item.last.month = 12;
	else
		c->item.first.nth_month = c->item.last.nth_month =
		    (uint8_t)months;
	c->unit = of;
	c->unit_said = true;
	return true;
}

/* --- Of which period --- */

/* Days of a quarter, half-year or year stand in its first month when they
 * begin it, in its last when they end it; else it is not said which. Those of
 * a school year stand in September and May (design.md §3.7). */
static bool
place_days(struct calendar_item *c, enum term_unit unit)
{
	struct term_point *p = &c->item.first, *q = &c->item.last;
	bool school = unit == UNIT_SCHOOL_YEAR;
	int months = unit == UNIT_QUARTER ? 3 : unit == UNIT_HALF_YEAR ? 6 :
	    unit == UNIT_YEAR ? 12 : school ? 5 : 0;
	int n;

	if (months == 0 || (q->kind != POINT_DAY && q->kind !=
	    POINT_BEFORE_END) || p->nth_month || p->month)
		return true;
	if (p->kind == POINT_DAY && p->n == 1)
		n = school ? 9 : 1;
	else if (q->kind == POINT_DAY && q->n == -1)
		n = months;
	else
		return false;
	if (unit == UNIT_YEAR || school)
		p->month = q->month = (uint8_t)n;
	else
		p->nth_month = q->nth_month = (uint8_t)n;
	return true;
}

/* «вторая неделя учебного года»: not that of each month in it. */
static bool
refuse_unplaced(struct reader *r, size_t start, size_t end)
{
	reader_error(r, PHRASE_E_MISSING, start - 1, end,
	    "name the month, or say 'каждого месяца'", "of which month?");
	return false;
}

/* «последний день 2024-2025 учебного года», «последний рабочий день 2024 г.»:
 * the year's own words stay for phrase_read_years. «25 числа 2024 г.» is that
 * of each month. False when it is none of these. */
static bool
read_of_named_year(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos, end;
	struct node years = { .kind = N_YEARS };
	enum term_unit unit;
	bool day = c->item.first.kind == POINT_DAY ||
	    c->item.first.kind == POINT_BEFORE_END;

	if (!reader_at_year(r, 0) || c->item.first.kind == POINT_WEEKDAY ||
	    !phrase_read_years(r, &years))
		return false;
	end = r->pos;
	r->pos = start;
	unit = years.kind == N_DURING ? UNIT_SCHOOL_YEAR : UNIT_YEAR;
	if (day && (r->tokens->items[start - 1].cls == W_DAY_NUMBER ||
	    r->tokens->items[start - 1].kind == T_NUMBER))
		return false;
	if (!place_days(c, unit))
		return unit == UNIT_SCHOOL_YEAR &&
		    refuse_unplaced(r, start, end);
	c->unit = c->item.first.month ? UNIT_YEAR : unit;
	c->unit_said = true;
	return true;
}

bool
phrase_read_of(struct reader *r, struct calendar_item *c)
{
	size_t start = r->pos, noun;
	enum term_unit unit;
	bool every, in;

	if (read_next(r, c) || read_preceding(r, c))
		return true;
	if (c->item.first.month)
		return false;
	take(r, W_OF);
	if (reader_at_rate(r))
		return reader_back(r, start);
	in = take(r, W_IN) || take(r, W_ON);
	if (is_word(r, 0, W_MONTH) && (r->pos > start ||
	    !reader_nominative(reader_token(r, 0)))) {
		uint8_t month = (uint8_t)reader_token(r, 0)->value;

		r->pos++;
		c->item.first.month = c->item.last.month = month;
		c->unit = UNIT_YEAR;
		c->unit_said = true;
		return true;
	}
	if (is_word(r, 0, W_EVERY) && reader_token(r, 1)->ordinal) {
		r->pos++;               /* «каждого второго месяца квартала» */
		if (phrase_part_nth_month(r, c))
			return true;
		r->pos -= !r->failed;
	} else if (phrase_part_nth_month(r, c)) {
		return true;
	}
	if (r->failed)
		return false;
	if (read_of_named_year(r, c))
		return true;
	if (r->failed)
		return false;
	every = take(r, W_EVERY);
	if (!every)
		every = take(r, W_PER);
	if (!every && !take(r, W_REPORTING))
		take(r, W_CURRENT);
	noun = r->pos;
	if (!reader_unit(r, &unit) || unit == UNIT_DAY || unit == UNIT_WEEK ||
	    unit == UNIT_WORKING_DAY || unit == UNIT_DECADE)
		return reader_back(r, start);
	if (!place_days(c, unit))
		return in || noun > start || unit != UNIT_SCHOOL_YEAR ?
		    reader_back(r, start) :
		    refuse_unplaced(r, start, r->pos);
	c->unit = c->item.first.month ? UNIT_YEAR : unit;
	c->unit_said = true;
	return true;
}
