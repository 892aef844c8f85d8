#include "test_store.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "store/stmt.h"

/* --- a good file ---------------------------------------------------------- */

static void
test_new_file(void **state)
{
	static const struct { const char *ask, *answer; } rows[] = {
		{"PRAGMA application_id", "1397903179"},       /* SROK */
		{"PRAGMA user_version", "1"},
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
	    "its format is 7, this program knows up to 1: install the newer "
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

/* --- damage --------------------------------------------------------------- */

static void
fill(struct bench *b)
{
	struct sample p;

	bench_open(b);
	assert_true(store_begin(b->s, &b->err));
	for (int i = 0; i < 400; i++) {
		struct entry e = sample_entry("6", "uo", i);
		char key[16];

		snprintf(key, sizeof(key), "k%d", i);
		add_entry(b, &e, key);
		add_letter(b, key, "uo", i, sample_notice(&p, "6", "uo",
		    date_of(2022, 1 + i % 12, 1 + i % 28), STAGE_DUE, key));
	}
	assert_true(store_commit(b->s, &b->err));
	bench_close(b);
}

static void
test_truncated(void **state)
{
	struct bench *b = *state;
	size_t n;
	char *bytes;

	fill(b);
	bytes = slurp(b->path, &n);
	free(bytes);
	assert_int_equal(truncate(b->path, (off_t)(n / 2)), 0);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR, "damaged");
	assert_int_equal(truncate(b->path, 60), 0);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR, "SQLite");
}

static void
test_schema_changed(void **state)
{
	static const char *const changes[] = {
		"DROP TRIGGER log_no_update",
		"DROP INDEX notice_key",
		"CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; END",
		"CREATE VIEW v AS SELECT 1",
		"DROP TABLE meta",
		"ALTER TABLE letter ADD COLUMN x TEXT",
		"DROP TABLE seen; CREATE TABLE seen (kind, id, day)",
	};

	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		void *one;
		struct bench *b;

		bench_up(&one);
		b = one;
		bench_open(b);
		bench_close(b);
		raw_ok(b->path, changes[i]);
		bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR,
		    "changed by another program");
		bench_down(&one);
	}
}

/* Values of a wrong type can only come from below SQL; quick_check knows. */
static void
test_wrong_types(void **state)
{
	struct bench *b = *state;

	fill(b);
	raw_ok(b->path, "PRAGMA ignore_check_constraints=ON;"
	    "UPDATE delivery SET state = 'nowhere' WHERE letter = 5");
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR, "damaged");
	raw_ok(b->path, "UPDATE delivery SET state = 'queued' WHERE letter = 5;"
	    "PRAGMA foreign_keys=OFF; DELETE FROM letter WHERE id = 7");
	bench_refused(b, b->path, STORE_DAEMON, true, EX_DATAERR,
	    "refers to nothing");
}

/* All that can be read, whatever it says. */
static void
read_all(struct bench *b)
{
	const struct entry *entries;
	const struct letter_row *rows;
	const struct said_row *said;
	const char *id;
	struct entry e;
	struct date day;
	int64_t number;
	size_t n;

	store_entries(b->s, b->a, NULL, NULL, &entries, &n, &b->err);
	store_entry(b->s, b->a, 3, &e, &b->err);
	store_verify(b->s, &number, &number, &b->err);
	store_last_now(b->s, &number);
	store_seen(b->s, "a", "b", date_of(2022, 1, 1), &day, &b->err);
	store_letters_list(b->s, b->a, 0, LETTER_STATE_COUNT, 99, &rows, &n,
	    &b->err);
	store_letters_list(b->s, b->a, 3, LETTER_STATE_COUNT, 99, &rows, &n,
	    &b->err);
	store_letter_notices(b->s, b->a, 3, &said, &n, &b->err);
	store_said(b->s, b->a, "strezhevoy-2021", "6", &said, &n, &b->err);
	store_anchor(b->s, b->a, "strezhevoy-2021", "6", "uo",
	    date_of(2022, 1, 1), "k0", &id, &b->err);
	store_letters_next(b->s, &number);
	store_letters_claimed(b->s, b->a, &rows, &n, &b->err);
	store_letters_claim(b->s, b->a, 1000, 1, 64, &rows, &n, &b->err);
	store_letters_supersede(b->s, NULL, 1000, 1, &n, &b->err);
	store_letter_event(b->s, 3, LETTER_HOLD, 1, 1, "", &b->err);
}

/* Bytes changed at random below SQL: the store refuses the file or reads
 * what it can; it does not crash (the sanitizers watch). */
static void
test_random_damage(void **state)
{
	struct bench *b = *state;
	unsigned seed = 20211014;
	size_t n, opened = 0;
	char *good;

	fill(b);
	good = slurp(b->path, &n);
	for (int round = 0; round < 300; round++) {
		int fd = open(b->path, O_WRONLY | O_TRUNC);

		assert_int_equal(write(fd, good, n), n);
		for (int i = 0; i < 1 + round % 8; i++) {
			unsigned char byte = (unsigned char)rand_r(&seed);
			off_t at = (off_t)((size_t)rand_r(&seed) % n);

			assert_int_equal(pwrite(fd, &byte, 1, at), 1);
		}
		close(fd);
		if (!store_open(b->path, STORE_DAEMON, true, &b->s,
		    &b->err)) {
			assert_int_not_equal(b->err.exit_code, 0);
			continue;
		}
		opened++;
		read_all(b);
		bench_close(b);
		arena_reset(b->a);
	}
	assert_true(opened > 10 && opened < 300);
	free(good);
}

/* --- no room -------------------------------------------------------------- */

/* Writes until it fails, then makes room and goes on. */
static void
write_until_full(struct bench *b, void (*more_room)(struct bench *))
{
	struct entry e = sample_entry("6", "uo", 0);
	int64_t acknowledged = 0, id, n, broken;
	bool ok = true;

	while (ok) {
		ok = store_begin(b->s, &b->err);
		for (int i = 0; ok && i < 20; i++)
			ok = store_entry_add(b->s, &e, NULL, &id, &b->err);
		if (ok && (ok = store_commit(b->s, &b->err)))
			acknowledged = id;
		else
			store_rollback(b->s);
		assert_true(acknowledged < 100000);
	}
	if (b->err.exit_code != EX_IOERR ||
	    !strstr(b->err.text, "disk is full"))
		fail_msg("%s", b->err.text);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, acknowledged);
	more_room(b);
	assert_int_equal(add_entry(b, &e, NULL), acknowledged + 1);
	bench_close(b);
	bench_open(b);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, acknowledged + 1);
	assert_int_equal(broken, 0);
}

static void
limit_file_size(rlim_t most)
{
	struct rlimit l;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &l), 0);
	l.rlim_cur = most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &l), 0);
}

static void
no_limit(struct bench *b)
{
	(void)b;
	limit_file_size(RLIM_INFINITY);
}

static void
test_file_size_limit(void **state)
{
	struct bench *b = *state;

	limit_file_size(1000);
	bench_refused(b, b->path, STORE_DAEMON, true, EX_IOERR,
	    "disk is full");
	no_limit(b);
	bench_open(b);
	limit_file_size(400 * 1024);
	write_until_full(b, no_limit);
}

static void
grow(struct bench *b)
{
	assert_int_equal(mount("tmpfs", b->dir, "tmpfs", MS_REMOUNT,
	    "size=8m"), 0);
}

static void
test_full_disk(void **state)
{
	struct bench *b = *state;

	/* In mounts of our own, gone with the process; needs the right. */
	if (unshare(CLONE_NEWNS) < 0 ||
	    mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0 ||
	    mount("tmpfs", b->dir, "tmpfs", 0, "size=600k") < 0)
		skip();
	bench_open(b);
	write_until_full(b, grow);
	bench_close(b);
	umount2(b->dir, MNT_DETACH);
}

int
main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, bench_up, bench_down)
	const struct CMUnitTest tests[] = {
		ROW(test_new_file), ROW(test_close_leaves_one_file),
		ROW(test_memory), ROW(test_small_facts), ROW(test_turn),
		ROW(test_turn_rolled_back_from_below),
		ROW(test_no_directory), ROW(test_read_needs_a_file),
		ROW(test_permissions), ROW(test_not_ours),
		ROW(test_newer_version), ROW(test_clock_mode),
		ROW(test_second_opener), ROW(test_reader_writes_nothing),
		ROW(test_truncated), ROW(test_schema_changed),
		ROW(test_wrong_types), ROW(test_random_damage),
		ROW(test_file_size_limit), ROW(test_full_disk),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
