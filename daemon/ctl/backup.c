/* backup, restore: a copy of the database, by the daemon or of the file
 * itself; and the way back. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "core/zone.h"
#include "ctl/offline.h"
#include "ctl/remote.h"
#include "load/zones.h"
#include "store/backup.h"
#include "store/copies.h"

enum { LOOK_MS = 200 };

struct backup_options {
	const char *socket, *database;
};

/* The daemon stands in another directory. */
static const char *
whole_path(struct ctl *c, const char *path)
{
	char *here;
	const char *whole;

	if (!path || *path == '/')
		return path;
	here = getcwd(NULL, 0);
	whole = arena_printf(c->a, "%s/%s", here ? here : "", path);
	free(here);
	return whole;
}

/* --- by the daemon -------------------------------------------------------- */

/* A unit has directories of its own: what srokd calls /tmp is another one. */
static int
look_for_it(struct ctl *c, const char *file)
{
	const char *slash = strrchr(file, '/');
	struct stat st;

	if (stat(file, &st) == 0 || errno != ENOENT)
		return EX_OK;
	return ctl_fail(c, EX_CANTCREAT, "srokd made %s, but where it runs "
	    "%.*s is another directory than here (PrivateTmp= of its unit): "
	    "name one that both see", file, (int)(slash - file), file);
}

static int
wait_for(struct ctl *c, const char *socket, const char *file)
{
	const struct timespec pause = {0, LOOK_MS * 1000000L};

	for (;;) {
		const char *state, *made, *error;
		json_t *told;
		int rc = remote_object(c, socket, "/v1/backup", NULL, &told,
		    NULL);

		if (rc != EX_OK)
			return rc;
		state = arena_strdup(c->a, json_member(told, "state"));
		made = arena_strdup(c->a, json_member(told, "file"));
		error = arena_strdup(c->a, json_member(told, "error"));
		rc = (int)json_number(told, "exit");
		json_decref(told);
		if (strcmp(made, file) != 0)
			return ctl_fail(c, EX_TEMPFAIL, "srokd knows nothing "
			    "of it any more: look at %s", file);
		if (strcmp(state, "failed") == 0)
			return ctl_fail(c, rc, "%s", error);
		if (strcmp(state, "made") == 0)
			return EX_OK;
		nanosleep(&pause, NULL);
	}
}

static int
by_daemon(struct ctl *c, const char *socket, const char *to, bool *ret_down)
{
	json_t *object = json_object(), *answer;
	const char *file;
	int rc;

	json_add_text(object, "to", to);
	rc = remote_object(c, socket, "/v1/backup", object, &answer,
	    ret_down);
	if (rc != EX_OK)
		return rc;
	file = arena_strdup(c->a, json_member(answer, "file"));
	json_decref(answer);
	rc = wait_for(c, socket, file);
	if (rc == EX_OK)
		rc = look_for_it(c, file);
	if (rc == EX_OK)
		str_addf(&c->out, "%s\n", file);
	return rc;
}

/* --- of the file ---------------------------------------------------------- */

static struct zone_time
local_time(struct ctl *c, int64_t now)
{
	const char *name = c->config.timezone ? c->config.timezone :
	    zone_of_system(c->a);
	const struct zone *zone = zone_load(c->a, name);

	return zone_local(zone ? zone : zone_utc(), now);
}

static int
of_file(struct ctl *c, const char *database, const char *to)
{
	struct store_error e;
	struct zone_time local;
	struct offline off;
	struct str path;
	int rc;

	if (!to)
		to = c->config.backup;
	if (!to)
		return ctl_fail(c, EX_CONFIG, "srokd.yaml names no directory "
		    "(`backup`): name one, or a file");
	rc = offline_open(c, database, &off);
	if (rc == EX_OK) {
		local = local_time(c, off.now);
		str_init(&path);
		copies_path(&path, to, database ? database :
		    c->config.database, &local, false);
		if (backup_make(off.store, path.s, off.now, &e))
			str_addf(&c->out, "%s\n", path.s);
		else
			rc = offline_failed(c, &e);
		str_done(&path);
	}
	offline_close(&off);
	return rc;
}

static int
run_backup(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct backup_options *o = options;
	const char *to = whole_path(c, args->n ? args->items[0] : NULL);
	bool down = false;
	int rc = ctl_configure(c);

	if (rc != EX_OK)
		return rc;
	rc = by_daemon(c, o->socket, to, &down);
	return down ? of_file(c, o->database, to) : rc;
}

static const struct option_row backup_options[] = {
	REMOTE_OPTION(struct backup_options),
	{"database", 0, OPTION_TEXT, offsetof(struct backup_options, database),
	    "FILE", "copied while the daemon is down (that of srokd.yaml)"},
};

const struct command command_backup = {
	.name = "backup", .arguments = "[DIR|FILE]",
	.what = "Copy the database, also while srokd writes to it",
	.more = "In a directory the copy is called by the day and time:\n"
	    "srok-2026-11-24T141500+0700.db. Without an argument it goes to "
	    "`backup` of\nsrokd.yaml. Nothing is ever replaced, and what has "
	    "its name was checked whole:\npages, tables, the log's chain. Its "
	    "path is printed.\n\n"
	    "The running daemon makes it, as its own user: under systemd it "
	    "writes only where\nthe unit lets it (ReadWritePaths=).\n\n"
	    "Exits 73 when there is a file of that name or no directory, 74 "
	    "when the disk is\nfull, 75 while another copy is made, 77 when "
	    "srokd may not write there.",
	.options = backup_options,
	.noptions = sizeof(backup_options) / sizeof(backup_options[0]),
	.size = sizeof(struct backup_options), .least = 0, .most = 1,
	.run = run_backup
};

/* --- restore -------------------------------------------------------------- */

static int
must_be_down(struct ctl *c, const char *socket)
{
	bool down = false;
	json_t *answer;
	int rc = remote_object(c, socket, "/v1/daemon", NULL, &answer, &down);

	if (down)
		return EX_OK;
	if (rc != EX_OK)
		return rc;
	json_decref(answer);
	return ctl_fail(c, EX_TEMPFAIL, "srokd is running: stop it first");
}

static int
run_restore(struct ctl *c, const void *options, const struct arguments *args)
{
	const struct backup_options *o = options;
	struct backup_seal seal;
	struct zone_time local;
	struct store_error e;
	const char *database;
	struct str aside;
	int rc = ctl_configure(c);

	if (rc == EX_OK)
		rc = must_be_down(c, o->socket);
	if (rc != EX_OK)
		return rc;
	database = o->database ? o->database : c->config.database;
	local = local_time(c, time(NULL));
	str_init(&aside);
	copies_aside(&aside, database, &local);
	if (backup_restore(args->items[0], database, aside.s, &seal, &e)) {
		char day[DATE_TEXT];

		local = local_time(c, seal.at);
		str_addf(&c->out, "%s: a copy of %s %02d:%02d, %lld entries\n",
		    database, date_iso(local.date, day),
		    (int)(local.second / 3600), (int)(local.second / 60 % 60),
		    (long long)seal.entries);
		if (access(aside.s, F_OK) == 0)
			str_addf(&c->out, "what was there: %s\n", aside.s);
	} else {
		rc = offline_failed(c, &e);
	}
	str_done(&aside);
	return rc;
}

static const struct option_row restore_options[] = {
	REMOTE_OPTION(struct backup_options),
	{"database", 0, OPTION_TEXT, offsetof(struct backup_options, database),
	    "FILE", "what is restored (that of srokd.yaml)"},
};

const struct command command_restore = {
	.name = "restore", .arguments = "COPY",
	.what = "Put a copy of `backup` in the place of the database",
	.more = "While srokd is stopped. The copy is checked first; what was "
	    "there is kept under\nanother name. Nothing is sent twice: when "
	    "srokd starts, letters that may have\nleft since the copy was "
	    "made are held until you look at them:\n\n"
	    "  systemctl stop srokd\n"
	    "  srokctl restore /srv/backup/srok-2026-11-24T000000+0700.auto.db"
	    "\n  systemctl start srokd\n"
	    "  srokctl outbox --state held\n\n"
	    "srokd(8), BACKUPS, tells what to do with those, and with entries "
	    "made since.",
	.options = restore_options,
	.noptions = sizeof(restore_options) / sizeof(restore_options[0]),
	.size = sizeof(struct backup_options), .least = 1, .most = 1,
	.run = run_restore
};
