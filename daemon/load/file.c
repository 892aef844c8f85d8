#include "load/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int
read_all(int fd, char *bytes, size_t room, size_t *ret)
{
	size_t len = 0;

	while (len < room) {
		ssize_t n = read(fd, bytes + len, room - len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	*ret = len;
	return 0;
}

const char *
file_fault(int error)
{
	return error == EMEDIUMTYPE ? "a pipe or a device, and no file" :
	    strerror(error);
}

/* A pipe or device must not block the loop: opened without waiting and
 * refused. */
int
file_read(struct arena *a, const char *path, size_t limit, struct file *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	size_t room = limit + 1;
	struct stat st = {0};
	char *bytes;
	int error;

	if (fd < 0)
		return errno;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return S_ISDIR(st.st_mode) ? EISDIR : EMEDIUMTYPE;
	}
	if (st.st_size >= 0 && (size_t)st.st_size < limit)
		room = (size_t)st.st_size + 1;
	bytes = arena_alloc(a, room + 1);
	error = read_all(fd, bytes, room, &ret->len);
	close(fd);
	ret->bytes = bytes;
	ret->dev = st.st_dev;
	ret->ino = st.st_ino;
	return error;
}

static int
write_all(int fd, const char *bytes, size_t len)
{
	while (len > 0) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return errno;
		bytes += n;
		len -= (size_t)n;
	}
	return 0;
}

static int
fill(int fd, const struct stat *st, const char *bytes, size_t len)
{
	int error = write_all(fd, bytes, len);

	if (error)
		return error;
	/* The owner first: a change of it takes bits off the mode. */
	if (fchown(fd, st->st_uid, st->st_gid) < 0 ||
	    fchmod(fd, st->st_mode & 07777) < 0 || fsync(fd) < 0)
		return errno;
	return 0;
}

/* So that the name itself survives a power cut. A file system that cannot do
 * that has done what it can. */
static void
sync_directory(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

/* path is where the bytes really are. The new name begins with a dot: nobody
 * takes it for a rule file. */
static int
replace(struct arena *a, const char *path, const char *bytes, size_t len)
{
	const char *directory = path_directory(a, path);
	char *beside = arena_printf(a, "%s/.%s.XXXXXX", directory,
	    strrchr(path, '/') + 1);
	struct stat st;
	int fd, error;

	if (stat(path, &st) < 0 || access(path, W_OK) < 0)
		return errno;
	if (st.st_nlink > 1)
		return EMLINK;
	fd = mkostemp(beside, O_CLOEXEC);
	if (fd < 0)
		return errno;
	error = fill(fd, &st, bytes, len);
	if (close(fd) < 0 && !error)
		error = errno;
	if (!error && rename(beside, path) < 0)
		error = errno;
	if (error)
		unlink(beside);
	else
		sync_directory(directory);
	return error;
}

int
file_replace(const char *path, const char *bytes, size_t len)
{
	char *real = realpath(path, NULL);
	struct arena *a;
	int error;

	if (!real)
		return errno;
	a = arena_new();
	error = replace(a, real, bytes, len);
	arena_free(a);
	free(real);
	return error;
}

static bool
is_rule_file(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && strcmp(name + n - 5, ".yaml") == 0 &&
	    name[0] != '.' && name[0] != '#';
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int
directory_list(struct arena *a, const char *path, const char *const **ret,
    size_t *ret_n)
{
	DIR *dir = opendir(path);
	const char **paths = NULL, **slot;
	size_t n = 0, cap = 0, len = strlen(path);
	struct dirent *entry;

	if (!dir)
		return errno;
	while ((entry = readdir(dir))) {
		const char *full;

		if (!is_rule_file(entry->d_name))
			continue;
		full = arena_printf(a, "%s%s%s", path,
		    len && path[len - 1] == '/' ? "" : "/", entry->d_name);
		if (path_is_directory(full))
			continue;
		slot = arena_push(a, (void **)&paths, &n, &cap, sizeof(*slot));
		*slot = full;
	}
	closedir(dir);
	if (n)
		qsort(paths, n, sizeof(*paths), compare_paths);
	*ret = paths;
	*ret_n = n;
	return 0;
}

bool
path_is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

const char *
path_directory(struct arena *a, const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return ".";
	if (slash == path)
		return "/";
	return arena_strndup(a, path, (size_t)(slash - path));
}
