/* notifier.h - one way out of the house, as the worker sees it.
 *
 * Owns:        nothing; a notifier's state is its own, from open to close.
 * May touch:   core/str, core/wire, mark.
 * Never knows: the socket to the core; the other ways.
 *
 * A worker serves one way until it ends: open once, send many, close. */
#ifndef SROK_NOTIFIER_H
#define SROK_NOTIFIER_H

#include "core/str.h"
#include "core/wire.h"
#include "mark.h"

struct notifier {
	const char *name;
	/* Gets ready by these settings, whose texts stay until close. NULL,
	 * with the reason for the administrator in *reterr, when they cannot
	 * work; no connection is made yet. */
	void *(*open)(const struct wire_hello *hello, struct str *reterr);
	/* Tries once to deliver, and says outcome, scope, reply and
	 * retry_after in *ret (its id and attempt are the caller's). Marks
	 * DOT where a repeat could be a second letter. */
	void (*send)(void *self, const struct wire_job *job,
	    const struct marks *marks, struct wire_answer *ret);
	void (*close)(void *self);
};

extern const struct notifier spool_notifier;
extern const struct notifier email_notifier;
extern const struct notifier webhook_notifier;

#endif
