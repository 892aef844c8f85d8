/* A scripted log: records of CSV into deeds. */
#include <stdio.h>
#include <string.h>

#include <sodium.h>

#include "turn/csv.h"
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

/* What the first line says of the others. */
struct header {
	enum column order[COLUMNS];     /* of the file's fields */
	size_t n;
};

/* --- the header ----------------------------------------------------------- */

static void
take_column(struct csv *c, struct header *h, const struct csv_field *f,
    unsigned *seen)
{
	const char *known[COLUMNS];
	const char *near;

	for (size_t i = 0; i < COLUMNS; i++) {
		known[i] = columns[i].name;
		if (strcmp(f->text, columns[i].name) != 0)
			continue;
		if (*seen & 1u << i)
			csv_complain(c, f, NULL,
			    "the column '%s' is there twice", f->text);
		*seen |= 1u << i;
		h->order[h->n++] = (enum column)i;
		return;
	}
	near = diag_nearest(f->text, known, COLUMNS);
	csv_complain(c, f, NULL, near ? "no column is called '%s': '%s'?" :
	    "no column is called '%s'", f->text, near);
}

static bool
read_header(struct csv *c, struct header *h)
{
	const struct csv_field nothing = {"", c->start, 1};
	struct csv_field fields[COLUMNS];
	size_t before = c->diags->nerrors, n;
	unsigned seen = 0;

	*h = (struct header){.n = 0};
	if (!csv_record(c, fields, COLUMNS, &n)) {
		csv_complain(c, &nothing, NULL, "the first line must name the "
		    "columns: id,at,kind,rule,body,date,window,ref,note");
		return false;
	}
	for (size_t i = 0; i < n; i++)
		take_column(c, h, &fields[i], &seen);
	for (size_t i = 0; i < COLUMNS; i++)
		if (columns[i].needed && !(seen & 1u << i))
			csv_complain(c, &fields[0], NULL,
			    "the column '%s' is missing", columns[i].name);
	return c->diags->nerrors == before;
}

/* --- fields into a deed --------------------------------------------------- */

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

/* Written as a day is, but there is none such. */
static bool
is_no_day(const char *s)
{
	static const char *const shapes[] = {"9999-99-99", "99.99.9999"};
	struct date day;

	for (size_t k = 0; k < 2; k++) {
		size_t i = 0;

		while (i < 10 && (shapes[k][i] == '9' ? s[i] >= '0' &&
		    s[i] <= '9' : s[i] == shapes[k][i]))
			i++;
		if (i == 10)
			return !read_day(s, 10, &day);
	}
	return false;
}

static bool
no_day(struct csv *c, const struct csv_field *f, const char *otherwise)
{
	if (is_no_day(f->text))
		csv_complain(c, f, "days are those of 1900-01-01 to "
		    "2200-12-31", "there is no '%.10s'", f->text);
	else
		csv_complain(c, f, NULL, "'%s'%s", f->text, otherwise);
	return false;
}

static const char *
or_null(const struct csv_field *f)
{
	return *f->text ? f->text : NULL;
}

static bool
read_line(struct csv *c, const struct csv_field fields[COLUMNS],
    struct deed_line *line)
{
	static const char written[] = ": a day is written 2022-02-10";
	struct deed *d = &line->deed;

	line->id = fields[C_ID].text;
	line->ref = fields[C_REF].text;
	if (!read_at(fields[C_AT].text, line))
		return no_day(c, &fields[C_AT], " is neither a day nor a "
		    "day and time");
	if (!entry_kind_parse(fields[C_KIND].text, &d->kind)) {
		csv_complain(c, &fields[C_KIND], NULL,
		    "no kind of entry is called '%s'", fields[C_KIND].text);
		return false;
	}
	if (!read_date(fields[C_DATE].text, d))
		return no_day(c, &fields[C_DATE], written);
	if (!optional_date(fields[C_WINDOW].text, &d->window))
		return no_day(c, &fields[C_WINDOW], written);
	d->rule = or_null(&fields[C_RULE]);
	d->body = or_null(&fields[C_BODY]);
	d->note = or_null(&fields[C_NOTE]);
	d->evidence = or_null(&fields[C_RESULT]);
	d->author = or_null(&fields[C_AUTHOR]);
	d->decided_by = or_null(&fields[C_DECIDED_BY]);
	d->without_result = true;
	return true;
}

bool
deed_read_csv(struct arena *a, const char *file, const char *text,
    size_t len, const struct deed_line **ret, size_t *ret_n,
    struct diags *diags)
{
	struct deed_line *lines = NULL;
	struct csv_field raw[COLUMNS], fields[COLUMNS];
	size_t n = 0, cap = 0, nraw, had, before = diags->nerrors;
	struct header header;
	struct csv c;

	if (!csv_begin(&c, a, file, text, len, CODE, diags) ||
	    !read_header(&c, &header))
		return false;
	while (had = diags->nerrors, csv_record(&c, raw, header.n, &nraw)) {
		struct deed_line line = {.place = {.file = file,
		    .line = raw[0].line, .column = 1}};

		/* Of a record that is broken its fields say nothing. */
		if (diags->nerrors > had)
			continue;
		for (size_t i = 0; i < COLUMNS; i++)
			fields[i] = (struct csv_field){"", raw[0].at,
			    raw[0].line};
		for (size_t i = 0; i < nraw; i++)
			fields[header.order[i]] = raw[i];
		if (read_line(&c, fields, &line))
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
