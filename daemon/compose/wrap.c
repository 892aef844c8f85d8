#include "compose/wrap.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "compose/plain.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

/* --- what stays together ------------------------------------------------ */

static bool
is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	    (c >= 0x400 && c <= 0x4FF);
}

static bool
is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

/* The token without an opening bracket or quote. */
static const char *
opened(const char *s, size_t n, size_t *ret_n)
{
	static const char *const marks[] = {"(", "«", "„", "\""};

	for (size_t i = 0; i < COUNT(marks); i++) {
		size_t len = strlen(marks[i]);

		if (n > len && strncmp(s, marks[i], len) == 0) {
			*ret_n = n - len;
			return s + len;
		}
	}
	*ret_n = n;
	return s;
}

static bool
is_binder(const char *s, size_t n)
{
	static const char *const words[] = {
		"№", "п.", "пп.", "ст.", "No.", "item", "items"
	};

	for (size_t i = 0; i < COUNT(words); i++)
		if (strlen(words[i]) == n && strncmp(s, words[i], n) == 0)
			return true;
	return false;
}

/* One letter and no more: a preposition, not «а)» or the end of a sentence. */
static bool
is_single_letter(const char *s, size_t n)
{
	const char *p = s;
	uint32_t c = plain_next(&p);

	return is_letter(c) && (size_t)(p - s) == n;
}

/* A number: 28, 23,5, 2021; the order's «4-х» too; not the end of a clause. */
static bool
is_number(const char *s, size_t n)
{
	return n > 0 && is_digit((unsigned char)s[0]) &&
	    !strchr(".,:;)", s[n - 1]);
}

static bool
is_dash(const char *s)
{
	return strncmp(s, "— ", strlen("— ")) == 0 ||
	    strncmp(s, "– ", strlen("– ")) == 0;
}

/* «Школа № 7»: a name and its number. */
static bool
is_numbered(const char *s, const char *next)
{
	uint32_t c = plain_next(&s);

	return strncmp(next, "№ ", strlen("№ ")) == 0 &&
	    c >= 0x410 && c <= 0x42F;
}

static bool
kept(const char *token, size_t n, const char *next)
{
	const char *p = next;
	uint32_t c = plain_next(&p);
	const char *bare = opened(token, n, &n);

	if (is_dash(next) || is_numbered(bare, next) || is_binder(bare, n) ||
	    is_single_letter(bare, n))
		return true;
	return is_number(bare, n) && (is_letter(c) || c == '%');
}

const char *
wrap_keep(struct arena *a, const char *s)
{
	struct str out;
	const char *ret;

	str_init(&out);
	while (*s) {
		size_t n = strcspn(s, " ");

		str_addn(&out, s, n);
		if (s[n] == ' ')
			str_add(&out, kept(s, n, s + n + 1) ? NBSP : " ");
		s += n + (s[n] == ' ');
	}
	ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}

/* --- where lines break --------------------------------------------------- */

static void
add_loose(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i + 1 < n && strncmp(s + i, NBSP, 2) == 0) {
			str_addc(out, ' ');
			i++;
		} else {
			str_addc(out, s[i]);
		}
	}
}

static size_t
columns_of(const char *s, size_t n, struct str *scratch)
{
	str_clear(scratch);
	str_addn(scratch, s, n);
	return plain_columns(scratch->s);
}

void
wrap_add(struct str *out, const char *s, size_t columns, size_t indent)
{
	struct str scratch;
	size_t at = 0;          /* columns used on this line */

	str_init(&scratch);
	while (*s) {
		size_t n = strcspn(s, " ");
		size_t width = columns_of(s, n, &scratch);

		if (at > 0 && at + 1 + width > columns) {
			str_addc(out, '\n');
			for (size_t i = 0; i < indent; i++)
				str_addc(out, ' ');
			at = indent;
		} else if (at > 0) {
			str_addc(out, ' ');
			at++;
		}
		add_loose(out, s, n);
		at += width;
		s += n + (s[n] == ' ');
	}
	str_addc(out, '\n');
	str_done(&scratch);
}

const char *
wrap_loosen(struct arena *a, const char *s)
{
	struct str out;
	const char *ret;

	str_init(&out);
	add_loose(&out, s, strlen(s));
	ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}

const char *
wrap_tighten(struct arena *a, const char *s)
{
	struct str out;
	const char *ret;

	str_init(&out);
	for (; *s; s++) {
		if (*s == ' ')
			str_add(&out, NBSP);
		else
			str_addc(&out, *s);
	}
	ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}
