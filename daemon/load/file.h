/* file.h - a whole file into memory, and which files a directory holds.
 *
 * Owns:        the bytes it returns, in the caller's arena; the name
 *              .NAME.XXXXXX beside a file while it is replaced.
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

/* 0, or errno: ENOENT, EISDIR, EMEDIUMTYPE (a pipe or a device) … */
int file_read(struct arena *a, const char *path, size_t limit,
    struct file *ret);

/* What such an error means, in words. */
const char *file_fault(int error);

/* Puts other bytes in a file's place in one step: whoever reads it meanwhile
 * gets the old or the new ones, and so does a power cut. Mode and owner stay;
 * a symbolic link stays and leads to the new ones. 0 or errno: EACCES when
 * the file may not be written, EMLINK when it has another name that would go
 * on with the old bytes. */
int file_replace(const char *path, const char *bytes, size_t len);

/* The paths of a directory's rule files, sorted: *.yaml that does not begin
 * with . or # (editors' copies), no subdirectories (joints.md e). 0 or
 * errno. */
int directory_list(struct arena *a, const char *path,
    const char *const **ret, size_t *ret_n);
bool path_is_directory(const char *path);
/* The directory part of a path, "." when it has none; in a. */
const char *path_directory(struct arena *a, const char *path);

#endif
