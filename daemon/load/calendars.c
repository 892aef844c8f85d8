/* Keys - Reading - Merging - Building */
#include "load/calendars.h"

#include <string.h>

#include "load/values.h"

/* --- keys ---------------------------------------------------------------- */

struct yearly_list {
	struct yearly_span *items;
	size_t n;
};

struct exception_list {
	struct workcal_exception *items;
	size_t n, cap;
};

struct calendar_file {          /* one file as read */
	const char *id;
	struct text title;
	uint8_t weekend;
	struct yearly_list holidays, carried;
	int year;
	struct order decree;
	struct workcal_move *moves;
	size_t nmoves;
	struct date *short_days;
	size_t nshort;
	int working_days;
	struct place total_place;
	const struct node *over, *days_off, *workdays;
};

/* All files of one id. */
struct calendar {
	const char *id;
	struct reader r;                /* of the file that has the base */
	uint8_t weekend;
	struct yearly_list holidays, carried;
	bool faulty;                    /* a file of it: said already */
	bool based;                     /* weekend, holidays or over are read */
	struct workcal_year *years;
	size_t nyears, years_cap;
	struct exception_list exceptions;
	const struct node *over;
	const struct workcal *built;
	bool building;                  /* found again: a circle */
};

static void
read_weekend(struct reader *r, const struct node *value, void *into)
{
	uint8_t days = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const char *s = scalar_of(r, c, "a weekday");
		char word[WORD_ROOM];
		uint8_t day;

		if (!s)
			return;
		if (!value_fold(s, word) || !value_weekday(word, &day)) {
			fault(r, c, CODE_E_VALUE, hint_of(r, s,
			    value_weekday_names, 7), "'%s' is not a weekday",
			    s);
			return;
		}
		days |= (uint8_t)(1u << day);
	}
	*(uint8_t *)into = days;
	if (__builtin_popcount(days) != 2)
		fault(r, value, CODE_E_WEEKEND,
		    "weekend: [saturday, sunday]; working days of single "
		    "weeks stand under `workdays`",
		    "a weekend is two days: terms of a six-day week would "
		    "fall on days that offices do not work");
}

static void
read_yearly(struct reader *r, const struct node *value, void *into)
{
	struct yearly_list *list = into;
	struct yearly_span *items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	size_t n = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const char *s = scalar_of(r, c, "a day of every year");
		struct yearly_span *span = &items[n];
		char first[6] = "";

		if (!s)
			continue;
		memcpy(first, s, strnlen(s, 5));
		if ((strlen(s) == 5 || (strlen(s) == 12 &&
		    strncmp(s + 5, "..", 2) == 0)) &&
		    value_month_day(first, &span->first_month,
		    &span->first_day) == VALUE_OK &&
		    value_month_day(s + strlen(s) - 5, &span->last_month,
		    &span->last_day) == VALUE_OK) {
			span->place = node_place(r->tree, c);
			n++;
			continue;
		}
		fault(r, c, CODE_E_DATE_VALUE, "01-01..01-08, or 03-08",
		    "'%s' is not a day of every year", s);
	}
	*list = (struct yearly_list){items, n};
}

static void
read_number(struct reader *r, const struct node *value, long min, long max,
    int *ret)
{
	const char *s = scalar_of(r, value, "a number");
	long v;

	if (!s)
		return;
	if (value_number(s, min, max, &v))
		*ret = (int)v;
	else
		fault(r, value, CODE_E_VALUE, NULL,
		    "'%s' is not a number of %ld..%ld", s, min, max);
}

static void
read_year(struct reader *r, const struct node *value, void *into)
{
	read_number(r, value, DATE_YEAR_MIN, DATE_YEAR_MAX, into);
}

static void
read_total(struct reader *r, const struct node *value, void *into)
{
	struct calendar_file *f = into;

	read_number(r, value, 1, 366, &f->working_days);
	f->total_place = node_place(r->tree, value);
}

static const struct key move_keys[] = {
	{"from", read_date, offsetof(struct workcal_move, from), true,
	    "date", "2026-01-03", NULL},
	{"to", read_date, offsetof(struct workcal_move, to), true, "date",
	    "2026-01-09", NULL},
};
static const struct key_table move_table = KEY_TABLE("a move", move_keys);

static void
read_moves(struct reader *r, const struct node *value, void *into)
{
	struct calendar_file *f = into;

	f->moves = arena_array(r->a, count_of(value), sizeof(*f->moves));
	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		struct workcal_move *move = &f->moves[f->nmoves];

		*move = (struct workcal_move){
			DATE_NONE, DATE_NONE, node_place(r->tree, c)
		};
		read_map(r, c, &move_table, move);
		if (!date_is_none(move->from) && !date_is_none(move->to))
			f->nmoves++;
	}
}

static void
read_short_days(struct reader *r, const struct node *value, void *into)
{
	struct calendar_file *f = into;

	f->short_days = arena_array(r->a, count_of(value),
	    sizeof(*f->short_days));
	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		struct date d = DATE_NONE;

		read_date(r, c, &d);
		if (!date_is_none(d))
			f->short_days[f->nshort++] = d;
	}
}

static const struct key decree_keys[] = {
	{"number", read_plain, offsetof(struct order, number), true,
	    "text", "\"1466\"", NULL},
	{"date", read_date, offsetof(struct order, date), true,
	    "date", "2025-09-24", NULL},
	{"link", read_plain, offsetof(struct order, link), false,
	    "text", NULL, NULL},
};
static const struct key_table decree_table = KEY_TABLE("decree",
    decree_keys);

static void
read_decree(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &decree_table, into);
}

struct spelled_exception {
	struct span_list days;
	const char *why, *by;
};

static const struct key exception_keys[] = {
	{"date", read_spans, offsetof(struct spelled_exception, days), true,
	    "span", "2020-03-30..2020-04-03", NULL},
	{"why", read_plain, offsetof(struct spelled_exception, why), false,
	    "text", NULL, NULL},
	{"by", read_plain, offsetof(struct spelled_exception, by), false,
	    "text", NULL, NULL},
};
static const struct key_table exception_table =
    KEY_TABLE("a day of an overlay", exception_keys);

#define AT(field) offsetof(struct calendar_file, field)

static const struct key calendar_keys[] = {
	{"calendar", read_id, AT(id), true, "id", "ru", NULL},
	{"title", read_text, AT(title), false, "text", NULL, NULL},
	{"weekend", read_weekend, AT(weekend), false, "weekdays",
	    "[saturday, sunday]", NULL},
	{"holidays", read_yearly, AT(holidays), false, "days of every year",
	    "[01-01..01-08, 02-23]", NULL},
	{"carried", read_yearly, AT(carried), false, "days of every year",
	    "[02-23, 03-08]", NULL},
	{"year", read_year, AT(year), false, "year", "2026", NULL},
	{"decree", read_decree, AT(decree), false, "{number, date, link}",
	    "{number: \"1466\", date: 2025-09-24}", &decree_table},
	{"moves", read_moves, 0, false, "list of {from, to}",
	    "[{from: 2026-01-03, to: 2026-01-09}]", &move_table},
	{"short_days", read_short_days, 0, false, "dates", "[2026-04-30]",
	    NULL},
	{"working_days", read_total, 0, false, "number", "247", NULL},
	{"over", read_node, AT(over), false, "id", "ru", NULL},
	{"days_off", read_node, AT(days_off), false,
	    "list of {date, why, by}",
	    "[{date: 2026-05-11, why: день города}]", &exception_table},
	{"workdays", read_node, AT(workdays), false,
	    "list of {date, why, by}", "[{date: 2026-05-16}]",
	    &exception_table},
};
const struct key_table calendar_table =
    KEY_TABLE("a calendar", calendar_keys);

/* --- merging ------------------------------------------------------------- */

static void
add_exceptions(struct reader *r, const struct node *list, bool working,
    struct exception_list *into)
{
	for (const struct node *c = first_of(list); c;
	    c = next_of(list, c)) {
		struct spelled_exception e = {{NULL, 0}, NULL, NULL};
		const char *why;

		read_map(r, c, &exception_table, &e);
		why = e.why && e.by ? arena_printf(r->a, "%s (%s)", e.why,
		    e.by) : e.why ? e.why : e.by;
		for (size_t i = 0; i < e.days.n; i++) {
			struct workcal_exception *x = arena_push(r->a,
			    (void **)&into->items, &into->n, &into->cap,
			    sizeof(*x));

			*x = (struct workcal_exception){
				e.days.items[i], working, why,
				node_place(r->tree, c)
			};
		}
	}
}

static void
add_year(struct reader *r, struct calendar *c, const struct calendar_file *f)
{
	struct workcal_year *year;

	for (size_t i = 0; i < c->nyears; i++) {
		if (c->years[i].year != f->year)
			continue;
		fault(r, r->tree->root, CODE_E_TWICE, NULL,
		    "%d of calendar '%s' stands in %s already", f->year,
		    c->id, c->years[i].place.file);
		return;
	}
	year = arena_push(r->a, (void **)&c->years, &c->nyears, &c->years_cap,
	    sizeof(*year));
	*year = (struct workcal_year){
		.year = f->year,
		.moves = f->moves,
		.nmoves = f->nmoves,
		.short_days = f->short_days,
		.nshort = f->nshort,
		.working_days = f->working_days,
		.place = f->working_days ? f->total_place :
		    node_place(r->tree, r->tree->root),
	};
}

static void
add_base(struct reader *r, struct calendar *c, const struct calendar_file *f)
{
	if (c->based) {
		fault(r, r->tree->root, CODE_E_TWICE, NULL,
		    "calendar '%s' stands in %s already", c->id,
		    c->r.tree->source.name);
		return;
	}
	c->based = true;
	c->r = *r;
	c->weekend = f->weekend;
	c->holidays = f->holidays;
	c->carried = f->carried;
	c->over = f->over;
}

void
calendar_read(struct library *lib, const struct tree *tree)
{
	struct reader r = {
		.a = lib->a, .diags = lib->diags, .tree = tree,
		.bodies = &lib->bodies, .incomplete = lib->incomplete
	};
	struct calendar_file f = {.id = NULL};
	size_t errors = lib->diags->nerrors;
	struct calendar *c;
	bool faulty;

	read_map(&r, tree->root, &calendar_table, &f);
	if (!f.id)
		return;
	if (!f.year && (f.moves || f.short_days || f.working_days ||
	    f.decree.number))
		fault(&r, tree->root, CODE_E_CALENDAR_PART, "year: 2026",
		    "moves, short days, decree and total are those of a "
		    "`year`");
	if (f.year && (f.weekend || f.holidays.n || f.carried.n || f.over))
		fault(&r, tree->root, CODE_E_CALENDAR_PART,
		    "what holds every year stands in a file without `year`",
		    "a year's file holds that year alone");
	/* The total would only differ because of what was not read. */
	faulty = lib->diags->nerrors > errors;
	if (faulty)
		f.working_days = 0;
	c = names_get(&lib->calendars, f.id);
	if (!c) {
		c = arena_alloc(lib->scratch, sizeof(*c));
		c->id = f.id;
		c->r = r;
		names_put(&lib->calendars, f.id, c);
	}
	c->faulty |= faulty;
	if (f.days_off)
		add_exceptions(&r, f.days_off, false, &c->exceptions);
	if (f.workdays)
		add_exceptions(&r, f.workdays, true, &c->exceptions);
	if (f.year)
		add_year(&r, c, &f);
	else
		add_base(&r, c, &f);
}

/* --- building ------------------------------------------------------------ */

static const void *
joined(struct arena *a, const void *below, size_t nbelow, const void *own,
    size_t nown, size_t size)
{
	char *both;

	if (!nown)
		return below;
	both = arena_array(a, nbelow + nown, size);
	if (nbelow)
		memcpy(both, below, nbelow * size);
	memcpy(both + nbelow * size, own, nown * size);
	return both;
}

/* What the calendar lies over, or NULL: nothing, or a complaint. */
static struct calendar *
calendar_below(struct library *lib, struct calendar *c)
{
	const char *id = c->over ?
	    scalar_of(&c->r, c->over, "the id of a calendar") : NULL;
	struct calendar *below = id ?
	    names_get(&lib->calendars, composed(lib->a, id)) : NULL;

	if (id && !below && !lib->incomplete)
		fault(&c->r, c->over, CODE_E_CALENDAR, NULL,
		    "unknown calendar '%s'", id);
	if (!below || !below->building)
		return below;
	fault(&c->r, c->over, CODE_E_CALENDAR_CIRCLE, NULL,
	    "calendar '%s' lies over itself", below->id);
	return NULL;
}

/* What stands below first, then the calendar's own: later years and days
 * come last. The depth ends a chain that no real calendar has. */
static struct workcal_spec
spec_of(struct library *lib, struct calendar *c, int depth)
{
	enum { DEPTH_MOST = 16 };
	struct workcal_spec spec = {
		.weekend = 1 << SATURDAY | 1 << SUNDAY,
	};
	struct calendar *below;

	c->building = true;
	below = depth < DEPTH_MOST ? calendar_below(lib, c) : NULL;
	if (below)
		spec = spec_of(lib, below, depth + 1);
	c->building = false;
	spec.id = c->id;
	if (c->weekend)
		spec.weekend = c->weekend;
	if (c->holidays.n) {
		spec.holidays = c->holidays.items;
		spec.nholidays = c->holidays.n;
	}
	if (c->carried.n) {
		spec.carried = c->carried.items;
		spec.ncarried = c->carried.n;
	}
	spec.years = joined(lib->a, spec.years, spec.nyears, c->years,
	    c->nyears, sizeof(*c->years));
	spec.nyears += c->nyears;
	spec.exceptions = joined(lib->a, spec.exceptions, spec.nexceptions,
	    c->exceptions.items, c->exceptions.n,
	    sizeof(*c->exceptions.items));
	spec.nexceptions += c->exceptions.n;
	return spec;
}

static void
build(struct library *lib, struct calendar *c)
{
	struct workcal_spec spec;

	if (!c->based && !c->faulty && !lib->incomplete)
		fault(&c->r, c->r.tree->root, CODE_E_CALENDAR_PART,
		    "a file with `weekend` and `holidays`, without `year`",
		    "calendar '%s' has years, but nothing that holds every "
		    "year", c->id);
	spec = spec_of(lib, c, 0);
	c->built = workcal_build(lib->a, &spec, lib->diags);
}

void
calendars_build(struct library *lib)
{
	size_t n;
	void **all = names_all(&lib->calendars, lib->scratch, &n);

	for (size_t i = 0; i < n; i++)
		build(lib, all[i]);
}

const struct workcal *
calendar_get(const struct library *lib, const char *id)
{
	const struct calendar *c = names_get(&lib->calendars, id);

	return c ? c->built : NULL;
}

bool
calendars_any(const struct library *lib)
{
	return lib->calendars.len > 0;
}
