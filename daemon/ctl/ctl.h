/* ctl.h - what the commands of srokctl share.
 *
 * Owns:        the command's memory, its output, the configuration it read.
 * May touch:   load's configuration; standard output and standard error.
 * Never knows: what a single command does.
 *
 * A command is a row: its name, its options, its help, what runs it. Data goes
 * to `out`, which is written to standard output; messages go to standard
 * error. Exit codes are those of sysexits(3). */
#ifndef SROK_CTL_CTL_H
#define SROK_CTL_CTL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/str.h"
#include "ctl/options.h"
#include "load/config.h"

#define CONFIG_DEFAULT "/etc/srokd/srokd.yaml"

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct command;
struct file;                    /* load/file.h */

struct ctl {
	struct arena *a;                /* lives as long as the command */
	const struct command *command;
	const char *config_file;        /* as given, or NULL */
	int color;                      /* enum color, as given */
	bool help, version;
	bool color_out, color_err;      /* what that means here */
	struct str out;                 /* not written yet */
	int out_errno;                  /* of the first write that failed */
	struct config config;           /* the defaults until ctl_configure */
	bool config_there;              /* a file was read */
};

struct command {
	const char *name;
	const char *arguments;          /* "[FILE|DIR]...", or "" */
	const char *what;               /* one line */
	const char *more;               /* paragraphs and examples, or NULL */
	const struct option_row *options;
	size_t noptions;
	size_t size;                    /* of the struct that they fill */
	size_t least, most;             /* arguments */
	int (*run)(struct ctl *c, const void *options,
	    const struct arguments *args);
};

/* The commands, as `srokctl --help` lists them; ends with NULL. */
extern const struct command *const commands[];

extern const struct command command_calendar, command_check, command_explain,
    command_plan, command_simulate, command_diff, command_status,
    command_report, command_log, command_void, command_waive, command_extend,
    command_schedule, command_request, command_accept, command_return,
    command_outbox, command_reload, command_clock, command_verify,
    command_backup, command_restore, command_test_send;

/* A line on standard error, "srokctl COMMAND: …"; returns exit_code, so that
 * a command can end with it. */
int ctl_fail(const struct ctl *c, int exit_code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void ctl_say(const struct ctl *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* " (did you mean 'WORD'?)" with the word that is nearest, or "". */
const char *ctl_meant(const struct ctl *c, const char *given,
    const char *const *words, size_t n);

/* Reads srokd.yaml: the one given, else the usual one if it is there. EX_OK,
 * or an exit code after complaints. */
int ctl_configure(struct ctl *c);

/* Writes what `out` holds; a failure is kept for the end and the rest is
 * dropped. Cheap to call often: it waits for a good deal unless all is set. */
void ctl_flush(struct ctl *c, bool all);

/* The common shape of --format. */
enum format { FORMAT_TEXT, FORMAT_TSV, FORMAT_JSON, FORMAT_CSV };
#define FORMATS "text|tsv|json"

/* A value of a tab-separated line: what would break it becomes a space. */
void ctl_cell(struct str *out, const char *text);
/* A value of a CSV line (RFC 4180), quoted where it must be. */
void ctl_csv_cell(struct str *out, const char *text);

/* "2021-10-14 Thu"; "" for DATE_NONE. Returns buf, or "". */
enum { DAY_TEXT = DATE_TEXT + 4 };
const char *ctl_day(struct date d, char buf[DAY_TEXT]);

/* A whole file, in the command's memory. EX_OK, or an exit code after a
 * message: not there, not readable, longer than most bytes. */
int ctl_read_file(struct ctl *c, const char *path, size_t most,
    struct file *ret);

/* Today in UTC by this machine's clock: for defaults, which are said aloud. */
struct date ctl_today(void);

#endif
