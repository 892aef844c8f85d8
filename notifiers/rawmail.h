/* rawmail.h - proves that bytes are a letter, before they meet a relay.
 *
 * Owns:        nothing.
 * May touch:   nothing.
 * Never knows: what a header means.
 *
 * A bare LF before a dot is not stuffed by libcurl: it would end the letter
 * early, and what follows would run as SMTP commands (trust.md E12). The one
 * who builds letters writes CRLF only; this pass proves it, each time. */
#ifndef SROK_RAWMAIL_H
#define SROK_RAWMAIL_H

#include <stddef.h>

/* NULL, or why these bytes are no letter: bare CR or LF, NUL, a byte of 0x80
 * or above, a line above 998 bytes (RFC 5322 §2.1.1), no header, no CRLF at
 * the end. *ret_at is then where. */
const char *rawmail_fault(const unsigned char *letter, size_t n,
    size_t *ret_at);

#endif
