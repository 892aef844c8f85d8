/* What comes from outside: schedules and requests.
 *
 * Schedules - Holidays - Requests */
#include "core/phrase_read.h"

#include <string.h>

enum {
	ADJECTIVES_MOST = 4, OWNER_MOST = 24,
	TERM_NEAR = 6           /* "by the end of the 2nd spring term" */
};

/* --- Schedules --- */

/* «, осуществляющими борьбу», «, проводящей …»: more of a name. */
static bool
at_participle(const struct reader *r)
{
	static const char *const marks[] = { "ющ", "ящ", "ущ", "ащ", "вш" };
	const struct token *t = reader_token(r, 1);

	if (reader_token(r, 0)->kind != T_COMMA || t->kind != T_WORD ||
	    t->cls != W_UNKNOWN)
		return false;
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		const char *mark = strstr(t->text, marks[i]);

		if (mark && strlen(mark) <= 4 * strlen("щ") + strlen("щ"))
			return true;
	}
	return false;
}

static void
take_owner(struct reader *r)
{
	size_t first;

	/* «плану-графику», «плану (графику)» are one thing */
	if (reader_token(r, 0)->kind == T_DASH && is_word(r, 1, W_SCHEDULE))
		r->pos += 2;
	take(r, W_OF);
	first = r->pos;
	reader_name(r, OWNER_MOST, true);
	if (at_participle(r) && r->pos > first) {
		r->pos++;               /* «с органами, осуществляющими …» */
		reader_name(r, OWNER_MOST, true);
	}
	/* «по графику ТОИПКРО, утверждённому приказом» */
	if (reader_token(r, 0)->kind == T_COMMA && is_word(r, 1, W_FIXED)) {
		size_t owner = r->pos;

		r->pos += 2;
		reader_name(r, OWNER_MOST, true);
		if (owner > first && !r->trial)
			r->tree->schedule_of = reader_text(r, first, owner);
		return;
	}
	if (r->pos > first && !r->trial)
		r->tree->schedule_of = reader_text(r, first, r->pos);
}

/* «в сроки, установленные …», «в установленные сроки» */
static bool
read_fixed(struct reader *r)
{
	size_t start = r->pos;

	if (!take(r, W_IN))
		take(r, W_ACCORDING);
	if (take(r, W_FIXED)) {
		/* «в установленные законодательством сроки» */
		for (int i = 0; i < 3 && (is_word(r, 0, W_UNKNOWN) ||
		    is_word(r, 0, W_SCHEDULE)); i++)
			r->pos++;
		if (take(r, W_TERM)) {
			take_owner(r);
			return true;
		}
	} else if (take(r, W_TERM)) {
		take_kind(r, T_COMMA);
		if (take(r, W_FIXED)) {
			take_owner(r);
			return true;
		}
	}
	return reader_back(r, start);
}

/* «2-3 раза», «I-IV», «2», «дважды» before a school term: how often in each,
 * or which of them, which the entered dates will tell. */
static void
read_school_numbers(struct reader *r, struct node *out)
{
	int n, last;

	if (is_word(r, 0, W_TWICE)) {
		out->min = reader_token(r, 0)->value;
		r->pos++;
		return;
	}
	if (take(r, W_TIMES) || !reader_ordinal(r, &n))
		return;
	last = n;
	while ((reader_token(r, 0)->kind == T_DASH || is_word(r, 0, W_AND) ||
	    reader_token(r, 0)->kind == T_COMMA)) {
		size_t place = r->pos++;

		if (!reader_ordinal(r, &last)) {
			r->pos = place;
			break;
		}
	}
	if (take(r, W_TIMES)) {
		out->min = n;
		out->max = last > n ? last : -1;
	}
}

/* Behind «неделя»: «четверти», «II четверти», "of each term"? */
static bool
near_school_term(const struct reader *r)
{
	for (size_t i = 1; i < TERM_NEAR; i++)
		if (is_word(r, i, W_SCHOOL_TERM))
			return true;
	return false;
}

/* "Term 2", "Terms 1 and 3": which of them. */
static void
take_term_numbers(struct reader *r)
{
	int n;

	if (!reader_number(r, &n))
		return;
	while (reader_token(r, 0)->kind == T_DASH || is_word(r, 0, W_AND) ||
	    reader_token(r, 0)->kind == T_COMMA) {
		size_t place = r->pos++;

		if (reader_token(r, 0)->ordinal || !reader_number(r, &n) ||
		    is_word(r, 0, W_MONTH)) {
			r->pos = place;
			return;
		}
	}
}

/* «во время каникул», «осенние каникулы», «1 раз в четверть», "spring
 * break": the school year's own calendar is not srok's (§3.9). */
static bool
read_holidays(struct reader *r, struct node *out)
{
	static const enum word_class edges[] = {
		W_BEGIN, W_BEGINNING, W_MIDDLE, W_END
	};
	size_t start = r->pos;
	int n;

	if ((is_word(r, 0, W_DO) || is_word(r, 0, W_K) ||
	    is_word(r, 0, W_BY)) && near_school_term(r))
		r->pos++;       /* «до конца II четверти» */
	else if (!take(r, W_PO) && !take(r, W_IN))
		take(r, W_AT);
	read_school_numbers(r, out);
	if (is_word(r, 0, W_UNIT) && near_school_term(r)) {
		r->pos++;       /* «последняя неделя четверти» */
		take(r, W_OF);
	}
	take(r, W_EVERY);
	take(r, W_IN);
	take(r, W_ON);
	take(r, W_PER);
	if (!take(r, W_DURING))
		take(r, W_PERIOD);
	reader_any(r, edges, 4);
	take(r, W_OF);
	take(r, W_EVERY);
	take(r, W_PER);
	reader_ordinal(r, &n);
	take(r, W_SCHOOL);
	if (is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_DAY)
		r->pos++;       /* «в дни осенних каникул» */
	if (take(r, W_HALF))
		take_kind(r, T_DASH);   /* "half-term" */
	while (take(r, W_SEASON_ADJ) || take(r, W_SEASON))
		if (is_word(r, 1, W_SEASON_ADJ) && (is_word(r, 0, W_AND) ||
		    reader_token(r, 0)->kind == T_COMMA))
			r->pos++;
	if (is_word(r, 0, W_UNKNOWN) && (is_word(r, 1, W_HOLIDAYS) ||
	    is_word(r, 1, W_SCHOOL_TERM)))
		r->pos++;       /* «школьных каникул» */
	/* «… и отопительного сезона» hangs on what stands before it */
	if ((start == 0 || r->pos > start ||
	    r->tokens->items[start - 1].kind != T_WORD) && take(r, W_TIDE))
		return take(r, W_TIDE_NOUN) || take(r, W_PERIOD) ||
		    reader_back(r, start);
	if (!take(r, W_HOLIDAYS) && !take(r, W_SCHOOL_TERM))
		return reader_back(r, start);
	if (!take(r, W_PERIOD) && !take(r, W_DURING) &&
	    r->tokens->items[r->pos - 1].latin && !take(r, W_TIMES))
		take_term_numbers(r);   /* "term time", "Term 2" */
	return true;
}

/* «в период проведения ГИА», «во время ЕГЭ»: its dates are set elsewhere. */
static bool
read_holding(struct reader *r)
{
	size_t start = r->pos;

	if (!take(r, W_IN) && !take(r, W_ON))
		take(r, W_FOR);
	if (!take(r, W_PERIOD) && !take(r, W_TERM) && !take(r, W_DURING) &&
	    !(is_word(r, 0, W_UNIT) && reader_token(r, 0)->value == UNIT_DAY &&
	    take(r, W_UNIT)))
		return reader_back(r, start);
	if (!take(r, W_HOLDING) || reader_token(r, 0)->kind == T_COLON ||
	    reader_token(r, 0)->kind == T_DASH)
		return reader_back(r, start);   /* «срок сдачи: 1 мая» */
	reader_name(r, OWNER_MOST, true);
	return true;
}

bool
phrase_read_external(struct reader *r, struct node *n)
{
	size_t start = r->pos, i;
	bool led;

	if (read_fixed(r))
		return true;
	n->stretch = read_holding(r) || read_holidays(r, n);
	if (n->stretch)
		return true;
	n->min = n->max = -1;
	if (is_word(r, 0, W_IN) && is_word(r, 1, W_ACCORDING)) {
		r->pos += 2;    /* «в соответствии с», "in accordance with" */
		led = true;
	} else if (is_word(r, 0, W_FROM) && is_word(r, 1, W_ACCOUNT)) {
		r->pos += 2;    /* «с учётом» */
		led = n->vague = true;
	} else if (take(r, W_ACCOUNT)) {
		/* "with regard to", "taking into account" */
		while (take(r, W_ACCOUNT) || take(r, W_TO))
			;
		led = n->vague = true;
	} else {
		led = take(r, W_ACCORDING) || take(r, W_PO) ||
		    take(r, W_AS) || take(r, W_ON) || take(r, W_PER) ||
		    take(r, W_BY);
	}
	if (led) {
		take(r, W_FROM);
		take(r, W_ACCOUNT);     /* "in accordance with" */
		take(r, W_TO);
		take(r, W_PER);
	}
	/* adjectives: «отдельному», «утверждённому», "a separate" */
	for (i = 0; i < ADJECTIVES_MOST && !is_word(r, 0, W_SCHEDULE); i++) {
		const struct token *t = reader_token(r, 0);

		if (t->kind != T_WORD || (t->cls != W_UNKNOWN &&
		    t->cls != W_FIXED && t->cls != W_SCHOOL &&
		    t->cls != W_EVERY_ADJ && t->cls != W_CALENDAR &&
		    t->cls != W_WORKING && t->cls != W_EVERY_ADV &&
		    t->cls != W_DAYS_ADJ))
			break;
		if (!led)
			break;
		r->pos++;
	}
	if (!take(r, W_SCHEDULE))
		return reader_back(r, start);
	if (!led && !r->tokens->items[start].latin)
		return reader_back(r, start);       /* «график» is no term */
	take_owner(r);
	return true;
}

/* --- Requests --- */

/* «после проведения …», "after each meeting", "upon hire": something that
 * happens, and is logged then. */
static bool
read_event(struct reader *r)
{
	size_t start = r->pos;
	const struct token *t = reader_token(r, 0);

	if (is_word(r, 0, W_PO) && is_word(r, 1, W_END))
		r->pos++;       /* «по окончании мероприятия» */
	else if (!(t->kind == T_WORD && strcmp(t->text, "upon") == 0) &&
	    t->cls != W_AFTER)
		return false;
	r->pos++;
	take(r, W_END);
	take(r, W_OF);
	if (!take(r, W_EVERY))
		take(r, W_PER);
	t = reader_token(r, 0);
	if (t->kind != T_WORD || (t->cls != W_UNKNOWN &&
	    t->cls != W_APPROVAL && t->cls != W_HOLDING) ||
	    (strlen(t->text) >= 4 &&
	    words_almost_name(t->text, strlen(t->text))))
		return reader_back(r, start);
	r->pos++;
	reader_name(r, 12, true);
	return true;
}

/* «по письменному запросу» */
static void
take_request_adjectives(struct reader *r)
{
	size_t n = 0;

	while (n < 2 && is_word(r, n, W_UNKNOWN))
		n++;
	if (is_word(r, n, W_REQUEST))
		r->pos += n;
}

/* "as needed", "as and when required", "ad hoc", "on an as-needed basis" */
static bool
read_as_needed(struct reader *r)
{
	size_t start = r->pos;

	if (take(r, W_ON))
		take(r, W_PER);
	if (!take(r, W_AS))
		return reader_back(r, start);
	take(r, W_AND);
	take(r, W_AS);
	take_kind(r, T_DASH);
	if (!take(r, W_NEEDED))
		return reader_back(r, start);
	if (!take(r, W_BASIS))
		reader_name(r, 6, false);
	return true;
}

/* «по запросам …», «по мере поступления», «при необходимости», "on request",
 * "as needed" */
bool
phrase_read_request(struct reader *r, struct node *n)
{
	size_t start = r->pos;

	if (read_event(r))
		return true;
	if (take(r, W_PO)) {
		if (take(r, W_MEASURE)) {
			if (reader_name(r, OWNER_MOST, false) == 0)
				return reader_back(r, start);
			return true;
		}
		take_request_adjectives(r);
		if (!take(r, W_REQUEST) && !take(r, W_NEED))
			return reader_back(r, start);
		reader_name(r, 12, false);
		return true;
	}
	if (take(r, W_PRI)) {
		if (!take(r, W_NEED) && !take(r, W_REQUEST) &&
		    !take(r, W_HOLDING) && !take(r, W_UNKNOWN))
			return reader_back(r, start);
		reader_name(r, 12, false);
		return true;
	}
	if (take(r, W_IN) && take(r, W_CASE)) {
		reader_name(r, 12, false);
		return true;
	}
	r->pos = start;
	if (read_as_needed(r))
		return true;
	if (take(r, W_ON) || take(r, W_AT) || take(r, W_BY)) {
		take(r, W_PER);
		take_request_adjectives(r);
		if (take(r, W_REQUEST)) {
			reader_name(r, 12, false);
			return true;
		}
	}
	(void)n;
	return reader_back(r, start);
}
