/* notify.h - what systemd is told, and what it asks for.
 *
 * Owns:        nothing.
 * May touch:   the variables NOTIFY_SOCKET, WATCHDOG_USEC, WATCHDOG_PID; one
 *              AF_UNIX datagram per call.
 * Never knows: what the states mean to the daemon.
 *
 * The protocol of sd_notify(3): one datagram of VARIABLE=value lines. Without
 * a socket in the environment every call does nothing. */
#ifndef SROK_LOOP_NOTIFY_H
#define SROK_LOOP_NOTIFY_H

#include <stdbool.h>

/* Sends the lines; false when nobody listens. */
bool notify_send(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* RELOADING=1 with the clock that systemd >= 253 wants in the same datagram
 * (trust.md S5). */
void notify_reloading(void);

/* Seconds between two pings (half of WatchdogSec), 0 when none is wanted. */
double notify_watchdog_s(void);

#endif
