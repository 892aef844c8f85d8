/* file.h - a whole file into memory, and which files a directory holds.
 *
 * Owns:        the bytes it returns, in the caller's arena.
 * May touch:   files.
 * Never knows: what is in them. */
#ifndef SROK_LOAD_FILE_H
#define SROK_LOAD_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/arena.h"

struct file {
	const char *bytes;      /* NUL-terminated */
	size_t len;             /* at most limit + 1: then it is too large */
	dev_t dev;
	ino_t ino;              /* which file it is, whatever its path */
};

/* 0, or errno: ENOENT, EISDIR (not a regular file) … */
int file_read(struct arena *a, const char *path, size_t limit,
    struct file *ret);

/* The paths of a directory's rule files, sorted: *.yaml that does not begin
 * with . or # (editors' copies), no subdirectories (joints.md e). 0 or
 * errno. */
int directory_list(struct arena *a, const char *path,
    const char *const **ret, size_t *ret_n);
bool path_is_directory(const char *path);
/* The directory part of a path, "." when it has none; in a. */
const char *path_directory(struct arena *a, const char *path);

#endif
