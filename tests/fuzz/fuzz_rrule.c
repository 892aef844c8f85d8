/* Any bytes at all as a recurrence rule. One that was read is printed and read
 * back as itself, and its days go forward from DTSTART. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/rrule.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
walk(const struct rrule *r)
{
	const struct date start = date_of(2020, 2, 29);
	struct date at = start, d;

	for (int i = 0; i < 20 && rrule_next(r, start, at, &d); i++) {
		if (date_before(d, at))
			abort();
		at = date_add(d, 1);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct rrule_error err = {.what = ""};
	const struct rrule *r, *again;
	struct str out;

	str_init(&out);
	if (rrule_parse(a, (const char *)data, size, &r, &err)) {
		rrule_print(&out, r);
		if (!rrule_parse(a, out.s, out.len, &again, &err) ||
		    !rrule_equal(r, again))
			abort();
		walk(r);
	} else if (!err.what[0] || err.offset > size) {
		abort();
	}
	str_done(&out);
	arena_free(a);
	return 0;
}
