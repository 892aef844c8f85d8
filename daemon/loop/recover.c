#include "loop/recover.h"

#include <string.h>

#include "loop/log.h"
#include "loop/results.h"

static struct turn_result
judge(const struct turn *turn, const struct letter_row *row,
    const struct results *file, enum results_state state)
{
	struct turn_result result = {.id = row->id, .unbegun = true,
	    .outcome = WIRE_TRY_LATER, .scope = WIRE_LETTER, .reply = ""};

	if (state == RESULTS_GONE &&
	    strcmp(turn_way(turn, row), "spool") != 0) {
		result.unbegun = false;
		result.outcome = WIRE_UNCERTAIN;
		result.reply = "the machine ended while it may have been sent";
	} else if (state == RESULTS_FREE && results_tell(file,
	    (uint32_t)row->attempts, &result)) {
		result.reply = "found in the results file after a restart";
	}
	return result;
}

/* One earlier run: all its claimed letters, settled in one turn. */
static bool
recover_run(struct turn *turn, const char *dir,
    const struct letter_row *rows, size_t n, int64_t now,
    size_t *ret_waiting, struct store_error *reterr)
{
	struct results file = {.fd = -1};
	enum results_state state = results_reopen(&file, dir, rows[0].run);
	struct arena *a;
	struct turn_result *results;
	struct turn_output out;
	struct turn_input in = {.nresults = n};
	bool ok;


	if (state == RESULTS_BUSY) {
		*ret_waiting += n;
		return true;
	}
	a = arena_new();
	results = arena_array(a, n, sizeof(*results));
	for (size_t i = 0; i < n; i++)
		results[i] = judge(turn, &rows[i], &file, state);
	in.results = results;
	ok = turn_run(turn, now, &in, a, &out, reterr);
	if (ok)
		log_info("letters of an earlier run settled run=%lld "
		    "letters=%zu file=%s", (long long)rows[0].run, n,
		    state == RESULTS_FREE ? "found" : "gone");
	arena_free(a);
	if (ok)
		results_remove(&file);
	return ok;
}

bool
recover(struct store *store, struct turn *turn, const char *dir,
    int64_t current_run, int64_t now, size_t *ret_waiting,
    struct store_error *reterr)
{
	struct arena *a = arena_new();
	const struct letter_row *rows;
	size_t n, first = 0;
	bool ok = store_letters_claimed(store, a, &rows, &n, reterr);

	*ret_waiting = 0;
	while (ok && first < n) {
		size_t last = first + 1;

		while (last < n && rows[last].run == rows[first].run)
			last++;
		if (rows[first].run != current_run)
			ok = recover_run(turn, dir, &rows[first],
			    last - first, now, ret_waiting, reterr);
		first = last;
	}
	arena_free(a);
	if (ok)
		results_sweep(dir, current_run);
	return ok;
}
