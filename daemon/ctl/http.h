/* http.h - one question to the daemon, one answer.
 *
 * Owns:        the socket for the length of the call.
 * May touch:   AF_UNIX sockets; core's str.
 * Never knows: JSON, what is asked.
 *
 * HTTP/1.0 over the control socket: connect, send, read to the end. The other
 * side is trusted as far as the socket's permissions go, but its answer is
 * measured all the same. */
#ifndef SROK_CTL_HTTP_H
#define SROK_CTL_HTTP_H

#include "core/str.h"

enum http_fault {
	HTTP_FINE,
	HTTP_DOWN,              /* nobody listens there */
	HTTP_FORBIDDEN,         /* the socket's permissions say no */
	HTTP_BROKEN             /* no answer, or none that is understood */
};

struct http_answer {
	int status;             /* 200 … */
	struct str body;        /* owned by the caller: str_done */
};

/* method is "GET" or "POST"; target begins with '/'; body is JSON, or NULL.
 * On a fault *reterr says what, and ret->body is empty all the same. */
enum http_fault http_ask(const char *socket_path, const char *method,
    const char *target, const char *body, struct http_answer *ret,
    struct str *reterr);

/* Appends text as a query's value: all but letters, digits and -._~ as %XX. */
void http_escape(struct str *out, const char *text);

#endif
