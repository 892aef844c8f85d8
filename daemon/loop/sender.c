#include "loop/sender.h"

#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/str.h"
#include "core/wire.h"
#include "loop/log.h"

extern char **environ;

/* The settings of a way. False when the configuration no longer has it. */
static bool
fill_hello(const struct workers_options *o, const char *way,
    struct wire_hello *ret)
{
	const struct config *c = o->config;
	const struct config_webhook *hook;

	*ret = (struct wire_hello){
		.version = WIRE_VERSION, .results = o->results != NULL,
		.virtual_clock = o->virtual_clock,
		.fqdn = c->mail.domain, .from = c->mail.from
	};
	if (strcmp(way, "spool") == 0) {
		ret->way = WIRE_SPOOL;
		ret->dir = c->spool;
		return true;
	}
	if (strcmp(way, "email") == 0) {
		ret->way = WIRE_EMAIL;
		ret->relay = c->mail.relay;
		ret->user = c->mail.user;
		ret->secret_file = c->mail.password_file;
		ret->ca_file = c->mail.ca_file;
		ret->insecure = c->mail.insecure;
		return true;
	}
	ret->way = WIRE_WEBHOOK;
	if (strcmp(way, SENDER_HEARTBEAT) == 0) {
		ret->url = c->heartbeat.url;
		ret->url_file = c->heartbeat.url_file;
		ret->allow_private = c->heartbeat.allow_private;
		return true;
	}
	hook = config_webhook_of(c, way);
	if (!hook)
		return false;
	ret->url = hook->url;
	ret->url_file = hook->url_file;
	ret->secret_file = hook->secret_file;
	ret->format = hook->format;
	ret->allow_private = hook->allow_private;
	return true;
}

/* hello, with the results file's descriptor, -1: none, beside it
 * (SCM_RIGHTS). */
static bool
send_hello(int fd, const struct wire_hello *hello, int results_fd)
{
	union {
		struct cmsghdr head;
		char room[CMSG_SPACE(sizeof(int))];
	} control = {0};
	struct iovec part;
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1,
	    .msg_control = control.room,
	    .msg_controllen = sizeof(control.room)};
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);
	struct str s;
	const char *why = NULL;
	bool ok;

	str_init(&s);
	ok = wire_put_hello(&s, hello, &why);
	if (!ok)
		log_err("worker settings cannot be said reason=\"%s\"", why);
	part = (struct iovec){s.s, s.len};
	if (results_fd < 0) {
		message.msg_control = NULL;
		message.msg_controllen = 0;
	}
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &results_fd, sizeof(int));
	ok = ok && sendmsg(fd, &message, MSG_NOSIGNAL) == (ssize_t)s.len;
	str_done(&s);
	return ok;
}

/* Signals are its own to mask; standard input is its end of the socket. */
static bool
spawn(const char *program, int child_fd, pid_t *ret)
{
	char *const argv[] = {(char[]){"srok-send"}, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int rc;

	sigemptyset(&none);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, child_fd, STDIN_FILENO);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	posix_spawnattr_setsigmask(&attributes, &none);
	rc = posix_spawn(ret, program, &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	if (rc != 0)
		log_err("sender cannot be started program=%s reason=\"%s\"",
		    program, strerror(rc));
	return rc == 0;
}

bool
sender_begin(const struct workers_options *o, const char *way, int *ret_fd,
    pid_t *ret_pid)
{
	struct wire_hello hello;
	int pair[2];

	if (!fill_hello(o, way, &hello))
		return false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
		return false;
	if (!spawn(o->program, pair[1], ret_pid)) {
		close(pair[0]);
		close(pair[1]);
		return false;
	}
	close(pair[1]);
	*ret_fd = pair[0];
	if (!send_hello(pair[0], &hello, o->results ? o->results->fd : -1))
		shutdown(pair[0], SHUT_RDWR);   /* its end comes as EOF */
	log_debug("sender begun way=%s pid=%ld", way, (long)*ret_pid);
	return true;
}
