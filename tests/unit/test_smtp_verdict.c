#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "smtp_verdict.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static const struct cell {
	enum smtp_stage stage;
	CURLcode rc;
	int code, subject, detail;
	enum wire_outcome outcome;
	enum wire_scope scope;
} cells[] = {
	/* the table of trust.md §2.1, row by row */
	{ SMTP_END, CURLE_OK, 250, 0, 0, WIRE_SENT, WIRE_LETTER },
	{ SMTP_CONNECT, CURLE_WEIRD_SERVER_REPLY, 421, 0, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_CONNECT, CURLE_WEIRD_SERVER_REPLY, 554, 0, 0, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_CONNECT, CURLE_OPERATION_TIMEDOUT, 0, 0, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_MAIL, CURLE_SEND_ERROR, 451, 0, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_MAIL, CURLE_SEND_ERROR, 552, 0, 0, WIRE_REFUSED, WIRE_LETTER },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 450, 2, 1, WIRE_TRY_LATER,
	    WIRE_RECIPIENT },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 550, 1, 1, WIRE_REFUSED,
	    WIRE_RECIPIENT },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 421, 0, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_DATA, CURLE_SEND_ERROR, 451, 0, 0, WIRE_TRY_LATER,
	    WIRE_LETTER },
	{ SMTP_DATA, CURLE_RECV_ERROR, 0, 0, 0, WIRE_TRY_LATER, WIRE_RELAY },
	{ SMTP_END, CURLE_RECV_ERROR, 0, 0, 0, WIRE_UNCERTAIN, WIRE_LETTER },
	{ SMTP_END, CURLE_SEND_ERROR, 0, 0, 0, WIRE_UNCERTAIN, WIRE_LETTER },
	{ SMTP_END, CURLE_OPERATION_TIMEDOUT, 0, 0, 0, WIRE_UNCERTAIN,
	    WIRE_LETTER },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 451, 0, 0, WIRE_TRY_LATER,
	    WIRE_LETTER },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 554, 0, 0, WIRE_REFUSED,
	    WIRE_LETTER },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 252, 0, 0, WIRE_SENT,
	    WIRE_LETTER },
	{ SMTP_AUTH, CURLE_LOGIN_DENIED, 535, 7, 8, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_AUTH, CURLE_LOGIN_DENIED, 454, 7, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_HELLO, CURLE_USE_SSL_FAILED, 250, 0, 0, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_HELLO, CURLE_REMOTE_ACCESS_DENIED, 502, 0, 0, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	/* nothing was taken, whatever libcurl says (surprise 3) */
	{ SMTP_RCPT, CURLE_OK, 250, 0, 0, WIRE_TRY_LATER, WIRE_RELAY },
	{ SMTP_CONNECT, CURLE_OK, 0, 0, 0, WIRE_TRY_LATER, WIRE_RELAY },
	/* D16, D17 and finer codes */
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 421, 3, 2, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_MAIL, CURLE_SEND_ERROR, 530, 7, 0, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 530, 5, 1, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_MAIL, CURLE_SEND_ERROR, 550, 3, 4, WIRE_REFUSED, WIRE_LETTER },
	{ SMTP_MAIL, CURLE_SEND_ERROR, 555, 6, 7, WIRE_REFUSED, WIRE_LETTER },
	{ SMTP_MAIL, CURLE_SEND_ERROR, 553, 1, 8, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 552, 2, 2, WIRE_REFUSED,
	    WIRE_RECIPIENT },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 552, 3, 4, WIRE_REFUSED, WIRE_LETTER },
	{ SMTP_RCPT, CURLE_SEND_ERROR, 452, 3, 1, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_DATA, CURLE_SEND_ERROR, 554, 5, 1, WIRE_REFUSED, WIRE_LETTER },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 550, 1, 1, WIRE_REFUSED,
	    WIRE_RECIPIENT },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 552, 2, 2, WIRE_REFUSED,
	    WIRE_RECIPIENT },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 452, 3, 1, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 354, 0, 0, WIRE_UNCERTAIN,
	    WIRE_LETTER },
	{ SMTP_END, CURLE_WEIRD_SERVER_REPLY, 999, 0, 0, WIRE_UNCERTAIN,
	    WIRE_LETTER },
	/* TLS, names, certificates */
	{ SMTP_STARTTLS, CURLE_USE_SSL_FAILED, 454, 7, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_STARTTLS, CURLE_USE_SSL_FAILED, 502, 0, 0, WIRE_TRY_LATER,
	    WIRE_CONFIG },
	{ SMTP_STARTTLS, CURLE_PEER_FAILED_VERIFICATION, 220, 0, 0,
	    WIRE_TRY_LATER, WIRE_CONFIG },
	{ SMTP_CONNECT, CURLE_PEER_FAILED_VERIFICATION, 0, 0, 0,
	    WIRE_TRY_LATER, WIRE_CONFIG },
	{ SMTP_CONNECT, CURLE_COULDNT_RESOLVE_HOST, 0, 0, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_CONNECT, CURLE_SSL_CONNECT_ERROR, 0, 0, 0, WIRE_TRY_LATER,
	    WIRE_RELAY },
	{ SMTP_HELLO, CURLE_LOGIN_DENIED, 250, 0, 0, WIRE_TRY_LATER,
	    WIRE_CONFIG },
};

static void
test_cells(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		const struct cell *c = &cells[i];
		struct smtp_talk t = { .stage = c->stage, .code = c->code,
			.status = { c->code / 100, c->subject, c->detail } };
		struct verdict v = smtp_verdict(c->rc, &t);

		if (v.outcome != c->outcome || v.scope != c->scope)
			fail_msg("%s %d: %s, %s", smtp_stage_name(c->stage),
			    c->code, wire_outcome_name(v.outcome),
			    wire_scope_name(v.scope));
	}
}

/* Whatever is put in, sent comes only from a 2xx after the dot, uncertain
 * only after the dot, and every answer is one that the wire can carry. */
static void
test_every_combination(void **state)
{
	struct smtp_talk t = {0};
	struct verdict v;

	(void)state;
	for (int stage = 0; stage < SMTP_STAGES; stage++)
		for (t.code = 0; t.code < 1000; t.code++)
			for (int rc = 0; rc < 100; rc++) {
				t.stage = (enum smtp_stage)stage;
				v = smtp_verdict((CURLcode)rc, &t);
				assert_true(v.outcome >= WIRE_SENT
				    && v.outcome < WIRE_OUTCOME_END);
				assert_true(v.scope >= WIRE_RECIPIENT
				    && v.scope < WIRE_SCOPE_END);
				assert_true((v.outcome == WIRE_SENT)
				    == (stage == SMTP_END && t.code >= 200
				    && t.code < 300));
				assert_true(v.outcome != WIRE_UNCERTAIN
				    || stage == SMTP_END);
			}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_every_combination),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
