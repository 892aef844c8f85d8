/* Items of the calendar, ranges of them, years, validity.
 *
 * Years - Ranges - Items - Bounds - Exceptions */
#include "core/phrase_read.h"

#include <string.h>

/* --- Years --- */

static bool
check_year(struct reader *r, size_t first, int year)
{
	if (year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX)
		return true;
	reader_error(r, PHRASE_E_RANGE, first, r->pos, "1900 to 2200",
	    "a year out of range");
	return false;
}

/* «года», «гг.», «г.г.» behind a year; says whether the school year was
 * meant. */
static bool
take_year_words(struct reader *r)
{
	bool school = false;
	enum term_unit unit;
	size_t start = r->pos;

	if (take_unit(r, &unit)) {
		if (unit == UNIT_SCHOOL_YEAR)
			school = true;
		else if (unit != UNIT_YEAR)
			r->pos = start;
	}
	return school;
}

/* A year that is not the first of a range or of a school year. */
bool
read_one_year(struct reader *r, int *ret)
{
	size_t start = r->pos;

	take(r, W_OF);
	if (!is_year(r, 0))
		return back_to(r, start);
	*ret = (int)reader_token(r, 0)->value;
	r->pos++;
	if (!check_year(r, start, *ret))
		return false;
	if (take_year_words(r))
		return back_to(r, start);
	return true;
}

/* The second year of «2005-2007», «2023/24» behind the first. */
static bool
read_second_year(struct reader *r, int year, int *ret)
{
	size_t start = r->pos;
	const struct token *t = reader_token(r, 1);
	bool slash = reader_token(r, 0)->kind == T_SLASH;

	if (!slash && reader_token(r, 0)->kind != T_DASH &&
	    !is_word(r, 0, W_TO) && !is_word(r, 0, W_PO))
		return false;
	if (is_year(r, 1))
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
	return check_year(r, start + 1, *ret);
}

static void
take_year_lead(struct reader *r)
{
	static const enum word_class leads[] = {
		W_IN, W_ON, W_FOR, W_OF, W_DURING
	};

	if (take_any(r, leads, sizeof(leads) / sizeof(leads[0]))) {
		if (!take(r, W_DURING))
			take(r, W_PERIOD);
		take(r, W_ALL);
	}
	take(r, W_CALENDAR);
	if (is_word(r, 0, W_UNIT) && is_year(r, 1) &&
	    reader_token(r, 0)->value == UNIT_YEAR)
		r->pos++;       /* "year 2024" */
}

bool
read_years(struct reader *r, struct node *n)
{
	size_t start = r->pos, at;
	bool school;

	if (!is_year(r, 0))
		take_year_lead(r);
	school = take(r, W_SCHOOL);
	if (school)
		take_year_words(r);
	if (!is_year(r, 0))
		return back_to(r, start);
	at = r->pos;
	n->year = n->year_last = (int)reader_token(r, 0)->value;
	r->pos++;
	if (!check_year(r, at, n->year))
		return false;
	school = reader_token(r, 0)->kind == T_SLASH || school;
	if (read_second_year(r, n->year, &n->year_last) &&
	    reader_token(r, 0)->kind == T_DASH && is_year(r, 1))
		reader_error(r, PHRASE_E_PLACE, r->pos + 1, r->pos + 2, NULL,
		    "a third year in a range");
	if (r->failed)
		return false;
	if (take_year_words(r))
		school = true;
	if (!school)
		return true;
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
	a->item.last = *q;
	a->year_last = b->year_last;
	a->next = b->next;
	a->next_of = b->next_of;
	a->wraps = q->month != 0 && p->month != 0 && (q->month < p->month ||
	    (q->month == p->month && q->n != -1 && q->n < p->n));
	a->whole_months = a->whole_months && b->whole_months;
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
	    is_year(r, 0) || reader_token(r, 1)->kind == T_DATE ||
	    is_word(r, 1, W_MONTH) || !take_number(r, &day))
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
	if (dash && take_kind(r, T_DASH))
		return true;
	return take_any(r, words, n);
}

/* A range whose first part is read: a, its year (0 none). The second part
 * with its own year, when both say one. */
static bool
read_second_part(struct reader *r, size_t start, struct calendar_item *a,
    const enum word_class *words, size_t n, bool dash)
{
	size_t place = r->pos;
	struct calendar_item b;
	int year = 0;

	if (!take_connector(r, words, n, dash))
		return false;
	if (!read_part(r, &b) && (r->failed || !read_shared_month(r, a, &b)))
		return back_to(r, place);
	if (a->year != 0 && b.year_last == 0) {
		if (!read_one_year(r, &year)) {
			if (r->failed)
				return false;
			year = b.item.last.month < a->item.first.month ?
			    a->year + 1 : a->year;
		}
		b.year = b.year_last = year;
	}
	return join_range(r, start, a, &b);
}

/* A part, or a range by a dash or a word: «май-июнь», «ноябрь 2020 – январь
 * 2021», "June to August". */
bool
read_span(struct reader *r, struct calendar_item *ret)
{
	static const enum word_class words[] = { W_TO, W_PO };
	size_t start = r->pos, place;
	struct calendar_item c;
	int year;

	if (!read_part(r, &c))
		return false;
	place = r->pos;
	if (c.year == 0 && !c.next && read_one_year(r, &year)) {
		/* a year here only begins a range with two of them */
		c.year = c.year_last = year;
		if (is_year(r, 1) ||
		    !read_second_part(r, start, &c, words, 2, true)) {
			if (r->failed)
				return false;
			c.year = c.year_last = 0;
			r->pos = place;
		}
	} else if (!r->failed && !is_year(r, 1)) {
		read_second_part(r, start, &c, words, 2, true);
	}
	if (r->failed)
		return false;
	if (reader_token(r, 0)->kind == T_DASH && is_year(r, 1) &&
	    c.year == 0)
		r->pos++;       /* «Май-ноябрь-2024» */
	*ret = c;
	return true;
}

/* --- Items --- */

/* Words before an item that say nothing more: «в», «в течение», «в период»,
 * «в срок», «по» (пятницам). */
static void
take_item_lead(struct reader *r)
{
	static const enum word_class leads[] = {
		W_IN, W_ON, W_FOR, W_DURING, W_OF, W_AT
	};

	if (is_word(r, 0, W_PO) && (is_word(r, 1, W_WEEKDAY) ||
	    reader_token(r, 1)->ordinal || is_word(r, 1, W_LAST)))
		r->pos++;
	if (take(r, W_TERM) || take(r, W_DUE))
		take_kind(r, T_COLON);
	if (take_any(r, leads, sizeof(leads) / sizeof(leads[0]))) {
		if (!take(r, W_DURING) && !take(r, W_PERIOD))
			take(r, W_TERM);
		if (take(r, W_ALL))
			take(r, W_OF);
	}
}

bool
read_item(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	take_item_lead(r);
	if (!read_span(r, &n->cal))
		return back_to(r, start);
	/* a list of «до …» goes on in the same form */
	if (n->cal.select == SELECT_DAY && n->cal.shape == r->list) {
		n->cal.select = SELECT_BY;
		n->cal.exclusive = r->list_exclusive;
	} else {
		r->list = SHAPE_NONE;
	}
	return true;
}

/* --- Bounds --- */

bool
item_days(const struct calendar_item *c, int year, int year_last,
    struct date_span *ret)
{
	const struct term_point *ends[2] = { &c->item.first, &c->item.last };
	int years[2] = { year, year_last };
	struct date days[2];

	for (int i = 0; i < 2; i++) {
		const struct term_point *p = ends[i];

		if (p->month == 0 || years[i] < DATE_YEAR_MIN ||
		    years[i] > DATE_YEAR_MAX)
			return false;
		switch (p->kind) {
		case POINT_DAY:
			days[i] = p->n == -1 ?
			    month_last(years[i], p->month) :
			    month_day_or_last(years[i], p->month, p->n);
			break;
		case POINT_BEFORE_END:
			days[i] = date_add(month_last(years[i], p->month),
			    -p->n);
			break;
		case POINT_NTH_WEEKDAY: {
			struct date from = p->n > 0 ?
			    month_first(years[i], p->month) :
			    date_add(month_last(years[i], p->month), -6);
			int off = ((int)p->weekday -
			    (int)date_weekday(from) + 7) % 7;

			days[i] = date_add(from,
			    off + (p->n > 0 ? 7 * (p->n - 1) : 0));
			if (date_civil(days[i]).month != p->month)
				return false;
			break;
		}
		default:
			return false;
		}
	}
	ret->first = days[0];
	ret->last = days[1];
	return true;
}

/* «с 2021 по 2024 год», «с 2021 года» */
static bool
read_year_bounds(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	int year = (int)reader_token(r, 0)->value, last = 0;

	if (!is_year(r, 0))
		return false;
	r->pos++;
	if (!check_year(r, start, year))
		return false;
	if (take_year_words(r)) {       /* «с 2021 учебного года» */
		n->date = date_of(year, 9, 1);
		return true;
	}
	if (read_second_year(r, year, &last)) {
		take_year_words(r);
		n->kind = N_YEARS;
		n->year = year;
		n->year_last = last;
		return true;
	}
	n->date = date_of(year, 1, 1);
	return !r->failed;
}

/* Where only a beginning is named: its day needs a year. */
static bool
finish_from(struct reader *r, struct node *n, const struct calendar_item *c)
{
	struct date_span days;

	if (c->year == 0 || !item_days(c, c->year, c->year, &days)) {
		reader_error(r, PHRASE_E_MISSING, n->first, r->pos,
		    "name the year, or the end («с сентября по май»)",
		    "from when on, in which year?");
		return false;
	}
	n->kind = N_FROM;
	n->date = days.first;
	return true;
}

/* «с момента утверждения плана», "from the date of approval": what is in
 * force begins there anyway. */
static bool
read_from_approval(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	if (!take(r, W_FROM))
		return false;
	if (!take(r, W_MOMENT))
		take(r, W_UNIT);
	take(r, W_OF);
	if (!take(r, W_APPROVAL))
		return back_to(r, start);
	take_free(r, 6, true);
	n->kind = N_IGNORED;
	return true;
}

static bool
read_from(struct reader *r, struct node *n)
{
	static const enum word_class ends[] = { W_PO, W_TO, W_DO, W_AND };
	size_t start = r->pos;
	bool between;
	struct calendar_item c;
	int year = 0;

	if (read_from_approval(r, n))
		return true;
	between = take(r, W_BETWEEN);

	if (!between) {
		bool starting = take(r, W_STARTING);

		if (!take(r, W_FROM) && !starting)
			return back_to(r, start);
		if (starting) {
			take(r, W_IN);
			take(r, W_ON);
		}
	}
	if (read_year_bounds(r, n))
		return true;
	if (r->failed || !read_part(r, &c))
		return back_to(r, start);
	if (c.year == 0 && read_one_year(r, &year))
		c.year = c.year_last = year;
	if (r->failed)
		return false;
	if (read_second_part(r, start, &c, ends, between ? 4 : 3, true)) {
		n->kind = N_ITEM;
		n->cal = c;
		return true;
	}
	if (r->failed || between)
		return r->failed ? false : back_to(r, start);
	take(r, W_ON);
	take(r, W_STARTING);
	return finish_from(r, n, &c);
}

/* «в период с …», «на период с …»; «по 31 мая 2024» */
bool
read_bounds(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	struct calendar_item c;
	struct date_span days;
	int year;

	if (take(r, W_IN) || take(r, W_ON) || take(r, W_FOR)) {
		if (!take(r, W_PERIOD) && !take(r, W_TERM))
			return back_to(r, start);
	} else if (take(r, W_PERIOD) || take(r, W_TERM)) {
		take_kind(r, T_COLON);
	}
	if (read_from(r, n))
		return true;
	if (r->failed || !take(r, W_PO) || !read_part(r, &c))
		return back_to(r, start);
	if (c.year == 0 && read_one_year(r, &year))
		c.year = c.year_last = year;
	if (r->failed || c.year == 0 ||
	    !item_days(&c, c.year, c.year_last, &days))
		return r->failed ? false : back_to(r, start);
	n->kind = N_TO;
	n->date = days.last;
	return true;
}

/* --- Exceptions --- */

/* «кроме июля и августа», «за исключением июля»: one node for the months up
 * to the end of the list. */
bool
read_except(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	if (!take(r, W_EXCEPT)) {
		take(r, W_FOR);
		take(r, W_ON);
		if (!take(r, W_EXCLUDING))
			return back_to(r, start);
	}
	take(r, W_FOR);
	if (is_word(r, 0, W_DAYS_OFF)) {        /* «кроме выходных дней» */
		while (take(r, W_DAYS_OFF) || take(r, W_UNIT) ||
		    (is_word(r, 1, W_DAYS_OFF) && (take(r, W_AND) ||
		    take_kind(r, T_COMMA))))
			;
		n->kind = N_EVERY;
		n->unit = UNIT_WORKING_DAY;
		return true;
	}
	if (!read_span(r, &n->cal) || !n->cal.whole_months)
		return back_to(r, start);
	while (is_word(r, 0, W_AND) || reader_token(r, 0)->kind == T_COMMA) {
		size_t place = r->pos;
		struct calendar_item c;

		r->pos++;
		if (!read_span(r, &c) || !c.whole_months ||
		    c.item.first.month != n->cal.item.last.month + 1) {
			r->pos = place;
			break;
		}
		n->cal.item.last = c.item.last;
	}
	return true;
}
