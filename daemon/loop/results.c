#include "loop/results.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/wire.h"

static bool
set_path(struct results *r, const char *dir, int64_t run)
{
	int n = snprintf(r->path, sizeof(r->path), "%s/results.%lld", dir,
	    (long long)run);

	r->run = run;
	r->fd = -1;
	if (n > 0 && (size_t)n < sizeof(r->path))
		return true;
	errno = ENAMETOOLONG;
	return false;
}

static void
close_file(struct results *r)
{
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
}

bool
results_create(struct results *r, const char *dir, int64_t run)
{
	int saved;

	if (!set_path(r, dir, run))
		return false;
	r->fd = open(r->path, O_RDWR | O_APPEND | O_CREAT | O_EXCL |
	    O_CLOEXEC, 0600);
	if (r->fd < 0)
		return false;
	if (flock(r->fd, LOCK_EX | LOCK_NB) == 0)
		return true;
	saved = errno;
	close_file(r);
	errno = saved;
	return false;
}

void
results_remove(struct results *r)
{
	if (r->fd < 0)
		return;
	unlink(r->path);
	close_file(r);
}

enum results_state
results_reopen(struct results *r, const char *dir, int64_t run)
{
	if (!set_path(r, dir, run))
		return RESULTS_GONE;
	r->fd = open(r->path, O_RDWR | O_APPEND | O_CLOEXEC);
	if (r->fd < 0)
		return RESULTS_GONE;
	if (flock(r->fd, LOCK_EX | LOCK_NB) == 0)
		return RESULTS_FREE;
	close_file(r);
	return RESULTS_BUSY;
}

void
results_sweep(const char *dir, int64_t run)
{
	static const char prefix[] = "results.";
	DIR *d = opendir(dir);
	struct dirent *entry;

	while (d && (entry = readdir(d))) {
		struct results old = {.fd = -1};
		const char *number = entry->d_name + sizeof(prefix) - 1;
		char *end;
		long long n;

		if (strncmp(entry->d_name, prefix, sizeof(prefix) - 1) != 0)
			continue;
		n = strtoll(number, &end, 10);
		if (*number && !*end && n != run &&
		    results_reopen(&old, dir, n) == RESULTS_FREE)
			results_remove(&old);
	}
	if (d)
		closedir(d);
}

/* The whole file: 48 bytes for each attempt of one run. */
static unsigned char *
read_file(int fd, size_t *ret_n)
{
	struct stat st;
	unsigned char *bytes;
	size_t n = 0;

	if (fstat(fd, &st) != 0 || st.st_size <= 0)
		return NULL;
	bytes = xcalloc((size_t)st.st_size, 1);
	while (n < (size_t)st.st_size) {
		ssize_t got = pread(fd, bytes + n, (size_t)st.st_size - n,
		    (off_t)n);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	*ret_n = n;
	return bytes;
}

bool
results_tell(const struct results *r, uint32_t attempt,
    struct turn_result *ret)
{
	struct wire_record record;
	size_t n = 0, at = 0;
	unsigned char *bytes = r->fd >= 0 ? read_file(r->fd, &n) : NULL;
	bool found = false;

	while (bytes && wire_next_record(bytes, n, &at, &record)) {
		bool ended = record.mark == WIRE_RESULT;

		if (record.id != (uint64_t)ret->id ||
		    record.attempt != attempt)
			continue;
		ret->unbegun = false;
		ret->outcome = ended ? record.outcome : WIRE_UNCERTAIN;
		ret->scope = ended ? record.scope : WIRE_LETTER;
		found = true;
	}
	free(bytes);
	return found;
}
