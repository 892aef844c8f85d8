/* tree.h - one rule file as a tree of values that know where they stand.
 *
 * Owns:        the nodes and their texts, in the arenas it is given.
 * May touch:   libyaml, source, names; core's arena and diag.
 * Never knows: which keys there are.
 *
 * Plain values are text whatever YAML 1.1 makes of them. After a syntax error
 * the lines at fault are taken out and the rest is read (tree_read), so that
 * one run names every mistake; what lies around such a gap is `damaged`, and
 * nobody complains that something is missing there. */
#ifndef SROK_LOAD_TREE_H
#define SROK_LOAD_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/arena.h"
#include "core/diag.h"
#include "load/source.h"

enum { TREE_DEPTH_MOST = 16, TEXT_MOST = 4000 };        /* rule-files.md §1 */

enum node_kind {
	NODE_SCALAR, NODE_MAP, NODE_LIST,
	NODE_BAD                /* complained of already: take it in silence */
};

enum node_style {
	STYLE_PLAIN, STYLE_SINGLE, STYLE_DOUBLE, STYLE_LITERAL, STYLE_FOLDED,
	STYLE_BLOCK, STYLE_FLOW
};

struct node {
	uint8_t kind, style;
	uint32_t first, end;    /* bytes of the source, half-open */
	uint32_t line;          /* of the first byte, from 1 */
	union {
		const char *text;       /* SCALAR */
		struct node *child;     /* MAP: key, value, key …; LIST */
	};
	struct node *next;      /* in the same collection */
};

struct tree_gap {               /* lines taken out after a syntax error */
	size_t first, end;
};

struct tree {
	struct source source;
	struct node *root;      /* NULL: nothing could be read */
	struct tree_gap *gaps;
	size_t ngaps, gaps_cap;
};

/* Reads a whole file. Texts and the source go to `texts` (they live as long
 * as the model and its places), nodes to `nodes`. Complaints are E00xx and
 * E0103 (a key twice; the first one is kept). */
void tree_read(struct tree *ret, struct arena *texts, struct arena *nodes,
    const char *name, const char *bytes, size_t len, struct diags *diags);

/* A gap lies inside the node, or something after it was cut off. */
bool tree_damaged(const struct tree *t, const struct node *n);

/* The whole value, as far as its first line goes. */
struct place node_place(const struct tree *t, const struct node *n);
/* len characters of a scalar's value from the index-th on, found again in the
 * source whatever its style: quoted, folded, escaped, of several lines. */
struct place node_place_at(const struct tree *t, const struct node *n,
    size_t index, size_t len);
/* A comment follows the plain value in its line: maybe ` #` was meant. */
bool node_comment_follows(const struct tree *t, const struct node *n,
    struct place *ret);

/* Number of values in a list or of pairs in a map. */
size_t node_count(const struct node *n);
/* Same kind, same texts, same order; style does not matter. */
bool node_equal(const struct node *a, const struct node *b);

#endif
