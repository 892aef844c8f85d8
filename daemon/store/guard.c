#include "store/guard.h"

#include <string.h>
#include <sysexits.h>

#include "store/fault.h"

/* The daemon shares 64 MiB with its page cache of 2 MiB and one statement's
 * sorter; a simulation keeps its whole database in memory. Process-wide. */
enum { MIB = 1024 * 1024 };
#define HEAP_FILE   ((sqlite3_int64)64 * MIB)
#define HEAP_MEMORY ((sqlite3_int64)2048 * MIB)

/* A second daemon must hear of the first at once; once open, a program that
 * only looks is waited for (busy_timeout below). */
enum { OPEN_WAIT_MS = 300 };

static const struct {
	const char *name, *set, *read_back;
	bool file_only;         /* a :memory: database has no answer */
	enum { FOR_ALL, FOR_READER, FOR_WRITER } for_whom;
} settings[] = {
	{"encoding", NULL, "UTF-8", false, FOR_ALL},
	{"locking_mode", "EXCLUSIVE", "exclusive", false, FOR_ALL},
	/* A copy has none: who reads it leaves it as it is. */
	{"journal_mode", "WAL", "wal", true, FOR_WRITER},
	{"synchronous", "FULL", "2", false, FOR_ALL},
	{"foreign_keys", "ON", "1", false, FOR_ALL},
	{"recursive_triggers", "ON", "1", false, FOR_ALL},
	{"trusted_schema", "OFF", "0", false, FOR_ALL},
	{"cell_size_check", "ON", "1", false, FOR_ALL},
	{"secure_delete", "ON", "1", false, FOR_ALL},
	{"mmap_size", "0", "0", true, FOR_ALL},
	{"temp_store", "MEMORY", "2", false, FOR_ALL},
	{"wal_autocheckpoint", "1000", "1000", false, FOR_ALL},
	{"journal_size_limit", "16777216", "16777216", false, FOR_ALL},
	{"busy_timeout", "5000", "5000", false, FOR_ALL},
	{"query_only", "ON", "1", false, FOR_READER},
};

static const struct { int what, most; } limits[] = {
	{SQLITE_LIMIT_LENGTH, 4 * MIB},         /* a letter is 128 KiB */
	{SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
	{SQLITE_LIMIT_EXPR_DEPTH, 50},
	{SQLITE_LIMIT_ATTACHED, 0},
	{SQLITE_LIMIT_TRIGGER_DEPTH, 4},
	{SQLITE_LIMIT_WORKER_THREADS, 0},
};

static const struct { int what, on; } switches[] = {
	{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
	{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	{SQLITE_DBCONFIG_DEFENSIVE, 1},
	{SQLITE_DBCONFIG_DQS_DDL, 0},
	{SQLITE_DBCONFIG_DQS_DML, 0},
	{SQLITE_DBCONFIG_ENABLE_VIEW, 0},
};

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static bool
set_switch(struct store *s, int what, int on, struct store_error *reterr)
{
	int is = -1;
	int rc = sqlite3_db_config(s->db, what, on, &is);

	if (rc != SQLITE_OK)
		return fault_sqlite(reterr, s->path, s->db, rc);
	if (is != on)
		return store_fault(reterr, EX_SOFTWARE,
		    "%s: switch %d of SQLite did not take", s->path, what);
	return true;
}

bool
guard_before(struct store *s, struct store_error *reterr)
{
	char answer[32];

	sqlite3_extended_result_codes(s->db, 1);
	sqlite3_hard_heap_limit64(strcmp(s->path, ":memory:") == 0 ?
	    HEAP_MEMORY : HEAP_FILE);
	for (size_t i = 0; i < COUNT(limits); i++)
		sqlite3_limit(s->db, limits[i].what, limits[i].most);
	for (size_t i = 0; i < COUNT(switches); i++)
		if (!set_switch(s, switches[i].what, switches[i].on, reterr))
			return false;
	sqlite3_busy_timeout(s->db, OPEN_WAIT_MS);
	return guard_ask(s, "PRAGMA locking_mode=EXCLUSIVE", answer,
	    sizeof(answer), reterr);
}

bool
guard_ask(struct store *s, const char *sql, char *ret, int size,
    struct store_error *reterr)
{
	sqlite3_stmt *handle;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &handle, NULL);

	ret[0] = '\0';
	if (rc != SQLITE_OK)
		return fault_sqlite(reterr, s->path, s->db, rc);
	rc = sqlite3_step(handle);
	if (rc == SQLITE_ROW) {
		const unsigned char *text = sqlite3_column_text(handle, 0);

		sqlite3_snprintf(size, ret, "%s",
		    text ? (const char *)text : "");
		rc = SQLITE_DONE;
	}
	if (rc != SQLITE_DONE)
		fault_sqlite(reterr, s->path, s->db, rc);
	sqlite3_finalize(handle);
	return rc == SQLITE_DONE;
}

bool
guard_settings(struct store *s, struct store_error *reterr)
{
	bool memory = strcmp(s->path, ":memory:") == 0;
	char sql[80], answer[64];

	for (size_t i = 0; i < COUNT(settings); i++) {
		const char *name = settings[i].name;

		if ((settings[i].file_only && memory) ||
		    settings[i].for_whom == (s->mode == STORE_READ ?
		    FOR_WRITER : FOR_READER))
			continue;
		if (settings[i].set) {
			sqlite3_snprintf(sizeof(sql), sql, "PRAGMA %s=%s",
			    name, settings[i].set);
			if (!guard_ask(s, sql, answer, sizeof(answer),
			    reterr))
				return false;
		}
		sqlite3_snprintf(sizeof(sql), sql, "PRAGMA %s", name);
		if (!guard_ask(s, sql, answer, sizeof(answer), reterr))
			return false;
		if (strcmp(answer, settings[i].read_back) != 0)
			return store_fault(reterr, EX_SOFTWARE,
			    "%s: SQLite says %s=%s where %s was set: not "
			    "safe here", s->path, name, answer,
			    settings[i].read_back);
	}
	/* The daemon folds the WAL in when it closes; a reader leaves the
	 * files as they are. */
	return s->mode == STORE_READ ||
	    set_switch(s, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, reterr);
}

/* --- rights --------------------------------------------------------------- */

static const char *const may_insert[] = {
	"meta", "seen", "log", "letter", "words", "delivery", "notice"
};

/* The only rows that ever go: words of old letters. */
static const char may_delete[] = "words";

/* Everything else, once written, stays: a letter's words among it, so that
 * every attempt sends the same bytes (trust.md D3). */
static const struct { const char *table, *column; } may_update[] = {
	{"meta", "value"},
	{"delivery", "state"}, {"delivery", "changed_at"},
	{"delivery", "next_at"}, {"delivery", "attempts"},
	{"delivery", "run"}, {"delivery", "doubt"},
	{"delivery", "last_reply"},
	{"notice", "live"},
};

static bool
insert_allowed(const char *table)
{
	for (size_t i = 0; i < COUNT(may_insert); i++)
		if (strcmp(table, may_insert[i]) == 0)
			return true;
	return false;
}

static bool
update_allowed(const char *table, const char *column)
{
	for (size_t i = 0; i < COUNT(may_update); i++)
		if (strcmp(table, may_update[i].table) == 0 &&
		    strcmp(column, may_update[i].column) == 0)
			return true;
	return false;
}

static int
authorize(void *unused, int action, const char *one, const char *two,
    const char *database, const char *inner)
{
	bool allowed;

	(void)unused, (void)database, (void)inner;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_FUNCTION:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
		allowed = true;
		break;
	case SQLITE_INSERT:
		allowed = one && insert_allowed(one);
		break;
	case SQLITE_UPDATE:
		allowed = one && two && update_allowed(one, two);
		break;
	case SQLITE_DELETE:
		allowed = one && strcmp(one, may_delete) == 0;
		break;
	default:        /* DROP, ALTER, ATTACH, PRAGMA … */
		allowed = false;
		break;
	}
	return allowed ? SQLITE_OK : SQLITE_DENY;
}

bool
guard_lock(struct store *s, struct store_error *reterr)
{
	int rc = sqlite3_set_authorizer(s->db, authorize, NULL);

	return rc == SQLITE_OK ||
	    fault_sqlite(reterr, s->path, s->db, rc);
}
