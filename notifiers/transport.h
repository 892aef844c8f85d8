/* transport.h - what every transfer through libcurl has in common.
 *
 * Owns:        one easy handle, its connections, its error text.
 * May touch:   libcurl, netguard, core/wire.
 * Never knows: SMTP, HTTP, secrets.
 *
 * libcurl lives in the senders and nowhere else: it blocks on a slow relay,
 * and a hole in a TLS client must not reach the log (design.md §7). */
#ifndef SROK_TRANSPORT_H
#define SROK_TRANSPORT_H

#include <curl/curl.h>
#include <stdbool.h>

#include "core/wire.h"
#include "netguard.h"

struct transport {
	CURL *curl;
	unsigned allowed;       /* bits 1 << enum net_place of a peer */
	bool blocked;           /* a resolved peer was not among them */
	char error[CURL_ERROR_SIZE];
};

enum { NET_ANYWHERE = 1 << NET_PUBLIC | 1 << NET_PRIVATE | 1 << NET_LOOPBACK
	| 1 << NET_FORBIDDEN };

/* Default limits in ms, for what the hello leaves 0. */
struct transport_limits {
	uint32_t connect_ms, reply_ms, total_ms;
};

/* A handle that neither environment nor ~/.netrc can redirect, verifies
 * certificates, speaks TLS 1.2 or later and one protocol only. t stays where
 * it is until transport_close: libcurl knows its place. False when libcurl
 * lacks something that was asked for. */
bool transport_open(struct transport *t, const struct wire_hello *hello,
    const char *protocol, const struct transport_limits *limits);
/* Says goodbye to an open connection. When no answer comes within 5 s, the
 * process ends here, with 0: call it last. */
void transport_close(struct transport *t);

/* One transfer. Afterwards t->error says what went wrong, never empty for an
 * error, and t->blocked whether the guard was in the way. */
CURLcode transport_perform(struct transport *t);

#endif
