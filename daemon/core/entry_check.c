/* Whether the log may take an entry (design.md §5). */
#include "core/evaluate.h"

#include "core/court.h"

static const char *
check_day(const struct entry *e)
{
	if (date_is_none(e->date))
		return "the day is missing";
	if (date_before(e->entered, e->date))
		return "the day lies after the day it is entered";
	return NULL;
}

static const char *
check_window(const struct court *c, const struct entry *e)
{
	if (!date_is_none(e->window) &&
	    assign_named(c->slots, c->n, e->window) == ASSIGN_NONE)
		return "no window of this rule is due on that day";
	return NULL;
}

static const char *
check_deed(const struct court *c, const struct entry *e)
{
	const char *why = check_day(e);

	return why ? why : check_window(c, e);
}

static const char *
check_decision(const struct court *c, const struct entry *e)
{
	const char *why = check_window(c, e);
	size_t i;

	if (why)
		return why;
	i = court_slot(c, e);
	if (i == ASSIGN_NONE)
		return "no window is open, was open before or opens soon";
	if (e->kind == ENTRY_WAIVE)
		return NULL;
	if (date_is_none(e->until))
		return "the new day is missing";
	if (e->kind == ENTRY_PROMISE && date_before(e->until, e->entered))
		return "the promised day lies in the past";
	if (e->kind == ENTRY_EXTEND &&
	    date_before(e->until, c->slots[i].start))
		return "the new day lies before the window begins";
	return NULL;
}

static const char *
check_request(const struct court *c, const struct entry *e)
{
	if (court_names_nothing(c, e))
		return "this rule takes no requests";
	return check_day(e);
}

static const char *
check_schedule(const struct court *c, const struct entry *e)
{
	if (court_names_nothing(c, e))
		return "this rule has no outside schedule";
	if (date_is_none(e->date))
		return "the day is missing";
	if (!date_is_none(e->until) && date_before(e->until, e->date))
		return "the last day lies before the first";
	return NULL;
}

static const struct ledger_line *
line_of(const struct court *c, const struct entry *e)
{
	const struct ledger_line *line = ledger_find(&c->ledger, e->ref);

	return line && (e->id <= 0 || e->ref < e->id) ? line : NULL;
}

static const char *
check_void(const struct court *c, const struct entry *e)
{
	const struct ledger_line *line = line_of(c, e);

	if (!line)
		return "there is no such entry to take back";
	return line->voided ? "that entry is taken back already" : NULL;
}

/* By the wording of the window that the deed is in, or of its day. */
static bool
asks_to_accept(const struct court *c, const struct entry *deed)
{
	for (size_t i = 0; i < c->ndeeds; i++)
		if (c->deeds[i].entry->id == deed->id &&
		    c->deeds[i].slot != ASSIGN_NONE)
			return c->obs[c->deeds[i].slot].wording->accept;
	return rule_wording(c->pair->rule, deed->date)->accept;
}

static const char *
check_verdict(const struct court *c, const struct entry *e)
{
	const struct ledger_line *line = line_of(c, e);

	if (!line || line->entry->kind != ENTRY_DONE)
		return "there is no such deed";
	if (line->voided)
		return "that deed is taken back already";
	if (line->verdict && line->verdict->kind == e->kind)
		return e->kind == ENTRY_ACCEPT
		    ? "that deed is accepted already"
		    : "that deed is returned already";
	if (e->kind == ENTRY_ACCEPT && !line->verdict &&
	    !asks_to_accept(c, line->entry))
		return "that deed counts already: the rule asks nobody to "
		    "accept it";
	return NULL;
}

static const char *(*const checks[])(const struct court *,
    const struct entry *) = {
	[ENTRY_DONE] = check_deed,
	[ENTRY_PARTLY] = check_deed,
	[ENTRY_VOID] = check_void,
	[ENTRY_WAIVE] = check_decision,
	[ENTRY_EXTEND] = check_decision,
	[ENTRY_PROMISE] = check_decision,
	[ENTRY_ACCEPT] = check_verdict,
	[ENTRY_RETURN] = check_verdict,
	[ENTRY_REQUEST] = check_request,
	[ENTRY_SCHEDULE] = check_schedule,
};

_Static_assert(sizeof(checks) / sizeof(checks[0]) == ENTRY_KIND_COUNT,
    "every kind is checked");

const char *
entry_check(const struct pair *pair, const struct entry *e,
    const struct evaluate_input *in)
{
	struct evaluate_input wide = *in;
	struct court c = {.pair = pair, .in = &wide};
	const char *why;

	/* The window that it names may lie beyond what is looked at. */
	if (!date_is_none(e->window))
		wide.horizon = date_max(wide.horizon, e->window);
	c.arena = arena_new();
	court_hear(&c);
	why = checks[e->kind](&c, e);
	arena_free(c.arena);
	return why;
}
