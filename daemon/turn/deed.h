/* deed.h - an entry of the log, from words to a row.
 *
 * Owns:        nothing.
 * May touch:   core, store, turn; libsodium's hash.
 * Never knows: who sent it: the control socket, a page, a scripted log.
 *
 * The one door to the log: names are resolved, the deed is checked against
 * rules and log, and only what would count or be shown is written. */
#ifndef SROK_TURN_DEED_H
#define SROK_TURN_DEED_H

#include <stdbool.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/entry.h"
#include "turn/turn.h"

/* As given by a person; NULL or DATE_NONE where nothing was said. */
struct deed {
	enum entry_kind kind;
	const char *rule;       /* "strezhevoy-2021/31" */
	const char *body;       /* NULL: the lead, when there is only one */
	struct date date;       /* DATE_NONE: today */
	struct date window;
	struct date until;
	int64_t ref;            /* VOID, ACCEPT, RETURN */
	const char *note, *author, *decided_by;
	const char *evidence;   /* as given (evidence.h); NULL: nothing */
	bool without_result;    /* what the rule asks for may be missing */
	const char *key;        /* the caller's own, for safe repeats */
};

struct deed_error {
	int exit_code;          /* of sysexits(3) */
	char text[256];
	char hint[256];         /* "" when none */
};

struct deed_entered {
	int64_t id;             /* its number in the log */
	bool repeated;          /* the key was there: nothing was written */
	bool stray;             /* it is about a window, and none takes it */
	struct date due;        /* of the window that it is about, as ordered;
	                         * DATE_NONE: of none, or repeated */
	struct date owed;       /* of the one before it, when that has just
	                         * been left undone: a deed that names no
	                         * window may have been meant for it; or
	                         * DATE_NONE */
};

/* Writes the entry, in a transaction of its own. A key that was used before
 * is answered before anything is checked: what could be entered once can be
 * repeated any day. */
bool deed_enter(struct turn *t, int64_t now, const struct deed *deed,
    struct deed_entered *ret, struct deed_error *reterr);

/* One line of a log as CSV: id,at,kind,rule,body,date,window,ref,note
 * (decisions.md, Contract) and, where given, result,author,decided_by; the
 * columns in any order. `at` is a day, or a day and time "2022-02-10T14:20",
 * in the rule's zone; a day alone means noon. `date` is the deed's day; of an
 * extension or a promise the new day; of a schedule a day or a span A..B.
 * `ref` is the id of an earlier line. */
struct deed_line {
	const char *id;         /* the caller's; "" */
	const char *ref;        /* another line's id; "" */
	struct date day;
	int second;             /* of the day */
	struct deed deed;       /* its ref is 0: the caller knows the numbers */
	struct place place;
};

/* Reads a whole CSV text (RFC 4180, UTF-8; semicolons or tabs for commas if
 * the header has them). Complaints with line numbers; texts live in a. */
bool deed_read_csv(struct arena *a, const char *file, const char *text,
    size_t len, const struct deed_line **ret, size_t *ret_n,
    struct diags *diags);

/* The line's own name for the log: a hash of all that it says, so that the
 * same file imported twice is entered once. */
enum { DEED_KEY_TEXT = 44 };
const char *deed_line_key(const struct deed_line *line,
    char buf[DEED_KEY_TEXT]);

#endif
