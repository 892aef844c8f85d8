/* Properties - Parts of the file - Days of an event - Repeats - The whole */
#include "load/ical.h"

#include <stdlib.h>
#include <string.h>

#include "core/rrule.h"
#include "load/codes.h"
#include "load/ical_values.h"

enum { DEEP = 16, DAY_S = 86400 };

struct dates {
	struct date *items;
	size_t n, cap;
};

struct event {
	struct ical_part place;         /* its BEGIN */
	const char *uid, *summary;
	struct ical_moment start, end;
	struct ical_part end_place;
	int64_t duration_s;
	bool started, ended, lasts, cancelled;
	const struct rrule *rrule;
	struct dates more, less;        /* RDATE, EXDATE */
	struct date instead;            /* RECURRENCE-ID, or DATE_NONE */
};

struct ical {
	struct arena *a;
	struct ical_lines lines;
	struct ical_part open[DEEP];    /* names of parts that are open */
	size_t depth;
	bool any;                       /* a calendar was there */
	struct event event;             /* at hand */
	struct event *events;
	size_t nevents, capevents;
	struct ical_span *spans;
	size_t nspans, capspans;
	bool full;                      /* said already */
};

/* --- properties ---------------------------------------------------------- */

static void
only_once(struct ical *c, const struct ical_line *line, bool *done)
{
	if (*done)
		ical_complain(&c->lines, line->name, CODE_E_ICAL_SHAPE, NULL,
		    "stands twice in one event");
	*done = true;
}

static void
read_start(struct ical *c, const struct ical_line *line)
{
	only_once(c, line, &c->event.started);
	ical_moment(&c->lines, line->value, &c->event.start);
}

static void
read_end(struct ical *c, const struct ical_line *line)
{
	only_once(c, line, &c->event.ended);
	c->event.end_place = line->value;
	ical_moment(&c->lines, line->value, &c->event.end);
}

static void
read_lasts(struct ical *c, const struct ical_line *line)
{
	only_once(c, line, &c->event.lasts);
	ical_duration(&c->lines, line->value, &c->event.duration_s);
}

static void
read_rrule(struct ical *c, const struct ical_line *line)
{
	const struct ical_lines *l = &c->lines;
	size_t n = line->value.end - line->value.first;
	bool done = c->event.rrule != NULL;
	struct rrule_error e;
	struct ical_part at;

	only_once(c, line, &done);
	if (rrule_parse(c->a, l->text + line->value.first, n,
	    &c->event.rrule, &e))
		return;
	if (e.offset > n)
		e.offset = n;
	if (e.len > n - e.offset)
		e.len = n - e.offset;
	at.first = line->value.first + e.offset;
	at.end = at.first + e.len;
	ical_complain(l, at, CODE_E_ICAL_VALUE, NULL, "%s", e.what);
}

static void
add_dates(struct ical *c, const struct ical_line *line, struct dates *to)
{
	struct ical_part rest = line->value, one;
	struct ical_moment m;

	while (ical_next_value(&c->lines, &rest, &one))
		if (ical_moment(&c->lines, one, &m))
			*(struct date *)arena_push(c->a, (void **)&to->items,
			    &to->n, &to->cap, sizeof(m.day)) = m.day;
}

static void
read_more(struct ical *c, const struct ical_line *line)
{
	add_dates(c, line, &c->event.more);
}

static void
read_less(struct ical *c, const struct ical_line *line)
{
	add_dates(c, line, &c->event.less);
}

static void
read_instead(struct ical *c, const struct ical_line *line)
{
	const struct ical_param *range = ical_param_of(&c->lines, line,
	    "RANGE");
	struct ical_moment m;

	if (range)
		ical_complain(&c->lines, range->value, CODE_E_ICAL_VALUE,
		    NULL, "RANGE is not supported: one repeat at a time");
	if (ical_moment(&c->lines, line->value, &m))
		c->event.instead = m.day;
}

static void
read_summary(struct ical *c, const struct ical_line *line)
{
	c->event.summary = ical_text(&c->lines, line->value);
}

static void
read_uid(struct ical *c, const struct ical_line *line)
{
	c->event.uid = ical_text(&c->lines, line->value);
}

static void
read_status(struct ical *c, const struct ical_line *line)
{
	c->event.cancelled = ical_is(&c->lines, line->value, "CANCELLED");
}

/* What matters of an event; everything else is passed over. */
static const struct {
	const char *name;
	void (*read)(struct ical *c, const struct ical_line *line);
} properties[] = {
	{"DTSTART", read_start}, {"DTEND", read_end},
	{"DURATION", read_lasts}, {"RRULE", read_rrule},
	{"RDATE", read_more}, {"EXDATE", read_less},
	{"RECURRENCE-ID", read_instead}, {"SUMMARY", read_summary},
	{"UID", read_uid}, {"STATUS", read_status},
};

/* --- parts of the file --------------------------------------------------- */

static bool
is_open(const struct ical *c, const char *name)
{
	return c->depth > 0 && ical_is(&c->lines, c->open[c->depth - 1],
	    name);
}

static void
begin(struct ical *c, const struct ical_line *line)
{
	bool event = ical_is(&c->lines, line->value, "VEVENT");

	if (c->depth == 0 && !ical_is(&c->lines, line->value, "VCALENDAR"))
		ical_complain(&c->lines, line->value, CODE_E_ICAL_SHAPE,
		    NULL, "a calendar begins with BEGIN:VCALENDAR");
	if (event && !is_open(c, "VCALENDAR"))
		ical_complain(&c->lines, line->value, CODE_E_ICAL_SHAPE,
		    NULL, "an event inside another part: END is missing");
	if (event)
		c->event = (struct event){.place = line->name, .uid = "",
		    .summary = "", .start.day = DATE_NONE,
		    .end.day = DATE_NONE, .instead = DATE_NONE};
	c->any = true;
	if (c->depth < DEEP)
		c->open[c->depth] = line->value;
	else
		ical_complain(&c->lines, line->value, CODE_E_ICAL_SHAPE,
		    NULL, "parts inside parts, deeper than %d", DEEP);
	c->depth += c->depth < DEEP;
}

static void
keep_event(struct ical *c)
{
	const struct event *e = &c->event;

	if (!e->started)
		ical_complain(&c->lines, e->place, CODE_E_ICAL_SHAPE, NULL,
		    "an event without DTSTART");
	if (e->ended && e->lasts)
		ical_complain(&c->lines, e->place, CODE_E_ICAL_SHAPE, NULL,
		    "an event with DTEND and DURATION");
	if (!date_is_none(e->start.day) && !date_is_none(e->end.day) &&
	    date_before(e->end.day, e->start.day))
		ical_complain(&c->lines, e->end_place, CODE_E_ICAL_VALUE,
		    NULL, "the event ends before it begins");
	*(struct event *)arena_push(c->a, (void **)&c->events, &c->nevents,
	    &c->capevents, sizeof(*e)) = *e;
}

static bool
same_word(const struct ical_lines *l, struct ical_part a,
    struct ical_part b)
{
	const char *word = arena_strndup(l->arena, l->text + a.first,
	    a.end - a.first);

	return ical_is(l, b, word);
}

static void
end(struct ical *c, const struct ical_line *line)
{
	if (c->depth == 0 || !same_word(&c->lines, c->open[c->depth - 1],
	    line->value)) {
		ical_complain(&c->lines, line->value, CODE_E_ICAL_SHAPE,
		    NULL, "this END closes nothing that is open");
		return;
	}
	if (is_open(c, "VEVENT"))
		keep_event(c);
	c->depth--;
}

static void
take_line(struct ical *c, const struct ical_line *line)
{
	if (ical_is(&c->lines, line->name, "BEGIN")) {
		begin(c, line);
	} else if (ical_is(&c->lines, line->name, "END")) {
		end(c, line);
	} else if (c->depth == 0) {
		if (line->name.end > line->name.first)
			ical_complain(&c->lines, line->name,
			    CODE_E_ICAL_SHAPE, NULL,
			    "a calendar begins with BEGIN:VCALENDAR");
	} else if (is_open(c, "VEVENT")) {
		for (size_t i = 0; i < sizeof(properties) /
		    sizeof(properties[0]); i++)
			if (ical_is(&c->lines, line->name,
			    properties[i].name))
				properties[i].read(c, line);
	}
}

static void
read_all(struct ical *c)
{
	struct ical_line line;
	size_t at = 0;

	while (ical_lines_next(&c->lines, &at, &line))
		take_line(c, &line);
	if (ical_is_hopeless(&c->lines))
		return;
	if (c->depth > 0)
		ical_complain(&c->lines, c->open[c->depth - 1],
		    CODE_E_ICAL_SHAPE, NULL, "this part has no END: the file "
		    "is cut");
	if (!c->any)
		ical_complain(&c->lines, (struct ical_part){0, 0},
		    CODE_E_ICAL_SHAPE, NULL, "no calendar: BEGIN:VCALENDAR is "
		    "missing");
}

/* --- days of an event ---------------------------------------------------- */

/* How many days come after the first. DTEND is not among them: a day, or an
 * hour; midnight belongs to the day before. */
static int
more_days(const struct event *e)
{
	int64_t seconds = e->start.second > 0 ? e->start.second : 0;
	int64_t n;

	if (e->ended) {
		n = date_diff(e->end.day, e->start.day);
		return (int)(n > 0 && e->end.second <= 0 ? n - 1 : n);
	}
	if (!e->lasts || e->duration_s == 0)
		return 0;
	n = (seconds + e->duration_s - 1) / DAY_S;
	return n > DATE_MAX.n - DATE_MIN.n ? DATE_MAX.n - DATE_MIN.n : (int)n;
}

static void
add_span(struct ical *c, const struct event *e, struct date first,
    struct date_span within)
{
	struct date last = date_min(date_add(first, more_days(e)), DATE_MAX);
	struct ical_span *s;

	if (date_before(last, within.first) || date_before(within.last,
	    first))
		return;
	if (c->nspans == ICAL_SPANS_MOST) {
		if (!c->full)
			ical_complain(&c->lines, e->place, CODE_E_TOO_MANY,
			    "name a year", "more than %d events",
			    ICAL_SPANS_MOST);
		c->full = true;
		return;
	}
	s = arena_push(c->a, (void **)&c->spans, &c->nspans, &c->capspans,
	    sizeof(*s));
	*s = (struct ical_span){{first, last}, e->summary, e->uid,
	    ical_place(&c->lines, e->place)};
}

/* --- repeats ------------------------------------------------------------- */

/* A repeat that an event of its own stands for, or that is cancelled. */
static int
by_uid_and_day(const void *left, const void *right)
{
	const struct event *a = *(const struct event *const *)left;
	const struct event *b = *(const struct event *const *)right;
	int order = strcmp(a->uid, b->uid);

	if (order != 0)
		return order;
	return (a->instead.n > b->instead.n) - (a->instead.n < b->instead.n);
}

struct replaced {
	const struct event **items;
	size_t n;
};

static struct replaced
find_replaced(struct ical *c)
{
	struct replaced r = {arena_array(c->a, c->nevents,
	    sizeof(*r.items)), 0};

	for (size_t i = 0; i < c->nevents; i++)
		if (!date_is_none(c->events[i].instead))
			r.items[r.n++] = &c->events[i];
	if (r.n > 1)
		qsort(r.items, r.n, sizeof(*r.items), by_uid_and_day);
	return r;
}

static bool
is_replaced(const struct replaced *r, const struct event *e, struct date day)
{
	struct event key = {.uid = e->uid, .instead = day};
	const struct event *at = &key;

	return r->n > 0 && date_is_none(e->instead) && bsearch(&at, r->items,
	    r->n, sizeof(*r->items), by_uid_and_day);
}

static int
by_day(const void *left, const void *right)
{
	const struct date *a = left, *b = right;

	return (a->n > b->n) - (a->n < b->n);
}

static bool
is_among(const struct dates *d, struct date day)
{
	return d->n > 0 && bsearch(&day, d->items, d->n, sizeof(day), by_day);
}

static void
add_repeat(struct ical *c, const struct replaced *r, const struct event *e,
    struct date day, struct date_span within)
{
	if (!is_among(&e->less, day) && !is_replaced(r, e, day))
		add_span(c, e, day, within);
}

static void
add_event(struct ical *c, const struct replaced *r, struct event *e,
    struct date_span within)
{
	struct date day = date_max(DATE_MIN, date_add(within.first,
	    -more_days(e)));

	if (e->cancelled)
		return;
	if (e->less.n > 1)
		qsort(e->less.items, e->less.n, sizeof(day), by_day);
	if (!e->rrule)
		add_repeat(c, r, e, e->start.day, within);
	while (e->rrule && !c->full &&
	    rrule_next(e->rrule, e->start.day, day, &day) &&
	    !date_before(within.last, day)) {
		add_repeat(c, r, e, day, within);
		day = date_add(day, 1);
	}
	for (size_t i = 0; i < e->more.n; i++)
		add_repeat(c, r, e, e->more.items[i], within);
}

/* --- the whole ----------------------------------------------------------- */

static int
by_first(const void *left, const void *right)
{
	const struct ical_span *a = left, *b = right;

	if (!date_equal(a->days.first, b->days.first))
		return date_before(a->days.first, b->days.first) ? -1 : 1;
	if (!date_equal(a->days.last, b->days.last))
		return date_before(a->days.last, b->days.last) ? -1 : 1;
	return (a->place.line > b->place.line) -
	    (a->place.line < b->place.line);
}

bool
ical_read(struct arena *a, const char *file, const char *bytes, size_t len,
    struct date_span within, const struct ical_span **ret, size_t *ret_n,
    struct diags *diags)
{
	size_t errors = diags->nerrors;
	struct ical c = {.a = a};
	struct replaced replaced;

	if (len > ICAL_MOST) {
		diag_add(diags, DIAG_ERROR, CODE_E_TOO_LARGE, (struct place){
		    .file = file}, NULL, "larger than 4 MiB");
		return false;
	}
	ical_lines_init(&c.lines, a, file, bytes, len, diags);
	read_all(&c);
	if (diags->nerrors > errors)
		return false;
	replaced = find_replaced(&c);
	for (size_t i = 0; i < c.nevents; i++)
		add_event(&c, &replaced, &c.events[i], within);
	if (diags->nerrors > errors)
		return false;
	if (c.nspans > 1)
		qsort(c.spans, c.nspans, sizeof(*c.spans), by_first);
	*ret = c.spans;
	*ret_n = c.nspans;
	return true;
}
