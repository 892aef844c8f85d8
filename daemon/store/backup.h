/* backup.h - a copy of the file, made while the store is at work.
 *
 * Owns:        the unfinished copy (FILE.part) and its connection.
 * May touch:   sqlite3; files in the copy's directory.
 * Never knows: when copies are made, which of them are kept.
 *
 * First the pages come over, some at each step; what is written in between
 * arrives in the copy (joints.md c). Then, in one go, the copy is settled: it
 * is marked as one, opened anew, checked with its chain, made durable, and
 * only then gets its name (trust.md Q9). That takes seconds, in which a daemon
 * sends nothing: it has a process for it.
 *
 * A name that is taken is never given again, and a copy without its name is
 * worth nothing: a kill leaves a FILE.part at most. */
#ifndef SROK_STORE_BACKUP_H
#define SROK_STORE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "store/store.h"

/* The fact by which a copy says when it was made; 0, or none, in a file that
 * is no copy. */
#define BACKUP_FACT "copied_at"

/* What the copy must hold, the log as it was when the last page came over, and
 * what it says of itself. */
struct backup_seal {
	int64_t entries;
	unsigned char hash[32];         /* of the last entry; 0 when none */
	int64_t at;                     /* on the daemon's clock */
};

/* "ENTRIES:HASH:AT", for a command line. */
enum { BACKUP_SEAL_TEXT = 112 };
void backup_seal_print(const struct backup_seal *seal,
    char buf[BACKUP_SEAL_TEXT]);
bool backup_seal_parse(const char *text, struct backup_seal *ret);

struct backup;

/* Begins a copy of the store's file, PATH.part, mode 0600. s is borrowed until
 * backup_free. Fails with EX_CANTCREAT when there is a file of that name or no
 * such directory, EX_NOPERM, EX_IOERR. */
bool backup_begin(struct store *s, const char *path, struct backup **ret,
    struct store_error *reterr);

enum backup_state { BACKUP_FAILED, BACKUP_MORE, BACKUP_WHOLE };

/* 256 pages more; not inside of a transaction. When all are there, *ret_seal
 * is filled, but for `at`. */
enum backup_state backup_step(struct backup *b, struct backup_seal *ret_seal,
    struct store_error *reterr);

/* How much there is, and how much of that is copied, in pages. */
void backup_progress(const struct backup *b, int *ret_done, int *ret_all);

/* Ends the copying; one that is not whole is deleted. NULL is fine. */
void backup_free(struct backup *b);

/* Makes the whole PATH.part a copy under its name, or deletes it: EX_DATAERR
 * when it is damaged or not what the seal says, EX_CANTCREAT when the name is
 * taken by now, EX_IOERR. */
bool backup_settle(const char *path, const struct backup_seal *seal,
    struct store_error *reterr);

/* All of that in one go, for whoever may wait. */
bool backup_make(struct store *s, const char *path, int64_t at,
    struct store_error *reterr);

/* A copy of the file as it is before its format changes from `version`:
 * PATH.format-VERSION, or with a number behind it when that is taken
 * (trust.md Q3). */
bool backup_before_migration(struct store *s, int version,
    struct store_error *reterr);

/* Checks a copy as settling does, and reads its seal; `at` is 0 when it is not
 * marked as one. Of an older format, too. */
bool backup_check(const char *path, struct backup_seal *ret,
    struct store_error *reterr);

/* Puts a checked copy in the place of a database that nobody has open; what
 * was there is moved aside, with its WAL, and not deleted. The daemon that
 * opens it next knows by its mark what it is (turn_is_restored). EX_TEMPFAIL
 * while srokd runs on it, EX_DATAERR for what is no whole copy. */
bool backup_restore(const char *copy, const char *database, const char *aside,
    struct backup_seal *ret, struct store_error *reterr);

#endif
