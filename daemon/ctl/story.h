/* story.h - how a rule stands by a day, who heard what, and why.
 *
 * Owns:        nothing; everything lives in the command's memory.
 * May touch:   core's account; dossier, json, table.
 * Never knows: where the dossier came from, how the term was read.
 *
 * The windows with their states and what they were reached by, the entries
 * with what became of each, and for the windows at hand every letter: sent,
 * coming, or not and why. */
#ifndef SROK_CTL_STORY_H
#define SROK_CTL_STORY_H

#include "ctl/ctl.h"
#include "ctl/dossier.h"
#include "ctl/json.h"

struct story_options {
	const char *body;       /* debtor, group, whoever may hear; or NULL */
	struct date window;     /* DUE of the one whose letters are shown */
};

struct story_window {
	const struct obligation *ob;
	bool at_hand;           /* its letters are told */
	const struct account_line *lines;
	size_t nlines;
};

struct story_pair {
	const struct pair *pair;
	struct date since;      /* written to from that day */
	struct evaluation evaluation;
	struct story_window *windows;   /* of each obligation */
	const struct account_entry *entries;
	size_t nentries;
};

struct story {
	const struct roadmap *roadmap;
	const struct dossier *dossier;
	const char *listener;   /* only what this body hears; NULL: all */
	bool lettered;          /* one debtor was meant: his letters are told */
	struct story_pair *pairs;
	size_t npairs;
};

/* Judges what the options choose. EX_OK, or an exit code after a message. */
int story_read(struct ctl *c, const struct dossier *d,
    const struct story_options *o, struct story *ret);

void story_print(struct ctl *c, const struct story *s);
json_t *story_json(struct ctl *c, const struct story *s);

#endif
