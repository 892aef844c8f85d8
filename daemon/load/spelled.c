/* Keys - Bases - Selectors - Bounds - A mapping */
#include "load/spelled.h"

#include <string.h>

#include "core/phrase_codes.h"
#include "core/rrule.h"
#include "load/pick.h"
#include "load/values.h"

enum { SPANS_MOST = 10000, TIMES_MOST = 10000, INTERVAL_MOST = 1000 };

/* --- keys ---------------------------------------------------------------- */

/* The values of a mapping, as found. */
struct spelled {
	const struct node *every, *during, *after, *schedule, *rrule;
	const struct node *in, *day, *by;
	const struct node *only, *from, *to, *at_least, *at_most;
	const struct node *within, *counting, *standing;
};

#define ROW(key, type, example) \
	{#key, read_node, offsetof(struct spelled, key), false, type, \
	    example, NULL}

static const struct key when_keys[] = {
	ROW(every, "period or N periods", "month"),
	ROW(during, "spans, or in_force", "2021-03..2021-04"),
	ROW(by, "dates, or days of the period", "2024-08-31"),
	ROW(after, "period, or request", "quarter"),
	ROW(schedule, "external", "external"),
	ROW(rrule, "RFC 5545", "\"FREQ=MONTHLY;BYDAY=-1FR\""),
	ROW(in, "parts of the period", "june..august"),
	ROW(day, "days of the period", "last friday"),
	ROW(only, "months", "january..april"),
	ROW(from, "day, month or year", "2021-10"),
	ROW(to, "day, month or year", "2023"),
	ROW(at_least, "number", "4"),
	ROW(at_most, "number", "3"),
	ROW(within, "duration", "45 days"),
	ROW(counting, "from last done", "from last done"),
	ROW(standing, "bool", "true"),
};
const struct key_table when_table = KEY_TABLE("a term", when_keys);

/* --- bases --------------------------------------------------------------- */

/* What may stand beside each base, as the reference has it. */
enum {
	WITH_SELECTOR = 1, WITH_WITHIN = 2
};

/* Complains of a period that is none; `every` may count them. */
static bool
read_period(struct reader *r, const struct node *n, bool counts,
    struct term_part *part)
{
	const char *s = scalar_of(r, n, "a period");
	char word[WORD_ROOM];
	const char *names[UNIT_COUNT];
	long count;

	if (!s)
		return false;
	if (value_fold(s, word) && value_unit(word, &part->unit))
		return true;
	if (counts && value_fold(s, word) &&
	    value_count_of(word, &count, &part->unit) && count >= 1 &&
	    count <= INTERVAL_MOST && part->unit != UNIT_SCHOOL_YEAR) {
		part->interval = (uint16_t)count;
		part->consecutive = true;
		return true;
	}
	for (int i = 0; i < UNIT_COUNT; i++)
		names[i] = value_unit_name((enum term_unit)i);
	fault(r, n, CODE_E_PART, hint_of(r, s, names, UNIT_COUNT),
	    "'%s' is not a period", s);
	return false;
}

static bool
read_loose(struct reader *r, const struct node *n, struct date_span *ret)
{
	const char *s = scalar_of(r, n, "a day, month, year or a span");
	enum value_state state;

	if (!s)
		return false;
	state = value_loose_span(s, ret);
	if (state == VALUE_MALFORMED)
		fault(r, n, CODE_E_DATE_VALUE, "2021-03-01..2021-04-15, "
		    "2021-03..2021-04, 2021 or 2005..2007",
		    "'%s' is not a span of days", s);
	else if (state == VALUE_IMPOSSIBLE)
		fault(r, n, PHRASE_E_DATE, "both days must exist, the first "
		    "one first", "'%s' does not exist", s);
	return state == VALUE_OK;
}

/* `during: …`; with by, 1 January of the year..that date. */
static bool
read_span_list(struct reader *r, const struct node *n, bool by,
    struct term_part *part)
{
	size_t most = count_of(n), len = 0;
	struct date_span *spans;

	part->base = TERM_SPANS;
	part->select = by ? SELECT_BY : SELECT_WHOLE;
	if (!by && n->kind == NODE_SCALAR && strcmp(n->text, "in_force") == 0) {
		part->in_force = true;
		return true;
	}
	if (most > SPANS_MOST) {
		fault(r, n, CODE_E_TOO_MANY, NULL, "more than %d windows",
		    SPANS_MOST);
		return false;
	}
	spans = arena_array(r->a, most, sizeof(*spans));
	for (const struct node *c = first_of(n); c; c = next_of(n, c)) {
		if (!by && read_loose(r, c, &spans[len])) {
			len++;
		} else if (by) {
			struct date due = DATE_NONE;

			read_date(r, c, &due);
			if (date_is_none(due))
				continue;
			spans[len].first = date_of(date_civil(due).year, 1, 1);
			spans[len++].last = due;
		}
	}
	values_sort_spans(spans, len);
	part->spans = spans;
	part->nspans = len;
	return len == most && len > 0;
}

static bool
read_rrule(struct reader *r, const struct node *n, const struct spelled *s,
    struct term_part *part)
{
	const char *text = scalar_of(r, n, "a recurrence rule");
	struct rrule_error error;

	part->base = TERM_RRULE;
	if (!text)
		return false;
	if (!rrule_parse(r->a, text, strlen(text), &part->rrule, &error)) {
		size_t first = utf8_count(text, error.offset);

		complain_at(r->diags, DIAG_ERROR, node_place_at(r->tree, n,
		    first, utf8_count(text + error.offset, error.len)),
		    CODE_E_RRULE, NULL, "%s", error.what);
		return false;
	}
	if (!s->from)
		fault(r, n, CODE_E_BOUND, "from: 2024-01-01 is its DTSTART",
		    "a recurrence rule needs `from`");
	return s->from;
}

/* `schedule: external`, alone or each year. */
static bool
read_schedule(struct reader *r, const struct spelled *s,
    struct term_part *part)
{
	static const char *const words[] = {"external"};
	bool good = choice_of(r, s->schedule, words, 1) == 0;

	part->base = TERM_EXTERNAL;
	if (s->every && read_period(r, s->every, false, part) &&
	    part->unit != UNIT_YEAR) {
		fault(r, s->every, CODE_E_BOUND, "every: year, or nothing",
		    "a schedule comes once, or one each year");
		good = false;
	}
	if (!s->every)
		part->unit = UNIT_COUNT;
	return good;
}

static bool
read_after(struct reader *r, const struct spelled *s, struct term_part *part)
{
	if (s->after->kind == NODE_SCALAR &&
	    strcmp(s->after->text, "request") == 0) {
		part->base = TERM_REQUEST;
		if (!s->within)
			caution(r, s->after, PHRASE_W_WITHIN,
			    "within: 30 days",
			    "no `within`: a request is due within 30 days");
		return true;
	}
	part->base = TERM_AFTER;
	if (!read_period(r, s->after, false, part))
		return false;
	if (!s->by == !s->within) {
		fault(r, s->after, CODE_E_BOUND, "by: 20, or within: 45 days",
		    "after a period one of `by` and `within` is needed");
		return false;
	}
	return true;
}

/* Each base once; `by` is one when no other is there, and `every` goes with
 * `schedule`. */
static bool
read_base(struct reader *r, const struct node *map, const struct spelled *s,
    struct term_part *part, unsigned *ret_with)
{
	int n = (s->every && !s->schedule) + !!s->during + !!s->after +
	    !!s->schedule + !!s->rrule;

	if (n > 1 || (!n && !s->by)) {
		fault(r, map, CODE_E_BASE, "one of: every, during, by a date, "
		    "after, schedule, rrule", n ? "a term has one base" :
		    "a term needs a base");
		return false;
	}
	part->interval = 1;
	*ret_with = 0;
	if (s->schedule)
		return read_schedule(r, s, part);
	if (s->during)
		return read_span_list(r, s->during, false, part);
	if (s->rrule)
		return read_rrule(r, s->rrule, s, part);
	if (!n)
		return read_span_list(r, s->by, true, part);
	*ret_with = WITH_SELECTOR;
	if (s->after) {
		if (!read_after(r, s, part))
			return false;
		*ret_with = part->base == TERM_REQUEST ? WITH_WITHIN :
		    WITH_WITHIN | WITH_SELECTOR;
		return true;
	}
	part->base = TERM_PERIODS;
	return read_period(r, s->every, true, part);
}

/* --- selectors ----------------------------------------------------------- */

static bool
read_item(struct reader *r, const struct node *n, bool whole,
    const struct term_part *part, struct term_item *ret)
{
	static const char what[] = "a day of the period";
	const char *s = scalar_of(r, n, whole ? "a part of the period" : what);
	const char *why;
	enum pick_state state;

	if (!s)
		return false;
	if (whole) {
		state = pick_item(s, part->unit, ret, &why);
	} else {
		state = pick_point(s, part->unit, part->base == TERM_AFTER,
		    &ret->first, &why);
		ret->last = ret->first;
	}
	if (state == PICK_IMPOSSIBLE)
		fault(r, n, PHRASE_E_DATE, NULL, "'%s': %s", s, why);
	else if (state == PICK_MISFIT)
		fault(r, n, CODE_E_PART, why, "'%s' does not fit 'every: %s'",
		    s, value_unit_name(part->unit));
	else if (state == PICK_UNKNOWN)
		fault(r, n, CODE_E_PART, diag_nearest(s, value_month_names,
		    12) ? hint_of(r, s, value_month_names, 12) : why,
		    "'%s' is not understood", s);
	return state == PICK_OK;
}

static bool
read_selector(struct reader *r, const struct node *map,
    const struct spelled *s, struct term_part *part)
{
	const struct node *n = s->in ? s->in : s->day ? s->day : s->by;
	struct term_item *items;
	size_t len = 0, most;

	if (!!s->in + !!s->day + !!s->by > 1) {
		fault(r, map, CODE_E_SELECTOR, NULL,
		    "a term has at most one of `in`, `day` and `by`");
		return false;
	}
	if (!n)
		return true;
	part->select = s->in ? SELECT_IN : s->day ? SELECT_DAY : SELECT_BY;
	if (part->base == TERM_AFTER && part->select != SELECT_BY) {
		fault(r, n, CODE_E_BOUND, "by: 20",
		    "after a period only `by` or `within` can stand");
		return false;
	}
	most = count_of(n);
	if (most > 366) {
		fault(r, n, CODE_E_TOO_MANY, NULL, "more than 366 parts");
		return false;
	}
	items = arena_array(r->a, most, sizeof(*items));
	for (const struct node *c = first_of(n); c; c = next_of(n, c))
		len += read_item(r, c, part->select == SELECT_IN, part,
		    &items[len]);
	part->items = items;
	part->nitems = len;
	return len == most && len > 0;
}

/* --- bounds -------------------------------------------------------------- */

/* june, june..august, november..february or a list of them, as bits. */
static bool
read_only(struct reader *r, const struct node *n, struct term_part *part)
{
	bool good = true;

	for (const struct node *c = first_of(n); c; c = next_of(n, c)) {
		const char *s = scalar_of(r, c, "months");
		char word[WORD_ROOM], *dots;
		uint8_t first, last;

		if (!s)
			return false;
		if (!value_fold(s, word))
			word[0] = '\0';
		dots = strstr(word, "..");
		if (dots)
			*dots = '\0';
		if (!value_month(word, &first) ||
		    !value_month(dots ? dots + 2 : word, &last)) {
			fault(r, c, CODE_E_PART, "june, or january..april",
			    "'%s' is not a month", s);
			good = false;
			continue;
		}
		for (int m = first;; m = m % 12 + 1) {
			part->only |= (uint16_t)(1u << m);
			if (m == last)
				break;
		}
	}
	return good;
}

static bool
read_times(struct reader *r, const struct node *n, long min, uint16_t *ret)
{
	const char *s = scalar_of(r, n, "a number");
	long v;

	if (!s)
		return false;
	if (!value_number(s, min, TIMES_MOST, &v)) {
		fault(r, n, CODE_E_VALUE, NULL,
		    "'%s' is not a number of %ld..%d", s, min, TIMES_MOST);
		return false;
	}
	*ret = (uint16_t)v;
	return true;
}

static bool
read_counts(struct reader *r, const struct spelled *s, struct term_part *part)
{
	bool good = true;

	part->at_least = 1;
	if (s->at_least)
		good = read_times(r, s->at_least, 0, &part->at_least);
	if (s->at_most)
		good = read_times(r, s->at_most, 1, &part->at_most) && good;
	if (good && part->at_most && part->at_least > part->at_most) {
		fault(r, s->at_least ? s->at_least : s->at_most,
		    PHRASE_E_COUNTS, NULL, "at least %d, but at most %d",
		    part->at_least, part->at_most);
		good = false;
	}
	if (good && !part->at_least && !part->at_most) {
		fault(r, s->at_least, PHRASE_E_COUNTS, "at_most: 1",
		    "at least 0 times needs `at_most`: else it asks for "
		    "nothing");
		good = false;
	}
	return good;
}

static bool
read_limits(struct reader *r, const struct spelled *s, struct term_part *part)
{
	struct date_span span;

	part->from = DATE_MIN;
	part->to = DATE_MAX;
	if (s->from) {
		if (!read_loose(r, s->from, &span))
			return false;
		part->from = span.first;
	}
	if (s->to) {
		if (!read_loose(r, s->to, &span))
			return false;
		part->to = span.last;
	}
	if (date_before(part->to, part->from)) {
		fault(r, s->to, PHRASE_E_REVERSED, NULL,
		    "`to` lies before `from`");
		return false;
	}
	return true;
}

static bool
refuse_bound(struct reader *r, const struct node *n, const char *key)
{
	fault(r, n, CODE_E_BOUND, NULL,
	    "`%s` does not go with this base of the term", key);
	return false;
}

static bool
read_bounds(struct reader *r, const struct spelled *s, unsigned with,
    struct term_part *part)
{
	static const char *const counting[] = {"from last done"};
	bool limits = read_limits(r, s, part);
	bool good = read_counts(r, s, part) && limits;

	if (s->within && !(with & WITH_WITHIN))
		good = refuse_bound(r, s->within, "within");
	else if (s->within)
		read_duration(r, s->within, &part->within);
	if (s->only)
		good &= read_only(r, s->only, part);
	if (s->counting && !part->consecutive)
		good = refuse_bound(r, s->counting, "counting");
	else if (s->counting)
		part->rolling = choice_of(r, s->counting, counting, 1) == 0;
	if (s->standing)
		read_bool(r, s->standing, &part->standing);
	return good;
}

/* --- a mapping ----------------------------------------------------------- */

bool
spelled_read(struct reader *r, const struct node *map, struct term_part *part)
{
	struct spelled s = {.every = NULL};
	size_t before = r->diags->nerrors;
	unsigned with = 0;
	bool good;

	read_map(r, map, &when_table, &s);
	if (r->diags->nerrors > before || !read_base(r, map, &s, part, &with))
		return false;   /* the rest would only follow from it */
	good = true;
	if (with & WITH_SELECTOR)
		good &= read_selector(r, map, &s, part);
	else if (s.in || s.day || (s.by && (s.during ||
	    part->base != TERM_SPANS)))
		good = refuse_bound(r, s.in ? s.in : s.day ? s.day : s.by,
		    s.in ? "in" : s.day ? "day" : "by");
	good &= read_bounds(r, &s, with, part);
	return good && r->diags->nerrors == before;
}
