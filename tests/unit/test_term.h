/* A desk to read terms at: an arena, and a frame without bounds on the plain
 * calendar. */
#ifndef SROK_TEST_TERM_H
#define SROK_TEST_TERM_H

#include "core/term.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* DATE_MIN and DATE_MAX where only constants may stand. */
#define DATE_MIN_INIT {-25567}
#define DATE_MAX_INIT {84370}
#define OPEN .from = DATE_MIN_INIT, .to = DATE_MAX_INIT

struct desk {
	struct arena *a;
	struct term_frame frame;
};

static inline int
set_up(void **state)
{
	struct arena *a = arena_new();
	struct desk *k = arena_alloc(a, sizeof(*k));

	k->a = a;
	k->frame = (struct term_frame){
		.in_force = {DATE_MIN, DATE_MAX},
		.cal = workcal_plain(a),
		.last_done = DATE_NONE,
	};
	*state = k;
	return 0;
}

static inline int
tear_down(void **state)
{
	struct desk *k = *state;

	arena_free(k->a);
	return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
