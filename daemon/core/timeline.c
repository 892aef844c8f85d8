#include "core/timeline.h"

#define BIT(kind) (1u << (kind))

static const unsigned hears[] = {
	[ROLE_LEAD] = BIT(STAGE_OPENS) | BIT(STAGE_BEFORE) | BIT(STAGE_HALF) |
	    BIT(STAGE_PACE) | BIT(STAGE_DUE) | BIT(STAGE_LATE),
	[ROLE_CO] = BIT(STAGE_OPENS) | BIT(STAGE_BEFORE) | BIT(STAGE_LATE),
	[ROLE_SUPERVISOR] = BIT(STAGE_ESCALATE),
	[ROLE_CONTROLLER] = BIT(STAGE_ACCEPT),
	[ROLE_OWNER] = BIT(STAGE_SCHEDULE),
};

bool
role_hears(enum role role, enum stage_kind kind)
{
	return hears[role] & BIT(kind);
}

/* The window comes from a «до D»: at once when all parts say so, else when a
 * part that does has a window of that DUE. */
static bool
is_deadline(const struct obligation *ob)
{
	const struct term *t = ob->wording->term;
	const struct pair *pair = ob->pair;
	struct term_frame f;
	size_t by = 0;

	for (size_t i = 0; i < t->nparts; i++)
		by += t->parts[i].select == SELECT_BY;
	if (by == 0 || by == t->nparts)
		return by > 0;
	f = roadmap_frame(pair->roadmap, pair->rule);
	for (size_t i = 0; i < t->nparts; i++) {
		struct term one = {&t->parts[i], 1};
		struct term_window w;

		if (t->parts[i].select == SELECT_BY &&
		    term_next(&one, &f, ob->window.due, &w) &&
		    date_equal(w.due, ob->window.due))
			return true;
	}
	return false;
}

static struct stage_frame
frame_of(const struct obligation *ob, struct date told_from)
{
	return (struct stage_frame){
		.cal = ob->pair->roadmap->cal,
		.policy = &ob->wording->remind,
		.start = ob->window.start, .due = ob->due,
		.effective = ob->effective, .last = ob->last,
		.min = ob->window.min,
		.by = is_deadline(ob),
		.told_from = date_max(told_from, ob->told_from)
	};
}

void
timeline_of(const struct obligation *ob, struct date told_from,
    struct timeline *ret)
{
	struct stage_frame f = frame_of(ob, told_from);

	ret->ob = ob;
	ret->told_from = f.told_from;
	ret->nahead = stage_ahead(&f, ret->ahead);
}

size_t
timeline_all(const struct obligation *ob, struct date told_from,
    struct stage_left ret[STAGE_AHEAD_MOST])
{
	struct stage_frame f = frame_of(ob, told_from);

	return stage_all(&f, ret);
}

bool
timeline_is_wanted(const struct obligation *ob, const struct stage *s)
{
	if (s->kind == STAGE_HALF)
		return ob->done + ob->npending + ob->partly == 0;
	if (s->kind == STAGE_PACE)
		return ob->done < stage_pace_wanted(s, ob->window.min,
		    ob->window.start, ob->due);
	return true;
}

struct date
timeline_late(const struct timeline *t, unsigned k)
{
	const struct obligation *ob = t->ob;
	struct date day = stage_late_day(ob->pair->roadmap->cal,
	    &ob->wording->remind, ob->last, k);

	if (!date_is_none(day) && !date_is_none(ob->missed_from) &&
	    !date_before(day, ob->missed_from))
		return DATE_NONE;       /* it rests by then */
	return day;
}

static bool
ahead_at(const struct timeline *t, enum role role, struct date day,
    struct stage_day *ret_now, struct stage_day *ret_next)
{
	bool any = false;

	for (size_t i = 0; i < t->nahead; i++) {
		const struct stage_day *s = &t->ahead[i];

		if (!role_hears(role, s->stage.kind) ||
		    !timeline_is_wanted(t->ob, &s->stage))
			continue;
		if (date_before(day, s->day)) {
			*ret_next = *s;
			return any;
		}
		*ret_now = *s;
		any = true;
	}
	ret_next->stage = (struct stage){.kind = STAGE_LATE, .k = 1};
	ret_next->day = timeline_late(t, 1);
	return any;
}

static bool
late_at(const struct timeline *t, struct date day, struct stage_day *ret_now,
    struct stage_day *ret_next)
{
	bool any = false;

	for (unsigned k = 1; k <= UINT16_MAX; k++) {
		struct stage_day s = {
			{.kind = STAGE_LATE, .k = (uint16_t)k},
			timeline_late(t, k)
		};

		if (date_is_none(s.day) || date_before(day, s.day)) {
			*ret_next = s;
			break;
		}
		*ret_now = s;
		any = !date_before(s.day, t->told_from);
	}
	return any;
}

bool
timeline_at(const struct timeline *t, enum role role, struct date day,
    struct stage_day *ret_now, struct stage_day *ret_next)
{
	ret_next->day = DATE_NONE;
	if (date_before(t->ob->last, day))      /* what looked ahead is over */
		return role_hears(role, STAGE_LATE) &&
		    late_at(t, day, ret_now, ret_next);
	return ahead_at(t, role, day, ret_now, ret_next);
}

static bool
has_member(const struct body *group, const struct body *body, struct date on,
    int deep)
{
	for (size_t i = 0; i < group->nmembers && deep < GROUP_DEEP; i++) {
		const struct member *m = &group->members[i];

		if (date_in(on, (struct date_span){m->from, m->to}) &&
		    (m->body == body ||
		    has_member(m->body, body, on, deep + 1)))
			return true;
	}
	return false;
}

bool
is_lead(const struct obligation *ob, const struct body *body, struct date on)
{
	const struct body *owes = ob->pair->body;

	return body == owes ||
	    (ob->wording->responsible.mode == RESPONSIBLE_ANY &&
	    has_member(owes, body, on, 0));
}

enum reason
timeline_escalate(const struct timeline *t, unsigned k, struct date on,
    struct date *ret)
{
	const struct obligation *ob = t->ob;

	*ret = stage_escalate_day(ob->pair->roadmap->cal,
	    &ob->wording->remind, ob->last, k);
	if (is_lead(ob, ob->wording->supervisors[k - 1],
	    date_is_none(on) ? *ret : on))
		return REASON_HIMSELF;
	if (date_is_none(*ret))
		return REASON_NOT_YET;
	return date_before(*ret, t->told_from) ? REASON_EARLY : REASON_NONE;
}
