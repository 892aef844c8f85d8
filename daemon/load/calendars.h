/* calendars.h - calendar files, merged by their id (rule-files.md §9).
 *
 * Owns:        nothing; calendars live in the library's arena.
 * May touch:   schema, values, library; core's workcal.
 * Never knows: who uses a calendar. */
#ifndef SROK_LOAD_CALENDARS_H
#define SROK_LOAD_CALENDARS_H

#include "core/workcal.h"
#include "load/library.h"
#include "load/schema.h"
#include "load/tree.h"

/* Collects one file. */
void calendar_read(struct library *lib, const struct tree *tree);
/* Builds all, overlays over what they lie on. */
void calendars_build(struct library *lib);
/* The calendar of that id, or NULL. */
const struct workcal *calendar_get(const struct library *lib,
    const char *id);
/* Any calendar file was read. */
bool calendars_any(const struct library *lib);

extern const struct key_table calendar_table;

#endif
