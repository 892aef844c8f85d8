/* handed_in.h - the result of a deed, from the command line.
 *
 * Owns:        nothing.
 * May touch:   files that are named, turn's evidence (hash of a file).
 * Never knows: what the rule asks for: the daemon checks. */
#ifndef SROK_CTL_HANDED_IN_H
#define SROK_CTL_HANDED_IN_H

#include <jansson.h>

#include "ctl/ctl.h"

/* single is VALUE or @FILE, or NULL; arguments behind the first are
 * NAME=VALUE. *ret is a new value, NULL when nothing was handed in. EX_OK, or
 * an exit code after a message. */
int handed_in(struct ctl *c, const char *single,
    const struct arguments *args, json_t **ret);

#endif
