/* Lines and places - Checking */
#include "load/source.h"

#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

enum {
	ODD_CHARACTERS_SHOWN = 10, ODD_CHARACTERS_MENDED = 1000,
	EXCERPT_COPIED = 4096
};

/* --- lines and places ---------------------------------------------------- */

static bool
ends_line(char c)
{
	return c == '\n' || c == '\0';
}

size_t
source_line_start(const struct source *s, size_t byte)
{
	while (byte > 0 && !ends_line(s->bytes[byte - 1]))
		byte--;
	return byte;
}

size_t
source_line_end(const struct source *s, size_t byte)
{
	while (byte < s->len && !ends_line(s->bytes[byte]))
		byte++;
	return byte;
}

/* In a split source CR LF are two NULs: they end one line, not two. */
static bool
is_line_end(const struct source *s, size_t byte)
{
	if (s->bytes[byte] == '\n')
		return true;
	return s->bytes[byte] == '\0' && s->split &&
	    !(byte + 1 < s->len && s->bytes[byte + 1] == '\n');
}

unsigned
source_line(const struct source *s, size_t byte)
{
	unsigned line = 1;

	for (size_t i = 0; i < byte && i < s->len; i++)
		line += is_line_end(s, i);
	return line;
}

/* All but continuation bytes, 10xxxxxx, eight at a time. */
size_t
utf8_count(const char *s, size_t n)
{
	size_t count = n, i = 0;

	for (; i + 8 <= n; i += 8)
		count -= utf8_continued(s + i);
	for (; i < n; i++)
		count -= ((unsigned char)s[i] & 0xC0) == 0x80;
	return count;
}

const char *
utf8_at(const char *s, size_t index)
{
	while (*s && index-- > 0)
		s += utf8_length((unsigned char)*s);
	return s;
}

/* CR LF become NUL LF, so that the line's text ends before the CR and the
 * one LF still ends the line; a bare LF becomes NUL. */
void
source_split(struct source *s)
{
	char *end = s->bytes + s->len;

	for (char *p = s->bytes; (p = memchr(p, '\n', (size_t)(end - p)));
	    p++) {
		if (p > s->bytes && p[-1] == '\r')
			p[-1] = '\0';
		else
			*p = '\0';
	}
	s->split = true;
}

struct place
source_place(const struct source *s, size_t first, size_t end,
    unsigned line)
{
	size_t start, stop;
	unsigned column = 1;

	if (first > s->len)
		first = s->len;
	if (end > s->len)
		end = s->len;
	for (start = first; start > 0 && !ends_line(s->bytes[start - 1]);)
		column += ((unsigned char)s->bytes[--start] & 0xC0) != 0x80;
	for (stop = first; stop < end && !ends_line(s->bytes[stop]); stop++)
		;
	return (struct place){
		.file = s->name,
		.line = line,
		.column = column,
		.width = (unsigned)utf8_count(s->bytes + first, stop - first),
		.excerpt = s->split ? s->bytes + start : NULL,
	};
}

/* --- checking ------------------------------------------------------------ */

static struct place
whole_file(const char *name)
{
	return (struct place){.file = name};
}

struct place
source_place_now(const struct source *s, struct arena *a, size_t byte,
    size_t n, unsigned line)
{
	struct place p = source_place(s, byte, byte + n, line);
	size_t start = source_line_start(s, byte);
	size_t end = source_line_end(s, byte);

	if (end - start > EXCERPT_COPIED)
		return p;
	if (end > byte + n && s->bytes[end - 1] == '\r')
		end--;
	p.excerpt = arena_strndup(a, s->bytes + start, end - start);
	return p;
}

/* The bytes of Windows-1251 letters (0xC0-0xFF), beside pairs that UTF-8
 * would need: a file of that encoding consists of them. */
static bool
looks_like_cp1251(const unsigned char *s, size_t n)
{
	size_t letters = 0, pairs = 0;

	for (size_t i = 0; i + 1 < n; i++) {
		if (s[i] < 0xC0)
			continue;
		if (s[i + 1] >= 0x80 && s[i + 1] < 0xC0)
			pairs++;
		else
			letters++;
	}
	return letters > 2 && letters > pairs;
}

/* U+2028, U+2029 and
 * U+0085 end lines for YAML but not for editors: every place would be wrong.
 * Overrides of direction show something else than what is read. */
const char *
source_odd_character(uint32_t c)
{
	if (c == 0x2028 || c == 0x2029 || c == 0x85)
		return "line separator of a word processor";
	if ((c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069))
		return "invisible change of direction";
	if (c == 0xFEFF)
		return "byte order mark inside the file";
	if (c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xFFFE || c == 0xFFFF)
		return "control character";
	return NULL;
}

enum { BLOCK = 32 };

/* What most of any rule file is, and surely fine: printable ASCII, line feeds,
 * letters of two bytes beyond U+00BF. The byte behind the block can be read.
 * Without a branch, so that a compiler takes many bytes at once. */
static bool
plain_block(const unsigned char *p)
{
	unsigned char odd = (p[0] & 0xC0) == 0x80;

	for (int i = 0; i < BLOCK; i++) {
		unsigned char c = p[i], next = p[i + 1];
		unsigned char lead = (unsigned char)(c - 0xC3) < 0x1D;
		unsigned char good = ((unsigned char)(c - 0x20) < 0x5F) |
		    (c == '\n') | lead | ((unsigned char)(c - 0x80) < 0x40);

		/* A letter goes on with a byte 10xxxxxx, nothing else does. */
		odd |= (unsigned char)(good ^ 1) | (unsigned char)
		    (lead ^ ((unsigned char)(next - 0x80) < 0x40));
	}
	return !odd;
}

/* Bytes of a character that is surely fine and seen as what it is; 0 when it
 * must be looked at. p is NUL-terminated. Beside those of a block: quotes and
 * signs of U+00A1.., but the soft hyphen; dashes and quotes of U+2010.., signs
 * of U+2080..U+2FFF. */
static size_t
plain_length(const unsigned char *p)
{
	if (*p < 0x80)
		return (*p >= 0x20 && *p < 0x7F) || *p == '\n';
	if (*p == 0xC2)
		return p[1] > 0xA0 && p[1] < 0xC0 && p[1] != 0xAD ? 2 : 0;
	if (*p > 0xC2 && *p < 0xE0)
		return (p[1] & 0xC0) == 0x80 ? 2 : 0;
	if (*p != 0xE2 || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
		return 0;
	return p[1] >= 0x82 || (p[1] == 0x80 && p[2] >= 0x90 && p[2] < 0xA8) ?
	    3 : 0;
}

/* Past everything that is surely fine. */
static size_t
skip_plain(const unsigned char *p, size_t i, size_t n)
{
	while (i < n) {
		size_t stop, len;

		while (i + BLOCK < n && plain_block(p + i))
			i += BLOCK + (p[i + BLOCK - 1] >= 0xC3);
		stop = n - i < BLOCK ? n : i + BLOCK;
		while (i < stop) {
			len = plain_length(p + i);
			if (!len)
				return i;
			i += len;
		}
	}
	return i;
}

static void
not_utf8(const struct source *s, struct arena *a, size_t byte,
    struct diags *diags)
{
	const unsigned char *p = (const unsigned char *)s->bytes;

	diag_add(diags, DIAG_ERROR, 1, source_place_now(s, a, byte, 1,
	    source_line(s, byte)),
	    looks_like_cp1251(p, s->len) ?
	    "it looks like Windows-1251: iconv -f cp1251 -t utf-8" :
	    "save the file as UTF-8", "not UTF-8: byte 0x%02X", p[byte]);
}

/* A line separator parts words, the others are not seen at all. A lone CR
 * may have ended a line: who knows. */
static void
odd_character(const struct source *s, struct arena *a, size_t byte, size_t n,
    int32_t c, const char *odd, struct diags *diags)
{
	struct place place = source_place_now(s, a, byte, n,
	    source_line(s, byte));
	struct diag *d = diag_add(diags, DIAG_ERROR, 2, place,
	    "delete it or put a space there", "%s U+%04X", odd, (unsigned)c);

	if (c != '\r')
		diag_mend(diags, d, place, c == 0x2028 || c == 0x2029 ||
		    c == 0x85 || c == '\v' || c == '\f' ? " " : "");
	else if (s->bytes[byte + strspn(s->bytes + byte, "\r")] == '\n')
		diag_mend(diags, d, place, "");
}

/* Of broken encoding the first byte is told, of odd characters some: all of
 * the file may be so. */
static bool
check_characters(struct source *s, struct arena *a, struct diags *diags)
{
	const unsigned char *p = (const unsigned char *)s->bytes;
	unsigned found = 0, most = diags->unabridged ?
	    ODD_CHARACTERS_MENDED : ODD_CHARACTERS_SHOWN;
	size_t i = 0;

	while ((i = skip_plain(p, i, s->len)) < s->len && found < most) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(p + i,
		    (utf8proc_ssize_t)(s->len - i), &c);
		const char *odd;

		s->unusual = true;
		if (n <= 0) {
			not_utf8(s, a, i, diags);
			return false;
		}
		odd = c == '\t' || (c == '\r' && i + 1 < s->len &&
		    p[i + 1] == '\n') ? NULL :
		    source_odd_character((uint32_t)c);
		if (odd) {
			odd_character(s, a, i, (size_t)n, c, odd, diags);
			found++;
		}
		i += (size_t)n;
	}
	return found == 0;
}

bool
source_init(struct source *s, struct arena *a, const char *name,
    const char *bytes, size_t len, struct diags *diags)
{
	*s = (struct source){.name = name};
	if (len > SOURCE_MOST) {
		diag_add(diags, DIAG_ERROR, 4, whole_file(name),
		    "split it into several files", "larger than 4 MiB");
		return false;
	}
	if (len >= 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 ||
	    memcmp(bytes, "\xFF\xFE", 2) == 0)) {
		diag_add(diags, DIAG_ERROR, 3, whole_file(name),
		    "iconv -f utf-16 -t utf-8", "UTF-16 instead of UTF-8");
		return false;
	}
	if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
		bytes += 3;
		len -= 3;
	}
	s->bytes = arena_alloc(a, len + 1);
	if (len)
		memcpy(s->bytes, bytes, len);
	s->len = len;
	return check_characters(s, a, diags);
}
