/* A turn on a store and rules that were read: four bodies, each with a rule of
 * its own for June 2022, all heard for the first time on Wednesday 1 June at
 * nine. */
#ifndef SROK_TEST_TURN_H
#define SROK_TEST_TURN_H

#include "load/load.h"
#include "turn/turn.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, BODIES = 4, ALL = 100 };

static const char bodies[] =
    "bodies:\n"
    "  uo: {name: Управление образования, email: uo@dept.example}\n"
    "  imo: {name: Методический отдел, email: imo@dept.example}\n"
    "  school-1: {name: Школа № 1, email: school-1@dept.example}\n"
    "  school-2: {name: Школа № 2, email: school-2@dept.example}\n"
    "  head: {name: Начальник управления, email: head@dept.example}\n";

static const char calendar[] =
    "calendar: ru\n"
    "weekend: [saturday, sunday]\n"
    "holidays: [06-12]\n"
    "carried: [06-12]\n";

static const char year[] = "calendar: ru\nyear: 2022\n";

#define ROW(item, body) \
	"  - item: \"" item "\"\n" \
	"    title: Анализ\n" \
	"    when: ежегодно, июнь\n" \
	"    responsible: " body "\n"

static const char town[] =
    "roadmap: town\n"
    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
    "supervisor: head\n"
    "rules:\n"
    ROW("1", "uo") ROW("2", "imo") ROW("10", "school-1") ROW("9", "school-2");

struct bench {
	struct arena *rules_arena, *a;
	struct config config;
	struct ruleset rules;
	struct store *store;
	struct store_error err;
	struct turn *turn;
	struct turn_output out;
};

static inline int64_t
june(int day, int hour, int minute)
{
	return (int64_t)date_of(2022, 6, day).n * DAY + hour * HOUR +
	    minute * MINUTE;
}

/* The rules above, and one more roadmap where it is not NULL. */
static inline void
load(struct bench *b, const char *more, size_t len)
{
	const struct load_file files[] = {
		{"bodies.yaml", bodies, sizeof(bodies) - 1, false},
		{"calendar.yaml", calendar, sizeof(calendar) - 1, false},
		{"year.yaml", year, sizeof(year) - 1, false},
		{"town.yaml", town, sizeof(town) - 1, false},
		{"more.yaml", more, len, false}
	};
	struct diags diags;
	struct str text;

	config_defaults(&b->config);
	b->config.timezone = "UTC";
	diags_init(&diags, b->rules_arena);
	if (load_files(b->rules_arena, files, more ? 5 : 4, &b->config,
	    &b->rules, &diags) == 0)
		return;
	str_init(&text);
	for (size_t i = 0; i < diags.len; i++)
		diag_print(&text, &diags.items[i], DIAG_FULL);
	fail_msg("%s", text.s);
}

static inline void
open_at(struct bench *b, const char *path)
{
	if (!store_open(path, STORE_DAEMON, true, &b->store, &b->err))
		fail_msg("%s", b->err.text);
	b->turn = turn_new(b->store, &b->config);
	/* A day before: the baseline is not the matter here. */
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 0, 0) - DAY,
	    &b->err));
}

/* The same rules, read anew: a test has changed something in them. */
static inline void
reload(struct bench *b)
{
	assert_true(turn_set_rules(b->turn, &b->rules, june(1, 0, 0) - DAY,
	    &b->err));
}

/* The same again with one more roadmap, as after a reload. */
static inline void
load_more(struct bench *b, const char *text, size_t len)
{
	load(b, text, len);
	reload(b);
}

static inline void
shut(struct bench *b)
{
	turn_free(b->turn);
	store_close(b->store);
}

static inline int
setup(void **state)
{
	struct bench *b = test_calloc(1, sizeof(*b));

	b->a = arena_new();
	b->rules_arena = arena_new();
	load(b, NULL, 0);
	open_at(b, ":memory:");
	*state = b;
	return 0;
}

static inline int
teardown(void **state)
{
	struct bench *b = *state;

	shut(b);
	arena_free(b->a);
	arena_free(b->rules_arena);
	test_free(b);
	return 0;
}

static inline void
run(struct bench *b, int64_t now, size_t want)
{
	struct turn_input in = {.want = want, .run = 1};

	if (!turn_run(b->turn, now, &in, b->a, &b->out, &b->err))
		fail_msg("%s", b->err.text);
}

static inline void
answer(struct bench *b, int64_t now, const struct turn_result *result)
{
	struct turn_input in = {.results = result, .nresults = 1, .run = 1};

	if (!turn_run(b->turn, now, &in, b->a, &b->out, &b->err))
		fail_msg("%s", b->err.text);
}

static inline const struct letter_row *
letter(struct bench *b, int64_t id)
{
	const struct letter_row *row;
	size_t n;

	assert_true(store_letters_list(b->store, b->a, id, LETTER_STATE_COUNT,
	    1, &row, &n, &b->err));
	assert_int_equal(n, 1);
	return row;
}

static inline size_t
in_state(struct bench *b, enum letter_state wanted)
{
	const struct letter_row *rows;
	size_t n;

	assert_true(store_letters_list(b->store, b->a, 0, wanted, ALL, &rows,
	    &n, &b->err));
	return n;
}

static inline void
assert_letter(struct bench *b, int64_t id, enum letter_state wanted,
    int64_t next_at)
{
	const struct letter_row *row = letter(b, id);

	assert_string_equal(letter_state_name(row->state),
	    letter_state_name(wanted));
	assert_int_equal(row->next_at, next_at);
}

#endif
