/* explain.h - a term from its words to its windows and reminders.
 *
 * Owns:        nothing; what is explained is borrowed.
 * May touch:   core: phrase, term, roadmap, evaluate, remind; load (what is a
 *              directory); ctl.
 * Never knows: the log: what was done and said is the story (story.h).
 *
 * A phrase on the command line becomes a rule of a roadmap of its own, so that
 * its windows, effective days and reminders come from the same code as those
 * of a real one. */
#ifndef SROK_CTL_EXPLAIN_H
#define SROK_CTL_EXPLAIN_H

#include "core/phrase.h"
#include "core/remind.h"
#include "core/roadmap.h"
#include "ctl/ctl.h"
#include "ctl/json.h"
#include "ctl/story.h"

struct explain_options {
	const char *rules, *calendar, *body, *socket, *database, *log;
	struct date on, window;
	struct date_span in_force;
	int year;               /* 0: calendar, 1: school */
	int format;             /* enum format */
};

/* What is explained: one debtor of one rule, and the words if there are any. */
struct explained {
	const struct pair *pair;
	const struct wording *wording;
	const struct phrase *phrase;    /* NULL: spelled out */
	const char *text;               /* as given */
	const struct pair_window *windows;
	size_t nwindows;
	struct date on;                 /* who is reached, as on that day */
	const struct story *story;      /* NULL: no log is known */
};

/* Fills windows with those due within the pair's validity, or up to open_end
 * where that has no end. */
void explain_windows(struct ctl *c, struct explained *e,
    struct date open_end);

/* What stands above the term: text, or a value named "rule"; json may be
 * NULL. */
struct explain_head {
	void (*text)(struct ctl *c, const struct explained *e);
	json_t *(*json)(struct ctl *c, const struct explained *e);
};
extern const struct explain_head explain_order;

/* Prints in the shape of --format, in the order of the design: normal form,
 * readings, windows, then reminders, or the story where a log is known. */
void explain_print(struct ctl *c, const struct explained *e, int format,
    const struct explain_head *head);

/* A line of the explanation: its name in the left column, its text. */
void explain_line(struct ctl *c, const char *name, const char *text);

/* The three things that can be explained. */
int explain_phrase(struct ctl *c, const struct explain_options *o,
    const char *text);
int explain_rule(struct ctl *c, const struct explain_options *o,
    const struct ruleset *rules, const struct roadmap *r, const char *item);
int explain_code(struct ctl *c, const char *code, int format);
/* "E0210", "W0201", "0210": a code, not a year. */
bool explain_is_code(const char *text);

#endif
