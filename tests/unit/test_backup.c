/* A copy of the database: whole, checked, named last; and the directory of
 * copies. Copying - What goes wrong - Names - Pruning. */
#include "test_store.h"

#include <dirent.h>
#include <errno.h>
#include <sys/wait.h>

#include "core/zone.h"
#include "store/backup.h"
#include "store/copies.h"

enum { AT = 1637712000 };

/* Room for the names of copies beside the database. */
static const char *
beside(struct bench *b, const char *name)
{
	return arena_printf(b->a, "%s/%s", b->dir, name);
}

static bool
is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

static void
fill(struct bench *b, int entries)
{
	struct entry e = sample_entry("6", "uo", 1);

	assert_true(store_begin(b->s, &b->err));
	for (int i = 0; i < entries; i++)
		add_entry(b, &e, NULL);
	assert_true(store_commit(b->s, &b->err));
}

/* Copies to the last page; between two steps `entries` more are written. */
static struct backup_seal
copy(struct bench *b, const char *path, int entries)
{
	struct backup_seal seal = {.at = AT};
	struct backup *backup;
	enum backup_state state;

	if (!backup_begin(b->s, path, &backup, &b->err))
		fail_msg("begin: %s", b->err.text);
	while ((state = backup_step(backup, &seal, &b->err)) == BACKUP_MORE)
		if (entries)
			fill(b, entries);
	if (state != BACKUP_WHOLE)
		fail_msg("step: %s", b->err.text);
	backup_free(backup);
	seal.at = AT;
	return seal;
}

static void
settle(struct bench *b, const char *path, const struct backup_seal *seal)
{
	if (!backup_settle(path, seal, &b->err))
		fail_msg("settle: %s", b->err.text);
}

static void
settle_fails(struct bench *b, const char *path,
    const struct backup_seal *seal, int exit_code, const char *text)
{
	assert_false(backup_settle(path, seal, &b->err));
	if (b->err.exit_code != exit_code || !strstr(b->err.text, text))
		fail_msg("exit %d, expected %d with '%s': %s",
		    b->err.exit_code, exit_code, text, b->err.text);
	assert_false(is_there(arena_printf(b->a, "%s.part", path)));
}

static size_t
names_in(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *e;
	size_t n = 0;

	assert_non_null(d);
	while ((e = readdir(d)))
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

/* --- copying -------------------------------------------------------------- */

static void
test_copy(void **state)
{
	struct bench *b = *state;
	const char *path = beside(b, "copy.db");
	struct backup_seal seal;
	int64_t n, broken, at;
	struct store *s;
	struct stat st;

	bench_open(b);
	fill(b, 6000);
	seal = copy(b, path, 100);
	assert_false(is_there(path));
	settle(b, path, &seal);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_nlink, 1);
	/* Nothing else is left, and what was written meanwhile is there. */
	assert_false(is_there(beside(b, "copy.db.part")));
	assert_false(is_there(beside(b, "copy.db-wal")));
	assert_true(store_open(path, STORE_READ, true, &s, &b->err));
	assert_true(store_verify(s, &n, &broken, &b->err));
	assert_int_equal(broken, 0);
	assert_int_equal(n, seal.entries);
	assert_true(n > 6000);
	assert_true(store_fact(s, BACKUP_FACT, &at));
	assert_int_equal(at, AT);
	store_close(s);
	assert_false(is_there(beside(b, "copy.db-wal")));
	/* The database itself is no copy. */
	assert_false(store_fact(b->s, BACKUP_FACT, &at));
	unlink(path);
}

static void
test_empty(void **state)
{
	struct bench *b = *state;
	const char *path = beside(b, "copy.db");
	struct backup_seal seal;

	bench_open(b);
	seal = copy(b, path, 0);
	assert_int_equal(seal.entries, 0);
	settle(b, path, &seal);
	unlink(path);
}

/* A copy of a copy, and one of a file that nobody has open. */
static void
test_offline(void **state)
{
	struct bench *b = *state;
	const char *one = beside(b, "one.db"), *two = beside(b, "two.db");
	struct backup_seal seal;
	struct store *s;

	bench_open(b);
	fill(b, 10);
	seal = copy(b, one, 0);
	settle(b, one, &seal);
	bench_close(b);
	assert_true(store_open(one, STORE_READ, true, &s, &b->err));
	b->s = s;
	seal = copy(b, two, 0);
	assert_int_equal(seal.entries, 10);
	settle(b, two, &seal);
	bench_close(b);
	unlink(one);
	unlink(two);
}

static void
test_seal(void **state)
{
	struct backup_seal seal = {.entries = 42, .at = -7}, read;
	char text[BACKUP_SEAL_TEXT];
	static const char *const bad[] = {
		"", "1", "1:2", "1:aa:3", ":::", "x:%s:1", "1:%s:", "1:%s:x",
		"1:%s", "1:%s0:1", "99999999999999999999:%s:1"
	};

	(void)state;
	for (size_t i = 0; i < sizeof(seal.hash); i++)
		seal.hash[i] = (unsigned char)(7 * i);
	backup_seal_print(&seal, text);
	assert_true(backup_seal_parse(text, &read));
	assert_memory_equal(&seal, &read, sizeof(seal));
	for (size_t i = 0; i < COUNT(bad); i++) {
		char hex[65], full[128];
		const char *slot = strstr(bad[i], "%s");

		memset(hex, 'a', 64);
		hex[64] = '\0';
		snprintf(full, sizeof(full), "%.*s%s%s",
		    slot ? (int)(slot - bad[i]) : (int)strlen(bad[i]), bad[i],
		    slot ? hex : "", slot ? slot + 2 : "");
		if (backup_seal_parse(full, &read))
			fail_msg("'%s' was read", full);
	}
}

/* --- what goes wrong ------------------------------------------------------ */

static void
begin_fails(struct bench *b, const char *path, int exit_code,
    const char *text)
{
	struct backup *backup;

	assert_false(backup_begin(b->s, path, &backup, &b->err));
	if (b->err.exit_code != exit_code || !strstr(b->err.text, text))
		fail_msg("exit %d, expected %d with '%s': %s",
		    b->err.exit_code, exit_code, text, b->err.text);
}

static void
test_nothing_is_replaced(void **state)
{
	struct bench *b = *state;
	const char *path = beside(b, "copy.db"), *link = beside(b, "link.db");
	struct backup_seal seal;
	size_t n;
	char *bytes;

	bench_open(b);
	begin_fails(b, b->path, EX_CANTCREAT, "replaces nothing");
	assert_int_equal(symlink("nowhere", link), 0);
	begin_fails(b, link, EX_CANTCREAT, "replaces nothing");
	begin_fails(b, beside(b, "no/copy.db"), EX_CANTCREAT, "No such file");
	begin_fails(b, beside(b, "srok.db/x.db"), EX_CANTCREAT, "directory");
	begin_fails(b, "file:x", EX_CANTCREAT, "cannot name");
	/* One that came while the pages did. */
	seal = copy(b, path, 0);
	raw_ok(path, "CREATE TABLE theirs (x)");
	settle_fails(b, path, &seal, EX_CANTCREAT, "replaces nothing");
	bytes = slurp(path, &n);
	assert_non_null(memmem(bytes, n, "theirs", 6));
	free(bytes);
	unlink(path);
	unlink(link);
}

static void
test_given_up(void **state)
{
	struct bench *b = *state;
	const char *path = beside(b, "copy.db");
	struct backup_seal seal;
	struct backup *backup;

	bench_open(b);
	fill(b, 5000);
	assert_true(backup_begin(b->s, path, &backup, &b->err));
	assert_int_equal(backup_step(backup, &seal, &b->err), BACKUP_MORE);
	assert_true(is_there(beside(b, "copy.db.part")));
	backup_free(backup);
	assert_false(is_there(beside(b, "copy.db.part")));
	assert_false(is_there(path));
	/* The store goes on as if nothing had been. */
	fill(b, 1);
}

/* A copy that is not what came over the wire of pages gets no name. */
static void
test_damaged_copy(void **state)
{
	struct bench *b = *state;
	const char *path = beside(b, "copy.db");
	const char *part = beside(b, "copy.db.part");
	struct backup_seal seal;

	bench_open(b);
	fill(b, 500);
	seal = copy(b, path, 0);
	assert_true(patch(part, "протокол", "протокоп"));
	settle_fails(b, path, &seal, EX_DATAERR, "does not fit the chain");
	seal = copy(b, path, 0);
	assert_int_equal(truncate(part, 8192), 0);
	settle_fails(b, path, &seal, EX_DATAERR, "");
	seal = copy(b, path, 0);
	seal.entries++;
	settle_fails(b, path, &seal, EX_DATAERR, "another one");
	seal = copy(b, path, 0);
	seal.hash[3] ^= 1;
	settle_fails(b, path, &seal, EX_DATAERR, "another one");
	seal = copy(b, path, 0);
	unlink(part);
	settle_fails(b, path, &seal, EX_CANTCREAT, "");
	assert_false(is_there(path));
}

/* What a killed program left is no hindrance. */
static void
test_left_over(void **state)
{
	struct bench *b = *state;
	const char *path = beside(b, "copy.db");
	struct backup_seal seal;

	bench_open(b);
	fill(b, 5);
	raw_ok(beside(b, "copy.db.part"), "CREATE TABLE half (x)");
	seal = copy(b, path, 0);
	settle(b, path, &seal);
	unlink(path);
}

/* --- names ---------------------------------------------------------------- */

static void
test_path(void **state)
{
	struct bench *b = *state;
	struct zone_time t = {date_of(2026, 11, 24), 67 * 60 + 5, 7 * 3600};
	struct str s;

	str_init(&s);
	copies_path(&s, "/x/y.db", "/var/lib/srokd/srok.db", &t, false);
	assert_string_equal(s.s, "/x/y.db");
	str_clear(&s);
	copies_path(&s, "/no-such/", "/var/lib/srokd/srok.db", &t, false);
	assert_string_equal(s.s, "/no-such/srok-2026-11-24T010705+0700.db");
	str_clear(&s);
	t.offset = -(3 * 3600 + 1800);
	copies_path(&s, b->dir, "база", &t, true);
	assert_string_equal(s.s,
	    beside(b, "база-2026-11-24T010705-0330.auto.db"));
	str_done(&s);
}

/* --- pruning -------------------------------------------------------------- */

static const struct retain two = {2, 0, 0};

static void
put(const char *path, const char *bytes, size_t n)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, n), n);
	close(fd);
}

static void
test_prune(void **state)
{
	struct bench *b = *state;
	const char *dir = beside(b, "copies");
	static const char *const ours[] = {
		"srok-2026-11-20T000000+0700.auto.db",
		"srok-2026-11-21T000000+0700.auto.db",
		"srok-2026-11-22T000000+0700.auto.db",
		"srok-2026-11-22T120000+0700.auto.db",
	};
	static const char *const others[] = {
		"srok-2026-11-19T000000+0700.db",       /* asked for */
		"srok-2026-11-19T000000+0700.auto.db.gz",
		"other-2026-11-19T000000+0700.auto.db",
		"srok-2026-13-19T000000+0700.auto.db",
		"srok-2026-11-19.auto.db", "srok.auto.db", "notes.txt",
	};
	struct date today = date_of(2026, 11, 22);
	size_t n;
	char *bytes;
	int error;

	bench_open(b);
	bench_close(b);
	bytes = slurp(b->path, &n);
	assert_int_equal(mkdir(dir, 0700), 0);
	assert_true(date_is_none(copies_last(dir, b->path, today)));
	for (size_t i = 0; i < COUNT(ours); i++)
		put(beside(b, arena_printf(b->a, "copies/%s", ours[i])),
		    bytes, n);
	for (size_t i = 0; i < COUNT(others); i++)
		put(beside(b, arena_printf(b->a, "copies/%s", others[i])),
		    bytes, n);
	/* By name it would be ours, by what it holds it is not. */
	put(beside(b, "copies/srok-2026-11-18T000000+0700.auto.db"), "text",
	    4);
	assert_int_equal(symlink(b->path,
	    beside(b, "copies/srok-2026-11-17T000000+0700.auto.db")), 0);

	assert_int_equal(copies_last(dir, b->path, today).n, today.n);
	assert_int_equal(copies_last(dir, b->path, date_add(today, -1)).n,
	    today.n - 1);
	assert_int_equal(copies_prune(dir, b->path, today, &two, &error), 2);
	assert_int_equal(error, 0);
	assert_false(is_there(beside(b, arena_printf(b->a, "copies/%s",
	    ours[0]))));
	assert_false(is_there(beside(b, arena_printf(b->a, "copies/%s",
	    ours[2]))));
	assert_int_equal(names_in(dir), 2 + COUNT(others) + 2);
	assert_int_equal(copies_prune(dir, b->path, today, &two, &error), 0);
	assert_int_equal(copies_prune(beside(b, "nowhere"), b->path, today,
	    &two, &error), 0);
	assert_int_equal(error, ENOENT);
	free(bytes);
	assert_int_equal(system(arena_printf(b->a, "rm -r '%s'", dir)), 0);
}

static void
test_sweep(void **state)
{
	struct bench *b = *state;
	const char *dir = beside(b, "copies");
	static const char *const names[] = {
		"srok-2026-11-20T000000+0700.auto.db.part",
		"srok-2026-11-20T000000+0700.db.part",
		"srok-2026-11-20T000000+0700.db.part-wal",
		"srok-2026-11-20T000000+0700.db.part-journal",
		"srok-2026-11-20T000000+0700.db",
		"srok-2026-11-20T000000+0700.db.partial",
		"other-2026-11-20T000000+0700.db.part",
		"mine.part",
	};

	assert_int_equal(mkdir(dir, 0700), 0);
	for (size_t i = 0; i < COUNT(names); i++)
		put(beside(b, arena_printf(b->a, "copies/%s", names[i])),
		    "x", 1);
	copies_sweep(dir, b->path);
	assert_int_equal(names_in(dir), 4);
	copies_sweep(beside(b, "nowhere"), b->path);
	assert_int_equal(system(arena_printf(b->a, "rm -r '%s'", dir)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_copy, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_empty, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_offline, bench_up,
		    bench_down),
		cmocka_unit_test(test_seal),
		cmocka_unit_test_setup_teardown(test_nothing_is_replaced,
		    bench_up, bench_down),
		cmocka_unit_test_setup_teardown(test_given_up, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_damaged_copy, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_left_over, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_path, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_prune, bench_up,
		    bench_down),
		cmocka_unit_test_setup_teardown(test_sweep, bench_up,
		    bench_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
