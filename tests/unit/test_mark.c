#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "mark.h"

static const struct wire_job job = { .id = 42, .attempt = 2 };
static const struct wire_answer answer = {
	.id = 42, .attempt = 2, .outcome = WIRE_REFUSED,
	.scope = WIRE_RECIPIENT,
};

static void
test_dot_then_result(void **state)
{
	char name[] = "/tmp/srok-mark-XXXXXX", bytes[100];
	struct marks marks = { mkstemp(name) };
	struct wire_record r;
	size_t at = 0;
	ssize_t n;

	(void)state;
	assert_true(marks.fd >= 0);
	assert_int_equal(unlink(name), 0);
	assert_true(mark_dot(&marks, &job));
	assert_true(mark_result(&marks, &answer));
	n = pread(marks.fd, bytes, sizeof(bytes), 0);
	assert_int_equal(n, 2 * WIRE_RECORD_SIZE);
	assert_true(wire_next_record(bytes, (size_t)n, &at, &r));
	assert_int_equal(r.mark, WIRE_DOT);
	assert_int_equal(r.id, 42);
	assert_int_equal(r.attempt, 2);
	assert_true(wire_next_record(bytes, (size_t)n, &at, &r));
	assert_int_equal(r.mark, WIRE_RESULT);
	assert_int_equal(r.outcome, WIRE_REFUSED);
	assert_int_equal(r.scope, WIRE_RECIPIENT);
	close(marks.fd);
}

static void
test_full_disk(void **state)
{
	struct marks marks = { open("/dev/full", O_WRONLY | O_APPEND) };

	(void)state;
	assert_true(marks.fd >= 0);
	assert_false(mark_dot(&marks, &job));
	assert_int_equal(errno, ENOSPC);
	assert_false(mark_result(&marks, &answer));
	close(marks.fd);
}

static void
test_no_file(void **state)
{
	const struct marks none = { -1 };

	(void)state;
	assert_true(mark_dot(&none, &job));
	assert_true(mark_result(&none, &answer));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dot_then_result),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_no_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
