/* Complaints - Is it text - Records */
#include "turn/csv.h"

#include <string.h>

#include "compose/plain.h"
#include "core/str.h"

enum { CHARACTER = 4, EXCERPT_MOST = 400, REPLACEMENT = 0xFFFD };

/* --- complaints ----------------------------------------------------------- */

/* The character at s (end is its limit), and how many bytes it takes; false
 * for what is no UTF-8. */
static bool
character(const char *s, const char *end, size_t *ret_len)
{
	char bytes[CHARACTER + 1] = "";
	const char *p = bytes;
	size_t room = (size_t)(end - s);
	uint32_t c;

	memcpy(bytes, s, room < CHARACTER ? room : CHARACTER);
	c = plain_next(&p);
	*ret_len = (size_t)(p - bytes);
	return c && (c != REPLACEMENT || *ret_len == 3);
}

static const char *
line_start(const struct csv *c, const char *at)
{
	while (at > c->start && at[-1] != '\n')
		at--;
	return at;
}

static unsigned
column_of(const struct csv *c, const char *at)
{
	unsigned column = 1;
	size_t len;

	for (const char *p = line_start(c, at); p < at; p += len ? len : 1) {
		character(p, c->end, &len);
		column++;
	}
	return column;
}

/* The line that is complained of; not one that is long beyond reading. */
static const char *
excerpt_of(const struct csv *c, const char *at)
{
	const char *start = line_start(c, at), *stop = at;

	while (stop < c->end && *stop != '\n' && *stop != '\r')
		stop++;
	return stop - start > EXCERPT_MOST ? NULL :
	    arena_strndup(c->arena, start, (size_t)(stop - start));
}

void
csv_complain(struct csv *c, const struct csv_field *field, const char *hint,
    const char *format, ...)
{
	struct place place = {.file = c->file, .line = field->line,
	    .column = column_of(c, field->at),
	    .excerpt = excerpt_of(c, field->at)};
	va_list ap;
	struct str s;

	str_init(&s);
	va_start(ap, format);
	str_vaddf(&s, format, ap);
	va_end(ap);
	diag_add(c->diags, DIAG_ERROR, c->code, place, hint, "%s", s.s);
	str_done(&s);
}

/* --- is it text ----------------------------------------------------------- */

static void
complain_of_bytes(struct csv *c, const char *at, unsigned line,
    const char *what)
{
	struct place place = {.file = c->file, .line = line,
	    .column = column_of(c, at)};

	diag_add(c->diags, DIAG_ERROR, c->code, place, "save it as UTF-8; a "
	    "spreadsheet calls that \"CSV UTF-8\"", "%s", what);
}

/* Whatever is written into the log stays there: what cannot be read as it was
 * meant is not read at all. */
static bool
is_text(struct csv *c)
{
	unsigned line = 1;
	size_t len;

	if (c->end - c->s >= 2 && (memcmp(c->s, "\xff\xfe", 2) == 0 ||
	    memcmp(c->s, "\xfe\xff", 2) == 0)) {
		complain_of_bytes(c, c->s, 1, "the file is UTF-16");
		return false;
	}
	for (const char *s = c->s; s < c->end; s += len) {
		len = 1;
		if ((unsigned char)*s < 0x80 && *s) {
			line += *s == '\n';
		} else if (!character(s, c->end, &len)) {
			complain_of_bytes(c, s, line, *s ? "a byte that is no "
			    "UTF-8: the file has another encoding" :
			    "a NUL byte: the file is no text");
			return false;
		}
	}
	return true;
}

/* Spreadsheets of half the world separate by semicolons, and begin a UTF-8
 * file with a mark. */
static void
find_comma(struct csv *c)
{
	const char *s;

	for (s = c->s; s < c->end && !strchr(",;\t\n", *s); s++)
		;
	c->comma = s < c->end && *s != '\n' ? *s : ',';
}

bool
csv_begin(struct csv *c, struct arena *a, const char *file, const char *text,
    size_t len, int code, struct diags *diags)
{
	*c = (struct csv){.arena = a, .file = file, .start = text, .s = text,
	    .end = text + len, .line = 1, .comma = ',', .code = code,
	    .diags = diags};
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		c->start = c->s += 3;
	if (!is_text(c))
		return false;
	find_comma(c);
	return true;
}

/* --- records -------------------------------------------------------------- */

static const char *
quoted_field(struct csv *c, const struct csv_field *field)
{
	struct str s;
	const char *copy;

	str_init(&s);
	for (c->s++; c->s < c->end; c->s++) {
		if (*c->s == '"') {
			if (c->s + 1 == c->end || c->s[1] != '"')
				break;
			c->s++;
		}
		if (*c->s == '\n')
			c->line++;
		str_addc(&s, *c->s);
	}
	if (c->s == c->end)
		csv_complain(c, field, NULL, "a quoted field has no end");
	else
		c->s++;
	copy = arena_strdup(c->arena, s.s);
	str_done(&s);
	return copy;
}

static void
read_field(struct csv *c, struct csv_field *ret)
{
	*ret = (struct csv_field){.at = c->s, .line = c->line};
	if (c->s < c->end && *c->s == '"') {
		ret->text = quoted_field(c, ret);
		return;
	}
	while (c->s < c->end && *c->s != c->comma && *c->s != '\n' &&
	    *c->s != '\r')
		c->s++;
	ret->text = arena_strndup(c->arena, ret->at, (size_t)(c->s - ret->at));
}

/* To the end of the line. */
static void
end_record(struct csv *c)
{
	struct csv_field rest = {.at = c->s, .line = c->line};
	bool more = false;

	for (; c->s < c->end && *c->s != '\n'; c->s++)
		more |= *c->s != '\r';
	if (more)
		csv_complain(c, &rest, NULL, "text behind a quoted field");
}

bool
csv_record(struct csv *c, struct csv_field *fields, size_t most,
    size_t *ret_n)
{
	size_t n = 0;

	while (c->s < c->end && (*c->s == '\n' || *c->s == '\r')) {
		c->line += *c->s == '\n';
		c->s++;
	}
	if (c->s == c->end)
		return false;
	for (size_t i = 0; i < most; i++)
		fields[i] = (struct csv_field){"", c->s, c->line};
	for (;;) {
		struct csv_field f;

		read_field(c, &f);
		if (n < most)
			fields[n] = f;
		else if (n == most)
			csv_complain(c, &f, NULL, "more than %zu fields",
			    most);
		n++;
		if (c->s == c->end || *c->s != c->comma)
			break;
		c->s++;
	}
	end_record(c);
	*ret_n = n < most ? n : most;
	return true;
}
