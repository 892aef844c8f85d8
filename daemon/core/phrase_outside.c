/* What comes from outside or follows a period, as parts of a term: schedules,
 * requests, stretches after the end of a quarter. */
#include "core/phrase_build.h"

bool
build_external(struct compiler *c)
{
	const struct facts *f = c->f;
	struct term_part part = draft_part(TERM_EXTERNAL,
	    f->yearly ? UNIT_YEAR : UNIT_COUNT);
	static const struct use none;

	if (f->external->vague)
		build_warn(c, PHRASE_W_SCHEDULE, f->external,
		    "if it is not, name the months",
		    "taken as dates by that schedule");
	else if (f->yearly)
		build_warn(c, PHRASE_W_SCHEDULE, f->external,
		    "if once a calendar year is meant, leave the schedule "
		    "out", "one schedule each year, not a count");
	if (f->request)
		build_warn(c, PHRASE_W_SCHEDULE, f->request,
		    "a list of terms: one entry for each",
		    "left to the schedule");
	if (f->external->min > 0)
		build_set_counts(&part, f->external->min, f->external->max);
	else if (f->count)
		build_set_counts(&part, f->min, f->max);
	build_after(c, NULL, &part);
	if (f->yearly && !date_is_none(c->after))
		part.from = build_next_start(c->after, UNIT_YEAR);
	if (f->nuses == 0)
		return build_runs(c, &none, &part, NULL);
	for (size_t i = 0; i < f->nuses; i++) {
		part.from = DATE_MIN;
		part.to = DATE_MAX;
		if (!build_runs(c, &f->uses[i], &part, NULL))
			return false;
	}
	return true;
}

/* A part for the years that are said, each group of them, or without any. */
static bool
build_each_years(struct compiler *c, const struct term_part *part)
{
	static const struct use none;
	size_t n = c->f->nuses;

	for (size_t i = 0; i < (n ? n : 1); i++) {
		struct term_part run = *part;

		if (!build_runs(c, n ? &c->f->uses[i] : &none, &run, NULL))
			return false;
	}
	return true;
}

bool
build_request(struct compiler *c)
{
	const struct node *n = c->f->request;
	struct term_part part = draft_part(TERM_REQUEST, UNIT_DAY);

	part.within = n->within;
	if (n->within.n == 0)
		build_warn(c, PHRASE_W_WITHIN, n,
		    "add 'в течение N дней', or settle it by "
		    "`interpretation`", "no term for the answer: 30 days are "
		    "taken");
	else if (n->vague)
		build_warn(c, PHRASE_W_ANCHOR, n, "say from what day: "
		    "'в течение 10 дней после окончания квартала'",
		    "counted from each logged request");
	if (!date_is_none(c->after))
		part.from = date_add(c->after, 1);
	return build_each_years(c, &part);
}

/* «в течение 6 лет, начиная с 1 сентября 2025 года»: one window. */
bool
build_lasting(struct compiler *c)
{
	const struct facts *f = c->f;
	struct duration d = f->request->within;
	struct term_part part = draft_part(TERM_SPANS, UNIT_YEAR);
	struct date_span span = { f->from->date, f->from->date };

	switch (d.unit) {
	case UNIT_DAY: span.last = date_add(span.first, d.n); break;
	case UNIT_WEEK: span.last = date_add(span.first, 7 * d.n); break;
	case UNIT_MONTH: span.last = date_add_months(span.first, d.n); break;
	case UNIT_QUARTER:
		span.last = date_add_months(span.first, 3 * d.n);
		break;
	case UNIT_HALF_YEAR:
		span.last = date_add_months(span.first, 6 * d.n);
		break;
	case UNIT_YEAR:
		span.last = date_add_months(span.first, 12 * d.n);
		break;
	default:
		return build_refuse(c, PHRASE_E_TOGETHER, f->request,
		    "name the last day", "its length is not that of days");
	}
	span.last = date_add(span.last, -1);
	draft_span(&c->drafts, &part, span);
	return true;
}

bool
build_after_period(struct compiler *c)
{
	const struct node *n = c->f->after;
	struct term_part part;
	enum term_unit unit = n->unit;

	if (unit == UNIT_COUNT) {
		if (c->unit == UNIT_COUNT)
			return build_refuse(c, PHRASE_E_MISSING, n,
			    "for example 'после окончания квартала'",
			    "after the end of what?");
		unit = c->unit;
	} else if (c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != unit) {
		return build_refuse(c, PHRASE_E_TWO_RHYTHMS, n, NULL,
		    "another rhythm than before");
	}
	if (!build_after_fits(c, n, unit))
		return false;
	part = draft_part(TERM_AFTER, unit);
	part.within = n->within;
	if (c->f->count && !build_spread_counts(c, &part, 1))
		return false;
	build_after(c, NULL, &part);
	return build_each_years(c, &part);
}

/* «с 1 по 10 число месяца, следующего за кварталом»: days of the first month
 * of each quarter. */
static bool
after_stretch(struct compiler *c, const struct use *u,
    struct term_item *item, enum term_unit unit)
{
	struct term_part part = draft_part(TERM_PERIODS, unit);

	if (unit < UNIT_MONTH || unit > UNIT_YEAR || u->nyears > 0 ||
	    item->first.nth_month || item->first.month)
		return build_refuse(c, PHRASE_E_TOGETHER, u->item,
		    "name a day: 'до 20 числа следующего месяца'",
		    "only a day can follow a period");
	if (unit == UNIT_YEAR)
		item->first.month = item->last.month = 1;
	else if (unit != UNIT_MONTH)
		item->first.nth_month = item->last.nth_month = 1;
	part.select = SELECT_IN;
	part.only = c->only;
	if (!build_spread_counts(c, &part, 1))
		return false;
	build_after(c, u, &part);
	return build_runs(c, u, &part, item);
}

bool
build_after_item(struct compiler *c, const struct use *u, struct term_item item)
{
	const struct calendar_item *cal = &u->item->cal;
	enum term_unit unit = cal->next_of;
	struct term_part part;

	if (cal->next_vague && unit == UNIT_COUNT &&
	    (c->unit == UNIT_COUNT || c->unit == UNIT_YEAR))
		build_warn(c, PHRASE_W_TWO_WAYS, u->item, "name the period: "
		    "'за отчётным кварталом', or say 'ежеквартально'",
		    "read as a day after each month");
	if (unit == UNIT_COUNT || (unit == UNIT_MONTH &&
	    c->unit != UNIT_COUNT && c->unit != UNIT_YEAR))
		unit = c->unit != UNIT_COUNT && c->unit != UNIT_YEAR ?
		    c->unit : UNIT_MONTH;
	else if (c->unit != UNIT_COUNT && c->unit != UNIT_YEAR &&
	    c->unit != unit)
		return build_refuse(c, PHRASE_E_TWO_RHYTHMS, u->item, NULL,
		    "another rhythm than before");
	if (!build_after_fits(c, u->item, unit))
		return false;
	if (cal->select == SELECT_IN)
		return after_stretch(c, u, &item, unit);
	part = draft_part(TERM_AFTER, unit);
	part.select = SELECT_BY;
	part.only = c->only;
	if (!build_spread_counts(c, &part, 1))
		return false;
	build_after(c, u, &part);
	return build_runs(c, u, &part, &item);
}
