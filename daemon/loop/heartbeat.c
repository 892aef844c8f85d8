#include "loop/heartbeat.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/alloc.h"
#include "core/wire.h"
#include "loop/answers.h"
#include "loop/log.h"
#include "loop/sender.h"
#include "loop/worker.h"

enum {
	BEAT_S = 60 * 60,
	AGAIN_S = 5 * 60        /* when it was not taken, or all is not well */
};

struct heartbeat {
	struct workers_options options;
	struct worker_host host;
	struct worker *one;             /* NULL: none runs */
	struct answers answers;
	uint32_t beats;
	int64_t next;
	bool failed;                    /* the last one; said once */
	bool unwell;
};

/* --- its sender ----------------------------------------------------------- */

static void
on_moved(void *context)
{
	struct heartbeat *h = context;

	if (h->one)
		worker_send(h->one);
}

static void
on_over(void *context, struct worker *one)
{
	struct heartbeat *h = context;

	h->one = NULL;
	worker_free(one);
}

/* An empty POST: who waits for it looks at nothing but that it came. */
static void
begin(struct heartbeat *h, int64_t now)
{
	char id[64];
	struct wire_job wire = {
		.id = 1, .attempt = ++h->beats, .now = now, .message_id = id,
		.sender = "", .recipient = ""
	};
	struct job job = {.id = 1, .attempt = wire.attempt,
	    .way = xstrdup(SENDER_HEARTBEAT)};
	const char *why = "no sender can be started";

	snprintf(id, sizeof(id), "heartbeat-%" PRId64 "-%" PRIu32, now,
	    wire.attempt);
	str_init(&job.message);
	if (wire_put_job(&job.message, &wire, &why))
		h->one = worker_start(&h->host, SENDER_HEARTBEAT);
	if (h->one) {
		worker_take(h->one, &job);
		return;
	}
	answers_add(&h->answers, (struct turn_result){
		.outcome = WIRE_TRY_LATER, .scope = WIRE_CONFIG, .reply = why
	});
	job_done(&job);
}

/* --- doors ---------------------------------------------------------------- */

struct heartbeat *
heartbeat_new(const struct workers_options *options)
{
	const struct config *c = options->config;
	struct heartbeat *h;

	if (!c->heartbeat.url && !c->heartbeat.url_file)
		return NULL;
	h = xcalloc(1, sizeof(*h));
	h->options = *options;
	h->options.results = NULL;
	h->host = (struct worker_host){
		.options = &h->options, .answers = &h->answers,
		.moved = on_moved, .over = on_over, .context = h
	};
	h->next = INT64_MIN;
	return h;
}

void
heartbeat_free(struct heartbeat *h)
{
	if (!h)
		return;
	if (h->one)
		worker_free(h->one);
	answers_done(&h->answers);
	free(h);
}

void
heartbeat_look(struct heartbeat *h, int64_t now)
{
	const struct turn_result *last;

	if (!h || h->answers.n == 0)
		return;
	last = &h->answers.items[h->answers.n - 1];
	if (last->outcome == WIRE_SENT) {
		if (h->failed)
			log_info("heartbeat taken again");
		h->failed = false;
		h->next = now + BEAT_S;
	} else {
		if (!h->failed)
			log_warn("heartbeat not taken, tried each %d minutes "
			    "reply=\"%s\"", AGAIN_S / 60, last->reply);
		h->failed = true;
		h->next = now + AGAIN_S;
	}
	answers_forget(&h->answers, h->answers.n);
	if (h->one)
		worker_let_go(h->one);
}

/* A clock that went back must not silence it. */
bool
heartbeat_is_due(const struct heartbeat *h, int64_t now)
{
	return h && !h->one && (h->next <= now || h->next > now + BEAT_S);
}

void
heartbeat_beat(struct heartbeat *h, int64_t now, bool well)
{
	if (!well && !h->unwell)
		log_warn("no heartbeat: letters do not leave");
	h->unwell = !well;
	h->next = now + AGAIN_S;
	if (well)
		begin(h, now);
}

bool
heartbeat_busy(const struct heartbeat *h)
{
	return h && (h->one || h->answers.n);
}

int64_t
heartbeat_next(const struct heartbeat *h, int64_t now)
{
	if (!h || h->one)
		return INT64_MAX;
	return h->next > now + BEAT_S ? now : h->next;
}
