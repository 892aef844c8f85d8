/* bodies.h - who they are and how they are reached (rule-files.md §8).
 *
 * Owns:        nothing; bodies live in the library's arena.
 * May touch:   schema, library; core's roadmap types.
 * Never knows: who owes what.
 *
 * Bodies name each other across files, so reading goes in two steps: first
 * all ids, then what stands under them. */
#ifndef SROK_LOAD_BODIES_H
#define SROK_LOAD_BODIES_H

#include "load/library.h"
#include "load/schema.h"
#include "load/tree.h"

/* Enters the ids of one file. */
void bodies_enter(struct library *lib, const struct tree *tree);
/* Reads what stands under them. Of a companion only what a roadmap needs is
 * said in the end (load.h). */
void bodies_read(struct library *lib, const struct tree *tree,
    bool companion);
/* Lets each body know its place among all and the groups that list it; when
 * all files are read. */
void bodies_note_places(struct library *lib);
/* Circles of members, deputies, part_of; when all files are read. */
void bodies_check(struct library *lib);
extern const struct key_table bodies_file_table;

#endif
