/* term_source.h - where the windows of one part of a term come from.
 *
 * Owns:        nothing; all is borrowed from term and frame.
 * May touch:   term_period, rrule, date, workcal; the shapes of term.h.
 * Never knows: validity, counts, other parts.
 *
 * Every base (every, during, after …) is a row of numbered slots in the order
 * of time; each slot holds some windows. A search begins at the slot that a
 * day leads to, not at the first. Private to the term modules. */
#ifndef SROK_CORE_TERM_SOURCE_H
#define SROK_CORE_TERM_SOURCE_H

#include "core/rrule.h"
#include "core/term_period.h"

struct term_source;

/* A part as it is read against a frame. */
struct part_view {
	const struct term_part *part;
	const struct term_frame *frame;
	const struct term_source *source;
	size_t nwindows;                /* of each slot, at most */
	int32_t overlap;                /* slots that a window may run over */
	int32_t nspans;
	const struct date_span *spans;  /* during, by, entered schedules */
	struct run run;                 /* consecutive periods; else unset */
	struct rrule_walk walk;         /* rrule, from the last seek on */
};

struct term_source {
	/* The first slot with a window that may be due on or after a day. */
	int32_t (*seek)(struct part_view *v, struct date due);
	/* The days of the slot, or of the next that is there (*slot then says
	 * which); false behind the last. Where points are looked for, with
	 * the view of the first day. */
	bool (*slot)(struct part_view *v, int32_t *slot,
	    struct room *ret);
	/* Its i-th window, i < nwindows; empty when it has none. */
	struct date_span (*window)(struct part_view *v, int32_t slot,
	    const struct room *room, size_t i);
	/* Slots are sorted by their last day; else by their first, and no
	 * window falls due before the slot begins. */
	bool by_last;
	/* Slots are periods, one after the other: what falls due in one is
	 * before all that later ones hold, and a period without a month that
	 * is wanted can be leapt over. */
	bool periods;
};

void part_view_init(struct part_view *v, const struct term_part *part,
    const struct term_frame *frame);

#endif
