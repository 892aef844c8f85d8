/* Names - The directory - Doors. */
#include "store/copies.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/arena.h"
#include "store/part.h"
#include "store/schema.h"

/* --- names ---------------------------------------------------------------- */

#define AUTO ".auto"
#define END ".db"
/* "2026-11-24T000000+0700", each n a digit, each s a sign. */
static const char moment[] = "nnnn-nn-nnTnnnnnnsnnnn";
enum { MOMENT = sizeof(moment) - 1 };

struct stem {
	const char *s;
	size_t n;
};

/* "srok" of "/var/lib/srokd/srok.db". */
static struct stem
stem_of(const char *database)
{
	const char *slash = strrchr(database, '/');
	struct stem stem = {slash ? slash + 1 : database, 0};
	size_t end = sizeof(END) - 1;

	stem.n = strlen(stem.s);
	if (stem.n > end && strcmp(stem.s + stem.n - end, END) == 0)
		stem.n -= end;
	return stem;
}

static bool
is_directory(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* "2026-11-24T141500+0700" */
static void
add_moment(struct str *out, const struct zone_time *t)
{
	int offset = abs(t->offset) / 60;
	char day[DATE_TEXT];

	str_addf(out, "%sT%02d%02d%02d%c%02d%02d", date_iso(t->date, day),
	    (int)(t->second / 3600), (int)(t->second / 60 % 60),
	    (int)(t->second % 60), t->offset < 0 ? '-' : '+', offset / 60,
	    offset % 60);
}

void
copies_aside(struct str *out, const char *database,
    const struct zone_time *now)
{
	str_addf(out, "%s.before-", database);
	add_moment(out, now);
}

void
copies_path(struct str *out, const char *to, const char *database,
    const struct zone_time *now, bool scheduled)
{
	struct stem stem = stem_of(database);
	size_t n = strlen(to);

	str_add(out, to);
	if (n == 0 || (to[n - 1] != '/' && !is_directory(to)))
		return;
	if (to[n - 1] != '/')
		str_addc(out, '/');
	str_addn(out, stem.s, stem.n);
	str_addc(out, '-');
	add_moment(out, now);
	str_addf(out, "%s" END, scheduled ? AUTO : "");
}

static bool
is_moment(const char *s)
{
	for (size_t i = 0; i < MOMENT; i++) {
		bool fits = moment[i] == 'n' ? s[i] >= '0' && s[i] <= '9' :
		    moment[i] == 's' ? s[i] == '+' || s[i] == '-' :
		    s[i] == moment[i];

		if (!fits)
			return false;
	}
	return true;
}

/* STEM-MOMENT and what follows; NULL: another name. *ret_day is its day. */
static const char *
after_moment(const char *name, struct stem stem, struct date *ret_day)
{
	const char *at = name + stem.n + 1;

	if (strlen(name) < stem.n + 1 + MOMENT ||
	    strncmp(name, stem.s, stem.n) != 0 || name[stem.n] != '-' ||
	    !is_moment(at) || !date_parse(at, DATE_TEXT - 1, ret_day))
		return NULL;
	return at + MOMENT;
}

/* --- the directory -------------------------------------------------------- */

struct copy {
	const char *name;
	struct date day;
};

struct copies {
	struct arena *a;
	struct copy *items;
	size_t n, cap;
};

/* By day, then by the whole name: the time of day stands in it. */
static int
by_day(const void *left, const void *right)
{
	const struct copy *a = left, *b = right;

	if (a->day.n != b->day.n)
		return a->day.n < b->day.n ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* The schedule's, oldest first. */
static void
read_copies(DIR *d, struct stem stem, struct copies *ret)
{
	const struct dirent *e;

	while ((e = readdir(d))) {
		struct date day;
		const char *rest = after_moment(e->d_name, stem, &day);
		struct copy *one;

		if (!rest || strcmp(rest, AUTO END) != 0)
			continue;
		one = arena_push(ret->a, (void **)&ret->items, &ret->n,
		    &ret->cap, sizeof(*one));
		*one = (struct copy){arena_strdup(ret->a, e->d_name), day};
	}
	if (ret->n)
		qsort(ret->items, ret->n, sizeof(*ret->items), by_day);
}

static void
delete_one(int dir, const struct copy *one, size_t *n, int *ret_errno)
{
	if (!schema_is_ours(dir, one->name))
		return;
	if (unlinkat(dir, one->name, 0) == 0)
		++*n;
	else
		*ret_errno = errno;
}

/* --- doors ---------------------------------------------------------------- */

struct date
copies_last(const char *dir, const char *database, struct date today)
{
	struct copies all = {.a = arena_new()};
	struct date last = DATE_NONE;
	DIR *d = opendir(dir);

	if (d) {
		read_copies(d, stem_of(database), &all);
		closedir(d);
	}
	for (size_t i = 0; i < all.n; i++)
		if (!date_before(today, all.items[i].day))
			last = all.items[i].day;
	arena_free(all.a);
	return last;
}

size_t
copies_prune(const char *dir, const char *database, struct date today,
    const struct retain *rule, int *ret_errno)
{
	struct copies all = {.a = arena_new()};
	DIR *d = opendir(dir);
	struct date *days;
	size_t n = 0;
	bool *keep;

	*ret_errno = d ? 0 : errno;
	if (d)
		read_copies(d, stem_of(database), &all);
	days = arena_array(all.a, all.n, sizeof(*days));
	keep = arena_array(all.a, all.n, sizeof(*keep));
	for (size_t i = 0; i < all.n; i++)
		days[i] = all.items[i].day;
	retain(days, all.n, today, rule, keep);
	for (size_t i = 0; i < all.n; i++)
		if (!keep[i])
			delete_one(dirfd(d), &all.items[i], &n, ret_errno);
	if (d)
		closedir(d);
	arena_free(all.a);
	return n;
}

/* "….db.part", "….auto.db.part", and what SQLite has beside them. */
static bool
is_left_over(const char *rest)
{
	static const char *const ends[] = {"", "-journal", "-wal", "-shm"};

	if (strncmp(rest, AUTO, sizeof(AUTO) - 1) == 0)
		rest += sizeof(AUTO) - 1;
	if (strncmp(rest, END PART_END, sizeof(END PART_END) - 1) != 0)
		return false;
	rest += sizeof(END PART_END) - 1;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		if (strcmp(rest, ends[i]) == 0)
			return true;
	return false;
}

void
copies_sweep(const char *dir, const char *database)
{
	struct stem stem = stem_of(database);
	DIR *d = opendir(dir);
	const struct dirent *e;

	if (!d)
		return;
	while ((e = readdir(d))) {
		struct date day;
		const char *rest = after_moment(e->d_name, stem, &day);

		if (rest && is_left_over(rest))
			unlinkat(dirfd(d), e->d_name, 0);
	}
	closedir(d);
}
