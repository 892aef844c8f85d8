#include "store/fault.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

/* trust.md Q10. An extended code has its own row only where it means
 * something else than its primary code. */
static const struct {
	int code;
	int exit_code;
	const char *text;
} faults[] = {
	{SQLITE_BUSY, EX_TEMPFAIL,
	    "another program holds the file: is srokd running on it already?"},
	{SQLITE_LOCKED, EX_TEMPFAIL, "the file is locked from inside (a bug)"},
	{SQLITE_FULL, EX_IOERR,
	    "the disk is full: free some space; all that was committed is "
	    "there"},
	{SQLITE_IOERR_FSYNC, EX_IOERR,
	    "the disk did not confirm a write and it is unknown what it "
	    "holds: stop, check the disk, start again"},
	{SQLITE_IOERR_DIR_FSYNC, EX_IOERR,
	    "the disk did not confirm a write and it is unknown what it "
	    "holds: stop, check the disk, start again"},
	{SQLITE_IOERR_TRUNCATE, EX_IOERR,
	    "the disk did not confirm a write and it is unknown what it "
	    "holds: stop, check the disk, start again"},
	{SQLITE_IOERR_NOMEM, EX_OSERR, "out of memory"},
	{SQLITE_IOERR, EX_IOERR,
	    "the disk or the file system failed: see the kernel's log"},
	{SQLITE_CORRUPT, EX_DATAERR,
	    "the file is damaged: keep it and its -wal, restore a backup"},
	{SQLITE_NOTADB, EX_DATAERR, "this is no SQLite database"},
	{SQLITE_NOMEM, EX_OSERR, "out of memory"},
	{SQLITE_READONLY, EX_NOPERM, "no permission to write"},
	{SQLITE_PERM, EX_NOPERM, "no permission"},
	{SQLITE_CANTOPEN, EX_CANTCREAT, "cannot be opened"},
	{SQLITE_TOOBIG, EX_DATAERR, "a value is larger than 4 MiB"},
	{SQLITE_CONSTRAINT, EX_SOFTWARE,
	    "a rule of the database was broken (a bug)"},
	{SQLITE_AUTH, EX_SOFTWARE, "not allowed on this database (a bug)"},
};

/* A full disk shows in two ways: SQLITE_FULL for ENOSPC, but a failed write
 * for a spent quota or file size limit; that write has just set errno
 * (sqlite3_system_errno misses it). */
static int
as_full(int rc)
{
	return rc == SQLITE_IOERR_WRITE && (errno == EDQUOT ||
	    errno == EFBIG || errno == ENOSPC) ? SQLITE_FULL : rc;
}

bool
store_fault(struct store_error *ret, int exit_code, const char *format, ...)
{
	va_list ap;

	*ret = (struct store_error){.exit_code = exit_code};
	va_start(ap, format);
	vsnprintf(ret->text, sizeof(ret->text), format, ap);
	va_end(ap);
	return false;
}

/* The row of a code, or -1. */
static int
row_of(int code)
{
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		if (faults[i].code == code)
			return (int)i;
	return -1;
}

bool
fault_sqlite(struct store_error *ret, const char *path, sqlite3 *db, int rc)
{
	int code = as_full(rc);
	const char *detail = db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
	int row = row_of(code) >= 0 ? row_of(code) : row_of(code & 0xff);

	store_fault(ret, row >= 0 ? faults[row].exit_code : EX_SOFTWARE,
	    "%s: %s (SQLite %d: %s)", path, row >= 0 ? faults[row].text :
	    "unexpected answer of SQLite (a bug)", rc, detail);
	ret->sqlite = rc;
	return false;
}

/* The directory that path lies in. */
static void
directory_of(const char *path, char *ret, size_t size)
{
	const char *slash = strrchr(path, '/');
	size_t n = slash ? (size_t)(slash - path) : 0;

	if (!slash)
		snprintf(ret, size, ".");
	else
		snprintf(ret, size, "%.*s", n ? (int)n : 1, path);
}

bool
fault_path(struct store_error *ret, const char *path, bool must_exist)
{
	unsigned uid = (unsigned)geteuid();
	char directory[256];
	struct stat st;

	directory_of(path, directory, sizeof(directory));
	if (stat(directory, &st) < 0)
		return store_fault(ret, errno == EACCES ? EX_NOPERM :
		    EX_CANTCREAT, "%s: the directory %s: %s", path, directory,
		    strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return store_fault(ret, EX_CANTCREAT,
		    "%s: %s is not a directory", path, directory);
	if (stat(path, &st) < 0 && errno == ENOENT && must_exist)
		return store_fault(ret, EX_NOINPUT,
		    "%s: there is no such file: srokd makes it at its first "
		    "start", path);
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
		return store_fault(ret, EX_CANTCREAT, "%s: not a regular file",
		    path);
	if (access(directory, W_OK | X_OK) < 0)
		return store_fault(ret, EX_NOPERM,
		    "%s: user %u may not write in %s: %s", path, uid,
		    directory, strerror(errno));
	if (access(path, R_OK | W_OK) < 0 && errno != ENOENT)
		return store_fault(ret, EX_NOPERM,
		    "%s: user %u may not read and write it: %s", path, uid,
		    strerror(errno));
	return store_fault(ret, EX_CANTCREAT, "%s: cannot be opened by user %u",
	    path, uid);
}
