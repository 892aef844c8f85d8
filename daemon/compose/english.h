/* english.h - days and counts in English.
 *
 * Owns:        nothing; appends to the caller's text.
 * May touch:   date, term, str.
 * Never knows: locale, letters, what is counted.
 *
 * The twin of russian.h: day before month, no comma (letters.md, letter 14). */
#ifndef SROK_COMPOSE_ENGLISH_H
#define SROK_COMPOSE_ENGLISH_H

#include <stdbool.h>

#include "core/date.h"
#include "core/str.h"
#include "core/term.h"

/* "5 days", "1 day" */
void english_count(struct str *out, unsigned n, const char *one,
    const char *many);
/* "7 days left"; "3 days overdue" */
void english_left(struct str *out, unsigned n);
void english_late(struct str *out, unsigned n);

/* "28 May"; "28 May 2021"; "Friday 28 May"; "Friday 28 May 2021"; "on …" */
void english_short_day(struct str *out, struct date d);
void english_date(struct str *out, struct date d);
void english_week_day(struct str *out, struct date d);
void english_day(struct str *out, struct date d);
void english_on_day(struct str *out, struct date d);
/* "from 2 June"; "by 1 October" */
void english_from(struct str *out, struct date d);
void english_to(struct str *out, struct date d);
/* "21–25 May", "29 May – 2 June" */
void english_span(struct str *out, struct date_span s);

const char *english_month(int month);   /* 1..12 */

/* "by 30 May every year": a term whose words are Russian, in short (the text
 * is in reading.c). False, and nothing appended, when that cannot be said
 * surely. */
bool english_term(struct str *out, const struct term *term);

#endif
