/* From a character of a value back to the character of the file.
 *
 * The source is walked beside the value: equal characters advance both, white
 * space in the value matches a run of it in the source, white space that only
 * the source has (folding, indentation) is skipped, '' and escapes are
 * decoded. That is right for all five styles without knowing how each folds
 * lines, and allocates nothing. */
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "load/tree.h"

/* A character of the source as the value has it. */
struct decoded {
	int32_t c;              /* 0 at the end */
	size_t len;             /* bytes it takes in the source */
};

static bool
is_white(int32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static int32_t
hexadecimal(const char *s, size_t n)
{
	uint32_t c = 0;

	for (size_t i = 0; i < n; i++) {
		char d = s[i];
		unsigned v = d >= '0' && d <= '9' ? (unsigned)(d - '0') :
		    d >= 'a' && d <= 'f' ? (unsigned)(d - 'a') + 10 :
		    d >= 'A' && d <= 'F' ? (unsigned)(d - 'A') + 10 : 0;

		c = c << 4 | v;
	}
	return (int32_t)(c & 0x1FFFFF);
}

/* s begins behind a backslash in double quotes; libyaml has accepted it. */
static struct decoded
decode_escape(const char *s, size_t n)
{
	static const char letters[] = "0abtnvfre";
	static const char values[] = "\0\a\b\t\n\v\f\r\x1b";
	const char *at;

	if (!n)
		return (struct decoded){'\\', 1};
	if (s[0] == '\0' || s[0] == '\n')       /* a line goes on */
		return (struct decoded){' ', 2};
	if (s[0] == 'x' && n >= 3)
		return (struct decoded){hexadecimal(s + 1, 2), 4};
	if (s[0] == 'u' && n >= 5)
		return (struct decoded){hexadecimal(s + 1, 4), 6};
	if (s[0] == 'U' && n >= 9)
		return (struct decoded){hexadecimal(s + 1, 8), 10};
	if (s[0] == '_')
		return (struct decoded){0xA0, 2};
	at = strchr(letters, s[0]);
	return (struct decoded){at ? values[at - letters] : s[0], 2};
}

static struct decoded
decode(const struct tree *t, const struct node *n, size_t byte)
{
	const char *s = t->source.bytes + byte;
	size_t left = n->end - byte;
	utf8proc_int32_t c;

	if (byte >= n->end)
		return (struct decoded){0, 0};
	if (*s == '\0')                 /* a line end of a split source */
		return (struct decoded){'\n', 1};
	if (n->style == STYLE_SINGLE && left >= 2 && s[0] == '\'' &&
	    s[1] == '\'')
		return (struct decoded){'\'', 2};
	if (n->style == STYLE_DOUBLE && *s == '\\')
		return decode_escape(s + 1, left - 1);
	if ((unsigned char)*s < 0x80)
		return (struct decoded){*s, 1};
	return (struct decoded){utf8proc_iterate((const utf8proc_uint8_t *)s,
	    (utf8proc_ssize_t)left, &c) > 0 ? c : 0xFFFD,
	    utf8_length((unsigned char)*s)};
}

/* Where the text itself begins: behind the quote, below the | line. */
static size_t
text_start(const struct tree *t, const struct node *n)
{
	size_t byte = n->first;

	if (n->style == STYLE_SINGLE || n->style == STYLE_DOUBLE)
		return byte + 1;
	if (n->style == STYLE_LITERAL || n->style == STYLE_FOLDED)
		return source_line_end(&t->source, byte);
	return byte;
}

/* The source byte of the index-th character of the value; *ret_end is the
 * byte behind it. */
static size_t
find_byte(const struct tree *t, const struct node *n, size_t index,
    size_t *ret_end)
{
	const char *v = n->text;
	size_t byte = text_start(t, n), at = byte;
	struct decoded d = {0, 0};

	for (size_t i = 0; *v && i <= index; i++) {
		utf8proc_int32_t c;

		if (utf8proc_iterate((const utf8proc_uint8_t *)v, -1, &c) <= 0)
			break;
		v += utf8_length((unsigned char)*v);
		d = decode(t, n, byte);
		while (!is_white(c) && is_white(d.c)) {
			byte += d.len;
			d = decode(t, n, byte);
		}
		at = byte;
		if (!is_white(c) || is_white(d.c))
			byte += d.len;
	}
	*ret_end = byte;
	return at;
}

static unsigned
line_of(const struct tree *t, const struct node *n, size_t byte)
{
	const char *s = t->source.bytes;
	unsigned line = n->line;

	/* NUL NUL would be two ends, NUL LF (from CR LF) is one. */
	for (size_t i = n->first; i < byte; i++)
		line += s[i] == '\n' || (s[i] == '\0' && s[i + 1] != '\n');
	return line;
}

struct place
node_place(const struct tree *t, const struct node *n)
{
	return source_place(&t->source, n->first, n->end, n->line);
}

struct place
node_place_at(const struct tree *t, const struct node *n, size_t index,
    size_t len)
{
	size_t first, end, behind;

	if (n->kind != NODE_SCALAR)
		return node_place(t, n);
	first = find_byte(t, n, index, &end);
	if (len > 1) {
		find_byte(t, n, index + len - 1, &behind);
		if (behind > end)
			end = behind;
	}
	return source_place(&t->source, first, end, line_of(t, n, first));
}

bool
node_comment_follows(const struct tree *t, const struct node *n,
    struct place *ret)
{
	const char *s = t->source.bytes;
	size_t i = n->end;

	if (n->style != STYLE_PLAIN)
		return false;
	while (s[i] == ' ' || s[i] == '\t')
		i++;
	if (s[i] != '#' || i == n->end)
		return false;
	*ret = source_place(&t->source, i, source_line_end(&t->source, i),
	    line_of(t, n, i));
	return true;
}
