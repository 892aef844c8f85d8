/* schema.h - what a file may hold: tables of keys, and how each is read.
 *
 * Owns:        nothing; what is read lives in the reader's arena.
 * May touch:   tree, names, values, codes; core's diag and roadmap types.
 * Never knows: what the keys mean together.
 *
 * A row of a table parses its key, checks its type, suggests near names and
 * prints the reference; there is no other list of keys. */
#ifndef SROK_LOAD_SCHEMA_H
#define SROK_LOAD_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/diag.h"
#include "core/roadmap.h"
#include "load/codes.h"
#include "load/names.h"
#include "load/tree.h"

/* What a text was found to name, by its address: texts that come again are
 * kept once (tree.h). */
struct recalled {
	const char *text;
	const void *thing;
};

enum { RECALLED = 64 };

/* The slot of a text that lives as long as the reader; what another text
 * left there may be overwritten. */
static inline struct recalled *
recall(struct recalled slots[RECALLED], const char *text)
{
	uintptr_t at = (uintptr_t)text;

	return &slots[(at >> 4 ^ at >> 10) % RECALLED];
}

/* Where a value is read: one file, one load. */
struct reader {
	struct arena *a;                /* the model's */
	struct diags *diags;
	const struct tree *tree;        /* the file at hand */
	const struct names *bodies;     /* id -> struct body */
	struct names *phrases;          /* text -> struct phrase; may be NULL */
	bool incomplete;        /* something of the load could not be read:
	                         * that a name is unknown may follow from it */
	struct recalled bodies_known[RECALLED];
	struct recalled phrases_known[RECALLED];
};

typedef void read_fn(struct reader *r, const struct node *value, void *into);

struct key_table;

struct key {
	const char *name;
	read_fn *read;
	size_t offset;          /* of what it fills, in the table's struct */
	bool needed;
	const char *type;       /* as in rule-files.md: "text", "bool" …;
	                         * NULL: a secret, never shown or suggested */
	const char *example;    /* shown as hint; NULL when `type` says it */
	const struct key_table *table;  /* the keys inside, or NULL */
};

struct key_table {
	const char *name;       /* "rule": heads its part of the reference */
	const struct key *keys;
	size_t n;
	bool any;               /* keys are names of the user's choice; `keys`
	                         * are those of each value */
};

#define KEY_TABLE(what, array) \
	{ .name = what, .keys = array, .n = sizeof(array) / sizeof(array[0]) }

enum { KEYS_MOST = 32 };        /* of a table: one bit each */

/* Reads a map by its table into a struct. Returns the bits of the keys that
 * were there; complains of unknown and missing ones. */
uint32_t read_map(struct reader *r, const struct node *map,
    const struct key_table *table, void *into);
/* The bit of a key by its name. */
uint32_t key_bit(const struct key_table *table, const char *name);

/* --- complaining --------------------------------------------------------- */

/* In silence where the value was complained of already: then NULL. */
struct diag *fault(struct reader *r, const struct node *n, int code,
    const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
struct diag *caution(struct reader *r, const struct node *n, int code,
    const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
struct diag *complain_at(struct diags *d, enum diag_level level,
    struct place place, int code, const char *hint, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* "one of: a, b, c", or "did you mean 'a'?" when a near one is there. */
const char *hint_of(struct reader *r, const char *word,
    const char *const *words, size_t n);

/* --- walking: a list of one needs no brackets ---------------------------- */

const struct node *first_of(const struct node *n);
const struct node *next_of(const struct node *n, const struct node *at);
size_t count_of(const struct node *n);

/* --- reading ------------------------------------------------------------- */

/* The scalar's text, or NULL after a complaint naming `what` was expected. */
const char *scalar_of(struct reader *r, const struct node *n,
    const char *what);
/* The index of a word in n words, or -1 after a complaint. */
int choice_of(struct reader *r, const struct node *n,
    const char *const *words, size_t nwords);
/* A body by its id, or NULL after a complaint. */
const struct body *body_of(struct reader *r, const struct node *n,
    const char *id, size_t index);
/* An id, composed (NFC), or NULL after a complaint. */
const char *id_of(struct reader *r, const struct node *n);
/* NFC of a text, itself when it is already so. */
const char *composed(struct arena *a, const char *s);

/* A list of spans and how many. */
struct span_list {
	const struct date_span *items;
	size_t n;
};
struct text_list {
	const char *const *items;
	size_t n;
};
struct body_list {
	const struct body *const *items;
	size_t n;
};

read_fn read_node;              /* const struct node * */
read_fn read_text;              /* struct text */
read_fn read_plain;             /* const char * */
read_fn read_id;                /* const char * */
read_fn read_bool;              /* bool */
read_fn read_date;              /* struct date */
read_fn read_spans;             /* struct span_list, sorted by last day */
read_fn read_duration;          /* struct duration */
read_fn read_language;          /* int: enum language */
read_fn read_shift;             /* enum shift */
read_fn read_body;              /* const struct body * */
read_fn read_bodies;            /* struct body_list */
read_fn read_addresses;         /* struct text_list */
/* s, the text of n or a part of it, as an address of ASCII alone; NULL and a
 * complaint when it is none. */
const char *take_address(struct reader *r, const struct node *n,
    const char *s);

#endif
