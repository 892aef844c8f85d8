#include "core/str.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/alloc.h"

static void
reserve(struct str *s, size_t more)
{
	size_t need = s->len + more + 1;
	size_t cap = s->cap ? s->cap : 64;

	if (need <= s->cap)
		return;
	while (cap < need)
		cap *= 2;
	s->s = xreallocarray(s->s, cap, 1);
	s->cap = cap;
}

void
str_init(struct str *s)
{
	*s = (struct str){0};
	reserve(s, 0);
	s->s[0] = '\0';
}

void
str_done(struct str *s)
{
	free(s->s);
	*s = (struct str){0};
}

void
str_clear(struct str *s)
{
	s->len = 0;
	s->s[0] = '\0';
}

char *
str_take(struct str *s)
{
	char *bytes = s->s;

	str_init(s);
	return bytes;
}

void
str_addn(struct str *s, const char *bytes, size_t n)
{
	reserve(s, n);
	memcpy(s->s + s->len, bytes, n);
	s->len += n;
	s->s[s->len] = '\0';
}

void
str_add(struct str *s, const char *text)
{
	str_addn(s, text, strlen(text));
}

void
str_addc(struct str *s, char c)
{
	str_addn(s, &c, 1);
}

/* Most pieces fit into the room that is there: it is tried first. */
void
str_vaddf(struct str *s, const char *format, va_list ap)
{
	size_t room = s->cap - s->len;
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(s->s + s->len, room, format, ap);
	if (n > 0 && (size_t)n >= room) {
		reserve(s, (size_t)n);
		vsnprintf(s->s + s->len, (size_t)n + 1, format, again);
	}
	va_end(again);
	if (n > 0)
		s->len += (size_t)n;
	s->s[s->len] = '\0';
}

void
str_addf(struct str *s, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	str_vaddf(s, format, ap);
	va_end(ap);
}
