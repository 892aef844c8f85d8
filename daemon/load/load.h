/* load.h - a directory of rule files into the model, with every complaint.
 *
 * Owns:        what it reads, in the caller's arena.
 * May touch:   files; everything in load; core.
 * Never knows: the log, the day, who asks.
 *
 * Two passes: bodies and calendars of all files first, then the roadmaps that
 * name them. All errors of all files come in one run. */
#ifndef SROK_LOAD_LOAD_H
#define SROK_LOAD_LOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"
#include "core/roadmap.h"
#include "load/config.h"

/* Reads files and directories. A file called srokd.yaml is checked as such,
 * for its complaints alone. Of a directory *.yaml that does not begin
 * with . or #, without subdirectories. A file is read together with the
 * bodies and calendars (not the roadmaps) of its directory: of these
 * companions errors are told, warnings are not. The complaints are sorted.
 * Returns the number of errors; the set may be used only when it is 0 (else a
 * calendar may be missing in it). All
 * lives in a. *ret_digest (or NULL) tells two states of the files apart:
 * names and bytes, in reading order. */
size_t load_rules(struct arena *a, const char *const *paths, size_t npaths,
    const struct config *defaults, struct ruleset *ret, struct diags *diags,
    uint64_t *ret_digest);

/* The digest alone: nothing to do when it is that of what is loaded. */
uint64_t load_digest(const char *const *paths, size_t npaths);

/* The same for files at hand: standard input, tests, fuzzing. */
struct load_file {
	const char *name;       /* as complaints show it */
	const char *bytes;
	size_t len;
	bool companion;
};
size_t load_files(struct arena *a, const struct load_file *files, size_t n,
    const struct config *defaults, struct ruleset *ret,
    struct diags *diags);

/* The files that load_rules reads for these paths, for load_files: companions
 * among them. What cannot be read is complained of. All lives in a. */
size_t load_list(struct arena *a, const char *const *paths, size_t npaths,
    const struct load_file **ret, struct diags *diags);

enum file_kind {
	FILE_ROADMAP, FILE_BODIES, FILE_CALENDAR, FILE_CONFIG,
	FILE_KIND_COUNT
};
struct key_table;
/* The keys of a kind of file, those inside with it. */
const struct key_table *load_table(enum file_kind kind);

#endif
