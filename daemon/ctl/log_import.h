/* log_import.h - a log from elsewhere, entered line by line.
 *
 * Owns:        nothing.
 * May touch:   turn's reader of CSV, remote.
 * Never knows: what makes an entry right: the daemon does. */
#ifndef SROK_CTL_LOG_IMPORT_H
#define SROK_CTL_LOG_IMPORT_H

#include "ctl/ctl.h"

/* Reads the whole file first: with a fault in it nothing is entered. Then
 * each line is asked of the daemon; what that refuses is complained of with
 * its place, and the rest goes on. Every line carries a key of its own, so
 * that the same import again enters only what is missing. author is whoever
 * the file does not name. */
int log_import(struct ctl *c, const char *socket, const char *path,
    const char *author);

#endif
