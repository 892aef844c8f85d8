/* Words of letters: how those of old ones leave the file.
 *
 * Letters are looked at in the order in which they were written, so that the
 * first one that is too young ends the look, however many are kept. */
#include "store/outbox.h"

static bool
may_go(const struct delivery *d, int64_t changed_at, int64_t before)
{
	return (d->state == LETTER_SENT || d->state == LETTER_SUPERSEDED ||
	    d->state == LETTER_CANCELLED) && changed_at < before;
}

struct found {
	int64_t *ids;           /* whose words may go */
	size_t n;
	size_t looked;
	int64_t last;           /* looked at */
	bool young;             /* it ended at one that is too young */
};

static bool
find(struct store *s, struct arena *a, int64_t before, size_t limit,
    int64_t after, struct found *ret, struct store_error *reterr)
{
	static const char sql[] = "SELECT w.letter, d.state, d.changed_at,"
	    " l.created_at FROM words w"
	    " JOIN delivery d ON d.letter = w.letter"
	    " JOIN letter l ON l.id = w.letter"
	    " WHERE w.letter > ? ORDER BY w.letter LIMIT ?";
	struct stmt *st = stmt_use(s, sql);

	*ret = (struct found){.last = after};
	ret->ids = arena_array(a, limit, sizeof(*ret->ids));
	stmt_int(st, after);
	stmt_int(st, (int64_t)limit);
	while (!ret->young && stmt_step(st, reterr) == STMT_ROW) {
		struct delivery d = {.id = stmt_get_int(st, 0),
		    .state = stmt_get_state(st, 1)};

		ret->young = stmt_get_int(st, 3) >= before;
		if (ret->young)
			break;
		ret->looked++;
		ret->last = d.id;
		if (may_go(&d, stmt_get_int(st, 2), before))
			ret->ids[ret->n++] = d.id;
	}
	return stmt_end(st, reterr);
}

static bool
drop(struct store *s, int64_t id, struct store_error *reterr)
{
	static const char sql[] = "DELETE FROM words WHERE letter = ?";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, id);
	return stmt_run(st, reterr);
}

bool
store_words_drop(struct store *s, int64_t before, size_t limit, int64_t *at,
    size_t *ret_n, bool *ret_more, struct store_error *reterr)
{
	struct arena *a = arena_new();
	struct found found;
	bool ok = find(s, a, before, limit, *at, &found, reterr) &&
	    unit_begin(s, reterr);

	if (ok) {
		for (size_t i = 0; ok && i < found.n; i++)
			ok = drop(s, found.ids[i], reterr);
		ok = unit_end(s, ok, reterr);
	}
	if (ok) {
		*at = found.last;
		*ret_n = found.n;
		*ret_more = !found.young && found.looked == limit;
	}
	arena_free(a);
	return ok;
}
