#include "store/part.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/str.h"
#include "store/fault.h"

char *
part_of(const char *path)
{
	size_t n = strlen(path) + sizeof(PART_END);
	char *part = xcalloc(1, n);

	snprintf(part, n, "%s" PART_END, path);
	return part;
}

char *
part_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? xstrndup(path, slash == path ? 1 :
	    (size_t)(slash - path)) : xstrdup(".");
}

void
part_drop(const char *path)
{
	static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
	struct str name;

	str_init(&name);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
		str_clear(&name);
		str_addf(&name, "%s" PART_END "%s", path, ends[i]);
		unlink(name.s);
	}
	str_done(&name);
}

bool
part_fault(struct store_error *e, const char *path, const char *what)
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

int
part_create(const char *path, struct store_error *reterr)
{
	char *part;
	int fd;

	if (faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0) {
		taken(reterr, path);
		return -1;
	}
	part_drop(path);
	part = part_of(path);
	fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (fd < 0)
		part_fault(reterr, path, "cannot be made");
	free(part);
	return fd;
}

static bool
sync_directory(const char *path, struct store_error *reterr)
{
	char *dir = part_directory(path);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;

	if (!ok)
		part_fault(reterr, dir, "the directory cannot be made "
		    "durable");
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
give_name(int fd, const char *path, struct store_error *reterr)
{
	char *part = part_of(path), self[32];
	bool ok;

	snprintf(self, sizeof(self), "/proc/self/fd/%d", fd);
	ok = linkat(AT_FDCWD, self, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 ||
	    (links_are_unknown(errno) && renameat2(AT_FDCWD, part, AT_FDCWD,
	    path, RENAME_NOREPLACE) == 0);
	if (!ok && errno == EEXIST)
		taken(reterr, path);
	else if (!ok)
		part_fault(reterr, path, "the copy cannot get its name");
	free(part);
	return ok;
}

bool
part_publish(int fd, const char *path, struct store_error *reterr)
{
	return (fsync(fd) == 0 || part_fault(reterr, path,
	    "cannot be made durable")) && give_name(fd, path, reterr) &&
	    sync_directory(path, reterr);
}
