/* ical_lines.h - the content lines of an .ics file, unfolded, with places.
 *
 * Owns:        the unfolded text, in the caller's arena.
 * May touch:   core's arena and diag; load's source (characters).
 * Never knows: what the lines mean.
 *
 * A line goes on in the next one behind a blank, even in the middle of a
 * character (RFC 5545 §3.1). Private to ical. */
#ifndef SROK_LOAD_ICAL_LINES_H
#define SROK_LOAD_ICAL_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"

struct ical_physical {          /* a line of the file */
	uint32_t first, last;   /* its bytes, without its end */
	uint32_t text;          /* where it begins in the unfolded text */
	bool folded;            /* it goes on with the one before */
};

struct ical_lines {
	struct arena *arena;
	const char *file;
	const char *bytes;      /* borrowed */
	struct ical_physical *lines;
	size_t nlines;
	char *text;             /* unfolded, each content line ends with '\n' */
	size_t len;
	struct diags *diags;
};

/* A part of the text: first..end, half-open. */
struct ical_part {
	size_t first, end;
};

enum { ICAL_PARAMS_MOST = 16 };

struct ical_param {
	struct ical_part name, value;   /* without quotes */
};

struct ical_line {              /* NAME;PARAM=VALUE:VALUE */
	struct ical_part name, value;
	struct ical_param params[ICAL_PARAMS_MOST];
	size_t nparams;
};

/* Unfolds the bytes; complains of what is no text. */
void ical_lines_init(struct ical_lines *l, struct arena *a, const char *file,
    const char *bytes, size_t len, struct diags *diags);

/* Takes the content line that begins at *at and moves *at behind it. False at
 * the end of the text. A line that is none is complained of and its name is
 * empty. Empty lines are passed over. */
bool ical_lines_next(const struct ical_lines *l, size_t *at,
    struct ical_line *ret);

/* The part is that word, in any case of letters. */
bool ical_is(const struct ical_lines *l, struct ical_part part,
    const char *word);
/* The parameter of that name, or NULL. */
const struct ical_param *ical_param_of(const struct ical_lines *l,
    const struct ical_line *line, const char *name);

struct place ical_place(const struct ical_lines *l, struct ical_part part);
void ical_complain(const struct ical_lines *l, struct ical_part part,
    int code, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* There have been so many complaints that the rest would not be read. */
bool ical_is_hopeless(const struct ical_lines *l);

#endif
