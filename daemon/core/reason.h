/* reason.h - why a stage of a reminder is not said.
 *
 * Owns:        the codes and their words.
 * May touch:   nothing.
 * Never knows: how the reason was found: each is given where the decision is
 *              made (stage, timeline, tell, remind).
 *
 * Rules: design.md §5, §6. */
#ifndef SROK_CORE_REASON_H
#define SROK_CORE_REASON_H

enum reason {
	REASON_NONE,            /* it is said */
	/* the days of the stages */
	REASON_EARLY,           /* before the baseline, or before the day
	                         * after an extension */
	REASON_NEAR_BEFORE, REASON_NEAR_OPENS, REASON_NEAR_LETTER,
	REASON_NEAR_END, REASON_OVER, REASON_NOT_WORKED,
	/* the obligation, whatever the stage */
	REASON_POLICY, REASON_CAP, REASON_BASELINE, REASON_RESTS, REASON_MET,
	REASON_WAIVED, REASON_SUBMITTED, REASON_MERGED,
	/* the stage on a day */
	REASON_NOT_YET, REASON_COUNT, REASON_PROMISE, REASON_NEXT_SOON,
	REASON_LATER,
	/* the recipient */
	REASON_OVERTAKEN, REASON_HIMSELF, REASON_LEADS, REASON_UNREACHABLE,
	REASON_SAME_ADDRESS,
	/* nothing speaks against it, and there is no such notice */
	REASON_UNWRITTEN,
	REASON_COUNT_OF
};

/* "baseline", "near-before" …: for machines. */
const char *reason_name(enum reason reason);
/* The same as half a sentence. */
const char *reason_text(enum reason reason);

#endif
