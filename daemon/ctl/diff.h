/* diff.h - what a change of rule files would change, as a list.
 *
 * Owns:        the list, in the command's arena; both rule sets are borrowed.
 * May touch:   core's roadmap; load (names); rehearse; ctl.
 * Never knows: which files they came from, the log of a real daemon.
 *
 * A rule is known by its inner id, so that a new number is a change of it and
 * not another rule; a window by its DUE; a notice by what makes it unique. */
#ifndef SROK_CTL_DIFF_H
#define SROK_CTL_DIFF_H

#include "core/roadmap.h"
#include "ctl/ctl.h"
#include "load/names.h"

enum diff_what {
	DIFF_ROADMAP, DIFF_RULE, DIFF_WINDOW, DIFF_NOTICE, DIFF_CALENDAR,
	DIFF_BODY,
	DIFF_WHAT_COUNT
};
enum diff_kind {
	DIFF_ADDED, DIFF_REMOVED, DIFF_CHANGED,
	DIFF_MOVED,             /* a window has other days, a notice another */
	DIFF_KIND_COUNT
};

/* Texts that do not apply are "", but was and is are NULL where there is
 * nothing. */
struct diff_change {
	enum diff_what what;
	enum diff_kind kind;
	const char *roadmap, *item;     /* the number it has, or had;
	                         * CALENDAR: its id */
	const char *title;              /* of the rule, to recognise it */
	const char *body;               /* who owes; the body itself */
	struct date due;                /* WINDOW, NOTICE; CALENDAR: its
	                         * first day; else DATE_NONE */
	const char *to;                 /* NOTICE: who would read it */
	const char *field;              /* "when" …; NOTICE: its stage;
	                         * CALENDAR: a span of days, or a year */
	const char *was, *is;
};

struct diff {
	struct ctl *c;
	const struct ruleset *was, *is;
	struct ruleset told_was, told_is;       /* what of them is rehearsed */
	struct date loaded;             /* the old files count as loaded then */
	struct date from, to;           /* the new ones on from; letters of */
	const char *log;                /* CSV of what is done, or NULL */
	struct diff_change *items;
	size_t n, cap;
	struct names notices;           /* "ROADMAP/RULE" -> their changes */
	unsigned letters_was, letters_is;
};

void diff_add(struct diff *d, struct diff_change change);
/* One text that differs; nothing when it is the same. NULL counts as "". */
void diff_field(struct diff *d, struct diff_change about, const char *name,
    const char *was, const char *is);

/* Fields of what stands in both sets. */
void diff_roadmap(struct diff *d, const struct roadmap *was,
    const struct roadmap *is);
void diff_rule(struct diff *d, struct diff_change about,
    const struct roadmap *r, const struct rule *was, const struct rule *is);
void diff_bodies(struct diff *d);
/* Calendars by which a roadmap counts. */
void diff_calendars(struct diff *d);

/* The windows of a rule over the validity, one body after another; either may
 * be NULL. A roadmap without an end is compared until `to`. */
void diff_windows(struct diff *d, struct diff_change about,
    const struct roadmap *rwas, const struct rule *was,
    const struct roadmap *ris, const struct rule *is);

/* Rehearses both: the old files to the end, and the old ones until the
 * morning of `from`, then the new ones, as a daemon would take them; of the
 * roadmaps in told_was and told_is. Keeps the notices that differ in
 * d->notices. EX_OK, or an exit code after a message. */
int diff_rehearse(struct diff *d);
/* Those of one rule, by its inner id. */
void diff_notices(struct diff *d, struct diff_change about,
    const char *roadmap, const char *rule);

void diff_show(struct diff *d, int format);

#endif
