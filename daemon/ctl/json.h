/* json.h - values for machines, out of ours.
 *
 * Owns:        nothing; a value belongs to whoever it is given to.
 * May touch:   jansson; core's date and str.
 * Never knows: what the values mean. */
#ifndef SROK_CTL_JSON_H
#define SROK_CTL_JSON_H

#include <jansson.h>

#include "core/date.h"
#include "core/str.h"

/* null for NULL; what is not UTF-8 (a file's name may be so) with '?' in the
 * place of each odd byte. */
json_t *json_text(const char *s);
/* "2021-10-14", or null for DATE_NONE. */
json_t *json_day(struct date d);
/* A member where there is something to say; NULL and DATE_NONE add none. */
void json_add_text(json_t *object, const char *name, const char *value);
void json_add_day(json_t *object, const char *name, struct date d);

/* Appends the value, indented, with a newline, and takes it. */
void json_write(struct str *out, json_t *value);

/* A member's text, or "" when it is absent or none; borrowed. */
const char *json_member(const json_t *object, const char *name);
/* A member's whole number, or 0. */
long long json_number(const json_t *object, const char *name);

#endif
