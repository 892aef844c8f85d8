/* Nodes - Texts - Events - Reading - Asking */
#include "load/tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yaml.h>

#include "load/builder.h"
#include "load/gap.h"
#include "load/syntax.h"
#include "load/twice.h"
#include "load/white.h"

/* Retries are bounded by the work: a file of the largest size gets four. */
enum { ATTEMPTS_MOST = 20, ATTEMPT_BYTES = 16 * 1024 * 1024 };

enum { KEPT_MOST = 64 };       /* bytes of a text that may come again */

enum outcome { OUTCOME_WHOLE, OUTCOME_SYNTAX, OUTCOME_REFUSED };

/* --- nodes --------------------------------------------------------------- */

/* A node that begins here; its end is yet to be found. */
static struct node *
begin_node(struct builder *b, enum node_kind kind, enum node_style style,
    const yaml_event_t *e)
{
	struct node *n;

	if (!b->nfresh) {
		b->fresh = arena_array(b->nodes, NODES_AT_ONCE, sizeof(*n));
		b->nfresh = NODES_AT_ONCE;
	}
	n = b->fresh++;
	b->nfresh--;
	n->kind = (uint8_t)kind;
	n->style = (uint8_t)style;
	n->first = (uint32_t)builder_seek(b, e->start_mark.index);
	n->line = (uint32_t)e->start_mark.line + 1;
	return n;
}

static struct node *
new_node(struct builder *b, enum node_kind kind, enum node_style style,
    const yaml_event_t *e)
{
	struct node *n = begin_node(b, kind, style, e);

	n->end = (uint32_t)builder_seek(b, e->end_mark.index);
	return n;
}

static void
link_node(struct level *at, struct node *n)
{
	*at->tail = n;
	at->tail = &n->next;
}

/* In {name: Управление, образования} the comma ends the value and what
 * follows becomes a key without a value, and without a colon. */
static bool
comma_made_a_key(const struct builder *b, const struct level *at,
    const struct node *value)
{
	const char *s = b->input;
	size_t i = at->key->end;

	if (at->node->style != STYLE_FLOW || value->kind != NODE_SCALAR ||
	    value->first != value->end)
		return false;
	while (s[i] == ' ' || s[i] == '\n' || s[i] == '\r' || s[i] == '\t')
		i++;
	return s[i] == ',' || s[i] == '}';
}

/* Puts a node where it belongs. False when nothing more can be read. */
static bool
attach(struct builder *b, struct node *n)
{
	struct level *at;

	if (!b->depth) {
		b->t->root = n;
		return true;
	}
	at = &b->levels[b->depth - 1];
	if (at->node->kind == NODE_LIST) {
		link_node(at, n);
	} else if (!at->key) {
		if (n->kind != NODE_SCALAR && n->kind != NODE_BAD) {
			builder_complain(b, 104, n->first, n->end,
			    "put a value with braces or brackets in quotes",
			    "a key must be a word");
			return false;
		}
		at->key = n;
		twice_note(b, n);
	} else {
		if (comma_made_a_key(b, at, n)) {
			builder_complain(b, 13, at->key->first, at->key->end,
			    "put the value in quotes or in a line of its own",
			    "the comma before '%s' ended the value",
			    at->key->text);
		} else {
			link_node(at, at->key);
			link_node(at, n);
		}
		at->key = NULL;
	}
	return true;
}

static void
close_level(struct builder *b, size_t end)
{
	struct level *at = &b->levels[--b->depth];

	assert(at->node);
	at->node->end = (uint32_t)end;
	if (at->alike)
		twice_drop(b, at->node);
}

static enum node_style
scalar_style(yaml_scalar_style_t style)
{
	switch (style) {
	case YAML_SINGLE_QUOTED_SCALAR_STYLE:
		return STYLE_SINGLE;
	case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
		return STYLE_DOUBLE;
	case YAML_LITERAL_SCALAR_STYLE:
		return STYLE_LITERAL;
	case YAML_FOLDED_SCALAR_STYLE:
		return STYLE_FOLDED;
	default:
		return STYLE_PLAIN;
	}
}

/* Only an escape can bring such a character in: the source has none. */
static bool
escapes_bring_odd(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i += utf8_length((unsigned char)s[i])) {
		utf8proc_int32_t c = (unsigned char)s[i];

		if (c >= 0x80)
			utf8proc_iterate((const utf8proc_uint8_t *)s + i,
			    (utf8proc_ssize_t)(len - i), &c);
		if (c != '\t' && c != '\n' &&
		    source_odd_character((uint32_t)c))
			return true;
	}
	return false;
}

/* --- texts --------------------------------------------------------------- */

/* Is the next scalar a key? */
static bool
at_key(const struct builder *b)
{
	const struct level *at = &b->levels[b->depth ? b->depth - 1 : 0];

	return b->depth && at->node->kind == NODE_MAP && !at->key;
}

/* A text that may come again is kept once; the last ones are known by their
 * looks. */
static const char *
keep_once(struct builder *b, const char *value, size_t len)
{
	const unsigned char *v = (const unsigned char *)value;
	size_t looks = len * 31 + v[0] + v[len / 2] * (size_t)3 +
	    v[len - 1] * (size_t)7;
	struct kept *k = &b->kept[looks % KEPT];

	if (k->len != len || memcmp(k->text, value, len) != 0)
		*k = (struct kept){arena_strndup(b->texts, value, len), len};
	return k->text;
}

/* A plain value up to the end of its line stands in the source as it is: it
 * ends there when the source is split (keys are compared before). */
static const char *
keep_text(struct builder *b, const struct node *n, const char *value,
    size_t len, bool verbatim)
{
	const struct source *s = &b->t->source;

	if (verbatim && n->style == STYLE_PLAIN && !b->gapped &&
	    ends_text(s, n->end) && !at_key(b))
		return s->bytes + n->first;
	if (len > 0 && len <= KEPT_MOST)
		return keep_once(b, value, len);
	return arena_strndup(b->texts, value, len);
}

/* --- events -------------------------------------------------------------- */

static bool
on_scalar(struct builder *b, const yaml_event_t *e)
{
	const char *value = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct node *n = begin_node(b, NODE_SCALAR,
	    scalar_style(e->data.scalar.style), e);
	bool verbatim;

	n->end = (uint32_t)builder_scalar_end(b, e, n->first, &verbatim);
	/* Block texts end with a line end that nobody meant. */
	while (n->style >= STYLE_LITERAL && len && value[len - 1] == '\n')
		len--;
	if (len > TEXT_MOST && utf8_count(value, len) > TEXT_MOST) {
		builder_complain(b, 18, n->first, n->end, NULL,
		    "a text of more than %d characters", TEXT_MOST);
		n->kind = NODE_BAD;
	} else if (n->style == STYLE_DOUBLE && !verbatim &&
	    memchr(b->input + n->first, '\\', n->end - n->first) &&
	    escapes_bring_odd(value, len)) {
		builder_complain(b, 2, n->first, n->end, "leave the escape out",
		    "an escape stands for a control character");
		n->kind = NODE_BAD;
	}
	if (e->data.scalar.tag)
		n->kind = NODE_BAD;
	n->text = n->kind == NODE_BAD ? "" : keep_text(b, n, value, len,
	    verbatim);
	b->len = len;
	b->quoted = n->style == STYLE_SINGLE || n->style == STYLE_DOUBLE ?
	    n : NULL;
	return attach(b, n);
}

static bool
on_start(struct builder *b, const yaml_event_t *e, enum node_kind kind,
    bool flow)
{
	struct node *n = new_node(b, kind, flow ? STYLE_FLOW : STYLE_BLOCK, e);

	if (b->depth == TREE_DEPTH_MOST) {
		builder_complain(b, 17, n->first, n->end, NULL,
		    "nested deeper than %d", TREE_DEPTH_MOST);
		return false;
	}
	if (!attach(b, n))
		return false;
	b->levels[b->depth++] = (struct level){.node = n, .tail = &n->child};
	return true;
}

/* Anchors, aliases and tags make one text stand for many: there is no use for
 * them in a rule file, and a bomb is made of them. An alias is a bad value,
 * so that reading can go on. */
static void
refuse_reference(struct builder *b, const yaml_event_t *e, const char *what,
    const char *sign)
{
	size_t first = builder_seek(b, e->start_mark.index);

	builder_complain(b, 16, first, first + 1,
	    "a value that begins with this sign goes in quotes",
	    "%s (%s) are not allowed", what, sign);
}

static bool
on_event(struct builder *b, const yaml_event_t *e)
{
	struct node *n;

	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		if (e->data.document_start.tag_directives.start !=
		    e->data.document_start.tag_directives.end)
			refuse_reference(b, e, "tags", "%TAG");
		if (!b->t->root)
			return true;
		n = new_node(b, NODE_BAD, STYLE_PLAIN, e);
		builder_complain(b, 19, n->first, n->end, "one document a file",
		    "a second document begins here");
		return false;
	case YAML_ALIAS_EVENT:
		refuse_reference(b, e, "aliases", "*");
		n = new_node(b, NODE_BAD, STYLE_PLAIN, e);
		n->text = "";
		return attach(b, n);
	case YAML_SCALAR_EVENT:
		if (e->data.scalar.anchor)
			refuse_reference(b, e, "anchors", "&");
		if (e->data.scalar.tag)
			refuse_reference(b, e, "tags", "!");
		return on_scalar(b, e);
	case YAML_SEQUENCE_START_EVENT:
		if (e->data.sequence_start.anchor)
			refuse_reference(b, e, "anchors", "&");
		if (e->data.sequence_start.tag)
			refuse_reference(b, e, "tags", "!");
		return on_start(b, e, NODE_LIST, e->data.sequence_start.style ==
		    YAML_FLOW_SEQUENCE_STYLE);
	case YAML_MAPPING_START_EVENT:
		if (e->data.mapping_start.anchor)
			refuse_reference(b, e, "anchors", "&");
		if (e->data.mapping_start.tag)
			refuse_reference(b, e, "tags", "!");
		return on_start(b, e, NODE_MAP, e->data.mapping_start.style ==
		    YAML_FLOW_MAPPING_STYLE);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		close_level(b, builder_seek(b, e->end_mark.index));
		return true;
	default:
		return true;
	}
}

static void
on_syntax_error(struct builder *b, const yaml_parser_t *parser)
{
	size_t mark = builder_seek(b, parser->problem_mark.index);
	struct syntax_error e = syntax_explain(parser,
	    b->input[mark] == '\t');
	size_t byte = builder_seek(b, e.index), line_start;

	/* A quote that was forgotten is closed by the next one that opens, some
	 * lines below, and what follows that one is the error. */
	if (e.code == 10 && b->quoted && b->quoted->end <= byte &&
	    b->quoted->line < source_line(&b->t->source, byte) &&
	    source_line_start(&b->t->source, byte) < b->quoted->end) {
		e = (struct syntax_error){15,
		    "this quote is closed only some lines below",
		    "close it at the end of the value", 0, false};
		byte = b->quoted->first;
	}
	/* At its very end a file has no line to show. */
	if (byte == b->t->source.len && byte > 0)
		byte--;
	line_start = source_line_start(&b->t->source, byte);
	while (byte > line_start && ends_text(&b->t->source, byte))
		byte--;
	b->error_byte = byte;
	syntax_look_at_line(&e, b->t->source.bytes + line_start,
	    byte - line_start);
	/* One line that is out of place makes those below it so. */
	if (e.code == 10 && e.what == b->syntax_what && b->t->ngaps &&
	    (e.spreads || line_start == b->taken_end))
		return;
	b->syntax_what = e.what;
	builder_complain(b, e.code, byte, byte + 1, e.hint, "%s", e.what);
}

/* Reads the input once, from its beginning. What is still open at an error
 * is closed as it stands. */
static enum outcome
build(struct builder *b)
{
	enum outcome outcome = OUTCOME_WHOLE;
	yaml_parser_t parser;
	bool more = true;

	b->t->root = NULL;
	b->quoted = NULL;
	b->index = b->byte = 0;
	if (!yaml_parser_initialize(&parser))
		abort();        /* it can only lack memory */
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)b->input,
	    b->t->source.len);
	while (more) {
		yaml_event_t e;

		if (!yaml_parser_parse(&parser, &e)) {
			on_syntax_error(b, &parser);
			outcome = OUTCOME_SYNTAX;
			break;
		}
		more = e.type != YAML_STREAM_END_EVENT;
		if (more && (!on_event(b, &e) ||
		    b->complaints >= COMPLAINTS_MOST)) {
			outcome = OUTCOME_REFUSED;
			more = false;
		}
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&parser);
	while (b->depth)
		close_level(b, b->t->source.len);
	return outcome;
}

/* --- reading ------------------------------------------------------------- */

void
tree_read(struct tree *ret, struct arena *texts, struct arena *nodes,
    const char *name, const char *bytes, size_t len, struct diags *diags)
{
	struct builder b = {
		.t = ret,
		.texts = texts,
		.nodes = nodes,
		.diags = diags,
	};
	enum outcome outcome = OUTCOME_SYNTAX;

	*ret = (struct tree){.root = NULL};
	if (!source_init(&ret->source, texts, name, bytes, len, diags))
		return;
	white_mend(&ret->source, texts, diags);
	b.input = ret->source.bytes;
	ret->source.split = true;       /* below, once it is read */
	for (size_t tried = 0; outcome == OUTCOME_SYNTAX; tried++) {
		outcome = build(&b);
		if (outcome == OUTCOME_WHOLE)
			break;
		if (outcome == OUTCOME_REFUSED || tried == ATTEMPTS_MOST ||
		    tried * ret->source.len > ATTEMPT_BYTES || !gap_make(&b)) {
			/* All after this is missing. */
			gap_rest(&b);
			break;
		}
	}
	source_split(&ret->source);
	free(b.gapped);
}

/* --- asking -------------------------------------------------------------- */

bool
tree_damaged(const struct tree *t, const struct node *n)
{
	/* An entry that lost its only line is empty and ends at its dash. */
	size_t end = n->end > n->first ? n->end : n->first + 2;

	for (size_t i = 0; i < t->ngaps; i++)
		if (t->gaps[i].first < end && n->first < t->gaps[i].end)
			return true;
	return false;
}

size_t
node_count(const struct node *n)
{
	size_t count = 0;

	if (n->kind != NODE_MAP && n->kind != NODE_LIST)
		return 0;
	for (const struct node *c = n->child; c; c = c->next)
		count++;
	return n->kind == NODE_MAP ? count / 2 : count;
}

/* Depth is bounded by TREE_DEPTH_MOST. */
bool
node_equal(const struct node *a, const struct node *b)
{
	const struct node *x, *y;

	if (a->kind != b->kind)
		return false;
	if (a->kind == NODE_SCALAR)
		return strcmp(a->text, b->text) == 0;
	if (a->kind == NODE_BAD)
		return true;
	for (x = a->child, y = b->child; x && y; x = x->next, y = y->next)
		if (!node_equal(x, y))
			return false;
	return !x && !y;
}
