/* serve.h - the life of a worker: hello, letters one by one, the end.
 *
 * Owns:        the socket to the core and the results descriptor.
 * May touch:   core/wire, notifier, mark; sockets, alarm, signals.
 * Never knows: how a letter is delivered. */
#ifndef SROK_SERVE_H
#define SROK_SERVE_H

/* Serves the core on fd, a SOCK_SEQPACKET socket (core/wire.h has the talk),
 * until it says the end. Returns an exit code of sysexits(3). SIGTERM ends
 * the process at once while it waits, and after the letter in hand
 * otherwise. */
int serve(int fd);

#endif
