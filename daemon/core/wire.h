/* wire.h - what the core and a sender say to each other, as bytes.
 *
 * Owns:        nothing; decoded texts point into the message.
 * May touch:   str.
 * Never knows: sockets, processes, files; what a letter says.
 *
 * The talk. Core and worker share one AF_UNIX SOCK_SEQPACKET connection; the
 * worker's end is its fd 0. One send is one message, whole or not at all; an
 * empty message is never sent, because it reads like the end.
 *
 *	core                                   worker (srok-send)
 *	hello (+ results fd, SCM_RIGHTS)  -->
 *	                                  <--  hello: "" or why it cannot serve
 *	job, job ...                      -->
 *	                                  <--  answer, answer ... in that order
 *	shutdown(SHUT_WR) or close        -->
 *	                                       ends, exit code of sysexits(3)
 *
 * 1. The core says hello first: version, the way, all its settings. A worker
 *    reads no configuration and serves one way (one relay, one endpoint, one
 *    directory) until it ends. When `results` is set, the same sendmsg
 *    carries exactly one descriptor: the results file, opened O_APPEND, on
 *    which the core holds flock(LOCK_EX) (the lock lives with any copy).
 * 2. The worker answers hello. A text is the reason why it will not serve (a
 *    secret that cannot be read, another version); it then exits 78, or 76
 *    for a version. No job may be sent before its hello.
 * 3. Jobs are done one by one, in order. The core hands over a next one only
 *    while the bytes of jobs in flight and this one stay within 160 KiB, or
 *    when nothing is in flight: then send never meets EAGAIN.
 * 4. Before each job the worker looks for POLLHUP: when the core has died it
 *    begins nothing new. shutdown(SHUT_WR) is the orderly end: jobs already
 *    in the queue are finished and answered.
 * 5. The end of the worker is EOF. The first recv may say ECONNRESET when
 *    the worker left jobs unread; answers that it had sent come after that:
 *    read on to 0. Of the jobs without an answer the first may be uncertain,
 *    the results file tells; the others were never begun. A worker ends
 *    itself by SIGALRM 960 s after it began a letter, and by SIGTERM when no
 *    letter is in hand, else after that letter.
 *
 * The results file. Records of 24 bytes, appended by one write each, never
 * synced (the page cache outlives SIGKILL, /run is empty after a reboot):
 * DOT before the last byte that could make the receiver accept, RESULT after
 * its final reply, before the answer. Per (job, attempt), the last record:
 *
 *	none                    never begun, or not far: send again
 *	DOT                     uncertain
 *	RESULT                  its outcome
 *
 * A letter for the spool has no DOT: a repeat overwrites itself.
 *
 * What an answer means; scope says who else is concerned:
 *
 *	            recipient       message        relay          config
 *	sent        delivered, whatever the scope (it is message)
 *	refused     address dead    letter dead    way closed     -
 *	                                           for good (410)
 *	try later   this letter     this letter    hold the way,  hold the way,
 *	            later           later          probe with     tell the
 *	                                           one            admin, probe
 *	                                                          rarely
 *	uncertain   accepted or not, nobody can say: trust.md D6
 *
 * Bytes. Integers are little-endian; a text is its length (32 bits, its NUL
 * counted), its bytes, a NUL, no other NUL inside. Nothing is padded, nothing
 * may follow the last field. */
#ifndef SROK_CORE_WIRE_H
#define SROK_CORE_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/str.h"

enum {
	WIRE_VERSION = 1,
	WIRE_BODY_MAX = 128 * 1024,     /* a letter (decisions.md) */
	WIRE_TEXT_MAX = 2048,           /* any other text, with its NUL */
	WIRE_MESSAGE_MAX = WIRE_BODY_MAX + 24 * 1024,
	WIRE_REPLY_MAX = 512,           /* a reply line, without NUL */
	WIRE_RECORD_SIZE = 24
};

enum wire_kind {                /* a message's first byte */
	WIRE_HELLO_CORE = 1, WIRE_HELLO_WORKER, WIRE_JOB, WIRE_ANSWER
};

enum wire_way { WIRE_SPOOL = 1, WIRE_EMAIL, WIRE_WEBHOOK, WIRE_WAY_END };

enum wire_outcome {
	WIRE_SENT = 1, WIRE_REFUSED, WIRE_TRY_LATER, WIRE_UNCERTAIN,
	WIRE_OUTCOME_END
};

enum wire_scope {
	WIRE_RECIPIENT = 1, WIRE_LETTER, WIRE_RELAY, WIRE_CONFIG,
	WIRE_SCOPE_END
};

/* Settings of one way. A text that is not given is NULL or "" to encode and
 * always "" when decoded. A `..._file` without '/' is the name of a systemd
 * credential of the worker, else a path; its form: notifiers/credential.h. */
struct wire_hello {
	uint16_t version;               /* decoded; WIRE_VERSION to encode */
	enum wire_way way;
	bool results;                   /* a results fd comes along */
	bool virtual_clock;             /* job.now stands for the time */
	const char *dir;                /* spool: holds tmp/ and new/ */
	const char *relay;              /* email: smtps:// or smtp:// */
	const char *fqdn;               /* email: our name, said in EHLO */
	const char *from;               /* email: envelope sender */
	const char *user;               /* email: AUTH with secret_file */
	const char *secret_file;        /* email's password, webhook's whsec_ */
	const char *ca_file;            /* PEM; the system's when not given */
	const char *url, *url_file;     /* webhook: one of them */
	const char *format;             /* webhook: standard, cloudevents ... */
	bool insecure;                  /* email: no TLS beyond this machine */
	bool allow_private;             /* webhook: private addresses, http */
	/* Limits of I/O in ms, 0 for the defaults of trust.md E4 and W3; they
	 * are for tests and for relays slower than any RFC thinks. */
	uint32_t connect_ms, reply_ms, total_ms;
};

struct wire_job {
	uint64_t id;                    /* the core's row */
	uint32_t attempt;               /* from 1 */
	int64_t now;                    /* Unix seconds, the core's clock */
	const char *message_id;         /* <...@...>, or the webhook-id */
	const char *sender;             /* envelope; "": the hello's from */
	const char *recipient;          /* one address; not used by webhooks */
	const unsigned char *body;      /* letter or JSON, as it is sent */
	size_t body_len;                /* 1..WIRE_BODY_MAX; a webhook may be
	                                 * empty (heartbeat) */
};

struct wire_answer {
	uint64_t id;
	uint32_t attempt;
	enum wire_outcome outcome;
	enum wire_scope scope;
	uint32_t retry_after;           /* s; 0: the receiver named none */
	char reply[WIRE_REPLY_MAX + 1]; /* one line, controls escaped */
};

enum wire_mark { WIRE_DOT = 1, WIRE_RESULT };

struct wire_record {
	enum wire_mark mark;
	uint64_t id;
	uint32_t attempt;
	enum wire_outcome outcome;      /* of a RESULT; 0 in a DOT */
	enum wire_scope scope;
	uint32_t retry_after;
};

/* A message into out, which is cleared first. False, with a reason of static
 * life, when a field is too long or out of range. */
bool wire_put_hello(struct str *out, const struct wire_hello *hello,
    const char **reterr);
bool wire_put_hello_worker(struct str *out, const char *why_not,
    const char **reterr);
bool wire_put_job(struct str *out, const struct wire_job *job,
    const char **reterr);
bool wire_put_answer(struct str *out, const struct wire_answer *answer,
    const char **reterr);

/* A message of n bytes read. Texts and body of *ret point into it. False,
 * with a reason of static life, when it breaks a rule above. Of another
 * version only ret->version is written, and the reason is wire_other_version
 * itself: the worker then says so in its hello. */
extern const char wire_other_version[];
bool wire_get_hello(const void *message, size_t n, struct wire_hello *ret,
    const char **reterr);
/* *ret_why_not: "" when the worker is ready. */
bool wire_get_hello_worker(const void *message, size_t n,
    const char **ret_why_not, const char **reterr);
bool wire_get_job(const void *message, size_t n, struct wire_job *ret,
    const char **reterr);
bool wire_get_answer(const void *message, size_t n, struct wire_answer *ret,
    const char **reterr);

/* A record as the bytes of one write. */
void wire_put_record(unsigned char ret[WIRE_RECORD_SIZE],
    const struct wire_record *record);
/* The next whole record at or after *at, which moves behind it; false at the
 * end. Damage (a torn tail, the stump of a write on a full disk with whole
 * records behind it) is stepped over: each record carries a check value. */
bool wire_next_record(const void *file, size_t n, size_t *at,
    struct wire_record *ret);

/* Words for logs, configuration and the tests; NULL past the end. */
const char *wire_outcome_name(enum wire_outcome outcome);
const char *wire_scope_name(enum wire_scope scope);

#endif
