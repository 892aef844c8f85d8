#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "core/str.h"
#include "turn/deed.h"

#define HEADER "id,at,kind,rule,body,date,window,ref,note\n"
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct script {
	struct arena *a;
	const struct deed_line *lines;
	size_t n;
	struct diags diags;
	struct str complaints;
	bool ok;
};

static void
read_script(struct script *s, const char *text, size_t len)
{
	*s = (struct script){.a = arena_new()};
	diags_init(&s->diags, s->a);
	str_init(&s->complaints);
	s->ok = deed_read_csv(s->a, "log.csv", text, len, &s->lines, &s->n,
	    &s->diags);
	for (size_t i = 0; i < s->diags.len; i++)
		diag_print(&s->complaints, &s->diags.items[i], DIAG_SHORT);
}

static void
script_done(struct script *s)
{
	str_done(&s->complaints);
	arena_free(s->a);
}

static void
assert_day(struct date day, const char *iso)
{
	char buf[DATE_TEXT];

	assert_string_equal(date_iso(day, buf), iso);
}

static const struct deed_line *
good(struct script *s, const char *text, size_t n)
{
	read_script(s, text, strlen(text));
	assert_string_equal(s->complaints.s, "");
	assert_true(s->ok);
	assert_int_equal(s->n, n);
	return s->lines;
}

static void
test_a_line_becomes_a_deed(void **state)
{
	struct script s;
	const struct deed_line *l = good(&s, HEADER
	    "a1,2022-02-10T14:20,done,town/31,uo,2022-02-09,2022-03-01,,"
	    "sent on time\n"
	    "a2,2022-02-11,void,,,,,a1,\n", 2);

	(void)state;
	assert_string_equal(l[0].id, "a1");
	assert_string_equal(l[0].ref, "");
	assert_day(l[0].day, "2022-02-10");
	assert_int_equal(l[0].second, 14 * 3600 + 20 * 60);
	assert_int_equal(l[0].deed.kind, ENTRY_DONE);
	assert_string_equal(l[0].deed.rule, "town/31");
	assert_string_equal(l[0].deed.body, "uo");
	assert_day(l[0].deed.date, "2022-02-09");
	assert_day(l[0].deed.window, "2022-03-01");
	assert_day(l[0].deed.until, "");
	assert_string_equal(l[0].deed.note, "sent on time");
	assert_string_equal(l[0].place.file, "log.csv");
	assert_int_equal(l[0].place.line, 2);
	assert_string_equal(l[1].ref, "a1");
	assert_int_equal(l[1].second, 12 * 3600);
	assert_int_equal(l[1].deed.ref, 0);
	assert_null(l[1].deed.rule);
	assert_null(l[1].deed.body);
	assert_null(l[1].deed.note);
	assert_day(l[1].deed.date, "");
	assert_int_equal(l[1].place.line, 3);
	script_done(&s);
}

/* RFC 4180 §2: quotes around commas, line ends and doubled quotes; the next
 * record still knows its line. */
static void
test_quoted_fields(void **state)
{
	struct script s;
	const struct deed_line *l = good(&s, HEADER
	    "1,2022-02-10,done,\"t/1\",,,,,\"a, \"\"b\"\"\nand c\"\n"
	    "2,2022-02-11,done,\"\",,,,,a \"bare\" one", 2);

	(void)state;
	assert_string_equal(l[0].deed.rule, "t/1");
	assert_string_equal(l[0].deed.note, "a, \"b\"\nand c");
	assert_null(l[1].deed.rule);
	assert_string_equal(l[1].deed.note, "a \"bare\" one");
	assert_int_equal(l[1].place.line, 4);
	script_done(&s);
}

static void
test_line_ends(void **state)
{
	struct script s;
	const struct deed_line *l = good(&s,
	    "id,at,kind,rule,body,date,window,ref,note\r\n"
	    "1,2022-02-10,done,t/1,,,,,x\r\n"
	    "\r\n\n"
	    "2,2022-02-11 08:05,done,t/1,,,,,\"y\"\r\n"
	    "3,2022-02-12,done", 3);

	(void)state;
	assert_string_equal(l[0].deed.note, "x");
	assert_string_equal(l[1].deed.note, "y");
	assert_int_equal(l[1].second, 8 * 3600 + 5 * 60);
	assert_int_equal(l[1].place.line, 5);
	assert_null(l[2].deed.rule);
	script_done(&s);
	good(&s, HEADER, 0);
	script_done(&s);
}

/* As spreadsheets write it: a mark, semicolons, their own days; columns in
 * any order, some left out. */
static void
test_other_shapes(void **state)
{
	struct script s;
	const struct deed_line *l = good(&s,
	    "\xef\xbb\xbfrule;kind;at;date;result;author;decided_by\r\n"
	    "t/1;done;10.02.2022;09.02.2022;23,5;офицер;\r\n"
	    "t/2;extend;10.02.2022 14:20;01.04.2022;;;head\r\n", 2);

	(void)state;
	assert_day(l[0].day, "2022-02-10");
	assert_day(l[0].deed.date, "2022-02-09");
	assert_string_equal(l[0].deed.rule, "t/1");
	assert_string_equal(l[0].deed.evidence, "23,5");
	assert_string_equal(l[0].deed.author, "офицер");
	assert_string_equal(l[0].id, "");
	assert_day(l[1].deed.until, "2022-04-01");
	assert_int_equal(l[1].second, 14 * 3600 + 20 * 60);
	assert_string_equal(l[1].deed.decided_by, "head");
	script_done(&s);
	l = good(&s, "at\tkind\trule\n2022-02-10\tdone\tt/1\n", 1);
	assert_string_equal(l[0].deed.rule, "t/1");
	script_done(&s);
}

/* A line's own name depends on all of it and on nothing else. */
static void
test_keys(void **state)
{
	struct script s;
	char keys[4][DEED_KEY_TEXT];
	const struct deed_line *l = good(&s, HEADER
	    "1,2022-02-10,done,t/1,,,,,x\n"
	    "2,2022-02-10,done,t/1,,,,,x\n"
	    "1,2022-02-10,done,t/1,,,,,x\n"
	    "1,2022-02-10,done,t/1,x,,,,\n", 4);

	(void)state;
	for (size_t i = 0; i < 4; i++)
		deed_line_key(&l[i], keys[i]);
	assert_int_equal(strlen(keys[0]), DEED_KEY_TEXT - 2);
	assert_string_equal(keys[0], keys[2]);
	assert_string_not_equal(keys[0], keys[1]);
	assert_string_not_equal(keys[0], keys[3]);
	script_done(&s);
}

/* What the one column `date` means depends on the kind. */
static void
test_days_by_kind(void **state)
{
	struct script s;
	const struct deed_line *l = good(&s, HEADER
	    "1,2022-02-10,extend,t/1,,2022-04-01,2022-03-01,,\n"
	    "2,2022-02-10,promise,t/1,,2022-03-15,,,\n"
	    "3,2022-02-10,schedule,t/1,,2022-05-04,,,\n"
	    "4,2022-02-10,schedule,t/1,,2022-05-04..2022-05-20,,,\n", 4);
	static const char *const days[][2] = {
		{"", "2022-04-01"}, {"", "2022-03-15"},
		{"2022-05-04", "2022-05-04"}, {"2022-05-04", "2022-05-20"}
	};

	(void)state;
	for (size_t i = 0; i < COUNT(days); i++) {
		assert_day(l[i].deed.date, days[i][0]);
		assert_day(l[i].deed.until, days[i][1]);
	}
	script_done(&s);
}

static void
test_complaints(void **state)
{
	static const struct {
		const char *text, *complaint;
	} bad[] = {
		{"", "log.csv:1:1: error: the first line must name"},
		{"\n\n", "log.csv:1:1: error: the first line must name"},
		{"id,at\n", "log.csv:1:1: error: the column 'kind' is missing"},
		{"at,kind,rule,bodi\n", "log.csv:1:14: error: no column "
		    "is called 'bodi': 'body'?"},
		{"at,kind,rule,at\n", "the column 'at' is there twice"},
		{"\"at,kind", "a quoted field has no end"},
		{HEADER "1,30.02.2022,done\n", "log.csv:2:3: error: "
		    "there is no '30.02.2022'"},
		{HEADER "1,2022-02-30,done\n", "log.csv:2:3: error: "
		    "there is no '2022-02-30'"},
		{HEADER "1,0000-01-01,done\n", "there is no '0000-01-01'"},
		{HEADER "1,9999-01-01,done\n", "there is no '9999-01-01'"},
		{HEADER "1,yesterday,done\n", "log.csv:2:3: error: 'yesterday'"
		    " is neither a day nor a day and time"},
		{HEADER "1,2022-02-10T24:00,done\n", "'2022-02-10T24:00'"},
		{HEADER "1,2022-02-10T12:60,done\n", "'2022-02-10T12:60'"},
		{HEADER "1,2022-02-10T1:20,done\n", "'2022-02-10T1:20'"},
		{HEADER "1,2022-02-10T12:00:00,done\n",
		    "'2022-02-10T12:00:00'"},
		{HEADER "1,2022-02-10x12:00,done\n", "'2022-02-10x12:00'"},
		{HEADER "1,2022-02-10,did\n",
		    "log.csv:2:14: error: no kind of entry is called 'did'"},
		{HEADER "1,2022-02-10,done,,,2022-2-1\n",
		    "log.csv:2:21: error: '2022-2-1': a day is written "
		    "2022-02-10"},
		{HEADER "1,2022-02-10,done,,,2022-02-10,2023-02-30\n",
		    "log.csv:2:32: error: there is no '2023-02-30'"},
		{HEADER "1,2022-02-10,done,,,,,,\"a\n\nb\n",
		    "log.csv:2:24: error: a quoted field has no end"},
		{HEADER "1,2022-02-10,done,,,,,,\xcf\xf0\n",
		    "log.csv:2:24: error: a byte that is no UTF-8"},
		{HEADER "\xd1\x8f,2022-02-10,done,,,,,,\xd1\n",
		    "log.csv:2:24: error: a byte that is no UTF-8"},
		{"\xef\xbb\xbf\xc0\x80", "log.csv:1:1: error: a byte that"},
		{"\xff\xfei", "log.csv:1:1: error: the file is UTF-16"},
		{HEADER "1,2022-02-10,done,,,2022-02-01..2022-02-02\n",
		    "a day is written"},
		{HEADER "1,2022-02-10,done,,,,march\n", "a day is written"},
		{HEADER "1,2022-02-10,extend,,,\n", "a day is written"},
		{HEADER "1,2022-02-10,promise,,,\n", "a day is written"},
		{HEADER "1,2022-02-10,schedule,,,\n", "a day is written"},
		{HEADER "1,2022-02-10,schedule,,,2022-05-04..2022-05-01\n",
		    "a day is written"},
		{HEADER "1,2022-02-10,done,,,,,,,\n",
		    "log.csv:2:25: error: more than 9 fields"},
		{HEADER "1,2022-02-10,done,,,,,,\"a\" b\n",
		    "log.csv:2:27: error: text behind a quoted field"}
	};

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct script s;

		read_script(&s, bad[i].text, strlen(bad[i].text));
		if (s.ok || !strstr(s.complaints.s, bad[i].complaint))
			fail_msg("case %zu: %s", i, s.complaints.s);
		script_done(&s);
	}
}

/* What a record that is broken holds is not complained of as well. */
static void
test_a_broken_record_is_told_once(void **state)
{
	static const char text[] = HEADER "\"1,2022-02-10,done\n2,what,did\n";
	struct script s;

	(void)state;
	read_script(&s, text, strlen(text));
	assert_false(s.ok);
	assert_int_equal(s.diags.nerrors, 1);
	script_done(&s);
}

/* Marks and line ends of all kinds of spreadsheets; a NUL is never text. */
static void
test_bytes(void **state)
{
	static const char nul[] = HEADER "1,2022-02-10,done,,,,,,a\0b\n";
	struct script s;

	(void)state;
	read_script(&s, nul, sizeof(nul) - 1);
	assert_false(s.ok);
	assert_string_equal(s.complaints.s, "log.csv:2:25: error: a NUL byte: "
	    "the file is no text [E0120]\n");
	assert_int_equal(s.n, 0);
	script_done(&s);
	good(&s, "\xef\xbb\xbf" "at,kind,rule,note\r\n"
	    "2022-02-10,done,r/1,\xef\xbf\xbd"
	    "\xf0\x9f\x93\x85 \xd1\x8f\r\n", 1);
	script_done(&s);
}

static void
test_all_complaints_in_one_run(void **state)
{
	static const char text[] = HEADER
	    "1,never,done\n"
	    "2,2022-02-10,done,t/1,,,,,\"two\nlines\"\n"
	    "3,2022-02-10,did\n"
	    "4,2022-02-10,done,,,x\n";
	struct script s;

	(void)state;
	read_script(&s, text, sizeof(text) - 1);
	assert_false(s.ok);
	assert_int_equal(s.diags.nerrors, 3);
	assert_int_equal(s.diags.items[0].place.line, 2);
	assert_int_equal(s.diags.items[1].place.line, 5);
	assert_int_equal(s.diags.items[2].place.line, 6);
	script_done(&s);
}

/* The text ends anywhere: never read beyond it, and a quote left open is
 * told. The copy is exact, so that a sanitizer sees a byte too many. */
static void
test_torn_text(void **state)
{
	static const char whole[] = HEADER
	    "1,2022-02-10,done,t/1,,,,,\"a \"\"b\"\"\n\"\n";
	bool open = false;      /* an odd number of quotes so far */

	(void)state;
	for (size_t n = 0; n < sizeof(whole); n++) {
		char *copy = test_malloc(n ? n : 1);
		struct script s;

		open ^= n > 0 && whole[n - 1] == '"';
		memcpy(copy, whole, n);
		read_script(&s, copy, n);
		assert_int_equal(open, strstr(s.complaints.s,
		    "a quoted field has no end") != NULL);
		assert_false(open && s.ok);
		script_done(&s);
		test_free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_line_becomes_a_deed),
		cmocka_unit_test(test_quoted_fields),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_other_shapes),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_days_by_kind),
		cmocka_unit_test(test_complaints),
		cmocka_unit_test(test_a_broken_record_is_told_once),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_all_complaints_in_one_run),
		cmocka_unit_test(test_torn_text)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
