#include "ctl/remote.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/http.h"

void
remote_query(struct str *target, const char *name, const char *value)
{
	if (!value)
		return;
	str_addf(target, "%c%s=", strchr(target->s, '?') ? '&' : '?', name);
	http_escape(target, value);
}

static int
fault(const struct ctl *c, enum http_fault fault, const char *why,
    bool *ret_down)
{
	switch (fault) {
	case HTTP_DOWN:
		if (ret_down) {
			*ret_down = true;
			return EX_UNAVAILABLE;
		}
		ctl_say(c, "%s", why);
		return ctl_fail(c, EX_UNAVAILABLE, "srokd is not running "
		    "there: start it, or name its socket with --socket");
	case HTTP_FORBIDDEN:
		ctl_say(c, "%s", why);
		return ctl_fail(c, EX_NOPERM, "only root and the group of the "
		    "socket may speak to srokd");
	default:
		return ctl_fail(c, EX_PROTOCOL, "%s", why);
	}
}

static int
refusal_code(const json_t *o)
{
	int exit_code = (int)json_number(o, "exit");

	return exit_code > 0 && exit_code < 256 ? exit_code : EX_PROTOCOL;
}

/* An error of the daemon's: {error, hint, exit}. A hint of several lines is
 * made of complaints that stand by themselves. */
static void
say_refusal(const struct ctl *c, int status, const json_t *o)
{
	const char *error = json_member(o, "error");
	const char *hint = json_member(o, "hint");

	if (strchr(hint, '\n'))
		fputs(hint, stderr);
	if (!*error)
		ctl_say(c, "srokd answered with status %d", status);
	else if (*hint && !strchr(hint, '\n'))
		ctl_say(c, "%s (%s)", error, hint);
	else
		ctl_say(c, "%s", error);
}

/* The body of an answer. What the daemon refuses is said, or with ret_refusal
 * given to the caller. */
static int
ask(struct ctl *c, const char *socket, const char *target, json_t *body,
    struct str *ret, bool *ret_down, json_t **ret_refusal)
{
	char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
	bool posted = text != NULL;
	struct http_answer answer;
	enum http_fault f;
	struct str why;
	int rc = EX_OK;

	json_decref(body);
	str_init(&why);
	f = http_ask(socket ? socket : c->config.control,
	    text ? "POST" : "GET", target, text, &answer, &why);
	free(text);
	if (f != HTTP_FINE) {
		rc = fault(c, f, why.s, ret_down);
		if (f == HTTP_BROKEN && posted)
			ctl_say(c, "whether it was done is not known: look "
			    "before you repeat it");
	} else if (answer.status != 200) {
		json_t *o = json_loadb(answer.body.s, answer.body.len, 0,
		    NULL);

		rc = refusal_code(o);
		if (ret_refusal && json_is_object(o))
			*ret_refusal = json_incref(o);
		else
			say_refusal(c, answer.status, o);
		json_decref(o);
	}
	str_done(&why);
	if (rc == EX_OK)
		*ret = answer.body;
	else
		str_done(&answer.body);
	return rc;
}

static int
object_of(struct ctl *c, struct str *text, json_t **ret)
{
	*ret = json_loadb(text->s, text->len, JSON_REJECT_DUPLICATES, NULL);
	str_done(text);
	if (json_is_object(*ret))
		return EX_OK;
	json_decref(*ret);
	*ret = NULL;
	return ctl_fail(c, EX_PROTOCOL, "srokd's answer is no JSON object");
}

int
remote_object(struct ctl *c, const char *socket, const char *target,
    json_t *body, json_t **ret, bool *ret_down)
{
	struct str text;
	int rc = ask(c, socket, target, body, &text, ret_down, NULL);

	return rc == EX_OK ? object_of(c, &text, ret) : rc;
}

int
remote_try(struct ctl *c, const char *socket, const char *target,
    json_t *body, json_t **ret)
{
	struct str text;
	int rc;

	*ret = NULL;
	rc = ask(c, socket, target, body, &text, NULL, ret);
	return rc == EX_OK ? object_of(c, &text, ret) : rc;
}

/* One line of a list into the array. True for the last one, which tells how
 * many there were. */
static bool
take_line(struct ctl *c, const char *line, size_t n, json_t *rows, int *rc)
{
	json_t *o = json_loadb(line, n, JSON_REJECT_DUPLICATES, NULL);
	bool last = json_is_true(json_object_get(o, "complete"));

	if (!json_is_object(o))
		*rc = ctl_fail(c, EX_PROTOCOL, "a line of srokd's list is no "
		    "JSON object");
	else if (json_object_get(o, "error"))
		*rc = ctl_fail(c, EX_PROTOCOL, "%s", json_member(o, "error"));
	else if (last && (size_t)json_number(o, "rows") !=
	    json_array_size(rows))
		*rc = ctl_fail(c, EX_PROTOCOL, "srokd's list has %zu of %lld "
		    "lines", json_array_size(rows), json_number(o, "rows"));
	else if (!last)
		json_array_append(rows, o);
	json_decref(o);
	return last;
}

int
remote_list(struct ctl *c, const char *socket, const char *target,
    json_t **ret, bool *ret_down)
{
	const char *line, *end;
	bool complete = false;
	struct str text;
	json_t *rows;
	int rc = ask(c, socket, target, NULL, &text, ret_down, NULL);

	if (rc != EX_OK)
		return rc;
	rows = json_array();
	line = text.s;
	end = text.s + text.len;
	while (line < end && rc == EX_OK && !complete) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));

		if (!stop)
			stop = end;
		complete = take_line(c, line, (size_t)(stop - line), rows,
		    &rc);
		line = stop + 1;
	}
	str_done(&text);
	if (rc == EX_OK && !complete)
		rc = ctl_fail(c, EX_PROTOCOL, "srokd's list is cut after %zu "
		    "lines", json_array_size(rows));
	if (rc == EX_OK)
		*ret = rows;
	else
		json_decref(rows);
	return rc;
}
