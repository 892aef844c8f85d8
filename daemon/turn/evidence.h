/* evidence.h - what was handed in, against what the rule asks for.
 *
 * Owns:        nothing; the result lives in the caller's arena.
 * May touch:   core's wording, jansson, libsodium's hash.
 * Never knows: the log, who hands it in.
 *
 * A rule's `result` names what must exist afterwards (rule-files.md §4): a
 * document, a file, a link, words, yes or no, figures. What is given becomes
 * one JSON object by the names of the rule file, {"Вакансий": 3}, so that it
 * can be read and added up years later. A file is kept by its hash. */
#ifndef SROK_TURN_EVIDENCE_H
#define SROK_TURN_EVIDENCE_H

#include <stdbool.h>

#include "core/arena.h"
#include "core/roadmap.h"
#include "core/str.h"

/* Longer ones are refused: the log is no store of documents. */
enum { EVIDENCE_MOST = 8 * 1024 };

/* given: NULL or "": nothing. A JSON object: values by name. Any other text:
 * the one thing that the rule asks for; "23,5 %" is a number, «да» is yes. A
 * file is {"file": NAME, "sha256": 64 hex digits, "size": bytes}, alone or as
 * a value. With whole each result that needs more than a remark must be
 * there. *ret is the object as text in a, "" for nothing. False with what is
 * wrong in *why (one line, several faults joined by "; "). */
bool evidence_read(struct arena *a, const struct wording *w,
    enum language language, const char *given, bool whole, const char **ret,
    struct str *why);

/* A file as evidence: its name without directories, hash and size, as JSON
 * in a. */
const char *evidence_of_file(struct arena *a, const char *path,
    const void *bytes, size_t len);

#endif
