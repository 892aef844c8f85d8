/* The HTML of a letter: what the text says, for those who see tables. Inline
 * styles and old attributes, as Word draws Outlook's mail; no image, script
 * or font from outside; rows of facts are stacked on phones. */
#include "compose/doc.h"

#include <string.h>

#define BLUE "#0d4cd3"

#define HEAD \
	"<meta charset=\"utf-8\">" \
	"<meta name=\"viewport\" content=\"width=device-width," \
	"initial-scale=1\">\n"

/* Kept out of the rows, so that a digest of 200 stays small. */
#define STYLE \
	"<style>th,td{padding:4px 8px 4px 0;text-align:left;" \
	"vertical-align:top}" \
	"th{font-weight:normal;color:#4a5b6c}" \
	"caption{text-align:left;font-weight:bold;padding:8px 0}" \
	"@media(max-width:600px){.f th,.f td{display:block;" \
	"width:auto!important;padding:2px 0}}</style>\n"

#define BODY \
	"<body style=\"margin:0;padding:0;background:#ffffff;" \
	"color:#17212b\">\n"

#define LAYOUT \
	"<table role=\"presentation\" width=\"600\" align=\"center\" " \
	"cellpadding=\"0\" cellspacing=\"0\" border=\"0\" " \
	"style=\"width:100%;max-width:600px\"><tr><td style=\"" \
	"padding:16px;font-family:Arial,'PT Sans',sans-serif;" \
	"font-size:16px;line-height:24px\">\n"

#define FONT "font-size:16px;line-height:24px"

/* Everything that is not ours to trust goes through here. */
static void
escape(struct str *out, const char *s)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = {
		{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"},
		{'"', "&quot;"}, {'\'', "&#39;"},
	};

	for (; *s; s++) {
		const char *entity = NULL;

		for (size_t i = 0; i < sizeof(entities) / sizeof(*entities);
		    i++)
			if (entities[i].c == *s)
				entity = entities[i].entity;
		if (entity)
			str_add(out, entity);
		else
			str_addc(out, *s);
	}
}

/* <tag>text</tag>; tag may carry attributes. */
static void
add_element(struct str *out, const char *tag, const char *text)
{
	str_addf(out, "<%s>", tag);
	escape(out, text);
	str_add(out, "</");
	str_addn(out, tag, strcspn(tag, " "));
	str_add(out, ">");
}

static void
add_paragraph(struct str *out, const char *s)
{
	if (!s || !*s)
		return;
	add_element(out, "p style=\"margin:0 0 16px\"", s);
	str_addc(out, '\n');
}

static void
add_facts(struct str *out, const struct doc *d)
{
	if (d->nfacts == 0)
		return;
	str_add(out, "<table class=\"f\" width=\"100%\" cellspacing=\"0\" "
	    "border=\"0\" style=\"" FONT ";margin:0 0 16px\">\n");
	for (size_t i = 0; i < d->nfacts; i++) {
		str_add(out, "<tr>");
		add_element(out, "th scope=\"row\" align=\"left\" "
		    "valign=\"top\" width=\"170\"", d->facts[i].label);
		add_element(out, "td valign=\"top\"", d->facts[i].value);
		str_add(out, "</tr>\n");
	}
	str_add(out, "</table>\n");
}

static size_t
cells_of(const struct doc_list *list)
{
	size_t n = 0;

	while (n < DOC_CELLS && list->heads[n])
		n++;
	return n;
}

static void
add_row(struct str *out, const struct doc_row *row, size_t cells)
{
	str_add(out, "<tr>");
	add_element(out, "th scope=\"row\" align=\"left\"", row->cells[0]);
	for (size_t i = 1; i < cells; i++) {
		str_add(out, "<td>");
		escape(out, row->cells[i]);
		if (i == 1 && row->third) {
			str_add(out, "<br>");
			escape(out, row->third);
		}
		str_add(out, "</td>");
	}
	str_add(out, "</tr>\n");
}

static void
add_list(struct str *out, const struct doc_list *list)
{
	size_t cells = cells_of(list);

	str_add(out, "<table width=\"100%\" cellspacing=\"0\" border=\"0\" "
	    "style=\"" FONT ";margin:0 0 16px\">\n");
	add_element(out, "caption align=\"left\"", list->title);
	str_add(out, "\n<tr>");
	for (size_t i = 0; i < cells; i++)
		add_element(out, "th scope=\"col\" align=\"left\"",
		    list->heads[i]);
	str_add(out, "</tr>\n");
	for (size_t i = 0; i < list->nrows; i++)
		add_row(out, &list->rows[i], cells);
	str_add(out, "</table>\n");
	add_paragraph(out, list->rest);
}

/* A one-cell table, 44 px high: the only button that Outlook draws. The
 * address stands below it as text, for whoever reads without HTML's links. */
static void
add_action(struct str *out, const struct doc *d)
{
	if (!d->link) {
		add_paragraph(out, d->answer);
		return;
	}
	str_add(out, "<table role=\"presentation\" cellpadding=\"0\" "
	    "cellspacing=\"0\" border=\"0\"><tr><td height=\"44\" "
	    "align=\"center\" bgcolor=\"" BLUE "\" style=\"height:44px;"
	    "border-radius:4px;padding:0\"><a href=\"");
	escape(out, d->link);
	str_add(out, "\" style=\"display:block;padding:0 24px;color:#ffffff;"
	    "text-decoration:none;line-height:44px\">");
	escape(out, d->button);
	str_add(out, "</a></td></tr></table>\n"
	    "<p style=\"margin:8px 0 16px\"><a href=\"");
	escape(out, d->link);
	str_add(out, "\" style=\"color:" BLUE "\">");
	escape(out, d->link);
	str_add(out, "</a></p>\n");
}

/* What a list of letters shows behind the subject; the tail of no-break
 * spaces that others add would only be read aloud. */
static void
add_preheader(struct str *out, const char *s)
{
	add_element(out, "div style=\"display:none;max-height:0;"
	    "overflow:hidden\"", s);
	str_addc(out, '\n');
}

void
doc_html(struct str *out, const struct doc *d)
{
	str_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head>" HEAD,
	    d->t->code);
	add_element(out, "title", d->subject);
	str_add(out, "\n" STYLE "</head>\n" BODY);
	add_preheader(out, d->preheader);
	str_add(out, LAYOUT);
	add_paragraph(out, d->salutation);
	add_paragraph(out, d->lead);
	add_facts(out, d);
	for (size_t i = 0; i < d->nlists; i++)
		add_list(out, &d->lists[i]);
	add_action(out, d);
	add_paragraph(out, d->next);
	add_element(out, "p style=\"margin:0;color:#4a5b6c\"", d->closing);
	str_add(out, "\n</td></tr></table>\n</body></html>\n");
}

void
doc_text_html(struct str *out, const struct tongue *t, const char *title,
    const char *text)
{
	str_addf(out, "<!DOCTYPE html>\n<html lang=\"%s\"><head>"
	    "<meta charset=\"utf-8\"><title>", t->code);
	escape(out, title);
	str_add(out, "</title></head>\n<body><pre style=\"white-space:"
	    "pre-wrap;font-size:14px;line-height:20px\">\n");
	escape(out, text);
	str_add(out, "</pre></body></html>\n");
}
