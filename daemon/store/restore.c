/* A copy takes the place of the database it was made of. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/str.h"
#include "store/backup.h"
#include "store/fault.h"
#include "store/part.h"

static bool
is_in_use(const char *database, struct store_error *reterr)
{
	struct store *s;

	/* Damaged, foreign or missing: that is what it is restored for. */
	if (store_open(database, STORE_READ, false, &s, reterr)) {
		store_close(s);
		return false;
	}
	return (reterr->sqlite & 0xff) == SQLITE_BUSY;
}

static bool
copy_bytes(int from, int to)
{
	char bytes[64 * 1024];
	ssize_t n;

	while ((n = read(from, bytes, sizeof(bytes))) > 0)
		for (ssize_t done = 0, k; done < n; done += k) {
			k = write(to, bytes + done, (size_t)(n - done));
			if (k < 0)
				return false;
		}
	return n == 0 && fsync(to) == 0;
}

/* Root restores for whoever owned what was there, or else the directory. */
static bool
give_to_owner(int fd, const char *database)
{
	char *dir = part_directory(database);
	struct stat st;
	bool ok = geteuid() != 0 || ((stat(database, &st) == 0 ||
	    stat(dir, &st) == 0) && fchown(fd, st.st_uid, st.st_gid) == 0);

	free(dir);
	return ok;
}

/* The old WAL above all: SQLite would write it into the new file. */
static bool
move_aside(const char *database, const char *aside,
    struct store_error *reterr)
{
	static const char *const ends[] = {"", "-wal", "-journal", "-shm"};
	struct str from, to;
	bool ok = true;

	str_init(&from);
	str_init(&to);
	for (size_t i = 0; ok && i < sizeof(ends) / sizeof(ends[0]); i++) {
		str_clear(&from);
		str_clear(&to);
		str_addf(&from, "%s%s", database, ends[i]);
		str_addf(&to, "%s%s", aside, ends[i]);
		ok = renameat2(AT_FDCWD, from.s, AT_FDCWD, to.s,
		    RENAME_NOREPLACE) == 0 || errno == ENOENT ||
		    part_fault(reterr, from.s, "cannot be moved aside");
	}
	str_done(&from);
	str_done(&to);
	return ok;
}

/* The name is free only when all is written. */
static bool
put_in_place(int from, const char *database, const char *aside,
    struct store_error *reterr)
{
	char *part = part_of(database);
	int to;
	bool ok;

	part_drop(database);
	to = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	ok = (to >= 0 && copy_bytes(from, to) &&
	    give_to_owner(to, database)) ||
	    part_fault(reterr, part, "cannot be written");
	ok = ok && move_aside(database, aside, reterr) &&
	    part_publish(to, database, reterr);
	if (to >= 0)
		close(to);
	part_drop(database);
	free(part);
	return ok;
}

/* Copies have no WAL: a file that says so (fileformat2.html §1.3) is a
 * database itself, and one that is only read cannot be opened. */
static bool
has_wal(int fd)
{
	char head[20];

	return pread(fd, head, sizeof(head), 0) == (ssize_t)sizeof(head) &&
	    memcmp(head, "SQLite format 3", 16) == 0 && head[18] == 2;
}

static bool
check(int fd, const char *copy, struct backup_seal *ret,
    struct store_error *reterr)
{
	ret->at = 0;
	if (!has_wal(fd) && !backup_check(copy, ret, reterr))
		return false;
	return ret->at != 0 || store_fault(reterr, EX_DATAERR, "%s: no copy "
	    "that srok made: what was said since cannot be known, letters "
	    "would go twice", copy);
}

bool
backup_restore(const char *copy, const char *database, const char *aside,
    struct backup_seal *ret, struct store_error *reterr)
{
	int fd;
	bool ok;

	if (is_in_use(database, reterr))
		return false;
	fd = open(copy, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return part_fault(reterr, copy, "cannot be read");
	ok = check(fd, copy, ret, reterr) &&
	    put_in_place(fd, database, aside, reterr);
	close(fd);
	return ok;
}
