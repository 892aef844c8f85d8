/* How often: rhythms, standing duties, whole periods.
 *
 * Rhythms - Standing - During - Stages */
#include "core/phrase_read.h"

/* --- Rhythms --- */

/* «ежегодное обновление», "annual report": the thing that is done. */
static void
take_thing(struct reader *r)
{
	size_t n = reader_nouns(r);

	r->pos += n;
}

/* "biannually", "bi-weekly": twice in one, or once in two? Years are mostly
 * halved, and that is said; months and weeks are anybody's guess. */
static bool
read_bi(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	int unit = reader_token(r, 0)->value;

	r->pos++;
	if (unit == UNIT_COUNT) {
		take_kind(r, T_DASH);
		if (!is_word(r, 0, W_EVERY_ADV) && !is_word(r, 0, W_EVERY_ADJ))
			return reader_back(r, start);
		unit = reader_token(r, 0)->value;
		r->pos++;
	}
	if (unit != UNIT_YEAR) {
		reader_error(r, PHRASE_E_WORD, start, r->pos,
		    unit == UNIT_MONTH ? "say 'twice a month' or 'every 2 "
		    "months'" : "say 'twice a week' or 'every 2 weeks'",
		    "has two meanings");
		return false;
	}
	reader_warn(r, PHRASE_W_TWO_WAYS, start, "if every other year is "
	    "meant, say 'every 2 years'", "read as each half of a year");
	n->unit = UNIT_HALF_YEAR;
	take_thing(r);
	return true;
}

/* One word: «ежеквартально», "fortnightly", "semi-annually". */
static bool
read_adverb(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	if (is_word(r, 0, W_STRETCH)) {
		phrase_read_stretch(r, n);
		if (r->tokens->items[start].latin)
			take_thing(r);
		return true;
	}
	if (is_word(r, 0, W_BI))
		return read_bi(r, n);
	if (reader_token(r, 0)->latin && take(r, W_HALF)) {
		take_kind(r, T_DASH);
		if (!is_word(r, 0, W_EVERY_ADV) && !is_word(r, 0, W_EVERY_ADJ))
			return reader_back(r, start);
		n->unit = (enum term_unit)reader_token(r, 0)->value;
		if (n->unit == UNIT_YEAR) {
			n->unit = UNIT_HALF_YEAR;
		} else if (n->unit == UNIT_MONTH || n->unit == UNIT_WEEK) {
			n->kind = N_COUNT;      /* "semi-monthly" */
			n->min = 2;
		} else {
			return reader_back(r, start);
		}
		r->pos++;
		take_thing(r);
		return true;
	}
	if (is_word(r, 0, W_EVERY_ADV) || is_word(r, 0, W_EVERY_ADJ)) {
		const struct token *t = reader_token(r, 0);

		n->unit = (enum term_unit)t->value;
		r->pos++;
		if (t->cls == W_EVERY_ADJ || t->latin)
			take_thing(r);
		return true;
	}
	return false;
}

bool
phrase_read_every(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	int count;

	if (read_adverb(r, n))
		return true;
	if (take(r, W_ON)) {    /* "on a quarterly basis" */
		take(r, W_PER);
		if (read_adverb(r, n) && take(r, W_BASIS))
			return true;
		r->pos = start;
		if (r->failed)
			return false;
	}
	take(r, W_OF);
	take(r, W_IN);
	take(r, W_ON);
	if (take(r, W_EVERY)) {
		if (reader_token(r, 0)->ordinal && reader_number(r, &count)) {
			/* «каждый второй месяц квартала» is an item */
			if (!reader_unit(r, &n->unit) || count < 1 ||
			    n->unit == UNIT_QUARTER || n->unit ==
			    UNIT_HALF_YEAR || is_word(r, 0, W_UNIT))
				return reader_back(r, start);
			n->interval = count;
			n->consecutive = count > 1;
			return true;
		}
		return phrase_read_stretch(r, n) || reader_back(r, start);
	}
	r->pos = start;
	if (reader_unit(r, &n->unit)) {           /* «(рабочие дни)» */
		if (n->unit == UNIT_WORKING_DAY)
			return true;
		r->pos = start;
	}
	if (take(r, W_PO) || take(r, W_IN) || take(r, W_ON)) {
		/* «по кварталам», «в рабочие дни», "on weekdays" */
		bool po = r->tokens->items[start].cls == W_PO;

		if (reader_unit(r, &n->unit) &&
		    (po || n->unit == UNIT_WORKING_DAY))
			return true;
	}
	return reader_back(r, start);
}

/* --- Standing --- */

bool
phrase_read_standing(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	(void)n;
	take(r, W_ON);
	take(r, W_PER);
	if (take(r, W_STANDING) || take(r, W_STANDING_ADJ)) {
		take(r, W_BASIS);
		return true;
	}
	if (take(r, W_REGULARLY)) {
		take(r, W_BASIS);
		reader_warn(r, PHRASE_W_TWO_WAYS, start,
		    "say how often, for example 'ежеквартально'",
		    "says no number; read as a standing duty");
		return true;
	}
	return reader_back(r, start);
}

/* --- During --- */

/* «не менее 3 мероприятий за период» */
static bool
counts_period(const struct reader *r, size_t start)
{
	enum token_kind next = (enum token_kind)reader_token(r, 0)->kind;

	return next != T_WORD && next != T_NUMBER && next != T_DATE &&
	    r->tree->len > 0 && r->tree->nodes[r->tree->len - 1].kind ==
	    N_COUNT && r->tokens->items[start].cls == W_FOR;
}

/* «в течение всего периода», «весь срок реализации программы» */
static bool
read_validity(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool during, all;

	if (!take(r, W_IN) && !take(r, W_ON))
		take(r, W_FOR);
	if (is_word(r, 1, W_DURING))
		take(r, W_ALL);         /* «на всём протяжении …» */
	during = take(r, W_DURING) || (is_word(r, 0, W_CARRYING_OUT) &&
	    is_word(r, 1, W_OF) && r->pos > start);
	all = take(r, W_ALL);
	if (during && take(r, W_PROJECT)) {     /* "throughout the grant" */
		take(r, W_PERIOD);
		n->kind = N_VALIDITY;
		return true;
	}
	if (!take(r, W_PERIOD) && !take(r, W_TERM) &&
	    !(during && is_word(r, 0, W_CARRYING_OUT)))
		return reader_back(r, start);
	if (!during && !all && !is_word(r, 0, W_CARRYING_OUT) &&
	    !counts_period(r, start))
		return reader_back(r, start);
	take(r, W_OF);
	if (take(r, W_CARRYING_OUT))
		reader_name(r, 6, false);
	else if (take(r, W_PERIOD))     /* "period of validity" */
		take(r, W_OF);
	n->kind = N_VALIDITY;
	return true;
}

/* «отчётного года» is the one at hand; «прошедшего» is not. */
static bool
take_reporting(struct reader *r)
{
	return is_word(r, 0, W_REPORTING) && reader_token(r, 0)->value == 1 &&
	    take(r, W_REPORTING);
}

/* «[январь] года, следующего за отчётным», «предшествующего отчётному»: each
 * year does. */
static bool
read_year_after(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	const struct node *last = r->tree->nodes + r->tree->len - 1;

	if (r->tree->len == 0 || last->kind != N_ITEM || last->cal.year ||
	    !last->cal.whole_months || !is_word(r, 0, W_UNIT) ||
	    reader_token(r, 0)->value != UNIT_YEAR)
		return false;
	r->pos++;
	take_kind(r, T_COMMA);
	if (take(r, W_PRECEDING)) {
		reader_preceded(r);
		n->kind = N_IGNORED;
		return true;
	}
	if (!take(r, W_NEXT) || !take(r, W_FOR) || !take(r, W_REPORTING))
		return reader_back(r, start);
	if (is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_YEAR)
		r->pos++;
	n->kind = N_IGNORED;
	return true;
}

/* «[до 25 декабря] на следующий год»: what the paper handed in is for. */
static bool
read_next_period(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	const struct node *last = r->tree->nodes + r->tree->len - 1;
	enum term_unit unit;

	if ((!is_word(r, 0, W_ON) && !(is_word(r, 0, W_FOR) &&
	    reader_token(r, 0)->latin)) || !is_word(r, 1, W_NEXT) ||
	    r->tree->len == 0 || last->kind != N_ITEM ||
	    last->cal.select != SELECT_BY)
		return false;
	r->pos += 2;
	take(r, W_CALENDAR);
	if (!reader_unit(r, &unit) || unit < UNIT_WEEK)
		return reader_back(r, start);
	n->kind = N_IGNORED;
	return true;
}

/* «в течение [всего] [текущего] года», "all year round", «весь год» */
bool
phrase_read_during(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	bool in, during, all, current;

	if (read_validity(r, n) || read_year_after(r, n) ||
	    read_next_period(r, n))
		return true;
	if (is_word(r, 1, W_CURRENT) || is_word(r, 1, W_REPORTING))
		take(r, W_OF);          /* "[June] of the current year" */
	in = take(r, W_IN) || take(r, W_ON) || take(r, W_FOR);
	during = take(r, W_DURING);
	/* «в течение 2024 года» is years; «учебного года 2021 2022»
	 * is a school year and a list of years */
	if (reader_at_year(r, 0) || (is_word(r, 0, W_SCHOOL) &&
	    reader_at_year(r, 2) &&
	    !reader_at_year(r, 3) && !(reader_token(r, 3)->kind == T_COMMA &&
	    reader_at_year(r, 4))))
		return reader_back(r, start);
	all = take(r, W_ALL);
	current = take(r, W_CURRENT) || take_reporting(r);
	if (take(r, W_EVERY) || take(r, W_PER)) {
		if (!during || !reader_unit(r, &n->unit))
			return reader_back(r, start);
		n->kind = N_EVERY;
		return true;
	}
	if (!reader_unit(r, &n->unit)) {
		if (current && !during && !in)
			return reader_back(r, start);
		return reader_back(r, start);
	}
	if (is_word(r, reader_token(r, 0)->kind == T_DASH, W_ROUND)) {
		take_kind(r, T_DASH);
		r->pos++;
		all = true;
	}
	if (n->unit == UNIT_SCHOOL_YEAR)
		return true;
	if (n->unit == UNIT_YEAR) {
		if (during || all)
			return true;
		n->kind = N_IGNORED;    /* «[июнь] текущего года» */
		return current || reader_back(r, start);
	}
	if (!during)
		return reader_back(r, start);
	n->kind = N_EVERY;
	reader_warn(r, PHRASE_W_TWO_WAYS, start, "if it is counted from a "
	    "day, say 'в течение месяца после …'",
	    "read as each calendar one");
	return true;
}

/* --- Stages --- */

/* «период: …», «месяц: …», «дата проведения: …»: the heading of a column. */
static bool
read_heading(struct reader *r)
{
	static const enum word_class nouns[] = { W_UNIT, W_PERIOD, W_MOMENT };
	size_t start = r->pos;
	bool first = r->tree->len == 0, term = first && take(r, W_TERM);

	if (!first || (!term && !reader_any(r, nouns, sizeof(nouns) /
	    sizeof(nouns[0]))))
		return reader_back(r, start);
	if (!take(r, W_CARRYING_OUT))
		take(r, W_HOLDING);
	/* behind «срок:» a day is the last one */
	return (take_kind(r, T_COLON) && (!term || reader_at_year(r, 0))) ||
	    reader_back(r, start);
}

/* «I этап», «2 этап:», «на третьем этапе», "Phase 2": the name of what stands
 * behind it. */
bool
phrase_read_stage(struct reader *r, struct node *n)
{
	size_t start = r->pos;
	int number = 0;

	(void)n;
	if (read_heading(r))
		return true;
	take(r, W_ON);
	if (!(reader_ordinal(r, &number) && take(r, W_STAGE)) &&
	    !(number == 0 && take(r, W_STAGE) && reader_ordinal(r, &number)))
		return reader_back(r, start);
	if (is_word(r, 0, W_IN) || is_word(r, 0, W_FOR) ||
	    is_word(r, 0, W_PER) || is_word(r, 0, W_EVERY_ADV) ||
	    is_word(r, 0, W_UNKNOWN))
		return reader_back(r, start);   /* «1 этап в год» */
	return true;
}
