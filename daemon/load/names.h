/* names.h - from a name to what bears it.
 *
 * Owns:        its table, in the arena it is given; names and things are
 *              borrowed.
 * May touch:   look; core's arena and diag.
 * Never knows: what the things are. */
#ifndef SROK_LOAD_NAMES_H
#define SROK_LOAD_NAMES_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"

struct name_slot;

struct names {
	struct arena *a;
	struct name_slot *slots;
	size_t len, room;       /* room is a power of two, or 0 */
};

void names_init(struct names *n, struct arena *a);

/* Enters a thing (never NULL). Returns NULL, or the thing that bears the name
 * already; then nothing is changed. */
void *names_put(struct names *n, const char *name, void *thing);
/* The thing of that name, or NULL. */
void *names_get(const struct names *n, const char *name);

/* All things, sorted by their names' bytes; the array lives in a. */
void **names_all(const struct names *n, struct arena *a, size_t *ret_n);

/* The name nearest to one that is not there (diag_nearest), or NULL; all are
 * looked at up to a limit that keeps a hostile file cheap. */
const char *names_nearest(const struct names *n, const char *name);

/* The name that looks the same as one that is not there; NULL when none does,
 * or several (look.h). */
const char *names_alike(const struct names *n, const char *name);

/* FNV-1a, 64 bits: goes on from h; NAMES_HASH begins. Not against malice: an
 * attacker who writes rule files gains a slow check of his own. */
#define NAMES_HASH UINT64_C(14695981039346656037)
uint64_t names_hash(uint64_t h, const void *bytes, size_t n);

#endif
