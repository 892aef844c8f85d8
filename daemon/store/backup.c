/* Copying - The seal - Settling - In one go. */
#include "store/backup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/str.h"
#include "store/fault.h"
#include "store/guard.h"
#include "store/part.h"
#include "store/schema.h"
#include "store/stmt.h"

enum { STEP_PAGES = 256 };              /* decisions.md, The daemon */

struct backup {
	struct store *store;            /* borrowed */
	char *path;
	sqlite3 *copy;
	sqlite3_backup *pages;          /* NULL: none to come */
	bool whole;
	int done, all;
};

/* --- copying -------------------------------------------------------------- */

/* Nothing of it is safe before it is settled: no journal, no syncs. */
static bool
open_copy(struct backup *b, struct store_error *reterr)
{
	char *part = part_of(b->path);
	int rc = sqlite3_open_v2(part, &b->copy, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL);

	free(part);
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(b->copy, 1);
		rc = sqlite3_exec(b->copy, "PRAGMA locking_mode=EXCLUSIVE;"
		    "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF", NULL,
		    NULL, NULL);
	}
	if (rc == SQLITE_OK) {
		b->pages = sqlite3_backup_init(b->copy, "main", b->store->db,
		    "main");
		rc = sqlite3_errcode(b->copy);
	}
	if (!b->pages)
		fault_sqlite(reterr, b->path, b->copy, rc);
	return b->pages != NULL;
}

bool
backup_begin(struct store *s, const char *path, struct backup **ret,
    struct store_error *reterr)
{
	struct backup *b;
	int fd;

	if (strncmp(path, "file:", 5) == 0) {
		store_fault(reterr, EX_CANTCREAT,
		    "\"%s\" cannot name a database: give a path", path);
		return false;
	}
	/* The file is ours alone before SQLite opens it. */
	fd = part_create(path, reterr);
	if (fd < 0)
		return false;
	close(fd);
	b = xcalloc(1, sizeof(*b));
	b->store = s;
	b->path = xstrdup(path);
	if (!open_copy(b, reterr)) {
		backup_free(b);
		return false;
	}
	*ret = b;
	return true;
}

static bool
end_copying(struct backup *b, struct backup_seal *ret,
    struct store_error *reterr)
{
	int rc = sqlite3_backup_finish(b->pages);

	b->pages = NULL;
	if (rc != SQLITE_OK)
		return fault_sqlite(reterr, b->path, b->copy, rc);
	if (!store_entry_last(b->store, &ret->entries, reterr))
		return false;
	_Static_assert(sizeof(ret->hash) == HASH_BYTES, "one hash");
	memcpy(ret->hash, b->store->head.hash, HASH_BYTES);
	rc = sqlite3_close(b->copy);
	b->copy = NULL;
	b->whole = rc == SQLITE_OK;
	return b->whole || fault_sqlite(reterr, b->path, NULL, rc);
}

enum backup_state
backup_step(struct backup *b, struct backup_seal *ret_seal,
    struct store_error *reterr)
{
	int rc;

	assert(b->pages && !b->store->in_turn);
	rc = sqlite3_backup_step(b->pages, STEP_PAGES);
	b->all = sqlite3_backup_pagecount(b->pages);
	b->done = b->all - sqlite3_backup_remaining(b->pages);
	if (rc == SQLITE_OK)
		return BACKUP_MORE;
	if (rc == SQLITE_DONE)
		return end_copying(b, ret_seal, reterr) ? BACKUP_WHOLE :
		    BACKUP_FAILED;
	fault_sqlite(reterr, b->path, NULL, rc);
	return BACKUP_FAILED;
}

void
backup_progress(const struct backup *b, int *ret_done, int *ret_all)
{
	*ret_done = b->done;
	*ret_all = b->all;
}

void
backup_free(struct backup *b)
{
	if (!b)
		return;
	sqlite3_backup_finish(b->pages);
	sqlite3_close(b->copy);
	if (!b->whole)
		part_drop(b->path);
	free(b->path);
	free(b);
}

/* --- the seal ------------------------------------------------------------- */

void
backup_seal_print(const struct backup_seal *seal, char buf[BACKUP_SEAL_TEXT])
{
	char hex[2 * sizeof(seal->hash) + 1];

	sodium_bin2hex(hex, sizeof(hex), seal->hash, sizeof(seal->hash));
	snprintf(buf, BACKUP_SEAL_TEXT, "%" PRId64 ":%s:%" PRId64,
	    seal->entries, hex, seal->at);
}

bool
backup_seal_parse(const char *text, struct backup_seal *ret)
{
	const char *end, *hex = strchr(text, ':');
	char *stop;
	size_t n;

	if (!hex)
		return false;
	errno = 0;
	ret->entries = strtoll(text, &stop, 10);
	if (stop != hex || sodium_hex2bin(ret->hash, sizeof(ret->hash),
	    hex + 1, strlen(hex + 1), NULL, &n, &end) != 0 ||
	    n != sizeof(ret->hash) || *end != ':' || !end[1])
		return false;
	ret->at = strtoll(end + 1, &stop, 10);
	return !*stop && errno == 0;
}

/* --- settling ------------------------------------------------------------- */

/* A copy is one file, whatever becomes of it: without a WAL it can be read
 * from where nothing can be written. It says that it is a copy. */
static bool
mark(const char *path, const char *part, int64_t at,
    struct store_error *reterr)
{
	sqlite3 *db;
	char sql[160];
	int rc = sqlite3_open_v2(part, &db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL);
	bool ok;

	sqlite3_snprintf(sizeof(sql), sql, "INSERT INTO meta (name, value)"
	    " VALUES ('" BACKUP_FACT "', %lld) ON CONFLICT (name)"
	    " DO UPDATE SET value = excluded.value", (long long)at);
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(db, 1);
		rc = sqlite3_exec(db, "PRAGMA locking_mode=EXCLUSIVE;"
		    "PRAGMA journal_mode=DELETE; PRAGMA synchronous=OFF",
		    NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	ok = rc == SQLITE_OK || fault_sqlite(reterr, path, db, rc);
	sqlite3_close(db);
	return ok;
}

static bool
read_seal(struct store *s, struct backup_seal *ret,
    struct store_error *reterr)
{
	int64_t broken, last;

	if (!store_verify(s, &ret->entries, &broken, reterr) ||
	    !store_entry_last(s, &last, reterr))
		return false;
	if (broken)
		return store_fault(reterr, EX_DATAERR, "%s: entry %lld of the "
		    "copy does not fit the chain", s->path, (long long)broken);
	memcpy(ret->hash, s->head.hash, HASH_BYTES);
	ret->at = 0;
	(void)store_fact(s, BACKUP_FACT, &ret->at);
	return true;
}

static bool
check_schema(struct store *s, struct store_error *reterr)
{
	int version;

	if (!schema_look(s, schema_version, &version, reterr))
		return false;
	if (version == 0)
		return store_fault(reterr, EX_DATAERR, "%s: the file is empty",
		    s->path);
	return schema_check(s, reterr) &&
	    schema_intact(s, schema_migrations, (size_t)version, reterr);
}

bool
backup_check(const char *path, struct backup_seal *ret,
    struct store_error *reterr)
{
	struct store *s = xcalloc(1, sizeof(*s));
	bool ok;
	int rc;

	s->path = xstrdup(path);
	rc = sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READONLY |
	    SQLITE_OPEN_NOMUTEX, NULL);
	ok = (rc == SQLITE_OK || fault_sqlite(reterr, path, s->db, rc)) &&
	    guard_before(s, reterr) && check_schema(s, reterr) &&
	    read_seal(s, ret, reterr);
	store_close(s);
	return ok;
}

/* Opened anew: what the disk gives back is what is checked. */
static bool
check_copy(const char *part, const struct backup_seal *seal,
    struct store_error *reterr)
{
	struct backup_seal is = {0};

	if (!backup_check(part, &is, reterr))
		return false;
	if (is.entries != seal->entries || memcmp(is.hash, seal->hash,
	    HASH_BYTES) != 0)
		return store_fault(reterr, EX_DATAERR, "%s: the copy's log is "
		    "another one than the database's", part);
	return is.at == seal->at || store_fault(reterr, EX_DATAERR,
	    "%s: the copy lost its mark", part);
}

bool
backup_settle(const char *path, const struct backup_seal *seal,
    struct store_error *reterr)
{
	char *part = part_of(path);
	bool ok = mark(path, part, seal->at, reterr) &&
	    check_copy(part, seal, reterr);
	int fd = ok ? open(part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC) : -1;

	if (ok && fd < 0)
		part_fault(reterr, part, "cannot be opened");
	ok = fd >= 0 && part_publish(fd, path, reterr);
	if (fd >= 0)
		close(fd);
	part_drop(path);
	free(part);
	return ok;
}

/* --- in one go ------------------------------------------------------------ */

bool
backup_make(struct store *s, const char *path, int64_t at,
    struct store_error *reterr)
{
	struct backup_seal seal = {0};
	struct backup *backup;
	enum backup_state state;

	if (!backup_begin(s, path, &backup, reterr))
		return false;
	do
		state = backup_step(backup, &seal, reterr);
	while (state == BACKUP_MORE);
	backup_free(backup);
	seal.at = at;
	return state == BACKUP_WHOLE && backup_settle(path, &seal, reterr);
}

bool
backup_before_migration(struct store *s, int version,
    struct store_error *reterr)
{
	int64_t last = 0;
	struct str path;
	bool ok;

	str_init(&path);
	str_addf(&path, "%s.format-%d", s->path, version);
	for (int n = 2; access(path.s, F_OK) == 0; n++) {
		str_clear(&path);
		str_addf(&path, "%s.format-%d.%d", s->path, version, n);
	}
	/* What was written last is as good a time as any. */
	(void)store_last_now(s, &last);
	ok = backup_make(s, path.s, last > 0 ? last : 1, reterr);
	str_done(&path);
	return ok;
}
