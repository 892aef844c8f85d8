/* worker.h - one sender: a process, its socket, the letters that it has.
 *
 * Owns:        the process, the socket, letters between hand-over and answer.
 * May touch:   libev, core/wire, sender, results, answers.
 * Never knows: other senders, the stock, the store, what is due.
 *
 * A worker says hello first; letters given to it before that wait with it. It
 * is over when both its socket and its process have ended. */
#ifndef SROK_LOOP_WORKER_H
#define SROK_LOOP_WORKER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <ev.h>

#include "core/str.h"
#include "loop/answers.h"
#include "loop/workers.h"

enum { WORKER_WINDOW = 4 };             /* letters with one worker */

struct job {                            /* a letter that is to be sent */
	int64_t id;
	uint32_t attempt;
	char *way;                      /* owned */
	struct str message;             /* of the wire */
	bool sent;
};
void job_done(struct job *job);

struct worker;

/* Whoever has workers: where answers go, and what he is told. */
struct worker_host {
	const struct workers_options *options;
	struct answers *answers;
	void (*moved)(void *context);   /* there may be room for more */
	void (*over)(void *context, struct worker *one);        /* frees it */
	void *context;
};

struct worker {
	const struct worker_host *host;
	ev_io io;
	ev_child child;
	int fd;                         /* -1: at its end */
	pid_t pid;                      /* 0: at its end */
	char *way;
	bool ready, closing;
	struct job jobs[WORKER_WINDOW]; /* oldest first */
	size_t njobs;
};

/* Begins a process for a way; NULL when none could be begun. host is borrowed
 * and outlives it. */
struct worker *worker_start(const struct worker_host *host, const char *way);
/* Kills what still runs; what it had is lost. */
void worker_free(struct worker *one);

bool worker_has_room(const struct worker *one, const struct job *job);
/* The job is the worker's from now on. */
void worker_take(struct worker *one, const struct job *job);
/* Writes what was not written yet, once it has said hello. */
void worker_send(struct worker *one);

/* Nothing more will be given to it: it finishes and ends. */
void worker_let_go(struct worker *one);
/* The same; what it was not told yet goes back as unbegun. */
void worker_finish(struct worker *one);

#endif
