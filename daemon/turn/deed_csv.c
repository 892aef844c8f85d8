/* A scripted log: CSV of RFC 4180 into deeds. */
#include <string.h>

#include "turn/deed.h"

enum { COLUMNS = 9, NOON = 12 * 3600, CODE = 120 };

enum column { C_ID, C_AT, C_KIND, C_RULE, C_BODY, C_DATE, C_WINDOW, C_REF,
	C_NOTE };

static const char *const column_names[COLUMNS] = {
	"id", "at", "kind", "rule", "body", "date", "window", "ref", "note"
};

struct csv {
	struct arena *a;
	const char *file, *s, *end;
	unsigned line;
	struct diags *diags;
};

static void __attribute__((format(printf, 3, 4)))
complain(struct csv *c, unsigned line, const char *format, ...)
{
	struct place place = {.file = c->file, .line = line, .column = 1};
	va_list ap;
	struct str s;

	str_init(&s);
	va_start(ap, format);
	str_vaddf(&s, format, ap);
	va_end(ap);
	diag_add(c->diags, DIAG_ERROR, CODE, place, NULL, "%s", s.s);
	str_done(&s);
}

/* --- reading fields -------------------------------------------------------- */

static const char *
quoted_field(struct csv *c)
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
		complain(c, c->line, "a quoted field has no end");
	else
		c->s++;
	copy = arena_strdup(c->a, s.s);
	str_done(&s);
	return copy;
}

static const char *
field(struct csv *c)
{
	const char *start = c->s;

	if (c->s < c->end && *c->s == '"')
		return quoted_field(c);
	while (c->s < c->end && *c->s != ',' && *c->s != '\n' && *c->s != '\r')
		c->s++;
	return arena_strndup(c->a, start, (size_t)(c->s - start));
}

/* One record; false at the end of the text. Missing fields are "". */
static bool
record(struct csv *c, const char *fields[COLUMNS], unsigned *ret_line)
{
	size_t n = 0;

	while (c->s < c->end && (*c->s == '\n' || *c->s == '\r')) {
		c->line += *c->s == '\n';
		c->s++;
	}
	if (c->s == c->end)
		return false;
	for (size_t i = 0; i < COLUMNS; i++)
		fields[i] = "";
	*ret_line = c->line;
	for (;;) {
		const char *f = field(c);

		if (n < COLUMNS)
			fields[n] = f;
		else if (n == COLUMNS)
			complain(c, *ret_line, "more than %d fields", COLUMNS);
		n++;
		if (c->s == c->end || *c->s != ',')
			break;
		c->s++;
	}
	while (c->s < c->end && *c->s != '\n') {
		if (*c->s != '\r')
			complain(c, *ret_line, "text behind a quoted field");
		c->s++;
	}
	return true;
}

/* --- fields into a deed ---------------------------------------------------- */

static bool
read_time(const char *s, int *ret)
{
	if (strlen(s) != 5 || s[2] != ':' || s[0] < '0' || s[0] > '2' ||
	    s[1] < '0' || s[1] > '9' || s[3] < '0' || s[3] > '5' ||
	    s[4] < '0' || s[4] > '9')
		return false;
	*ret = ((s[0] - '0') * 10 + s[1] - '0') * 3600 +
	    ((s[3] - '0') * 10 + s[4] - '0') * 60;
	return *ret < 24 * 3600;
}

static bool
read_at(const char *s, struct deed_line *line)
{
	size_t n = strlen(s);

	line->second = NOON;
	if (n < 10 || !date_parse(s, 10, &line->day))
		return false;
	return n == 10 || ((s[10] == 'T' || s[10] == ' ') &&
	    read_time(s + 11, &line->second));
}

static bool
optional_date(const char *s, struct date *ret)
{
	*ret = DATE_NONE;
	return *s == '\0' || date_parse(s, strlen(s), ret);
}

/* The date column, by what the kind makes of it. */
static bool
read_date(const char *s, struct deed *d)
{
	struct date_span span;

	d->until = DATE_NONE;
	switch (d->kind) {
	case ENTRY_EXTEND:
	case ENTRY_PROMISE:
		d->date = DATE_NONE;
		return date_parse(s, strlen(s), &d->until);
	case ENTRY_SCHEDULE:
		if (span_parse(s, strlen(s), &span)) {
			d->date = span.first;
			d->until = span.last;
			return true;
		}
		if (!date_parse(s, strlen(s), &d->date))
			return false;
		d->until = d->date;
		return true;
	default:
		return optional_date(s, &d->date);
	}
}

static const char *
or_null(const char *s)
{
	return *s ? s : NULL;
}

static bool
read_line(struct csv *c, const char *const fields[COLUMNS], unsigned at,
    struct deed_line *line)
{
	struct deed *d = &line->deed;

	line->id = fields[C_ID];
	line->ref = fields[C_REF];
	line->place = (struct place){.file = c->file, .line = at, .column = 1};
	if (!read_at(fields[C_AT], line)) {
		complain(c, at, "'%s' is neither a day nor a day and time",
		    fields[C_AT]);
		return false;
	}
	if (!entry_kind_parse(fields[C_KIND], &d->kind)) {
		complain(c, at, "no kind of entry is called '%s'",
		    fields[C_KIND]);
		return false;
	}
	if (!read_date(fields[C_DATE], d) ||
	    !optional_date(fields[C_WINDOW], &d->window)) {
		complain(c, at, "a day is written 2022-02-10");
		return false;
	}
	d->rule = or_null(fields[C_RULE]);
	d->body = or_null(fields[C_BODY]);
	d->note = or_null(fields[C_NOTE]);
	return true;
}

static bool
is_header(const char *const fields[COLUMNS])
{
	for (size_t i = 0; i < COLUMNS; i++)
		if (strcmp(fields[i], column_names[i]) != 0)
			return false;
	return true;
}

bool
deed_read_csv(struct arena *a, const char *file, const char *text,
    size_t len, const struct deed_line **ret, size_t *ret_n,
    struct diags *diags)
{
	struct csv c = {a, file, text, text + len, 1, diags};
	struct deed_line *lines = NULL;
	const char *fields[COLUMNS];
	size_t n = 0, cap = 0, before = diags->nerrors;
	unsigned at;

	if (!record(&c, fields, &at) || !is_header(fields)) {
		complain(&c, 1, "the first line must be id,at,kind,rule,body,"
		    "date,window,ref,note");
		return false;
	}
	while (record(&c, fields, &at)) {
		struct deed_line line = {0};

		if (read_line(&c, fields, at, &line))
			*(struct deed_line *)arena_push(a, (void **)&lines,
			    &n, &cap, sizeof(*lines)) = line;
	}
	*ret = lines;
	*ret_n = n;
	return diags->nerrors == before;
}
