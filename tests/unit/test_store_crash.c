/* SIGKILL at random moments: what was acknowledged is there, what was not is
 * there as a whole or not at all (trust.md G1, D4, Q1). */
#include "test_store.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { ROUNDS = 40, TURN = 5 };

/* One turn: TURN entries, a letter with a notice, a claim, a result. */
static void
one_turn(struct bench *b, int64_t turn)
{
	struct sample p;
	char key[32];
	struct entry e = sample_entry("6", "uo", (int)(turn % 900));
	const struct letter_row *rows;
	int64_t letter;

	if (!store_begin(b->s, &b->err) ||
	    !store_set_last_now(b->s, turn, &b->err))
		_exit(2);
	for (int i = 0; i < TURN; i++)
		add_entry(b, &e, NULL);
	snprintf(key, sizeof(key), "turn-%lld", (long long)turn);
	letter = add_letter(b, key, "uo", turn, sample_notice(&p, "6", "uo",
	    date_of(2022, 6, 30), STAGE_DUE, key));
	if (claim(b, turn, 1, &rows) != 1)
		_exit(3);
	if (turn % 2)
		letter_event(b, letter, LETTER_ACCEPTED, turn, 0);
	if (!store_commit(b->s, &b->err))
		_exit(4);
	arena_reset(b->a);
}

/* Acknowledges each committed turn over the pipe, for ever. */
static void
write_for_ever(struct bench *b, int fd)
{
	int64_t turn = 0;

	if (!store_open(b->path, STORE_DAEMON, true, &b->s, &b->err))
		_exit(1);
	store_last_now(b->s, &turn);
	for (;;) {
		one_turn(b, ++turn);
		if (write(fd, &turn, sizeof(turn)) != sizeof(turn))
			_exit(5);
	}
}

/* Returns the last turn that is in the file. */
static int64_t
check(struct bench *b, int64_t acknowledged)
{
	const struct letter_row *rows;
	const struct said_row *said;
	int64_t now = 0, n, broken;
	size_t claimed, letters, notices;

	bench_open(b);
	store_last_now(b->s, &now);
	/* At most the turn whose acknowledgement was under way is more. */
	assert_true(now == acknowledged || now == acknowledged + 1);
	assert_true(store_verify(b->s, &n, &broken, &b->err));
	assert_int_equal(n, now * TURN);
	assert_int_equal(broken, 0);
	assert_true(store_letters_claimed(b->s, b->a, &rows, &claimed,
	    &b->err));
	assert_int_equal(claimed, now / 2);
	assert_true(store_letters_list(b->s, b->a, 0, LETTER_SENT, 1000000,
	    &rows, &letters, &b->err));
	assert_int_equal(letters, now - now / 2);
	assert_true(store_said(b->s, b->a, "strezhevoy-2021", "6", &said,
	    &notices, &b->err));
	assert_int_equal(notices, now);
	bench_close(b);
	arena_reset(b->a);
	return now;
}

/* Starts a writer and kills it a while after its first turn (a slow machine,
 * or valgrind, changes nothing); the last turn it acknowledged. */
static int64_t
run_and_kill(struct bench *b, struct timespec pause)
{
	int64_t turn, acknowledged;
	int fds[2], status;
	pid_t pid;

	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (pid == 0)
		write_for_ever(b, fds[1]);
	close(fds[1]);
	assert_int_equal(read(fds[0], &acknowledged, sizeof(acknowledged)),
	    sizeof(acknowledged));
	nanosleep(&pause, NULL);
	assert_int_equal(kill(pid, SIGKILL), 0);
	while (read(fds[0], &turn, sizeof(turn)) == sizeof(turn))
		acknowledged = turn;
	close(fds[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	return acknowledged;
}

static void
test_killed_at_random(void **state)
{
	struct bench *b = *state;
	unsigned seed = (unsigned)getpid();
	int64_t known = 0;

	for (int round = 0; round < ROUNDS; round++) {
		struct timespec pause = {0,
		    1000000 + (long)(rand_r(&seed) % 30000) * 1000};
		int64_t acknowledged = run_and_kill(b, pause);

		known = check(b, acknowledged > known ? acknowledged :
		    known);
	}
	assert_true(known > ROUNDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_killed_at_random,
		    bench_up, bench_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
