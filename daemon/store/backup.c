/* Copying - The seal - Settling. */
#include "store/backup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
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
#include "store/schema.h"
#include "store/stmt.h"

enum { STEP_PAGES = 256 };              /* decisions.md, The daemon */

struct backup {
	struct store *store;            /* borrowed */
	char *path, *part;
	sqlite3 *copy;
	sqlite3_backup *pages;          /* NULL: none to come */
	bool whole;
	int done, all;
};

/* --- files ---------------------------------------------------------------- */

static char *
part_of(const char *path)
{
	size_t n = strlen(path) + sizeof(BACKUP_PART);
	char *part = xcalloc(1, n);

	snprintf(part, n, "%s" BACKUP_PART, path);
	return part;
}

void
backup_drop(const char *path)
{
	static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
	struct str name;

	str_init(&name);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		str_clear(&name);
		str_addf(&name, "%s" BACKUP_PART "%s", path, ends[i]);
		unlink(name.s);
	}
	str_done(&name);
}

static bool
failed(struct store_error *e, const char *path, const char *what)
{
	int exit_code = EX_IOERR;

	if (errno == EACCES || errno == EPERM || errno == EROFS)
		exit_code = EX_NOPERM;
	else if (errno == ENOENT || errno == ENOTDIR || errno == EEXIST ||
	    errno == ENAMETOOLONG || errno == EISDIR)
		exit_code = EX_CANTCREAT;
	return store_fault(e, exit_code, "%s: %s: %s", path, what,
	    strerror(errno));
}

static bool
taken(struct store_error *e, const char *path)
{
	return store_fault(e, EX_CANTCREAT, "%s: there is a file of that name: "
	    "a backup replaces nothing, name another one", path);
}

/* --- copying -------------------------------------------------------------- */

/* The file is ours alone before SQLite opens it. */
static bool
make_file(const struct backup *b, struct store_error *reterr)
{
	int fd;

	if (faccessat(AT_FDCWD, b->path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
		return taken(reterr, b->path);
	backup_drop(b->path);
	fd = open(b->part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW |
	    O_CLOEXEC, 0600);
	if (fd < 0)
		return failed(reterr, b->path, "cannot be made");
	close(fd);
	return true;
}

/* Nothing of it is safe before it is settled: no journal, no syncs. */
static bool
open_copy(struct backup *b, struct store_error *reterr)
{
	int rc = sqlite3_open_v2(b->part, &b->copy, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_NOMUTEX, NULL);

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
	return b->pages || fault_sqlite(reterr, b->path, b->copy, rc);
}

bool
backup_begin(struct store *s, const char *path, struct backup **ret,
    struct store_error *reterr)
{
	struct backup *b;

	if (strncmp(path, "file:", 5) == 0)
		return store_fault(reterr, EX_CANTCREAT,
		    "\"%s\" cannot name a database: give a path", path);
	b = xcalloc(1, sizeof(*b));
	b->store = s;
	b->path = xstrdup(path);
	b->part = part_of(path);
	if (!make_file(b, reterr)) {
		b->whole = true;        /* nothing of ours to delete */
		backup_free(b);
		return false;
	}
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
		backup_drop(b->path);
	free(b->path);
	free(b->part);
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
check_chain(struct store *s, const struct backup_seal *seal,
    struct store_error *reterr)
{
	int64_t n, broken, last, at = 0;

	if (!store_verify(s, &n, &broken, reterr) ||
	    !store_entry_last(s, &last, reterr))
		return false;
	if (broken)
		return store_fault(reterr, EX_DATAERR, "%s: entry %lld of the "
		    "copy does not fit the chain", s->path, (long long)broken);
	if (n != seal->entries || memcmp(s->head.hash, seal->hash,
	    HASH_BYTES) != 0)
		return store_fault(reterr, EX_DATAERR, "%s: the copy's log is "
		    "another one than the database's", s->path);
	if (!store_fact(s, BACKUP_FACT, &at) || at != seal->at)
		return store_fault(reterr, EX_DATAERR,
		    "%s: the copy lost its mark", s->path);
	return true;
}

/* Opened anew, to read alone: what the disk gives back is what is checked. */
static bool
check_copy(const char *part, const struct backup_seal *seal,
    struct store_error *reterr)
{
	struct store *s = xcalloc(1, sizeof(*s));
	int version, rc;
	bool ok;

	s->path = xstrdup(part);
	s->mode = STORE_READ;
	rc = sqlite3_open_v2(part, &s->db, SQLITE_OPEN_READONLY |
	    SQLITE_OPEN_NOMUTEX, NULL);
	ok = (rc == SQLITE_OK || fault_sqlite(reterr, part, s->db, rc)) &&
	    guard_before(s, reterr) &&
	    schema_look(s, schema_version, &version, reterr) &&
	    schema_check(s, reterr) &&
	    schema_intact(s, schema_migrations, (size_t)version, reterr) &&
	    check_chain(s, seal, reterr);
	store_close(s);
	return ok;
}

static bool
sync_directory(const char *path, struct store_error *reterr)
{
	const char *slash = strrchr(path, '/');
	char *dir = slash ? xstrdup(path) : xstrdup(".");
	bool ok;
	int fd;

	if (slash)
		dir[slash == path ? 1 : slash - path] = '\0';
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = fd >= 0 && fsync(fd) == 0;
	if (!ok)
		failed(reterr, dir, "the directory cannot be made durable");
	if (fd >= 0)
		close(fd);
	free(dir);
	return ok;
}

static bool
links_are_unknown(int error)
{
	return error == EPERM || error == EOPNOTSUPP || error == ENOSYS ||
	    error == EINVAL;
}

/* The very file that is open gets the name, whatever PATH.part is by now; a
 * file system without links can move it without replacing anything. */
static bool
give_name(int fd, const char *part, const char *path,
    struct store_error *reterr)
{
	char self[32];

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	if (linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ||
	    (links_are_unknown(errno) && renameat2(AT_FDCWD, part, AT_FDCWD, path,
	    RENAME_NOREPLACE) == 0))
		return true;
	return errno == EEXIST ? taken(reterr, path) :
	    failed(reterr, path, "the copy cannot get its name");
}

static bool
publish(const char *part, const char *path, struct store_error *reterr)
{
	int fd = open(part, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return failed(reterr, part, "cannot be opened");
	ok = (fsync(fd) == 0 || failed(reterr, part,
	    "cannot be made durable")) && give_name(fd, part, path, reterr) &&
	    sync_directory(path, reterr);
	close(fd);
	return ok;
}

bool
backup_settle(const char *path, const struct backup_seal *seal,
    struct store_error *reterr)
{
	char *part = part_of(path);
	bool ok = mark(path, part, seal->at, reterr) &&
	    check_copy(part, seal, reterr) && publish(part, path, reterr);

	backup_drop(path);
	free(part);
	return ok;
}
