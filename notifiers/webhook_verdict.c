#include "webhook_verdict.h"

#include <stddef.h>

/* The first row that fits. */
static const struct row {
	long low, high;
	struct verdict means;
} rows[] = {
	{ 200, 299, { WIRE_SENT, WIRE_LETTER } },
	/* A redirect is not followed: it may lead anywhere. */
	{ 300, 399, { WIRE_TRY_LATER, WIRE_CONFIG } },
	{ 400, 401, { WIRE_REFUSED, WIRE_LETTER } },
	{ 403, 404, { WIRE_REFUSED, WIRE_LETTER } },
	{ 410, 410, { WIRE_REFUSED, WIRE_RELAY } },
	{ 413, 413, { WIRE_REFUSED, WIRE_LETTER } },
	{ 415, 415, { WIRE_REFUSED, WIRE_LETTER } },
	{ 422, 422, { WIRE_REFUSED, WIRE_LETTER } },
	{ 429, 429, { WIRE_TRY_LATER, WIRE_RELAY } },
	{ 502, 504, { WIRE_TRY_LATER, WIRE_RELAY } },
	{ 400, 999, { WIRE_TRY_LATER, WIRE_LETTER } },
};

struct verdict
webhook_verdict(CURLcode rc, long status, bool whole)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (status >= rows[i].low && status <= rows[i].high)
			return rows[i].means;
	if (whole)
		return (struct verdict){ WIRE_UNCERTAIN, WIRE_LETTER };
	return (struct verdict){ WIRE_TRY_LATER,
	    verdict_is_config_fault(rc) ? WIRE_CONFIG : WIRE_RELAY };
}
