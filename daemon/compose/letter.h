/* letter.h - the kinds of letters, laid out as documents.
 *
 * Owns:        the documents, in the letter's arena.
 * May touch:   view, facts, course, doc, tongue.
 * Never knows: text and HTML, mail. */
#ifndef SROK_COMPOSE_LETTER_H
#define SROK_COMPOSE_LETTER_H

#include "compose/doc.h"
#include "compose/view.h"

/* Characters of a subject; phones show the first 35 (letters.md). */
enum { SUBJECT_MOST = 60 };

/* About one notice. */
void letter_single(const struct view *v, struct doc *ret);
/* Several, late first, at most limit rows; the rest is counted. */
void letter_digest(const struct view *views, size_t n, size_t limit,
    struct doc *ret);
/* Dates that their owner has to hand in, for one row or several: all are
 * named, at most limit of them with their words. */
void letter_schedule(const struct view *views, size_t n, size_t limit,
    struct doc *ret);

/* What all of them begin and end with: the number of the letter, and why it
 * comes to this reader, by all its rows. */
const char *letter_salutation(const struct view *v);
const char *letter_closing(const struct view *views, size_t n);
/* Whom to answer while there is no page, by the sentence of what is asked
 * (NULL: nothing is); of what reaches nobody, to pass it on. Or NULL. */
const char *letter_answer(const struct view *views, size_t n,
    const char *template);

#endif
