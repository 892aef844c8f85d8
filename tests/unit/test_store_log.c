#include "test_store.h"

#include "store/stmt.h"

static void
test_every_field_returns(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("31", "uo", 3), got;
	struct entry bare = sample_entry("31", NULL, 4);

	bench_open(b);
	e.kind = ENTRY_EXTEND;
	e.window = date_of(2021, 12, 31);
	e.until = date_of(2022, 1, 31);
	e.ref = 5;
	e.decided_by = "начальник управления";
	bare.date = DATE_NONE;
	bare.note = bare.evidence = bare.author = bare.decided_by = NULL;
	assert_int_equal(add_entry(b, &e, NULL), 1);
	assert_int_equal(add_entry(b, &bare, NULL), 2);
	bench_close(b);
	bench_open(b);
	assert_true(store_entry(b->s, b->a, 1, &got, &b->err));
	assert_int_equal(got.id, 1);
	assert_int_equal(got.at, e.at);
	assert_int_equal(got.entered.n, e.entered.n);
	assert_int_equal(got.kind, ENTRY_EXTEND);
	assert_string_equal(got.roadmap, e.roadmap);
	assert_string_equal(got.rule, "31");
	assert_string_equal(got.body, "uo");
	assert_int_equal(got.date.n, e.date.n);
	assert_int_equal(got.window.n, e.window.n);
	assert_int_equal(got.until.n, e.until.n);
	assert_int_equal(got.ref, 5);
	assert_string_equal(got.note, e.note);
	assert_string_equal(got.evidence, e.evidence);
	assert_string_equal(got.author, e.author);
	assert_string_equal(got.decided_by, e.decided_by);
	assert_true(store_entry(b->s, b->a, 2, &got, &b->err));
	assert_string_equal(got.body, "");
	assert_string_equal(got.note, "");
	assert_true(date_is_none(got.date) && date_is_none(got.window) &&
	    date_is_none(got.until));
	assert_false(store_entry(b->s, b->a, 3, &got, &b->err));
	assert_int_equal(b->err.exit_code, EX_DATAERR);
	assert_string_equal(b->err.text, "there is no entry 3");
}

static void
test_order(void **state)
{
	static const struct { const char *rule, *body; } in[] = {
		{"6", "uo"}, {"31", "school-6"}, {"31", ""}, {"6", "uo"},
		{"31", "school-3"}, {"31", "school-6"},
	};
	static const int64_t all[] = {3, 5, 2, 6, 1, 4};
	struct bench *b = *state;
	const struct entry *entries;
	struct entry other = sample_entry("31", "uo", 0);
	size_t n;

	bench_open(b);
	for (size_t i = 0; i < COUNT(in); i++) {
		/* Days fall, so that order by day would show. */
		struct entry e = sample_entry(in[i].rule, in[i].body,
		    10 - (int)i);

		add_entry(b, &e, NULL);
	}
	other.roadmap = "tambov-2020";
	add_entry(b, &other, NULL);
	assert_true(store_entries(b->s, b->a, NULL, NULL, &entries, &n,
	    &b->err));
	assert_int_equal(n, 7);
	for (size_t i = 0; i < COUNT(all); i++)
		assert_int_equal(entries[i].id, all[i]);
	assert_true(store_entries(b->s, b->a, "strezhevoy-2021", NULL,
	    &entries, &n, &b->err));
	assert_int_equal(n, 6);
	assert_true(store_entries(b->s, b->a, "strezhevoy-2021", "31",
	    &entries, &n, &b->err));
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(entries[i].id, all[i]);
	assert_true(store_entries(b->s, b->a, "no", "31", &entries, &n,
	    &b->err));
	assert_int_equal(n, 0);
}

/* One body's, and those of the whole rule before them. */
static void
test_entries_of_a_body(void **state)
{
	static const char *const bodies[] = {"uo", "", "imo", "uo", ""};
	static const int64_t expected[] = {2, 5, 1, 4};
	struct bench *b = *state;
	const struct entry *entries;
	size_t n;

	bench_open(b);
	for (size_t i = 0; i < COUNT(bodies); i++) {
		struct entry e = sample_entry("31", bodies[i], 0);

		e.note = i % 2 ? "" : "протокол";
		add_entry(b, &e, NULL);
	}
	assert_true(store_entries_of(b->s, b->a, "strezhevoy-2021", "31",
	    "uo", &entries, &n, &b->err));
	assert_int_equal(n, COUNT(expected));
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(entries[i].id, expected[i]);
		assert_string_equal(entries[i].body, i < 2 ? "" : "uo");
		assert_string_equal(entries[i].note,
		    entries[i].id % 2 ? "протокол" : "");
	}
}

static void
test_what_was_added_since(void **state)
{
	struct bench *b = *state;
	const struct entry *entries;
	int64_t last;
	size_t n;

	bench_open(b);
	assert_true(store_entry_last(b->s, &last, &b->err));
	assert_int_equal(last, 0);
	for (int i = 0; i < 5; i++) {
		struct entry e = sample_entry("31", "uo", 0);

		add_entry(b, &e, NULL);
	}
	assert_true(store_entry_last(b->s, &last, &b->err));
	assert_int_equal(last, 5);
	assert_true(store_entries_after(b->s, b->a, 3, &entries, &n,
	    &b->err));
	assert_int_equal(n, 2);
	assert_int_equal(entries[0].id, 4);
	assert_int_equal(entries[1].id, 5);
	assert_true(store_entries_after(b->s, b->a, 5, &entries, &n,
	    &b->err));
	assert_int_equal(n, 0);
}

static void
test_key_is_used_once(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);
	int64_t n, broken;

	bench_open(b);
	assert_int_equal(add_entry(b, &e, "click-1"), 1);
	assert_int_equal(add_entry(b, &e, "click-2"), 2);
	assert_int_equal(add_entry(b, &e, "click-1"), 1);
	assert_int_equal(add_entry(b, &e, NULL), 3);
	assert_int_equal(add_entry(b, &e, NULL), 4);
	bench_close(b);
	bench_open(b);
	assert_int_equal(add_entry(b, &e, "click-2"), 2);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, 4);
	assert_int_equal(broken, 0);
}

/* A rolled-back entry leaves no trace, in the chain neither. */
static void
test_rollback(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0);
	int64_t n, broken;

	bench_open(b);
	add_entry(b, &e, NULL);
	assert_true(store_begin(b->s, &b->err));
	assert_int_equal(add_entry(b, &e, "k"), 2);
	assert_int_equal(add_entry(b, &e, NULL), 3);
	store_rollback(b->s);
	e.note = "другая";
	assert_true(store_begin(b->s, &b->err));
	assert_int_equal(add_entry(b, &e, "k"), 2);
	assert_true(store_commit(b->s, &b->err));
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, 2);
	assert_int_equal(broken, 0);
}

/* trust.md Q5: the four ways around append-only, and their cousins. */
#define NEW_ROW(id, key) "(id, at, entered, kind, roadmap, rule, body, " \
	"ref, note, evidence, author, decided_by, key, hash) VALUES (" id \
	", 1, '2021-10-14', 'done', 'r', '1', 'b', 0, '', '', '', '', " key \
	", zeroblob(32))"

static const char *const ways_around[] = {
	"UPDATE log SET note = 'x'",
	"UPDATE OR REPLACE log SET id = 1 WHERE id = 2",
	"DELETE FROM log WHERE id = 2",
	"DELETE FROM log",
	"REPLACE INTO log " NEW_ROW("1", "NULL"),
	"INSERT OR REPLACE INTO log " NEW_ROW("2", "NULL"),
	"INSERT OR REPLACE INTO log " NEW_ROW("3", "'click'"),
	"INSERT INTO log " NEW_ROW("1", "NULL")
	    " ON CONFLICT (id) DO UPDATE SET note = 'x'",
	"INSERT INTO log " NEW_ROW("3", "'click'")
	    " ON CONFLICT DO UPDATE SET note = 'x'",
	"INSERT INTO log " NEW_ROW("9", "NULL"),        /* a gap */
	"INSERT INTO log " NEW_ROW("0", "NULL"),
	"INSERT INTO log " NEW_ROW("NULL", "NULL"),
};

static void
check_untouched(struct bench *b)
{
	char answer[80];
	int64_t n, broken;

	bench_open(b);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, 2);
	assert_int_equal(broken, 0);
	bench_close(b);
	assert_int_equal(raw(b->path, "SELECT group_concat(id || note) FROM "
	    "log", answer, sizeof(answer)), SQLITE_OK);
	assert_string_equal(answer, "1протокол № 1,2протокол № 1");
}

static void
two_entries(struct bench *b)
{
	struct entry e = sample_entry("6", "uo", 0);

	bench_open(b);
	add_entry(b, &e, "click");
	add_entry(b, &e, NULL);
}

static void
test_no_way_around_raw(void **state)
{
	static const char *const pragmas[] = {
		"PRAGMA recursive_triggers=ON;",
		"PRAGMA recursive_triggers=OFF;",
	};
	struct bench *b = *state;
	char sql[600];

	two_entries(b);
	bench_close(b);
	for (size_t p = 0; p < COUNT(pragmas); p++)
		for (size_t i = 0; i < COUNT(ways_around); i++) {
			snprintf(sql, sizeof(sql), "%s%s", pragmas[p],
			    ways_around[i]);
			if (raw(b->path, sql, NULL, 0) != SQLITE_CONSTRAINT)
				fail_msg("not refused: %s", sql);
		}
	check_untouched(b);
}

static void
test_no_way_around_inside(void **state)
{
	static const char *const more[] = {
		"DROP TRIGGER log_no_update", "DROP TABLE log",
		"ALTER TABLE log RENAME TO old",
		"ALTER TABLE log DROP COLUMN note",
		"CREATE TRIGGER t AFTER INSERT ON log BEGIN SELECT 1; END",
		"CREATE TEMP TABLE t (x)",
		"PRAGMA writable_schema=ON", "PRAGMA recursive_triggers=OFF",
		"ATTACH ':memory:' AS other", "VACUUM",
		"UPDATE sqlite_schema SET sql = ''",
		"DELETE FROM letter", "UPDATE words SET text = 'x'",
		"INSERT OR REPLACE INTO words VALUES (1, 'x', NULL)",
		"DELETE FROM delivery", "UPDATE delivery SET letter = 9",
		"UPDATE letter SET address = 'x@y.example'",
		"DELETE FROM seen", "DELETE FROM notice",
		"SELECT load_extension('x')",
		"SELECT \"no such column\"",
	};
	struct bench *b = *state;

	two_entries(b);
	for (size_t i = 0; i < COUNT(ways_around); i++)
		if (sqlite3_exec(b->s->db, ways_around[i], NULL, NULL,
		    NULL) == SQLITE_OK)
			fail_msg("not refused: %s", ways_around[i]);
	for (size_t i = 0; i < COUNT(more); i++)
		if (sqlite3_exec(b->s->db, more[i], NULL, NULL, NULL) ==
		    SQLITE_OK)
			fail_msg("not refused: %s", more[i]);
	bench_close(b);
	check_untouched(b);
}

/* --- damage --------------------------------------------------------------- */

/* Drops the guards, changes the log, puts the guards back: what somebody with
 * the file in hand can do. The chain tells. */
static void
tamper(struct bench *b, const char *sql)
{
	static const char *const triggers[] = {
		"log_no_update", "log_no_delete", "log_next_only"
	};
	char kept[3][600], all[2600], ask[120];
	int n;

	for (size_t i = 0; i < 3; i++) {
		snprintf(ask, sizeof(ask), "SELECT sql FROM sqlite_schema "
		    "WHERE name = '%s'", triggers[i]);
		assert_int_equal(raw(b->path, ask, kept[i],
		    sizeof(kept[i])), SQLITE_OK);
	}
	n = snprintf(all, sizeof(all), "DROP TRIGGER log_no_update;"
	    "DROP TRIGGER log_no_delete;DROP TRIGGER log_next_only;%s;"
	    "%s;%s;%s;", sql, kept[0], kept[1], kept[2]);
	assert_true(n > 0 && (size_t)n < sizeof(all));
	raw_ok(b->path, all);
}

static void
test_chain_finds_tampering(void **state)
{
	static const struct { const char *sql; int64_t broken; } rows[] = {
		{"UPDATE log SET note = 'иное' WHERE id = 3", 3},
		{"UPDATE log SET date = NULL WHERE id = 1", 1},
		{"UPDATE log SET body = 'uo6', note = '' WHERE id = 5", 5},
		{"UPDATE log SET key = 'k' WHERE id = 4", 4},
		{"UPDATE log SET hash = zeroblob(32) WHERE id = 2", 2},
		{"DELETE FROM log WHERE id = 3", 3},
		{"DELETE FROM log WHERE id = 1", 1},
		{"DELETE FROM log WHERE id = 4;"
		    "UPDATE log SET id = 4 WHERE id = 5", 4},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		void *one;
		struct bench *b;
		int64_t n, broken;

		(void)state;
		bench_up(&one);
		b = one;
		bench_open(b);
		for (int k = 0; k < 5; k++) {
			struct entry e = sample_entry("6", "uo", k);

			add_entry(b, &e, NULL);
		}
		assert_true(store_verify(b->s, &n, &broken, &b->err));
		assert_int_equal(n, 5);
		assert_int_equal(broken, 0);
		bench_close(b);
		tamper(b, rows[i].sql);
		bench_open(b);
		assert_true(store_verify(b->s, &n, &broken, &b->err));
		assert_int_equal(broken, rows[i].broken);
		bench_down(&one);
	}
}

/* One byte of the file, below SQL: quick_check does not see it, the chain
 * does, and what is shown is valid UTF-8. */
static void
test_changed_byte(void **state)
{
	struct bench *b = *state;
	struct entry e = sample_entry("6", "uo", 0), got;
	int64_t n, broken;

	bench_open(b);
	e.note = "note MARK end";
	add_entry(b, &e, NULL);
	bench_close(b);
	assert_true(patch(b->path, "MARK", "M\xff\0K"));
	bench_open(b);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(broken, 1);
	assert_true(store_entry(b->s, b->a, 1, &got, &b->err));
	assert_string_equal(got.note,
	    "note M\xEF\xBF\xBD\xEF\xBF\xBDK end");
}

/* What cannot be a day or a kind is refused by name, not guessed. */
static void
test_values_that_cannot_be(void **state)
{
	static const struct { const char *from, *to, *column; } rows[] = {
		{"2031-11-12", "2031-13-12", "date"},
		{"2031-11-12", "2031-11-1x", "date"},
		{"promise", "promisf", "kind"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		void *one;
		struct bench *b;
		struct entry e = sample_entry("6", "uo", 0);
		const struct entry *entries;
		size_t n;

		bench_up(&one);
		b = one;
		bench_open(b);
		e.date = date_of(2031, 11, 12);
		e.kind = ENTRY_PROMISE;
		add_entry(b, &e, NULL);
		bench_close(b);
		assert_true(patch(b->path, rows[i].from, rows[i].to));
		bench_open(b);
		assert_false(store_entries(b->s, b->a, NULL, NULL, &entries,
		    &n, &b->err));
		assert_int_equal(b->err.exit_code, EX_DATAERR);
		assert_non_null(strstr(b->err.text, rows[i].column));
		bench_down(&one);
	}
}

static void
test_text_clean(void **state)
{
	static const struct { const char *in; size_t n; const char *out; }
	rows[] = {
		{"", 0, ""},
		{"срок ≤ 𐍈", 17, "срок ≤ 𐍈"},
		{"a\0b", 3, "a\xEF\xBF\xBD" "b"},
		{"\xc0\xaf", 2, "\xEF\xBF\xBD\xEF\xBF\xBD"},   /* overlong */
		{"\xed\xa0\x80", 3, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
		{"\xf4\x90\x80\x80", 4, "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
		    "\xEF\xBF\xBD"},
		{"\xe2\x89", 2, "\xEF\xBF\xBD\xEF\xBF\xBD"},   /* cut */
		{"\xd1", 1, "\xEF\xBF\xBD"},
		{"\xd1z", 2, "\xEF\xBF\xBDz"},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < COUNT(rows); i++) {
		/* Exactly n bytes on the heap: a read beyond them shows. */
		char *in = malloc(rows[i].n ? rows[i].n : 1);

		memcpy(in, rows[i].in, rows[i].n);
		assert_string_equal(text_clean(b->a, in, rows[i].n),
		    rows[i].out);
		free(in);
	}
}

/* Reading a pair needs no sorting and no scan. */
static void
test_plans(void **state)
{
	static const char *const queries[] = {
		"SELECT * FROM log ORDER BY roadmap, rule, body, id",
		"SELECT * FROM log WHERE roadmap = ? ORDER BY rule, body, id",
		("SELECT * FROM log WHERE roadmap = ? AND rule = ?"
		    " ORDER BY body, id"),
		"SELECT id FROM log WHERE key = ?",
	};
	struct bench *b = *state;

	bench_open(b);
	bench_close(b);
	for (size_t i = 0; i < COUNT(queries); i++) {
		sqlite3 *db;
		sqlite3_stmt *st;
		char sql[160];

		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
		    queries[i]);
		assert_int_equal(sqlite3_open(b->path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL),
		    SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *plan =
			    (const char *)sqlite3_column_text(st, 3);

			assert_non_null(strstr(plan, "INDEX"));
			assert_null(strstr(plan, "TEMP B-TREE"));
		}
		sqlite3_finalize(st);
		sqlite3_close(db);
	}
}

int
main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, bench_up, bench_down)
	const struct CMUnitTest tests[] = {
		ROW(test_every_field_returns), ROW(test_entries_of_a_body),
		ROW(test_what_was_added_since), ROW(test_order),
		ROW(test_key_is_used_once), ROW(test_rollback),
		ROW(test_no_way_around_raw), ROW(test_no_way_around_inside),
		ROW(test_chain_finds_tampering), ROW(test_changed_byte),
		ROW(test_values_that_cannot_be), ROW(test_text_clean),
		ROW(test_plans),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
