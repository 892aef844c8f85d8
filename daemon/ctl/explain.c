/* explain: what a term means, why a rule falls due, what a code says. */
#include "ctl/explain.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/remote.h"
#include "ctl/rules.h"
#include "load/file.h"

/* "tambov-2020/21": no spaces, something on both sides. */
static bool
may_be_rule(const char *text)
{
	const char *slash = strchr(text, '/');

	return slash && slash != text && slash[1] &&
	    !text[strcspn(text, " \t\n,;")];
}

/* What is left of the command line, as one text: quotes may be forgotten. */
static const char *
join(struct ctl *c, const struct arguments *args)
{
	struct str s;
	const char *text;

	str_init(&s);
	for (size_t i = 0; i < args->n; i++)
		str_addf(&s, "%s%s", i ? " " : "", args->items[i]);
	text = arena_strdup(c->a, s.s);
	str_done(&s);
	return text;
}

/* A term may look like a rule's name too («июнь/июль»): what is understood as
 * a term is one, and needs no rules. */
static int
explain_named(struct ctl *c, const struct explain_options *o,
    const char *text)
{
	struct rules rules = {0};
	const struct roadmap *r;
	const char *roadmap, *item;
	struct phrase phrase;
	int rc;

	if (phrase_parse(c->a, text, &phrase))
		return explain_phrase(c, o, text);
	if (!path_is_directory(rules_directory(c, o->rules))) {
		if (strpbrk(strchr(text, '/'), "0123456789"))
			return ctl_fail(c, EX_DATAERR, "no rules are in %s: "
			    "name them with --rules (as a term '%s' is not "
			    "understood)", rules_directory(c, o->rules), text);
		ctl_say(c, "no rules are in %s, so '%s' is read as a term",
		    rules_directory(c, o->rules), text);
		return explain_phrase(c, o, text);
	}
	roadmap = rules_split(c, text, &item);
	rc = rules_read(c, o->rules, &rules);
	if (rc == EX_OK) {
		r = ruleset_roadmap(rules.set, roadmap);
		rc = r ? explain_rule(c, o, rules.set, r, item) :
		    ctl_fail(c, EX_DATAERR, "no roadmap is called '%s'%s, "
		    "and as a term '%s' is not understood", roadmap,
		    rules_meant(c, rules.set, roadmap), text);
	}
	rules_done(&rules);
	return rc;
}

static int
run_explain(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct explain_options *o = options;
	const char *text = join(c, args);
	int rc = ctl_configure(c);

	if (rc != EX_OK)
		return rc;
	if (explain_is_code(text))
		return explain_code(c, text, o->format);
	if (may_be_rule(text))
		return explain_named(c, o, text);
	return explain_phrase(c, o, text);
}

static const struct option_row explain_options[] = {
	{"in-force", 0, OPTION_SPAN,
	    offsetof(struct explain_options, in_force), "A..B",
	    "validity that the term is read against (this year and the next)"},
	{"calendar", 0, OPTION_TEXT,
	    offsetof(struct explain_options, calendar), "ID",
	    "working calendar (that of srokd.yaml, else Monday to Friday)"},
	{"year", 0, OPTION_CHOICE, offsetof(struct explain_options, year),
	    "calendar|school", "what «год» means"},
	{"rules", 0, OPTION_TEXT, offsetof(struct explain_options, rules),
	    "DIR", "where rules and calendars are (the directory of "
	    "srokd.yaml, else ./rules)"},
	{"body", 0, OPTION_TEXT, offsetof(struct explain_options, body),
	    "BODY", "of a rule: how it stands for this body, what it heard"},
	{"on", 0, OPTION_DAY, offsetof(struct explain_options, on), "DATE",
	    "… as it was known on this day (today)"},
	{"window", 0, OPTION_DAY, offsetof(struct explain_options, window),
	    "DUE", "… with the letters of this window (those at hand)"},
	{"log", 0, OPTION_TEXT, offsetof(struct explain_options, log),
	    "FILE", "… by this log, as `simulate` reads it"},
	REMOTE_OPTION(struct explain_options),
	{"database", 0, OPTION_TEXT,
	    offsetof(struct explain_options, database), "FILE",
	    "read while the daemon is down (that of srokd.yaml)"},
	{"format", 0, OPTION_CHOICE, offsetof(struct explain_options, format),
	    FORMATS, "how it is printed"},
};

const struct command command_explain = {
	.name = "explain", .arguments = "PHRASE|ROADMAP/ITEM|CODE",
	.what = "Say how a term is read, why a rule falls due, what a code "
	    "means",
	.more = "  srokctl explain \"ежегодно, не менее 4-х заседаний в "
	    "год\"\n"
	    "  srokctl explain --in-force 2024-01-01..2024-12-31 "
	    "\"last Friday of the month\"\n"
	    "  srokctl explain strezhevoy-2021/31\n"
	    "  srokctl explain strezhevoy-2021/31 --on 2022-10-03 "
	    "--log deeds.csv\n"
	    "  srokctl explain E0201\n\n"
	    "tsv: START DUE MIN MAX, MAX empty when there is none.",
	.options = explain_options,
	.noptions = sizeof(explain_options) / sizeof(explain_options[0]),
	.size = sizeof(struct explain_options), .least = 1, .most = 200,
	.run = run_explain
};
