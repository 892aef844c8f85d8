/* What a tongue says, for the tests of each. */
#ifndef SROK_TEST_TONGUE_H
#define SROK_TEST_TONGUE_H

#include <string.h>

#include "core/str.h"

/* got, which is cleared, says this; no-break spaces show as spaces. */
static inline void
expect_said(struct str *got, const char *want)
{
	struct str plain;

	str_init(&plain);
	for (const char *p = got->s; *p; p++) {
		bool no_break = strncmp(p, "\xC2\xA0", 2) == 0;

		str_addc(&plain, no_break ? ' ' : *p);
		p += no_break;
	}
	assert_string_equal(plain.s, want);
	str_done(&plain);
	str_clear(got);
}

#endif
