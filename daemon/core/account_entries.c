/* What became of each entry: the court heard again, and asked about it. */
#include "core/account.h"

#include <string.h>

#include "core/court.h"

static const struct {
	const char *name, *text;
} fates[] = {
	[FATE_COUNTS] = {"counts", "counts"},
	[FATE_WAITS] = {"waits", "waits to be accepted"},
	[FATE_PARTLY] = {"partly", "is shown, does not count"},
	[FATE_RETURNED] = {"returned", "was returned for rework"},
	[FATE_VOIDED] = {"voided", "was taken back"},
	[FATE_HOLDS] = {"holds", "holds"},
	[FATE_REPLACED] = {"replaced", "was replaced by a later one"},
	[FATE_PASSED] = {"passed", "has passed"},
	[FATE_OPENS] = {"opens", "opens a window"},
	[FATE_REFERS] = {"refers", "is about another entry"},
	[FATE_STRAY] = {"stray", "no window takes it"},
};

_Static_assert(sizeof(fates) / sizeof(fates[0]) == FATE_COUNT,
    "every fate has its words");

const char *
fate_name(enum fate fate)
{
	return fates[fate].name;
}

const char *
fate_text(enum fate fate)
{
	return fates[fate].text;
}

const char *
placing_text(enum placing placing)
{
	static const char *const texts[] = {
		[PLACED_NOWHERE] = "", [PLACED_NAMED] = "it names the window",
		[PLACED_WITHIN] = "the window holds its day",
		[PLACED_SURPLUS] = "the window holds its day; the count was "
		    "there",
		[PLACED_LATE] = "done late: the latest unmet window before "
		    "it",
		[PLACED_EARLY] = "done early: the next window begins within "
		    "30 days"
	};

	return texts[placing];
}

static const struct deed *
deed_of(const struct court *c, const struct entry *e)
{
	for (size_t i = 0; i < c->ndeeds; i++)
		if (c->deeds[i].entry == e)
			return &c->deeds[i];
	return NULL;
}

static bool
is_stray(const struct court *c, const struct entry *e)
{
	for (size_t i = 0; i < c->nstrays; i++)
		if (c->strays[i] == e)
			return true;
	return false;
}

static void
judge_deed(const struct court *c, const struct deed *d,
    struct account_entry *ret)
{
	static const enum fate by_standing[] = {
		[COUNTED] = FATE_COUNTS, [PENDING] = FATE_WAITS,
		[SHOWN] = FATE_PARTLY
	};

	ret->placing = d->placing;
	ret->due = c->obs[d->slot].window.due;
	ret->fate = by_standing[court_standing(c, d)];
	if (ret->fate == FATE_PARTLY && d->verdict &&
	    d->verdict->kind == ENTRY_RETURN)
		ret->fate = FATE_RETURNED;
}

/* A promise has no pointer in the obligation: the one that holds is the last
 * that stands of its window. */
static bool
is_last_promise(const struct court *c, const struct entry *e, size_t slot)
{
	for (size_t i = 0; i < c->ledger.nlines; i++) {
		const struct ledger_line *line = &c->ledger.lines[i];

		if (ledger_stands(line) && line->entry->id > e->id &&
		    line->entry->kind == ENTRY_PROMISE &&
		    court_slot(c, line->entry) == slot)
			return false;
	}
	return true;
}

static void
judge_decision(const struct court *c, const struct entry *e,
    struct account_entry *ret)
{
	size_t slot = court_slot(c, e);
	const struct obligation *ob = &c->obs[slot];
	bool holds = e->kind == ENTRY_EXTEND ? ob->extension == e :
	    e->kind == ENTRY_WAIVE ? ob->waiver == e :
	    is_last_promise(c, e, slot);

	ret->due = ob->window.due;
	ret->fate = holds ? FATE_HOLDS : FATE_REPLACED;
	if (holds && e->kind == ENTRY_PROMISE &&
	    date_before(e->until, c->in->today))
		ret->fate = FATE_PASSED;
}

static void
judge_entry(const struct court *c, const struct ledger_line *line,
    struct account_entry *ret)
{
	const struct entry *e = line->entry;
	const struct deed *deed;

	*ret = (struct account_entry){.entry = e, .due = DATE_NONE};
	if (!ledger_stands(line)) {
		ret->fate = FATE_VOIDED;
		return;
	}
	deed = deed_of(c, e);
	if (is_stray(c, e))
		ret->fate = FATE_STRAY;
	else if (deed)
		judge_deed(c, deed, ret);
	else if (e->kind == ENTRY_REQUEST || e->kind == ENTRY_SCHEDULE)
		ret->fate = FATE_OPENS;
	else if (e->kind == ENTRY_EXTEND || e->kind == ENTRY_WAIVE ||
	    e->kind == ENTRY_PROMISE)
		judge_decision(c, e, ret);
	else
		ret->fate = FATE_REFERS;
}

size_t
account_entries(struct arena *a, const struct account_input *in,
    size_t pair, const struct account_entry **ret)
{
	struct evaluate_input input = {
		.today = in->on, .baseline = in->baselines[pair],
		.since = in->since,
		.horizon = in->on
	};
	struct court c = {.arena = a, .pair = &in->pairs[pair], .in = &input};
	struct account_entry *list;
	size_t n = 0;

	input.nentries = pair_entries(a, c.pair, in->entries, in->nentries,
	    &input.entries);
	court_hear(&c);
	list = arena_array(a, c.ledger.nlines, sizeof(*list));
	for (size_t i = 0; i < c.ledger.nlines; i++)
		if (c.ledger.lines[i].known)
			judge_entry(&c, &c.ledger.lines[i], &list[n++]);
	*ret = list;
	return n;
}

void
account_new_entry(struct arena *a, const struct pair *pair,
    const struct evaluate_input *in, const struct entry *e,
    struct account_entry *ret)
{
	const struct entry **all = arena_array(a, in->nentries + 1,
	    sizeof(*all));
	struct evaluate_input then = *in;
	struct entry last = *e;
	struct court c = {.arena = a, .pair = pair, .in = &then};

	if (in->nentries)
		memcpy(all, in->entries, in->nentries * sizeof(*all));
	last.id = INT64_MAX;
	all[then.nentries++] = &last;
	then.entries = all;
	court_hear(&c);
	judge_entry(&c, &c.ledger.lines[c.ledger.nlines - 1], ret);
	ret->entry = e;
}
