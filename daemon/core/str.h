/* str.h - a text that grows.
 *
 * Owns:        its bytes, until str_take or str_done.
 * May touch:   alloc.
 * Never knows: encodings; its bytes are whatever was put in.
 *
 * Invariant: s is NUL-terminated and never NULL after str_init. */
#ifndef SROK_CORE_STR_H
#define SROK_CORE_STR_H

#include <stdarg.h>
#include <stddef.h>

struct str {
	char *s;
	size_t len, cap;
};

void str_init(struct str *s);
void str_done(struct str *s);           /* frees; s may be init'ed again */
void str_clear(struct str *s);          /* empties, keeps the room */
char *str_take(struct str *s);          /* caller now owns the bytes; s is
                                         * as after str_init */

void str_add(struct str *s, const char *text);
void str_addn(struct str *s, const char *bytes, size_t n);
void str_addc(struct str *s, char c);
void str_addf(struct str *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void str_vaddf(struct str *s, const char *format, va_list ap)
    __attribute__((format(printf, 2, 0)));

#endif
