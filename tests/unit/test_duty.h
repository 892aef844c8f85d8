/* A small world for the tests of evaluate and remind: one roadmap of one rule
 * with real terms, a log that grows line by line, and days that pass. */
#ifndef SROK_TEST_DUTY_H
#define SROK_TEST_DUTY_H

#include <string.h>

#include "core/docket.h"
#include "core/phrase.h"
#include "core/remind.h"
#include "core/str.h"

enum { WORLD_ENTRIES = 512, WORLD_SAID = 8192, WORLD_PAIRS = 8 };

struct world {
	struct arena *a;        /* the world's own */
	struct arena *day;      /* emptied for every day */
	struct roadmap roadmap;
	struct rule rule;
	struct wording wordings[2];
	struct schedule schedule;
	const struct body *leads[2], *others[2], *supervisors[3];
	const char *mail[8];
	struct body uo, iao, imo, head, deputy, controller, school[3], group;
	struct member members[3];
	const struct pair *pairs;
	size_t npairs;
	struct entry entries[WORLD_ENTRIES];
	size_t nentries;
	struct said said[WORLD_SAID];
	size_t nsaid;
	struct date baseline;
	const struct since *since;      /* of the wordings; NULL: baseline */
	int ahead_days;
	struct evaluate_input inputs[WORLD_PAIRS];      /* of that day */
	struct evaluation evaluations[WORLD_PAIRS];
	struct str heard;       /* what was said, a line each */
};

static inline struct date
day(const char *iso)
{
	struct date d = DATE_NONE;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

static inline struct date_span
days(const char *first, const char *last)
{
	return (struct date_span){day(first), day(last)};
}

/* Five-day weeks, New Year holidays, all years to 2025 official. */
static inline const struct workcal *
world_calendar(struct arena *a)
{
	static const struct yearly_span holidays[] = {
		{.first_month = 1, .first_day = 1, .last_month = 1,
		    .last_day = 8},
		{.first_month = 3, .first_day = 8, .last_month = 3,
		    .last_day = 8}
	};
	static const struct workcal_year years[] = {
		{.year = 2022}, {.year = 2023}, {.year = 2024}, {.year = 2025}
	};
	struct workcal_spec spec = {
		.id = "test", .weekend = 1 << SATURDAY | 1 << SUNDAY,
		.holidays = holidays, .nholidays = 2,
		.years = years, .nyears = 4
	};
	struct diags d;

	diags_init(&d, a);
	return workcal_build(a, &spec, &d);
}

static inline const struct term *
world_term(struct world *w, const char *phrase)
{
	struct phrase p;

	assert_true(phrase_parse(w->a, phrase, &p));
	return p.term;
}

static inline void
world_body(struct world *w, size_t i, struct body *b, const char *id,
    const char *mail)
{
	w->mail[i] = mail;
	*b = (struct body){.id = id, .email = &w->mail[i], .nemail = 1,
	    .language = -1};
}

static inline void
world_bodies(struct world *w)
{
	static const char *const schools[] = {"s1", "s2", "s3"};
	static const char *const mails[] = {"s1@x.example", "s2@x.example",
	    "s3@x.example"};

	world_body(w, 0, &w->uo, "uo", "uo@x.example");
	world_body(w, 1, &w->iao, "iao", "iao@x.example");
	world_body(w, 2, &w->head, "head", "head@x.example");
	world_body(w, 3, &w->deputy, "deputy", "deputy@x.example");
	world_body(w, 4, &w->controller, "ctl", "ctl@x.example");
	w->imo = (struct body){.id = "imo", .language = -1};
	for (size_t i = 0; i < 3; i++) {
		world_body(w, 5 + i, &w->school[i], schools[i], mails[i]);
		w->members[i] = (struct member){&w->school[i], DATE_MIN,
		    DATE_MAX};
	}
	w->group = (struct body){.id = "school", .language = -1,
	    .members = w->members, .nmembers = 3};
}

static inline struct remind_policy
world_policy(void)
{
	return (struct remind_policy){
		.opens = true, .half = true, .pace = true, .closed = true,
		.before = {{30, UNIT_DAY}, {7, UNIT_DAY}, {1, UNIT_DAY}},
		.nbefore = 3,
		.late = {7, UNIT_DAY}, .escalate = {3, UNIT_WORKING_DAY}
	};
}

/* uo leads, head supervises; in force 2023..2025; the baseline is its first
 * day. */
static inline void
world_init(struct world *w, const char *phrase)
{
	struct wording *first;

	memset(w, 0, sizeof(*w));
	w->a = arena_new();
	w->day = arena_new();
	str_init(&w->heard);
	world_bodies(w);
	w->leads[0] = &w->uo;
	w->others[0] = &w->iao;
	w->supervisors[0] = &w->head;
	first = &w->wordings[0];
	*first = (struct wording){
		.from = DATE_MIN, .when = phrase,
		.term = world_term(w, phrase),
		.responsible = {RESPONSIBLE_ONE, w->leads, 1, w->others, 0},
		.remind = world_policy(),
		.supervisors = w->supervisors, .nsupervisors = 1,
		.shift = SHIFT_BEFORE
	};
	w->schedule = (struct schedule){.name = "plan", .owner = &w->imo};
	w->rule = (struct rule){
		.id = "1", .item = "1", .wordings = w->wordings,
		.nwordings = 1, .in_force = days("2023-01-01", "2025-12-31")
	};
	w->roadmap = (struct roadmap){
		.id = "r", .in_force = w->rule.in_force,
		.language = LANGUAGE_RU, .cal = world_calendar(w->a),
		.school_first_month = 9, .school_first_day = 1,
		.school_last_month = 5, .school_last_day = 31,
		.rules = &w->rule, .nrules = 1
	};
	w->baseline = day("2023-01-01");
}

static inline void
world_done(struct world *w)
{
	str_done(&w->heard);
	arena_free(w->day);
	arena_free(w->a);
}

/* In the tests that move the validity. */
static inline void
world_in_force(struct world *w, const char *first, const char *last)
{
	w->rule.in_force = w->roadmap.in_force = days(first, last);
}

/* Each school owes, iao helps. */
static inline void
world_each(struct world *w)
{
	w->leads[0] = &w->group;
	w->wordings[0].responsible = (struct responsible){
		RESPONSIBLE_EACH, w->leads, 1, w->others, 1};
}

/* Entered on the day of the deed, of the whole rule, unless said otherwise
 * afterwards. */
static inline struct entry *
log_add(struct world *w, enum entry_kind kind, const char *iso)
{
	struct entry *e = &w->entries[w->nentries++];

	assert_true(w->nentries <= WORLD_ENTRIES);
	*e = (struct entry){
		.id = (int64_t)w->nentries, .kind = kind, .roadmap = "r",
		.rule = "1", .body = "", .date = day(iso),
		.entered = day(iso), .at = day(iso).n * INT64_C(86400),
		.window = DATE_NONE, .until = DATE_NONE, .note = "",
		.evidence = "", .author = "", .decided_by = ""
	};
	return e;
}

static inline struct entry *
log_until(struct world *w, enum entry_kind kind, const char *iso,
    const char *window, const char *until)
{
	struct entry *e = log_add(w, kind, iso);

	if (window)
		e->window = day(window);
	if (until)
		e->until = day(until);
	return e;
}

static inline struct entry *
log_ref(struct world *w, enum entry_kind kind, const char *iso, int64_t ref)
{
	struct entry *e = log_add(w, kind, iso);

	e->ref = ref;
	return e;
}

static inline void
expect_same_window(const struct term_window *x, const struct term_window *y)
{
	assert_int_equal(x->start.n, y->start.n);
	assert_int_equal(x->due.n, y->due.n);
	assert_int_equal(x->min, y->min);
	assert_int_equal(x->max, y->max);
	assert_int_equal(x->standing, y->standing);
	assert_int_equal(x->clipped, y->clipped);
	assert_int_equal(x->full.first.n, y->full.first.n);
	assert_int_equal(x->full.last.n, y->full.last.n);
}

/* What a docket saves is not seen in the outcome. */
static inline void
expect_same_judgement(const struct evaluation *x, const struct evaluation *y)
{
	assert_int_equal(x->nobligations, y->nobligations);
	assert_int_equal(x->nstrays, y->nstrays);
	assert_int_equal(x->waiting, y->waiting);
	assert_int_equal(x->waiting_year, y->waiting_year);
	assert_true(date_equal(x->beyond, y->beyond));
	for (size_t i = 0; i < x->nobligations; i++) {
		struct obligation a = x->obligations[i];
		const struct obligation *b = &y->obligations[i];

		assert_int_equal(a.ndues, b->ndues);
		assert_memory_equal(a.dues, b->dues,
		    a.ndues * sizeof(*a.dues));
		for (size_t k = 0; k < a.nentries; k++)
			assert_ptr_equal(a.entries[k], b->entries[k]);
		for (size_t k = 0; k < a.npending; k++)
			assert_ptr_equal(a.pending[k], b->pending[k]);
		a.dues = b->dues;       /* each has its own */
		a.entries = b->entries;
		a.pending = b->pending;
		expect_same_window(&a.window, &b->window);
		a.window = b->window;   /* with what lies between fields */
		assert_memory_equal(&a, b, sizeof(a));
	}
}

/* Judges all pairs on a day, in w->day, each alone and with a docket; pairs
 * are made once. */
static inline const struct evaluation *
world_judge(struct world *w, struct date today)
{
	struct docket docket;

	if (!w->pairs)
		w->npairs = rule_pairs(w->a, &w->roadmap, &w->rule, &w->pairs);
	assert_true(w->npairs <= WORLD_PAIRS);
	arena_reset(w->day);
	docket_open(&docket, w->day, today, date_add(today, 60));
	for (size_t i = 0; i < w->npairs; i++) {
		struct evaluation alone;
		const struct entry **own = arena_array(w->day, w->nentries,
		    sizeof(*own));
		struct evaluate_input in = {
			.entries = own, .today = today,
			.baseline = w->baseline, .since = w->since,
			.horizon = date_add(today, 60),
			.ahead_days = w->ahead_days
		};

		for (size_t k = 0; k < w->nentries; k++)
			if (!*w->entries[k].body ||
			    w->wordings[0].responsible.mode !=
			    RESPONSIBLE_EACH || strcmp(w->entries[k].body,
			    w->pairs[i].body->id) == 0)
				own[in.nentries++] = &w->entries[k];
		evaluate(w->day, &w->pairs[i], &in, &alone);
		in.docket = &docket;
		evaluate(w->day, &w->pairs[i], &in, &w->evaluations[i]);
		expect_same_judgement(&alone, &w->evaluations[i]);
		w->inputs[i] = in;
		w->inputs[i].docket = NULL;
	}
	return &w->evaluations[0];
}

/* The first pair's obligation of that DUE (the order's), on that day. */
static inline const struct obligation *
world_at(struct world *w, const char *today, const char *due)
{
	const struct evaluation *e = world_judge(w, day(today));

	for (size_t i = 0; i < e->nobligations; i++)
		if (date_equal(e->obligations[i].window.due, day(due)))
			return &e->obligations[i];
	fail_msg("no window is due on %s", due);
	return NULL;
}

static inline void
world_keep(struct world *w, const struct notice *n, struct date today)
{
	struct said *s = &w->said[w->nsaid++];
	char stage[STAGE_TEXT], iso[DATE_TEXT];

	assert_true(w->nsaid <= WORLD_SAID);
	assert_true(date_equal(n->day, today));
	stage_name(&n->stage, stage);
	*s = (struct said){
		.due = n->due, .debtor = n->debtor,
		.stage = arena_strdup(w->a, stage),
		.recipient = n->to->body->id, .address = n->to->address,
		.channel = n->to->channel, .day = today
	};
	str_addf(&w->heard, "%s %s %s", date_iso(today, iso),
	    n->to->body->id, stage);
	if (n->members)
		str_addf(&w->heard, " %u/%u", n->members_done, n->members);
	if (n->peers)
		str_addf(&w->heard, " (%u/%u)", n->peers_done, n->peers);
	str_addc(&w->heard, '\n');
}

/* One sending time; true when anything was said. */
static inline size_t
world_send(struct world *w, struct date today)
{
	struct remind_input in = {
		.evaluations = w->evaluations, .said = w->said,
		.nsaid = w->nsaid, .day = today,
		.baseline = w->baseline, .since = w->since
	};
	const struct notice *notices;
	size_t n;

	world_judge(w, today);
	in.pairs = w->pairs;
	in.npairs = w->npairs;
	n = remind(w->day, &in, &notices);
	for (size_t i = 0; i < n; i++)
		world_keep(w, &notices[i], today);
	return n;
}

/* All working days of a span. */
static inline void
world_run(struct world *w, const char *first, const char *last)
{
	struct date end = day(last);

	for (struct date d = day(first); !date_before(end, d);
	    d = date_add(d, 1))
		if (workcal_is_working(w->roadmap.cal, d))
			world_send(w, d);
}

/* Runs the days and expects exactly these lines. */
static inline void
world_expect(struct world *w, const char *first, const char *last,
    const char *lines)
{
	str_clear(&w->heard);
	world_run(w, first, last);
	assert_string_equal(w->heard.s, lines);
}

/* On today, in which state is the window that is due then? */
static inline void
world_state(struct world *w, const char *today, const char *due,
    enum state state)
{
	const struct obligation *ob = world_at(w, today, due);

	if (ob->state != state)
		fail_msg("on %s the window due %s is %s, not %s", today, due,
		    state_name(ob->state), state_name(state));
}

#endif
