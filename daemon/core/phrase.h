/* phrase.h - the term cell of an order, read as it stands.
 *
 * Owns:        what it returns, in the caller's arena.
 * May touch:   arena, str, date, term, fold and its own vocabularies.
 * Never knows: files, calendars' days, rules, the roadmap's dates.
 *
 * A grammar over two vocabularies (Russian, English), not a list of strings:
 * text -> tokens with positions -> tree -> term. What it cannot read it
 * refuses at the right place; what can be read in two ways is read in one
 * and said. A wrong deadline is worse than no deadline. */
#ifndef SROK_CORE_PHRASE_H
#define SROK_CORE_PHRASE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/term.h"

enum { PHRASE_MOST = 500 };     /* code points (rule-files.md §1) */

/* A complaint inside the phrase. first and len count code points of the
 * text as it was given, so that the caller can point at the source. */
struct phrase_issue {
	enum diag_level level;
	int code;               /* 02xx, 00xx for look-alikes */
	size_t first, len;
	const char *what;
	const char *hint;       /* or NULL */
	const char *instead;    /* what may safely stand there, or NULL */
};

/* How one stretch of the text was read, for `srokctl explain`. */
struct phrase_reading {
	size_t first, len;      /* code points */
	const char *as;         /* "every year", "June", "MIN 4" … */
};

struct phrase {
	const struct term *term;        /* NULL when it was not understood */
	const struct phrase_issue *issues;
	size_t nissues;
	const struct phrase_reading *readings;  /* phrase_explain's alone */
	size_t nreadings;
	const char *language;           /* "ru", "en": that of most words */
	/* «не менее 4-х заседаний в год»: the counted noun as it stands,
	 * genitive plural («заседаний»), or NULL (letters.md, Grammar). */
	const char *counted;
	/* «по графику ТОИПКРО»: the words after «графику», or NULL. */
	const char *schedule_of;
};

/* Reads text (valid UTF-8, not necessarily normalised). The result and all
 * its texts live in a. Errors and warnings are in ret->issues; returns
 * ret->term != NULL. */
bool phrase_parse(struct arena *a, const char *text, struct phrase *ret);
/* The same, with how each stretch of the text was read. */
bool phrase_explain(struct arena *a, const char *text, struct phrase *ret);

#endif
