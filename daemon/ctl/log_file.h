/* log_file.h - a log as a file: what an import and a rehearsal read.
 *
 * Owns:        nothing; lines and numbers live in the command's arena.
 * May touch:   the file, load (names), turn's reader of CSV.
 * Never knows: who enters the lines, and when. */
#ifndef SROK_CTL_LOG_FILE_H
#define SROK_CTL_LOG_FILE_H

#include "ctl/ctl.h"
#include "load/names.h"
#include "turn/deed.h"

/* A line that cannot be entered: the code of its complaint. */
enum { LOG_FILE_CODE = 121 };

/* All lines, or an exit code: EX_DATAERR with complaints in diags, others
 * after a message. */
int log_file_read(struct ctl *c, const char *path,
    const struct deed_line **ret, size_t *ret_n, struct diags *diags);

/* The log's number of the line that this one is about, 0 when it is about
 * none. False, and a complaint, when no line of that id was entered, or
 * several were. */
bool log_file_ref(const struct names *ids, const struct deed_line *line,
    struct diags *diags, int64_t *ret);
/* Remembers the number that a line was entered as. */
void log_file_keep(struct ctl *c, struct names *ids,
    const struct deed_line *line, int64_t entry);

#endif
