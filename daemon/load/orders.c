/* Small maps - Keys - Schedules - The roadmap */
#include "load/mend.h"
#include "load/orders.h"

#include <string.h>

#include "load/amend.h"
#include "load/calendars.h"
#include "load/config.h"
#include "load/draft.h"
#include "load/policy.h"
#include "load/row.h"
#include "load/values.h"
#include "load/zones.h"

/* --- small maps ---------------------------------------------------------- */

/* Letters write the sign themselves: «приказ № 5». */
static void
read_number(struct reader *r, const struct node *value, void *into)
{
	const char **number = into;

	read_plain(r, value, into);
	if (*number && strncmp(*number, "№", strlen("№")) == 0)
		caution(r, value, CODE_W_NUMBER_SIGN, "number: \"5\"",
		    "the number of an order is written without №");
}

static const struct key order_keys[] = {
	{"number", read_number, offsetof(struct order, number), true, "text",
	    "\"343\"", NULL},
	{"date", read_date, offsetof(struct order, date), true, "date",
	    "2021-10-14", NULL},
	{"by", read_body, offsetof(struct order, by), false, "body", "uo",
	    NULL},
	{"link", read_plain, offsetof(struct order, link), false, "text",
	    NULL, NULL},
};
const struct key_table order_table = KEY_TABLE("order", order_keys);

void
read_order(struct reader *r, const struct node *value, void *into)
{
	struct order *order = into;

	order->date = DATE_NONE;
	read_map(r, value, &order_table, order);
}

static const struct key validity_keys[] = {
	{"from", read_date, offsetof(struct date_span, first), true, "date",
	    "2021-10-14", NULL},
	{"to", read_date, offsetof(struct date_span, last), false, "date",
	    "2024-12-31", NULL},
};
static const struct key_table validity_table =
    KEY_TABLE("in_force", validity_keys);

/* {from, to}; `to` open when not given. */
static void
read_validity(struct reader *r, const struct node *value, void *into)
{
	struct date_span *span = into;

	read_map(r, value, &validity_table, span);
	if (!span_empty(*span))
		return;
	fault(r, value, CODE_E_REVERSED_SPAN, NULL,
	    "`to` lies before `from`");
	span->last = DATE_MAX;
}

struct report {
	struct duration every;
	const struct body *to;
};

static void
read_report_period(struct reader *r, const struct node *value, void *into)
{
	static const char *const names[] = {
		"week", "month", "quarter", "half-year", "year"
	};
	const char *s = scalar_of(r, value, "a period");
	struct duration *every = into;
	char word[WORD_ROOM];
	enum term_unit unit;

	if (!s)
		return;
	if (value_fold(s, word) && value_unit(word, &unit) &&
	    unit >= UNIT_WEEK && unit <= UNIT_YEAR && unit != UNIT_DECADE)
		*every = (struct duration){1, unit};
	else
		fault(r, value, CODE_E_VALUE, hint_of(r, s, names, 5),
		    "a report cannot come every '%s'", s);
}

static const struct key report_keys[] = {
	{"every", read_report_period, offsetof(struct report, every), true,
	    "period", "quarter", NULL},
	{"to", read_body, offsetof(struct report, to), true, "body", "head",
	    NULL},
};
static const struct key_table report_table = KEY_TABLE("report", report_keys);

static void
read_report(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &report_table, into);
}

struct year_day {
	uint8_t month, day;
};

static void
read_year_day(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a day of every year");
	struct year_day *d = into;

	if (s && value_month_day(s, &d->month, &d->day) != VALUE_OK)
		fault(r, value, CODE_E_DATE_VALUE, "09-01",
		    "'%s' is not a day of every year", s);
}

struct school_year {
	struct year_day from, to;
};

static const struct key school_year_keys[] = {
	{"from", read_year_day, offsetof(struct school_year, from), true,
	    "day", "09-01", NULL},
	{"to", read_year_day, offsetof(struct school_year, to), true, "day",
	    "05-25", NULL},
};
static const struct key_table school_year_table =
    KEY_TABLE("school_year", school_year_keys);

static void
read_school_year(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &school_year_table, into);
}

static void
read_year(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"calendar", "school"};

	*(bool *)into = choice_of(r, value, words, 2) == 1;
}

/* --- keys ---------------------------------------------------------------- */

struct roadmap_file {           /* a file as read */
	const char *id;
	struct text title, note;
	struct date_span in_force;
	struct order order;
	struct body_list supervisors;
	const struct body *accept;
	struct report report;
	enum shift shift;
	int language;
	bool school;
	struct school_year school_year;
	const struct node *rules, *remind, *schedules, *amendments;
	const struct node *timezone_node, *calendar_node;
};

#define AT(field) offsetof(struct roadmap_file, field)

struct spelled_schedule {
	struct text title;
	const struct body *owner;
	struct span_list dates;
};

static const struct key schedule_keys[] = {
	{"title", read_text, offsetof(struct spelled_schedule, title), false,
	    "text", "График ТОИПКРО", NULL},
	{"owner", read_body, offsetof(struct spelled_schedule, owner), false,
	    "body", "toipkro", NULL},
	{"dates", read_spans, offsetof(struct spelled_schedule, dates), false,
	    "spans", "2026-09-01..2026-09-05", NULL},
};
static const struct key_table schedule_table = {
	"a schedule", schedule_keys, 3, true
};

static const struct key roadmap_keys[] = {
	{"roadmap", read_id, AT(id), true, "id", "tambov-2020", NULL},
	{"in_force", read_validity, AT(in_force), true, "{from, to}",
	    "{from: 2020-04-01}", &validity_table},
	{"rules", read_node, AT(rules), true, "rules", NULL, &row_table},
	{"title", read_text, AT(title), false, "text", NULL, NULL},
	{"order", read_order, AT(order), false, "{number, date, by, link}",
	    "{number: \"1104\", date: 2020-05-20, by: uo}", &order_table},
	{"supervisor", read_bodies, AT(supervisors), false, "bodies",
	    "[head, deputy]", NULL},
	{"accept", read_accept, AT(accept), false, "body, none", "head",
	    NULL},
	{"remind", read_node, AT(remind), false, "keys, none",
	    "{half: false}", &policy_table},
	{"report", read_report, AT(report), false, "{every, to}",
	    "{every: quarter, to: head}", &report_table},
	{"shift", read_shift, AT(shift), false, "before, after, keep",
	    "after", NULL},
	{"timezone", read_node, AT(timezone_node), false, "zone",
	    "Asia/Tomsk", NULL},
	{"language", read_language, AT(language), false, "ru, en", "ru",
	    NULL},
	{"calendar", read_node, AT(calendar_node), false, "id", "ru", NULL},
	{"year", read_year, AT(school), false, "calendar, school", "school",
	    NULL},
	{"school_year", read_school_year, AT(school_year), false,
	    "{from, to}", "{from: 09-01, to: 05-25}", &school_year_table},
	{"schedules", read_node, AT(schedules), false, "names with keys",
	    NULL, &schedule_table},
	{"amendments", read_node, AT(amendments), false, "amendments", NULL,
	    &amendment_table},
	{"note", read_text, AT(note), false, "text", NULL, NULL},
};
const struct key_table roadmap_table = KEY_TABLE("a roadmap", roadmap_keys);

/* --- schedules ----------------------------------------------------------- */

static void
read_schedule(struct draft *d, const struct node *key)
{
	struct reader *r = &d->r;
	struct spelled_schedule spelled = {.owner = NULL};
	struct schedule *s = arena_alloc(r->a, sizeof(*s));
	const char *name = id_of(r, key);

	read_map(r, key->next, &schedule_table, &spelled);
	*s = (struct schedule){
		.name = name,
		.title = spelled.title,
		.owner = spelled.owner,
		.dates = spelled.dates.items,
		.ndates = spelled.dates.n,
		.place = node_place(r->tree, key),
	};
	if (name)
		names_put(&d->frame.schedules, name, s);
}

static void
read_schedules(struct draft *d, const struct node *map)
{
	names_init(&d->frame.schedules, d->lib->scratch);
	if (!map)
		return;
	if (map->kind != NODE_MAP) {
		fault(&d->r, map, CODE_E_TYPE, "NAME: {title: …, owner: …}",
		    "schedules must be names with keys");
		return;
	}
	for (const struct node *key = map->child; key; key = key->next->next)
		read_schedule(d, key);
}

/* --- the roadmap --------------------------------------------------------- */

static void
take_zone(struct draft *d, const struct roadmap_file *file)
{
	const struct node *n = file->timezone_node;
	struct roadmap *roadmap = d->roadmap;

	roadmap->timezone = d->lib->defaults->timezone;
	if (n) {
		const char *name = scalar_of(&d->r, n, "a time zone");

		if (name)
			roadmap->timezone = name;
	}
	if (!roadmap->timezone)
		roadmap->timezone = zone_of_system(d->r.a);
	roadmap->zone = zones_get(d->lib, roadmap->timezone);
	if (!roadmap->zone && n)
		mend_looks(&d->r, fault(&d->r, n, CODE_E_UNKNOWN_NAME,
		    "a name of the time zone database, such as Asia/Tomsk",
		    "unknown time zone '%s'", roadmap->timezone), n,
		    zone_exists);
	if (!roadmap->zone)
		roadmap->zone = zones_get(d->lib, "UTC");
}

static void
take_calendar(struct draft *d, const struct roadmap_file *file)
{
	const struct node *n = file->calendar_node;
	const char *id = d->lib->defaults->calendar;

	if (n) {
		const char *named = scalar_of(&d->r, n, "the id of a calendar");

		if (named)
			id = composed(d->r.a, named);
	}
	d->roadmap->cal = calendar_get(d->lib, id);
	if (!d->roadmap->cal && !d->lib->incomplete &&
	    (n || calendars_any(d->lib))) {
		const char *near = names_nearest(&d->lib->calendars, id);

		fault(&d->r, n ? n : d->r.tree->root, CODE_E_CALENDAR, near ?
		    arena_printf(d->r.a, "did you mean '%s'?", near) :
		    "calendars stand in files with `calendar: ID`",
		    "unknown calendar '%s'", id);
	}
}

/* The daemon's supervisors are known by id until bodies are read. */
static struct body_list
default_supervisors(struct draft *d)
{
	const struct config *config = d->lib->defaults;
	const struct body **items = arena_array(d->r.a,
	    config->nsupervisors, sizeof(*items));
	size_t n = 0;

	for (size_t i = 0; i < config->nsupervisors; i++) {
		const char *id = config->supervisors[i];
		const struct body *body = names_get(&d->lib->bodies, id);

		if (body)
			items[n++] = body;
		else if (!d->lib->incomplete)
			complain_at(d->lib->diags, DIAG_ERROR,
			    config->supervisor_place, CODE_E_UNKNOWN_BODY,
			    NULL, "unknown body '%s'", id);
	}
	return (struct body_list){items, n};
}

static void
take_frame(struct draft *d, const struct roadmap_file *file)
{
	const struct config *config = d->lib->defaults;
	struct row_frame *frame = &d->frame;

	frame->order_by = file->order.by;
	frame->remind = config->remind;
	if (file->remind)
		policy_read(&d->r, file->remind, &frame->remind);
	frame->supervisors = file->supervisors.items ? file->supervisors :
	    default_supervisors(d);
	frame->accept = file->accept;
	frame->shift = file->shift;
	read_schedules(d, file->schedules);
}

static struct roadmap
roadmap_of(const struct roadmap_file *file)
{
	return (struct roadmap){
		.id = file->id,
		.title = text_given(&file->title) ? file->title :
		    (struct text){{file->id, file->id}},
		.order = file->order,
		.in_force = file->in_force,
		.language = (enum language)file->language,
		.school = file->school,
		.school_first_month = file->school_year.from.month,
		.school_first_day = file->school_year.from.day,
		.school_last_month = file->school_year.to.month,
		.school_last_day = file->school_year.to.day,
		.report_every = file->report.every,
		.report_to = file->report.to,
		.note = file->note,
	};
}

bool
roadmap_read(struct library *lib, const struct tree *tree,
    struct roadmap *ret)
{
	struct roadmap_file file = {
		.in_force = {DATE_MIN, DATE_MAX},
		.order.date = DATE_NONE,
		.shift = lib->defaults->shift,
		.language = (int)lib->defaults->language,
		.school_year = {{9, 1}, {5, 31}},
	};
	struct draft d = {
		.lib = lib,
		.r = {
			.a = lib->a, .diags = lib->diags, .tree = tree,
			.bodies = &lib->bodies, .phrases = &lib->phrases,
			.incomplete = lib->incomplete
		},
		.roadmap = ret,
	};
	size_t errors = lib->diags->nerrors;

	read_map(&d.r, tree->root, &roadmap_table, &file);
	if (!file.rules)
		return false;
	/* A bad id was complained of; the rest is read for its own sake. */
	if (!file.id)
		file.id = "";
	*ret = roadmap_of(&file);
	ret->place = node_place(tree, tree->root);
	names_init(&d.numbers, lib->scratch);
	d.amended = file.amendments != NULL;
	d.gaps = tree->ngaps;
	take_zone(&d, &file);
	take_calendar(&d, &file);
	take_frame(&d, &file);
	draft_read_rows(&d, file.rules);
	if (file.amendments)
		amendments_announce(&d, file.amendments);
	for (size_t i = 0; i < d.nrules; i++)
		if (!d.rules[i]->awaits)
			draft_number(&d, d.rules[i], d.rules[i]->node);
	if (file.amendments)
		amendments_apply(&d, file.amendments);
	draft_make_rules(&d);
	/* Dear to build, and beside errors nobody uses it. */
	if (!ret->cal && lib->diags->nerrors == errors)
		ret->cal = workcal_plain(lib->a);
	return true;
}
