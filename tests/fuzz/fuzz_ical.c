/* Any bytes at all as an .ics file. What was read goes forward, touches the
 * years asked for and is text; what was not is complained of. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <utf8proc.h>

#include "load/ical.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check(const struct ical_span *s, struct date_span within)
{
	utf8proc_int32_t c;

	if (span_empty(s->days) || span_empty(span_cut(s->days, within)))
		abort();
	for (const char *p = s->summary; *p;) {
		utf8proc_ssize_t n = utf8proc_iterate(
		    (const utf8proc_uint8_t *)p, -1, &c);

		if (n <= 0 || c == '\n' || c == '\r')
			abort();
		p += n;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct date_span within = {date_of(2024, 1, 1),
	    date_of(2026, 12, 31)};
	struct arena *a = arena_new();
	const struct ical_span *spans;
	struct diags diags;
	struct str out;
	size_t n;

	diags_init(&diags, a);
	str_init(&out);
	if (ical_read(a, "x.ics", (const char *)data, size, within, &spans,
	    &n, &diags)) {
		for (size_t i = 0; i < n; i++)
			check(&spans[i], within);
	} else if (diags.nerrors == 0) {
		abort();
	}
	for (size_t i = 0; i < diags.len; i++)
		diag_print(&out, &diags.items[i], DIAG_FULL);
	str_done(&out);
	arena_free(a);
	return 0;
}
