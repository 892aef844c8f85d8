/* The activity log: entries read, entries added. */
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "turn/deed.h"
#include "turn/rows.h"
#include "web/request.h"

void
route_log_list(struct request *r)
{
	const char *name = request_query(r, "rule");
	const char *slash = name ? strchr(name, '/') : NULL;
	int64_t now = r->host->now(r->host->context);
	const struct ruleset *set = turn_rules(r->host->turn);
	const struct roadmap *roadmap = NULL;
	const struct rule *rule = NULL;
	const struct entry *entries;
	struct store_error e;
	struct arena *a = arena_new();
	size_t n;

	if (name) {
		roadmap = ruleset_roadmap(set, slash ? arena_strndup(a, name,
		    (size_t)(slash - name)) : name);
		rule = roadmap && slash ? roadmap_rule_on(roadmap,
		    slash + 1, turn_day(roadmap, now, NULL)) : NULL;
	}
	if (name && (!roadmap || (slash && !rule)))
		request_fail(r, 404, EX_DATAERR, NULL,
		    "no rule '%s' is in force", name);
	else if (!store_entries(r->host->store, a,
	    roadmap ? roadmap->id : NULL, rule ? rule->id : NULL, &entries,
	    &n, &e))
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
	else {
		for (size_t i = 0; i < n; i++)
			request_row(r, row_entry(set, &entries[i], now));
		request_complete(r);
	}
	arena_free(a);
}

/* --- adding --------------------------------------------------------------- */

/* The keys of an entry; everything else is refused by name. */
struct deed_key {
	const char *name;
	enum {
		KEY_KIND, KEY_TEXT, KEY_DATE, KEY_NUMBER, KEY_FLAG, KEY_ANY
	} type;
	size_t offset;
};

static const struct deed_key deed_keys[] = {
	{"kind", KEY_KIND, 0},
	{"rule", KEY_TEXT, offsetof(struct deed, rule)},
	{"body", KEY_TEXT, offsetof(struct deed, body)},
	{"date", KEY_DATE, offsetof(struct deed, date)},
	{"window", KEY_DATE, offsetof(struct deed, window)},
	{"until", KEY_DATE, offsetof(struct deed, until)},
	{"ref", KEY_NUMBER, offsetof(struct deed, ref)},
	{"note", KEY_TEXT, offsetof(struct deed, note)},
	{"evidence", KEY_ANY, offsetof(struct deed, evidence)},
	{"without_result", KEY_FLAG, offsetof(struct deed, without_result)},
	{"author", KEY_TEXT, offsetof(struct deed, author)},
	{"decided_by", KEY_TEXT, offsetof(struct deed, decided_by)},
	{"key", KEY_TEXT, offsetof(struct deed, key)},
};

static bool
set_value(const struct deed_key *key, const json_t *value, struct arena *a,
    struct deed *d)
{
	void *to = (char *)d + key->offset;
	const char *text = json_string_value(value);
	char *dump;

	switch (key->type) {
	case KEY_KIND:
		return text && entry_kind_parse(text, &d->kind);
	case KEY_DATE:
		return text && date_parse(text, strlen(text), to);
	case KEY_NUMBER:
		*(int64_t *)to = json_integer_value(value);
		return json_is_integer(value);
	case KEY_FLAG:
		*(bool *)to = json_is_true(value);
		return json_is_boolean(value);
	case KEY_ANY:
		if (text) {
			*(const char **)to = text;
			return true;
		}
		dump = json_dumps(value, JSON_COMPACT |
		    JSON_ENCODE_ANY | JSON_REAL_PRECISION(15));
		*(const char **)to = dump ? arena_strdup(a, dump) : "";
		free(dump);
		return !json_is_array(value);
	default:
		*(const char **)to = text;
		return text != NULL;
	}
}

/* Every value of the object into the deed. An answer when one is wrong. */
static bool
read_deed(struct request *r, json_t *object, struct arena *a, struct deed *d)
{
	const char *name;
	json_t *value;

	*d = (struct deed){.kind = ENTRY_KIND_COUNT, .date = DATE_NONE,
	    .window = DATE_NONE, .until = DATE_NONE};
	json_object_foreach(object, name, value) {
		const struct deed_key *key = NULL;

		for (size_t i = 0; i < sizeof(deed_keys) /
		    sizeof(deed_keys[0]); i++)
			if (strcmp(deed_keys[i].name, name) == 0)
				key = &deed_keys[i];
		if (!key) {
			request_fail(r, 400, EX_PROTOCOL, NULL,
			    "an entry has no '%s'", name);
			return false;
		}
		if (!json_is_null(value) && !set_value(key, value, a, d)) {
			request_fail(r, 400, EX_DATAERR, NULL,
			    "the value of '%s' is wrong", name);
			return false;
		}
	}
	if (d->kind != ENTRY_KIND_COUNT)
		return true;
	request_fail(r, 400, EX_PROTOCOL, NULL, "an entry needs a kind");
	return false;
}

void
route_log_add(struct request *r)
{
	json_t *object = request_object(r);
	struct arena *a;
	struct deed deed;
	struct deed_error e;
	struct deed_entered entered;

	if (!object)
		return;
	a = arena_new();
	if (read_deed(r, object, a, &deed)) {
		if (deed_enter(r->host->turn, r->host->now(r->host->context),
		    &deed, &entered, &e)) {
			request_answer(r, json_pack("{s:I,s:b,s:b,s:o,s:o}",
			    "id", (json_int_t)entered.id, "repeated",
			    entered.repeated, "stray", entered.stray,
			    "window", row_day(entered.due),
			    "owed", row_day(entered.owed)));
		} else {
			request_fail(r, e.exit_code == EX_DATAERR ||
			    e.exit_code == EX_USAGE ? 422 : 503,
			    e.exit_code, e.hint, "%s", e.text);
		}
	}
	arena_free(a);
	json_decref(object);
}

void
route_verify(struct request *r)
{
	struct store_error e;
	int64_t n, broken;

	if (store_verify(r->host->store, &n, &broken, &e))
		request_answer(r, json_pack("{s:I,s:I}", "entries",
		    (json_int_t)n, "broken", (json_int_t)broken));
	else
		request_fail(r, 503, e.exit_code, NULL, "%s", e.text);
}
