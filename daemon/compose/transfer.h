/* transfer.h - bytes of a body that survive any relay.
 *
 * Owns:        nothing; appends to the caller's text.
 * May touch:   str.
 * Never knows: headers, what the bytes mean.
 *
 * RFC 2045 §6.7 and §6.8; lines of at most 76 columns, CRLF, 7 bit. */
#ifndef SROK_COMPOSE_TRANSFER_H
#define SROK_COMPOSE_TRANSFER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/str.h"

/* "base64" or "quoted-printable": what is shorter for s (trust.md E19). */
const char *transfer_name(const char *s, size_t n);
/* Appends s, whose line ends are LF and leave as CRLF, in that encoding. */
void transfer_add(struct str *out, const char *s, size_t n);

/* Appends n bytes in base64, without a line end: of a header too. */
void transfer_base64(struct str *out, const char *s, size_t n);

/* All lines end with CRLF and hold at most 998 bytes; no bare CR or LF, no
 * NUL, no byte of 0x80 or above (trust.md E12). */
bool transfer_is_proof(const char *s, size_t n);

#endif
