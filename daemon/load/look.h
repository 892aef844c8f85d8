/* look.h - text as a person sees it: what only a machine tells apart.
 *
 * Owns:        nothing; it writes into the caller's array.
 * May touch:   core's twin; utf8proc.
 * Never knows: places, what the text means.
 *
 * Word processors put no-break spaces, long dashes and invisible marks where
 * nobody sees them; keyboards put a Latin «o» into a Russian word. */
#ifndef SROK_LOAD_LOOK_H
#define SROK_LOAD_LOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LOOK_ROOM = 512 };

enum look {
	LOOK_CLEAN,             /* spaces and dashes of ASCII, nothing
	                         * invisible, no space at the ends */
	LOOK_LATIN,             /* … and Cyrillic letters as Latin twins */
	LOOK_CYRILLIC,          /* … or Latin ones as Cyrillic */
	LOOK_COUNT
};

/* s so written. False when it does not fit. */
bool look_write(const char *s, enum look how, char ret[LOOK_ROOM]);

/* The two differ in nothing that is seen, but perhaps in case. */
bool look_same(const char *a, const char *b);

/* A space that is none to YAML: no-break, thin, ideographic …. */
bool look_is_odd_space(int32_t c);
/* Nothing is seen of it: zero width space, soft hyphen …. */
bool look_is_invisible(int32_t c);

/* The first word of s that mixes alphabets although all of its letters exist
 * in one: its bytes, and the word in the letters of that one. False when
 * there is none. A word that could be of either is left alone. */
bool look_mixed_word(const char *s, size_t *ret_first, size_t *ret_len,
    char ret[LOOK_ROOM]);

#endif
