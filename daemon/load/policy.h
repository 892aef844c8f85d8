/* policy.h - `remind`: who is told when, key by key (rule-files.md §6).
 *
 * Owns:        nothing.
 * May touch:   schema, values; core's roadmap types.
 * Never knows: where the keys that are not given come from. */
#ifndef SROK_LOAD_POLICY_H
#define SROK_LOAD_POLICY_H

#include "load/schema.h"

/* The defaults of rule-files.md §6. */
struct remind_policy policy_default(void);

/* Lays the keys of a value over what is there already: `none`, or a map. */
void policy_read(struct reader *r, const struct node *n,
    struct remind_policy *policy);

extern const struct key_table policy_table;

#endif
