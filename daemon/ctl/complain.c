#include "ctl/complain.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ctl/json.h"

static const char red[] = "\033[1;31m", yellow[] = "\033[1;33m",
    plain[] = "\033[0m";

bool
color_wanted(int fd)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	return isatty(fd) && !(no && *no) && term &&
	    strcmp(term, "dumb") != 0;
}

/* --- for a terminal ---------------------------------------------------- */

/* The word and the carets in colour. The word stands behind the place, which
 * ends with the first "]…: " that a name cannot hold; so it is looked for
 * behind the file's name. */
static void
add_colored(struct str *out, const char *text, const struct diag *d)
{
	const char *color = d->level == DIAG_ERROR ? red : yellow;
	const char *word = d->level == DIAG_ERROR ? "error: " : "warning: ";
	size_t skip = d->place.file ? strlen(d->place.file) : 0;
	const char *at = skip < strlen(text) ? strstr(text + skip, word) : NULL;
	const char *line;

	if (!at)
		at = text;
	str_addn(out, text, (size_t)(at - text));
	str_addf(out, "%s%.*s%s", color, (int)strlen(word) - 1, at, plain);
	at += strlen(word) - 1;
	line = d->place.excerpt && d->place.line ? strstr(at, "      | ") :
	    NULL;
	if (line) {
		size_t n = strcspn(line, "\n");

		str_addn(out, at, (size_t)(line - at));
		str_addf(out, "%s%.*s%s", color, (int)n, line, plain);
		at = line + n;
	}
	str_add(out, at);
}

static void
print_text(struct ctl *c, const struct diag *d, enum diag_format format)
{
	struct str text, colored;

	str_init(&text);
	diag_print(&text, d, format);
	if (c->color_err && format == DIAG_FULL) {
		str_init(&colored);
		add_colored(&colored, text.s, d);
		fputs(colored.s, stderr);
		str_done(&colored);
	} else {
		fputs(text.s, stderr);
	}
	str_done(&text);
}

/* --- for programs ------------------------------------------------------ */

const char *
complain_code(const struct ctl *c, const struct diag *d)
{
	return arena_printf(c->a, "%c%04d", d->level == DIAG_ERROR ? 'E' : 'W',
	    d->code);
}

/* What may safely be put where: an editor's "quick fix". */
static json_t *
edit_json(const struct edit *e)
{
	json_t *o;

	if (!e->text)
		return json_null();
	o = json_object();
	json_object_set_new(o, "line", json_integer(e->line));
	json_object_set_new(o, "column", json_integer(e->column));
	json_object_set_new(o, "width", json_integer(e->width));
	json_object_set_new(o, "text", json_text(e->text));
	return o;
}

static json_t *
as_json(struct ctl *c, const struct diag *d)
{
	const struct place *p = &d->place;
	json_t *o = json_object();

	json_object_set_new(o, "file", json_text(p->file));
	json_object_set_new(o, "line", json_integer(p->line));
	json_object_set_new(o, "column", json_integer(p->column));
	json_object_set_new(o, "width", json_integer(p->line ?
	    (p->width ? p->width : 1) : 0));
	json_object_set_new(o, "level", json_string(d->level == DIAG_ERROR ?
	    "error" : "warning"));
	json_object_set_new(o, "code", json_string(complain_code(c, d)));
	json_object_set_new(o, "message", json_text(d->what));
	json_object_set_new(o, "hint", json_text(d->hint));
	json_object_set_new(o, "edit", edit_json(&d->edit));
	return o;
}

static void
print_json(struct ctl *c, const struct diags *diags)
{
	json_t *list = json_array();
	struct str text;

	for (size_t i = 0; i < diags->len; i++)
		json_array_append_new(list, as_json(c, &diags->items[i]));
	str_init(&text);
	json_write(&text, list);
	fputs(text.s, stderr);
	str_done(&text);
}

void
complain(struct ctl *c, struct diags *diags, enum complain_format format)
{
	diags_sort(diags);
	if (format == COMPLAIN_JSON) {
		print_json(c, diags);
		return;
	}
	for (size_t i = 0; i < diags->len; i++)
		print_text(c, &diags->items[i], format == COMPLAIN_SHORT ?
		    DIAG_SHORT : DIAG_FULL);
}
