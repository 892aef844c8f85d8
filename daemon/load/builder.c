#include "load/builder.h"

#include <stdarg.h>

size_t
builder_walk(struct builder *b, size_t index)
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

/* A scalar that stands in the source as it is has as many bytes as its value:
 * nothing has to be counted. */
size_t
builder_scalar_end(struct builder *b, const yaml_event_t *e, size_t first,
    bool *ret_verbatim)
{
	yaml_scalar_style_t style = e->data.scalar.style;
	size_t len = e->data.scalar.length;
	size_t quote = style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	const char *text = b->input + first + quote;

	*ret_verbatim = (style == YAML_PLAIN_SCALAR_STYLE || quote) &&
	    !e->data.scalar.anchor && !e->data.scalar.tag &&
	    e->start_mark.line == e->end_mark.line &&
	    first + len + 2 * quote <= b->t->source.len &&
	    memcmp(text, e->data.scalar.value, len) == 0 &&
	    (!quote || text[len] == text[-1]);
	if (!*ret_verbatim)
		return builder_seek(b, e->end_mark.index);
	b->index = e->end_mark.index;
	b->byte = first + len + 2 * quote;
	return b->byte;
}

void
builder_complain(struct builder *b, int code, size_t first, size_t end,
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
