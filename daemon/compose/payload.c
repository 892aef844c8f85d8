/* The body of a webhook: Standard Webhooks 1.0.0, one serializer, thin: ids,
 * dates, titles, no words of letters (trust.md W1). A chat is read by people:
 * it gets the words. */
#include "compose/compose.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "compose/plain.h"
#include "core/alloc.h"

enum {
	BODY_MOST = 20000,      /* bytes; W1 asks for less */
	FRAME = 1500,           /* of them for what stands around the items */
	TITLE_MOST = 200,
	NAME_MOST = 160,
	DAY_S = 24 * 60 * 60
};

/* jansson answers NULL when there is no memory or a text is not UTF-8; all
 * texts here are clean, so that it is memory, which ends as everywhere. */
static json_t *
made(json_t *value)
{
	if (!value)
		xcalloc(SIZE_MAX, 2);
	return value;
}

static void
set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, made(value)) != 0)
		made(NULL);
}

static void
set_text(struct arena *a, json_t *object, const char *key, const char *s,
    size_t limit)
{
	set(object, key,
	    json_string(plain_cut(a, plain_clean(a, s), limit)));
}

static void
set_day(json_t *object, const char *key, struct date d)
{
	char text[DATE_TEXT];

	if (!date_is_none(d))
		set(object, key, json_string(date_iso(d, text)));
}

/* "2021-05-21T09:00:00+07:00" */
static const char *
instant(struct arena *a, int64_t at, int32_t utc_offset)
{
	int64_t local = at + utc_offset;
	int64_t day = local / DAY_S - (local % DAY_S < 0);
	int seconds = (int)(local - day * DAY_S);
	int minutes = (utc_offset < 0 ? -utc_offset : utc_offset) / 60;
	char text[DATE_TEXT];

	date_iso((struct date){(int32_t)day}, text);
	return arena_printf(a, "%sT%02d:%02d:%02d%c%02d:%02d", text,
	    seconds / 3600, seconds / 60 % 60, seconds % 60,
	    utc_offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

static json_t *
order_json(struct arena *a, const struct order *order)
{
	json_t *ret = made(json_object());

	set_text(a, ret, "number", order->number, 40);
	set_day(ret, "date", order->date);
	return ret;
}

static void
set_obligation(json_t *ret, const struct obligation *ob)
{
	set_day(ret, "start", ob->window.start);
	set_day(ret, "due", ob->due);
	set_day(ret, "effective", ob->effective);
	set_day(ret, "last", ob->last);
	set(ret, "provisional",
	    json_boolean(ob->marks & MARK_PROVISIONAL));
	set(ret, "state", json_string(state_name(ob->state)));
	set(ret, "done", json_integer(ob->done));
	set(ret, "min", json_integer(ob->window.min));
	set(ret, "max", ob->window.max ? json_integer(ob->window.max) :
	    json_null());
}

static void
set_decision(struct arena *a, json_t *item, const char *key,
    const struct entry *e)
{
	json_t *ret;

	if (!e)
		return;
	ret = made(json_object());
	set_text(a, ret, "by", e->decided_by && *e->decided_by ?
	    e->decided_by : e->author ? e->author : "", NAME_MOST);
	set_day(ret, "on", e->entered);
	set(item, key, ret);
}

/* Whose word it was that all is done, or is not. */
static void
set_decisions(struct arena *a, json_t *item, const struct notice *n)
{
	const struct obligation *ob = n->obligation;

	if (n->stage.kind == STAGE_CLOSED && ob->state == STATE_WAIVED)
		set_decision(a, item, "waived", ob->waiver);
	else if (n->stage.kind == STAGE_CLOSED)
		set_decision(a, item, "accepted", ob->accepted);
	else if (n->stage.kind == STAGE_REOPENED && ob->rework)
		set_decision(a, item, "returned", ob->rework);
	else if (n->stage.kind == STAGE_REOPENED)
		set_decision(a, item, "withdrawn", ob->voided_by);
}

/* Ids and names are what rule files and commands call them. */
static json_t *
body_json(struct arena *a, const struct body *body, enum language language)
{
	json_t *ret = made(json_object());

	set_text(a, ret, "id", body->id, NAME_MOST);
	set_text(a, ret, "name", text_in(&body->name, language), NAME_MOST);
	return ret;
}

static const char *const role_names[] = {
	[ROLE_LEAD] = "lead", [ROLE_CO] = "co",
	[ROLE_SUPERVISOR] = "supervisor", [ROLE_CONTROLLER] = "controller",
	[ROLE_OWNER] = "owner",
};

static json_t *
item_json(struct arena *a, const struct letter *letter,
    const struct notice *n)
{
	const struct pair *pair = n->pair;
	const struct wording *w = n->obligation ? n->obligation->wording :
	    rule_wording(pair->rule, n->day);
	char stage[STAGE_TEXT];
	json_t *ret = made(json_object());

	set(ret, "stage", json_string(stage_name(&n->stage, stage)));
	set(ret, "role", json_string(role_names[n->role]));
	set_text(a, ret, "roadmap", pair->roadmap->id, NAME_MOST);
	set_text(a, ret, "roadmap_title", text_in(&pair->roadmap->title,
	    letter->to->language), TITLE_MOST);
	if (pair->roadmap->order.number)
		set(ret, "order", order_json(a, &pair->roadmap->order));
	set_text(a, ret, "item", rule_item(pair->rule, n->day), NAME_MOST);
	set_text(a, ret, "title", text_in(&w->title, letter->to->language),
	    TITLE_MOST);
	set_text(a, ret, "body", n->debtor, NAME_MOST);
	if (n->obligation) {
		set_obligation(ret, n->obligation);
		set_decisions(a, ret, n);
	}
	if (n->members) {
		set(ret, "members", json_integer(n->members));
		set(ret, "members_done", json_integer(n->members_done));
	}
	return ret;
}

/* Items while they fit; the rest is counted in "more". */
static void
set_items(struct arena *a, const struct letter *letter, json_t *data)
{
	json_t *items = made(json_array());
	size_t used = 0, i;

	for (i = 0; i < letter->nitems; i++) {
		json_t *item = item_json(a, letter, letter->items[i].notice);

		used += json_dumpb(item, NULL, 0, JSON_COMPACT) + 1;
		if (used > BODY_MOST - FRAME) {
			json_decref(item);
			break;
		}
		if (json_array_append_new(items, item) != 0)
			made(NULL);
	}
	set(data, "items", items);
	set(data, "more", json_integer((json_int_t)(letter->nitems - i)));
}

/* As text in a; takes root over. */
static const char *
dumped(struct arena *a, json_t *root)
{
	char *text = json_dumps(root, JSON_COMPACT);
	const char *ret;

	if (!text)
		made(NULL);
	ret = arena_strdup(a, text);
	free(text);
	json_decref(root);
	return ret;
}

/* The frame of every payload; takes data over. */
static const char *
dump(struct arena *a, const char *type, json_t *data, int64_t at,
    int32_t utc_offset)
{
	json_t *root = made(json_object());

	set(root, "type", json_string(type));
	set(root, "timestamp", json_string(instant(a, at, utc_offset)));
	set(root, "data", data);
	return dumped(a, root);
}

const char *
compose_webhook(struct arena *a, const struct letter *letter, int64_t at,
    int32_t utc_offset)
{
	json_t *data = made(json_object());

	set(data, "letter", json_integer(letter->number));
	set(data, "recipient", body_json(a, letter->to->body,
	    letter->to->language));
	set_items(a, letter, data);
	return dump(a, "srok.notice", data, at, utc_offset);
}

/* The whole lines that fit: in JSON a quote or a line end is two bytes. */
static const char *
lines_that_fit(struct arena *a, const char *text)
{
	enum { MOST = (BODY_MOST - FRAME) / 2 };
	size_t n = strnlen(text, MOST + 1);

	if (n <= MOST)
		return text;
	while (n && text[n - 1] != '\n')
		n--;
	return arena_printf(a, "%.*s…\n", (int)n, text);
}

const char *
compose_alarm_webhook(struct arena *a, int64_t number,
    const struct words *words, int64_t at, int32_t utc_offset)
{
	json_t *data = made(json_object());

	set(data, "letter", json_integer(number));
	set(data, "subject", json_string(words->subject));
	set(data, "text", json_string(lines_that_fit(a, words->text)));
	return dump(a, "srok.alarm", data, at, utc_offset);
}

/* --- other shapes --------------------------------------------------------- */

/* What a chat takes in one message, in units of UTF-16 as its limits are
 * counted; Slack reads marks, the others show them. */
static const struct chat {
	const char *name;
	size_t most;
	bool escapes;
} chats[] = {
	{"mattermost", 16383, false}, {"rocketchat", 5000, false},
	{"slack", 8000, true}, {"telegram", 4096, false}
};

static void
add_character(struct str *out, uint32_t c, bool escapes)
{
	if (escapes && c == '&')
		str_add(out, "&amp;");
	else if (escapes && c == '<')
		str_add(out, "&lt;");
	else if (escapes && c == '>')
		str_add(out, "&gt;");
	else
		plain_put(out, c);
}

/* Bytes of the whole lines that fit. */
static size_t
fitting(const char *text, size_t most)
{
	const char *s = text;
	size_t units = 0, whole = 0;
	uint32_t c;

	while ((c = plain_next(&s))) {
		units += c > 0xFFFF ? 2 : 1;
		if (units > most)
			return whole;
		if (c == '\n')
			whole = (size_t)(s - text);
	}
	return (size_t)(s - text);
}

static const char *
chat_body(struct arena *a, const struct chat *chat, const struct words *words)
{
	const char *whole = arena_printf(a, "%s\n\n%s", words->subject,
	    words->text);
	const char *s = whole, *end = whole + fitting(whole, chat->most - 1);
	json_t *root = made(json_object());
	struct str text;

	str_init(&text);
	while (s < end)
		add_character(&text, plain_next(&s), chat->escapes);
	if (*end)
		str_add(&text, "…");
	set(root, "text", json_string(text.s));
	str_done(&text);
	return dumped(a, root);
}

static const char *
event_body(struct arena *a, const char *standard, const char *id,
    const char *source)
{
	json_t *root = made(json_loads(standard, 0, NULL));
	json_t *event = made(json_object());

	set(event, "specversion", json_string("1.0"));
	set(event, "id", json_string(id));
	set(event, "source", json_string(source));
	set(event, "type", json_incref(json_object_get(root, "type")));
	set(event, "time", json_incref(json_object_get(root, "timestamp")));
	set(event, "datacontenttype", json_string("application/json"));
	set(event, "data", json_incref(json_object_get(root, "data")));
	json_decref(root);
	return dumped(a, event);
}

const char *
compose_shaped(struct arena *a, const char *shape, const char *standard,
    const struct words *words, const char *id, const char *source)
{
	if (strcmp(shape, "cloudevents") == 0)
		return event_body(a, standard, id, source);
	for (size_t i = 0; i < sizeof(chats) / sizeof(chats[0]); i++)
		if (strcmp(chats[i].name, shape) == 0)
			return chat_body(a, &chats[i], words);
	return standard;
}
