/* reply.h - what the other side said, made fit for a log and a page.
 *
 * Owns:        nothing.
 * May touch:   core/str, core/wire.
 * Never knows: which protocol it was said in. */
#ifndef SROK_REPLY_H
#define SROK_REPLY_H

#include "core/str.h"
#include "core/wire.h"

/* Fills outcome, scope and reply; the text is escaped and cut to fit. */
void reply_set(struct wire_answer *ret, enum wire_outcome outcome,
    enum wire_scope scope, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* The same with n bytes of any kind as the text. */
void reply_set_bytes(struct wire_answer *ret, enum wire_outcome outcome,
    enum wire_scope scope, const char *bytes, size_t n);

/* n bytes of any kind as one line of valid UTF-8 without controls: those
 * become \xHH, a backslash \\. At most room - 1 bytes and a NUL go to ret,
 * no escape and no character is cut. */
void reply_escape(char *ret, size_t room, const char *bytes, size_t n);

/* Every occurrence of secret in text becomes "***" (trust.md W7). Secrets of
 * fewer than four bytes are left: they would blank out ordinary words. */
void reply_mask(struct str *text, const char *secret);

#endif
