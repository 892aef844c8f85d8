/* The spelled-out form of rule-files.md §5, as short as its reader allows:
 * Words - Points and items - Dates - Bases - Bounds */
#include "core/term.h"

#include <string.h>

#include "core/rrule.h"

/* --- words --------------------------------------------------------------- */

static const char *const months[] = {
	NULL, "january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december"
};

static const char *const weekdays[] = {
	NULL, "monday", "tuesday", "wednesday", "thursday", "friday",
	"saturday", "sunday"
};

static const char *const units[UNIT_COUNT] = {
	[UNIT_DAY] = "day", [UNIT_WORKING_DAY] = "working day",
	[UNIT_WEEK] = "week", [UNIT_DECADE] = "decade",
	[UNIT_MONTH] = "month", [UNIT_QUARTER] = "quarter",
	[UNIT_HALF_YEAR] = "half-year", [UNIT_YEAR] = "year",
	[UNIT_SCHOOL_YEAR] = "school year"
};

static void
add_words(struct str *out, const char *before, const char *word)
{
	str_add(out, before);
	str_add(out, word);
}

/* "3 months", "1 working day" */
static void
add_count(struct str *out, int n, enum term_unit unit)
{
	str_addf(out, "%d %s%s", n, units[unit], n == 1 ? "" : "s");
}

void
duration_print(struct str *out, struct duration d)
{
	add_count(out, d.n, d.unit);
}

/* "first" to "fifth", "last"; a number beyond ("10 working day"). */
static void
add_ordinal(struct str *out, int n)
{
	static const char *const words[] = {
		"last", NULL, "first", "second", "third", "fourth", "fifth"
	};

	if (n >= -1 && n <= 5)
		str_add(out, words[n == 0 ? 2 : n + 1]);
	else
		str_addf(out, "%d", n);
}

/* "a", or "[a, b]" when there are several. */
static void
open_list(struct str *out, size_t n)
{
	if (n != 1)
		str_addc(out, '[');
}

static void
close_list(struct str *out, size_t n)
{
	if (n != 1)
		str_addc(out, ']');
}

static void
separate(struct str *out, size_t i)
{
	if (i > 0)
		str_add(out, ", ");
}

/* --- points and items ---------------------------------------------------- */

/* " of september", " of month 3", or nothing. */
static void
add_month_of(struct str *out, const struct term_point *p)
{
	if (p->month)
		add_words(out, " of ", months[p->month]);
	else if (p->nth_month)
		str_addf(out, " of month %d", p->nth_month);
}

static void
add_point(struct str *out, const struct term_point *p)
{
	switch (p->kind) {
	case POINT_WEEKDAY:
		str_add(out, weekdays[p->weekday]);
		break;
	case POINT_NTH_WEEKDAY:
		add_ordinal(out, p->n);
		add_words(out, " ", weekdays[p->weekday]);
		break;
	case POINT_NTH_WORKING_DAY:
		add_ordinal(out, p->n);
		str_add(out, " working day");
		break;
	case POINT_BEFORE_END:
		add_count(out, p->n, UNIT_DAY);
		str_add(out, " before end");
		break;
	default:                /* POINT_DAY */
		if (p->n < 0) {
			str_add(out, "last");
			break;
		}
		str_addf(out, "%d", p->n);
		if (p->month) { /* "30 may" */
			add_words(out, " ", months[p->month]);
			return;
		}
		break;
	}
	add_month_of(out, p);
}

/* A whole month, or the first..last of several. */
static bool
item_is_months(const struct term_item *item)
{
	const struct term_point *a = &item->first, *b = &item->last;

	return a->kind == POINT_DAY && a->n == 1 &&
	    b->kind == POINT_DAY && b->n == -1 &&
	    ((a->month && b->month) || (a->nth_month && b->nth_month &&
	    !a->month && !b->month));
}

static void
add_month(struct str *out, const struct term_point *p)
{
	if (p->month)
		str_add(out, months[p->month]);
	else
		str_addf(out, "month %d", p->nth_month);
}

static void
add_part(struct str *out, const struct term_item *item)
{
	bool whole = item_is_months(item);

	if (whole && item->first.month == item->last.month &&
	    item->first.nth_month == item->last.nth_month) {
		add_month(out, &item->first);
		return;
	}
	if (whole) {
		add_month(out, &item->first);
		str_add(out, "..");
		add_month(out, &item->last);
		return;
	}
	add_point(out, &item->first);
	str_add(out, "..");
	add_point(out, &item->last);
}

static void
add_selector(struct str *out, const struct term_part *part)
{
	static const char *const keys[] = {
		[SELECT_IN] = ", in: ", [SELECT_DAY] = ", day: ",
		[SELECT_BY] = ", by: "
	};

	if (part->select == SELECT_WHOLE)
		return;
	str_add(out, keys[part->select]);
	open_list(out, part->nitems);
	for (size_t i = 0; i < part->nitems; i++) {
		separate(out, i);
		if (part->select == SELECT_IN)
			add_part(out, &part->items[i]);
		else
			add_point(out, &part->items[i].first);
	}
	close_list(out, part->nitems);
}

/* --- dates --------------------------------------------------------------- */

static void
add_date(struct str *out, struct date d)
{
	char text[DATE_TEXT];

	str_add(out, date_iso(d, text));
}

enum grain { GRAIN_DAY, GRAIN_MONTH, GRAIN_YEAR };

static enum grain
grain_of_first(struct date d)
{
	struct civil c = date_civil(d);

	return c.day > 1 ? GRAIN_DAY : c.month > 1 ? GRAIN_MONTH : GRAIN_YEAR;
}

static enum grain
grain_of_last(struct date d)
{
	return grain_of_first(date_add(d, 1));
}

/* The length of "2021-10-14", "2021-10" or "2021": what of a day its grain
 * needs. */
static size_t
grain_length(enum grain grain)
{
	static const size_t lengths[] = {
		[GRAIN_DAY] = 10, [GRAIN_MONTH] = 7, [GRAIN_YEAR] = 4
	};

	return lengths[grain];
}

static void
add_grain(struct str *out, struct date d, enum grain grain)
{
	char text[DATE_TEXT];

	str_addn(out, date_iso(d, text), grain_length(grain));
}

/* One of the two days when both read the same. */
static void
add_span(struct str *out, struct date_span s)
{
	enum grain a = grain_of_first(s.first), b = grain_of_last(s.last);
	size_t len = grain_length(a < b ? a : b);
	char first[DATE_TEXT], last[DATE_TEXT];

	str_addn(out, date_iso(s.first, first), len);
	if (memcmp(first, date_iso(s.last, last), len) == 0)
		return;
	str_add(out, "..");
	str_addn(out, last, len);
}

/* --- bases --------------------------------------------------------------- */

/* `by: DATE` is 1 January..that day; a span of whole months that begins in
 * January reads better as `during`. */
static bool
spans_are_deadlines(const struct term_part *part)
{
	for (size_t i = 0; i < part->nspans; i++) {
		struct civil first = date_civil(part->spans[i].first);
		struct civil last = date_civil(part->spans[i].last);

		if (first.month > 1 || first.day > 1 ||
		    first.year != last.year ||
		    (part->select != SELECT_BY &&
		    (grain_of_last(part->spans[i].last) > GRAIN_DAY ||
		    (last.month == 1 && last.day == 1))))
			return false;
	}
	return part->nspans > 0;
}

static void
add_spans(struct str *out, const struct term_part *part)
{
	bool by = !part->in_force && spans_are_deadlines(part);

	str_add(out, by ? "by: " : "during: ");
	if (part->in_force) {
		str_add(out, "in_force");
		return;
	}
	open_list(out, part->nspans);
	for (size_t i = 0; i < part->nspans; i++) {
		separate(out, i);
		if (by)
			add_date(out, part->spans[i].last);
		else
			add_span(out, part->spans[i]);
	}
	close_list(out, part->nspans);
}

static void
add_periods(struct str *out, const struct term_part *part)
{
	bool run = part->consecutive || part->interval > 1 || part->rolling;

	str_add(out, "every: ");
	if (run)
		add_count(out, part->interval, part->unit);
	else
		str_add(out, units[part->unit]);
	if (part->rolling)
		str_add(out, ", counting: from last done");
	add_selector(out, part);
}

static void
add_within(struct str *out, const struct term_part *part)
{
	if (!part->within.n)
		return;
	str_add(out, ", within: ");
	duration_print(out, part->within);
}

static void
add_base(struct str *out, const struct term_part *part)
{
	switch (part->base) {
	case TERM_SPANS:
		add_spans(out, part);
		break;
	case TERM_AFTER:
		add_words(out, "after: ", units[part->unit]);
		add_selector(out, part);
		add_within(out, part);
		break;
	case TERM_REQUEST:
		str_add(out, "after: request");
		add_within(out, part);
		break;
	case TERM_EXTERNAL:
		str_add(out, "schedule: external");
		if (part->unit == UNIT_YEAR)
			str_add(out, ", every: year");
		break;
	case TERM_RRULE:
		str_add(out, "rrule: \"");
		rrule_print(out, part->rrule);
		str_addc(out, '"');
		break;
	default:
		add_periods(out, part);
		break;
	}
}

/* --- bounds -------------------------------------------------------------- */

static bool
only_has(uint16_t only, int month)
{
	return month >= 1 && month <= 12 && (only >> month & 1);
}

static void
add_only(struct str *out, uint16_t only)
{
	size_t runs = 0, i = 0;

	for (int m = 1; m <= 12; m++)
		runs += only_has(only, m) && !only_has(only, m - 1);
	if (!runs)
		return;
	str_add(out, ", only: ");
	open_list(out, runs);
	for (int m = 1; m <= 12; m++) {
		if (!only_has(only, m))
			continue;
		separate(out, i++);
		str_add(out, months[m]);
		if (!only_has(only, m + 1))
			continue;
		while (only_has(only, m + 1))
			m++;
		add_words(out, "..", months[m]);
	}
	close_list(out, runs);
}

static void
add_bounds(struct str *out, const struct term_part *part)
{
	add_only(out, part->only);
	if (date_before(DATE_MIN, part->from)) {
		str_add(out, ", from: ");
		add_grain(out, part->from, grain_of_first(part->from));
	}
	if (date_before(part->to, DATE_MAX)) {
		str_add(out, ", to: ");
		add_grain(out, part->to, grain_of_last(part->to));
	}
	if (part->at_least != 1)
		str_addf(out, ", at_least: %u", (unsigned)part->at_least);
	if (part->at_most)
		str_addf(out, ", at_most: %u", (unsigned)part->at_most);
	if (part->standing)
		str_add(out, ", standing: true");
}

void
term_print(struct str *out, const struct term *t)
{
	open_list(out, t->nparts);
	for (size_t i = 0; i < t->nparts; i++) {
		separate(out, i);
		str_addc(out, '{');
		add_base(out, &t->parts[i]);
		add_bounds(out, &t->parts[i]);
		str_addc(out, '}');
	}
	close_list(out, t->nparts);
}
