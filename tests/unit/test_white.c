/* White space that YAML does not take for such. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "load/white.h"

#define NBSP "\xC2\xA0"

struct mended {
	struct arena *a;
	struct diags diags;
	struct source source;
};

static void
mend(struct mended *m, const char *text)
{
	m->a = arena_new();
	diags_init(&m->diags, m->a);
	assert_true(source_init(&m->source, m->a, "x.yaml", text,
	    strlen(text), &m->diags));
	white_mend(&m->source, m->a, &m->diags);
}

static void
test_mended(void **state)
{
	static const struct {
		const char *text, *wanted;
		size_t complaints;
		bool shifted;
	} rows[] = {
		{"a: 1\n", "a: 1\n", 0, false},
		{"a:" NBSP "1\n", "a: 1\n", 1, false},
		{"a: 1" NBSP "\n", "a: 1\n", 1, true},
		{NBSP "a: 1\n" NBSP "b: 2\n", " a: 1\n b: 2\n", 2, false},
		{"- a: 1\n\tb: 2\n", "- a: 1\n  b: 2\n", 1, true},
		{"k:\n\ta: 1\n\tb: 2\n", "k:\n  a: 1\n  b: 2\n", 2, true},
		{"k:\n    a: 1\n\tb: 2\n", "k:\n    a: 1\n    b: 2\n", 1, true},
		{"k: [\n\t1, 2]\n", "k: [\n\t1, 2]\n", 0, false},
		{"k: {a:" NBSP "1," NBSP "b: 2}\n", "k: {a: 1, b: 2}\n", 2,
		    false},
		/* Texts stay. */
		{"a: \"b:" NBSP "c" NBSP "\"\n", "a: \"b:" NBSP "c" NBSP
		    "\"\n", 0, false},
		{"a: |\n  " NBSP "b\n  \tc\n", "a: |\n  " NBSP "b\n  \tc\n", 0,
		    false},
		{"a: b" NBSP "c\n", "a: b" NBSP "c\n", 0, false},
		{"a: b # c:" NBSP "d" NBSP "\n", "a: b # c:" NBSP "d" NBSP "\n",
		    0, false},
		/* Read in two ways, or in none. */
		{"k:\n  a:\n\tb: 2\n", "k:\n  a:\n\tb: 2\n", 0, false},
		{"a: 1\n\tb: 2\n", "a: 1\n\tb: 2\n", 0, false},
		/* Behind another mistake nothing is known. */
		{"a: 'b\nc:" NBSP "1\n", "a: 'b\nc:" NBSP "1\n", 0, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct mended m;

		mend(&m, rows[i].text);
		assert_string_equal(m.source.bytes, rows[i].wanted);
		assert_int_equal(m.source.len, strlen(rows[i].wanted));
		assert_int_equal(m.diags.len, rows[i].complaints);
		assert_int_equal(m.source.shifted, rows[i].shifted);
		arena_free(m.a);
	}
}

static void
test_edits(void **state)
{
	const struct diag *d;
	struct mended m;

	(void)state;
	mend(&m, "имя:" NBSP NBSP "1\r\nk:" NBSP "2 " NBSP "\r\n");
	assert_int_equal(m.diags.len, 3);
	d = &m.diags.items[0];
	assert_int_equal(d->level, DIAG_ERROR);
	assert_int_equal(d->place.line, 1);
	assert_int_equal(d->place.column, 5);
	assert_int_equal(d->edit.column, 5);
	assert_int_equal(d->edit.width, 2);
	assert_string_equal(d->edit.text, "  ");
	assert_string_equal(d->place.excerpt, "имя:" NBSP NBSP "1");
	d = &m.diags.items[2];
	assert_int_equal(d->level, DIAG_WARNING);
	assert_int_equal(d->edit.line, 2);
	assert_int_equal(d->edit.column, 5);
	assert_int_equal(d->edit.width, 2);
	assert_string_equal(d->edit.text, "");
	assert_string_equal(m.source.bytes, "имя:  1\r\nk: 2\r\n");
	arena_free(m.a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mended),
		cmocka_unit_test(test_edits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
