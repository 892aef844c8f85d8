#include "web/control.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sysexits.h>
#include <unistd.h>

#include <microhttpd.h>

#include "core/alloc.h"
#include "web/request.h"

enum { BACKLOG = 16, CONNECTIONS = 32, INACTIVE_S = 10 };

struct control {
	struct MHD_Daemon *mhd;
	struct control_host host;
	char *path;
	int epoll_fd;
};

/* --- routes --------------------------------------------------------------- */

static const struct route {
	const char *method, *path;
	bool rest;              /* something follows the path */
	void (*run)(struct request *r);
} routes[] = {
	{"GET",  "/v1/daemon",   false, route_daemon},
	{"GET",  "/v1/status",   false, route_status},
	{"GET",  "/v1/report",   false, route_report},
	{"GET",  "/v1/log",      false, route_log_list},
	{"POST", "/v1/log",      false, route_log_add},
	{"GET",  "/v1/said",     false, route_said},
	{"GET",  "/v1/since",    false, route_since},
	{"GET",  "/v1/outbox",   false, route_outbox_list},
	{"GET",  "/v1/outbox/",  true,  route_outbox_one},
	{"POST", "/v1/outbox/",  true,  route_outbox_act},
	{"POST", "/v1/reload",   false, route_reload},
	{"POST", "/v1/test",     false, route_test},
	{"GET",  "/v1/verify",   false, route_verify},
	{"GET",  "/v1/clock",    false, route_clock},
	{"POST", "/v1/clock",    false, route_clock_believe},
	{"POST", "/v1/backup",   false, route_backup_begin},
	{"GET",  "/v1/backup",   false, route_backup_told},
};

static bool
path_fits(const struct route *route, const char *url)
{
	size_t n = strlen(route->path);

	if (!route->rest)
		return strcmp(url, route->path) == 0;
	return strncmp(url, route->path, n) == 0 && url[n] != '\0';
}

static void
dispatch(struct request *r, const char *method, const char *url)
{
	bool known = false;

	for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
		if (!path_fits(&routes[i], url))
			continue;
		known = true;
		if (strcmp(method, routes[i].method) != 0)
			continue;
		r->path = url + strlen(routes[i].path);
		routes[i].run(r);
		return;
	}
	if (known)
		request_fail(r, 405, EX_USAGE, NULL, "%s is not for %s", url,
		    method);
	else
		request_fail(r, 404, EX_UNAVAILABLE,
		    "srokctl and srokd may be of different versions",
		    "there is no %s", url);
}

/* --- libmicrohttpd -------------------------------------------------------- */

static enum MHD_Result
answer(struct request *r)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
	    r->answer.len, r->answer.s, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result rc;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type",
	    "application/json");
	MHD_add_response_header(response, "Connection", "close");
	rc = MHD_queue_response(r->connection, (unsigned)r->status, response);
	MHD_destroy_response(response);
	return rc;
}

/* Called several times for a request: headers, pieces of the body, end. */
static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *url,
    const char *method, const char *version, const char *data,
    size_t *data_size, void **state)
{
	struct control *c = context;
	struct request *r = *state;

	(void)version;
	if (!r) {
		r = xcalloc(1, sizeof(*r));
		r->host = &c->host;
		r->connection = connection;
		r->status = MHD_HTTP_OK;
		str_init(&r->body);
		str_init(&r->answer);
		*state = r;
		return MHD_YES;
	}
	if (*data_size) {
		if (r->body.len + *data_size > REQUEST_BODY_MOST)
			r->too_large = true;
		else
			str_addn(&r->body, data, *data_size);
		*data_size = 0;
		return MHD_YES;
	}
	if (r->too_large)
		request_fail(r, 413, EX_DATAERR, NULL,
		    "the request is larger than %d bytes", REQUEST_BODY_MOST);
	else
		dispatch(r, method, url);
	return answer(r);
}

static void
on_completed(void *context, struct MHD_Connection *connection, void **state,
    enum MHD_RequestTerminationCode code)
{
	struct request *r = *state;

	(void)context;
	(void)connection;
	(void)code;
	if (!r)
		return;
	str_done(&r->body);
	str_done(&r->answer);
	free(r);
	*state = NULL;
}

/* --- the socket ----------------------------------------------------------- */

static bool
address_of(const char *path, struct sockaddr_un *ret)
{
	size_t n = strlen(path);

	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	if (n >= sizeof(ret->sun_path))
		return false;
	memcpy(ret->sun_path, path, n + 1);
	return true;
}

/* A socket that nobody answers on is what a killed daemon left behind. */
static bool
somebody_listens(const struct sockaddr_un *address)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool yes;

	if (fd < 0)
		return false;
	yes = connect(fd, (const struct sockaddr *)address,
	    sizeof(*address)) == 0;
	close(fd);
	return yes;
}

static int
listen_on(const char *path, char *reterr, size_t size)
{
	struct sockaddr_un address;
	mode_t mask;
	int fd, rc, saved;

	if (!address_of(path, &address)) {
		snprintf(reterr, size, "%s: the path is too long", path);
		return -1;
	}
	if (somebody_listens(&address)) {
		snprintf(reterr, size, "%s: another srokd listens there",
		    path);
		return -1;
	}
	unlink(path);
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	mask = umask(0117);     /* 0660 from the first moment on */
	rc = fd < 0 ? -1 : bind(fd, (const struct sockaddr *)&address,
	    sizeof(address));
	saved = errno;
	umask(mask);
	errno = saved;
	if (rc == 0 && listen(fd, BACKLOG) == 0)
		return fd;
	snprintf(reterr, size, "%s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

struct control *
control_start(const char *path, const struct control_host *host, char *reterr,
    size_t reterr_size)
{
	int fd = listen_on(path, reterr, reterr_size);
	const union MHD_DaemonInfo *info;
	struct control *c;

	if (fd < 0)
		return NULL;
	c = xcalloc(1, sizeof(*c));
	c->host = *host;
	c->path = xstrdup(path);
	c->mhd = MHD_start_daemon(MHD_USE_EPOLL, 0, NULL, NULL, on_request, c,
	    MHD_OPTION_LISTEN_SOCKET, fd,
	    MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,
	    MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)INACTIVE_S,
	    MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL,
	    MHD_OPTION_END);
	info = c->mhd ? MHD_get_daemon_info(c->mhd,
	    MHD_DAEMON_INFO_EPOLL_FD) : NULL;
	if (!info) {
		snprintf(reterr, reterr_size, "%s: no HTTP server", path);
		if (!c->mhd)
			close(fd);
		control_stop(c);
		return NULL;
	}
	c->epoll_fd = info->epoll_fd;
	return c;
}

void
control_stop(struct control *c)
{
	if (!c)
		return;
	if (c->mhd)
		MHD_stop_daemon(c->mhd);
	unlink(c->path);
	free(c->path);
	free(c);
}

int
control_fd(const struct control *c)
{
	return c->epoll_fd;
}

void
control_run(struct control *c)
{
	MHD_run(c->mhd);
}

int64_t
control_timeout_ms(const struct control *c)
{
	MHD_UNSIGNED_LONG_LONG ms;

	if (MHD_get_timeout(c->mhd, &ms) != MHD_YES)
		return -1;
	return ms > 60000 ? 60000 : (int64_t)ms;
}
