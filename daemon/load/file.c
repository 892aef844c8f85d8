#include "load/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
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

/* A pipe or device must not block the loop: opened without waiting and
 * refused. */
int
file_read(struct arena *a, const char *path, size_t limit, struct file *ret)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	size_t room = limit + 1;
	struct stat st;
	char *bytes;
	int error;

	if (fd < 0)
		return errno;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return EISDIR;
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
