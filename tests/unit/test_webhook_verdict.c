#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "webhook_verdict.h"

/* trust.md W3, each status by name, and what no answer means. */
static void
test_cells(void **state)
{
	static const struct cell {
		CURLcode rc;
		long status;
		bool whole;
		enum wire_outcome outcome;
		enum wire_scope scope;
	} cells[] = {
		{ 0, 200, true, WIRE_SENT, WIRE_LETTER },
		{ 0, 204, true, WIRE_SENT, WIRE_LETTER },
		{ CURLE_WRITE_ERROR, 200, true, WIRE_SENT, WIRE_LETTER },
		{ CURLE_OPERATION_TIMEDOUT, 202, true, WIRE_SENT,
		    WIRE_LETTER },
		{ 0, 301, true, WIRE_TRY_LATER, WIRE_CONFIG },
		{ 0, 307, true, WIRE_TRY_LATER, WIRE_CONFIG },
		{ 0, 400, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 401, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 403, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 404, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 413, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 415, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 422, true, WIRE_REFUSED, WIRE_LETTER },
		{ 0, 410, true, WIRE_REFUSED, WIRE_RELAY },
		{ 0, 429, true, WIRE_TRY_LATER, WIRE_RELAY },
		{ 0, 502, true, WIRE_TRY_LATER, WIRE_RELAY },
		{ 0, 503, true, WIRE_TRY_LATER, WIRE_RELAY },
		{ 0, 504, true, WIRE_TRY_LATER, WIRE_RELAY },
		{ 0, 402, true, WIRE_TRY_LATER, WIRE_LETTER },
		{ 0, 405, true, WIRE_TRY_LATER, WIRE_LETTER },
		{ 0, 500, true, WIRE_TRY_LATER, WIRE_LETTER },
		{ 0, 501, true, WIRE_TRY_LATER, WIRE_LETTER },
		{ 0, 599, true, WIRE_TRY_LATER, WIRE_LETTER },
		/* an early no, before all was sent */
		{ CURLE_SEND_ERROR, 413, false, WIRE_REFUSED, WIRE_LETTER },
		/* no answer */
		{ CURLE_OPERATION_TIMEDOUT, 0, true, WIRE_UNCERTAIN,
		    WIRE_LETTER },
		{ CURLE_GOT_NOTHING, 0, true, WIRE_UNCERTAIN, WIRE_LETTER },
		{ CURLE_RECV_ERROR, 100, true, WIRE_UNCERTAIN, WIRE_LETTER },
		{ CURLE_COULDNT_CONNECT, 0, false, WIRE_TRY_LATER,
		    WIRE_RELAY },
		{ CURLE_COULDNT_RESOLVE_HOST, 0, false, WIRE_TRY_LATER,
		    WIRE_RELAY },
		{ CURLE_PEER_FAILED_VERIFICATION, 0, false, WIRE_TRY_LATER,
		    WIRE_CONFIG },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		const struct cell *c = &cells[i];
		struct verdict v = webhook_verdict(c->rc, c->status, c->whole);

		if (v.outcome != c->outcome || v.scope != c->scope)
			fail_msg("%d, %ld: %s, %s", (int)c->rc, c->status,
			    wire_outcome_name(v.outcome),
			    wire_scope_name(v.scope));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
