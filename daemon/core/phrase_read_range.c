/* Items of the calendar, ranges of them, years.
 *
 * Years - Ranges - Items */
#include "core/phrase_read.h"

#include <string.h>

/* --- Years --- */

bool
reader_check_year(struct reader *r, size_t first, int year)
{
	if (year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX)
		return true;
	reader_error(r, PHRASE_E_RANGE, first, r->pos, "1900 to 2200",
	    "a year out of range");
	return false;
}

/* «года», «гг.», «г.г.» behind a year; says whether the school year was
 * meant. */
bool
reader_year_words(struct reader *r)
{
	bool school = false;
	enum term_unit unit;
	size_t start = r->pos;

	if (reader_unit(r, &unit)) {
		if (unit == UNIT_SCHOOL_YEAR)
			school = true;
		else if (unit != UNIT_YEAR)
			r->pos = start;
	}
	return school;
}

/* A year that is not the first of a range or of a school year. */
bool
phrase_read_one_year(struct reader *r, int *ret)
{
	size_t start = r->pos;

	take(r, W_OF);
	if (!reader_at_year(r, 0))
		return reader_back(r, start);
	*ret = (int)reader_token(r, 0)->value;
	r->pos++;
	if (!reader_check_year(r, start, *ret))
		return false;
	if (reader_year_words(r))
		return reader_back(r, start);
	return true;
}

/* «2024-2025, 2025-2026 учебные годы»: one noun for the list. */
static bool
shares_school_noun(const struct reader *r)
{
	size_t i = 0;

	while ((reader_token(r, i)->kind == T_COMMA || is_word(r, i, W_AND)) &&
	    reader_at_year(r, i + 1) &&
	    (reader_token(r, i + 2)->kind == T_DASH ||
	    reader_token(r, i + 2)->kind == T_SLASH) &&
	    reader_token(r, i + 3)->kind == T_NUMBER)
		i += 4;
	return i > 0 && is_word(r, i, W_SCHOOL);
}

/* The second year of «2005-2007», «2023/24» behind the first. */
bool
phrase_read_second_year(struct reader *r, int year, int *ret)
{
	size_t start = r->pos;
	const struct token *t = reader_token(r, 1);
	bool slash = reader_token(r, 0)->kind == T_SLASH;

	if (!slash && reader_token(r, 0)->kind != T_DASH &&
	    !is_word(r, 0, W_TO) && !is_word(r, 0, W_PO))
		return false;
	if (reader_at_year(r, 1))
		*ret = (int)t->value;
	else if (t->kind == T_NUMBER && t->digits && !t->ordinal &&
	    t->len == 2 && t->value == (year + 1) % 100)
		*ret = year + 1;
	else
		return false;
	r->pos += 2;
	if (*ret < year) {
		reader_error(r, PHRASE_E_REVERSED, start - 1, r->pos, NULL,
		    "a range of years that ends before it begins");
		return false;
	}
	return reader_check_year(r, start + 1, *ret);
}

static void
take_year_lead(struct reader *r)
{
	static const enum word_class leads[] = {
		W_IN, W_ON, W_FOR, W_OF, W_DURING
	};
	size_t first;
	bool calendar;

	if (reader_any(r, leads, sizeof(leads) / sizeof(leads[0]))) {
		if (!take(r, W_DURING))
			take(r, W_PERIOD);
		take(r, W_ALL);
	} else if (reader_at_year(r, 1)) {
		take(r, W_ALL);         /* «весь 2025 год» */
	}
	first = r->pos;
	calendar = take(r, W_CALENDAR);
	if (is_word(r, 0, W_UNIT) && reader_at_year(r, 1) &&
	    reader_token(r, 0)->value == UNIT_YEAR)
		r->pos++;       /* "year 2024" */
	if (calendar && reader_at_year(r, 0))
		reader_warn_fiscal(r, first);
}

bool
phrase_read_years(struct reader *r, struct node *n)
{
	size_t start = r->pos, at;
	bool school, short_form;

	if (!reader_at_year(r, 0))
		take_year_lead(r);
	school = take(r, W_SCHOOL);
	if (school)
		reader_year_words(r);
	if (!reader_at_year(r, 0))
		return reader_back(r, start);
	at = r->pos;
	n->year = n->year_last = (int)reader_token(r, 0)->value;
	r->pos++;
	if (!reader_check_year(r, at, n->year))
		return false;
	school = (reader_token(r, 0)->kind == T_SLASH &&
	    reader_token(r, 1)->kind == T_NUMBER) || school;
	short_form = reader_token(r, 1)->kind == T_NUMBER &&
	    reader_token(r, 1)->len == 2;
	if (phrase_read_second_year(r, n->year, &n->year_last) &&
	    reader_token(r, 0)->kind == T_DASH && reader_at_year(r, 1))
		reader_error(r, PHRASE_E_PLACE, r->pos + 1, r->pos + 2, NULL,
		    "a third year in a range");
	if (r->failed)
		return false;
	if (reader_year_words(r) || (n->year_last == n->year + 1 &&
	    shares_school_noun(r)))
		school = true;
	if (!school && n->year == n->year_last && r->pos > at + 1 &&
	    phrase_read_second_year(r, n->year, &n->year_last))
		reader_year_words(r);   /* «2024 год – 2025 год» */
	if (!school && short_form && n->year_last > n->year)
		reader_warn(r, PHRASE_W_TWO_WAYS, at, "'2021-2022 учебный "
		    "год', if that is meant", "read as two calendar years");
	if (!school || r->failed)
		return !r->failed;
	n->kind = N_DURING;
	n->unit = UNIT_SCHOOL_YEAR;
	return true;
}

/* --- Ranges --- */

static bool
same_month(const struct calendar_item *a, const struct calendar_item *b)
{
	return a->item.first.month == b->item.first.month &&
	    a->item.first.nth_month == b->item.first.nth_month;
}

/* «с 1 ноября по 31 марта»: months, in as many words. */
static bool
are_whole_months(const struct calendar_item *c)
{
	const struct term_point *p = &c->item.first, *q = &c->item.last;

	return c->unit == UNIT_YEAR && !c->next && p->kind == POINT_DAY &&
	    q->kind == POINT_DAY && p->month && q->month && p->n == 1 &&
	    q->month != 2 && q->n == month_days(2000, q->month);
}

/* a..b into a. False (complained of) when it cannot be. */
static bool
join_range(struct reader *r, size_t start, struct calendar_item *a,
    const struct calendar_item *b)
{
	const struct term_point *p = &a->item.first, *q = &b->item.last;

	if (a->unit != b->unit) {
		reader_error(r, PHRASE_E_TOGETHER, start, r->pos, NULL,
		    "a range between unlike things");
		return false;
	}
	if (same_month(a, b) && p->kind == POINT_DAY && q->kind == POINT_DAY &&
	    q->n != -1 && q->n < p->n && a->year == b->year_last) {
		reader_error(r, PHRASE_E_REVERSED, start, r->pos, NULL,
		    "a range that ends before it begins");
		return false;
	}
	if (a->year && b->year_last && (b->year_last < a->year ||
	    (a->year == b->year_last && q->month < p->month))) {
		reader_error(r, PHRASE_E_REVERSED, start, r->pos, NULL,
		    "a range that ends before it begins");
		return false;
	}
	if (a->whole_months && b->whole_months && a->year == b->year_last &&
	    !a->wraps && !b->wraps && b->item.first.month >= p->month &&
	    q->month <= a->item.last.month &&      /* «весна - апрель» */
	    q->month - b->item.first.month < a->item.last.month - p->month) {
		reader_error(r, PHRASE_E_TOGETHER, start, r->pos,
		    "leave the longer one out", "ends where it has not ended");
		return false;
	}
	a->item.last = *q;
	a->year_last = b->year_last;
	a->next = b->next;
	a->next_of = b->next_of;
	a->wraps = q->month != 0 && p->month != 0 && (q->month < p->month ||
	    (q->month == p->month && q->n != -1 && q->n < p->n));
	a->whole_months = (a->whole_months && b->whole_months) ||
	    are_whole_months(a);
	a->select = SELECT_IN;
	a->shape = a->shape == SHAPE_MONTH && b->shape == SHAPE_MONTH ?
	    SHAPE_MONTH : SHAPE_PART;
	return true;
}

/* "June 1-10": the second day shares the month of the first. */
static bool
read_shared_month(struct reader *r, const struct calendar_item *a,
    struct calendar_item *b)
{
	const struct token *t = reader_token(r, 0);
	int day;

	if (a->shape != SHAPE_DATE || t->kind != T_NUMBER || !t->digits ||
	    reader_at_year(r, 0) || reader_token(r, 1)->kind == T_DATE ||
	    is_word(r, 1, W_MONTH) || !reader_number(r, &day))
		return false;
	*b = *a;
	b->item.first.n = b->item.last.n = (int16_t)day;
	if (day < 1 || day > 31 || (a->item.first.month != 2 &&
	    day > month_days(2000, a->item.first.month))) {
		reader_error(r, PHRASE_E_DATE, r->pos - 1, r->pos, NULL,
		    "no such day");
		return false;
	}
	return true;
}

static bool
take_connector(struct reader *r, const enum word_class *words, size_t n,
    bool dash)
{
	size_t start = r->pos;

	if (dash && take_kind(r, T_DASH))
		return true;
	if (reader_any(r, words, n) && !is_word(r, 0, W_NOT))
		return true;
	r->pos = start;
	if (!dash)
		return false;
	take_kind(r, T_COMMA);  /* «…, но не позднее 1 мая» */
	if (!take(r, W_AND))
		take(r, W_BUT);
	if (take(r, W_NOT) && take(r, W_LATER)) {
		take(r, W_THAN);
		return true;
	}
	return reader_back(r, start);
}

/* «I квартал – 15 апреля»: a quarter or half-year and the day of its report. */
static bool
is_report(const struct reader *r, size_t place, const struct calendar_item *a,
    const struct calendar_item *b)
{
	return r->tokens->items[place].kind == T_DASH && a->whole_months &&
	    a->shape == SHAPE_PART && a->item.first.month % 3 == 1 &&
	    b->select == SELECT_DAY && b->shape == SHAPE_DATE;
}

/* «текущего года», «следующего года» */
static bool
at_year_that_is(const struct reader *r, enum word_class cls)
{
	return is_word(r, 0, cls) && is_word(r, 1, W_UNIT) &&
	    reader_token(r, 1)->value == UNIT_YEAR;
}

/* A range whose first part is read: a, its year (0 none). The second part
 * with its own year, when both say one. */
bool
phrase_read_second_part(struct reader *r, size_t start, struct calendar_item *a,
    const enum word_class *words, size_t n, bool dash)
{
	size_t place = r->pos;

	if (at_year_that_is(r, W_CURRENT))
		r->pos += 2;            /* «с 1 сентября текущего года» */
	if (take_connector(r, words, n, dash))
		return phrase_read_range_end(r, start, place, a);
	r->pos = place;
	return false;
}

bool
phrase_read_range_end(struct reader *r, size_t start, size_t place,
    struct calendar_item *a)
{
	struct calendar_item b;
	int year = 0;

	if (!phrase_read_part(r, &b) && (r->failed || !read_shared_month(r, a,
	    &b)))
		return reader_back(r, place);
	if (a->shape == SHAPE_MONTH && b.unit == UNIT_MONTH && !b.unit_said)
		return reader_back(r, place);   /* «сентябрь - 1 неделя» */
	if (is_report(r, place, a, &b))
		return reader_back(r, place);
	if (a->year != 0 && b.year_last == 0) {
		if (!phrase_read_one_year(r, &year)) {
			if (r->failed)
				return false;
			year = b.item.last.month < a->item.first.month ?
			    a->year + 1 : a->year;
		}
		b.year = b.year_last = year;
	} else if (a->year == 0 && b.year != 0) {
		/* «15.01-15.03.2024»: one year for both, or the turn of it */
		a->year = b.year - (b.item.last.month < a->item.first.month);
	}
	if (!join_range(r, start, a, &b))
		return false;
	/* «по 1 июня следующего года» */
	if (a->year == 0 && at_year_that_is(r, a->wraps ? W_NEXT : W_CURRENT))
		r->pos += 2;
	return true;
}

/* Does another part follow the dash? «май-июнь-июль» */
static bool
third_part(struct reader *r, const struct calendar_item *last)
{
	struct reader saved = *r;
	struct calendar_item c;
	bool yes;

	r->trial = true;
	r->pos++;
	yes = phrase_read_part(r, &c) &&
	    (c.unit != UNIT_MONTH || c.unit_said) &&    /* «- 1 неделя» */
	    !is_report(r, saved.pos, last, &c);
	*r = saved;
	return yes;
}

/* «осень-весна»: from September to May, or both? */
static void
warn_seasons(struct reader *r, size_t start, const struct calendar_item *c)
{
	int months = (c->item.last.month - c->item.first.month + 12) % 12 + 1;

	if (r->tokens->items[start].cls == W_SEASON && months > 6 &&
	    r->tokens->items[r->pos - 1].cls == W_SEASON)
		reader_warn(r, PHRASE_W_TWO_WAYS, start,
		    "'осень, весна' for both", "read as one stretch");
}

/* A part, or a range by a dash or a word: «май-июнь», «ноябрь 2020 – январь
 * 2021», "June to August". */
bool
phrase_read_span(struct reader *r, struct calendar_item *ret)
{
	static const enum word_class words[] = { W_TO, W_PO };
	size_t start = r->pos, place;
	struct calendar_item c;
	int year = 0;

	if (!phrase_read_part(r, &c))
		return false;
	place = r->pos;
	if (c.year == 0 && !c.next && phrase_read_one_year(r, &year)) {
		/* a year here only begins a range with two of them */
		c.year = c.year_last = year;
		if (reader_at_year(r, 1) ||
		    !phrase_read_second_part(r, start, &c, words, 2, true)) {
			if (r->failed)
				return false;
			c.year = c.year_last = 0;
			r->pos = place;
		}
	} else if (!r->failed && !reader_at_year(r, 1) &&
	    phrase_read_second_part(r, start, &c, words, 2, true)) {
		warn_seasons(r, start, &c);
	}
	if (r->failed)
		return false;
	if (reader_token(r, 0)->kind == T_DASH && reader_at_year(r, 1) &&
	    c.year == 0)
		r->pos++;       /* «Май-ноябрь-2024» */
	else if (reader_token(r, 0)->kind == T_DASH && third_part(r, &c)) {
		reader_error(r, PHRASE_E_PLACE, r->pos, r->pos + 2,
		    "a comma between two ranges", "a range has two ends");
		return false;
	}
	*ret = c;
	return true;
}

/* --- Items --- */

/* «за май» is what a report is on, not when it is due; but «4 раза за
 * май-октябрь». */
static bool
is_reported_on(const struct reader *r)
{
	const struct token *t = reader_token(r, 0);

	return t->kind == T_WORD && t->cls == W_FOR && !t->latin &&
	    (r->tree->len == 0 ||
	    r->tree->nodes[r->tree->len - 1].kind != N_COUNT);
}

/* Words before an item that say nothing more: «в», «в течение», «в период»,
 * «в срок», «по» (пятницам). */
static void
take_item_lead(struct reader *r)
{
	static const enum word_class leads[] = {
		W_IN, W_ON, W_FOR, W_DURING, W_OF, W_AT, W_WITHIN
	};

	if (is_word(r, 0, W_PO) && is_word(r, 1, W_STANDING_AT))
		r->pos += 2;
	else if (is_word(r, 0, W_AS) && reader_token(r, 0)->latin &&
	    (is_word(r, 1, W_OF) || is_word(r, 1, W_AT)))
		r->pos++;       /* "as of October 1" */
	if (is_word(r, 0, W_PO) && ((is_word(r, 1, W_WEEKDAY) &&
	    reader_dative_plural(reader_token(r, 1))) ||
	    reader_token(r, 1)->ordinal || is_word(r, 1, W_LAST)))
		r->pos++;
	if (take(r, W_TERM) || take(r, W_DUE)) {
		if (!take(r, W_CARRYING_OUT))
			take(r, W_HOLDING);
		if (!take_kind(r, T_COLON))
			take_kind(r, T_DASH);
	}
	if (reader_any(r, leads, sizeof(leads) / sizeof(leads[0]))) {
		if (!take(r, W_DURING) && (take(r, W_PERIOD) ||
		    take(r, W_TERM)))
			take_kind(r, T_COLON);
		if (take(r, W_ALL))
			take(r, W_OF);
		if (is_word(r, 0, W_UNIT) && is_word(r, 1, W_OF) &&
		    is_word(r, 2, W_MONTH) &&
		    reader_token(r, 0)->value == UNIT_MONTH)
			r->pos += 2;    /* "in the month of June" */
	}
}

void
reader_keep_day(struct reader *r, const struct calendar_item *c)
{
	const struct token *t = &r->tokens->items[r->pos - 1];

	if (t->kind == T_WORD && t->cls == W_MONTH && !c->whole_months &&
	    c->item.first.month == c->item.last.month && c->year == 0)
		r->day = *c;
	else
		r->day.shape = SHAPE_NONE;
}

/* «15 января, апреля и июля», "first Monday of March, June": a month alone
 * stands for the same day of it. */
static bool
read_same_day(struct reader *r, struct calendar_item *ret)
{
	const struct token *t = reader_token(r, 0);
	struct calendar_item c;

	if (r->day.shape == SHAPE_NONE || t->kind != T_WORD ||
	    t->cls != W_MONTH || !reader_genitive(t) ||
	    reader_token(r, 1)->kind == T_NUMBER ||
	    reader_token(r, 1)->kind == T_DASH)
		return false;
	r->pos++;
	c = r->day;
	c.item.first.month = c.item.last.month = (uint8_t)t->value;
	if (c.item.first.kind == POINT_DAY && c.item.first.n >
	    (t->value == 2 ? 29 : month_days(2000, (int)t->value))) {
		reader_error(r, PHRASE_E_DATE, r->pos - 1, r->pos, NULL,
		    "that month is shorter");
		return false;
	}
	*ret = c;
	return true;
}

bool
phrase_read_item(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	if (read_same_day(r, &n->cal)) {
		r->day = n->cal;
		return true;
	}
	if (r->failed)
		return false;
	if (is_reported_on(r))
		return reader_missed(r);
	if (!is_word(r, 0, W_MONTH))    /* nearly always */
		take_item_lead(r);
	if (!phrase_read_span(r, &n->cal))
		return reader_back(r, start);
	/* a list of «до …» goes on in the same form */
	if (n->cal.select == SELECT_DAY && n->cal.shape == r->list) {
		n->cal.select = SELECT_BY;
		n->cal.exclusive = r->list_exclusive;
	} else {
		r->list = SHAPE_NONE;
	}
	reader_keep_day(r, &n->cal);
	return true;
}
