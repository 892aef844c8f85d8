#include "store/store.h"

#include <assert.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "core/alloc.h"
#include "store/backup.h"
#include "store/fault.h"
#include "store/guard.h"
#include "store/schema.h"
#include "store/stmt.h"

/* STRICT tables came with 3.37 (trust.md Q2). */
enum { SQLITE_OLDEST = 3037000 };

/* --- opening -------------------------------------------------------------- */

static bool
connect_file(struct store *s, struct store_error *reterr)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
	    (s->mode == STORE_DAEMON ? SQLITE_OPEN_CREATE : 0);
	int rc;

	if (sqlite3_libversion_number() < SQLITE_OLDEST)
		return store_fault(reterr, EX_UNAVAILABLE, "SQLite %s is too "
		    "old, srok needs 3.37", sqlite3_libversion());
	/* Where URIs are built in, "file:x" would not be a name. */
	if (strncmp(s->path, "file:", 5) == 0 || !s->path[0])
		return store_fault(reterr, EX_CONFIG,
		    "\"%s\" cannot name a database: give a path", s->path);
	rc = sqlite3_open_v2(s->path, &s->db, flags, NULL);
	if (rc != SQLITE_OK)
		return fault_sqlite(reterr, s->path, s->db, rc);
	/* SQLite opens what it may only read without a word. */
	if (sqlite3_db_readonly(s->db, "main"))
		return fault_path(reterr, s->path, true);
	return true;
}

/* A file says for ever which clock it was written by: a day of a virtual year
 * in a real log would be a lie, and the reverse would send it. */
static bool
check_clock(struct store *s, bool is_virtual, struct store_error *reterr)
{
	char answer[8];

	if (!guard_ask(s, "SELECT value FROM meta WHERE name = 'virtual'",
	    answer, sizeof(answer), reterr))
		return false;
	if (s->mode == STORE_READ || !answer[0] ||
	    (strcmp(answer, "0") != 0) == is_virtual)
		return true;
	return store_fault(reterr, EX_CONFIG, is_virtual ?
	    "%s: written on the real clock: a daemon on a virtual clock "
	    "needs a file of its own" :
	    "%s: written on a virtual clock (make run, --virtual-from): a real "
	    "daemon needs a file of its own", s->path);
}

static bool
mark_clock(struct store *s, bool is_virtual, struct store_error *reterr)
{
	static const char sql[] =
	    "INSERT INTO meta (name, value) VALUES ('virtual', ?)"
	    " ON CONFLICT DO NOTHING";
	struct stmt *st;

	if (s->mode == STORE_READ)
		return true;
	st = stmt_use(s, sql);
	stmt_int(st, is_virtual);
	return stmt_run(st, reterr);
}

/* Whatever can refuse the file comes before what changes it. */
static bool
prepare(struct store *s, bool is_virtual, struct store_error *reterr)
{
	int version;

	if (!connect_file(s, reterr) || !guard_before(s, reterr) ||
	    !schema_look(s, schema_version, &version, reterr) ||
	    !guard_settings(s, reterr))
		return false;
	if (version > 0 && (!schema_check(s, reterr) ||
	    !schema_intact(s, schema_migrations, (size_t)version, reterr) ||
	    !check_clock(s, is_virtual, reterr)))
		return false;
	if (version > 0 && (size_t)version < schema_version &&
	    !backup_before_migration(s, version, reterr))
		return false;
	return schema_migrate(s, schema_migrations, (size_t)version,
	    schema_version, reterr) && guard_lock(s, reterr) &&
	    mark_clock(s, is_virtual, reterr);
}

/* What SQLite said at the opening, made more exact where we know more. */
static void
explain(struct store *s, struct store_error *reterr)
{
	switch (reterr->sqlite & 0xff) {
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		fault_path(reterr, s->path, s->mode == STORE_READ);
		break;
	case SQLITE_BUSY:
		store_fault(reterr, EX_TEMPFAIL, s->mode == STORE_READ ?
		    "%s: srokd is running and holds the file: ask it through "
		    "its socket" :
		    "%s: another srokd works on this file: stop it first, or "
		    "give this one a file of its own", s->path);
		reterr->sqlite = SQLITE_BUSY;
		break;
	default:
		break;
	}
}

bool
store_open(const char *path, enum store_mode mode, bool is_virtual,
    struct store **ret, struct store_error *reterr)
{
	struct store *s = xcalloc(1, sizeof(*s));

	s->path = xstrdup(path);
	s->mode = mode;
	if (sodium_init() < 0)
		store_fault(reterr, EX_SOFTWARE, "libsodium cannot start");
	else if (prepare(s, is_virtual, reterr)) {
		*ret = s;
		return true;
	} else
		explain(s, reterr);
	store_close(s);
	return false;
}

void
store_close(struct store *s)
{
	int rc;

	if (!s)
		return;
	stmt_finalize_all(s);
	rc = sqlite3_close(s->db);
	assert(rc == SQLITE_OK);        /* else a statement was left open */
	(void)rc;
	free(s->path);
	free(s);
}

/* --- a turn --------------------------------------------------------------- */

bool
store_begin(struct store *s, struct store_error *reterr)
{
	/* A reader may take a rule set in force, which writes nothing then: it
	 * needs no right to write. */
	static const char read[] = "BEGIN", write[] = "BEGIN IMMEDIATE";

	if (s->pending.exit_code) {
		*reterr = s->pending;
		s->pending = (struct store_error){0};
		return false;
	}
	assert(!s->in_turn);
	s->in_turn = stmt_run(stmt_use(s, s->mode == STORE_READ ? read :
	    write), reterr);
	return s->in_turn;
}

bool
store_commit(struct store *s, struct store_error *reterr)
{
	static const char sql[] = "COMMIT";

	assert(s->in_turn);
	if (stmt_run(stmt_use(s, sql), reterr)) {
		s->in_turn = false;
		return true;
	}
	store_rollback(s);
	return false;
}

void
store_rollback(struct store *s)
{
	static const char sql[] = "ROLLBACK";
	struct store_error ignored;

	/* An error may have rolled back already. */
	if (s->in_turn && !sqlite3_get_autocommit(s->db))
		stmt_run(stmt_use(s, sql), &ignored);
	s->in_turn = false;
	s->head.known = false;
}

/* --- small facts ---------------------------------------------------------- */

bool
store_fact(struct store *s, const char *name, int64_t *ret)
{
	static const char sql[] = "SELECT value FROM meta WHERE name = ?";
	struct stmt *st = stmt_use(s, sql);
	enum stmt_result r;
	int64_t value;

	stmt_text(st, name);
	r = stmt_step(st, &s->pending);
	value = r == STMT_ROW ? stmt_get_int(st, 0) : 0;
	if (!stmt_end(st, &s->pending) || r != STMT_ROW)
		return false;
	*ret = value;
	return true;
}

bool
store_set_fact(struct store *s, const char *name, int64_t value,
    struct store_error *reterr)
{
	static const char sql[] =
	    "INSERT INTO meta (name, value) VALUES (?, ?)"
	    " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
	struct stmt *st = stmt_use(s, sql);

	assert(strcmp(name, "virtual") != 0);   /* for ever, see check_clock */
	stmt_text(st, name);
	stmt_int(st, value);
	return stmt_run(st, reterr);
}

bool
store_last_now(struct store *s, int64_t *ret)
{
	return store_fact(s, "last_now", ret);
}

bool
store_set_last_now(struct store *s, int64_t now, struct store_error *reterr)
{
	return store_set_fact(s, "last_now", now, reterr);
}

bool
store_is_virtual(struct store *s)
{
	int64_t is = 0;

	return store_fact(s, "virtual", &is) && is;
}

/* *ret is DATE_NONE when it was never seen. */
static bool
seen_find(struct store *s, const char *kind, const char *id,
    struct date *ret, struct store_error *reterr)
{
	static const char sql[] =
	    "SELECT day FROM seen WHERE kind = ? AND id = ?";
	struct stmt *st = stmt_use(s, sql);

	stmt_text(st, kind);
	stmt_text(st, id);
	*ret = stmt_step(st, reterr) == STMT_ROW ? stmt_get_date(st, 0) :
	    DATE_NONE;
	return stmt_end(st, reterr);
}

static bool
seen_add(struct store *s, const char *kind, const char *id,
    struct date today, struct store_error *reterr)
{
	static const char sql[] =
	    "INSERT INTO seen (kind, id, day) VALUES (?, ?, ?)";
	struct stmt *st = stmt_use(s, sql);
	char day[DATE_TEXT];

	stmt_text(st, kind);
	stmt_text(st, id);
	stmt_date(st, today, day);
	return stmt_run(st, reterr);
}

/* Asked for every rule at every load, new only once. */
bool
store_seen(struct store *s, const char *kind, const char *id,
    struct date today, struct date *ret, struct store_error *reterr)
{
	struct date day;

	if (!seen_find(s, kind, id, &day, reterr))
		return false;
	if (date_is_none(day)) {
		if (s->mode == STORE_DAEMON &&
		    !seen_add(s, kind, id, today, reterr))
			return false;
		day = today;
	}
	*ret = date_min(day, today);
	return true;
}

/* Ids are UTF-8: none that begins with the prefix lies behind it and U+10FFFF,
 * which is no character. */
bool
store_seen_under(struct store *s, struct arena *a, const char *kind,
    const char *prefix, const struct seen_row **ret, size_t *ret_n,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT id, day FROM seen WHERE kind = ?1"
	    " AND id >= ?2 AND id < ?2 || char(0x10FFFF) ORDER BY id";
	struct stmt *st = stmt_use(s, sql);
	struct seen_row *rows = NULL;
	size_t n = 0, cap = 0, skip = strlen(prefix);

	stmt_text(st, kind);
	stmt_text(st, prefix);
	while (stmt_step(st, reterr) == STMT_ROW) {
		struct seen_row *row = arena_push(a, (void **)&rows, &n, &cap,
		    sizeof(*rows));

		row->id = stmt_get_text(st, a, 0) + skip;
		row->day = stmt_get_date(st, 1);
	}
	if (!stmt_end(st, reterr))
		return false;
	*ret = rows;
	*ret_n = n;
	return true;
}
