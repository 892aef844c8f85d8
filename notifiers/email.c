/* One letter to one recipient through a relay (trust.md §2).
 *
 * libcurl's easy interface does the talking; what it says about the result
 * is not enough to know what happened, so commands and replies are followed
 * as they pass (smtp_talk), and one table judges (smtp_verdict).
 *
 * Contents: Getting ready - Following the talk - One letter */
#include <curl/curl.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "address.h"
#include "core/alloc.h"
#include "credential.h"
#include "endpoint.h"
#include "notifier.h"
#include "rawmail.h"
#include "reply.h"
#include "smtp_verdict.h"
#include "transport.h"

/* trust.md E4: a relay may take ten minutes over the dot (RFC 5321
 * §4.5.3.2.6), and a limit shorter than its own makes duplicates. */
static const struct transport_limits limits = { 30000, 600000, 900000 };

/* E5; QUIT is answered for nobody: the letter is judged by then. */
enum { LETTERS_PER_CONNECTION = 50, IDLE_S = 30, LIFE_S = 300, QUIT_S = 3 };

struct email {
	struct transport t;
	char from[ADDRESS_ROOM];
	bool auth;              /* 235 must be seen before a letter */
	bool once;              /* one letter per connection */
	unsigned carried;       /* letters on the open connection */
	long reply_s;
	struct smtp_talk talk;
	/* the letter in hand */
	const struct wire_job *job;
	const struct marks *marks;
	size_t at;              /* bytes that libcurl took */
	int mark_error;         /* errno, when DOT could not be marked */
	bool unauthenticated;   /* given up because of it */
};

/* --- Getting ready ------------------------------------------------------- */

static const char *const schemes[] = { "smtps", "smtp", NULL };

/* How the connection is protected. A relay on this machine is spoken to in
 * plain unless a CA is named for it; any other smtp:// must offer STARTTLS,
 * or the administrator says insecure (trust.md E6). */
static bool
choose_tls(struct email *e, const struct wire_hello *hello,
    const struct endpoint *relay, struct str *reterr)
{
	bool here = endpoint_names_loopback(relay);
	bool smtps = strcmp(relay->scheme, "smtps") == 0;
	bool plain = !smtps && (hello->insecure || (here && !*hello->ca_file));
	curl_version_info_data *version = curl_version_info(CURLVERSION_NOW);

	if (plain && !here && *hello->user) {
		str_add(reterr, "relay: a password is not sent in plain; use "
		    "smtps:// or take insecure away");
		return false;
	}
	if (plain && !hello->insecure)
		e->t.allowed = 1U << NET_LOOPBACK;
	/* CVE-2026-4873, CVE-2026-8286: reuse after STARTTLS */
	e->once = !smtps && !plain && version->version_num < 0x081500;
	return curl_easy_setopt(e->t.curl, CURLOPT_USE_SSL, (long)(smtps
	    || plain ? CURLUSESSL_NONE : CURLUSESSL_ALL)) == CURLE_OK;
}

static bool
set_login(struct email *e, const struct wire_hello *hello,
    const struct endpoint *relay, struct str *reterr)
{
	struct credential c;
	bool ok = false;

	if (!*hello->user && !*hello->secret_file)
		return true;
	if (!*hello->user || !*hello->secret_file) {
		str_addf(reterr, "relay: a %s without a %s",
		    *hello->user ? "user" : "password file",
		    *hello->user ? "password file" : "user");
		return false;
	}
	if (!credential_read(&c, hello->secret_file, reterr))
		return false;
	if (!credential_is_for(&c, relay->host))
		str_addf(reterr, "%s: is for host %s, the relay is %s",
		    hello->secret_file, c.host ? c.host : "-", relay->host);
	else if (c.nsecrets != 1)
		str_addf(reterr, "%s: one line `secret ...` is wanted",
		    hello->secret_file);
	else
		ok = curl_easy_setopt(e->t.curl, CURLOPT_USERNAME,
		    hello->user) == CURLE_OK
		    && curl_easy_setopt(e->t.curl, CURLOPT_PASSWORD,
		    c.secrets[0]) == CURLE_OK;
	credential_done(&c);
	e->auth = ok;
	return ok;
}

/* The path of the URL is the name in EHLO: without it libcurl would tell the
 * machine's own. */
static bool
set_relay(struct email *e, const struct wire_hello *hello,
    const struct endpoint *relay, struct str *reterr)
{
	char fqdn[DOMAIN_ROOM];
	const char *fault;
	struct str url;
	bool ok;

	if (!domain_ascii(hello->fqdn, fqdn, &fault)) {
		str_addf(reterr, "our host name '%s': %s", hello->fqdn, fault);
		return false;
	}
	if (!address_ascii(hello->from, e->from, &fault)) {
		str_addf(reterr, "from '%s': %s", hello->from, fault);
		return false;
	}
	str_init(&url);
	str_addf(&url, "%s%s", relay->url, fqdn);
	ok = curl_easy_setopt(e->t.curl, CURLOPT_URL, url.s) == CURLE_OK;
	str_done(&url);
	return ok && choose_tls(e, hello, relay, reterr)
	    && set_login(e, hello, relay, reterr);
}

static size_t on_read(char *to, size_t size, size_t count, void *self);
static size_t on_reply(char *line, size_t size, size_t count, void *self);
static int on_debug(CURL *curl, curl_infotype type, char *bytes, size_t n,
    void *self);

/* VERBOSE is how libcurl shows the commands that it sends; they end in
 * on_debug and nowhere else. The size of the letter stays unknown to it, so
 * that it must ask for more and be told the end: only then the dot leaves. */
static bool
set_callbacks(struct email *e)
{
	CURL *c = e->t.curl;
	unsigned bad = 0;

	bad |= curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read);
	bad |= curl_easy_setopt(c, CURLOPT_READDATA, e);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_reply);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERDATA, e);
	bad |= curl_easy_setopt(c, CURLOPT_DEBUGFUNCTION, on_debug);
	bad |= curl_easy_setopt(c, CURLOPT_DEBUGDATA, e);
	bad |= curl_easy_setopt(c, CURLOPT_VERBOSE, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_MAXAGE_CONN, (long)IDLE_S);
	bad |= curl_easy_setopt(c, CURLOPT_MAXLIFETIME_CONN, (long)LIFE_S);
	return bad == CURLE_OK;
}

static void
email_close(void *self)
{
	struct email *e = self;

	if (e->t.curl)
		transport_close(&e->t);
	free(e);
}

static void *
email_open(const struct wire_hello *hello, struct str *reterr)
{
	struct email *e = xcalloc(1, sizeof(*e));
	struct endpoint relay;
	const char *fault;
	bool ok;

	if (!endpoint_parse(&relay, hello->relay, schemes, true, &fault)) {
		str_addf(reterr, "relay '%s': %s; an example: "
		    "smtps://relay.example:465", hello->relay, fault);
		email_close(e);
		return NULL;
	}
	ok = transport_open(&e->t, hello, relay.scheme, &limits);
	e->reply_s = ((hello->reply_ms ? hello->reply_ms : limits.reply_ms)
	    + 999) / 1000;
	ok = ok && set_callbacks(e) && set_relay(e, hello, &relay, reterr);
	endpoint_done(&relay);
	if (ok)
		return e;
	if (reterr->len == 0)
		str_add(reterr, "libcurl lacks what mail needs");
	email_close(e);
	return NULL;
}

/* --- Following the talk -------------------------------------------------- */

/* The end of the letter is told only when DOT stands in the results file. */
static size_t
on_read(char *to, size_t size, size_t count, void *self)
{
	struct email *e = self;
	size_t n = size * count, left = e->job->body_len - e->at;

	if (n > left)
		n = left;
	if (n == 0 && e->talk.stage != SMTP_END) {
		if (!mark_dot(e->marks, e->job)) {
			e->mark_error = errno;
			return CURL_READFUNC_ABORT;
		}
		smtp_talk_end(&e->talk);
	}
	memcpy(to, e->job->body + e->at, n);
	e->at += n;
	return n;
}

/* AUTH that is not offered makes libcurl go on without it (trust.md §2.1);
 * the reply to MAIL is the first chance to stop. */
static size_t
on_reply(char *line, size_t size, size_t count, void *self)
{
	struct email *e = self;
	size_t n = size * count;
	bool whole = smtp_talk_reply(&e->talk, line, n);

	if (whole && e->talk.stage == SMTP_MAIL && e->auth
	    && !e->talk.authenticated && e->talk.code < 400) {
		e->unauthenticated = true;
		return 0;
	}
	return n;
}

/* libcurl says QUIT before it gives its result and waits for the answer as
 * long as for any other: a relay that is slow there must not hold it up. */
static int
on_debug(CURL *curl, curl_infotype type, char *bytes, size_t n, void *self)
{
	struct email *e = self;

	if (type != CURLINFO_HEADER_OUT)
		return 0;
	smtp_talk_command(&e->talk, bytes, n);
	if (e->talk.over)
		curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT,
		    (long)QUIT_S);
	return 0;
}

/* --- One letter ---------------------------------------------------------- */

static CURLcode
attempt(struct email *e, bool fresh)
{
	CURL *c = e->t.curl;
	unsigned bad = 0;
	long connects = 0;
	CURLcode rc;

	smtp_talk_begin(&e->talk);
	e->at = 0;
	e->mark_error = 0;
	e->unauthenticated = false;
	bad |= curl_easy_setopt(c, CURLOPT_SERVER_RESPONSE_TIMEOUT,
	    e->reply_s);
	bad |= curl_easy_setopt(c, CURLOPT_FRESH_CONNECT, (long)fresh);
	bad |= curl_easy_setopt(c, CURLOPT_FORBID_REUSE, (long)(e->once
	    || e->carried + 1 >= LETTERS_PER_CONNECTION));
	rc = bad ? CURLE_OUT_OF_MEMORY : transport_perform(&e->t);
	if (curl_easy_getinfo(c, CURLINFO_NUM_CONNECTS, &connects) == CURLE_OK
	    && connects > 0)
		e->carried = 0;
	e->carried++;
	if (e->carried >= LETTERS_PER_CONNECTION)
		e->carried = 0;
	return rc;
}

/* A connection kept from the last letter may have been closed meanwhile:
 * nothing was begun on it, so a new one is tried at once. */
static bool
was_stale(const struct email *e, CURLcode rc)
{
	long connects = 1;

	curl_easy_getinfo(e->t.curl, CURLINFO_NUM_CONNECTS, &connects);
	return rc != CURLE_OK && connects == 0 && e->talk.stage <= SMTP_MAIL
	    && (e->talk.code == 0 || e->talk.code == 421);
}

static void
judge(const struct email *e, CURLcode rc, struct wire_answer *ret)
{
	const char *stage = smtp_stage_name(e->talk.stage);
	struct verdict v = smtp_verdict(rc, &e->talk);

	if (e->t.blocked && e->talk.stage == SMTP_CONNECT)
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG, "the relay is not "
		    "on this machine, and nothing would encrypt the letter");
	else if (e->unauthenticated)
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG, "the relay offers "
		    "no AUTH, though a user is configured");
	else if (e->mark_error)
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG, "given up before "
		    "its end: the results file cannot be written: %s",
		    strerror(e->mark_error));
	else if (v.outcome == WIRE_SENT)
		reply_set(ret, v.outcome, v.scope, "%s", e->talk.line);
	else if (e->talk.code >= 400)
		reply_set(ret, v.outcome, v.scope, "%s: %s", stage,
		    e->talk.line);
	else
		reply_set(ret, v.outcome, v.scope, "%s: %s", stage,
		    rc == CURLE_OK ? "libcurl ended without sending it"
		    : e->t.error);
}

/* Sets the envelope. The list is the caller's to free. */
static bool
address_letter(struct email *e, const struct wire_job *job,
    struct curl_slist **ret_rcpt, struct wire_answer *ret)
{
	char to[ADDRESS_ROOM], sender[ADDRESS_ROOM];
	const char *fault;

	if (!address_ascii(job->recipient, to, &fault)) {
		reply_set(ret, WIRE_REFUSED, WIRE_RECIPIENT,
		    "no address: %s", fault);
		return false;
	}
	if (*job->sender && !address_ascii(job->sender, sender, &fault)) {
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG,
		    "no sender's address: %s", fault);
		return false;
	}
	*ret_rcpt = curl_slist_append(NULL, to);
	if (*ret_rcpt && curl_easy_setopt(e->t.curl, CURLOPT_MAIL_FROM,
	    *job->sender ? sender : e->from) == CURLE_OK
	    && curl_easy_setopt(e->t.curl, CURLOPT_MAIL_RCPT, *ret_rcpt)
	    == CURLE_OK)
		return true;
	reply_set(ret, WIRE_TRY_LATER, WIRE_RELAY, "out of memory");
	return false;
}

static void
email_send(void *self, const struct wire_job *job, const struct marks *marks,
    struct wire_answer *ret)
{
	struct curl_slist *rcpt = NULL;
	struct email *e = self;
	const char *fault;
	size_t at;
	CURLcode rc;

	fault = rawmail_fault(job->body, job->body_len, &at);
	if (fault) {
		reply_set(ret, WIRE_REFUSED, WIRE_LETTER,
		    "not a letter: %s at byte %zu", fault, at);
		return;
	}
	e->job = job;
	e->marks = marks;
	if (address_letter(e, job, &rcpt, ret)) {
		rc = attempt(e, false);
		if (was_stale(e, rc))
			rc = attempt(e, true);
		judge(e, rc, ret);
	}
	curl_easy_setopt(e->t.curl, CURLOPT_MAIL_RCPT, NULL);
	curl_slist_free_all(rcpt);
}

const struct notifier email_notifier = {
	.name = "email", .open = email_open, .send = email_send,
	.close = email_close,
};
