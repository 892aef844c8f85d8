/* phrase_keep.h - what of a cell is a term, where the whole is none.
 *
 * Owns:        nothing; what it returns lives in the arena of the parse.
 * May touch:   the lexer; arena.
 * Never knows: the grammar; why the cell was refused. */
#ifndef SROK_CORE_PHRASE_KEEP_H
#define SROK_CORE_PHRASE_KEEP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"

/* Is a text a term by itself? */
typedef bool phrase_reads(struct arena *a, const char *text);

/* The longest part of a cell, before or behind the word at code point `at`,
 * that is a term, where all else only names something; in the arena. NULL when
 * there is none, or one on either side. */
const char *phrase_keep(struct arena *a, const char *text, size_t at,
    phrase_reads *reads);

#endif
