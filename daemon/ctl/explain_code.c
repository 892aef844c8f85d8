/* What an error or warning of `check` is about. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/explain.h"
#include "load/codes.h"

/* rule-files.md §11: the first two digits name the field. */
static const char *const fields[] = {
	"the file itself", "its structure", "the term (`when`)", "bodies",
	"the working calendar", "reminders", "amendments", "srokd.yaml"
};
enum { NFIELDS = sizeof(fields) / sizeof(fields[0]) };

/* Complaints that are not the loader's. */
static const struct {
	int code;
	const char *text;
} others[] = {
	{120, "a line of a scripted log that is not understood"},
	{121, "a line of a scripted log that the daemon would refuse"},
	{401, "a day that a decree moves from a working day"},
	{402, "a day that a decree moves onto a day off"},
	{403, "the year's working days do not add up to the decree's total"},
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
	for (size_t i = 0; code_at(i); i++)
		if (code_at(i) / 100 == field)
			str_addf(&c->out, "  %04d  %s\n", code_at(i),
			    text_of(code_at(i)));
}

int
explain_code(struct ctl *c, const char *code)
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
	str_addf(&c->out, "%04d: %s\n", number, text);
	if (number / 100 < NFIELDS)
		str_addf(&c->out, "It is about %s. An error (E) keeps all "
		    "rules from being\nloaded, a warning (W) does not.\n",
		    fields[number / 100]);
	return EX_OK;
}
