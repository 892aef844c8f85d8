/* Which entries of an append-only log stand: each table a log, by id. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/ledger.h"

enum { LINES = 8, TODAY = 100 };

struct line {
	enum entry_kind kind;
	int64_t ref;
	bool later;             /* entered after today */
	/* what is expected of it */
	bool stands;
	int64_t verdict;        /* id; 0: none */
};

static const struct log {
	const char *name;
	int64_t step;           /* between ids; they need not be dense */
	struct line lines[LINES];
	size_t n;
} logs[] = {
	{"nothing", 1, {{0}}, 0},
	{"a void takes back", 1, {
		{ENTRY_DONE, .stands = false},
		{ENTRY_VOID, 1, .stands = true}}, 2},
	{"a void of a void lets it stand again", 1, {
		{ENTRY_DONE, .stands = true},
		{ENTRY_VOID, 1, .stands = false},
		{ENTRY_VOID, 2, .stands = true}}, 3},
	{"and taken back once more", 1, {
		{ENTRY_DONE, .stands = false},
		{ENTRY_VOID, 1, .stands = true},
		{ENTRY_VOID, 2, .stands = false},
		{ENTRY_VOID, 3, .stands = true}}, 4},
	{"a second void is not undone by undoing the first", 1, {
		{ENTRY_DONE, .stands = false},
		{ENTRY_VOID, 1, .stands = false},
		{ENTRY_VOID, 1, .stands = true},
		{ENTRY_VOID, 2, .stands = true}}, 4},
	{"what is entered later is not known yet", 1, {
		{ENTRY_DONE, .stands = true},
		{ENTRY_VOID, 1, .later = true, .stands = false},
		{ENTRY_DONE, .later = true, .stands = false}}, 3},
	{"nobody takes back what comes later, or himself", 1, {
		{ENTRY_VOID, 3, .stands = true},
		{ENTRY_VOID, 2, .stands = true},
		{ENTRY_DONE, .stands = true},
		{ENTRY_VOID, 99, .stands = true},
		{ENTRY_VOID, -1, .stands = true}}, 5},
	{"ids with gaps, as of one pair among many", 7, {
		{ENTRY_DONE, .stands = true},
		{ENTRY_DONE, .stands = false},
		{ENTRY_VOID, 8, .stands = true},
		{ENTRY_VOID, 2, .stands = true}}, 4},
	{"the latest verdict holds", 1, {
		{ENTRY_DONE, .stands = true, .verdict = 4},
		{ENTRY_ACCEPT, 1, .stands = true},
		{ENTRY_RETURN, 1, .stands = true},
		{ENTRY_ACCEPT, 1, .stands = true}}, 4},
	{"a verdict taken back gives way to the one before", 1, {
		{ENTRY_DONE, .stands = true, .verdict = 2},
		{ENTRY_RETURN, 1, .stands = true},
		{ENTRY_ACCEPT, 1, .stands = false},
		{ENTRY_VOID, 3, .stands = true}}, 4},
	{"a verdict is of a deed alone", 1, {
		{ENTRY_PARTLY, .stands = true},
		{ENTRY_ACCEPT, 1, .stands = true},
		{ENTRY_PROMISE, .stands = true},
		{ENTRY_RETURN, 3, .stands = true}}, 4},
	{"a verdict does not bring back what was taken back", 1, {
		{ENTRY_DONE, .stands = false, .verdict = 3},
		{ENTRY_VOID, 1, .stands = true},
		{ENTRY_ACCEPT, 1, .stands = true}}, 3},
};

static void
check_log(struct arena *a, const struct log *log)
{
	struct entry entries[LINES];
	const struct entry *list[LINES];
	struct ledger l;

	for (size_t i = 0; i < log->n; i++) {
		const struct line *line = &log->lines[i];

		entries[i] = (struct entry){
			.id = 1 + (int64_t)i * log->step, .kind = line->kind,
			.entered = {line->later ? TODAY + 1 : TODAY},
			.ref = line->ref
		};
		list[i] = &entries[i];
	}
	ledger_read(a, list, log->n, (struct date){TODAY}, &l);
	assert_int_equal(l.nlines, log->n);
	for (size_t i = 0; i < log->n; i++) {
		const struct ledger_line *line = ledger_find(&l,
		    entries[i].id);
		int64_t verdict;

		assert_ptr_equal(line, &l.lines[i]);
		verdict = line->verdict ? line->verdict->id : 0;
		if (ledger_stands(line) != log->lines[i].stands ||
		    verdict != log->lines[i].verdict)
			fail_msg("%s: line %zu", log->name, i + 1);
	}
	assert_null(ledger_find(&l, 0));
	assert_null(ledger_find(&l, 1 + (int64_t)log->n * log->step));
}

static void
test_what_stands(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(logs) / sizeof(logs[0]); i++)
		check_log(a, &logs[i]);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
