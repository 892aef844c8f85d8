/* Builds the facts of model letters by hand: what the core would say of real
 * rows, so that compose is tested without rules or a log. */
#ifndef SROK_TEST_LETTER_H
#define SROK_TEST_LETTER_H

#include <string.h>

#include "compose/compose.h"
#include "core/workcal.h"
#include "core/zone.h"

enum { SAMPLE_ROWS = 8 };

struct sample_row {
	struct roadmap roadmap;
	struct rule rule;
	struct wording wording;
	struct pair pair;
	struct obligation ob;
	struct notice notice;
	struct result results[2];
	struct coming coming[8];
	struct told told[8];
	struct entry entries[4];
	const struct entry *entry_list[4];
	struct term term;
	struct term_part part;
	struct term_item point;
};

struct sample {
	struct arena *a;
	struct letter letter;
	struct reach reach;
	struct letter_item items[SAMPLE_ROWS];
	struct sample_row rows[SAMPLE_ROWS];
};

static inline struct date
day(const char *iso)
{
	struct date d = DATE_NONE;

	date_parse(iso, strlen(iso), &d);
	return d;
}

static inline struct text
ru(const char *s)
{
	return (struct text){.in = {[LANGUAGE_RU] = s}};
}

static inline struct text
both(const char *russian, const char *english)
{
	return (struct text){.in = {
	    [LANGUAGE_RU] = russian, [LANGUAGE_EN] = english}};
}

/* Russia's five-day week, as far as the letters' years need it. */
static inline const struct workcal *
sample_calendar(struct arena *a)
{
	static const struct yearly_span holidays[] = {
		{.first_month = 1, .first_day = 1, .last_month = 1,
		    .last_day = 8},
		{.first_month = 3, .first_day = 8, .last_month = 3,
		    .last_day = 8},
	};
	struct workcal_move moves[] = {
		{.from = day("2024-12-28"), .to = day("2024-12-30")},
		{.from = day("2024-01-07"), .to = day("2024-12-31")},
	};
	struct workcal_year years[] = {
		{.year = 2021}, {.year = 2022}, {.year = 2023},
		{.year = 2024, .moves = moves, .nmoves = 2},
	};
	struct workcal_spec spec = {
		.id = "ru", .weekend = 1 << SATURDAY | 1 << SUNDAY,
		.holidays = holidays, .nholidays = 2,
		.years = years, .nyears = 4,
	};
	struct diags diags;

	diags_init(&diags, a);
	return workcal_build(a, &spec, &diags);
}

static inline void
sample_begin(struct sample *s, enum language language, const char *on,
    const struct body *to, int64_t number)
{
	*s = (struct sample){.a = arena_new()};
	s->reach = (struct reach){.body = to, .language = language,
	    .address = "to@uo.example"};
	s->letter = (struct letter){
		.number = number, .to = &s->reach, .day = day(on),
		.items = s->items,
		.contact = language == LANGUAGE_RU ? "Тел. 2-34-56" :
		    "Tel. 2-34-56",
		.answer_to = "otvet@uo.example",
	};
}

static inline void
sample_end(struct sample *s)
{
	arena_free(s->a);
}

/* One more row; everything else is set by the caller on what is returned. */
static inline struct sample_row *
sample_row(struct sample *s, const char *item, struct text title,
    struct text short_title, const char *when)
{
	struct sample_row *r = &s->rows[s->letter.nitems];

	r->roadmap = (struct roadmap){.id = "plan-2021",
	    .title = ru("План мероприятий"), .zone = zone_utc(),
	    .cal = sample_calendar(s->a), .language = LANGUAGE_RU};
	r->rule = (struct rule){.id = item, .item = item,
	    .wordings = &r->wording, .nwordings = 1};
	r->wording = (struct wording){.title = title,
	    .short_title = short_title, .when = when, .when_is_phrase = true,
	    .results = r->results};
	r->pair = (struct pair){.roadmap = &r->roadmap, .rule = &r->rule};
	r->notice = (struct notice){.pair = &r->pair, .to = &s->reach,
	    .day = s->letter.day, .due = DATE_NONE};
	s->items[s->letter.nitems++] = (struct letter_item){
		.notice = &r->notice, .coming = r->coming, .told = r->told};
	return r;
}

static inline void
row_order(struct sample_row *r, const char *number, const char *date)
{
	r->roadmap.order = (struct order){.number = number, .date = day(date)};
}

/* The obligation, by its window; the effective day is the one before. */
static inline void
row_term(struct sample_row *r, const char *start, const char *due,
    const struct body *lead)
{
	struct date d = day(due);

	r->pair.body = lead;
	r->ob = (struct obligation){
		.pair = &r->pair, .wording = &r->wording,
		.window = {.start = day(start), .due = d, .min = 1,
		    .full = {day(start), d}},
		.due = d,
		.effective = workcal_effective(r->roadmap.cal, day(start), d,
		    SHIFT_BEFORE),
		.last = d, .state = STATE_OPEN, .met_on = DATE_NONE,
		.promised_until = DATE_NONE, .broken = DATE_NONE,
		.missed_from = DATE_NONE,
		.entries = r->entry_list,
	};
	r->notice.obligation = &r->ob;
	r->notice.due = d;
	r->notice.debtor = lead->id;
}

static inline void
row_stage(struct sample_row *r, enum stage_kind kind, enum role role)
{
	r->notice.stage.kind = kind;
	r->notice.role = role;
}

static inline void
row_result(struct sample_row *r, enum result_kind kind, struct text name)
{
	r->results[r->wording.nresults++] = (struct result){.kind = kind,
	    .name = name, .required = true};
}

static inline void
row_others(struct sample_row *r, const struct body *const *others, size_t n)
{
	r->wording.responsible.others = others;
	r->wording.responsible.nothers = n;
}

static inline void
row_coming(struct sample *s, struct sample_row *r, enum stage_kind kind,
    const char *on, const struct body *to)
{
	struct letter_item *item = &s->items[r - s->rows];

	r->coming[item->ncoming++] = (struct coming){.stage = {.kind = kind},
	    .day = day(on), .to = to};
}

static inline void
row_told(struct sample *s, struct sample_row *r, enum stage_kind kind,
    const char *on, const struct body *to)
{
	struct letter_item *item = &s->items[r - s->rows];

	r->told[item->ntold++] = (struct told){.stage = {.kind = kind},
	    .day = day(on), .to = to};
}

static inline void
row_done(struct sample_row *r, const char *on, const char *note)
{
	struct entry *e = &r->entries[r->ob.nentries];

	*e = (struct entry){.id = (int64_t)r->ob.nentries + 1,
	    .kind = ENTRY_DONE, .date = day(on), .entered = day(on),
	    .at = (int64_t)day(on).n * 86400, .note = note};
	r->entry_list[r->ob.nentries++] = e;
	r->ob.done++;
}

#endif
