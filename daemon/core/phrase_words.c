#include "core/phrase_words.h"

#include <string.h>

#include "core/diag.h"

enum { WORD_MOST = 64 };        /* bytes; no word of ours is longer */

/* Does the rest of a word, n bytes, stand among the endings? */
static bool
has_ending(const char *endings, const char *rest, size_t n)
{
	const char *e = endings;

	for (;;) {
		size_t len = strcspn(e, " ");
		bool bare = len == 1 && e[0] == '_';

		if (bare ? n == 0 : len == n && memcmp(e, rest, n) == 0)
			return true;
		if (e[len] == '\0')
			return false;
		e += len + 1;
	}
}

/* Rows with one first letter stand together; a lead byte and, for Cyrillic,
 * its second byte are that letter. */
static int
compare_letter(const char *stem, const char *s, size_t n)
{
	size_t width = (unsigned char)s[0] < 0x80 || n < 2 ? 1 : 2;

	return memcmp(stem, s, width);
}

static const struct word_row *
find_in(const struct word_row *rows, size_t count, const char *s, size_t n)
{
	size_t lo = 0, hi = count;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (compare_letter(rows[mid].stem, s, n) < 0)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < count && compare_letter(rows[lo].stem, s, n) == 0; lo++) {
		size_t len = strlen(rows[lo].stem);

		if (len <= n && memcmp(rows[lo].stem, s, len) == 0 &&
		    has_ending(rows[lo].endings, s + len, n - len))
			return &rows[lo];
	}
	return NULL;
}

const struct word_row *
words_find(const char *s, size_t n)
{
	if (n == 0 || n > WORD_MOST)
		return NULL;
	return (unsigned char)s[0] < 0x80 ?
	    find_in(words_en, words_en_count, s, n) :
	    find_in(words_ru, words_ru_count, s, n);
}

static bool
is_name(const struct word_row *row)
{
	return row->cls == W_MONTH || row->cls == W_WEEKDAY ||
	    row->cls == W_EVERY_ADV;
}

const char *
words_nearest(struct arena *a, const char *s, bool names_only)
{
	bool latin = (unsigned char)s[0] < 0x80;
	const struct word_row *rows = latin ? words_en : words_ru;
	size_t count = latin ? words_en_count : words_ru_count;
	void *forms = NULL;
	size_t len = 0, cap = 0, n = strlen(s);

	for (size_t i = 0; i < count; i++) {
		const char *e = rows[i].endings;

		if (rows[i].right || (names_only && !is_name(&rows[i])))
			continue;
		for (;;) {
			size_t end = strcspn(e, " ");
			size_t stem = strlen(rows[i].stem);
			bool bare = end == 1 && e[0] == '_';
			size_t size = stem + (bare ? 0 : end);

			/* At most three edits of two bytes each. */
			if (size + 6 >= n && size <= n + 6 &&
			    (latin ? size : size / 2) > 2) {
				const char **form = arena_push(a, &forms,
				    &len, &cap, sizeof(*form));

				*form = arena_printf(a, "%s%.*s", rows[i].stem,
				    bare ? 0 : (int)end, e);
			}
			if (e[end] == '\0')
				break;
			e += end + 1;
		}
	}
	return len ? diag_nearest(s, (const char *const *)forms, len) : NULL;
}
