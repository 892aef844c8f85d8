/* phrase_weekday.h - a weekday beside its date explains it.
 *
 * Owns:        nothing; changes the tree that it is given.
 * May touch:   tree, gather (complaints), date.
 * Never knows: words; how statements become a term.
 *
 * «пятница, 13 сентября 2024» is one day, not every Friday and a day. A
 * weekday that is not that of its date is a mistake in one of them. */
#ifndef SROK_CORE_PHRASE_WEEKDAY_H
#define SROK_CORE_PHRASE_WEEKDAY_H

#include "core/phrase_lex.h"
#include "core/phrase_tree.h"

/* Makes such weekdays N_IGNORED; complains of those that do not fit. */
void phrase_explain_weekdays(const char *source, const struct tokens *tokens,
    struct tree *tree, struct phrase_issues *issues);

#endif
