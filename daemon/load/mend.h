/* mend.h - complaints about values with the edit that mends them.
 *
 * Owns:        nothing.
 * May touch:   schema, look.
 * Never knows: what the values mean.
 *
 * A safe edit changes what only a machine sees: a letter of the other
 * alphabet, a no-break space, a long dash, case. d may be NULL everywhere:
 * there is no complaint then. */
#ifndef SROK_LOAD_MEND_H
#define SROK_LOAD_MEND_H

#include "load/schema.h"

/* Says that len characters of a scalar from the index-th on should be text;
 * not where the file has them in another form: escaped, in several lines. */
void mend_value(struct reader *r, struct diag *d, const struct node *n,
    size_t index, size_t len, const char *text);

/* The one of n words that looks the same as word, or NULL when none or more
 * than one does. */
const char *look_alike(const char *word, const char *const *words, size_t n);
/* The whole value should be that one of the words. */
void mend_word(struct reader *r, struct diag *d, const struct node *n,
    const char *const *words, size_t nwords);
/* The whole value should be written as it looks, if that is right. */
void mend_looks(struct reader *r, struct diag *d, const struct node *n,
    bool (*is_right)(const char *s));
/* Warns of words in letters of two alphabets. */
void mend_mixed_words(struct reader *r, const struct node *n);

#endif
