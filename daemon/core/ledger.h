/* ledger.h - which entries of a log stand, and how.
 *
 * Owns:        the ledger it returns, in the caller's arena.
 * May touch:   arena, date, entry.
 * Never knows: windows, rules, what is owed.
 *
 * The log is append-only: an entry is taken back by a later one, a deed is
 * accepted or returned by later ones. This says what of all that holds on a
 * day (design.md §5). Private to evaluate. */
#ifndef SROK_CORE_LEDGER_H
#define SROK_CORE_LEDGER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/entry.h"

struct ledger_line {
	const struct entry *entry;
	bool known;             /* entered by that day */
	const struct entry *voided;     /* what takes it back, and itself
	                                 * stands; or NULL */
	const struct entry *verdict;    /* of a deed: the latest ACCEPT or
	                                 * RETURN that stands, or NULL */
};

struct ledger {
	struct ledger_line *lines;      /* by id, as they were given */
	size_t nlines;
};

/* entries by id, borrowed; what was entered after today is left unknown. */
void ledger_read(struct arena *a, const struct entry *const *entries, size_t n,
    struct date today, struct ledger *ret);

/* The line of that id, or NULL. */
const struct ledger_line *ledger_find(const struct ledger *l, int64_t id);

/* Known and not voided. */
static inline bool
ledger_stands(const struct ledger_line *line)
{
	return line->known && !line->voided;
}

#endif
