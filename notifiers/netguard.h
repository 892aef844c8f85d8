/* netguard.h - what kind of place an address is.
 *
 * Owns:        nothing.
 * May touch:   struct sockaddr of libc.
 * Never knows: names, URLs, who wants to connect.
 *
 * Asked about the resolved peer, between DNS and connect: the only place
 * where a name that changes its answer, or 0x7f.1, cannot get past
 * (trust.md W5). */
#ifndef SROK_NETGUARD_H
#define SROK_NETGUARD_H

#include <sys/socket.h>

enum net_place {
	NET_PUBLIC,
	NET_PRIVATE,            /* RFC 1918, RFC 6598, ULA */
	NET_LOOPBACK,
	NET_FORBIDDEN           /* link-local, multicast, 0/8, tunnels ... */
};

/* The kind of an AF_INET or AF_INET6 address, a Unix socket is loopback;
 * IPv4 inside IPv6 is judged as IPv4. Any other family is forbidden. */
enum net_place net_place(const struct sockaddr *address);

#endif
