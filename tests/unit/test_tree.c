/* Values of all styles, their places, what is read behind a syntax error. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "load/tree.h"

struct read {
	struct arena *a;
	struct diags diags;
	struct tree tree;
};

static void
read_text(struct read *r, const char *text)
{
	r->a = arena_new();
	diags_init(&r->diags, r->a);
	tree_read(&r->tree, r->a, r->a, "x.yaml", text, strlen(text),
	    &r->diags);
}

static void
read_done(struct read *r)
{
	arena_free(r->a);
}

static const struct node *
value_of(const struct node *map, const char *key)
{
	assert_int_equal(map->kind, NODE_MAP);
	for (const struct node *k = map->child; k; k = k->next->next)
		if (strcmp(k->text, key) == 0)
			return k->next;
	return NULL;
}

static void
test_plain_values_are_text(void **state)
{
	struct read r;
	const struct node *root;

	(void)state;
	read_text(&r, "a: 1.10\nb: 08\nc: no\nd: 12:30\ne: ~\nf: 'it''s'\n"
	    "g: \"x\\ty\"\nh: |\n  one\n  two\ni: >\n  one\n  two\nj:\n");
	root = r.tree.root;
	assert_int_equal(r.diags.len, 0);
	assert_string_equal(value_of(root, "a")->text, "1.10");
	assert_string_equal(value_of(root, "b")->text, "08");
	assert_string_equal(value_of(root, "c")->text, "no");
	assert_string_equal(value_of(root, "d")->text, "12:30");
	assert_string_equal(value_of(root, "e")->text, "~");
	assert_string_equal(value_of(root, "f")->text, "it's");
	assert_string_equal(value_of(root, "g")->text, "x\ty");
	assert_string_equal(value_of(root, "h")->text, "one\ntwo");
	assert_string_equal(value_of(root, "i")->text, "one two");
	assert_string_equal(value_of(root, "j")->text, "");
	assert_int_equal(node_count(root), 10);
	read_done(&r);
}

/* The word «юнь» is found again in the source, whatever holds it. */
static void
test_places_inside_values(void **state)
{
	static const struct {
		const char *text;
		unsigned line, column, width;
	} rows[] = {
		{"when: ежегодно, юнь\n", 1, 17, 3},
		{"when:    ежегодно,\n  юнь\n", 2, 3, 3},
		{"when: 'ежегодно, ''x'' юнь'\n", 1, 24, 3},
		{"when: \"ежегодно, \\\"x\\\" юнь\"\n", 1, 24, 3},
		{"when: \"\\u0435жегодно, \\\n   юнь\"\n", 2, 4, 3},
		{"when: \"ежегодно,\\tюнь\"\n", 1, 19, 3},
		{"when: \"ежегодно\\x2c\\U00000020юнь\"\n", 1, 30, 3},
		{"when: \"ежегодно,\\_ юнь\"\n", 1, 20, 3},
		{"when: |\n  ежегодно,\n  юнь\n", 3, 3, 3},
		{"when: |-\n\n    ежегодно,\n\n    юнь\n", 5, 5, 3},
		{"when: >\n  ежегодно,\n  юнь\n", 3, 3, 3},
		{"when: >+\n  ежегодно,\n\n\n  юнь\n\n", 5, 3, 3},
		{"when: |  # a comment\n  ежегодно, юнь\n", 2, 13, 3},
		{"when: ежегодно,\r\n  юнь\r\n", 2, 3, 3},
		{"when: |\r\n  ежегодно,\r\n\r\n  юнь\r\n", 4, 3, 3},
		/* й of two code points before it */
		{"when: и\xCC\x86 юнь\n", 1, 10, 3},
		{"{when: [ежегодно юнь]}\n", 1, 18, 3},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct node *n;
		const char *at;
		struct place p;
		struct read r;

		read_text(&r, rows[i].text);
		assert_int_equal(r.diags.len, 0);
		n = value_of(r.tree.root, "when");
		if (n->kind == NODE_LIST)
			n = n->child;
		at = strstr(n->text, "юнь");
		assert_non_null(at);
		p = node_place_at(&r.tree, n,
		    utf8_count(n->text, (size_t)(at - n->text)), 3);
		if (p.line != rows[i].line || p.column != rows[i].column ||
		    p.width != rows[i].width)
			fail_msg("row %zu: %u:%u width %u", i, p.line,
			    p.column, p.width);
		read_done(&r);
	}
}

static void
test_values_over_several_lines_are_underlined_in_the_first(void **state)
{
	struct read r;
	struct place p;

	(void)state;
	read_text(&r, "a: 1\nwhen: ежегодно,\n  юнь\n");
	p = node_place(&r.tree, value_of(r.tree.root, "when"));
	assert_int_equal(p.line, 2);
	assert_int_equal(p.column, 7);
	assert_int_equal(p.width, 9);
	assert_string_equal(p.excerpt, "when: ежегодно,");
	read_done(&r);
}

static void
test_comments_behind_values(void **state)
{
	struct place p;
	struct read r;

	(void)state;
	read_text(&r, "a: июнь # и июль\nb: июнь\nc: 'июнь' # x\nd: C#\n");
	assert_true(node_comment_follows(&r.tree,
	    value_of(r.tree.root, "a"), &p));
	assert_int_equal(p.column, 9);
	assert_false(node_comment_follows(&r.tree,
	    value_of(r.tree.root, "b"), &p));
	assert_false(node_comment_follows(&r.tree,
	    value_of(r.tree.root, "c"), &p));
	assert_false(node_comment_follows(&r.tree,
	    value_of(r.tree.root, "d"), &p));
	read_done(&r);
}

static void
test_reading_goes_on_behind_a_syntax_error(void **state)
{
	const struct node *list, *second;
	struct read r;

	(void)state;
	read_text(&r, "a: 1\nlist:\n  - x: 1\n    y: 1\n"
	    "  - x: a: b\n    y: 2\n  - x: 3\n    y: 3\nz: 9\n");
	assert_int_equal(r.diags.nerrors, 1);
	assert_int_equal(r.diags.items[0].place.line, 5);
	list = value_of(r.tree.root, "list");
	assert_int_equal(node_count(list), 3);
	assert_string_equal(value_of(r.tree.root, "z")->text, "9");
	second = list->child->next;
	assert_null(value_of(second, "x"));
	assert_string_equal(value_of(second, "y")->text, "2");
	assert_true(tree_damaged(&r.tree, second));
	assert_false(tree_damaged(&r.tree, list->child));
	assert_false(tree_damaged(&r.tree, second->next));
	assert_true(tree_damaged(&r.tree, list));
	read_done(&r);
}

static void
test_what_stands_before_the_end_is_kept(void **state)
{
	struct read r;

	(void)state;
	read_text(&r, "a: 1\nb: [1, 2\n");
	assert_int_equal(r.diags.nerrors, 1);
	assert_int_equal(r.diags.items[0].place.line, 2);
	assert_int_equal(r.diags.items[0].place.column, 4);
	assert_string_equal(value_of(r.tree.root, "a")->text, "1");
	assert_true(tree_damaged(&r.tree, r.tree.root));
	read_done(&r);
}

static void
test_double_keys_keep_the_first(void **state)
{
	struct str text;
	struct read r;

	(void)state;
	str_init(&text);
	for (int i = 0; i < 100; i++)
		str_addf(&text, "k%d: %d\n", i, i);
	str_add(&text, "k7: again\nk99: again\n");
	read_text(&r, text.s);
	assert_int_equal(r.diags.nerrors, 2);
	assert_int_equal(r.diags.items[0].code, 103);
	assert_int_equal(node_count(r.tree.root), 100);
	assert_string_equal(value_of(r.tree.root, "k7")->text, "7");
	str_done(&text);
	read_done(&r);
}

static void
test_equal_values(void **state)
{
	struct read r;
	const struct node *root;

	(void)state;
	read_text(&r, "a: {x: [1, '2']}\nb:\n  x:\n  - 1\n  - 2\n"
	    "c: {x: [1]}\n");
	root = r.tree.root;
	assert_true(node_equal(value_of(root, "a"), value_of(root, "b")));
	assert_false(node_equal(value_of(root, "a"), value_of(root, "c")));
	read_done(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain_values_are_text),
		cmocka_unit_test(test_places_inside_values),
		cmocka_unit_test(
		    test_values_over_several_lines_are_underlined_in_the_first),
		cmocka_unit_test(test_comments_behind_values),
		cmocka_unit_test(test_reading_goes_on_behind_a_syntax_error),
		cmocka_unit_test(test_what_stands_before_the_end_is_kept),
		cmocka_unit_test(test_double_keys_keep_the_first),
		cmocka_unit_test(test_equal_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
