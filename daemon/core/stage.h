/* stage.h - the stages of a reminder and the days they fall on.
 *
 * Owns:        nothing; all values are passed by value.
 * May touch:   date, workcal, term (durations), roadmap (the policy), reason.
 * Never knows: who is told, what was said, the log.
 *
 * Every day here is a working day of the roadmap's calendar, which stands for
 * its recipients' (design.md §6). */
#ifndef SROK_CORE_STAGE_H
#define SROK_CORE_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/date.h"
#include "core/reason.h"
#include "core/roadmap.h"
#include "core/workcal.h"

enum stage_kind {
	STAGE_OPENS, STAGE_BEFORE, STAGE_HALF, STAGE_PACE, STAGE_DUE,
	STAGE_LATE, STAGE_ESCALATE, STAGE_ACCEPT, STAGE_SCHEDULE,
	STAGE_CLOSED, STAGE_REOPENED, STAGE_KIND_COUNT
};

struct stage {
	enum stage_kind kind;
	struct duration before; /* BEFORE */
	uint16_t k, n;          /* LATE, ESCALATE, SCHEDULE, ACCEPT: the k-th;
	                         * PACE: k of n; ACCEPT: n-th round, when what
	                         * was handed in again after a return; CLOSED,
	                         * REOPENED: for the k-th time */
};

enum { STAGE_TEXT = 24 };       /* room for its name and NUL */
/* "before:7d", "late:1", "pace:2/4", "escalate:1", "schedule:2", "opens" …
 * (d days, wd working days, w weeks, m months, q quarters, h half-years,
 * y years); "closed:2" for the second time, "accept:1/2" in the second round.
 * Returns buf. */
const char *stage_name(const struct stage *s, char buf[STAGE_TEXT]);
bool stage_parse(const char *name, struct stage *ret);

/* It looks ahead: overtaken, it may be dropped (design.md §6). */
bool stage_looks_ahead(enum stage_kind kind);

/* What the days of one obligation's stages follow from. */
struct stage_frame {
	const struct workcal *cal;
	const struct remind_policy *policy;
	struct date start, due, effective, last;        /* as in obligation */
	unsigned min;
	bool by;                /* the order says «до D» */
	struct date told_from;  /* stages of an earlier day do not exist */
};

struct stage_day {
	struct stage stage;
	struct date day;
};

/* Stages up to the effective day, by day: opens, before, half, pace, due.
 * Returns their number. */
enum { STAGE_AHEAD_MOST = 5 + BEFORE_MOST };
size_t stage_ahead(const struct stage_frame *f,
    struct stage_day ret[STAGE_AHEAD_MOST]);

/* The same with those that the policy asks for and that are left out all the
 * same, and why: for explain. */
struct stage_left {
	struct stage_day what;
	enum reason reason;     /* REASON_NONE: it is among the others */
};
size_t stage_all(const struct stage_frame *f,
    struct stage_left ret[STAGE_AHEAD_MOST]);

/* Days of late:k and escalate:k, k from 1, for an obligation late from the
 * day after last; DATE_NONE when the policy has none or it is beyond 2200. */
struct date stage_late_day(const struct workcal *cal,
    const struct remind_policy *policy, struct date last, unsigned k);
struct date stage_escalate_day(const struct workcal *cal,
    const struct remind_policy *policy, struct date last, unsigned k);
/* The day of the k-th question to the controller about a deed that was handed
 * in on a day: "at the pace of late"; once, when late is none. */
struct date stage_accept_day(const struct workcal *cal,
    const struct remind_policy *policy, struct date handed_in, unsigned k);

/* The entries wanted by the morning of a day: floor(MIN * days gone / days of
 * the window) (design.md §5). */
unsigned stage_wanted(unsigned min, struct date start, struct date due,
    struct date on);
/* The entries wanted by a pace stage. */
unsigned stage_pace_wanted(const struct stage *s, unsigned min,
    struct date start, struct date due);
/* The first morning on which k of MIN entries are wanted; k from 1. */
struct date stage_wanted_from(unsigned min, struct date start,
    struct date due, unsigned k);
/* The first morning by which half of the window is gone. */
struct date stage_half(struct date start, struct date due);
/* The window is long enough for half and pace: over 60 days. */
bool stage_is_long(struct date start, struct date due);

#endif
