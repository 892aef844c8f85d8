/* Kinds - Two passes - Files - Digest - Reference */
#include "load/load.h"

#include <string.h>

#include "load/bodies.h"
#include "load/calendars.h"
#include "load/check.h"
#include "load/file.h"
#include "load/library.h"
#include "load/orders.h"
#include "load/settings.h"
#include "load/tree.h"

/* --- kinds --------------------------------------------------------------- */

static const struct {
	const char *key;
	const struct key_table *table;
} kinds[FILE_KIND_COUNT] = {
	[FILE_ROADMAP] = {"roadmap", &roadmap_table},
	[FILE_BODIES] = {"bodies", &bodies_file_table},
	[FILE_CALENDAR] = {"calendar", &calendar_table},
	[FILE_CONFIG] = {NULL, &config_table},
};

/* The daemon's own file is known by its name. */
static bool
is_config(const struct load_file *f)
{
	const char *slash = strrchr(f->name, '/');

	return strcmp(slash ? slash + 1 : f->name, "srokd.yaml") == 0;
}

static void
check_config(struct library *lib, const struct load_file *f)
{
	struct config config;

	config_defaults(&config);
	if (!f->companion)
		config_read(lib->a, f->name, f->bytes, f->len, &config,
		    lib->diags);
}

/* The first of the three keys that the file has; FILE_KIND_COUNT: none. */
static enum file_kind
kind_of(const struct tree *t)
{
	if (!t->root || t->root->kind != NODE_MAP)
		return FILE_KIND_COUNT;
	for (const struct node *key = t->root->child; key;
	    key = key->next->next)
		for (int k = 0; k < FILE_CONFIG; k++)
			if (strcmp(key->text, kinds[k].key) == 0)
				return (enum file_kind)k;
	return FILE_KIND_COUNT;
}

/* A companion that is a roadmap is known without reading it. */
static bool
looks_like_roadmap(const struct file *f)
{
	const char *line = f->bytes;

	if (strncmp(line, "\xEF\xBB\xBF", 3) == 0)
		line += 3;
	for (;; line++) {
		for (int k = 0; k < FILE_CONFIG; k++) {
			size_t n = strlen(kinds[k].key);

			if (strncmp(line, kinds[k].key, n) == 0 &&
			    line[n] == ':')
				return k == FILE_ROADMAP;
		}
		line = strchr(line, '\n');
		if (!line)
			return false;
	}
}

static void
complain_of_kind(struct library *lib, const struct tree *t)
{
	static const char *const keys[] = {"roadmap", "bodies", "calendar"};
	struct reader r = {
		.a = lib->a, .diags = lib->diags, .tree = t,
		.bodies = &lib->bodies
	};
	struct node whole = {.kind = NODE_SCALAR, .line = 1};
	const struct node *first = t->root && t->root->kind == NODE_MAP ?
	    t->root->child : NULL;

	lib->incomplete = true;
	if (t->ngaps || !t->source.split)       /* said already */
		return;
	fault(&r, first ? first : &whole, CODE_E_KIND, first ?
	    hint_of(&r, first->text, keys, 3) : "roadmap: ID, bodies: …, "
	    "or calendar: ID", "a rule file needs one of the keys "
	    "`roadmap`, `bodies`, `calendar`");
}

/* --- two passes ---------------------------------------------------------- */

/* Companions first: what stands twice is said of the file that is checked. */
static const struct load_file *
nth_file(const struct load_file *files, size_t n, size_t i)
{
	for (int companion = 1; companion >= 0; companion--)
		for (size_t k = 0; k < n; k++)
			if (files[k].companion == companion && i-- == 0)
				return &files[k];
	return NULL;            /* i < n */
}

static void
read_known(struct library *lib, const struct load_file *files,
    const struct tree *trees, const enum file_kind *kind, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (kind[i] == FILE_BODIES)
			bodies_enter(lib, &trees[i]);
	for (size_t i = 0; i < n; i++) {
		if (kind[i] == FILE_BODIES)
			bodies_read(lib, &trees[i],
			    nth_file(files, n, i)->companion);
		else if (kind[i] == FILE_CALENDAR)
			calendar_read(lib, &trees[i]);
	}
	bodies_check(lib);
	calendars_build(lib);
}

static void
read_roadmaps(struct library *lib, const struct tree *trees,
    const enum file_kind *kind, size_t n, struct ruleset *ret)
{
	struct roadmap *roadmaps = arena_array(lib->a, n, sizeof(*roadmaps));
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		struct roadmap *r = &roadmaps[len];
		size_t errors = lib->diags->nerrors;
		const struct roadmap *earlier;

		if (kind[i] != FILE_ROADMAP ||
		    !roadmap_read(lib, &trees[i], r))
			continue;
		/* What is doubtful beside an error may follow from it. */
		if (lib->diags->nerrors == errors && !trees[i].ngaps)
			check_roadmap(lib, r);
		len++;
		earlier = names_put(&lib->roadmaps, r->id, r);
		if (earlier)
			complain_at(lib->diags, DIAG_ERROR, r->place,
			    CODE_E_TWICE, NULL,
			    "roadmap '%s' stands in %s already", r->id,
			    earlier->place.file);
	}
	ret->roadmaps = roadmaps;
	ret->nroadmaps = len;
}

/* What is wrong with a companion matters, what could be better does not, but
 * for a body that a checked roadmap needs. */
static void
drop_companions_warnings(struct diags *diags, const struct load_file *files,
    size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < diags->len; i++) {
		const struct diag *d = &diags->items[i];
		bool drop = false;

		for (size_t k = 0; k < n && d->level == DIAG_WARNING &&
		    d->code != CODE_W_UNREACHABLE; k++)
			drop |= files[k].companion && d->place.file &&
			    strcmp(files[k].name, d->place.file) == 0;
		if (!drop)
			diags->items[kept++] = *d;
	}
	diags->len = kept;
}

size_t
load_files(struct arena *a, const struct load_file *files, size_t n,
    const struct config *defaults, struct ruleset *ret, struct diags *diags)
{
	struct library lib = {
		.a = a,
		.scratch = arena_new(),
		.diags = diags,
		.defaults = defaults,
	};
	struct tree *trees = arena_array(lib.scratch, n, sizeof(*trees));
	enum file_kind *kind = arena_array(lib.scratch, n, sizeof(*kind));

	*ret = (struct ruleset){.roadmaps = NULL};
	names_init(&lib.bodies, lib.scratch);
	names_init(&lib.calendars, lib.scratch);
	names_init(&lib.zones, lib.scratch);
	names_init(&lib.roadmaps, lib.scratch);
	names_init(&lib.phrases, lib.scratch);
	names_init(&lib.unasked, lib.scratch);
	for (size_t i = 0; i < n; i++) {
		const struct load_file *f = nth_file(files, n, i);

		if (is_config(f)) {
			kind[i] = FILE_CONFIG;
			check_config(&lib, f);
			continue;
		}
		tree_read(&trees[i], a, lib.scratch,
		    arena_strdup(a, f->name), f->bytes, f->len, diags);
		kind[i] = kind_of(&trees[i]);
		if (kind[i] == FILE_KIND_COUNT)
			complain_of_kind(&lib, &trees[i]);
		else if (kind[i] != FILE_ROADMAP && trees[i].ngaps)
			lib.incomplete = true;
	}
	read_known(&lib, files, trees, kind, n);
	ret->bodies = (const struct body *const *)names_all(&lib.bodies, a,
	    &ret->nbodies);
	bodies_note_places(&lib);
	read_roadmaps(&lib, trees, kind, n, ret);
	drop_companions_warnings(diags, files, n);
	diags_sort(diags);
	arena_free(lib.scratch);
	return diags->nerrors;
}

/* --- files --------------------------------------------------------------- */

struct listing {                /* of files as they are found */
	struct arena *a;
	struct diags *diags;    /* NULL: only the bytes matter */
	struct load_file *files;
	struct file *read;
	size_t n, cap, nread, read_cap;
};

static void
unreadable(struct listing *l, const char *path, int error)
{
	if (l->diags)
		complain_at(l->diags, DIAG_ERROR,
		    (struct place){.file = arena_strdup(l->diags->arena,
		    path)}, CODE_E_UNREADABLE, NULL, "cannot be read: %s",
		    file_fault(error));
}

static void
list_file(struct listing *l, const char *path, bool companion)
{
	struct load_file *f;
	struct file file;
	int error = file_read(l->a, path, SOURCE_MOST, &file);

	if (error) {
		unreadable(l, path, error);
		return;
	}
	if (companion && looks_like_roadmap(&file))
		return;
	for (size_t i = 0; i < l->nread; i++) {
		if (l->read[i].dev != file.dev || l->read[i].ino != file.ino)
			continue;
		l->files[i].companion &= companion;
		return;
	}
	*(struct file *)arena_push(l->a, (void **)&l->read, &l->nread,
	    &l->read_cap, sizeof(file)) = file;
	f = arena_push(l->a, (void **)&l->files, &l->n, &l->cap, sizeof(*f));
	*f = (struct load_file){path, file.bytes, file.len, companion};
}

static void
list_directory(struct listing *l, const char *path, bool companions)
{
	const char *const *paths = NULL;
	size_t n = 0;
	int error = directory_list(l->a, path, &paths, &n);

	if (error)
		unreadable(l, path, error);
	for (size_t i = 0; i < n; i++)
		list_file(l, paths[i], companions);
}

static uint64_t
list_all(struct listing *l, const char *const *paths, size_t npaths)
{
	uint64_t digest = NAMES_HASH;

	for (size_t i = 0; i < npaths; i++) {
		if (path_is_directory(paths[i]))
			list_directory(l, paths[i], false);
		else
			list_file(l, paths[i], false);
	}
	for (size_t i = 0; i < npaths; i++)
		if (!path_is_directory(paths[i]))
			list_directory(l, path_directory(l->a, paths[i]),
			    true);
	for (size_t i = 0; i < l->n; i++) {
		const struct load_file *f = &l->files[i];

		digest = names_hash(digest, f->name, strlen(f->name) + 1);
		digest = names_hash(digest, &f->len, sizeof(f->len));
		digest = names_hash(digest, f->bytes, f->len);
	}
	return digest;
}

size_t
load_rules(struct arena *a, const char *const *paths, size_t npaths,
    const struct config *defaults, struct ruleset *ret, struct diags *diags,
    uint64_t *ret_digest)
{
	struct listing l = {.a = arena_new(), .diags = diags};
	uint64_t digest = list_all(&l, paths, npaths);

	if (ret_digest)
		*ret_digest = digest;
	load_files(a, l.files, l.n, defaults, ret, diags);
	arena_free(l.a);
	return diags->nerrors;
}

size_t
load_list(struct arena *a, const char *const *paths, size_t npaths,
    const struct load_file **ret, struct diags *diags)
{
	struct listing l = {.a = a, .diags = diags};

	list_all(&l, paths, npaths);
	*ret = l.files;
	return l.n;
}

/* --- digest -------------------------------------------------------------- */

uint64_t
load_digest(const char *const *paths, size_t npaths)
{
	struct listing l = {.a = arena_new()};
	uint64_t digest = list_all(&l, paths, npaths);

	arena_free(l.a);
	return digest;
}

/* --- reference ----------------------------------------------------------- */

const struct key_table *
load_table(enum file_kind kind)
{
	return kinds[kind].table;
}
