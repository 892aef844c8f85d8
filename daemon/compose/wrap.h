/* wrap.h - what stays together on a line, and where lines break.
 *
 * Owns:        the texts it returns, in the caller's arena.
 * May touch:   plain, arena, str.
 * Never knows: what is said.
 *
 * Kept together (letters.md): №␣343, п.␣21, 28␣мая, 2021␣г., 7␣дней,
 * 23,5␣%, слово␣—; and a one-letter word with the next (о␣просрочке). */
#ifndef SROK_COMPOSE_WRAP_H
#define SROK_COMPOSE_WRAP_H

#include <stddef.h>

#include "core/arena.h"
#include "core/str.h"

/* s with U+00A0 for the spaces that no line may break at. */
const char *wrap_keep(struct arena *a, const char *s);

/* Appends s in lines of at most columns, further ones indented by indent
 * spaces, with a line end; a word longer than a line stays whole. No-break
 * spaces come out as spaces. */
void wrap_add(struct str *out, const char *s, size_t columns, size_t indent);

/* s with no-break spaces for all of its own: one unbroken thing. */
const char *wrap_tighten(struct arena *a, const char *s);

/* s with plain spaces for no-break ones: subjects, webhooks. */
const char *wrap_loosen(struct arena *a, const char *s);

#endif
