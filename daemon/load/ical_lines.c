/* Unfolding - Places - Content lines */
#include "load/ical_lines.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include <utf8proc.h>

#include "load/codes.h"
#include "load/source.h"

enum { ERRORS_MOST = 100, EXCERPT_MOST = 400 };

/* --- unfolding ----------------------------------------------------------- */

static void
add_physical(struct ical_lines *l, size_t *cap, size_t first, size_t last)
{
	bool folded = l->len > 0 && first < last &&
	    (l->bytes[first] == ' ' || l->bytes[first] == '\t');
	struct ical_physical *p;

	if (folded) {
		first++;
		l->len--;               /* the end of the line before */
	}
	p = arena_push(l->arena, (void **)&l->lines, &l->nlines, cap,
	    sizeof(*p));
	*p = (struct ical_physical){(uint32_t)first, (uint32_t)last,
	    (uint32_t)l->len, folded};
	memcpy(l->text + l->len, l->bytes + first, last - first);
	l->len += last - first;
	l->text[l->len++] = '\n';
}

static void
unfold(struct ical_lines *l, size_t len)
{
	size_t cap = 0, at = 0;

	if (len >= 3 && memcmp(l->bytes, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	while (at < len) {
		const char *end = memchr(l->bytes + at, '\n', len - at);
		size_t stop = end ? (size_t)(end - l->bytes) : len;
		size_t last = stop > at && l->bytes[stop - 1] == '\r' ?
		    stop - 1 : stop;

		add_physical(l, &cap, at, last);
		at = stop + 1;
	}
}

/* The unfolded text is UTF-8 without odd characters; each line that is not
 * gets one complaint and is blanked, so that the rest can be read. */
static void
check_line(struct ical_lines *l, size_t first, size_t end)
{
	for (size_t i = first; i < end;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t n = utf8proc_iterate(
		    (const utf8proc_uint8_t *)l->text + i,
		    (utf8proc_ssize_t)(end - i), &c);
		const char *why = n > 0 ? source_odd_character((uint32_t)c) :
		    "is not UTF-8: save the file as UTF-8";

		if (!why || c == '\t') {
			i += (size_t)n;
			continue;
		}
		memset(l->text + i, '?', end - i);
		ical_complain(l, (struct ical_part){i, i + 1}, n > 0 ?
		    CODE_E_ODD_CHARACTER : CODE_E_NOT_UTF8, NULL,
		    "this character %s", why);
		memset(l->text + first, ' ', end - first);
		return;
	}
}

void
ical_lines_init(struct ical_lines *l, struct arena *a, const char *file,
    const char *bytes, size_t len, struct diags *diags)
{
	size_t first = 0;

	*l = (struct ical_lines){.arena = a, .file = file, .bytes = bytes,
	    .text = arena_alloc(a, len + 2), .diags = diags};
	unfold(l, len);
	while (first < l->len && !ical_is_hopeless(l)) {
		const char *end = memchr(l->text + first, '\n',
		    l->len - first);

		check_line(l, first, (size_t)(end - l->text));
		first = (size_t)(end - l->text) + 1;
	}
}

/* --- places -------------------------------------------------------------- */

static const struct ical_physical *
find_physical(const struct ical_lines *l, size_t at)
{
	size_t low = 0, high = l->nlines;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (l->lines[middle].text <= at)
			low = middle;
		else
			high = middle;
	}
	return &l->lines[low];
}

/* A line of the file as it is shown: none when it is long, or no text. */
static const char *
excerpt(const struct ical_lines *l, const struct ical_physical *p)
{
	size_t n = p->last - p->first + p->folded;
	const char *s = l->bytes + p->first - p->folded;

	if (n > EXCERPT_MOST)
		return NULL;
	for (size_t i = 0; i < n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(
		    (const utf8proc_uint8_t *)s + i,
		    (utf8proc_ssize_t)(n - i), &c);

		if (len <= 0 || source_odd_character((uint32_t)c))
			return NULL;
		i += (size_t)len;
	}
	return arena_strndup(l->arena, s, n);
}

struct place
ical_place(const struct ical_lines *l, struct ical_part part)
{
	const struct ical_physical *p;
	size_t end;

	if (l->nlines == 0)
		return (struct place){.file = l->file, .line = 1, .column = 1};
	p = find_physical(l, part.first);
	end = p->text + (p->last - p->first);
	if (end > part.end)
		end = part.end;
	return (struct place){
		.file = l->file, .line = (unsigned)(p - l->lines) + 1,
		.column = (unsigned)utf8_count(l->text + p->text,
		    part.first - p->text) + 1 + p->folded,
		.width = end > part.first ? (unsigned)utf8_count(l->text +
		    part.first, end - part.first) : 0,
		.excerpt = excerpt(l, p)
	};
}

void
ical_complain(const struct ical_lines *l, struct ical_part part, int code,
    const char *hint, const char *format, ...)
{
	struct str s;
	va_list ap;

	str_init(&s);
	va_start(ap, format);
	str_vaddf(&s, format, ap);
	va_end(ap);
	diag_add(l->diags, DIAG_ERROR, code, ical_place(l, part), hint, "%s",
	    s.s);
	str_done(&s);
}

bool
ical_is_hopeless(const struct ical_lines *l)
{
	return l->diags->nerrors >= ERRORS_MOST;
}

/* --- content lines ------------------------------------------------------- */

bool
ical_is(const struct ical_lines *l, struct ical_part part, const char *word)
{
	size_t n = part.end - part.first;

	return strlen(word) == n &&
	    strncasecmp(l->text + part.first, word, n) == 0;
}

const struct ical_param *
ical_param_of(const struct ical_lines *l, const struct ical_line *line,
    const char *name)
{
	for (size_t i = 0; i < line->nparams; i++)
		if (ical_is(l, line->params[i].name, name))
			return &line->params[i];
	return NULL;
}

static bool
is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= '0' && c <= '9') || c == '-';
}

static size_t
skip_name(const struct ical_lines *l, size_t at)
{
	while (is_name(l->text[at]))
		at++;
	return at;
}

/* One value of a parameter, quoted or not. Returns where it ends, or 0 when
 * a quote is not closed. */
static size_t
read_one_value(const struct ical_lines *l, size_t at, struct ical_part *ret)
{
	bool quoted = l->text[at] == '"';
	const char *stop = quoted ? "\"\n" : ",;:\"\n";
	size_t end = at + quoted;

	while (!strchr(stop, l->text[end]))
		end++;
	*ret = (struct ical_part){at + quoted, end};
	if (!quoted)
		return end;
	return l->text[end] == '"' ? end + 1 : 0;
}

/* Of several behind commas the first is kept: no parameter that matters has
 * more. */
static size_t
read_param_value(const struct ical_lines *l, size_t at,
    struct ical_part *ret)
{
	struct ical_part other;

	at = read_one_value(l, at, ret);
	while (at && l->text[at] == ',')
		at = read_one_value(l, at + 1, &other);
	return at;
}

/* The parameters behind a name; returns where the colon is wanted, or 0. */
static size_t
read_params(const struct ical_lines *l, size_t at, struct ical_line *ret)
{
	while (l->text[at] == ';') {
		struct ical_param param;
		size_t end = skip_name(l, at + 1);

		param.name = (struct ical_part){at + 1, end};
		if (end == at + 1 || l->text[end] != '=')
			return 0;
		at = read_param_value(l, end + 1, &param.value);
		if (at == 0)
			return 0;
		if (ret->nparams < ICAL_PARAMS_MOST)
			ret->params[ret->nparams++] = param;
	}
	return at;
}

static bool
is_blank(const struct ical_lines *l, size_t first, size_t end)
{
	while (first < end && strchr(" \t\r", l->text[first]))
		first++;
	return first == end;
}

bool
ical_lines_next(const struct ical_lines *l, size_t *at,
    struct ical_line *ret)
{
	while (*at < l->len && !ical_is_hopeless(l)) {
		size_t first = *at, colon;
		size_t end = (size_t)((const char *)memchr(l->text + first,
		    '\n', l->len - first) - l->text);
		struct ical_part name = {first, skip_name(l, first)};

		*at = end + 1;
		if (is_blank(l, first, end))
			continue;
		*ret = (struct ical_line){.name = name};
		colon = name.end > first ? read_params(l, name.end, ret) : 0;
		if (colon && l->text[colon] == ':') {
			ret->value = (struct ical_part){colon + 1, end};
			return true;
		}
		ical_complain(l, (struct ical_part){first, end},
		    CODE_E_ICAL_LINE, "NAME:value, or NAME;PARAM=value:value",
		    "not a line of iCalendar");
		ret->name.end = first;
		return true;
	}
	return false;
}
