/* Connecting - Talking - Reading the answer */
#include "ctl/http.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

/* A status of 2.4 million lines is some 500 MB: cut there, and said. A reload
 * of a large directory may take a while. */
enum { ANSWER_MOST = 512 * 1024 * 1024, HEAD_MOST = 16 * 1024,
	WAIT_S = 60, READ_AT_ONCE = 64 * 1024 };

/* --- connecting -------------------------------------------------------- */

static enum http_fault
cannot_connect(const char *path, int error, struct str *reterr)
{
	str_addf(reterr, "%s: %s", path, strerror(error));
	if (error == EACCES || error == EPERM)
		return HTTP_FORBIDDEN;
	return error == ENOENT || error == ECONNREFUSED || error == ENOTDIR ||
	    error == ENOTSOCK ? HTTP_DOWN : HTTP_BROKEN;
}

static enum http_fault
connect_to(const char *path, int *ret, struct str *reterr)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	struct timeval wait = {.tv_sec = WAIT_S};
	int fd;

	if (strlen(path) >= sizeof(address.sun_path)) {
		str_addf(reterr, "%s: longer than a socket's name may be (%zu)",
		    path, sizeof(address.sun_path) - 1);
		return HTTP_DOWN;
	}
	memcpy(address.sun_path, path, strlen(path) + 1);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return cannot_connect(path, errno, reterr);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof(wait));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) != 0) {
		enum http_fault fault = cannot_connect(path, errno, reterr);

		close(fd);
		return fault;
	}
	*ret = fd;
	return HTTP_FINE;
}

/* --- talking ----------------------------------------------------------- */

static bool
send_all(int fd, const struct str *request)
{
	size_t done = 0;

	while (done < request->len) {
		ssize_t n = send(fd, request->s + done, request->len - done,
		    MSG_NOSIGNAL);

		if (n > 0)
			done += (size_t)n;
		else if (errno != EINTR)
			return false;
	}
	return true;
}

static bool
read_all(int fd, struct str *answer, struct str *reterr)
{
	char buf[READ_AT_ONCE];

	for (;;) {
		ssize_t n = recv(fd, buf, sizeof(buf), 0);

		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			str_addf(reterr, "srokd does not answer: %s",
			    errno == EAGAIN ? "waited a minute" :
			    strerror(errno));
			return false;
		}
		if (answer->len + (size_t)n > ANSWER_MOST) {
			str_add(reterr, "srokd's answer is beyond 512 MiB: "
			    "ask for less");
			return false;
		}
		str_addn(answer, buf, (size_t)n);
	}
}

/* --- reading the answer ------------------------------------------------ */

/* The value of a header in head (n bytes, lines end with CR LF), or NULL. */
static const char *
header(const char *head, size_t n, const char *name)
{
	size_t len = strlen(name);
	const char *p = head, *end = head + n;

	while ((p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		p++;
		if ((size_t)(end - p) > len && p[len] == ':' &&
		    strncasecmp(p, name, len) == 0)
			return p + len + 1 + strspn(p + len + 1, " \t");
	}
	return NULL;
}

/* "HTTP/1.1 200 OK", a head, an empty line, and as many bytes as it says:
 * an answer that is cut is none. */
static bool
read_answer(const struct str *raw, struct http_answer *ret)
{
	const char *blank = strstr(raw->s, "\r\n\r\n"), *length, *body;
	size_t head, rest;
	long status;

	if (!blank || (head = (size_t)(blank - raw->s)) > HEAD_MOST ||
	    strncmp(raw->s, "HTTP/1.", 7) != 0 || head < 12)
		return false;
	status = strtol(raw->s + 9, NULL, 10);
	if (status < 100 || status > 599 ||
	    header(raw->s, head, "Transfer-Encoding"))
		return false;
	ret->status = (int)status;
	body = blank + 4;
	rest = raw->len - (size_t)(body - raw->s);
	length = header(raw->s, head, "Content-Length");
	if (length && strtoull(length, NULL, 10) != rest)
		return false;
	str_addn(&ret->body, body, rest);
	return true;
}

static enum http_fault
talk(int fd, const struct str *request, struct http_answer *ret,
    struct str *reterr)
{
	struct str raw;
	bool ok;

	if (!send_all(fd, request)) {
		str_addf(reterr, "srokd hung up: %s", strerror(errno));
		return HTTP_BROKEN;
	}
	str_init(&raw);
	ok = read_all(fd, &raw, reterr);
	if (ok && !read_answer(&raw, ret)) {
		str_add(reterr, raw.len ? "srokd's answer is cut or not HTTP" :
		    "srokd hung up without an answer");
		ok = false;
	}
	str_done(&raw);
	return ok ? HTTP_FINE : HTTP_BROKEN;
}

enum http_fault
http_ask(const char *socket_path, const char *method, const char *target,
    const char *body, struct http_answer *ret, struct str *reterr)
{
	enum http_fault fault;
	struct str request;
	int fd = -1;

	*ret = (struct http_answer){0};
	str_init(&ret->body);
	fault = connect_to(socket_path, &fd, reterr);
	if (fault != HTTP_FINE)
		return fault;
	str_init(&request);
	str_addf(&request, "%s %s HTTP/1.0\r\nHost: localhost\r\n", method,
	    target);
	if (body)
		str_addf(&request, "Content-Type: application/json\r\n"
		    "Content-Length: %zu\r\n", strlen(body));
	str_add(&request, "\r\n");
	str_add(&request, body ? body : "");
	fault = talk(fd, &request, ret, reterr);
	str_done(&request);
	close(fd);
	return fault;
}

void
http_escape(struct str *out, const char *text)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

	for (; *text; text++) {
		if (strchr(safe, *text))
			str_addc(out, *text);
		else
			str_addf(out, "%%%02X", (unsigned char)*text);
	}
}
