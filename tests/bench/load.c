/* How fast a roadmap of 10,000 rules is loaded, beside libyaml that only
 * names the events of the same bytes, and what the rules then hold.
 *
 * usage: load BODIES.yaml ROADMAP.yaml   (tests/bench/gen_rules.py) */
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <yaml.h>

#include "core/arena.h"
#include "load/file.h"
#include "load/load.h"
#include "load/source.h"
#include "measure.h"

enum { FILES = 2 };

struct bench {
	struct load_file files[FILES];
	struct config config;
	size_t events, rules, errors;
};

static size_t
events_of(const struct load_file *f)
{
	yaml_parser_t parser;
	yaml_event_t e;
	size_t n = 0;
	bool more = true;

	yaml_parser_initialize(&parser);
	yaml_parser_set_input_string(&parser,
	    (const unsigned char *)f->bytes, f->len);
	while (more && yaml_parser_parse(&parser, &e)) {
		more = e.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
		n++;
	}
	yaml_parser_delete(&parser);
	return n;
}

static void
read_events(void *arg)
{
	struct bench *b = arg;

	b->events = 0;
	for (size_t i = 0; i < FILES; i++)
		b->events += events_of(&b->files[i]);
}

static struct arena *
load_once(struct bench *b)
{
	struct arena *a = arena_new();
	struct ruleset set;
	struct diags diags;

	diags_init(&diags, a);
	b->errors = load_files(a, b->files, FILES, &b->config, &set, &diags);
	b->rules = set.nroadmaps ? set.roadmaps[0].nrules : 0;
	return a;
}

static void
load_all(void *arg)
{
	arena_free(load_once(arg));
}

/* --- memory -------------------------------------------------------------- */

static double
mib(size_t bytes)
{
	return (double)bytes / (1024 * 1024);
}

/* The most that a process held at once, which does only this. */
static double
peak_mib(void (*call)(void *), struct bench *b)
{
	struct rusage usage;
	pid_t child = fork();
	int status;

	if (child < 0)
		return -1;
	if (child == 0) {
		if (call)
			call(b);
		_exit(0);
	}
	if (wait4(child, &status, 0, &usage) != child || status != 0)
		return -1;
	return (double)usage.ru_maxrss / 1024;
}

static void
print_memory(struct bench *b)
{
	struct arena *a = load_once(b);

	printf("  rules in memory %22.1f MiB\n", mib(arena_size(a)));
	arena_free(a);
	printf("  the most at once, beside this process: loading %.1f MiB, "
	    "libyaml %.1f MiB\n",
	    peak_mib(load_all, b) - peak_mib(NULL, b),
	    peak_mib(read_events, b) - peak_mib(NULL, b));
}

/* --- the table ----------------------------------------------------------- */

static void
print_speed(struct bench *b)
{
	double loading[ROUNDS], events[ROUNDS], ratio[ROUNDS], middle;

	for (int i = 0; i < ROUNDS; i++) {
		events[i] = measure_call(read_events, b, 0.2);
		loading[i] = measure_call(load_all, b, 0.2);
		ratio[i] = events[i] / loading[i];
	}
	middle = measure_median(ratio);
	printf("  libyaml, %zu events %19.1f ms\n", b->events,
	    measure_median(events) * 1e3);
	printf("  srok, checked and complete %13.1f ms %6.2fx "
	    "(%.2f..%.2f)\n", measure_median(loading) * 1e3,
	    middle, ratio[0], ratio[ROUNDS - 1]);
}

int
main(int argc, char **argv)
{
	static struct bench b;
	struct arena *a = arena_new();
	size_t bytes = 0;

	if (argc != FILES + 1) {
		fputs("usage: load BODIES.yaml ROADMAP.yaml\n", stderr);
		return 64;
	}
	config_defaults(&b.config);
	for (size_t i = 0; i < FILES; i++) {
		struct file f;

		if (file_read(a, argv[i + 1], SOURCE_MOST, &f) != 0) {
			perror(argv[i + 1]);
			return 1;
		}
		b.files[i] = (struct load_file){ argv[i + 1], f.bytes, f.len,
		    false };
		bytes += f.len;
	}
	arena_free(load_once(&b));
	if (b.errors || !b.rules) {
		fprintf(stderr, "%zu errors in the rules\n", b.errors);
		return 1;
	}
	printf("loading %zu rules, %.1f MiB of YAML\n", b.rules, mib(bytes));
	print_memory(&b);
	print_speed(&b);
	arena_free(a);
	return 0;
}
