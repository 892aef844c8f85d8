/* white.h - white space that YAML does not take for white space.
 *
 * Owns:        nothing; a mended source lives in the arena it is given.
 * May touch:   libyaml's parser; source, look; core's arena and diag.
 * Never knows: nodes, keys.
 *
 * Tabs in the indentation and no-break spaces around a colon look right and
 * read wrong: the line would become a text, its neighbours errors. They are
 * complained of once, each with its edit, and the file is read as it looks. */
#ifndef SROK_LOAD_WHITE_H
#define SROK_LOAD_WHITE_H

#include "load/source.h"

/* Mends a source that is not split yet, only where YAML reads structure: the
 * inside of quoted and block texts stays. A tab is mended when the file reads
 * in one way alone, whatever number of spaces it stands for. */
void white_mend(struct source *s, struct arena *a, struct diags *diags);

#endif
