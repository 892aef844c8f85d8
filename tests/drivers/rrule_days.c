/* Reads lines `DTSTART FROM TO RRULE` and answers each with a line: the rule as
 * printed and, behind a tab, its days in FROM..TO; or `refused: WHY`. */
#include <stdio.h>
#include <string.h>

#include "core/rrule.h"

static void
answer(struct arena *a, const char *line)
{
	const struct rrule *r;
	struct rrule_error err;
	struct date start, from, to;
	const char *text = line + 33;
	struct str out;
	char iso[DATE_TEXT];

	if (strlen(line) < 34 || !date_parse(line, 10, &start) ||
	    !date_parse(line + 11, 10, &from) ||
	    !date_parse(line + 22, 10, &to)) {
		puts("refused: DTSTART FROM TO RRULE");
		return;
	}
	if (!rrule_parse(a, text, strlen(text), &r, &err)) {
		printf("refused: %s\n", err.what);
		return;
	}
	str_init(&out);
	rrule_print(&out, r);
	str_addc(&out, '\t');
	for (struct date d = from; rrule_next(r, start, d, &d) && d.n <= to.n;
	    d.n++)
		str_addf(&out, "%s ", date_iso(d, iso));
	puts(out.s);
	str_done(&out);
}

int
main(void)
{
	struct arena *a = arena_new();
	char line[1000];

	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = '\0';
		answer(a, line);
		arena_reset(a);
	}
	arena_free(a);
	return 0;
}
