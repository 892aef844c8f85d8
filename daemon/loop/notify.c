#include "loop/notify.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "core/str.h"

/* The address in NOTIFY_SOCKET: a path, or '@' for the abstract space. */
static bool
address_of(const char *path, struct sockaddr_un *ret, socklen_t *ret_len)
{
	size_t n = strlen(path);

	if (n < 2 || n >= sizeof(ret->sun_path) ||
	    (path[0] != '/' && path[0] != '@'))
		return false;
	*ret = (struct sockaddr_un){.sun_family = AF_UNIX};
	memcpy(ret->sun_path, path, n);
	if (path[0] == '@')
		ret->sun_path[0] = '\0';
	*ret_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + n +
	    (path[0] == '/'));
	return true;
}

static bool
send_text(const char *text, size_t n)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address;
	socklen_t len;
	ssize_t sent;
	int fd;

	if (!path || !address_of(path, &address, &len))
		return false;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return false;
	sent = sendto(fd, text, n, MSG_NOSIGNAL,
	    (const struct sockaddr *)&address, len);
	close(fd);
	return sent == (ssize_t)n;
}

bool
notify_send(const char *format, ...)
{
	struct str s;
	va_list ap;
	bool ok;

	str_init(&s);
	va_start(ap, format);
	str_vaddf(&s, format, ap);
	va_end(ap);
	ok = send_text(s.s, s.len);
	str_done(&s);
	return ok;
}

void
notify_reloading(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	notify_send("RELOADING=1\nMONOTONIC_USEC=%lld",
	    (long long)ts.tv_sec * 1000000 + ts.tv_nsec / 1000);
}

double
notify_watchdog_s(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");
	char *end;
	unsigned long long n;

	if (!usec || (pid && strtol(pid, NULL, 10) != (long)getpid()))
		return 0;
	n = strtoull(usec, &end, 10);
	if (*end || n < 2000)
		return 0;
	return (double)n / 2e6;
}
