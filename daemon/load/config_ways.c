/* Addresses - Mail - Webhooks - Pages - The heartbeat */
#include "load/config_ways.h"

#include <string.h>

#include "load/config.h"
#include "load/values.h"

#define AT(field) offsetof(struct config, field)

/* --- addresses ----------------------------------------------------------- */

void
read_secret(struct reader *r, const struct node *value, void *into)
{
	(void)into;
	fault(r, value, CODE_E_SECRET,
	    "put it into a file of mode 0600 and name it with …_file",
	    "a secret stands in the configuration");
}

/* scheme://host…, without a user and password in it. */
static bool
is_url(struct reader *r, const struct node *n, const char *s,
    const char *const *schemes, const char *example)
{
	const char *rest = NULL, *slash, *at;

	for (; *schemes && !rest; schemes++)
		if (strncmp(s, *schemes, strlen(*schemes)) == 0)
			rest = s + strlen(*schemes);
	if (!rest || !*rest || *rest == '/' || strpbrk(s, " \t\n\"<>")) {
		fault(r, n, CODE_E_ENDPOINT, example, "'%s' is not an address "
		    "of that kind of server", s);
		return false;
	}
	slash = strpbrk(rest, "/?#");
	at = strchr(rest, '@');
	if (!at || (slash && at > slash))
		return true;
	read_secret(r, n, NULL);
	return false;
}

void
read_web_url(struct reader *r, const struct node *value, void *into)
{
	static const char *const schemes[] = {"https://", "http://", NULL};
	const char *s = scalar_of(r, value, "https://…");

	if (s && is_url(r, value, s, schemes, "https://host/path"))
		*(const char **)into = s;
}

/* --- mail ---------------------------------------------------------------- */

/* name@domain, or: Name <name@domain>. */
static void
read_from(struct reader *r, const struct node *value, void *into)
{
	struct config *c = into;
	const char *s = scalar_of(r, value, "an address");
	const char *open = s ? strchr(s, '<') : NULL;
	size_t n;

	if (!s)
		return;
	if (open && s[strlen(s) - 1] == '>') {
		for (n = (size_t)(open - s); n && s[n - 1] == ' ';)
			n--;
		c->mail.from_name = arena_strndup(r->a, s, n);
		s = arena_strndup(r->a, open + 1, strlen(open) - 2);
	} else if (strchr(s, ' ')) {
		fault(r, value, CODE_E_ADDRESS, "Name <name@domain.example>",
		    "address '%s': behind a name it stands in < >", s);
		return;
	}
	s = take_address(r, value, s);
	if (!s)
		return;
	c->mail.from = s;
	c->mail.domain = strchr(s, '@') + 1;
}

static void
read_relay(struct reader *r, const struct node *value, void *into)
{
	static const char *const schemes[] = {"smtps://", "smtp://", NULL};
	const char *s = scalar_of(r, value, "smtps://host:465");

	if (s && is_url(r, value, s, schemes, "smtps://host:465"))
		*(const char **)into = s;
}

static void
read_reply_to(struct reader *r, const struct node *value, void *into)
{
	struct text_list list = {NULL, 0};

	read_addresses(r, value, &list);
	if (list.n == 1)
		*(const char **)into = list.items[0];
	else if (list.n)
		fault(r, value, CODE_E_TOO_MANY, NULL,
		    "answers go to one address");
}

static const struct key mail_keys[] = {
	{"from", read_from, 0, true, "address", "srok@dept.example", NULL},
	{"relay", read_relay, AT(mail.relay), true, "smtps://host:465",
	    "smtps://mail.dept.example:465", NULL},
	{"reply_to", read_reply_to, AT(mail.reply_to), false, "address",
	    NULL, NULL},
	{"user", read_plain, AT(mail.user), false, "text", NULL, NULL},
	{"password_file", read_plain, AT(mail.password_file), false, "path",
	    NULL, NULL},
	{"ca_file", read_plain, AT(mail.ca_file), false, "path", NULL, NULL},
	{"insecure", read_bool, AT(mail.insecure), false, "bool", "false",
	    NULL},
	{"password", read_secret, 0, false, NULL, NULL, NULL},
};
const struct key_table mail_table = KEY_TABLE("mail", mail_keys);

void
read_mail(struct reader *r, const struct node *value, void *into)
{
	struct config *c = into;

	read_map(r, value, &mail_table, c);
	if (c->mail.insecure && (c->mail.user || c->mail.password_file))
		fault(r, value, CODE_E_UNENCRYPTED,
		    "leave `insecure` out, or user and password_file",
		    "a password would be sent without encryption");
}

/* --- webhooks ------------------------------------------------------------ */

static void
read_stages(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {
		"opens", "before", "half", "pace", "due", "late", "escalate",
		"accept", "schedule", "closed", "reopened"
	};
	struct config_webhook *hook = into;
	const char **stages;

	if (value->kind == NODE_SCALAR && strcmp(value->text, "all") == 0)
		return;
	stages = arena_array(r->a, count_of(value), sizeof(*stages));
	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		int i = choice_of(r, c, words, sizeof(words) /
		    sizeof(words[0]));

		if (i >= 0)
			stages[hook->nstages++] = words[i];
	}
	hook->stages = stages;
}

static void
read_format(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {
		"standard", "cloudevents", "mattermost", "rocketchat",
		"slack", "telegram"
	};
	int i = choice_of(r, value, words, sizeof(words) / sizeof(words[0]));

	if (i >= 0)
		*(const char **)into = words[i];
}

#define OF(field) offsetof(struct config_webhook, field)

static const struct key webhook_keys[] = {
	{"url", read_web_url, OF(url), false, "URL",
	    "https://chat.dept.example/hooks/1", NULL},
	{"url_file", read_plain, OF(url_file), false, "path", NULL, NULL},
	{"secret_file", read_plain, OF(secret_file), false, "path", NULL,
	    NULL},
	{"format", read_format, OF(format), false, "standard, cloudevents, "
	    "mattermost, rocketchat, slack, telegram", "mattermost", NULL},
	{"stages", read_stages, 0, false, "all, or stages",
	    "[late, escalate]", NULL},
	{"allow_private", read_bool, OF(allow_private), false, "bool",
	    "false", NULL},
	{"secret", read_secret, 0, false, NULL, NULL, NULL},
};
const struct key_table webhook_table = {
	"a webhook", webhook_keys, sizeof(webhook_keys) /
	    sizeof(webhook_keys[0]), true
};

void
read_webhooks(struct reader *r, const struct node *value, void *into)
{
	struct config *c = into;
	struct config_webhook *hooks;

	if (value->kind != NODE_MAP) {
		fault(r, value, CODE_E_TYPE, "chat: {url: …}",
		    "webhooks must be names with keys");
		return;
	}
	hooks = arena_array(r->a, node_count(value), sizeof(*hooks));
	for (const struct node *key = value->child; key;
	    key = key->next->next) {
		struct config_webhook *hook = &hooks[c->nwebhooks];
		uint32_t seen;

		hook->name = id_of(r, key);
		hook->format = "standard";
		hook->place = node_place(r->tree, key);
		seen = read_map(r, key->next, &webhook_table, hook);
		if (seen && !(seen & key_bit(&webhook_table, "url")) ==
		    !(seen & key_bit(&webhook_table, "url_file")))
			fault(r, key, CODE_E_TOGETHER_KEYS, NULL,
			    "a webhook has one of `url` and `url_file`");
		if (hook->name)
			c->nwebhooks++;
	}
	c->webhooks = hooks;
}

/* --- pages --------------------------------------------------------------- */

/* host:port, [address]:port, unix:PATH or systemd. */
static void
read_listen(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "127.0.0.1:8080");
	const char *colon = s ? strrchr(s, ':') : NULL;
	long port;

	if (!s)
		return;
	if (strcmp(s, "systemd") == 0 || strncmp(s, "unix:/", 6) == 0 ||
	    (colon && colon > s && value_number(colon + 1, 1, 65535, &port)))
		*(const char **)into = s;
	else
		fault(r, value, CODE_E_ENDPOINT,
		    "127.0.0.1:8080, unix:/run/srokd/web.sock or systemd",
		    "'%s' is nothing to listen on", s);
}

static const struct key pages_keys[] = {
	{"url", read_web_url, AT(pages.url), true, "URL",
	    "https://srok.dept.example", NULL},
	{"listen", read_listen, AT(pages.listen), false,
	    "address, unix:PATH, systemd", "127.0.0.1:8080", NULL},
	{"link_key_file", read_plain, AT(pages.link_key_file), false, "path",
	    NULL, NULL},
	{"link_key", read_secret, 0, false, NULL, NULL, NULL},
};
const struct key_table pages_table = KEY_TABLE("pages", pages_keys);

void
read_pages(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &pages_table, into);
}

/* --- the heartbeat -------------------------------------------------------- */

static const struct key heartbeat_keys[] = {
	{"url", read_web_url, AT(heartbeat.url), false, "URL",
	    "https://hc.dept.example/ping/1", NULL},
	{"url_file", read_plain, AT(heartbeat.url_file), false, "path", NULL,
	    NULL},
	{"allow_private", read_bool, AT(heartbeat.allow_private), false,
	    "bool", "false", NULL},
};
const struct key_table heartbeat_table = KEY_TABLE("heartbeat",
    heartbeat_keys);

/* An address that is no secret, `none`, or keys as a webhook has them. */
void
read_heartbeat(struct reader *r, const struct node *value, void *into)
{
	struct config *c = into;

	if (value->kind == NODE_SCALAR && strcmp(value->text, "none") == 0) {
		c->heartbeat.none = true;
		return;
	}
	if (value->kind != NODE_MAP)
		read_web_url(r, value, &c->heartbeat.url);
	else if (read_map(r, value, &heartbeat_table, c) &&
	    !c->heartbeat.url == !c->heartbeat.url_file)
		fault(r, value, CODE_E_TOGETHER_KEYS, NULL,
		    "a heartbeat has one of `url` and `url_file`");
	if (c->heartbeat.url && !c->heartbeat.allow_private &&
	    strncmp(c->heartbeat.url, "http://", 7) == 0)
		fault(r, value, CODE_E_ENDPOINT,
		    "https://…, or {url: http://…, allow_private: true}",
		    "plain http is for the local network alone");
}
