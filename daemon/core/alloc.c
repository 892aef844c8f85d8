#include "core/alloc.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

/* Nothing here may allocate, so the line goes out by write(2) itself. */
static _Noreturn void
out_of_memory(void)
{
	static const char line[] = "<2>out of memory\n";
	ssize_t n = write(STDERR_FILENO, line, sizeof(line) - 1);

	(void)n;
	_exit(EX_OSERR);
}

void *
xcalloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p)
		out_of_memory();
	return p;
}

void *
xreallocarray(void *old, size_t count, size_t size)
{
	void *p;

	if (size && count > SIZE_MAX / size)
		out_of_memory();
	p = realloc(old, count && size ? count * size : 1);
	if (!p)
		out_of_memory();
	return p;
}

char *
xstrndup(const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *p = xcalloc(len + 1, 1);

	memcpy(p, s, len);
	return p;
}

char *
xstrdup(const char *s)
{
	return xstrndup(s, strlen(s));
}

/* More than is asked for, so that a part of it begins where a large page can;
 * the rest goes back. */
void *
xmap(size_t size)
{
	unsigned char *all, *pages;
	size_t more = size + ALLOC_PAGE, before;

	all = mmap(NULL, more, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (all == MAP_FAILED)
		out_of_memory();
	before = (ALLOC_PAGE - (uintptr_t)all % ALLOC_PAGE) % ALLOC_PAGE;
	pages = all + before;
	if (before)
		munmap(all, before);
	if (before < ALLOC_PAGE)
		munmap(pages + size, ALLOC_PAGE - before);
	madvise(pages, size, MADV_HUGEPAGE);    /* only a wish */
	return pages;
}

void
xunmap(void *pages, size_t size)
{
	munmap(pages, size);
}
