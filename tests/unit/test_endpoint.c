#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "endpoint.h"

static const char *const mail[] = { "smtps", "smtp", NULL };
static const char *const https[] = { "https", NULL };

static void
test_relay(void **state)
{
	struct endpoint e;
	const char *err;

	(void)state;
	assert_true(endpoint_parse(&e, "SMTPS://Relay.example:465", mail,
	    true, &err));
	assert_string_equal(e.scheme, "smtps");
	assert_string_equal(e.host, "Relay.example");
	assert_string_equal(e.url, "smtps://Relay.example:465/");
	endpoint_done(&e);
	assert_true(endpoint_parse(&e, "smtp://почта.рф", mail, true, &err));
	assert_string_equal(e.url, "smtp://xn--80a1acny.xn--p1ai/");
	endpoint_done(&e);
}

static void
test_bad_relays(void **state)
{
	static const char *const bad[] = {
		"", "relay.example:465", "imaps://relay.example",
		"smtp://", "smtps://relay.example/name",
		"smtps://user:pw@relay.example", "smtps://user@relay.example",
		"smtps://relay.example?x", "smtps://relay.example#x",
		"smtps://relay example", "smtps://relay.example:99999",
		"smtp://a\r\nRSET", "smtp://-a.example", "smtp://a_b.example",
	};
	struct endpoint e;
	const char *err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = NULL;
		if (endpoint_parse(&e, bad[i], mail, true, &err))
			fail_msg("accepted: %s as %s", bad[i], e.url);
		assert_non_null(err);
	}
}

static void
test_webhook(void **state)
{
	struct endpoint e;
	const char *err;

	(void)state;
	assert_true(endpoint_parse(&e, "https://chat.example/hook/a?t=1",
	    https, false, &err));
	assert_string_equal(e.path, "/hook/a?t=1");
	assert_string_equal(e.url, "https://chat.example/hook/a?t=1");
	endpoint_done(&e);
	assert_false(endpoint_parse(&e, "http://chat.example/", https, false,
	    &err));
	assert_false(endpoint_parse(&e, "https://u:p@chat.example/", https,
	    false, &err));
	assert_false(endpoint_parse(&e, "file:///etc/passwd", https, false,
	    &err));
}

static void
check_loopback(const char *url, bool expected)
{
	struct endpoint e;
	const char *err;

	assert_true(endpoint_parse(&e, url, mail, true, &err));
	assert_int_equal(endpoint_names_loopback(&e), expected);
	endpoint_done(&e);
}

static void
test_loopback(void **state)
{
	(void)state;
	check_loopback("smtp://localhost", true);
	check_loopback("smtp://LOCALHOST:25", true);
	check_loopback("smtp://127.1.2.3", true);
	check_loopback("smtp://[::1]:25", true);
	check_loopback("smtp://128.0.0.1", false);
	check_loopback("smtp://127.relay.example", false);
	check_loopback("smtp://localhost.example", false);
	check_loopback("smtp://[::2]", false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_relay),
		cmocka_unit_test(test_bad_relays),
		cmocka_unit_test(test_webhook),
		cmocka_unit_test(test_loopback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
