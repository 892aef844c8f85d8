/* request.h - one question on the control socket, and its answer.
 *
 * Owns:        the body read so far and the answer being built.
 * May touch:   jansson, libmicrohttpd's look-up of query values.
 * Never knows: what the routes do. */
#ifndef SROK_WEB_REQUEST_H
#define SROK_WEB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>
#include <microhttpd.h>

#include "core/date.h"
#include "core/str.h"
#include "web/control.h"

enum { REQUEST_BODY_MOST = 64 * 1024 };

struct request {
	const struct control_host *host;
	struct MHD_Connection *connection;
	const char *path;       /* what follows the route's prefix */
	struct str body;        /* of a POST */
	bool too_large;
	struct str answer;
	size_t rows;            /* lines of a list so far */
	int status;             /* of HTTP */
};

/* A query value, or NULL; "" counts as not given. */
const char *request_query(const struct request *r, const char *name);
/* A date of the query; false and an answer when it is none. DATE_NONE when
 * it is not given. */
bool request_query_date(struct request *r, const char *name,
    struct date *ret);

/* The body as a JSON object, which the caller decrefs; NULL and an answer
 * when it is not one. */
json_t *request_object(struct request *r);

/* One line of a list; takes the object over (NULL: texts that are not UTF-8,
 * answered as an error line). */
void request_row(struct request *r, json_t *row);
/* The last line of a list. */
void request_complete(struct request *r);
/* The whole answer is this object; takes it over. */
void request_answer(struct request *r, json_t *object);
/* {error, hint, exit}; whatever was built before is dropped. */
void request_fail(struct request *r, int status, int exit_code,
    const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* The routes, one file a family. */
void route_daemon(struct request *r);
void route_status(struct request *r);
void route_report(struct request *r);
void route_log_list(struct request *r);
void route_log_add(struct request *r);
void route_said(struct request *r);
void route_since(struct request *r);
void route_outbox_list(struct request *r);
void route_outbox_one(struct request *r);
void route_outbox_act(struct request *r);
void route_reload(struct request *r);
void route_test(struct request *r);
void route_verify(struct request *r);
void route_clock(struct request *r);
void route_clock_believe(struct request *r);
void route_backup_begin(struct request *r);
void route_backup_told(struct request *r);

#endif
