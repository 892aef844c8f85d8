/* The plan as a calendar: an all-day event on the effective day of each
 * window. */
#include <stdio.h>

#include "ctl/ics.h"
#include "ctl/plan.h"

static void
begin(struct ctl *c, void **state)
{
	(void)state;
	ics_line(&c->out, "BEGIN:VCALENDAR");
	ics_line(&c->out, "VERSION:2.0");
	ics_line(&c->out, "PRODID:-//srok//srokctl " SROK_VERSION "//EN");
	ics_line(&c->out, "CALSCALE:GREGORIAN");
}

/* The order that the window follows: the amending one, else the first. */
static struct date
decided(const struct plan_row *row)
{
	const struct roadmap *r = row->pair->roadmap;

	if (row->wording->order)
		return row->wording->order->date;
	return r->order.number ? r->order.date : r->in_force.first;
}

/* What an event is known by: rule by its inner id, body, DUE, so that an
 * edit of words moves nothing. */
static void
add_uid(struct ctl *c, const struct plan_row *row)
{
	const struct pair *p = row->pair;
	char due[DATE_TEXT];

	ics_text(&c->out, "UID", arena_printf(row->a, "%s/%s/%s/%s@srok",
	    p->roadmap->id, p->rule->id, p->body->id,
	    date_iso(row->window.due, due)));
}

static const char *
description(const struct plan_row *row)
{
	const struct roadmap *r = row->pair->roadmap;
	bool ru = r->language == LANGUAGE_RU;
	const struct term_window *w = &row->window;
	const char *name = text_in(&row->pair->body->name, r->language);

	return arena_printf(row->a, "%s\n%s %s\n%s: %s - %s\n%s: %s",
	    text_in(&row->wording->title, r->language),
	    text_in(&r->title, r->language), plan_cite(row->a, row->pair),
	    ru ? "Срок" : "Term",
	    plan_day(row->a, r->language, w->start),
	    plan_day(row->a, r->language, w->due),
	    ru ? "Ответственный" : "Responsible", name);
}

static void
add_event(struct ctl *c, const struct plan_row *row, void *state)
{
	const struct pair *p = row->pair;
	struct civil stamp = date_civil(decided(row));
	enum language language = p->roadmap->language;
	const struct text *title = text_given(&row->wording->short_title) ?
	    &row->wording->short_title : &row->wording->title;
	char line[64];

	(void)state;
	if (row->outside)
		return;
	ics_line(&c->out, "BEGIN:VEVENT");
	add_uid(c, row);
	/* No METHOD is given, so this is when the event was last revised
	 * (RFC 5545, 3.8.7.2): the day of the order that says so. */
	snprintf(line, sizeof(line), "DTSTAMP:%04d%02d%02dT000000Z",
	    stamp.year, stamp.month, stamp.day);
	ics_line(&c->out, line);
	ics_day(&c->out, "DTSTART", row->effective);
	ics_day(&c->out, "DTEND", date_add(row->effective, 1));
	ics_text(&c->out, "SUMMARY", arena_printf(row->a, "%s (%s)",
	    text_in(title, language), plan_cite(row->a, p)));
	ics_text(&c->out, "DESCRIPTION", description(row));
	ics_text(&c->out, "CATEGORIES", p->roadmap->id);
	ics_line(&c->out, "TRANSP:TRANSPARENT");
	ics_line(&c->out, "END:VEVENT");
}

static void
end(struct ctl *c, void *state)
{
	(void)state;
	ics_line(&c->out, "END:VCALENDAR");
}

const struct plan_shape plan_ics = {"ics", begin, add_event, end};
