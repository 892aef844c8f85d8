/* handed.h - what was handed in with a deed, in words.
 *
 * Owns:        the texts it returns, in the letter's arena.
 * May touch:   view, plain; jansson (evidence as the log keeps it).
 * Never knows: how a letter is laid out, how evidence is checked. */
#ifndef SROK_COMPOSE_HANDED_H
#define SROK_COMPOSE_HANDED_H

#include "compose/view.h"

/* «94,5 %», «справка № 3»; with several results their names before them:
 * «вакансий: 3 ед.; должности: учитель физики». "" when there is nothing. */
const char *handed_words(const struct view *v, const struct entry *e);

#endif
