/* Cases of Russian nouns, as far as they change what a term means. */
#include "core/phrase_read.h"

#include <string.h>

bool
reader_genitive(const struct token *t)
{
	size_t n = strlen(t->text);

	return t->latin || (n > 4 && (strcmp(t->text + n - 2, "я") == 0 ||
	    strcmp(t->text + n - 2, "а") == 0));
}

bool
reader_nominative(const struct token *t)
{
	static const char *const endings[] = { "ь", "й", "март", "август" };
	size_t n = strlen(t->text);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t k = strlen(endings[i]);

		if (n >= k && strcmp(t->text + n - k, endings[i]) == 0)
			return true;
	}
	return false;
}

bool
reader_dative_plural(const struct token *t)
{
	size_t n = strlen(t->text);

	return n > 2 && strcmp(t->text + n - 2, "м") == 0;
}
