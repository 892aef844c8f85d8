/* fold.h - text as it is compared: one case, composed, ё as е.
 *
 * Owns:        nothing; it writes into the caller's array.
 * May touch:   utf8proc.
 * Never knows: words, or why two texts are compared.
 *
 * NFC and full case folding, never NFKC (design.md §3): «½» and «１» stay
 * what they are. Every character remembers which code point of the source it
 * came from, so that a complaint can point at what the person wrote. */
#ifndef SROK_CORE_FOLD_H
#define SROK_CORE_FOLD_H

#include <stddef.h>
#include <stdint.h>

struct fold_char {
	int32_t c;              /* folded code point */
	uint16_t at;            /* first code point of its piece in the text */
	uint16_t byte;          /* the byte where that piece begins */
};

enum { FOLD_MOST = UINT16_MAX };        /* bytes of a text */

/* A piece of one code point can fold into this many. */
enum { FOLD_GROWTH = 4 };

/* Folds n bytes of UTF-8, with a NUL behind them, into out (room for cap) and
 * returns the number of characters. When the text is not valid UTF-8, longer
 * than FOLD_MOST or out too small: SIZE_MAX. cap = FOLD_GROWTH * n suffices.
 * The number of source code points goes to *ret_points (may be NULL). */
size_t fold_text(const char *text, size_t n, struct fold_char *out,
    size_t cap, size_t *ret_points);

/* UTF-8 of one code point into s (room for 4 bytes); returns its length. */
size_t fold_utf8_long(int32_t c, char *s);      /* from U+0800 on */

/* U+0080 to U+07FF take two bytes. */
static inline void
fold_utf8_pair(int32_t c, char *s)
{
	s[0] = (char)(0xc0 | c >> 6);
	s[1] = (char)(0x80 | (c & 0x3f));
}

static inline size_t
fold_utf8(int32_t c, char *s)
{
	if (c < 0x80) {
		s[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		fold_utf8_pair(c, s);
		return 2;
	}
	return fold_utf8_long(c, s);
}

#endif
