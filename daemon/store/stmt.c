#include "store/stmt.h"

#include <assert.h>
#include <string.h>
#include <sysexits.h>

#include "store/fault.h"

/* --- the cache ------------------------------------------------------------ */

static struct stmt *
find(struct store *s, const char *sql)
{
	for (size_t i = 0; i < s->nstmts; i++)
		if (s->stmts[i].sql == sql)
			return &s->stmts[i];
	assert(s->nstmts < STMT_MOST);
	s->stmts[s->nstmts] = (struct stmt){.store = s, .sql = sql};
	return &s->stmts[s->nstmts++];
}

struct stmt *
stmt_use(struct store *s, const char *sql)
{
	struct stmt *st = find(s, sql);

	st->next = 1;
	st->damaged = -1;
	st->rc = SQLITE_OK;
	if (!st->handle)
		st->rc = sqlite3_prepare_v3(s->db, sql, -1,
		    SQLITE_PREPARE_PERSISTENT, &st->handle, NULL);
	assert(!st->handle || !sqlite3_stmt_busy(st->handle));
	return st;
}

void
stmt_finalize_all(struct store *s)
{
	for (size_t i = 0; i < s->nstmts; i++)
		sqlite3_finalize(s->stmts[i].handle);
	s->nstmts = 0;
}

/* --- values in ------------------------------------------------------------ */

/* Keeps the first failure. */
static void
bound(struct stmt *st, int rc)
{
	if (st->rc == SQLITE_OK)
		st->rc = rc;
}

void
stmt_int(struct stmt *st, int64_t n)
{
	bound(st, sqlite3_bind_int64(st->handle, st->next++, n));
}

void
stmt_null(struct stmt *st)
{
	bound(st, sqlite3_bind_null(st->handle, st->next++));
}

void
stmt_texts(struct stmt *st, const char *bytes, size_t n)
{
	bound(st, sqlite3_bind_text64(st->handle, st->next++, bytes, n,
	    SQLITE_STATIC, SQLITE_UTF8));
}

void
stmt_text(struct stmt *st, const char *text)
{
	if (text)
		stmt_texts(st, text, strlen(text));
	else
		stmt_null(st);
}

void
stmt_blob(struct stmt *st, const void *bytes, size_t n)
{
	bound(st, sqlite3_bind_blob64(st->handle, st->next++, bytes, n,
	    SQLITE_STATIC));
}

void
stmt_date(struct stmt *st, struct date d, char buf[DATE_TEXT])
{
	stmt_text(st, date_is_none(d) ? NULL : date_iso(d, buf));
}

/* --- the three outcomes --------------------------------------------------- */

static enum stmt_result
failed(struct stmt *st, struct store_error *reterr)
{
	struct store *s = st->store;

	if (st->rc != SQLITE_OK)
		fault_sqlite(reterr, s->path, s->db, st->rc);
	else
		store_fault(reterr, EX_DATAERR,
		    "%s: the file is damaged: a value of \"%s\" cannot be; "
		    "keep the file, restore a backup", s->path,
		    sqlite3_column_name(st->handle, st->damaged));
	return STMT_FAILED;
}

enum stmt_result
stmt_step(struct stmt *st, struct store_error *reterr)
{
	int rc;

	if (st->rc != SQLITE_OK || st->damaged >= 0)
		return failed(st, reterr);
	rc = sqlite3_step(st->handle);
	if (rc == SQLITE_ROW)
		return STMT_ROW;
	if (rc == SQLITE_DONE)
		return STMT_DONE;
	st->rc = rc;
	return failed(st, reterr);
}

bool
stmt_end(struct stmt *st, struct store_error *reterr)
{
	bool ok = st->rc == SQLITE_OK && st->damaged < 0;

	if (!ok)
		failed(st, reterr);
	if (st->handle) {
		sqlite3_reset(st->handle);      /* repeats step's code */
		sqlite3_clear_bindings(st->handle);
	}
	return ok;
}

bool
stmt_run(struct stmt *st, struct store_error *reterr)
{
	struct store *s = st->store;
	enum stmt_result r;

	/* A full disk or lack of memory rolls all back by itself; what the
	 * caller still writes must not be committed line by line. */
	if (s->in_turn && sqlite3_get_autocommit(s->db)) {
		struct store_error ignored;

		stmt_end(st, &ignored);
		return store_fault(reterr, EX_IOERR, "%s: the transaction was "
		    "rolled back by an earlier error", s->path);
	}
	r = stmt_step(st, reterr);
	assert(r != STMT_ROW);
	return stmt_end(st, reterr) && r == STMT_DONE;
}

/* --- values out ----------------------------------------------------------- */

int64_t
stmt_get_int(struct stmt *st, int column)
{
	return sqlite3_column_int64(st->handle, column);
}

/* Length of the UTF-8 sequence at s, 0 when it is broken (RFC 3629 §4). */
static size_t
sequence(const unsigned char *s, size_t n)
{
	static const struct {
		unsigned char from, to, second_from, second_to, len;
	} rows[] = {
		{0xc2, 0xdf, 0x80, 0xbf, 2},
		{0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
		{0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
		{0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4},
		{0xf4, 0xf4, 0x80, 0x8f, 4},
	};

	if (s[0] - 1u < 0x7f)
		return 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (s[0] < rows[i].from || s[0] > rows[i].to)
			continue;
		if (n < rows[i].len || s[1] < rows[i].second_from ||
		    s[1] > rows[i].second_to)
			return 0;
		for (size_t k = 2; k < rows[i].len; k++)
			if ((s[k] & 0xc0) != 0x80)
				return 0;
		return rows[i].len;
	}
	return 0;
}

/* Nothing but ASCII, as the most texts are. */
static bool
is_ascii(const unsigned char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i] - 1u >= 0x7f)
			return false;
	return true;
}

const char *
text_clean(struct arena *a, const char *s, size_t n)
{
	static const char replacement[3] = "\xEF\xBF\xBD";
	const unsigned char *p = (const unsigned char *)s;
	size_t broken = 0, len = 0;
	char *out;

	for (size_t i = is_ascii(p, n) ? n : 0, k; i < n; i += k ? k : 1)
		broken += (k = sequence(p + i, n - i)) == 0;
	out = arena_alloc(a, n + 2 * broken + 1);
	if (!broken && n) {
		memcpy(out, s, n);
		return out;
	}
	for (size_t i = 0, k; i < n; i += k ? k : 1) {
		k = sequence(p + i, n - i);
		memcpy(out + len, k ? s + i : replacement, k ? k : 3);
		len += k ? k : 3;
	}
	return out;
}

const char *
stmt_get_text_or_null(struct stmt *st, struct arena *a, int column)
{
	const char *text;

	if (sqlite3_column_type(st->handle, column) == SQLITE_NULL)
		return NULL;
	text = (const char *)sqlite3_column_text(st->handle, column);
	if (!text) {
		if (sqlite3_errcode(st->store->db) == SQLITE_NOMEM)
			bound(st, SQLITE_NOMEM);
		return "";
	}
	return text_clean(a, text,
	    (size_t)sqlite3_column_bytes(st->handle, column));
}

const char *
stmt_get_text(struct stmt *st, struct arena *a, int column)
{
	const char *text = stmt_get_text_or_null(st, a, column);

	return text ? text : "";
}

const char *
stmt_get_text_like(struct stmt *st, struct arena *a, int column,
    const char *like)
{
	const unsigned char *text = sqlite3_column_text(st->handle, column);

	/* A NUL inside would hide what follows it. */
	if (text && strcmp((const char *)text, like) == 0 &&
	    (size_t)sqlite3_column_bytes(st->handle, column) == strlen(like))
		return like;
	return stmt_get_text(st, a, column);
}

struct date
stmt_get_date(struct stmt *st, int column)
{
	struct date d = DATE_NONE;
	const char *text;

	if (sqlite3_column_type(st->handle, column) == SQLITE_NULL)
		return d;
	text = (const char *)sqlite3_column_text(st->handle, column);
	if (!text || !date_parse(text,
	    (size_t)sqlite3_column_bytes(st->handle, column), &d))
		stmt_damaged(st, column);
	return d;
}

void
stmt_damaged(struct stmt *st, int column)
{
	if (st->damaged < 0)
		st->damaged = column;
}

/* --- several writes as one ------------------------------------------------ */

bool
unit_begin(struct store *s, struct store_error *reterr)
{
	static const char sql[] = "SAVEPOINT unit";

	return stmt_run(stmt_use(s, sql), reterr);
}

bool
unit_end(struct store *s, bool ok, struct store_error *reterr)
{
	static const char back[] = "ROLLBACK TO unit";
	static const char release[] = "RELEASE unit";
	struct store_error ignored;

	if (ok && stmt_run(stmt_use(s, release), reterr))
		return true;
	if (!sqlite3_get_autocommit(s->db) &&
	    stmt_run(stmt_use(s, back), &ignored))
		stmt_run(stmt_use(s, release), &ignored);
	return false;
}
