/* srokctl: the tool beside the daemon.
 *
 * Shared helpers - Configuration - Help - main */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "core/diag.h"
#include "ctl/complain.h"
#include "ctl/ctl.h"
#include "load/file.h"

enum { OUT_MOST = 64 * 1024, COMMANDS_MOST = 32 };

const struct command *const commands[] = {
	&command_check, &command_explain, &command_plan, &command_simulate,
	&command_diff, &command_calendar, &command_status, &command_report,
	&command_log, &command_void, &command_waive, &command_extend,
	&command_schedule, &command_request, &command_accept, &command_return,
	&command_outbox, &command_reload, &command_clock, &command_verify,
	&command_backup, &command_restore, &command_test_send, NULL
};

static const struct option_row common[] = {
	{"config", 'c', OPTION_TEXT, offsetof(struct ctl, config_file),
	    "FILE", "configuration (" CONFIG_DEFAULT ", if it is there)"},
	{"color", 0, OPTION_CHOICE, offsetof(struct ctl, color),
	    "auto|always|never", "colour; auto: on a terminal"},
	{"help", 'h', OPTION_FLAG, offsetof(struct ctl, help), NULL,
	    "this text"},
	{"version", 'V', OPTION_FLAG, offsetof(struct ctl, version), NULL,
	    "the version"},
};
enum { NCOMMON = sizeof(common) / sizeof(common[0]) };

/* --- shared helpers ---------------------------------------------------- */

static void
say(const struct ctl *c, struct str *text)
{
	fprintf(stderr, "srokctl%s%s: %s\n", c->command ? " " : "",
	    c->command ? c->command->name : "", text->s);
	str_done(text);
}

int
ctl_fail(const struct ctl *c, int exit_code, const char *format, ...)
{
	struct str text;
	va_list ap;

	str_init(&text);
	va_start(ap, format);
	str_vaddf(&text, format, ap);
	va_end(ap);
	say(c, &text);
	return exit_code;
}

void
ctl_say(const struct ctl *c, const char *format, ...)
{
	struct str text;
	va_list ap;

	str_init(&text);
	va_start(ap, format);
	str_vaddf(&text, format, ap);
	va_end(ap);
	say(c, &text);
}

const char *
ctl_meant(const struct ctl *c, const char *given, const char *const *words,
    size_t n)
{
	const char *near = diag_nearest(given, words, n);

	return near ? arena_printf(c->a, " (did you mean '%s'?)", near) : "";
}

void
ctl_flush(struct ctl *c, bool all)
{
	size_t done = 0;

	if (!all && c->out.len < OUT_MOST)
		return;
	while (done < c->out.len && !c->out_errno) {
		ssize_t n = write(STDOUT_FILENO, c->out.s + done,
		    c->out.len - done);

		if (n >= 0)
			done += (size_t)n;
		else if (errno != EINTR)
			c->out_errno = errno;
	}
	str_clear(&c->out);
}

int
ctl_read_file(struct ctl *c, const char *path, size_t most, struct file *ret)
{
	int error = file_read(c->a, path, most, ret);

	if (error)
		return ctl_fail(c, error == EACCES ? EX_NOPERM : EX_NOINPUT,
		    "%s: %s", path, file_fault(error));
	if (ret->len > most)
		return ctl_fail(c, EX_DATAERR, "%s: larger than %zu MiB",
		    path, most >> 20);
	return EX_OK;
}

void
ctl_csv_cell(struct str *out, const char *text)
{
	if (!text[strcspn(text, "\",\r\n")]) {
		str_add(out, text);
		return;
	}
	str_addc(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			str_addc(out, '"');
		str_addc(out, *text);
	}
	str_addc(out, '"');
}

void
ctl_cell(struct str *out, const char *text)
{
	for (; *text; text++)
		str_addc(out, (unsigned char)*text < 0x20 ? ' ' : *text);
}

const char *
ctl_day(struct date d, char buf[DAY_TEXT])
{
	static const char *const names[] = {"", "Mon", "Tue", "Wed", "Thu",
	    "Fri", "Sat", "Sun"};
	char iso[DATE_TEXT];

	if (date_is_none(d))
		return "";
	snprintf(buf, DAY_TEXT, "%s %s", date_iso(d, iso),
	    names[date_weekday(d)]);
	return buf;
}

struct date
ctl_today(void)
{
	return (struct date){(int32_t)(time(NULL) / 86400)};
}

/* --- configuration ----------------------------------------------------- */

int
ctl_configure(struct ctl *c)
{
	const char *path = c->config_file ? c->config_file : CONFIG_DEFAULT;
	struct diags diags;
	bool ok;

	if (access(path, R_OK) != 0) {
		if (!c->config_file && errno == ENOENT)
			return EX_OK;
		return ctl_fail(c, errno == ENOENT ? EX_NOINPUT : EX_NOPERM,
		    "%s: %s", path, strerror(errno));
	}
	diags_init(&diags, c->a);
	ok = config_load(c->a, path, &c->config, &diags);
	c->config_there = ok;
	/* Warnings are for the daemon's log and for `check`. */
	if (!ok)
		complain(c, &diags, COMPLAIN_FULL);
	return ok ? EX_OK : EX_CONFIG;
}

/* --- help -------------------------------------------------------------- */

static void
help(struct ctl *c)
{
	str_add(&c->out, "usage: srokctl COMMAND [OPTION]... [ARGUMENT]...\n\n"
	    "Checks and explains rule files, shows what will be owed and "
	    "sent, and\nspeaks to a running srokd.\n\nCommands:\n");
	for (size_t i = 0; commands[i]; i++)
		str_addf(&c->out, "  %-10s %s\n", commands[i]->name,
		    commands[i]->what);
	str_add(&c->out, "\nOptions of all commands:\n");
	options_help(&c->out, common, NCOMMON);
	str_add(&c->out, "\n`srokctl COMMAND --help` tells more; srokctl(1) "
	    "tells all.\n");
}

static void
command_help(struct ctl *c, const struct command *command)
{
	str_addf(&c->out, "usage: srokctl %s [OPTION]...%s%s\n\n%s\n",
	    command->name, command->arguments[0] ? " " : "",
	    command->arguments, command->what);
	if (command->more)
		str_addf(&c->out, "\n%s\n", command->more);
	str_add(&c->out, "\nOptions:\n");
	options_help(&c->out, command->options, command->noptions);
	options_help(&c->out, common, NCOMMON);
}

/* --- main -------------------------------------------------------------- */

static const struct command *
find_command(const struct ctl *c, const char *name)
{
	const char *names[COMMANDS_MOST];
	size_t n = 0;

	for (; commands[n]; n++) {
		if (strcmp(commands[n]->name, name) == 0)
			return commands[n];
		names[n] = commands[n]->name;
	}
	ctl_say(c, "no command is called '%s'%s", name,
	    ctl_meant(c, name, names, n));
	ctl_say(c, "--help lists them");
	return NULL;
}

static int
run(struct ctl *c, int argc, char **argv)
{
	const struct command *command = c->command;
	void *options = arena_alloc(c->a, command->size);
	struct option_set sets[] = {
		{command->options, command->noptions, options},
		{common, NCOMMON, c}
	};
	struct arguments args;
	int read;

	options_clear(&sets[0]);
	if (!options_read(c->a, arena_printf(c->a, "srokctl %s",
	    command->name), sets, 2, argc, argv, false, &args, &read))
		return EX_USAGE;
	if (c->help) {
		command_help(c, command);
		return EX_OK;
	}
	if (args.n < command->least)
		return ctl_fail(c, EX_USAGE, "missing: %s (--help tells more)",
		    command->arguments);
	if (args.n > command->most)
		return ctl_fail(c, EX_USAGE, "unexpected argument '%s'",
		    args.items[command->most]);
	c->color_out = c->color == COLOR_ALWAYS ||
	    (c->color == COLOR_AUTO && color_wanted(STDOUT_FILENO));
	c->color_err = c->color == COLOR_ALWAYS ||
	    (c->color == COLOR_AUTO && color_wanted(STDERR_FILENO));
	return command->run(c, options, &args);
}

static int
begin(struct ctl *c, int argc, char **argv)
{
	struct option_set set = {common, NCOMMON, c};
	struct arguments args;
	int read;

	if (!options_read(c->a, "srokctl", &set, 1, argc - 1, argv + 1, true,
	    &args, &read))
		return EX_USAGE;
	if (c->version) {
		str_add(&c->out, "srokctl " SROK_VERSION "\n");
		return EX_OK;
	}
	if (args.n == 0 || strcmp(args.items[0], "help") == 0) {
		if (args.n && read + 1 < argc) {
			c->command = find_command(c, argv[read + 1]);
			if (!c->command)
				return EX_USAGE;
			command_help(c, c->command);
			return EX_OK;
		}
		if (!args.n && !c->help)
			return ctl_fail(c, EX_USAGE,
			    "which command? --help lists them");
		help(c);
		return EX_OK;
	}
	/* Messages say the name of a command as soon as it is known. */
	c->command = find_command(c, args.items[0]);
	return c->command ? run(c, argc - 1 - read, argv + 1 + read) :
	    EX_USAGE;
}

/* Widths and printing need a UTF-8 LC_CTYPE; nothing else of the locale is
 * wanted: numbers and dates are written by us. */
static void
set_ctype(void)
{
	if (!setlocale(LC_CTYPE, "") ||
	    strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		setlocale(LC_CTYPE, "C.UTF-8");
}

int
main(int argc, char **argv)
{
	struct ctl c = {.a = arena_new()};
	int rc;

	signal(SIGPIPE, SIG_IGN);
	set_ctype();
	str_init(&c.out);
	config_defaults(&c.config);
	rc = begin(&c, argc, argv);
	ctl_flush(&c, true);
	if (c.out_errno && c.out_errno != EPIPE)
		ctl_say(&c, "standard output: %s", strerror(c.out_errno));
	if (c.out_errno)
		rc = EX_IOERR;
	str_done(&c.out);
	arena_free(c.a);
	return rc;
}
