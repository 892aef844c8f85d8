#include "ctl/json.h"

#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"

json_t *
json_text(const char *s)
{
	json_t *value;
	char *copy;

	if (!s)
		return json_null();
	value = json_string(s);
	if (value)
		return value;
	copy = xstrdup(s);
	for (char *p = copy; *p; p++)
		if ((unsigned char)*p >= 0x80)
			*p = '?';
	value = json_string(copy);
	free(copy);
	return value;
}

json_t *
json_day(struct date d)
{
	char buf[DATE_TEXT];

	return date_is_none(d) ? json_null() : json_string(date_iso(d, buf));
}

void
json_add_text(json_t *object, const char *name, const char *value)
{
	if (value)
		json_object_set_new(object, name, json_text(value));
}

void
json_add_day(json_t *object, const char *name, struct date d)
{
	if (!date_is_none(d))
		json_object_set_new(object, name, json_day(d));
}

void
json_write(struct str *out, json_t *value)
{
	char *text = json_dumps(value, JSON_INDENT(2));

	/* Every text was checked as it was put in: only memory can lack. */
	if (!text)
		_exit(EX_OSERR);
	str_add(out, text);
	str_addc(out, '\n');
	free(text);
	json_decref(value);
}

const char *
json_member(const json_t *object, const char *name)
{
	const char *s = json_string_value(json_object_get(object, name));

	return s ? s : "";
}

long long
json_number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}
