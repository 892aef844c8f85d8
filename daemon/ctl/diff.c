/* diff: what a change of rule files would change, before it is loaded.
 *
 * The list - Roadmaps and rules - What is rehearsed - The command */
#include "ctl/diff.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/rules.h"

enum { DIFFERENT = 1, SPAN_DAYS = 365 };

struct diff_options {
	struct date from, to, loaded;
	const char *log;
	bool exit_code;
	int format;
};

/* --- the list ---------------------------------------------------------- */

void
diff_add(struct diff *d, struct diff_change change)
{
	struct diff_change *into = arena_push(d->c->a, (void **)&d->items,
	    &d->n, &d->cap, sizeof(*into));

	*into = change;
}

void
diff_field(struct diff *d, struct diff_change about, const char *name,
    const char *was, const char *is)
{
	was = was ? was : "";
	is = is ? is : "";
	if (strcmp(was, is) == 0)
		return;
	about.kind = DIFF_CHANGED;
	about.field = name;
	about.was = *was ? was : NULL;
	about.is = *is ? is : NULL;
	diff_add(d, about);
}

/* --- roadmaps and rules ------------------------------------------------ */

static const struct rule *
rule_by_id(const struct roadmap *r, const char *id)
{
	for (size_t i = 0; i < r->nrules; i++)
		if (strcmp(r->rules[i].id, id) == 0)
			return &r->rules[i];
	return NULL;
}

static struct diff_change
about_rule(const struct roadmap *r, const struct rule *rule)
{
	const struct wording *last = &rule->wordings[rule->nwordings - 1];

	return (struct diff_change){
		.what = DIFF_RULE, .roadmap = r->id, .item = rule->item,
		.title = text_in(&last->title, r->language), .body = "",
		.due = DATE_NONE, .to = "", .field = ""
	};
}

/* A rule that is in one of the sets alone. */
static void
add_whole(struct diff *d, struct diff_change about, const struct rule *rule,
    bool added)
{
	const char *when = rule->wordings[rule->nwordings - 1].when;

	about.kind = added ? DIFF_ADDED : DIFF_REMOVED;
	about.field = "when";
	about.was = added ? NULL : when;
	about.is = added ? when : NULL;
	diff_add(d, about);
}

static void
rule_added(struct diff *d, const struct roadmap *r, const struct rule *rule)
{
	struct diff_change about = about_rule(r, rule);

	add_whole(d, about, rule, true);
	diff_windows(d, about, NULL, NULL, r, rule);
	diff_notices(d, about, r->id, rule->id);
}

static void
rule_removed(struct diff *d, const struct roadmap *r, const struct rule *rule)
{
	struct diff_change about = about_rule(r, rule);

	add_whole(d, about, rule, false);
	diff_windows(d, about, r, rule, NULL, NULL);
	diff_notices(d, about, r->id, rule->id);
}

static void
compare_rule(struct diff *d, const struct roadmap *rwas,
    const struct rule *was, const struct roadmap *ris, const struct rule *is)
{
	struct diff_change about = about_rule(ris, is);

	diff_rule(d, about, ris, was, is);
	diff_windows(d, about, rwas, was, ris, is);
	diff_notices(d, about, ris->id, is->id);
}

static void
roadmap_whole(struct diff *d, const struct roadmap *r, bool added)
{
	const char *title = text_in(&r->title, r->language);

	diff_add(d, (struct diff_change){
		.what = DIFF_ROADMAP,
		.kind = added ? DIFF_ADDED : DIFF_REMOVED,
		.roadmap = r->id, .item = "", .title = "", .body = "",
		.due = DATE_NONE, .to = "", .field = "title",
		.was = added ? NULL : title, .is = added ? title : NULL
	});
	for (size_t i = 0; i < r->nrules; i++) {
		if (added)
			rule_added(d, r, &r->rules[i]);
		else
			rule_removed(d, r, &r->rules[i]);
	}
}

static void
compare_roadmap(struct diff *d, const struct roadmap *was,
    const struct roadmap *is)
{
	diff_roadmap(d, was, is);
	for (size_t i = 0; i < is->nrules; i++) {
		const struct rule *old = rule_by_id(was, is->rules[i].id);

		if (old)
			compare_rule(d, was, old, is, &is->rules[i]);
		else
			rule_added(d, is, &is->rules[i]);
	}
	for (size_t i = 0; i < was->nrules; i++)
		if (!rule_by_id(is, was->rules[i].id))
			rule_removed(d, was, &was->rules[i]);
}

static void
compare(struct diff *d)
{
	for (size_t i = 0; i < d->is->nroadmaps; i++) {
		const struct roadmap *r = &d->is->roadmaps[i];
		const struct roadmap *old = ruleset_roadmap(d->was, r->id);

		if (old)
			compare_roadmap(d, old, r);
		else
			roadmap_whole(d, r, true);
	}
	for (size_t i = 0; i < d->was->nroadmaps; i++)
		if (!ruleset_roadmap(d->is, d->was->roadmaps[i].id))
			roadmap_whole(d, &d->was->roadmaps[i], false);
	diff_calendars(d);
	diff_bodies(d);
}

/* --- what is rehearsed ------------------------------------------------- */

/* Reminders are moved by days off even where no DUE is. */
static bool
same_calendar(const struct diff *d, const struct roadmap *was,
    const struct roadmap *is)
{
	for (struct date day = d->loaded; !date_before(d->to, day);
	    day = date_add(day, 1))
		if (workcal_is_working(was->cal, day) !=
		    workcal_is_working(is->cal, day))
			return false;
	return true;
}

/* Some change is about that roadmap, or about a body: it may stand in any. */
static bool
is_touched(const struct diff *d, const char *id)
{
	const struct roadmap *was = ruleset_roadmap(d->was, id);
	const struct roadmap *is = ruleset_roadmap(d->is, id);

	for (size_t i = 0; i < d->n; i++)
		if (d->items[i].what == DIFF_BODY ||
		    strcmp(d->items[i].roadmap, id) == 0)
			return true;
	return !was || !is || !same_calendar(d, was, is);
}

static struct ruleset
touched(const struct diff *d, const struct ruleset *set)
{
	struct ruleset some = *set;
	struct roadmap *roadmaps = arena_array(d->c->a, set->nroadmaps,
	    sizeof(*roadmaps));

	some.nroadmaps = 0;
	for (size_t i = 0; i < set->nroadmaps; i++)
		if (is_touched(d, set->roadmaps[i].id))
			roadmaps[some.nroadmaps++] = set->roadmaps[i];
	some.roadmaps = roadmaps;
	return some;
}

/* Once without letters, to see which roadmaps are worth rehearsing. */
static int
compare_all(struct diff *d)
{
	int rc;

	compare(d);
	d->told_was = touched(d, d->was);
	d->told_is = touched(d, d->is);
	rc = diff_rehearse(d);
	d->n = 0;
	if (rc == EX_OK)
		compare(d);
	return rc;
}

/* --- the command ------------------------------------------------------- */

static int
take_days(struct ctl *c, const struct diff_options *o, struct diff *d)
{
	d->from = date_is_none(o->from) ? ctl_today() : o->from;
	d->to = date_is_none(o->to) ? date_add(d->from, SPAN_DAYS) : o->to;
	d->loaded = date_is_none(o->loaded) ? date_add(d->from, -SPAN_DAYS) :
	    o->loaded;
	if (date_before(d->to, d->from))
		return ctl_fail(c, EX_USAGE, "--from lies behind --to");
	if (date_before(d->from, d->loaded))
		return ctl_fail(c, EX_USAGE, "--loaded lies behind --from");
	if (!date_before(d->to, DATE_MAX))
		return ctl_fail(c, EX_USAGE, "--to: the last day is "
		    "2200-12-30");
	return EX_OK;
}

static int
run_diff(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct diff_options *o = options;
	struct rules was = {0}, is = {0};
	struct diff d = {.c = c, .log = o->log};
	int rc = take_days(c, o, &d);

	names_init(&d.notices, c->a);
	if (rc == EX_OK)
		rc = ctl_configure(c);
	if (rc == EX_OK)
		rc = rules_read(c, args->items[0], &was);
	if (rc == EX_OK)
		rc = rules_read(c, args->items[1], &is);
	d.was = was.set;
	d.is = is.set;
	if (rc == EX_OK)
		rc = compare_all(&d);
	if (rc == EX_OK) {
		diff_show(&d, o->format);
		rc = o->exit_code && d.n ? DIFFERENT : EX_OK;
	}
	rules_done(&was);
	rules_done(&is);
	return rc;
}

static const struct option_row diff_options[] = {
	{"from", 0, OPTION_DAY, offsetof(struct diff_options, from), "DATE",
	    "the day that NEW is loaded on (today); letters from then on"},
	{"to", 0, OPTION_DAY, offsetof(struct diff_options, to), "DATE",
	    "the last day of letters (a year later)"},
	{"loaded", 0, OPTION_DAY, offsetof(struct diff_options, loaded),
	    "DATE", "the day that OLD was loaded on (a year before --from)"},
	{"log", 0, OPTION_TEXT, offsetof(struct diff_options, log), "FILE",
	    "what was and is done: CSV, as for simulate"},
	{"exit-code", 0, OPTION_FLAG, offsetof(struct diff_options, exit_code),
	    NULL, "exit 1 when they differ"},
	{"format", 0, OPTION_CHOICE, offsetof(struct diff_options, format),
	    FORMATS, "how it is printed"},
};

const struct command command_diff = {
	.name = "diff", .arguments = "OLD NEW",
	.what = "Show what a change of rule files would change",
	.more = "OLD and NEW are directories, or files with the bodies and "
	    "calendars beside\nthem.\n\n"
	    "  srokctl diff /etc/srokd/rules ./rules\n"
	    "  srokctl diff --from 2022-01-10 --format=tsv old new\n\n"
	    "tsv: WHAT CHANGE ROADMAP ITEM BODY DUE TO FIELD OLD NEW. WHAT "
	    "is roadmap,\nrule, window, notice, calendar or body; CHANGE is "
	    "added, removed, changed or\nmoved. Of a calendar ITEM is its id, "
	    "FIELD the days.\n\nExits 0 whether they differ or "
	    "not, 65 when one of them has errors.",
	.options = diff_options,
	.noptions = sizeof(diff_options) / sizeof(diff_options[0]),
	.size = sizeof(struct diff_options), .least = 2, .most = 2,
	.run = run_diff
};
