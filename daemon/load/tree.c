/* Positions - Nodes - Events - After a syntax error - Reading - Asking */
#include "load/tree.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yaml.h>

#include "core/alloc.h"
#include "load/names.h"
#include "load/syntax.h"
#include "load/white.h"

/* A file of mistakes only is not worth more complaints than this. */
enum { COMPLAINTS_MOST = 100, KEYS_SEARCHED = 12 };

/* Retries are bounded by the work: a file of the largest size gets four. */
enum { ATTEMPTS_MOST = 20, ATTEMPT_BYTES = 16 * 1024 * 1024 };

enum { RECENT = 128, WORD_SHORT = 32 };

enum outcome { OUTCOME_WHOLE, OUTCOME_SYNTAX, OUTCOME_REFUSED };

struct level {                  /* an open collection */
	struct node *node;
	struct node **tail;     /* where the next one is linked */
	struct node *key;       /* MAP: waits for its value */
};

struct builder {
	struct tree *t;
	struct arena *texts, *nodes;
	struct diags *diags;
	const char *input;      /* what libyaml reads: the file, with gaps */
	char *gapped;           /* a copy of the file for them, or NULL */
	size_t index, byte;     /* a place in it: code points, bytes */
	struct level levels[TREE_DEPTH_MOST];
	unsigned depth, complaints;
	const struct node *quoted;      /* the last scalar, if quoted */
	size_t error_byte;      /* of the last syntax error */
	const char *syntax_what;        /* … and what was said of it */
	size_t taken_end, indent;       /* of the last gap */
	const char *recent[RECENT];     /* short texts, by their looks */
};

/* --- positions ----------------------------------------------------------- */

/* Walks to a mark. Marks come in order but for a few, so this is short. */
static size_t
seek(struct builder *b, size_t index)
{
	const char *s = b->input;
	size_t at = b->index, byte = b->byte, len = b->t->source.len;

	/* Eight bytes hold eight characters at most. Where they end within a
	 * character, its rest is not counted again. */
	while (at + 8 < index && byte + 8 < len) {
		at += 8 - utf8_continued(s + byte);
		byte += 8;
	}
	while (byte < len && ((unsigned char)s[byte] & 0xC0) == 0x80)
		byte++;
	while (at < index && byte < len) {
		byte += utf8_length((unsigned char)s[byte]);
		at++;
	}
	while (at > index) {
		do
			byte--;
		while (((unsigned char)s[byte] & 0xC0) == 0x80);
		at--;
	}
	b->index = at;
	b->byte = byte;
	return byte;
}

/* Is the byte behind the text of a line? */
static bool
ends_text(const struct source *s, size_t byte)
{
	return strchr("\r\n", s->bytes[byte]) != NULL;         /* and NUL */
}

static void __attribute__((format(printf, 6, 7)))
complain(struct builder *b, int code, size_t first, size_t end,
    const char *hint, const char *format, ...)
{
	const struct source *source = &b->t->source;
	struct str what;
	va_list ap;

	b->complaints++;
	str_init(&what);
	va_start(ap, format);
	str_vaddf(&what, format, ap);
	va_end(ap);
	diag_add(b->diags, DIAG_ERROR, code, source_place(source, first, end,
	    source_line(source, first)), hint, "%s", what.s);
	str_done(&what);
}

/* A scalar that stands in the source as it is has as many bytes as its value:
 * nothing has to be counted. */
static size_t
seek_scalar_end(struct builder *b, const yaml_event_t *e, size_t first)
{
	yaml_scalar_style_t style = e->data.scalar.style;
	size_t len = e->data.scalar.length;
	size_t quote = style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	const char *text = b->input + first + quote;

	if ((style != YAML_PLAIN_SCALAR_STYLE && !quote) ||
	    e->data.scalar.anchor || e->data.scalar.tag ||
	    e->start_mark.line != e->end_mark.line ||
	    first + len + 2 * quote > b->t->source.len ||
	    memcmp(text, e->data.scalar.value, len) != 0 ||
	    (quote && text[len] != text[-1]))
		return seek(b, e->end_mark.index);
	b->index = e->end_mark.index;
	b->byte = first + len + 2 * quote;
	return b->byte;
}

/* --- nodes --------------------------------------------------------------- */

static struct node *
new_node(struct builder *b, enum node_kind kind, enum node_style style,
    const yaml_event_t *e)
{
	struct node *n = arena_alloc(b->nodes, sizeof(*n));

	n->kind = (uint8_t)kind;
	n->style = (uint8_t)style;
	n->first = (uint32_t)seek(b, e->start_mark.index);
	n->line = (uint32_t)e->start_mark.line + 1;
	n->end = (uint32_t)(kind == NODE_SCALAR ?
	    seek_scalar_end(b, e, n->first) : seek(b, e->end_mark.index));
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
			complain(b, 104, n->first, n->end,
			    "put a value with braces or brackets in quotes",
			    "a key must be a word");
			return false;
		}
		at->key = n;
	} else {
		if (comma_made_a_key(b, at, n)) {
			complain(b, 13, at->key->first, at->key->end,
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
refuse_double(struct builder *b, const struct node *key,
    const struct node *earlier)
{
	complain(b, 103, key->first, key->end, NULL,
	    "key '%s' stands here again, first in line %u", key->text,
	    (unsigned)earlier->line);
}

/* The first pair of a key stays, later ones are complained of and dropped. */
static void
drop_double_keys(struct builder *b, struct node *map)
{
	struct names seen;
	struct node **at = &map->child;
	size_t n = 0;

	names_init(&seen, b->nodes);
	while (*at) {
		struct node *key = *at, *earlier = NULL;

		if (key->kind == NODE_SCALAR && n < KEYS_SEARCHED) {
			for (earlier = map->child; earlier != key;
			    earlier = earlier->next->next)
				if (earlier->kind == NODE_SCALAR &&
				    *earlier->text == *key->text &&
				    strcmp(earlier->text, key->text) == 0)
					break;
			if (earlier == key)
				earlier = NULL;
		} else if (key->kind == NODE_SCALAR) {
			if (n == KEYS_SEARCHED)
				for (struct node *k = map->child; k != key;
				    k = k->next->next)
					if (k->kind == NODE_SCALAR)
						names_put(&seen, k->text, k);
			earlier = names_put(&seen, key->text, key);
		}
		n++;
		if (earlier) {
			if (b->complaints < COMPLAINTS_MOST)
				refuse_double(b, key, earlier);
			*at = key->next->next;
			n--;
		} else {
			at = &key->next->next;
		}
	}
}

static void
close_level(struct builder *b, size_t end)
{
	struct level *at = &b->levels[--b->depth];

	assert(at->node);
	at->node->end = (uint32_t)end;
	if (at->node->kind == NODE_MAP)
		drop_double_keys(b, at->node);
}

/* --- events -------------------------------------------------------------- */

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

/* Is the next scalar a key? */
static bool
at_key(const struct builder *b)
{
	const struct level *at = &b->levels[b->depth ? b->depth - 1 : 0];

	return b->depth && at->node->kind == NODE_MAP && !at->key;
}

/* A plain value up to the end of its line stands in the source as it is: it
 * ends there when the source is split (keys are compared before). Short words
 * come again and again: the last ones are remembered by their looks. */
static const char *
keep_text(struct builder *b, const struct node *n, const char *value,
    size_t len)
{
	const struct source *s = &b->t->source;
	const char **recent;

	if (n->style == STYLE_PLAIN && n->end - n->first == len &&
	    !b->gapped && ends_text(s, n->end) && !at_key(b) &&
	    memcmp(s->bytes + n->first, value, len) == 0)
		return s->bytes + n->first;
	if (len == 0 || len > WORD_SHORT)
		return arena_strndup(b->texts, value, len);
	recent = &b->recent[(len * 31 + (size_t)(unsigned char)value[len - 1] * 7 +
	    (unsigned char)value[0]) % RECENT];
	if (!*recent || strncmp(*recent, value, len) != 0 ||
	    (*recent)[len] != '\0')
		*recent = arena_strndup(b->texts, value, len);
	return *recent;
}

static bool
on_scalar(struct builder *b, const yaml_event_t *e)
{
	const char *value = (const char *)e->data.scalar.value;
	size_t len = e->data.scalar.length;
	struct node *n = new_node(b, NODE_SCALAR,
	    scalar_style(e->data.scalar.style), e);

	/* Block texts end with a line end that nobody meant. */
	while (n->style >= STYLE_LITERAL && len && value[len - 1] == '\n')
		len--;
	if (len > TEXT_MOST && utf8_count(value, len) > TEXT_MOST) {
		complain(b, 18, n->first, n->end, NULL,
		    "a text of more than %d characters", TEXT_MOST);
		n->kind = NODE_BAD;
	} else if (n->style == STYLE_DOUBLE && memchr(b->input + n->first,
	    '\\', n->end - n->first) && escapes_bring_odd(value, len)) {
		complain(b, 2, n->first, n->end, "leave the escape out",
		    "an escape stands for a control character");
		n->kind = NODE_BAD;
	}
	if (e->data.scalar.tag)
		n->kind = NODE_BAD;
	n->text = n->kind == NODE_BAD ? "" : keep_text(b, n, value, len);
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
		complain(b, 17, n->first, n->end, NULL,
		    "nested deeper than %d", TREE_DEPTH_MOST);
		return false;
	}
	if (!attach(b, n))
		return false;
	b->levels[b->depth++] = (struct level){n, &n->child, NULL};
	return true;
}

/* Anchors, aliases and tags make one text stand for many: there is no use for
 * them in a rule file, and a bomb is made of them. An alias is a bad value,
 * so that reading can go on. */
static void
refuse_reference(struct builder *b, const yaml_event_t *e, const char *what,
    const char *sign)
{
	size_t first = seek(b, e->start_mark.index);

	complain(b, 16, first, first + 1,
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
		complain(b, 19, n->first, n->end, "one document a file",
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
		close_level(b, seek(b, e->end_mark.index));
		return true;
	default:
		return true;
	}
}

static void
on_syntax_error(struct builder *b, const yaml_parser_t *parser)
{
	size_t mark = seek(b, parser->problem_mark.index);
	struct syntax_error e = syntax_explain(parser,
	    b->input[mark] == '\t');
	size_t byte = seek(b, e.index), line_start;

	/* A quote that was forgotten is closed by the next one that opens, some
	 * lines below, and what follows that one is the error. */
	if (e.code == 10 && b->quoted && b->quoted->end <= byte &&
	    b->quoted->line < source_line(&b->t->source, byte) &&
	    source_line_start(&b->t->source, byte) < b->quoted->end) {
		e = (struct syntax_error){15,
		    "this quote is closed only some lines below",
		    "close it at the end of the value", 0};
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
	    line_start == b->taken_end)
		return;
	b->syntax_what = e.what;
	complain(b, e.code, byte, byte + 1, e.hint, "%s", e.what);
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

/* --- after a syntax error ------------------------------------------------ */

static size_t
next_line(const struct builder *b, size_t line)
{
	while (line < b->t->source.len && b->input[line] != '\n')
		line++;
	return line < b->t->source.len ? line + 1 : line;
}

/* The column of the line's first word, in bytes. With entry, "- " counts as
 * indentation: the keys of an entry begin behind it. An empty line has more
 * than any. */
static size_t
indent_of(const struct builder *b, size_t line, bool entry)
{
	size_t i = line;

	while (b->input[i] == ' ' || b->input[i] == '\t' ||
	    (entry && b->input[i] == '-' && b->input[i + 1] == ' '))
		i++;
	if (b->input[i] == '\n' || b->input[i] == '\r' || b->input[i] == '\0')
		return SIZE_MAX;
	return i - line;
}

static void
take_out(struct builder *b, size_t first, size_t end, bool keep_dash)
{
	struct tree *t = b->t;
	struct tree_gap *gap = arena_push(b->nodes, (void **)&t->gaps,
	    &t->ngaps, &t->gaps_cap, sizeof(*gap));
	size_t indent = indent_of(b, first, true);
	size_t from = keep_dash && indent != SIZE_MAX ? first + indent : first;

	if (!b->gapped)
		b->input = b->gapped = xstrndup(t->source.bytes,
		    t->source.len);
	for (size_t i = from; i < end; i++)
		if (b->input[i] != '\n' && b->input[i] != '\r')
			b->gapped[i] = ' ';
	b->taken_end = end;
	/* The entry that lost its first line begins in the next. */
	while (keep_dash && (b->input[end] == ' ' || b->input[end] == '\n' ||
	    b->input[end] == '\r'))
		end++;
	*gap = (struct tree_gap){from, end + keep_dash};
}

/* The entry around the last gap: from its "- " to the next line that is
 * indented no deeper. */
static bool
widen_gap(struct builder *b)
{
	size_t line = source_line_start(&b->t->source,
	    b->t->gaps[b->t->ngaps - 1].first), end, indent;
	bool own = true;

	while (indent = indent_of(b, line, false), indent == SIZE_MAX ||
	    b->input[line + indent] != '-' || (!own && indent >= b->indent)) {
		if (line == 0)
			return false;
		line = source_line_start(&b->t->source, line - 1);
		own = false;
	}
	for (end = next_line(b, line); end < b->t->source.len &&
	    indent_of(b, end, false) > indent;)
		end = next_line(b, end);
	b->indent = indent;
	take_out(b, line, end, false);
	return true;
}

/* Takes out the line at fault and what belongs to it: deeper lines below.
 * When that did not help, the whole entry around it. */
static bool
make_gap(struct builder *b)
{
	size_t line = source_line_start(&b->t->source, b->error_byte);
	size_t key = indent_of(b, line, true), end = next_line(b, line);

	if (b->t->ngaps && line < b->taken_end)
		return widen_gap(b);
	while (key != SIZE_MAX && end < b->t->source.len &&
	    indent_of(b, end, false) > key)
		end = next_line(b, end);
	b->indent = indent_of(b, line, false);
	take_out(b, line, end, b->indent != key);
	return true;
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
		    tried * ret->source.len > ATTEMPT_BYTES || !make_gap(&b)) {
			/* All after this is missing. */
			take_out(&b, b.error_byte, ret->source.len, false);
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
