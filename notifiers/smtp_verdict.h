/* smtp_verdict.h - sent, refused, try later or uncertain: one table.
 *
 * Owns:        nothing.
 * May touch:   smtp_talk, verdict.
 * Never knows: the letter, the connection.
 *
 * The rules: trust.md D15-D17, E1, E2 and the table of §2.1. */
#ifndef SROK_SMTP_VERDICT_H
#define SROK_SMTP_VERDICT_H

#include <curl/curl.h>

#include "smtp_talk.h"
#include "verdict.h"

/* What libcurl's result and the state of the talk mean together. Sent only
 * when the dot was answered with 2xx: never by libcurl's word alone. */
struct verdict smtp_verdict(CURLcode rc, const struct smtp_talk *talk);

#endif
