/* ics_file.h - an .ics file of the command line, as spans of days.
 *
 * Owns:        nothing; spans live in the command's memory.
 * May touch:   load's ical and file; complain.
 * Never knows: whether they are holidays or somebody's schedule. */
#ifndef SROK_CTL_ICS_FILE_H
#define SROK_CTL_ICS_FILE_H

#include "ctl/ctl.h"
#include "load/ical.h"

/* The name ends with .ics. */
bool ics_file_is(const char *path);

/* The events of one year; of 0, of this year and the next, which is said. They
 * are cut to these years. EX_OK, or an exit code after complaints: also when
 * there is none. */
int ics_file_read(struct ctl *c, const char *path, long year,
    const struct ical_span **ret, size_t *ret_n);

#endif
