/* phrase_compile.h - statements about time into the parts of a term.
 *
 * Owns:        the term, in the arena of the parse.
 * May touch:   tree, gather, term's types.
 * Never knows: words; the roadmap's dates. */
#ifndef SROK_CORE_PHRASE_COMPILE_H
#define SROK_CORE_PHRASE_COMPILE_H

#include "core/phrase_gather.h"
#include "core/term.h"

/* NULL when the statements make no term (complained of). Meaning of terms:
 * design.md §3, points 1 to 10. */
const struct term *phrase_compile(struct arena *a, const char *source,
    const struct tokens *tokens, const struct tree *tree,
    struct phrase_issues *issues);

#endif
