#include "ctl/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"

enum { WIDTH_LEAST = 60 };

struct table {
	struct ctl *c;
	struct libscols_table *t;
	size_t ncolumns;
};

/* libsmartcols answers NULL or a negative number for lack of memory alone. */
static void
must(bool ok)
{
	static const char text[] = "srokctl: out of memory\n";
	ssize_t ignored;

	if (ok)
		return;
	ignored = write(STDERR_FILENO, text, sizeof(text) - 1);
	(void)ignored;
	_exit(EX_OSERR);
}

/* Columns of the terminal, or 0 when the output is none. */
static size_t
terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
}

struct table *
table_new(struct ctl *c, const struct table_column *columns)
{
	struct table *t = xcalloc(1, sizeof(*t));
	size_t width = terminal_width();

	t->c = c;
	t->t = scols_new_table();
	must(t->t != NULL);
	scols_table_enable_colors(t->t, c->color_out);
	scols_table_set_termforce(t->t, width ? SCOLS_TERMFORCE_ALWAYS :
	    SCOLS_TERMFORCE_NEVER);
	if (width)
		scols_table_set_termwidth(t->t, width);
	for (; columns[t->ncolumns].name; t->ncolumns++) {
		const struct table_column *col = &columns[t->ncolumns];
		int flags = col->flag == TABLE_RIGHT ? SCOLS_FL_RIGHT :
		    col->flag == TABLE_WRAP && width ? SCOLS_FL_WRAP : 0;

		must(scols_table_new_column(t->t, col->name,
		    col->flag == TABLE_WRAP && width ? 0.4 : 0., flags) !=
		    NULL);
	}
	return t;
}

void
table_row(struct table *t, const char *const *cells, const char *color)
{
	struct libscols_line *line = scols_table_new_line(t->t, NULL);

	must(line != NULL);
	for (size_t i = 0; i < t->ncolumns; i++)
		must(scols_line_set_data(line, i, cells[i] ? cells[i] : "") ==
		    0);
	if (color)
		must(scols_line_set_color(line, color) == 0);
}

void
table_print(struct table *t)
{
	char *text = NULL;

	must(scols_print_table_to_string(t->t, &text) == 0 && text);
	str_add(&t->c->out, text);
	if (text[0])
		str_addc(&t->c->out, '\n');
	free(text);
	scols_unref_table(t->t);
	free(t);
}
