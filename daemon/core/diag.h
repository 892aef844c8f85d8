/* diag.h - complaints with an address.
 *
 * Owns:        the complaints, in the arena that it was given.
 * May touch:   arena, str.
 * Never knows: where they are shown, or what a rule file is.
 *
 * Everything that reads what a person wrote collects its complaints here and
 * carries on, so that one run names every mistake. */
#ifndef SROK_CORE_DIAG_H
#define SROK_CORE_DIAG_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/str.h"

/* Where a value stands. line and column count from 1, in characters (code
 * points); line 0 means "the file as a whole", file NULL "no file". width is
 * the number of characters to underline, 0 for one. excerpt is the source
 * line without its line end, or NULL. All borrowed from the load's arena. */
struct place {
	const char *file;       /* as the user wrote it */
	unsigned line, column, width;
	const char *excerpt;
};

enum diag_level { DIAG_ERROR, DIAG_WARNING };

/* A safe mending: characters of one line of the complaint's file, counted like
 * a place, and what takes theirs. It changes how the file looks to a machine,
 * not to its reader; whatever else is wrong there, it may be done unasked. */
struct edit {
	unsigned line, column, width;
	const char *text;       /* NULL: there is none */
};

/* The codes of rule-files.md §11: first two digits are the field. */
struct diag {
	enum diag_level level;
	int code;               /* 210 is printed as E0210 or W0210 */
	struct place place;
	const char *what;       /* "term not understood: 'ежегодно, юнь'" */
	const char *hint;       /* "did you mean 'ежегодно, июнь'?" or NULL */
	struct edit edit;
};

struct diags {
	struct arena *arena;    /* borrowed: holds the texts */
	struct diag *items;
	size_t len, cap;
	size_t nerrors;
	bool unabridged;        /* all are wanted, however many: for edits. Else
	                         * readers stop when nobody would read on */
};

/* An empty collection whose texts live in a (borrowed). */
void diags_init(struct diags *d, struct arena *a);

/* Adds a complaint; hint may be NULL; format and arguments are copied. The
 * strings inside place are borrowed, they must live as long as the arena.
 * Returns it, for diag_mend, until the next one is added. */
struct diag *diag_add(struct diags *d, enum diag_level level, int code,
    struct place place, const char *hint, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Says that text in the place of `place` mends what the complaint is about.
 * Nothing when there is no complaint. text is copied. */
void diag_mend(struct diags *d, struct diag *item, struct place place,
    const char *text);

/* Stable order: by file, line, column; the same complaint at the same place
 * stands once. */
void diags_sort(struct diags *d);

enum diag_format { DIAG_FULL, DIAG_SHORT };

/* One complaint as text, with a newline at the end.
 * DIAG_SHORT: file:line:column: error: what [E0210]; a whole file at 1:1
 * DIAG_FULL:  the same, then the line, a caret line, and "  hint: …". */
void diag_print(struct str *out, const struct diag *d,
    enum diag_format format);

/* The candidate nearest to word by edits (Damerau-Levenshtein over code
 * points), or NULL when none is near enough (a third of its length, at most
 * 3 edits). candidates are n borrowed strings. */
const char *diag_nearest(const char *word, const char *const *candidates,
    size_t n);

#endif
