/* watch.h - the rules directory: did anything in it change, and is it quiet?
 *
 * Owns:        the inotify descriptor and its watches.
 * May touch:   libev, inotify.
 * Never knows: what a rule file says.
 *
 * Editors write, rename, delete and make anew; between two steps a file may
 * be absent or half written. So a change counts after half a second of quiet,
 * five seconds at most, and not while git holds its index (joints.md e). */
#ifndef SROK_LOOP_WATCH_H
#define SROK_LOOP_WATCH_H

#include <stdbool.h>

#include <ev.h>

struct watch;

/* Watches dir and, for the case that it is a link or made anew, its name in
 * its parent. settled is called when a change has come to rest. NULL and errno
 * on failure; the daemon works without. */
struct watch *watch_start(struct ev_loop *loop, const char *dir,
    void (*settled)(void *context), void *context);
void watch_stop(struct watch *w);

/* Whether srok reads a file of that name: "*.yaml", not hidden, not an
 * editor's lock (".#x.yaml"). */
bool watch_is_rule_file(const char *name);

#endif
