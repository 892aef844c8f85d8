/* Bodies of webhooks: read back by jansson; always below 20 kB. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <stdlib.h>

#include "test_letter.h"

static const struct body uo = {.id = "uo",
    .name = {.in = {[LANGUAGE_RU] = "Управление образования"}}};

static void
build(struct sample *s)
{
	struct sample_row *r;

	sample_begin(s, LANGUAGE_RU, "2021-05-21", &uo, 1032);
	r = sample_row(s, "21", ru("Анализ \"динамики\"\r\n<b>"), ru(NULL),
	    "до 30 мая");
	row_order(r, "1104", "2020-05-20");
	row_term(r, "2021-01-01", "2021-05-30", &uo);
	row_stage(r, STAGE_BEFORE, ROLE_LEAD);
	r->notice.stage.before = (struct duration){7, UNIT_DAY};
	r->ob.window.max = 3;
	r->ob.marks = MARK_PROVISIONAL;
}

static const char *
text_at(json_t *object, const char *key)
{
	const char *s = json_string_value(json_object_get(object, key));

	assert_non_null(s);
	return s;
}

static void
test_fields(void **state)
{
	struct sample s = {0};
	json_t *root, *data, *item;
	const char *body;

	(void)state;
	build(&s);
	body = compose_webhook(s.a, &s.letter, 1621562400, 7 * 3600);
	root = json_loads(body, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(root);
	assert_string_equal(text_at(root, "type"), "srok.notice");
	assert_string_equal(text_at(root, "timestamp"),
	    "2021-05-21T09:00:00+07:00");
	data = json_object_get(root, "data");
	assert_int_equal(json_integer_value(json_object_get(data, "letter")),
	    1032);
	assert_string_equal(text_at(json_object_get(data, "recipient"), "id"),
	    "uo");
	assert_string_equal(text_at(json_object_get(data, "recipient"),
	    "name"), "Управление образования");
	assert_int_equal(json_integer_value(json_object_get(data, "more")),
	    0);
	item = json_array_get(json_object_get(data, "items"), 0);
	assert_string_equal(text_at(item, "stage"), "before:7d");
	assert_string_equal(text_at(item, "role"), "lead");
	assert_string_equal(text_at(item, "roadmap"), "plan-2021");
	assert_string_equal(text_at(item, "roadmap_title"),
	    "План мероприятий");
	assert_string_equal(text_at(item, "item"), "21");
	assert_string_equal(text_at(item, "title"),
	    "Анализ \"динамики\" <b>");
	assert_string_equal(text_at(item, "body"), "uo");
	assert_string_equal(text_at(item, "start"), "2021-01-01");
	assert_string_equal(text_at(item, "due"), "2021-05-30");
	assert_string_equal(text_at(item, "effective"), "2021-05-28");
	assert_string_equal(text_at(item, "last"), "2021-05-30");
	assert_string_equal(text_at(item, "state"), "open");
	assert_true(json_is_true(json_object_get(item, "provisional")));
	assert_int_equal(json_integer_value(json_object_get(item, "max")), 3);
	assert_string_equal(text_at(json_object_get(item, "order"), "date"),
	    "2020-05-20");
	json_decref(root);
	sample_end(&s);
}

/* Who accepted, who took it back: a receiver that shows more than a line asks
 * nobody else. */
static void
test_whose_word_it_was(void **state)
{
	static const struct entry word = {.author = "clerk",
	    .decided_by = "head", .entered = {18768}};
	static const struct entry own = {.author = "clerk", .decided_by = "",
	    .entered = {18768}};
	static const struct {
		enum stage_kind stage;
		struct obligation ob;
		const char *key, *by;
	} rows[] = {
		{STAGE_CLOSED, {.state = STATE_MET_LATE, .accepted = &word},
		    "accepted", "head"},
		{STAGE_CLOSED, {.state = STATE_WAIVED, .waiver = &word},
		    "waived", "head"},
		{STAGE_REOPENED, {.rework = &word, .voided_by = &own},
		    "returned", "head"},
		{STAGE_REOPENED, {.voided_by = &own}, "withdrawn", "clerk"},
		{STAGE_LATE, {.accepted = &word, .voided_by = &own}, NULL,
		    NULL},
		{STAGE_CLOSED, {.state = STATE_MET_LATE}, NULL, NULL},
	};
	static const char *const all[] = {"accepted", "waived", "returned",
	    "withdrawn"};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct sample s = {0};
		struct obligation *ob;
		json_t *root, *item;

		build(&s);
		ob = &s.rows[0].ob;
		ob->state = rows[i].ob.state;
		ob->accepted = rows[i].ob.accepted;
		ob->waiver = rows[i].ob.waiver;
		ob->rework = rows[i].ob.rework;
		ob->voided_by = rows[i].ob.voided_by;
		s.rows[0].notice.stage = (struct stage){
			.kind = rows[i].stage, .k = 1};
		root = json_loads(compose_webhook(s.a, &s.letter, 1621562400,
		    7 * 3600), JSON_REJECT_DUPLICATES, NULL);
		assert_non_null(root);
		item = json_array_get(json_object_get(json_object_get(root,
		    "data"), "items"), 0);
		for (size_t k = 0; k < 4; k++) {
			json_t *o = json_object_get(item, all[k]);

			if (!rows[i].key || strcmp(all[k], rows[i].key) != 0) {
				assert_null(o);
				continue;
			}
			assert_string_equal(text_at(o, "by"), rows[i].by);
			assert_string_equal(text_at(o, "on"), "2021-05-21");
		}
		json_decref(root);
		sample_end(&s);
	}
}

static void
test_schedule(void **state)
{
	struct sample s = {0};
	json_t *root, *item;

	(void)state;
	build(&s);
	s.rows[0].notice.obligation = NULL;
	s.rows[0].notice.stage = (struct stage){.kind = STAGE_SCHEDULE,
	    .k = 2};
	root = json_loads(compose_webhook(s.a, &s.letter, 0, 0), 0, NULL);
	assert_non_null(root);
	item = json_array_get(json_object_get(json_object_get(root, "data"),
	    "items"), 0);
	assert_string_equal(text_at(item, "stage"), "schedule:2");
	assert_null(json_object_get(item, "due"));
	json_decref(root);
	sample_end(&s);
}

/* A long list is cut, and what is left is counted. */
static void
test_size(void **state)
{
	struct sample s = {0};
	struct letter_item *items;
	json_t *root, *data;
	const char *body;
	size_t shown;

	(void)state;
	build(&s);
	items = arena_array(s.a, 1000, sizeof(*items));
	for (size_t i = 0; i < 1000; i++)
		items[i] = s.items[0];
	s.letter.items = items;
	s.letter.nitems = 1000;
	body = compose_webhook(s.a, &s.letter, 0, 0);
	assert_true(strlen(body) < 20000);
	root = json_loads(body, 0, NULL);
	assert_non_null(root);
	data = json_object_get(root, "data");
	shown = json_array_size(json_object_get(data, "items"));
	assert_true(shown > 20);
	assert_int_equal(json_integer_value(json_object_get(data, "more")),
	    1000 - shown);
	json_decref(root);
	sample_end(&s);
}

/* The text of a chat's body, to be freed. */
static json_t *
chat(struct arena *a, const char *shape, const struct words *words)
{
	json_t *root = json_loads(compose_shaped(a, shape, "{}", words, "id",
	    "urn:srok:uo.example"), 0, NULL);

	assert_non_null(root);
	assert_int_equal(json_object_size(root), 1);
	return root;
}

/* Units of UTF-16, as chats count. */
static size_t
units(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80 ?
		    1 + ((unsigned char)*s >= 0xF0) : 0;
	return n;
}

/* A chat gets whole lines, as many as it takes. */
static void
test_chats(void **state)
{
	static const struct { const char *name; size_t most; } shapes[] = {
		{"mattermost", 16383}, {"rocketchat", 5000}, {"slack", 8000},
		{"telegram", 4096}
	};
	static const char line[] = "срок 1 < 2 & 😀\n";
	struct arena *a = arena_new();
	struct words words = {.subject = "Тема"};
	struct str text;

	(void)state;
	str_init(&text);
	for (int i = 0; i < 3000; i++)
		str_add(&text, line);
	words.text = text.s;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		json_t *root = chat(a, shapes[i].name, &words);
		const char *s = text_at(root, "text");
		bool slack = strcmp(shapes[i].name, "slack") == 0;

		assert_memory_equal(s, "Тема\n\nсрок 1 ", 18);
		assert_string_equal(s + strlen(s) - 4, "\n…");
		assert_true(slack || units(s) <= shapes[i].most);
		assert_true(slack || units(s) + units(line) >
		    shapes[i].most);
		assert_int_equal(strstr(s, "1 &lt; 2 &amp;") != NULL, slack);
		json_decref(root);
	}
	words.text = "Коротко.\n";
	json_t *root = chat(a, "telegram", &words);
	assert_string_equal(text_at(root, "text"), "Тема\n\nКоротко.\n");
	json_decref(root);
	assert_string_equal(compose_shaped(a, "standard", "{}", &words, "id",
	    "urn:x"), "{}");
	str_done(&text);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_whose_word_it_was),
		cmocka_unit_test(test_schedule),
		cmocka_unit_test(test_size), cmocka_unit_test(test_chats),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
