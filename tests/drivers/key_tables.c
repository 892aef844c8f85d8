/* Every key that the loader knows, a line each, for tests/integration/
 * test_schema.py: KIND, path, "needed" or "", type. A path's parts are keys;
 * "*" is a name of the user's choice. */
#include <stdio.h>

#include "load/load.h"
#include "load/schema.h"

enum { PATH_ROOM = 512 };

static void
print_table(const char *kind, const struct key_table *table, const char *path)
{
	char inside[PATH_ROOM];

	for (size_t i = 0; i < table->n; i++) {
		const struct key *k = &table->keys[i];

		if (!k->type)           /* a secret: never to be there */
			continue;
		snprintf(inside, sizeof(inside), "%s%s%s%s", path,
		    *path ? "/" : "", table->any ? "*/" : "", k->name);
		printf("%s\t%s\t%s\t%s\n", kind, inside,
		    k->needed ? "needed" : "", k->type);
		if (k->table)
			print_table(kind, k->table, inside);
	}
}

int
main(void)
{
	static const char *const kinds[FILE_KIND_COUNT] = {
		[FILE_ROADMAP] = "roadmap", [FILE_BODIES] = "bodies",
		[FILE_CALENDAR] = "calendar", [FILE_CONFIG] = "srokd"
	};

	for (int i = 0; i < FILE_KIND_COUNT; i++)
		print_table(kinds[i], load_table((enum file_kind)i), "");
	return 0;
}
