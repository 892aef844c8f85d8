#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "notifier.h"

static const char letter[] = "Subject: a\r\n\r\nbody\r\n";
static char root[] = "/tmp/srok-spool-XXXXXX";
static const struct marks no_marks = { -1 };

static int
set_up(void **state)
{
	(void)state;
	return mkdtemp(root) ? 0 : -1;
}

static int
tear_down(void **state)
{
	char command[sizeof(root) + 16];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", root);
	return system(command);
}

static void
deliver(const char *dir, const char *id, const char *text,
    struct wire_answer *ret)
{
	const struct wire_hello hello = { .way = WIRE_SPOOL, .dir = dir };
	const struct wire_job job = {
		.id = 1, .attempt = 1, .message_id = id, .sender = "",
		.recipient = "uo@dept.example",
		.body = (const unsigned char *)text, .body_len = strlen(text),
	};
	struct str err;
	void *self;

	str_init(&err);
	memset(ret, 0, sizeof(*ret));
	self = spool_notifier.open(&hello, &err);
	assert_non_null(self);
	spool_notifier.send(self, &job, &no_marks, ret);
	spool_notifier.close(self);
	str_done(&err);
}

static unsigned
count(const char *sub)
{
	char path[sizeof(root) + 8];
	unsigned n = 0;
	DIR *d;

	snprintf(path, sizeof(path), "%s/%s", root, sub);
	d = opendir(path);
	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d)) != NULL;)
		n += e->d_name[0] != '.';
	closedir(d);
	return n;
}

static void
check_file(const char *name, const char *text)
{
	char path[300], got[200];
	FILE *f;
	size_t n;

	snprintf(path, sizeof(path), "%s/new/%s", root, name);
	f = fopen(path, "r");
	assert_non_null(f);
	n = fread(got, 1, sizeof(got), f);
	fclose(f);
	assert_int_equal(n, strlen(text));
	assert_memory_equal(got, text, n);
}

static void
test_a_repeat_overwrites_itself(void **state)
{
	struct wire_answer a;

	(void)state;
	deliver(root, "<k3f.1@dept.example>", letter, &a);
	assert_int_equal(a.outcome, WIRE_SENT);
	assert_string_equal(a.reply, "new/k3f.1@dept.example.eml");
	deliver(root, "<k3f.1@dept.example>", letter, &a);
	assert_int_equal(a.outcome, WIRE_SENT);
	assert_int_equal(count("new"), 1);
	assert_int_equal(count("tmp"), 0);
	check_file("k3f.1@dept.example.eml", letter);
	deliver(root, "<k3f.2@dept.example>", "B: c\r\n", &a);
	assert_int_equal(count("new"), 2);
	check_file("k3f.2@dept.example.eml", "B: c\r\n");
}

/* No id leaves the directory, and two ids never share a name. */
static void
test_names(void **state)
{
	static const struct {
		const char *id, *reply;
	} cells[] = {
		{ "<../../etc/x@y>", "new/%2E.%2F..%2Fetc%2Fx@y.eml" },
		{ "a b", "new/a%20b.eml" },
		{ "a%20b", "new/a%2520b.eml" },
		{ "<.hidden>", "new/%2Ehidden.eml" },
		{ "<a\n>", "new/a%0A.eml" },
	};
	struct wire_answer a;
	char id[400];

	(void)state;
	for (size_t i = 0; i < sizeof(cells) / sizeof(cells[0]); i++) {
		deliver(root, cells[i].id, letter, &a);
		assert_int_equal(a.outcome, WIRE_SENT);
		assert_string_equal(a.reply, cells[i].reply);
	}
	deliver(root, "<>", letter, &a);
	assert_int_equal(a.outcome, WIRE_REFUSED);
	memset(id, 'x', sizeof(id));
	id[sizeof(id) - 1] = '\0';
	deliver(root, id, letter, &a);
	assert_int_equal(a.outcome, WIRE_REFUSED);
	assert_int_equal(a.scope, WIRE_LETTER);
}

static void
test_not_a_letter(void **state)
{
	struct wire_answer a;

	(void)state;
	deliver(root, "<bad@x>", "A: b\r\n\r\nx\n.\r\n", &a);
	assert_int_equal(a.outcome, WIRE_REFUSED);
	assert_int_equal(a.scope, WIRE_LETTER);
	assert_string_equal(a.reply, "not a letter: a bare LF at byte 9");
}

static void
test_missing_directory(void **state)
{
	struct wire_answer a;
	char dir[sizeof(root) + 8];

	(void)state;
	snprintf(dir, sizeof(dir), "%s/none", root);
	deliver(dir, "<a@x>", letter, &a);
	assert_int_equal(a.outcome, WIRE_TRY_LATER);
	assert_int_equal(a.scope, WIRE_CONFIG);
	assert_non_null(strstr(a.reply, "/none: No such file or directory"));
	assert_int_equal(mkdir(dir, 0755), 0);
	deliver(dir, "<a@x>", letter, &a);
	assert_int_equal(a.outcome, WIRE_SENT);
}

static void
test_a_file_in_the_way(void **state)
{
	struct wire_answer a;
	char path[sizeof(root) + 16];
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "%s/odd", root);
	assert_int_equal(mkdir(path, 0755), 0);
	snprintf(path, sizeof(path), "%s/odd/new", root);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	snprintf(path, sizeof(path), "%s/odd", root);
	deliver(path, "<a@x>", letter, &a);
	assert_int_equal(a.outcome, WIRE_TRY_LATER);
	assert_int_equal(a.scope, WIRE_CONFIG);
	assert_non_null(strstr(a.reply, "cannot open new in"));
}

static void
test_no_directory_named(void **state)
{
	const struct wire_hello hello = { .way = WIRE_SPOOL, .dir = "" };
	struct str err;

	(void)state;
	str_init(&err);
	assert_null(spool_notifier.open(&hello, &err));
	assert_string_equal(err.s, "spool: no directory is named");
	str_done(&err);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_repeat_overwrites_itself),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_not_a_letter),
		cmocka_unit_test(test_missing_directory),
		cmocka_unit_test(test_a_file_in_the_way),
		cmocka_unit_test(test_no_directory_named),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
