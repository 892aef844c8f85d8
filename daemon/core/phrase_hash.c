#include "core/phrase_words.h"

/* Apart from the look-up, since the index is made with it. */
uint32_t
words_hash_text(const char *s, size_t n)
{
	uint32_t hash = WORDS_HASH;
	int32_t c = 0;

	for (size_t i = 0; i < n; i++) {
		unsigned char byte = (unsigned char)s[i];

		if (byte < 0x80)
			c = byte;
		else if (byte >= 0xc0)
			c = byte & (byte < 0xe0 ? 0x1f : byte < 0xf0 ? 0xf : 7);
		else
			c = c << 6 | (byte & 0x3f);
		if (i + 1 == n || ((unsigned char)s[i + 1] & 0xc0) != 0x80)
			hash = words_hash(hash, c);
	}
	return hash;
}
