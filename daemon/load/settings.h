/* settings.h - srokd.yaml from memory, and its table of keys.
 *
 * Owns:        nothing; texts live in the arena it is given.
 * May touch:   schema, config.
 * Never knows: files. */
#ifndef SROK_LOAD_SETTINGS_H
#define SROK_LOAD_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>

#include "load/config.h"
#include "load/schema.h"

/* As config_load, for bytes at hand; path names them in complaints. */
bool config_read(struct arena *a, const char *path, const char *bytes,
    size_t len, struct config *ret, struct diags *diags);

extern const struct key_table config_table;

#endif
