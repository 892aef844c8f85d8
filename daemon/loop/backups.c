/* One copy - Its end - The night's - Asked for - The other process. */
#include "loop/backups.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/str.h"
#include "loop/log.h"
#include "store/backup.h"
#include "store/copies.h"
#include "store/part.h"

enum { AGAIN_S = 60 * 60 };             /* after one that failed */

extern char **environ;

struct backups {
	struct backups_options o;
	int64_t now;                    /* of the last run */
	/* The copy under way; path NULL: none. */
	char *path;
	bool scheduled;
	struct backup *pages;           /* NULL: all are copied */
	ev_child child;                 /* … and it is settled by this one */
	pid_t pid;
	int why;                        /* its standard output */
	/* The schedule. */
	struct date last;               /* day of its last copy */
	bool last_known;
	int64_t again_at;               /* not before, after a failure */
	/* The last one that was asked for. */
	char *asked;                    /* its path, or NULL */
	struct control_backup told;
};

/* --- its end -------------------------------------------------------------- */

static void
prune(struct backups *b, int64_t now)
{
	const struct config *c = b->o.config;
	const struct retain rule = {
		c->keep.daily, c->keep.weekly, c->keep.monthly
	};
	struct date today = turn_local(b->o.turn, now).date;
	int error;
	size_t n = copies_prune(c->backup, c->database, today, &rule, &error);

	if (n)
		log_info("old backups deleted files=%zu directory=%s", n,
		    c->backup);
	if (error)
		log_warn("old backups cannot be deleted directory=%s "
		    "reason=\"%s\"", c->backup, strerror(error));
	b->last = today;
}

static void
begin_anew(struct backups *b)
{
	backup_free(b->pages);
	b->pages = NULL;
	if (b->why >= 0)
		close(b->why);
	b->why = -1;
	free(b->path);
	b->path = NULL;
}

static void
made(struct backups *b, int64_t now)
{
	log_info("backup made file=%s", b->path);
	if (b->scheduled) {
		turn_backup_made(b->o.turn);
		prune(b, now);
	} else {
		b->told.state = CONTROL_BACKUP_MADE;
	}
	begin_anew(b);
}

/* Administrators hear of the night's; whoever asked for one is told himself. */
static void
failed(struct backups *b, int64_t now, const struct store_error *e)
{
	log_warn("no backup file=%s reason=\"%s\"", b->path ? b->path :
	    b->o.config->backup, e->text);
	if (b->scheduled) {
		b->again_at = now + AGAIN_S;
		turn_backup_failed(b->o.turn, now, e->text);
	} else {
		b->told.state = CONTROL_BACKUP_FAILED;
		b->told.error = *e;
	}
	begin_anew(b);
}

static void
read_why(int fd, char *buf, size_t size)
{
	ssize_t n = read(fd, buf, size - 1);

	while (n > 0 && buf[n - 1] == '\n')
		n--;
	buf[n > 0 ? n : 0] = '\0';
}

static void
on_settled(struct ev_loop *loop, ev_child *child, int events)
{
	struct backups *b = child->data;
	struct store_error e = {.exit_code = EX_SOFTWARE};
	int status = child->rstatus;

	(void)events;
	ev_child_stop(loop, child);
	b->pid = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EX_OK) {
		made(b, b->now);
		return;
	}
	read_why(b->why, e.text, sizeof(e.text));
	if (WIFEXITED(status))
		e.exit_code = WEXITSTATUS(status);
	else
		snprintf(e.text, sizeof(e.text), "%s: the process that checks "
		    "it ended by signal %d", b->path, WTERMSIG(status));
	part_drop(b->path);
	failed(b, b->now, &e);
}

/* --- one copy ------------------------------------------------------------- */

static bool
spawn_settler(struct backups *b, const struct backup_seal *seal, int out)
{
	char text[BACKUP_SEAL_TEXT];
	char *const argv[] = {(char[]){"srokd"}, (char[]){"--settle-copy"},
	    b->path, (char[]){"--seal"}, text, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int rc;

	backup_seal_print(seal, text);
	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attributes, &none);
	rc = posix_spawn(&b->pid, "/proc/self/exe", &actions, &attributes,
	    argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	errno = rc;
	if (rc != 0)
		b->pid = 0;
	return rc == 0;
}

static bool
begin_settling(struct backups *b, const struct backup_seal *seal,
    struct store_error *e)
{
	int pipe_fds[2];
	bool ok = pipe2(pipe_fds, O_CLOEXEC) == 0;

	if (ok) {
		ok = spawn_settler(b, seal, pipe_fds[1]);
		close(pipe_fds[1]);
		b->why = pipe_fds[0];
	}
	if (!ok) {
		e->exit_code = EX_OSERR;
		snprintf(e->text, sizeof(e->text), "%s: the process that "
		    "checks it cannot be started: %s", b->path,
		    strerror(errno));
		part_drop(b->path);
		return false;
	}
	ev_child_init(&b->child, on_settled, b->pid, 0);
	b->child.data = b;
	ev_child_start(b->o.loop, &b->child);
	return true;
}

static void
copy_some(struct backups *b, int64_t now)
{
	struct backup_seal seal = {.at = now};
	struct store_error e;
	enum backup_state state = backup_step(b->pages, &seal, &e);

	if (state == BACKUP_MORE)
		return;
	if (state == BACKUP_WHOLE) {
		backup_free(b->pages);
		b->pages = NULL;
	}
	if (state == BACKUP_FAILED || !begin_settling(b, &seal, &e))
		failed(b, now, &e);
}

static void
sweep(const char *path, const char *database)
{
	char *dir = part_directory(path);

	copies_sweep(dir, database);
	free(dir);
}

static bool
begin(struct backups *b, int64_t now, const char *to, bool scheduled,
    struct store_error *reterr)
{
	const char *database = b->o.config->database;
	struct zone_time local = turn_local(b->o.turn, now);
	struct str path;
	bool ok;

	str_init(&path);
	copies_path(&path, to, database, &local, scheduled);
	sweep(path.s, database);
	b->scheduled = scheduled;
	ok = backup_begin(b->o.store, path.s, &b->pages, reterr);
	if (ok)
		b->path = xstrdup(path.s);
	str_done(&path);
	return ok;
}

/* --- the night's ---------------------------------------------------------- */

/* Once a day, at its beginning or as soon as the daemon runs: what lies in the
 * directory says whether today's was made. */
static bool
is_due(struct backups *b, int64_t now)
{
	const struct config *c = b->o.config;
	struct date today;

	if (!c->backup || b->again_at > now)
		return false;
	today = turn_local(b->o.turn, now).date;
	if (!b->last_known || date_before(today, b->last))
		b->last = copies_last(c->backup, c->database, today);
	b->last_known = true;
	return date_before(b->last, today);
}

void
backups_run(struct backups *b, int64_t now)
{
	struct store_error e;

	b->now = now;
	if (b->pages)
		copy_some(b, now);
	else if (!b->path && is_due(b, now) &&
	    !begin(b, now, b->o.config->backup, true, &e))
		failed(b, now, &e);
}

bool
backups_busy(const struct backups *b)
{
	return b->path != NULL;
}

bool
backups_copying(const struct backups *b)
{
	return b->pages != NULL;
}

int64_t
backups_next(const struct backups *b, int64_t now)
{
	if (!b->o.config->backup)
		return INT64_MAX;
	if (b->again_at > now)
		return b->again_at;
	return turn_midnight(b->o.turn, now);
}

/* --- asked for ------------------------------------------------------------ */

static bool
refuse(struct store_error *e, int exit_code, const char *why)
{
	*e = (struct store_error){.exit_code = exit_code};
	snprintf(e->text, sizeof(e->text), "%s", why);
	return false;
}

bool
backups_ask(struct backups *b, int64_t now, const char *to,
    struct store_error *reterr)
{
	if (b->path)
		return refuse(reterr, EX_TEMPFAIL,
		    "a backup is being made: wait for its end");
	if (!to)
		to = b->o.config->backup;
	if (!to)
		return refuse(reterr, EX_CONFIG, "srokd.yaml names no "
		    "directory (`backup`): name one, or a file");
	if (!begin(b, now, to, false, reterr))
		return false;
	free(b->asked);
	b->asked = xstrdup(b->path);
	b->told = (struct control_backup){
		.state = CONTROL_BACKUP_COPYING, .file = b->asked
	};
	return true;
}

void
backups_tell(const struct backups *b, struct control_backup *ret)
{
	*ret = b->told;
	if (!b->path || b->scheduled)
		return;
	if (b->pages)
		backup_progress(b->pages, &ret->done, &ret->all);
	else
		ret->state = CONTROL_BACKUP_CHECKING;
}

/* --- doors ---------------------------------------------------------------- */

struct backups *
backups_new(const struct backups_options *options)
{
	struct backups *b = xcalloc(1, sizeof(*b));
	const struct config *c = options->config;

	b->o = *options;
	b->why = -1;
	b->last = DATE_NONE;
	b->again_at = INT64_MIN;
	if (c->backup && mkdir(c->backup, 0700) == 0)
		log_info("directory of backups made directory=%s", c->backup);
	if (c->backup)
		copies_sweep(c->backup, c->database);
	return b;
}

void
backups_free(struct backups *b)
{
	if (!b)
		return;
	ev_child_stop(b->o.loop, &b->child);
	if (b->pid) {
		kill(b->pid, SIGKILL);
		waitpid(b->pid, NULL, 0);
		part_drop(b->path);
	}
	begin_anew(b);
	free(b->asked);
	free(b);
}

int
backups_settle(const char *path, const char *text)
{
	struct backup_seal seal;
	struct store_error e;

	if (!backup_seal_parse(text, &seal)) {
		printf("%s: no seal of a copy: %s\n", path, text);
		return EX_USAGE;
	}
	if (backup_settle(path, &seal, &e))
		return EX_OK;
	puts(e.text);
	return e.exit_code;
}
