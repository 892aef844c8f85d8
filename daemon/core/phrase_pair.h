/* phrase_pair.h - parts of months beside the month that each is said of.
 *
 * Owns:        nothing; changes the tree that it is given.
 * May touch:   arena, tree, gather (complaints).
 * Never knows: words; how statements become a term.
 *
 * «сентябрь (1-я неделя), январь (2-я неделя)» is two windows, not the two
 * weeks of both months. Where one part follows several months it holds for
 * all of them, and phrase_rhythm cuts it to them. */
#ifndef SROK_CORE_PHRASE_PAIR_H
#define SROK_CORE_PHRASE_PAIR_H

#include "core/phrase_lex.h"
#include "core/phrase_tree.h"

/* Rewrites the tree's nodes, in the arena; complains of months that have no
 * part beside those that have. */
void phrase_pair(struct arena *a, const char *source,
    const struct tokens *tokens, struct tree *tree,
    struct phrase_issues *issues);

#endif
