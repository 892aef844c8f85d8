/* The message: headers in the order of trust.md E13, then text and HTML. */
#include "compose/compose.h"

#include <ctype.h>
#include <string.h>

#include "compose/header.h"
#include "compose/plain.h"
#include "compose/transfer.h"

enum { NAME_MOST = 200, BOUNDARY_ID = 40 };

/* --- the link ------------------------------------------------------------ */

static void
add_entities(struct str *out, const char *s)
{
	for (; *s; s++) {
		if (*s == '&')
			str_add(out, "&amp;");
		else if (*s == '"')
			str_add(out, "&quot;");
		else if (*s == '<')
			str_add(out, "&lt;");
		else
			str_addc(out, *s);
	}
}

/* words with the link in place of each "{link}"; compose took that meaning
 * from every text of others (plain_clean). */
static void
add_linked(struct str *out, const char *words, const char *link, bool html)
{
	static const char mark[] = "{link}";
	const char *at;

	while (link && (at = strstr(words, mark))) {
		str_addn(out, words, (size_t)(at - words));
		if (html)
			add_entities(out, link);
		else
			str_add(out, link);
		words = at + strlen(mark);
	}
	str_add(out, words);
}

/* --- headers ------------------------------------------------------------- */

/* A display name comes from rule files: a line break in it is no reason to
 * lose a letter, so it is cleaned before the header's own strict check. */
static bool
add_mailbox(struct arena *a, struct str *out, const char *header,
    const char *name, const char *address)
{
	const char *display = plain_cut(a, plain_clean(a, name), NAME_MOST);

	return header_mailbox(out, header, display, address);
}

static bool
add_thread(struct str *out, const struct envelope *e)
{
	if (!e->anchor || strcmp(e->anchor, e->message_id) == 0)
		return true;
	return header_id(out, "In-Reply-To", e->anchor) &&
	    header_id(out, "References", e->anchor);
}

static bool
add_headers(struct arena *a, struct str *out, const struct envelope *e,
    const struct words *w)
{
	return header_date(out, "Date", e->at, e->utc_offset) &&
	    add_mailbox(a, out, "From", e->from_name, e->from) &&
	    (!e->reply_to ||
	    header_mailbox(out, "Reply-To", "", e->reply_to)) &&
	    add_mailbox(a, out, "To", e->to_name, e->to) &&
	    header_text(out, "Subject", w->subject) &&
	    header_id(out, "Message-ID", e->message_id) &&
	    add_thread(out, e);
}

/* "=_" cannot stand in either transfer encoding (RFC 2045 §6.7), so no body
 * holds the boundary. From the Message-ID, that a repeat has the same. */
static const char *
boundary(struct arena *a, const char *message_id)
{
	struct str s;
	const char *ret;

	str_init(&s);
	str_add(&s, "=_srok_");
	for (const char *p = message_id; *p && *p != '@' &&
	    s.len < BOUNDARY_ID; p++)
		if (isalnum((unsigned char)*p))
			str_addc(&s, *p);
	ret = arena_strdup(a, s.s);
	str_done(&s);
	return ret;
}

static bool
add_tail(struct str *out, const struct envelope *e, const char *mark)
{
	str_add(out, "MIME-Version: 1.0\r\n");
	str_addf(out, "Content-Type: multipart/alternative;\r\n"
	    " boundary=\"%s\"\r\n", mark);
	str_add(out, "Content-Transfer-Encoding: 7bit\r\n");
	/* RFC 3834 §5; Exchange obeys the other. Failure reports still come
	 * (trust.md E14). */
	str_add(out, "Auto-Submitted: auto-generated\r\n");
	str_add(out, "X-Auto-Response-Suppress: OOF, AutoReply\r\n");
	return header_text(out, "X-Srok-Key", e->key ? e->key : "");
}

/* --- bodies -------------------------------------------------------------- */

static void
add_part(struct str *out, const char *mark, const char *type,
    const struct str *body)
{
	str_addf(out, "\r\n--%s\r\n", mark);
	str_addf(out, "Content-Type: text/%s; charset=utf-8\r\n", type);
	str_addf(out, "Content-Transfer-Encoding: %s\r\n\r\n",
	    transfer_name(body->s, body->len));
	transfer_add(out, body->s, body->len);
}

static void
add_bodies(struct str *out, const struct words *w, const char *link,
    const char *mark)
{
	struct str body;

	str_init(&body);
	add_linked(&body, w->text, link, false);
	add_part(out, mark, "plain", &body);
	str_clear(&body);
	add_linked(&body, w->html, link, true);
	add_part(out, mark, "html", &body);
	str_done(&body);
	str_addf(out, "\r\n--%s--\r\n", mark);
}

const char *
compose_mime(struct arena *a, const struct envelope *e,
    const struct words *w, const char *link, size_t *ret_len)
{
	const char *mark = boundary(a, e->message_id), *ret = NULL;
	struct str out;

	str_init(&out);
	if (add_headers(a, &out, e, w) && add_tail(&out, e, mark)) {
		add_bodies(&out, w, link, mark);
		if (transfer_is_proof(out.s, out.len)) {
			ret = arena_strdup(a, out.s);
			*ret_len = out.len;
		}
	}
	str_done(&out);
	return ret;
}
