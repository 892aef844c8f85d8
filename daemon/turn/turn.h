/* turn.h - one turn of the daemon: plan, group, supersede, claim, record.
 *
 * Owns:        what it remembers between turns (which roadmaps were looked
 *              at when, which ways are held); rules and store are borrowed.
 * May touch:   core, load (configuration), store, compose.
 * Never knows: libev, sockets, processes, the clock: `now` is a parameter.
 *
 * srokd drives it with the real or a virtual clock, `srokctl simulate` with a
 * stepped one and a store in memory: the same object files. */
#ifndef SROK_TURN_TURN_H
#define SROK_TURN_TURN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/roadmap.h"
#include "core/wire.h"
#include "core/zone.h"
#include "load/config.h"
#include "store/store.h"

struct turn;

/* store and config are borrowed and outlive the turn. */
struct turn *turn_new(struct store *store, const struct config *config);
void turn_free(struct turn *t);

/* Puts a rule set in force (borrowed until the next call): notes in the store
 * what is new, which begins its own baseline today. False: nothing changed
 * and the old set stays. */
bool turn_set_rules(struct turn *t, const struct ruleset *rules, int64_t now,
    struct store_error *reterr);
const struct ruleset *turn_rules(const struct turn *t);

/* A rule set was refused, with these complaints; the old one stays. While no
 * other is taken, administrators hear of it after a minute, once a day. */
void turn_rules_refused(struct turn *t, int64_t now, const char *complaints,
    size_t nerrors);

/* What a worker answered for a letter; the meaning of outcome and scope is
 * the wire's. reply is borrowed for the call. */
struct turn_result {
	int64_t id;
	enum wire_outcome outcome;
	enum wire_scope scope;
	const char *reply;
	int retry_after_s;      /* 0: not said */
	bool unbegun;           /* the worker died before it began this one */
};

/* A letter to hand over: claimed and committed already. */
struct turn_letter {
	const struct letter_row *row;
	const char *way;        /* "email", "spool" or the webhook's name */
	const char *bytes;      /* the message, or the JSON */
	size_t len;
	const char *from;       /* envelope sender; email and spool */
};

struct turn_input {
	const struct turn_result *results;
	size_t nresults;
	size_t want;            /* letters the workers can take now */
	int64_t run;            /* number of the results file */
};

struct turn_output {
	const struct turn_letter *letters;      /* to hand over */
	size_t nletters;
	size_t planned;         /* letters written in this turn */
	size_t superseded;
	size_t held;            /* by the wave cap: see config */
	size_t given_up;        /* no message can carry them */
	size_t dropped;         /* old letters that lost their words, since
	                         * the look for them began; when it ends */
	const char *const *alarms;      /* told to the administrator, for the
	                         * log: a line in English each */
	size_t nalarms;
};

/* What was said of each rule stays in memory from turn to turn, for one who
 * lets many days pass at once: the daemon plans once a day and gives the
 * memory back. All notices must be written by this turn alone. */
void turn_keep_said(struct turn *t);

/* The clock is doubted since that time (trust.md T4), so many seconds ahead;
 * since 0: it is believed again. Meanwhile answers are recorded and alarms
 * leave, and nothing else: what a wrong day would plan, supersede or drop is
 * not to be had back. */
void turn_doubt(struct turn *t, int64_t now, int64_t since, int64_t leap);

/* One turn in one transaction. Texts live in a. False: nothing was recorded,
 * nothing may be handed over; results must be given again. */
bool turn_run(struct turn *t, int64_t now, const struct turn_input *in,
    struct arena *a, struct turn_output *ret, struct store_error *reterr);

/* Without results turn_run would still write: a sending time is open, old
 * letters are to be looked for, or want > 0 and a letter may leave. Spares
 * idle turns a transaction. */
bool turn_is_due(struct turn *t, int64_t now, size_t want);
/* When to look again: the next sending time of any roadmap after now, or the
 * outbox's next retry, an alarm, or letters that need not be kept. INT64_MAX:
 * never. */
int64_t turn_next(struct turn *t, int64_t now);

/* Writes a letter that asks for nothing, to try the ways: to an address or the
 * name of a webhook, or (NULL) to each administrator. In a transaction of its
 * own; *ret are the letters' numbers, in a. False: EX_DATAERR when it cannot go
 * there, EX_CONFIG when there is no administrator, else what the store says. */
bool turn_test(struct turn *t, int64_t now, const char *to, struct arena *a,
    const int64_t **ret, size_t *ret_n, struct store_error *reterr);

/* The administrators as who hears in place of a body that nobody can reach
 * (remind.h), config->nadministrators of them. Lives in a. */
const struct reach *turn_administrators(struct arena *a,
    const struct config *config);

/* The way a letter leaves by: the spool or mail, or the webhook's name. */
const char *turn_way(const struct turn *t, const struct letter_row *row);

/* Whether the database is a copy put in the place of the one that it was made
 * of, at *ret_from: to be asked before anything is planned. Then, once what
 * was under way is settled, turn_restore holds what waited in it and makes it
 * a database like any other; *ret_held letters are held. */
bool turn_is_restored(struct turn *t, int64_t now, int64_t *ret_from);
bool turn_restore(struct turn *t, int64_t now, size_t *ret_held,
    struct store_error *reterr);

/* Whether letters leave: mail, or the spool, does not stand for longer than an
 * administrator would have heard of it by now. Writes the time down, which
 * proves that the store takes it: false, and *ret is too, when it does not. */
bool turn_is_well(struct turn *t, int64_t now, bool *ret,
    struct store_error *reterr);

/* Local time where the administrators are: in the zone of the first roadmap;
 * the instant at which their next day begins. */
struct zone_time turn_local(const struct turn *t, int64_t now);
int64_t turn_midnight(const struct turn *t, int64_t now);

/* The daily copy of the database could not be made, and why: administrators
 * hear of it, once a day, until one is made. */
void turn_backup_failed(struct turn *t, int64_t now, const char *why);
void turn_backup_made(struct turn *t);

/* The civil day of an instant in a roadmap's zone, and the second of it. */
struct date turn_day(const struct roadmap *r, int64_t now, int *ret_second);

#endif
