/* A database that is a copy, put in the place of the one it was made of.
 *
 * What that one said since then nobody here knows: to say it again would be a
 * flood, and late. So what waited in the copy, and what is planned first for a
 * sending time that had passed, is held for a person, who has the relay's log
 * (trust.md Q9). Later sending times go on as ever; where no sending time has
 * passed nothing is planned that could have been said. */
#include "store/backup.h"
#include "turn/inside.h"

static const char from_fact[] = "restored/from", at_fact[] = "restored/at";
static const char held_fact[] = RESTORED_HELD;
static const char why[] = "restored from a copy: it may have been sent";

void
restored_init(struct turn *t)
{
	t->restored.from = t->restored.at = INT64_MIN;
	if (!store_fact(t->store, from_fact, &t->restored.from) ||
	    !store_fact(t->store, at_fact, &t->restored.at))
		t->restored.from = t->restored.at = INT64_MIN;
}

bool
turn_is_restored(struct turn *t, int64_t now, int64_t *ret_from)
{
	int64_t from = 0;

	if (!store_fact(t->store, BACKUP_FACT, &from) || from == 0)
		return false;
	t->restored.from = from;
	t->restored.at = now;
	*ret_from = from;
	return true;
}

static bool
note(struct turn *t, int64_t now, struct store_error *reterr)
{
	alarm_at(t, now + 1);
	return store_set_fact(t->store, held_fact, now, reterr);
}

bool
turn_restore(struct turn *t, int64_t now, size_t *ret_held,
    struct store_error *reterr)
{
	if (!store_begin(t->store, reterr))
		return false;
	if (store_letters_hold(t->store, now, why, ret_held, reterr) &&
	    store_set_fact(t->store, from_fact, t->restored.from, reterr) &&
	    store_set_fact(t->store, at_fact, t->restored.at, reterr) &&
	    store_set_fact(t->store, BACKUP_FACT, 0, reterr) &&
	    note(t, now, reterr))
		return store_commit(t->store, reterr);
	store_rollback(t->store);
	return false;
}

/* Nothing of the roadmap was planned since the copy was made, and the lost
 * database had a sending time to plan. One that the copy never planned begins
 * its baseline now. */
bool
restored_doubts(const struct turn *t, size_t roadmap)
{
	const struct roadmap *r = &t->rules->roadmaps[roadmap];

	return t->restored.at > t->restored.from &&
	    t->known.looked[roadmap] != INT64_MIN &&
	    t->known.looked[roadmap] <= t->restored.from &&
	    turn_next_sending_time(t, r, t->restored.from) <= t->restored.at;
}

bool
restored_hold(struct turn *t, int64_t now, int64_t letter,
    struct store_error *reterr)
{
	return store_letter_event(t->store, letter, LETTER_HOLD, now, now, why,
	    reterr) && note(t, now, reterr);
}
