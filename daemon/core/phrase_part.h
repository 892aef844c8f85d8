/* phrase_part.h - the grammar of one part of the calendar, between its files.
 *
 * Owns:        nothing; a calendar item is the caller's.
 * May touch:   the reader, tree.
 * Never knows: ranges, lists, deadlines. */
#ifndef SROK_CORE_PHRASE_PART_H
#define SROK_CORE_PHRASE_PART_H

#include "core/phrase_read.h"

/* Fill an item: days of a month (0: of each), whole months, one point. */
struct term_point phrase_part_day(int month, int day);
void phrase_part_days(struct calendar_item *c, int month, int first, int last);
void phrase_part_months(struct calendar_item *c, int first, int last);
void phrase_part_point(struct calendar_item *c, enum point_kind kind, int n,
    int weekday);

/* «2 квартал», «I полугодие»: the n-th (-1: last) part of so many months. */
bool phrase_part_of_year(struct reader *r, struct calendar_item *c, int n,
    int months, size_t first);

/* Complains of a day that the month (0: any) never has. */
bool phrase_part_bad_day(struct reader *r, size_t first, int day, int month);

/* «последнего месяца квартала»: places the item's points in it. */
bool phrase_part_nth_month(struct reader *r, struct calendar_item *c);

/* «весна», «в летний период» (phrase_read_season.c). */
bool phrase_part_season(struct reader *r, struct calendar_item *c);

/* «начало сентября», «конец квартала» (phrase_read_edge.c). */
bool phrase_part_edge(struct reader *r, struct calendar_item *c);

/* Parts that a number names (phrase_read_numbered.c). */
bool phrase_part_numbered(struct reader *r, struct calendar_item *c);
/* The n-th ten days of a month (-1: the last); complains of a 4th. */
bool phrase_part_decade(struct reader *r, struct calendar_item *c, int n,
    size_t first);
/* A part of a month that phrase_read_of places: of each, until it is said. */
bool phrase_part_in_month(struct reader *r, struct calendar_item *c);

/* «в 20-х числах»: the number n at token first is read
 * (phrase_read_vague.c). */
bool phrase_part_vague(struct reader *r, struct calendar_item *c, int n,
    size_t first);

#endif
