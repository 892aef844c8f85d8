/* values.h - the small written types: days, months, durations, ids, addresses.
 *
 * Owns:        nothing.
 * May touch:   core's date, term, fold and words.
 * Never knows: nodes, places, who complains.
 *
 * Months, weekdays and durations may be Russian or English, in any case
 * (rule-files.md §1). All take NUL-terminated text; on false nothing is
 * written. */
#ifndef SROK_LOAD_VALUES_H
#define SROK_LOAD_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/date.h"
#include "core/term.h"

enum value_state { VALUE_OK, VALUE_MALFORMED, VALUE_IMPOSSIBLE };

enum { WORD_ROOM = 128, ID_MOST = 64 };

/* Lower case, ё as е, runs of white space as one space, none at the ends.
 * False when it does not fit. */
bool value_fold(const char *s, char ret[WORD_ROOM]);

bool value_bool(const char *s, bool *ret);
bool value_number(const char *s, long min, long max, long *ret);

/* 2026-09-01. IMPOSSIBLE: the shape is right, the day is not there. */
enum value_state value_date(const char *s, struct date *ret);
/* A day, or A..B. */
enum value_state value_span(const char *s, struct date_span *ret);
/* A year, a month, a day, or two of them with .. between. */
enum value_state value_loose_span(const char *s, struct date_span *ret);
/* By last day, then by the first: windows come by their DUE. */
void values_sort_spans(struct date_span *spans, size_t n);
/* 09-01: a day of every year. 29 February is one. */
enum value_state value_month_day(const char *s, uint8_t *ret_month,
    uint8_t *ret_day);
/* 09:00 in minutes after midnight; 24:00 is the end of a day. */
bool value_time(const char *s, int *ret);

/* "3 working days", «2 недели». At most 36,500 of a unit; not 0. */
bool value_duration(const char *s, struct duration *ret);

/* Folded words. value_unit: periods, "school year" among them. */
bool value_month(const char *folded, uint8_t *ret);
bool value_weekday(const char *folded, uint8_t *ret);
bool value_unit(const char *folded, enum term_unit *ret);
/* "3 months" of `every`: the number and the unit. */
bool value_count_of(const char *folded, long *ret_n, enum term_unit *ret);

/* Letters of any script, digits, - _ . ; 1..64 characters. */
bool value_is_id(const char *s);
/* RFC 5321 Mailbox without a quoted local part (trust.md E9): local part of
 * ASCII atoms, at most 64; domain of at least two labels, letters of any
 * script; 254 in all. Returns NULL, or what is wrong as a static text. */
const char *value_address_fault(const char *s);
/* The same address with its domain as A-labels (RFC 5891), so that nobody
 * behind the loader meets another form: s itself when it is ASCII, else in a.
 * NULL when the domain is no valid international name. s has no fault. */
const char *value_address_ascii(struct arena *a, const char *s);

/* Names for messages and the reference. */
const char *value_unit_name(enum term_unit unit);
extern const char *const value_month_names[12];
extern const char *const value_weekday_names[7];

#endif
