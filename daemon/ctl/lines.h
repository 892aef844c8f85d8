/* lines.h - how wide words are on a terminal, and where a line ends.
 *
 * Owns:        nothing.
 * May touch:   the size of the terminal; LC_CTYPE.
 * Never knows: what is said. */
#ifndef SROK_CTL_LINES_H
#define SROK_CTL_LINES_H

#include <stddef.h>

#include "core/str.h"

/* Columns of the terminal that standard output is, 60 at least; 0 when it is
 * none. */
size_t lines_terminal(void);

/* Columns that s takes; what is no UTF-8 takes one a byte. */
size_t lines_columns(const char *s);

/* Columns of the longest word of s. */
size_t lines_longest_word(const char *s);

/* Appends s folded between words into lines of so many columns, which it
 * returns the number of; a longer word is cut. indent spaces stand before
 * each, the columns not counting them, and line ends between them. */
size_t lines_fold(struct str *out, const char *s, size_t columns,
    size_t indent);

/* Appends s as a line of its own; on a terminal folded, further lines
 * indented by so many spaces. */
void lines_hang(struct str *out, const char *s, size_t indent);

#endif
