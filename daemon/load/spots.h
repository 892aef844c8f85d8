/* spots.h - where a file holds white space that may be meant for structure.
 *
 * Owns:        nothing; a list of spots lives in its arena.
 * May touch:   source, look; core's arena.
 * Never knows: what YAML makes of it (load/white.h). */
#ifndef SROK_LOAD_SPOTS_H
#define SROK_LOAD_SPOTS_H

#include "load/source.h"

enum white { WHITE_NONE, WHITE_SPACE, WHITE_TAB, WHITE_ODD, WHITE_UNSEEN };

/* The character at s (which ends with NUL) and its length in bytes. */
enum white white_at(const char *s, size_t *ret_len);

enum spot_kind {
	SPOT_INDENT, SPOT_BLANK, SPOT_BETWEEN, SPOT_COLON, SPOT_END
};

struct spot {                   /* a run of white space */
	enum spot_kind kind;
	size_t byte, len;       /* in the source */
	unsigned line;
	bool tab;
	bool out;               /* stays as it is */
	size_t index;           /* code points before it in the mended text */
};

struct spots {
	struct arena *a;
	struct spot *items;
	size_t n, cap;
};

/* False for a file that has nothing to mend: nearly every file. */
bool spots_may_be(const struct source *s);

/* Adds the spots of a file by place, 100,000 at most. */
void spots_find(struct spots *to, const struct source *s);

#endif
