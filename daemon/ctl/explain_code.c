/* What an error or warning of `check` is about. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/code_help.h"
#include "ctl/explain.h"
#include "ctl/lines.h"
#include "load/codes.h"

/* rule-files.md §11: the first two digits name the field. */
static const char *const fields[] = {
	"the file itself", "its structure", "the term (`when`)", "bodies",
	"the working calendar", "reminders", "amendments", "srokd.yaml"
};
enum {
	NFIELDS = sizeof(fields) / sizeof(fields[0]),
	MEND_COLUMNS = 72, MEND_INDENT = 4
};

/* Complaints that are not the loader's. */
static const struct {
	int code;
	const char *text;
} others[] = {
	{120, "a line of a scripted log that is not understood"},
	{121, "a line of a scripted log that the daemon would refuse"},
};

bool
explain_is_code(const char *text)
{
	size_t n = strlen(text);
	const char *digits = text;

	if (n == 5 && strchr("EeWw", text[0]))
		digits++;
	else if (n != 4 || text[0] != '0')
		return false;
	return strspn(digits, "0123456789") == 4 && digits[4] == '\0';
}

static const char *
text_of(int code)
{
	const char *text = code_text(code);

	for (size_t i = 0; !text && i < sizeof(others) / sizeof(others[0]);
	    i++)
		if (others[i].code == code)
			text = others[i].text;
	return text;
}

/* The codes of the same field, for whoever mistook one. */
static void
list_field(struct ctl *c, int field)
{
	for (int code = 100 * field; code < 100 * field + 100; code++)
		if (text_of(code))
			str_addf(&c->out, "  %04d  %s\n", code,
			    text_of(code));
}

/* Indented, and what has several lines so in each. */
static void
add_example(struct ctl *c, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		str_addf(&c->out, "    %.*s\n", (int)n, text);
		text += n + (text[n] == '\n');
	}
}

static void
print_text(struct ctl *c, int number, const char *text)
{
	const struct code_help *help = code_help(number);

	str_addf(&c->out, "%04d: %s\n", number, text);
	if (help && *help->example) {
		str_add(&c->out, "\nFor example\n");
		add_example(c, help->example);
	}
	if (help) {
		str_add(&c->out, "\nHow to mend it\n");
		lines_fold(&c->out, help->mend, MEND_COLUMNS, MEND_INDENT);
		str_addc(&c->out, '\n');
	}
	if (number / 100 < NFIELDS)
		str_addf(&c->out, "\nIt is about %s. An error (E) keeps all "
		    "rules from being\nloaded, a warning (W) does not.\n",
		    fields[number / 100]);
}

static void
print_json(struct ctl *c, int number, const char *text)
{
	const struct code_help *help = code_help(number);
	json_t *o = json_object();

	json_object_set_new(o, "code", json_text(arena_printf(c->a, "%04d",
	    number)));
	json_object_set_new(o, "text", json_text(text));
	json_object_set_new(o, "field", json_text(number / 100 < NFIELDS ?
	    fields[number / 100] : NULL));
	json_object_set_new(o, "example", json_text(help ? help->example :
	    NULL));
	json_object_set_new(o, "mend", json_text(help ? help->mend : NULL));
	json_write(&c->out, o);
}

int
explain_code(struct ctl *c, const char *code, int format)
{
	int number = (int)strtol(code + (code[0] >= 'A'), NULL, 10);
	const char *text = text_of(number);

	if (!text && number / 100 < NFIELDS) {
		ctl_say(c, "there is no code %04d; those of %s are:", number,
		    fields[number / 100]);
		list_field(c, number / 100);
		return EX_DATAERR;
	}
	if (!text)
		return ctl_fail(c, EX_DATAERR, "there is no code %04d",
		    number);
	if (format == FORMAT_JSON)
		print_json(c, number, text);
	else if (format == FORMAT_TSV)
		str_addf(&c->out, "%04d\t%s\n", number, text);
	else
		print_text(c, number, text);
	return EX_OK;
}
