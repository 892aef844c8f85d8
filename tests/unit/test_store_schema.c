#include "test_store.h"

#include "store/backup.h"
#include "store/guard.h"
#include "store/schema.h"

static const char *const steps[] = {
	"CREATE TABLE one (x INTEGER NOT NULL) STRICT;"
	    "INSERT INTO one VALUES (7);",
	"ALTER TABLE one ADD COLUMN y TEXT;UPDATE one SET y = 'seven';",
	"CREATE TABLE three (x INTEGER) STRICT;"
	    "INSERT INTO three SELECT x FROM one;",
};

static const char *const broken[] = {
	"CREATE TABLE one (x INTEGER NOT NULL) STRICT;",
	"CREATE TABLE two (x INTEGER) STRICT; INSERT INTO one VALUES (NULL);",
};

static void
connect_raw(struct bench *b, struct store *s)
{
	*s = (struct store){.path = b->path, .mode = STORE_DAEMON};
	assert_int_equal(sqlite3_open(b->path, &s->db), SQLITE_OK);
	assert_true(guard_before(s, &b->err));
}

static const char *
ask(struct bench *b, struct store *s, const char *sql, char answer[40])
{
	if (!guard_ask(s, sql, answer, 40, &b->err))
		fail_msg("%s", b->err.text);
	return answer;
}

/* From every version to the newest, with what was in the file. */
static void
test_forward(void **state)
{
	struct bench *b = *state;

	for (size_t from = 0; from <= COUNT(steps); from++) {
		struct store s;
		char answer[40];
		int version;

		connect_raw(b, &s);
		assert_true(schema_migrate(&s, steps, 0, from, &b->err));
		assert_true(schema_look(&s, COUNT(steps), &version,
		    &b->err));
		assert_int_equal(version, from);
		assert_true(schema_migrate(&s, steps, from, COUNT(steps),
		    &b->err));
		assert_string_equal(ask(b, &s, "PRAGMA user_version",
		    answer), "3");
		assert_string_equal(ask(b, &s, "SELECT x || y FROM one",
		    answer), "7seven");
		assert_string_equal(ask(b, &s, "SELECT x FROM three",
		    answer), "7");
		assert_true(schema_intact(&s, steps, COUNT(steps),
		    &b->err));
		assert_true(schema_check(&s, &b->err));
		sqlite3_close(s.db);
		unlink(b->path);
	}
}

/* One that fails leaves the version before it, whole. */
static void
test_failing_step(void **state)
{
	struct bench *b = *state;
	struct store s;
	char answer[40];

	connect_raw(b, &s);
	assert_false(schema_migrate(&s, broken, 0, COUNT(broken), &b->err));
	assert_int_equal(b->err.sqlite & 0xff, SQLITE_CONSTRAINT);
	assert_string_equal(ask(b, &s, "PRAGMA user_version", answer), "1");
	assert_string_equal(ask(b, &s, "SELECT count(*) FROM sqlite_schema",
	    answer), "1");
	assert_true(schema_intact(&s, broken, 1, &b->err));
	assert_true(sqlite3_get_autocommit(s.db));
	sqlite3_close(s.db);
}

/* A reader cannot migrate: it says who can. */
static void
test_reader_of_an_older_file(void **state)
{
	struct bench *b = *state;
	struct store s;
	int version;

	connect_raw(b, &s);
	assert_true(schema_migrate(&s, steps, 0, 2, &b->err));
	s.mode = STORE_READ;
	assert_false(schema_look(&s, 3, &version, &b->err));
	assert_int_equal(b->err.exit_code, EX_CONFIG);
	assert_non_null(strstr(b->err.text, "its format is 2, this program "
	    "reads 3: start srokd once"));
	assert_true(schema_look(&s, 2, &version, &b->err));
	assert_int_equal(version, 2);
	sqlite3_close(s.db);
}

static void
test_shipped_migrations_build_one_schema(void **state)
{
	struct bench *b = *state;
	struct store s;

	connect_raw(b, &s);
	assert_true(schema_migrate(&s, schema_migrations, 0, schema_version,
	    &b->err));
	assert_true(schema_intact(&s, schema_migrations, schema_version,
	    &b->err));
	assert_false(schema_intact(&s, steps, COUNT(steps), &b->err));
	assert_int_equal(b->err.exit_code, EX_DATAERR);
	sqlite3_close(s.db);
}

/* Words that a file of version 1 has in its letters are where they were
 * looked for, and a letter under way goes on. */
static void
test_words_of_version_1(void **state)
{
	static const char letter[] = "INSERT INTO letter VALUES (%d, 'k%d',"
	    " 'uo', 'email', 'uo@dept.example', 1000, 0, 1000, 9000, 'm%d',"
	    " NULL, 'Управление', 'Тема %d', 'Текст %d', %s);"
	    "INSERT INTO delivery (letter, sending_at, state, changed_at,"
	    " next_at) VALUES (%d, 1000, '%s', 1000, 1000);";
	struct bench *b = *state;
	const struct letter_row *rows;
	char sql[700], name[20];
	struct store s;
	size_t n;

	connect_raw(b, &s);
	assert_true(schema_migrate(&s, schema_migrations, 0, 1, &b->err));
	sqlite3_close(s.db);
	raw_ok(b->path, "INSERT INTO meta VALUES ('virtual', 1)");
	for (int i = 1; i <= 2; i++) {
		sqlite3_snprintf(sizeof(sql), sql, letter, i, i, i, i, i,
		    i == 1 ? "'<p>'" : "NULL", i, i == 1 ? "sent" :
		    "queued");
		raw_ok(b->path, sql);
	}
	bench_open(b);
	for (int i = 1; i <= 2; i++) {
		assert_true(store_letters_list(b->s, b->a, i,
		    LETTER_STATE_COUNT, 1, &rows, &n, &b->err));
		assert_int_equal(n, 1);
		sqlite3_snprintf(sizeof(name), name, "Текст %d", i);
		assert_string_equal(rows[0].text, name);
	}
	assert_true(store_letters_claim(b->s, b->a, NULL, 2000, 1, 9, &rows, &n,
	    &b->err));
	assert_int_equal(n, 1);
	assert_string_equal(rows[0].text, "Текст 2");
	bench_close(b);
	bench_open(b);
}

/* What it was before stays beside it, whole, and can be put back. */
static void
test_a_copy_of_version_1(void **state)
{
	struct bench *b = *state;
	char answer[40];
	const char *copy = arena_printf(b->a, "%s.format-1", b->path);
	const char *aside = arena_printf(b->a, "%s-journal", b->path);
	struct backup_seal seal;
	struct store s;

	connect_raw(b, &s);
	assert_true(schema_migrate(&s, schema_migrations, 0, 1, &b->err));
	sqlite3_close(s.db);
	raw_ok(b->path, "INSERT INTO meta VALUES ('virtual', 1),"
	    " ('last_now', 1637712000)");
	bench_open(b);
	assert_int_equal(raw(copy, "PRAGMA user_version", answer,
	    sizeof(answer)), SQLITE_OK);
	assert_string_equal(answer, "1");
	assert_false(backup_restore(copy, b->path, aside, &seal, &b->err));
	assert_int_equal(b->err.exit_code, EX_TEMPFAIL);
	bench_close(b);
	assert_true(backup_restore(copy, b->path, aside, &seal, &b->err));
	assert_int_equal(seal.at, 1637712000);
	assert_int_equal(raw(b->path, "PRAGMA user_version", answer,
	    sizeof(answer)), SQLITE_OK);
	assert_string_equal(answer, "1");
	/* A second time another name is taken. */
	bench_open(b);
	copy = arena_printf(b->a, "%s.format-1.2", b->path);
	assert_int_equal(unlink(copy), 0);
}

static off_t
size_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_size;
}

/* A file of years is larger than the memory that the store may take; brought
 * up to date it is no larger than before. */
static void
test_a_large_file_of_version_1(void **state)
{
	struct bench *b = *state;
	char answer[40];
	struct store s;
	off_t size;

	connect_raw(b, &s);
	assert_true(schema_migrate(&s, schema_migrations, 0, 1, &b->err));
	sqlite3_close(s.db);
	raw_ok(b->path, "PRAGMA synchronous=OFF;"
	    "INSERT INTO meta VALUES ('virtual', 1);"
	    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < 18000)"
	    " INSERT INTO letter SELECT i, 'k' || i, 'uo', 'email',"
	    " 'uo@dept.example', 1000, 0, 1000, 9000, 'm' || i, NULL, 'u',"
	    " 's', hex(zeroblob(2500)), NULL FROM n;"
	    "INSERT INTO delivery (letter, sending_at, state, changed_at,"
	    " next_at) SELECT id, 1000, 'sent', 1000, 1000 FROM letter");
	size = size_of(b->path);
	bench_open(b);
	bench_close(b);
	assert_true(size_of(b->path) <= size + size / 10);
	assert_int_equal(raw(b->path, "SELECT count(*) FROM words"
	    " WHERE length(text) = 5000", answer, sizeof(answer)), SQLITE_OK);
	assert_string_equal(answer, "18000");
}

int
main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, bench_up, bench_down)
	const struct CMUnitTest tests[] = {
		ROW(test_forward), ROW(test_failing_step),
		ROW(test_reader_of_an_older_file),
		ROW(test_shipped_migrations_build_one_schema),
		ROW(test_words_of_version_1), ROW(test_a_copy_of_version_1),
		ROW(test_a_large_file_of_version_1),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
