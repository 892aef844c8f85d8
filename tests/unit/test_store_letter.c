#include "test_store.h"

/* Every state and every event, written out as a person reads the design:
 * design.md §6, decisions.md. "-" cannot be. */
static const struct {
	const char *state;
	const char *after[LETTER_EVENT_COUNT];
} life[LETTER_STATE_COUNT] = {
	/*              claim      accepted refused      later     unsure
	 *  unbegun   due again  replace       cancel       hold    release */
	{"queued",     {"claimed", "-", "-", "-", "-",
	    "-", "-", "superseded", "cancelled", "held", "-"}},
	{"claimed",    {"-", "sent", "given up", "paused", "uncertain",
	    "queued", "-", "-", "-", "-", "-"}},
	{"paused",     {"-", "-", "given up", "-", "-",
	    "-", "queued", "superseded", "cancelled", "held", "-"}},
	{"uncertain",  {"-", "sent", "given up", "-", "-",
	    "-", "queued", "-", "cancelled", "held", "-"}},
	{"sent",       {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
	    "-"}},
	{"given up",   {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
	    "queued"}},
	{"superseded", {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
	    "-"}},
	{"cancelled",  {"-", "-", "-", "-", "-", "-", "-", "-", "-", "-",
	    "-"}},
	{"held",       {"-", "-", "-", "-", "-", "-", "-", "-",
	    "cancelled", "-", "queued"}},
};

static const char *
name_after(size_t state, size_t event)
{
	enum letter_state to = letter_step((enum letter_state)state,
	    (enum letter_event)event);

	return to == LETTER_STATE_COUNT ? "-" : letter_state_name(to);
}

static void
test_table(void **state)
{
	(void)state;
	for (size_t s = 0; s < LETTER_STATE_COUNT; s++) {
		assert_string_equal(letter_state_name((enum letter_state)s),
		    life[s].state);
		for (size_t e = 0; e < LETTER_EVENT_COUNT; e++)
			assert_string_equal(name_after(s, e),
			    life[s].after[e]);
	}
	assert_string_equal(letter_state_name(LETTER_STATE_COUNT), "");
	assert_int_equal(letter_step(LETTER_STATE_COUNT, LETTER_CLAIM),
	    LETTER_STATE_COUNT);
	assert_int_equal(letter_step(LETTER_QUEUED, LETTER_EVENT_COUNT),
	    LETTER_STATE_COUNT);
}

/* How a new letter comes into a state. */
static const struct {
	enum letter_event events[2];
	size_t n;
} way_to[LETTER_STATE_COUNT] = {
	[LETTER_CLAIMED] = {{LETTER_CLAIM}, 1},
	[LETTER_PAUSED] = {{LETTER_CLAIM, LETTER_LATER}, 2},
	[LETTER_UNCERTAIN] = {{LETTER_CLAIM, LETTER_UNSURE}, 2},
	[LETTER_SENT] = {{LETTER_CLAIM, LETTER_ACCEPTED}, 2},
	[LETTER_GIVEN_UP] = {{LETTER_CLAIM, LETTER_REFUSED}, 2},
	[LETTER_SUPERSEDED] = {{LETTER_REPLACE}, 1},
	[LETTER_CANCELLED] = {{LETTER_CANCEL}, 1},
	[LETTER_HELD] = {{LETTER_HOLD}, 1},
};

static enum letter_state
state_of(struct bench *b, int64_t id)
{
	const struct letter_row *rows;
	size_t n;

	assert_true(store_letters_list(b->s, b->a, id, LETTER_STATE_COUNT, 1,
	    &rows, &n, &b->err));
	assert_int_equal(n, 1);
	return rows[0].state;
}

/* The same table through the file: what cannot be changes nothing. */
static void
test_events_in_the_store(void **state)
{
	struct bench *b = *state;
	int64_t at = 1000;

	bench_open(b);
	for (size_t s = 0; s < LETTER_STATE_COUNT; s++)
		for (size_t e = 0; e < LETTER_EVENT_COUNT; e++) {
			char key[16];
			int64_t id;
			bool ok;

			snprintf(key, sizeof(key), "%zu-%zu", s, e);
			id = add_letter(b, key, "uo", at++, NULL);
			for (size_t i = 0; i < way_to[s].n; i++)
				letter_event(b, id, way_to[s].events[i], at,
				    at);
			assert_int_equal(state_of(b, id), s);
			ok = store_letter_event(b->s, id,
			    (enum letter_event)e, at, at, NULL, &b->err);
			assert_int_equal(ok,
			    strcmp(life[s].after[e], "-") != 0);
			assert_string_equal(letter_state_name(state_of(b,
			    id)), ok ? life[s].after[e] : life[s].state);
			if (!ok)
				assert_int_equal(b->err.exit_code,
				    EX_SOFTWARE);
		}
	assert_false(store_letter_event(b->s, 999, LETTER_CLAIM, at, at,
	    NULL, &b->err));
	assert_int_equal(b->err.exit_code, EX_DATAERR);
	assert_string_equal(b->err.text, "there is no letter 999");
}

static void
test_digest(void **state)
{
	char buf[STORE_DIGEST], other[STORE_DIGEST];

	(void)state;
	/* printf abc | openssl dgst -sha256 -binary | base32, first 26 */
	store_digest("abc", buf);
	assert_string_equal(buf, "xj4bnp4pahh6uqkbidpf3lrceo");
	store_digest("", buf);
	assert_string_equal(buf, "4oymiquy7qobjgx36tejs35zeq");
	store_digest("abd", other);
	assert_string_not_equal(buf, other);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test_setup_teardown(test_events_in_the_store,
		    bench_up, bench_down),
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
