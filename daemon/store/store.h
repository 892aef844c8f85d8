/* store.h - the one SQLite file: what was done, what was said, what goes out.
 *
 * Owns:        the connection and every line of SQL.
 * May touch:   core's types; sqlite3, libsodium (the log's hash chain).
 * Never knows: rules' meaning, the clock, sockets, words of letters.
 *
 * One connection, locking_mode=EXCLUSIVE, WAL, synchronous=FULL, every pragma
 * read back (trust.md Q1-Q10). The log is append-only and chained by hash.
 * Instants are seconds since 1970 on the daemon's clock; days are ISO text. */
#ifndef SROK_STORE_STORE_H
#define SROK_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/entry.h"
#include "core/remind.h"

struct store;

/* What went wrong, for a person: exit_code is of sysexits(3), text names the
 * path and what to do. sqlite is the extended result code, 0 when none. */
struct store_error {
	int exit_code;
	int sqlite;
	char text[512];
};

enum store_mode {
	STORE_DAEMON,           /* reads and writes; makes the file */
	STORE_READ              /* srokctl while the daemon is down; refuses a
	                         * file that is not there */
};

/* Opens path (":memory:" for a simulation). is_virtual: the clock is not the
 * world's; a file says so for ever and the other kind of daemon refuses it.
 * Fails, with an exit code, on: a missing directory or no permission
 * (EX_CANTCREAT/EX_NOPERM), another daemon on it (EX_TEMPFAIL), a newer
 * schema (EX_CONFIG), a file that is not ours or damaged (EX_DATAERR), a full
 * disk (EX_IOERR), a pragma that did not take (EX_SOFTWARE). */
bool store_open(const char *path, enum store_mode mode, bool is_virtual,
    struct store **ret, struct store_error *reterr);
void store_close(struct store *s);      /* NULL is fine */

/* One transaction around the writes of a turn. A failed commit is ambiguous
 * (trust.md D7): the caller hands nothing over and looks again. */
bool store_begin(struct store *s, struct store_error *reterr);
bool store_commit(struct store *s, struct store_error *reterr);
void store_rollback(struct store *s);

/* --- small facts --------------------------------------------------------- */

/* The last `now` of the daemon that wrote here; false when never, or when it
 * cannot be read: then the next store_begin says why. */
bool store_last_now(struct store *s, int64_t *ret);
bool store_set_last_now(struct store *s, int64_t now,
    struct store_error *reterr);

/* The file was written on a virtual clock: its days are not the world's. */
bool store_is_virtual(struct store *s);

/* A named number that outlives the process, e.g. "looked/tambov-2020": the
 * last sending time that was planned. False when it was never set. */
bool store_fact(struct store *s, const char *name, int64_t *ret);
bool store_set_fact(struct store *s, const char *name, int64_t value,
    struct store_error *reterr);

/* The day something from outside was first loaded: kind is "roadmap", "rule",
 * "member" …, id its name. Sets it to today when it is new; *ret is the day
 * that holds, but not one after today (a clock stood ahead then). With
 * STORE_READ nothing is set: what is new is new today. */
bool store_seen(struct store *s, const char *kind, const char *id,
    struct date today, struct date *ret, struct store_error *reterr);

/* All of a kind whose ids begin with a prefix, by what follows it. */
struct seen_row {
	const char *id;         /* without the prefix */
	struct date day;
};
bool store_seen_under(struct store *s, struct arena *a, const char *kind,
    const char *prefix, const struct seen_row **ret, size_t *ret_n,
    struct store_error *reterr);

/* --- the activity log ---------------------------------------------------- */

/* Appends; e->id is ignored, *ret_id is the new one. With a key that was used
 * before nothing is written and *ret_id is that entry's id. */
bool store_entry_add(struct store *s, const struct entry *e, const char *key,
    int64_t *ret_id, struct store_error *reterr);

/* The entry that was written with that key; *ret_id is 0 when the key is
 * new. */
bool store_entry_key(struct store *s, const char *key, int64_t *ret_id,
    struct store_error *reterr);

/* Entries by (roadmap, rule, body, id), texts in a. rule NULL: of the whole
 * roadmap; roadmap NULL: all. */
bool store_entries(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const struct entry **ret, size_t *ret_n,
    struct store_error *reterr);
/* Of one rule those that concern a body, its own and those of the whole rule,
 * by (body, id). */
bool store_entries_of(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const char *body, const struct entry **ret,
    size_t *ret_n, struct store_error *reterr);
/* All that were added after the one of that id, by id; the last id there is,
 * 0: none. */
bool store_entries_after(struct store *s, struct arena *a, int64_t id,
    const struct entry **ret, size_t *ret_n, struct store_error *reterr);
bool store_entry_last(struct store *s, int64_t *ret,
    struct store_error *reterr);
bool store_entry(struct store *s, struct arena *a, int64_t id,
    struct entry *ret, struct store_error *reterr);


/* Walks the hash chain; *ret_broken is the first bad id or 0. */
bool store_verify(struct store *s, int64_t *ret_n, int64_t *ret_broken,
    struct store_error *reterr);

/* --- the outbox ---------------------------------------------------------- */

enum letter_state {
	LETTER_QUEUED, LETTER_CLAIMED, LETTER_PAUSED, LETTER_UNCERTAIN,
	LETTER_SENT, LETTER_GIVEN_UP, LETTER_SUPERSEDED, LETTER_CANCELLED,
	LETTER_HELD, LETTER_STATE_COUNT
};
const char *letter_state_name(enum letter_state state);

enum letter_event {
	LETTER_CLAIM, LETTER_ACCEPTED, LETTER_REFUSED, LETTER_LATER,
	LETTER_UNSURE, LETTER_UNBEGUN, LETTER_DUE_AGAIN, LETTER_REPLACE,
	LETTER_CANCEL, LETTER_HOLD, LETTER_RELEASE, LETTER_EVENT_COUNT
};
/* The state after an event, from one table; LETTER_STATE_COUNT when that
 * cannot be. */
enum letter_state letter_step(enum letter_state state,
    enum letter_event event);

/* A letter as words; bytes are made of it at hand-over, the same every time. */
struct letter_row {
	int64_t id;             /* given by the store; its printed number too */
	const char *key;        /* recipient, channel, sending time: unique */
	const char *recipient;  /* body id */
	enum channel channel;
	const char *address;
	int64_t sending_at;     /* the sending time it belongs to */
	int32_t utc_offset;     /* of the roadmap's zone then, for Date: */
	int64_t created_at, next_at, expires_at;
	enum letter_state state;
	int attempts;
	int64_t run;            /* results file of the claim; 0 none */
	const char *message_id; /* without brackets */
	const char *anchor;     /* Message-ID of its thread, or NULL: itself */
	const char *subject, *text, *html;      /* webhook: text is the JSON;
	                         * NULL: not kept any more */
	const char *to_name;
	const char *last_reply; /* "" when none */
	int64_t changed_at;     /* of its last event; given by the store */
};

/* The next letter number, so that its text can name it; taken inside the
 * transaction that writes it. */
bool store_letter_number(struct store *s, int64_t *ret,
    struct store_error *reterr);

/* Writes a letter (state queued) and the notices it carries; id 0 takes the
 * next number. A notice whose key is live already is a bug of the caller and
 * fails; nothing is left of the letter then. */
bool store_letter_add(struct store *s, const struct letter_row *letter,
    const struct notice *const *notices, size_t n,
    struct store_error *reterr);

/* Claims up to limit letters that are queued or due again at now, oldest
 * sending time first, for results file `run`; full rows in a. With a prefix
 * those alone whose key begins so. */
bool store_letters_claim(struct store *s, struct arena *a,
    const char *prefix, int64_t now, int64_t run, size_t limit,
    const struct letter_row **ret, size_t *ret_n, struct store_error *reterr);

/* Records what happened to a letter: event moves its state, next_at is when
 * to look again (PAUSED, UNCERTAIN; QUEUED too, 0: at once), reply the last
 * line, NULL: the one before stays. EX_SOFTWARE when the event cannot be,
 * EX_DATAERR when there is no such letter; nothing is changed then. */
bool store_letter_event(struct store *s, int64_t id, enum letter_event event,
    int64_t at, int64_t next_at, const char *reply,
    struct store_error *reterr);

/* Letters not begun whose sending time lies before sending_at, or more than a
 * day after now (a clock stood ahead then), and that carry notices:
 * superseded; the notices are free to be said again in that day's words.
 * Paused ones too, but not one that may have arrived in an earlier attempt,
 * nor a held one, nor one with a notice of the kept roadmaps: those are not
 * looked at now, so that nothing would take its place; nor, for the same
 * reason, one whose key begins with STORE_PASSED_ON. Returns how many in
 * *ret_n. */
#define STORE_PASSED_ON "passed on|"
bool store_letters_supersede(struct store *s, const char *const *kept,
    size_t nkept, int64_t sending_at, int64_t now, size_t *ret_n,
    struct store_error *reterr);

/* The earliest next_at of what waits; false when nothing waits. When it
 * cannot be read: 0, and the next store_begin says why. */
bool store_letters_next(struct store *s, int64_t *ret);

/* Claimed letters by run, for recovery at the start (joints.md a); without
 * text and html. */
bool store_letters_claimed(struct store *s, struct arena *a,
    const struct letter_row **ret, size_t *ret_n,
    struct store_error *reterr);

/* Listing for people, newest first, without text and html unless id is given
 * (0: all). state LETTER_STATE_COUNT: any. */
bool store_letters_list(struct store *s, struct arena *a, int64_t id,
    enum letter_state state, size_t limit, const struct letter_row **ret,
    size_t *ret_n, struct store_error *reterr);

/* Letters with notices that came into a state (given up, held) at `from` or
 * later, but before `before`: the first limit of them by that time, without
 * text and html, and how many there are. */
bool store_letters_since(struct store *s, struct arena *a,
    enum letter_state state, int64_t from, int64_t before, size_t limit,
    const struct letter_row **ret, size_t *ret_n, size_t *ret_total,
    struct store_error *reterr);

/* Whatever waits for a channel (address NULL: for any on it) and is due by
 * now is due again at `until`: a way that is held is not tried letter by
 * letter. */
bool store_letters_defer(struct store *s, enum channel channel,
    const char *address, int64_t now, int64_t until,
    struct store_error *reterr);

/* Whatever waits and is due by now, or was tried before, is held for a person;
 * reply says why. Returns how many in *ret_n. */
bool store_letters_hold(struct store *s, int64_t now, const char *reply,
    size_t *ret_n, struct store_error *reterr);

/* How many letters wait for a channel; address NULL: for any on it. */
bool store_letters_waiting(struct store *s, enum channel channel,
    const char *address, size_t *ret, struct store_error *reterr);

/* How many letters an address was written, those aside that were superseded
 * or cancelled. */
struct letter_count {
	const char *address;
	enum channel channel;
	unsigned hour, day;     /* created after hour_from, after day_from */
};
/* Of all addresses written to after day_from, by (address, channel). */
bool store_letters_counts(struct store *s, struct arena *a, int64_t day_from,
    int64_t hour_from, const struct letter_count **ret, size_t *ret_n,
    struct store_error *reterr);

/* Takes the words of letters that were written and came to their end (sent,
 * superseded, cancelled) before an instant out of the file; what was said to
 * whom, when and under which subject stays, and so does what was given up, as
 * a person may still release it. Looks at `limit` letters at most, behind *at,
 * and moves it to the last one; false in *ret_more when no older one is left.
 * *ret_n is how many lost their words. */
bool store_words_drop(struct store *s, int64_t before, size_t limit,
    int64_t *at, size_t *ret_n, bool *ret_more, struct store_error *reterr);

/* A letter has that key; the last sending time until now that letters with
 * notices were written for, INT64_MIN when there is none. */
bool store_letter_known(struct store *s, const char *key, bool *ret,
    struct store_error *reterr);
bool store_sending_last(struct store *s, int64_t now, int64_t *ret,
    struct store_error *reterr);

/* The notices of one letter (id), as identities. */
struct said_row {
	const char *roadmap, *rule;     /* inner id */
	struct said said;
	int64_t letter;
	int64_t at;             /* sending time of its letter */
	enum letter_state state;
};
bool store_letter_notices(struct store *s, struct arena *a, int64_t letter,
    const struct said_row **ret, size_t *ret_n, struct store_error *reterr);

/* What was said of one rule (live notices), by (debtor, due, day). */
bool store_said(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const struct said_row **ret, size_t *ret_n,
    struct store_error *reterr);

/* The same of one debtor of the rule. */
bool store_said_of(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const char *debtor, const struct said_row **ret,
    size_t *ret_n, struct store_error *reterr);

/* The Message-ID of the first letter that told this recipient of this
 * obligation, so that later ones join its thread; NULL when none. In a. */
bool store_anchor(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const char *debtor, struct date due,
    const char *address, const char **ret, struct store_error *reterr);

/* SHA-256 of text as 26 characters of base32 (130 bits), NUL-terminated: the
 * local part of Message-IDs and webhook ids. */
enum { STORE_DIGEST = 27 };
void store_digest(const char *text, char buf[STORE_DIGEST]);

#endif
