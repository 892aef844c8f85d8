#include "turn/evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <sodium.h>

#include "core/diag.h"

enum {
	DIGITS_MOST = 15,       /* what a double holds exactly */
	HASH_DIGITS = 64        /* SHA-256 in hex */
};

/* The name of what a rule asks for that names nothing. */
static const char nameless[] = "result";

struct reader {
	struct arena *a;
	const struct wording *w;
	enum language language;
	json_t *out;
	struct str *why;
};

static void __attribute__((format(printf, 2, 3)))
fault(struct reader *r, const char *format, ...)
{
	va_list ap;

	if (r->why->len)
		str_add(r->why, "; ");
	va_start(ap, format);
	str_vaddf(r->why, format, ap);
	va_end(ap);
}

static const char *
name_of(const struct reader *r, const struct result *result)
{
	return text_given(&result->name) ?
	    text_in(&result->name, r->language) : nameless;
}

/* --- one value ------------------------------------------------------------ */

/* Spaces that may stand in a figure: plain, no-break, thin. */
static size_t
space_at(const char *s)
{
	static const char *const spaces[] = {" ", "\u00a0", "\u2009",
	    "\u202f"};

	for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
		if (strncmp(s, spaces[i], strlen(spaces[i])) == 0)
			return strlen(spaces[i]);
	return 0;
}

/* A figure as people write it: "1 200", "23,5", "23.5 %", "-4". False when it
 * is none, or has more digits than are kept. */
static bool
read_figure(const char *s, bool percent, double *ret)
{
	char plain[DIGITS_MOST + 4];
	size_t n = 0, digits = 0, points = 0;

	while (*s) {
		size_t space = space_at(s);

		if (space) {
			s += space;
			continue;
		}
		if (*s == '%' && percent && digits) {
			for (s++; space_at(s); s += space_at(s))
				;
			break;
		}
		if (*s >= '0' && *s <= '9')
			digits++;
		else if ((*s == ',' || *s == '.') && digits)
			points++;
		else if (*s != '-' || n)
			return false;
		if (digits > DIGITS_MOST || points > 1)
			return false;
		plain[n++] = *s == ',' ? '.' : *s;
		s++;
	}
	if (*s || !digits || plain[n - 1] == '.')
		return false;
	plain[n] = '\0';
	*ret = strtod(plain, NULL);
	return true;
}

static json_t *
figure(struct reader *r, const struct result *result, const json_t *value)
{
	bool percent = result->kind == RESULT_PERCENT;
	double d;

	if (json_is_number(value))
		d = json_number_value(value);
	else if (!json_is_string(value) ||
	    !read_figure(json_string_value(value), percent, &d)) {
		fault(r, "'%s' must be a figure", name_of(r, result));
		return NULL;
	}
	if (percent && (d < 0 || d > 100)) {
		fault(r, "'%s' must lie between 0 and 100",
		    name_of(r, result));
		return NULL;
	}
	if (fabs(d) < 1e15 && d == (double)(json_int_t)d)
		return json_integer((json_int_t)d);
	return json_real(d);
}

static json_t *
yes_or_no(struct reader *r, const struct result *result, const json_t *value)
{
	static const char *const words[][2] = {
		{"да", "нет"}, {"Да", "Нет"}, {"ДА", "НЕТ"}, {"yes", "no"},
		{"true", "false"}
	};
	const char *s = json_string_value(value);

	if (json_is_boolean(value))
		return json_boolean(json_is_true(value));
	for (size_t i = 0; s && i < sizeof(words) / sizeof(words[0]); i++)
		for (size_t no = 0; no < 2; no++)
			if (strcmp(s, words[i][no]) == 0)
				return json_boolean(no == 0);
	fault(r, "'%s' must be yes or no", name_of(r, result));
	return NULL;
}

/* Scheme and host of RFC 3986, nothing that could break a line of a letter. */
static bool
is_link(const char *s)
{
	size_t scheme = strncmp(s, "https://", 8) == 0 ? 8 :
	    strncmp(s, "http://", 7) == 0 ? 7 : 0;

	if (!scheme || !s[scheme] || strchr("/?#:@", s[scheme]))
		return false;
	for (; *s; s++)
		if ((unsigned char)*s <= ' ' || strchr("<>\"\\^`{|}\x7f", *s))
			return false;
	return true;
}

static json_t *
link_text(struct reader *r, const struct result *result, const json_t *value)
{
	const char *s = json_string_value(value);

	if (s && is_link(s))
		return json_string(s);
	fault(r, "'%s' must be an address like https://school.example/plan",
	    name_of(r, result));
	return NULL;
}

static json_t *
words(struct reader *r, const struct result *result, const json_t *value)
{
	const char *s = json_string_value(value);

	while (s && space_at(s))
		s += space_at(s);
	if (s && *s)
		return json_string(s);
	fault(r, "'%s' must be words", name_of(r, result));
	return NULL;
}

static bool
is_hash(const char *s)
{
	return strlen(s) == HASH_DIGITS &&
	    strspn(s, "0123456789abcdef") == HASH_DIGITS;
}

static bool
is_file(const json_t *value)
{
	const char *name = json_string_value(json_object_get(value, "file"));
	const char *hash = json_string_value(json_object_get(value,
	    "sha256"));
	const json_t *size = json_object_get(value, "size");

	return json_object_size(value) == 3 && name && *name &&
	    !strchr(name, '/') && hash && is_hash(hash) &&
	    json_is_integer(size) && json_integer_value(size) >= 0;
}

static json_t *
file(struct reader *r, const struct result *result, const json_t *value)
{
	if (is_file(value))
		return json_deep_copy(value);
	fault(r, "'%s' must be a file", name_of(r, result));
	return NULL;
}

/* A document is its number and date in words, or the file. */
static json_t *
document(struct reader *r, const struct result *result, const json_t *value)
{
	return json_is_object(value) ? file(r, result, value) :
	    words(r, result, value);
}

static json_t *
anything(struct reader *r, const struct result *result, const json_t *value)
{
	if (json_is_number(value) || json_is_boolean(value))
		return json_copy((json_t *)value);
	return document(r, result, value);
}

static json_t *(*const readers[])(struct reader *, const struct result *,
    const json_t *) = {
	[RESULT_FREE] = anything, [RESULT_DOCUMENT] = document,
	[RESULT_FILE] = file, [RESULT_LINK] = link_text,
	[RESULT_TEXT] = words, [RESULT_YES_NO] = yes_or_no,
	[RESULT_NUMBER] = figure, [RESULT_PERCENT] = figure,
};

/* --- the whole ------------------------------------------------------------ */

static void
take(struct reader *r, const struct result *result, const json_t *value)
{
	json_t *read = readers[result->kind](r, result, value);

	if (read)
		json_object_set_new(r->out, name_of(r, result), read);
}

static const struct result *
find_result(const struct reader *r, const char *name)
{
	for (size_t i = 0; i < r->w->nresults; i++)
		for (size_t k = 0; k < LANGUAGE_COUNT; k++) {
			const char *known = r->w->results[i].name.in[k];

			if (known && strcmp(known, name) == 0)
				return &r->w->results[i];
		}
	return NULL;
}

static void
unknown(struct reader *r, const char *name)
{
	size_t n = r->w->nresults;
	const char **known = arena_array(r->a, n + 1, sizeof(*known));
	const char *near;

	for (size_t i = 0; i < n; i++)
		known[i] = name_of(r, &r->w->results[i]);
	near = diag_nearest(name, known, n);
	fault(r, near ? "nothing called '%s' is asked for, '%s' is" :
	    "nothing called '%s' is asked for", name, near);
}

static void
take_object(struct reader *r, json_t *object)
{
	static const struct result any = {.kind = RESULT_FREE};
	const char *name;
	json_t *value;

	json_object_foreach(object, name, value) {
		const struct result *result = find_result(r, name);

		if (result)
			take(r, result, value);
		else if (strcmp(name, nameless) == 0 && !r->w->nresults)
			take(r, &any, value);
		else
			unknown(r, name);
	}
}

/* Words, or a file, for a rule that asks for one thing; of several the first
 * that must be there. */
static void
take_single(struct reader *r, const json_t *value)
{
	static const struct result any = {.kind = RESULT_FREE};
	const struct result *must = NULL;
	size_t n = 0;

	for (size_t i = r->w->nresults; i-- > 0;)
		if (r->w->results[i].required) {
			must = &r->w->results[i];
			n++;
		}
	if (!r->w->nresults)
		take(r, &any, value);
	else if (r->w->nresults == 1)
		take(r, &r->w->results[0], value);
	else if (n == 1)
		take(r, must, value);
	else
		fault(r, "%zu results are asked for: name each",
		    r->w->nresults);
}

/* A remark does for free words, and a document can be told in one. */
static void
check_whole(struct reader *r)
{
	for (size_t i = 0; i < r->w->nresults; i++) {
		const struct result *result = &r->w->results[i];

		if (result->required && result->kind != RESULT_FREE &&
		    result->kind != RESULT_DOCUMENT &&
		    !json_object_get(r->out, name_of(r, result)))
			fault(r, "'%s' is missing", name_of(r, result));
	}
}

static void
take_given(struct reader *r, const char *given)
{
	json_t *value = NULL;

	if (strlen(given) > EVIDENCE_MOST) {
		fault(r, "the result is longer than %d bytes", EVIDENCE_MOST);
		return;
	}
	if (*given == '{')
		value = json_loads(given, JSON_REJECT_DUPLICATES, NULL);
	else if (*given)
		value = json_string(given);
	if (*given && !value)
		fault(r, "the result is not %s", *given == '{' ?
		    "a JSON object" : "UTF-8");
	else if (json_is_object(value) && !is_file(value))
		take_object(r, value);
	else if (value)
		take_single(r, value);
	json_decref(value);
}

bool
evidence_read(struct arena *a, const struct wording *w,
    enum language language, const char *given, bool whole, const char **ret,
    struct str *why)
{
	struct reader r = {a, w, language, json_object(), why};
	char *text;

	*ret = "";
	take_given(&r, given ? given : "");
	if (whole && !why->len)
		check_whole(&r);
	if (!why->len && json_object_size(r.out)) {
		text = json_dumps(r.out, JSON_COMPACT |
		    JSON_REAL_PRECISION(15));
		*ret = arena_strdup(a, text ? text : "");
		free(text);
	}
	json_decref(r.out);
	return !why->len;
}

const char *
evidence_of_file(struct arena *a, const char *path, const void *bytes,
    size_t len)
{
	const char *slash = strrchr(path, '/');
	unsigned char hash[crypto_hash_sha256_BYTES];
	char hex[HASH_DIGITS + 1];
	json_t *object;
	char *text;
	const char *ret;

	crypto_hash_sha256(hash, bytes, len);
	sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	object = json_pack("{s:s,s:s,s:I}", "file", slash ? slash + 1 : path,
	    "sha256", hex, "size", (json_int_t)len);
	text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	ret = arena_strdup(a, text ? text : "");
	free(text);
	json_decref(object);
	return ret;
}
