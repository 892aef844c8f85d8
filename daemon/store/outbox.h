/* outbox.h - what the files of the outbox share.
 *
 * Owns:        the words of states and channels in the file.
 * May touch:   stmt.
 * Never knows: who sends. */
#ifndef SROK_STORE_OUTBOX_H
#define SROK_STORE_OUTBOX_H

#include "store/stmt.h"

/* Letters that wait for their time, and the few that somebody looks after.
 * A partial index is used only where a query repeats its condition to the
 * letter. */
#define WAITING "state IN ('queued', 'paused', 'uncertain')"
#define WATCHED \
	"state IN ('claimed', 'paused', 'uncertain', 'given up', 'held')"

const char *channel_word(enum channel channel);
enum channel stmt_get_channel(struct stmt *st, int column);
enum letter_state stmt_get_state(struct stmt *st, int column);

/* The number that the bound statement selects; ends it. */
bool stmt_count(struct stmt *st, size_t *ret, struct store_error *reterr);

/* What an event needs to know of a letter, and what it changes. */
struct delivery {
	int64_t id;             /* of the letter */
	enum letter_state state;
	int64_t next_at;
	int64_t attempts;
	int64_t run;
	int64_t doubt;          /* an attempt may have arrived */
};
#define DELIVERY "letter, state, next_at, attempts, run, doubt"

struct deliveries {
	struct delivery *rows;
	size_t n, cap;
};

/* All rows of a bound statement that selects DELIVERY; ends it. */
bool deliveries_read(struct stmt *st, struct arena *a,
    struct deliveries *ret, struct store_error *reterr);
/* The state after the event, by the table and the doubt. */
bool delivery_step(const struct delivery *l, enum letter_event event,
    enum letter_state *ret, struct store_error *reterr);
/* Takes the step and writes it down, with all that follows from it. reply
 * NULL: the last one stays. Inside a unit. */
bool delivery_move(struct store *s, struct delivery *l,
    enum letter_event event, int64_t at, int64_t next_at, const char *reply,
    struct store_error *reterr);

/* Writes the notices of a letter, live. */
bool notices_add(struct store *s, int64_t letter,
    const struct notice *const *notices, size_t n,
    struct store_error *reterr);
/* Makes their keys free again and keeps them as history. */
bool notices_free(struct store *s, int64_t letter,
    struct store_error *reterr);

#endif
