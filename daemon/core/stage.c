/* Names - Days ahead - Days behind - Pace */
#include "core/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LONG_DAYS = 60,         /* half and pace: of windows longer than this */
	NEAR_DAYS = 7,          /* two letters that close are one too many */
	PACE_EXACT = 4,         /* up to it k of N, beyond it quarters */
	LATE_DENSE = 4          /* late:4; then every fourth interval */
};

/* --- names --------------------------------------------------------------- */

/* What follows the colon of a stage's name. */
enum shape { SHAPE_NONE, SHAPE_K, SHAPE_K_OF_N, SHAPE_DURATION, SHAPE_AGAIN,
	SHAPE_ROUND };

static const struct {
	const char *name;
	enum shape shape;
	bool ahead;
} stages[] = {
	[STAGE_OPENS] = {"opens", SHAPE_NONE, true},
	[STAGE_BEFORE] = {"before", SHAPE_DURATION, true},
	[STAGE_HALF] = {"half", SHAPE_NONE, true},
	[STAGE_PACE] = {"pace", SHAPE_K_OF_N, true},
	[STAGE_DUE] = {"due", SHAPE_NONE, false},
	[STAGE_LATE] = {"late", SHAPE_K, false},
	[STAGE_ESCALATE] = {"escalate", SHAPE_K, false},
	[STAGE_ACCEPT] = {"accept", SHAPE_ROUND, false},
	[STAGE_SCHEDULE] = {"schedule", SHAPE_K, false},
	[STAGE_CLOSED] = {"closed", SHAPE_AGAIN, false},
	[STAGE_REOPENED] = {"reopened", SHAPE_AGAIN, false},
};

_Static_assert(sizeof(stages) / sizeof(stages[0]) == STAGE_KIND_COUNT,
    "every stage has a name");

static const struct {
	const char *suffix;
	enum term_unit unit;
} units[] = {
	{"d", UNIT_DAY}, {"wd", UNIT_WORKING_DAY}, {"w", UNIT_WEEK},
	{"m", UNIT_MONTH}, {"q", UNIT_QUARTER}, {"h", UNIT_HALF_YEAR},
	{"y", UNIT_YEAR},
};

enum { NUNITS = sizeof(units) / sizeof(units[0]) };

static const char *
unit_suffix(enum term_unit unit)
{
	for (size_t i = 0; i < NUNITS; i++)
		if (units[i].unit == unit)
			return units[i].suffix;
	return "?";
}

const char *
stage_name(const struct stage *s, char buf[STAGE_TEXT])
{
	const char *name = stages[s->kind].name;
	enum shape shape = stages[s->kind].shape;

	if (shape == SHAPE_DURATION)
		snprintf(buf, STAGE_TEXT, "%s:%d%s", name, s->before.n,
		    unit_suffix(s->before.unit));
	else if (shape == SHAPE_K_OF_N || (shape == SHAPE_ROUND && s->n > 1))
		snprintf(buf, STAGE_TEXT, "%s:%u/%u", name, s->k, s->n);
	else if (shape == SHAPE_K || shape == SHAPE_ROUND ||
	    (shape == SHAPE_AGAIN && s->k > 1))
		snprintf(buf, STAGE_TEXT, "%s:%u", name, s->k);
	else
		snprintf(buf, STAGE_TEXT, "%s", name);
	return buf;
}

/* A number of 1..65535 without sign or leading zero; returns what follows it,
 * or NULL. */
static const char *
read_number(const char *s, uint16_t *ret)
{
	unsigned long n = 0;

	if (*s < '1' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++) {
		n = n * 10 + (unsigned long)(*s - '0');
		if (n > UINT16_MAX)
			return NULL;
	}
	*ret = (uint16_t)n;
	return s;
}

static bool
read_duration(const char *s, struct duration *ret)
{
	uint16_t n;

	s = read_number(s, &n);
	if (!s)
		return false;
	for (size_t i = 0; i < NUNITS; i++) {
		if (strcmp(units[i].suffix, s) == 0) {
			*ret = (struct duration){n, units[i].unit};
			return true;
		}
	}
	return false;
}

/* "3" or "3/4". */
static bool
read_counts(const char *s, enum shape shape, struct stage *ret)
{
	s = read_number(s, &ret->k);
	if (!s)
		return false;
	if (*s == '\0')
		return shape != SHAPE_K_OF_N;
	if (*s != '/' || (shape != SHAPE_K_OF_N && shape != SHAPE_ROUND))
		return false;
	s = read_number(s + 1, &ret->n);
	return s && *s == '\0';
}

static bool
read_rest(const char *rest, enum shape shape, struct stage *ret)
{
	if (*rest == '\0')
		return shape == SHAPE_NONE || shape == SHAPE_AGAIN;
	if (*rest != ':' || shape == SHAPE_NONE)
		return false;
	if (shape == SHAPE_DURATION)
		return read_duration(rest + 1, &ret->before);
	return read_counts(rest + 1, shape, ret);
}

bool
stage_parse(const char *name, struct stage *ret)
{
	for (size_t i = 0; i < STAGE_KIND_COUNT; i++) {
		size_t n = strlen(stages[i].name);
		struct stage s = {.kind = (enum stage_kind)i};

		if (*name != *stages[i].name ||
		    strncmp(name, stages[i].name, n) != 0 ||
		    (name[n] != '\0' && name[n] != ':'))
			continue;
		if (!read_rest(name + n, stages[i].shape, &s))
			return false;
		if (stages[i].shape == SHAPE_AGAIN && s.k == 0)
			s.k = 1;
		if (stages[i].shape == SHAPE_ROUND && s.n == 0)
			s.n = 1;
		*ret = s;
		return true;
	}
	return false;
}

bool
stage_looks_ahead(enum stage_kind kind)
{
	return stages[kind].ahead;
}

/* --- pace ---------------------------------------------------------------- */

bool
stage_is_long(struct date start, struct date due)
{
	return date_diff(due, start) + 1 > LONG_DAYS;
}

unsigned
stage_wanted(unsigned min, struct date start, struct date due,
    struct date on)
{
	int64_t days = date_diff(due, start) + 1;
	int64_t gone = date_diff(on, start);

	if (gone <= 0)
		return 0;
	if (gone > days)
		gone = days;
	return (unsigned)(min * gone / days);
}

/* The first morning by which k/n of the window is gone. */
static struct date
share_gone(struct date start, struct date due, unsigned k, unsigned n)
{
	int64_t days = date_diff(due, start) + 1;

	return date_add(start, (int)((k * days + n - 1) / n));
}

struct date
stage_wanted_from(unsigned min, struct date start, struct date due,
    unsigned k)
{
	return share_gone(start, due, k, min);
}

struct date
stage_half(struct date start, struct date due)
{
	return share_gone(start, due, 1, 2);
}

unsigned
stage_pace_wanted(const struct stage *s, unsigned min, struct date start,
    struct date due)
{
	return stage_wanted(min, start, due,
	    share_gone(start, due, s->k, s->n));
}

/* --- days ahead ---------------------------------------------------------- */

struct ahead {
	const struct stage_frame *f;
	struct stage_left *items;
	size_t n;
};

/* Keeps the list by day; of one day a later kind goes behind, and a shorter
 * `before` behind a longer one. */
static void
insert(struct ahead *a, struct stage stage, struct date day,
    enum reason reason)
{
	size_t i = a->n++;

	for (; i > 0; i--) {
		const struct stage_day *p = &a->items[i - 1].what;

		if (date_before(p->day, day) || (date_equal(p->day, day) &&
		    p->stage.kind <= stage.kind))
			break;
		a->items[i] = a->items[i - 1];
	}
	a->items[i] = (struct stage_left){{stage, day}, reason};
}

static bool
is_near_before(const struct ahead *a, struct date day, int back, int forth)
{
	for (size_t i = 0; i < a->n; i++) {
		int after = date_diff(a->items[i].what.day, day);

		if (a->items[i].reason == REASON_NONE &&
		    a->items[i].what.stage.kind == STAGE_BEFORE &&
		    after >= -back && after <= forth)
			return true;
	}
	return false;
}

/* A day before the first that may be told of. */
static enum reason
early(const struct ahead *a, struct date day)
{
	return date_before(day, a->f->told_from) ? REASON_EARLY : REASON_NONE;
}

/* effective less N, moved back to a working day; may lie before START. */
static void
add_befores(struct ahead *a)
{
	const struct stage_frame *f = a->f;

	for (size_t i = 0; i < f->policy->nbefore; i++) {
		struct duration by = f->policy->before[i];
		struct stage s = {.kind = STAGE_BEFORE, .before = by};
		struct date day = workcal_previous(f->cal,
		    duration_subtract(f->cal, f->effective, by));

		insert(a, s, day, early(a, day));
	}
}

static void
drop_befores(struct ahead *a, struct date first, struct date last)
{
	for (size_t i = 0; i < a->n; i++)
		if (a->items[i].reason == REASON_NONE &&
		    date_in(a->items[i].what.day,
		    (struct date_span){first, last}))
			a->items[i].reason = REASON_NEAR_OPENS;
}

/* The first working day from START on; for «до D», whose START is only the
 * year's, from a month before DUE at the earliest. It gives way to a `before`
 * of the week up to it, and takes the place of one of the week after it. A
 * `before` that is not said because it lies before the baseline does not
 * count: else nobody would hear of the window. */
static void
add_opens(struct ahead *a)
{
	const struct stage_frame *f = a->f;
	struct date from = f->start, day;
	enum reason reason;

	if (!f->policy->opens)
		return;
	if (f->by)
		from = date_max(from, date_add_months(f->due, -1));
	day = workcal_next(f->cal, from);
	reason = date_before(f->effective, day) ? REASON_OVER : early(a, day);
	if (reason == REASON_NONE && is_near_before(a, day, NEAR_DAYS, 0))
		reason = REASON_NEAR_BEFORE;
	if (reason == REASON_NONE)
		drop_befores(a, date_add(day, 1), date_add(day, NEAR_DAYS));
	insert(a, (struct stage){.kind = STAGE_OPENS}, day, reason);
}

/* half, or the k-th of n parts of a quota. */
static void
add_midway(struct ahead *a, struct stage s, unsigned k, unsigned n)
{
	const struct stage_frame *f = a->f;
	struct date day = workcal_next(f->cal,
	    share_gone(f->start, f->due, k, n));
	enum reason reason = early(a, day);

	if (reason == REASON_NONE && date_diff(f->effective, day) <= NEAR_DAYS)
		reason = REASON_NEAR_END;
	if (reason == REASON_NONE &&
	    is_near_before(a, day, NEAR_DAYS, NEAR_DAYS))
		reason = REASON_NEAR_LETTER;
	insert(a, s, day, reason);
}

static void
add_midways(struct ahead *a)
{
	const struct stage_frame *f = a->f;
	unsigned n = f->min > PACE_EXACT ? PACE_EXACT : f->min;

	if (!stage_is_long(f->start, f->due))
		return;
	if (f->min == 1 && f->policy->half)
		add_midway(a, (struct stage){.kind = STAGE_HALF}, 1, 2);
	if (f->min < 2 || !f->policy->pace)
		return;
	for (unsigned k = 1; k < n; k++) {
		struct stage s = {
			.kind = STAGE_PACE, .k = (uint16_t)k, .n = (uint16_t)n
		};

		add_midway(a, s, k, n);
	}
}

/* A last day that is not worked and could not be moved is no day to write on;
 * the `before` of the working day before it has said it. */
static void
add_due(struct ahead *a)
{
	const struct stage_frame *f = a->f;
	enum reason reason = early(a, f->effective);

	if (!f->policy->due)
		return;
	if (!workcal_is_working(f->cal, f->effective))
		reason = REASON_NOT_WORKED;
	insert(a, (struct stage){.kind = STAGE_DUE}, f->effective, reason);
}

size_t
stage_all(const struct stage_frame *f,
    struct stage_left ret[STAGE_AHEAD_MOST])
{
	struct ahead a = {f, ret, 0};

	if (f->policy->none || f->min == 0)
		return 0;
	add_befores(&a);
	add_opens(&a);
	add_midways(&a);
	add_due(&a);
	return a.n;
}

size_t
stage_ahead(const struct stage_frame *f,
    struct stage_day ret[STAGE_AHEAD_MOST])
{
	struct stage_left all[STAGE_AHEAD_MOST];
	size_t n = stage_all(f, all), kept = 0;

	for (size_t i = 0; i < n; i++)
		if (all[i].reason == REASON_NONE)
			ret[kept++] = all[i].what;
	return kept;
}

/* --- days behind --------------------------------------------------------- */

/* The first working day on or after a day that lies so many times `every`
 * after from. DATE_NONE beyond 2200. */
static struct date
steps_on(const struct workcal *cal, struct date from, struct duration every,
    unsigned steps)
{
	int64_t n = (int64_t)every.n * steps;
	struct date day;

	if (n > DATE_MAX.n)
		return DATE_NONE;
	day = duration_add(cal, from, (struct duration){(int32_t)n,
	    every.unit});
	if (!date_before(day, DATE_MAX))
		return DATE_NONE;
	return workcal_next(cal, day);
}

/* The k-th letter comes after k-1 intervals, from the fifth on after every
 * fourth: 0, 1, 2, 3, 7, 11 … They count from the first letter, so that none
 * drifts and a holiday does not bring two at once. */
static struct date
repeat_day(const struct workcal *cal, struct duration every,
    struct date after, unsigned k)
{
	unsigned steps = k <= LATE_DENSE ? k - 1 :
	    LATE_DENSE - 1 + 4 * (k - LATE_DENSE);

	return steps_on(cal, workcal_next(cal, date_add(after, 1)), every,
	    steps);
}

struct date
stage_late_day(const struct workcal *cal, const struct remind_policy *policy,
    struct date last, unsigned k)
{
	if (policy->none || policy->late.n == 0)
		return DATE_NONE;
	return repeat_day(cal, policy->late, last, k);
}

/* The first working day after the k-th term has wholly passed. */
struct date
stage_escalate_day(const struct workcal *cal,
    const struct remind_policy *policy, struct date last, unsigned k)
{
	struct duration by = policy->escalate;
	int64_t n = (int64_t)by.n * k;
	struct date passed;

	if (policy->none || n == 0 || n > DATE_MAX.n)
		return DATE_NONE;
	passed = duration_add(cal, last, (struct duration){(int32_t)n,
	    by.unit});
	if (!date_before(passed, DATE_MAX))
		return DATE_NONE;
	return workcal_next(cal, date_add(passed, 1));
}

struct date
stage_accept_day(const struct workcal *cal,
    const struct remind_policy *policy, struct date handed_in, unsigned k)
{
	if (policy->none || (policy->late.n == 0 && k > 1))
		return DATE_NONE;
	return repeat_day(cal, policy->late, handed_in, k);
}
