#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/arena.h"

static void
test_pieces_are_zeroed_and_aligned(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t n = 0; n < 3000; n++) {
		unsigned char *p = arena_alloc(a, n);

		assert_int_equal((uintptr_t)p % alignof(max_align_t), 0);
		for (size_t i = 0; i < n; i++)
			assert_int_equal(p[i], 0);
		memset(p, 0xff, n);
	}
	assert_true(arena_size(a) >= 2999 * 3000 / 2);
	arena_free(a);
	arena_free(NULL);
}

static void
test_reset_gives_clean_memory(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	arena_reset(a);                 /* nothing taken yet */
	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 100; i++) {
			unsigned char *p = arena_alloc(a, 1000);

			for (size_t k = 0; k < 1000; k++)
				assert_int_equal(p[k], 0);
			memset(p, 0xaa, 1000);
		}
		arena_reset(a);
		assert_int_equal(arena_size(a), 0);
	}
	arena_free(a);
}

static void
test_a_large_piece(void **state)
{
	struct arena *a = arena_new();
	char *small = arena_strdup(a, "small");
	char *large = arena_alloc(a, 1 << 20);

	(void)state;
	memset(large, 'x', 1 << 20);
	assert_string_equal(small, "small");
	assert_string_equal(arena_strdup(a, "after"), "after");
	arena_free(a);
}

static void
test_texts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(arena_strdup(a, ""), "");
	assert_string_equal(arena_strndup(a, "срок", 4), "ср");
	assert_string_equal(arena_strndup(a, "ab", 10), "ab");
	assert_string_equal(arena_printf(a, "%d-%s", 7, "x"), "7-x");
	arena_free(a);
}

static void
test_push(void **state)
{
	struct arena *a = arena_new();
	int *items = NULL;
	size_t len = 0, cap = 0;

	(void)state;
	for (int i = 0; i < 1000; i++) {
		int *p = arena_push(a, (void **)&items, &len, &cap,
		    sizeof(*items));

		assert_int_equal(*p, 0);
		*p = i;
	}
	assert_int_equal(len, 1000);
	assert_true(cap >= len);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	arena_free(a);
}

/* What cannot be had ends the process with EX_OSERR and one line. */
static int
exit_of(void (*ask)(struct arena *))
{
	int fds[2], status;
	char line[100] = "";
	static struct arena *a; /* in reach until the child has ended */
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	a = arena_new();
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		dup2(fds[1], STDERR_FILENO);
		ask(a);
		_exit(0);
	}
	arena_free(a);
	close(fds[1]);
	assert_true(read(fds[0], line, sizeof(line) - 1) > 0);
	close(fds[0]);
	assert_non_null(strstr(line, "out of memory"));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
ask_array(struct arena *a)
{
	arena_array(a, SIZE_MAX / 4, 8);
}

static void
ask_reallocarray(struct arena *a)
{
	(void)a;
	free(xreallocarray(NULL, SIZE_MAX / 2, 4));
}

static void
test_too_much(void **state)
{
	(void)state;
	assert_int_equal(exit_of(ask_reallocarray), 71);
#ifndef __SANITIZE_ADDRESS__    /* which ends the process in its own way */
	assert_int_equal(exit_of(ask_array), 71);
#else
	(void)ask_array;
#endif
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pieces_are_zeroed_and_aligned),
		cmocka_unit_test(test_reset_gives_clean_memory),
		cmocka_unit_test(test_a_large_piece),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_push),
		cmocka_unit_test(test_too_much),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
