#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "rawmail.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const char *
fault(const char *text, size_t n, size_t *at)
{
	return rawmail_fault((const unsigned char *)text, n, at);
}

static void
test_faults(void **state)
{
	static const struct {
		const char *letter;
		const char *fault;
		size_t at;
	} cells[] = {
		{ "A: b\r\n\r\nbody\r\n", NULL, 0 },
		{ "A: b\r\n\r\n.\r\n..\r\n", NULL, 0 },
		{ "", "no header", 0 },
		{ "\r\nbody\r\n", "no header", 0 },
		{ "A: b\n", "a bare LF", 4 },
		/* smuggling: what would end DATA early (trust.md E12) */
		{ "A: b\r\n\r\nx\n.\r\nMAIL FROM:<e@x.example>\r\n",
		    "a bare LF", 9 },
		{ "A: b\r\n\r\nx\r.\r\n", "a bare CR", 9 },
		{ "A: b\r\n\r\nx\r\r\n", "a bare CR", 9 },
		{ "A: b\r\n\r\nx\r", "a bare CR", 9 },
		{ "A: b\r\n\r\nx", "no CRLF at the end", 9 },
		{ "A: \xd0\xb1\r\n\r\n", "a byte above 0x7F", 3 },
	};
	size_t at;

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		const char *got = fault(cells[i].letter,
		    strlen(cells[i].letter), &at);

		if (!cells[i].fault)
			assert_null(got);
		else {
			assert_non_null(got);
			assert_string_equal(got, cells[i].fault);
		}
		assert_int_equal(at, cells[i].at);
	}
	assert_string_equal(fault("A: b\0\r\n", 7, &at), "a NUL");
	assert_int_equal(at, 4);
}

static void
test_line_of_998(void **state)
{
	char line[1002];
	size_t at;

	(void)state;
	memset(line, 'x', sizeof(line));
	memcpy(line, "A:", 2);
	memcpy(line + 998, "\r\n", 2);
	assert_null(fault(line, 1000, &at));
	memcpy(line + 998, "x\r\n", 3);
	assert_string_equal(fault(line, 1001, &at),
	    "a line longer than 998 bytes");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_line_of_998),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
