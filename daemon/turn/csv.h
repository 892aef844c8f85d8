/* csv.h - a text as spreadsheets write it (RFC 4180), field by field.
 *
 * Owns:        the texts of fields, in the arena it is given.
 * May touch:   arena, str, diag; compose's plain (characters).
 * Never knows: what the columns mean.
 *
 * UTF-8, with or without a byte order mark; lines end with LF or CR LF; commas,
 * or semicolons or tabs where the first line has them. */
#ifndef SROK_TURN_CSV_H
#define SROK_TURN_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "core/arena.h"
#include "core/diag.h"

struct csv {
	struct arena *arena;
	const char *file, *start, *s, *end;
	unsigned line;          /* of s, from 1 */
	char comma;             /* what stands between fields */
	int code;               /* of its complaints */
	struct diags *diags;
};

struct csv_field {
	const char *text;       /* "" where the record has no such field */
	const char *at;         /* where it begins in the text that was given */
	unsigned line;
};

/* The text is borrowed as long as c is used. False after one complaint: it is
 * no text (another encoding, a NUL byte), nothing of it can be read. */
bool csv_begin(struct csv *c, struct arena *a, const char *file,
    const char *text, size_t len, int code, struct diags *diags);

/* One record of at most `most` fields, the missing ones empty; false at the
 * end. Complains of what is no CSV and goes on. */
bool csv_record(struct csv *c, struct csv_field *fields, size_t most,
    size_t *ret_n);

/* A complaint with the field's place and line; hint may be NULL. */
void csv_complain(struct csv *c, const struct csv_field *field,
    const char *hint, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
