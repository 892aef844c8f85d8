/* From when and until when something holds, and what it leaves out.
 *
 * Fixed days - From - To - Exceptions */
#include "core/phrase_read.h"

#include <string.h>

/* --- Fixed days --- */

bool
phrase_item_days(const struct calendar_item *c, int year, int year_last,
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

/* --- From --- */

/* «с 2021 по 2024 год», «с 2021 года» */
static bool
read_year_bounds(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	int year = (int)reader_token(r, 0)->value, last = 0;

	if (!reader_at_year(r, 0))
		return false;
	r->pos++;
	if (!reader_check_year(r, start, year))
		return false;
	if (reader_year_words(r)) {       /* «с 2021 учебного года» */
		n->date = date_of(year, 9, 1);
		return true;
	}
	if (phrase_read_second_year(r, year, &last)) {
		if (reader_year_words(r)) {     /* «с 2024/25 уч. года» */
			n->date = date_of(year, 9, 1);
			return true;
		}
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

	if (c->year == 0 || !phrase_item_days(c, c->year, c->year, &days)) {
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
		return reader_back(r, start);
	reader_name(r, 6, true);
	n->kind = N_IGNORED;
	return true;
}

static bool
read_from(struct reader *r, struct node *n)
{
	static const enum word_class ends[] = { W_PO, W_TO, W_DO, W_AND };
	size_t start = r->pos;
	bool between, beginning;
	struct calendar_item c;
	int year = 0;

	if (read_from_approval(r, n))
		return true;
	between = take(r, W_BETWEEN);
	beginning = is_word(r, 0, W_BEGINNING) && !is_word(r, 1, W_OF);
	if (!between) {
		bool starting = take(r, W_STARTING) ||
		    (beginning && take(r, W_BEGINNING));

		if (take(r, W_NOT)) {           /* «не ранее 1 марта» */
			if (!take(r, W_EARLIER))
				return reader_back(r, start);
			take(r, W_THAN);
		} else if (!take(r, W_FROM) && !starting) {
			return reader_back(r, start);
		}
		if (starting) {
			take(r, W_ACCOUNT);     /* "beginning with" */
			take(r, W_IN);
			take(r, W_ON);
		}
	}
	if (read_year_bounds(r, n)) {
		if (is_word(r, 0, W_ON) && reader_token(r, 0)->latin &&
		    reader_token(r, 1)->kind != T_WORD)
			r->pos++;       /* "from 2025 on" */
		return true;
	}
	if (r->failed || !phrase_read_part(r, &c))
		return reader_back(r, start);
	if (c.year == 0 && phrase_read_one_year(r, &year))
		c.year = c.year_last = year;
	if (r->failed)
		return false;
	if (phrase_read_second_part(r, start, &c, ends, between ? 4 : 3,
	    true)) {
		n->kind = N_ITEM;
		n->cal = c;
		reader_keep_day(r, &c);
		return true;
	}
	if (r->failed || between)
		return r->failed ? false : reader_back(r, start);
	if (beginning && c.year == 0)
		return reader_back(r, start);   /* "beginning June" */
	take(r, W_ON);
	take(r, W_STARTING);
	return finish_from(r, n, &c);
}

bool
phrase_read_onwards(struct reader *r, struct node *n)
{
	struct tree *tree = r->tree;
	struct node *last = &tree->nodes[tree->len - 1], *at = last;
	struct date_span days;
	int year;

	if (tree->len == 0 || !is_word(r, 0, W_STARTING) ||
	    strncmp(reader_token(r, 0)->text, "onward", 6) != 0)
		return false;
	if (last->kind == N_YEARS && tree->len > 1 &&
	    last[-1].kind == N_ITEM && last[-1].end == last->first)
		at--;
	year = last->kind == N_YEARS ? last->year : last->cal.year;
	if (year == 0 || last->year != last->year_last)
		return false;
	if (at->kind == N_ITEM && (at->cal.select == SELECT_BY ||
	    !phrase_item_days(&at->cal, year, year, &days)))
		return false;
	at->date = at->kind == N_ITEM ? days.first : date_of(year, 1, 1);
	if (at != last)
		last->kind = N_IGNORED;
	at->kind = N_FROM;
	*n = (struct node){ .kind = N_IGNORED, .unit = UNIT_COUNT,
	    .interval = 1, .first = r->pos, .end = r->pos + 1 };
	r->pos++;
	return true;
}

/* --- To --- */

/* «в период с …», «на период с …»; «по 31 мая 2024» */
bool
phrase_read_bounds(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	struct calendar_item c;
	struct date_span days;
	int year;

	if (take(r, W_IN) || take(r, W_ON) || take(r, W_FOR)) {
		if (!take(r, W_PERIOD) && !take(r, W_TERM))
			return reader_back(r, start);
	} else if (take(r, W_PERIOD) || take(r, W_TERM)) {
		take_kind(r, T_COLON);
	}
	if (read_from(r, n))
		return true;
	if (r->failed || (!take(r, W_PO) && !take(r, W_TO)))
		return reader_back(r, start);
	if (reader_at_year(r, 0) && phrase_read_one_year(r,
	    &year)) { /* «по 2025 год» */
		n->kind = N_TO;
		n->date = date_of(year, 12, 31);
		return true;
	}
	if (r->failed || !phrase_read_part(r, &c))
		return r->failed ? false : reader_back(r, start);
	if (c.year == 0 && phrase_read_one_year(r, &year))
		c.year = c.year_last = year;
	if (r->failed || c.year == 0 ||
	    !phrase_item_days(&c, c.year, c.year_last, &days))
		return r->failed ? false : reader_back(r, start);
	n->kind = N_TO;
	n->date = days.last;
	return true;
}

/* --- Exceptions --- */

/* «января, июля и августа»: a list goes on with months that are said in the
 * same case, or that follow the one before them. */
static bool
read_months_out(struct reader *r, struct node *n)
{
	size_t place;
	struct calendar_item c;

	if (!phrase_read_span(r, &n->cal) || !n->cal.whole_months)
		return false;
	c = n->cal;
	for (;;) {
		int next = c.item.last.month % 12 + 1;
		bool alike;

		for (int m = c.item.first.month;; m = m % 12 + 1) {
			n->months |= (uint16_t)(1u << m);
			if (m == c.item.last.month)
				break;
		}
		place = r->pos;
		if (take_kind(r, T_COMMA))
			take(r, W_AND);
		else if (!take(r, W_AND))
			return true;
		alike = is_word(r, 0, W_MONTH) &&
		    reader_genitive(reader_token(r, 0)) &&
		    reader_token(r, 1)->kind != T_DASH &&
		    !is_word(r, 1, W_TO);
		if (!phrase_read_span(r, &c) || !c.whole_months ||
		    (!alike && c.item.first.month != next)) {
			r->pos = place;
			return !r->failed;
		}
	}
}

/* «кроме июля и августа», «за исключением июля»: one node for the months up
 * to the end of the list. */
bool
phrase_read_except(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	if (!take(r, W_EXCEPT)) {
		take(r, W_FOR);
		take(r, W_ON);
		if (!take(r, W_EXCLUDING))
			return reader_back(r, start);
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
	if (is_word(r, 0, W_WEEKDAY)) { /* «кроме субботы и воскресенья» */
		do
			n->weekdays |= (uint8_t)(1u << r->tokens->items[
			    r->pos++].value);
		while (is_word(r, 0, W_WEEKDAY) ||
		    (is_word(r, 1, W_WEEKDAY) && (take(r, W_AND) ||
		    take_kind(r, T_COMMA))));
		return true;
	}
	return read_months_out(r, n) || (!r->failed && reader_back(r, start));
}
