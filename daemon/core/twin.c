#include "core/twin.h"

#include <stddef.h>

/* Which of a pair's forms look the same. */
enum { SMALL = 1, CAPITAL = 2, FOLDED = 4 };

/* Small letters; a capital lies 32 before each of them. */
static const struct {
	int32_t latin, cyrillic;
	int forms;
} twins[] = {
	{'a', 0x430, SMALL | CAPITAL}, {'b', 0x432, CAPITAL},
	{'c', 0x441, SMALL | CAPITAL}, {'e', 0x435, SMALL | CAPITAL},
	{'h', 0x43d, CAPITAL}, {'k', 0x43a, CAPITAL}, {'m', 0x43c, CAPITAL},
	{'o', 0x43e, SMALL | CAPITAL}, {'p', 0x440, SMALL | CAPITAL},
	{'t', 0x442, CAPITAL}, {'x', 0x445, SMALL | CAPITAL},
	{'y', 0x443, SMALL | CAPITAL},
	/* No letters of Russian, or not of print. */
	{'i', 0x456, FOLDED}, {'s', 0x455, FOLDED}, {'j', 0x458, FOLDED},
	{'u', 0x438, FOLDED},
};

enum { TWINS = sizeof(twins) / sizeof(twins[0]), TO_CAPITAL = 32 };

int32_t
twin_of(int32_t c, bool latin)
{
	for (size_t i = 0; i < TWINS; i++) {
		int32_t from = latin ? twins[i].cyrillic : twins[i].latin;
		int32_t to = latin ? twins[i].latin : twins[i].cyrillic;

		if ((twins[i].forms & SMALL) && c == from)
			return to;
		if ((twins[i].forms & CAPITAL) && c == from - TO_CAPITAL)
			return to - TO_CAPITAL;
	}
	return c;
}

int32_t
twin_folded(int32_t c, bool latin)
{
	for (size_t i = 0; i < TWINS; i++) {
		if (latin && twins[i].cyrillic == c)
			return twins[i].latin;
		if (!latin && twins[i].latin == c)
			return twins[i].cyrillic;
	}
	return c;
}
