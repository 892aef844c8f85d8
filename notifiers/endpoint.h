/* endpoint.h - where a relay or a webhook is: a URL taken apart.
 *
 * Owns:        its texts, until endpoint_done.
 * May touch:   libcurl's URL parser, address, core/str.
 * Never knows: what is sent there. */
#ifndef SROK_ENDPOINT_H
#define SROK_ENDPOINT_H

#include <stdbool.h>

struct endpoint {
	char *scheme;           /* lower case */
	char *host;             /* A-labels; [..] around an IPv6 address */
	char *url;              /* as libcurl gets it */
	char *path;             /* path and query, may hold a token */
};

/* schemes: allowed ones, ended by NULL. bare: nothing but scheme, host and
 * port is allowed (a relay); else a path and a query are. False, with a
 * reason of static life, when it is none of ours; a user or a password in a
 * URL is never ours, it would end in logs. */
bool endpoint_parse(struct endpoint *ret, const char *url,
    const char *const *schemes, bool bare, const char **reterr);
/* Zeroes url and path. */
void endpoint_done(struct endpoint *e);

/* localhost, 127.x.x.x or [::1]: what it is called. Where it leads is seen
 * only after it was resolved (netguard). */
bool endpoint_names_loopback(const struct endpoint *e);

#endif
