#include "store/schema.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/fault.h"
#include "store/guard.h"

/* "SROK" */
#define APPLICATION_ID 0x53524F4B

/* --- version 1 ------------------------------------------------------------ */

/* A letter never changes once it is written, words and envelope (trust.md
 * D3); how it fares is a small row of its own, so that a change of state
 * writes little. Indices of the delivery are partial: what is sent, the great
 * majority, is in none of them, and a queue of a hundred thousand costs the
 * same per letter as one of ten. `doubt` is set for ever once an attempt may
 * have arrived: such a letter is never merged into another one.
 *
 * In the log the third trigger shuts the ways that the first two leave open:
 * REPLACE deletes without a trigger where recursive_triggers is off, by id or
 * by key; and it keeps ids without gaps. */
static const char version_1[] =
"CREATE TABLE meta ("
"	name TEXT PRIMARY KEY,"
"	value INTEGER NOT NULL"
") STRICT, WITHOUT ROWID;"

"CREATE TABLE seen ("
"	kind TEXT NOT NULL,"
"	id TEXT NOT NULL,"
"	day TEXT NOT NULL,"
"	PRIMARY KEY (kind, id)"
") STRICT, WITHOUT ROWID;"

"CREATE TABLE log ("
"	id INTEGER PRIMARY KEY,"
"	at INTEGER NOT NULL,"           /* instant it was entered */
"	entered TEXT NOT NULL,"         /* its civil day */
"	kind TEXT NOT NULL,"
"	roadmap TEXT NOT NULL,"
"	rule TEXT NOT NULL,"            /* inner id */
"	body TEXT NOT NULL,"
"	date TEXT,"                     /* of the deed */
"	due TEXT,"                      /* of the window that it names */
"	until TEXT,"
"	ref INTEGER NOT NULL,"
"	note TEXT NOT NULL,"
"	evidence TEXT NOT NULL,"
"	author TEXT NOT NULL,"
"	decided_by TEXT NOT NULL,"
"	key TEXT,"                      /* idempotency key of the request */
"	hash BLOB NOT NULL CHECK (length(hash) = 32)"
") STRICT;"
"CREATE INDEX log_pair ON log (roadmap, rule, body);"
"CREATE UNIQUE INDEX log_key ON log (key) WHERE key IS NOT NULL;"
"CREATE TRIGGER log_no_update BEFORE UPDATE ON log BEGIN"
"	SELECT RAISE(ABORT, 'the log is append-only: no UPDATE');"
"END;"
"CREATE TRIGGER log_no_delete BEFORE DELETE ON log BEGIN"
"	SELECT RAISE(ABORT, 'the log is append-only: no DELETE');"
"END;"
"CREATE TRIGGER log_next_only BEFORE INSERT ON log"
"	WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM log)"
"	OR EXISTS (SELECT 1 FROM log WHERE key = NEW.key)"
"BEGIN"
"	SELECT RAISE(ABORT, 'the log is append-only: next id, new key');"
"END;"

"CREATE TABLE letter ("
"	id INTEGER PRIMARY KEY,"
"	key TEXT NOT NULL UNIQUE,"
"	recipient TEXT NOT NULL,"
"	channel TEXT NOT NULL,"
"	address TEXT NOT NULL,"
"	sending_at INTEGER NOT NULL,"
"	utc_offset INTEGER NOT NULL,"
"	created_at INTEGER NOT NULL,"
"	expires_at INTEGER NOT NULL,"
"	message_id TEXT NOT NULL,"
"	anchor TEXT,"
"	to_name TEXT NOT NULL,"
"	subject TEXT NOT NULL,"
"	text TEXT NOT NULL,"
"	html TEXT"
") STRICT;"

"CREATE TABLE delivery ("
"	letter INTEGER PRIMARY KEY REFERENCES letter (id),"
"	sending_at INTEGER NOT NULL,"   /* the letter's, for the index */
"	state TEXT NOT NULL CHECK (state IN ('queued', 'claimed', 'paused',"
"		'uncertain', 'sent', 'given up', 'superseded', 'cancelled',"
"		'held')),"
"	changed_at INTEGER NOT NULL,"
"	next_at INTEGER NOT NULL,"
"	attempts INTEGER NOT NULL DEFAULT 0,"
"	run INTEGER NOT NULL DEFAULT 0,"
"	doubt INTEGER NOT NULL DEFAULT 0 CHECK (doubt IN (0, 1)),"
"	last_reply TEXT NOT NULL DEFAULT ''"
") STRICT;"
"CREATE INDEX delivery_waiting ON delivery (sending_at, letter, next_at)"
"	WHERE state IN ('queued', 'paused', 'uncertain');"
"CREATE INDEX delivery_next ON delivery (next_at)"
"	WHERE state IN ('queued', 'paused', 'uncertain');"
"CREATE INDEX delivery_watched ON delivery (state, letter)"
"	WHERE state IN ('claimed', 'paused', 'uncertain', 'given up', 'held');"

"CREATE TABLE notice ("
"	id INTEGER PRIMARY KEY,"
"	letter INTEGER NOT NULL REFERENCES letter (id),"
"	live INTEGER NOT NULL DEFAULT 1 CHECK (live IN (0, 1)),"
"	key TEXT NOT NULL,"
"	roadmap TEXT NOT NULL,"
"	rule TEXT NOT NULL,"
"	debtor TEXT NOT NULL,"
"	due TEXT,"
"	stage TEXT NOT NULL,"
"	recipient TEXT NOT NULL,"
"	address TEXT NOT NULL,"
"	channel TEXT NOT NULL,"
"	day TEXT NOT NULL"
") STRICT;"
"CREATE UNIQUE INDEX notice_key ON notice (key) WHERE live = 1;"
"CREATE INDEX notice_said ON notice (roadmap, rule, debtor, due, day)"
"	WHERE live = 1;"
"CREATE INDEX notice_letter ON notice (letter);";

/* --- version 2 ------------------------------------------------------------ */

/* The words of a letter, much the larger part of it, have a table of their
 * own: of old letters they may go (srokd.yaml, keep.letters), while the letter
 * and its notices still answer who was told what and when, and keep the same
 * from being said twice. Words that may yet be sent stay in any case. */
static const char version_2[] =
"CREATE TABLE words ("
"	letter INTEGER PRIMARY KEY REFERENCES letter (id),"
"	text TEXT NOT NULL,"
"	html TEXT"
") STRICT;"
"INSERT INTO words SELECT id, text, html FROM letter ORDER BY id;"
"ALTER TABLE letter DROP COLUMN html;"
"ALTER TABLE letter DROP COLUMN text;"
"CREATE TRIGGER words_no_update BEFORE UPDATE ON words BEGIN"
"	SELECT RAISE(ABORT, 'the words of a letter do not change');"
"END;"
"CREATE TRIGGER words_of_ended BEFORE DELETE ON words"
"	WHEN NOT EXISTS (SELECT 1 FROM delivery WHERE letter = OLD.letter"
"	AND state IN ('sent', 'superseded', 'cancelled'))"
"BEGIN"
"	SELECT RAISE(ABORT, 'the words of a letter that may yet be sent');"
"END;";

const char *const schema_migrations[] = {
	version_1, version_2,
};
const size_t schema_version = sizeof(schema_migrations) /
    sizeof(schema_migrations[0]);

/* --- what the file is ----------------------------------------------------- */

static bool
ask_number(struct store *s, const char *sql, long *ret,
    struct store_error *reterr)
{
	char answer[32];

	if (!guard_ask(s, sql, answer, sizeof(answer), reterr))
		return false;
	*ret = strtol(answer, NULL, 10);
	return true;
}

bool
schema_look(struct store *s, size_t newest, int *ret_version,
    struct store_error *reterr)
{
	long application, version, tables;

	if (!ask_number(s, "PRAGMA application_id", &application, reterr) ||
	    !ask_number(s, "PRAGMA user_version", &version, reterr) ||
	    !ask_number(s, "SELECT count(*) FROM sqlite_schema", &tables,
	    reterr))
		return false;
	if (application == 0 && version == 0 && tables == 0) {
		if (s->mode == STORE_READ)
			return store_fault(reterr, EX_DATAERR, "%s: the file "
			    "is empty: srokd fills it at its start", s->path);
		*ret_version = 0;
		return true;
	}
	if (application != APPLICATION_ID || version < 1)
		return store_fault(reterr, EX_DATAERR,
		    "%s: a database of another program (application_id "
		    "0x%08lx, srokd's is 0x%08x): name another file",
		    s->path, (unsigned long)application & 0xffffffff,
		    (unsigned)APPLICATION_ID);
	if ((size_t)version > newest)
		return store_fault(reterr, EX_CONFIG,
		    "%s: written by a newer srokd: its format is %ld, this "
		    "program knows up to %zu: install the newer srokd (the "
		    "file was not changed)", s->path, version, newest);
	if (s->mode == STORE_READ && (size_t)version < newest)
		return store_fault(reterr, EX_CONFIG,
		    "%s: its format is %ld, this program reads %zu: start "
		    "srokd once, it brings the file up to date", s->path,
		    version, newest);
	*ret_version = (int)version;
	return true;
}

/* "SQLite format 3", and application_id at 68, big-endian (fileformat2.html
 * §1.3). */
bool
schema_is_ours(int dir, const char *name)
{
	static const char magic[16] = "SQLite format 3";
	unsigned char head[72];
	struct stat st;
	int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK |
	    O_CLOEXEC);
	bool ours = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_uid == geteuid() &&
	    read(fd, head, sizeof(head)) == (ssize_t)sizeof(head) &&
	    memcmp(head, magic, sizeof(magic)) == 0 &&
	    (head[68] << 24 | head[69] << 16 | head[70] << 8 | head[71]) ==
	    APPLICATION_ID;

	if (fd >= 0)
		close(fd);
	return ours;
}

/* --- migrations ----------------------------------------------------------- */

static bool
run(sqlite3 *db, const char *path, const char *sql,
    struct store_error *reterr)
{
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);

	return rc == SQLITE_OK || fault_sqlite(reterr, path, db, rc);
}

static bool
migrate_one(sqlite3 *db, const char *path, const char *migration,
    size_t version, struct store_error *reterr)
{
	char stamp[96];

	sqlite3_snprintf(sizeof(stamp), stamp, "PRAGMA application_id=%d;"
	    "PRAGMA user_version=%d;", APPLICATION_ID, (int)version);
	if (run(db, path, "BEGIN IMMEDIATE", reterr) &&
	    run(db, path, migration, reterr) &&
	    run(db, path, stamp, reterr) &&
	    run(db, path, "COMMIT", reterr))
		return true;
	if (!sqlite3_get_autocommit(db))
		sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}

/* What a migration rewrote leaves as much empty space behind, and each copy of
 * the file would carry it on. The file serves as it is where there is no room
 * to write it anew, so that failing is no fault. */
static void
give_space_back(sqlite3 *db)
{
	int most = sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, 1);

	(void)sqlite3_exec(db, "VACUUM; PRAGMA wal_checkpoint(TRUNCATE)",
	    NULL, NULL, NULL);
	sqlite3_limit(db, SQLITE_LIMIT_ATTACHED, most);
}

/* A migration may rewrite a table of years in one statement, and its journal
 * is as large as that: not in memory, which is limited (guard.c). */
bool
schema_migrate(struct store *s, const char *const *migrations, size_t from,
    size_t n, struct store_error *reterr)
{
	if (from == n)
		return true;
	if (!run(s->db, s->path, "PRAGMA temp_store=FILE", reterr))
		return false;
	for (size_t i = from; i < n; i++)
		if (!migrate_one(s->db, s->path, migrations[i], i + 1,
		    reterr))
			return false;
	if (from > 0)
		give_space_back(s->db);
	return run(s->db, s->path, "PRAGMA temp_store=MEMORY", reterr);
}

/* --- is it as it was made ------------------------------------------------- */

static const char list_schema[] =
    "SELECT type || ' ' || name, sql FROM sqlite_schema"
    " WHERE name NOT GLOB 'sqlite_*' ORDER BY type, name";

static const char *
column(sqlite3_stmt *handle, int rc, int i)
{
	const unsigned char *text = rc == SQLITE_ROW ?
	    sqlite3_column_text(handle, i) : NULL;

	return text ? (const char *)text : "";
}

/* Walks both lists side by side; they end together when they are equal. */
static bool
compare(struct store *s, sqlite3_stmt *is, sqlite3_stmt *should,
    struct store_error *reterr)
{
	for (;;) {
		int a = sqlite3_step(is);
		int b = sqlite3_step(should);

		if (a != SQLITE_ROW && a != SQLITE_DONE)
			return fault_sqlite(reterr, s->path, s->db, a);
		if (b != SQLITE_ROW && b != SQLITE_DONE)
			return fault_sqlite(reterr, s->path, NULL, b);
		if (a == SQLITE_DONE && b == SQLITE_DONE)
			return true;
		if (strcmp(column(is, a, 0), column(should, b, 0)) != 0 ||
		    strcmp(column(is, a, 1), column(should, b, 1)) != 0)
			return store_fault(reterr, EX_DATAERR,
			    "%s: its tables were changed by another program "
			    "(there: %s; expected: %s): keep the file, "
			    "restore a backup", s->path,
			    a == SQLITE_ROW ? column(is, a, 0) : "nothing",
			    b == SQLITE_ROW ? column(should, b, 0) :
			    "nothing");
	}
}

bool
schema_intact(struct store *s, const char *const *migrations, size_t n,
    struct store_error *reterr)
{
	sqlite3 *model = NULL;
	sqlite3_stmt *is = NULL, *should = NULL;
	bool ok = false;
	int rc = sqlite3_open(":memory:", &model);

	if (rc != SQLITE_OK) {
		fault_sqlite(reterr, s->path, model, rc);
		goto out;
	}
	for (size_t i = 0; i < n; i++)
		if (!migrate_one(model, s->path, migrations[i], i + 1,
		    reterr))
			goto out;
	rc = sqlite3_prepare_v2(s->db, list_schema, -1, &is, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_prepare_v2(model, list_schema, -1, &should,
		    NULL);
	ok = rc == SQLITE_OK ? compare(s, is, should, reterr) :
	    fault_sqlite(reterr, s->path, s->db, rc);
out:
	sqlite3_finalize(is);
	sqlite3_finalize(should);
	sqlite3_close(model);
	return ok;
}

bool
schema_check(struct store *s, struct store_error *reterr)
{
	char answer[200];
	const char *fault;

	if (!guard_ask(s, "PRAGMA quick_check(1)", answer, sizeof(answer),
	    reterr))
		return false;
	/* "*** in database main ***", then what it is. */
	fault = strchr(answer, '\n') ? strchr(answer, '\n') + 1 : answer;
	if (strcmp(answer, "ok") != 0)
		return store_fault(reterr, EX_DATAERR, "%s: the file is "
		    "damaged: %s; keep it and its -wal, restore a backup",
		    s->path, fault);
	if (!guard_ask(s, "PRAGMA foreign_key_check", answer,
	    sizeof(answer), reterr))
		return false;
	if (answer[0])
		return store_fault(reterr, EX_DATAERR, "%s: the file is "
		    "damaged: a row of %s refers to nothing; keep the file, "
		    "restore a backup", s->path, answer);
	return true;
}
