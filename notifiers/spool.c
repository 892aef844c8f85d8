/* Letters as files: DIR/new/NAME.eml, as in a maildir. Written to DIR/tmp,
 * synced, renamed, the directory synced; so a file in new is whole and stays.
 * NAME comes from the Message-ID: a repeat overwrites itself, and a DOT needs
 * no mark. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/alloc.h"
#include "notifier.h"
#include "rawmail.h"
#include "reply.h"

enum { NAME_ROOM = 240, DIR_MODE = 0750, FILE_MODE = 0640 };

struct spool {
	char *dir;
};

static void *
spool_open(const struct wire_hello *hello, struct str *reterr)
{
	struct spool *s;

	if (!*hello->dir) {
		str_add(reterr, "spool: no directory is named");
		return NULL;
	}
	s = xcalloc(1, sizeof(*s));
	s->dir = xstrdup(hello->dir);
	return s;
}

static void
spool_close(void *self)
{
	struct spool *s = self;

	free(s->dir);
	free(s);
}

/* <a.b@c> into a.b@c.eml; what no file name should hold becomes %XX, so two
 * ids never share a name. False when it would be too long, or nothing. */
static bool
file_name(char ret[NAME_ROOM], const char *id)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@.+-_=";
	size_t n = strlen(id), out = 0;

	if (n >= 2 && id[0] == '<' && id[n - 1] == '>') {
		id++;
		n -= 2;
	}
	for (size_t i = 0; i < n; i++) {
		if (out + sizeof("%XX.eml") > NAME_ROOM)
			return false;
		if (strchr(plain, id[i]) && (i > 0 || id[i] != '.'))
			ret[out++] = id[i];
		else
			out += (size_t)snprintf(ret + out, NAME_ROOM - out,
			    "%%%02X", (unsigned char)id[i]);
	}
	memcpy(ret + out, ".eml", sizeof(".eml"));
	return n > 0;
}

static bool
write_all(int fd, const unsigned char *bytes, size_t n)
{
	ssize_t done;

	for (; n > 0; bytes += done, n -= (size_t)done) {
		done = write(fd, bytes, n);
		if (done < 0 && errno == EINTR)
			done = 0;
		else if (done < 0)
			return false;
	}
	return true;
}

/* Each step of the way, so that a failure can name its own. */
struct step {
	const char *doing;
	int dir, tmp, new;
	char name[NAME_ROOM], tmp_name[NAME_ROOM + 16];
};

static int
subdirectory(int dir, const char *name)
{
	if (mkdirat(dir, name, DIR_MODE) == 0) {
		if (fsync(dir) != 0)
			return -1;
	} else if (errno != EEXIST)
		return -1;
	return openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static bool
open_directories(const struct spool *s, struct step *st)
{
	st->doing = "open";
	st->dir = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (st->dir < 0)
		return false;
	st->doing = "open tmp in";
	st->tmp = subdirectory(st->dir, "tmp");
	if (st->tmp < 0)
		return false;
	st->doing = "open new in";
	st->new = subdirectory(st->dir, "new");
	return st->new >= 0;
}

static bool
write_file(struct step *st, const struct wire_job *job)
{
	int fd, failed = 0;

	st->doing = "write to tmp in";
	fd = openat(st->tmp, st->tmp_name, O_WRONLY | O_CREAT | O_TRUNC
	    | O_CLOEXEC | O_NOFOLLOW, FILE_MODE);
	if (fd < 0)
		return false;
	if (!write_all(fd, job->body, job->body_len) || fsync(fd) != 0)
		failed = errno;
	if (close(fd) != 0 && !failed)
		failed = errno;
	if (failed) {
		unlinkat(st->tmp, st->tmp_name, 0);
		errno = failed;
	}
	return failed == 0;
}

static bool
move_into_new(struct step *st)
{
	int failed;

	st->doing = "rename into new in";
	if (renameat(st->tmp, st->tmp_name, st->new, st->name) != 0) {
		failed = errno;
		unlinkat(st->tmp, st->tmp_name, 0);
		errno = failed;
		return false;
	}
	st->doing = "sync new in";
	return fsync(st->new) == 0;
}

/* Whether waiting may mend it by itself; the rest needs the administrator. */
static enum wire_scope
scope_of(int error)
{
	static const int passing[] = {
		ENOSPC, EDQUOT, EIO, EMFILE, ENFILE, ENOMEM, EINTR
	};

	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++)
		if (passing[i] == error)
			return WIRE_RELAY;
	return WIRE_CONFIG;
}

static void
spool_send(void *self, const struct wire_job *job, const struct marks *marks,
    struct wire_answer *ret)
{
	struct step st = { .dir = -1, .tmp = -1, .new = -1 };
	const struct spool *s = self;
	const char *fault;
	size_t at;

	(void)marks;
	fault = rawmail_fault(job->body, job->body_len, &at);
	if (fault) {
		reply_set(ret, WIRE_REFUSED, WIRE_LETTER,
		    "not a letter: %s at byte %zu", fault, at);
		return;
	}
	if (!file_name(st.name, job->message_id)) {
		reply_set(ret, WIRE_REFUSED, WIRE_LETTER,
		    "no file can be named by its Message-ID");
		return;
	}
	snprintf(st.tmp_name, sizeof(st.tmp_name), "%s.%ld", st.name,
	    (long)getpid());
	if (open_directories(s, &st) && write_file(&st, job)
	    && move_into_new(&st))
		reply_set(ret, WIRE_SENT, WIRE_LETTER, "new/%s", st.name);
	else
		reply_set(ret, WIRE_TRY_LATER, scope_of(errno),
		    "cannot %s %s: %s", st.doing, s->dir, strerror(errno));
	if (st.new >= 0)
		close(st.new);
	if (st.tmp >= 0)
		close(st.tmp);
	if (st.dir >= 0)
		close(st.dir);
}

const struct notifier spool_notifier = {
	.name = "spool", .open = spool_open, .send = spool_send,
	.close = spool_close,
};
