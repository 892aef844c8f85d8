/* The plan as text, tab-separated, CSV, JSON.
 *
 * Contents: Words about a row - Text - Tsv - Csv - Json */

#include "ctl/json.h"
#include "ctl/plan.h"
#include "ctl/table.h"

/* --- words about a row ------------------------------------------------- */

/* By its days: a calendar does not name its holidays. */
static const char *
holiday(struct arena *a, const struct yearly_span *s)
{
	if (s->first_month == s->last_month && s->first_day == s->last_day)
		return arena_printf(a, "the holiday of %02d-%02d",
		    s->first_month, s->first_day);
	return arena_printf(a, "in the holidays of %02d-%02d..%02d-%02d",
	    s->first_month, s->first_day, s->last_month, s->last_day);
}

const char *
plan_why(struct arena *a, const struct workcal *cal, struct date due,
    struct date effective)
{
	static const char *const weekdays[] = {"", "Monday", "Tuesday",
	    "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
	const char *why = NULL;
	struct date from = DATE_NONE;
	char day[DATE_TEXT];

	if (date_equal(due, effective))
		return NULL;
	switch (workcal_kind(cal, due, &from, &why)) {
	case WORKCAL_WEEKEND:
		return weekdays[date_weekday(due)];
	case WORKCAL_HOLIDAY:
		return holiday(a, workcal_holiday(cal, due));
	case WORKCAL_CARRIED:
		return arena_printf(a, "a day off for the holiday of %s",
		    date_iso(from, day));
	case WORKCAL_MOVED:
		return arena_printf(a, "a day off moved from %s",
		    date_iso(from, day));
	default:
		return why ? why : "a day off";
	}
}

const char *
plan_outside(const struct term *term)
{
	return term_is_external(term) ? "waits for its schedule" :
	    "opens with each request";
}

const char *
plan_day(struct arena *a, enum language language, struct date d)
{
	struct civil c = date_civil(d);

	return language == LANGUAGE_RU ?
	    arena_printf(a, "%02d.%02d.%04d", c.day, c.month, c.year) :
	    arena_printf(a, "%04d-%02d-%02d", c.year, c.month, c.day);
}

const char *
plan_cite(struct arena *a, const struct pair *pair)
{
	enum language language = pair->roadmap->language;

	if (text_given(&pair->rule->cite))
		return text_in(&pair->rule->cite, language);
	return arena_printf(a, "%s %s", language == LANGUAGE_RU ? "п." :
	    "item", pair->rule->item);
}

static const char *
title_of(const struct plan_row *row)
{
	return text_in(&row->wording->title, row->pair->roadmap->language);
}

/* "1", "2..3", "at most 1". */
static const char *
times(struct arena *a, const struct term_window *w)
{
	if (w->max == 0 || w->max == w->min)
		return arena_printf(a, "%u", w->min);
	if (w->min == 0)
		return arena_printf(a, "at most %u", w->max);
	return arena_printf(a, "%u..%u", w->min, w->max);
}

/* --- text -------------------------------------------------------------- */

static void
text_begin(struct ctl *c, void **state)
{
	static const struct table_column columns[] = {
		{"ROADMAP", TABLE_LEFT}, {"ITEM", TABLE_LEFT},
		{"BODY", TABLE_LEFT}, {"START", TABLE_LEFT},
		{"DUE", TABLE_LEFT}, {"TIMES", TABLE_RIGHT},
		{"EFFECTIVE", TABLE_LEFT}, {"WHAT", TABLE_WRAP},
		{"REMARK", TABLE_WRAP}, {0}
	};

	*state = table_new(c, columns);
}

/* "DUE is Saturday, provisional", or NULL. */
static const char *
remark(const struct plan_row *row)
{
	const struct workcal *cal = row->pair->roadmap->cal;
	const char *why = plan_why(row->a, cal, row->window.due,
	    row->effective);
	bool provisional = !workcal_is_official(cal, row->window.due);

	if (why)
		return arena_printf(row->a, "DUE is %s%s", why, provisional ?
		    ", provisional" : "");
	return provisional ? "provisional" : NULL;
}

static void
text_row(struct ctl *c, const struct plan_row *row, void *state)
{
	char start[DATE_TEXT], due[DATE_TEXT], effective[DAY_TEXT];
	const struct pair *p = row->pair;
	const char *cells[] = {
		p->roadmap->id, p->rule->item, p->body->id, "-", "-", "-",
		"-", title_of(row), plan_outside(row->wording->term)
	};

	(void)c;
	if (!row->outside) {
		cells[3] = date_iso(row->window.start, start);
		cells[4] = date_iso(row->window.due, due);
		cells[5] = times(row->a, &row->window);
		cells[6] = ctl_day(row->effective, effective);
		cells[8] = remark(row);
	}
	table_row(state, cells, row->outside ? "yellow" : NULL);
}

static void
text_end(struct ctl *c, void *state)
{
	(void)c;
	table_print(state);
}

const struct plan_shape plan_text = {"text", text_begin, text_row, text_end};

/* --- tsv --------------------------------------------------------------- */

static void
tsv_row(struct ctl *c, const struct plan_row *row, void *state)
{
	char start[DATE_TEXT], due[DATE_TEXT], effective[DATE_TEXT];
	const struct pair *p = row->pair;

	(void)state;
	if (row->outside)
		return;
	ctl_cell(&c->out, p->roadmap->id);
	str_addc(&c->out, '\t');
	ctl_cell(&c->out, p->rule->item);
	str_addc(&c->out, '\t');
	ctl_cell(&c->out, p->body->id);
	str_addf(&c->out, "\t%s\t%s\t%u\t", date_iso(row->window.start, start),
	    date_iso(row->window.due, due), row->window.min);
	if (row->window.max)
		str_addf(&c->out, "%u", row->window.max);
	str_addf(&c->out, "\t%s\n", date_iso(row->effective, effective));
}

const struct plan_shape plan_tsv = {"tsv", NULL, tsv_row, NULL};

/* --- csv (RFC 4180) ---------------------------------------------------- */

static void
csv_begin(struct ctl *c, void **state)
{
	(void)state;
	str_add(&c->out, "roadmap,item,body,start,due,min,max,effective,title"
	    "\r\n");
}

static void
csv_row(struct ctl *c, const struct plan_row *row, void *state)
{
	char start[DATE_TEXT], due[DATE_TEXT], effective[DATE_TEXT];
	const struct pair *p = row->pair;

	(void)state;
	if (row->outside)
		return;
	ctl_csv_cell(&c->out, p->roadmap->id);
	str_addc(&c->out, ',');
	ctl_csv_cell(&c->out, p->rule->item);
	str_addc(&c->out, ',');
	ctl_csv_cell(&c->out, p->body->id);
	str_addf(&c->out, ",%s,%s,%u,", date_iso(row->window.start, start),
	    date_iso(row->window.due, due), row->window.min);
	if (row->window.max)
		str_addf(&c->out, "%u", row->window.max);
	str_addf(&c->out, ",%s,", date_iso(row->effective, effective));
	ctl_csv_cell(&c->out, title_of(row));
	str_add(&c->out, "\r\n");
}

const struct plan_shape plan_csv = {"csv", csv_begin, csv_row, NULL};

/* --- json -------------------------------------------------------------- */

static void
json_begin(struct ctl *c, void **state)
{
	(void)c;
	*state = json_array();
}

static void
json_row(struct ctl *c, const struct plan_row *row, void *state)
{
	const struct pair *p = row->pair;
	const struct term_window *w = &row->window;
	json_t *o = json_object();

	(void)c;
	json_array_append_new(state, o);
	json_object_set_new(o, "roadmap", json_text(p->roadmap->id));
	json_object_set_new(o, "item", json_text(p->rule->item));
	json_object_set_new(o, "body", json_text(p->body->id));
	json_object_set_new(o, "title", json_text(title_of(row)));
	if (row->outside) {
		json_object_set_new(o, "outside",
		    json_text(plan_outside(row->wording->term)));
		return;
	}
	json_object_set_new(o, "start", json_day(w->start));
	json_object_set_new(o, "due", json_day(w->due));
	json_object_set_new(o, "min", json_integer(w->min));
	json_object_set_new(o, "max", w->max ? json_integer(w->max) :
	    json_null());
	json_object_set_new(o, "effective", json_day(row->effective));
	json_object_set_new(o, "provisional", json_boolean(
	    !workcal_is_official(p->roadmap->cal, w->due)));
	json_object_set_new(o, "standing", json_boolean(w->standing));
}

static void
json_end(struct ctl *c, void *state)
{
	json_write(&c->out, state);
}

const struct plan_shape plan_json = {"json", json_begin, json_row, json_end};
