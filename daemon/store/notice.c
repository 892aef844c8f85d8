/* Notices: what was said to whom. A key is live once; the notices of a
 * superseded letter stay as history and their keys are free again. */
#include "store/outbox.h"

/* --- writing -------------------------------------------------------------- */

static bool
add(struct store *s, int64_t letter, const struct notice *n,
    struct store_error *reterr)
{
	static const char sql[] = "INSERT INTO notice (letter, key, roadmap,"
	    " rule, debtor, due, stage, recipient, address, channel, day)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	struct stmt *st = stmt_use(s, sql);
	char due[DATE_TEXT], day[DATE_TEXT], stage[STAGE_TEXT];

	stmt_int(st, letter);
	stmt_text(st, n->key);
	stmt_text(st, n->pair->roadmap->id);
	stmt_text(st, n->pair->rule->id);
	stmt_text(st, n->debtor);
	stmt_date(st, n->due, due);
	stmt_text(st, stage_name(&n->stage, stage));
	stmt_text(st, n->to->body->id);
	stmt_text(st, n->to->address);
	stmt_text(st, channel_word(n->to->channel));
	stmt_date(st, n->day, day);
	return stmt_run(st, reterr);
}

bool
notices_add(struct store *s, int64_t letter,
    const struct notice *const *notices, size_t n,
    struct store_error *reterr)
{
	for (size_t i = 0; i < n; i++)
		if (!add(s, letter, notices[i], reterr))
			return false;
	return true;
}

bool
notices_free(struct store *s, int64_t letter, struct store_error *reterr)
{
	static const char sql[] =
	    "UPDATE notice SET live = 0 WHERE letter = ?";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, letter);
	return stmt_run(st, reterr);
}

/* --- reading -------------------------------------------------------------- */

#define NOTICE "n.roadmap, n.rule, n.due, n.debtor, n.stage, n.recipient," \
	" n.address, n.channel, n.day, n.letter, d.sending_at, d.state" \
	" FROM notice n JOIN delivery d ON d.letter = n.letter"

static void
read_notice(struct stmt *st, struct arena *a, struct said_row *ret)
{
	ret->roadmap = stmt_get_text(st, a, 0);
	ret->rule = stmt_get_text(st, a, 1);
	ret->said.due = stmt_get_date(st, 2);
	ret->said.debtor = stmt_get_text(st, a, 3);
	ret->said.stage = stmt_get_text(st, a, 4);
	ret->said.recipient = stmt_get_text(st, a, 5);
	ret->said.address = stmt_get_text(st, a, 6);
	ret->said.channel = stmt_get_channel(st, 7);
	ret->said.day = stmt_get_date(st, 8);
	ret->letter = stmt_get_int(st, 9);
	ret->at = stmt_get_int(st, 10);
	ret->state = stmt_get_state(st, 11);
}

static bool
read_notices(struct stmt *st, struct arena *a, const struct said_row **ret,
    size_t *ret_n, struct store_error *reterr)
{
	struct said_row *rows = NULL;
	size_t n = 0, cap = 0;

	while (stmt_step(st, reterr) == STMT_ROW)
		read_notice(st, a, arena_push(a, (void **)&rows, &n, &cap,
		    sizeof(*rows)));
	if (!stmt_end(st, reterr))
		return false;
	*ret = rows;
	*ret_n = n;
	return true;
}

bool
store_letter_notices(struct store *s, struct arena *a, int64_t letter,
    const struct said_row **ret, size_t *ret_n, struct store_error *reterr)
{
	static const char sql[] = "SELECT " NOTICE
	    " WHERE n.letter = ? ORDER BY n.id";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, letter);
	return read_notices(st, a, ret, ret_n, reterr);
}

bool
store_said(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const struct said_row **ret, size_t *ret_n,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT " NOTICE
	    " WHERE n.live = 1 AND n.roadmap = ? AND n.rule = ?"
	    " ORDER BY n.debtor, n.due, n.day, n.id";
	struct stmt *st = stmt_use(s, sql);

	stmt_text(st, roadmap);
	stmt_text(st, rule);
	return read_notices(st, a, ret, ret_n, reterr);
}

bool
store_said_of(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const char *debtor, const struct said_row **ret,
    size_t *ret_n, struct store_error *reterr)
{
	static const char sql[] = "SELECT " NOTICE
	    " WHERE n.live = 1 AND n.roadmap = ? AND n.rule = ?"
	    " AND n.debtor = ? ORDER BY n.due, n.day, n.id";
	struct stmt *st = stmt_use(s, sql);

	stmt_text(st, roadmap);
	stmt_text(st, rule);
	stmt_text(st, debtor);
	return read_notices(st, a, ret, ret_n, reterr);
}

/* A letter that was given up or cancelled never arrived: it starts no
 * thread. */
bool
store_anchor(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const char *debtor, struct date due,
    const char *address, const char **ret, struct store_error *reterr)
{
	static const char sql[] = "SELECT l.message_id"
	    " FROM notice n JOIN delivery d ON d.letter = n.letter"
	    " JOIN letter l ON l.id = n.letter"
	    " WHERE n.live = 1 AND n.roadmap = ? AND n.rule = ?"
	    " AND n.debtor = ? AND n.due IS ? AND n.address = ?"
	    " AND d.state NOT IN ('given up', 'cancelled')"
	    " ORDER BY d.sending_at, d.letter LIMIT 1";
	struct stmt *st = stmt_use(s, sql);
	const char *found = NULL;
	char day[DATE_TEXT];

	stmt_text(st, roadmap);
	stmt_text(st, rule);
	stmt_text(st, debtor);
	stmt_date(st, due, day);
	stmt_text(st, address);
	if (stmt_step(st, reterr) == STMT_ROW)
		found = stmt_get_text(st, a, 0);
	if (!stmt_end(st, reterr))
		return false;
	*ret = found;
	return true;
}
