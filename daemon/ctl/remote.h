/* remote.h - the running daemon, asked in JSON.
 *
 * Owns:        nothing; answers belong to the caller.
 * May touch:   http, json; the shape of web/control.h.
 * Never knows: what the questions mean. */
#ifndef SROK_CTL_REMOTE_H
#define SROK_CTL_REMOTE_H

#include <stdbool.h>

#include "ctl/ctl.h"
#include "ctl/json.h"

/* Options of every command that asks the daemon. */
#define REMOTE_OPTION(type) \
	{"socket", 0, OPTION_TEXT, offsetof(type, socket), "PATH", \
	    "the daemon's control socket (that of srokd.yaml)"}
/* … of those that can read the file while the daemon is down. */
#define OFFLINE_OPTIONS(type) \
	{"database", 0, OPTION_TEXT, offsetof(type, database), "FILE", \
	    "read while the daemon is down (that of srokd.yaml)"}, \
	{"rules", 0, OPTION_TEXT, offsetof(type, rules), "DIR", \
	    "… with the rule files of DIR"}

/* Asks; body is taken (NULL: a GET). EX_OK and a new object, or an exit code
 * after a message. With ret_down a daemon that is not there is no failure: it
 * becomes true, nothing is printed and the result is EX_UNAVAILABLE. */
int remote_object(struct ctl *c, const char *socket, const char *target,
    json_t *body, json_t **ret, bool *ret_down);

/* The same, when a refusal is no end: *ret is then {error, hint, exit}, the
 * result its exit code, and nothing is printed. *ret is NULL when there was
 * no answer, which is said. */
int remote_try(struct ctl *c, const char *socket, const char *target,
    json_t *body, json_t **ret);

/* The same for a list: a new array of its rows. A list that lacks its last
 * line, or whose last line tells another number, is EX_PROTOCOL. */
int remote_list(struct ctl *c, const char *socket, const char *target,
    json_t **ret, bool *ret_down);

/* Appends "?name=value" or "&name=value"; nothing for a NULL value. */
void remote_query(struct str *target, const char *name, const char *value);

#endif
