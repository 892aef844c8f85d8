/* alloc.h - memory that is there, or the program is not.
 *
 * Owns:        nothing; the caller frees with free(3).
 * May touch:   libc's allocator; standard error, once, on the way out.
 * Never knows: what the memory is for.
 *
 * An allocation that fails ends the process with one line and EX_OSERR (71).
 * The outbox makes that safe: what was committed is found at the next start,
 * and no request can ask for more than its limit. So no caller checks for
 * NULL, and no half-built state exists. */
#ifndef SROK_CORE_ALLOC_H
#define SROK_CORE_ALLOC_H

#include <stddef.h>

/* n bytes, zeroed; never NULL, also for n = 0. */
void *xcalloc(size_t n, size_t size);
/* As realloc(3) for count elements of size bytes; checks the product. */
void *xreallocarray(void *old, size_t count, size_t size);
/* A copy of s, or of its first n bytes, with a terminating NUL. */
char *xstrdup(const char *s);
char *xstrndup(const char *s, size_t n);

/* Whole pages, zeroed, for what is large: size is a multiple of ALLOC_PAGE,
 * and the system is told that pages of that size would do. xunmap takes the
 * same size. */
enum { ALLOC_PAGE = 2 * 1024 * 1024 };
void *xmap(size_t size);
void xunmap(void *pages, size_t size);

#endif
