/* phrase_say.h - how each stretch of a term cell was read, in words.
 *
 * Owns:        the words, in the arena of the parse.
 * May touch:   tree, lex (places), str.
 * Never knows: where they are shown. */
#ifndef SROK_CORE_PHRASE_SAY_H
#define SROK_CORE_PHRASE_SAY_H

#include "core/phrase_lex.h"
#include "core/phrase_tree.h"

/* One reading per statement, in the order of the text. */
const struct phrase_reading *phrase_say(struct arena *a,
    const struct tokens *tokens, const struct tree *tree, size_t *ret_n);

#endif
