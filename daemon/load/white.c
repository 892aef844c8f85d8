/* Trying - Judging - Complaining */
#include "load/white.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>
#include <yaml.h>

#include "core/str.h"
#include "load/codes.h"
#include "load/names.h"
#include "load/spots.h"

enum { COMPLAINTS_MOST = 100 };

struct stretch {                /* a scalar, in code points */
	size_t first, end;
};

struct survey {                 /* how far libyaml gets */
	unsigned error_line;            /* from 1; UINT_MAX: to the end */
	uint64_t shape;                 /* of what was read */
	struct stretch *scalars;
	size_t n, cap;
};

/* --- trying -------------------------------------------------------------- */

/* What a spot becomes when tabs end every width-th column. */
static void
add_mended(struct str *out, const struct source *s, const struct spot *spot,
    size_t width)
{
	size_t n, columns = 0;

	if (spot->kind == SPOT_END || spot->kind == SPOT_BLANK)
		return;
	for (size_t i = 0; i < spot->len; i += n) {
		enum white w = white_at(s->bytes + spot->byte + i, &n);

		if (w == WHITE_UNSEEN)
			continue;
		do {
			str_addc(out, ' ');
			columns++;
		} while (w == WHITE_TAB && spot->kind == SPOT_INDENT &&
		    columns % width);
	}
}

static void
mend(struct str *out, const struct source *s, struct spots *spots,
    size_t width)
{
	size_t byte = 0, counted = 0, points = 0;

	str_clear(out);
	for (size_t i = 0; i < spots->n; i++) {
		struct spot *spot = &spots->items[i];

		str_addn(out, s->bytes + byte, spot->byte - byte);
		points += utf8_count(out->s + counted, out->len - counted);
		counted = out->len;
		spot->index = points;
		byte = spot->byte;
		if (spot->out)
			continue;
		add_mended(out, s, spot, width);
		byte += spot->len;
	}
	str_addn(out, s->bytes + byte, s->len - byte);
}

static void
survey_event(struct survey *v, struct arena *a, const yaml_event_t *e)
{
	struct stretch *scalar;

	v->shape = names_hash(v->shape, &e->type, sizeof(e->type));
	if (e->type != YAML_SCALAR_EVENT)
		return;
	v->shape = names_hash(v->shape, e->data.scalar.value,
	    e->data.scalar.length);
	scalar = arena_push(a, (void **)&v->scalars, &v->n, &v->cap,
	    sizeof(*scalar));
	*scalar = (struct stretch){e->start_mark.index, e->end_mark.index};
}

/* A quote that is never closed is an error from where it begins. */
static unsigned
line_of_error(const yaml_parser_t *parser)
{
	bool quoted = parser->context &&
	    strstr(parser->context, "quoted scalar");

	return (unsigned)(quoted ? parser->context_mark.line :
	    parser->problem_mark.line) + 1;
}

static struct survey
survey(struct arena *a, const char *bytes, size_t len)
{
	struct survey v = {.error_line = UINT_MAX, .shape = NAMES_HASH};
	yaml_parser_t parser;
	bool more = true;

	if (!yaml_parser_initialize(&parser))
		abort();        /* it can only lack memory */
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&parser, (const unsigned char *)bytes,
	    len);
	while (more) {
		yaml_event_t e;

		if (!yaml_parser_parse(&parser, &e)) {
			v.error_line = line_of_error(&parser);
			break;
		}
		survey_event(&v, a, &e);
		more = e.type != YAML_STREAM_END_EVENT;
		yaml_event_delete(&e);
	}
	yaml_parser_delete(&parser);
	return v;
}

/* --- judging ------------------------------------------------------------- */

/* What lies inside of a text is the text's. True when there was any. */
static bool
leave_texts(struct spots *spots, const struct survey *v)
{
	bool any = false;
	size_t k = 0;

	for (size_t i = 0; i < spots->n; i++) {
		struct spot *spot = &spots->items[i];

		while (k < v->n && v->scalars[k].end <= spot->index)
			k++;
		if (spot->out || k == v->n ||
		    spot->index <= v->scalars[k].first)
			continue;
		spot->out = any = true;
	}
	return any;
}

static struct survey
try_width(struct arena *a, const struct source *s, struct spots *spots,
    size_t width)
{
	struct str text;
	struct survey v;

	str_init(&text);
	do {
		mend(&text, s, spots, width);
		v = survey(a, text.s, text.len);
	} while (leave_texts(spots, &v));
	str_done(&text);
	return v;
}

/* What stands in lines first..last is left as it is. */
static void
leave_lines(struct spots *spots, unsigned first, unsigned last,
    bool tabs_only)
{
	for (size_t i = 0; i < spots->n; i++) {
		struct spot *spot = &spots->items[i];

		spot->out |= spot->line >= first && spot->line <= last &&
		    (!tabs_only || spot->tab);
	}
}

/* Any that is mended, in line (0: any), tabs only if asked for. */
static bool
any_left(const struct spots *spots, unsigned line, bool tab)
{
	for (size_t i = 0; i < spots->n; i++) {
		const struct spot *spot = &spots->items[i];

		if (!spot->out && (!line || spot->line == line) &&
		    (!tab || spot->tab))
			return true;
	}
	return false;
}

/* The number of spaces for a tab with which the file reads furthest; 0 when
 * two read it differently. spots become those of that reading. */
static size_t
choose_width(struct arena *a, const struct source *s, struct spots *spots,
    struct survey *best)
{
	static const size_t widths[] = {2, 4, 8, 3, 1};
	size_t chosen = 0, room = spots->n * sizeof(*spots->items);
	struct spot *kept = arena_alloc(a, room);
	bool differ = false;

	memcpy(kept, spots->items, room);
	*best = (struct survey){.error_line = 0};
	for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
		struct spots now = {a, arena_alloc(a, room), spots->n, 0};
		struct survey v;

		memcpy(now.items, kept, room);
		v = try_width(a, s, &now, widths[i]);
		if (v.error_line == best->error_line)
			differ |= v.shape != best->shape;
		if (v.error_line <= best->error_line)
			continue;
		*best = v;
		spots->items = now.items;
		chosen = widths[i];
		differ = false;
	}
	return differ ? 0 : chosen;
}

/* Decides what is mended; returns the width of a tab, 0: nothing at all. Tabs
 * that libyaml has passed by (in brackets) may stay; where the file still
 * breaks off in a line with a tab, no width was the right one; what stands
 * behind an error of another kind cannot be judged. */
static size_t
judge(struct arena *a, const struct source *s, struct spots *spots)
{
	struct survey before = survey(a, s->bytes, s->len), after;
	size_t width = 0;

	leave_lines(spots, 0, before.error_line - 1, true);
	if (any_left(spots, 0, true))
		width = choose_width(a, s, spots, &after);
	if (width && any_left(spots, after.error_line, true))
		width = 0;
	if (!width)
		leave_lines(spots, 0, UINT_MAX, true);
	after = try_width(a, s, spots, width ? width : 1);
	if (after.error_line != UINT_MAX) {
		leave_lines(spots, after.error_line, UINT_MAX, false);
		after = try_width(a, s, spots, width ? width : 1);
	}
	if (after.error_line < before.error_line ||
	    !any_left(spots, 0, false))
		return 0;
	return width ? width : 1;
}

/* --- complaining --------------------------------------------------------- */

static const char *
name_of(struct arena *a, const struct source *s, const struct spot *spot)
{
	utf8proc_int32_t c = 0;
	size_t n;

	if (spot->tab)
		return "a tab";
	for (size_t i = 0; i < spot->len; i += n) {
		const char *p = s->bytes + spot->byte + i;
		enum white w = white_at(p, &n);

		if (w != WHITE_ODD && w != WHITE_UNSEEN)
			continue;
		utf8proc_iterate((const utf8proc_uint8_t *)p, -1, &c);
		if (c == 0xA0)
			return "a no-break space";
		return arena_printf(a, "%s U+%04X", w == WHITE_ODD ?
		    "an odd space" : "an invisible mark", (unsigned)c);
	}
	return "";
}

static void
complain(const struct source *s, struct arena *a, const struct spot *spot,
    size_t width, struct diags *diags)
{
	static const struct {
		const char *where, *hint;
	} words[] = {
		[SPOT_INDENT] = {"in the indentation", "indent with spaces"},
		[SPOT_BLANK] = {"in an empty line", "delete it"},
		[SPOT_BETWEEN] = {"between values",
		    "type an ordinary space there"},
		[SPOT_COLON] = {"after the colon hides the key",
		    "type an ordinary space after the colon"},
		[SPOT_END] = {"at the end of the line", "delete it"},
	};
	struct place place = source_place_now(s, a, spot->byte, spot->len,
	    spot->line);
	struct str text;

	str_init(&text);
	add_mended(&text, s, spot, width);
	diag_mend(diags, diag_add(diags, spot->kind == SPOT_END ?
	    DIAG_WARNING : DIAG_ERROR, spot->tab ? CODE_E_TAB : CODE_E_SPACE,
	    place, words[spot->kind].hint, "%s %s", name_of(a, s, spot),
	    words[spot->kind].where), place, text.s);
	str_done(&text);
}

void
white_mend(struct source *s, struct arena *a, struct diags *diags)
{
	struct arena *scratch;
	struct spots spots;
	struct str text;
	size_t width, said = 0;

	if (!spots_may_be(s))
		return;
	scratch = arena_new();
	spots = (struct spots){.a = scratch};
	spots_find(&spots, s);
	width = spots.n ? judge(scratch, s, &spots) : 0;
	if (width) {
		for (size_t i = 0; i < spots.n; i++)
			if (!spots.items[i].out && (diags->unabridged ||
			    said++ < COMPLAINTS_MOST))
				complain(s, a, &spots.items[i], width, diags);
		str_init(&text);
		mend(&text, s, &spots, width);
		s->shifted = utf8_count(text.s, text.len) !=
		    utf8_count(s->bytes, s->len);
		s->bytes = arena_strndup(a, text.s, text.len);
		s->len = text.len;
		str_done(&text);
	}
	arena_free(scratch);
}
