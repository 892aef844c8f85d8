#include "endpoint.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "address.h"
#include "core/alloc.h"
#include "core/str.h"

/* A part as memory of ours, NULL when the URL has none. */
static char *
part(CURLU *u, CURLUPart what)
{
	char *text = NULL, *copy = NULL;

	if (curl_url_get(u, what, &text, 0) == CURLUE_OK)
		copy = xstrdup(text);
	curl_free(text);
	return copy;
}

static char *
path_and_query(CURLU *u)
{
	char *path = part(u, CURLUPART_PATH);
	char *query = part(u, CURLUPART_QUERY);
	struct str both;
	char *text;

	str_init(&both);
	str_addf(&both, "%s%s%s", path ? path : "", query ? "?" : "",
	    query ? query : "");
	free(path);
	free(query);
	text = str_take(&both);
	str_done(&both);
	return text;
}

static bool
has(CURLU *u, CURLUPart what)
{
	char *text = part(u, what);
	bool there = text != NULL;

	free(text);
	return there;
}

/* libcurl's own IDN depends on the locale (trust.md E10), so the host goes to
 * A-labels here. Addresses in digits are no domains: they stay. */
static bool
settle_host(CURLU *u, const char **reterr)
{
	char *host = part(u, CURLUPART_HOST);
	char ascii[DOMAIN_ROOM];
	bool ok = host != NULL;

	if (ok && host[0] != '[') {
		ok = domain_ascii(host, ascii, reterr)
		    && curl_url_set(u, CURLUPART_HOST, ascii, 0) == CURLUE_OK;
	} else if (!ok)
		*reterr = "the URL names no host";
	free(host);
	return ok;
}

static const char *
fault_of(CURLU *u, const char *const *schemes, bool bare)
{
	char *scheme = part(u, CURLUPART_SCHEME);
	char *path = part(u, CURLUPART_PATH);
	const char *fault = "the URL's scheme is not one of ours";

	for (; scheme && *schemes; schemes++)
		if (strcmp(*schemes, scheme) == 0)
			fault = NULL;
	if (!fault && (has(u, CURLUPART_USER) || has(u, CURLUPART_PASSWORD)))
		fault = "a user or password stands in the URL";
	if (!fault && has(u, CURLUPART_FRAGMENT))
		fault = "a # stands in the URL";
	if (!fault && bare && ((path && strcmp(path, "/") != 0)
	    || has(u, CURLUPART_QUERY)))
		fault = "more than scheme, host and port stands in the URL";
	free(scheme);
	free(path);
	return fault;
}

bool
endpoint_parse(struct endpoint *ret, const char *url,
    const char *const *schemes, bool bare, const char **reterr)
{
	CURLU *u = curl_url();
	const char *fault = "this is no URL";
	struct endpoint e = {0};

	if (u && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK)
		fault = fault_of(u, schemes, bare);
	if (!fault && settle_host(u, &fault)) {
		e.scheme = part(u, CURLUPART_SCHEME);
		e.host = part(u, CURLUPART_HOST);
		e.url = part(u, CURLUPART_URL);
		e.path = path_and_query(u);
	}
	curl_url_cleanup(u);
	if (!e.scheme || !e.host || !e.url) {
		endpoint_done(&e);
		*reterr = fault ? fault : "this is no URL";
		return false;
	}
	*ret = e;
	return true;
}

void
endpoint_done(struct endpoint *e)
{
	free(e->scheme);
	free(e->host);
	if (e->url)
		sodium_memzero(e->url, strlen(e->url));
	free(e->url);
	if (e->path)
		sodium_memzero(e->path, strlen(e->path));
	free(e->path);
	*e = (struct endpoint){0};
}

bool
endpoint_names_loopback(const struct endpoint *e)
{
	struct in_addr v4;

	if (strcasecmp(e->host, "localhost") == 0
	    || strcmp(e->host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, e->host, &v4) == 1
	    && ntohl(v4.s_addr) >> 24 == 127;
}
