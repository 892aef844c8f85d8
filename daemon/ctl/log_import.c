#include "ctl/log_import.h"

#include <string.h>
#include <sysexits.h>

#include "ctl/complain.h"
#include "ctl/log_file.h"
#include "ctl/remote.h"

struct import {
	struct ctl *c;
	const char *socket, *author;
	struct names ids;       /* the file's ids -> int64_t of the log */
	struct diags diags;
	size_t entered, repeated;
};

/* A line without a day of the deed means the day that it stands under. */
static json_t *
entry_of(const struct import *i, const struct deed_line *line, int64_t ref)
{
	const struct deed *d = &line->deed;
	char key[DEED_KEY_TEXT];
	json_t *object = json_object();

	json_add_text(object, "kind", entry_kind_name(d->kind));
	json_add_text(object, "rule", ref ? NULL : d->rule);
	json_add_text(object, "body", d->body);
	json_add_day(object, "date", date_is_none(d->date) ? line->day :
	    d->date);
	json_add_day(object, "window", d->window);
	json_add_day(object, "until", d->until);
	if (ref)
		json_object_set_new(object, "ref", json_integer(ref));
	json_add_text(object, "note", d->note);
	json_add_text(object, "evidence", d->evidence);
	json_object_set_new(object, "without_result",
	    json_boolean(d->without_result));
	json_add_text(object, "author", d->author ? d->author : i->author);
	json_add_text(object, "decided_by", d->decided_by);
	json_add_text(object, "key", deed_line_key(line, key));
	return object;
}

/* EX_OK also when the daemon refuses this line: that is in diags. */
static int
enter_line(struct import *i, const struct deed_line *line)
{
	const char *hint, *owed;
	json_t *answer;
	int64_t ref;
	int rc;

	if (!log_file_ref(&i->ids, line, &i->diags, &ref))
		return EX_OK;
	rc = remote_try(i->c, i->socket, "/v1/log", entry_of(i, line, ref),
	    &answer);
	if (!answer)
		return rc;
	hint = json_member(answer, "hint");
	if (rc != EX_OK) {
		diag_add(&i->diags, DIAG_ERROR, LOG_FILE_CODE, line->place,
		    *hint ? hint : NULL, "%s", json_member(answer, "error"));
		json_decref(answer);
		return EX_OK;
	}
	log_file_keep(i->c, &i->ids, line, json_number(answer, "id"));
	if (json_is_true(json_object_get(answer, "repeated")))
		i->repeated++;
	else
		i->entered++;
	if (json_is_true(json_object_get(answer, "stray")))
		diag_add(&i->diags, DIAG_WARNING, LOG_FILE_CODE, line->place,
		    "is the year right?",
		    "no window takes the day: it counts for nothing");
	owed = json_member(answer, "owed");
	if (*owed)
		diag_add(&i->diags, DIAG_WARNING, LOG_FILE_CODE, line->place,
		    "name it in the column window if it was done for that",
		    "counts for the window due %s; the one due %s is still "
		    "owed", json_member(answer, "window"), owed);
	json_decref(answer);
	return EX_OK;
}

int
log_import(struct ctl *c, const char *socket, const char *path,
    const char *author)
{
	struct import i = {.c = c, .socket = socket, .author = author};
	const struct deed_line *lines;
	size_t n = 0;
	int rc;

	names_init(&i.ids, c->a);
	diags_init(&i.diags, c->a);
	rc = log_file_read(c, path, &lines, &n, &i.diags);
	for (size_t k = 0; k < n && rc == EX_OK; k++)
		rc = enter_line(&i, &lines[k]);
	complain(c, &i.diags, COMPLAIN_FULL);
	if (n)
		str_addf(&c->out, "%zu entered, %zu were there already, "
		    "%zu refused\n", i.entered, i.repeated,
		    i.diags.nerrors);
	return rc == EX_OK && i.diags.nerrors ? EX_DATAERR : rc;
}
