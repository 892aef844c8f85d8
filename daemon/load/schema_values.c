/* Texts - Days - Words - Addresses: values that mean the same wherever they
 * stand (schema.h). */
#include <string.h>

#include "load/look.h"
#include "load/mend.h"
#include "load/schema.h"
#include "load/values.h"

void
read_node(struct reader *r, const struct node *value, void *into)
{
	(void)r;
	*(const struct node **)into = value;
}

void
read_plain(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "text");

	if (!s)
		return;
	mend_mixed_words(r, value);
	*(const char **)into = composed(r->a, s);
}

static const struct key text_keys[] = {
	{"ru", read_plain, offsetof(struct text, in[LANGUAGE_RU]), false,
	    "text", NULL, NULL},
	{"en", read_plain, offsetof(struct text, in[LANGUAGE_EN]), false,
	    "text", NULL, NULL},
};
static const struct key_table text_table = KEY_TABLE("a text", text_keys);

/* "Приказ #1": what follows is a comment to YAML, hardly to its writer. */
static void
doubt_comment(struct reader *r, const struct node *value)
{
	const char *s = r->tree->source.bytes;
	struct place place;
	size_t at;

	if (!node_comment_follows(r->tree, value, &place))
		return;
	at = value->end + strspn(s + value->end, " \t") + 1;
	if (s[at] == ' ')
		at++;
	if (s[at] >= '0' && s[at] <= '9')
		complain_at(r->diags, DIAG_WARNING, place, CODE_W_COMMENT,
		    "put the text in quotes if this belongs to it",
		    "a comment ends the text");
}

/* Words without a language are those of the roadmap: they are given in each,
 * so that they are found whatever is asked for. */
void
read_text(struct reader *r, const struct node *value, void *into)
{
	struct text *t = into;
	const char *s;

	if (value->kind == NODE_MAP) {
		if (!value->child)
			fault(r, value, CODE_E_TYPE, "{ru: …, en: …}",
			    "a text is missing");
		read_map(r, value, &text_table, t);
		return;
	}
	s = scalar_of(r, value, "text");
	if (!s)
		return;
	doubt_comment(r, value);
	mend_mixed_words(r, value);
	s = composed(r->a, s);
	for (int i = 0; i < LANGUAGE_COUNT; i++)
		t->in[i] = s;
}

void
read_id(struct reader *r, const struct node *value, void *into)
{
	const char *id = id_of(r, value);

	if (id)
		*(const char **)into = id;
}

void
read_bool(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "true or false");

	if (s && !value_bool(s, into))
		fault(r, value, CODE_E_TYPE, "true or false",
		    "'%s' is neither true nor false", s);
}

static bool
is_span(const char *s)
{
	struct date_span span;

	return value_span(s, &span) == VALUE_OK;
}

static bool
is_duration(const char *s)
{
	struct duration duration;

	return value_duration(s, &duration);
}

/* 10.01.2022 and 2022–01–10 as 2022-01-10, or the usual example. */
static const char *
date_hint(struct reader *r, const char *s)
{
	char clean[LOOK_ROOM];
	const char *iso;
	struct date d;

	if (look_write(s, LOOK_CLEAN, clean) && is_span(clean))
		return arena_printf(r->a, "write %s", clean);
	if (strlen(s) != 10 || s[2] != '.' || s[5] != '.')
		return "year, month, day: 2026-09-01";
	iso = arena_printf(r->a, "%s-%.2s-%.2s", s + 6, s + 3, s);
	return value_date(iso, &d) == VALUE_OK ?
	    arena_printf(r->a, "write %s", iso) :
	    "year, month, day: 2026-09-01";
}

static void
date_fault(struct reader *r, const struct node *n, const char *s,
    enum value_state state)
{
	if (state == VALUE_MALFORMED)
		mend_looks(r, fault(r, n, CODE_E_DATE_VALUE, date_hint(r, s),
		    "'%s' is not a date", s), n, is_span);
	else if (strstr(s, ".."))
		fault(r, n, CODE_E_REVERSED_SPAN,
		    "both days must exist, the first one first",
		    "'%s' is not a span of days", s);
	else
		fault(r, n, CODE_E_DATE_VALUE, NULL,
		    "there is no day '%s'", s);
}

void
read_date(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a date");
	enum value_state state;

	if (!s)
		return;
	state = value_date(s, into);
	if (state != VALUE_OK)
		date_fault(r, value, s, state);
}

void
read_spans(struct reader *r, const struct node *value, void *into)
{
	enum { SPANS_MOST = 10000 };
	struct span_list *list = into;
	size_t n = count_of(value);
	struct date_span *spans;

	if (n > SPANS_MOST) {
		fault(r, value, CODE_E_TOO_MANY, NULL,
		    "more than %d spans", SPANS_MOST);
		return;
	}
	spans = arena_array(r->a, n, sizeof(*spans));
	n = 0;
	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const char *s = scalar_of(r, c, "a date or a span");
		enum value_state state;

		if (!s)
			continue;
		state = value_span(s, &spans[n]);
		if (state == VALUE_OK)
			n++;
		else
			date_fault(r, c, s, state);
	}
	values_sort_spans(spans, n);
	*list = (struct span_list){spans, n};
}

void
read_duration(struct reader *r, const struct node *value, void *into)
{
	const char *s = scalar_of(r, value, "a duration");

	if (s && !value_duration(s, into))
		mend_looks(r, fault(r, value, CODE_E_DURATION,
		    "write '3 days', '3 working days', '2 weeks' or '1 month'",
		    "'%s' is not a duration", s), value, is_duration);
}

void
read_language(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"ru", "en"};
	int i = choice_of(r, value, words, 2);

	if (i >= 0)
		*(int *)into = i;
}

void
read_shift(struct reader *r, const struct node *value, void *into)
{
	static const char *const words[] = {"before", "after", "keep"};
	int i = choice_of(r, value, words, 3);

	if (i >= 0)
		*(enum shift *)into = (enum shift)i;
}

const char *
take_address(struct reader *r, const struct node *n, const char *s)
{
	const char *wrong = value_address_fault(s), *ascii = NULL;

	if (!wrong) {
		ascii = value_address_ascii(r->a, s);
		wrong = ascii ? NULL :
		    "the domain is no valid international name";
	}
	if (wrong)
		fault(r, n, CODE_E_ADDRESS, strpbrk(s, ",;") ?
		    "several stand in brackets: [a@b.example, c@d.example]" :
		    "name@domain.example",
		    "address '%s': %s", s, wrong);
	return ascii;
}

void
read_addresses(struct reader *r, const struct node *value, void *into)
{
	struct text_list *list = into;
	const char **items = arena_array(r->a, count_of(value),
	    sizeof(*items));
	size_t n = 0;

	for (const struct node *c = first_of(value); c;
	    c = next_of(value, c)) {
		const char *s = scalar_of(r, c, "an address");
		const char *address = s ? take_address(r, c, s) : NULL;

		if (address)
			items[n++] = address;
	}
	*list = (struct text_list){items, n};
}
