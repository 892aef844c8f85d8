#include "load/zones.h"

#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "core/zone.h"
#include "load/file.h"

#define ZONEINFO "/usr/share/zoneinfo/"

enum { ZONE_MOST = 256 * 1024, NAME_MOST = 64 };

/* "Area/City-Name", "Etc/GMT+3": no way out of the directory. */
static bool
is_zone_name(const char *s)
{
	size_t n = strlen(s);

	if (!n || n > NAME_MOST || s[0] == '/' || strstr(s, "..") ||
	    strstr(s, "//"))
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("/_+-", *s))
			return false;
	return true;
}

const struct zone *
zone_load(struct arena *a, const char *name)
{
	const struct zone *zone = NULL;
	struct arena *scratch;
	const char *why;
	struct file file;

	if (!is_zone_name(name))
		return NULL;
	scratch = arena_new();
	if (file_read(scratch, arena_printf(scratch, ZONEINFO "%s", name),
	    ZONE_MOST, &file) == 0)
		zone = zone_parse(a, (const unsigned char *)file.bytes,
		    file.len, &why);
	arena_free(scratch);
	/* A system without zoneinfo still has this one. */
	if (!zone && strcmp(name, "UTC") == 0)
		zone = zone_utc();
	return zone;
}

bool
zone_exists(const char *name)
{
	struct arena *scratch = arena_new();
	bool ret = zone_load(scratch, name) != NULL;

	arena_free(scratch);
	return ret;
}

const struct zone *
zones_get(struct library *lib, const char *name)
{
	const struct zone *zone = names_get(&lib->zones, name);

	if (zone)
		return zone;
	zone = zone_load(lib->a, name);
	if (zone)
		names_put(&lib->zones, name, (void *)(uintptr_t)zone);
	return zone;
}

const char *
zone_of_system(struct arena *a)
{
	char target[PATH_MAX];
	ssize_t n = readlink("/etc/localtime", target, sizeof(target) - 1);
	const char *at;

	if (n <= 0)
		return "UTC";
	target[n] = '\0';
	at = strstr(target, "zoneinfo/");
	return at && is_zone_name(at + 9) ? arena_strdup(a, at + 9) : "UTC";
}
