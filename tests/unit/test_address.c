#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "address.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))
#define L16 "abcdefghijklmnop"
#define L64 L16 L16 L16 L16
#define D60 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefgh"

static void
test_good(void **state)
{
	static const struct {
		const char *in, *out;
	} cells[] = {
		{ "uo@dept.example", "uo@dept.example" },
		{ "o'neil+x=1@a-b.example", "o'neil+x=1@a-b.example" },
		{ "root@localhost", "root@localhost" },
		{ "a.b.c@1.example", "a.b.c@1.example" },
		{ "ivan@почта.рф", "ivan@xn--80a1acny.xn--p1ai" },
		{ "ivan@ПОЧТА.рф", "ivan@xn--80a1acny.xn--p1ai" },
		{ "x@faß.example", "x@xn--fa-hia.example" },
		{ L64 "@dept.example", L64 "@dept.example" },
	};
	char out[ADDRESS_ROOM];
	const char *err;

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		assert_true(address_ascii(cells[i].in, out, &err));
		assert_string_equal(out, cells[i].out);
	}
}

/* trust.md E9: what would reach the relay as a command, and what no mailbox
 * of RFC 5321 without quotes can be. */
static void
test_bad(void **state)
{
	static const char *const cells[] = {
		"", "@", "a@", "@b.example", "a", "a@b@c.example",
		"r@d.example>\r\nRCPT TO:<evil@x.example",
		"r@d.example\n", "r\r@d.example", "a b@c.example",
		"<a@b.example>", "\"a b\"@c.example", "a@[127.0.0.1]",
		"a,b@c.example", "a;b@c.example", "a:b@c.example",
		"a(b)@c.example", "a\\b@c.example",
		".a@b.example", "a.@b.example", "a..b@c.example",
		"иван@dept.example", "a@-b.example", "a@b-.example",
		"a@b..example", "a@b.example.", "a@.example", "a@b_c.example",
		"a@b\x01.example", "a@\xff\xfe.example", "a@b.example NOTIFY",
		L64 "q@dept.example",
		"a@" L64 ".example",
		"a@" D60 "." D60 "." D60 "." D60 "." D60 ".example",
		L64 "@" D60 "." D60 "." D60 ".example",
	};
	char out[ADDRESS_ROOM];
	const char *err;

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		strcpy(out, "untouched");
		err = NULL;
		if (address_ascii(cells[i], out, &err))
			fail_msg("accepted: '%s' as '%s'", cells[i], out);
		assert_string_equal(out, "untouched");
		assert_non_null(err);
	}
}

static void
test_domain(void **state)
{
	char out[DOMAIN_ROOM];
	const char *err;

	(void)state;
	assert_true(domain_ascii("срок.департамент.рф", out, &err));
	assert_string_equal(out, "xn--j1ahfd.xn--80aakec5bilkue.xn--p1ai");
	assert_false(domain_ascii("", out, &err));
	assert_false(domain_ascii("a/b", out, &err));
	assert_false(domain_ascii("a b", out, &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad),
		cmocka_unit_test(test_domain),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
