/* codes.h - every complaint of the loader has a number, and a line about it.
 *
 * Owns:        the numbers; they are printed, so they never change meaning.
 * May touch:   core's phrase codes.
 * Never knows: how a complaint is shown.
 *
 * Fields of rule-files.md §11: 00 file, 01 structure, 02 term, 03 bodies,
 * 04 calendar, 05 reminders, 06 amendments, 07 srokd.yaml. Terms share theirs
 * with core/phrase_codes.h, calendars with core/workcal.c (0402-0404). */
#ifndef SROK_LOAD_CODES_H
#define SROK_LOAD_CODES_H

#define LOAD_CODES(X) \
	X(E_NOT_UTF8, 1, "a file must be UTF-8; a letter of the other " \
	    "alphabet inside a word is a warning of the same number") \
	X(E_ODD_CHARACTER, 2, "a control character, a line separator of a " \
	    "word processor, an invisible mark") \
	X(E_UTF16, 3, "a file in UTF-16") \
	X(E_TOO_LARGE, 4, "a file of more than 4 MiB") \
	X(E_UNREADABLE, 5, "a file or directory that cannot be read") \
	X(E_SPACE, 6, "a no-break or other odd space where YAML needs an " \
	    "ordinary one; at the end of a line, a warning") \
	X(E_NOT_YAML, 10, "not YAML: indentation, a key without a colon") \
	X(E_COLON, 11, "a value that YAML reads otherwise must be quoted") \
	X(E_TAB, 12, "a tab in the indentation") \
	X(E_COMMA, 13, "inside { } a comma ends the value") \
	X(E_ESCAPE, 14, "an unknown escape in double quotes") \
	X(E_UNCLOSED, 15, "a quote or bracket that is never closed") \
	X(E_REFERENCE, 16, "anchors, aliases and tags are not allowed") \
	X(E_DEEP, 17, "nested deeper than 16") \
	X(E_LONG_TEXT, 18, "a text above its limit: 4,000 characters; term " \
	    "500, item 32, short 24, id 64") \
	X(E_DOCUMENTS, 19, "a second document in one file") \
	X(W_COMMENT, 20, "a comment follows a term or a text: ` #` ended the " \
	    "value") \
	X(E_ICAL_LINE, 30, "a line of an .ics file that is no iCalendar") \
	X(E_ICAL_VALUE, 31, "a day, duration or recurrence of an .ics file " \
	    "that is wrong or not supported") \
	X(E_ICAL_SHAPE, 32, "an .ics file whose parts do not fit: BEGIN " \
	    "without END, an event without its first day") \
	X(E_UNKNOWN_KEY, 101, "a key that does not exist here") \
	X(E_MISSING_KEY, 102, "a required key is missing") \
	X(E_DOUBLE_KEY, 103, "a key stands twice") \
	X(E_TYPE, 104, "a value of another type was expected") \
	X(E_VALUE, 105, "a value that is not one of those allowed") \
	X(E_TWICE, 106, "an item, id or name stands twice") \
	X(E_KIND, 107, "a file without `roadmap`, `bodies` or `calendar`") \
	X(E_TOO_MANY, 108, "more than there may be: 10,000 rules a roadmap, " \
	    "10,000 windows a rule") \
	X(E_ID, 109, "an id is 1..64 letters, digits, - _ .") \
	X(E_DATE_VALUE, 110, "a date that does not exist or is not written " \
	    "2026-09-01") \
	X(E_REVERSED_SPAN, 111, "a span that ends before it begins") \
	X(E_TOGETHER_KEYS, 112, "keys that exclude each other") \
	X(E_UNKNOWN_NAME, 113, "a schedule, timezone or webhook that does " \
	    "not exist") \
	X(W_NUMBER_SIGN, 160, "the sign № in the number of an order: letters " \
	    "write it themselves") \
	X(W_NEVER_DUE, 290, "no window of the term lies in the validity") \
	X(E_BASE, 291, "a spelled-out term has one base: every, during, by " \
	    "a date, after, schedule, rrule") \
	X(E_SELECTOR, 292, "a spelled-out term has at most one of in, day, " \
	    "by") \
	X(E_BOUND, 293, "a key that does not go with the base of the term") \
	X(E_PART, 294, "a period, part or day that is not understood") \
	X(E_RRULE, 296, "a recurrence rule that is wrong or not supported") \
	X(E_NOT_OUTSIDE, 297, "`schedule` or `dates` for a term that does " \
	    "not wait for a schedule") \
	X(E_UNKNOWN_BODY, 301, "a body that does not exist") \
	X(E_BODY_CIRCLE, 302, "a group that holds itself, a deputy of " \
	    "itself, a part of itself") \
	X(E_GROUP_LEADS, 303, "a group leads and neither each nor any says " \
	    "what that means") \
	X(E_ADDRESS, 304, "an address that mail cannot go to") \
	X(E_EACH, 305, "each or any where it cannot stand") \
	X(W_UNREACHABLE, 320, "nobody of this body can be reached") \
	X(W_EMPTY_GROUP, 321, "a group without members") \
	X(W_BODY_TWICE, 322, "a body stands twice in one list") \
	X(E_CALENDAR, 410, "a calendar that does not exist") \
	X(E_CALENDAR_CIRCLE, 411, "an overlay that lies over itself") \
	X(E_WEEKEND, 412, "a weekend is two days: six-day weeks are not " \
	    "supported") \
	X(E_CALENDAR_PART, 413, "keys of a year, of a base calendar and of " \
	    "an overlay in one file") \
	X(W_YEAR_MISSING, 420, "a year of the validity without its official " \
	    "calendar: its dates are provisional") \
	X(E_DURATION, 501, "not a duration such as `3 working days`") \
	X(W_LEAD, 520, "a reminder that would come before the window " \
	    "before it is due") \
	X(W_ESCALATE_LATE, 521, "the supervisor hears after the next window " \
	    "is due") \
	X(W_NO_SUPERVISOR, 522, "escalation without a supervisor") \
	X(E_UNKNOWN_ITEM, 601, "an amendment of an item that is not there") \
	X(E_AMENDMENT_ORDER, 602, "amendments are not in the order of their " \
	    "dates") \
	X(E_NUMBER_TAKEN, 603, "a number that another rule bears") \
	X(W_CHANGES_NOTHING, 620, "an amendment that changes nothing") \
	X(W_OUTSIDE_VALIDITY, 621, "an amendment dated before or after the " \
	    "validity of its roadmap") \
	X(E_SECRET, 701, "a secret in srokd.yaml: it belongs into a file") \
	X(E_UNENCRYPTED, 702, "mail without encryption must say `insecure: " \
	    "true`") \
	X(E_ENDPOINT, 703, "an address of a server that is not understood") \
	X(W_NO_ADMINISTRATOR, 720, "nobody hears of trouble: no " \
	    "`administrator`") \
	X(W_NO_HEARTBEAT, 721, "nobody notices when srokd stands still: no " \
	    "`heartbeat`") \
	X(W_IDLE, 722, "a key that is checked, but does nothing yet")

enum load_code {
#define X(name, number, text) CODE_##name = number,
	LOAD_CODES(X)
#undef X
};

/* One line about a code, the loader's or the phrase's, or NULL. */
const char *code_text(int code);

#endif
