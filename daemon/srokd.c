/* srokd: the command line of the daemon.
 *
 * Command line over srokd.yaml over defaults; from the environment only
 * systemd's variables. */
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/date.h"
#include "load/config.h"
#include "loop/backups.h"
#include "loop/log.h"
#include "loop/loop.h"

#define CONFIG_DEFAULT "/etc/srokd/srokd.yaml"

enum option_id {
	O_CONFIG = 'c', O_HELP = 'h', O_VERSION = 'V', O_VERBOSE = 'v',
	O_RULES = 256, O_DATABASE, O_SPOOL, O_CONTROL, O_RUNTIME, O_SENDER,
	O_FROM, O_UNTIL, O_RATE, O_ANNOUNCE, O_SETTLE, O_SEAL
};

static const struct {
	struct option option;
	const char *argument, *what;
} options[] = {
	{{"config", required_argument, NULL, O_CONFIG}, "FILE",
	    "configuration (" CONFIG_DEFAULT ", if it is there)"},
	{{"rules", required_argument, NULL, O_RULES}, "DIR",
	    "directory of rule files"},
	{{"database", required_argument, NULL, O_DATABASE}, "FILE",
	    "the activity log and the outbox"},
	{{"spool", required_argument, NULL, O_SPOOL}, "DIR",
	    "letters as files, while no relay is configured"},
	{{"control", required_argument, NULL, O_CONTROL}, "SOCKET",
	    "socket for srokctl"},
	{{"runtime", required_argument, NULL, O_RUNTIME}, "DIR",
	    "results of senders (beside the socket)"},
	{{"sender", required_argument, NULL, O_SENDER}, "PROGRAM",
	    "srok-send (beside srokd)"},
	{{"virtual-from", required_argument, NULL, O_FROM}, "DATE",
	    "run on a virtual clock that begins there"},
	{{"until", required_argument, NULL, O_UNTIL}, "DATE",
	    "stop a virtual clock there"},
	{{"rate", required_argument, NULL, O_RATE}, "N",
	    "virtual seconds per second (86400); 0: as fast as can be"},
	{{"announce", no_argument, NULL, O_ANNOUNCE}, NULL,
	    "a line on standard output for each letter"},
	{{"settle-copy", required_argument, NULL, O_SETTLE}, "FILE",
	    "check a copy of the database (srokd's own use)"},
	{{"seal", required_argument, NULL, O_SEAL}, "SEAL",
	    "... by what it must hold"},
	{{"verbose", no_argument, NULL, O_VERBOSE}, NULL,
	    "say more in the log"},
	{{"help", no_argument, NULL, O_HELP}, NULL, "this text"},
	{{"version", no_argument, NULL, O_VERSION}, NULL, "the version"},
};
enum { NOPTIONS = sizeof(options) / sizeof(options[0]) };

struct command_line {
	const char *config, *rules, *database, *spool, *control, *runtime;
	const char *sender, *settle, *seal;
	struct date from, until;
	double rate;
	bool announce, verbose;
};

static void
print_help(void)
{
	puts("usage: srokd [OPTION]...\n\n"
	    "Watches roadmaps and writes to whoever owes something.\n");
	for (int i = 0; i < NOPTIONS; i++) {
		char left[64];

		snprintf(left, sizeof(left), "--%s%s%s",
		    options[i].option.name, options[i].argument ? "=" : "",
		    options[i].argument ? options[i].argument : "");
		printf("  %-24s %s\n", left, options[i].what);
	}
	puts("\nThe virtual clock is for trying things out: a database made "
	    "on it is never\ntaken for a real one. See srokd(8).");
}

static bool
read_date(const char *name, const char *text, struct date *ret)
{
	if (date_parse(text, strlen(text), ret))
		return true;
	fprintf(stderr, "srokd: --%s: '%s' is not a day like 2021-10-14\n",
	    name, text);
	return false;
}

static bool
read_rate(const char *text, double *ret)
{
	char *end;
	double v = strtod(text, &end);

	if (*text && !*end && v >= 0 && v <= 1e9) {
		*ret = v;
		return true;
	}
	fprintf(stderr, "srokd: --rate: '%s' is not a number from 0 on\n",
	    text);
	return false;
}

static bool
take_option(struct command_line *c, int id)
{
	const struct {
		int id;
		const char **to;
	} texts[] = {
		{O_CONFIG, &c->config}, {O_RULES, &c->rules},
		{O_DATABASE, &c->database}, {O_SPOOL, &c->spool},
		{O_CONTROL, &c->control}, {O_RUNTIME, &c->runtime},
		{O_SENDER, &c->sender}, {O_SETTLE, &c->settle},
		{O_SEAL, &c->seal}
	};

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		if (texts[i].id != id)
			continue;
		*texts[i].to = optarg;
		return true;
	}
	switch (id) {
	case O_FROM:
		return read_date("virtual-from", optarg, &c->from);
	case O_UNTIL:
		return read_date("until", optarg, &c->until);
	case O_RATE:
		return read_rate(optarg, &c->rate);
	case O_ANNOUNCE:
		c->announce = true;
		return true;
	case O_VERBOSE:
		c->verbose = true;
		return true;
	case O_HELP:
		print_help();
		exit(EX_OK);
	case O_VERSION:
		puts("srokd " SROK_VERSION);
		exit(EX_OK);
	default:
		return false;           /* getopt has complained */
	}
}

static bool
read_command_line(int argc, char **argv, struct command_line *c)
{
	struct option table[NOPTIONS + 1] = {0};
	int id;

	for (int i = 0; i < NOPTIONS; i++)
		table[i] = options[i].option;
	*c = (struct command_line){.from = DATE_NONE, .until = DATE_NONE,
	    .rate = 86400.};
	while ((id = getopt_long(argc, argv, "c:hVv", table, NULL)) != -1)
		if (!take_option(c, id))
			return false;
	if (optind < argc) {
		fprintf(stderr, "srokd: unexpected argument '%s'\n",
		    argv[optind]);
		return false;
	}
	if (date_is_none(c->from) && !date_is_none(c->until)) {
		fputs("srokd: --until needs --virtual-from\n", stderr);
		return false;
	}
	return true;
}

static bool
read_config(struct arena *a, const struct command_line *c, struct config *ret)
{
	const char *path = c->config ? c->config : CONFIG_DEFAULT;
	struct diags diags;
	struct str text;
	bool ok = true;

	config_defaults(ret);
	diags_init(&diags, a);
	if (c->config || access(path, F_OK) == 0)
		ok = config_load(a, path, ret, &diags);
	diags_sort(&diags);
	str_init(&text);
	for (size_t i = 0; i < diags.len; i++)
		diag_print(&text, &diags.items[i], DIAG_FULL);
	fputs(text.s, stderr);
	str_done(&text);
	ret->rules = c->rules ? c->rules : ret->rules;
	ret->database = c->database ? c->database : ret->database;
	ret->spool = c->spool ? c->spool : ret->spool;
	ret->control = c->control ? c->control : ret->control;
	return ok;
}

/* The directory that a path lies in. */
static const char *
directory_of(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	return arena_strndup(a, path, slash == path ? 1 :
	    (size_t)(slash - path));
}

static const char *
runtime_directory(struct arena *a, const struct command_line *c,
    const struct config *config)
{
	const char *systemd = getenv("RUNTIME_DIRECTORY");

	if (c->runtime)
		return c->runtime;
	return systemd && *systemd ? systemd :
	    directory_of(a, config->control);
}

/* srok-send stands beside srokd in a build, in libexec beside its sbin when
 * installed, whatever the prefix was. */
static const char *
sender_program(struct arena *a, const struct command_line *c)
{
	static const char *const places[] = {
		"srok-send", "../libexec/srok/srok-send"
	};
	const char *path = "srok-send", *here;
	char self[PATH_MAX];
	ssize_t n;

	if (c->sender)
		return c->sender;
	n = readlink("/proc/self/exe", self, sizeof(self) - 1);
	if (n <= 0)
		return path;
	self[n] = '\0';
	here = directory_of(a, self);
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		path = arena_printf(a, "%s/%s", here, places[i]);
		if (access(path, X_OK) == 0)
			break;
	}
	return path;
}

static int64_t
midnight(struct date d)
{
	return (int64_t)d.n * 86400;
}

/* Descriptors 0-2 are always open, so that no database file gets their number
 * (trust.md Q7). */
static bool
open_standard_descriptors(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR);
		if (fd < 0)
			return false;
	} while (fd <= STDERR_FILENO);
	close(fd);
	return true;
}

/* Keys that are read and checked, but that nothing acts on in this version:
 * an administrator must not believe otherwise. */
static void
warn_of_idle_keys(const struct config *c)
{
	const struct {
		bool given;
		const char *key;
	} keys[] = {
		{c->pages.url != NULL, "pages"}
	};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (keys[i].given)
			log_warn("nothing acts on this key in this version "
			    "key=%s", keys[i].key);
}

int
main(int argc, char **argv)
{
	struct command_line c;
	struct config config;
	struct loop_options o;
	struct arena *a;
	int rc;

	if (!open_standard_descriptors())
		return EX_OSERR;
	if (!read_command_line(argc, argv, &c))
		return EX_USAGE;
	if (c.settle)
		return backups_settle(c.settle, c.seal ? c.seal : "");
	log_open(getenv("JOURNAL_STREAM") != NULL,
	    c.verbose ? LOG_LEVEL_DEBUG : LOG_LEVEL_INFO);
	a = arena_new();
	if (!read_config(a, &c, &config)) {
		arena_free(a);
		return EX_CONFIG;
	}
	warn_of_idle_keys(&config);
	umask(0077);            /* the log and the letters are nobody else's */
	o = (struct loop_options){
		.config = &config, .sender = sender_program(a, &c),
		.runtime = runtime_directory(a, &c, &config),
		.is_virtual = !date_is_none(c.from),
		.start = date_is_none(c.from) ? 0 : midnight(c.from),
		.until = date_is_none(c.until) ? INT64_MAX :
		    midnight(c.until), .rate = c.rate,
		.announce = c.announce
	};
	rc = loop_run(&o);
	arena_free(a);
	return rc;
}
