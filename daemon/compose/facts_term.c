/* Where it is written - The order's words beside the computed date */
#include "compose/facts_part.h"

#include "compose/plain.h"

enum { QUOTE_MOST = 600, PLAN_MOST = 300 };

/* --- where it is written ------------------------------------------------- */

const char *
facts_order(const struct view *v)
{
	const struct order *order = &v->roadmap->order;
	struct slot slots[] = {
		{"date", view_day(v, v->t->order_date, order->date)},
		{"number", facts_cut(v, order->number, 40)},
		{NULL, NULL}
	};

	if (!order->number)
		return view_text(v, &v->roadmap->title, PLAN_MOST);
	return fill(v->arena, v->t->order, slots);
}

const char *
facts_order_short(const struct view *v)
{
	const struct order *order = &v->roadmap->order;
	struct slot slots[] = {
		{"number", facts_cut(v, order->number, 20)}, {NULL, NULL}
	};

	if (!order->number)
		return view_text(v, &v->roadmap->title, 40);
	return fill(v->arena, v->t->order_short, slots);
}

static const char *
basis(const struct view *v)
{
	const struct order *amending = v->wording->order;
	struct slot slots[] = {
		{"date", amending ? view_day(v, v->t->order_date,
		    amending->date) : ""},
		{NULL, NULL}
	};

	return arena_printf(v->arena, "%s, %s%s", facts_order(v), v->cite,
	    amending ? fill(v->arena, v->t->amended, slots) : "");
}

void
facts_add_basis(struct facts *f)
{
	facts_add(f, LABEL_BASIS, basis(f->v));
}

/* --- the order's words beside the computed date -------------------------- */

/* Orders are Russian or English, whatever language a roadmap's letters have. */
static enum language
language_of(const char *phrase)
{
	uint32_t c;

	while ((c = plain_next(&phrase)))
		if (c >= 0x400 && c <= 0x4FF)   /* Cyrillic */
			return LANGUAGE_RU;
	return LANGUAGE_EN;
}

/* The term in the reader's language, where the order speaks another one. */
static const char *
gloss(const struct view *v)
{
	const struct wording *w = v->wording;
	const char *ret = "";
	struct str s;

	if (!v->t->term || !w->term || !w->when ||
	    language_of(w->when) == v->t->language)
		return "";
	str_init(&s);
	if (v->t->term(&s, w->term))
		ret = arena_strdup(v->arena, s.s);
	str_done(&s);
	return ret;
}

const char *
facts_quoted(const struct view *v)
{
	struct slot slots[] = {
		{"when", plain_quoted(v->arena,
		    facts_cut(v, v->wording->when, QUOTE_MOST))},
		{"gloss", gloss(v)},
		{NULL, NULL}
	};

	if (!v->wording->when_is_phrase || !v->wording->when)
		return "";
	return fill(v->arena, *slots[1].value ? v->t->glossed : v->t->quoted,
	    slots);
}

/* Why the last day is not the order's: «30 мая — воскресенье, …». Left out
 * where it would only confuse: once late, days run from DUE; a worked weekend
 * is told of beside the last day. */
static const char *
shifted(const struct view *v)
{
	const struct workcal *cal = v->roadmap->cal;
	struct date due = v->ob->due, effective = v->ob->effective;
	enum workcal_kind kind = workcal_kind(cal, due, NULL, NULL);
	enum shifted how = date_before(due, effective) ? SHIFTED_AFTER :
	    workcal_is_working(cal, effective) ? SHIFTED_BEFORE :
	    SHIFTED_START;
	struct slot slots[] = {
		{"due", view_near(v, due)},
		{"why", v->t->day_off(kind, date_weekday(due))},
		{NULL, NULL}
	};

	if (date_equal(due, effective) || workcal_is_working(cal, due))
		return "";
	if (how != SHIFTED_AFTER && (date_before(v->ob->last, v->letter->day)
	    || workcal_kind(cal, effective, NULL, NULL) ==
	    WORKCAL_WORKING_WEEKEND))
		return "";
	return fill(v->arena, v->t->shifted[how], slots);
}

void
facts_add_term(struct facts *f)
{
	const struct view *v = f->v;

	facts_add(f, v->roadmap->order.number ? LABEL_IN_ORDER : LABEL_IN_PLAN,
	    facts_join(v, facts_quoted(v), ". ", shifted(v)));
}

/* A window that the validity cuts is shorter than the order's words say, and
 * its count smaller: a reader would wonder. */
void
facts_add_period(struct facts *f)
{
	const struct view *v = f->v;
	const struct term_window *w = &v->ob->window;
	const struct term *term = v->wording->term;
	struct str span;
	unsigned most = 0;

	if (!w->clipped)
		return;
	for (size_t i = 0; term && i < term->nparts; i++)
		if (term->parts[i].at_least > most)
			most = term->parts[i].at_least;
	if (most <= w->min && date_equal(w->due, w->full.last))
		return;
	str_init(&span);
	v->t->period_span(&span, (struct date_span){w->start, w->due});
	struct slot slots[] = {
		{"span", arena_strdup(v->arena, span.s)},
		{"min", arena_printf(v->arena, "%u", w->min)},
		{"full", arena_printf(v->arena, "%u", most)},
		{NULL, NULL}
	};
	str_done(&span);
	facts_add(f, LABEL_PERIOD, fill(v->arena, most > w->min ?
	    v->t->prorated : v->t->period, slots));
}
