#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "smtp_talk.h"

static void
command(struct smtp_talk *t, const char *line)
{
	smtp_talk_command(t, line, strlen(line));
}

static bool
reply(struct smtp_talk *t, const char *line)
{
	return smtp_talk_reply(t, line, strlen(line));
}

static void
test_login(void **state)
{
	struct smtp_talk t = {0};

	(void)state;
	smtp_talk_begin(&t);
	assert_int_equal(t.stage, SMTP_CONNECT);
	assert_true(reply(&t, "220 relay.example ESMTP\r\n"));
	command(&t, "EHLO srok.example\r\n");
	assert_int_equal(t.code, 0);
	assert_false(reply(&t, "250-relay.example\r\n"));
	assert_int_equal(t.code, 0);
	assert_true(reply(&t, "250 AUTH PLAIN\r\n"));
	command(&t, "AUTH PLAIN\r\n");
	assert_true(reply(&t, "334 \r\n"));
	/* base64 of a challenge's answer that looks like a command */
	command(&t, "DATA\r\n");
	command(&t, "QUIT\r\n");
	assert_int_equal(t.stage, SMTP_AUTH);
	assert_false(t.over);
	assert_true(reply(&t, "235 2.7.0 welcome\r\n"));
	command(&t, "MAIL FROM:<a@b.example>\r\n");
	assert_int_equal(t.stage, SMTP_MAIL);
}

static void
test_reply_belongs_to_its_command(void **state)
{
	struct smtp_talk t = {0};

	(void)state;
	smtp_talk_begin(&t);
	command(&t, "MAIL FROM:<a@b.example>\r\n");
	assert_true(reply(&t, "250 2.1.0 Ok\r\n"));
	command(&t, "RCPT TO:<c@d.example>\r\n");
	assert_true(reply(&t, "250 2.1.5 Ok\r\n"));
	command(&t, "DATA\r\n");
	/* The connection is lost here: the 250 of RCPT is not DATA's. */
	assert_int_equal(t.stage, SMTP_DATA);
	assert_int_equal(t.code, 0);
	assert_true(reply(&t, "354 go ahead\r\n"));
	smtp_talk_end(&t);
	assert_int_equal(t.stage, SMTP_END);
	assert_int_equal(t.code, 0);
	assert_string_equal(t.line, "");
	assert_true(reply(&t, "250 2.0.0 Ok: queued as 4FZ\r\n"));
	assert_int_equal(t.code, 250);
	assert_string_equal(t.line, "250 2.0.0 Ok: queued as 4FZ");
	command(&t, "QUIT\r\n");
	assert_false(reply(&t, "221 bye\r\n"));
	assert_int_equal(t.code, 250);
}

static void
test_authenticated_belongs_to_the_connection(void **state)
{
	struct smtp_talk t = {0};

	(void)state;
	smtp_talk_begin(&t);
	command(&t, "EHLO x\r\n");
	reply(&t, "250 AUTH PLAIN\r\n");
	command(&t, "AUTH PLAIN AGEAYg==\r\n");
	reply(&t, "235 2.7.0 welcome\r\n");
	assert_true(t.authenticated);
	smtp_talk_begin(&t);            /* the next letter, kept open */
	command(&t, "MAIL FROM:<a@b.example>\r\n");
	assert_true(t.authenticated);
	smtp_talk_begin(&t);            /* a new connection */
	command(&t, "EHLO x\r\n");
	assert_false(t.authenticated);
	reply(&t, "235 not an answer to AUTH\r\n");
	assert_false(t.authenticated);
}

static void
check_status(const char *line, int class, int subject, int detail)
{
	struct smtp_talk t = {0};

	smtp_talk_begin(&t);
	assert_true(reply(&t, line));
	assert_int_equal(t.status[0], class);
	assert_int_equal(t.status[1], subject);
	assert_int_equal(t.status[2], detail);
}

static void
test_status_codes(void **state)
{
	(void)state;
	check_status("550 5.1.1 no such user\r\n", 5, 1, 1);
	check_status("452 4.12.123 x\r\n", 4, 12, 123);
	check_status("250 2.0.0\r\n", 2, 0, 0);
	check_status("550 no such user\r\n", 0, 0, 0);
	check_status("550 5.1 no\r\n", 0, 0, 0);
	check_status("550 5.1.1no\r\n", 0, 0, 0);
	check_status("550 3.1.1 no\r\n", 0, 0, 0);
	check_status("550 5.1.1234 no\r\n", 0, 0, 0);
	check_status("550\r\n", 0, 0, 0);
}

static void
test_strange_lines(void **state)
{
	char big[1200];
	struct smtp_talk t = {0};

	(void)state;
	smtp_talk_begin(&t);
	assert_false(reply(&t, ""));
	assert_false(reply(&t, "\r\n"));
	assert_false(reply(&t, "25\r\n"));
	assert_false(reply(&t, "hello\r\n"));
	assert_false(reply(&t, "2500 x\r\n"));
	assert_int_equal(t.code, 0);
	assert_true(reply(&t, "250\r\n"));
	memset(big, 'x', sizeof(big));
	memcpy(big, "554 ", 4);
	assert_true(smtp_talk_reply(&t, big, sizeof(big)));
	assert_int_equal(strlen(t.line), WIRE_REPLY_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_login),
		cmocka_unit_test(test_reply_belongs_to_its_command),
		cmocka_unit_test(test_authenticated_belongs_to_the_connection),
		cmocka_unit_test(test_status_codes),
		cmocka_unit_test(test_strange_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
