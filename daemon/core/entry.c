#include "core/entry.h"

#include <stddef.h>
#include <string.h>

static const char *const names[] = {
	[ENTRY_DONE] = "done",
	[ENTRY_PARTLY] = "partly",
	[ENTRY_VOID] = "void",
	[ENTRY_WAIVE] = "waive",
	[ENTRY_EXTEND] = "extend",
	[ENTRY_PROMISE] = "promise",
	[ENTRY_ACCEPT] = "accept",
	[ENTRY_RETURN] = "return",
	[ENTRY_REQUEST] = "request",
	[ENTRY_SCHEDULE] = "schedule",
};

_Static_assert(sizeof(names) / sizeof(names[0]) == ENTRY_KIND_COUNT,
    "every kind has a name");

const char *
entry_kind_name(enum entry_kind kind)
{
	return names[kind];
}

bool
entry_kind_parse(const char *name, enum entry_kind *ret)
{
	for (size_t i = 0; i < ENTRY_KIND_COUNT; i++) {
		if (strcmp(names[i], name) == 0) {
			*ret = (enum entry_kind)i;
			return true;
		}
	}
	return false;
}
