#include "ctl/handed_in.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/json.h"
#include "load/file.h"
#include "turn/evidence.h"

enum { FILE_MOST = 256 * 1024 * 1024 };

static int
read_value(struct ctl *c, const char *text, json_t **ret)
{
	struct file file;
	int rc;

	if (*text != '@') {
		*ret = json_text(text);
		return EX_OK;
	}
	rc = ctl_read_file(c, text + 1, FILE_MOST, &file);
	if (rc != EX_OK)
		return rc;
	*ret = json_loads(evidence_of_file(c->a, text + 1, file.bytes,
	    file.len), 0, NULL);
	return *ret ? EX_OK : ctl_fail(c, EX_DATAERR,
	    "%s: the name is not UTF-8", text + 1);
}

static int
read_named(struct ctl *c, const char *text, json_t *object)
{
	const char *equals = strchr(text, '=');
	json_t *value = NULL;
	int rc;

	if (!equals || equals == text)
		return ctl_fail(c, EX_USAGE, "a result is given as "
		    "NAME=VALUE, not '%s'", text);
	rc = read_value(c, equals + 1, &value);
	if (rc == EX_OK)
		json_object_set_new(object, arena_strndup(c->a, text,
		    (size_t)(equals - text)), value);
	return rc;
}

int
handed_in(struct ctl *c, const char *single, const struct arguments *args,
    json_t **ret)
{
	int rc = EX_OK;

	*ret = NULL;
	if (single && args->n > 1)
		return ctl_fail(c, EX_USAGE, "--result is for one value; "
		    "several go as NAME=VALUE");
	if (single)
		return read_value(c, single, ret);
	if (args->n < 2)
		return EX_OK;
	*ret = json_object();
	for (size_t i = 1; i < args->n && rc == EX_OK; i++)
		rc = read_named(c, args->items[i], *ret);
	if (rc != EX_OK)
		json_decref(*ret);
	return rc;
}
