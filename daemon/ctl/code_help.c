/* A row for each code: what brings it about, and what to do. The examples of
 * terms are terms: a test has them complained of. */
#include "ctl/code_help.h"

#include <stddef.h>

static const struct code_help rows[] = {
	{1, "when: eжегодно, июнь        (the first letter is Latin)",
	    "Type the word anew in one alphabet, or run `srokctl "
	    "check --fix`. A whole file in another encoding: save it "
	    "as UTF-8."},
	{2, "title: Анализ\\vпричин       (a vertical tab from a "
	    "word processor)",
	    "Delete the character at the place shown; paste as plain "
	    "text."},
	{3, "a file that was saved as \"Unicode\" (UTF-16)",
	    "Save it as UTF-8."},
	{4, "a roadmap of 5 MiB",
	    "Split it: a directory may hold many files."},
	{5, "srokctl check /etc/srokd/rules/closed.yaml",
	    "Let the user of the service read it: chmod, chown; "
	    "directories need r and x."},
	{6, "title: Анализ               (a no-break space behind "
	    "the colon)",
	    "Type an ordinary space, or run `srokctl check --fix`."},
	{10, "rules\n  - item: \"1\"            (the colon behind "
	    "`rules` is missing)",
	    "Compare the line with the one above it: same "
	    "indentation, a colon and a space behind each key."},
	{11, "title: Анализ: причины",
	    "Quote the value: \"Анализ: причины\", or let it stand "
	    "below `|`."},
	{12, "<tab>title: Анализ",
	    "Indent with spaces, or run `srokctl check --fix`."},
	{13, "result: {document: Справка, отчёт}",
	    "Put the value in quotes, or on a line of its own below "
	    "the key."},
	{14, "title: \"C:\\папка\"",
	    "Use single quotes: nothing is escaped there."},
	{15, "title: \"Анализ причин",
	    "Close the quote or bracket; the place is where it "
	    "opens."},
	{16, "responsible: *schools",
	    "Write the value itself: what could refer to another "
	    "place is not allowed."},
	{17, "seventeen brackets, one inside the other",
	    "Nothing in a rule file is that deep: look for brackets "
	    "that are not closed."},
	{18, "short: мониторинг качества подготовки обучающихся",
	    "Shorten it to the limit; what belongs into reports can "
	    "stand in `note`."},
	{19, "roadmap: a\n---\nroadmap: b",
	    "Give each document a file of its own."},
	{20, "when: ежегодно, июнь #2",
	    "Quote the term if ` #2` belongs to it; else move the "
	    "comment to a line of its own."},
	{30, "DTSTART 20260101",
	    "Export the calendar anew: each line is NAME:value, and goes on "
	    "in the next one only behind a blank."},
	{31, "DTSTART;VALUE=DATE:20260230",
	    "Correct the value in the calendar's own program and export it "
	    "anew."},
	{32, "BEGIN:VEVENT\nSUMMARY:День учителя\nEND:VCALENDAR",
	    "The file was cut, or edited by hand: export it anew."},
	{101, "titel: Анализ",
	    "Use the key that the hint names; `srokctl check` shows "
	    "the nearest one."},
	{102, "- item: \"1\"\n  title: Анализ               (no "
	    "`when`, no `responsible`)",
	    "Add the key; a heading of the section may hold it for "
	    "all its rows."},
	{103, "title: Анализ\ntitle: Анализ причин",
	    "Delete one of the two."},
	{104, "before: yes",
	    "Write what the key takes; the hint shows an example."},
	{105, "shift: later",
	    "Use one of the words that the hint lists."},
	{106, "- item: \"3\"\n…\n- item: \"3\"",
	    "Number the row as the order does; a row without a "
	    "number gets one of yours: pg-1."},
	{107, "order: {number: \"343\"}        (and no `roadmap:`)",
	    "Begin the file with `roadmap: ID`, `bodies:` or "
	    "`calendar: ID`."},
	{108, "a roadmap of 10,001 rules; a term that is due each day "
	    "for 30 years",
	    "Split the roadmap; name a longer period, or end its "
	    "validity."},
	{109, "roadmap: план 2024",
	    "Use letters, digits and - _ . : план-2024."},
	{110, "in_force: {from: 2024-02-30}",
	    "Write a day that exists as YYYY-MM-DD."},
	{111, "dates: [2024-03-15..2024-03-01]",
	    "Exchange the two days."},
	{112, "schedule: toipkro\ndates: [2024-03-01]",
	    "Keep one of the two; the message says which do not go "
	    "together."},
	{113, "timezone: Europe/Tomsk",
	    "Use a name of the zone database (Asia/Tomsk), or a "
	    "schedule that stands in `schedules`."},
	{120, "a,10.02.2022,done,strezhevoy-2021/31,,,,,",
	    "Write the line as `srokctl simulate --help` has it: "
	    "days as 2022-02-10, nine or more columns."},
	{121, "a,2022-02-10,done,strezhevoy-2021/99,,,,,",
	    "Name a rule, a body and a window that there are; the "
	    "hint names them."},
	{160, "order: {number: № 343, date: 2021-10-14}",
	    "Write the number alone: number: \"343\"."},
	{201, "ежегодно, юнь",
	    "Take the word that the hint offers, or spell the term "
	    "out: `when: {every: year, in: june}`."},
	{202, "июнь до ежегодно",
	    "Bring the words into an order that orders use, or spell "
	    "the term out."},
	{203, "",
	    "Copy the cell; where the order leaves it blank, "
	    "`interpretation` says how it is read."},
	{204, "a cell of 501 characters",
	    "Keep what tells time; the rest belongs into `note`."},
	{205, "ежегодно, 30 февраля",
	    "Name a day that the month has: «последний день "
	    "февраля»."},
	{206, "не менее 5, но не более 2 раз в год",
	    "Exchange the numbers, or drop the one that is wrong."},
	{207, "2024-2022",
	    "Exchange the two ends; a range over the new year needs "
	    "months."},
	{208, "ежемесячно, ежеквартально",
	    "Keep one rhythm; two terms stand in a list: "
	    "[ежемесячно, ежеквартально]."},
	{209, "3 раза в год (май, декабрь)",
	    "Name as many months as there are times, or leave out "
	    "the number."},
	{210, "ежедневно по пятницам",
	    "Say one of the two."},
	{211, "не менее 4 раз",
	    "Add what the message misses: «не менее 4 раз в год»."},
	{212, "в 5 квартале",
	    "Name one that exists."},
	{213, "июнь или сентябрь",
	    "Decide: `interpretation: {by: uo, read: июнь, date: "
	    "2024-01-15}`."},
	{214, "bytes of another encoding on the command line",
	    "Use a terminal in UTF-8, or save the file as UTF-8."},
	{250, "1 раз в полугодие, май",
	    "Confirm the reading: `interpretation: {by: uo}`; the "
	    "other one is said as the hint shows."},
	{251, "по запросам",
	    "Say it: `interpretation: {by: uo, read: {after: request, "
	    "within: 10 working days}}`; without `read` it confirms the 30 "
	    "days."},
	{252, "ноябрь - февраль 2021, 2022",
	    "Confirm it by `interpretation`, or list each: «ноябрь "
	    "2021 - февраль 2022»."},
	{253, "ежемесячно, по графику ТОИПКРО",
	    "Confirm which of the two tells the time by "
	    "`interpretation`."},
	{254, "в конце года",
	    "Name the month («декабрь»), or confirm the reading by "
	    "`interpretation`."},
	{255, "в течение 10 дней",
	    "Name what the days count from: «в течение 10 дней после "
	    "окончания квартала»; or confirm requests by "
	    "`interpretation`."},
	{256, "ежегодно (июнь",
	    "Close the bracket, or delete it."},
	{257, "по плану ежегоднй работы",
	    "Correct the word where it tells time; where it is a "
	    "name, `interpretation: {by: uo}` confirms it."},
	{258, "в течении года",
	    "Nothing need be done: the order's own words stay. "
	    "`interpretation` silences it."},
	{259, "до 17:00 31 марта",
	    "Nothing need be done: the order's own words stay, and letters "
	    "quote them. `interpretation` silences it."},
	{260, "ноябрь (школьный этап)",
	    "Where the words change the term, write it in words of time; else "
	    "`interpretation` confirms it."},
	{290, "when: май 2020\nin_force: {from: 2021-01-01}",
	    "Check the years of the term and of `in_force`."},
	{291, "when: {every: year, during: 2024}",
	    "Keep one base; a list of mappings holds several."},
	{292, "when: {every: year, in: june, by: 20}",
	    "Keep one of in, day, by."},
	{293, "when: {during: 2024, within: 3 days}",
	    "Delete the key, or change the base: `srokctl explain` "
	    "shows the spelled-out form of a phrase."},
	{294, "when: {every: year, in: juny}",
	    "Write the part as rule-files have it: june, "
	    "june..august, 1 june..10 june, last friday."},
	{296, "when: {rrule: \"FREQ=HOURLY\"}",
	    "Use DAILY, WEEKLY, MONTHLY or YEARLY and the parts of "
	    "RFC 5545 that count days."},
	{297, "when: ежегодно, июнь\ndates: [2024-06-20]",
	    "Delete `dates`, or say `when: {schedule: external}`."},
	{301, "responsible: ou",
	    "Use an id of `bodies`; the hint names the nearest."},
	{302, "a: {members: [b]}\nb: {members: [a]}",
	    "Take one of them out of the other."},
	{303, "responsible: schools        (a group)",
	    "Say `each schools` when every member owes it, `any "
	    "schools` when one entry of any is enough."},
	{304, "email: uo@",
	    "Write a whole address: uo@dept.example."},
	{305, "responsible: [uo, each schools]",
	    "Put `each` or `any` first; bodies that help need "
	    "neither."},
	{320, "uo: {name: Управление образования}        (no address)",
	    "Add `email`, `webhook`, a contact, members that have "
	    "one, or a deputy."},
	{321, "schools: {name: Школы, members: []}",
	    "Add members, or delete the group."},
	{322, "responsible: [uo, imo, uo]",
	    "Name it once."},
	{402, "moves: [{from: 2024-01-15, to: 2024-01-16}]",
	    "Copy the pair of the decree anew: `from` is a weekend "
	    "or a holiday."},
	{403, "moves: [{from: 2024-01-06, to: 2024-01-07}]",
	    "Copy the pair of the decree anew: `to` is a working "
	    "day."},
	{404, "working_days: 300",
	    "Compare moves and holidays with the decree; the message "
	    "names both totals."},
	{410, "calendar: tomsk",
	    "Name a calendar that a file of the directory holds, or "
	    "add its file."},
	{411, "calendar: a\nover: a",
	    "Name the calendar that it lies over."},
	{412, "weekend: [sunday]",
	    "Name two days: terms are counted in five-day weeks. Saturdays "
	    "that are worked stand as `workdays` in an overlay (`over: ru`)."},
	{413, "year: 2026\nweekend: [saturday, sunday]",
	    "One file for what holds every year, one for each year, "
	    "one for an overlay."},
	{420, "in_force: {from: 2028-01-01}        (no calendar of "
	    "2028)",
	    "Add the year's file when the decree is out: `calendar: "
	    "ru`, `year: 2028`, `decree`, `moves`."},
	{501, "before: [a week]",
	    "Write a number and a unit: 3 days, 3 working days, 2 "
	    "weeks, 1 month."},
	{520, "when: июнь 2024\nremind: {before: 60 days}",
	    "Shorten the lead, or leave it: it will be sent before "
	    "the window opens."},
	{521, "when: ежемесячно\nremind: {escalate: after 30 working "
	    "days}",
	    "Shorten `escalate`, so that it comes before the next "
	    "window is due."},
	{522, "remind: {escalate: after 3 working days}        (no "
	    "`supervisor`)",
	    "Add `supervisor`, or say `escalate: none`."},
	{601, "amendments: [{order: …, change: {\"99\": …}}]",
	    "Name an item that the roadmap has on that day."},
	{602, "an amendment of 2024 above one of 2023",
	    "Put them in the order of their dates."},
	{603, "renumber: {\"9\": \"11\"}        (there is an 11)",
	    "Renumber or repeal the other one first, in the same "
	    "amendment."},
	{620, "change: {\"21\": {title: …}}        (as it stands "
	    "already)",
	    "Delete it; `\"21\": {}` says that the row has the new "
	    "wording."},
	{621, "in_force: {from: 2021-10-14}\n"
	    "amendments: [{order: {number: \"7\", date: 2012-02-18}}]",
	    "Mostly its year is wrong. Say `from` where it holds from "
	    "another day than its date, `in_force` where it prolongs "
	    "the roadmap."},
	{701, "mail: {password: …}",
	    "Put it into a file of mode 0600 and name that: "
	    "password_file."},
	{702, "relay: smtp://host:25",
	    "Use smtps:// or a relay with STARTTLS; on a machine of "
	    "your own say `insecure: true`."},
	{703, "relay: host",
	    "Write the whole address: smtps://host:465."},
	{720, "srokd.yaml without `administrator`",
	    "Add `administrator: admin@dept.example`."},
	{721, "srokd.yaml without `heartbeat`",
	    "Name the address that a service of yours expects to be asked "
	    "each hour (Healthchecks and the like); `heartbeat: none` says "
	    "that nobody is to watch."},
	{722, "pages: {url: \"https://srok.dept.example\"}",
	    "Leave it, and do not rely on it: letters carry no link yet."},
};

const struct code_help *
code_help(int code)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].code == code)
			return &rows[i];
	return NULL;
}
