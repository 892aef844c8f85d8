/* dated.h - the windows of an outside schedule, from the command line.
 *
 * Owns:        nothing.
 * May touch:   files that are named (ctl/ics_file.h).
 * Never knows: what the rule is, what was entered before. */
#ifndef SROK_CTL_DATED_H
#define SROK_CTL_DATED_H

#include "core/date.h"
#include "ctl/ctl.h"

/* What comes from a file has a key of its own, so that the file may be entered
 * again when it has grown. */
struct dated {
	struct date_span days;
	const char *note, *key;         /* NULL: as given */
};

/* Arguments behind the first, the rule: a day, a span, or a file *.ics, of
 * which the events of a year are read (0: this year's and the next's). Body,
 * or NULL, is part of the keys. *ret is c's. EX_OK, or an exit code after a
 * message. */
int dated_read(struct ctl *c, const struct arguments *args, const char *body,
    long year, const struct dated **ret, size_t *ret_n);

#endif
