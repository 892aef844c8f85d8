#include "load/twice.h"

#include <string.h>

#include "load/names.h"

enum { KEYS_SEARCHED = 12 };    /* more of them get a table */

void
twice_note(struct builder *b, const struct node *key)
{
	struct level *at = &b->levels[b->depth - 1];
	const unsigned char *s = (const unsigned char *)key->text;
	uint64_t looks;

	if (key->kind != NODE_SCALAR)
		return;
	looks = UINT64_C(1) << ((b->len + s[0] * (size_t)3 +
	    s[b->len ? b->len - 1 : 0] * (size_t)7) % 64);
	at->alike |= (at->keys & looks) != 0;
	at->keys |= looks;
}

static void
refuse_double(struct builder *b, const struct node *key,
    const struct node *earlier)
{
	builder_complain(b, 103, key->first, key->end, NULL,
	    "key '%s' stands here again, first in line %u", key->text,
	    (unsigned)earlier->line);
}

void
twice_drop(struct builder *b, struct node *map)
{
	struct names seen;
	struct node **at = &map->child;
	size_t n = 0;

	names_init(&seen, b->nodes);
	while (*at) {
		struct node *key = *at, *earlier = NULL;

		if (key->kind == NODE_SCALAR && n < KEYS_SEARCHED) {
			for (earlier = map->child; earlier != key;
			    earlier = earlier->next->next)
				if (earlier->kind == NODE_SCALAR &&
				    *earlier->text == *key->text &&
				    strcmp(earlier->text, key->text) == 0)
					break;
			if (earlier == key)
				earlier = NULL;
		} else if (key->kind == NODE_SCALAR) {
			if (n == KEYS_SEARCHED)
				for (struct node *k = map->child; k != key;
				    k = k->next->next)
					if (k->kind == NODE_SCALAR)
						names_put(&seen, k->text, k);
			earlier = names_put(&seen, key->text, key);
		}
		n++;
		if (earlier) {
			if (b->complaints < COMPLAINTS_MOST)
				refuse_double(b, key, earlier);
			*at = key->next->next;
			n--;
		} else {
			at = &key->next->next;
		}
	}
}
