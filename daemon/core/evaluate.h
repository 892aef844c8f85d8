/* evaluate.h - what one body owes of one rule, and how it stands.
 *
 * Owns:        the obligations it returns, in the caller's arena.
 * May touch:   arena, date, workcal, term, roadmap, entry.
 * Never knows: the hour, where rules and log came from, who is told.
 *
 * Works on one (rule, body) pair at a time: drivers stream pairs, no list of
 * all obligations exists. Everything is design.md §5, to the letter; nothing
 * here is stored, so nothing can be stale. */
#ifndef SROK_CORE_EVALUATE_H
#define SROK_CORE_EVALUATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/entry.h"
#include "core/roadmap.h"

enum state {
	STATE_UPCOMING, STATE_OPEN, STATE_SUBMITTED, STATE_MET, STATE_LATE,
	STATE_MET_LATE, STATE_MISSED, STATE_WAIVED, STATE_COUNT
};

enum mark {                     /* bits beside the state */
	MARK_BEHIND = 1,        /* quota below its pace, or silent at half */
	MARK_OVER = 2,          /* more than MAX */
	MARK_EXTENDED = 4,      /* DUE moved by a decision */
	MARK_PROMISED = 8,      /* and the promise has not passed */
	MARK_PROVISIONAL = 16,  /* beyond the last official calendar */
	MARK_CAP = 32,          /* MIN 0: a cap, not a duty; no letters */
	MARK_BASELINE = 64      /* over before the baseline: judged and shown,
	                         * nobody is written to */
};

enum { MARK_COUNT = 7 };

struct obligation {
	const struct pair *pair;
	const struct wording *wording;
	struct term_window window;      /* as the order has it */
	struct date due;                /* window.due, or as extended */
	struct date effective;          /* by shift, never before START */
	struct date last;               /* later of due and effective: late
	                                 * from the day after */
	enum state state;
	unsigned marks;                 /* enum mark */
	unsigned done;                  /* entries that count */
	unsigned wanted;                /* by the pace, this morning */
	const struct entry *const *entries;     /* that count, by deed */
	size_t nentries;
	const struct entry *const *pending;     /* that wait for acceptance */
	size_t npending;
	unsigned partly;                /* entries shown that do not count … */
	const struct entry *part;       /* … and the last of them, or NULL */
	const struct entry *rework;     /* a return after which nothing was
	                                 * handed in yet, or NULL */
	const struct entry *sent_back;  /* the deed that it returned */
	const struct entry *accepted;   /* the ACCEPT of what met it, or NULL */
	const struct entry *voided;     /* the deed or waiver that was taken
	                                 * back last, or NULL … */
	const struct entry *voided_by;  /* … by that VOID */
	struct date met_on;             /* deed that reached MIN; DATE_NONE */
	int64_t met_at;                 /* when that was entered; 0 */
	struct date missed_from;        /* day it rests as missed; DATE_NONE */
	struct date promised_until;     /* DATE_NONE: no live promise */
	struct date broken;             /* a promise that has passed, while
	                                 * it is still owed; DATE_NONE */
	const struct entry *extension, *waiver; /* those that hold; or NULL */
	const struct date *dues;        /* every DUE it has had, each once, the
	                                 * one that holds last */
	size_t ndues;
	struct date known;              /* baseline of body and wording */
	struct date told_from;          /* nothing is said of stages before it:
	                                 * known, of the policy too; day after
	                                 * the extension */
	struct date quiet;              /* as quiet.h found it for all bodies
	                                 * that stand alike; DATE_NONE: it is
	                                 * to be found */
};

struct docket;
struct docket_page;

/* Since when a wording has been known: what it asks, and with its policy of
 * reminders. Each wording begins a baseline of its own (decisions.md). */
struct since {
	struct date worded, told;       /* told: not before worded */
};

struct evaluate_input {
	const struct entry *const *entries;     /* the pair's own and those of
	                         * the whole rule (body ""), by id; VOIDs and
	                         * what they void included */
	size_t nentries;
	struct date today;      /* civil day in the roadmap's zone; what was
	                         * entered later is not known yet */
	struct date baseline;   /* day the rule was first loaded for it */
	const struct since *since;      /* by the rule's wordings; NULL: all
	                                 * of them from the baseline on */
	struct date horizon;    /* windows that start after it are left out */
	int ahead_days;         /* the next one is looked for so far behind
	                         * it; 0: it is not (quiet.h) */
	struct docket *docket;  /* of this rule, today and horizon, for many
	                         * bodies in a row; NULL: none (docket.h) */
};

struct evaluation {
	const struct obligation *obligations;   /* by DUE */
	size_t nobligations;
	const struct entry *const *strays;      /* that no window takes */
	size_t nstrays;
	bool waiting;           /* an outside schedule is not entered yet */
	int waiting_year;       /* the year it is missing for; 0: at all */
	struct date beyond;     /* START of the next window behind the horizon,
	                         * or the day after those that were looked at;
	                         * DATE_NONE: not looked for */
	struct docket_page *page;       /* what the log says nothing of stands
	                                 * as there; NULL: without a docket */
};

/* The end of the entries of one body, which lie together from `first` on. */
size_t entries_end(const struct entry *entries, size_t first, size_t n,
    const char *body);

/* Of the entries of a rule, which come by body and id, those that concern a
 * pair: its own and those of the whole rule, by id. Lives in a. */
size_t pair_entries(struct arena *a, const struct pair *pair,
    const struct entry *all, size_t n, const struct entry *const **ret);

/* The same for one who knows where they lie: the whole rule's before nwhole,
 * the pair's own from first to before end. */
size_t pair_entries_at(struct arena *a, const struct entry *all,
    size_t nwhole, size_t first, size_t end, const struct entry *const **ret);

/* Judges one pair. The result borrows from the input and lives in a. */
void evaluate(struct arena *a, const struct pair *pair,
    const struct evaluate_input *in, struct evaluation *ret);

/* "open", "met late" … as shown by status; borrowed. */
const char *state_name(enum state state);
/* The name of bit 1 << i of enum mark, as status shows it; i < MARK_COUNT. */
const char *mark_name(unsigned i);

/* Why an entry cannot be taken, or NULL: a deed dated after its entry, an
 * unknown window, a ref that is not there … A static text. */
const char *entry_check(const struct pair *pair, const struct entry *e,
    const struct evaluate_input *in);

#endif
