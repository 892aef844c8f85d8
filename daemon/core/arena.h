/* arena.h - memory that lives and dies together.
 *
 * Owns:        all that was taken from it, until arena_free or arena_reset.
 * May touch:   alloc.
 * Never knows: what lies in it.
 *
 * One arena per load of the rules, one per evaluation of a pair: error paths
 * need no clean-up, and a reload swaps one pointer. */
#ifndef SROK_CORE_ARENA_H
#define SROK_CORE_ARENA_H

#include <stddef.h>
#include <stdint.h>

struct arena;

/* A new, empty arena; the caller owns it. arena_free(NULL) is fine. */
struct arena *arena_new(void);
void arena_free(struct arena *a);

/* Forgets all that was taken; keeps the largest chunk for the next round. */
void arena_reset(struct arena *a);

/* n bytes, zeroed, aligned for any type; valid until the arena goes. */
void *arena_alloc(struct arena *a, size_t n);
/* count * size bytes; the product is checked. */
static inline void *
arena_array(struct arena *a, size_t count, size_t size)
{
	return arena_alloc(a, size && count > SIZE_MAX / 2 / size ?
	    SIZE_MAX : count * size);
}

/* n bytes as they stand there. */
void *arena_copy(struct arena *a, const void *from, size_t n);

/* Copies of text, NUL-terminated. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Doubles the room for elements of size bytes, of which there are n: copies
 * them, the old place is left to the arena. */
void arena_grow(struct arena *a, void **items, size_t n, size_t *cap,
    size_t size);

/* Makes room for one more element behind *len of *items (elements of size
 * bytes, room for *cap). Returns the new element, zeroed, and counts it. */
static inline void *
arena_push(struct arena *a, void **items, size_t *len, size_t *cap,
    size_t size)
{
	if (*len == *cap)
		arena_grow(a, items, *len, cap, size);
	return (unsigned char *)*items + (*len)++ * size;
}

/* Bytes in use, for tests and measurements. */
size_t arena_size(const struct arena *a);

#endif
