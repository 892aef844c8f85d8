/* Contents: The socket - Hello - Letters */
#include "serve.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"
#include "notifier.h"
#include "reply.h"

/* Above the 900 s of a letter (trust.md E4): a relay that holds libcurl in
 * spite of its limits ends as a dead worker, which the core sees. */
enum { LETTER_ALARM_S = 960 };

static const struct notifier *const notifiers[WIRE_WAY_END] = {
	[WIRE_SPOOL] = &spool_notifier, [WIRE_EMAIL] = &email_notifier,
	[WIRE_WEBHOOK] = &webhook_notifier,
};

struct session {
	int fd;
	unsigned char *message;         /* WIRE_MESSAGE_MAX bytes */
	struct str out;
	void *settings;                 /* the core's hello, kept whole */
	struct wire_hello hello;        /* its texts point into settings */
	struct marks marks;
	const struct notifier *way;
	void *self;
};

static int
complain(int code, const char *what)
{
	fprintf(stderr, "srok-send: %s\n", what);
	return code;
}

/* --- The socket ---------------------------------------------------------- */

static bool
told_to_end(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 && sigismember(&pending, SIGTERM);
}

/* Waits for a message, or until the core has died. SIGTERM is let in here and
 * only here: nothing is in hand. One that came during a letter is looked for
 * first, because ppoll prefers a message that lies there. False when there is
 * nothing more to do; a letter in the queue of a dead core is not begun. */
static bool
wait_for_core(int fd)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	sigset_t open;
	int n;

	if (told_to_end())
		return false;
	sigemptyset(&open);
	do
		n = ppoll(&p, 1, NULL, &open);
	while (n < 0 && errno == EINTR);
	return n > 0 && (p.revents & (POLLHUP | POLLERR | POLLNVAL)) == 0;
}

/* The descriptor that came along, -1 when none did. One is expected at most;
 * MSG_CMSG_CLOEXEC and the room for one keep others out. */
static int
passed_fd(struct msghdr *h)
{
	struct cmsghdr *c = CMSG_FIRSTHDR(h);
	int fd = -1;

	if (c && c->cmsg_level == SOL_SOCKET && c->cmsg_type == SCM_RIGHTS
	    && c->cmsg_len == CMSG_LEN(sizeof(int)))
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

/* Length of the next message in s->message; 0 at the end, -1 when it is too
 * long or the socket broke. */
static ssize_t
receive(struct session *s, int *ret_fd)
{
	union {
		char bytes[CMSG_SPACE(sizeof(int))];
		struct cmsghdr align;
	} control = {{0}};
	struct iovec iov = { s->message, WIRE_MESSAGE_MAX };
	struct msghdr h = {
		.msg_iov = &iov, .msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes),
	};
	ssize_t n;

	do
		n = recvmsg(s->fd, &h, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	*ret_fd = n < 0 ? -1 : passed_fd(&h);
	return n >= 0 && h.msg_flags & MSG_TRUNC ? -1 : n;
}

static bool
say(struct session *s)
{
	ssize_t n;

	do
		n = send(s->fd, s->out.s, s->out.len, MSG_NOSIGNAL);
	while (n < 0 && errno == EINTR);
	return n == (ssize_t)s->out.len;
}

/* --- Hello --------------------------------------------------------------- */

/* A reason of any length as a hello; it is cut to what a reply may hold. */
static bool
say_hello(struct session *s, const char *why_not)
{
	char line[WIRE_REPLY_MAX + 1];
	const char *err;

	reply_escape(line, sizeof(line), why_not, strlen(why_not));
	return wire_put_hello_worker(&s->out, line, &err) && say(s);
}

static bool
open_way(struct session *s)
{
	struct str why_not;

	str_init(&why_not);
	s->way = notifiers[s->hello.way];
	s->self = s->way->open(&s->hello, &why_not);
	if (!s->self)
		say_hello(s, why_not.s);
	str_done(&why_not);
	return s->self != NULL;
}

/* EX_OK when letters may come. */
static int
greet(struct session *s)
{
	const char *fault;
	ssize_t n;

	if (!wait_for_core(s->fd))
		return EX_NOINPUT;
	n = receive(s, &s->marks.fd);
	if (n <= 0)
		return EX_NOINPUT;
	s->settings = xcalloc((size_t)n, 1);
	memcpy(s->settings, s->message, (size_t)n);
	if (!wire_get_hello(s->settings, (size_t)n, &s->hello, &fault)) {
		say_hello(s, fault);
		return complain(EX_PROTOCOL, fault);
	}
	if (s->hello.results != (s->marks.fd >= 0)) {
		fault = "hello and the results descriptor do not agree";
		say_hello(s, fault);
		return complain(EX_PROTOCOL, fault);
	}
	if (!open_way(s))
		return EX_CONFIG;
	return say_hello(s, "") ? EX_OK : EX_IOERR;
}

/* --- Letters ------------------------------------------------------------- */

static bool
deliver(struct session *s, const struct wire_job *job)
{
	struct wire_answer answer = { .id = job->id, .attempt = job->attempt };
	const char *fault;

	alarm(LETTER_ALARM_S);
	s->way->send(s->self, job, &s->marks, &answer);
	alarm(0);
	if (!mark_result(&s->marks, &answer))
		fprintf(stderr, "srok-send: results file: %s\n",
		    strerror(errno));
	return wire_put_answer(&s->out, &answer, &fault) && say(s);
}

static int
work(struct session *s)
{
	struct wire_job job;
	const char *fault;
	ssize_t n;
	int fd;

	while (wait_for_core(s->fd)) {
		n = receive(s, &fd);
		if (fd >= 0)
			close(fd);
		if (n == 0)
			return EX_OK;
		if (n < 0)
			return complain(EX_PROTOCOL, "a message is too long, "
			    "or the socket to the core broke");
		if (!wire_get_job(s->message, (size_t)n, &job, &fault))
			return complain(EX_PROTOCOL, fault);
		if (!deliver(s, &job))
			return EX_IOERR;
	}
	return EX_OK;
}

/* Ctrl-C hits the whole process group, a relay may hang up at any time; the
 * alarm must be able to end us whatever the parent left behind. */
static void
set_signals(void)
{
	sigset_t term;

	signal(SIGINT, SIG_IGN);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGALRM, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_SETMASK, &term, NULL);
}

int
serve(int fd)
{
	struct session s = { .fd = fd, .marks = { .fd = -1 } };
	int code;

	set_signals();
	/* The core's own end does not block; ours may have been made so by
	 * the same socketpair call. */
	fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
	s.message = xcalloc(WIRE_MESSAGE_MAX, 1);
	str_init(&s.out);
	code = greet(&s);
	if (code == EX_OK)
		code = work(&s);
	if (s.self)
		s.way->close(s.self);
	if (s.marks.fd >= 0)
		close(s.marks.fd);
	str_done(&s.out);
	free(s.settings);
	free(s.message);
	return code;
}
