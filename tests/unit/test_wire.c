#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/wire.h"

static const struct wire_hello email_hello = {
	.version = WIRE_VERSION, .way = WIRE_EMAIL, .results = true,
	.relay = "smtps://relay.example:465", .fqdn = "srok.dept.example",
	.from = "srok@dept.example", .user = "srok", .secret_file = "relay",
	.ca_file = "/etc/ssl/ca.pem", .insecure = true, .reply_ms = 600000,
};

static const struct wire_job job = {
	.id = 0x1122334455667788U, .attempt = 3, .now = -1,
	.message_id = "<a.1@dept.example>", .sender = "srok@dept.example",
	.recipient = "school-3@dept.example",
	.body = (const unsigned char *)"Date: x\r\n\r\n\0y", .body_len = 13,
};

static const struct wire_answer answer = {
	.id = 7, .attempt = 2, .outcome = WIRE_TRY_LATER, .scope = WIRE_RELAY,
	.retry_after = 300, .reply = "RCPT: 450 4.2.1 try again",
};

static void
test_hello_comes_back(void **state)
{
	struct str out;
	struct wire_hello got;
	const char *err = NULL;

	(void)state;
	str_init(&out);
	assert_true(wire_put_hello(&out, &email_hello, &err));
	assert_int_equal(out.s[0], WIRE_HELLO_CORE);
	assert_true(wire_get_hello(out.s, out.len, &got, &err));
	assert_int_equal(got.way, WIRE_EMAIL);
	assert_true(got.results);
	assert_true(got.insecure);
	assert_false(got.virtual_clock);
	assert_false(got.allow_private);
	assert_string_equal(got.relay, email_hello.relay);
	assert_string_equal(got.fqdn, email_hello.fqdn);
	assert_string_equal(got.from, email_hello.from);
	assert_string_equal(got.user, email_hello.user);
	assert_string_equal(got.secret_file, email_hello.secret_file);
	assert_string_equal(got.ca_file, email_hello.ca_file);
	assert_string_equal(got.url, "");
	assert_string_equal(got.dir, "");
	assert_int_equal(got.reply_ms, 600000);
	assert_int_equal(got.total_ms, 0);
	str_done(&out);
}

static void
test_hello_of_another_version(void **state)
{
	struct wire_hello hello = email_hello, got = {0};
	const char *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	hello.version = WIRE_VERSION + 1;
	assert_true(wire_put_hello(&out, &hello, &err));
	assert_false(wire_get_hello(out.s, out.len, &got, &err));
	assert_ptr_equal(err, wire_other_version);
	assert_int_equal(got.version, WIRE_VERSION + 1);
	str_done(&out);
}

static void
test_hello_of_the_worker(void **state)
{
	const char *why_not, *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	assert_true(wire_put_hello_worker(&out, "no secret", &err));
	assert_true(wire_get_hello_worker(out.s, out.len, &why_not, &err));
	assert_string_equal(why_not, "no secret");
	assert_true(wire_put_hello_worker(&out, NULL, &err));
	assert_true(wire_get_hello_worker(out.s, out.len, &why_not, &err));
	assert_string_equal(why_not, "");
	out.s[1]++;                     /* its version */
	assert_true(wire_get_hello_worker(out.s, out.len, &why_not, &err));
	assert_ptr_equal(why_not, wire_other_version);
	str_done(&out);
}

static void
test_job_comes_back(void **state)
{
	struct str out;
	struct wire_job got;
	const char *err = NULL;

	(void)state;
	str_init(&out);
	assert_true(wire_put_job(&out, &job, &err));
	assert_true(wire_get_job(out.s, out.len, &got, &err));
	assert_true(got.id == job.id);
	assert_int_equal(got.attempt, 3);
	assert_true(got.now == -1);
	assert_string_equal(got.message_id, job.message_id);
	assert_string_equal(got.sender, job.sender);
	assert_string_equal(got.recipient, job.recipient);
	assert_int_equal(got.body_len, 13);
	assert_memory_equal(got.body, job.body, 13);
	str_done(&out);
}

/* The bytes themselves, so that both sides can be told apart from a pair of
 * functions that only agree with each other. */
static void
test_answer_byte_for_byte(void **state)
{
	static const unsigned char want[] = {
		4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 3,
		0x2c, 1, 0, 0, 3, 0, 0, 0, 'o', 'k', 0,
	};
	struct wire_answer a = answer, got;
	const char *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	strcpy(a.reply, "ok");
	assert_true(wire_put_answer(&out, &a, &err));
	assert_int_equal(out.len, sizeof(want));
	assert_memory_equal(out.s, want, sizeof(want));
	assert_true(wire_get_answer(want, sizeof(want), &got, &err));
	assert_int_equal(got.outcome, WIRE_TRY_LATER);
	assert_int_equal(got.scope, WIRE_RELAY);
	assert_int_equal(got.retry_after, 300);
	assert_string_equal(got.reply, "ok");
	str_done(&out);
}

/* One value out of its range is enough, whichever it is, on either side. */
static void
test_answer_out_of_range(void **state)
{
	static const struct {
		int outcome, scope;
	} rows[] = {
		{0, WIRE_LETTER}, {WIRE_OUTCOME_END, WIRE_LETTER},
		{WIRE_SENT, 0}, {WIRE_SENT, WIRE_SCOPE_END}
	};
	enum { OUTCOME_AT = 13, SCOPE_AT = 14 };
	struct wire_answer a, got;
	const char *err;
	struct str out;

	(void)state;
	str_init(&out);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		a = answer;
		assert_true(wire_put_answer(&out, &a, &err));
		out.s[OUTCOME_AT] = (char)rows[i].outcome;
		out.s[SCOPE_AT] = (char)rows[i].scope;
		assert_false(wire_get_answer(out.s, out.len, &got, &err));
		a.outcome = (enum wire_outcome)rows[i].outcome;
		a.scope = (enum wire_scope)rows[i].scope;
		assert_false(wire_put_answer(&out, &a, &err));
	}
	str_done(&out);
}

static bool
get_any(const void *message, size_t n)
{
	struct wire_hello hello;
	struct wire_job j;
	struct wire_answer a;
	const char *why_not, *err = NULL;
	bool ok = false;

	switch (n ? *(const unsigned char *)message : 0) {
	case WIRE_HELLO_CORE:
		ok = wire_get_hello(message, n, &hello, &err);
		break;
	case WIRE_HELLO_WORKER:
		ok = wire_get_hello_worker(message, n, &why_not, &err);
		break;
	case WIRE_JOB:
		ok = wire_get_job(message, n, &j, &err);
		break;
	case WIRE_ANSWER:
		ok = wire_get_answer(message, n, &a, &err);
		break;
	default:
		return false;
	}
	assert_true(ok || err);
	return ok;
}

/* Every beginning of a message, and every message with a byte more, is
 * refused; malloc'ed to the byte, so that ASan and valgrind see a read past
 * the end. */
static void
check_cut(const struct str *message)
{
	char *copy;

	assert_true(get_any(message->s, message->len));
	for (size_t n = 0; n < message->len; n++) {
		copy = malloc(n ? n : 1);
		assert_non_null(copy);
		memcpy(copy, message->s, n);
		assert_false(get_any(copy, n));
		free(copy);
	}
	copy = xcalloc(message->len + 1, 1);
	memcpy(copy, message->s, message->len);
	assert_false(get_any(copy, message->len + 1));
	free(copy);
}

static void
test_cut_messages_are_refused(void **state)
{
	const char *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	assert_true(wire_put_hello(&out, &email_hello, &err));
	check_cut(&out);
	assert_true(wire_put_hello_worker(&out, "why", &err));
	check_cut(&out);
	assert_true(wire_put_job(&out, &job, &err));
	check_cut(&out);
	assert_true(wire_put_answer(&out, &answer, &err));
	check_cut(&out);
	str_done(&out);
}

static void
test_bad_values_are_refused(void **state)
{
	static const unsigned char bad[][26] = {
		/* outcome 0, outcome 5, scope 5 */
		{ 4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0,
		    3, 0, 0, 0, 'o', 'k', 0 },
		{ 4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 5, 3, 0, 0, 0, 0,
		    3, 0, 0, 0, 'o', 'k', 0 },
		{ 4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 5, 0, 0, 0, 0,
		    3, 0, 0, 0, 'o', 'k', 0 },
		/* a NUL inside, none at the end, an endless length */
		{ 4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 3, 0, 0, 0, 0,
		    3, 0, 0, 0, 'o', 0, 0 },
		{ 4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 3, 0, 0, 0, 0,
		    3, 0, 0, 0, 'o', 'k', 'k' },
		{ 4, 7, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 3, 0, 0, 0, 0,
		    0xff, 0xff, 0xff, 0xff, 'o', 'k', 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(get_any(bad[i], sizeof(bad[i])));
}

static void
test_limits(void **state)
{
	char *big = xcalloc(WIRE_BODY_MAX + 1, 1);
	struct wire_job j = job;
	struct wire_hello hello = email_hello;
	struct wire_job got;
	const char *err = NULL;
	struct str out;

	(void)state;
	str_init(&out);
	j.body = (const unsigned char *)big;
	j.body_len = WIRE_BODY_MAX;
	assert_true(wire_put_job(&out, &j, &err));
	assert_true(out.len <= WIRE_MESSAGE_MAX);
	assert_true(wire_get_job(out.s, out.len, &got, &err));
	j.body_len++;
	assert_false(wire_put_job(&out, &j, &err));
	assert_string_equal(err, "the letter is longer than 128 KiB");

	memset(big, 'x', WIRE_TEXT_MAX);
	big[WIRE_TEXT_MAX - 1] = '\0';
	hello.url = big;
	assert_true(wire_put_hello(&out, &hello, &err));
	assert_true(wire_get_hello(out.s, out.len, &hello, &err));
	big[WIRE_TEXT_MAX - 1] = 'x';
	big[WIRE_TEXT_MAX] = '\0';
	hello = email_hello;
	hello.url = big;
	assert_false(wire_put_hello(&out, &hello, &err));
	hello = email_hello;
	hello.way = 0;
	assert_false(wire_put_hello(&out, &hello, &err));
	str_done(&out);
	free(big);
}

static void
add_record(struct str *file, enum wire_mark mark, uint64_t id)
{
	unsigned char bytes[WIRE_RECORD_SIZE];
	struct wire_record r = { .mark = mark, .id = id, .attempt = 1 };

	if (mark == WIRE_RESULT) {
		r.outcome = WIRE_SENT;
		r.scope = WIRE_LETTER;
		r.retry_after = 9;
	}
	wire_put_record(bytes, &r);
	str_addn(file, (const char *)bytes, sizeof(bytes));
}

/* A torn tail ends the reading; a stump inside (the write of one worker on a
 * full disk, whole records of another behind it) is stepped over. */
static void
test_records_and_damage(void **state)
{
	struct wire_record r;
	struct str file;
	size_t at = 0;

	(void)state;
	str_init(&file);
	add_record(&file, WIRE_DOT, 1);
	file.len -= 7;                  /* a stump of 17 bytes */
	add_record(&file, WIRE_DOT, 2);
	add_record(&file, WIRE_RESULT, 2);
	add_record(&file, WIRE_RESULT, 3);
	file.s[file.len - 4] ^= 1;      /* flipped check */
	add_record(&file, WIRE_RESULT, 4);
	add_record(&file, WIRE_RESULT, 5);
	file.len -= 1;                  /* torn tail */

	assert_true(wire_next_record(file.s, file.len, &at, &r));
	assert_int_equal(r.mark, WIRE_DOT);
	assert_int_equal(r.id, 2);
	assert_int_equal(r.outcome, 0);
	assert_true(wire_next_record(file.s, file.len, &at, &r));
	assert_int_equal(r.mark, WIRE_RESULT);
	assert_int_equal(r.id, 2);
	assert_int_equal(r.outcome, WIRE_SENT);
	assert_int_equal(r.scope, WIRE_LETTER);
	assert_int_equal(r.attempt, 1);
	assert_int_equal(r.retry_after, 9);
	assert_true(wire_next_record(file.s, file.len, &at, &r));
	assert_int_equal(r.id, 4);
	assert_false(wire_next_record(file.s, file.len, &at, &r));

	at = 0;
	assert_false(wire_next_record(file.s, 0, &at, &r));
	assert_false(wire_next_record(file.s, 23, &at, &r));
	str_done(&file);
}

static void
test_words(void **state)
{
	(void)state;
	assert_string_equal(wire_outcome_name(WIRE_TRY_LATER), "try later");
	assert_string_equal(wire_scope_name(WIRE_LETTER), "message");
	assert_null(wire_outcome_name(0));
	for (unsigned i = 1; i < WIRE_SCOPE_END; i++)
		assert_non_null(wire_scope_name((enum wire_scope)i));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hello_comes_back),
		cmocka_unit_test(test_hello_of_another_version),
		cmocka_unit_test(test_hello_of_the_worker),
		cmocka_unit_test(test_job_comes_back),
		cmocka_unit_test(test_answer_byte_for_byte),
		cmocka_unit_test(test_answer_out_of_range),
		cmocka_unit_test(test_cut_messages_are_refused),
		cmocka_unit_test(test_bad_values_are_refused),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_records_and_damage),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
