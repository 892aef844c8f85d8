/* Senders.
 *
 * Letters wait in the stock until a worker of their way has a free place.
 * A worker says hello first; letters given to it before that wait with it.
 *
 * Contents: Starting - Handing over - Answers - The end of a worker - Doors */
#include "loop/workers.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/alloc.h"
#include "core/wire.h"
#include "loop/clock.h"
#include "loop/log.h"
#include "loop/sender.h"

enum {
	WINDOW = 4,                     /* letters with one worker */
	WIRE_ROOM = 160 * 1024,         /* bytes in flight: then no EAGAIN */
	STOCK = 64,                     /* claimed at a time */
	WORKERS_MOST = 64
};
static const double IDLE_S = 5.;        /* a worker without work is let go */

struct job {
	int64_t id;
	uint32_t attempt;
	char *way;
	struct str message;
	bool sent;
};

struct worker {
	struct workers *set;
	ev_io io;
	ev_child child;
	int fd;                         /* -1: at its end */
	pid_t pid;
	char *way;
	bool ready, closing;
	struct job jobs[WINDOW];        /* oldest first */
	size_t njobs;
};

struct workers {
	struct workers_options options;
	struct worker *list[WORKERS_MOST];
	size_t n;
	struct job *stock;
	size_t nstock, stock_cap;
	struct turn_result *results;
	size_t nresults, results_cap;
	double oldest_result;
	ev_timer idle;
	bool finishing;
};

static void on_readable(struct ev_loop *loop, ev_io *io, int events);
static void on_child(struct ev_loop *loop, ev_child *child, int events);
static void on_idle(struct ev_loop *loop, ev_timer *timer, int events);
static void pump(struct workers *w);

/* --- starting --------------------------------------------------------------- */

static struct worker *
worker_start(struct workers *w, const char *way)
{
	struct worker *one;
	pid_t pid;
	int fd;

	if (!sender_begin(&w->options, way, &fd, &pid))
		return NULL;
	one = xcalloc(1, sizeof(*one));
	one->set = w;
	one->fd = fd;
	one->pid = pid;
	one->way = xstrdup(way);
	w->list[w->n++] = one;
	ev_io_init(&one->io, on_readable, one->fd, EV_READ);
	one->io.data = one;
	ev_io_start(w->options.loop, &one->io);
	ev_child_init(&one->child, on_child, pid, 0);
	one->child.data = one;
	ev_child_start(w->options.loop, &one->child);
	return one;
}

/* --- answers ---------------------------------------------------------------- */

static void
add_result(struct workers *w, struct turn_result result)
{
	if (w->nresults == w->results_cap) {
		w->results_cap = w->results_cap ? w->results_cap * 2 : STOCK;
		w->results = xreallocarray(w->results, w->results_cap,
		    sizeof(*w->results));
	}
	if (w->nresults == 0)
		w->oldest_result = clock_monotonic();
	result.reply = xstrdup(result.reply ? result.reply : "");
	w->results[w->nresults++] = result;
}

static void
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
	add_result(one->set, (struct turn_result){
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
		add_result(one->set, (struct turn_result){
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

/* --- the end of a worker ---------------------------------------------------- */

/* What the results file knows of a letter whose answer never came. */
static struct turn_result
judge(struct workers *w, const struct job *job, bool first, bool was_ready)
{
	struct turn_result result = {.id = job->id, .unbegun = true,
	    .outcome = WIRE_TRY_LATER, .scope = WIRE_LETTER, .reply = ""};
	struct wire_record record;

	if (job->sent && results_find(w->options.results, (uint64_t)job->id,
	    job->attempt, &record)) {
		result.unbegun = false;
		result.outcome = record.mark == WIRE_RESULT ?
		    record.outcome : WIRE_UNCERTAIN;
		result.scope = record.mark == WIRE_RESULT ?
		    record.scope : WIRE_LETTER;
		result.reply = "the sender ended before it answered";
	} else if (first) {
		/* It may be this very letter that ends senders: not at once
		 * again. One that never said hello is a fault of the way. */
		result.unbegun = false;
		result.scope = was_ready ? WIRE_LETTER : WIRE_CONFIG;
		result.reply = "the sender ended before it began";
	}
	return result;
}

static void
free_worker(struct worker *one)
{
	free(one->way);
	free(one);
}

static void
forget_worker(struct worker *one)
{
	struct workers *w = one->set;

	for (size_t i = 0; i < w->n; i++) {
		if (w->list[i] != one)
			continue;
		w->list[i] = w->list[--w->n];
		break;
	}
	free_worker(one);
}

/* Both its socket and its process have ended. */
static void
release_if_over(struct worker *one)
{
	if (one->fd < 0 && one->pid == 0)
		forget_worker(one);
}

static void
worker_ended(struct worker *one)
{
	struct workers *w = one->set;
	bool first = true;

	ev_io_stop(w->options.loop, &one->io);
	close(one->fd);
	one->fd = -1;
	while (one->njobs) {
		add_result(w, judge(w, &one->jobs[0], first, one->ready));
		first = false;
		drop_first_job(one);
	}
	release_if_over(one);
	pump(w);
}

static void
on_child(struct ev_loop *loop, ev_child *child, int events)
{
	struct worker *one = child->data;
	struct workers *w = one->set;
	int status = child->rstatus;

	(void)events;
	ev_child_stop(loop, child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		log_warn("sender ended way=%s pid=%ld %s=%d", one->way,
		    (long)one->pid, WIFEXITED(status) ? "exit" : "signal",
		    WIFEXITED(status) ? WEXITSTATUS(status) :
		    WTERMSIG(status));
	one->pid = 0;
	release_if_over(one);
	pump(w);
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
		worker_ended(one);
		return;
	}
	take_message(one, message, (size_t)n);
	pump(one->set);
}

/* --- handing over ----------------------------------------------------------- */

static bool
has_room(const struct worker *one, const struct job *job)
{
	size_t bytes = 0;

	if (one->fd < 0 || one->closing || one->njobs == WINDOW)
		return false;
	for (size_t i = 0; i < one->njobs; i++)
		bytes += one->jobs[i].message.len;
	return bytes == 0 || bytes + job->message.len <= WIRE_ROOM;
}

/* A worker of the way with room; an idle one first; else a new one. */
static struct worker *
worker_for(struct workers *w, const struct job *job)
{
	size_t senders = (size_t)w->options.config->senders;
	size_t on_way = 0;
	struct worker *best = NULL;

	for (size_t i = 0; i < w->n; i++) {
		struct worker *one = w->list[i];

		if (strcmp(one->way, job->way) != 0)
			continue;
		on_way++;
		if (has_room(one, job) && (!best || one->njobs < best->njobs))
			best = one;
	}
	if (best && best->njobs == 0)
		return best;
	if (w->n < senders && w->n < WORKERS_MOST &&
	    (on_way == 0 || on_way + 1 < senders)) {
		struct worker *fresh = worker_start(w, job->way);

		return fresh ? fresh : best;
	}
	return best;
}

static void
send_waiting(struct worker *one)
{
	for (size_t i = 0; i < one->njobs && one->ready; i++) {
		struct job *job = &one->jobs[i];

		if (job->sent)
			continue;
		if (send(one->fd, job->message.s, job->message.len,
		    MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)job->message.len)
			return;         /* its end, or room, will be told */
		job->sent = true;
	}
}

static bool
way_is_lost(const struct workers *w, const char *way)
{
	for (size_t i = 0; i < w->n; i++)
		if (strcmp(w->list[i]->way, way) == 0)
			return false;
	return true;
}

/* From the stock to workers with room, in order; ways do not wait for each
 * other. A way for which no worker can be had is held. */
static void
pump(struct workers *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->nstock; i++) {
		struct job *job = &w->stock[i];
		struct worker *one = worker_for(w, job);

		if (one) {
			one->jobs[one->njobs++] = *job;
		} else if (way_is_lost(w, job->way) &&
		    w->n < (size_t)w->options.config->senders) {
			add_result(w, (struct turn_result){
				.id = job->id, .outcome = WIRE_TRY_LATER,
				.scope = WIRE_CONFIG,
				.reply = "no sender can be started"
			});
			job_done(job);
		} else {
			w->stock[kept++] = *job;
		}
	}
	w->nstock = kept;
	for (size_t i = 0; i < w->n; i++)
		if (w->list[i]->fd >= 0)
			send_waiting(w->list[i]);
	if (workers_in_hand(w) == 0 && w->n) {
		ev_timer_stop(w->options.loop, &w->idle);
		ev_timer_set(&w->idle, IDLE_S, 0.);
		ev_timer_start(w->options.loop, &w->idle);
	} else {
		ev_timer_stop(w->options.loop, &w->idle);
	}
}

static void
let_go(struct worker *one)
{
	if (one->fd >= 0 && !one->closing)
		shutdown(one->fd, SHUT_WR);
	one->closing = true;
}

static void
on_idle(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct workers *w = timer->data;

	(void)loop;
	(void)events;
	for (size_t i = 0; i < w->n; i++)
		let_go(w->list[i]);
}

/* --- doors ------------------------------------------------------------------ */

struct workers *
workers_new(const struct workers_options *options)
{
	struct workers *w = xcalloc(1, sizeof(*w));

	w->options = *options;
	ev_timer_init(&w->idle, on_idle, IDLE_S, 0.);
	w->idle.data = w;
	return w;
}

void
workers_free(struct workers *w)
{
	if (!w)
		return;
	ev_timer_stop(w->options.loop, &w->idle);
	while (w->n) {
		struct worker *one = w->list[--w->n];

		ev_io_stop(w->options.loop, &one->io);
		ev_child_stop(w->options.loop, &one->child);
		if (one->pid) {
			kill(one->pid, SIGKILL);
			waitpid(one->pid, NULL, 0);
		}
		while (one->njobs)
			drop_first_job(one);
		if (one->fd >= 0)
			close(one->fd);
		free_worker(one);
	}
	for (size_t i = 0; i < w->nstock; i++)
		job_done(&w->stock[i]);
	workers_forget(w, w->nresults);
	free(w->stock);
	free(w->results);
	free(w);
}

size_t
workers_want(const struct workers *w)
{
	size_t places = (size_t)w->options.config->senders * WINDOW;

	if (w->finishing || workers_in_hand(w) >= places)
		return 0;
	return STOCK;
}

void
workers_give(struct workers *w, const struct turn_letter *letter, int64_t now)
{
	struct wire_job wire = {
		.id = (uint64_t)letter->row->id,
		.attempt = (uint32_t)letter->row->attempts, .now = now,
		.message_id = letter->row->message_id,
		.sender = letter->from, .recipient = letter->row->address,
		.body = (const unsigned char *)letter->bytes,
		.body_len = letter->len
	};
	struct job job = {.id = letter->row->id, .attempt = wire.attempt,
	    .way = xstrdup(letter->way)};
	const char *why = NULL;

	str_init(&job.message);
	if (!wire_put_job(&job.message, &wire, &why)) {
		add_result(w, (struct turn_result){
			.id = job.id, .outcome = WIRE_REFUSED,
			.scope = WIRE_LETTER, .reply = why
		});
		job_done(&job);
		return;
	}
	if (w->nstock == w->stock_cap) {
		w->stock_cap = w->stock_cap ? w->stock_cap * 2 : STOCK;
		w->stock = xreallocarray(w->stock, w->stock_cap,
		    sizeof(*w->stock));
	}
	w->stock[w->nstock++] = job;
	pump(w);
}

size_t
workers_in_hand(const struct workers *w)
{
	size_t n = w->nstock;

	for (size_t i = 0; i < w->n; i++)
		n += w->list[i]->njobs;
	return n;
}

size_t
workers_results(const struct workers *w, const struct turn_result **ret,
    double *ret_age_s)
{
	*ret = w->results;
	*ret_age_s = w->nresults ?
	    clock_monotonic() - w->oldest_result : 0.;
	return w->nresults;
}

void
workers_forget(struct workers *w, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free((char *)w->results[i].reply);
	w->nresults -= n;
	if (w->nresults)
		memmove(w->results, w->results + n,
		    w->nresults * sizeof(*w->results));
	w->oldest_result = clock_monotonic();
}

void
workers_finish(struct workers *w)
{
	w->finishing = true;
	for (size_t i = 0; i < w->nstock; i++) {
		add_result(w, (struct turn_result){
			.id = w->stock[i].id, .unbegun = true
		});
		job_done(&w->stock[i]);
	}
	w->nstock = 0;
	for (size_t i = 0; i < w->n; i++) {
		struct worker *one = w->list[i];

		/* What it was not told yet it will not be told any more. */
		while (one->njobs && !one->jobs[one->njobs - 1].sent) {
			struct job *last = &one->jobs[--one->njobs];

			add_result(w, (struct turn_result){
				.id = last->id, .unbegun = true
			});
			job_done(last);
		}
		let_go(one);
	}
}

size_t
workers_alive(const struct workers *w)
{
	return w->n;
}
