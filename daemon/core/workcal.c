/* Looking up - Stepping and counting */
#include "core/workcal_shape.h"

#include <stdlib.h>

/* --- looking up ---------------------------------------------------------- */

const struct yearly_span *
workcal_holiday(const struct workcal *cal, struct date d)
{
	struct civil c = date_civil(d);
	int day = c.month * 32 + c.day;

	for (size_t i = 0; i < cal->nholidays; i++) {
		const struct yearly_span *s = &cal->holidays[i];
		int first = s->first_month * 32 + s->first_day;
		int last = s->last_month * 32 + s->last_day;

		if (first <= last ? day >= first && day <= last :
		    day >= first || day <= last)
			return s;
	}
	return NULL;
}

int
workcal_compare_days(const void *left, const void *right)
{
	const struct date *a = left, *b = right;

	return (a->n > b->n) - (a->n < b->n);
}

const char *
workcal_id(const struct workcal *cal)
{
	return cal->id;
}

bool
workcal_is_working(const struct workcal *cal, struct date d)
{
	return workcal_bit(cal->worked, d);
}

bool
workcal_is_short(const struct workcal *cal, struct date d)
{
	return workcal_is_working(cal, d) && cal->nshorts &&
	    bsearch(&d, cal->shorts, cal->nshorts, sizeof(d),
	    workcal_compare_days);
}

/* The exception that had the last word on d, or NULL. */
static const struct workcal_exception *
exception_of(const struct workcal *cal, struct date d)
{
	bool working = workcal_is_working(cal, d);

	if (!cal->excepted || !workcal_bit(cal->excepted, d))
		return NULL;
	for (size_t i = cal->nexceptions; i-- > 0;) {
		const struct workcal_exception *e = &cal->exceptions[i];

		if (date_in(d, e->days) && e->working == working)
			return e;
	}
	return NULL;
}

enum workcal_kind
workcal_kind(const struct workcal *cal, struct date d,
    struct date *ret_from, const char **ret_why)
{
	const struct workcal_exception *e = exception_of(cal, d);
	const struct day_off *m;

	if (ret_from)
		*ret_from = DATE_NONE;
	if (ret_why)
		*ret_why = e ? e->why : NULL;
	if (workcal_is_working(cal, d))
		return workcal_is_weekend(cal, d) ? WORKCAL_WORKING_WEEKEND :
		    WORKCAL_WORKING;
	if (e)
		return WORKCAL_EXCEPTION;
	m = cal->nmoved ? bsearch(&d, cal->moved, cal->nmoved, sizeof(*m),
	    workcal_compare_days) : NULL;
	if (m) {
		if (ret_from)
			*ret_from = m->from;
		return m->kind;
	}
	return workcal_holiday(cal, d) ? WORKCAL_HOLIDAY : WORKCAL_WEEKEND;
}

bool
workcal_is_official(const struct workcal *cal, struct date d)
{
	return workcal_covers(d) &&
	    cal->official[date_civil(d).year - DATE_YEAR_MIN];
}

int
workcal_last_official_year(const struct workcal *cal)
{
	return cal->last_official;
}

/* --- stepping and counting ----------------------------------------------- */

struct date
workcal_next(const struct workcal *cal, struct date d)
{
	unsigned i = workcal_index(d), w = i / WORD;
	uint64_t bits = cal->worked[w] & ~(uint64_t)0 << (i % WORD);

	while (!bits) {
		if (++w == WORDS)
			return d;
		bits = cal->worked[w];
	}
	return workcal_day(w * WORD + (unsigned)__builtin_ctzll(bits));
}

struct date
workcal_previous(const struct workcal *cal, struct date d)
{
	unsigned i = workcal_index(d), w = i / WORD;
	uint64_t bits = cal->worked[w] & ~(uint64_t)0 >> (WORD - 1 - i % WORD);

	while (!bits) {
		if (w-- == 0)
			return d;
		bits = cal->worked[w];
	}
	return workcal_day(w * WORD + WORD - 1 -
	    (unsigned)__builtin_clzll(bits));
}

/* Working days from DATE_MIN up to and with d. */
static int32_t
rank(const struct workcal *cal, struct date d)
{
	unsigned i = workcal_index(d);
	uint64_t bits = cal->worked[i / WORD] &
	    ~(uint64_t)0 >> (WORD - 1 - i % WORD);

	return (int32_t)cal->before[i / WORD] + __builtin_popcountll(bits);
}

/* The word that holds the k-th working day, k from 1: the last one with fewer
 * before it. Strides from a word that is near double until it lies between
 * them: what is asked for is seldom far. */
static unsigned
word_of(const struct workcal *cal, int64_t k, unsigned near)
{
	unsigned low = near, high = near, stride = 1;

	while (low > 0 && cal->before[low] >= k) {
		high = low;
		low = low > stride ? low - stride : 0;
		stride *= 2;
	}
	while (high < WORDS && cal->before[high] < k) {
		low = high;
		high += stride;
		stride *= 2;
	}
	high = high < WORDS ? high : WORDS;
	while (high - low > 1) {
		unsigned middle = (low + high) / 2;

		if (cal->before[middle] < k)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* The k-th working day from DATE_MIN, k from 1, looked for from the word of a
 * day on; beyond the last one, the edge. */
static struct date
nth(const struct workcal *cal, int64_t k, struct date near)
{
	unsigned word;
	uint64_t bits;

	if (k < 1)
		return DATE_MIN;
	word = word_of(cal, k, workcal_index(near) / WORD);
	bits = cal->worked[word];
	if (k - cal->before[word] > __builtin_popcountll(bits))
		return DATE_MAX;
	for (k -= cal->before[word]; k > 1; k--)
		bits &= bits - 1;
	return workcal_day(word * WORD + (unsigned)__builtin_ctzll(bits));
}

struct date
workcal_add(const struct workcal *cal, struct date d, int n)
{
	int64_t from = rank(cal, d);

	if (n == 0)
		return d;
	if (n < 0)
		from += 1 - workcal_is_working(cal, d);
	return nth(cal, from + n, d);
}

int
workcal_count(const struct workcal *cal, struct date_span span)
{
	const struct date_span all = {DATE_MIN, DATE_MAX};

	span = span_cut(span, all);
	if (span_empty(span))
		return 0;
	return rank(cal, span.last) - rank(cal, span.first) +
	    workcal_is_working(cal, span.first);
}

struct date
workcal_effective(const struct workcal *cal, struct date start,
    struct date due, enum shift shift)
{
	if (shift == SHIFT_KEEP || workcal_is_working(cal, due))
		return due;
	if (shift == SHIFT_AFTER)
		return workcal_next(cal, due);
	return date_max(start, workcal_previous(cal, due));
}
