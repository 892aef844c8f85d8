#include "test_store.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include "store/stmt.h"

/* --- a good file ---------------------------------------------------------- */

static void
test_new_file(void **state)
{
	static const struct { const char *ask, *answer; } rows[] = {
		{"PRAGMA application_id", "1397903179"},       /* SROK */
		{"PRAGMA user_version", "2"},
		{"PRAGMA journal_mode", "wal"},
		{"PRAGMA encoding", "UTF-8"},
		{"SELECT count(*) FROM pragma_table_list WHERE schema ="
		    " 'main' AND name NOT LIKE 'sqlite%' AND NOT strict",
		    "0"},
		{"SELECT value FROM meta WHERE name = 'virtual'", "1"},
		{"PRAGMA integrity_check", "ok"},
	};
	struct bench *b = *state;
	char answer[40];

	bench_open(b);
	bench_close(b);
	for (size_t i = 0; i < COUNT(rows); i++) {
		assert_int_equal(raw(b->path, rows[i].ask, answer,
		    sizeof(answer)), SQLITE_OK);
		assert_string_equal(answer, rows[i].answer);
	}
}

/* Closing folds the WAL in: one file is the whole store. */
static void
test_close_leaves_one_file(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);
	char wal[100];

	snprintf(wal, sizeof(wal), "%s-wal", b->path);
	bench_open(b);
	add_entry(b, &e, NULL);
	assert_int_equal(access(wal, F_OK), 0);
	bench_close(b);
	assert_int_equal(access(wal, F_OK), -1);
	snprintf(wal, sizeof(wal), "%s-shm", b->path);
	assert_int_equal(access(wal, F_OK), -1);
}

static void
test_memory(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);
	int64_t n, broken;

	assert_true(store_open(":memory:", STORE_DAEMON, true, &b->s,
	    &b->err));
	add_entry(b, &e, NULL);
	add_letter(b, "k", "uo", 5, NULL);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, 1);
	assert_int_equal(broken, 0);
}

static void
test_small_facts(void **state)
{
	struct bench *b = *state;
	struct date day, first = date_of(2021, 10, 14);
	int64_t now = 5;

	bench_open(b);
	assert_false(store_last_now(b->s, &now));
	assert_int_equal(now, 5);
	assert_true(store_set_last_now(b->s, 1634180400, &b->err));
	assert_true(store_set_last_now(b->s, 1634180401, &b->err));
	assert_true(store_seen(b->s, "roadmap", "a", first, &day, &b->err));
	assert_int_equal(day.n, first.n);
	bench_close(b);
	bench_open(b);
	assert_true(store_last_now(b->s, &now));
	assert_int_equal(now, 1634180401);
	assert_true(store_seen(b->s, "roadmap", "a", date_add(first, 9),
	    &day, &b->err));
	assert_int_equal(day.n, first.n);
	assert_true(store_seen(b->s, "rule", "a", date_add(first, 9), &day,
	    &b->err));
	assert_int_equal(day.n, first.n + 9);
	assert_false(store_fact(b->s, "looked/a", &now));
	assert_true(store_set_fact(b->s, "looked/a", 17, &b->err));
	assert_true(store_fact(b->s, "looked/a", &now));
	assert_int_equal(now, 17);
	assert_true(store_is_virtual(b->s));
}

/* A reader is told what the daemon has seen; what is new to it is new today,
 * and stays so. */
static void
test_small_facts_of_a_reader(void **state)
{
	struct bench *b = *state;
	struct date day, first = date_of(2021, 10, 14);

	assert_true(store_open(b->path, STORE_DAEMON, false, &b->s,
	    &b->err));
	assert_true(store_seen(b->s, "roadmap", "a", first, &day, &b->err));
	bench_close(b);
	assert_true(store_open(b->path, STORE_READ, false, &b->s, &b->err));
	assert_false(store_is_virtual(b->s));
	assert_true(store_seen(b->s, "roadmap", "a", date_add(first, 5),
	    &day, &b->err));
	assert_int_equal(day.n, first.n);
	for (int i = 5; i < 7; i++) {
		assert_true(store_seen(b->s, "roadmap", "b",
		    date_add(first, i), &day, &b->err));
		assert_int_equal(day.n, first.n + i);
	}
	assert_false(store_set_fact(b->s, "x", 1, &b->err));
	assert_int_equal(b->err.exit_code, EX_NOPERM);
}

static void
test_seen_under_a_prefix(void **state)
{
	static const char *const ids[] = {
		"a/1/z", "a/1/б", "a/10/x", "a/1", "b/1/x"
	};
	struct bench *b = *state;
	struct date day, first = date_of(2021, 10, 14);
	const struct seen_row *rows;
	size_t n;

	bench_open(b);
	for (int i = 0; i < 5; i++)
		assert_true(store_seen(b->s, "member", ids[i],
		    date_add(first, i), &day, &b->err));
	assert_true(store_seen(b->s, "rule", "a/1/a", first, &day, &b->err));
	assert_true(store_seen_under(b->s, b->a, "member", "a/1/", &rows, &n,
	    &b->err));
	assert_int_equal(n, 2);
	assert_string_equal(rows[0].id, "z");
	assert_int_equal(rows[0].day.n, first.n);
	assert_string_equal(rows[1].id, "б");
	assert_int_equal(rows[1].day.n, first.n + 1);
}

static void
test_turn(void **state)
{
	struct bench *b = *state;
	int64_t now;

	bench_open(b);
	assert_true(store_begin(b->s, &b->err));
	assert_true(store_set_last_now(b->s, 1, &b->err));
	store_rollback(b->s);
	assert_false(store_last_now(b->s, &now));
	assert_true(store_begin(b->s, &b->err));
	assert_true(store_set_last_now(b->s, 2, &b->err));
	add_letter(b, "k", "uo", 5, NULL);      /* a unit inside a turn */
	assert_true(store_commit(b->s, &b->err));
	assert_true(store_last_now(b->s, &now));
	assert_int_equal(now, 2);
	/* Closed in the middle of a turn: as if it had not begun. */
	assert_true(store_begin(b->s, &b->err));
	assert_true(store_set_last_now(b->s, 3, &b->err));
	bench_close(b);
	bench_open(b);
	assert_true(store_last_now(b->s, &now));
	assert_int_equal(now, 2);
}

/* An error that rolls the whole turn back (here by hand) must not let its
 * later writes be committed one by one. */
static void
test_turn_rolled_back_from_below(void **state)
{
	struct bench *b = *state;
	int64_t now;

	bench_open(b);
	assert_true(store_begin(b->s, &b->err));
	assert_int_equal(sqlite3_exec(b->s->db, "ROLLBACK", NULL, NULL,
	    NULL), SQLITE_OK);
	assert_false(store_set_last_now(b->s, 1, &b->err));
	assert_int_equal(b->err.exit_code, EX_IOERR);
	assert_false(store_commit(b->s, &b->err));
	assert_non_null(strstr(b->err.text, "rolled back"));
	assert_false(store_last_now(b->s, &now));
	assert_true(store_begin(b->s, &b->err));
	assert_true(store_set_last_now(b->s, 4, &b->err));
	assert_true(store_commit(b->s, &b->err));
}

static int
deny(void *unused, int action, const char *one, const char *two,
    const char *database, const char *inner)
{
	(void)unused, (void)action, (void)one, (void)two, (void)database;
	(void)inner;
	return SQLITE_DENY;
}

/* A getter that cannot report makes the next turn fail: an error is never
 * "nothing there" (trust.md Q6). */
static void
test_failed_read_is_told(void **state)
{
	struct bench *b = *state;
	int64_t n;

	bench_open(b);
	for (int which = 0; which < 2; which++) {
		sqlite3_set_authorizer(b->s->db, deny, NULL);
		if (which) {
			assert_false(store_last_now(b->s, &n));
		} else {
			assert_true(store_letters_next(b->s, &n));
			assert_int_equal(n, 0);
		}
		sqlite3_set_authorizer(b->s->db, NULL, NULL);
		assert_false(store_begin(b->s, &b->err));
		assert_int_equal(b->err.sqlite, SQLITE_AUTH);
		assert_true(store_begin(b->s, &b->err));
		assert_true(store_commit(b->s, &b->err));
	}
}

/* --- refusals ------------------------------------------------------------- */

static void
test_no_directory(void **state)
{
	struct bench *b = *state;
	char path[100];

	snprintf(path, sizeof(path), "%s/no/srok.db", b->dir);
	bench_refused(b, path, STORE_DAEMON, true, EX_CANTCREAT,
	    "No such file or directory");
	bench_refused(b, path, STORE_READ, true, EX_CANTCREAT, "/no:");
	bench_refused(b, b->dir, STORE_DAEMON, true, EX_CANTCREAT,
	    "not a regular file");
	raw_ok(b->path, "CREATE TABLE t (x)");
	snprintf(path, sizeof(path), "%s/x", b->path);
	bench_refused(b, path, STORE_DAEMON, true, EX_CANTCREAT,
	    "directory");
	bench_refused(b, "", STORE_DAEMON, true, EX_CONFIG, "path");
	bench_refused(b, "file:x", STORE_DAEMON, true, EX_CONFIG, "path");
}

static void
test_read_needs_a_file(void **state)
{
	struct bench *b = *state;

	bench_refused(b, b->path, STORE_READ, true, EX_NOINPUT,
	    "no such file");
	assert_int_equal(access(b->path, F_OK), -1);
	raw_ok(b->path, "PRAGMA user_version = 0");
	assert_int_equal(open(b->path, O_CREAT | O_WRONLY, 0600) >= 0, 1);
	bench_refused(b, b->path, STORE_READ, true, EX_DATAERR, "empty");
}

/* Root passes every permission: the checks run as nobody, in a child. */
static void
expect_in_child(const char *path, enum store_mode mode, int exit_code)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		struct store_error err;
		struct store *s;

		if (geteuid() == 0 && (setgid(65534) < 0 ||
		    setuid(65534) < 0))
			_exit(99);
		if (store_open(path, mode, true, &s, &err))
			_exit(98);
		_exit(strstr(err.text, "65534") || geteuid() != 65534 ?
		    err.exit_code : 97);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), exit_code);
}

static void
test_permissions(void **state)
{
	struct bench *b = *state;

	bench_open(b);
	bench_close(b);
	assert_int_equal(chmod(b->dir, 0555), 0);
	assert_int_equal(chmod(b->path, 0666), 0);
	expect_in_child(b->path, STORE_DAEMON, EX_NOPERM);
	expect_in_child(b->path, STORE_READ, EX_NOPERM);
	assert_int_equal(chmod(b->path, 0444), 0);
	expect_in_child(b->path, STORE_DAEMON, EX_NOPERM);
	assert_int_equal(chmod(b->dir, 0777), 0);
	expect_in_child(b->path, STORE_DAEMON, EX_NOPERM);
	assert_int_equal(chmod(b->path, 0), 0);
	expect_in_child(b->path, STORE_READ, EX_NOPERM);
	assert_int_equal(chmod(b->dir, 0700), 0);
}

static void
test_not_ours(void **state)
{
	struct bench *b = *state;
	FILE *f = fopen(b->path, "w");

	for (int i = 0; i < 2000; i++)
		fputs("Это не база данных\n", f);
	fclose(f);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR,
	    "no SQLite database");
	unlink(b->path);
	raw_ok(b->path, "CREATE TABLE t (x)");
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR,
	    "another program");
	raw_ok(b->path, "PRAGMA application_id = 42; DROP TABLE t");
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR,
	    "0x0000002a");
}

static void
test_newer_version(void **state)
{
	struct bench *b = *state;
	size_t before_n, after_n;
	char *before, *after;

	bench_open(b);
	bench_close(b);
	raw_ok(b->path, "PRAGMA user_version = 7; CREATE TABLE later (x)");
	before = slurp(b->path, &before_n);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_CONFIG,
	    "its format is 7, this program knows up to 2: install the newer "
	    "srokd");
	bench_refused(b, b->path, STORE_READ, true, EX_CONFIG, "7");
	after = slurp(b->path, &after_n);
	assert_int_equal(before_n, after_n);
	assert_memory_equal(before, after, before_n);
	free(before);
	free(after);
}

static void
test_clock_mode(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);

	bench_open(b);
	add_entry(b, &e, NULL);
	bench_close(b);
	bench_refused(b, b->path, STORE_DAEMON, false, EX_CONFIG,
	    "virtual clock");
	assert_true(store_open(b->path, STORE_READ, false, &b->s, &b->err));
	bench_close(b);
	unlink(b->path);
	assert_true(store_open(b->path, STORE_DAEMON, false, &b->s,
	    &b->err));
	bench_close(b);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_CONFIG,
	    "real clock");
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* From another process and from this one, and before anything was written. */
static void
test_second_opener(void **state)
{
	struct bench *b = *state;
	int ready[2], done[2];
	char c;
	pid_t pid;
	double start;

	assert_int_equal(pipe(ready) | pipe(done), 0);
	pid = fork();
	if (pid == 0) {
		bench_open(b);
		if (write(ready[1], "r", 1) != 1 || read(done[0], &c, 1) < 0)
			_exit(1);
		bench_close(b);
		_exit(0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	start = seconds();
	bench_refused(b, b->path, STORE_DAEMON, true, EX_TEMPFAIL,
	    "another srokd");
	bench_refused(b, b->path, STORE_READ, true, EX_TEMPFAIL,
	    "srokd is running and holds the file: ask it through its socket");
	assert_true(seconds() - start < 2);
	assert_int_equal(write(done[1], "d", 1), 1);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	bench_open(b);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_TEMPFAIL,
	    "another srokd");
	for (int i = 0; i < 2; i++) {
		close(ready[i]);
		close(done[i]);
	}
}

/* What a killed daemon leaves behind. */
static void
write_and_die(struct bench *b, const struct entry *e)
{
	int fds[2], status;
	char c;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0) {
		bench_open(b);
		add_entry(b, e, NULL);
		if (write(fds[1], "w", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(fds[0], &c, 1), 1);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	close(fds[0]);
	close(fds[1]);
}

static void
test_reader_writes_nothing(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);
	const struct entry *entries;
	size_t before_n, after_n, n;
	char *before, *after, wal[100];
	int64_t id;

	/* The reader sees what is in the WAL and leaves it to the next
	 * daemon. */
	write_and_die(b, &e);
	snprintf(wal, sizeof(wal), "%s-wal", b->path);
	before = slurp(wal, &before_n);
	assert_true(before_n > 0);
	assert_true(store_open(b->path, STORE_READ, true, &b->s, &b->err));
	assert_true(store_entries(b->s, b->a, NULL, NULL, &entries, &n,
	    &b->err));
	assert_int_equal(n, 1);
	assert_false(store_entry_add(b->s, &e, NULL, &id, &b->err));
	assert_int_equal(b->err.exit_code, EX_NOPERM);
	bench_close(b);
	after = slurp(wal, &after_n);
	assert_int_equal(before_n, after_n);
	assert_memory_equal(before, after, before_n);
	free(before);
	free(after);
}

int
main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, bench_up, bench_down)
	const struct CMUnitTest tests[] = {
		ROW(test_new_file), ROW(test_close_leaves_one_file),
		ROW(test_memory), ROW(test_small_facts),
		ROW(test_small_facts_of_a_reader),
		ROW(test_seen_under_a_prefix), ROW(test_turn),
		ROW(test_turn_rolled_back_from_below),
		ROW(test_no_directory), ROW(test_read_needs_a_file),
		ROW(test_permissions), ROW(test_not_ours),
		ROW(test_newer_version), ROW(test_clock_mode),
		ROW(test_second_opener), ROW(test_reader_writes_nothing),
		ROW(test_failed_read_is_told),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
