/* complain.h - complaints of files and phrases, for a person or an editor.
 *
 * Owns:        nothing.
 * May touch:   core's diag; standard error.
 * Never knows: what was read. */
#ifndef SROK_CTL_COMPLAIN_H
#define SROK_CTL_COMPLAIN_H

#include <stdbool.h>

#include "core/diag.h"
#include "ctl/ctl.h"

enum complain_format { COMPLAIN_FULL, COMPLAIN_SHORT, COMPLAIN_JSON };

/* All of them on standard error, sorted, in colour where that is wanted. */
void complain(struct ctl *c, struct diags *diags,
    enum complain_format format);

/* "E0201", in the command's memory. */
const char *complain_code(const struct ctl *c, const struct diag *d);

/* Colour goes to terminals alone, and not to those that ask for none. */
bool color_wanted(int fd);

#endif
