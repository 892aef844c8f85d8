/* Values - Mail - Webhooks - Pages, sending, limits - Keys - Loading */
#include "load/config.h"

#include <string.h>

#include "load/file.h"
#include "load/policy.h"
#include "load/schema.h"
#include "load/settings.h"
#include "load/values.h"
#include "load/zones.h"

/* --- values -------------------------------------------------------------- */

/* Keys that must never be here: passwords belong into files that only the
 * service can read (rule-files.md §10). */
static void
read_secret(struct reader *r, const struct node *value, void *into)
{
	(void)into;
	fault(r, value, CODE_E_SECRET,
	    "put it into a file of mode 0600 and name it with …_file",
	    "a secret stands in the configuration");
}

static void
read_count(struct reader *r, const struct node *value, long most, void *into)
{
	const char *s = scalar_of(r, value, "a number");
	long n;

	if (!s)
		return;
	if (value_number(s, 1, most, &n))
		*(unsigned *)into = (unsigned)n;
	else
		fault(r, value, CODE_E_VALUE, NULL,
		    "'%s' is not a number of 1..%ld", s, most);
}

static void
read_limit(struct reader *r, const struct node *value, void *into)
{
	read_count(r, value, 1000000, into);
}

/* scheme://host…, without a user and password in it. */
static bool
is_url(struct reader *r, const struct node *n, const char *s,
    const char *const *schemes)
{
	const char *rest = NULL, *slash, *at;

	for (; *schemes && !rest; schemes++)
		if (strncmp(s, *schemes, strlen(*schemes)) == 0)
			rest = s + strlen(*schemes);
	if (!rest || !*rest || *rest == '/' || strpbrk(s, " \t\n\"<>")) {
		fault(r, n, CODE_E_ENDPOINT, NULL, "'%s' is not an address "
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

static void
read_web_url(struct reader *r, const struct node *value, void *into)
{
	static const char *const schemes[] = {"https://", "http://", NULL};
	const char *s = scalar_of(r, value, "https://…");

	if (s && is_url(r, value, s, schemes))
		*(const char **)into = s;
}

static void
read_zone(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a time zone");

	if (s && zone_load(r->a, s))
		*(const char **)into = s;
	else if (s)
		fault(r, value, CODE_E_UNKNOWN_NAME,
		    "a name of the time zone database, such as Asia/Tomsk",
		    "unknown time zone '%s'", s);
}

static void
read_supervisors(struct reader *r, const struct node *value, void *into)
{
	struct config *c = into;
	const char **ids = arena_array(r->a, SUPERVISORS_MOST, sizeof(*ids));

	c->nsupervisors = 0;
	c->supervisors = ids;
	c->supervisor_place = node_place(r->tree, value);
	for (const struct node *n = first_of(value); n;
	    n = next_of(value, n)) {
		const char *id = id_of(r, n);

		if (c->nsupervisors == SUPERVISORS_MOST) {
			fault(r, n, CODE_E_TOO_MANY, NULL,
			    "more than %d supervisors", SUPERVISORS_MOST);
			return;
		}
		if (id)
			ids[c->nsupervisors++] = id;
	}
}

static void
read_default_remind(struct reader *r, const struct node *value, void *into)
{
	policy_read(r, value, into);
}

static void
read_administrators(struct reader *r, const struct node *value, void *into)
{
	struct text_list list = {NULL, 0};
	struct config *c = into;

	read_addresses(r, value, &list);
	c->administrators = list.items;
	c->nadministrators = list.n;
}

/* --- mail ---------------------------------------------------------------- */

#define AT(field) offsetof(struct config, field)

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

	if (s && is_url(r, value, s, schemes))
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
static const struct key_table mail_table = KEY_TABLE("mail", mail_keys);

static void
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
static const struct key_table webhook_table = {
	"a webhook", webhook_keys, sizeof(webhook_keys) /
	    sizeof(webhook_keys[0]), true
};

static void
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

/* --- pages, sending, limits ---------------------------------------------- */

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
static const struct key_table pages_table = KEY_TABLE("pages", pages_keys);

static void
read_pages(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &pages_table, into);
}

static void
read_at(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a time of day");
	int minutes;

	if (!s)
		return;
	if (value_time(s, &minutes) && minutes < 24 * 60)
		*(int *)into = minutes * 60;
	else
		fault(r, value, CODE_E_VALUE, "09:00",
		    "'%s' is not a time of day", s);
}

static void
read_hours(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "hours");
	struct config *c = into;
	char from[6] = "";
	int first, last;

	if (!s)
		return;
	memcpy(from, s, strnlen(s, 5));
	if (strlen(s) == 12 && strncmp(s + 5, "..", 2) == 0 &&
	    value_time(from, &first) && value_time(s + 7, &last) &&
	    first < last) {
		c->sending.hours_from_s = first * 60;
		c->sending.hours_to_s = last * 60;
	} else {
		fault(r, value, CODE_E_VALUE, "08:00..18:00",
		    "'%s' are not hours of one day", s);
	}
}

static void
read_days(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"all", "working"};
	int i = choice_of(r, value, words, 2);

	if (i >= 0)
		*(bool *)into = i == 1;
}

static const struct key sending_keys[] = {
	{"at", read_at, AT(sending.at_s), false, "time", "09:00", NULL},
	{"hours", read_hours, 0, false, "times", "08:00..18:00", NULL},
	{"days", read_days, AT(sending.working_days), false, "working, all",
	    "working", NULL},
};
static const struct key_table sending_table = KEY_TABLE("sending",
    sending_keys);

static void
read_sending(struct reader *r, const struct node *value, void *into)
{
	struct config *c = into;

	read_map(r, value, &sending_table, c);
	if (c->sending.at_s < c->sending.hours_from_s ||
	    c->sending.at_s >= c->sending.hours_to_s)
		fault(r, value, CODE_E_TOGETHER_KEYS, NULL,
		    "`at` lies outside of `hours`: nothing would leave");
}

static const struct key caps_keys[] = {
	{"recipient_hour", read_limit, AT(caps.recipient_hour), false,
	    "number", "10", NULL},
	{"recipient_day", read_limit, AT(caps.recipient_day), false,
	    "number", "30", NULL},
	{"wave", read_limit, AT(caps.wave), false, "number", "50", NULL},
	{"relay_minute", read_limit, AT(caps.relay_minute), false, "number",
	    "60", NULL},
};
static const struct key_table caps_table = KEY_TABLE("caps", caps_keys);

static void
read_caps(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &caps_table, into);
}

static void
read_keep_letters(struct reader *r, const struct node *value, void *into)
{
	static const int days[UNIT_COUNT] = {
		[UNIT_DAY] = 1, [UNIT_WORKING_DAY] = 2, [UNIT_WEEK] = 7,
		[UNIT_MONTH] = 31, [UNIT_QUARTER] = 92,
		[UNIT_HALF_YEAR] = 184, [UNIT_YEAR] = 366,
	};
	struct duration d = {0, UNIT_DAY};

	if (value->kind == NODE_SCALAR && strcmp(value->text, "forever") == 0)
		return;
	read_duration(r, value, &d);
	*(int *)into = d.n * days[d.unit];
}

static const struct key backup_keys[] = {
	{"daily", read_limit, AT(keep.daily), false, "number", "7", NULL},
	{"weekly", read_limit, AT(keep.weekly), false, "number", "5", NULL},
	{"monthly", read_limit, AT(keep.monthly), false, "number", "12",
	    NULL},
};
static const struct key_table backups_table = KEY_TABLE("backups",
    backup_keys);

static void
read_backups(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &backups_table, into);
}

static const struct key keep_keys[] = {
	{"letters", read_keep_letters, AT(keep.letters_days), false,
	    "forever, or duration", "5 years", NULL},
	{"backups", read_backups, 0, false, "{daily, weekly, monthly}",
	    "{daily: 7, weekly: 5, monthly: 12}", &backups_table},
};
static const struct key_table keep_table = KEY_TABLE("keep", keep_keys);

static void
read_keep(struct reader *r, const struct node *value, void *into)
{
	read_map(r, value, &keep_table, into);
}

static void
read_senders(struct reader *r, const struct node *value, void *into)
{
	unsigned n = 0;

	read_count(r, value, 64, &n);
	if (n)
		*(int *)into = (int)n;
}

/* --- keys ---------------------------------------------------------------- */

static const struct key config_keys[] = {
	{"rules", read_plain, AT(rules), false, "directory",
	    "/etc/srokd/rules", NULL},
	{"database", read_plain, AT(database), false, "path",
	    "/var/lib/srokd/srok.db", NULL},
	{"timezone", read_zone, AT(timezone), false, "zone", "Asia/Tomsk",
	    NULL},
	{"language", read_language, AT(language), false, "ru, en", "ru",
	    NULL},
	{"calendar", read_id, AT(calendar), false, "id", "ru", NULL},
	{"shift", read_shift, AT(shift), false, "before, after, keep",
	    "before", NULL},
	{"supervisor", read_supervisors, 0, false, "bodies", "head", NULL},
	{"remind", read_default_remind, AT(remind), false, "keys, none",
	    "{half: false}", &policy_table},
	{"administrator", read_administrators, 0, false, "addresses",
	    "admin@dept.example", NULL},
	{"contact", read_plain, AT(contact), false, "text", "Тел. 2-34-56",
	    NULL},
	{"mail", read_mail, 0, false, "keys", NULL, &mail_table},
	{"spool", read_plain, AT(spool), false, "directory",
	    "/var/lib/srokd/spool", NULL},
	{"webhooks", read_webhooks, 0, false, "names with keys", NULL,
	    &webhook_table},
	{"pages", read_pages, 0, false, "keys", NULL, &pages_table},
	{"senders", read_senders, AT(senders), false, "number", "4", NULL},
	{"control", read_plain, AT(control), false, "path",
	    "/run/srokd/control.sock", NULL},
	{"sending", read_sending, 0, false, "keys", NULL, &sending_table},
	{"caps", read_caps, 0, false, "keys", NULL, &caps_table},
	{"keep", read_keep, 0, false, "keys", NULL, &keep_table},
	{"backup", read_plain, AT(backup), false, "directory", NULL, NULL},
	{"heartbeat", read_web_url, AT(heartbeat), false, "URL",
	    "https://hc.dept.example/ping/1", NULL},
	{"password", read_secret, 0, false, NULL, NULL, NULL},
	{"secret", read_secret, 0, false, NULL, NULL, NULL},
};
const struct key_table config_table = KEY_TABLE("srokd.yaml", config_keys);

/* --- loading ------------------------------------------------------------- */

void
config_defaults(struct config *ret)
{
	*ret = (struct config){
		.rules = "/etc/srokd/rules",
		.database = "/var/lib/srokd/srok.db",
		.language = LANGUAGE_RU,
		.calendar = "ru",
		.shift = SHIFT_BEFORE,
		.remind = policy_default(),
		.mail = {
			.from = "srok@localhost.localdomain",
			.domain = "localhost.localdomain",
		},
		.spool = "/var/lib/srokd/spool",
		.pages.listen = "127.0.0.1:8080",
		.senders = 4,
		.control = "/run/srokd/control.sock",
		.sending = {9 * 3600, 8 * 3600, 18 * 3600, true},
		.caps = {10, 30, 50, 60},
		.keep = {0, 7, 5, 12},
	};
}

/* The key of that name, or NULL. */
static const struct node *
key_named(const struct tree *tree, const char *name)
{
	if (!tree->root || tree->root->kind != NODE_MAP)
		return NULL;
	for (const struct node *key = tree->root->child; key;
	    key = key->next->next)
		if (strcmp(key->text, name) == 0)
			return key;
	return NULL;
}

/* Whoever writes a key down relies on it: say what does nothing yet. */
static void
check_keys(const struct tree *tree, const char *path, struct diags *diags)
{
	static const char *const idle[] = {"pages", "keep", "backup",
	    "heartbeat"};

	if (!key_named(tree, "administrator"))
		complain_at(diags, DIAG_WARNING, (struct place){.file = path},
		    CODE_W_NO_ADMINISTRATOR,
		    "administrator: admin@dept.example",
		    "nobody hears of trouble: no `administrator`");
	for (size_t i = 0; i < sizeof(idle) / sizeof(idle[0]); i++) {
		const struct node *key = key_named(tree, idle[i]);

		if (key)
			complain_at(diags, DIAG_WARNING, node_place(tree, key),
			    CODE_W_IDLE, NULL, "`%s` is checked, but does "
			    "nothing yet", idle[i]);
	}
}

bool
config_read(struct arena *a, const char *path, const char *bytes, size_t len,
    struct config *ret, struct diags *diags)
{
	struct arena *scratch = arena_new();
	size_t errors = diags->nerrors;
	const char *name = arena_strdup(a, path);
	struct names nobody;
	struct reader r = {.a = a, .diags = diags, .bodies = &nobody};
	struct tree tree;

	names_init(&nobody, scratch);
	tree_read(&tree, a, scratch, name, bytes, len, diags);
	r.tree = &tree;
	if (tree.root && !(tree.root->kind == NODE_SCALAR &&
	    !*tree.root->text))
		read_map(&r, tree.root, &config_table, ret);
	check_keys(&tree, name, diags);
	arena_free(scratch);
	return diags->nerrors == errors;
}

bool
config_load(struct arena *a, const char *path, struct config *ret,
    struct diags *diags)
{
	struct arena *scratch = arena_new();
	struct file file;
	int error = file_read(scratch, path, SOURCE_MOST, &file);
	bool good = false;

	if (error)
		complain_at(diags, DIAG_ERROR,
		    (struct place){.file = arena_strdup(a, path)},
		    CODE_E_UNREADABLE, NULL, "cannot be read: %s",
		    strerror(error));
	else
		good = config_read(a, path, file.bytes, file.len, ret, diags);
	arena_free(scratch);
	return good;
}
