/* roadmap.h - the orders, their rows and the bodies that owe them, as read.
 *
 * Owns:        nothing; a loaded set lives in one arena and is immutable.
 * May touch:   date, workcal, term, zone, diag (places).
 * Never knows: YAML, the log, the day.
 *
 * Every value keeps the place it was read from, so that a later check still
 * points at the cell. Keys and defaults: rule-files.md §2-§8; everything that
 * can come from a heading, the roadmap or the daemon is resolved already. */
#ifndef SROK_CORE_ROADMAP_H
#define SROK_CORE_ROADMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/date.h"
#include "core/diag.h"
#include "core/term.h"
#include "core/workcal.h"

struct zone;                    /* zone.h */

enum language { LANGUAGE_RU, LANGUAGE_EN, LANGUAGE_COUNT };

/* A text in one language or in both; absent ones are NULL. */
struct text {
	const char *in[LANGUAGE_COUNT];
};

/* The text in that language, else in the other, else "". Borrowed. */
const char *text_in(const struct text *t, enum language language);
bool text_given(const struct text *t);

/* --- bodies ------------------------------------------------------------- */

struct body;

enum { GROUP_DEEP = 16 };       /* groups in groups */

struct member {                 /* owes what falls due from..to */
	const struct body *body;
	struct date from, to;   /* DATE_MIN, DATE_MAX when open */
};

/* Where a body is a member; a group that lists it twice stands here twice. */
struct membership {
	const struct body *group;
	const struct member *member;    /* of it */
};

struct contact {
	struct text role, salutation;
	const char *const *email;
	size_t nemail;
	const char *webhook;    /* endpoint's name in srokd.yaml, or NULL */
	int language;           /* enum language, -1: the body's */
	struct date from, to;
	const struct date_span *away;
	size_t naway;
	const struct body *deputy;
};

struct body {
	const char *id;
	struct text name, short_name;   /* short_name: name when not given */
	const char *const *email;
	size_t nemail;
	const char *webhook;
	const struct member *members;   /* a group */
	size_t nmembers;
	const struct membership *groups;        /* that list it */
	size_t ngroups;
	size_t rank;                    /* its place among ruleset's bodies */
	const struct body *part_of, *deputy;
	int language;                   /* -1: the roadmap's */
	struct text salutation;         /* empty: neutral */
	const struct contact *contacts;
	size_t ncontacts;
	struct place place;
};

/* --- rows --------------------------------------------------------------- */

struct order {
	const char *number;     /* NULL: no order */
	struct date date;
	const struct body *by;
	const char *link;
};

enum { BEFORE_MOST = 8 };

struct remind_places {          /* file NULL: the key was not given */
	struct place before, late, escalate;
};

struct remind_policy {          /* rule-files.md §6 */
	bool none;
	bool opens, half, pace, due, closed;
	struct duration before[BEFORE_MOST];    /* longest first */
	size_t nbefore;
	struct duration late;           /* n = 0: none */
	struct duration escalate;       /* n = 0: none */
	const struct remind_places *places;     /* NULL: no key was given */
};

enum responsible_mode {
	RESPONSIBLE_ONE,        /* the first leads: one obligation */
	RESPONSIBLE_EACH,       /* every member, every named body: its own */
	RESPONSIBLE_ANY         /* one, met by the first entry of any member */
};

struct responsible {
	enum responsible_mode mode;
	const struct body *const *leads;        /* ONE, ANY: exactly one */
	size_t nleads;
	const struct body *const *others;       /* co-executors */
	size_t nothers;
};

enum result_kind {
	RESULT_FREE, RESULT_DOCUMENT, RESULT_FILE, RESULT_LINK, RESULT_TEXT,
	RESULT_YES_NO, RESULT_NUMBER, RESULT_PERCENT
};

struct result {
	enum result_kind kind;
	struct text name, unit;
	bool required;
};

struct schedule {               /* dates that come from outside */
	const char *name;
	struct text title;
	const struct body *owner;       /* who is asked for it */
	const struct date_span *dates;  /* those in the file, sorted by last */
	size_t ndates;
	struct place place;
};

struct interpretation {
	const struct body *by;  /* NULL: none */
	struct date date;
	struct text why;
	bool confirmed;         /* no `read`: srok's own reading is confirmed */
};

/* The cells of a row as they stood from a day on. */
struct wording {
	struct date from;               /* DATE_MIN: from the beginning */
	const struct order *order;      /* the amending order, or NULL */
	struct text title;
	struct text short_title;        /* empty: cut from title */
	const char *when;               /* verbatim, or the spelled-out form */
	bool when_is_phrase;            /* verbatim text of the order */
	const struct term *term;
	const struct schedule *schedule;        /* EXTERNAL terms, else NULL */
	struct responsible responsible;
	const struct result *results;
	size_t nresults;
	const char *counted[3];         /* заседание, заседания, заседаний */
	const char *counted_genitive;   /* «заседаний», from the phrase; NULL */
	struct interpretation interpretation;
	struct remind_policy remind;
	const struct body *const *supervisors;  /* escalate:1, :2 … */
	size_t nsupervisors;
	const struct body *accept;              /* NULL: counts at once */
	enum shift shift;
	struct place when_place;
};

struct former_item {            /* a number before a renumbering */
	const char *item;
	struct date until;              /* the last day on which it was its */
};

struct rule {
	const char *id;         /* inner: the first of its renumber chain */
	const char *item;       /* the number it has in the end */
	const struct former_item *formers;      /* by day; mostly none */
	size_t nformers;
	struct text section;
	struct text cite;       /* empty: «п. ITEM» */
	struct text note;
	struct date_span in_force;      /* added..repealed, in the roadmap's */
	const struct wording *wordings; /* by from; at least one */
	size_t nwordings;
	struct place place;
};

struct roadmap {
	const char *id;
	struct text title;
	struct order order;
	struct date_span in_force;      /* last = DATE_MAX: no end */
	const char *timezone;           /* its name, "Asia/Tomsk" */
	const struct zone *zone;
	enum language language;
	const struct workcal *cal;
	bool school;                    /* year: school */
	uint8_t school_first_month, school_first_day;
	uint8_t school_last_month, school_last_day;
	struct duration report_every;   /* n = 0: none; unit MONTH, QUARTER … */
	const struct body *report_to;
	const struct rule *rules;
	size_t nrules;
	struct text note;
	struct place place;
};

/* All that one directory held. */
struct ruleset {
	const struct roadmap *roadmaps;
	size_t nroadmaps;
	const struct body *const *bodies;       /* sorted by id */
	size_t nbodies;
};

/* NULL when there is none of that name. item is the number in the end. */
const struct roadmap *ruleset_roadmap(const struct ruleset *set,
    const char *id);
const struct body *ruleset_body(const struct ruleset *set, const char *id);
const struct rule *roadmap_rule(const struct roadmap *r, const char *item);

/* The number that a rule has on a day: what is read, written or asked for on a
 * day goes by the order as it stands then. Borrowed. */
const char *rule_item(const struct rule *rule, struct date on);
/* The rule that bears a number on a day; else in the end; NULL: none does. */
const struct rule *roadmap_rule_on(const struct roadmap *r, const char *item,
    struct date on);
/* By the names of roadmap and inner id; NULL when it is not there. */
const struct rule *ruleset_rule(const struct ruleset *set,
    const char *roadmap, const char *id);

/* The wording in force on a day: a window belongs to that of its DUE. */
const struct wording *rule_wording(const struct rule *rule, struct date on);

/* The frame that the roadmap gives to its rules' terms: validity of the rule
 * (a repealed one's runs on: pair_windows drops what lapsed), school year,
 * calendar; outside dates from the log are the caller's to add, those in the
 * file come from the wording. */
struct term_frame roadmap_frame(const struct roadmap *r,
    const struct rule *rule);

/* --- who owes: (rule, body) pairs --------------------------------------- */

/* Days on which a body owes by one wording: as long as it is a member, or
 * always. */
struct tenure {
	const struct wording *wording;
	struct date_span days;
};

/* One debtor of one rule, as rule_pairs makes them. With EACH the body is the
 * member; with ANY it is the group; else the lead. */
struct pair {
	const struct roadmap *roadmap;
	const struct rule *rule;
	const struct body *body;
	const struct body *group;       /* EACH: group it owes in, or NULL */
	struct date joined, left;       /* DATE_MIN, DATE_MAX when open */
	const struct tenure *tenures;   /* by wording, then by first day */
	size_t ntenures;
};

/* All pairs of a rule, over all its wordings, in the order of the file; a
 * body once. Lives in a. */
size_t rule_pairs(struct arena *a, const struct roadmap *r,
    const struct rule *rule, const struct pair **ret);

/* The pair of one body, a group only where any of it may do it, without a walk
 * through all others; NULL: it owes nothing of the rule. Lives in a. */
const struct pair *rule_pair(struct arena *a, const struct roadmap *r,
    const struct rule *rule, const struct body *body);

/* The windows of a pair with DUE in the span, each by the wording in force on
 * its DUE and cut at the body's joining; frame gives outside dates. Used by
 * evaluate and by `srokctl plan` alike. At most limit; returns the number. */
struct pair_window {
	struct term_window window;
	const struct wording *wording;
};
size_t pair_windows(struct arena *a, const struct pair *pair,
    const struct term_frame *frame, struct date_span due_in, size_t limit,
    const struct pair_window **ret);

/* --- how a body is reached ---------------------------------------------- */

enum channel { CHANNEL_EMAIL, CHANNEL_WEBHOOK };

struct reach {
	const struct body *body;        /* who is meant */
	const struct body *deputy_for;  /* not NULL: stands in for that body */
	enum channel channel;
	const char *address;            /* addr-spec, or the webhook's name */
	enum language language;
	const char *salutation;         /* NULL: the neutral one */
	bool unreached;         /* the body has no address: it is somebody
	                         * else's, who sees to that */
};

/* Every address of a body on a day: its contacts that are valid and present,
 * else its own addresses, else its deputy's; a group without an address of
 * its own: those of its members. An address once. roadmap_language is what a
 * body without a language of its own reads. Lives in a. */
size_t body_reach(struct arena *a, const struct body *body, struct date on,
    enum language roadmap_language, const struct reach **ret);

#endif
