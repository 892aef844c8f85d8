/* The text of a letter: complete by itself, read on any phone. Labels are not
 * aligned, as phones wrap again; further lines of a fact are indented. */
#include "compose/doc.h"

#include "compose/wrap.h"

enum { INDENT = 2 };

static void
add_paragraph(struct str *out, const struct doc *d, const char *s)
{
	if (!s || !*s)
		return;
	str_addc(out, '\n');
	wrap_add(out, s, d->t->columns, 0);
}

static void
add_facts(struct str *out, const struct doc *d)
{
	struct str line;

	if (d->nfacts == 0)
		return;
	str_addc(out, '\n');
	str_init(&line);
	for (size_t i = 0; i < d->nfacts; i++) {
		str_clear(&line);
		str_addf(&line, "%s: %s", d->facts[i].label,
		    d->facts[i].value);
		wrap_add(out, line.s, d->t->columns, INDENT);
	}
	str_done(&line);
}

/* A line of a row, indented; what it wraps to is indented once more. */
static void
add_line(struct str *out, const struct doc *d, const char *s)
{
	if (!s || !*s)
		return;
	str_add(out, "  ");
	wrap_add(out, s, d->t->columns - INDENT, INDENT + INDENT);
}

static void
add_row(struct str *out, const struct doc *d, const struct doc_list *list,
    const struct doc_row *row)
{
	if (list->mark) {
		str_add(out, list->mark);
		wrap_add(out, row->first, d->t->columns - INDENT, INDENT);
	} else {
		add_line(out, d, row->first);
	}
	add_line(out, d, row->second);
	add_line(out, d, row->third);
}

static void
add_list(struct str *out, const struct doc *d, const struct doc_list *list)
{
	add_paragraph(out, d, list->title);
	for (size_t i = 0; i < list->nrows; i++)
		add_row(out, d, list, &list->rows[i]);
	if (list->rest)
		wrap_add(out, list->rest, d->t->columns, INDENT);
}

/* The link stands on a line of its own, whole however long it is. */
static void
add_action(struct str *out, const struct doc *d)
{
	if (!d->link) {
		add_paragraph(out, d, d->answer);
		return;
	}
	add_paragraph(out, d, d->action);
	str_add(out, d->link);
	str_addc(out, '\n');
}

void
doc_text(struct str *out, const struct doc *d)
{
	wrap_add(out, d->salutation, d->t->columns, 0);
	add_paragraph(out, d, d->lead);
	add_facts(out, d);
	for (size_t i = 0; i < d->nlists; i++)
		add_list(out, d, &d->lists[i]);
	add_action(out, d);
	add_paragraph(out, d, d->next);
	add_paragraph(out, d, d->closing);
}
