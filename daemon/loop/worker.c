#include "loop/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/wire.h"
#include "loop/log.h"
#include "loop/results.h"
#include "loop/sender.h"

enum { WIRE_ROOM = 160 * 1024 };        /* bytes in flight: then no EAGAIN */

/* --- letters -------------------------------------------------------------- */

void
job_done(struct job *job)
{
	str_done(&job->message);
	free(job->way);
	*job = (struct job){0};
}

static void
drop_first_job(struct worker *one)
{
	job_done(&one->jobs[0]);
	memmove(&one->jobs[0], &one->jobs[1],
	    (--one->njobs) * sizeof(one->jobs[0]));
	one->jobs[one->njobs] = (struct job){0};
}

/* --- answers -------------------------------------------------------------- */

static void
take_answer(struct worker *one, const struct wire_answer *answer)
{
	const struct job *job = &one->jobs[0];

	if (one->njobs == 0 || !job->sent ||
	    (uint64_t)job->id != answer->id ||
	    job->attempt != answer->attempt) {
		log_err("sender answers what was not asked way=%s pid=%ld",
		    one->way, (long)one->pid);
		shutdown(one->fd, SHUT_RDWR);
		return;
	}
	answers_add(one->host->answers, (struct turn_result){
		.id = job->id, .outcome = answer->outcome,
		.scope = answer->scope, .reply = answer->reply,
		.retry_after_s = answer->retry_after > INT32_MAX ?
		    INT32_MAX : (int)answer->retry_after
	});
	drop_first_job(one);
}

/* The way does not work: whatever waits for this worker is tried later. */
static void
take_refusal(struct worker *one, const char *why)
{
	log_err("sender will not serve way=%s reason=\"%s\"", one->way, why);
	while (one->njobs) {
		answers_add(one->host->answers, (struct turn_result){
			.id = one->jobs[0].id, .outcome = WIRE_TRY_LATER,
			.scope = WIRE_CONFIG, .reply = why
		});
		drop_first_job(one);
	}
	one->closing = true;
}

static void
take_message(struct worker *one, const void *message, size_t n)
{
	struct wire_answer answer;
	const char *text = NULL;

	if (!one->ready) {
		const char *why_not;

		if (!wire_get_hello_worker(message, n, &why_not, &text))
			take_refusal(one, text);
		else if (*why_not)
			take_refusal(one, why_not);
		else
			one->ready = true;
		return;
	}
	if (wire_get_answer(message, n, &answer, &text)) {
		take_answer(one, &answer);
	} else {
		log_err("sender speaks nonsense way=%s reason=\"%s\"",
		    one->way, text);
		shutdown(one->fd, SHUT_RDWR);
	}
}

/* --- its end -------------------------------------------------------------- */

/* What the results file knows of a letter whose answer never came. */
static struct turn_result
judge(const struct worker *one, const struct job *job, bool first)
{
	struct turn_result result = {.id = job->id, .unbegun = true,
	    .outcome = WIRE_TRY_LATER, .scope = WIRE_LETTER, .reply = ""};
	const struct results *results = one->host->options->results;

	if (job->sent && results && results_tell(results, job->attempt,
	    &result)) {
		result.reply = "the sender ended before it answered";
	} else if (first) {
		/* It may be this very letter that ends senders: not at once
		 * again. One that never said hello is a fault of the way. */
		result.unbegun = false;
		result.scope = one->ready ? WIRE_LETTER : WIRE_CONFIG;
		result.reply = "the sender ended before it began";
	}
	return result;
}

static void
moved(const struct worker *one)
{
	one->host->moved(one->host->context);
}

static void
over_if_ended(struct worker *one)
{
	if (one->fd < 0 && one->pid == 0)
		one->host->over(one->host->context, one);
}

static void
socket_ended(struct worker *one)
{
	const struct worker_host *host = one->host;
	bool first = true;

	ev_io_stop(host->options->loop, &one->io);
	close(one->fd);
	one->fd = -1;
	while (one->njobs) {
		answers_add(host->answers, judge(one, &one->jobs[0], first));
		first = false;
		drop_first_job(one);
	}
	over_if_ended(one);
	host->moved(host->context);
}

static void
on_child(struct ev_loop *loop, ev_child *child, int events)
{
	struct worker *one = child->data;
	const struct worker_host *host = one->host;
	int status = child->rstatus;

	(void)events;
	ev_child_stop(loop, child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		log_warn("sender ended way=%s pid=%ld %s=%d", one->way,
		    (long)one->pid, WIFEXITED(status) ? "exit" : "signal",
		    WIFEXITED(status) ? WEXITSTATUS(status) :
		    WTERMSIG(status));
	one->pid = 0;
	over_if_ended(one);
	host->moved(host->context);
}

static void
on_readable(struct ev_loop *loop, ev_io *io, int events)
{
	static unsigned char message[WIRE_TEXT_MAX * 2];
	struct worker *one = io->data;
	ssize_t n = recv(one->fd, message, sizeof(message), MSG_DONTWAIT);

	(void)loop;
	(void)events;
	/* ECONNRESET: it left letters unread; answers may still follow. */
	if (n < 0 && (errno == EAGAIN || errno == EINTR ||
	    errno == ECONNRESET))
		return;
	if (n <= 0) {
		socket_ended(one);
		return;
	}
	take_message(one, message, (size_t)n);
	moved(one);
}

/* --- doors ---------------------------------------------------------------- */

struct worker *
worker_start(const struct worker_host *host, const char *way)
{
	struct worker *one;
	pid_t pid;
	int fd;

	if (!sender_begin(host->options, way, &fd, &pid))
		return NULL;
	one = xcalloc(1, sizeof(*one));
	one->host = host;
	one->fd = fd;
	one->pid = pid;
	one->way = xstrdup(way);
	ev_io_init(&one->io, on_readable, one->fd, EV_READ);
	one->io.data = one;
	ev_io_start(host->options->loop, &one->io);
	ev_child_init(&one->child, on_child, pid, 0);
	one->child.data = one;
	ev_child_start(host->options->loop, &one->child);
	return one;
}

void
worker_free(struct worker *one)
{
	ev_io_stop(one->host->options->loop, &one->io);
	ev_child_stop(one->host->options->loop, &one->child);
	if (one->pid) {
		kill(one->pid, SIGKILL);
		waitpid(one->pid, NULL, 0);
	}
	while (one->njobs)
		drop_first_job(one);
	if (one->fd >= 0)
		close(one->fd);
	free(one->way);
	free(one);
}

bool
worker_has_room(const struct worker *one, const struct job *job)
{
	size_t bytes = 0;

	if (one->fd < 0 || one->closing || one->njobs == WORKER_WINDOW)
		return false;
	for (size_t i = 0; i < one->njobs; i++)
		bytes += one->jobs[i].message.len;
	return bytes == 0 || bytes + job->message.len <= WIRE_ROOM;
}

void
worker_take(struct worker *one, const struct job *job)
{
	one->jobs[one->njobs++] = *job;
}

void
worker_send(struct worker *one)
{
	if (one->fd < 0 || !one->ready)
		return;
	for (size_t i = 0; i < one->njobs; i++) {
		struct job *job = &one->jobs[i];

		if (job->sent)
			continue;
		if (send(one->fd, job->message.s, job->message.len,
		    MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)job->message.len)
			return;         /* its end, or room, will be told */
		job->sent = true;
	}
}

void
worker_let_go(struct worker *one)
{
	if (one->fd >= 0 && !one->closing)
		shutdown(one->fd, SHUT_WR);
	one->closing = true;
}

void
worker_finish(struct worker *one)
{
	while (one->njobs && !one->jobs[one->njobs - 1].sent) {
		struct job *last = &one->jobs[--one->njobs];

		answers_add(one->host->answers, (struct turn_result){
			.id = last->id, .unbegun = true
		});
		job_done(last);
	}
	worker_let_go(one);
}
