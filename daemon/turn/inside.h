/* inside.h - what the files of this room share; nobody else includes it. */
#ifndef SROK_TURN_INSIDE_H
#define SROK_TURN_INSIDE_H

#include "compose/alarm.h"
#include "compose/compose.h"
#include "core/str.h"
#include "turn/standing.h"
#include "turn/turn.h"

/* What was said of a rule, read once and dropped when more is said. */
struct said_kept {
	struct said_kept *next;         /* of all that were read */
	struct arena *arena;            /* owned; NULL: not read */
	bool stale;     /* read again the next time; who has it, keeps it */
	const struct said_row *rows;
	const struct said *said;        /* the same */
	size_t n;
};

enum { PAIRS_KEPT = 1000 };

/* Whose a large rule's pairs are: rules of one group, a country's, have that
 * in common. */
struct members {
	const uint32_t *ranks;          /* of the bodies, by pair */
	const uint32_t *places;         /* of the pairs, by rank; NOWHERE */
	size_t n;
};
#define NOWHERE UINT32_MAX

/* Of one rule, kept while a rule set is in force: who owes it, and since when
 * each of that has been known (seen.c). */
struct rule_cache {
	const struct pair *pairs;       /* NULL: more than PAIRS_KEPT */
	size_t npairs;
	const struct date *baselines;   /* of each pair, for evaluate */
	const struct since *since;      /* by wordings */
	struct date baseline;           /* of the roadmap */
	int reach_days;                 /* how far stages lie before START */
	struct said_kept said;          /* only where turn_keep_said is */
	/* wake.c: nothing of a pair changes before that day, DATE_MIN: it may
	 * have; the earliest of these; one touches all (quiet.h). */
	struct date *until;
	struct date first;
	bool shared;
	const struct members *members;  /* where pairs are not kept */
};

/* What is kept of a rule set while it is in force. */
struct known {
	struct arena *arena;            /* owned; holds the rest */
	struct rule_cache **rules;      /* by roadmap, by rule */
	struct said_kept *said;         /* those that were read, in rules */
	int64_t *looked;        /* by roadmap: last sending time planned */
	int64_t heard;          /* the last entry that woke its pair, or … */
};
/* … nothing was planned yet by these rules: all pairs are awake. */
enum { HEARD_NOTHING = -1 };

/* A way that stands so long is an alarm (trust.md D15). */
enum { ALARM_WAY_S = 30 * 60 };

struct way {                    /* how letters leave */
	const char *name;
	int64_t since;                  /* it does not work since; 0: it does */
	int64_t until;                  /* nothing is tried before */
	int failures;                   /* in a row */
	int64_t probe;                  /* the one letter under way; 0 */
	int64_t deferred;               /* what waits was put off then */
	int64_t minute;                 /* the one being counted began then */
	int64_t later;                  /* the one that fills up next */
	unsigned in_minute, in_later;
	char reply[160];                /* the last one, of a fault */
	bool changed;                   /* since it was saved */
};

/* Rules that did not load: what the administrator has to hear. */
struct refused {
	char *text;                     /* owned; NULL: all is well */
	size_t nerrors;
	int64_t at;
};

struct turn {
	struct store *store;            /* borrowed */
	const struct config *config;    /* borrowed */
	const struct ruleset *rules;    /* borrowed; NULL before the first */
	struct known known;
	struct way *ways;               /* owned; the first is mail's */
	size_t nways;
	struct refused refused;
	struct {                        /* copies of the database fail */
		char *why;              /* owned; NULL: they do not */
		int64_t since;
	} unsaved;
	struct {                        /* the clock is not believed */
		int64_t since;          /* by that clock; 0: it is */
		int64_t leap;           /* so many seconds ahead */
		int64_t look;           /* alarms that wait are looked for */
	} doubt;
	int64_t rules_at;               /* the rules hold since */
	struct str capped;              /* addresses that had enough letters */
	size_t ncapped;
	int64_t alarm_next;             /* there may be an alarm; INT64_MAX */
	struct {                        /* words of old letters (keep.c) */
		int64_t next;           /* look for some; INT64_MAX: never */
		int64_t at;             /* the letter looked at last */
		size_t dropped;         /* since the look began */
	} keep;
	struct {                        /* restored.c */
		int64_t from;           /* the copy was made then */
		int64_t at;             /* … and took the place of its
		                         * original; INT64_MIN: never */
	} restored;
	bool keeps_said;
};

/* standing.c */
struct rule_cache *find_cache(const struct turn *t, const struct roadmap *r,
    const struct rule *rule);
/* More was said of a pair's rule; of any rule. */
void said_forget(struct turn *t, const struct pair *pair);
void said_forget_all(struct turn *t);
/* Gives the memory back. */
void said_free_all(struct turn *t);

/* A rule's entries, taken apart: where those of each body lie, by its rank;
 * the whole rule's come first. */
struct shares {
	const struct entry *entries;
	size_t nwhole;
	struct share {
		size_t first, end;
	} *of;
};
void share_out(struct arena *a, const struct ruleset *rules,
    const struct entry *entries, size_t n, struct shares *ret);
size_t share_of(struct arena *a, const struct shares *s,
    const struct pair *pair, const struct entry *const **ret);
/* As far ahead as stages reach, or further. */
struct date horizon_of(const struct rule_cache *cache, struct date today,
    struct date until);
/* Those of a large rule are laid out for each look: a country's would fill
 * the memory. */
const struct pair *pairs_of(struct arena *a, const struct roadmap *r,
    const struct rule *rule, const struct rule_cache *cache);
/* What was said of a rule, or of these pairs of it alone (NULL: all), which
 * share no debtor; as kept where turn_keep_said is. */
bool rule_said(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, const struct pair *only, size_t nonly,
    struct said_kept *ret, struct store_error *reterr);

/* wake.c: all pairs; those that the log speaks of since the last time. */
void wake_all(struct turn *t);
bool wake_logged(struct turn *t, struct store_error *reterr);
/* The body of a pair, by its place in the rule; the place of a body's pair,
 * NOWHERE: it owes nothing of the rule. */
const struct body *pair_body(const struct turn *t,
    const struct rule_cache *cache, size_t pair);
size_t pair_place(const struct rule_cache *cache, const struct body *body);

/* touched.c: the pairs of a rule that a day touches, or all of them. */
struct touched {
	const struct roadmap *roadmap;
	const struct rule *rule;
	struct date day;
	const uint32_t *places;         /* in the rule, ascending */
	size_t n;
};
/* Fill in the places, in a, and return their number. */
size_t touched_on(struct arena *a, const struct rule_cache *cache,
    struct touched *t);
size_t touched_all(struct arena *a, const struct rule_cache *cache,
    struct touched *t);
/* They were looked at, and this is to be said of them. */
void touched_again(struct rule_cache *cache, const struct touched *t,
    const struct standing_rule *s, const struct notice *notices, size_t n);

/* turn.c */
bool turn_open_sending_time(const struct turn *t, size_t roadmap, int64_t now,
    struct date *ret_day, int64_t *ret_at);

/* The next one of r after now; INT64_MAX: a year of days off. */
int64_t turn_next_sending_time(const struct turn *t, const struct roadmap *r,
    int64_t now);

/* entries.c: what a rule is judged by: its own entries and, where it shares a
 * schedule by name with other rows, the dates that were entered for those. With
 * a body, of its own those alone that concern it. By body and id, as
 * pair_entries wants them; all in a. */
bool rule_entries(struct turn *t, struct arena *a, const struct roadmap *r,
    const struct rule *rule, const char *body, const struct entry **ret,
    size_t *ret_n, struct store_error *reterr);

/* Both name one schedule: dates entered for one are the other's too. */
bool rules_share_schedule(const struct rule *a, const struct rule *b);

/* plan.c: writes the letters of every sending time that is open at now. */
bool plan(struct turn *t, int64_t now, struct arena *a,
    struct turn_output *ret, struct store_error *reterr);
/* After a failed transaction: what was planned is read from the store anew. */
void plan_forget(struct turn *t);

/* group.c: notices of one sending time into letters in the outbox. */
struct planned {
	const struct notice *notice;
	bool doubtful;                          /* it may have been said */
	const struct standing_rule *rule;       /* said rows for the history */
	struct date day;                        /* of sending, in its zone */
};
bool group_and_write(struct turn *t, int64_t now, int64_t sending_at,
    struct planned *notices, size_t n, struct arena *a,
    struct turn_output *ret, struct store_error *reterr);
const char *hook_shaped(const struct turn *t, struct arena *a,
    const struct letter_row *row, const struct words *words,
    const char *standard);
/* The address had as many letters of late as it may get (trust.md D10): n
 * notices are put off, and the administrator will hear of that. */
bool address_has_enough(struct turn *t, int64_t now, const struct reach *to,
    size_t n, struct arena *a, bool *ret, struct store_error *reterr);

/* alarm.c: writes what administrators must hear now. */
bool alarm_look(struct turn *t, int64_t now, struct arena *a,
    struct turn_output *ret, struct store_error *reterr);
/* alarm_letter.c: one letter to each administrator, with all that his way can
 * tell; nothing when n is 0. In the zone that administrators read times in. */
struct raised {
	struct alarm alarm;
	const char *way;        /* that stands: it cannot tell of itself; or
	                         * NULL */
};
bool alarm_write_all(struct turn *t, int64_t now, const struct raised *alarms,
    size_t n, struct arena *a, struct store_error *reterr);
const struct zone *alarm_zone(const struct turn *t);
/* There may be an alarm at that time. */
void alarm_at(struct turn *t, int64_t at);
void alarm_rules_taken(struct turn *t, int64_t now);
/* Alarms are letters without notices; an administrator is no body. */
#define ALARM_KEY "alarm|"
#define ALARM_RECIPIENT "administrator"
bool is_alarm(const struct letter_row *row);

/* ahead.c: what a clock that stood more than a day ahead has left behind must
 * not silence the days that come again. */
bool ahead_forget(struct turn *t, int64_t now, struct store_error *reterr);

/* restored.c */
void restored_init(struct turn *t);
/* What is planned first of a roadmap may have been said; such a letter is held
 * for a person. */
bool restored_doubts(const struct turn *t, size_t roadmap);
bool restored_hold(struct turn *t, int64_t now, int64_t letter,
    struct store_error *reterr);
#define RESTORED_HELD "restored/held"   /* a fact: when letters were */

/* keep.c: words of letters older than keep.letters leave the file, some in
 * each turn. */
void keep_init(struct turn *t);
bool keep_look(struct turn *t, int64_t now, struct turn_output *ret,
    struct store_error *reterr);

/* deputy.c: an address refused a letter for good: whoever stands in for it is
 * written to (trust.md D16), unless he was told the same already. Such a
 * letter is no part of a sending time and none supersedes it. */
bool deputy_tell(struct turn *t, int64_t now, const struct letter_row *row,
    const char *reply, struct arena *a, struct store_error *reterr);

/* retry.c */
struct retry {
	enum letter_event event;
	int64_t next_at;
};
void retry_after(struct turn *t, int64_t now, const struct letter_row *row,
    const struct turn_result *result, struct retry *ret);
/* What its address did before may give the letter up; notes what it does. */
bool retry_address(struct turn *t, struct arena *a, int64_t now,
    const struct letter_row *row, const struct turn_result *result,
    struct retry *ret, struct store_error *reterr);
/* When the row may leave: now, or when its way lets it, within its
 * recipient's hours. */
int64_t retry_earliest(struct turn *t, int64_t now,
    const struct letter_row *row);
/* What the receiver asked for, in seconds: a day at most; 0: nothing. */
int retry_asked(const struct turn_result *result);

/* way.c */
void ways_init(struct turn *t);
/* After a failed transaction: as the store has them. */
void ways_load(struct turn *t);
bool ways_save(struct turn *t, struct arena *a, struct store_error *reterr);
bool way_is_mail(const struct turn *t, const struct way *w);
/* When the way takes the row; it does not, nor any other one; the row leaves;
 * it was answered. */
int64_t way_earliest(struct turn *t, int64_t now,
    const struct letter_row *row);
bool way_defer(struct turn *t, int64_t now, const struct letter_row *row,
    struct store_error *reterr);
void way_leaves(struct turn *t, int64_t now, const struct letter_row *row);
void way_answered(struct turn *t, int64_t now, const struct letter_row *row,
    const struct turn_result *result);

#endif
