#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loop/watch.h"

/* Longer than the half second of quiet, shorter than two of them. */
#define PATIENCE_S 0.9

struct bench {
	char home[64], rules[80], other[80];
	struct ev_loop *loop;
	struct watch *watch;
	int settled;
};

static void
on_settled(void *context)
{
	((struct bench *)context)->settled++;
}

static int
setup(void **state)
{
	struct bench *b = test_calloc(1, sizeof(*b));

	snprintf(b->home, sizeof(b->home), "/tmp/srok-watch-XXXXXX");
	assert_non_null(mkdtemp(b->home));
	snprintf(b->rules, sizeof(b->rules), "%s/rules", b->home);
	snprintf(b->other, sizeof(b->other), "%s/other", b->home);
	assert_int_equal(mkdir(b->rules, 0700), 0);
	b->loop = ev_loop_new(EVFLAG_AUTO);
	b->watch = watch_start(b->loop, b->rules, on_settled, b);
	assert_non_null(b->watch);
	*state = b;
	return 0;
}

static const char *
path_of(char buf[128], const char *dir, const char *name)
{
	snprintf(buf, 128, "%s/%s", dir, name);
	return buf;
}

static void
empty(const char *dir)
{
	static const char *const names[] = {
		"a.yaml", "b.yaml", ".a.yaml", ".#a.yaml", "#a.yaml",
		"a.yaml~", ".a.yaml.swp", "a.yaml.tmp", "4913", ".yaml",
		".git/index.lock", ".git"
	};
	char path[128];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		remove(path_of(path, dir, names[i]));
	remove(dir);
}

static int
teardown(void **state)
{
	struct bench *b = *state;

	watch_stop(b->watch);
	ev_loop_destroy(b->loop);
	empty(b->rules);
	empty(b->other);
	assert_int_equal(rmdir(b->home), 0);
	test_free(b);
	return 0;
}

static void
put(const char *dir, const char *name)
{
	char path[128];
	int fd = open(path_of(path, dir, name), O_WRONLY | O_CREAT | O_APPEND,
	    0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "#\n", 2), 2);
	close(fd);
}

static void
move(const char *dir, const char *from, const char *to)
{
	char a[128], b[128];

	assert_int_equal(rename(path_of(a, dir, from), path_of(b, dir, to)),
	    0);
}

static void
drop(const char *dir, const char *name)
{
	char path[128];

	assert_int_equal(unlink(path_of(path, dir, name)), 0);
}

static void
on_end(struct ev_loop *loop, ev_timer *timer, int events)
{
	(void)timer;
	(void)events;
	ev_break(loop, EVBREAK_ALL);
}

/* How often a change came to rest within so many seconds. */
static int
settled_within(struct bench *b, double seconds)
{
	ev_timer end;

	b->settled = 0;
	ev_now_update(b->loop);
	ev_timer_init(&end, on_end, seconds, 0.);
	ev_timer_start(b->loop, &end);
	ev_run(b->loop, 0);
	ev_timer_stop(b->loop, &end);
	return b->settled;
}

static void
test_names(void **state)
{
	static const struct {
		const char *name;
		bool is;
	} names[] = {
		{"bodies.yaml", true}, {"a.yaml", true}, {"a.b.yaml", true},
		{"дорожная карта.yaml", true}, {"", false}, {"yaml", false},
		{".yaml", false}, {"a.yml", false}, {"a.YAML", false},
		{"a.yaml~", false}, {"a.yaml.swp", false}, {"ayaml", false},
		{".a.yaml", false}, {".#a.yaml", false}, {"#a.yaml#", false},
		{"#a.yaml", false}, {"a.yaml.tmp", false}
	};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (watch_is_rule_file(names[i].name) != names[i].is)
			fail_msg("'%s'", names[i].name);
}

static void
test_written_renamed_deleted_made_anew(void **state)
{
	struct bench *b = *state;

	assert_int_equal(settled_within(b, 0.1), 0);
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	put(b->rules, "a.yaml.tmp");            /* an editor's careful save */
	move(b->rules, "a.yaml.tmp", "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	move(b->rules, "a.yaml", "a.yaml~");    /* another's */
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	drop(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
}

static void
test_names_that_are_no_rules(void **state)
{
	struct bench *b = *state;

	put(b->rules, ".a.yaml.swp");
	put(b->rules, "4913");
	put(b->rules, "a.yaml~");
	put(b->rules, "#a.yaml");
	drop(b->rules, "4913");
	move(b->rules, ".a.yaml.swp", ".a.yaml");
	put(b->home, "other");
	drop(b->home, "other");
	assert_int_equal(settled_within(b, PATIENCE_S), 0);
}

/* Changes that follow one another closely are one change, told when the last
 * of them has rested. */
static void
test_a_burst_is_told_once(void **state)
{
	struct bench *b = *state;

	for (int i = 0; i < 4; i++) {
		put(b->rules, i % 2 ? "a.yaml" : "b.yaml");
		assert_int_equal(settled_within(b, 0.2), 0);
	}
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
}

/* Deleted and made anew: the first watch went with the old directory. */
static void
test_the_directory_is_made_anew(void **state)
{
	struct bench *b = *state;

	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	empty(b->rules);
	assert_int_equal(mkdir(b->rules, 0700), 0);
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
}

/* Replaced by rename: the old directory lives on under another name. */
static void
test_the_directory_is_replaced(void **state)
{
	struct bench *b = *state;
	char old[128];

	assert_int_equal(mkdir(b->other, 0700), 0);
	put(b->other, "b.yaml");
	assert_int_equal(rename(b->rules, path_of(old, b->home, "old")), 0);
	assert_int_equal(rename(b->other, b->rules), 0);
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	drop(b->rules, "b.yaml");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
	assert_int_equal(rmdir(old), 0);
}

static void
test_waits_while_git_is_at_work(void **state)
{
	struct bench *b = *state;
	char git[128];

	assert_int_equal(mkdir(path_of(git, b->rules, ".git"), 0700), 0);
	put(b->rules, ".git/index.lock");
	put(b->rules, "a.yaml");
	assert_int_equal(settled_within(b, 1.3), 0);
	drop(b->rules, ".git/index.lock");
	assert_int_equal(settled_within(b, PATIENCE_S), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		TEST(test_written_renamed_deleted_made_anew),
		TEST(test_names_that_are_no_rules),
		TEST(test_a_burst_is_told_once),
		TEST(test_the_directory_is_made_anew),
		TEST(test_the_directory_is_replaced),
		TEST(test_waits_while_git_is_at_work)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
