#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/str.h"
#include "load/ical.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static struct date
day(const char *iso)
{
	struct date d = DATE_NONE;

	assert_true(date_parse(iso, strlen(iso), &d));
	return d;
}

/* The file as "first..last summary" lines, or its complaints. */
static void
read_bytes(const char *bytes, size_t len, const char *from, const char *to,
    struct str *out)
{
	struct date_span within = {day(from), day(to)};
	struct arena *a = arena_new();
	const struct ical_span *spans;
	struct diags diags;
	size_t n;

	diags_init(&diags, a);
	str_clear(out);
	if (ical_read(a, "x.ics", bytes, len, within, &spans, &n, &diags)) {
		for (size_t i = 0; i < n; i++) {
			char first[DATE_TEXT], last[DATE_TEXT];

			str_addf(out, "%s..%s %s\n",
			    date_iso(spans[i].days.first, first),
			    date_iso(spans[i].days.last, last),
			    spans[i].summary);
		}
	} else {
		diags_sort(&diags);
		for (size_t i = 0; i < diags.len; i++)
			diag_print(out, &diags.items[i], DIAG_SHORT);
	}
	arena_free(a);
}

/* The lines of one event inside a calendar, CR LF behind each. */
static void
expect_event(const char *const *lines, size_t n, const char *expected)
{
	struct str file, out;

	str_init(&file);
	str_init(&out);
	str_add(&file, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n");
	for (size_t i = 0; i < n; i++)
		str_addf(&file, "%s\r\n", lines[i]);
	str_add(&file, "END:VEVENT\r\nEND:VCALENDAR\r\n");
	read_bytes(file.s, file.len, "2026-01-01", "2027-12-31", &out);
	assert_string_equal(out.s, expected);
	str_done(&out);
	str_done(&file);
}

#define EVENT(expected, ...) do { \
	static const char *const lines[] = {__VA_ARGS__}; \
	expect_event(lines, COUNT(lines), expected); \
} while (0)

/* --- days ----------------------------------------------------------------- */

static void
test_whole_days(void **state)
{
	(void)state;
	EVENT("2026-05-01..2026-05-01 \n", "DTSTART;VALUE=DATE:20260501");
	EVENT("2026-05-01..2026-05-03 May\n", "SUMMARY:May",
	    "DTSTART;VALUE=DATE:20260501", "DTEND;VALUE=DATE:20260504");
	/* As some programs write one day. */
	EVENT("2026-05-01..2026-05-01 \n", "DTSTART;VALUE=DATE:20260501",
	    "DTEND;VALUE=DATE:20260501");
	EVENT("2026-05-01..2026-05-14 \n", "DTSTART:20260501",
	    "DURATION:P2W");
	EVENT("2026-05-01..2026-05-02 \n", "DTSTART:20260501",
	    "DURATION:P1DT1H");
	EVENT("2025-12-31..2026-01-08 \n", "DTSTART:20251231",
	    "DTEND:20260109");
	EVENT("", "DTSTART:20251201", "DTEND:20260101");
}

static void
test_times_are_their_days(void **state)
{
	(void)state;
	EVENT("2026-05-01..2026-05-01 \n",
	    "DTSTART;TZID=Asia/Tomsk:20260501T090000",
	    "DTEND;TZID=Asia/Tomsk:20260501T180000");
	EVENT("2026-05-01..2026-05-01 \n", "DTSTART:20260501T000000Z",
	    "DTEND:20260502T000000Z");
	EVENT("2026-05-01..2026-05-02 \n", "DTSTART:20260501T220000",
	    "DURATION:PT3H");
	EVENT("2026-05-01..2026-05-01 \n", "DTSTART:20260501T210000",
	    "DURATION:PT180M");
	EVENT("2026-05-01..2026-05-01 \n", "DTSTART:20260501T210000",
	    "DURATION:PT0S");
}

/* --- words ---------------------------------------------------------------- */

static void
test_words(void **state)
{
	(void)state;
	EVENT("2026-05-01..2026-05-01 a, b; c\\d e f\n",
	    "DTSTART:20260501", "SUMMARY:a\\, b\\; c\\\\d\\ne\\Nf");
	EVENT("2026-05-01..2026-05-01 День города\n", "DTSTART:20260501",
	    "SUMMARY;LANGUAGE=ru;X=\"a:b;c\":День \r\n города");
	EVENT("2026-05-01..2026-05-01 День\n", "DTSTART:20260501",
	    "SUMMARY:\xD0\r\n \x94\xD0\xB5\r\n\t\xD0\xBD\xD1\x8C");
	EVENT("2026-05-01..2026-05-01 Ночь\n", "dtstart:20260501",
	    "Summary:Ночь");
}

static void
test_what_is_passed_over(void **state)
{
	(void)state;
	EVENT("2026-05-01..2026-05-01 a\n", "DTSTART:20260501", "SUMMARY:a",
	    "X-ODD;A=B,\"C\":whatever", "BEGIN:VALARM", "TRIGGER:-PT15M",
	    "SUMMARY:not this", "DTSTART:20260601", "END:VALARM");
	EVENT("", "DTSTART:20260501", "STATUS:CANCELLED");
}

/* --- repeats -------------------------------------------------------------- */

static void
test_repeats(void **state)
{
	(void)state;
	EVENT("2026-06-12..2026-06-12 \n2027-06-12..2027-06-12 \n",
	    "DTSTART;VALUE=DATE:19920612", "RRULE:FREQ=YEARLY");
	EVENT("2026-06-12..2026-06-14 \n", "DTSTART:20200612",
	    "DTEND:20200615", "RRULE:FREQ=YEARLY;UNTIL=20260701T000000Z");
	EVENT("2026-01-05..2026-01-05 \n2026-01-19..2026-01-19 \n",
	    "DTSTART:20260105", "RRULE:FREQ=WEEKLY;COUNT=3",
	    "EXDATE;VALUE=DATE:20260112");
	EVENT("2026-01-05..2026-01-05 \n2026-03-01..2026-03-01 \n"
	    "2026-04-01..2026-04-01 \n", "DTSTART:20260105",
	    "RDATE;VALUE=DATE:20260401,20260301");
	/* A repeat that began before and reaches into the span. */
	EVENT("2025-12-30..2026-01-02 \n2026-12-30..2027-01-02 \n"
	    "2027-12-30..2028-01-02 \n", "DTSTART:20201230",
	    "DTEND:20210103", "RRULE:FREQ=YEARLY");
}

static void
test_one_repeat_is_another(void **state)
{
	static const char file[] =
	    "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20260105\n"
	    "RRULE:FREQ=WEEKLY;COUNT=3\nSUMMARY:old\nEND:VEVENT\n"
	    "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260112\n"
	    "DTSTART:20260113\nSUMMARY:moved\nEND:VEVENT\n"
	    "BEGIN:VEVENT\nUID:a\nRECURRENCE-ID:20260119\n"
	    "DTSTART:20260119\nSTATUS:CANCELLED\nEND:VEVENT\n"
	    "END:VCALENDAR\n";
	struct str out;

	(void)state;
	str_init(&out);
	read_bytes(file, sizeof(file) - 1, "2026-01-01", "2026-12-31", &out);
	assert_string_equal(out.s, "2026-01-05..2026-01-05 old\n"
	    "2026-01-13..2026-01-13 moved\n");
	str_done(&out);
}

/* --- faults --------------------------------------------------------------- */

static void
test_faults_of_an_event(void **state)
{
	(void)state;
	EVENT("x.ics:3:20: error: not a day of 1900..2200 [E0031]\n",
	    "DTSTART;VALUE=DATE:20260230");
	EVENT("x.ics:3:9: error: not a day of 1900..2200 [E0031]\n",
	    "DTSTART:20260501T250000");
	EVENT("x.ics:4:7: error: the event ends before it begins [E0031]\n",
	    "DTSTART:20260501", "DTEND:20260430");
	EVENT("x.ics:2:1: error: an event without DTSTART [E0032]\n",
	    "SUMMARY:a");
	EVENT("x.ics:2:1: error: an event with DTEND and DURATION "
	    "[E0032]\n", "DTSTART:20260501", "DTEND:20260502",
	    "DURATION:P1D");
	EVENT("x.ics:4:1: error: stands twice in one event [E0032]\n",
	    "DTSTART:20260501", "DTSTART:20260502");
	EVENT("x.ics:4:10: error: not a duration that goes forward "
	    "[E0031]\n", "DTSTART:20260501", "DURATION:-P1D");
	EVENT("x.ics:4:10: error: not a duration that goes forward "
	    "[E0031]\n", "DTSTART:20260501", "DURATION:P");
	EVENT("x.ics:4:12: error: HOURLY is not supported: terms are whole "
	    "days [E0031]\n", "DTSTART:20260501", "RRULE:FREQ=HOURLY");
	EVENT("x.ics:4:1: error: not a line of iCalendar [E0030]\n",
	    "DTSTART:20260501", "SUMMARY");
	EVENT("x.ics:4:1: error: not a line of iCalendar [E0030]\n",
	    "DTSTART:20260501", "SUMMARY;A=\"b:c");
}

/* The column is that of the file, not of the unfolded line. */
static void
test_a_fault_in_a_folded_line(void **state)
{
	(void)state;
	EVENT("x.ics:5:3: error: not a day of 1900..2200 [E0031]\n",
	    "DTSTART:20260501", "EXDATE:20260601,20260602\r\n ,2026060");
}

static void
test_faults_of_a_file(void **state)
{
	static const struct {
		const char *bytes, *expected;
	} rows[] = {
		{"", "x.ics:1:1: error: no calendar: BEGIN:VCALENDAR is "
		    "missing [E0032]\n"},
		{"\xEF\xBB\xBF" "BEGIN:VCALENDAR\nEND:VCALENDAR", ""},
		{"DTSTART:20260101\n", "x.ics:1:1: error: a calendar begins "
		    "with BEGIN:VCALENDAR [E0032]\n"
		    "x.ics:1:1: error: no calendar: BEGIN:VCALENDAR is "
		    "missing [E0032]\n"},
		{"BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n",
		    "x.ics:1:7: error: a calendar begins with "
		    "BEGIN:VCALENDAR [E0032]\n"
		    "x.ics:1:7: error: an event inside another part: END is "
		    "missing [E0032]\n"},
		{"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101\n"
		    "END:VCALENDAR\n", "x.ics:2:7: error: this part has no "
		    "END: the file is cut [E0032]\n"
		    "x.ics:4:5: error: this END closes nothing that is open "
		    "[E0032]\n"},
		{"BEGIN:VCALENDAR\nX:\xC4\xE5\xED\xFC\nEND:VCALENDAR\n",
		    "x.ics:2:3: error: this character is not UTF-8: save the "
		    "file as UTF-8 [E0001]\n"},
	};
	struct str out;

	(void)state;
	str_init(&out);
	for (size_t i = 0; i < COUNT(rows); i++) {
		read_bytes(rows[i].bytes, strlen(rows[i].bytes),
		    "2026-01-01", "2026-12-31", &out);
		assert_string_equal(out.s, rows[i].expected);
	}
	str_done(&out);
}

/* A hostile file costs no more than its size: complaints and repeats end. */
static void
test_limits(void **state)
{
	struct str file, out;

	(void)state;
	str_init(&file);
	str_init(&out);
	for (int i = 0; i < 1000; i++)
		str_add(&file, "nothing\n");
	read_bytes(file.s, file.len, "2026-01-01", "2026-12-31", &out);
	assert_true(out.len > 1000 && out.len < 10000);
	str_clear(&file);
	str_add(&file, "BEGIN:VCALENDAR\n");
	for (int i = 0; i < 30; i++)
		str_add(&file, "BEGIN:VEVENT\nDTSTART:19000101\n"
		    "RRULE:FREQ=DAILY\nEND:VEVENT\n");
	str_add(&file, "END:VCALENDAR\n");
	read_bytes(file.s, file.len, "2026-01-01", "2026-12-31", &out);
	assert_non_null(strstr(out.s, "more than 10000 events [E0108]"));
	str_done(&out);
	str_done(&file);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_days),
		cmocka_unit_test(test_times_are_their_days),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_what_is_passed_over),
		cmocka_unit_test(test_repeats),
		cmocka_unit_test(test_one_repeat_is_another),
		cmocka_unit_test(test_faults_of_an_event),
		cmocka_unit_test(test_a_fault_in_a_folded_line),
		cmocka_unit_test(test_faults_of_a_file),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
