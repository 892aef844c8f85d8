/* Letters in the outbox. Words - Adding - Rows out - Claiming - Superseding -
 * Listing. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "store/fault.h"
#include "store/outbox.h"

enum { DAY_S = 24 * 60 * 60 };

/* --- words in the file ---------------------------------------------------- */

static const char *const channels[] = {
	[CHANNEL_EMAIL] = "email", [CHANNEL_WEBHOOK] = "webhook",
};

const char *
channel_word(enum channel channel)
{
	return channels[channel];
}

/* Index of the word in the column, or n and a damaged statement. */
static size_t
get_word(struct stmt *st, int column, const char *const *words, size_t n)
{
	const char *word =
	    (const char *)sqlite3_column_text(st->handle, column);
	size_t i;

	for (i = 0; i < n && (!word || strcmp(word, words[i]) != 0); i++)
		;
	if (i == n)
		stmt_damaged(st, column);
	return i;
}

enum channel
stmt_get_channel(struct stmt *st, int column)
{
	return (enum channel)get_word(st, column, channels,
	    sizeof(channels) / sizeof(channels[0]));
}

enum letter_state
stmt_get_state(struct stmt *st, int column)
{
	const char *words[LETTER_STATE_COUNT];

	for (size_t i = 0; i < LETTER_STATE_COUNT; i++)
		words[i] = letter_state_name((enum letter_state)i);
	return (enum letter_state)get_word(st, column, words,
	    LETTER_STATE_COUNT);
}

/* --- adding --------------------------------------------------------------- */

bool
store_letter_number(struct store *s, int64_t *ret,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT max(id) FROM letter";
	struct stmt *st = stmt_use(s, sql);
	int64_t last = 0;

	if (stmt_step(st, reterr) == STMT_ROW)
		last = stmt_get_int(st, 0);
	if (!stmt_end(st, reterr))
		return false;
	*ret = last + 1;
	return true;
}

static bool
add_letter(struct store *s, const struct letter_row *l, int64_t id,
    struct store_error *reterr)
{
	static const char sql[] = "INSERT INTO letter (id, key, recipient,"
	    " channel, address, sending_at, utc_offset, created_at,"
	    " expires_at, message_id, anchor, to_name, subject)"
	    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, id);
	stmt_text(st, l->key);
	stmt_text(st, l->recipient);
	stmt_text(st, channel_word(l->channel));
	stmt_text(st, l->address);
	stmt_int(st, l->sending_at);
	stmt_int(st, l->utc_offset);
	stmt_int(st, l->created_at);
	stmt_int(st, l->expires_at);
	stmt_text(st, l->message_id);
	stmt_text(st, l->anchor);
	stmt_text(st, l->to_name ? l->to_name : "");
	stmt_text(st, l->subject ? l->subject : "");
	return stmt_run(st, reterr);
}

static bool
add_words(struct store *s, const struct letter_row *l, int64_t id,
    struct store_error *reterr)
{
	static const char sql[] = "INSERT INTO words (letter, text, html)"
	    " VALUES (?, ?, ?)";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, id);
	stmt_text(st, l->text ? l->text : "");
	stmt_text(st, l->html);
	return stmt_run(st, reterr);
}

static bool
add_delivery(struct store *s, const struct letter_row *l, int64_t id,
    struct store_error *reterr)
{
	static const char sql[] = "INSERT INTO delivery (letter, sending_at,"
	    " state, changed_at, next_at) VALUES (?, ?, ?, ?, ?)";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, id);
	stmt_int(st, l->sending_at);
	stmt_text(st, letter_state_name(LETTER_QUEUED));
	stmt_int(st, l->created_at);
	stmt_int(st, l->next_at);
	return stmt_run(st, reterr);
}

bool
store_letter_add(struct store *s, const struct letter_row *letter,
    const struct notice *const *notices, size_t n,
    struct store_error *reterr)
{
	int64_t id = letter->id;
	bool ok;

	if (!id && !store_letter_number(s, &id, reterr))
		return false;
	if (!unit_begin(s, reterr))
		return false;
	ok = add_letter(s, letter, id, reterr) &&
	    add_words(s, letter, id, reterr) &&
	    add_delivery(s, letter, id, reterr) &&
	    notices_add(s, id, notices, n, reterr);
	if (!unit_end(s, ok, reterr))
		return false;
	return true;
}

/* --- rows out ------------------------------------------------------------- */

#define LETTER "l.id, l.key, l.recipient, l.channel, l.address," \
	" l.sending_at, l.utc_offset, l.created_at, d.next_at," \
	" l.expires_at, d.state, d.attempts, d.run, l.message_id, l.anchor," \
	" d.last_reply, d.changed_at, l.subject, l.to_name"
#define FROM " FROM delivery d JOIN letter l ON l.id = d.letter"
#define FULL_LETTER LETTER ", w.text, w.html" FROM \
	" LEFT JOIN words w ON w.letter = d.letter"
/* The words, if there are any, are not read. */
#define THIN_LETTER LETTER ", '', NULL" FROM

static void
read_letter(struct stmt *st, struct arena *a, struct letter_row *ret)
{
	int i = 0;

	ret->id = stmt_get_int(st, i++);
	ret->key = stmt_get_text(st, a, i++);
	ret->recipient = stmt_get_text(st, a, i++);
	ret->channel = stmt_get_channel(st, i++);
	ret->address = stmt_get_text(st, a, i++);
	ret->sending_at = stmt_get_int(st, i++);
	ret->utc_offset = (int32_t)stmt_get_int(st, i++);
	ret->created_at = stmt_get_int(st, i++);
	ret->next_at = stmt_get_int(st, i++);
	ret->expires_at = stmt_get_int(st, i++);
	ret->state = stmt_get_state(st, i++);
	ret->attempts = (int)stmt_get_int(st, i++);
	ret->run = stmt_get_int(st, i++);
	ret->message_id = stmt_get_text(st, a, i++);
	ret->anchor = stmt_get_text_or_null(st, a, i++);
	ret->last_reply = stmt_get_text(st, a, i++);
	ret->changed_at = stmt_get_int(st, i++);
	ret->subject = stmt_get_text(st, a, i++);
	ret->to_name = stmt_get_text(st, a, i++);
	ret->text = stmt_get_text_or_null(st, a, i++);
	ret->html = stmt_get_text_or_null(st, a, i++);
}

struct letters {
	struct letter_row *rows;
	size_t n, cap;
};

/* All rows of a bound statement, which it ends. */
static bool
read_letters(struct stmt *st, struct arena *a, struct letters *ret,
    struct store_error *reterr)
{
	*ret = (struct letters){0};
	while (stmt_step(st, reterr) == STMT_ROW)
		read_letter(st, a, arena_push(a, (void **)&ret->rows,
		    &ret->n, &ret->cap, sizeof(*ret->rows)));
	return stmt_end(st, reterr);
}

/* --- claiming ------------------------------------------------------------- */

static bool
find_due(struct store *s, struct arena *a, const char *prefix, int64_t now,
    size_t limit, struct deliveries *ret, struct store_error *reterr)
{
	static const char sql[] = "SELECT " DELIVERY " FROM delivery"
	    " WHERE " WAITING " AND next_at <= ?"
	    " AND (?2 IS NULL OR EXISTS (SELECT 1 FROM letter"
	    "  WHERE letter.id = delivery.letter"
	    "  AND substr(key, 1, length(?2)) = ?2))"
	    " ORDER BY sending_at, letter LIMIT ?3";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, now);
	stmt_text(st, prefix);
	stmt_int(st, (int64_t)limit);
	return deliveries_read(st, a, ret, reterr);
}

/* One waiting letter becomes one under way; ret is its full row. */
static bool
claim(struct store *s, struct arena *a, struct delivery *l, int64_t now,
    int64_t run, struct letter_row *ret, struct store_error *reterr)
{
	static const char sql[] = "SELECT " FULL_LETTER
	    " WHERE d.letter = ?";
	enum stmt_result r;
	struct stmt *st;

	if (l->state != LETTER_QUEUED &&
	    !delivery_step(l, LETTER_DUE_AGAIN, &l->state, reterr))
		return false;
	l->run = run;
	if (!delivery_move(s, l, LETTER_CLAIM, now, 0, NULL, reterr))
		return false;
	st = stmt_use(s, sql);
	stmt_int(st, l->id);
	r = stmt_step(st, reterr);
	if (r == STMT_ROW)
		read_letter(st, a, ret);
	if (!stmt_end(st, reterr))
		return false;
	return (r == STMT_ROW && ret->text) || store_fault(reterr, EX_DATAERR,
	    "%s: the file is damaged: letter %lld has no words; keep the "
	    "file, restore a backup", s->path, (long long)l->id);
}

bool
store_letters_claim(struct store *s, struct arena *a, const char *prefix,
    int64_t now, int64_t run, size_t limit, const struct letter_row **ret,
    size_t *ret_n, struct store_error *reterr)
{
	struct letter_row *rows;
	struct deliveries due;
	bool ok = true;

	if (!find_due(s, a, prefix, now, limit, &due, reterr) ||
	    !unit_begin(s, reterr))
		return false;
	rows = arena_array(a, due.n, sizeof(*rows));
	for (size_t i = 0; ok && i < due.n; i++)
		ok = claim(s, a, &due.rows[i], now, run, &rows[i], reterr);
	if (!unit_end(s, ok, reterr))
		return false;
	*ret = rows;
	*ret_n = due.n;
	return true;
}

bool
store_letters_next(struct store *s, int64_t *ret)
{
	static const char sql[] =
	    "SELECT min(next_at), count(*) FROM (SELECT next_at FROM delivery"
	    " WHERE " WAITING " ORDER BY next_at LIMIT 1)";
	struct stmt *st = stmt_use(s, sql);
	int64_t next_at = 0;
	bool any = true;

	/* What cannot be read is looked at now: the next write reports it. */
	if (stmt_step(st, &s->pending) == STMT_ROW) {
		next_at = stmt_get_int(st, 0);
		any = stmt_get_int(st, 1) > 0;
	}
	if (!stmt_end(st, &s->pending)) {
		next_at = 0;
		any = true;
	}
	if (any)
		*ret = next_at;
	return any;
}

bool
store_letter_known(struct store *s, const char *key, bool *ret,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT 1 FROM letter WHERE key = ?";
	struct stmt *st = stmt_use(s, sql);

	stmt_text(st, key);
	*ret = stmt_step(st, reterr) == STMT_ROW;
	return stmt_end(st, reterr);
}

bool
store_sending_last(struct store *s, int64_t now, int64_t *ret,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT sending_at FROM delivery d"
	    " WHERE sending_at <= ? AND EXISTS (SELECT 1 FROM notice"
	    "  WHERE notice.letter = d.letter)"
	    " ORDER BY sending_at DESC LIMIT 1";
	struct stmt *st = stmt_use(s, sql);

	*ret = INT64_MIN;
	stmt_int(st, now);
	if (stmt_step(st, reterr) == STMT_ROW)
		*ret = stmt_get_int(st, 0);
	return stmt_end(st, reterr);
}

/* --- superseding ---------------------------------------------------------- */

/* "\nA\nB\n": names as lines, so that one is found by instr(). */
static char *
lines_of(const char *const *names, size_t n)
{
	struct str s;
	char *lines;

	str_init(&s);
	str_addc(&s, '\n');
	for (size_t i = 0; i < n; i++)
		str_addf(&s, "%s\n", names[i]);
	lines = str_take(&s);
	str_done(&s);
	return lines;
}

bool
store_letters_supersede(struct store *s, const char *const *kept,
    size_t nkept, int64_t sending_at, int64_t now, size_t *ret_n,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT " DELIVERY " FROM delivery"
	    " WHERE " WAITING " AND (sending_at < ?1 OR sending_at > ?2)"
	    " AND NOT doubt"
	    " AND EXISTS (SELECT 1 FROM notice"
	    "  WHERE notice.letter = delivery.letter)"
	    " AND NOT EXISTS (SELECT 1 FROM notice"
	    "  WHERE notice.letter = delivery.letter"
	    "  AND instr(?3, char(10) || roadmap || char(10)))"
	    " AND NOT EXISTS (SELECT 1 FROM letter"
	    "  WHERE letter.id = delivery.letter"
	    "  AND letter.key GLOB '" STORE_PASSED_ON "*')"
	    " ORDER BY sending_at, letter";
	struct arena *a = arena_new();
	struct deliveries old;
	struct stmt *st = stmt_use(s, sql);
	char *lines = lines_of(kept, nkept);
	size_t n = 0;
	bool ok;

	stmt_int(st, sending_at);
	stmt_int(st, now + DAY_S);
	stmt_text(st, lines);
	ok = deliveries_read(st, a, &old, reterr) && unit_begin(s, reterr);
	if (ok) {
		for (; ok && n < old.n; n++)
			ok = delivery_move(s, &old.rows[n], LETTER_REPLACE,
			    now, 0, NULL, reterr);
		ok = unit_end(s, ok, reterr);
	}
	free(lines);
	arena_free(a);
	if (ok)
		*ret_n = n;
	return ok;
}

/* --- listing -------------------------------------------------------------- */

bool
store_letters_claimed(struct store *s, struct arena *a,
    const struct letter_row **ret, size_t *ret_n,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT " THIN_LETTER
	    " WHERE " WATCHED " AND state = 'claimed' ORDER BY run, letter";
	struct letters found;

	if (!read_letters(stmt_use(s, sql), a, &found, reterr))
		return false;
	*ret = found.rows;
	*ret_n = found.n;
	return true;
}

/* The statement that lists a state by the index it is in; ended letters are
 * in none, but they are most of the table. */
static const char *
list_of_state(enum letter_state state)
{
	static const char queued[] = "SELECT " THIN_LETTER
	    " WHERE " WAITING " AND state = ? ORDER BY letter DESC LIMIT ?";
	static const char watched[] = "SELECT " THIN_LETTER
	    " WHERE " WATCHED " AND state = ? ORDER BY letter DESC LIMIT ?";
	static const char ended[] = "SELECT " THIN_LETTER
	    " WHERE state = ? ORDER BY letter DESC LIMIT ?";

	switch (state) {
	case LETTER_QUEUED:
		return queued;
	case LETTER_SENT:
	case LETTER_SUPERSEDED:
	case LETTER_CANCELLED:
		return ended;
	default:
		return watched;
	}
}

bool
store_letters_list(struct store *s, struct arena *a, int64_t id,
    enum letter_state state, size_t limit, const struct letter_row **ret,
    size_t *ret_n, struct store_error *reterr)
{
	static const char one[] = "SELECT " FULL_LETTER
	    " WHERE d.letter = ?";
	static const char any[] = "SELECT " THIN_LETTER
	    " ORDER BY letter DESC LIMIT ?";
	bool is_any = state == LETTER_STATE_COUNT;
	struct letters found;
	struct stmt *st = stmt_use(s, id ? one : is_any ? any :
	    list_of_state(state));

	if (id)
		stmt_int(st, id);
	else if (!is_any)
		stmt_text(st, letter_state_name(state));
	if (!id)
		stmt_int(st, (int64_t)limit);
	if (!read_letters(st, a, &found, reterr))
		return false;
	*ret = found.rows;
	*ret_n = found.n;
	return true;
}

#define CAME_SINCE \
	" WHERE " WATCHED " AND d.state = ? AND changed_at >= ?" \
	" AND changed_at < ? AND EXISTS (SELECT 1 FROM notice n" \
	"  WHERE n.letter = d.letter)"

bool
store_letters_since(struct store *s, struct arena *a,
    enum letter_state state, int64_t from, int64_t before, size_t limit,
    const struct letter_row **ret, size_t *ret_n, size_t *ret_total,
    struct store_error *reterr)
{
	static const char list[] = "SELECT " THIN_LETTER CAME_SINCE
	    " ORDER BY changed_at, d.letter LIMIT ?";
	static const char all[] = "SELECT count(*) FROM delivery d" CAME_SINCE;
	struct letters found;
	struct stmt *st = stmt_use(s, list);

	stmt_text(st, letter_state_name(state));
	stmt_int(st, from);
	stmt_int(st, before);
	stmt_int(st, (int64_t)limit);
	if (!read_letters(st, a, &found, reterr))
		return false;
	st = stmt_use(s, all);
	stmt_text(st, letter_state_name(state));
	stmt_int(st, from);
	stmt_int(st, before);
	if (!stmt_count(st, ret_total, reterr))
		return false;
	*ret = found.rows;
	*ret_n = found.n;
	return true;
}
