/* A scripted log: CSV of RFC 4180 into deeds. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "turn/deed.h"

enum { COLUMNS = 12, NOON = 12 * 3600, CODE = 120 };

enum column { C_ID, C_AT, C_KIND, C_RULE, C_BODY, C_DATE, C_WINDOW, C_REF,
	C_NOTE, C_RESULT, C_AUTHOR, C_DECIDED_BY };

/* In any order; those that every entry needs must be there. */
static const struct {
	const char *name;
	bool needed;
} columns[COLUMNS] = {
	[C_ID] = {"id", false}, [C_AT] = {"at", true},
	[C_KIND] = {"kind", true}, [C_RULE] = {"rule", true},
	[C_BODY] = {"body", false}, [C_DATE] = {"date", false},
	[C_WINDOW] = {"window", false}, [C_REF] = {"ref", false},
	[C_NOTE] = {"note", false}, [C_RESULT] = {"result", false},
	[C_AUTHOR] = {"author", false}, [C_DECIDED_BY] = {"decided_by", false}
};

struct csv {
	struct arena *a;
	const char *file, *s, *end;
	unsigned line;
	char comma;             /* what stands between fields */
	enum column order[COLUMNS];     /* of the file's fields */
	size_t n;
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
	while (c->s < c->end && *c->s != c->comma && *c->s != '\n' &&
	    *c->s != '\r')
		c->s++;
	return arena_strndup(c->a, start, (size_t)(c->s - start));
}

/* One record of at most most fields; false at the end of the text. Missing
 * fields are "". */
static bool
record(struct csv *c, const char **fields, size_t most, size_t *ret_n,
    unsigned *ret_line)
{
	size_t n = 0;

	while (c->s < c->end && (*c->s == '\n' || *c->s == '\r')) {
		c->line += *c->s == '\n';
		c->s++;
	}
	if (c->s == c->end)
		return false;
	for (size_t i = 0; i < most; i++)
		fields[i] = "";
	*ret_line = c->line;
	for (;;) {
		const char *f = field(c);

		if (n < most)
			fields[n] = f;
		else if (n == most)
			complain(c, *ret_line, "more than %zu fields", most);
		n++;
		if (c->s == c->end || *c->s != c->comma)
			break;
		c->s++;
	}
	while (c->s < c->end && *c->s != '\n') {
		if (*c->s != '\r')
			complain(c, *ret_line, "text behind a quoted field");
		c->s++;
	}
	*ret_n = n < most ? n : most;
	return true;
}

/* --- the header ------------------------------------------------------------ */

/* Spreadsheets of half the world separate by semicolons, and begin a UTF-8
 * file with a mark. */
static void
find_comma(struct csv *c)
{
	const char *s;

	if (c->end - c->s >= 3 && memcmp(c->s, "\xef\xbb\xbf", 3) == 0)
		c->s += 3;
	for (s = c->s; s < c->end && !strchr(",;\t\n", *s); s++)
		;
	c->comma = s < c->end && *s != '\n' && *s ? *s : ',';
}

static void
take_column(struct csv *c, unsigned at, const char *name, unsigned *seen)
{
	const char *known[COLUMNS];
	const char *near;

	for (size_t i = 0; i < COLUMNS; i++) {
		known[i] = columns[i].name;
		if (strcmp(name, columns[i].name) != 0)
			continue;
		if (*seen & 1u << i)
			complain(c, at, "the column '%s' is there twice", name);
		*seen |= 1u << i;
		c->order[c->n++] = (enum column)i;
		return;
	}
	near = diag_nearest(name, known, COLUMNS);
	complain(c, at, near ? "no column is called '%s': '%s'?" :
	    "no column is called '%s'", name, near);
}

static bool
read_header(struct csv *c)
{
	const char *fields[COLUMNS];
	size_t before = c->diags->nerrors, n;
	unsigned at, seen = 0;

	find_comma(c);
	if (!record(c, fields, COLUMNS, &n, &at)) {
		complain(c, 1, "the first line must name the columns: id,at,"
		    "kind,rule,body,date,window,ref,note");
		return false;
	}
	for (size_t i = 0; i < n; i++)
		take_column(c, at, fields[i], &seen);
	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].needed && !(seen & 1u << i))
			complain(c, at, "the column '%s' is missing",
			    columns[i].name);
	return c->diags->nerrors == before;
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

/* 2022-02-10, or 10.02.2022 as spreadsheets rewrite it. */
static bool
read_day(const char *s, size_t n, struct date *ret)
{
	char iso[DATE_TEXT];

	if (n != 10 || s[2] != '.' || s[5] != '.')
		return date_parse(s, n, ret);
	snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2s", s + 6, s + 3, s);
	return date_parse(iso, 10, ret);
}

static bool
read_at(const char *s, struct deed_line *line)
{
	size_t n = strlen(s);

	line->second = NOON;
	if (n < 10 || !read_day(s, 10, &line->day))
		return false;
	return n == 10 || ((s[10] == 'T' || s[10] == ' ') &&
	    read_time(s + 11, &line->second));
}

static bool
optional_date(const char *s, struct date *ret)
{
	*ret = DATE_NONE;
	return *s == '\0' || read_day(s, strlen(s), ret);
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
		return read_day(s, strlen(s), &d->until);
	case ENTRY_SCHEDULE:
		if (span_parse(s, strlen(s), &span)) {
			d->date = span.first;
			d->until = span.last;
			return true;
		}
		if (!read_day(s, strlen(s), &d->date))
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
	d->evidence = or_null(fields[C_RESULT]);
	d->author = or_null(fields[C_AUTHOR]);
	d->decided_by = or_null(fields[C_DECIDED_BY]);
	d->without_result = true;
	return true;
}

bool
deed_read_csv(struct arena *a, const char *file, const char *text,
    size_t len, const struct deed_line **ret, size_t *ret_n,
    struct diags *diags)
{
	struct csv c = {a, file, text, text + len, 1, ',', {0}, 0, diags};
	struct deed_line *lines = NULL;
	const char *raw[COLUMNS], *fields[COLUMNS];
	size_t n = 0, cap = 0, nraw, before = diags->nerrors;
	unsigned at;

	if (!read_header(&c))
		return false;
	while (record(&c, raw, c.n, &nraw, &at)) {
		struct deed_line line = {0};

		for (size_t i = 0; i < COLUMNS; i++)
			fields[i] = "";
		for (size_t i = 0; i < nraw; i++)
			fields[c.order[i]] = raw[i];
		if (read_line(&c, fields, at, &line))
			*(struct deed_line *)arena_push(a, (void **)&lines,
			    &n, &cap, sizeof(*lines)) = line;
	}
	*ret = lines;
	*ret_n = n;
	return diags->nerrors == before;
}

const char *
deed_line_key(const struct deed_line *line, char buf[DEED_KEY_TEXT])
{
	const struct deed *d = &line->deed;
	char days[4][DATE_TEXT], time[16];
	const char *const parts[] = {
		line->id, date_iso(line->day, days[0]), time,
		entry_kind_name(d->kind), d->rule, d->body,
		date_iso(d->date, days[1]), date_iso(d->window, days[2]),
		date_iso(d->until, days[3]), line->ref, d->note, d->evidence,
		d->author, d->decided_by
	};
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[DEED_KEY_TEXT - 4];
	crypto_hash_sha256_state state;

	snprintf(time, sizeof(time), "%d", line->second);
	crypto_hash_sha256_init(&state);
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		const char *part = parts[i] ? parts[i] : "";

		/* With its NUL: fields do not run into each other. */
		crypto_hash_sha256_update(&state, (const unsigned char *)part,
		    strlen(part) + 1);
	}
	crypto_hash_sha256_final(&state, hash);
	sodium_bin2hex(hex, sizeof(hex), hash, (sizeof(hex) - 1) / 2);
	snprintf(buf, DEED_KEY_TEXT, "csv:%s", hex);
	return buf;
}
