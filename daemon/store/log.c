/* The activity log: one chain of entries, each with the hash of all that was
 * before it. Adding - The chain - Reading - Verifying. */
#include <assert.h>
#include <sodium.h>
#include <string.h>
#include <sysexits.h>

#include "core/entry.h"
#include "store/fault.h"
#include "store/stmt.h"

_Static_assert(HASH_BYTES == crypto_hash_sha256_BYTES, "SHA-256");

/* Every column of an entry but its hash, in the order they are hashed in. */
#define COLUMNS "id, at, entered, kind, roadmap, rule, body, date, due, " \
	"until, ref, note, evidence, author, decided_by, key"
enum column {
	ID, AT, ENTERED, KIND, ROADMAP, RULE, BODY, DATE, DUE, UNTIL, REF,
	NOTE, EVIDENCE, AUTHOR, DECIDED_BY, KEY, COLUMN_COUNT
};

/* --- the chain ------------------------------------------------------------ */

struct cell {
	int type;               /* SQLITE_INTEGER, SQLITE_TEXT, SQLITE_NULL … */
	int64_t n;              /* its value, or the length of bytes */
	const void *bytes;
};

/* hash = SHA-256(hash before ‖ cells), a cell being its type in one byte, its
 * number or length in eight (big-endian), its bytes: no two entries run into
 * the same text. The entry before the first has 32 zero bytes. */
static void
chain(const unsigned char before[HASH_BYTES],
    const struct cell cells[COLUMN_COUNT], unsigned char ret[HASH_BYTES])
{
	crypto_hash_sha256_state state;

	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, before, HASH_BYTES);
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		const struct cell *c = &cells[i];
		unsigned char head[9] = {(unsigned char)c->type};

		for (size_t k = 0; k < 8; k++)
			head[1 + k] = (unsigned char)((uint64_t)c->n >>
			    (56 - 8 * k));
		crypto_hash_sha256_update(&state, head, sizeof(head));
		if (c->bytes)
			crypto_hash_sha256_update(&state, c->bytes,
			    (unsigned long long)c->n);
	}
	crypto_hash_sha256_final(&state, ret);
}

static struct cell
int_cell(int64_t n)
{
	return (struct cell){SQLITE_INTEGER, n, NULL};
}

static struct cell
text_cell(const char *text)
{
	return text ? (struct cell){SQLITE_TEXT, (int64_t)strlen(text), text} :
	    (struct cell){.type = SQLITE_NULL};
}

static struct cell
date_cell(struct date d, char buf[DATE_TEXT])
{
	return text_cell(date_is_none(d) ? NULL : date_iso(d, buf));
}

static struct cell
column_cell(sqlite3_stmt *handle, int i)
{
	int type = sqlite3_column_type(handle, i);
	const void *bytes;

	if (type == SQLITE_INTEGER)
		return int_cell(sqlite3_column_int64(handle, i));
	if (type == SQLITE_NULL)
		return (struct cell){.type = SQLITE_NULL};
	bytes = sqlite3_column_blob(handle, i);
	return (struct cell){type, sqlite3_column_bytes(handle, i),
	    bytes ? bytes : ""};
}

/* --- adding --------------------------------------------------------------- */

static const char *
or_empty(const char *text)
{
	return text ? text : "";
}

/* days: room for the texts of four days, as long as the cells. */
static void
cells_of(const struct entry *e, int64_t id, const char *key,
    char days[4][DATE_TEXT], struct cell ret[COLUMN_COUNT])
{
	ret[ID] = int_cell(id);
	ret[AT] = int_cell(e->at);
	ret[ENTERED] = date_cell(e->entered, days[0]);
	ret[KIND] = text_cell(entry_kind_name(e->kind));
	ret[ROADMAP] = text_cell(e->roadmap);
	ret[RULE] = text_cell(e->rule);
	ret[BODY] = text_cell(or_empty(e->body));
	ret[DATE] = date_cell(e->date, days[1]);
	ret[DUE] = date_cell(e->window, days[2]);
	ret[UNTIL] = date_cell(e->until, days[3]);
	ret[REF] = int_cell(e->ref);
	ret[NOTE] = text_cell(or_empty(e->note));
	ret[EVIDENCE] = text_cell(or_empty(e->evidence));
	ret[AUTHOR] = text_cell(or_empty(e->author));
	ret[DECIDED_BY] = text_cell(or_empty(e->decided_by));
	ret[KEY] = text_cell(key);
}

/* The last entry, remembered between calls; of an empty log 0 and zeros. */
static bool
find_head(struct store *s, struct store_error *reterr)
{
	static const char sql[] =
	    "SELECT id, hash FROM log ORDER BY id DESC LIMIT 1";
	struct stmt *st;
	enum stmt_result r;

	if (s->head.known)
		return true;
	memset(&s->head, 0, sizeof(s->head));
	st = stmt_use(s, sql);
	r = stmt_step(st, reterr);
	if (r == STMT_ROW) {
		const void *hash = sqlite3_column_blob(st->handle, 1);

		s->head.id = stmt_get_int(st, 0);
		if (hash && sqlite3_column_bytes(st->handle, 1) ==
		    HASH_BYTES)
			memcpy(s->head.hash, hash, HASH_BYTES);
		else
			stmt_damaged(st, 1);
	}
	s->head.known = stmt_end(st, reterr);
	return s->head.known;
}

bool
store_entry_key(struct store *s, const char *key, int64_t *ret_id,
    struct store_error *reterr)
{
	static const char sql[] =
	    "SELECT id FROM log WHERE key = ?";
	struct stmt *st = stmt_use(s, sql);
	enum stmt_result r;

	stmt_text(st, key);
	r = stmt_step(st, reterr);
	*ret_id = r == STMT_ROW ? stmt_get_int(st, 0) : 0;
	return stmt_end(st, reterr);
}

static bool
insert(struct store *s, const struct cell cells[COLUMN_COUNT],
    const unsigned char hash[HASH_BYTES], struct store_error *reterr)
{
	static const char sql[] = "INSERT INTO log (" COLUMNS ", hash) VALUES "
	    "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	struct stmt *st = stmt_use(s, sql);

	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		if (cells[i].type == SQLITE_INTEGER)
			stmt_int(st, cells[i].n);
		else if (cells[i].type == SQLITE_TEXT)
			stmt_texts(st, cells[i].bytes, (size_t)cells[i].n);
		else
			stmt_null(st);
	}
	stmt_blob(st, hash, HASH_BYTES);
	return stmt_run(st, reterr);
}

/* Links the entry to the head, which it becomes. */
static bool
append(struct store *s, const struct entry *e, const char *key,
    struct store_error *reterr)
{
	struct cell cells[COLUMN_COUNT];
	char days[4][DATE_TEXT];
	unsigned char hash[HASH_BYTES];

	if (!find_head(s, reterr))
		return false;
	cells_of(e, s->head.id + 1, key, days, cells);
	chain(s->head.hash, cells, hash);
	s->head.known = insert(s, cells, hash, reterr);
	if (!s->head.known)
		return false;
	s->head.id++;
	memcpy(s->head.hash, hash, HASH_BYTES);
	return true;
}

bool
store_entry_add(struct store *s, const struct entry *e, const char *key,
    int64_t *ret_id, struct store_error *reterr)
{
	int64_t known = 0;

	assert(e->roadmap && e->rule && e->kind < ENTRY_KIND_COUNT &&
	    !date_is_none(e->entered));
	if (key && !store_entry_key(s, key, &known, reterr))
		return false;
	if (!known && !append(s, e, key, reterr))
		return false;
	*ret_id = known ? known : s->head.id;
	return true;
}

/* --- reading -------------------------------------------------------------- */

static const struct entry nobody = {
	.roadmap = "", .rule = "", .body = "", .note = "", .evidence = "",
	.author = "", .decided_by = ""
};

/* Neighbours have many texts in common: these are kept once. */
static void
read_entry(struct stmt *st, struct arena *a, const struct entry *like,
    struct entry *ret)
{
	ret->id = stmt_get_int(st, ID);
	ret->at = stmt_get_int(st, AT);
	ret->entered = stmt_get_date(st, ENTERED);
	if (!entry_kind_parse(stmt_get_text_like(st, a, KIND,
	    entry_kind_name(like->kind)), &ret->kind))
		stmt_damaged(st, KIND);
	ret->roadmap = stmt_get_text_like(st, a, ROADMAP, like->roadmap);
	ret->rule = stmt_get_text_like(st, a, RULE, like->rule);
	ret->body = stmt_get_text_like(st, a, BODY, like->body);
	ret->date = stmt_get_date(st, DATE);
	ret->window = stmt_get_date(st, DUE);
	ret->until = stmt_get_date(st, UNTIL);
	ret->ref = stmt_get_int(st, REF);
	ret->note = stmt_get_text_like(st, a, NOTE, like->note);
	ret->evidence = stmt_get_text_like(st, a, EVIDENCE, like->evidence);
	ret->author = stmt_get_text_like(st, a, AUTHOR, like->author);
	ret->decided_by = stmt_get_text_like(st, a, DECIDED_BY,
	    like->decided_by);
}

struct entries {
	struct entry *items;
	size_t n, cap;
};

/* Adds all rows of a statement whose values are bound. */
static bool
add_entries(struct stmt *st, struct arena *a, struct entries *to,
    struct store_error *reterr)
{
	while (stmt_step(st, reterr) == STMT_ROW) {
		struct entry *e = arena_push(a, (void **)&to->items, &to->n,
		    &to->cap, sizeof(*e));

		read_entry(st, a, to->n > 1 ? e - 1 : &nobody, e);
	}
	return stmt_end(st, reterr);
}

/* One rule of an installation has about as many as another: room for these is
 * taken at once. */
static bool
read_entries(struct stmt *st, struct arena *a, const struct entry **ret,
    size_t *ret_n, struct store_error *reterr)
{
	struct entries all = {.cap = st->rows + st->rows / 16};
	bool ok;

	if (all.cap)
		all.items = arena_array(a, all.cap, sizeof(*all.items));
	ok = add_entries(st, a, &all, reterr);
	st->rows = all.n;
	*ret = all.items;
	*ret_n = all.n;
	return ok;
}

bool
store_entries(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const struct entry **ret, size_t *ret_n,
    struct store_error *reterr)
{
	static const char all[] = "SELECT " COLUMNS " FROM log"
	    " ORDER BY roadmap, rule, body, id";
	static const char of_roadmap[] = "SELECT " COLUMNS " FROM log"
	    " WHERE roadmap = ? ORDER BY rule, body, id";
	static const char of_rule[] = "SELECT " COLUMNS " FROM log"
	    " WHERE roadmap = ? AND rule = ? ORDER BY body, id";
	struct stmt *st = stmt_use(s, rule ? of_rule :
	    roadmap ? of_roadmap : all);

	assert(roadmap || !rule);
	if (roadmap)
		stmt_text(st, roadmap);
	if (rule)
		stmt_text(st, rule);
	return read_entries(st, a, ret, ret_n, reterr);
}

/* Twice the same statement: of "body IN (…)" SQLite makes a table first. */
bool
store_entries_of(struct store *s, struct arena *a, const char *roadmap,
    const char *rule, const char *body, const struct entry **ret,
    size_t *ret_n, struct store_error *reterr)
{
	static const char sql[] = "SELECT " COLUMNS " FROM log"
	    " WHERE roadmap = ? AND rule = ? AND body = ? ORDER BY id";
	const char *const bodies[] = {"", body};
	struct entries all = {.n = 0};

	for (size_t i = *body ? 0 : 1; i < 2; i++) {
		struct stmt *st = stmt_use(s, sql);

		stmt_text(st, roadmap);
		stmt_text(st, rule);
		stmt_text(st, bodies[i]);
		if (!add_entries(st, a, &all, reterr))
			return false;
	}
	*ret = all.items;
	*ret_n = all.n;
	return true;
}

bool
store_entries_after(struct store *s, struct arena *a, int64_t id,
    const struct entry **ret, size_t *ret_n, struct store_error *reterr)
{
	static const char sql[] = "SELECT " COLUMNS " FROM log"
	    " WHERE id > ? ORDER BY id";
	struct stmt *st = stmt_use(s, sql);

	stmt_int(st, id);
	return read_entries(st, a, ret, ret_n, reterr);
}

bool
store_entry_last(struct store *s, int64_t *ret, struct store_error *reterr)
{
	if (!find_head(s, reterr))
		return false;
	*ret = s->head.id;
	return true;
}

bool
store_entry(struct store *s, struct arena *a, int64_t id, struct entry *ret,
    struct store_error *reterr)
{
	static const char sql[] = "SELECT " COLUMNS " FROM log WHERE id = ?";
	struct stmt *st = stmt_use(s, sql);
	struct entry e = {0};
	enum stmt_result r;

	stmt_int(st, id);
	r = stmt_step(st, reterr);
	if (r == STMT_ROW)
		read_entry(st, a, &nobody, &e);
	if (!stmt_end(st, reterr))
		return false;
	if (r != STMT_ROW)
		return store_fault(reterr, EX_DATAERR, "there is no entry %lld",
		    (long long)id);
	*ret = e;
	return true;
}

/* --- verifying ------------------------------------------------------------ */

bool
store_verify(struct store *s, int64_t *ret_n, int64_t *ret_broken,
    struct store_error *reterr)
{
	static const char sql[] =
	    "SELECT " COLUMNS ", hash FROM log ORDER BY id";
	unsigned char before[HASH_BYTES] = {0}, hash[HASH_BYTES];
	struct stmt *st = stmt_use(s, sql);
	int64_t n = 0, broken = 0;

	while (!broken && stmt_step(st, reterr) == STMT_ROW) {
		struct cell cells[COLUMN_COUNT];
		struct cell stored = column_cell(st->handle, COLUMN_COUNT);

		for (int i = 0; i < COLUMN_COUNT; i++)
			cells[i] = column_cell(st->handle, i);
		chain(before, cells, hash);
		n++;
		if (cells[ID].n != n || stored.type != SQLITE_BLOB ||
		    stored.n != HASH_BYTES ||
		    memcmp(stored.bytes, hash, HASH_BYTES) != 0)
			broken = n;
		memcpy(before, hash, HASH_BYTES);
	}
	if (!stmt_end(st, reterr))
		return false;
	*ret_n = n;
	*ret_broken = broken;
	return true;
}
