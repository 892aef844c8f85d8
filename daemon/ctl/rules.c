/* Directories - Reading - A calendar alone */
#include "ctl/rules.h"

#include <errno.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "ctl/complain.h"
#include "load/codes.h"
#include "load/file.h"
#include "load/load.h"
#include "load/source.h"

/* --- directories ------------------------------------------------------- */

const char *
rules_directory(const struct ctl *c, const char *given)
{
	if (given)
		return given;
	if (!c->config_there && path_is_directory("rules"))
		return "rules";
	return c->config.rules;
}

const char *
rules_split(struct ctl *c, const char *name, const char **ret_item)
{
	const char *slash = strchr(name, '/');

	if (!slash)
		return NULL;
	*ret_item = slash + 1;
	return arena_strndup(c->a, name, (size_t)(slash - name));
}

/* A path that is not there is another fault than one that is wrong. */
static int
must_be_there(const struct ctl *c, const char *path)
{
	if (access(path, R_OK) == 0)
		return EX_OK;
	return ctl_fail(c, errno == EACCES ? EX_NOPERM : EX_NOINPUT, "%s: %s",
	    path, strerror(errno));
}

/* --- reading ----------------------------------------------------------- */

/* Errors are shown, warnings counted. */
static int
judge(struct ctl *c, const char *dir, struct diags *diags)
{
	size_t warnings = diags->len - diags->nerrors;

	if (diags->nerrors) {
		complain(c, diags, COMPLAIN_FULL);
		return ctl_fail(c, EX_DATAERR, "the rules in %s have %zu "
		    "error%s: nothing is shown", dir, diags->nerrors,
		    diags->nerrors == 1 ? "" : "s");
	}
	if (warnings)
		ctl_say(c, "the rules in %s have %zu warning%s: `srokctl "
		    "check` shows them", dir, warnings,
		    warnings == 1 ? "" : "s");
	return EX_OK;
}

int
rules_read(struct ctl *c, const char *dir, struct rules *ret)
{
	const char *path = rules_directory(c, dir);
	struct ruleset *set;
	struct diags diags;
	int rc = must_be_there(c, path);

	*ret = (struct rules){0};
	if (rc != EX_OK)
		return rc;
	ret->arena = arena_new();
	set = arena_alloc(ret->arena, sizeof(*set));
	diags_init(&diags, ret->arena);
	load_rules(ret->arena, &path, 1, &c->config, set, &diags, NULL);
	rc = judge(c, path, &diags);
	if (rc == EX_OK)
		ret->set = set;
	if (rc == EX_OK && set->nroadmaps == 0)
		ctl_say(c, "no roadmap stands in %s", path);
	return rc;
}

void
rules_done(struct rules *r)
{
	arena_free(r->arena);
	*r = (struct rules){0};
}

int
rules_there(const struct ctl *c, const struct arguments *paths)
{
	int rc = EX_OK;

	for (size_t i = 0; i < paths->n && rc == EX_OK; i++)
		rc = must_be_there(c, paths->items[i]);
	return rc;
}

const char *
rules_meant(const struct ctl *c, const struct ruleset *set, const char *name)
{
	const char **names = arena_array(c->a, set->nroadmaps, sizeof(*names));

	for (size_t i = 0; i < set->nroadmaps; i++)
		names[i] = set->roadmaps[i].id;
	return ctl_meant(c, name, names, set->nroadmaps);
}

struct rules_tally
rules_count(const struct ruleset *set)
{
	struct rules_tally tally = {.roadmaps = set->nroadmaps};

	for (size_t i = 0; i < set->nroadmaps; i++)
		tally.rules += set->roadmaps[i].nrules;
	return tally;
}

int
rules_check(struct ctl *c, const struct arguments *paths,
    struct diags *diags, struct rules_tally *ret)
{
	struct ruleset set;
	int rc = rules_there(c, paths);

	if (rc != EX_OK)
		return rc;
	load_rules(c->a, paths->items, paths->n, &c->config, &set, diags,
	    NULL);
	*ret = rules_count(&set);
	return EX_OK;
}

/* --- a calendar alone -------------------------------------------------- */

/* The kind of a file is the first of the three keys that it has. */
static bool
is_calendar(const char *line)
{
	static const char *const keys[] = {"calendar:", "roadmap:", "bodies:"};

	while (line) {
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
			if (strncmp(line, keys[i], strlen(keys[i])) == 0)
				return i == 0;
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return false;
}

/* The calendar files of a directory, and two more: a roadmap that names the
 * wanted one, and the body that it needs. */
static size_t
collect(struct arena *a, const char *dir, const char *id,
    struct load_file **ret)
{
	static const char bodies[] =
	    "bodies:\n  lead: {name: lead, email: lead@srok.example}\n";
	const char *roadmap = arena_printf(a, "roadmap: term\n"
	    "in_force: {from: 1900-01-01}\ncalendar: \"%s\"\nrules:\n"
	    "  - {item: term, title: term, when: ежегодно, "
	    "responsible: lead}\n", id);
	const char *const *paths = NULL;
	size_t n = 0, len = 0;
	struct load_file *files;

	directory_list(a, dir, &paths, &n);
	files = arena_array(a, n + 2, sizeof(*files));
	for (size_t i = 0; i < n; i++) {
		struct file file;

		if (file_read(a, paths[i], SOURCE_MOST, &file) == 0 &&
		    is_calendar(file.bytes))
			files[len++] = (struct load_file){paths[i],
			    file.bytes, file.len, true};
	}
	files[len++] = (struct load_file){"bodies of --calendar", bodies,
	    sizeof(bodies) - 1, true};
	files[len++] = (struct load_file){"--calendar", roadmap,
	    strlen(roadmap), false};
	*ret = files;
	return len;
}

static const struct diag *
unknown_calendar(const struct diags *diags)
{
	for (size_t i = 0; i < diags->len; i++)
		if (diags->items[i].code == CODE_E_CALENDAR &&
		    diags->items[i].place.file &&
		    strcmp(diags->items[i].place.file, "--calendar") == 0)
			return &diags->items[i];
	return NULL;
}

static bool
is_id(const char *id)
{
	return *id && strlen(id) <= 256 && !id[strcspn(id, "\"\\\n\r\t")];
}

/* The named one must be there; the configuration's may be. */
int
rules_calendar(struct ctl *c, const char *dir, const char *id,
    struct rules *ret, const struct workcal **ret_cal)
{
	const char *path = rules_directory(c, dir);
	const char *wanted = id ? id : c->config.calendar;
	int rc = id || dir ? must_be_there(c, path) : EX_OK;
	struct load_file *files;
	struct ruleset set;
	struct diags diags;
	size_t n;

	*ret = (struct rules){.arena = arena_new()};
	*ret_cal = workcal_plain(ret->arena);
	if (rc != EX_OK || !wanted || (!id && !path_is_directory(path)))
		return rc;
	if (!is_id(wanted))
		return ctl_fail(c, EX_DATAERR, "no calendar is called '%s'",
		    wanted);
	diags_init(&diags, ret->arena);
	n = collect(ret->arena, path, wanted, &files);
	if (load_files(ret->arena, files, n, &c->config, &set, &diags) == 0) {
		*ret_cal = set.roadmaps[0].cal;
		return EX_OK;
	}
	if (!unknown_calendar(&diags)) {
		complain(c, &diags, COMPLAIN_FULL);
		return EX_DATAERR;
	}
	if (!id)
		return EX_OK;
	return ctl_fail(c, EX_DATAERR, "%s holds no calendar '%s'%s%s%s",
	    path, wanted, unknown_calendar(&diags)->hint ? " (" : "",
	    unknown_calendar(&diags)->hint ? unknown_calendar(&diags)->hint :
	    "", unknown_calendar(&diags)->hint ? ")" : "");
}
