#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "webhook_sign.h"

static const char secret[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
static const char id[] = "msg_p5jXN8AQM9LWM0D4loKWxJek";
static const char body[] = "{\"test\": 2432232314}";

/* The vector of every reference library (trust.md §3.1). */
static void
test_vector(void **state)
{
	struct webhook_keys keys = {0};
	const char *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	assert_true(webhook_keys_add(&keys, secret, &err));
	webhook_sign(&out, &keys, id, 1614265330, body, strlen(body));
	assert_string_equal(out.s,
	    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
	webhook_keys_done(&keys);
	assert_int_equal(keys.n, 0);
	str_done(&out);
}

static void
test_two_keys_two_signatures(void **state)
{
	struct webhook_keys keys = {0};
	const char *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	assert_true(webhook_keys_add(&keys,
	    "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", &err));
	assert_true(webhook_keys_add(&keys, secret, &err));
	webhook_sign(&out, &keys, id, 1614265330, body, strlen(body));
	assert_non_null(strstr(out.s,
	    " v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
	assert_int_equal(out.len, 2 * 47 + 1);
	str_done(&out);
}

static void
test_bad_secrets(void **state)
{
	static const char *const bad[] = {
		"", "whsec_", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"whsk_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",   /* no padding */
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa==",  /* not canonical */
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS-",  /* URL alphabet */
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw ",
		"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",  /* 23 bytes */
		"whsec_"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",        /* 65 bytes */
	};
	struct webhook_keys keys = {0};
	const char *err;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		err = NULL;
		if (webhook_keys_add(&keys, bad[i], &err))
			fail_msg("accepted: %s", bad[i]);
		assert_non_null(err);
		assert_int_equal(keys.n, 0);
	}
	for (size_t i = 0; i < WEBHOOK_KEYS; i++)
		assert_true(webhook_keys_add(&keys, secret, &err));
	assert_false(webhook_keys_add(&keys, secret, &err));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vector),
		cmocka_unit_test(test_two_keys_two_signatures),
		cmocka_unit_test(test_bad_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
