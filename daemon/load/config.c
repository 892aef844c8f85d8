/* Values - Sending, limits - Keys - Loading */
#include "load/config.h"

#include <string.h>

#include "load/config_ways.h"
#include "load/file.h"
#include "load/mend.h"
#include "load/policy.h"
#include "load/schema.h"
#include "load/settings.h"
#include "load/values.h"
#include "load/zones.h"

/* --- values -------------------------------------------------------------- */

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

static void
read_zone(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a time zone");

	if (s && zone_load(r->a, s))
		*(const char **)into = s;
	else if (s)
		mend_looks(r, fault(r, value, CODE_E_UNKNOWN_NAME,
		    "a name of the time zone database, such as Asia/Tomsk",
		    "unknown time zone '%s'", s), value, zone_exists);
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
	const char **items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	struct config *c = into;

	for (const struct node *n = first_of(value); n;
	    n = next_of(value, n)) {
		const char *s = scalar_of(r, n, "an address or a webhook");
		const char *one = !s ? NULL : strchr(s, '@') ?
		    take_address(r, n, s) : id_of(r, n);

		if (one)
			items[c->nadministrators++] = one;
	}
	c->administrators = items;
}

/* --- sending, limits ----------------------------------------------------- */

#define AT(field) offsetof(struct config, field)

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
	{"administrator", read_administrators, 0, false,
	    "addresses, webhooks",
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
	{"heartbeat", read_heartbeat, 0, false, "URL, none, keys",
	    "https://hc.dept.example/ping/1", &heartbeat_table},
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
	const struct node *map = tree->root;

	if (!map || map->kind != NODE_MAP)
		return NULL;
	for (const struct node *key = map->child; key; key = key->next->next)
		if (strcmp(key->text, name) == 0)
			return key;
	return NULL;
}

const struct config_webhook *
config_webhook_of(const struct config *c, const char *name)
{
	for (size_t i = 0; i < c->nwebhooks; i++)
		if (strcmp(c->webhooks[i].name, name) == 0)
			return &c->webhooks[i];
	return NULL;
}

/* What is no address is a webhook, wherever in the file that stands. */
static void
check_administrators(struct reader *r, const struct config *c)
{
	const struct node *key = key_named(r->tree, "administrator");

	if (!key)
		return;
	for (const struct node *n = first_of(key->next); n;
	    n = next_of(key->next, n))
		if (n->kind == NODE_SCALAR && !strchr(n->text, '@') &&
		    !config_webhook_of(c, n->text))
			fault(r, n, CODE_E_UNKNOWN_NAME,
			    "name@domain.example, or a name under "
			    "`webhooks`", "'%s' is neither an address nor a "
			    "webhook", n->text);
}

/* Something stands in the file that was not read, or not by its name: what
 * seems to lack may be that. */
static bool
may_be_there(const struct tree *tree, const struct diags *diags, size_t before)
{
	if (tree->ngaps)
		return true;
	for (size_t i = before; i < diags->len; i++)
		if (diags->items[i].code == CODE_E_UNKNOWN_KEY ||
		    diags->items[i].code == CODE_E_TYPE)
			return true;
	return false;
}

/* Keys that nobody should do without, and what that means. Before this file
 * there were so many complaints. */
static void
check_missing(const struct tree *tree, const char *path, struct diags *diags,
    size_t before)
{
	static const struct {
		const char *key;
		int code;
		const char *what, *hint;
	} wanted[] = {
		{"administrator", CODE_W_NO_ADMINISTRATOR,
		    "nobody hears of trouble: no `administrator`",
		    "administrator: admin@dept.example"},
		{"heartbeat", CODE_W_NO_HEARTBEAT,
		    "nobody notices when srokd stands still: no `heartbeat`",
		    "heartbeat: https://hc.dept.example/ping/1, or "
		    "`heartbeat: none`"},
	};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
		if (!key_named(tree, wanted[i].key) &&
		    !may_be_there(tree, diags, before))
			complain_at(diags, DIAG_WARNING,
			    (struct place){.file = path}, wanted[i].code,
			    wanted[i].hint, "%s", wanted[i].what);
}

/* Whoever writes a key down relies on it: say what does nothing yet. */
static void
check_idle(const struct tree *tree, struct diags *diags)
{
	static const char *const idle[] = {"pages"};

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
	size_t errors = diags->nerrors, before = diags->len;
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
	check_administrators(&r, ret);
	check_missing(&tree, name, diags, before);
	check_idle(&tree, diags);
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
		    file_fault(error));
	else
		good = config_read(a, path, file.bytes, file.len, ret, diags);
	arena_free(scratch);
	return good;
}
