/* The earliest - Who is reached - Schedules - Stages - Obligations -
 * The whole */
#include "core/quiet.h"

#include <assert.h>

#include "core/docket.h"
#include "core/timeline.h"

/* --- the earliest -------------------------------------------------------- */

/* The earliest of the days that lie after one. */
struct earliest {
	struct date after, day;
};

/* Later than any day. */
#define FAR date_add(DATE_MAX, 1)

static void
may(struct earliest *e, struct date day)
{
	if (date_before(e->after, day) && date_before(day, e->day))
		e->day = day;
}

/* A span's first day, and the day after its last. */
static void
may_span(struct earliest *e, struct date first, struct date last)
{
	may(e, first);
	may(e, date_add(last, 1));
}

/* --- who is reached ------------------------------------------------------ */

struct walk {
	struct quiet *q;
	const struct body **items;      /* to be looked at, each once */
	size_t n, cap;
};

/* Most bodies have an address and nobody who stands in. */
static bool
is_reached_always(const struct body *body)
{
	return !body->ncontacts && !body->nmembers && !body->deputy;
}

static void
visit(struct walk *w, const struct body *body)
{
	struct quiet *q = w->q;

	if (!body || is_reached_always(body))
		return;
	if (!q->visited)
		q->visited = arena_array(q->marks, q->nbodies,
		    sizeof(*q->visited));
	if (q->visited[body->rank] == q->walk)
		return;
	q->visited[body->rank] = q->walk;
	*(const struct body **)arena_push(w->q->arena, (void **)&w->items,
	    &w->n, &w->cap, sizeof(*w->items)) = body;
}

static void
may_reach(struct walk *w, const struct body *body, struct earliest *e)
{
	for (size_t i = 0; i < body->ncontacts; i++) {
		const struct contact *c = &body->contacts[i];

		may_span(e, c->from, c->to);
		for (size_t k = 0; k < c->naway; k++)
			may_span(e, c->away[k].first, c->away[k].last);
		visit(w, c->deputy);
	}
	for (size_t i = 0; i < body->nmembers; i++) {
		may_span(e, body->members[i].from, body->members[i].to);
		visit(w, body->members[i].body);
	}
	visit(w, body->deputy);
}

/* Days on which these bodies, or whoever stands in for them, may be reached
 * otherwise: a new address hears the latest stage. */
static void
may_reach_all(struct quiet *q, const struct body *const *bodies, size_t n,
    struct earliest *e)
{
	struct walk w = {.q = q};

	q->walk++;
	for (size_t i = 0; i < n; i++)
		visit(&w, bodies[i]);
	for (size_t i = 0; i < w.n; i++)
		may_reach(&w, w.items[i], e);
}

/* Whoever hears of a wording, those aside who owe it. */
static void
may_reach_wording(struct quiet *q, const struct roadmap *r,
    const struct wording *w, struct earliest *e)
{
	may(e, w->from);
	may_reach_all(q, w->responsible.others, w->responsible.nothers, e);
	may_reach_all(q, w->supervisors, w->nsupervisors, e);
	may_reach_all(q, &w->accept, 1, e);
	if (!term_is_external(w->term))
		return;
	may_reach_all(q, &r->order.by, 1, e);
	may_reach_all(q, w->responsible.leads, w->responsible.nleads, e);
	if (w->schedule)
		may_reach_all(q, &w->schedule->owner, 1, e);
}

/* --- schedules ----------------------------------------------------------- */

static void
may_wait_for_year(const struct pair *pair, const struct term *term,
    struct earliest *e)
{
	struct term_frame f = roadmap_frame(pair->roadmap, pair->rule);

	for (size_t i = 0; i < term->nparts; i++) {
		enum term_unit unit = term->parts[i].unit;

		if (unit != UNIT_COUNT)
			may(e, date_add(term_period(&f, unit, e->after).last,
			    1));
	}
}

/* Days on which a schedule may be missed, or missed for another year. */
static void
may_wait(const struct pair *pair, struct earliest *e)
{
	for (size_t i = 0; i < pair->ntenures; i++) {
		const struct tenure *t = &pair->tenures[i];

		if (!term_is_external(t->wording->term))
			continue;
		may_span(e, t->days.first, t->days.last);
		may_wait_for_year(pair, t->wording->term, e);
	}
}

/* The first working days of this quarter and the next: it is asked for. */
static void
may_ask(const struct pair *pair, struct earliest *e)
{
	struct civil c = date_civil(e->after);
	struct date first = month_first(c.year, (c.month - 1) / 3 * 3 + 1);
	const struct workcal *cal = pair->roadmap->cal;

	may(e, workcal_next(cal, first));
	may(e, workcal_next(cal, date_add_months(first, 3)));
}

/* --- stages -------------------------------------------------------------- */

static void
may_ahead(const struct timeline *t, struct earliest *e)
{
	for (size_t i = 0; i < t->nahead; i++)
		may(e, t->ahead[i].day);
}

static void
may_late(const struct timeline *t, struct earliest *e)
{
	for (unsigned k = 1; k <= UINT16_MAX; k++) {
		struct date day = timeline_late(t, k);

		may(e, day);
		if (date_is_none(day) || date_before(e->after, day))
			return;
	}
}

static void
may_escalate(const struct timeline *t, struct earliest *e)
{
	for (size_t k = 1; k <= t->ob->wording->nsupervisors; k++) {
		struct date day;

		timeline_escalate(t, (unsigned)k, DATE_NONE, &day);
		may(e, day);
	}
}

/* Whichever of the deeds the controller is asked about. */
static void
may_ask_controller(const struct obligation *ob, struct earliest *e)
{
	for (size_t i = 0; i < ob->npending; i++) {
		for (unsigned k = 1; k <= UINT16_MAX; k++) {
			struct date day = stage_accept_day(
			    ob->pair->roadmap->cal, &ob->wording->remind,
			    ob->pending[i]->entered, k);

			may(e, day);
			if (date_is_none(day) || date_before(e->after, day))
				break;
		}
	}
}

static void
may_tell(const struct quiet *q, const struct obligation *ob,
    struct earliest *e)
{
	struct timeline t;

	if (ob->wording->remind.none || ob->marks & MARK_BASELINE)
		return;
	timeline_of(ob, q->baseline, &t);
	may(e, date_add(ob->window.start, -remind_reach_days(ob->wording)));
	may_ahead(&t, e);
	may_late(&t, e);
	may_escalate(&t, e);
	if (ob->rework)
		may(e, date_add(ob->rework->entered, 1));
}

/* --- obligations --------------------------------------------------------- */

static void
may_rest(const struct obligation *ob, struct earliest *e)
{
	if (date_is_none(ob->missed_from))
		return;
	may(e, ob->missed_from);
	may(e, date_add(ob->missed_from, TIMELINE_MISSED_DAYS));
}

/* The pace asks for one more; half of a long window is gone. */
static void
may_fall_behind(const struct obligation *ob, struct earliest *e)
{
	const struct term_window *w = &ob->window;
	unsigned wanted = stage_wanted(w->min, w->start, ob->due, e->after);

	if (wanted < w->min)
		may(e, stage_wanted_from(w->min, w->start, ob->due,
		    wanted + 1));
	may(e, stage_half(w->start, ob->due));
}

/* What is settled stays so until the log says otherwise; what was handed in
 * waits for the controller alone. */
static void
may_turn(const struct quiet *q, const struct obligation *ob,
    struct earliest *e)
{
	if (ob->window.min == 0) {
		may_span(e, ob->window.start, ob->last);
		return;
	}
	if (ob->state == STATE_MET || ob->state == STATE_MET_LATE ||
	    ob->state == STATE_WAIVED)
		return;
	may_ask_controller(ob, e);
	if (ob->state == STATE_SUBMITTED)
		return;
	may_span(e, ob->window.start, ob->last);
	may_fall_behind(ob, e);
	may_rest(ob, e);
	if (!date_is_none(ob->promised_until))
		may(e, date_add(ob->promised_until, 1));
	may_tell(q, ob, e);
}

/* Found once for all bodies that stand so; the first of them has its copies
 * already and finds its days by itself. */
static void
look_at_page(const struct quiet *q, struct docket_page *page)
{
	for (size_t i = 0; i < page->n; i++) {
		struct earliest e = {q->today, FAR};

		may_turn(q, &page->obs[i], &e);
		page->obs[i].quiet = e.day;
	}
	page->quiet = true;
}

static void
may_turn_all(const struct quiet *q, const struct evaluation *e,
    struct earliest *until)
{
	for (size_t i = 0; i < e->nobligations; i++) {
		const struct obligation *ob = &e->obligations[i];

		if (date_is_none(ob->quiet))
			may_turn(q, ob, until);
		else
			may(until, ob->quiet);
	}
}

/* --- the whole ----------------------------------------------------------- */

void
quiet_open(struct quiet *q, struct arena *a, const struct roadmap *r,
    const struct rule *rule, size_t nbodies, struct date today,
    struct date baseline)
{
	struct earliest e = {today, FAR};

	*q = (struct quiet){
		.arena = a, .today = today, .baseline = baseline,
		.marks = a, .nbodies = nbodies
	};
	may_span(&e, rule->in_force.first, rule->in_force.last);
	for (size_t i = 0; i < rule->nwordings; i++)
		may_reach_wording(q, r, &rule->wordings[i], &e);
	q->rule = e.day;
}

struct date
quiet_until(struct quiet *q, const struct pair *pair,
    const struct evaluate_input *in, const struct evaluation *e)
{
	struct earliest until = {q->today, q->rule};

	assert(date_equal(in->today, q->today));
	/* A window comes into sight when the horizon reaches its START. */
	may(&until, date_add(e->beyond, -date_diff(in->horizon, in->today)));
	for (size_t i = 0; i < in->nentries; i++)
		may(&until, in->entries[i]->entered);
	may_reach_all(q, &pair->body, 1, &until);
	may_wait(pair, &until);
	if (e->waiting)
		may_ask(pair, &until);
	if (e->page && !e->page->quiet)
		look_at_page(q, e->page);
	may_turn_all(q, e, &until);
	return until.day;
}

bool
quiet_is_shared(const struct rule *rule)
{
	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];

		if (term_is_external(w->term) ||
		    (w->responsible.mode == RESPONSIBLE_EACH &&
		    w->responsible.nothers > 0))
			return true;
	}
	return false;
}
