/* russian.h - days and counts in Russian, in the right form.
 *
 * Owns:        nothing; appends to the caller's text.
 * May touch:   date, str.
 * Never knows: locale, letters, what is counted.
 *
 * Forms and rules: the grammar table of letters.md. Between a number and its
 * noun, a day, its month and its year stands a no-break space. */
#ifndef SROK_COMPOSE_RUSSIAN_H
#define SROK_COMPOSE_RUSSIAN_H

#include <stddef.h>

#include "core/date.h"
#include "core/str.h"

/* Which of «день, дня, дней» goes with n: 0 for 1, 21; 1 for 2-4, 22; 2 for
 * 0, 5-20, 111 (CLDR one, few, many). */
size_t russian_plural(unsigned n);
/* «5 дней» */
void russian_count(struct str *out, unsigned n, const char *const forms[3]);
/* «остался 1 день», «осталось 2 дня» */
void russian_left(struct str *out, unsigned n);
/* «просрочено на 3 дня» */
void russian_late(struct str *out, unsigned n);

/* «28 мая»; «28 мая 2021 г.»; «пятница, 28 мая»; «пятница, 28 мая 2021 г.» */
void russian_short_day(struct str *out, struct date d);
void russian_date(struct str *out, struct date d);
void russian_week_day(struct str *out, struct date d);
void russian_day(struct str *out, struct date d);
/* «во вторник, 28 февраля 2023 г.» */
void russian_on_day(struct str *out, struct date d);
/* «со 2 июня», «с 1 июня»; «ко 2 октября», «к 1 октября» */
void russian_from(struct str *out, struct date d);
void russian_to(struct str *out, struct date d);
/* «21–25 мая», «29 мая — 2 июня», «29 декабря 2023 г. — 2 января 2024 г.» */
void russian_span(struct str *out, struct date_span s);

/* «воскресенье»; from 1 = Monday */
const char *russian_weekday(enum weekday day);
/* It is «рабочее», not «рабочая» or «рабочий», that agrees with it. */
const char *russian_worked(enum weekday day);

#endif
