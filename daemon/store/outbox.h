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

/* Writes the notices of a letter, live. */
bool notices_add(struct store *s, int64_t letter,
    const struct notice *const *notices, size_t n,
    struct store_error *reterr);
/* Makes their keys free again and keeps them as history. */
bool notices_free(struct store *s, int64_t letter,
    struct store_error *reterr);

#endif
