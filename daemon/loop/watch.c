#include "loop/watch.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "core/alloc.h"
#include "loop/clock.h"

static const double QUIET_S = 0.5, LONGEST_S = 5.;

/* Not CREATE and MODIFY: those see half-written files. */
enum {
	INSIDE = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE,
	AROUND = IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_MOVED_FROM
};

struct watch {
	struct ev_loop *loop;
	char *dir, *parent, *name;
	int fd, wd_dir, wd_parent;
	ev_io io;
	ev_timer quiet;
	double first_change;            /* monotonic; 0: nothing pending */
	void (*settled)(void *context);
	void *context;
};

bool
watch_is_rule_file(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && name[0] != '.' && name[0] != '#' &&
	    strcmp(name + n - 5, ".yaml") == 0;
}

static void
add_dir(struct watch *w)
{
	w->wd_dir = inotify_add_watch(w->fd, w->dir, INSIDE | IN_ONLYDIR);
}

/* "a/b/" is b in a; "b" is b in "."; "/" has no parent worth watching. */
static void
split(struct watch *w)
{
	char *slash;
	size_t n = strlen(w->dir);

	while (n > 1 && w->dir[n - 1] == '/')
		w->dir[--n] = '\0';
	slash = strrchr(w->dir, '/');
	w->name = xstrdup(slash ? slash + 1 : w->dir);
	if (!slash)
		w->parent = xstrdup(".");
	else
		w->parent = xstrndup(w->dir, slash == w->dir ? 1 :
		    (size_t)(slash - w->dir));
}

/* git deletes and re-creates files one by one while it holds its index. */
static bool
git_is_at_work(const struct watch *w)
{
	char path[PATH_MAX];
	int n = snprintf(path, sizeof(path), "%s/.git/index.lock", w->dir);

	return n > 0 && (size_t)n < sizeof(path) && access(path, F_OK) == 0;
}

static void
on_quiet(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct watch *w = timer->data;

	(void)events;
	if (git_is_at_work(w) &&
	    clock_monotonic() - w->first_change < LONGEST_S) {
		ev_timer_set(timer, QUIET_S, 0.);
		ev_timer_start(loop, timer);
		return;
	}
	w->first_change = 0;
	w->settled(w->context);
}

static void
note_change(struct watch *w)
{
	double now = clock_monotonic(), wait = QUIET_S;

	if (w->first_change <= 0)
		w->first_change = now;
	if (now - w->first_change + wait > LONGEST_S)
		wait = LONGEST_S - (now - w->first_change);
	ev_timer_stop(w->loop, &w->quiet);
	ev_timer_set(&w->quiet, wait > 0 ? wait : 0., 0.);
	ev_timer_start(w->loop, &w->quiet);
}

static void
take_event(struct watch *w, const struct inotify_event *e)
{
	const char *name = e->len ? e->name : "";

	if (e->mask & IN_Q_OVERFLOW) {
		note_change(w);
	} else if (e->wd == w->wd_parent && strcmp(name, w->name) == 0) {
		add_dir(w);     /* made anew, or its link switched */
		note_change(w);
	} else if (e->wd == w->wd_dir && (e->mask & IN_IGNORED)) {
		add_dir(w);
		note_change(w);
	} else if (e->wd == w->wd_dir && watch_is_rule_file(name)) {
		note_change(w);
	}
}

static void
on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	_Alignas(struct inotify_event) char buf[8192];
	struct watch *w = io->data;
	ssize_t n;

	(void)loop;
	(void)events;
	while ((n = read(w->fd, buf, sizeof(buf))) > 0) {
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e =
			    (const struct inotify_event *)(void *)(buf + at);

			take_event(w, e);
			at += (ssize_t)(sizeof(*e) + e->len);
		}
	}
}

struct watch *
watch_start(struct ev_loop *loop, const char *dir,
    void (*settled)(void *context), void *context)
{
	struct watch *w = xcalloc(1, sizeof(*w));

	w->loop = loop;
	w->dir = xstrdup(dir);
	w->settled = settled;
	w->context = context;
	split(w);
	ev_io_init(&w->io, on_readable, -1, EV_READ);
	ev_timer_init(&w->quiet, on_quiet, QUIET_S, 0.);
	w->quiet.data = w->io.data = w;
	w->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (w->fd < 0) {
		int saved = errno;

		watch_stop(w);
		errno = saved;
		return NULL;
	}
	add_dir(w);
	w->wd_parent = inotify_add_watch(w->fd, w->parent,
	    AROUND | IN_ONLYDIR);
	ev_io_set(&w->io, w->fd, EV_READ);
	ev_io_start(loop, &w->io);
	return w;
}

void
watch_stop(struct watch *w)
{
	if (!w)
		return;
	ev_io_stop(w->loop, &w->io);
	ev_timer_stop(w->loop, &w->quiet);
	if (w->fd >= 0)
		close(w->fd);
	free(w->dir);
	free(w->parent);
	free(w->name);
	free(w);
}
