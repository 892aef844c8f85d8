/* Contents: Words - Writing - Reading - Hello - Job and answer - Records */
#include "core/wire.h"

#include <string.h>

const char wire_other_version[] = "the other side speaks another version";

/* --- Words --------------------------------------------------------------- */

static const char *const outcome_names[WIRE_OUTCOME_END] = {
	[WIRE_SENT] = "sent", [WIRE_REFUSED] = "refused",
	[WIRE_TRY_LATER] = "try later", [WIRE_UNCERTAIN] = "uncertain",
};
static const char *const scope_names[WIRE_SCOPE_END] = {
	[WIRE_RECIPIENT] = "recipient", [WIRE_LETTER] = "message",
	[WIRE_RELAY] = "relay", [WIRE_CONFIG] = "config",
};

const char *
wire_outcome_name(enum wire_outcome outcome)
{
	return (unsigned)outcome < WIRE_OUTCOME_END ? outcome_names[outcome]
	    : NULL;
}

const char *
wire_scope_name(enum wire_scope scope)
{
	return (unsigned)scope < WIRE_SCOPE_END ? scope_names[scope] : NULL;
}

/* --- Writing ------------------------------------------------------------- */

static const char too_long[] = "a text is too long";

static void
store_int(unsigned char *to, uint64_t v, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++)
		to[i] = (unsigned char)(v >> (8 * i));
}

static void
put_int(struct str *out, uint64_t v, size_t bytes)
{
	unsigned char b[8];

	store_int(b, v, bytes);
	str_addn(out, (const char *)b, bytes);
}

static bool
put_text(struct str *out, const char *text, const char **reterr)
{
	size_t n = text ? strlen(text) + 1 : 1;

	if (n > WIRE_TEXT_MAX) {
		*reterr = too_long;
		return false;
	}
	put_int(out, n, 4);
	str_addn(out, text ? text : "", n);
	return true;
}

static bool
is_row(unsigned value, unsigned end)
{
	return value > 0 && value < end;
}

/* --- Reading ------------------------------------------------------------- */

/* Bytes not yet read. The first fault sticks; after it every read gives 0. */
struct reader {
	const unsigned char *at;
	size_t left;
	const char *fault;
};

static const char short_message[] = "the message ends early";
static const char bad_value[] = "a value is out of its range";

static const unsigned char *
take(struct reader *r, size_t n)
{
	const unsigned char *p = r->at;

	if (r->fault || n > r->left) {
		if (!r->fault)
			r->fault = short_message;
		return NULL;
	}
	r->at += n;
	r->left -= n;
	return p;
}

static uint64_t
load_int(const unsigned char *p, size_t bytes)
{
	uint64_t v = 0;

	for (size_t i = 0; i < bytes; i++)
		v |= (uint64_t)p[i] << (8 * i);
	return v;
}

static uint64_t
get_int(struct reader *r, size_t bytes)
{
	const unsigned char *p = take(r, bytes);

	return p ? load_int(p, bytes) : 0;
}

static const char *
get_text(struct reader *r)
{
	size_t n = (size_t)get_int(r, 4);
	const unsigned char *p = take(r, n);

	if (!p)
		return "";
	if (n > WIRE_TEXT_MAX) {
		r->fault = too_long;
		return "";
	}
	if (n == 0 || memchr(p, '\0', n) != p + n - 1) {
		r->fault = "a text lacks its NUL or holds another";
		return "";
	}
	return (const char *)p;
}

/* The number of a row of a table that ends before end; 0 is never a row. */
static unsigned
get_row(struct reader *r, unsigned end)
{
	unsigned v = (unsigned)get_int(r, 1);

	if (!r->fault && !is_row(v, end))
		r->fault = bad_value;
	return v;
}

static bool
reader_end(const struct reader *r, const char **reterr)
{
	if (!r->fault && r->left == 0)
		return true;
	*reterr = r->fault ? r->fault : "bytes follow the last field";
	return false;
}

static struct reader
reader_of(const void *message, size_t n, enum wire_kind kind)
{
	struct reader r = { message, n, NULL };

	if (get_int(&r, 1) != (uint64_t)kind && !r.fault)
		r.fault = "another kind of message was expected";
	return r;
}

/* --- Hello --------------------------------------------------------------- */

enum setting_type { SET_TEXT, SET_FLAG, SET_NUMBER };

/* A number of a row is its name on the wire: rows are added at the end. */
static const struct setting {
	enum setting_type type;
	size_t offset;
} settings[] = {
	{ SET_FLAG, offsetof(struct wire_hello, results) },
	{ SET_FLAG, offsetof(struct wire_hello, virtual_clock) },
	{ SET_TEXT, offsetof(struct wire_hello, dir) },
	{ SET_TEXT, offsetof(struct wire_hello, relay) },
	{ SET_TEXT, offsetof(struct wire_hello, fqdn) },
	{ SET_TEXT, offsetof(struct wire_hello, from) },
	{ SET_TEXT, offsetof(struct wire_hello, user) },
	{ SET_TEXT, offsetof(struct wire_hello, secret_file) },
	{ SET_TEXT, offsetof(struct wire_hello, ca_file) },
	{ SET_TEXT, offsetof(struct wire_hello, url) },
	{ SET_TEXT, offsetof(struct wire_hello, url_file) },
	{ SET_TEXT, offsetof(struct wire_hello, format) },
	{ SET_FLAG, offsetof(struct wire_hello, insecure) },
	{ SET_FLAG, offsetof(struct wire_hello, allow_private) },
	{ SET_NUMBER, offsetof(struct wire_hello, connect_ms) },
	{ SET_NUMBER, offsetof(struct wire_hello, reply_ms) },
	{ SET_NUMBER, offsetof(struct wire_hello, total_ms) },
};
enum { NSETTINGS = sizeof(settings) / sizeof(settings[0]) };

static bool
put_setting(struct str *out, const struct setting *s, const void *field,
    const char **reterr)
{
	switch (s->type) {
	case SET_TEXT:
		return put_text(out, *(const char *const *)field, reterr);
	case SET_FLAG:
		put_int(out, *(const bool *)field, 1);
		break;
	case SET_NUMBER:
		put_int(out, *(const uint32_t *)field, 4);
		break;
	}
	return true;
}

static void
get_setting(struct reader *r, const struct setting *s, void *field)
{
	uint64_t flag;

	switch (s->type) {
	case SET_TEXT:
		*(const char **)field = get_text(r);
		break;
	case SET_FLAG:
		flag = get_int(r, 1);
		if (flag > 1 && !r->fault)
			r->fault = bad_value;
		*(bool *)field = flag == 1;
		break;
	case SET_NUMBER:
		*(uint32_t *)field = (uint32_t)get_int(r, 4);
		break;
	}
}

bool
wire_put_hello(struct str *out, const struct wire_hello *hello,
    const char **reterr)
{
	str_clear(out);
	if (!is_row(hello->way, WIRE_WAY_END)) {
		*reterr = bad_value;
		return false;
	}
	put_int(out, WIRE_HELLO_CORE, 1);
	put_int(out, hello->version, 2);
	put_int(out, hello->way, 1);
	for (size_t i = 0; i < NSETTINGS; i++)
		if (!put_setting(out, &settings[i], (const char *)hello
		    + settings[i].offset, reterr))
			return false;
	return true;
}

bool
wire_get_hello(const void *message, size_t n, struct wire_hello *ret,
    const char **reterr)
{
	struct reader r = reader_of(message, n, WIRE_HELLO_CORE);
	struct wire_hello h = { .version = (uint16_t)get_int(&r, 2) };

	if (!r.fault && h.version != WIRE_VERSION) {
		ret->version = h.version;
		*reterr = wire_other_version;
		return false;
	}
	h.way = (enum wire_way)get_row(&r, WIRE_WAY_END);
	for (size_t i = 0; i < NSETTINGS; i++)
		get_setting(&r, &settings[i], (char *)&h + settings[i].offset);
	if (!reader_end(&r, reterr))
		return false;
	*ret = h;
	return true;
}

bool
wire_put_hello_worker(struct str *out, const char *why_not,
    const char **reterr)
{
	str_clear(out);
	put_int(out, WIRE_HELLO_WORKER, 1);
	put_int(out, WIRE_VERSION, 2);
	return put_text(out, why_not, reterr);
}

/* A worker of another version still says why it will not serve, so its
 * reason is read whatever its number is. */
bool
wire_get_hello_worker(const void *message, size_t n, const char **ret_why_not,
    const char **reterr)
{
	struct reader r = reader_of(message, n, WIRE_HELLO_WORKER);
	uint16_t version = (uint16_t)get_int(&r, 2);
	const char *why_not = get_text(&r);

	if (!reader_end(&r, reterr))
		return false;
	if (version != WIRE_VERSION && !*why_not)
		why_not = wire_other_version;
	*ret_why_not = why_not;
	return true;
}

/* --- Job and answer ------------------------------------------------------ */

bool
wire_put_job(struct str *out, const struct wire_job *job, const char **reterr)
{
	str_clear(out);
	if (job->body_len > WIRE_BODY_MAX) {
		*reterr = "the letter is longer than 128 KiB";
		return false;
	}
	put_int(out, WIRE_JOB, 1);
	put_int(out, job->id, 8);
	put_int(out, job->attempt, 4);
	put_int(out, (uint64_t)job->now, 8);
	if (!put_text(out, job->message_id, reterr)
	    || !put_text(out, job->sender, reterr)
	    || !put_text(out, job->recipient, reterr))
		return false;
	put_int(out, job->body_len, 4);
	if (job->body_len)
		str_addn(out, (const char *)job->body, job->body_len);
	return true;
}

bool
wire_get_job(const void *message, size_t n, struct wire_job *ret,
    const char **reterr)
{
	struct reader r = reader_of(message, n, WIRE_JOB);
	struct wire_job j = { .id = get_int(&r, 8) };

	j.attempt = (uint32_t)get_int(&r, 4);
	j.now = (int64_t)get_int(&r, 8);
	j.message_id = get_text(&r);
	j.sender = get_text(&r);
	j.recipient = get_text(&r);
	j.body_len = (size_t)get_int(&r, 4);
	if (j.body_len > WIRE_BODY_MAX && !r.fault)
		r.fault = "the letter is longer than 128 KiB";
	j.body = take(&r, j.body_len);
	if (!reader_end(&r, reterr))
		return false;
	*ret = j;
	return true;
}

bool
wire_put_answer(struct str *out, const struct wire_answer *answer,
    const char **reterr)
{
	str_clear(out);
	if (!is_row(answer->outcome, WIRE_OUTCOME_END)
	    || !is_row(answer->scope, WIRE_SCOPE_END)) {
		*reterr = bad_value;
		return false;
	}
	put_int(out, WIRE_ANSWER, 1);
	put_int(out, answer->id, 8);
	put_int(out, answer->attempt, 4);
	put_int(out, answer->outcome, 1);
	put_int(out, answer->scope, 1);
	put_int(out, answer->retry_after, 4);
	return put_text(out, answer->reply, reterr);
}

bool
wire_get_answer(const void *message, size_t n, struct wire_answer *ret,
    const char **reterr)
{
	struct reader r = reader_of(message, n, WIRE_ANSWER);
	struct wire_answer a = { .id = get_int(&r, 8) };
	const char *reply;

	a.attempt = (uint32_t)get_int(&r, 4);
	a.outcome = (enum wire_outcome)get_row(&r, WIRE_OUTCOME_END);
	a.scope = (enum wire_scope)get_row(&r, WIRE_SCOPE_END);
	a.retry_after = (uint32_t)get_int(&r, 4);
	reply = get_text(&r);
	if (strlen(reply) > WIRE_REPLY_MAX && !r.fault)
		r.fault = too_long;
	if (!reader_end(&r, reterr))
		return false;
	memcpy(a.reply, reply, strlen(reply) + 1);
	*ret = a;
	return true;
}

/* --- Records ------------------------------------------------------------- */

/* 'S', mark, outcome, scope, attempt (4), id (8), retry_after (4), check (4):
 * FNV-1a of the 20 bytes before it, which tells a record from a stump; nobody
 * forges one, the file is the core's. */
enum { RECORD_MAGIC = 'S', RECORD_CHECKED = WIRE_RECORD_SIZE - 4 };

static uint32_t
check_of(const unsigned char *p)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < RECORD_CHECKED; i++)
		h = (h ^ p[i]) * 16777619U;
	return h;
}

void
wire_put_record(unsigned char ret[WIRE_RECORD_SIZE],
    const struct wire_record *record)
{
	ret[0] = RECORD_MAGIC;
	ret[1] = (unsigned char)record->mark;
	ret[2] = (unsigned char)record->outcome;
	ret[3] = (unsigned char)record->scope;
	store_int(ret + 4, record->attempt, 4);
	store_int(ret + 8, record->id, 8);
	store_int(ret + 16, record->retry_after, 4);
	store_int(ret + RECORD_CHECKED, check_of(ret), 4);
}

static bool
record_at(const unsigned char *p, struct wire_record *ret)
{
	bool whole;

	if (p[0] != RECORD_MAGIC
	    || load_int(p + RECORD_CHECKED, 4) != check_of(p))
		return false;
	whole = p[1] == WIRE_DOT ? p[2] == 0 && p[3] == 0
	    : p[1] == WIRE_RESULT && is_row(p[2], WIRE_OUTCOME_END)
	    && is_row(p[3], WIRE_SCOPE_END);
	if (!whole)
		return false;
	ret->mark = (enum wire_mark)p[1];
	ret->outcome = (enum wire_outcome)p[2];
	ret->scope = (enum wire_scope)p[3];
	ret->attempt = (uint32_t)load_int(p + 4, 4);
	ret->id = load_int(p + 8, 8);
	ret->retry_after = (uint32_t)load_int(p + 16, 4);
	return true;
}

bool
wire_next_record(const void *file, size_t n, size_t *at,
    struct wire_record *ret)
{
	const unsigned char *p = file;

	for (; n >= WIRE_RECORD_SIZE && *at <= n - WIRE_RECORD_SIZE; (*at)++)
		if (record_at(p + *at, ret)) {
			*at += WIRE_RECORD_SIZE;
			return true;
		}
	return false;
}
