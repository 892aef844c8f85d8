/* What follows by itself: the same timeline, looked at from a day on. */
#include <stdlib.h>

#include "core/remind.h"
#include "core/timeline.h"

enum { STAGES_MOST = 64 };

struct step {
	struct coming what;
	struct date own;        /* the stage's day; what.day may be put off */
};

struct course {
	const struct obligation *ob;
	struct step list[STAGES_MOST];
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
	struct date said;

	if (date_is_none(day) || date_before(day, from) ||
	    c->n == STAGES_MOST)
		return;
	said = when_said(c->ob, &stage, day);
	if (!date_is_none(c->ob->missed_from) &&
	    date_diff(said, c->ob->missed_from) >= TIMELINE_MISSED_DAYS)
		return;         /* it rests by then */
	c->list[c->n++] = (struct step){{stage, said, to}, day};
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
	size_t end = c->n + limit;

	for (unsigned k = 1; k <= UINT16_MAX && c->n < end; k++) {
		struct date day = timeline_late(t, k);

		if (date_is_none(day))
			return;
		add(c, (struct stage){.kind = STAGE_LATE, .k = (uint16_t)k},
		    day, from, NULL);
	}
}

static void
add_escalations(struct course *c, const struct timeline *t, struct date from)
{
	const struct wording *w = t->ob->wording;

	for (size_t k = 1; k <= w->nsupervisors; k++) {
		struct stage s = {.kind = STAGE_ESCALATE, .k = (uint16_t)k};
		struct date day;

		if (timeline_escalate(t, (unsigned)k, DATE_NONE, &day) ==
		    REASON_NONE)
			add(c, s, day, from, w->supervisors[k - 1]);
	}
}

static int
by_day(const void *left, const void *right)
{
	const struct step *a = left, *b = right;

	if (!date_equal(a->what.day, b->what.day))
		return date_before(a->what.day, b->what.day) ? -1 : 1;
	if (!date_equal(a->own, b->own))
		return date_before(a->own, b->own) ? -1 : 1;
	if (a->what.stage.kind != b->what.stage.kind)
		return (int)a->what.stage.kind - (int)b->what.stage.kind;
	return (int)a->what.stage.k - (int)b->what.stage.k;
}

/* Of one day the latest is said; what looks ahead and a promise put off gives
 * way to what comes within 3 days. Escalations go to somebody else. */
static bool
gives_way(const struct course *c, size_t i)
{
	const struct step *s = &c->list[i];
	bool ahead = stage_looks_ahead(s->what.stage.kind) &&
	    date_before(s->own, s->what.day);
	size_t next = i + 1;

	while (next < c->n && c->list[next].what.to)
		next++;
	if (s->what.to || next == c->n)
		return false;
	return date_diff(c->list[next].what.day, s->what.day) <=
	    (ahead ? TIMELINE_NEXT_DAYS : 0);
}

size_t
remind_coming(struct arena *a, const struct obligation *ob, enum role role,
    struct date from, size_t limit, const struct coming **ret)
{
	struct course c = {.ob = ob};
	struct coming *list;
	struct timeline t;
	size_t n = 0;

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
	list = arena_array(a, c.n, sizeof(*list));
	for (size_t i = 0; i < c.n && n < limit; i++)
		if (!gives_way(&c, i))
			list[n++] = c.list[i].what;
	*ret = list;
	return n;
}

static int
days_at_most(struct duration d)
{
	switch (d.unit) {
	case UNIT_DAY:
		return d.n;
	case UNIT_WORKING_DAY:
		return d.n * 3 / 2 + 14;        /* 5 of 7, less holidays */
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
