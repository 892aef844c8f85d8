/* How fast a term cell is read, beside libical reading RRULEs that say when
 * the same is due.
 *
 * The cells are those of the five orders in rules/, each as often as it
 * stands there (terms.tsv: COUNT, CELL, SPELLED, RRULES). A cell that no
 * RRULE can say (a schedule from outside, a request) is left out of the
 * ratios. A cell of two phases stands beside two RRULEs; the RRULE says
 * the last days alone, a cell the whole windows.
 *
 * usage: parse TERMS.tsv */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libical/ical.h>

#include "core/alloc.h"
#include "core/arena.h"
#include "core/phrase.h"
#include "core/rrule.h"
#include "core/str.h"
#include "load/when.h"
#include "measure.h"

enum { CELLS_MOST = 1000, RRULES_MOST = 8 };

struct cell {
	int count;
	char *phrase, *spelled;
	char *rrules[RRULES_MOST];
	size_t nrrules;         /* 0: none says it */
	const struct node *node;        /* the spelled-out form */
};

struct bench {
	struct cell cells[CELLS_MOST];
	size_t n, outside;
	struct arena *a, *scratch;
	struct diags diags;
	struct tree tree;
	long read;              /* so that no reading is left out */
};

/* --- cells --------------------------------------------------------------- */

static void
take_line(struct bench *b, char *line)
{
	struct cell *c = &b->cells[b->n];
	char *save, *rrules;

	c->count = (int)strtol(strtok_r(line, "\t", &save), NULL, 10);
	c->phrase = xstrdup(strtok_r(NULL, "\t", &save));
	c->spelled = xstrdup(strtok_r(NULL, "\t", &save));
	rrules = strtok_r(NULL, "\n", &save);
	b->n++;
	if (strcmp(rrules, "-") == 0) {
		b->outside += (size_t)c->count;
		return;
	}
	for (char *r = strtok_r(rrules, " ", &save); r;
	    r = strtok_r(NULL, " ", &save))
		c->rrules[c->nrrules++] = xstrdup(r);
}

static void
read_cells(struct bench *b, const char *path)
{
	FILE *f = fopen(path, "r");
	char line[4096];

	if (!f || !fgets(line, sizeof(line), f)) {
		perror(path);
		exit(1);
	}
	while (b->n < CELLS_MOST && fgets(line, sizeof(line), f))
		take_line(b, line);
	fclose(f);
}

/* The spelled-out forms as the entries of one YAML list. */
static void
read_spelled(struct bench *b)
{
	struct str s;
	const struct node *n;

	str_init(&s);
	for (size_t i = 0; i < b->n; i++)
		str_addf(&s, "- %s\n", b->cells[i].spelled);
	tree_read(&b->tree, b->a, b->a, "terms.tsv", s.s, s.len, &b->diags);
	str_done(&s);
	n = b->tree.root->child;
	for (size_t i = 0; i < b->n && n; i++, n = n->next)
		b->cells[i].node = n;
}

/* --- contenders ---------------------------------------------------------- */

static void
read_phrases(void *arg)
{
	struct bench *b = arg;

	for (size_t i = 0; i < b->n; i++) {
		const struct cell *c = &b->cells[i];

		for (int k = 0; c->nrrules && k < c->count; k++) {
			struct phrase p;

			b->read += phrase_parse(b->scratch, c->phrase, &p);
			arena_reset(b->scratch);
		}
	}
}

static void
read_mappings(void *arg)
{
	struct bench *b = arg;
	struct reader r = { .a = b->scratch, .diags = &b->diags,
	    .tree = &b->tree };

	for (size_t i = 0; i < b->n; i++) {
		const struct cell *c = &b->cells[i];

		for (int k = 0; c->nrrules && k < c->count; k++) {
			struct when w;

			when_read(&r, c->node, WHEN_ALL, &w);
			b->read += w.term != NULL;
			arena_reset(b->scratch);
		}
	}
}

static void
read_rrules(void *arg)
{
	struct bench *b = arg;

	for (size_t i = 0; i < b->n; i++) {
		const struct cell *c = &b->cells[i];

		for (size_t k = 0; k < c->nrrules * (size_t)c->count; k++) {
			const char *s = c->rrules[k % c->nrrules];
			const struct rrule *rule;
			struct rrule_error error;

			b->read += rrule_parse(b->scratch, s, strlen(s),
			    &rule, &error);
			arena_reset(b->scratch);
		}
	}
}

static void
read_by_libical(void *arg)
{
	struct bench *b = arg;

	for (size_t i = 0; i < b->n; i++) {
		const struct cell *c = &b->cells[i];

		for (size_t k = 0; k < c->nrrules * (size_t)c->count; k++)
			b->read += icalrecurrencetype_from_string(
			    c->rrules[k % c->nrrules]).freq !=
			    ICAL_NO_RECURRENCE;
	}
}

static const struct {
	const char *name;
	void (*call)(void *);
	bool rrules;            /* reads RRULEs, not cells */
} contenders[] = {
	{ "libical, RRULE", read_by_libical, true },
	{ "srok, cells as they stand", read_phrases, false },
	{ "srok, spelled-out mappings", read_mappings, false },
	{ "srok, RRULE", read_rrules, true },
};
enum { CONTENDERS = sizeof(contenders) / sizeof(contenders[0]) };

/* --- the table ----------------------------------------------------------- */

static void
check_all_read(struct bench *b, long cells, long rrules)
{
	for (size_t i = 0; i < CONTENDERS; i++) {
		b->read = 0;
		contenders[i].call(b);
		if (b->read == (contenders[i].rrules ? rrules : cells))
			continue;
		fprintf(stderr, "%s: %ld read of %ld\n", contenders[i].name,
		    b->read, contenders[i].rrules ? rrules : cells);
		exit(1);
	}
}

static void
measure(struct bench *b, long cells, long rrules)
{
	double took[CONTENDERS][ROUNDS], ratio[CONTENDERS][ROUNDS];

	for (int round = 0; round < ROUNDS; round++)
		for (size_t i = 0; i < CONTENDERS; i++) {
			took[i][round] = measure_call(contenders[i].call, b,
			    0.1);
			ratio[i][round] = took[0][round] / took[i][round];
		}
	printf("%-28s %10s %10s %26s\n", "reading of `when`", "each, ns",
	    "all, us", "speed beside libical");
	for (size_t i = 0; i < CONTENDERS; i++) {
		double all = measure_median(took[i]);
		double middle = measure_median(ratio[i]);

		printf("%-28s %10.0f %10.1f %11.2fx (%.2f..%.2f)\n",
		    contenders[i].name, all * 1e9 / (double)
		    (contenders[i].rrules ? rrules : cells), all * 1e6,
		    middle, ratio[i][0], ratio[i][ROUNDS - 1]);
	}
}

int
main(int argc, char **argv)
{
	static struct bench b;
	long cells = 0, rrules = 0;

	if (argc != 2) {
		fputs("usage: parse TERMS.tsv\n", stderr);
		return 64;
	}
	b.a = arena_new();
	b.scratch = arena_new();
	diags_init(&b.diags, b.a);
	read_cells(&b, argv[1]);
	read_spelled(&b);
	for (size_t i = 0; i < b.n; i++) {
		const struct cell *c = &b.cells[i];

		cells += c->nrrules ? c->count : 0;
		rrules += (long)c->nrrules * c->count;
	}
	check_all_read(&b, cells, rrules);
	printf("%ld cells of five orders (%zu different; %zu without an "
	    "RRULE left out), %ld RRULEs\n", cells, b.n, b.outside, rrules);
	measure(&b, cells, rrules);
	arena_free(b.scratch);
	arena_free(b.a);
	return 0;
}
