#include "core/ledger.h"

static struct ledger_line *
find(const struct ledger *l, int64_t id)
{
	size_t low = 0, high = l->nlines;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (l->lines[middle].entry->id < id)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == l->nlines || l->lines[low].entry->id != id)
		return NULL;
	return &l->lines[low];
}

/* From the last to the first: an entry can only be taken back by a later
 * one, so whether that one stands is settled already. A void of a void lets
 * the first entry stand again. */
static void
settle(struct ledger *l)
{
	for (size_t i = l->nlines; i > 0; i--) {
		const struct ledger_line *line = &l->lines[i - 1];
		const struct entry *e = line->entry;
		struct ledger_line *on;

		if (!ledger_stands(line) || e->ref <= 0 || e->ref >= e->id)
			continue;
		on = find(l, e->ref);
		if (!on)
			continue;
		if (e->kind == ENTRY_VOID)
			on->voided = e;
		else if (on->entry->kind == ENTRY_DONE && !on->verdict &&
		    (e->kind == ENTRY_ACCEPT || e->kind == ENTRY_RETURN))
			on->verdict = e;
	}
}

void
ledger_read(struct arena *a, const struct entry *const *entries, size_t n,
    struct date today, struct ledger *ret)
{
	*ret = (struct ledger){arena_array(a, n, sizeof(*ret->lines)), n};
	for (size_t i = 0; i < n; i++) {
		ret->lines[i].entry = entries[i];
		ret->lines[i].known = !date_before(today, entries[i]->entered);
	}
	settle(ret);
}

const struct ledger_line *
ledger_find(const struct ledger *l, int64_t id)
{
	return find(l, id);
}
