/* Properties of all terms: windows in order and within the validity, the next
 * one as the whole list has it. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/rrule.h"
#include "test_term.h"

struct dice {
	uint64_t s;
};

/* splitmix64 */
static uint32_t
roll(struct dice *d, uint32_t n)
{
	uint64_t z = d->s += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)((z ^ z >> 31) % n);
}

static struct date
random_day(struct dice *d, int from_year, int years)
{
	return date_add(date_of(from_year, 1, 1),
	    (int)roll(d, (uint32_t)years * 365));
}

static struct term_point
random_point(struct dice *d)
{
	struct term_point p = {
		.kind = (enum point_kind)roll(d, 5),
		.weekday = (uint8_t)(1 + roll(d, 7)),
	};

	switch (p.kind) {
	case POINT_DAY:
		p.n = (int16_t)(roll(d, 8) ? 1 + (int)roll(d, 31) : -1);
		break;
	case POINT_NTH_WEEKDAY:
	case POINT_NTH_WORKING_DAY:
		p.n = (int16_t)(roll(d, 4) ? 1 + (int)roll(d, 5) : -1);
		break;
	default:
		p.n = (int16_t)roll(d, 40);
		break;
	}
	if (roll(d, 2))
		p.month = (uint8_t)(1 + roll(d, 12));
	else if (roll(d, 3) == 0)
		p.nth_month = (uint8_t)(1 + roll(d, 6));
	return p;
}

static int
by_last(const void *left, const void *right)
{
	const struct date_span *a = left, *b = right;

	return a->last.n - b->last.n;
}

static const struct date_span *
random_spans(struct dice *d, struct arena *a, size_t n)
{
	struct date_span *s = arena_array(a, n, sizeof(*s));

	for (size_t i = 0; i < n; i++) {
		s[i].first = random_day(d, 2018, 12);
		s[i].last = date_add(s[i].first, (int)roll(d, 200));
	}
	qsort(s, n, sizeof(*s), by_last);
	return s;
}

static const struct rrule *
random_rrule(struct dice *d, struct arena *a)
{
	static const char *const rules[] = {
		"FREQ=DAILY;INTERVAL=5", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=-1",
		"FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=MO,SU",
		"FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31",
		"FREQ=MONTHLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
		"FREQ=YEARLY", "FREQ=YEARLY;BYDAY=20MO,-1SU;COUNT=9",
		"FREQ=YEARLY;BYMONTH=6,9;BYMONTHDAY=1,-1;UNTIL=20250610",
	};
	const char *text = rules[roll(d, COUNT(rules))];
	const struct rrule *r = NULL;
	struct rrule_error err;

	assert_true(rrule_parse(a, text, strlen(text), &r, &err));
	return r;
}

static struct term_part
random_part(struct dice *d, struct arena *a)
{
	struct term_item *items = arena_array(a, 3, sizeof(*items));
	struct term_part p = {
		.base = (enum term_base)roll(d, 8),
		.unit = (enum term_unit)roll(d, UNIT_COUNT),
		.interval = 1, OPEN, .items = items,
		.at_least = (uint16_t)roll(d, 6),
		.within = {.unit = (enum term_unit)roll(d, 8)},
		.standing = roll(d, 4) == 0,
	};

	p.within.n = (int)roll(d, p.within.unit < UNIT_MONTH ? 100 : 4);
	if (p.base == TERM_RRULE)
		p.rrule = random_rrule(d, a);
	else if (p.base > TERM_RRULE)
		p.base = TERM_PERIODS;
	p.at_most = (uint16_t)(roll(d, 2) ? p.at_least + roll(d, 4) : 0);
	p.select = (enum term_select)roll(d, 4);
	p.nitems = 1 + roll(d, 3);
	for (size_t i = 0; i < p.nitems; i++)
		items[i] = (struct term_item){random_point(d),
		    random_point(d)};
	if (roll(d, 4) == 0) {
		p.consecutive = true;
		p.interval = (uint16_t)(1 + roll(d, 5));
		p.rolling = roll(d, 4) == 0;
	}
	if (roll(d, 3) == 0)
		p.only = (uint16_t)(roll(d, 4096) << 1);
	if (roll(d, 3) == 0)
		p.from = random_day(d, 2018, 6);
	if (roll(d, 3) == 0)
		p.to = random_day(d, 2024, 8);
	p.nspans = roll(d, 6);
	p.spans = random_spans(d, a, p.nspans);
	p.in_force = roll(d, 8) == 0;
	return p;
}

static void
random_frame(struct dice *d, struct desk *k)
{
	struct term_frame *f = &k->frame;

	f->in_force.first = random_day(d, 2017, 6);
	f->in_force.last = roll(d, 5) ?
	    date_add(f->in_force.first, (int)roll(d, 365 * 8)) : DATE_MAX;
	f->school = roll(d, 3) == 0;
	f->ndates = roll(d, 5);
	f->dates = random_spans(d, k->a, f->ndates);
	f->nrequests = roll(d, 4);
	f->requests = NULL;
	if (f->nrequests) {
		struct date *r = arena_array(k->a, f->nrequests, sizeof(*r));

		r[0] = random_day(d, 2018, 3);
		for (size_t i = 1; i < f->nrequests; i++)
			r[i] = date_add(r[i - 1], (int)roll(d, 300));
		f->requests = r;
	}
	f->last_done = roll(d, 2) ? DATE_NONE : random_day(d, 2018, 6);
}

static void
check_window(const struct desk *k, const struct term_window *w,
    const struct term_window *previous)
{
	assert_true(w->start.n <= w->due.n);
	assert_true(date_in(w->start, k->frame.in_force));
	assert_true(date_in(w->due, k->frame.in_force));
	assert_true(w->full.first.n <= w->start.n);
	assert_true(w->full.last.n >= w->due.n);
	assert_true(!w->max || w->max >= w->min);
	if (previous)
		assert_true(previous->due.n < w->due.n);
}

/* The first of n windows by DUE that is due on or after a day; else n. */
static size_t
first_due(const struct term_window *w, size_t n, struct date after)
{
	size_t low = 0;

	while (low < n) {
		size_t middle = low + (n - low) / 2;

		if (date_before(w[middle].due, after))
			low = middle + 1;
		else
			n = middle;
	}
	return low;
}

enum { PAIRS = 1000000, DAYS_OF_TERM = 100 };

/* The full list is sorted and inside; asked from any day, the next window is
 * the first of the list that is due then or later. */
static void
check_term(struct dice *d, struct desk *k, const struct term *t)
{
	const struct date_span all = {DATE_MIN, date_of(2040, 12, 31)};
	struct term_window *w, got;
	size_t n = term_windows(t, &k->frame, all, 20000, k->a, &w);

	assert_true(n <= 20000);
	for (size_t i = 0; i < n; i++)
		check_window(k, &w[i], i ? &w[i - 1] : NULL);
	for (int tries = 0; tries < DAYS_OF_TERM; tries++) {
		struct date after = random_day(d, 2015, 20);
		size_t i = first_due(w, n, after);
		bool found = term_next(t, &k->frame, after, &got);

		if (i < n) {
			assert_true(found);
			assert_int_equal(got.start.n, w[i].start.n);
			assert_int_equal(got.due.n, w[i].due.n);
			assert_int_equal(got.min, w[i].min);
			assert_int_equal(got.max, w[i].max);
			assert_int_equal(got.standing, w[i].standing);
			assert_int_equal(got.clipped, w[i].clipped);
			assert_int_equal(got.full.first.n, w[i].full.first.n);
			assert_int_equal(got.full.last.n, w[i].full.last.n);
		} else if (found) {
			assert_true(got.due.n > all.last.n);
		}
	}
}

static void
test_next_agrees_with_all(void **state)
{
	struct desk *k = *state;
	struct dice d = {20211014};
	const struct workcal *cal = k->frame.cal;
	struct arena *a = arena_new();

	print_message("seed %llu\n", (unsigned long long)d.s);
	for (int pairs = 0; pairs < PAIRS; pairs += DAYS_OF_TERM) {
		struct desk one = {a, {.cal = cal}};
		struct term_part parts[3];
		size_t n = 1 + roll(&d, 3);

		arena_reset(a);
		random_frame(&d, &one);
		for (size_t i = 0; i < n; i++)
			parts[i] = random_part(&d, a);
		check_term(&d, &one, &(struct term){parts, n});
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_next_agrees_with_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
