/* What the readers complain of, with the words themselves. */
#include "core/phrase_read.h"

#include <string.h>

void
reader_error(struct reader *r, int code, size_t first, size_t end,
    const char *hint, const char *what)
{
	const struct token *a = &r->tokens->items[first];
	const struct token *z = &r->tokens->items[end > first ? end - 1 :
	    first];

	r->failed = true;
	if (!r->trial)
		phrase_complain(r->issues, code, a->first,
		    (size_t)z->first + z->len - a->first, hint, "%s: '%.*s'",
		    what, (int)(z->byte + z->bytes - a->byte),
		    r->source + a->byte);
}

void
reader_warn(struct reader *r, int code, size_t first, const char *hint,
    const char *what)
{
	const struct token *a = &r->tokens->items[first];
	const struct token *z = &r->tokens->items[r->pos > first ?
	    r->pos - 1 : first];

	if (!r->trial)
		phrase_complain(r->issues, code, a->first,
		    (size_t)z->first + z->len - a->first, hint, "%s: '%.*s'",
		    what, (int)(z->byte + z->bytes - a->byte),
		    r->source + a->byte);
}

/* Words that are known for saying no day. */
static const struct {
	enum word_class cls;
	int code;
	const char *what, *hint;
} no_terms[] = {
	{ W_OR, PHRASE_E_OR, "two different terms",
	    "a list of terms: one entry for each" },
	{ W_SOON, PHRASE_E_WORD, "says not by when",
	    "for example 'в течение 1 рабочего дня после получения'" },
	{ W_WHICH, PHRASE_E_WORD, "says not which ones",
	    "name the days, the months or the number" },
	{ W_FISCAL, PHRASE_E_WORD, "begins on a day that is not said",
	    "name the days, or say 'fiscal year' if it is the calendar's" },
	{ W_TO_BE_NAMED, PHRASE_E_WORD, "says no day yet",
	    "'по графику' waits for dates that are entered later" },
};

/* Complains of the first such word from the place to where the readers came;
 * false when there is none. */
static bool
says_no_day(struct reader *r)
{
	/* one word further: «дата уточняется» */
	for (size_t i = r->pos; i <= r->far + 1 && i < r->tokens->len; i++) {
		const struct token *t = &r->tokens->items[i];

		for (size_t k = 0; t->kind == T_WORD && k <
		    sizeof(no_terms) / sizeof(no_terms[0]); k++) {
			if (t->cls != no_terms[k].cls || (t->cls == W_OR &&
			    i > r->pos))
				continue;
			reader_error(r, no_terms[k].code, i, i + 1,
			    no_terms[k].hint, no_terms[k].what);
			return true;
		}
	}
	return false;
}

/* «до экзамена», «за 3 дня до начала отпуска»: a day that is not in the
 * calendar. Is token i what it is counted to? */
static bool
is_unknown_day(const struct reader *r, size_t i)
{
	const struct token *t = &r->tokens->items[i];

	if (i == 0)
		return false;
	while (i-- > 1 && t[-1].kind == T_WORD && (t[-1].cls == W_BEGIN ||
	    t[-1].cls == W_END || t[-1].cls == W_SEASON_ADJ))
		t--;
	return t[-1].kind == T_WORD && (t[-1].cls == W_DO ||
	    t[-1].cls == W_BEFORE || t[-1].cls == W_K);
}

static bool
is_word_at(const struct token *t, enum word_class cls)
{
	return t->kind == T_WORD && t->cls == cls;
}

static const char results_hint[] =
    "say until when: 'по итогам квартала до 10 числа'";

/* «по итогам года» names no day by itself. */
static bool
on_results(const struct reader *r)
{
	return is_word(r, 0, W_PO) && is_word(r, 1, W_END);
}

/* «сен.24», "Sep-24" */
static bool
at_short_year(const struct reader *r)
{
	const struct token *t = reader_token(r, 0);

	if (r->pos == 0 || t->kind != T_NUMBER || t->len != 2)
		return false;
	t -= 1 + (t[-1].kind == T_DASH && r->pos > 1);
	return is_word_at(t, W_MONTH);
}

/* What helps where known words stand in an order that makes no term. */
static const char *
place_hint(const struct reader *r, size_t i)
{
	const struct token *t = &r->tokens->items[i];

	if (t->kind == T_COLON && i > 0 && t[-1].kind == T_NUMBER &&
	    t[1].kind == T_NUMBER)
		return "leave the hour out: a term ends with its day";
	for (size_t k = r->pos; k + 1 <= i; k++)
		if (r->tokens->items[k].kind == T_NUMBER &&
		    r->tokens->items[k + 1].kind == T_SLASH)
			return "write the month in letters";
	if (i > 0 && is_word_at(&t[-1], W_OTHER) && is_word_at(t, W_WEEKDAY))
		return "'every 2 weeks', or an rrule with INTERVAL=2 and BYDAY";
	if (on_results(r))
		return results_hint;
	for (size_t k = r->pos; k < i; k++)
		if (is_word_at(&r->tokens->items[k], W_MIDDLE))
			return "name the month or the day";
	if (i > 0 && is_word_at(&t[-1], W_UNIT) && t[-1].value == UNIT_WEEK &&
	    is_word_at(t, W_OF))
		return "name its days: '5-9 May'";
	if (i > 0 && is_word_at(t, W_UNIT) && t->value == UNIT_YEAR &&
	    is_word_at(&t[-1], W_NEXT))
		return "name the year, or say 'года, следующего за отчётным'";
	if (i > 1 && is_word_at(&t[-1], W_UNIT) && t[-1].value == UNIT_DAY &&
	    is_word_at(&t[-2], W_IN))
		return "say 'в течение 1 рабочего дня после …'";
	if (t->kind == T_WORD && is_unknown_day(r, i) && (t->cls ==
	    W_HOLIDAYS || t->cls == W_SCHOOL_TERM || t->cls == W_TIDE ||
	    t->cls == W_HOLDING || t->cls == W_SEASON))
		return "name the day, or say 'по графику' and enter it later";
	return NULL;
}

/* «во время учений», «в день мероприятия», «по сигналу»: what happens on a day
 * that is not in the calendar. */
static const char *
event_hint(const struct reader *r, size_t i)
{
	const struct token *t = &r->tokens->items[i];

	if (i == 0 || t->latin)
		return NULL;
	if (i > 1 && is_word_at(&t[-2], W_IN) && is_word_at(&t[-1], W_UNIT) &&
	    t[-1].value == UNIT_DAY)
		return "say 'в течение 1 рабочего дня после …'";
	if (i > 1 && is_word_at(&t[-2], W_IN) && (is_word_at(&t[-1],
	    W_DURING) || is_word_at(&t[-1], W_PERIOD)))
		return "name the months, or say 'по графику' and enter its "
		    "dates later";
	if (is_word_at(&t[-1], W_PO) || is_word_at(&t[-1], W_ACCORDING))
		return "say 'по графику' if it sets the dates, 'по запросам' "
		    "if each time is logged";
	return NULL;
}

static void
word_unknown(struct reader *r, size_t i)
{
	const char *text = r->tokens->items[i].text;
	const char *near = words_nearest(r->arena, text), *hint = NULL;

	if (words_almost_name(text, strlen(text)))
		hint = NULL;
	else if (is_unknown_day(r, i))
		hint = "name the day, or say 'по графику' and enter it later";
	else
		hint = event_hint(r, i);
	if (!hint && near)
		hint = arena_printf(r->arena, "did you mean '%s'?", near);
	reader_error(r, PHRASE_E_WORD, i, i + 1, hint, "term not understood");
}

/* Says so of the first unknown word up to where the readers came, else of
 * the token itself. */
void
reader_not_understood(struct reader *r)
{
	size_t n = r->tokens->len;

	for (size_t i = r->pos; i <= r->far && i < n; i++) {
		const struct token *t = &r->tokens->items[i];

		if (t->kind == T_WORD && t->cls == W_UNKNOWN) {
			word_unknown(r, i);
			return;
		}
	}
	if (says_no_day(r))
		return;
	if (n == 1 && is_word(r, 0, W_UNIT))
		reader_error(r, PHRASE_E_PLACE, 0, 1, "'раз в квартал', "
		    "'1 квартал', 'в течение квартала'",
		    "how often, or which one?");
	else if (r->far >= n)
		reader_error(r, PHRASE_E_MISSING, r->pos, n,
		    on_results(r) ? results_hint : at_short_year(r) ?
		    "write the year in full: 'с сентября 2024 года'" : NULL,
		    "something is missing after");
	else
		reader_error(r, PHRASE_E_PLACE, r->far, r->far + 1,
		    place_hint(r, r->far), "not understood at this place");
}

void
reader_warn_fiscal(struct reader *r, size_t at)
{
	if (r->tokens->items[at].value)
		reader_warn(r, PHRASE_W_TWO_WAYS, at, "name the days if "
		    "that year begins on another day than 1 January",
		    "read as the calendar's");
}

/* "Jan/Jul" is a list, as it is in calendars; «март/апрель» may be one
 * stretch as well. */
bool
reader_close_slash(struct reader *r, size_t slash, const struct node *n)
{
	const struct calendar_item *before =
	    &r->tree->nodes[r->tree->len - 1].cal;

	if (n->kind != N_ITEM) {
		reader_error(r, PHRASE_E_PLACE, slash - 1, slash, NULL,
		    "not understood at this place");
		return false;
	}
	if (before->whole_months && n->cal.whole_months &&
	    n->cal.item.first.month == before->item.last.month % 12 + 1) {
		reader_error(r, PHRASE_E_OR, slash - 1, slash, "'март-апрель' "
		    "for the stretch, 'март, апрель' for both",
		    "one term or two");
		return false;
	}
	reader_warn(r, PHRASE_W_TWO_WAYS, slash, "if either will do, leave "
	    "one", "read as one more of a list");
	return true;
}

/* Does a line of the cell end before token i? It parts as a comma does. */
static bool
line_ends(const struct reader *r, size_t i)
{
	const struct token *t = &r->tokens->items[i];
	size_t from = t[-1].byte + t[-1].bytes;

	return memchr(r->source + from, '\n', t->byte - from) != NULL;
}

/* «сентябрь май»: a list, or a range whose dash was lost? */
void
reader_warn_no_sign(struct reader *r, const struct node *n)
{
	const struct node *last = r->tree->nodes + r->tree->len - 1;

	if (r->tree->len > 0 && last->kind == N_ITEM && n->kind == N_ITEM &&
	    last->end == n->first && last->cal.whole_months &&
	    n->cal.whole_months && !n->joined &&
	    !line_ends(r, n->first))
		reader_warn(r, PHRASE_W_TWO_WAYS, n->first,
		    "'март-апрель' for the stretch, 'март, апрель' for both",
		    "read as one more of a list");
}
