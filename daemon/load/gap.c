#include "load/gap.h"

#include "core/alloc.h"

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

bool
gap_make(struct builder *b)
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

void
gap_rest(struct builder *b)
{
	take_out(b, b->error_byte, b->t->source.len, false);
}
