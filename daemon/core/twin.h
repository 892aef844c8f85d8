/* twin.h - Latin and Cyrillic letters that one cannot tell apart in print.
 *
 * Owns:        the table.
 * May touch:   nothing.
 * Never knows: words, who is told. */
#ifndef SROK_CORE_TWIN_H
#define SROK_CORE_TWIN_H

#include <stdbool.h>
#include <stdint.h>

/* The Russian letter that looks like a Latin one, or the other way round
 * (latin: the Latin one is wanted); c itself when there is none. Capitals and
 * small letters have twins of their own: «H» is «Н», but «h» is no «н». */
int32_t twin_of(int32_t c, bool latin);

/* The same for folded text, where a small letter may have been a capital;
 * letters of handwriting and of neighbouring alphabets count too. */
int32_t twin_folded(int32_t c, bool latin);

#endif
