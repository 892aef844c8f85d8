#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "reply.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
test_escape(void **state)
{
	static const struct {
		const char *in, *out;
	} cells[] = {
		{ "250 2.0.0 Ok: queued as 4F", "250 2.0.0 Ok: queued as 4F" },
		{ "a\tb\r\nc\x7f", "a\\x09b\\x0D\\x0Ac\\x7F" },
		{ "C:\\x", "C:\\\\x" },
		{ "ящик полон — €\xf0\x9f\x98\x80",
		    "ящик полон — €\xf0\x9f\x98\x80" },
		{ "\xff\xc0\xaf", "\\xFF\\xC0\\xAF" },       /* overlong */
		{ "\xed\xa0\x80", "\\xED\\xA0\\x80" },       /* surrogate */
		{ "\xc2\x9b" "31m", "\\xC2\\x9B31m" },       /* C1: CSI */
		{ "\xe2\x82", "\\xE2\\x82" },                /* cut */
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		reply_escape(out, sizeof(out), cells[i].in,
		    strlen(cells[i].in));
		assert_string_equal(out, cells[i].out);
	}
	reply_escape(out, sizeof(out), "a\0b", 3);
	assert_string_equal(out, "a\\x00b");
}

static void
test_escape_cuts_whole_pieces(void **state)
{
	char out[6];

	(void)state;
	reply_escape(out, sizeof(out), "abcd\n", 5);
	assert_string_equal(out, "abcd");
	reply_escape(out, sizeof(out), "abcdя", 6);
	assert_string_equal(out, "abcd");
	reply_escape(out, sizeof(out), "abcdef", 6);
	assert_string_equal(out, "abcde");
}

static void
test_set_cuts_to_the_wire(void **state)
{
	struct wire_answer answer = {0};
	char big[2000];

	(void)state;
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	reply_set(&answer, WIRE_REFUSED, WIRE_LETTER, "%s", big);
	assert_int_equal(strlen(answer.reply), WIRE_REPLY_MAX);
	reply_set(&answer, WIRE_SENT, WIRE_LETTER, "250 ok\r\n");
	assert_string_equal(answer.reply, "250 ok");
	assert_int_equal(answer.outcome, WIRE_SENT);
}

static void
test_mask(void **state)
{
	struct str text;

	(void)state;
	str_init(&text);
	str_add(&text, "no /bot123:secret/send, /bot123:secret/send!");
	reply_mask(&text, "/bot123:secret/send");
	assert_string_equal(text.s, "no ***, ***!");
	assert_int_equal(text.len, strlen(text.s));
	reply_mask(&text, "no ");       /* too short to be one */
	reply_mask(&text, NULL);
	assert_string_equal(text.s, "no ***, ***!");
	str_clear(&text);
	str_add(&text, "abcd");
	reply_mask(&text, "abcd");
	assert_string_equal(text.s, "***");
	str_done(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escape),
		cmocka_unit_test(test_escape_cuts_whole_pieces),
		cmocka_unit_test(test_set_cuts_to_the_wire),
		cmocka_unit_test(test_mask),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
