/* sender.h - a process of srok-send is begun and told its settings.
 *
 * Owns:        nothing: socket and process are the caller's.
 * May touch:   processes, sockets, core/wire, load/config, results.
 * Never knows: letters, libev's loop. */
#ifndef SROK_LOOP_SENDER_H
#define SROK_LOOP_SENDER_H

#include <stdbool.h>
#include <sys/types.h>

#include "loop/workers.h"

/* The way of the heartbeat: no name of a webhook is like that. */
#define SENDER_HEARTBEAT "/heartbeat"

/* Begins one for a way ("email", "spool", a webhook's name) and says hello,
 * with the results file, if there is one, beside it. False when the
 * configuration has no such way any more, or no process could be begun. A
 * hello that cannot be sent shows as the end of the socket. */
bool sender_begin(const struct workers_options *o, const char *way,
    int *ret_fd, pid_t *ret_pid);

#endif
