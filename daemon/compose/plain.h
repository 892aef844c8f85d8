/* plain.h - text from outside, made fit for one line of a letter.
 *
 * Owns:        the texts it returns, in the caller's arena.
 * May touch:   arena, str.
 * Never knows: languages' grammar, what a text means, HTML, mail.
 *
 * Titles, names and remarks are copied from orders by hand or come from a
 * person's form: line breaks, tabs, direction marks, broken bytes. Behind
 * plain_clean a text is valid UTF-8 on one line, with single spaces. */
#ifndef SROK_COMPOSE_PLAIN_H
#define SROK_COMPOSE_PLAIN_H

#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/str.h"

/* "no-break space": kept by the wrapper, a plain space in the end. */
#define NBSP "\xC2\xA0"

/* Takes one character off *s (UTF-8, RFC 3629: no surrogates, nothing
 * overlong) and moves *s behind it. A broken byte gives U+FFFD and is passed
 * alone. At the end: 0, and *s stays. */
uint32_t plain_next(const char **s);
/* Appends a character as UTF-8. */
void plain_put(struct str *out, uint32_t c);

/* s on one line: every run of white space (no-break ones too) is one space,
 * none at the ends; control characters, direction marks (U+200E, U+202A …),
 * zero-width spaces and soft hyphens are gone; a broken byte is U+FFFD. The
 * text "{link}" loses its meaning (a space behind the brace), as it is what
 * compose_mime replaces. NULL gives "". */
const char *plain_clean(struct arena *a, const char *s);

/* At most limit characters of s, cut between words, with "…" in the room
 * when something was cut (inside a word when the first is longer). */
const char *plain_cut(struct arena *a, const char *s, size_t limit);

/* s, to stand between «»: its own ones become „“. */
const char *plain_quoted(struct arena *a, const char *s);

/* Columns that s takes: 2 for wide characters and emoji, 0 for combining
 * ones; characters are plain_length. */
size_t plain_columns(const char *s);
size_t plain_length(const char *s);

/* The first letter lowered, unless the second is a capital («ВПР …»); raised.
 * Latin and Cyrillic; other letters stay as they are. */
const char *plain_lower_first(struct arena *a, const char *s);
const char *plain_upper_first(struct arena *a, const char *s);

#endif
