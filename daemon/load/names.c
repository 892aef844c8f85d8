#include "load/names.h"

#include <stdlib.h>
#include <string.h>

#include "core/diag.h"
#include "load/look.h"

enum { ROOM_FIRST = 16, NEAREST_MOST = 1024 };

struct name_slot {
	const char *name;       /* NULL: free */
	void *thing;
	uint64_t hash;
};

uint64_t
names_hash(uint64_t h, const void *bytes, size_t n)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * UINT64_C(1099511628211);
	return h;
}

void
names_init(struct names *n, struct arena *a)
{
	*n = (struct names){.a = a};
}

/* The slot of that name, or the free one where it belongs. */
static struct name_slot *
find_slot(const struct names *n, const char *name, uint64_t hash)
{
	size_t i = (size_t)hash & (n->room - 1);

	while (n->slots[i].name && (n->slots[i].hash != hash ||
	    strcmp(n->slots[i].name, name) != 0))
		i = (i + 1) & (n->room - 1);
	return &n->slots[i];
}

static void
grow(struct names *n)
{
	struct names larger = {
		.a = n->a,
		.len = n->len,
		.room = n->room ? n->room * 2 : ROOM_FIRST,
	};

	larger.slots = arena_array(n->a, larger.room, sizeof(*larger.slots));
	for (size_t i = 0; i < n->room; i++) {
		const struct name_slot *old = &n->slots[i];

		if (old->name)
			*find_slot(&larger, old->name, old->hash) = *old;
	}
	*n = larger;
}

void *
names_put(struct names *n, const char *name, void *thing)
{
	uint64_t hash = names_hash(NAMES_HASH, name, strlen(name));
	struct name_slot *slot;

	if ((n->len + 1) * 4 > n->room * 3)
		grow(n);
	slot = find_slot(n, name, hash);
	if (slot->name)
		return slot->thing;
	*slot = (struct name_slot){name, thing, hash};
	n->len++;
	return NULL;
}

void *
names_get(const struct names *n, const char *name)
{
	if (!n->room)
		return NULL;
	return find_slot(n, name,
	    names_hash(NAMES_HASH, name, strlen(name)))->thing;
}

static int
compare_slots(const void *a, const void *b)
{
	const struct name_slot *x = a, *y = b;

	return strcmp(x->name, y->name);
}

void **
names_all(const struct names *n, struct arena *a, size_t *ret_n)
{
	struct name_slot *sorted = arena_array(a, n->len, sizeof(*sorted));
	void **all = arena_array(a, n->len, sizeof(*all));
	size_t len = 0;

	for (size_t i = 0; i < n->room; i++)
		if (n->slots[i].name)
			sorted[len++] = n->slots[i];
	if (len)
		qsort(sorted, len, sizeof(*sorted), compare_slots);
	for (size_t i = 0; i < len; i++)
		all[i] = sorted[i].thing;
	*ret_n = len;
	return all;
}

const char *
names_nearest(const struct names *n, const char *name)
{
	const char *candidates[2] = {NULL, NULL};
	size_t looked = 0;

	/* Against the best so far, so that no list has to be made. */
	for (size_t i = 0; i < n->room && looked < NEAREST_MOST; i++) {
		if (!n->slots[i].name)
			continue;
		looked++;
		candidates[1] = n->slots[i].name;
		if (!candidates[0])
			candidates[0] = diag_nearest(name, candidates + 1, 1);
		else
			candidates[0] = diag_nearest(name, candidates, 2);
	}
	return candidates[0];
}

const char *
names_alike(const struct names *n, const char *name)
{
	const char *found = NULL;
	size_t looked = 0;

	for (size_t i = 0; i < n->room && looked < NEAREST_MOST; i++) {
		if (!n->slots[i].name)
			continue;
		looked++;
		if (!look_same(name, n->slots[i].name))
			continue;
		if (found)
			return NULL;
		found = n->slots[i].name;
	}
	return found;
}
