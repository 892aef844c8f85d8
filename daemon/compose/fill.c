#include "compose/fill.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "compose/plain.h"

static const char *
slot_value(const struct slot *slots, const char *name, size_t n)
{
	for (; slots->name; slots++)
		if (strlen(slots->name) == n &&
		    strncmp(slots->name, name, n) == 0)
			return slots->value ? slots->value : "";
	assert(!"a gap without its slot");
	return "";
}

static void
add_text(struct str *out, const char *s, size_t n)
{
	if (n > 0 && s[0] == '.' && out->len > 0 &&
	    out->s[out->len - 1] == '.') {
		s++;
		n--;
	}
	str_addn(out, s, n);
}

/* Appends the gap at s ("{name}") and returns what follows it. */
static const char *
add_gap(struct arena *a, struct str *out, const char *s,
    const struct slot *slots)
{
	const char *end = strchr(s, '}');
	bool raise = s[1] == '^';
	const char *name = s + 1 + raise;
	const char *value;

	assert(end);
	value = slot_value(slots, name, (size_t)(end - name));
	if (raise)
		value = plain_upper_first(a, value);
	add_text(out, value, strlen(value));
	return end + 1;
}

const char *
fill(struct arena *a, const char *template, const struct slot *slots)
{
	struct str out;
	const char *ret;

	str_init(&out);
	while (*template) {
		size_t n = strcspn(template, "{");

		add_text(&out, template, n);
		template += n;
		if (*template == '{')
			template = add_gap(a, &out, template, slots);
	}
	ret = arena_strdup(a, out.s);
	str_done(&out);
	return ret;
}
