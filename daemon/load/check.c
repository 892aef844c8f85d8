/* Windows - Reminders - Reaching - Calendars - All */
#include "load/check.h"

#include "load/calendars.h"
#include "load/codes.h"
#include "load/schema.h"

static void __attribute__((format(printf, 5, 6)))
warn(struct library *lib, struct place place, int code, const char *hint,
    const char *format, ...)
{
	struct str what;
	va_list ap;

	str_init(&what);
	va_start(ap, format);
	str_vaddf(&what, format, ap);
	va_end(ap);
	complain_at(lib->diags, DIAG_WARNING, place, code, hint, "%s",
	    what.s);
	str_done(&what);
}

/* --- windows ------------------------------------------------------------- */

/* The days whose windows belong to the i-th wording. */
static struct date_span
wording_span(const struct rule *rule, size_t i)
{
	struct date_span span = rule->in_force;

	span.first = date_max(span.first, rule->wordings[i].from);
	if (i + 1 < rule->nwordings)
		span.last = date_min(span.last,
		    date_add(rule->wordings[i + 1].from, -1));
	return span;
}

static struct term_frame
frame_of(const struct roadmap *r, const struct rule *rule,
    const struct wording *w)
{
	struct term_frame frame = roadmap_frame(r, rule);

	if (w->schedule) {
		frame.dates = w->schedule->dates;
		frame.ndates = w->schedule->ndates;
	}
	return frame;
}

/* The words stand in one place: an amendment changed other cells. */
static bool
same_when(const struct wording *a, const struct wording *b)
{
	return a->when_place.file == b->when_place.file &&
	    a->when_place.line == b->when_place.line &&
	    a->when_place.column == b->when_place.column;
}

/* A term that falls due within such days, by its address: a table states the
 * same few again and again. */
struct due_term {
	const struct term *term;
	struct date_span in_force;      /* of the rule */
	struct date from;               /* of the wording */
};

enum { DUE_TERMS = 64 };

/* The slot of a term; *ret_known: it is known to fall due. */
static struct due_term *
due_term(struct due_term known[DUE_TERMS], const struct rule *rule,
    const struct wording *w, bool *ret_known)
{
	struct due_term *at = &known[((uintptr_t)w->term >> 4) % DUE_TERMS];

	*ret_known = at->term == w->term && at->from.n == w->from.n &&
	    at->in_force.first.n == rule->in_force.first.n &&
	    at->in_force.last.n == rule->in_force.last.n;
	return at;
}

/* A term is judged where it is stated, from that day to the end: that the
 * next amendment came before it was due is no mistake. */
static void
check_due(struct library *lib, const struct roadmap *r,
    const struct rule *rule, size_t i, struct due_term known[DUE_TERMS])
{
	const struct wording *w = &rule->wordings[i];
	struct date_span span = {
		date_max(rule->in_force.first, w->from), rule->in_force.last
	};
	struct term_frame frame;
	struct term_window window;
	char from[DATE_TEXT], to[DATE_TEXT];
	struct due_term *at;
	bool is_due;

	if (i && same_when(w, w - 1))
		return;
	at = due_term(known, rule, w, &is_due);
	if (is_due && !w->schedule)
		return;
	frame = frame_of(r, rule, w);
	if (span_empty(span) || term_is_on_request(w->term) ||
	    (term_is_external(w->term) && !frame.ndates))
		return;
	if (term_next(w->term, &frame, span.first, &window) &&
	    !date_before(span.last, window.due)) {
		if (!w->schedule)
			*at = (struct due_term){w->term, rule->in_force,
			    w->from};
		return;
	}
	warn(lib, w->when_place, CODE_W_NEVER_DUE,
	    "compare the term with `in_force`",
	    "item %s is never due within %s..%s", rule->item,
	    date_iso(span.first, from),
	    date_before(span.last, DATE_MAX) ? date_iso(span.last, to) : "");
}

/* --- reminders ----------------------------------------------------------- */

/* Days between the first two DUEs; 0 when there are not two. */
static int
due_distance(const struct term_frame *frame, const struct wording *w,
    struct date_span span, struct date *ret_due)
{
	struct term_window first, second;

	if (!term_next(w->term, frame, span.first, &first) ||
	    !term_next(w->term, frame, date_add(first.due, 1), &second) ||
	    date_before(span.last, second.due))
		return 0;
	/* The first may be cut short by the validity. */
	if (first.clipped) {
		first = second;
		if (!term_next(w->term, frame, date_add(first.due, 1),
		    &second))
			return 0;
	}
	*ret_due = first.due;
	return date_diff(second.due, first.due);
}

/* A policy that many rows inherit is complained of once, by the first of
 * them: what is said does not name the row, the hint does. */
static void
check_leads(struct library *lib, const struct roadmap *r,
    const struct rule *rule, size_t i)
{
	const struct wording *w = &rule->wordings[i];
	const struct remind_policy *p = &w->remind;
	const struct remind_places *at = p->places;
	struct date_span span;
	struct term_frame frame;
	const char *again;
	struct date due;
	int distance;

	/* Defaults that reach too far are taken care of by remind itself. */
	if (p->none || !at || (!at->before.file && !at->escalate.file))
		return;
	span = wording_span(rule, i);
	frame = frame_of(r, rule, w);
	if (span_empty(span) ||
	    !(distance = due_distance(&frame, w, span, &due)))
		return;
	again = arena_printf(lib->scratch, "item %s falls due again after "
	    "%d days", rule->item, distance);
	if (at->before.file && p->nbefore && date_diff(due,
	    duration_subtract(r->cal, due, p->before[0])) > distance)
		warn(lib, at->before, CODE_W_LEAD, again,
		    "the first reminder would come before the preceding term");
	if (at->escalate.file && p->escalate.n &&
	    date_diff(duration_add(r->cal, due, p->escalate), due) > distance)
		warn(lib, at->escalate, CODE_W_ESCALATE_LATE, again,
		    "the supervisor would hear of it after the next term");
}

/* --- reaching ------------------------------------------------------------ */

enum { REACH_DEPTH_MOST = 8, REACH_STEPS_MOST = 1000 };

/* What is nested too deep or too wide to know counts as reachable. */
static bool
reachable(const struct body *b, int depth, int *steps)
{
	if (b->nemail || b->webhook)
		return true;
	for (size_t i = 0; i < b->ncontacts; i++)
		if (b->contacts[i].nemail || b->contacts[i].webhook)
			return true;
	if (depth == REACH_DEPTH_MOST || ++*steps > REACH_STEPS_MOST)
		return true;
	if (b->deputy && reachable(b->deputy, depth + 1, steps))
		return true;
	for (size_t i = 0; i < b->nmembers; i++)
		if (reachable(b->members[i].body, depth + 1, steps))
			return true;
	return false;
}

/* Each body once: a table names the same few again and again. */
static void
check_reach(struct library *lib, const struct body *b)
{
	int steps = 0;

	if (!b || lib->asked[b->rank])
		return;
	lib->asked[b->rank] = true;
	if (names_get(&lib->unasked, b->id))
		return;
	if (!reachable(b, 0, &steps))
		warn(lib, b->place, CODE_W_UNREACHABLE,
		    "email: name@domain.example, or a deputy",
		    "nobody of '%s' can be reached", b->id);
}

static void
check_bodies(struct library *lib, const struct body *const *bodies, size_t n,
    bool members)
{
	for (size_t i = 0; i < n; i++) {
		check_reach(lib, bodies[i]);
		if (!members || lib->members_asked[bodies[i]->rank])
			continue;
		lib->members_asked[bodies[i]->rank] = true;
		for (size_t k = 0; k < bodies[i]->nmembers; k++)
			check_reach(lib, bodies[i]->members[k].body);
	}
}

static void
check_people(struct library *lib, const struct wording *w)
{
	if (w->remind.none)
		return;
	check_bodies(lib, w->responsible.leads, w->responsible.nleads,
	    w->responsible.mode != RESPONSIBLE_ONE);
	check_bodies(lib, w->responsible.others, w->responsible.nothers,
	    false);
	if (w->remind.escalate.n)
		check_bodies(lib, w->supervisors, w->nsupervisors, false);
	check_reach(lib, w->accept);
	if (w->schedule && !w->schedule->ndates)
		check_reach(lib, w->schedule->owner);
}

/* --- calendars ----------------------------------------------------------- */

/* Years of the validity without their decree. A roadmap without an end asks
 * for none beyond the last one that is there: the daemon complains of the
 * next year in time. */
static void
check_calendar(struct library *lib, const struct roadmap *r)
{
	int first = date_civil(r->in_force.first).year;
	int last = date_civil(r->in_force.last).year;
	int known = workcal_last_official_year(r->cal), from = 0, to = 0;

	if (!calendars_any(lib)) {
		warn(lib, r->place, CODE_W_YEAR_MISSING,
		    "copy the calendar files of the distribution",
		    "there is no calendar: only weekends are days off");
		return;
	}
	if (!date_before(r->in_force.last, DATE_MAX))
		last = known;
	for (int year = first; year <= last; year++) {
		if (workcal_is_official(r->cal, date_of(year, 1, 1)))
			continue;
		from = from ? from : year;
		to = year;
	}
	if (!from || lib->incomplete)
		return;
	warn(lib, r->place, CODE_W_YEAR_MISSING,
	    "dates of these years are provisional",
	    from == to ? "calendar '%s' lacks the year %d" :
	    "calendar '%s' lacks years of %d..%d", workcal_id(r->cal), from,
	    to);
}

/* --- all ----------------------------------------------------------------- */

static void
check_rule(struct library *lib, const struct roadmap *r,
    const struct rule *rule, struct due_term known[DUE_TERMS],
    bool *ret_no_supervisor)
{
	for (size_t i = 0; i < rule->nwordings; i++) {
		const struct wording *w = &rule->wordings[i];

		check_due(lib, r, rule, i, known);
		check_leads(lib, r, rule, i);
		check_people(lib, w);
		*ret_no_supervisor |= !w->remind.none &&
		    w->remind.escalate.n && !w->nsupervisors;
	}
}

void
check_roadmap(struct library *lib, const struct roadmap *r)
{
	struct due_term known[DUE_TERMS] = {{NULL, {{0}, {0}}, {0}}};
	bool no_supervisor = false;

	for (size_t i = 0; i < r->nrules; i++)
		check_rule(lib, r, &r->rules[i], known, &no_supervisor);
	if (no_supervisor)
		warn(lib, r->place, CODE_W_NO_SUPERVISOR,
		    "supervisor: head; or remind: {escalate: none}",
		    "nobody hears of what is late: no `supervisor`");
	check_reach(lib, r->report_to);
	check_calendar(lib, r);
}
