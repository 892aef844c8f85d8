/* Any bytes at all as a TZif file. A zone that was read answers for any
 * instant, and its instants go back to the day they came from. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	const char *err = NULL;
	const struct zone *z = zone_parse(a, data, size, &err);

	if (!z && !err)
		abort();
	for (int64_t t = -2208988800; z && t < 7289654400; t += 40000000) {
		struct zone_time local = zone_local(z, t);

		if (local.second < 0 || local.second >= 86400 ||
		    zone_instant(z, local.date, local.second) > t)
			abort();
	}
	arena_free(a);
	return 0;
}
