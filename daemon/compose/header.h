/* header.h - values that may stand in a message's header.
 *
 * Owns:        nothing; appends to the caller's text.
 * May touch:   plain, str.
 * Never knows: what a message is about, who gets it.
 *
 * The only way of a text into a header (trust.md E11): everything else than
 * clean UTF-8 is refused, lines are folded, nothing is concatenated raw. */
#ifndef SROK_COMPOSE_HEADER_H
#define SROK_COMPOSE_HEADER_H

#include <stdbool.h>
#include <stdint.h>

#include "core/str.h"

/* Appends "Name: value CRLF". All return false, and append nothing, when the
 * value has NUL, CR, LF, another control character, U+2028 or U+2029, or is
 * not UTF-8. */

/* Free text: folded ASCII when that can hold it, else RFC 2047 encoded words
 * of at most 75 characters, whole characters each, B or Q, whichever is
 * shorter. */
bool header_text(struct str *out, const char *name, const char *value);

/* "Display name <address>"; without a name the address alone. The address is
 * checked by header_address_ok. */
bool header_mailbox(struct str *out, const char *name, const char *display,
    const char *address);

/* An identifier, "<id>": ASCII without spaces, brackets or controls, with one
 * "@" (RFC 5322 §3.6.4). */
bool header_id(struct str *out, const char *name, const char *id);

/* "Fri, 21 May 2021 09:00:00 +0700" (RFC 5322 §3.3) */
bool header_date(struct str *out, const char *name, int64_t at,
    int32_t utc_offset);

/* A Mailbox of RFC 5321 without quotes or UTF-8: total <= 254, local part <=
 * 64, one "@", no spaces, controls or specials (trust.md E9). */
bool header_address_ok(const char *address);

#endif
