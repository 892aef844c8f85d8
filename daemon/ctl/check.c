/* check: every mistake of the rule files, in one run. */
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include "ctl/complain.h"
#include "ctl/fix.h"
#include "ctl/rules.h"
#include "load/file.h"

struct check_options {
	int format;             /* enum complain_format */
	bool fix, dry_run;
};

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* For a person who waits for an answer: also that there is nothing wrong. */
static void
summary(const struct diags *diags, const struct rules_tally *tally)
{
	size_t warnings = diags->len - diags->nerrors;

	fprintf(stderr, "%zu roadmap%s, %zu rule%s: %zu error%s, "
	    "%zu warning%s\n", tally->roadmaps, plural(tally->roadmaps),
	    tally->rules, plural(tally->rules), diags->nerrors,
	    plural(diags->nerrors), warnings, plural(warnings));
}

/* A directory in which nothing was checked: it may be the wrong one. */
static void
say_empty(struct ctl *c, const struct arguments *paths)
{
	for (size_t i = 0; i < paths->n; i++) {
		const char *const *files;
		size_t n;

		if (path_is_directory(paths->items[i]) &&
		    directory_list(c->a, paths->items[i], &files, &n) == 0 &&
		    n == 0)
			ctl_say(c, "no rule file (*.yaml) stands in %s",
			    paths->items[i]);
	}
}

static int
run_check(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct check_options *o = options;
	const char *usual[1];
	struct arguments paths = *args;
	struct rules_tally tally = {0};
	struct diags diags;
	int rc = ctl_configure(c);

	if (paths.n == 0) {
		usual[0] = rules_directory(c, NULL);
		paths = (struct arguments){usual, 1};
	}
	if (o->dry_run && !o->fix)
		return ctl_fail(c, EX_USAGE, "--dry-run goes with --fix");
	diags_init(&diags, c->a);
	if (rc == EX_OK && o->fix)
		rc = fix_files(c, &paths, &(struct fix){o->dry_run,
		    o->format}, &diags, &tally);
	else if (rc == EX_OK)
		rc = rules_check(c, &paths, &diags, &tally);
	if (rc != EX_OK)
		return rc;
	complain(c, &diags, o->format);
	if (o->format != COMPLAIN_JSON)
		say_empty(c, &paths);
	if (o->format == COMPLAIN_FULL && isatty(STDERR_FILENO))
		summary(&diags, &tally);
	return diags.nerrors ? EX_DATAERR : EX_OK;
}

static const struct option_row check_options[] = {
	{"format", 0, OPTION_CHOICE, offsetof(struct check_options, format),
	    "full|short|json", "with excerpts and hints; a line each; an "
	    "array"},
	{"fix", 0, OPTION_FLAG, offsetof(struct check_options, fix), NULL,
	    "make the edits that are safe, list them, show what is left"},
	{"dry-run", 0, OPTION_FLAG, offsetof(struct check_options, dry_run),
	    NULL, "with --fix: print a diff, write nothing"},
};

const struct command command_check = {
	.name = "check", .arguments = "[FILE|DIR]...",
	.what = "Name every mistake of rule files",
	.more = "A FILE is checked together with the bodies and calendars of "
	    "its directory.\nWithout an argument: the directory of srokd.yaml, "
	    "else ./rules.\n\n"
	    "  srokctl check\n"
	    "  srokctl check --format=short rules/strezhevoy-2021.yaml\n"
	    "  srokctl check --fix --dry-run rules\n\n"
	    "short: file:line:column: error|warning: text [CODE]. All goes to "
	    "standard\nerror. Exits 65 with errors, 0 with warnings alone.\n\n"
	    "--fix changes only what looks right and reads wrong: tabs in the "
	    "indentation,\nno-break spaces between values, letters of the "
	    "other alphabet, invisible marks.",
	.options = check_options,
	.noptions = sizeof(check_options) / sizeof(check_options[0]),
	.size = sizeof(struct check_options), .least = 0, .most = 1000,
	.run = run_check
};
