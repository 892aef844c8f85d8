/* Headers, transfer encodings and the whole message. What mail programs make
 * of it is tests/integration/test_letters.py's part. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "compose/compose.h"
#include "compose/header.h"
#include "compose/transfer.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- headers -------------------------------------------------------------- */

static void
test_text(void **state)
{
	static const struct {
		const char *value, *want;
	} rows[] = {
		{"Hello", "S: Hello\r\n"},
		{"", "S: \r\n"},
		{"Срок", "S: =?utf-8?B?0KHRgNC+0Lo=?=\r\n"},
		{"caf\xC3\xA9 and some tea", "S: =?utf-8?Q?caf=C3=A9_and_some"
		    "_tea?=\r\n"},
		{"=?utf-8?Q?x?=", "S: =?utf-8?B?PT91dGYtOD9RP3g/PQ==?=\r\n"},
		{" lead", "S: =?utf-8?Q?_lead?=\r\n"},
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < COUNT(rows); i++) {
		str_clear(&s);
		assert_true(header_text(&s, "S", rows[i].value));
		assert_string_equal(s.s, rows[i].want);
	}
	str_done(&s);
}

static void
test_refused(void **state)
{
	static const char *const values[] = {
		"a\r\nBcc: x@y", "a\nb", "a\rb", "a\tb", "a\x01", "a\x7F",
		"a\xC2\x85", "a\xE2\x80\xA8", "a\xE2\x80\xA9", "a\xFF",
		"\xD0", "\xED\xA0\x80"
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < COUNT(values); i++) {
		assert_false(header_text(&s, "Subject", values[i]));
		assert_false(header_mailbox(&s, "To", values[i], "a@b.c"));
		assert_false(header_id(&s, "Message-ID", values[i]));
		assert_false(header_address_ok(values[i]));
		assert_int_equal(s.len, 0);
	}
	str_done(&s);
}

/* No line above 76, no word above 75, whatever the length. */
static void
expect_folded(const char *header)
{
	while (*header) {
		size_t n = strcspn(header, "\r");

		assert_true(n <= 76);
		assert_memory_equal(header + n, "\r\n", 2);
		header += n + 2;
		assert_true(*header == '\0' || *header == ' ');
	}
}

static void
test_folding(void **state)
{
	struct str value, s;

	(void)state;
	str_init(&value);
	str_init(&s);
	for (size_t i = 0; i < 200; i++) {
		str_add(&value, i % 7 == 6 ? " " : i % 3 ? "Ж" :
		    "\xE2\x84\x96");
		if (i % 7 == 6)
			continue;       /* a space at the end is encoded too */
		str_clear(&s);
		assert_true(header_text(&s, "X-Quite-A-Long-Header-Name",
		    value.s));
		expect_folded(s.s);
	}
	str_clear(&value);      /* nothing to fold at, behind a short word */
	str_add(&value, "a ");
	for (size_t i = 0; i < 2000; i++)
		str_addc(&value, 'x');
	str_clear(&s);
	assert_true(header_text(&s, "Subject", value.s));
	expect_folded(s.s);
	str_clear(&value);      /* no line of spaces alone */
	for (size_t i = 0; i < 120; i++)
		str_addc(&value, i % 119 ? ' ' : 'x');
	str_clear(&s);
	assert_true(header_text(&s, "Subject", value.s));
	expect_folded(s.s);
	assert_null(strstr(s.s, "  "));
	str_clear(&value);
	for (size_t i = 0; i < 60; i++)
		str_add(&value, "seven ");
	str_add(&value, "end");
	str_clear(&s);
	assert_true(header_text(&s, "Subject", value.s));
	for (const char *p = s.s; *p; p += strcspn(p, "\n") + 1)
		assert_true(strcspn(p, "\r") <= 78);
	str_done(&value);
	str_done(&s);
}

static void
test_mailbox(void **state)
{
	static const struct {
		const char *name, *want;
	} rows[] = {
		{"", "To: a@b.example\r\n"},
		{"Office 3", "To: Office 3 <a@b.example>\r\n"},
		{"Office, 3 \"x\"", "To: \"Office, 3 \\\"x\\\"\" "
		    "<a@b.example>\r\n"},
		{"a@b <c>", "To: \"a@b <c>\" <a@b.example>\r\n"},
		{"Отдел", "To: =?utf-8?B?0J7RgtC00LXQuw==?= "
		    "<a@b.example>\r\n"},
	};
	struct str s;

	(void)state;
	str_init(&s);
	for (size_t i = 0; i < COUNT(rows); i++) {
		str_clear(&s);
		assert_true(header_mailbox(&s, "To", rows[i].name,
		    "a@b.example"));
		assert_string_equal(s.s, rows[i].want);
	}
	str_done(&s);
}

static void
test_addresses(void **state)
{
	static const char *const good[] = {
		"a@b", "srok@uo.example", "a.b+c_d@x-y.example",
		"o'neil@xn--80a1acny.example"
	};
	static const char *const bad[] = {
		"", "a", "@b", "a@", "a@b@c", "a b@c", "<a@b>", "a@b>", "a,b@c",
		"a;b@c", "\"a\"@b", "a(c)@b", "a@b c", "a@b_c", "ж@b", "a@ж"
	};
	char local[80], total[300];

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++)
		assert_true(header_address_ok(good[i]));
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(header_address_ok(bad[i]));
	memset(local, 'a', 65);
	strcpy(local + 65, "@b");
	assert_false(header_address_ok(local));
	assert_true(header_address_ok(local + 1));
	memset(total, 'b', 255);
	memcpy(total, "a@", 2);
	total[255] = '\0';
	assert_false(header_address_ok(total));
	total[254] = '\0';
	assert_true(header_address_ok(total));
}

static void
test_date(void **state)
{
	struct str s;

	(void)state;
	str_init(&s);
	assert_true(header_date(&s, "Date", 1621562400, 7 * 3600));
	assert_true(header_date(&s, "Date", 0, -(3 * 3600 + 1800)));
	assert_true(header_date(&s, "Date", -1, 0));
	assert_string_equal(s.s, "Date: Fri, 21 May 2021 09:00:00 +0700\r\n"
	    "Date: Wed, 31 Dec 1969 20:30:00 -0330\r\n"
	    "Date: Wed, 31 Dec 1969 23:59:59 +0000\r\n");
	assert_false(header_date(&s, "Date", INT64_C(1) << 50, 0));
	str_done(&s);
}

/* --- transfer encodings --------------------------------------------------- */

static void
expect_transfer(const char *text, const char *want)
{
	struct str s;

	str_init(&s);
	transfer_add(&s, text, strlen(text));
	assert_string_equal(s.s, want);
	assert_true(transfer_is_proof(s.s, s.len));
	str_done(&s);
}

static void
test_transfer(void **state)
{
	(void)state;
	assert_string_equal(transfer_name("abc", 3), "quoted-printable");
	assert_string_equal(transfer_name("Да", 4), "base64");
	expect_transfer("aaaa = bbbb\n", "aaaa =3D bbbb\r\n");
	expect_transfer("tail \nno end", "tail=20\r\nno end=\r\n");
	expect_transfer(".\n--x\nFrom y\n", "=2E\r\n=2D-x\r\n=46rom y\r\n");
	expect_transfer("Да\n", "0JTQsA0K\r\n");
	expect_transfer("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	    "aaaaaaaaaaaa=\r\naaaaaaa\r\n");
}

static void
test_proof(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		bool ok;
	} rows[] = {
		{"a\r\nb\r\n", 6, true}, {"", 0, true},
		{"a\n", 2, false}, {"a\rb\r\n", 5, false}, {"a\r", 2, false},
		{"a\0b\r\n", 5, false}, {"\x80\r\n", 3, false},
		{"a", 1, false},
	};
	char line[1002];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(transfer_is_proof(rows[i].bytes, rows[i].n),
		    rows[i].ok);
	memset(line, 'a', 999);
	memcpy(line + 999, "\r\n", 3);
	assert_false(transfer_is_proof(line, 1001));
	assert_true(transfer_is_proof(line + 1, 1000));
}

/* --- the message ---------------------------------------------------------- */

static const struct envelope envelope = {
	.from_name = "Deadlines", .from = "srok@uo.example",
	.to_name = "Office", .to = "to@uo.example",
	.message_id = "abc.def@uo.example", .anchor = "first@uo.example",
	.key = "email|uo|1", .at = 1621562400, .utc_offset = 7 * 3600,
};
static const struct words words = {
	.subject = "7 days left", .text = "Go to\n{link}\n",
	.html = "<a href=\"{link}\">{link}</a>\n",
};

static void
test_message(void **state)
{
	struct arena *a = arena_new();
	size_t n = 0;
	const char *mail = compose_mime(a, &envelope, &words,
	    "https://x.example/i/a?b&c", &n);

	(void)state;
	assert_non_null(mail);
	assert_int_equal(n, strlen(mail));
	assert_string_equal(mail,
	    "Date: Fri, 21 May 2021 09:00:00 +0700\r\n"
	    "From: Deadlines <srok@uo.example>\r\n"
	    "To: Office <to@uo.example>\r\n"
	    "Subject: 7 days left\r\n"
	    "Message-ID: <abc.def@uo.example>\r\n"
	    "In-Reply-To: <first@uo.example>\r\n"
	    "References: <first@uo.example>\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"=_srok_abcdef\"\r\n"
	    "Content-Transfer-Encoding: 7bit\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "X-Auto-Response-Suppress: OOF, AutoReply\r\n"
	    "X-Srok-Key: email|uo|1\r\n"
	    "\r\n--=_srok_abcdef\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "Go to\r\nhttps://x.example/i/a?b&c\r\n"
	    "\r\n--=_srok_abcdef\r\n"
	    "Content-Type: text/html; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "<a href=3D\"https://x.example/i/a?b&amp;c\">"
	    "https://x.example/i/a?b&amp;c</a>\r\n"
	    "\r\n--=_srok_abcdef--\r\n");
	arena_free(a);
}

/* The first of a thread is its own anchor; a name loses its line breaks, an
 * address that has one is not sent to. */
static void
test_edges(void **state)
{
	struct arena *a = arena_new();
	struct envelope e = envelope;
	struct words w = words;
	size_t n = 7;
	const char *mail;

	(void)state;
	e.anchor = e.message_id;
	e.to_name = "Of\r\nBcc: x@y.example";
	mail = compose_mime(a, &e, &w, NULL, &n);
	assert_non_null(mail);
	assert_null(strstr(mail, "In-Reply-To"));
	assert_null(strstr(mail, "\r\nBcc"));
	assert_non_null(strstr(mail, "To: \"Of Bcc: x@y.example\" <"));
	n = 7;
	e.to = "to@uo.example>\r\nRCPT TO:<x@y.example";
	assert_null(compose_mime(a, &e, &w, NULL, &n));
	e = envelope;
	e.message_id = "a@b\r\n";
	assert_null(compose_mime(a, &e, &w, NULL, &n));
	e = envelope;
	w.subject = "a\nb";
	assert_null(compose_mime(a, &e, &w, NULL, &n));
	assert_int_equal(n, 7);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_folding),
		cmocka_unit_test(test_mailbox),
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_date),
		cmocka_unit_test(test_transfer),
		cmocka_unit_test(test_proof),
		cmocka_unit_test(test_message),
		cmocka_unit_test(test_edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
