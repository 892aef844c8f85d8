/* The hour of a day: «до 17:00», «к 12.00 часам», "by 5 p.m. on Friday". A term
 * ends with its day (phrase.h), so it is taken and said to be left out.
 *
 * Clocks - Hours */
#include "core/phrase_read.h"

#include <string.h>

/* --- Clocks --- */

static bool
is_clock_noun(const struct reader *r, size_t ahead)
{
	const struct token *t = reader_token(r, ahead);

	return t->kind == T_WORD && ((t->cls == W_CLOCK &&
	    t->value == CLOCK_NOUN) || (t->cls == W_AMOUNT &&
	    t->value == AMOUNT_HOURS));
}

/* "p.m.": two tokens. */
static bool
is_half_of_day(const struct reader *r)
{
	const struct token *t = reader_token(r, 0), *m = reader_token(r, 1);

	return t->kind == T_WORD && m->kind == T_WORD &&
	    (strcmp(t->text, "p") == 0 || strcmp(t->text, "a") == 0) &&
	    strcmp(m->text, "m") == 0;
}

static bool
take_clock_noun(struct reader *r)
{
	if (is_clock_noun(r, 0))
		r->pos++;
	else if (is_half_of_day(r))
		r->pos += 2;
	else
		return false;
	return true;
}

static bool
is_minutes(const struct token *t)
{
	return t->kind == T_NUMBER && t->digits && t->len == 2 &&
	    t->value < 60;
}

/* «17 ч. 30 мин.», "5 pm", «17 часов»: behind the number. Few hours are how
 * long, not when: «до 2 часов». */
static bool
take_named_hour(struct reader *r, int hour)
{
	size_t start = r->pos;
	bool latin;

	if (!take_clock_noun(r))
		return false;
	latin = r->tokens->items[start].latin;
	if (is_minutes(reader_token(r, 0)) && is_word(r, 1, W_AMOUNT))
		r->pos += 2;
	if ((hour < 7 || hour > 22) && !latin)
		return reader_back(r, start);
	return (r->tokens->items[start].cls != W_AMOUNT || !latin) &&
	    !reader_at_rate(r) && !is_word(r, 0, W_FROM) &&
	    !is_word(r, 0, W_AFTER);
}

/* 17:00, 17.00, 17-00, «17 часов», "5 p.m.", "noon". */
static bool
take_clock(struct reader *r)
{
	const struct token *t = reader_token(r, 0);
	size_t start = r->pos;

	if (t->kind == T_WORD && t->cls == W_CLOCK && t->value == CLOCK_HOUR) {
		r->pos++;
		return true;
	}
	if (t->kind == T_DATE && t->year == 0 && !t->digits && t->day <= 24 &&
	    t->month < 60 && (t->month == 0 || t->month % 15 == 0)) {
		r->pos++;
		take_clock_noun(r);
		return true;
	}
	if (t->kind != T_NUMBER || !t->digits || t->ordinal || t->value > 24)
		return false;
	r->pos++;
	if (take_named_hour(r, (int)t->value))
		return true;
	if ((reader_token(r, 0)->kind == T_COLON ||
	    (reader_token(r, 0)->kind == T_DASH && t[2].value == 0)) &&
	    is_minutes(reader_token(r, 1))) {
		r->pos += 2;
		if (reader_token(r, 0)->kind == T_COLON &&
		    is_minutes(reader_token(r, 1)))
			r->pos += 2;    /* 23:59:59 */
		take_clock_noun(r);
		return true;
	}
	return reader_back(r, start);
}

/* «(МСК)», «по московскому времени» */
static void
take_zone(struct reader *r)
{
	bool bracket = reader_token(r, 0)->kind == T_OPEN;
	const struct token *t = reader_token(r, bracket);

	if (t->kind == T_WORD && t->cls == W_CLOCK &&
	    t->value == CLOCK_ZONE) {
		if (!bracket || reader_token(r, 2)->kind == T_CLOSE)
			r->pos += bracket ? 3 : 1;
	} else if (is_word(r, 0, W_PO) && is_word(r, 1, W_UNKNOWN) &&
	    reader_token(r, 2)->kind == T_WORD &&
	    strcmp(reader_token(r, 2)->text, "времени") == 0) {
		r->pos += 3;
	}
}

/* --- Hours --- */

bool
reader_hour(struct reader *r)
{
	size_t start = r->pos;

	if (!take_clock(r))
		return false;
	take_zone(r);
	reader_warn(r, PHRASE_W_HOUR, start, "a term ends with its day",
	    "the hour is left out");
	return true;
}

/* «до 17:00», «в 10 часов», «с 9.00 до 17.00», "at 7 p.m.": beside a day. */
bool
phrase_read_hour(struct reader *r, struct node *n)
{
	static const enum word_class leads[] = {
		W_DO, W_K, W_IN, W_AT, W_BY, W_BEFORE, W_NOT_LATER
	};
	size_t start = r->pos, place;
	bool from = take(r, W_FROM);
	bool led = from || reader_any(r, leads, sizeof(leads) /
	    sizeof(leads[0]));

	if (!led && is_word(r, 0, W_NOT) && is_word(r, 1, W_LATER)) {
		r->pos += 2;
		take(r, W_THAN);
		led = true;
	}
	if (!led && reader_token(r, 0)->kind == T_NUMBER &&
	    reader_token(r, 1)->kind != T_COLON && !reader_token(r, 1)->latin)
		return reader_back(r, start);   /* «17 часов» is how long */
	place = r->pos;
	if (!take_clock(r))
		return reader_back(r, start);
	if ((from && take(r, W_DO)) || take(r, W_TO) ||
	    (reader_token(r, 0)->kind == T_DASH && take_kind(r, T_DASH))) {
		if (!take_clock(r))
			return reader_back(r, start);
	} else if (from && !reader_token(r, 0)->latin && is_word(r, 0, W_PO)) {
		return reader_back(r, start);
	}
	take_zone(r);
	reader_warn(r, PHRASE_W_HOUR, place, "a term ends with its day",
	    "the hour is left out");
	n->kind = N_IGNORED;
	return true;
}
