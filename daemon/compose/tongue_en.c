#include "compose/english.h"
#include "compose/plain.h"
#include "compose/tongue.h"

/* --- grammar ------------------------------------------------------------- */

static size_t
plural(unsigned n)
{
	return n == 1 ? 0 : 2;
}

static void
add_days(struct str *out, unsigned n)
{
	english_count(out, n, "day", "days");
}

static void
working(struct str *out, unsigned n)
{
	str_addf(out, " (%u working)", n);
}

static void
worked_weekend(struct str *out, struct date d, struct date_span off)
{
	(void)d;
	str_add(out, ", a working day");
	if (span_empty(off))
		return;
	str_add(out, " (");
	english_span(out, off);
	str_add(out, date_equal(off.first, off.last) ? " is a day off)" :
	    " are days off)");
}

static const char *
day_off(enum workcal_kind kind, enum weekday day)
{
	static const char *const weekdays[8] = {
		NULL, "a Monday", "a Tuesday", "a Wednesday", "a Thursday",
		"a Friday", "a Saturday", "a Sunday"
	};

	switch (kind) {
	case WORKCAL_HOLIDAY:
		return "a public holiday";
	case WORKCAL_CARRIED:
	case WORKCAL_MOVED:
	case WORKCAL_EXCEPTION:
		return "a day off";
	default:
		return weekdays[day];
	}
}

/* "from 14 October to 31 December 2021" */
static void
period_span(struct str *out, struct date_span s)
{
	if (date_civil(s.first).year != date_civil(s.last).year) {
		english_span(out, s);
		return;
	}
	english_from(out, s.first);
	str_add(out, " to" NBSP);
	english_date(out, s.last);
}

static const struct head_noun heads[] = {
	{"schools", "each school", "school", "schools"},
	{"organisations", "each organisation", "organisation",
	    "organisations"},
	{"departments", "each department", "department", "departments"},
	{"districts", "each district", "district", "districts"},
	{NULL, NULL, NULL, NULL}
};

/* --- sentences ----------------------------------------------------------- */

#define ASK "Mark as done or ask for a new date:"
#define TELL "Report completion to: {answer}"
#define MARK "Mark as done"

const struct tongue tongue_en = {
	.language = LANGUAGE_EN,
	.code = "en",
	.columns = 72,
	.salutation = "Dear colleagues,",
	.say = {
	[SAY_OPENS] = {
		"To do: {x} – due {due}",
		"The period for this has begun. Last day: {last}.",
		ASK, MARK, TELL },
	[SAY_LEFT] = {
		"{left}: {x} – due {due}",
		"{left}{working}, {log}. Last day: {last}.",
		ASK, MARK, TELL },
	[SAY_TOMORROW] = {
		"Due tomorrow: {x}",
		"Tomorrow is the last day: {last}; {log}.",
		ASK, MARK, TELL },
	[SAY_TODAY] = {
		"Due today: {x}",
		"Today is the last day: {last}; {log}.",
		ASK, MARK, TELL },
	[SAY_HALF] = {
		"Half the time gone, nothing logged: {x}",
		"Half the time is gone, nothing logged. {left}; last day: "
		"{last}.",
		"Mark as done, or a part of it:", MARK,
		"Report completion, or a part of it, to: {answer}" },
	[SAY_PACE] = {
		"Behind, {done} of {min}: {x} – due {due}",
		"{^by_point} {wanted} of {min_noun} were expected, {done} "
		"logged. {more} more needed; last day: {last}.",
		"Mark one more:", "Mark one more", TELL },
	[SAY_STANDING] = {
		"Please confirm {attested}: {x}",
		"This is a standing duty; one entry {for_term} is enough. "
		"Last day: {last}.",
		"Confirm:", "Confirm", TELL },
	[SAY_LATE] = {
		"{late}: {x}",
		"This was due {expired}; {log}.",
		"Mark as done or name a day:", MARK,
		"Report completion, or a new day, to: {answer}" },
	[SAY_ESCALATE] = {
		"For your attention, {late}: {x}",
		"This was due {expired}; {log}.",
		"Decide:", "Decide", "Send your decision to: {answer}" },
	[SAY_ACCEPT] = {
		"To accept: {x} – logged {marked}",
		"Completion is logged: {marked_day}. It counts once you have "
		"decided: accept it or return it.",
		"Accept or return:", "Accept or return",
		"Say whether it is accepted or returned to: {answer}" },
	[SAY_CLOSED] = {
		"Done: {x} – {met}",
		"{^deed}: {met_day}, {delay}. Nothing is asked of you.",
		"", "Open", NULL },
	[SAY_WAIVED] = {
		"No longer required: {x}",
		"This is not required this time: so it was decided. There "
		"will be no more reminders.",
		"", "Open", NULL },
	[SAY_REOPENED] = {
		"Entry withdrawn: {x} – due {due}",
		"The entry was withdrawn{still}. {term}.",
		"Mark as done or name a day:", MARK, TELL },
	[SAY_RETURNED] = {
		"Returned for rework: {x} – due {due}",
		"The result was returned for rework{still}. {term}.",
		"Mark as done or name a day:", MARK, TELL },
	[SAY_OWED_AGAIN] = {
		"Required again: {x} – due {due}",
		"The decision that this is not required was withdrawn{still}. "
		"{term}.",
		"Mark as done or name a day:", MARK, TELL },
	[SAY_SCHEDULE] = {
		"Schedule{owner}{for_year} needed: {items}",
		"Please {enter} the dates of your schedule{for_year}: "
		"{items} {computed} computed from them. Until then nobody is "
		"reminded.",
		"Enter the dates or attach a file:", "Enter the dates",
		"Send the dates to: {answer}" },
	},
	.figure_action = "Enter the figure or ask for a new date:",
	.figure_answer = "Send the figure to: {answer}",
	.lead_of = {
		[ROLE_LEAD] = "as lead",
		[ROLE_CO] = "as one also responsible",
		[ROLE_SUPERVISOR] = "as supervisor",
		[ROLE_CONTROLLER] = "to accept the result",
		[ROLE_OWNER] = "as owner of the schedule",
	},
	.instead = "as administrator",
	.pass_on = "Pass this on, and enter the missing address "
	    "(bodies.yaml).",
	.follows = "following letter {follows}",
	.deputy = "{reason} (standing in for: {name})",
	.closing = "Letter {number}, to you {reason}.",
	.labels = {
		[LABEL_ACTIVITY] = "Activity",
		[LABEL_FIGURE] = "Figure",
		[LABEL_BASIS] = "Basis",
		[LABEL_IN_ORDER] = "In the order",
		[LABEL_IN_PLAN] = "In the plan",
		[LABEL_REQUESTED] = "Requested",
		[LABEL_MOVED] = "Moved",
		[LABEL_READING] = "Term read by",
		[LABEL_PERIOD] = "Period",
		[LABEL_MARK] = "Entry",
		[LABEL_RESULT] = "Result",
		[LABEL_RESPONSIBLE] = "Responsible",
		[LABEL_RESPONSIBLE_MANY] = "Responsible",
		[LABEL_CO] = "Also responsible",
		[LABEL_CO_INFORMED] = "Also responsible (informed)",
		[LABEL_LOGGED] = "Logged",
		[LABEL_PART] = "Logged in part",
		[LABEL_PROMISED] = "Promised by",
		[LABEL_NO_ADDRESS] = "No address",
		[LABEL_DECISION] = "Decision",
		[LABEL_ACCEPTED] = "Accepted",
		[LABEL_WITHDRAWN] = "Withdrawn",
	},
	.columns_of = {
		[COLUMN_ITEM] = "Item", [COLUMN_WHAT] = "What",
		[COLUMN_TERM] = "Due", [COLUMN_LOGGED] = "Logged",
		[COLUMN_DAY] = "Day", [COLUMN_LETTER] = "Letter",
		[COLUMN_TO] = "To",
	},
	.order = "order No. {number} of {date}",
	.order_short = "order No. {number}",
	.item = "item {item}",
	.items = "items {item}",
	.amended = " (amended {date})",
	.quoted = "«{when}»",
	.glossed = "«{when}» ({gloss})",
	.shifted = {
		[SHIFTED_BEFORE] =
		    "{due} is {why}; due on the working day before",
		[SHIFTED_AFTER] =
		    "{due} is {why}; due on the working day after",
		[SHIFTED_START] = "{due} is {why}; due on the first day",
	},
	.moved = "from {from} to {to}",
	.period = "{span}, cut short",
	.prorated = "{span}, cut short; {min} needed, not {full}",
	.mark = "{by}, {day}",
	.result_word = {
		[RESULT_DOCUMENT] = "document", [RESULT_FILE] = "file",
		[RESULT_LINK] = "link", [RESULT_TEXT] = "description",
		[RESULT_YES_NO] = "yes or no", [RESULT_NUMBER] = "number",
		[RESULT_PERCENT] = "number, %",
	},
	.result_hint = {
		[RESULT_FILE] = " (file)", [RESULT_LINK] = " (link)",
		[RESULT_YES_NO] = " (yes or no)", [RESULT_NUMBER] = " (number)",
		[RESULT_PERCENT] = " (number, %)",
	},
	.optional = "optional",
	.yes = "yes", .no = "no", .decimal = '.',
	.each = "{each} for itself",
	.each_of = "{name}, each for itself",
	.any = "{name}, one entry is enough",
	.missing = "{name}; nothing logged: {missing}",
	.and_more = " and {n} more",
	.heads = heads,
	.nothing = "nothing logged",
	.part = "part of the work logged",
	.logged = "{count} logged",
	.still = "; ",
	.of = "{done} of {min_noun}",
	.submitted = "an entry waits to be accepted",
	.promised = "{log}, promised {to}",
	.row_log = {
		[SAY_PACE] = "{log}, {wanted} expected {by_point}",
		[SAY_HALF] = "{log}, half of the time has passed",
		[SAY_REOPENED] = "entry withdrawn{still}",
		[SAY_RETURNED] = "returned for rework{still}",
		[SAY_OWED_AGAIN] = "required again{still}",
	},
	.left_to = "Last day: {last}",
	.expired = "This was due {expired}",
	.delay = "{days} after it was due",
	.deed_marked = "completion is logged",
	.deed_done = "done",
	.in_time = "in time",
	.provisional = " (provisional: no calendar for {year})",
	.provisional_short = " (provisional)",
	.stages = {
		[STAGE_OPENS] = {"reminder", "reminders",
		    "start of the period", "start of the period"},
		[STAGE_BEFORE] = {"reminder", "reminders",
		    "reminder", "reminders"},
		[STAGE_HALF] = {"reminder", "reminders",
		    "half the time gone", "half the time gone"},
		[STAGE_PACE] = {"reminder", "reminders",
		    "behind the pace", "behind the pace"},
		[STAGE_DUE] = {"reminder", "reminders",
		    "reminder", "reminders"},
		[STAGE_LATE] = {"overdue", "overdue", "overdue", "overdue"},
		[STAGE_ESCALATE] = {"supervisor", "supervisor",
		    "supervisor", "supervisor"},
		[STAGE_ACCEPT] = {"to be accepted", "to be accepted",
		    "to be accepted", "to be accepted"},
		[STAGE_SCHEDULE] = {"asked again", "asked again",
		    "schedule", "schedule"},
		[STAGE_CLOSED] = {"done", "done", "done", "done"},
		[STAGE_REOPENED] = {"entry withdrawn", "entry withdrawn",
		    "open again", "open again"},
	},
	.next = "Next: {entries}.",
	.next_entry = "{days}, {what}",
	.next_between = "; ",
	.and = " and ",
	.again = {"another letter", "further letters"},
	.again_others = {"another letter to those responsible",
	    "further letters to those responsible"},
	.escalate = "{who}",
	.about = {"letter about {items}",
	    "letter about {items} to those responsible",
	    "to the supervisor: {items}"},
	.named = {"letter about {items}",
	    "letter about {items} to those responsible"},
	.letters = {"a letter on {n} deadline", "a letter on {n} deadlines",
	    "a letter on {n} deadlines"},
	.controls = {"to the supervisor: {n} deadline",
	    "to the supervisor: {n} deadlines",
	    "to the supervisor: {n} deadlines"},
	.told_title = "Sent to those responsible:",
	.told_silent = "Sent to those responsible, no answer:",
	.unanswered = "{who}, letters without an answer: {n}",
	.ahead = "{last}; {log}",
	.one_button = "{last}. One button to mark it",
	.groups = {
	[GROUP_LATE] = { "Overdue", {"{n} overdue", "{n} overdue",
		"{n} overdue"}, "{n} overdue",
		"{due}, {late}; {log}", "{due}, {late}", "{log}" },
	[GROUP_ACCEPT] = { "Waiting for a decision",
		{"{n} to decide", "{n} to decide", "{n} to decide"},
		"{n} to decide",
		"logged {marked}, to be accepted", "{due}",
		"{marked}, to be accepted" },
	[GROUP_WEEK] = { "This week", {"{n} due this week",
		"{n} due this week", "{n} due this week"}, "{n} this week",
		"{near}; {log}", "{near}", "{log}" },
	[GROUP_LATER] = { "Later", {"{n} ahead", "{n} ahead", "{n} ahead"},
		"{n} later",
		"{near}; {log}", "{near}", "{log}" },
	[GROUP_SCHEDULE] = { "Schedules needed", {"{n} schedule needed",
		"{n} schedules needed", "{n} schedules needed"},
		"schedules {n}",
		"dates needed{for_year}", "dates needed{for_year}", "" },
	[GROUP_CLOSED] = { "Done", {"{n} done", "{n} done", "{n} done"},
		"{n} done",
		"{closed}", "{due}", "{closed}" },
	},
	.digest_subject = "{groups} – {day}",
	.digest_ahead = "{groups} – next on {day}",
	.digest_today = "Due today: {count}",
	.digest_tomorrow = "Due tomorrow: {count}",
	.digest_left = "{left}: {count} – due {due}",
	.digest_count = {"{n} item", "{n} items", "{n} items"},
	.digest_control = "For your attention: {groups} – {day}",
	.digest_action = "Open and mark:",
	.digest_button = "Open my terms",
	.digest_answer = TELL,
	.digest_row = "{cite}, {order}: {short}",
	.rest = "and {n} more",
	.today = "today, ",
	.tomorrow = "tomorrow, ",
	.closed_row = "done {met}, {delay}",
	.waived_row = "no longer required",
	.for_year = " for {year}",
	.for_term = "for the period",
	.for_term_year = "a year",
	.attest_year = "for {year}",
	.attest_any = "completion",
	.schedule_enter = "enter",
	.schedule_tell = "send",
	.computed_one = "is",
	.computed_many = "are",
	.alarms = {
	[ALARM_RULES] = {
		{"Rules not loaded: {n} error, the old ones hold",
		 "Rules not loaded: {n} errors, the old ones hold",
		 "Rules not loaded: {n} errors, the old ones hold"},
		"The change of {since} was refused; letters follow the rules "
		"of {other}.",
		"Correct it, then: srokctl check, srokctl reload" },
	[ALARM_UNDELIVERED] = {
		{"{n} letter not delivered", "{n} letters not delivered",
		 "{n} letters not delivered"},
		"There will be no further attempt.",
		"Correct the address in the rules: the latest reminder goes "
		"to the new one. Try the old one again: srokctl outbox "
		"release NUMBER" },
	[ALARM_WAY] = {
		{"{name} is down since {since_hour}, {n} letter waits",
		 "{name} is down since {since_hour}, {n} letters wait",
		 "{name} is down since {since_hour}, {n} letters wait"},
		"{name}, {since}:",
		"Next: an attempt at {other_hour}, then every hour. The "
		"queue: srokctl outbox" },
	[ALARM_HELD] = {
		{"{n} letter held: more than caps.wave at once",
		 "{n} letters held: more than caps.wave at once",
		 "{n} letters held: more than caps.wave at once"},
		"There were more letters at one time than caps.wave allows. "
		"The rest wait for a decision and do not leave by themselves.",
		"Look: srokctl outbox --state held. Let go: srokctl outbox "
		"release NUMBER" },
	[ALARM_CAPPED] = {
		{"More letters than caps allows: {n} address",
		 "More letters than caps allows: {n} addresses",
		 "More letters than caps allows: {n} addresses"},
		"These addresses were sent as many letters in an hour or a "
		"day as caps allows. The rest goes into the next letter; "
		"numbers are of reminders.",
		"Limits: caps.recipient_hour, caps.recipient_day in "
		"srokd.yaml" },
	[ALARM_CALENDAR] = {
		{"No calendar for {year}: terms are provisional",
		 "No calendar for {year}: terms are provisional",
		 "No calendar for {year}: terms are provisional"},
		"Days off of {year} are taken without the decree that moves "
		"them. Terms in it: {n}; letters call them provisional.",
		"Add {name}, then: srokctl reload" },
	[ALARM_BACKUP] = {
		{"The database was not backed up",
		 "The database was not backed up",
		 "The database was not backed up"},
		"No copy of the database can be made in {name}; the first "
		"failure was on {since}:",
		"Check the disk's room and permissions; the next attempt is in "
		"an hour. To make a copy yourself: srokctl backup DIRECTORY" },
	[ALARM_CLOCK] = {
		{"The server's clock leapt ahead, no letters leave",
		 "The server's clock leapt ahead, no letters leave",
		 "The server's clock leapt ahead, no letters leave"},
		"The clock says {since}; by the last record it should be {other}. "
		"Until that time is confirmed nothing is written or sent.",
		"Check the time: timedatectl. Once it is synchronised letters go "
		"on by themselves; if it is right: srokctl clock --believe" },
	[ALARM_RESTORED] = {
		{"Database restored from a copy: {n} letter held",
		 "Database restored from a copy: {n} letters held",
		 "Database restored from a copy: {n} letters held"},
		"On {other} a copy of {since} took the place of the database. "
		"Entries made in between are lost and have to be made again. "
		"Which letters left then the copy does not know; those that "
		"may have left are held.",
		"The relay's log says whether a letter left. To let it go: "
		"srokctl outbox release NUMBER; never to send it: srokctl "
		"outbox cancel NUMBER. The list: srokctl outbox --state held" },
	[ALARM_TEST] = {
		{"Test letter", "Test letter", "Test letter"},
		"Sent by srokctl test-send, {since}.",
		"Nothing is to be done." },
	},
	.alarm_more = " (and {n} more)",
	.administrator = "Administrator",
	.passed_subject = "Standing in: {subject}",
	.passed = "A letter of {day} did not reach {name}, <{address}>; the "
	    "mail server answered \"{reply}\". It comes to you as the one "
	    "who stands in; its text is below.",
	.plural = plural,
	.short_day = english_short_day,
	.date = english_date,
	.week_day = english_week_day,
	.day = english_day,
	.on_day = english_on_day,
	.to = english_to,
	.order_date = english_date,
	.period_span = period_span,
	.left = english_left,
	.late = english_late,
	.days = add_days,
	.working = working,
	.worked_weekend = worked_weekend,
	.day_off = day_off,
	.term = english_term,
	.counted_form = plural,
};
