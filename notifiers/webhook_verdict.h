/* webhook_verdict.h - what an HTTP answer means for a webhook: one table.
 *
 * Owns:        nothing.
 * May touch:   verdict.
 * Never knows: bodies, headers, the connection.
 *
 * The rules: trust.md W3, D6. */
#ifndef SROK_WEBHOOK_VERDICT_H
#define SROK_WEBHOOK_VERDICT_H

#include "verdict.h"

/* status: of the final answer, 0 when none came. whole: the request had left
 * entirely, so the receiver may have acted on it. */
struct verdict webhook_verdict(CURLcode rc, long status, bool whole);

#endif
