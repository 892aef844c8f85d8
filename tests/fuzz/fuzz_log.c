/* Any bytes at all as the CSV of a log. What is read gives whole deeds; what
 * is not says where. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "turn/deed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
check_line(const struct deed_line *line)
{
	char key[DEED_KEY_TEXT];

	must(line->id && line->ref && line->place.line > 0);
	must(!date_is_none(line->day));
	must(line->second >= 0 && line->second < 24 * 3600);
	must(line->deed.kind < ENTRY_KIND_COUNT);
	must(!line->deed.rule || *line->deed.rule);
	must((line->deed.kind != ENTRY_EXTEND &&
	    line->deed.kind != ENTRY_PROMISE) ||
	    !date_is_none(line->deed.until));
	must(strlen(deed_line_key(line, key)) < sizeof(key));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct arena *a;
	const struct deed_line *lines = NULL;
	struct diags diags;
	size_t n = 0;
	bool ok;

	if (!a)
		a = arena_new();
	arena_reset(a);
	diags_init(&diags, a);
	ok = deed_read_csv(a, "log.csv", (const char *)data, size, &lines, &n,
	    &diags);
	must(ok == (diags.nerrors == 0));
	for (size_t i = 0; i < n; i++)
		check_line(&lines[i]);
	for (size_t i = 0; i < diags.len; i++)
		must(diags.items[i].place.line > 0);
	return 0;
}
