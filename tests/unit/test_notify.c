#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "loop/notify.h"

/* --- systemd's end ------------------------------------------------------ */

static int
listen_at(const char *name)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};
	size_t n = strlen(name);
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	assert_true(fd >= 0);
	memcpy(at.sun_path, name, n);
	if (name[0] == '@')
		at.sun_path[0] = '\0';
	assert_int_equal(bind(fd, (const struct sockaddr *)&at,
	    (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n +
	    (name[0] == '/'))), 0);
	return fd;
}

/* One datagram as text; "" when none is there. */
static const char *
heard(int fd, char buf[256])
{
	ssize_t n = recv(fd, buf, 255, 0);

	buf[n > 0 ? n : 0] = '\0';
	return buf;
}

static void
assert_one_datagram(const char *name)
{
	char buf[256];
	int fd = listen_at(name);

	setenv("NOTIFY_SOCKET", name, 1);
	assert_true(notify_send("READY=1\nSTATUS=%d of %s", 3, "five"));
	assert_string_equal(heard(fd, buf), "READY=1\nSTATUS=3 of five");
	assert_string_equal(heard(fd, buf), "");
	close(fd);
	assert_false(notify_send("STOPPING=1"));        /* nobody listens */
}

static void
test_a_path(void **state)
{
	char dir[] = "/tmp/srok-notify-XXXXXX", name[64];

	(void)state;
	assert_non_null(mkdtemp(dir));
	snprintf(name, sizeof(name), "%s/notify", dir);
	assert_one_datagram(name);
	unlink(name);
	assert_false(notify_send("STOPPING=1"));
	rmdir(dir);
}

static void
test_the_abstract_space(void **state)
{
	char name[64];

	(void)state;
	snprintf(name, sizeof(name), "@srok-notify-%ld", (long)getpid());
	assert_one_datagram(name);
}

/* The longest path that fits still has its NUL; one more is refused. */
static void
test_lengths(void **state)
{
	char dir[] = "/tmp/srok-notify-XXXXXX";
	char name[sizeof(((struct sockaddr_un *)0)->sun_path) + 1];
	int n;

	(void)state;
	assert_non_null(mkdtemp(dir));
	n = snprintf(name, sizeof(name), "%s/", dir);
	memset(name + n, 'n', sizeof(name) - (size_t)n);
	name[sizeof(name) - 2] = '\0';
	assert_one_datagram(name);
	unlink(name);
	rmdir(dir);
	name[sizeof(name) - 2] = 'n';
	name[sizeof(name) - 1] = '\0';
	setenv("NOTIFY_SOCKET", name, 1);
	assert_false(notify_send("READY=1"));
}

static void
test_nowhere_to_tell(void **state)
{
	static const char *const bad[] = {"", "/", "@", "relative", "vsock:2"};

	(void)state;
	unsetenv("NOTIFY_SOCKET");
	assert_false(notify_send("READY=1"));
	notify_reloading();
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		setenv("NOTIFY_SOCKET", bad[i], 1);
		assert_false(notify_send("READY=1"));
	}
}

static long long
monotonic_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (long long)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static void
test_reloading_carries_the_clock(void **state)
{
	char name[64], buf[256];
	long long before = monotonic_us(), said = 0;
	int fd, end = 0;

	(void)state;
	snprintf(name, sizeof(name), "@srok-reload-%ld", (long)getpid());
	fd = listen_at(name);
	setenv("NOTIFY_SOCKET", name, 1);
	notify_reloading();
	assert_int_equal(sscanf(heard(fd, buf),
	    "RELOADING=1\nMONOTONIC_USEC=%lld%n", &said, &end), 1);
	assert_int_equal(buf[end], '\0');
	assert_true(before <= said && said <= monotonic_us());
	close(fd);
}

/* --- the watchdog ------------------------------------------------------- */

static double
watchdog(const char *usec, const char *pid)
{
	if (usec)
		setenv("WATCHDOG_USEC", usec, 1);
	else
		unsetenv("WATCHDOG_USEC");
	if (pid)
		setenv("WATCHDOG_PID", pid, 1);
	else
		unsetenv("WATCHDOG_PID");
	return notify_watchdog_s();
}

static void
test_the_watchdog(void **state)
{
	char mine[32], other[32];

	(void)state;
	snprintf(mine, sizeof(mine), "%ld", (long)getpid());
	snprintf(other, sizeof(other), "%ld", (long)getppid());
	assert_true(watchdog("30000000", NULL) == 15.);
	assert_true(watchdog("30000000", mine) == 15.);
	assert_true(watchdog("2000", mine) == 0.001);
	assert_true(watchdog("30000000", other) == 0.);
	assert_true(watchdog(NULL, NULL) == 0.);
	assert_true(watchdog(NULL, mine) == 0.);
	assert_true(watchdog("", mine) == 0.);
	assert_true(watchdog("0", mine) == 0.);
	assert_true(watchdog("1999", mine) == 0.);
	assert_true(watchdog("30s", mine) == 0.);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_path),
		cmocka_unit_test(test_the_abstract_space),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_nowhere_to_tell),
		cmocka_unit_test(test_reloading_carries_the_clock),
		cmocka_unit_test(test_the_watchdog)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
