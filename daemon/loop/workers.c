/* Senders.
 *
 * Letters wait in the stock until a worker of their way has a free place.
 *
 * Contents: The set - Handing over - Doors */
#include "loop/workers.h"

#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"
#include "core/wire.h"
#include "loop/answers.h"
#include "loop/worker.h"

enum {
	STOCK = 64,                     /* claimed at a time */
	WORKERS_MOST = 64
};
static const double IDLE_S = 5.;        /* a worker without work is let go */

struct workers {
	struct workers_options options;
	struct worker_host host;
	struct worker *list[WORKERS_MOST];
	size_t n;
	struct job *stock;
	size_t nstock, stock_cap;
	struct answers answers;
	ev_timer idle;
	bool finishing;
};

/* --- the set -------------------------------------------------------------- */

static void
on_over(void *context, struct worker *one)
{
	struct workers *w = context;

	for (size_t i = 0; i < w->n; i++) {
		if (w->list[i] != one)
			continue;
		w->list[i] = w->list[--w->n];
		break;
	}
	worker_free(one);
}

static struct worker *
start_one(struct workers *w, const char *way)
{
	struct worker *one = worker_start(&w->host, way);

	if (one)
		w->list[w->n++] = one;
	return one;
}

/* --- handing over --------------------------------------------------------- */

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
		if (worker_has_room(one, job) &&
		    (!best || one->njobs < best->njobs))
			best = one;
	}
	if (best && best->njobs == 0)
		return best;
	if (w->n < senders && w->n < WORKERS_MOST &&
	    (on_way == 0 || on_way + 1 < senders)) {
		struct worker *fresh = start_one(w, job->way);

		return fresh ? fresh : best;
	}
	return best;
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
pump(void *context)
{
	struct workers *w = context;
	size_t kept = 0;

	for (size_t i = 0; i < w->nstock; i++) {
		struct job *job = &w->stock[i];
		struct worker *one = worker_for(w, job);

		if (one) {
			worker_take(one, job);
		} else if (way_is_lost(w, job->way) &&
		    w->n < (size_t)w->options.config->senders) {
			answers_add(&w->answers, (struct turn_result){
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
		worker_send(w->list[i]);
	if (workers_in_hand(w) == 0 && w->n) {
		ev_timer_stop(w->options.loop, &w->idle);
		ev_timer_set(&w->idle, IDLE_S, 0.);
		ev_timer_start(w->options.loop, &w->idle);
	} else {
		ev_timer_stop(w->options.loop, &w->idle);
	}
}

static void
on_idle(struct ev_loop *loop, ev_timer *timer, int events)
{
	struct workers *w = timer->data;

	(void)loop;
	(void)events;
	for (size_t i = 0; i < w->n; i++)
		worker_let_go(w->list[i]);
}

/* --- doors ---------------------------------------------------------------- */

struct workers *
workers_new(const struct workers_options *options)
{
	struct workers *w = xcalloc(1, sizeof(*w));

	w->options = *options;
	w->host = (struct worker_host){
		.options = &w->options, .answers = &w->answers,
		.moved = pump, .over = on_over, .context = w
	};
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
	while (w->n)
		worker_free(w->list[--w->n]);
	for (size_t i = 0; i < w->nstock; i++)
		job_done(&w->stock[i]);
	answers_done(&w->answers);
	free(w->stock);
	free(w);
}

size_t
workers_want(const struct workers *w)
{
	size_t places = (size_t)w->options.config->senders * WORKER_WINDOW;

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
		answers_add(&w->answers, (struct turn_result){
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
	*ret = w->answers.items;
	*ret_age_s = answers_age_s(&w->answers);
	return w->answers.n;
}

void
workers_forget(struct workers *w, size_t n)
{
	answers_forget(&w->answers, n);
}

void
workers_finish(struct workers *w)
{
	w->finishing = true;
	for (size_t i = 0; i < w->nstock; i++) {
		answers_add(&w->answers, (struct turn_result){
			.id = w->stock[i].id, .unbegun = true
		});
		job_done(&w->stock[i]);
	}
	w->nstock = 0;
	/* What one was not told yet it will not be told any more. */
	for (size_t i = 0; i < w->n; i++)
		worker_finish(w->list[i]);
}

size_t
workers_alive(const struct workers *w)
{
	return w->n;
}
