#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loop/results.h"

struct bench {
	char dir[64];
};

static int
setup(void **state)
{
	struct bench *b = test_calloc(1, sizeof(*b));

	snprintf(b->dir, sizeof(b->dir), "/tmp/srok-results-XXXXXX");
	assert_non_null(mkdtemp(b->dir));
	*state = b;
	return 0;
}

static void
path_of(const struct bench *b, const char *name, char ret[128])
{
	snprintf(ret, 128, "%s/%s", b->dir, name);
}

static bool
exists(const struct bench *b, const char *name)
{
	char path[128];

	path_of(b, name, path);
	return access(path, F_OK) == 0;
}

static void
touch(const struct bench *b, const char *name)
{
	char path[128];
	int fd;

	path_of(b, name, path);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
}

static void
forget(const struct bench *b, const char *name)
{
	char path[128];

	path_of(b, name, path);
	unlink(path);
}

static int
teardown(void **state)
{
	struct bench *b = *state;
	static const char *const left[] = {
		"results.1", "results.2", "results.3", "results.4",
		"results.x", "results.", "other"
	};

	for (size_t i = 0; i < sizeof(left) / sizeof(left[0]); i++)
		forget(b, left[i]);
	assert_int_equal(rmdir(b->dir), 0);
	test_free(b);
	return 0;
}

/* --- a sender that outlives its core ------------------------------------ */

struct orphan {
	pid_t pid;
	int end;                /* closing it lets the orphan go */
};

/* Creates the file, hands it to a child as a sender gets it, and forgets its
 * own descriptor without unlocking: the lock is the child's alone now. */
static struct orphan
orphan_with(const struct bench *b, int64_t run)
{
	struct orphan o;
	struct results r;
	int ends[2];
	char c;

	assert_true(results_create(&r, b->dir, run));
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	o.pid = fork();
	assert_true(o.pid >= 0);
	if (o.pid == 0) {
		close(ends[1]);
		_exit(read(ends[0], &c, 1) == 0 ? 0 : 1);
	}
	close(ends[0]);
	close(r.fd);
	o.end = ends[1];
	return o;
}

static void
orphan_ends(struct orphan *o)
{
	int status;

	close(o->end);
	assert_int_equal(waitpid(o->pid, &status, 0), o->pid);
	assert_int_equal(status, 0);
}

static void
test_busy_free_gone(void **state)
{
	struct bench *b = *state;
	struct orphan o = orphan_with(b, 1);
	struct results r;

	assert_int_equal(results_reopen(&r, b->dir, 1), RESULTS_BUSY);
	assert_int_equal(r.fd, -1);
	orphan_ends(&o);
	assert_int_equal(results_reopen(&r, b->dir, 1), RESULTS_FREE);
	assert_true(r.fd >= 0);
	results_remove(&r);
	assert_int_equal(r.fd, -1);
	assert_false(exists(b, "results.1"));
	assert_int_equal(results_reopen(&r, b->dir, 1), RESULTS_GONE);
	results_remove(&r);             /* none: nothing to do */
}

static void
test_create(void **state)
{
	struct bench *b = *state;
	struct results r, second;
	struct stat st;
	char longest[600];

	assert_true(results_create(&r, b->dir, 2));
	assert_int_equal(stat(r.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_false(results_create(&second, b->dir, 2));
	assert_int_equal(errno, EEXIST);
	assert_int_equal(second.fd, -1);
	results_remove(&r);
	memset(longest, 'd', sizeof(longest) - 1);
	longest[0] = '/';
	longest[sizeof(longest) - 1] = '\0';
	assert_false(results_create(&r, longest, 2));
	assert_int_equal(errno, ENAMETOOLONG);
	assert_false(results_create(&r, "/nowhere/at/all", 2));
	assert_int_equal(errno, ENOENT);
}

/* --- records ------------------------------------------------------------ */

static void
put(const struct results *r, enum wire_mark mark, uint64_t id,
    uint32_t attempt, enum wire_outcome outcome)
{
	struct wire_record record = {
		.mark = mark, .id = id, .attempt = attempt,
		.outcome = outcome,
		.scope = mark == WIRE_RESULT ? WIRE_RECIPIENT : 0
	};
	unsigned char bytes[WIRE_RECORD_SIZE];

	wire_put_record(bytes, &record);
	assert_int_equal(write(r->fd, bytes, sizeof(bytes)), sizeof(bytes));
}

/* What the file knows of an attempt: "unbegun", or outcome and scope. */
static void
expect(const struct results *r, int64_t id, uint32_t attempt,
    const char *words)
{
	static const char *const outcomes[] = {
		[WIRE_SENT] = "sent", [WIRE_REFUSED] = "refused",
		[WIRE_TRY_LATER] = "try later", [WIRE_UNCERTAIN] = "uncertain"
	};
	struct turn_result got = {.id = id, .unbegun = true, .reply = "as is"};
	char text[64] = "unbegun";
	bool found = results_tell(r, attempt, &got);

	assert_int_equal(found, !got.unbegun);
	assert_string_equal(got.reply, "as is");
	if (found)
		snprintf(text, sizeof(text), "%s, %s", outcomes[got.outcome],
		    got.scope == WIRE_RECIPIENT ? "recipient" : "letter");
	assert_string_equal(text, words);
}

static void
test_the_last_record_of_an_attempt(void **state)
{
	struct bench *b = *state;
	struct results r;

	assert_true(results_create(&r, b->dir, 3));
	expect(&r, 7, 1, "unbegun");
	put(&r, WIRE_DOT, 7, 1, 0);
	expect(&r, 7, 1, "uncertain, letter");
	put(&r, WIRE_DOT, 8, 1, 0);
	put(&r, WIRE_RESULT, 7, 1, WIRE_TRY_LATER);
	put(&r, WIRE_RESULT, 8, 1, WIRE_REFUSED);
	put(&r, WIRE_DOT, 7, 2, 0);
	expect(&r, 7, 1, "try later, recipient");
	expect(&r, 8, 1, "refused, recipient");
	expect(&r, 7, 2, "uncertain, letter");
	expect(&r, 7, 3, "unbegun");
	expect(&r, 9, 1, "unbegun");
	results_remove(&r);
	expect(&r, 7, 1, "unbegun");
}

/* A write that the kill cut short hides neither what stands before it nor
 * what an orphan still writes behind it. */
static void
test_a_torn_record(void **state)
{
	struct bench *b = *state;
	struct results r, again;

	assert_true(results_create(&r, b->dir, 4));
	put(&r, WIRE_RESULT, 1, 1, WIRE_SENT);
	put(&r, WIRE_RESULT, 2, 1, WIRE_SENT);
	assert_int_equal(ftruncate(r.fd, 2 * WIRE_RECORD_SIZE - 5), 0);
	put(&r, WIRE_RESULT, 3, 1, WIRE_SENT);
	close(r.fd);
	assert_int_equal(results_reopen(&again, b->dir, 4), RESULTS_FREE);
	expect(&again, 1, 1, "sent, recipient");
	expect(&again, 2, 1, "unbegun");
	expect(&again, 3, 1, "sent, recipient");
	results_remove(&again);
}

/* --- sweeping ----------------------------------------------------------- */

static void
test_sweep(void **state)
{
	struct bench *b = *state;
	struct orphan o = orphan_with(b, 2);

	touch(b, "results.1");
	touch(b, "results.3");
	touch(b, "results.x");
	touch(b, "results.");
	touch(b, "other");
	results_sweep(b->dir, 3);
	assert_false(exists(b, "results.1"));
	assert_true(exists(b, "results.2"));    /* its orphan still sends */
	assert_true(exists(b, "results.3"));    /* this run's own */
	assert_true(exists(b, "results.x"));    /* not ours */
	assert_true(exists(b, "results."));
	assert_true(exists(b, "other"));
	orphan_ends(&o);
	results_sweep(b->dir, 3);
	assert_false(exists(b, "results.2"));
	results_sweep("/nowhere/at/all", 3);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_busy_free_gone, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_create, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_the_last_record_of_an_attempt, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_torn_record, setup,
		    teardown),
		cmocka_unit_test_setup_teardown(test_sweep, setup, teardown)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
