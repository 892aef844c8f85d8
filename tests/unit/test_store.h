/* test_store.h - what the tests of the store share: a directory of their own,
 * raw connections beside the store, sample letters and entries. */
#ifndef TEST_STORE_H
#define TEST_STORE_H

#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/store.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct bench {
	char dir[64], path[80];
	struct arena *a;
	struct store *s;        /* open, or NULL */
	struct store_error err;
};

static inline int
bench_up(void **state)
{
	const char *tmp = getenv("TMPDIR");
	struct bench *b = calloc(1, sizeof(*b));

	snprintf(b->dir, sizeof(b->dir), "%.40s/srok-XXXXXX",
	    tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(b->dir));
	snprintf(b->path, sizeof(b->path), "%s/srok.db", b->dir);
	b->a = arena_new();
	*state = b;
	return 0;
}

static inline int
bench_down(void **state)
{
	struct bench *b = *state;
	static const char *const ends[] = {"", "-wal", "-shm", "-journal"};
	char name[100];

	store_close(b->s);
	snprintf(name, sizeof(name), "%s.format-1", b->path);
	unlink(name);
	for (size_t i = 0; i < COUNT(ends); i++) {
		snprintf(name, sizeof(name), "%s%s", b->path, ends[i]);
		unlink(name);
	}
	rmdir(b->dir);
	arena_free(b->a);
	free(b);
	return 0;
}

static inline void
bench_open(struct bench *b)
{
	if (!store_open(b->path, STORE_DAEMON, true, &b->s, &b->err))
		fail_msg("open: %s", b->err.text);
}

static inline void
bench_close(struct bench *b)
{
	store_close(b->s);
	b->s = NULL;
}

/* Opening must fail so; text must be a part of what it says. */
static inline void
bench_refused(struct bench *b, const char *path, enum store_mode mode,
    bool is_virtual, int exit_code, const char *text)
{
	struct store *s;

	if (store_open(path, mode, is_virtual, &s, &b->err)) {
		store_close(s);
		fail_msg("was opened");
	}
	if (b->err.exit_code != exit_code || !strstr(b->err.text, text) ||
	    !strstr(b->err.text, path))
		fail_msg("exit %d, expected %d with '%s': %s",
		    b->err.exit_code, exit_code, text, b->err.text);
}

/* SQL through a connection that knows nothing of srok. Returns the result
 * code; the first column of the last row goes to ret. */
static inline int
raw(const char *path, const char *sql, char *ret, int size)
{
	sqlite3 *db;
	sqlite3_stmt *st = NULL;
	const char *tail = sql;
	int rc = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE |
	    SQLITE_OPEN_CREATE, NULL);

	if (ret)
		ret[0] = '\0';
	while (rc == SQLITE_OK && *tail) {
		rc = sqlite3_prepare_v2(db, tail, -1, &st, &tail);
		while (rc == SQLITE_OK && st &&
		    (rc = sqlite3_step(st)) == SQLITE_ROW) {
			const unsigned char *t = sqlite3_column_text(st, 0);

			if (ret)
				sqlite3_snprintf(size, ret, "%s",
				    t ? (const char *)t : "");
			rc = SQLITE_OK;
		}
		if (rc == SQLITE_DONE)
			rc = SQLITE_OK;
		sqlite3_finalize(st);
	}
	sqlite3_close(db);
	return rc;
}

static inline void
raw_ok(const char *path, const char *sql)
{
	int rc = raw(path, sql, NULL, 0);

	if (rc != SQLITE_OK)
		fail_msg("%s: SQLite %d", sql, rc);
}

/* The whole file; caller frees. */
static inline char *
slurp(const char *path, size_t *ret_n)
{
	FILE *f = fopen(path, "rb");
	char *bytes = malloc(16 << 20);

	*ret_n = f ? fread(bytes, 1, 16 << 20, f) : 0;
	if (f)
		fclose(f);
	return bytes;
}

/* Replaces the first `from` in the file by as many bytes of `to`. */
static inline bool
patch(const char *path, const char *from, const char *to)
{
	size_t n, len = strlen(from);
	char *bytes = slurp(path, &n);
	char *at = memmem(bytes, n, from, len);
	int fd = open(path, O_WRONLY);

	assert_true(fd >= 0);
	if (at)
		assert_int_equal(pwrite(fd, to, len, at - bytes), len);
	close(fd);
	free(bytes);
	return at != NULL;
}

/* --- samples -------------------------------------------------------------- */

static inline struct entry
sample_entry(const char *rule, const char *body, int day)
{
	struct date d = date_add(date_of(2021, 10, 14), day);

	return (struct entry){
		.at = 1634180400 + day * 86400, .entered = d,
		.kind = ENTRY_DONE, .roadmap = "strezhevoy-2021",
		.rule = rule, .body = body, .date = d, .window = DATE_NONE,
		.until = DATE_NONE, .note = "протокол № 1",
		.evidence = "{\"document\":\"справка\"}",
		.author = "специалист отдела", .decided_by = "",
	};
}

static inline int64_t
add_entry(struct bench *b, const struct entry *e, const char *key)
{
	int64_t id = 0;

	if (!store_entry_add(b->s, e, key, &id, &b->err))
		fail_msg("add: %s", b->err.text);
	return id;
}

/* A notice with all that it points to. */
struct sample {
	struct roadmap roadmap;
	struct rule rule;
	struct body body;
	struct reach reach;
	struct pair pair;
	struct notice notice;
	char key[96];
};

static inline const struct notice *
sample_notice(struct sample *p, const char *rule, const char *debtor,
    struct date due, enum stage_kind stage, const char *address)
{
	char day[DATE_TEXT];

	*p = (struct sample){0};
	p->roadmap.id = "strezhevoy-2021";
	p->rule.id = rule;
	p->body.id = debtor;
	p->reach = (struct reach){.body = &p->body, .address = address,
	    .channel = CHANNEL_EMAIL};
	p->pair = (struct pair){.roadmap = &p->roadmap, .rule = &p->rule,
	    .body = &p->body};
	p->notice = (struct notice){.pair = &p->pair,
	    .stage = {.kind = stage}, .to = &p->reach, .due = due,
	    .debtor = debtor, .day = date_of(2022, 5, 23)};
	snprintf(p->key, sizeof(p->key), "%s/%s/%s/%d/%s", rule, debtor,
	    date_iso(due, day), (int)stage, address);
	p->notice.key = p->key;
	return &p->notice;
}

/* A letter of that key, due at sending_at. */
static inline struct letter_row
sample_letter(const char *key, const char *recipient, int64_t sending_at)
{
	return (struct letter_row){
		.key = key, .recipient = recipient,
		.channel = CHANNEL_EMAIL, .address = "uo@dept.example",
		.sending_at = sending_at, .utc_offset = 7 * 3600,
		.created_at = sending_at - 10, .next_at = sending_at,
		.expires_at = sending_at + 86400, .message_id = key,
		.subject = "Осталось 7 дней: п. 6", .text = "Уважаемые …",
		.html = "<p>Уважаемые …</p>", .to_name = "Управление",
	};
}

static inline int64_t
add_letter(struct bench *b, const char *key, const char *recipient,
    int64_t sending_at, const struct notice *n)
{
	struct letter_row l = sample_letter(key, recipient, sending_at);

	if (!store_letter_number(b->s, &l.id, &b->err) ||
	    !store_letter_add(b->s, &l, &n, n ? 1 : 0, &b->err))
		fail_msg("letter: %s", b->err.text);
	return l.id;
}

static inline void
letter_event(struct bench *b, int64_t id, enum letter_event event,
    int64_t at, int64_t next_at)
{
	if (!store_letter_event(b->s, id, event, at, next_at, NULL, &b->err))
		fail_msg("event: %s", b->err.text);
}

static inline size_t
claim(struct bench *b, int64_t now, size_t limit,
    const struct letter_row **ret)
{
	size_t n = 0;

	if (!store_letters_claim(b->s, b->a, NULL, now, 7, limit, ret, &n,
	    &b->err))
		fail_msg("claim: %s", b->err.text);
	return n;
}

#endif
