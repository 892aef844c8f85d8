/* builder.h - a tree while its file is being read.
 *
 * Owns:        nothing; what it builds lives in the arenas of tree_read.
 * May touch:   libyaml's marks, source, tree; core's arena and diag.
 * Never knows: which keys there are.
 *
 * libyaml counts code points, everything here counts bytes of the source:
 * marks come nearly in order, so that a place is found by walking on from the
 * last one. */
#ifndef SROK_LOAD_BUILDER_H
#define SROK_LOAD_BUILDER_H

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <yaml.h>

#include "load/tree.h"

struct level {                  /* an open collection */
	struct node *node;
	struct node **tail;     /* where the next one is linked */
	struct node *key;       /* MAP: waits for its value */
	uint64_t keys;          /* MAP: a bit for the looks of each */
	bool alike;             /* … two of them look alike */
};

struct kept {                   /* a text that may come again */
	const char *text;
	size_t len;
};

/* A file of mistakes only is not worth more complaints than this. */
enum { COMPLAINTS_MOST = 100 };

enum { KEPT = 256, NODES_AT_ONCE = 64 };

struct builder {
	struct tree *t;
	struct arena *texts, *nodes;
	struct diags *diags;
	const char *input;      /* what libyaml reads: the file, with gaps */
	char *gapped;           /* a copy of the file for them, or NULL */
	size_t index, byte;     /* a place in it: code points, bytes */
	struct level levels[TREE_DEPTH_MOST];
	unsigned depth, complaints;
	struct node *fresh;     /* nodes that are not in use yet */
	size_t nfresh;
	size_t len;             /* of the last scalar's text */
	const struct node *quoted;      /* the last scalar, if quoted */
	size_t error_byte;      /* of the last syntax error */
	const char *syntax_what;        /* … and what was said of it */
	size_t taken_end, indent;       /* of the last gap */
	struct kept kept[KEPT]; /* by their looks */
};

/* The byte of a mark, by walking. */
size_t builder_walk(struct builder *b, size_t index);

/* The byte behind the text that a scalar has in the source; *ret_verbatim:
 * the source holds the value as it is, quotes aside. first is its byte. */
size_t builder_scalar_end(struct builder *b, const yaml_event_t *e,
    size_t first, bool *ret_verbatim);

/* Complains of the bytes first..end. */
void builder_complain(struct builder *b, int code, size_t first, size_t end,
    const char *hint, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Is the byte behind the text of a line? NUL ends the last. */
static inline bool
ends_text(const struct source *s, size_t byte)
{
	char c = s->bytes[byte];

	return c == '\n' || c == '\r' || c == '\0';
}

/* The byte of a mark. Between two values there are mostly a few characters
 * of ASCII: then nothing has to be counted. */
static inline size_t
builder_seek(struct builder *b, size_t index)
{
	const uint64_t tops = UINT64_C(0x8080808080808080);
	size_t n = index - b->index;
	uint64_t w;

	if (n == 0)
		return b->byte;
	if (n > sizeof(w) || b->byte + sizeof(w) > b->t->source.len)
		return builder_walk(b, index);
	memcpy(&w, b->input + b->byte, sizeof(w));
	if (le64toh(w) << 8 * (sizeof(w) - n) & tops)
		return builder_walk(b, index);
	b->index = index;
	b->byte += n;
	return b->byte;
}

#endif
