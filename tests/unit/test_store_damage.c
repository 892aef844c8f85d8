#include "test_store.h"

#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "store/stmt.h"

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
	store_letters_claim(b->s, b->a, NULL, 1000, 1, 64, &rows, &n, &b->err);
	store_letters_supersede(b->s, NULL, 0, 1000, 1, &n, &b->err);
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

/* --- too much ------------------------------------------------------------- */

static void
test_too_large(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);
	const struct entry *entries;
	char *note = calloc(1, (5 << 20) + 1);
	int64_t id, broken, n;
	size_t count;

	bench_open(b);
	memset(note, 'n', 5 << 20);
	e.note = note;
	assert_false(store_entry_add(b->s, &e, NULL, &id, &b->err));
	assert_int_equal(b->err.exit_code, EX_DATAERR);
	assert_non_null(strstr(b->err.text, "4 MiB"));
	/* No memory for it: told, and the store works on. */
	note[2 << 20] = '\0';
	add_entry(b, &e, NULL);
	sqlite3_db_release_memory(b->s->db);
	sqlite3_hard_heap_limit64(sqlite3_memory_used() + 100000);
	assert_false(store_entries(b->s, b->a, NULL, NULL, &entries, &count,
	    &b->err));
	assert_int_equal(b->err.exit_code, EX_OSERR);
	assert_false(store_entry_add(b->s, &e, NULL, &id, &b->err));
	assert_int_equal(b->err.exit_code, EX_OSERR);
	sqlite3_hard_heap_limit64(64 << 20);
	assert_true(store_entries(b->s, b->a, NULL, NULL, &entries, &count,
	    &b->err));
	assert_int_equal(add_entry(b, &e, NULL), 2);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, 2);
	assert_int_equal(broken, 0);
	free(note);
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
		ROW(test_truncated), ROW(test_schema_changed),
		ROW(test_wrong_types), ROW(test_random_damage),
		ROW(test_too_large), ROW(test_file_size_limit),
		ROW(test_full_disk),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
