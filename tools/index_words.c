/* Writes the index of the vocabularies as C: a hash of every form of every
 * word, so that the lexer finds one in a single look. It is made at build
 * time from the tables themselves; nobody keeps it.
 *
 * usage: index_words >words_index.c */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/phrase_words.h"

enum { SLOTS_MOST = 1 << 16 };

struct index {
	struct word_slot slots[SLOTS_MOST];
	size_t room, forms;
};

static const struct word_row *
row_of(const struct word_slot *slot)
{
	return slot->row <= words_ru_count ? &words_ru[slot->row - 1] :
	    &words_en[slot->row - 1 - words_ru_count];
}

static size_t
write_form(const struct word_slot *slot, char *ret)
{
	const struct word_row *row = row_of(slot);

	memcpy(ret, row->stem, row->len);
	memcpy(ret + row->len, row->endings + slot->at, slot->len);
	return (size_t)row->len + slot->len;
}

/* The row that stands first keeps a form that two of them have. */
static void
put(struct index *index, struct word_slot slot)
{
	char form[512], other[512];
	size_t n = write_form(&slot, form);
	size_t i = words_hash_text(form, n) & (index->room - 1);

	for (; index->slots[i].row; i = (i + 1) & (index->room - 1))
		if (write_form(&index->slots[i], other) == n &&
		    memcmp(form, other, n) == 0)
			return;
	index->slots[i] = slot;
	index->forms++;
}

static void
put_row(struct index *index, size_t row)
{
	struct word_slot slot = { .row = (uint16_t)(row + 1) };
	const char *endings = row_of(&slot)->endings;
	size_t at = 0;

	while (endings[at]) {
		size_t n = strcspn(endings + at, " ");

		if (at > UINT8_MAX || n > UINT8_MAX)
			abort();        /* the slot would not hold it */
		slot.at = (uint8_t)at;
		slot.len = endings[at] == '_' ? 0 : (uint8_t)n;
		put(index, slot);
		at += n + (endings[at + n] == ' ');
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
	while (index.forms * 4 < room)
		room /= 2;
	fill(&index, room * 2);         /* a quarter to a half of it is used */
	printf("#include \"core/phrase_words.h\"\n\n"
	    "/* %zu forms */\nconst uint32_t words_index_mask = %zu;\n"
	    "const struct word_slot words_index[] = {\n", index.forms,
	    index.room - 1);
	for (size_t i = 0; i < index.room; i++)
		printf("\t{ %u, %u, %u },\n", index.slots[i].row,
		    index.slots[i].at, index.slots[i].len);
	puts("};");
	return 0;
}
