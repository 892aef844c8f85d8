#include "netguard.h"

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* IANA special-purpose registries (RFC 6890 and later). First match. */
static const struct range4 {
	uint8_t net[4];
	unsigned bits;
	enum net_place place;
} ranges4[] = {
	{ { 127, 0, 0, 0 }, 8, NET_LOOPBACK },
	{ { 10, 0, 0, 0 }, 8, NET_PRIVATE },
	{ { 172, 16, 0, 0 }, 12, NET_PRIVATE },
	{ { 192, 168, 0, 0 }, 16, NET_PRIVATE },
	{ { 100, 64, 0, 0 }, 10, NET_PRIVATE },
	{ { 0, 0, 0, 0 }, 8, NET_FORBIDDEN },
	{ { 169, 254, 0, 0 }, 16, NET_FORBIDDEN },
	{ { 192, 0, 0, 0 }, 24, NET_FORBIDDEN },
	{ { 192, 0, 2, 0 }, 24, NET_FORBIDDEN },
	{ { 192, 88, 99, 0 }, 24, NET_FORBIDDEN },
	{ { 198, 18, 0, 0 }, 15, NET_FORBIDDEN },
	{ { 198, 51, 100, 0 }, 24, NET_FORBIDDEN },
	{ { 203, 0, 113, 0 }, 24, NET_FORBIDDEN },
	{ { 224, 0, 0, 0 }, 4, NET_FORBIDDEN },
	{ { 240, 0, 0, 0 }, 4, NET_FORBIDDEN },
};

/* Public IPv6 is 2000::/3 and nothing else; what hides in it stands before. */
static const struct range6 {
	uint8_t net[16];
	unsigned bits;
	enum net_place place;
} ranges6[] = {
	{ { [15] = 1 }, 128, NET_LOOPBACK },
	{ { 0xfc }, 7, NET_PRIVATE },
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, NET_FORBIDDEN },
	{ { 0x20, 0x01 }, 23, NET_FORBIDDEN },          /* Teredo, ORCHID */
	{ { 0x20, 0x02 }, 16, NET_FORBIDDEN },          /* 6to4 */
	{ { 0x20 }, 3, NET_PUBLIC },
};

static bool
within(const uint8_t *address, const uint8_t *net, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (memcmp(address, net, whole) != 0)
		return false;
	return rest == 0
	    || ((address[whole] ^ net[whole]) >> (8 - rest)) == 0;
}

static enum net_place
place4(const uint8_t address[4])
{
	for (size_t i = 0; i < sizeof(ranges4) / sizeof(ranges4[0]); i++)
		if (within(address, ranges4[i].net, ranges4[i].bits))
			return ranges4[i].place;
	return NET_PUBLIC;
}

static enum net_place
place6(const uint8_t address[16])
{
	static const uint8_t mapped[16] = { [10] = 0xff, [11] = 0xff };
	static const uint8_t nat64[16] = { 0, 0x64, 0xff, 0x9b };

	if (within(address, mapped, 96) || within(address, nat64, 96))
		return place4(address + 12);
	for (size_t i = 0; i < sizeof(ranges6) / sizeof(ranges6[0]); i++)
		if (within(address, ranges6[i].net, ranges6[i].bits))
			return ranges6[i].place;
	return NET_FORBIDDEN;
}

enum net_place
net_place(const struct sockaddr *address)
{
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;

	switch (address->sa_family) {
	case AF_INET:
		memcpy(&v4, address, sizeof(v4));
		return place4((const uint8_t *)&v4.sin_addr);
	case AF_INET6:
		memcpy(&v6, address, sizeof(v6));
		return place6(v6.sin6_addr.s6_addr);
	default:
		return address->sa_family == AF_UNIX ? NET_LOOPBACK
		    : NET_FORBIDDEN;
	}
}
