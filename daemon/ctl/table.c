/* Columns for people, fitted to the terminal.
 *
 * Contents: Rows - Widths - Printing */
#include "ctl/table.h"

#include <libsmartcols/libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "core/alloc.h"
#include "ctl/lines.h"

enum {
	FOLD_LEAST = 16,        /* of a folded column; below it none is read */
	BELOW_INDENT = 4,
	COLUMNS_MAX = 16
};

struct row {
	const char **cells;
	const char *color;
};

/* What becomes of a column. */
enum fit { FIT_WHOLE, FIT_FOLD, FIT_BELOW, FIT_AWAY };

struct table {
	struct ctl *c;
	struct arena *a;
	const struct table_column *columns;
	size_t ncolumns;
	struct row *rows;
	size_t nrows, room;
	size_t width[COLUMNS_MAX];
	enum fit fit[COLUMNS_MAX];
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

/* --- rows -------------------------------------------------------------- */

struct table *
table_new(struct ctl *c, const struct table_column *columns)
{
	struct table *t = xcalloc(1, sizeof(*t));

	t->c = c;
	t->a = arena_new();
	t->columns = columns;
	while (columns[t->ncolumns].name && t->ncolumns < COLUMNS_MAX)
		t->ncolumns++;
	return t;
}

/* A line end of somebody's note must not end the row. */
static const char *
copy_cell(struct arena *a, const char *cell)
{
	char *copy = arena_strdup(a, cell);

	for (char *p = copy; *p; p++)
		if ((unsigned char)*p < ' ')
			*p = ' ';
	return copy;
}

void
table_row(struct table *t, const char *const *cells, const char *color)
{
	struct row *row;

	row = arena_push(t->a, (void **)&t->rows, &t->nrows, &t->room,
	    sizeof(*row));
	row->cells = arena_array(t->a, t->ncolumns, sizeof(*row->cells));
	for (size_t i = 0; i < t->ncolumns; i++)
		row->cells[i] = copy_cell(t->a, cells[i] ? cells[i] : "");
	row->color = color;
}

/* --- widths ------------------------------------------------------------ */

static void
measure(struct table *t)
{
	for (size_t i = 0; i < t->ncolumns; i++) {
		t->width[i] = lines_columns(t->columns[i].name);
		t->fit[i] = FIT_WHOLE;
		for (size_t r = 0; r < t->nrows; r++) {
			size_t n = lines_columns(t->rows[r].cells[i]);

			if (n > t->width[i])
				t->width[i] = n;
		}
	}
}

/* A subject reads folded, a file name cut in pieces does not. */
static bool
is_readable(const struct table *t, size_t column, size_t width)
{
	if (width < FOLD_LEAST)
		return false;
	for (size_t r = 0; r < t->nrows; r++)
		if (lines_longest_word(t->rows[r].cells[column]) > width)
			return false;
	return true;
}

static bool
is_empty(const struct table *t, size_t column)
{
	for (size_t r = 0; r < t->nrows; r++)
		if (*t->rows[r].cells[column])
			return false;
	return true;
}

/* The columns side by side, a space between them; of those that are folded
 * only how many they are. */
static size_t
taken(const struct table *t, size_t *ret_folded)
{
	size_t sum = 0;

	*ret_folded = 0;
	for (size_t i = 0; i < t->ncolumns; i++) {
		if (t->fit[i] == FIT_WHOLE)
			sum += t->width[i] + 1;
		else if (t->fit[i] == FIT_FOLD) {
			sum++;
			++*ret_folded;
		}
	}
	return sum ? sum - 1 : 0;
}

static size_t
last_folded(const struct table *t)
{
	size_t i = t->ncolumns - 1;

	while (i > 0 && t->fit[i] != FIT_FOLD)
		i--;
	return i;
}

/* The narrowest columns that are to be folded keep their width, while it is
 * less than an equal share; the others share what is left. */
static void
share(struct table *t, size_t width)
{
	for (;;) {
		size_t folded, used = taken(t, &folded);
		size_t each, narrow = t->ncolumns;

		if (!folded)
			return;
		each = used < width ? (width - used) / folded : 0;
		for (size_t i = 0; i < t->ncolumns; i++)
			if (t->fit[i] == FIT_FOLD && t->width[i] <= each)
				narrow = i;
		if (narrow < t->ncolumns) {
			t->fit[narrow] = FIT_WHOLE;
		} else if (!is_readable(t, last_folded(t), each)) {
			t->fit[last_folded(t)] = FIT_BELOW;
		} else {
			for (size_t i = 0; i < t->ncolumns; i++)
				if (t->fit[i] == FIT_FOLD)
					t->width[i] = each;
			return;
		}
	}
}

static void
fit(struct table *t, size_t width)
{
	size_t folded;

	measure(t);
	if (!width || taken(t, &folded) <= width)
		return;
	for (size_t i = 0; i < t->ncolumns; i++)
		if (is_empty(t, i))
			t->fit[i] = FIT_AWAY;
	if (taken(t, &folded) <= width)
		return;
	for (size_t i = 0; i < t->ncolumns; i++)
		if (t->columns[i].flag == TABLE_WRAP &&
		    t->fit[i] == FIT_WHOLE)
			t->fit[i] = FIT_FOLD;
	share(t, width);
}

/* --- printing ---------------------------------------------------------- */

static struct libscols_table *
columns_new(const struct table *t)
{
	struct libscols_table *s = scols_new_table();

	must(s != NULL);
	scols_table_enable_colors(s, t->c->color_out);
	scols_table_set_termforce(s, SCOLS_TERMFORCE_NEVER);
	for (size_t i = 0; i < t->ncolumns; i++) {
		struct libscols_column *column;
		int flags = t->columns[i].flag == TABLE_RIGHT ?
		    SCOLS_FL_RIGHT : 0;

		if (t->fit[i] == FIT_FOLD)
			flags |= SCOLS_FL_WRAP;
		if (t->fit[i] == FIT_BELOW || t->fit[i] == FIT_AWAY)
			flags |= SCOLS_FL_HIDDEN;
		column = scols_table_new_column(s, t->columns[i].name, 0.,
		    flags);
		must(column != NULL);
		if (t->fit[i] != FIT_FOLD)
			continue;
		must(scols_column_set_safechars(column, "\n") == 0);
		must(scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
		    scols_wrapnl_nextchunk, NULL) == 0);
	}
	return s;
}

/* Returns how many lines the row takes. */
static size_t
line_new(const struct table *t, struct libscols_table *s,
    const struct row *row)
{
	struct libscols_line *line = scols_table_new_line(s, NULL);
	size_t height = 1;
	struct str text;

	must(line != NULL);
	str_init(&text);
	for (size_t i = 0; i < t->ncolumns; i++) {
		const char *cell = row->cells[i];

		if (t->fit[i] == FIT_BELOW || t->fit[i] == FIT_AWAY)
			continue;
		if (t->fit[i] == FIT_FOLD) {
			size_t lines;

			str_clear(&text);
			lines = lines_fold(&text, cell, t->width[i], 0);
			height = lines > height ? lines : height;
			cell = text.s;
		}
		must(scols_line_set_data(line, i, cell) == 0);
	}
	if (row->color)
		must(scols_line_set_color(line, row->color) == 0);
	str_done(&text);
	return height;
}

/* So many lines of *text, and moves it behind them. */
static void
take_lines(struct str *out, const char **text, size_t lines)
{
	while (lines-- > 0 && **text) {
		const char *end = strchrnul(*text, '\n');

		str_addf(out, "%.*s\n", (int)(end - *text), *text);
		*text = *end ? end + 1 : end;
	}
}

static void
print_below(struct str *out, const struct table *t, const struct row *row,
    size_t width)
{
	for (size_t i = 0; i < t->ncolumns; i++)
		if (t->fit[i] == FIT_BELOW && *row->cells[i]) {
			lines_fold(out, row->cells[i], width - BELOW_INDENT,
			    BELOW_INDENT);
			str_addc(out, '\n');
		}
}

void
table_print(struct table *t)
{
	size_t width = lines_terminal();
	size_t *heights = xcalloc(t->nrows + 1, sizeof(*heights));
	struct libscols_table *s;
	const char *next;
	char *text = NULL;

	fit(t, width);
	s = columns_new(t);
	for (size_t r = 0; r < t->nrows; r++)
		heights[r] = line_new(t, s, &t->rows[r]);
	must(scols_print_table_to_string(s, &text) == 0 && text);
	next = text;
	take_lines(&t->c->out, &next, 1);
	for (size_t r = 0; r < t->nrows; r++) {
		take_lines(&t->c->out, &next, heights[r]);
		print_below(&t->c->out, t, &t->rows[r], width);
	}
	free(text);
	scols_unref_table(s);
	free(heights);
	arena_free(t->a);
	free(t);
}
