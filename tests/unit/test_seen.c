/* What a change of the rules begins anew, and what it leaves. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "test_turn.h"
#include "turn/inside.h"

/* A roadmap of one rule beside the town's, as it is read on a day. */
static struct since
since(struct bench *b, int read_on, const char *cells)
{
	const struct roadmap *r;
	char text[600];

	snprintf(text, sizeof(text), "roadmap: more\n"
	    "in_force: {from: 2022-01-01, to: 2023-12-31}\n"
	    "supervisor: head\n"
	    "rules: [{item: \"1\", responsible: uo, %s}]\n", cells);
	load(b, arena_strdup(b->rules_arena, text), strlen(text));
	assert_true(turn_set_rules(b->turn, &b->rules, june(read_on, 8, 0),
	    &b->err));
	r = ruleset_roadmap(&b->rules, "more");
	return find_cache(b->turn, r, &r->rules[0])->since[0];
}

static void
test_what_begins_anew(void **state)
{
	static const struct {
		const char *cells;
		int worded, told;       /* since that day of June */
	} rows[] = {
		{"title: А, when: \"ежегодно, июнь\"", 1, 1},
		{"title: Б, when: \"ежегодно, июнь\"", 1, 1},
		{"title: Б, when: \"ежегодно, июль\"", 3, 3},
		{"title: Б, when: \"ежегодно, июль\","
		    " remind: {before: [7 days]}", 3, 4},
		{"title: Б, when: \"ежегодно, июль\","
		    " remind: {before: [9 days]}", 3, 5},
		{"title: Б, when: \"ежегодно, июль\","
		    " remind: {before: [9 working days]}", 3, 6},
		{"title: Б, when: \"ежегодно, июль\","
		    " remind: {before: [9 working days], late: every 2 days}",
		    3, 7},
		{"title: Б, when: \"ежегодно, июль\", shift: after,"
		    " remind: {before: [9 working days], late: every 2 days}",
		    8, 8},
		{"title: А, when: \"ежегодно, июнь\"", 1, 1},
	};
	struct bench *b = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct since s = since(b, (int)i + 1, rows[i].cells);

		assert_int_equal(s.worded.n,
		    date_of(2022, 6, rows[i].worded).n);
		assert_int_equal(s.told.n, date_of(2022, 6, rows[i].told).n);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_what_begins_anew, setup,
		    teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
