/* entry.h - one line of the activity log.
 *
 * Owns:        nothing; texts are borrowed from whoever read the log.
 * May touch:   date.
 * Never knows: SQLite, how an entry came in.
 *
 * Entries are append-only: a correction is a new entry that voids an old one
 * (design.md §5). The day is the deed's, not the click's. */
#ifndef SROK_CORE_ENTRY_H
#define SROK_CORE_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "core/date.h"

enum entry_kind {
	ENTRY_DONE,             /* counts once */
	ENTRY_PARTLY,           /* shown, does not count */
	ENTRY_VOID,             /* takes entry ref back */
	ENTRY_WAIVE,            /* the window is not owed */
	ENTRY_EXTEND,           /* the window's DUE becomes until */
	ENTRY_PROMISE,          /* will be done by until */
	ENTRY_ACCEPT,           /* the controller accepts entry ref */
	ENTRY_RETURN,           /* … returns entry ref for rework */
	ENTRY_REQUEST,          /* a request came in on date */
	ENTRY_SCHEDULE,         /* outside dates: date..until is one window */
	ENTRY_KIND_COUNT
};

struct entry {
	int64_t id;             /* from 1, without gaps */
	int64_t at;             /* instant it was entered, seconds since 1970 */
	struct date entered;    /* that instant's civil day, roadmap's zone */
	enum entry_kind kind;
	const char *roadmap, *rule;     /* ids; rule is the inner id */
	const char *body;       /* id; "" where it holds for all of the rule */
	struct date date;       /* of the deed, the request, the first day */
	struct date window;     /* DUE of the window it names, or DATE_NONE */
	struct date until;      /* EXTEND, PROMISE, SCHEDULE; else DATE_NONE */
	int64_t ref;            /* VOID, ACCEPT, RETURN; else 0 */
	const char *note;       /* "" when none */
	const char *evidence;   /* JSON object of result fields, or "" */
	const char *author;     /* who says so, as named in the request */
	const char *decided_by; /* EXTEND, WAIVE …: who decided, or "" */
};

/* How a deed found its window (design.md §5, assign.h). */
enum placing {
	PLACED_NOWHERE, PLACED_NAMED, PLACED_WITHIN,
	PLACED_SURPLUS,         /* within, and the count was there already */
	PLACED_LATE, PLACED_EARLY
};

/* "done", "void" … and back; false when it is none. */
const char *entry_kind_name(enum entry_kind kind);
bool entry_kind_parse(const char *name, enum entry_kind *ret);

#endif
