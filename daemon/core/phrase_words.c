#include "core/phrase_words.h"

#include <string.h>

#include "core/diag.h"

enum { WORD_MOST = 64 };        /* bytes; no word of ours is longer */

const struct word_row *
words_find_hashed(const char *s, size_t n, uint32_t hash)
{
	const struct word_slot *slot = &words_index[hash & words_index_mask];

	while (slot->row && (slot->len != n ||
	    memcmp(words_forms + slot->at, s, n) != 0))
		slot = &words_index[++hash & words_index_mask];
	if (!slot->row)
		return NULL;
	return slot->row <= words_ru_count ? &words_ru[slot->row - 1] :
	    &words_en[slot->row - 1 - words_ru_count];
}

const struct word_row *
words_find(const char *s, size_t n)
{
	return words_find_hashed(s, n, words_hash_text(s, n));
}

/* Writes a form of a row (stem, ending of n bytes) to buf; its length, or 0
 * when it is too long to be one. */
static size_t
write_form(char buf[WORD_MOST + 1], const struct word_row *row,
    const char *ending, size_t n)
{
	size_t stem = row->len;

	if (n == 1 && ending[0] == '_')
		n = 0;
	if (stem + n > WORD_MOST)
		return 0;
	memcpy(buf, row->stem, stem);
	memcpy(buf + stem, ending, n);
	buf[stem + n] = '\0';
	return stem + n;
}

const char *
words_nearest(struct arena *a, const char *s)
{
	bool latin = (unsigned char)s[0] < 0x80;
	const struct word_row *rows = latin ? words_en : words_ru;
	size_t count = latin ? words_en_count : words_ru_count;
	void *forms = NULL;
	size_t len = 0, cap = 0, n = strlen(s);
	char buf[WORD_MOST + 1];

	for (size_t i = 0; i < count; i++) {
		const char *e = rows[i].endings;
		size_t end;

		for (; !rows[i].right; e += end + 1) {
			size_t size;

			end = strcspn(e, " ");
			size = write_form(buf, &rows[i], e, end);
			/* At most three edits of two bytes each. */
			if (size + 6 >= n && size <= n + 6 &&
			    (latin ? size : size / 2) > 2) {
				const char **form = arena_push(a, &forms,
				    &len, &cap, sizeof(*form));

				*form = arena_strdup(a, buf);
			}
			if (e[end] == '\0')
				break;
		}
	}
	return len ? diag_nearest(s, (const char *const *)forms, len) : NULL;
}

/* Is a letter begun at s[i]? (No continuation byte of UTF-8.) */
static bool
letter_begins(const char *s, size_t i)
{
	return ((unsigned char)s[i] & 0xc0) != 0x80;
}

/* One letter wrong, missing, too many, or two changed places? What lies
 * between the common beginning and the common end tells. */
static bool
one_edit(const char *a, size_t na, const char *b, size_t nb)
{
	size_t least = na < nb ? na : nb, p = 0, q = 0;
	size_t width = (unsigned char)b[0] < 0x80 ? 1 : 2;

	while (p < least && a[p] == b[p])
		p++;
	while (p > 0 && (!letter_begins(a, p) || !letter_begins(b, p)))
		p--;
	while (q < least - p && a[na - 1 - q] == b[nb - 1 - q])
		q++;
	while (q > 0 && (!letter_begins(a, na - q) ||
	    !letter_begins(b, nb - q)))
		q--;
	na -= p + q;
	nb -= p + q;
	if (na <= width && nb <= width)
		return na + nb > 0;
	return na == nb && na == 2 * width &&
	    memcmp(a + p, b + p + width, width) == 0 &&
	    memcmp(a + p + width, b + p, width) == 0;
}

bool
words_almost_name(const char *s, size_t n)
{
	bool latin = (unsigned char)s[0] < 0x80;
	const struct word_row *rows = latin ? words_en : words_ru;
	size_t count = latin ? words_en_count : words_ru_count;
	char buf[WORD_MOST + 1];

	for (size_t i = 0; i < count; i++) {
		const char *e = rows[i].endings;
		size_t end;

		if (rows[i].cls != W_MONTH && rows[i].cls != W_WEEKDAY &&
		    rows[i].cls != W_EVERY_ADV)
			continue;
		for (;; e += end + 1) {
			size_t size;

			end = strcspn(e, " ");
			size = rows[i].len + end;
			/* an abbreviation is near to anything */
			if (size + 2 >= n && size <= n + 3 &&
			    (latin ? size : size / 2) > 3 &&
			    (size = write_form(buf, &rows[i], e, end)) > 0 &&
			    one_edit(s, n, buf, size))
				return true;
			if (e[end] == '\0')
				break;
		}
	}
	return false;
}
