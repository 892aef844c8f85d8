#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "credential.h"

static char dir[] = "/tmp/srok-credential-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(dir);
}

/* Reads a file of this text and mode; the complaint is left in err. */
static bool
read_text(struct credential *c, const char *text, size_t n, mode_t mode,
    struct str *err)
{
	char path[sizeof(dir) + 8];
	FILE *f;
	bool ok;

	snprintf(path, sizeof(path), "%s/relay", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, n, f), n);
	assert_int_equal(fclose(f), 0);
	assert_int_equal(chmod(path, mode), 0);
	str_clear(err);
	ok = credential_read(c, path, err);
	assert_int_equal(unlink(path), 0);
	return ok;
}

static void
test_good(void **state)
{
	static const char text[] = "# ours\n\nhost Relay.example\r\n"
	    "secret correct horse  battery\n"
	    "secret\tolder one\nurl https://relay.example/x";
	struct credential c;
	struct str err;

	(void)state;
	str_init(&err);
	assert_true(read_text(&c, text, strlen(text), 0600, &err));
	assert_string_equal(c.host, "Relay.example");
	assert_int_equal(c.nsecrets, 2);
	assert_string_equal(c.secrets[0], "correct horse  battery");
	assert_string_equal(c.secrets[1], "older one");
	assert_string_equal(c.url, "https://relay.example/x");
	assert_true(credential_is_for(&c, "relay.example"));
	assert_false(credential_is_for(&c, "relay.example.evil.example"));
	assert_false(credential_is_for(&c, "elsewhere.example"));
	credential_done(&c);
	assert_true(read_text(&c, "host почта.рф\n", 21, 0600, &err));
	assert_true(credential_is_for(&c, "xn--80a1acny.xn--p1ai"));
	credential_done(&c);
	str_done(&err);
}

static void
test_bad_text(void **state)
{
	static const struct {
		const char *text, *complaint;
	} cells[] = {
		{ "hunter2\n", ":1: begins with neither" },
		{ "host a.example\nhunter2 and more\n", ":2: begins with" },
		{ "host a.example\nhost b.example\n", ":2: one too many" },
		{ "url https://a.example\nurl https://b.example\n",
		    ":2: one too many" },
		{ "host\n", ":1: nothing follows" },
		{ "host a.example\nsecret \n", ":2: nothing follows" },
		{ "secret hunter2\n", "host relay.example" },
		{ "", "host relay.example" },
		{ "host h\nsecret hunter2\nsecret b\nsecret c\nsecret d\n"
		    "secret e\n", ":6: one too many" },
	};
	struct credential c;
	struct str err;

	(void)state;
	str_init(&err);
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		assert_false(read_text(&c, cells[i].text,
		    strlen(cells[i].text), 0600, &err));
		if (!strstr(err.s, cells[i].complaint))
			fail_msg("%s: %s", cells[i].text, err.s);
		assert_null(strstr(err.s, "hunter2"));
	}
	assert_false(read_text(&c, "host a\0b\n", 9, 0600, &err));
	assert_non_null(strstr(err.s, "holds a NUL"));
	str_done(&err);
}

static void
test_modes(void **state)
{
	static const char text[] = "host a.example\nsecret x\n";
	static const struct {
		mode_t mode;
		bool ok;
	} cells[] = {
		{ 0600, true }, { 0400, true }, { 0604, false },
		{ 0644, false }, { 0620, false }, { 0610, false },
	};
	struct credential c;
	struct str err;
	bool ok;

	(void)state;
	str_init(&err);
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		ok = read_text(&c, text, strlen(text), cells[i].mode, &err);
		if (ok != cells[i].ok)
			fail_msg("mode %o: %s", cells[i].mode, err.s);
		if (ok)
			credential_done(&c);
	}
	str_clear(&err);
	assert_false(credential_read(&c, dir, &err));
	assert_non_null(strstr(err.s, "is not a plain file"));
	str_clear(&err);
	assert_false(credential_read(&c, "/nowhere/at/all", &err));
	assert_non_null(strstr(err.s, "No such file"));
	str_done(&err);
}

static void
test_name_of_systemd(void **state)
{
	static const char text[] = "host a.example\nsecret x\n";
	char path[sizeof(dir) + 8];
	struct credential c;
	struct str err;
	FILE *f;

	(void)state;
	str_init(&err);
	assert_int_equal(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	assert_false(credential_read(&c, "relay", &err));
	assert_non_null(strstr(err.s, "LoadCredential=relay:"));

	snprintf(path, sizeof(path), "%s/relay", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	assert_int_equal(chmod(path, 0400), 0);
	assert_int_equal(setenv("CREDENTIALS_DIRECTORY", dir, 1), 0);
	assert_true(credential_read(&c, "relay", &err));
	assert_string_equal(c.secrets[0], "x");
	credential_done(&c);
	assert_int_equal(unlink(path), 0);
	str_done(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good),
		cmocka_unit_test(test_bad_text),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_name_of_systemd),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
