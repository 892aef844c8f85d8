/* source.h - the bytes of one rule file, and where in them something stands.
 *
 * Owns:        a copy of the file, in the arena it is given.
 * May touch:   core's arena and diag.
 * Never knows: YAML, what the words mean.
 *
 * What libyaml would say badly or not at all is said here, before it reads:
 * foreign encodings, control characters, size. */
#ifndef SROK_LOAD_SOURCE_H
#define SROK_LOAD_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/arena.h"
#include "core/diag.h"

enum { SOURCE_MOST = 4 * 1024 * 1024 };         /* rule-files.md §1 */

struct source {
	const char *name;       /* as the user wrote it; borrowed */
	char *bytes;            /* NUL-terminated; a byte order mark is off */
	size_t len;
	bool split;             /* line ends are NULs (source_split), or will
	                         * be before an excerpt is shown */
	bool unusual;           /* there is more in it than printable ASCII,
	                         * letters, dashes, quotes and signs: maybe
	                         * tabs, odd spaces, what is not seen */
	bool shifted;           /* white space was mended: columns are no more
	                         * those of the file everywhere */
};

/* Copies the file into a and checks it. False after a complaint: nothing of
 * it can be read. */
bool source_init(struct source *s, struct arena *a, const char *name,
    const char *bytes, size_t len, struct diags *diags);

/* Why a character must not stand in a rule file, as text, or NULL. */
const char *source_odd_character(uint32_t c);

/* Turns each line end into NUL, so that every line is a text of its own and
 * an excerpt costs nothing. Line ends were LF or CR LF. */
void source_split(struct source *s);

/* The place of bytes first..end (half-open) in line (from 1); what lies
 * beyond that line is not underlined. Excerpts need a split source. */
struct place source_place(const struct source *s, size_t first, size_t end,
    unsigned line);

/* The same before the source is split: the excerpt is a copy in a, unless the
 * line is very long. */
struct place source_place_now(const struct source *s, struct arena *a,
    size_t byte, size_t n, unsigned line);

/* The line of a byte, from 1, by counting from the beginning. */
unsigned source_line(const struct source *s, size_t byte);

/* The first byte of the line that holds byte; the one behind its last. */
size_t source_line_start(const struct source *s, size_t byte);
size_t source_line_end(const struct source *s, size_t byte);

/* Bytes of the character that begins with this byte of valid UTF-8. */
static inline size_t
utf8_length(unsigned char c)
{
	return c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* How many of eight bytes go on with a character: 10xxxxxx. */
static inline unsigned
utf8_continued(const char *s)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	uint64_t w;

	memcpy(&w, s, sizeof(w));
	w = w >> 7 & ~(w >> 6) & ones;
	return (unsigned)(w * ones >> 56);
}

/* Characters of valid UTF-8 in n bytes. */
size_t utf8_count(const char *s, size_t n);
/* The index-th character of valid UTF-8, or its end. */
const char *utf8_at(const char *s, size_t index);

#endif
