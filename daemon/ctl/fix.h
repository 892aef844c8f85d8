/* fix.h - the safe edits that complaints carry, applied to rule files.
 *
 * Owns:        the mended bytes, in the command's memory; the files, while
 *              they are written.
 * May touch:   load (reading and replacing files), core's diag; ctl.
 * Never knows: what an edit is about.
 *
 * Nothing but the edits changes: they are made in the bytes of the file. The
 * mended bytes are read again, until no edit is left, before any file is
 * written. */
#ifndef SROK_CTL_FIX_H
#define SROK_CTL_FIX_H

#include <stdbool.h>

#include "core/diag.h"
#include "ctl/complain.h"
#include "ctl/ctl.h"
#include "ctl/rules.h"

struct fix {
	bool dry_run;           /* a diff on standard output, no file written */
	enum complain_format format;    /* of the list of edits */
};

/* Mends the files of paths (not the companions beside them) and lists each
 * edit. diags and *ret_tally are those of what is left. EX_OK, or an exit code
 * after a message. */
int fix_files(struct ctl *c, const struct arguments *paths,
    const struct fix *how, struct diags *diags,
    struct rules_tally *ret_tally);

#endif
