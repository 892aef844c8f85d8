/* ics.h - lines of a calendar file (RFC 5545).
 *
 * Owns:        nothing.
 * May touch:   core's date and str.
 * Never knows: what the events are. */
#ifndef SROK_CTL_ICS_H
#define SROK_CTL_ICS_H

#include "core/date.h"
#include "core/str.h"

/* A content line as it is: folded to 75 octets between characters, ended by
 * CR LF (section 3.1). */
void ics_line(struct str *out, const char *line);
/* "NAME:text" with the text's commas, semicolons, backslashes and line ends
 * escaped (section 3.3.11). */
void ics_text(struct str *out, const char *name, const char *text);
/* "NAME;VALUE=DATE:20220601". */
void ics_day(struct str *out, const char *name, struct date d);

#endif
