/* plan: what will be owed, when and by whom, of rule files alone. */
#include "ctl/plan.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/rules.h"

enum { WINDOWS_MOST = 10000, NAMES_MOST = 4096 };

struct plan_options {
	const char *rules, *roadmap, *body;
	struct date from, to;
	int format;
};

static const struct plan_shape *const shapes[] = {
	&plan_text, &plan_tsv, &plan_json, &plan_csv, &plan_ics, &plan_html
};

struct plan {
	struct ctl *c;
	const struct plan_options *o;
	const struct plan_shape *shape;
	void *state;
	struct arena *a;                /* of one rule */
	struct date open_end;           /* where a roadmap without end stops */
	bool cut;                       /* … and one did */
	bool any;                       /* a row was shown */
};

/* --- walking ----------------------------------------------------------- */

static bool
body_wanted(const struct plan *p, const struct pair *pair)
{
	return !p->o->body || strcmp(p->o->body, pair->body->id) == 0 ||
	    (pair->group && strcmp(p->o->body, pair->group->id) == 0);
}

/* DUEs that are asked for. */
static struct date_span
span_of(struct plan *p, const struct roadmap *r)
{
	struct date_span span = r->in_force;

	if (!date_is_none(p->o->from))
		span.first = date_max(span.first, p->o->from);
	if (!date_is_none(p->o->to)) {
		span.last = date_min(span.last, p->o->to);
	} else if (date_equal(span.last, DATE_MAX)) {
		span.last = p->open_end;
		p->cut = true;
	}
	return span;
}

static void
plan_pair(struct plan *p, const struct pair *pair, struct date_span span)
{
	const struct roadmap *r = pair->roadmap;
	struct term_frame frame = roadmap_frame(r, pair->rule);
	struct plan_row row = {.pair = pair, .a = p->a};
	const struct pair_window *windows;
	size_t n = pair_windows(p->a, pair, &frame, span, WINDOWS_MOST,
	    &windows);

	for (size_t i = 0; i < n; i++) {
		const struct term_window *w = &windows[i].window;

		row.window = *w;
		row.wording = windows[i].wording;
		row.effective = date_max(w->start, workcal_effective(r->cal,
		    w->start, w->due, row.wording->shift));
		p->shape->row(p->c, &row, p->state);
	}
	p->any = p->any || n;
	if (n)
		return;
	row.wording = rule_wording(pair->rule, span.last);
	if (row.wording && (term_is_external(row.wording->term) ||
	    term_is_on_request(row.wording->term))) {
		row.outside = p->any = true;
		p->shape->row(p->c, &row, p->state);
	}
}

static void
plan_roadmap(struct plan *p, const struct roadmap *r)
{
	struct date_span span = span_of(p, r);

	if (span_empty(span))
		return;
	for (size_t i = 0; i < r->nrules; i++) {
		const struct pair *pairs;
		size_t n;

		arena_reset(p->a);
		n = rule_pairs(p->a, r, &r->rules[i], &pairs);
		for (size_t k = 0; k < n; k++)
			if (body_wanted(p, &pairs[k]))
				plan_pair(p, &pairs[k], span);
		ctl_flush(p->c, false);
	}
}

/* --- names that are not there ------------------------------------------ */

static int
no_body(struct ctl *c, const struct ruleset *set, const char *name)
{
	size_t n = set->nbodies < NAMES_MOST ? set->nbodies : NAMES_MOST;
	const char **names = arena_array(c->a, n, sizeof(*names));

	for (size_t i = 0; i < n; i++)
		names[i] = set->bodies[i]->id;
	return ctl_fail(c, EX_DATAERR, "no body is called '%s'%s", name,
	    ctl_meant(c, name, names, n));
}

static int
check_names(struct ctl *c, const struct plan_options *o,
    const struct ruleset *set)
{
	if (o->roadmap && !ruleset_roadmap(set, o->roadmap))
		return ctl_fail(c, EX_DATAERR, "no roadmap is called '%s'%s",
		    o->roadmap, rules_meant(c, set, o->roadmap));
	if (o->body && !ruleset_body(set, o->body))
		return no_body(c, set, o->body);
	if (!date_is_none(o->from) && !date_is_none(o->to) &&
	    date_before(o->to, o->from))
		return ctl_fail(c, EX_USAGE, "--from lies behind --to");
	return EX_OK;
}

/* --- the command ------------------------------------------------------- */

static void
plan_all(struct plan *p, const struct ruleset *set)
{
	char day[DATE_TEXT];

	p->a = arena_new();
	if (p->shape->begin)
		p->shape->begin(p->c, &p->state);
	for (size_t i = 0; i < set->nroadmaps; i++)
		if (!p->o->roadmap ||
		    strcmp(p->o->roadmap, set->roadmaps[i].id) == 0)
			plan_roadmap(p, &set->roadmaps[i]);
	if (p->shape->end)
		p->shape->end(p->c, p->state);
	arena_free(p->a);
	if (!p->any)
		ctl_say(p->c, "nothing falls due in that time");
	if (p->cut)
		ctl_say(p->c, "roadmaps without an end are shown until %s "
		    "(--to goes further)", date_iso(p->open_end, day));
}

static int
run_plan(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct plan_options *o = options;
	int year = date_civil(ctl_today()).year;
	struct plan p = {
		.c = c, .o = o, .shape = shapes[o->format],
		.open_end = date_of(year + 1, 12, 31)
	};
	struct rules rules = {0};
	int rc = ctl_configure(c);

	(void)args;
	if (rc == EX_OK)
		rc = rules_read(c, o->rules, &rules);
	if (rc == EX_OK)
		rc = check_names(c, o, rules.set);
	if (rc == EX_OK)
		plan_all(&p, rules.set);
	rules_done(&rules);
	return rc;
}

static const struct option_row plan_options[] = {
	{"rules", 0, OPTION_TEXT, offsetof(struct plan_options, rules), "DIR",
	    "directory of rule files (that of srokd.yaml, else ./rules)"},
	{"roadmap", 0, OPTION_TEXT, offsetof(struct plan_options, roadmap),
	    "ROADMAP", "of this one only"},
	{"body", 0, OPTION_TEXT, offsetof(struct plan_options, body), "BODY",
	    "of this body, or of this group's members"},
	{"from", 0, OPTION_DAY, offsetof(struct plan_options, from), "DATE",
	    "due on this day or later"},
	{"to", 0, OPTION_DAY, offsetof(struct plan_options, to), "DATE",
	    "due on this day or before"},
	{"format", 0, OPTION_CHOICE, offsetof(struct plan_options, format),
	    "text|tsv|json|csv|ics|html", "how it is printed"},
};

const struct command command_plan = {
	.name = "plan", .arguments = "",
	.what = "Show every window of the rule files",
	.more = "  srokctl plan --rules rules --roadmap strezhevoy-2021 "
	    "--from 2022-01-01\n"
	    "  srokctl plan --body uo --format=ics > uo.ics\n\n"
	    "tsv: ROADMAP ITEM BODY START DUE MIN MAX EFFECTIVE, MAX empty "
	    "when there is\nnone, a line for each member where each owes its "
	    "own. Windows that come\nfrom outside give no line until they are "
	    "known.",
	.options = plan_options,
	.noptions = sizeof(plan_options) / sizeof(plan_options[0]),
	.size = sizeof(struct plan_options), .least = 0, .most = 0,
	.run = run_plan
};
