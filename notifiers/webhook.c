/* One POST to one endpoint (trust.md §3). The core has rendered the body; here
 * it is signed, sent as it is, and the answer judged.
 *
 * Contents: Getting ready - The transfer - One message */
#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/alloc.h"
#include "credential.h"
#include "endpoint.h"
#include "notifier.h"
#include "reply.h"
#include "transport.h"
#include "webhook_sign.h"
#include "webhook_verdict.h"

/* trust.md W3, W6. No connection is kept: libcurl would repeat a POST by
 * itself when a kept one turns out to be closed. */
static const struct transport_limits limits = { 5000, 20000, 20000 };
enum {
	ANSWER_MAX = 64 * 1024,         /* what is read of an answer */
	ANSWER_KEPT = 4096,             /* what is looked at */
	ANSWER_QUOTED = 200,            /* what the reply line shows */
	RETRY_MAX_S = 24 * 3600
};

static const struct format {
	const char *name, *content_type;
	bool tells_success;     /* 200 with "success": false is a failure */
} formats[] = {
	{ "standard", "application/json", false },
	{ "cloudevents", "application/cloudevents+json; charset=utf-8",
	    false },
	{ "mattermost", "application/json", false },
	{ "rocketchat", "application/json", true },
	{ "slack", "application/json", false },
	{ "telegram", "application/json", false },
};

struct webhook {
	struct transport t;
	struct endpoint endpoint;
	struct webhook_keys keys;
	const struct format *format;
	bool virtual_clock;
	/* the message in hand */
	const struct wire_job *job;
	const struct marks *marks;
	size_t at;              /* bytes that libcurl took */
	int mark_error;         /* errno, when DOT could not be marked */
	size_t seen;            /* bytes of the answer, headers and body */
	size_t kept;
	char answer[ANSWER_KEPT];
};

/* --- Getting ready ------------------------------------------------------- */

static const char *const https_only[] = { "https", NULL };
static const char *const any_http[] = { "https", "http", NULL };

static const struct format *
find_format(const char *name)
{
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(formats[i].name, *name ? name : "standard") == 0)
			return &formats[i];
	return NULL;
}

/* The URL is not quoted in a complaint: a chat's address holds its token. */
static bool
find_endpoint(struct webhook *w, const struct wire_hello *hello,
    struct str *reterr)
{
	struct credential c = {0};
	const char *url = hello->url, *fault;
	bool ok;

	if (*hello->url_file) {
		if (!credential_read(&c, hello->url_file, reterr))
			return false;
		url = c.url ? c.url : "";
	}
	ok = endpoint_parse(&w->endpoint, url, hello->allow_private ? any_http
	    : https_only, false, &fault);
	if (!ok)
		str_addf(reterr, "webhook's address: %s%s", fault,
		    hello->allow_private ? "" : " (https only, unless "
		    "allow_private is set)");
	else if (c.host && !credential_is_for(&c, w->endpoint.host)) {
		str_addf(reterr, "%s: is for host %s, its url is not",
		    hello->url_file, c.host);
		ok = false;
	}
	credential_done(&c);
	return ok;
}

static bool
read_keys(struct webhook *w, const struct wire_hello *hello,
    struct str *reterr)
{
	struct credential c;
	const char *fault = NULL;

	if (!*hello->secret_file)
		return true;
	if (!credential_read(&c, hello->secret_file, reterr))
		return false;
	if (!credential_is_for(&c, w->endpoint.host))
		fault = "is for another host than the webhook's";
	else if (c.nsecrets == 0)
		fault = "a line `secret whsec_...` is wanted";
	for (size_t i = 0; !fault && i < c.nsecrets; i++)
		webhook_keys_add(&w->keys, c.secrets[i], &fault);
	credential_done(&c);
	if (fault)
		str_addf(reterr, "%s: %s", hello->secret_file, fault);
	return fault == NULL;
}

static size_t on_read(char *to, size_t size, size_t count, void *self);
static size_t on_header(char *bytes, size_t size, size_t count, void *self);
static size_t on_body(char *bytes, size_t size, size_t count, void *self);

static bool
set_transfer(struct webhook *w)
{
	CURL *c = w->t.curl;
	unsigned bad = 0;

	bad |= curl_easy_setopt(c, CURLOPT_URL, w->endpoint.url);
	bad |= curl_easy_setopt(c, CURLOPT_POST, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_HTTP_VERSION,
	    (long)CURL_HTTP_VERSION_1_1);
	bad |= curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	bad |= curl_easy_setopt(c, CURLOPT_FORBID_REUSE, 1L);
	bad |= curl_easy_setopt(c, CURLOPT_USERAGENT, "srok/" SROK_VERSION);
	bad |= curl_easy_setopt(c, CURLOPT_READFUNCTION, on_read);
	bad |= curl_easy_setopt(c, CURLOPT_READDATA, w);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, on_header);
	bad |= curl_easy_setopt(c, CURLOPT_HEADERDATA, w);
	bad |= curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, on_body);
	bad |= curl_easy_setopt(c, CURLOPT_WRITEDATA, w);
	return bad == CURLE_OK;
}

/* Where it may lead: private addresses and plain http only when the
 * administrator allowed them, and http never beyond those (trust.md W5). */
static unsigned
allowed_places(const struct webhook *w, const struct wire_hello *hello)
{
	unsigned inside = 1U << NET_PRIVATE | 1U << NET_LOOPBACK;

	if (!hello->allow_private)
		return 1U << NET_PUBLIC;
	return strcmp(w->endpoint.scheme, "http") == 0 ? inside
	    : inside | 1U << NET_PUBLIC;
}

static void
webhook_close(void *self)
{
	struct webhook *w = self;

	if (w->t.curl)
		transport_close(&w->t);
	webhook_keys_done(&w->keys);
	endpoint_done(&w->endpoint);
	free(w);
}

static void *
webhook_open(const struct wire_hello *hello, struct str *reterr)
{
	struct webhook *w = xcalloc(1, sizeof(*w));
	bool ok;

	w->virtual_clock = hello->virtual_clock;
	w->format = find_format(hello->format);
	if (!w->format)
		str_addf(reterr, "webhook's format '%s' is not known",
		    hello->format);
	ok = w->format && sodium_init() >= 0
	    && find_endpoint(w, hello, reterr) && read_keys(w, hello, reterr);
	if (ok && !(transport_open(&w->t, hello, w->endpoint.scheme, &limits)
	    && set_transfer(w))) {
		str_add(reterr, "libcurl lacks what webhooks need");
		ok = false;
	}
	if (!ok) {
		webhook_close(w);
		return NULL;
	}
	w->t.allowed = allowed_places(w, hello);
	return w;
}

/* --- The transfer -------------------------------------------------------- */

/* The last bytes leave only when DOT stands in the results file. */
static size_t
on_read(char *to, size_t size, size_t count, void *self)
{
	struct webhook *w = self;
	size_t n = size * count, left = w->job->body_len - w->at;

	if (n > left)
		n = left;
	if (n > 0 && n == left && !mark_dot(w->marks, w->job)) {
		w->mark_error = errno;
		return CURL_READFUNC_ABORT;
	}
	if (n > 0)
		memcpy(to, w->job->body + w->at, n);
	w->at += n;
	return n;
}

static bool
counted(struct webhook *w, size_t n)
{
	w->seen += n;
	return w->seen <= ANSWER_MAX;
}

static size_t
on_header(char *bytes, size_t size, size_t count, void *self)
{
	(void)bytes;
	return counted(self, size * count) ? size * count : 0;
}

static size_t
on_body(char *bytes, size_t size, size_t count, void *self)
{
	struct webhook *w = self;
	size_t n = size * count, keep = sizeof(w->answer) - w->kept;

	if (keep > n)
		keep = n;
	memcpy(w->answer + w->kept, bytes, keep);
	w->kept += keep;
	return counted(w, n) ? n : 0;
}

/* --- One message --------------------------------------------------------- */

/* The id goes into a header and, ended by a dot, into the signed text. */
static bool
id_is_fit(const char *id)
{
	for (const char *p = id; *p; p++)
		if (*p <= ' ' || *p > '~' || *p == '.')
			return false;
	return *id != '\0';
}

static bool
add_header(struct curl_slist **list, const char *name, const char *value)
{
	struct curl_slist *longer;
	struct str line;

	str_init(&line);
	str_addf(&line, "%s: %s", name, value);
	longer = curl_slist_append(*list, line.s);
	str_done(&line);
	if (longer)
		*list = longer;
	return longer != NULL;
}

/* The list is the caller's to free, also when this fails. */
static bool
set_headers(struct webhook *w, struct curl_slist **list)
{
	int64_t now = w->virtual_clock ? w->job->now : (int64_t)time(NULL);
	struct str text;
	bool ok;

	str_init(&text);
	str_addf(&text, "%" PRId64, now);
	ok = add_header(list, "Content-Type", w->format->content_type)
	    && add_header(list, "Expect", "")
	    && add_header(list, "webhook-id", w->job->message_id)
	    && add_header(list, "webhook-timestamp", text.s);
	str_clear(&text);
	webhook_sign(&text, &w->keys, w->job->message_id, now, w->job->body,
	    w->job->body_len);
	if (w->keys.n > 0)
		ok = ok && add_header(list, "webhook-signature", text.s);
	str_done(&text);
	return ok && curl_easy_setopt(w->t.curl, CURLOPT_HTTPHEADER, *list)
	    == CURLE_OK && curl_easy_setopt(w->t.curl,
	    CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)w->job->body_len)
	    == CURLE_OK;
}

/* Rocket.Chat answers 200 to what it did not take. */
static bool
answer_says_failure(const struct webhook *w)
{
	json_t *answer;
	bool failure;

	if (!w->format->tells_success)
		return false;
	answer = json_loadb(w->answer, w->kept, 0, NULL);
	failure = json_is_false(json_object_get(answer, "success"));
	json_decref(answer);
	return failure;
}

static uint32_t
retry_after(const struct webhook *w)
{
	curl_off_t s = 0;

	if (curl_easy_getinfo(w->t.curl, CURLINFO_RETRY_AFTER, &s) != CURLE_OK
	    || s < 0)
		return 0;
	return (uint32_t)(s > RETRY_MAX_S ? RETRY_MAX_S : s);
}

/* "HTTP 422: " and the beginning of what the receiver said, without what it
 * may have echoed of our address (trust.md W7). */
static void
quote(const struct webhook *w, long status, struct verdict v,
    struct wire_answer *ret)
{
	struct str text;
	size_t head;

	str_init(&text);
	str_addf(&text, "HTTP %ld%s", status, w->kept > 0 ? ": " : "");
	head = text.len;
	str_addn(&text, w->answer, w->kept);
	reply_mask(&text, w->endpoint.url);
	reply_mask(&text, w->endpoint.path);
	if (text.len > head + ANSWER_QUOTED)
		text.len = head + ANSWER_QUOTED;
	reply_set_bytes(ret, v.outcome, v.scope, text.s, text.len);
	str_done(&text);
}

static void
judge(const struct webhook *w, CURLcode rc, struct wire_answer *ret)
{
	long status = 0, sent = 0;
	struct verdict v;
	bool whole;

	curl_easy_getinfo(w->t.curl, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(w->t.curl, CURLINFO_REQUEST_SIZE, &sent);
	whole = sent > 0 && w->at == w->job->body_len && !w->mark_error;
	v = webhook_verdict(rc, status, whole);
	if (v.outcome == WIRE_SENT && answer_says_failure(w))
		v.outcome = WIRE_TRY_LATER;
	if (v.outcome != WIRE_SENT)
		ret->retry_after = retry_after(w);
	if (w->mark_error)
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG, "given up before "
		    "its end: the results file cannot be written: %s",
		    strerror(w->mark_error));
	else if (w->t.blocked && sent == 0)
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG, "its host leads "
		    "to an address that webhooks may not reach");
	else if (status >= 200)
		quote(w, status, v, ret);
	else
		reply_set(ret, v.outcome, v.scope, "%s", w->t.error);
}

static void
webhook_send(void *self, const struct wire_job *job, const struct marks *marks,
    struct wire_answer *ret)
{
	struct curl_slist *headers = NULL;
	struct webhook *w = self;

	w->job = job;
	w->marks = marks;
	w->at = w->seen = w->kept = 0;
	w->mark_error = 0;
	/* An empty body has no last byte to mark at. */
	if (!id_is_fit(job->message_id))
		reply_set(ret, WIRE_REFUSED, WIRE_LETTER,
		    "no webhook-id: printable ASCII without dots is wanted");
	else if (job->body_len == 0 && !mark_dot(marks, job))
		reply_set(ret, WIRE_TRY_LATER, WIRE_CONFIG,
		    "the results file cannot be written: %s",
		    strerror(errno));
	else if (!set_headers(w, &headers))
		reply_set(ret, WIRE_TRY_LATER, WIRE_RELAY, "out of memory");
	else
		judge(w, transport_perform(&w->t), ret);
	curl_easy_setopt(w->t.curl, CURLOPT_HTTPHEADER, NULL);
	curl_slist_free_all(headers);
}

const struct notifier webhook_notifier = {
	.name = "webhook", .open = webhook_open, .send = webhook_send,
	.close = webhook_close,
};
