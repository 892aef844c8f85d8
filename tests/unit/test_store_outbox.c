#include "test_store.h"

#include "store/stmt.h"

enum { T0 = 1653271200, DAY = 86400 };

static struct letter_row
letter(struct bench *b, int64_t id)
{
	const struct letter_row *rows;
	size_t n;

	assert_true(store_letters_list(b->s, b->a, id, LETTER_STATE_COUNT, 1,
	    &rows, &n, &b->err));
	assert_int_equal(n, 1);
	return rows[0];
}

static void
test_every_field_returns(void **state)
{
	struct bench *b = *state;
	struct letter_row l = sample_letter("k1", "uo", T0), got;
	struct letter_row hook = sample_letter("k2", "head", T0 + 1);

	bench_open(b);
	l.anchor = "first@srok.example";
	hook.channel = CHANNEL_WEBHOOK;
	hook.html = NULL;
	assert_true(store_letter_add(b->s, &l, NULL, 0, &b->err));
	assert_true(store_letter_add(b->s, &hook, NULL, 0, &b->err));
	bench_close(b);
	bench_open(b);
	got = letter(b, 1);
	assert_int_equal(got.id, 1);
	assert_string_equal(got.key, "k1");
	assert_string_equal(got.recipient, "uo");
	assert_int_equal(got.channel, CHANNEL_EMAIL);
	assert_string_equal(got.address, "uo@dept.example");
	assert_int_equal(got.sending_at, T0);
	assert_int_equal(got.utc_offset, 7 * 3600);
	assert_int_equal(got.created_at, T0 - 10);
	assert_int_equal(got.changed_at, T0 - 10);
	assert_int_equal(got.next_at, T0);
	assert_int_equal(got.expires_at, T0 + DAY);
	assert_int_equal(got.state, LETTER_QUEUED);
	assert_int_equal(got.attempts, 0);
	assert_int_equal(got.run, 0);
	assert_string_equal(got.message_id, "k1");
	assert_string_equal(got.anchor, "first@srok.example");
	assert_string_equal(got.subject, l.subject);
	assert_string_equal(got.text, l.text);
	assert_string_equal(got.html, l.html);
	assert_string_equal(got.to_name, l.to_name);
	assert_string_equal(got.last_reply, "");
	got = letter(b, 2);
	assert_int_equal(got.channel, CHANNEL_WEBHOOK);
	assert_null(got.anchor);
	assert_null(got.html);
}

static void
test_claim_order_and_limit(void **state)
{
	static const int at[] = {3, 1, 2, 1, 9};
	static const int64_t order[] = {2, 4, 3, 1};
	struct bench *b = *state;
	const struct letter_row *rows;
	char key[16];
	int64_t next;

	bench_open(b);
	assert_false(store_letters_next(b->s, &next));
	for (size_t i = 0; i < COUNT(at); i++) {
		snprintf(key, sizeof(key), "k%zu", i);
		add_letter(b, key, "uo", T0 + at[i], NULL);
	}
	assert_true(store_letters_next(b->s, &next));
	assert_int_equal(next, T0 + 1);
	assert_int_equal(claim(b, T0, 64, &rows), 0);
	assert_int_equal(claim(b, T0 + 5, 3, &rows), 3);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(rows[i].id, order[i]);
		assert_int_equal(rows[i].state, LETTER_CLAIMED);
		assert_int_equal(rows[i].attempts, 1);
		assert_int_equal(rows[i].run, 7);
		assert_string_equal(rows[i].text, "Уважаемые …");
	}
	assert_int_equal(claim(b, T0 + 5, 3, &rows), 1);
	assert_int_equal(rows[0].id, order[3]);
	assert_int_equal(claim(b, T0 + 5, 3, &rows), 0);
	assert_true(store_letters_next(b->s, &next));
	assert_int_equal(next, T0 + 9);
	assert_int_equal(claim(b, T0 + 9, 3, &rows), 1);
	assert_false(store_letters_next(b->s, &next));
	/* Recovery finds all five, with their run. */
	bench_close(b);
	bench_open(b);
	{
		size_t n;

		assert_true(store_letters_claimed(b->s, b->a, &rows, &n,
		    &b->err));
		assert_int_equal(n, 5);
		for (size_t i = 0; i < n; i++) {
			assert_int_equal(rows[i].id, i + 1);
			assert_int_equal(rows[i].run, 7);
		}
	}
}

/* Paused, due again, begun, not begun: attempts, times and replies. */
static void
test_retries(void **state)
{
	struct bench *b = *state;
	const struct letter_row *rows;
	struct letter_row l;
	int64_t id, next;

	bench_open(b);
	id = add_letter(b, "k", "uo", T0, NULL);
	assert_int_equal(claim(b, T0, 9, &rows), 1);
	assert_true(store_letter_event(b->s, id, LETTER_LATER, T0 + 2,
	    T0 + 60, "451 4.7.1 greylisted \xff", &b->err));
	l = letter(b, id);
	assert_int_equal(l.state, LETTER_PAUSED);
	assert_int_equal(l.next_at, T0 + 60);
	assert_int_equal(l.changed_at, T0 + 2);
	assert_int_equal(l.run, 0);
	assert_string_equal(l.last_reply,
	    "451 4.7.1 greylisted \xEF\xBF\xBD");
	assert_true(store_letters_next(b->s, &next));
	assert_int_equal(next, T0 + 60);
	assert_int_equal(claim(b, T0 + 59, 9, &rows), 0);
	assert_int_equal(claim(b, T0 + 60, 9, &rows), 1);
	assert_int_equal(rows[0].attempts, 2);
	letter_event(b, id, LETTER_UNBEGUN, T0 + 61, 0);
	l = letter(b, id);
	assert_int_equal(l.state, LETTER_QUEUED);
	assert_int_equal(l.attempts, 1);
	assert_int_equal(l.next_at, T0 + 61);
	assert_string_equal(l.last_reply,
	    "451 4.7.1 greylisted \xEF\xBF\xBD");
	assert_int_equal(claim(b, T0 + 61, 9, &rows), 1);
	letter_event(b, id, LETTER_UNSURE, T0 + 62, T0 + 962);
	assert_int_equal(claim(b, T0 + 961, 9, &rows), 0);
	assert_int_equal(claim(b, T0 + 962, 9, &rows), 1);
	assert_int_equal(rows[0].attempts, 3);
	assert_true(store_letter_event(b->s, id, LETTER_ACCEPTED, T0 + 963,
	    0, "250 2.0.0 queued as 4XYZ", &b->err));
	l = letter(b, id);
	assert_int_equal(l.state, LETTER_SENT);
	assert_int_equal(l.changed_at, T0 + 963);
	assert_string_equal(l.last_reply, "250 2.0.0 queued as 4XYZ");
}

/* kept: a roadmap whose letters stay, or NULL. */
static size_t
supersede(struct bench *b, const char *kept, int64_t sending_at)
{
	const char *const names[] = {"another", kept};
	size_t n = 99;

	if (!store_letters_supersede(b->s, names, kept ? 2 : 1, sending_at,
	    sending_at, &n, &b->err))
		fail_msg("supersede: %s", b->err.text);
	return n;
}

static void
test_supersede_frees_notices(void **state)
{
	struct bench *b = *state;
	struct sample p;
	const struct notice *n = sample_notice(&p, "6", "uo",
	    date_of(2022, 6, 30), STAGE_BEFORE, "uo@dept.example");
	const struct said_row *said;
	size_t count;
	int64_t one, two;

	bench_open(b);
	one = add_letter(b, "monday", "uo", T0, n);
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "6", &said,
	    &count, &b->err));
	assert_int_equal(count, 1);
	assert_int_equal(said[0].letter, one);
	assert_int_equal(supersede(b, "strezhevoy-2021", T0 + DAY), 0);
	assert_int_equal(supersede(b, NULL, T0), 0);
	assert_int_equal(supersede(b, NULL, T0 + DAY), 1);
	assert_int_equal(letter(b, one).state, LETTER_SUPERSEDED);
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "6", &said,
	    &count, &b->err));
	assert_int_equal(count, 0);
	two = add_letter(b, "tuesday", "uo", T0 + DAY, n);
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "6", &said,
	    &count, &b->err));
	assert_int_equal(count, 1);
	assert_int_equal(said[0].letter, two);
	assert_int_equal(said[0].at, T0 + DAY);
	/* As history it is still there. */
	assert_true(store_letter_notices(b->s, b->a, one, &said, &count,
	    &b->err));
	assert_int_equal(count, 1);
	assert_int_equal(said[0].state, LETTER_SUPERSEDED);
}

/* Held, claimed, doubtful and ended letters are left alone, whatever was
 * tried with them before; a released one merges like any other. */
static void
test_supersede_takes_only_unbegun(void **state)
{
	struct bench *b = *state;
	const struct letter_row *rows;
	struct sample notes[5];
	const struct notice *of[5];
	int64_t held, doubt, paused, cancelled, claimed, bare, passed;

	bench_open(b);
	for (int i = 0; i < 5; i++)
		of[i] = sample_notice(&notes[i], "6", "uo",
		    date_of(2022, 6, 1 + i), STAGE_DUE, "uo@dept.example");
	held = add_letter(b, "held", "uo", T0, of[0]);
	letter_event(b, held, LETTER_HOLD, T0, 0);
	cancelled = add_letter(b, "cancelled", "uo", T0, of[1]);
	letter_event(b, cancelled, LETTER_CANCEL, T0, 0);
	doubt = add_letter(b, "doubt", "uo", T0, of[2]);
	paused = add_letter(b, "paused", "uo", T0, of[3]);
	claimed = add_letter(b, "claimed", "uo", T0, of[4]);
	assert_int_equal(claim(b, T0, 9, &rows), 3);
	letter_event(b, paused, LETTER_LATER, T0, T0 + 60);
	/* Uncertain, then begun anew and refused for now: it may have
	 * arrived the first time. */
	letter_event(b, doubt, LETTER_UNSURE, T0, T0 + 1);
	assert_int_equal(claim(b, T0 + 1, 9, &rows), 1);
	letter_event(b, doubt, LETTER_LATER, T0 + 2, T0 + 60);
	assert_false(store_letter_event(b->s, doubt, LETTER_REPLACE, T0 + 3,
	    0, NULL, &b->err));
	assert_non_null(strstr(b->err.text, "may have arrived"));
	assert_int_equal(supersede(b, NULL, T0 + DAY), 1);
	assert_int_equal(letter(b, paused).state, LETTER_SUPERSEDED);
	assert_int_equal(letter(b, doubt).state, LETTER_PAUSED);
	assert_int_equal(letter(b, held).state, LETTER_HELD);
	assert_int_equal(letter(b, claimed).state, LETTER_CLAIMED);
	assert_int_equal(letter(b, cancelled).state, LETTER_CANCELLED);
	letter_event(b, held, LETTER_RELEASE, T0 + DAY, 0);
	assert_int_equal(supersede(b, NULL, T0 + DAY), 1);
	assert_int_equal(letter(b, held).state, LETTER_SUPERSEDED);
	/* One that carries no notice has nothing that could be said anew. */
	bare = add_letter(b, "bare", "uo", T0, NULL);
	assert_int_equal(supersede(b, NULL, T0 + DAY), 0);
	assert_int_equal(letter(b, bare).state, LETTER_QUEUED);
	/* One that was passed on is said by nobody else. */
	passed = add_letter(b, STORE_PASSED_ON "uo@dept.example|9", "uo", T0,
	    sample_notice(&notes[0], "7", "uo", date_of(2022, 6, 1),
	    STAGE_DUE, "uo@dept.example"));
	assert_int_equal(supersede(b, NULL, T0 + DAY), 0);
	assert_int_equal(letter(b, passed).state, LETTER_QUEUED);
}

static size_t
drop(struct bench *b, int64_t before, size_t limit, int64_t *at, bool *more)
{
	size_t n = 99;

	if (!store_words_drop(b->s, before, limit, at, &n, more, &b->err))
		fail_msg("drop: %s", b->err.text);
	return n;
}

/* Words of old letters go, a few at a time; what was said stays said, and
 * what may yet be sent keeps its words. */
static void
test_words_of_old_letters(void **state)
{
	struct bench *b = *state;
	const struct letter_row *rows;
	const struct said_row *said;
	struct sample notes[6];
	int64_t id[6], at = 0;
	char key[16];
	size_t n;
	bool more;

	bench_open(b);
	for (int i = 0; i < 6; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		id[i] = add_letter(b, key, "uo", T0 + i, sample_notice(
		    &notes[i], "6", "uo", date_of(2022, 6, 1 + i), STAGE_DUE,
		    "uo@dept.example"));
	}
	assert_int_equal(claim(b, T0 + 9, 9, &rows), 6);
	letter_event(b, id[0], LETTER_ACCEPTED, T0 + 20, 0);
	letter_event(b, id[1], LETTER_REFUSED, T0 + 20, 0);
	letter_event(b, id[2], LETTER_UNSURE, T0 + 20, 0);
	letter_event(b, id[3], LETTER_ACCEPTED, T0 + 20, 0);
	letter_event(b, id[4], LETTER_ACCEPTED, T0 + 2 * DAY, 0);
	letter_event(b, id[5], LETTER_ACCEPTED, T0 + 20, 0);
	/* Nothing was written before that. */
	assert_int_equal(drop(b, T0 - DAY, 2, &at, &more), 0);
	assert_false(more);
	assert_int_equal(at, 0);
	assert_int_equal(drop(b, T0 + DAY, 2, &at, &more), 1);
	assert_true(more);
	assert_int_equal(at, id[1]);
	assert_int_equal(drop(b, T0 + DAY, 2, &at, &more), 1);
	assert_int_equal(drop(b, T0 + DAY, 9, &at, &more), 1);
	assert_false(more);
	for (int i = 0; i < 6; i++) {
		struct letter_row l = letter(b, id[i]);

		if (i == 0 || i == 3 || i == 5)
			assert_null(l.text);
		else
			assert_non_null(l.text);
		assert_string_equal(l.subject, "Осталось 7 дней: п. 6");
		assert_true(store_letter_notices(b->s, b->a, id[i], &said,
		    &n, &b->err));
		assert_int_equal(n, 1);
	}
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "6", &said, &n,
	    &b->err));
	assert_int_equal(n, 6);
	/* The file itself guards the others. */
	assert_int_not_equal(sqlite3_exec(b->s->db, "DELETE FROM words", NULL,
	    NULL, NULL), SQLITE_OK);
	assert_non_null(letter(b, id[1]).text);
	bench_close(b);
	bench_open(b);
	assert_null(letter(b, id[0]).text);
}

/* What an address got of late: not before, and not by a clock that stood
 * ahead. */
static void
test_counts(void **state)
{
	static const int64_t written[] = {-2 * DAY, -DAY / 2, -60, 30 * DAY};
	struct bench *b = *state;
	const struct letter_count *rows;
	struct letter_row hook = sample_letter("k4", "uo", T0 - DAY / 2);
	char key[16];
	size_t n;

	bench_open(b);
	for (int i = 0; i < 4; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		add_letter(b, key, "uo", T0 + written[i], NULL);
	}
	hook.channel = CHANNEL_WEBHOOK;
	assert_true(store_letter_add(b->s, &hook, NULL, 0, &b->err));
	assert_true(store_letters_counts(b->s, b->a, T0 - DAY, T0 - 3600,
	    &rows, &n, &b->err));
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++) {
		bool mail = rows[i].channel == CHANNEL_EMAIL;

		assert_string_equal(rows[i].address, hook.address);
		assert_int_equal(rows[i].day, mail ? 2 : 1);
		assert_int_equal(rows[i].hour, mail ? 1 : 0);
	}
	assert_int_not_equal(rows[0].channel, rows[1].channel);
}

/* The last sending time up to now that letters of notices were written for. */
static void
test_last_sending_time(void **state)
{
	struct bench *b = *state;
	struct sample p;
	int64_t last;

	bench_open(b);
	sample_notice(&p, "11", "uo", date_of(2022, 6, 1), STAGE_OPENS,
	    "uo@dept.example");
	add_letter(b, "a", "uo", T0, &p.notice);
	add_letter(b, "b", "iao", T0 + 60, NULL);
	assert_true(store_sending_last(b->s, T0 - 1, &last, &b->err));
	assert_int_equal(last, INT64_MIN);
	assert_true(store_sending_last(b->s, T0, &last, &b->err));
	assert_int_equal(last, T0);
	assert_true(store_sending_last(b->s, T0 + DAY, &last, &b->err));
	assert_int_equal(last, T0);
}

/* A live key twice is a bug of the caller: refused, and nothing is left of
 * the letter that brought it, inside a turn or alone. */
static void
test_live_key_twice(void **state)
{
	struct bench *b = *state;
	struct sample p, q;
	const struct notice *both[2] = {
		sample_notice(&q, "7", "uo", date_of(2022, 6, 30),
		    STAGE_DUE, "uo@dept.example"),
		sample_notice(&p, "6", "uo", date_of(2022, 6, 30),
		    STAGE_DUE, "uo@dept.example"),
	};
	struct letter_row again = sample_letter("second", "uo", T0 + 1);
	const struct letter_row *rows;
	size_t n;

	bench_open(b);
	add_letter(b, "first", "uo", T0, both[1]);
	for (int in_turn = 0; in_turn < 2; in_turn++) {
		if (in_turn)
			assert_true(store_begin(b->s, &b->err));
		assert_false(store_letter_add(b->s, &again, both, 2,
		    &b->err));
		assert_int_equal(b->err.exit_code, EX_SOFTWARE);
		assert_int_equal(b->err.sqlite & 0xff, SQLITE_CONSTRAINT);
		if (in_turn)
			assert_true(store_commit(b->s, &b->err));
		assert_true(store_letters_list(b->s, b->a, 0,
		    LETTER_STATE_COUNT, 9, &rows, &n, &b->err));
		assert_int_equal(n, 1);
	}
	/* The other notice of the failed letter is free. */
	assert_true(store_letter_add(b->s, &again, both, 1, &b->err));
	/* So is a letter's own key. */
	again.id = 0;
	assert_false(store_letter_add(b->s, &again, NULL, 0, &b->err));
	assert_int_equal(b->err.exit_code, EX_SOFTWARE);
}

static void
test_said_order_and_identity(void **state)
{
	struct bench *b = *state;
	struct sample p[4];
	const struct notice *all[4] = {
		sample_notice(&p[0], "6", "uo", date_of(2023, 6, 30),
		    STAGE_OPENS, "uo@dept.example"),
		sample_notice(&p[1], "6", "iao", date_of(2022, 6, 30),
		    STAGE_DUE, "uo@dept.example"),
		sample_notice(&p[2], "6", "uo", date_of(2022, 6, 30),
		    STAGE_LATE, "uo@dept.example"),
		sample_notice(&p[3], "6", "uo", DATE_NONE, STAGE_SCHEDULE,
		    "uo@dept.example"),
	};
	static const char *const stages[] = {
		"due", "schedule", "late", "opens"
	};
	struct letter_row l = sample_letter("k", "uo", T0);
	const struct said_row *said;
	size_t n;

	bench_open(b);
	assert_true(store_letter_add(b->s, &l, all, 4, &b->err));
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "6", &said, &n,
	    &b->err));
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++)
		assert_memory_equal(said[i].said.stage, stages[i],
		    strlen(stages[i]));
	assert_string_equal(said[0].said.debtor, "iao");
	assert_string_equal(said[0].said.recipient, "iao");
	assert_string_equal(said[0].said.address, "uo@dept.example");
	assert_int_equal(said[0].said.channel, CHANNEL_EMAIL);
	assert_int_equal(said[0].said.due.n, date_of(2022, 6, 30).n);
	assert_int_equal(said[0].said.day.n, date_of(2022, 5, 23).n);
	assert_string_equal(said[0].roadmap, "strezhevoy-2021");
	assert_string_equal(said[0].rule, "6");
	assert_int_equal(said[0].state, LETTER_QUEUED);
	assert_true(date_is_none(said[1].said.due));
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "7", &said, &n,
	    &b->err));
	assert_int_equal(n, 0);
	assert_true(store_said_of(b->s, b->a, "strezhevoy-2021", "6", "iao",
	    &said, &n, &b->err));
	assert_int_equal(n, 1);
	assert_string_equal(said[0].said.debtor, "iao");
	assert_true(store_said_of(b->s, b->a, "strezhevoy-2021", "6", "x",
	    &said, &n, &b->err));
	assert_int_equal(n, 0);
}

static const char *
anchor(struct bench *b, struct date due, const char *address)
{
	const char *id = "unset";

	assert_true(store_anchor(b->s, b->a, "strezhevoy-2021", "6", "uo",
	    due, address, &id, &b->err));
	return id;
}

static void
test_anchor(void **state)
{
	struct bench *b = *state;
	struct date due = date_of(2022, 6, 30);
	struct sample p[4];
	const char *to = "uo@dept.example";
	int64_t first;

	bench_open(b);
	assert_null(anchor(b, due, to));
	first = add_letter(b, "given-up", "uo", T0, sample_notice(&p[0], "6",
	    "uo", due, STAGE_OPENS, to));
	letter_event(b, first, LETTER_CLAIM, T0, 0);
	letter_event(b, first, LETTER_REFUSED, T0, 0);
	assert_null(anchor(b, due, to));
	add_letter(b, "second", "uo", T0 + DAY, sample_notice(&p[1], "6",
	    "uo", due, STAGE_BEFORE, to));
	add_letter(b, "third", "uo", T0 + 2 * DAY, sample_notice(&p[2], "6",
	    "uo", due, STAGE_DUE, to));
	add_letter(b, "plan", "uo", T0 + 3 * DAY, sample_notice(&p[3], "6",
	    "uo", DATE_NONE, STAGE_SCHEDULE, to));
	assert_string_equal(anchor(b, due, to), "second");
	assert_string_equal(anchor(b, DATE_NONE, to), "plan");
	assert_null(anchor(b, due, "other@dept.example"));
	assert_null(anchor(b, date_of(2023, 6, 30), to));
}

static void
test_listing(void **state)
{
	struct bench *b = *state;
	const struct letter_row *rows;
	size_t n;
	char key[16];

	bench_open(b);
	for (int i = 0; i < 6; i++) {
		snprintf(key, sizeof(key), "k%d", i);
		add_letter(b, key, "uo", T0 + i, NULL);
	}
	letter_event(b, 2, LETTER_HOLD, T0, 0);
	letter_event(b, 5, LETTER_HOLD, T0, 0);
	letter_event(b, 4, LETTER_CANCEL, T0, 0);
	assert_true(store_letters_list(b->s, b->a, 0, LETTER_STATE_COUNT, 4,
	    &rows, &n, &b->err));
	assert_int_equal(n, 4);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(rows[i].id, 6 - i);
		assert_string_equal(rows[i].subject, "Осталось 7 дней: п. 6");
		assert_string_equal(rows[i].text, "");
	}
	assert_true(store_letters_list(b->s, b->a, 0, LETTER_HELD, 9, &rows,
	    &n, &b->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, 5);
	assert_int_equal(rows[1].id, 2);
	assert_true(store_letters_list(b->s, b->a, 0, LETTER_QUEUED, 2,
	    &rows, &n, &b->err));
	assert_int_equal(n, 2);
	assert_int_equal(rows[0].id, 6);
	assert_int_equal(rows[1].id, 3);
	assert_true(store_letters_list(b->s, b->a, 0, LETTER_CANCELLED, 9,
	    &rows, &n, &b->err));
	assert_int_equal(n, 1);
	assert_true(store_letters_list(b->s, b->a, 77, LETTER_STATE_COUNT, 9,
	    &rows, &n, &b->err));
	assert_int_equal(n, 0);
}

/* The queue's queries use their partial indices. */
static void
test_plans(void **state)
{
	static const struct { const char *sql, *index; } rows[] = {
		{"SELECT letter FROM delivery WHERE state IN ('queued',"
		    " 'paused', 'uncertain') AND next_at <= ?"
		    " ORDER BY sending_at, letter",
		    "delivery_waiting"},
		{"SELECT next_at FROM delivery WHERE state IN ('queued',"
		    " 'paused', 'uncertain') ORDER BY next_at LIMIT 1",
		    "delivery_next"},
		{"SELECT letter FROM delivery WHERE state IN ('claimed',"
		    " 'paused', 'uncertain', 'given up', 'held')"
		    " AND state = ? ORDER BY letter DESC",
		    "delivery_watched"},
		{"SELECT id FROM notice n WHERE n.live = 1 AND n.roadmap = ?"
		    " AND n.rule = ? ORDER BY n.debtor, n.due, n.day, n.id",
		    "notice_said"},
	};
	struct bench *b = *state;

	bench_open(b);
	bench_close(b);
	for (size_t i = 0; i < COUNT(rows); i++) {
		sqlite3 *db;
		sqlite3_stmt *st;
		char sql[300];

		snprintf(sql, sizeof(sql), "EXPLAIN QUERY PLAN %s",
		    rows[i].sql);
		assert_int_equal(sqlite3_open(b->path, &db), SQLITE_OK);
		assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &st, NULL),
		    SQLITE_OK);
		while (sqlite3_step(st) == SQLITE_ROW) {
			const char *plan =
			    (const char *)sqlite3_column_text(st, 3);

			assert_non_null(strstr(plan, rows[i].index));
			assert_null(strstr(plan, "TEMP B-TREE"));
		}
		sqlite3_finalize(st);
		sqlite3_close(db);
	}
}

int
main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, bench_up, bench_down)
	const struct CMUnitTest tests[] = {
		ROW(test_every_field_returns),
		ROW(test_claim_order_and_limit), ROW(test_retries),
		ROW(test_supersede_frees_notices),
		ROW(test_supersede_takes_only_unbegun),
		ROW(test_words_of_old_letters), ROW(test_counts),
		ROW(test_last_sending_time),
		ROW(test_live_key_twice), ROW(test_said_order_and_identity),
		ROW(test_anchor), ROW(test_listing), ROW(test_plans),
	};
#undef ROW

	return cmocka_run_group_tests(tests, NULL, NULL);
}
