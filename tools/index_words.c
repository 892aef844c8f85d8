/* Writes the index of the vocabularies as C: a hash of every form of every
 * word, so that the lexer finds one in a single look. It is made at build
 * time from the tables themselves; nobody keeps it.
 *
 * usage: index_words >words_index.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/phrase_words.h"

enum { SLOTS_MOST = 1 << 16, FORMS_MOST = 1 << 20, FORM_MOST = UINT8_MAX };

struct index {
	struct word_slot slots[SLOTS_MOST];
	size_t room, n;
	unsigned char forms[FORMS_MOST];
	size_t used;
};

static void
check_room(bool fits)
{
	if (!fits)
		abort();        /* the index would not hold the words */
}

/* A form of n bytes behind the others; the row that stands first keeps one
 * that two of them have. */
static void
put(struct index *index, size_t row, const char *form, size_t n)
{
	size_t i = words_hash_text(form, n) & (index->room - 1);
	const struct word_slot *slot = &index->slots[i];

	for (; slot->row; slot = &index->slots[i]) {
		if (slot->len == n &&
		    memcmp(index->forms + slot->at, form, n) == 0)
			return;
		i = (i + 1) & (index->room - 1);
	}
	check_room(index->used + n <= FORMS_MOST);
	memcpy(index->forms + index->used, form, n);
	index->slots[i] = (struct word_slot){ .row = (uint16_t)(row + 1),
	    .len = (uint8_t)n, .at = (uint32_t)index->used };
	index->used += n;
	index->n++;
}

static void
put_row(struct index *index, size_t i)
{
	const struct word_row *row = i < words_ru_count ? &words_ru[i] :
	    &words_en[i - words_ru_count];
	const char *ending = row->endings;
	char form[FORM_MOST];

	memcpy(form, row->stem, row->len);
	while (*ending) {
		size_t n = strcspn(ending, " "), len = *ending == '_' ? 0 : n;

		check_room(row->len + len <= FORM_MOST);
		memcpy(form + row->len, ending, len);
		put(index, i, form, row->len + len);
		ending += n + (ending[n] == ' ');
	}
}

static void
fill(struct index *index, size_t room)
{
	memset(index, 0, sizeof(*index));
	index->room = room;
	for (size_t i = 0; i < words_ru_count + words_en_count; i++)
		put_row(index, i);
}

int
main(void)
{
	static struct index index;
	size_t room = SLOTS_MOST;

	fill(&index, room);
	while (index.n * 4 < room)
		room /= 2;
	fill(&index, room * 2);         /* a quarter to a half of it is used */
	printf("#include \"core/phrase_words.h\"\n\n"
	    "/* %zu forms */\nconst uint32_t words_index_mask = %zu;\n"
	    "const struct word_slot words_index[] = {\n", index.n,
	    index.room - 1);
	for (size_t i = 0; i < index.room; i++)
		printf("\t{ %u, %u, %u },\n", index.slots[i].row,
		    index.slots[i].len, index.slots[i].at);
	puts("};\nconst unsigned char words_forms[] = {");
	for (size_t i = 0; i < index.used; i++)
		printf(i % 16 < 15 ? "%u, " : "%u,\n", index.forms[i]);
	puts("};");
	return 0;
}
