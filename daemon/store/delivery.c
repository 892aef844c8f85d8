/* How letters fare: what an event makes of the row of a delivery. */
#include <string.h>
#include <sysexits.h>

#include "store/fault.h"
#include "store/outbox.h"

static void
read_delivery(struct stmt *st, struct delivery *ret)
{
	ret->id = stmt_get_int(st, 0);
	ret->state = stmt_get_state(st, 1);
	ret->next_at = stmt_get_int(st, 2);
	ret->attempts = stmt_get_int(st, 3);
	ret->run = stmt_get_int(st, 4);
	ret->doubt = stmt_get_int(st, 5);
}

bool
delivery_step(const struct delivery *l, enum letter_event event,
    enum letter_state *ret, struct store_error *reterr)
{
	static const char *const events[LETTER_EVENT_COUNT] = {
		"claim", "accepted", "refused", "try later", "uncertain",
		"not begun", "due again", "supersede", "cancel", "hold",
		"release"
	};
	enum letter_state to = letter_step(l->state, event);

	if (to == LETTER_SUPERSEDED && l->doubt)
		return store_fault(reterr, EX_SOFTWARE, "letter %lld may have "
		    "arrived: it cannot be superseded", (long long)l->id);
	if (to == LETTER_STATE_COUNT)
		return store_fault(reterr, EX_SOFTWARE,
		    "letter %lld: \"%s\" cannot follow \"%s\"",
		    (long long)l->id, event < LETTER_EVENT_COUNT ?
		    events[event] : "?", letter_state_name(l->state));
	*ret = to;
	return true;
}

/* reply NULL: the last one stays. */
static bool
save(struct store *s, const struct delivery *l, int64_t at,
    const char *reply, struct store_error *reterr)
{
	static const char sql[] = "UPDATE delivery SET state = ?, next_at = ?,"
	    " attempts = ?, run = ?, doubt = ?, changed_at = ?,"
	    " last_reply = coalesce(?, last_reply) WHERE letter = ?";
	struct stmt *st = stmt_use(s, sql);

	stmt_text(st, letter_state_name(l->state));
	stmt_int(st, l->next_at);
	stmt_int(st, l->attempts);
	stmt_int(st, l->run);
	stmt_int(st, l->doubt);
	stmt_int(st, at);
	stmt_text(st, reply);
	stmt_int(st, l->id);
	if (!stmt_run(st, reterr))
		return false;
	return l->state != LETTER_SUPERSEDED ||
	    notices_free(s, l->id, reterr);
}

static bool
find(struct store *s, int64_t id, struct delivery *ret,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT " DELIVERY " FROM delivery"
	    " WHERE letter = ?";
	struct stmt *st = stmt_use(s, sql);
	enum stmt_result r;

	stmt_int(st, id);
	r = stmt_step(st, reterr);
	if (r == STMT_ROW)
		read_delivery(st, ret);
	if (!stmt_end(st, reterr))
		return false;
	if (r == STMT_ROW)
		return true;
	store_fault(reterr, EX_DATAERR, "there is no letter %lld",
	    (long long)id);
	return false;
}

/* An attempt that was never begun does not count. A letter that waits again
 * is due at next_at, or at once when none is given. */
bool
delivery_move(struct store *s, struct delivery *l, enum letter_event event,
    int64_t at, int64_t next_at, const char *reply,
    struct store_error *reterr)
{
	if (!delivery_step(l, event, &l->state, reterr))
		return false;
	if (event == LETTER_CLAIM)
		l->attempts++;
	if (event == LETTER_UNBEGUN && l->attempts > 0)
		l->attempts--;
	if (event == LETTER_UNSURE)
		l->doubt = 1;
	if (event != LETTER_CLAIM)
		l->run = 0;
	if (l->state == LETTER_QUEUED || l->state == LETTER_PAUSED ||
	    l->state == LETTER_UNCERTAIN)
		l->next_at = next_at ? next_at : at;
	return save(s, l, at, reply, reterr);
}

bool
store_letter_event(struct store *s, int64_t id, enum letter_event event,
    int64_t at, int64_t next_at, const char *reply,
    struct store_error *reterr)
{
	const char *clean = NULL;
	struct arena *a;
	struct delivery l;
	bool ok;

	if (!find(s, id, &l, reterr) || !unit_begin(s, reterr))
		return false;
	a = arena_new();
	if (reply)              /* it is whatever a stranger sent */
		clean = text_clean(a, reply, strlen(reply));
	ok = delivery_move(s, &l, event, at, next_at, clean, reterr);
	arena_free(a);
	return unit_end(s, ok, reterr);
}

bool
deliveries_read(struct stmt *st, struct arena *a, struct deliveries *ret,
    struct store_error *reterr)
{
	*ret = (struct deliveries){0};
	while (stmt_step(st, reterr) == STMT_ROW)
		read_delivery(st, arena_push(a, (void **)&ret->rows, &ret->n,
		    &ret->cap, sizeof(*ret->rows)));
	return stmt_end(st, reterr);
}
