/* Values - Names - Reading - Help */
#include "ctl/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/diag.h"
#include "load/values.h"

enum { NAMES_MOST = 48, HELP_LEFT = 24, HELP_WIDTH = 79 };

struct reading {
	const char *name;               /* "srokctl plan" */
	const struct option_set *sets;
	size_t nsets;
};

static void *
field(const struct option_set *set, const struct option_row *row)
{
	return (char *)set->into + row->offset;
}

void
options_clear(const struct option_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		const struct option_row *row = &set->rows[i];

		if (row->kind == OPTION_DAY)
			*(struct date *)field(set, row) = DATE_NONE;
		if (row->kind == OPTION_SPAN)
			*(struct date_span *)field(set, row) =
			    (struct date_span){DATE_NONE, DATE_NONE};
	}
}

/* --- values ------------------------------------------------------------ */

/* The index of word among "a|b|c", or -1. */
static int
choice(const char *words, const char *word)
{
	size_t n = strlen(word);

	for (int i = 0; ; i++) {
		size_t len = strcspn(words, "|");

		if (len == n && memcmp(words, word, n) == 0)
			return i;
		if (words[len] == '\0')
			return -1;
		words += len + 1;
	}
}

static bool
read_number(const char *text, long *ret)
{
	char *end;
	long n;

	if (text[0] < '0' || text[0] > '9' || strlen(text) > 18)
		return false;
	n = strtol(text, &end, 10);
	if (*end || n < 1)
		return false;
	*ret = n;
	return true;
}

static bool
read_value(const struct option_row *row, const char *text, void *into)
{
	int i;

	switch (row->kind) {
	case OPTION_DAY:
		return date_parse(text, strlen(text), into);
	case OPTION_SPAN:
		return span_parse(text, strlen(text), into);
	case OPTION_NUMBER:
		return read_number(text, into);
	case OPTION_CHOICE:
		i = choice(row->argument, text);
		if (i >= 0)
			*(int *)into = i;
		return i >= 0;
	default:
		*(const char **)into = text;
		return *text != '\0';
	}
}

/* Why a value was not taken. */
static const char *
wanted(const struct option_row *row, const char *value)
{
	struct date day;

	switch (row->kind) {
	case OPTION_DAY:
		return value_date(value, &day) == VALUE_IMPOSSIBLE ?
		    "there is no such day from 1900 to 2200" :
		    "a day is written 2021-10-14";
	case OPTION_SPAN:
		return "a span is written 2021-10-14..2024-12-31, first day "
		    "first";
	case OPTION_NUMBER:
		return "a number from 1 on is wanted";
	case OPTION_CHOICE:
		return row->argument;
	default:
		return "something must stand there";
	}
}

/* --- names ------------------------------------------------------------- */

static const struct option_row *
find(const struct reading *r, const char *name, size_t n, char letter,
    const struct option_set **ret_set)
{
	for (size_t i = 0; i < r->nsets; i++) {
		const struct option_set *set = &r->sets[i];

		for (size_t k = 0; k < set->n; k++) {
			const struct option_row *row = &set->rows[k];

			*ret_set = set;
			if (letter ? row->letter == letter :
			    strlen(row->name) == n &&
			    memcmp(row->name, name, n) == 0)
				return row;
		}
	}
	return NULL;
}

static bool
unknown(const struct reading *r, const char *dashes, const char *word)
{
	const char *names[NAMES_MOST], *near;
	size_t n = 0;

	for (size_t i = 0; i < r->nsets; i++)
		for (size_t k = 0; k < r->sets[i].n && n < NAMES_MOST; k++)
			names[n++] = r->sets[i].rows[k].name;
	near = diag_nearest(word, names, n);
	fprintf(stderr, "%s: no option is called %s%s", r->name, dashes, word);
	if (near)
		fprintf(stderr, " (did you mean --%s?)", near);
	fprintf(stderr, "\n%s: --help lists them\n", r->name);
	return false;
}

static bool
refuse(const struct reading *r, const struct option_row *row,
    const char *value, const char *why)
{
	fprintf(stderr, "%s: --%s", r->name, row->name);
	if (value)
		fprintf(stderr, ": '%s' cannot be taken", value);
	fprintf(stderr, ": %s%s\n", row->kind == OPTION_CHOICE && value ?
	    "one of " : "", why);
	return false;
}

/* --- reading ----------------------------------------------------------- */

/* argv[*i] is an option; *i moves on to its value when that stands apart. */
static bool
read_option(const struct reading *r, struct arena *a, int argc, char **argv,
    int *i)
{
	const char *word = argv[*i], *value = NULL, *name, *equals;
	const struct option_row *row;
	const struct option_set *set;
	size_t n;

	if (word[1] == '-') {
		name = word + 2;
		equals = strchr(name, '=');
		n = equals ? (size_t)(equals - name) : strlen(name);
		row = find(r, name, n, 0, &set);
		if (equals)
			value = equals + 1;
	} else {
		name = word + 1;
		n = strlen(name);
		row = find(r, NULL, 0, word[1], &set);
		if (word[2])
			value = word + 2;
	}
	if (!row)
		return unknown(r, word[1] == '-' ? "--" : "-",
		    arena_strndup(a, name, n));
	if (row->kind == OPTION_FLAG) {
		*(bool *)field(set, row) = true;
		return !value || refuse(r, row, value, "it takes no value");
	}
	if (!value && *i + 1 < argc)
		value = argv[++*i];
	if (!value)
		return refuse(r, row, NULL, "a value is missing");
	return read_value(row, value, field(set, row)) ||
	    refuse(r, row, value, wanted(row, value));
}

bool
options_read(struct arena *a, const char *name,
    const struct option_set *sets, size_t nsets, int argc, char **argv,
    bool first_only, struct arguments *ret, int *ret_read)
{
	struct reading r = {name, sets, nsets};
	bool ended = false;
	int i;

	*ret = (struct arguments){
		arena_array(a, (size_t)argc + 1, sizeof(*ret->items)), 0
	};
	for (i = 0; i < argc && !(first_only && ret->n); i++) {
		const char *word = argv[i];

		/* A lone dash is an argument: a file's usual stand-in. */
		if (ended || word[0] != '-' || word[1] == '\0')
			ret->items[ret->n++] = word;
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (!read_option(&r, a, argc, argv, &i))
			return false;
	}
	*ret_read = i;
	return true;
}

/* --- help -------------------------------------------------------------- */

/* Appends words of text, broken between them, from column left on. */
static void
add_wrapped(struct str *out, const char *text, size_t left)
{
	size_t column = left;

	while (*text) {
		size_t n = strcspn(text, " ");

		if (column > left && column + 1 + n > HELP_WIDTH) {
			str_addf(out, "\n%*s", (int)left, "");
			column = left;
		} else if (column > left) {
			str_addc(out, ' ');
			column++;
		}
		str_addn(out, text, n);
		column += n;
		text += n + (text[n] == ' ');
	}
	str_addc(out, '\n');
}

void
options_help(struct str *out, const struct option_row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const struct option_row *row = &rows[i];
		size_t before = out->len, width;

		str_add(out, "  ");
		if (row->letter)
			str_addf(out, "-%c, ", row->letter);
		str_addf(out, "--%s", row->name);
		if (row->argument)
			str_addf(out, "=%s", row->argument);
		width = out->len - before;
		if (width + 2 > HELP_LEFT) {
			str_addc(out, '\n');
			width = 0;
		}
		str_addf(out, "%*s", (int)(HELP_LEFT - width), "");
		add_wrapped(out, row->what, HELP_LEFT);
	}
}
