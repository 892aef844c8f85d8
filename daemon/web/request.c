#include "web/request.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

const char *
request_query(const struct request *r, const char *name)
{
	const char *value = MHD_lookup_connection_value(r->connection,
	    MHD_GET_ARGUMENT_KIND, name);

	return value && *value ? value : NULL;
}

bool
request_query_date(struct request *r, const char *name, struct date *ret)
{
	const char *value = request_query(r, name);

	*ret = DATE_NONE;
	if (!value || date_parse(value, strlen(value), ret))
		return true;
	request_fail(r, 400, EX_USAGE, NULL,
	    "%s is not a day like 2022-02-10", name);
	return false;
}

json_t *
request_object(struct request *r)
{
	json_error_t error;
	json_t *object = json_loadb(r->body.s, r->body.len,
	    JSON_REJECT_DUPLICATES, &error);

	if (json_is_object(object))
		return object;
	json_decref(object);
	request_fail(r, 400, EX_PROTOCOL, NULL,
	    "the body is not a JSON object: %s",
	    error.text[0] ? error.text : "another type");
	return NULL;
}

static bool
add_json(struct request *r, json_t *value)
{
	char *text = value ? json_dumps(value, JSON_COMPACT) : NULL;

	json_decref(value);
	if (text) {
		str_add(&r->answer, text);
		str_addc(&r->answer, '\n');
	}
	free(text);
	return text != NULL;
}

void
request_row(struct request *r, json_t *row)
{
	if (!add_json(r, row))
		add_json(r, json_pack("{s:s}", "error",
		    "a row holds text that is not UTF-8"));
	r->rows++;
}

void
request_complete(struct request *r)
{
	add_json(r, json_pack("{s:b,s:I}", "complete", 1, "rows",
	    (json_int_t)r->rows));
}

void
request_answer(struct request *r, json_t *object)
{
	str_clear(&r->answer);
	if (!add_json(r, object))
		request_fail(r, 500, EX_SOFTWARE, NULL,
		    "the answer cannot be written as JSON");
}

void
request_fail(struct request *r, int status, int exit_code, const char *hint,
    const char *format, ...)
{
	struct str text;
	va_list ap;

	str_init(&text);
	va_start(ap, format);
	str_vaddf(&text, format, ap);
	va_end(ap);
	str_clear(&r->answer);
	r->status = status;
	if (!add_json(r, json_pack("{s:s,s:s*,s:i}", "error", text.s, "hint",
	    hint && *hint ? hint : NULL, "exit", exit_code)))
		str_addf(&r->answer, "{\"error\":\"text that is not UTF-8\","
		    "\"exit\":%d}\n", exit_code);
	str_done(&text);
}
