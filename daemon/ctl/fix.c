/* Edits - Passes - Lists - A diff - Writing - All */
#include "ctl/fix.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "ctl/json.h"
#include "load/file.h"
#include "load/load.h"
#include "load/source.h"

/* Some edits are seen only when others are made: white space before words. */
enum { PASSES_MOST = 100, CONTEXT = 3 };

struct fixed {                  /* an edit that was made */
	const struct diag *diag;
	const char *file, *old;
};

struct fixing {
	struct ctl *c;
	const struct fix *how;
	const struct load_file *was;
	struct load_file *files;        /* the same ones, mended */
	size_t n;
	struct fixed *made;
	size_t nmade, made_cap;
};

/* --- edits ------------------------------------------------------------- */

struct stretch {                /* an edit in bytes */
	size_t first, end;
	const struct diag *diag;
};

static int
by_place(const void *left, const void *right)
{
	const struct edit *a = &(*(const struct diag *const *)left)->edit;
	const struct edit *b = &(*(const struct diag *const *)right)->edit;

	if (a->line != b->line)
		return a->line < b->line ? -1 : 1;
	return (a->column > b->column) - (a->column < b->column);
}

/* The edits of one file in their order. */
static size_t
edits_of(struct ctl *c, const struct diags *diags, const char *name,
    const struct diag ***ret)
{
	const struct diag **found = arena_array(c->a, diags->len + 1,
	    sizeof(*found));
	size_t n = 0;

	for (size_t i = 0; i < diags->len; i++) {
		const struct diag *d = &diags->items[i];

		if (d->edit.text && d->place.file &&
		    strcmp(d->place.file, name) == 0)
			found[n++] = d;
	}
	if (n)
		qsort(found, n, sizeof(*found), by_place);
	*ret = found;
	return n;
}

/* A byte order mark stands before the first column. */
static size_t
text_start(const struct load_file *f)
{
	return f->len >= 3 && memcmp(f->bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

static size_t
line_end(const struct load_file *f, size_t byte)
{
	const char *lf = memchr(f->bytes + byte, '\n', f->len - byte);

	return lf ? (size_t)(lf - f->bytes) : f->len;
}

/* The byte of a column of the line that begins at byte start. */
static size_t
column_byte(const struct load_file *f, size_t start, unsigned column)
{
	size_t byte = start, end = line_end(f, start);

	while (byte < end && --column > 0)
		byte += utf8_length((unsigned char)f->bytes[byte]);
	return byte < end ? byte : end;
}

/* Edits to bytes: what would overlap the one before waits for another pass. */
static size_t
locate(const struct load_file *f, const struct diag **edits, size_t n,
    struct stretch *ret)
{
	size_t start = text_start(f), len = 0;
	unsigned line = 1;

	for (size_t i = 0; i < n; i++) {
		const struct edit *e = &edits[i]->edit;
		struct stretch s = {.diag = edits[i]};

		for (; line < e->line && start < f->len; line++)
			start = line_end(f, start) + (line_end(f, start) <
			    f->len);
		s.first = column_byte(f, start, e->column);
		s.end = column_byte(f, start, e->column + e->width);
		if (line == e->line && s.end > s.first &&
		    (!len || s.first >= ret[len - 1].end))
			ret[len++] = s;
	}
	return len;
}

static void
note(struct fixing *x, const struct load_file *f, const struct stretch *s)
{
	struct fixed *made = arena_push(x->c->a, (void **)&x->made,
	    &x->nmade, &x->made_cap, sizeof(*made));
	struct diag *copy = arena_alloc(x->c->a, sizeof(*copy));

	*copy = *s->diag;
	*made = (struct fixed){copy, f->name,
	    arena_strndup(x->c->a, f->bytes + s->first, s->end - s->first)};
}

static size_t
mend_file(struct fixing *x, struct load_file *f, const struct diags *diags)
{
	const struct diag **edits;
	size_t n = edits_of(x->c, diags, f->name, &edits), byte = 0;
	struct stretch *stretches = arena_array(x->c->a, n + 1,
	    sizeof(*stretches));
	struct str out;

	n = locate(f, edits, n, stretches);
	if (!n)
		return 0;
	str_init(&out);
	for (size_t i = 0; i < n; i++) {
		str_addn(&out, f->bytes + byte, stretches[i].first - byte);
		str_add(&out, stretches[i].diag->edit.text);
		byte = stretches[i].end;
		note(x, f, &stretches[i]);
	}
	str_addn(&out, f->bytes + byte, f->len - byte);
	f->bytes = arena_strndup(x->c->a, out.s, out.len);
	f->len = out.len;
	str_done(&out);
	return n;
}

/* --- passes ------------------------------------------------------------ */

/* Makes all edits that are seen now; returns how many. */
static size_t
run_pass(struct fixing *x)
{
	struct ruleset set;
	struct diags diags;
	size_t made = 0;

	diags_init(&diags, x->c->a);
	diags.unabridged = true;
	load_files(x->c->a, x->files, x->n, &x->c->config, &set, &diags);
	for (size_t i = 0; i < x->n; i++)
		if (!x->files[i].companion)
			made += mend_file(x, &x->files[i], &diags);
	return made;
}

/* --- lists ------------------------------------------------------------- */

static json_t *
as_json(struct ctl *c, const struct fixed *f)
{
	const struct diag *d = f->diag;
	json_t *o = json_object();

	json_object_set_new(o, "file", json_text(f->file));
	json_object_set_new(o, "line", json_integer(d->edit.line));
	json_object_set_new(o, "column", json_integer(d->edit.column));
	json_object_set_new(o, "old", json_text(f->old));
	json_object_set_new(o, "new", json_text(d->edit.text));
	json_object_set_new(o, "code", json_string(complain_code(c, d)));
	json_object_set_new(o, "message", json_text(d->what));
	return o;
}

/* By file and line, whichever pass it was. */
static int
by_line(const void *left, const void *right)
{
	const struct fixed *a = left, *b = right;
	int order = strcmp(a->file, b->file);
	const struct diag *x = a->diag, *y = b->diag;

	return order ? order : by_place(&x, &y);
}

static void
list(struct fixing *x)
{
	struct str *out = &x->c->out;
	json_t *all = json_array();

	if (x->nmade)
		qsort(x->made, x->nmade, sizeof(*x->made), by_line);
	for (size_t i = 0; i < x->nmade; i++) {
		const struct fixed *f = &x->made[i];

		if (x->how->format == COMPLAIN_JSON) {
			json_array_append_new(all, as_json(x->c, f));
			continue;
		}
		ctl_cell(out, f->file);
		str_addf(out, ":%u:%u: fixed: ", f->diag->edit.line,
		    f->diag->edit.column);
		ctl_cell(out, f->diag->what);
		str_addf(out, " [%s]\n", complain_code(x->c, f->diag));
	}
	if (x->how->format == COMPLAIN_JSON)
		json_write(out, all);
	else
		json_decref(all);
}

/* --- a diff ------------------------------------------------------------ */

struct line {
	const char *s;
	size_t n;               /* with its line end */
};

static size_t
lines_of(struct ctl *c, const struct load_file *f, struct line **ret)
{
	struct line *lines = NULL;
	size_t n = 0, cap = 0;

	for (size_t byte = 0; byte < f->len;) {
		size_t end = line_end(f, byte);
		struct line *line = arena_push(c->a, (void **)&lines, &n, &cap,
		    sizeof(*line));

		end += end < f->len;
		*line = (struct line){f->bytes + byte, end - byte};
		byte = end;
	}
	*ret = lines;
	return n;
}

static bool
same_line(const struct line *a, const struct line *b)
{
	return a->n == b->n && memcmp(a->s, b->s, a->n) == 0;
}

static void
add_line(struct str *out, char sign, const struct line *line)
{
	str_addc(out, sign);
	str_addn(out, line->s, line->n);
	if (line->s[line->n - 1] != '\n')
		str_add(out, "\n\\ No newline at end of file\n");
}

/* Lines first..end (from 0, half-open): runs of changed ones, old before
 * new. */
static void
add_hunk(struct str *out, const struct line *was, const struct line *is,
    size_t first, size_t end)
{
	str_addf(out, "@@ -%zu,%zu +%zu,%zu @@\n", first + 1, end - first,
	    first + 1, end - first);
	for (size_t i = first; i < end;) {
		size_t run = i;

		while (run < end && !same_line(&was[run], &is[run]))
			run++;
		for (size_t k = i; k < run; k++)
			add_line(out, '-', &was[k]);
		for (size_t k = i; k < run; k++)
			add_line(out, '+', &is[k]);
		if (run < end)
			add_line(out, ' ', &was[run]);
		i = run + (run < end);
	}
}

/* Edits stay within their lines: there are as many as before. */
static void
diff(struct ctl *c, const struct load_file *was, const struct load_file *is)
{
	struct line *a, *b;
	size_t n = lines_of(c, was, &a), i = 0;

	if (lines_of(c, is, &b) != n)
		return;
	str_addf(&c->out, "--- %s\n+++ %s\n", was->name, is->name);
	while (i < n) {
		size_t first, end, same = 0;

		if (same_line(&a[i], &b[i])) {
			i++;
			continue;
		}
		first = i > CONTEXT ? i - CONTEXT : 0;
		for (end = i; end < n && same <= CONTEXT + CONTEXT; end++)
			same = same_line(&a[end], &b[end]) ? same + 1 : 0;
		end -= same > CONTEXT ? same - CONTEXT : 0;
		add_hunk(&c->out, a, b, first, end);
		i = end;
	}
}

/* --- writing ----------------------------------------------------------- */

static const char *
why_not(int error)
{
	if (error == EMLINK)
		return "it has another name (hard link), which would keep "
		    "the old text";
	return strerror(error);
}

/* Somebody may have saved the file meanwhile: his text is not overwritten. */
static int
write_file(struct ctl *c, const struct load_file *was,
    const struct load_file *is)
{
	struct file now;
	int error = file_read(c->a, was->name, SOURCE_MOST, &now);

	if (!error && (now.len != was->len ||
	    memcmp(now.bytes, was->bytes, was->len) != 0))
		return ctl_fail(c, EX_TEMPFAIL, "%s: was changed meanwhile, "
		    "nothing is written", was->name);
	if (!error)
		error = file_replace(was->name, is->bytes, is->len);
	if (!error)
		return EX_OK;
	return ctl_fail(c, error == EACCES || error == EPERM ||
	    error == EROFS || error == EMLINK ? EX_NOPERM : EX_IOERR,
	    "%s: cannot be written: %s", was->name, why_not(error));
}

static int
write_all(const struct fixing *x)
{
	int rc = EX_OK;

	for (size_t i = 0; i < x->n; i++) {
		int failed;

		if (x->files[i].bytes == x->was[i].bytes)
			continue;
		if (x->how->dry_run) {
			diff(x->c, &x->was[i], &x->files[i]);
			continue;
		}
		failed = write_file(x->c, &x->was[i], &x->files[i]);
		rc = rc == EX_OK ? failed : rc;
	}
	return rc;
}

/* --- all --------------------------------------------------------------- */

int
fix_files(struct ctl *c, const struct arguments *paths,
    const struct fix *how, struct diags *diags,
    struct rules_tally *ret_tally)
{
	struct fixing x = {.c = c, .how = how};
	struct ruleset set;
	int rc = rules_there(c, paths);

	if (rc != EX_OK)
		return rc;
	x.n = load_list(c->a, paths->items, paths->n, &x.was, diags);
	x.files = arena_array(c->a, x.n, sizeof(*x.files));
	if (x.n)
		memcpy(x.files, x.was, x.n * sizeof(*x.files));
	for (int pass = 0; pass < PASSES_MOST && run_pass(&x); pass++)
		;
	load_files(c->a, x.files, x.n, &c->config, &set, diags);
	*ret_tally = rules_count(&set);
	rc = write_all(&x);
	if (rc == EX_OK && !how->dry_run)
		list(&x);
	return rc;
}
