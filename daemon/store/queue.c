/* The outbox as a whole: how many letters wait, how many an address got, all
 * of a way put off at once, and all held. */
#include "store/outbox.h"

enum { DAY_S = 24 * 60 * 60 };

#define FROM " FROM delivery d JOIN letter l ON l.id = d.letter"

bool
store_letters_defer(struct store *s, enum channel channel,
    const char *address, int64_t now, int64_t until,
    struct store_error *reterr)
{
	static const char sql[] = "UPDATE delivery SET next_at = ?"
	    " WHERE " WAITING " AND next_at <= ? AND EXISTS"
	    " (SELECT 1 FROM letter l WHERE l.id = delivery.letter"
	    "  AND l.channel = ? AND (? IS NULL OR ?4 = l.address))";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, until);
	stmt_int(st, now);
	stmt_text(st, channel_word(channel));
	stmt_text(st, address);
	return stmt_run(st, reterr);
}

bool
store_letters_hold(struct store *s, int64_t now, const char *reply,
    size_t *ret_n, struct store_error *reterr)
{
	static const char sql[] = "SELECT " DELIVERY " FROM delivery"
	    " WHERE " WAITING " AND (next_at <= ? OR attempts > 0)"
	    " ORDER BY letter";
	struct arena *a = arena_new();
	struct stmt *st = stmt_use(s, sql);
	struct deliveries all;
	bool ok;

	stmt_int(st, now);
	ok = deliveries_read(st, a, &all, reterr) && unit_begin(s, reterr);
	if (ok) {
		for (size_t i = 0; ok && i < all.n; i++)
			ok = delivery_move(s, &all.rows[i], LETTER_HOLD, now,
			    0, reply, reterr);
		ok = unit_end(s, ok, reterr);
	}
	if (ok)
		*ret_n = all.n;
	arena_free(a);
	return ok;
}

bool
stmt_count(struct stmt *st, size_t *ret, struct store_error *reterr)
{
	int64_t n = 0;

	if (stmt_step(st, reterr) == STMT_ROW)
		n = stmt_get_int(st, 0);
	if (!stmt_end(st, reterr))
		return false;
	*ret = (size_t)n;
	return true;
}

bool
store_letters_waiting(struct store *s, enum channel channel,
    const char *address, size_t *ret, struct store_error *reterr)
{
	static const char sql[] = "SELECT count(*)" FROM
	    " WHERE " WAITING " AND channel = ? AND (? IS NULL OR ?2 ="
	    " address)";
	struct stmt *st = stmt_use(s, sql);

	stmt_text(st, channel_word(channel));
	stmt_text(st, address);
	return stmt_count(st, ret, reterr);
}

/* Letters are numbered as they are written: from the end, the first one that
 * is too old ends the look. */
bool
store_letters_counts(struct store *s, struct arena *a, int64_t day_from,
    int64_t hour_from, const struct letter_count **ret, size_t *ret_n,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT l.address, l.channel,"
	    " sum(l.created_at > ?), count(*)" FROM
	    " WHERE l.id > coalesce((SELECT id FROM letter"
	    "  WHERE created_at <= ? ORDER BY id DESC LIMIT 1), 0)"
	    " AND l.created_at <= ?"
	    " AND d.state NOT IN ('superseded', 'cancelled')"
	    " GROUP BY l.address, l.channel ORDER BY l.address, l.channel";
	struct stmt *st = stmt_use(s, sql);
	struct letter_count *rows = NULL, *row;
	size_t n = 0, cap = 0;

	stmt_int(st, hour_from);
	stmt_int(st, day_from);
	/* Not those of a clock that stood ahead. */
	stmt_int(st, day_from + INT64_C(2) * DAY_S);
	while (stmt_step(st, reterr) == STMT_ROW) {
		row = arena_push(a, (void **)&rows, &n, &cap, sizeof(*row));
		row->address = stmt_get_text(st, a, 0);
		row->channel = stmt_get_channel(st, 1);
		row->hour = (unsigned)stmt_get_int(st, 2);
		row->day = (unsigned)stmt_get_int(st, 3);
	}
	if (!stmt_end(st, reterr))
		return false;
	*ret = rows;
	*ret_n = n;
	return true;
}
