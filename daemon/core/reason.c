#include "core/reason.h"

static const struct {
	const char *name, *text;
} rows[] = {
	[REASON_NONE] = {"none", ""},
	[REASON_EARLY] = {"early", "its day lies before the rule was first "
	    "loaded, or before an extension"},
	[REASON_NEAR_BEFORE] = {"near-before", "a `before` falls in the 7 "
	    "days up to it"},
	[REASON_NEAR_OPENS] = {"near-opens", "it falls in the 7 days after "
	    "`opens`"},
	[REASON_NEAR_LETTER] = {"near-letter", "a `before` falls within 7 "
	    "days of it"},
	[REASON_NEAR_END] = {"near-end", "it falls within 7 days of the "
	    "effective day"},
	[REASON_OVER] = {"over", "the window is over by its first working "
	    "day"},
	[REASON_NOT_WORKED] = {"not-worked", "the effective day is not "
	    "worked"},
	[REASON_POLICY] = {"policy", "the rule says `remind: none`"},
	[REASON_CAP] = {"cap", "MIN is 0: a cap, not a duty"},
	[REASON_BASELINE] = {"baseline", "the window was over before the "
	    "rule was first loaded: nobody is written to about the past"},
	[REASON_RESTS] = {"rests", "missed for 31 days: it rests in the "
	    "report"},
	[REASON_MET] = {"met", "the count is there: it was done by then"},
	[REASON_WAIVED] = {"waived", "it was waived by then"},
	[REASON_SUBMITTED] = {"submitted", "it was handed in and waits to be "
	    "accepted"},
	[REASON_MERGED] = {"merged", "another window has the same DUE and "
	    "speaks for it"},
	[REASON_NOT_YET] = {"not-yet", "its day has not come"},
	[REASON_COUNT] = {"count", "what is logged by then keeps the pace"},
	[REASON_PROMISE] = {"promise", "a promise silences it"},
	[REASON_NEXT_SOON] = {"next-soon", "it was not said on its day, and "
	    "the next comes within 3 days"},
	[REASON_LATER] = {"later", "another stage of the same day says more"},
	[REASON_OVERTAKEN] = {"overtaken", "something was said there on that "
	    "day or later"},
	[REASON_HIMSELF] = {"himself", "nobody is told on of himself"},
	[REASON_LEADS] = {"leads", "leads a part of its own and hears of "
	    "that"},
	[REASON_UNREACHABLE] = {"unreachable", "nobody can be reached"},
	[REASON_SAME_ADDRESS] = {"same-address", "the address hears of it "
	    "in a stronger role"},
	[REASON_UNWRITTEN] = {"unwritten", "no letter was written: the "
	    "daemon did not run then, or without this rule"},
};

_Static_assert(sizeof(rows) / sizeof(rows[0]) == REASON_COUNT_OF,
    "every reason has its words");

const char *
reason_name(enum reason reason)
{
	return rows[reason].name;
}

const char *
reason_text(enum reason reason)
{
	return rows[reason].text;
}
