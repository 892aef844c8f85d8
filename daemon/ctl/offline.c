#include "ctl/offline.h"

#include <errno.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

int
offline_failed(struct ctl *c, const struct store_error *e)
{
	return ctl_fail(c, e->exit_code, "%s", e->text);
}

/* Days are counted from the world's clock; in a file that was written on a
 * virtual one, from the last thing that was written. */
static int64_t
now_of(struct ctl *c, struct store *s)
{
	int64_t now = INT64_MIN, last;
	const struct entry *entries;
	struct store_error e;
	size_t n;

	if (!store_is_virtual(s))
		return time(NULL);
	if (store_last_now(s, &last))
		now = last;
	if (store_entries(s, c->a, NULL, NULL, &entries, &n, &e))
		for (size_t i = 0; i < n; i++)
			if (entries[i].at > now)
				now = entries[i].at;
	return now > INT64_MIN ? now : time(NULL);
}

int
offline_open(struct ctl *c, const char *database, struct offline *ret)
{
	const char *path = database ? database : c->config.database;
	struct store_error e;

	*ret = (struct offline){0};
	if (!store_open(path, STORE_READ, false, &ret->store, &e)) {
		if (!database && access(path, F_OK) != 0 && errno == ENOENT)
			return ctl_fail(c, EX_UNAVAILABLE, "srokd is not "
			    "running, and there is no %s: start it, or name "
			    "its socket with --socket", path);
		ctl_say(c, "srokd does not answer, and its file cannot be "
		    "read:");
		/* To the store a directory that lacks cannot be made; to a
		 * reader the file is not there. */
		return ctl_fail(c, e.exit_code == EX_CANTCREAT ? EX_NOINPUT :
		    e.exit_code, "%s", e.text);
	}
	ctl_say(c, "srokd is not running: read from %s", path);
	ret->now = now_of(c, ret->store);
	return EX_OK;
}

int
offline_rules(struct ctl *c, const char *dir, struct offline *o)
{
	struct store_error e;
	int rc = rules_read(c, dir, &o->rules);

	if (rc != EX_OK)
		return rc;
	o->turn = turn_new(o->store, &c->config);
	if (!turn_set_rules(o->turn, o->rules.set, o->now, &e))
		return offline_failed(c, &e);
	return EX_OK;
}

void
offline_close(struct offline *o)
{
	turn_free(o->turn);
	rules_done(&o->rules);
	store_close(o->store);
}
