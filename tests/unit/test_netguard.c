#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <arpa/inet.h>
#include <string.h>
#include <sys/un.h>

#include "netguard.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static enum net_place
place(const char *text)
{
	struct sockaddr_storage ss = {0};
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };

	if (inet_pton(AF_INET, text, &v4.sin_addr) == 1)
		memcpy(&ss, &v4, sizeof(v4));
	else {
		assert_int_equal(inet_pton(AF_INET6, text, &v6.sin6_addr), 1);
		memcpy(&ss, &v6, sizeof(v6));
	}
	return net_place((const struct sockaddr *)&ss);
}

static void
test_places(void **state)
{
	static const struct {
		const char *address;
		enum net_place place;
	} cells[] = {
		{ "8.8.8.8", NET_PUBLIC }, { "1.0.0.1", NET_PUBLIC },
		{ "172.15.255.255", NET_PUBLIC },
		{ "172.32.0.0", NET_PUBLIC }, { "100.63.0.1", NET_PUBLIC },
		{ "100.128.0.1", NET_PUBLIC }, { "223.255.0.1", NET_PUBLIC },
		{ "198.20.0.1", NET_PUBLIC },
		{ "10.1.2.3", NET_PRIVATE }, { "172.16.0.1", NET_PRIVATE },
		{ "172.31.255.255", NET_PRIVATE },
		{ "192.168.0.1", NET_PRIVATE }, { "100.64.0.1", NET_PRIVATE },
		{ "127.0.0.1", NET_LOOPBACK }, { "127.255.0.9", NET_LOOPBACK },
		{ "0.0.0.0", NET_FORBIDDEN }, { "0.1.2.3", NET_FORBIDDEN },
		{ "169.254.169.254", NET_FORBIDDEN },
		{ "224.0.0.1", NET_FORBIDDEN },
		{ "255.255.255.255", NET_FORBIDDEN },
		{ "198.19.0.1", NET_FORBIDDEN },
		{ "2a02:6b8::1", NET_PUBLIC }, { "2001:4860::1", NET_PUBLIC },
		{ "::1", NET_LOOPBACK }, { "fd00::1", NET_PRIVATE },
		{ "fc00::1", NET_PRIVATE }, { "fe80::1", NET_FORBIDDEN },
		{ "ff02::1", NET_FORBIDDEN }, { "::", NET_FORBIDDEN },
		{ "2002:7f00:1::", NET_FORBIDDEN },
		{ "2001::1", NET_FORBIDDEN }, { "2001:db8::1", NET_FORBIDDEN },
		{ "::ffff:127.0.0.1", NET_LOOPBACK },
		{ "::ffff:10.0.0.1", NET_PRIVATE },
		{ "::ffff:8.8.8.8", NET_PUBLIC },
		{ "::127.0.0.1", NET_FORBIDDEN },
		{ "64:ff9b::7f00:1", NET_LOOPBACK },
		{ "64:ff9b::a9fe:a9fe", NET_FORBIDDEN },
		{ "64:ff9b:1::1", NET_FORBIDDEN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++)
		if (place(cells[i].address) != cells[i].place)
			fail_msg("%s is %d", cells[i].address,
			    place(cells[i].address));
}

static void
test_families(void **state)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	(void)state;
	assert_int_equal(net_place((struct sockaddr *)&un), NET_LOOPBACK);
	un.sun_family = AF_NETLINK;
	assert_int_equal(net_place((struct sockaddr *)&un), NET_FORBIDDEN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_families),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
