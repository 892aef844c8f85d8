#include "core/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"

enum { CHUNK_FIRST = 4096, CHUNK_MOST = 256 * 1024, LARGE = 1024 * 1024 };

struct chunk {
	struct chunk *next;
	size_t used, size;
	size_t dirty;         /* bytes behind these were never taken: zero */
	size_t mapped;        /* 0: it came from the heap */
	alignas(max_align_t) unsigned char bytes[];
};

struct arena {
	struct chunk *head;   /* the one being filled; its next are full */
	size_t total;
};

struct arena *
arena_new(void)
{
	return xcalloc(1, sizeof(struct arena));
}

static void
free_chunks(struct chunk *c)
{
	while (c) {
		struct chunk *next = c->next;

		if (c->mapped)
			xunmap(c, c->mapped);
		else
			free(c);
		c = next;
	}
}

void
arena_free(struct arena *a)
{
	if (!a)
		return;
	free_chunks(a->head);
	free(a);
}

void
arena_reset(struct arena *a)
{
	struct chunk *keep = a->head;

	a->total = 0;
	if (!keep)
		return;
	free_chunks(keep->next);
	keep->next = NULL;
	if (keep->dirty < keep->used)
		keep->dirty = keep->used;
	keep->used = 0;
}

static struct chunk *
chunk_of_heap(size_t size)
{
	struct chunk *c = xcalloc(1, sizeof(*c) + size);

	c->size = size;
	return c;
}

static struct chunk *
chunk_of_pages(size_t size)
{
	size_t mapped = (sizeof(struct chunk) + size + ALLOC_PAGE - 1) /
	    ALLOC_PAGE * ALLOC_PAGE;
	struct chunk *c = xmap(mapped);

	c->size = mapped - sizeof(*c);
	c->mapped = mapped;
	return c;
}

/* Chunks double up to a limit, so that a small arena stays small and a large
 * one needs few calls; a piece larger than that gets a chunk of its own. What
 * has grown large goes on in whole pages. */
static struct chunk *
add_chunk(struct arena *a, size_t n)
{
	size_t size = a->head ? a->head->size * 2 : CHUNK_FIRST;
	struct chunk *c;

	if (size > CHUNK_MOST)
		size = CHUNK_MOST;
	if (size < n)
		size = n;
	c = a->total + size > LARGE ? chunk_of_pages(size) :
	    chunk_of_heap(size);
	c->next = a->head;
	a->head = c;
	return c;
}

/* n bytes; of these the first *ret_dirty hold what was there before a
 * reset. */
static inline void *
take(struct arena *a, size_t n, size_t *ret_dirty)
{
	const size_t step = alignof(max_align_t);
	struct chunk *c = a->head;
	size_t used;

	*ret_dirty = 0;
	if (n > SIZE_MAX / 2)
		return xcalloc(n, 2);   /* fails as it should */
	n = (n + step - 1) / step * step;
	if (!c || c->size - c->used < n)
		c = add_chunk(a, n);
	used = c->used;
	if (used < c->dirty)
		*ret_dirty = c->dirty - used < n ? c->dirty - used : n;
	c->used += n;
	a->total += n;
	return c->bytes + used;
}

void *
arena_alloc(struct arena *a, size_t n)
{
	size_t dirty;
	void *p = take(a, n, &dirty);

	if (dirty)
		memset(p, 0, dirty);
	return p;
}

void *
arena_copy(struct arena *a, const void *from, size_t n)
{
	size_t dirty;
	void *p = take(a, n, &dirty);

	if (n)
		memcpy(p, from, n);
	return p;
}

char *
arena_strndup(struct arena *a, const char *s, size_t n)
{
	size_t len = strnlen(s, n);
	char *p = arena_alloc(a, len + 1);

	memcpy(p, s, len);
	return p;
}

char *
arena_strdup(struct arena *a, const char *s)
{
	return arena_strndup(a, s, strlen(s));
}

char *
arena_printf(struct arena *a, const char *format, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, format);
	n = vsnprintf(NULL, 0, format, ap);
	va_end(ap);
	if (n < 0)
		return arena_strdup(a, "");
	p = arena_alloc(a, (size_t)n + 1);
	va_start(ap, format);
	vsnprintf(p, (size_t)n + 1, format, ap);
	va_end(ap);
	return p;
}

void
arena_grow(struct arena *a, void **items, size_t n, size_t *cap, size_t size)
{
	size_t more = *cap ? *cap * 2 : 4;
	void *p = arena_array(a, more, size);

	if (n)
		memcpy(p, *items, n * size);
	*items = p;
	*cap = more;
}

size_t
arena_size(const struct arena *a)
{
	return a->total;
}
