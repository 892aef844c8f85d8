/* log, void, waive, extend, schedule, request, accept, return: whatever adds
 * a line to the activity log. All of them say what was done, on which rule,
 * by whose word; the daemon checks and writes (turn/deed.h). */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/entry.h"
#include "ctl/dated.h"
#include "ctl/entries.h"
#include "ctl/handed_in.h"
#include "ctl/log_import.h"
#include "ctl/remote.h"

struct deed_options {
	const char *socket, *database, *rules, *body, *note, *author;
	const char *decided_by, *key, *result, *import;
	struct date on, window, until, promise;
	long year;
	bool partly, list, without_result;
	int format;
};

/* --- telling the daemon ------------------------------------------------ */

/* Who says so, when nobody is named: the one who runs this. */
static const char *
author(struct ctl *c, const struct deed_options *o)
{
	const struct passwd *user;

	if (o->author)
		return o->author;
	user = getpwuid(getuid());
	return user ? arena_strdup(c->a, user->pw_name) :
	    arena_printf(c->a, "uid %u", (unsigned)getuid());
}

/* What every entry says; the rest is added by its command. */
static json_t *
deed(struct ctl *c, const struct deed_options *o, enum entry_kind kind)
{
	json_t *object = json_object();

	json_add_text(object, "kind", entry_kind_name(kind));
	json_add_text(object, "body", o->body);
	json_add_text(object, "note", o->note);
	json_add_text(object, "author", author(c, o));
	json_add_text(object, "decided_by", o->decided_by);
	json_add_text(object, "key", o->key);
	return object;
}

/* Sends the entry (taken) and says what became of it. */
static int
enter(struct ctl *c, const struct deed_options *o, json_t *object,
    const char *what)
{
	json_t *answer;
	const char *due, *owed;
	int rc = remote_object(c, o->socket, "/v1/log", object, &answer, NULL);

	if (rc != EX_OK)
		return rc;
	due = json_member(answer, "window");
	str_addf(&c->out, "entry %lld: %s %s%s%s%s\n",
	    json_number(answer, "id"), json_member(object, "kind"), what,
	    *due ? ", window due " : "", due,
	    json_is_true(json_object_get(answer, "repeated")) ?
	    ", entered before" : "");
	if (json_is_true(json_object_get(answer, "stray")))
		ctl_say(c, "no window takes that day: the entry counts for "
		    "nothing (`explain` shows the windows, `void` takes it "
		    "back)");
	owed = json_member(answer, "owed");
	if (*owed)
		ctl_say(c, "the window due %s is still owed: if that was "
		    "meant, `srokctl void %lld`, then log it with --window=%s",
		    owed, json_number(answer, "id"), owed);
	json_decref(answer);
	return EX_OK;
}

static int
enter_for_rule(struct ctl *c, const struct deed_options *o, json_t *object,
    const char *rule)
{
	int rc;

	json_object_set_new(object, "rule", json_text(rule));
	json_incref(object);
	rc = enter(c, o, object, rule);
	json_decref(object);
	return rc;
}

static int
check_rule(struct ctl *c, const char *name)
{
	const char *slash = strchr(name, '/');

	if (slash && slash != name && slash[1])
		return EX_OK;
	return ctl_fail(c, EX_USAGE, "a rule is named ROADMAP/ITEM, not '%s'",
	    name);
}

static bool
is_utf8(const char *s)
{
	json_t *text = json_string(s);

	json_decref(text);
	return text != NULL;
}

static int
not_utf8(struct ctl *c, const char *where)
{
	return ctl_fail(c, EX_USAGE, "%s: not UTF-8: the terminal has another "
	    "encoding", where);
}

/* What is entered stays: a text that cannot be read as it was meant must not
 * get there as question marks. */
static int
check_texts(struct ctl *c, const struct deed_options *o)
{
	const struct {
		const char *name, *text;
	} texts[] = {
		{"note", o->note}, {"author", o->author},
		{"decided-by", o->decided_by}, {"key", o->key},
		{"body", o->body}, {"result", o->result}
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (texts[i].text && !is_utf8(texts[i].text))
			return not_utf8(c, arena_printf(c->a, "--%s",
			    texts[i].name));
	return EX_OK;
}

/* Reads the configuration and looks at the texts and the rule's name: how
 * every command begins. */
static int
begin(struct ctl *c, const struct deed_options *o, const char *rule)
{
	int rc = ctl_configure(c);

	if (rc == EX_OK)
		rc = check_texts(c, o);
	return rc != EX_OK || !rule ? rc : check_rule(c, rule);
}

/* --- log --------------------------------------------------------------- */

static int
run_log(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct deed_options *o = options;
	bool promise = !date_is_none(o->promise);
	enum entry_kind kind = promise ? ENTRY_PROMISE :
	    o->partly ? ENTRY_PARTLY : ENTRY_DONE;
	struct entries_source from = {o->socket, o->database, o->rules};
	json_t *object, *result = NULL;
	int rc;

	if (o->list) {
		rc = begin(c, o, NULL);
		return rc == EX_OK ? entries_list(c, &from, args->n ?
		    args->items[0] : NULL, o->format) : rc;
	}
	if (o->import) {
		rc = begin(c, o, NULL);
		return rc == EX_OK ? log_import(c, o->socket, o->import,
		    author(c, o)) : rc;
	}
	if (args->n == 0)
		return ctl_fail(c, EX_USAGE, "missing: ROADMAP/ITEM, --list "
		    "or --import");
	for (size_t i = 0; i < args->n; i++)
		if (!is_utf8(args->items[i]))
			return not_utf8(c, arena_printf(c->a, "argument %zu",
			    i + 1));
	rc = begin(c, o, args->items[0]);
	if (rc == EX_OK)
		rc = handed_in(c, o->result, args, &result);
	if (rc != EX_OK)
		return rc;
	object = deed(c, o, kind);
	if (result)
		json_object_set_new(object, "evidence", result);
	if (o->without_result)
		json_object_set_new(object, "without_result", json_true());
	json_add_day(object, "date", o->on);
	json_add_day(object, "window", o->window);
	json_add_day(object, "until", o->promise);
	return enter_for_rule(c, o, object, args->items[0]);
}

#define COMMON_OPTIONS \
	{"note", 0, OPTION_TEXT, offsetof(struct deed_options, note), "TEXT", \
	    "why, or what came of it"}, \
	{"author", 0, OPTION_TEXT, offsetof(struct deed_options, author), \
	    "NAME", "who says so (the user who runs this)"}, \
	{"key", 0, OPTION_TEXT, offsetof(struct deed_options, key), "KEY", \
	    "a name of yours: the same key again writes nothing"}, \
	REMOTE_OPTION(struct deed_options)
#define BODY_OPTION \
	{"body", 0, OPTION_TEXT, offsetof(struct deed_options, body), "BODY", \
	    "whose it is (the lead, where there is one)"}
#define DECIDED_OPTION \
	{"decided-by", 0, OPTION_TEXT, \
	    offsetof(struct deed_options, decided_by), "NAME", \
	    "who decided so"}
#define WINDOW_OPTION(text) \
	{"window", 0, OPTION_DAY, offsetof(struct deed_options, window), \
	    "DUE", text}
#define ON_OPTION(text) \
	{"on", 0, OPTION_DAY, offsetof(struct deed_options, on), "DATE", text}

static const struct option_row log_options[] = {
	BODY_OPTION,
	ON_OPTION("the day of the deed (today)"),
	WINDOW_OPTION("the window it is for, by its DUE (the one that holds "
	    "the day)"),
	{"partly", 0, OPTION_FLAG, offsetof(struct deed_options, partly),
	    NULL, "only part of it is done: shown, does not count"},
	{"promise", 0, OPTION_DAY, offsetof(struct deed_options, promise),
	    "DATE", "it will be done by then"},
	{"result", 0, OPTION_TEXT, offsetof(struct deed_options, result),
	    "VALUE", "the result that the rule asks for: words, a figure, an "
	    "address, @FILE"},
	{"without-result", 0, OPTION_FLAG,
	    offsetof(struct deed_options, without_result), NULL,
	    "it counts although the result is not at hand"},
	COMMON_OPTIONS,
	{"import", 0, OPTION_TEXT, offsetof(struct deed_options, import),
	    "FILE", "enter the lines of a CSV file; again: only what is new"},
	{"list", 0, OPTION_FLAG, offsetof(struct deed_options, list), NULL,
	    "show the entries instead"},
	{"format", 0, OPTION_CHOICE, offsetof(struct deed_options, format),
	    FORMATS "|csv", "… of --list; csv is what --import takes"},
	OFFLINE_OPTIONS(struct deed_options)
};

const struct command command_log = {
	.name = "log", .arguments = "ROADMAP/ITEM [NAME=VALUE...]",
	.what = "Note that something was done, or list what was noted",
	.more = "  srokctl log strezhevoy-2021/31 --on 2022-02-10 "
	    "--note \"протокол 1\"\n"
	    "  srokctl log strezhevoy-2021/31 --list\n"
	    "  srokctl log livny-2023/pg-6 --body liv-school-1 --result 23,5\n"
	    "  srokctl log --list --format=csv >log.csv\n\n"
	    "Several results go by name: Вакансий=3 Справка=@spravka.pdf.\nOf "
	    "a file its name, size and SHA-256 are kept.\n\n"
	    "tsv of --list: ID AT KIND ROADMAP RULE BODY DATE WINDOW UNTIL REF "
	    "AUTHOR\nDECIDED_BY NOTE",
	.options = log_options,
	.noptions = sizeof(log_options) / sizeof(log_options[0]),
	.size = sizeof(struct deed_options), .least = 0, .most = 20,
	.run = run_log
};

/* --- entries about entries --------------------------------------------- */

static int
about_entry(struct ctl *c, const struct deed_options *o,
    const struct arguments *args, enum entry_kind kind)
{
	const char *text = args->items[0];
	long long id;
	json_t *object;
	char *end;
	int rc = begin(c, o, NULL);

	if (rc != EX_OK)
		return rc;
	id = strtoll(text, &end, 10);
	if (text[0] < '1' || text[0] > '9' || *end || strlen(text) > 18)
		return ctl_fail(c, EX_USAGE, "'%s' is no entry's number",
		    text);
	object = deed(c, o, kind);
	json_object_set_new(object, "ref", json_integer(id));
	json_incref(object);
	rc = enter(c, o, object, text);
	json_decref(object);
	return rc;
}

static int
run_void(struct ctl *c, const void *options, const struct arguments *args)
{
	return about_entry(c, options, args, ENTRY_VOID);
}

static int
run_accept(struct ctl *c, const void *options, const struct arguments *args)
{
	return about_entry(c, options, args, ENTRY_ACCEPT);
}

static int
run_return(struct ctl *c, const void *options, const struct arguments *args)
{
	return about_entry(c, options, args, ENTRY_RETURN);
}

static const struct option_row about_options[] = {COMMON_OPTIONS};

#define ABOUT_ENTRY(word, text, function) { \
	.name = word, .arguments = "ID", .what = text, \
	.options = about_options, \
	.noptions = sizeof(about_options) / sizeof(about_options[0]), \
	.size = sizeof(struct deed_options), .least = 1, .most = 1, \
	.run = function \
}
const struct command command_void = ABOUT_ENTRY("void",
    "Take an entry back", run_void);
const struct command command_accept = ABOUT_ENTRY("accept",
    "Accept a result, so that its entry counts", run_accept);
const struct command command_return = ABOUT_ENTRY("return",
    "Return a result for rework", run_return);

/* --- decisions --------------------------------------------------------- */

static int
run_waive(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct deed_options *o = options;
	json_t *object;
	int rc = begin(c, o, args->items[0]);

	if (rc != EX_OK)
		return rc;
	if (date_is_none(o->window))
		return ctl_fail(c, EX_USAGE, "missing: --window=DUE");
	object = deed(c, o, ENTRY_WAIVE);
	json_add_day(object, "window", o->window);
	return enter_for_rule(c, o, object, args->items[0]);
}

static const struct option_row waive_options[] = {
	BODY_OPTION, WINDOW_OPTION("the window that is not owed"),
	DECIDED_OPTION, COMMON_OPTIONS
};

const struct command command_waive = {
	.name = "waive", .arguments = "ROADMAP/ITEM",
	.what = "Say that a window is not owed, and who decided so",
	.options = waive_options,
	.noptions = sizeof(waive_options) / sizeof(waive_options[0]),
	.size = sizeof(struct deed_options), .least = 1, .most = 1,
	.run = run_waive
};

static int
run_extend(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct deed_options *o = options;
	json_t *object;
	int rc = begin(c, o, args->items[0]);

	if (rc != EX_OK)
		return rc;
	if (date_is_none(o->window) || date_is_none(o->until))
		return ctl_fail(c, EX_USAGE, "missing: %s",
		    date_is_none(o->window) ? "--window=DUE" :
		    "--until=DATE");
	object = deed(c, o, ENTRY_EXTEND);
	json_add_day(object, "window", o->window);
	json_add_day(object, "until", o->until);
	return enter_for_rule(c, o, object, args->items[0]);
}

static const struct option_row extend_options[] = {
	BODY_OPTION, WINDOW_OPTION("the window whose DUE moves"),
	{"until", 0, OPTION_DAY, offsetof(struct deed_options, until),
	    "DATE", "the new DUE"},
	DECIDED_OPTION, COMMON_OPTIONS
};

const struct command command_extend = {
	.name = "extend", .arguments = "ROADMAP/ITEM",
	.what = "Move the DUE of a window, and say who decided so",
	.options = extend_options,
	.noptions = sizeof(extend_options) / sizeof(extend_options[0]),
	.size = sizeof(struct deed_options), .least = 1, .most = 1,
	.run = run_extend
};

/* --- what comes from outside ------------------------------------------- */

/* All are read before the first is written. */
static int
run_schedule(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct deed_options *o = options;
	const struct dated *list = NULL;
	size_t n = 0;
	int rc = begin(c, o, args->items[0]);

	if (rc == EX_OK)
		rc = dated_read(c, args, o->body, o->year, &list, &n);
	if (rc == EX_OK && o->key && n > 0 && (n > 1 || list[0].key))
		return ctl_fail(c, EX_USAGE, "--key names one window");
	for (size_t i = 0; i < n && rc == EX_OK; i++) {
		struct deed_options one = *o;
		json_t *object;

		one.key = o->key ? o->key : list[i].key;
		one.note = o->note ? o->note : list[i].note;
		object = deed(c, &one, ENTRY_SCHEDULE);
		json_add_day(object, "date", list[i].days.first);
		json_add_day(object, "until", list[i].days.last);
		rc = enter_for_rule(c, o, object, args->items[0]);
	}
	return rc;
}

static const struct option_row schedule_options[] = {
	{"body", 0, OPTION_TEXT, offsetof(struct deed_options, body), "BODY",
	    "whose (everybody who owes the rule)"},
	{"year", 0, OPTION_NUMBER, offsetof(struct deed_options, year),
	    "YEAR", "of an .ics file: only its events (this year's and the "
	    "next's)"},
	DECIDED_OPTION, COMMON_OPTIONS
};

const struct command command_schedule = {
	.name = "schedule", .arguments = "ROADMAP/ITEM DATE|A..B|FILE.ics...",
	.what = "Enter the dates of an outside schedule, one window each",
	.more = "  srokctl schedule strezhevoy-2021/14 "
	    "2022-03-01..2022-03-15 2022-10-03\n"
	    "  srokctl schedule strezhevoy-2021/14 courses.ics --year 2022\n\n"
	    "The same file again enters only what is new in it.",
	.options = schedule_options,
	.noptions = sizeof(schedule_options) / sizeof(schedule_options[0]),
	.size = sizeof(struct deed_options), .least = 2, .most = 1000,
	.run = run_schedule
};

static int
run_request(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct deed_options *o = options;
	json_t *object;
	int rc = begin(c, o, args->items[0]);

	if (rc != EX_OK)
		return rc;
	object = deed(c, o, ENTRY_REQUEST);
	json_add_day(object, "date", o->on);
	return enter_for_rule(c, o, object, args->items[0]);
}

static const struct option_row request_options[] = {
	{"body", 0, OPTION_TEXT, offsetof(struct deed_options, body), "BODY",
	    "of whom (of everybody who owes the rule)"},
	ON_OPTION("the day it came in (today)"), COMMON_OPTIONS
};

const struct command command_request = {
	.name = "request", .arguments = "ROADMAP/ITEM",
	.what = "Note that a request came in: it opens a window",
	.options = request_options,
	.noptions = sizeof(request_options) / sizeof(request_options[0]),
	.size = sizeof(struct deed_options), .least = 1, .most = 1,
	.run = run_request
};
