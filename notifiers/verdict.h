/* verdict.h - what a try came to, and what all ways judge alike.
 *
 * Owns:        nothing.
 * May touch:   core/wire, libcurl's error numbers.
 * Never knows: protocols. */
#ifndef SROK_VERDICT_H
#define SROK_VERDICT_H

#include <curl/curl.h>
#include <stdbool.h>

#include "core/wire.h"

struct verdict {
	enum wire_outcome outcome;
	enum wire_scope scope;
};

/* Faults of ours or of the other side's certificate, which waiting does not
 * mend: somebody has to look. */
bool verdict_is_config_fault(CURLcode rc);

#endif
