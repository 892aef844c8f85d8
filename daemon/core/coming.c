/* What follows by itself: the same timeline, looked at from a day on. */
#include <stdlib.h>

#include "core/remind.h"
#include "core/timeline.h"

enum { STAGES_MOST = 64 };

struct course {
	const struct obligation *ob;
	struct coming list[STAGES_MOST];
	size_t n;
};

/* What a promise silences is said on the first working day after it, if
 * nothing newer has come by then (design.md §6). */
static struct date
when_said(const struct obligation *ob, const struct stage *stage,
    struct date day)
{
	if (date_is_none(ob->promised_until) || stage->kind == STAGE_DUE ||
	    stage->kind == STAGE_ESCALATE ||
	    date_before(ob->promised_until, day))
		return day;
	return workcal_next(ob->pair->roadmap->cal,
	    date_add(ob->promised_until, 1));
}

static void
add(struct course *c, struct stage stage, struct date day, struct date from,
    const struct body *to)
{
	if (date_is_none(day) || date_before(day, from) ||
	    c->n == STAGES_MOST)
		return;
	day = when_said(c->ob, &stage, day);
	c->list[c->n++] = (struct coming){stage, day, to};
}

static void
add_ahead(struct course *c, const struct timeline *t, enum role role,
    struct date from)
{
	for (size_t i = 0; i < t->nahead; i++)
		if (role_hears(role, t->ahead[i].stage.kind) &&
		    timeline_is_wanted(t->ob, &t->ahead[i].stage))
			add(c, t->ahead[i].stage, t->ahead[i].day, from, NULL);
}

/* The first few that lie on or after `from`. */
static void
add_late(struct course *c, const struct timeline *t, struct date from,
    size_t limit)
{
	const struct obligation *ob = t->ob;
	size_t end = c->n + limit;

	for (unsigned k = 1; k <= UINT16_MAX && c->n < end; k++) {
		struct date day = stage_late_day(ob->pair->roadmap->cal,
		    &ob->wording->remind, ob->last, k);

		if (date_is_none(day) || (!date_is_none(ob->missed_from) &&
		    !date_before(day, ob->missed_from)))
			return;
		add(c, (struct stage){.kind = STAGE_LATE, .k = (uint16_t)k},
		    day, from, NULL);
	}
}

static void
add_escalations(struct course *c, const struct timeline *t, struct date from)
{
	const struct wording *w = t->ob->wording;

	for (size_t k = 1; k <= w->nsupervisors; k++)
		add(c, (struct stage){.kind = STAGE_ESCALATE,
		    .k = (uint16_t)k}, timeline_escalate(t, (unsigned)k),
		    from, w->supervisors[k - 1]);
}

static int
by_day(const void *left, const void *right)
{
	const struct coming *a = left, *b = right;

	if (!date_equal(a->day, b->day))
		return date_before(a->day, b->day) ? -1 : 1;
	if (a->stage.kind != b->stage.kind)
		return (int)a->stage.kind - (int)b->stage.kind;
	return (int)a->stage.k - (int)b->stage.k;
}

/* Of what a promise put off to one day only the latest is said; escalations
 * go to somebody else. */
static void
keep_latest(struct course *c)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i++) {
		if (kept && date_equal(c->list[kept - 1].day,
		    c->list[i].day) && !c->list[i].to &&
		    !c->list[kept - 1].to)
			kept--;
		c->list[kept++] = c->list[i];
	}
	c->n = kept;
}

size_t
remind_coming(struct arena *a, const struct obligation *ob, enum role role,
    struct date from, size_t limit, const struct coming **ret)
{
	struct course c = {.ob = ob};
	struct coming *list;
	struct timeline t;

	*ret = NULL;
	if (ob->wording->remind.none || (ob->marks & MARK_CAP) ||
	    ob->state == STATE_MET || ob->state == STATE_MET_LATE ||
	    ob->state == STATE_WAIVED || ob->state == STATE_SUBMITTED)
		return 0;
	timeline_of(ob, DATE_MIN, &t);
	add_ahead(&c, &t, role, from);
	/* A supervisor wants to know when those who owe hear of it again. */
	if (role_hears(role, STAGE_LATE) || role == ROLE_SUPERVISOR)
		add_late(&c, &t, from, limit);
	if (role == ROLE_LEAD || role == ROLE_SUPERVISOR)
		add_escalations(&c, &t, from);
	qsort(c.list, c.n, sizeof(c.list[0]), by_day);
	keep_latest(&c);
	if (c.n > limit)
		c.n = limit;
	list = arena_array(a, c.n, sizeof(*list));
	for (size_t i = 0; i < c.n; i++)
		list[i] = c.list[i];
	*ret = list;
	return c.n;
}

static int
days_at_most(struct duration d)
{
	switch (d.unit) {
	case UNIT_DAY:
		return d.n;
	case UNIT_WORKING_DAY:
		return d.n * 7 / 5 + 14;        /* with a run of holidays */
	case UNIT_WEEK:
		return d.n * 7;
	case UNIT_MONTH:
		return d.n * 31;
	case UNIT_QUARTER:
		return d.n * 92;
	case UNIT_HALF_YEAR:
		return d.n * 184;
	default:
		return d.n * 366;
	}
}

int
remind_reach_days(const struct wording *w)
{
	enum { MOVED_BACK = 14 };       /* before a run of holidays */
	int most = 0;

	for (size_t i = 0; i < w->remind.nbefore; i++) {
		int days = days_at_most(w->remind.before[i]);

		if (days > most)
			most = days;
	}
	return most + MOVED_BACK;
}
