#include "ctl/lines.h"

#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum { WIDTH_LEAST = 60 };      /* of a terminal; below it lines run over */

/* One character at s: its bytes, and its columns into *ret_columns. What is
 * no UTF-8 counts a byte. */
static size_t
glyph(const char *s, size_t *ret_columns)
{
	mbstate_t state = {0};
	wchar_t wide;
	size_t n = mbrtowc(&wide, s, MB_CUR_MAX, &state);
	bool bad = n == 0 || n > MB_CUR_MAX;
	int columns = bad ? 1 : wcwidth(wide);

	*ret_columns = columns < 0 ? 1 : (size_t)columns;
	return bad ? 1 : n;
}

size_t
lines_columns(const char *s)
{
	size_t columns = 0, one;

	while (*s) {
		s += glyph(s, &one);
		columns += one;
	}
	return columns;
}

size_t
lines_longest_word(const char *s)
{
	size_t longest = 0, word = 0, one;

	while (*s) {
		bool space = *s == ' ';

		s += glyph(s, &one);
		word = space ? 0 : word + one;
		longest = word > longest ? word : longest;
	}
	return longest;
}

size_t
lines_terminal(void)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return 0;
	return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
}

/* How many bytes of s the next line of so many columns takes, spaces at its
 * end left out; *ret_next is where the one after it begins. A word longer
 * than a line is cut. */
static size_t
line_of(const char *s, size_t columns, size_t *ret_next)
{
	size_t at = 0, used = 0, end = 0, one;

	while (s[at]) {
		size_t n = glyph(s + at, &one);

		if (s[at] == ' ')
			end = at;
		else if (used + one > columns && at > 0)
			break;
		used += one;
		at += n;
	}
	if (!s[at] || !end)
		end = at;
	for (at = end; s[at] == ' ';)
		at++;
	*ret_next = at;
	while (end && s[end - 1] == ' ')
		end--;
	return end;
}

size_t
lines_fold(struct str *out, const char *s, size_t columns, size_t indent)
{
	size_t lines = 0, next;

	do {
		size_t n = line_of(s, columns, &next);

		str_addf(out, "%s%*s%.*s", lines ? "\n" : "", (int)indent, "",
		    (int)n, s);
		s += next;
		lines++;
	} while (*s);
	return lines;
}

void
lines_hang(struct str *out, const char *s, size_t indent)
{
	size_t width = lines_terminal(), hang = 0;

	if (!width) {
		str_addf(out, "%s\n", s);
		return;
	}
	do {
		size_t next, n = line_of(s, width - hang, &next);

		str_addf(out, "%*s%.*s\n", (int)hang, "", (int)n, s);
		s += next;
		hang = indent;
	} while (*s);
}
