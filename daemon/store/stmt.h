/* stmt.h - prepared statements, and the connection they belong to.
 *
 * Owns:        the statements, kept prepared until the store is closed.
 * May touch:   sqlite3, arena.
 * Never knows: tables.
 *
 * sqlite3_step has three outcomes and an error is never the end of the rows
 * (trust.md Q6). A binding or a value that fails is remembered, and the next
 * stmt_step, stmt_run or stmt_end reports it: readers of columns need no
 * checks, whoever ends a statement does. */
#ifndef SROK_STORE_STMT_H
#define SROK_STORE_STMT_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/date.h"
#include "store/store.h"

struct stmt {
	struct store *store;
	const char *sql;        /* its address is the name in the cache */
	sqlite3_stmt *handle;
	int next;               /* parameter to bind next, from 1 */
	int rc;                 /* first failure, or SQLITE_OK */
	size_t rows;            /* it gave the last time, for its readers */
	int damaged;            /* column with a value that cannot be, or -1 */
};

enum { STMT_MOST = 64, HASH_BYTES = 32 };

struct store {
	sqlite3 *db;
	char *path;
	enum store_mode mode;
	bool in_turn;           /* store_begin .. store_commit */
	struct {                /* last entry of the log */
		bool known;
		int64_t id;
		unsigned char hash[HASH_BYTES];
	} head;
	/* A failed read of a function that cannot report it: reported by the
	 * next store_begin. exit_code 0: none. */
	struct store_error pending;
	struct stmt stmts[STMT_MOST];
	size_t nstmts;
};

enum stmt_result { STMT_FAILED, STMT_DONE, STMT_ROW };

/* The statement of this text, reset and without values. sql must be static;
 * the same text is not used twice at a time. Never NULL. */
struct stmt *stmt_use(struct store *s, const char *sql);
void stmt_finalize_all(struct store *s);

/* Bind the next parameter; texts and bytes are borrowed until stmt_end. */
void stmt_int(struct stmt *st, int64_t n);
void stmt_text(struct stmt *st, const char *text);      /* NULL: NULL */
void stmt_texts(struct stmt *st, const char *bytes, size_t n);
void stmt_blob(struct stmt *st, const void *bytes, size_t n);
void stmt_null(struct stmt *st);
/* ISO 8601, NULL for DATE_NONE; buf holds the text until stmt_end. */
void stmt_date(struct stmt *st, struct date d, char buf[DATE_TEXT]);

enum stmt_result stmt_step(struct stmt *st, struct store_error *reterr);
/* Frees the row and its locks; false when anything failed since stmt_use. */
bool stmt_end(struct stmt *st, struct store_error *reterr);
/* Steps a statement that writes and gives no row, and ends it. */
bool stmt_run(struct stmt *st, struct store_error *reterr);

/* Values of the row, columns from 0. A text comes out as valid UTF-8 without
 * NUL, whatever the file holds: broken bytes become U+FFFD. */
int64_t stmt_get_int(struct stmt *st, int column);
const char *stmt_get_text(struct stmt *st, struct arena *a, int column);
const char *stmt_get_text_or_null(struct stmt *st, struct arena *a,
    int column);
/* As stmt_get_text, but `like` itself where the row says the same. */
const char *stmt_get_text_like(struct stmt *st, struct arena *a, int column,
    const char *like);
struct date stmt_get_date(struct stmt *st, int column);
/* Says that the value cannot be, whatever it was. */
void stmt_damaged(struct stmt *st, int column);

/* Several writes as one: all or none, inside a turn or alone. unit_end
 * returns ok, or false when the end itself failed. */
bool unit_begin(struct store *s, struct store_error *reterr);
bool unit_end(struct store *s, bool ok, struct store_error *reterr);

/* n bytes at s as UTF-8 without NUL: each broken byte becomes U+FFFD. */
const char *text_clean(struct arena *a, const char *s, size_t n);

#endif
