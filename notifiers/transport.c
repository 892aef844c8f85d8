#include "transport.h"

#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

enum { GOODBYE_S = 5 };

static curl_socket_t
open_socket(void *self, curlsocktype purpose, struct curl_sockaddr *peer)
{
	struct transport *t = self;
	enum net_place place = net_place(&peer->addr);

	if (purpose != CURLSOCKTYPE_IPCXN || !(t->allowed & 1U << place)) {
		t->blocked = true;
		return CURL_SOCKET_BAD;
	}
	return socket(peer->family, peer->socktype | SOCK_CLOEXEC,
	    peer->protocol);
}

static long
or_default(uint32_t given, uint32_t otherwise)
{
	return (long)(given ? given : otherwise);
}

static bool
set_limits(CURL *c, const struct wire_hello *hello,
    const struct transport_limits *limits)
{
	unsigned bad = 0;
	long reply_ms = or_default(hello->reply_ms, limits->reply_ms);

	bad |= curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS,
	    or_default(hello->connect_ms, limits->connect_ms));
	bad |= curl_easy_setopt(c, CURLOPT_TIMEOUT_MS,
	    or_default(hello->total_ms, limits->total_ms));
	bad |= curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    (reply_ms + 999) / 1000);
	return bad == CURLE_OK;
}

static bool
set_tls(CURL *c, const struct wire_hello *hello)
{
	unsigned bad = 0;

	bad |= curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	bad |= curl_easy_setopt(c, CURLOPT_SSLVERSION,
	    (long)CURL_SSLVERSION_TLSv1_2);
	if (*hello->ca_file)
		bad |= curl_easy_setopt(c, CURLOPT_CAINFO, hello->ca_file);
	return bad == CURLE_OK;
}

bool
transport_open(struct transport *t, const struct wire_hello *hello,
    const char *protocol, const struct transport_limits *limits)
{
	CURL *c;
	unsigned bad = 0;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return false;
	c = t->curl = curl_easy_init();
	if (!c)
		return false;
	t->allowed = NET_ANYWHERE;
	bad |= curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_PROXY, "");
	bad |= curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	bad |= curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocol);
	bad |= curl_easy_setopt(c, CURLOPT_ERRORBUFFER, t->error);
	bad |= curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	bad |= curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, t);
	bad |= curl_easy_setopt(c, CURLOPT_MAXCONNECTS, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_TCP_KEEPALIVE, 1L);
	if (bad == CURLE_OK && set_limits(c, hello, limits)
	    && set_tls(c, hello))
		return true;
	curl_easy_cleanup(c);
	t->curl = NULL;
	return false;
}

static void
leave(int signal_number)
{
	(void)signal_number;
	_exit(EX_OK);
}

/* libcurl waits for the answer to QUIT in a loop of its own, with a limit
 * that cannot be set at this point; all letters are answered by now. */
void
transport_close(struct transport *t)
{
	signal(SIGALRM, leave);
	alarm(GOODBYE_S);
	curl_easy_cleanup(t->curl);
	t->curl = NULL;
	alarm(0);
	curl_global_cleanup();
}

CURLcode
transport_perform(struct transport *t)
{
	CURLcode rc;

	t->blocked = false;
	t->error[0] = '\0';
	rc = curl_easy_perform(t->curl);
	if (rc != CURLE_OK && t->error[0] == '\0')
		snprintf(t->error, sizeof(t->error), "%s",
		    curl_easy_strerror(rc));
	return rc;
}
