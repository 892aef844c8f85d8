/* The plan as a page to print: no script, no font, no picture from outside. */

#include "compose/compose.h"
#include "ctl/plan.h"

/* The roadmap whose table is open; owned by the arena of the command. */
struct page {
	const struct roadmap *roadmap;
};

static const struct page_words {
	const char *code, *plan, *order, *number;
	const char *columns[6];
	const char *effective, *outside, *on_request, *provisional;
} words_of[LANGUAGE_COUNT] = {
	[LANGUAGE_RU] = {
		"ru", "План", "Приказ от", "№",
		{"Пункт", "Мероприятие", "Срок по приказу", "Ответственный",
		    "Период", "Исполнить до"},
		"срок выпадает на нерабочий день",
		"по отдельному графику", "по запросам", "предварительно"
	},
	[LANGUAGE_EN] = {
		"en", "Plan", "Order of", "No.",
		{"Item", "Activity", "Term in the order", "Responsible",
		    "Window", "Do by"},
		"the term ends on a day off",
		"by a separate schedule", "on request", "provisional"
	}
};

static const char style[] =
    "body{font:14px/1.4 sans-serif;margin:1.5em;color:#000;background:#fff}"
    "h1{font-size:1.3em}"
    "h2{font-size:1.1em;margin:1.5em 0 .3em}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #888;padding:.25em .5em;text-align:left;"
    "vertical-align:top}"
    "thead{display:table-header-group}tr{break-inside:avoid}"
    "@media print{body{margin:0;font-size:10pt}}";

static void
add_escaped(struct str *out, const char *text)
{
	static const struct {
		char c;
		const char *as;
	} escapes[] = {
		{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}
	};

	for (; *text; text++) {
		const char *as = NULL;

		for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]);
		    i++)
			if (escapes[i].c == *text)
				as = escapes[i].as;
		if (as)
			str_add(out, as);
		else
			str_addc(out, *text);
	}
}

static void
add_cell(struct str *out, const char *text)
{
	str_add(out, "<td>");
	add_escaped(out, text);
	str_add(out, "</td>");
}

static void
begin(struct ctl *c, void **state)
{
	*state = arena_alloc(c->a, sizeof(struct page));
	str_add(&c->out, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">"
	    "<title>srok</title>\n<style>");
	str_add(&c->out, style);
	str_add(&c->out, "</style></head>\n<body>\n");
}

static void
close_table(struct ctl *c, struct page *page)
{
	if (page->roadmap)
		str_add(&c->out, "</tbody></table></section>\n");
}

static void
open_table(struct ctl *c, struct page *page, const struct roadmap *r)
{
	const struct page_words *w = &words_of[r->language];

	close_table(c, page);
	page->roadmap = r;
	str_addf(&c->out, "<section lang=\"%s\"><h1>%s: ", w->code, w->plan);
	add_escaped(&c->out, text_in(&r->title, r->language));
	str_add(&c->out, "</h1>\n");
	if (r->order.number) {
		str_add(&c->out, "<p>");
		add_escaped(&c->out, arena_printf(c->a, "%s %s %s %s",
		    w->order, plan_day(c->a, r->language, r->order.date),
		    w->number, r->order.number));
		str_add(&c->out, "</p>\n");
	}
	str_add(&c->out, "<table><thead><tr>");
	for (size_t i = 0; i < 6; i++)
		str_addf(&c->out, "<th scope=\"col\">%s</th>", w->columns[i]);
	str_add(&c->out, "</tr></thead><tbody>\n");
}

static void
add_days(struct ctl *c, const struct plan_row *row, const struct page_words *w)
{
	enum language language = row->pair->roadmap->language;
	const struct workcal *cal = row->pair->roadmap->cal;
	const char *by = compose_day(row->a, language, row->effective);

	add_cell(&c->out, arena_printf(row->a, "%s - %s",
	    plan_day(row->a, language, row->window.start),
	    plan_day(row->a, language, row->window.due)));
	if (!date_equal(row->effective, row->window.due))
		by = arena_printf(row->a, "%s (%s)", by, w->effective);
	if (!workcal_is_official(cal, row->window.due))
		by = arena_printf(row->a, "%s, %s", by, w->provisional);
	add_cell(&c->out, by);
}

static void
add_row(struct ctl *c, const struct plan_row *row, void *state)
{
	struct page *page = state;
	const struct roadmap *r = row->pair->roadmap;
	const struct page_words *w = &words_of[r->language];

	if (page->roadmap != r)
		open_table(c, page, r);
	str_add(&c->out, "<tr>");
	add_cell(&c->out, row->pair->rule->item);
	add_cell(&c->out, text_in(&row->wording->title, r->language));
	add_cell(&c->out, row->wording->when);
	add_cell(&c->out, text_in(&row->pair->body->name, r->language));
	if (row->outside) {
		add_cell(&c->out, term_is_external(row->wording->term) ?
		    w->outside : w->on_request);
		add_cell(&c->out, "");
	} else {
		add_days(c, row, w);
	}
	str_add(&c->out, "</tr>\n");
}

static void
end(struct ctl *c, void *state)
{
	close_table(c, state);
	str_add(&c->out, "</body></html>\n");
}

const struct plan_shape plan_html = {"html", begin, add_row, end};
