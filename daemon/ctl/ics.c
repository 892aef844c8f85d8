#include "ctl/ics.h"

#include <string.h>

enum { LINE_MOST = 75 };

void
ics_line(struct str *out, const char *line)
{
	size_t n = strlen(line), room = LINE_MOST;

	while (n > room) {
		size_t cut = room;

		/* Not inside a character: its other bytes are 10xxxxxx. */
		while (cut > 1 && ((unsigned char)line[cut] & 0xC0) == 0x80)
			cut--;
		str_addn(out, line, cut);
		str_add(out, "\r\n ");
		line += cut;
		n -= cut;
		room = LINE_MOST - 1;   /* the space counts */
	}
	str_addn(out, line, n);
	str_add(out, "\r\n");
}

void
ics_text(struct str *out, const char *name, const char *text)
{
	struct str line;

	str_init(&line);
	str_addf(&line, "%s:", name);
	for (; *text; text++) {
		if (*text == '\n')
			str_add(&line, "\\n");
		else if (*text == ',' || *text == ';' || *text == '\\')
			str_addf(&line, "\\%c", *text);
		else if ((unsigned char)*text >= 0x20 || *text == '\t')
			str_addc(&line, *text);
	}
	ics_line(out, line.s);
	str_done(&line);
}

void
ics_day(struct str *out, const char *name, struct date d)
{
	struct civil c = date_civil(d);
	struct str line;

	str_init(&line);
	str_addf(&line, "%s;VALUE=DATE:%04d%02d%02d", name, c.year, c.month,
	    c.day);
	ics_line(out, line.s);
	str_done(&line);
}
