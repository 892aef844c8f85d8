/* What will be said if nothing happens: the letter's «Дальше:» line. */
#include "core/remind.h"

#include <stdlib.h>

#include "core/timeline.h"

struct outlook {
	struct arena *arena;
	const struct obligation *ob;
	struct timeline line;
	struct date from;
	size_t limit;
	struct coming *items;
	size_t n, cap;
};

static void
expect(struct outlook *o, struct stage stage, struct date day,
    const struct body *to)
{
	struct coming *item = arena_push(o->arena, (void **)&o->items, &o->n,
	    &o->cap, sizeof(*item));

	*item = (struct coming){stage, day, to};
}

/* The first working day after a promise, when what it silenced is said. */
static struct date
promise_over(const struct outlook *o)
{
	return workcal_next(o->ob->pair->roadmap->cal,
	    date_add(o->ob->promised_until, 1));
}

/* Days of the role's stages in order: each working day on which the timeline
 * has a new latest stage. A promise puts off what falls into its time to the
 * day after it, all but `due`. */
static void
expect_line(struct outlook *o, enum role role)
{
	struct date day = o->from, last = DATE_NONE;
	size_t found = 0;

	while (found < o->limit) {
		struct stage_day now = {.day = DATE_NONE}, next;
		struct date said;
		bool any = timeline_at(&o->line, role, day, &now, &next);

		said = date_max(now.day, o->from);
		if (any && !date_is_none(o->ob->promised_until) &&
		    now.stage.kind != STAGE_DUE &&
		    !date_before(o->ob->promised_until, now.day))
			said = promise_over(o);
		if (any && !date_before(now.day, o->from) &&
		    !date_before(day, said) &&
		    (date_is_none(last) || date_before(last, now.day))) {
			expect(o, now.stage, said, NULL);
			last = now.day;
			found++;
		}
		if (any && date_before(day, said))
			day = date_is_none(next.day) ? said
			    : date_min(said, next.day);
		else if (!date_is_none(next.day))
			day = next.day;
		else if (!date_before(o->ob->last, day))
			day = date_add(o->ob->last, 1);
		else
			break;
	}
}

static void
expect_escalation(struct outlook *o)
{
	const struct wording *w = o->ob->wording;

	for (size_t k = 1; k <= w->nsupervisors; k++) {
		struct stage s = {.kind = STAGE_ESCALATE, .k = (uint16_t)k};
		struct date day = timeline_escalate(&o->line, (unsigned)k);

		if (!date_is_none(day) && !date_before(day, o->from))
			expect(o, s, day, w->supervisors[k - 1]);
	}
}

static void
expect_questions(struct outlook *o)
{
	const struct obligation *ob = o->ob;
	size_t found = 0;

	if (ob->npending == 0)
		return;
	for (unsigned k = 1; k <= UINT16_MAX && found < o->limit; k++) {
		struct stage s = {.kind = STAGE_ACCEPT, .k = (uint16_t)k,
		    .n = 1};
		struct date day = stage_accept_day(ob->pair->roadmap->cal,
		    &ob->wording->remind, ob->pending[0]->entered, k);

		if (date_is_none(day))
			break;
		if (date_before(day, o->from))
			continue;
		expect(o, s, day, ob->wording->accept);
		found++;
	}
}

static int
by_day(const void *a, const void *b)
{
	const struct coming *x = a, *y = b;

	if (!date_equal(x->day, y->day))
		return date_before(x->day, y->day) ? -1 : 1;
	if (x->stage.kind != y->stage.kind)
		return x->stage.kind < y->stage.kind ? -1 : 1;
	return (x->stage.k > y->stage.k) - (x->stage.k < y->stage.k);
}

/* A supervisor's letter tells of what is written to the executors next, which
 * by then is that it is late. */
static enum role
line_role(enum role role)
{
	return role == ROLE_SUPERVISOR ? ROLE_LEAD : role;
}

size_t
remind_coming(struct arena *a, const struct obligation *ob,
    enum role role, struct date from, size_t limit,
    const struct coming **ret)
{
	struct outlook o = {.arena = a, .ob = ob, .from = from,
	    .limit = limit};
	bool live = ob->state == STATE_UPCOMING || ob->state == STATE_OPEN ||
	    ob->state == STATE_LATE;

	*ret = NULL;
	if (ob->wording->remind.none || limit == 0 ||
	    ob->marks & (MARK_CAP | MARK_BASELINE))
		return 0;
	timeline_of(ob, DATE_MIN, &o.line);
	if (role == ROLE_CONTROLLER) {
		expect_questions(&o);
	} else if (live && role != ROLE_OWNER) {
		expect_line(&o, line_role(role));
		expect_escalation(&o);
	}
	if (o.n > 1)
		qsort(o.items, o.n, sizeof(*o.items), by_day);
	*ret = o.items;
	return o.n < limit ? o.n : limit;
}
