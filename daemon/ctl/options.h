/* options.h - the command line, by tables.
 *
 * Owns:        nothing; what it fills belongs to the caller, texts are argv's.
 * May touch:   core's date and diag (near names); standard error.
 * Never knows: what a command does with its options.
 *
 * One table per command parses, checks, suggests and prints the help; there
 * is no other list of options. Options may stand before or behind arguments,
 * as --name=value or --name value; "--" ends them. */
#ifndef SROK_CTL_OPTIONS_H
#define SROK_CTL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/date.h"
#include "core/str.h"

enum option_kind {
	OPTION_FLAG,            /* bool */
	OPTION_TEXT,            /* const char *, never empty; NULL: not given */
	OPTION_DAY,             /* struct date; DATE_NONE: not given */
	OPTION_SPAN,            /* struct date_span; first DATE_NONE: none */
	OPTION_NUMBER,          /* long, from 1; 0: not given */
	OPTION_CHOICE           /* int: which of argument's words; 0: first */
};

struct option_row {
	const char *name;       /* without dashes */
	char letter;            /* as -c, or 0 */
	enum option_kind kind;
	size_t offset;          /* of what it fills */
	const char *argument;   /* "DIR"; for a choice "text|tsv|json" */
	const char *what;       /* a line of help */
};

struct option_set {
	const struct option_row *rows;
	size_t n;
	void *into;
};

struct arguments {              /* what is no option, in order */
	const char **items;
	size_t n;
};

/* Writes "not given" into every field that the table names. */
void options_clear(const struct option_set *set);

/* Reads argv[0..argc) by all sets. With first_only it stops behind the first
 * argument (the command's name) and *ret_read is what it took. Arguments live
 * in a. False after a complaint on standard error that begins with name. */
bool options_read(struct arena *a, const char *name,
    const struct option_set *sets, size_t nsets, int argc, char **argv,
    bool first_only, struct arguments *ret, int *ret_read);

/* The table as lines of help. */
void options_help(struct str *out, const struct option_row *rows, size_t n);

#endif
