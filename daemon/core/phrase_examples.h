/* phrase_examples.h - the examples of hints in the language of the cell.
 *
 * Owns:        the pairs: constant tables.
 * May touch:   arena, str.
 * Never knows: which complaint a hint belongs to.
 *
 * The grammar gives its examples in Russian, the language of most orders. */
#ifndef SROK_CORE_PHRASE_EXAMPLES_H
#define SROK_CORE_PHRASE_EXAMPLES_H

#include "core/arena.h"

/* The hint with its examples in English, in the arena; the hint itself when
 * it has none. hint may be NULL. */
const char *phrase_examples_english(struct arena *a, const char *hint);

#endif
