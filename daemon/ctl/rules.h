/* rules.h - the rule files that a command works on.
 *
 * Owns:        the arena of what was read.
 * May touch:   load; complain.
 * Never knows: what the rules are wanted for. */
#ifndef SROK_CTL_RULES_H
#define SROK_CTL_RULES_H

#include "core/roadmap.h"
#include "ctl/ctl.h"

struct rules {
	struct arena *arena;            /* owned; NULL: nothing was read */
	const struct ruleset *set;
};

/* The directory that a command reads when none is named: that of srokd.yaml,
 * else ./rules, else the usual one. */
const char *rules_directory(const struct ctl *c, const char *given);

/* Reads a directory whole. EX_OK; else an exit code, after complaints of
 * errors on standard error. Warnings are only counted there: `check` shows
 * them. ctl_configure comes before it. */
int rules_read(struct ctl *c, const char *dir, struct rules *ret);
void rules_done(struct rules *r);

/* The roadmap that is likely meant by a name that none has: ctl_meant. */
const char *rules_meant(const struct ctl *c, const struct ruleset *set,
    const char *name);

struct rules_tally {
	size_t roadmaps, rules;
};

/* All paths are there and can be read: EX_OK, else an exit code after a
 * message. */
int rules_there(const struct ctl *c, const struct arguments *paths);
struct rules_tally rules_count(const struct ruleset *set);

/* Reads files and directories for their complaints alone: a file with the
 * bodies and calendars beside it (load.h). EX_OK whatever they are, else (one
 * is not there) an exit code after a message. */
int rules_check(struct ctl *c, const struct arguments *paths,
    struct diags *diags, struct rules_tally *ret);

/* A calendar of the directory by its id; NULL: the configuration's, where the
 * directory has it, else Monday to Friday. It lives as long as *ret does. */
int rules_calendar(struct ctl *c, const char *dir, const char *id,
    struct rules *ret, const struct workcal **ret_cal);

/* "ROADMAP/ITEM" split at its slash; NULL and nothing written when it has
 * none. */
const char *rules_split(struct ctl *c, const char *name,
    const char **ret_item);

#endif
