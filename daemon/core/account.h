/* account.h - why an obligation stands as it does, and who heard of it.
 *
 * Owns:        the lines it returns, in the caller's arena.
 * May touch:   arena, date, roadmap, evaluate, remind; their inner parts.
 * Never knows: letters, the outbox; how an account is shown.
 *
 * Nothing is decided here. For each day on which something could have been
 * said, the judgement and the reminders of that day are run again with the log
 * and the letters as they were known then, and what they refused is written
 * down (design.md §5: every state can be explained). */
#ifndef SROK_CORE_ACCOUNT_H
#define SROK_CORE_ACCOUNT_H

#include <stddef.h>

#include "core/evaluate.h"
#include "core/remind.h"

/* All that is known of one rule by a day. */
struct account_input {
	const struct pair *pairs;       /* of the rule */
	const struct date *baselines;   /* of each */
	const struct since *since;      /* by the rule's wordings; or NULL */
	size_t npairs;
	struct date baseline;           /* of the roadmap */
	const struct entry *entries;    /* of the rule, by body, by id */
	size_t nentries;
	const struct said *said;        /* of the rule, any order */
	size_t nsaid;
	struct date on;                 /* as it was known on that day */
	const struct reach *instead;    /* who hears for the unreachable */
	size_t ninstead;
};

/* Judges a pair (its index) on in->on: the windows that begin up to a horizon,
 * and those that reminders look ahead to. */
void account_judge(struct arena *a, const struct account_input *in,
    size_t pair, struct date horizon, struct evaluation *ret);

/* Why nothing at all is said of an obligation on in->on, whatever was done;
 * REASON_NONE when something may be. */
enum reason account_silence(const struct account_input *in,
    const struct obligation *ob);

/* --- entries -------------------------------------------------------------- */

enum fate {                     /* what became of an entry */
	FATE_COUNTS, FATE_WAITS, FATE_PARTLY, FATE_RETURNED, FATE_VOIDED,
	FATE_HOLDS, FATE_REPLACED, FATE_PASSED, FATE_OPENS, FATE_REFERS,
	FATE_STRAY, FATE_COUNT
};
/* "counts", "waits" …: for machines; the same for people. */
const char *fate_name(enum fate fate);
const char *fate_text(enum fate fate);
/* Why a deed is in its window; "" for PLACED_NOWHERE. */
const char *placing_text(enum placing placing);

struct account_entry {
	const struct entry *entry;
	enum fate fate;
	enum placing placing;           /* of a deed */
	struct date due;        /* of its window, as ordered; DATE_NONE: none */
};

/* The entries of a pair that were entered by in->on, by id. */
size_t account_entries(struct arena *a, const struct account_input *in,
    size_t pair, const struct account_entry **ret);

/* What would become of an entry that is not among in's yet: the last one. The
 * windows are those of in's horizon. */
void account_new_entry(struct arena *a, const struct pair *pair,
    const struct evaluate_input *in, const struct entry *e,
    struct account_entry *ret);

/* --- stages --------------------------------------------------------------- */

enum verdict { VERDICT_SAID, VERDICT_COMING, VERDICT_NOT };

struct account_line {
	struct stage stage;
	struct date day;        /* it was or will be said; else its own */
	enum role role;
	const char *to;         /* body id */
	enum verdict verdict;
	enum reason reason;     /* VERDICT_NOT */
	bool unreached;         /* nobody of that body can be reached then */
	const struct said *said;        /* VERDICT_SAID: of in->said */
};

/* Every stage of an obligation that account_judge gave, for everybody who
 * might hear of it, by day; two `late` beyond in->on at most. */
size_t account_stages(struct arena *a, const struct account_input *in,
    size_t pair, const struct obligation *ob,
    const struct account_line **ret);

#endif
