/* Days of calendars: which are worked in one of the sets alone.
 *
 * What two files say is not compared, but what follows of it for the days
 * that a roadmap counts: a decree written as moves and the same one written
 * as days off are no difference. */
#include <string.h>

#include "ctl/diff.h"

/* The calendar of that id by which a roadmap of the set counts, or NULL. */
static const struct workcal *
calendar_of(const struct ruleset *set, const char *id)
{
	for (size_t i = 0; i < set->nroadmaps; i++)
		if (strcmp(workcal_id(set->roadmaps[i].cal), id) == 0)
			return set->roadmaps[i].cal;
	return NULL;
}

/* The days of all its roadmaps; one without an end is compared until `to`. */
static void
widen(const struct diff *d, const struct ruleset *set, const char *id,
    struct date_span *days)
{
	for (size_t i = 0; i < set->nroadmaps; i++) {
		const struct roadmap *r = &set->roadmaps[i];
		struct date last = date_equal(r->in_force.last, DATE_MAX) ?
		    d->to : r->in_force.last;

		if (strcmp(workcal_id(r->cal), id) != 0)
			continue;
		days->first = date_min(days->first, r->in_force.first);
		days->last = date_max(days->last, last);
	}
}

/* What a day is, with an overlay's reason; the same text for days that are no
 * different to anybody. */
static const char *
day_text(struct ctl *c, const struct workcal *cal, struct date d)
{
	static const char *const words[] = {
		[WORKCAL_WORKING] = "worked",
		[WORKCAL_WORKING_WEEKEND] = "worked (a weekend day)",
		[WORKCAL_WEEKEND] = "weekend", [WORKCAL_HOLIDAY] = "holiday",
		[WORKCAL_CARRIED] = "day off (a holiday carried)",
		[WORKCAL_MOVED] = "day off (moved here)",
		[WORKCAL_EXCEPTION] = "day off"
	};
	const char *why;
	enum workcal_kind kind = workcal_kind(cal, d, NULL, &why);

	if (why)
		return arena_printf(c->a, "%s (%s)",
		    workcal_is_working(cal, d) ? "worked" : "day off", why);
	return workcal_is_short(cal, d) ? "worked, a short day" : words[kind];
}

static bool
same_day(const struct workcal *was, const struct workcal *is, struct date d)
{
	return workcal_is_working(was, d) == workcal_is_working(is, d) &&
	    workcal_is_short(was, d) == workcal_is_short(is, d);
}

static struct diff_change
about_calendar(const char *id)
{
	return (struct diff_change){
		.what = DIFF_CALENDAR, .roadmap = "", .item = id, .title = "",
		.body = "", .due = DATE_NONE, .to = "", .field = ""
	};
}

/* Days that changed alike and stand side by side are one change. */
static struct date
add_run(struct diff *d, const struct workcal *was, const struct workcal *is,
    struct date first, struct date end)
{
	struct diff_change about = about_calendar(workcal_id(is));
	const char *old = day_text(d->c, was, first);
	const char *new = day_text(d->c, is, first);
	char from[DATE_TEXT], to[DATE_TEXT];
	struct date last = first, next = date_add(first, 1);

	while (!date_before(end, next) && !same_day(was, is, next) &&
	    strcmp(day_text(d->c, was, next), old) == 0 &&
	    strcmp(day_text(d->c, is, next), new) == 0) {
		last = next;
		next = date_add(next, 1);
	}
	about.due = first;
	diff_field(d, about, date_equal(first, last) ?
	    arena_strdup(d->c->a, date_iso(first, from)) :
	    arena_printf(d->c->a, "%s..%s", date_iso(first, from),
	    date_iso(last, to)), old, new);
	return next;
}

static const char *
standing_text(const struct workcal *cal, int year)
{
	return workcal_is_official(cal, date_of(year, 1, 1)) ? "official" :
	    "computed, no decree";
}

static void
compare(struct diff *d, const struct workcal *was, const struct workcal *is)
{
	const char *id = workcal_id(is);
	struct date_span days = {DATE_MAX, DATE_MIN};
	struct date day;

	widen(d, d->was, id, &days);
	widen(d, d->is, id, &days);
	for (int y = date_civil(days.first).year;
	    y <= date_civil(days.last).year; y++)
		diff_field(d, about_calendar(id),
		    arena_printf(d->c->a, "%d", y), standing_text(was, y),
		    standing_text(is, y));
	for (day = days.first; !date_before(days.last, day);)
		day = same_day(was, is, day) ? date_add(day, 1) :
		    add_run(d, was, is, day, days.last);
}

/* One that no roadmap of the other set counts by. */
static void
whole(struct diff *d, const struct workcal *cal, bool added)
{
	struct diff_change about = about_calendar(workcal_id(cal));
	int year = workcal_last_official_year(cal);
	const char *text = year ? arena_printf(d->c->a, "official up to %d",
	    year) : "no official year";

	about.kind = added ? DIFF_ADDED : DIFF_REMOVED;
	about.was = added ? NULL : text;
	about.is = added ? text : NULL;
	diff_add(d, about);
}

/* Roadmaps before this one count by another calendar. */
static bool
is_first(const struct ruleset *set, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (set->roadmaps[k].cal == set->roadmaps[i].cal)
			return false;
	return true;
}

void
diff_calendars(struct diff *d)
{
	for (size_t i = 0; i < d->is->nroadmaps; i++) {
		const struct workcal *is = d->is->roadmaps[i].cal;
		const struct workcal *was;

		if (!is_first(d->is, i))
			continue;
		was = calendar_of(d->was, workcal_id(is));
		if (was)
			compare(d, was, is);
		else
			whole(d, is, true);
	}
	for (size_t i = 0; i < d->was->nroadmaps; i++) {
		const struct workcal *was = d->was->roadmaps[i].cal;

		if (is_first(d->was, i) &&
		    !calendar_of(d->is, workcal_id(was)))
			whole(d, was, false);
	}
}
