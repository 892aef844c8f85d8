/* log.h - one line per event on standard error.
 *
 * Owns:        whether the journal listens (set once by log_open).
 * May touch:   standard error.
 * Never knows: what a secret or a token is: callers never pass one.
 *
 * Under the journal each line begins with its <priority>; elsewhere with its
 * level. Facts follow as key=value. Core stays silent, the edge logs once. */
#ifndef SROK_LOOP_LOG_H
#define SROK_LOOP_LOG_H

#include <stdbool.h>

enum log_level { LOG_LEVEL_CRIT, LOG_LEVEL_ERR, LOG_LEVEL_WARN,
	LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

/* journal: standard error goes to systemd's journal. */
void log_open(bool journal, enum log_level most);

void log_crit(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_err(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
