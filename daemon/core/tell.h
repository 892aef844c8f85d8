/* tell.h - one subject told to all who must hear of it on a day.
 *
 * Owns:        the notices it collects, in the caller's arena.
 * May touch:   arena, date, roadmap, evaluate, stage, timeline, said.
 * Never knows: how subjects are found; the hour; letters.
 *
 * A subject is an obligation and the debtor by whose name it is known: the
 * body itself, or for the co-executors of an EACH rule the whole group.
 * Private to remind and account. */
#ifndef SROK_CORE_TELL_H
#define SROK_CORE_TELL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/remind.h"
#include "core/said.h"
#include "core/timeline.h"

struct teller {
	struct arena *arena;
	const struct remind_input *in;
	struct said_index index;
	struct notice *notices;
	size_t n, cap;
};

/* Obligations that an extension moved. */
struct moved {
	const struct obligation **items;
	size_t n, cap;
};

struct subject {
	const struct obligation *ob;
	struct date due;                /* by which its notices are known */
	const char *debtor;
	const struct said *const *rows; /* what was said of it */
	size_t nrows;
	size_t first;                   /* its notices, from here on */
	unsigned members, members_done; /* of a group; else 0 */
	const struct body *const *leads;        /* of a group: who leads his
	                                 * own part and hears of that */
	size_t nleads;
	const struct said *const *elsewhere;    /* what another subject ends
	                         * for whoever heard it */
	size_t nelsewhere;
};

/* Begins a subject: looks up what was said of it, by the DUEs that it is or
 * was known by. */
struct subject tell_subject(const struct teller *t,
    const struct obligation *ob, const struct date *dues, size_t ndues,
    const char *debtor);

/* The debtor by whose name co-executors and schedule owners know a rule: the
 * group that owes, or nobody in particular ("") when several lead, or when it
 * is one body whose own name stands for what it is told itself. */
const char *tell_shared_debtor(const struct wording *w);

/* One body's own obligation: to its lead, its supervisors, the controller,
 * and, where nobody owes it beside him, the co-executors. */
void tell_own(struct teller *t, struct subject *s);
/* The worst of a group, to the co-executors. */
void tell_others(struct teller *t, struct subject *s);
/* All groups of the rule: looked through and told (tell_group.c). */
void tell_groups(struct teller *t);
/* All of a group is done: to whoever heard that it was late. */
void tell_closed(struct teller *t, struct subject *s);
/* It is open again: to whoever believes it closed. */
void tell_reopened(struct teller *t, struct subject *s);
/* It was missed so long ago that it is not reminded of any more; what is taken
 * back or returned by now is told all the same. */
void tell_resting(struct teller *t, struct subject *s);

/* Why nothing is said of it on that day, whatever the stage: missed for 31
 * days it rests, caps and what was over before the baseline are never spoken
 * of. REASON_NONE when something may be. */
enum reason tell_silence(const struct obligation *ob, struct date day);
/* The day lies too far ahead of the window for any stage. */
bool tell_is_far(const struct obligation *ob, struct date day);
/* It is due then, or was before an extension. */
bool tell_had_due(const struct obligation *ob, struct date due);
/* Met or waived: nothing more is owed. */
bool tell_is_settled(const struct obligation *ob);
/* Nothing was handed in that would do. */
bool tell_is_live(const struct obligation *ob);

/* --- parts of telling ---------------------------------------------------- */

/* The latest stage that has come, to the bodies that lead (tell_stage.c). */
void tell_lead(struct teller *t, const struct subject *s,
    const struct timeline *line);
/* The same to the co-executors. */
void tell_co(struct teller *t, const struct subject *s,
    const struct timeline *line);
/* Each step of the escalation that has come, to its supervisor. */
void tell_supervisors(struct teller *t, const struct subject *s,
    const struct timeline *line);
/* What waits for acceptance, to the controller. */
void tell_controller(struct teller *t, const struct subject *s,
    struct date told_from);
/* Whatever it is, to the bodies that lead: the one that owes, or all members
 * of a group of which any one may do it. */
void tell_leads(struct teller *t, const struct subject *s,
    struct stage_day what);
/* What was handed in came back: the lead, who was left in peace meanwhile,
 * must hear that it is his again (tell_end.c). Once for each return. */
void tell_rework(struct teller *t, const struct subject *s);

/* Notes why nothing is said of the subject, if anybody asks. */
void tell_refuse(const struct teller *t, const struct subject *s,
    enum reason reason);
/* … why a stage is not, to one body or (NULL) to all of the role. */
void tell_refuse_stage(const struct teller *t, const struct subject *s,
    const struct stage_day *what, enum role role, const struct body *to,
    enum reason reason);

/* The addresses of a body on the day, or of who hears in its place. */
size_t tell_reach(const struct teller *t, const struct body *body,
    enum language language, const struct reach **ret);
/* … in the language of the subject's roadmap. */
size_t tell_reach_of(const struct teller *t, const struct subject *s,
    const struct body *body, const struct reach **ret);

/* Adds a notice unless its address has one of this subject already or the
 * very same was said before. name is what stands for the DUE in the key. */
void tell_say(struct teller *t, const struct subject *s, struct notice notice,
    struct date name);
/* The same of a stage of the subject, known by its own DUE. closed and
 * reopened get their number here. */
void tell_stage_to(struct teller *t, const struct subject *s,
    struct stage_day what, enum role role, const struct reach *to);

#endif
