#include "credential.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "address.h"
#include "core/alloc.h"

enum { FILE_MAX = 16 * 1024 };

static bool
add_host(struct credential *c, char *value)
{
	if (c->host)
		return false;
	c->host = value;
	return true;
}

static bool
add_url(struct credential *c, char *value)
{
	if (c->url)
		return false;
	c->url = value;
	return true;
}

static bool
add_secret(struct credential *c, char *value)
{
	if (c->nsecrets == CREDENTIAL_SECRETS)
		return false;
	c->secrets[c->nsecrets++] = value;
	return true;
}

static const struct key {
	const char *name;
	/* Takes the value; false when there is no room for one more. */
	bool (*add)(struct credential *c, char *value);
} keys[] = {
	{ "host", add_host }, { "secret", add_secret }, { "url", add_url },
};

static void
forget(char **text)
{
	if (*text)
		sodium_memzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

/* systemd hands a credential to a dynamic user as root's file with an ACL,
 * whose mask shows as the group's read bit: 0440 root:root. */
static const char *
mode_fault(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "is not a plain file";
	if (st->st_uid != geteuid() && st->st_uid != 0)
		return "belongs to someone else";
	if (st->st_mode & S_IRWXO || st->st_mode & (S_IWGRP | S_IXGRP))
		return "is open to others; its mode should be 0600";
	if (st->st_mode & S_IRGRP && (st->st_gid != 0 || st->st_uid != 0))
		return "is open to its group; its mode should be 0600";
	if (st->st_size > FILE_MAX)
		return "is larger than 16 KiB";
	return NULL;
}

/* The path of a credential by name, or the name itself. */
static bool
locate(struct str *path, const char *name, struct str *reterr)
{
	const char *dir = getenv("CREDENTIALS_DIRECTORY");

	if (strchr(name, '/')) {
		str_add(path, name);
		return true;
	}
	if (!dir) {
		str_addf(reterr, "%s: systemd gave no credentials to this "
		    "process; write a path or LoadCredential=%s:PATH", name,
		    name);
		return false;
	}
	str_addf(path, "%s/%s", dir, name);
	return true;
}

/* The file's bytes into buf (FILE_MAX + 1), with a NUL. */
static bool
slurp(const char *path, char *buf, struct str *reterr)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	const char *fault = NULL;
	struct stat st;
	size_t len = 0;
	ssize_t n = 0;

	if (fd < 0 || fstat(fd, &st) != 0)
		fault = strerror(errno);
	else
		fault = mode_fault(&st);
	while (!fault && len < FILE_MAX
	    && (n = read(fd, buf + len, FILE_MAX - len)) > 0)
		len += (size_t)n;
	if (!fault && n < 0)
		fault = strerror(errno);
	if (!fault && memchr(buf, '\0', len))
		fault = "holds a NUL";
	buf[len] = '\0';
	if (fault)
		str_addf(reterr, "%s: %s", path, fault);
	if (fd >= 0)
		close(fd);
	return fault == NULL;
}

/* One line without its end, n bytes. Comments and empty lines are fine. */
static const char *
parse_line(struct credential *c, const char *line, size_t n)
{
	size_t word, gap;
	char *value;

	if (n > 0 && line[n - 1] == '\r')
		n--;
	if (n == 0 || line[0] == '#')
		return NULL;
	word = strcspn(line, " \t\r\n");
	gap = strspn(line + word, " \t");
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strlen(keys[i].name) != word
		    || strncmp(keys[i].name, line, word) != 0)
			continue;
		if (word + gap >= n)
			return "nothing follows the word";
		value = xstrndup(line + word + gap, n - word - gap);
		if (keys[i].add(c, value))
			return NULL;
		forget(&value);
		return "one too many of this line";
	}
	return "begins with neither host, secret, url nor #";
}

static bool
parse(struct credential *c, const char *text, const char *path,
    struct str *reterr)
{
	const char *fault;
	size_t n;

	for (unsigned line = 1; *text; line++) {
		n = strcspn(text, "\n");
		fault = parse_line(c, text, n);
		if (fault) {
			str_addf(reterr, "%s:%u: %s", path, line, fault);
			return false;
		}
		text += n + (text[n] == '\n');
	}
	if (!c->host && !c->url) {
		str_addf(reterr, "%s: add a line that names the host which "
		    "it is for: host relay.example", path);
		return false;
	}
	return true;
}

bool
credential_read(struct credential *ret, const char *name, struct str *reterr)
{
	struct credential c = {0};
	struct str path;
	char *buf;
	bool ok;

	str_init(&path);
	buf = xcalloc(FILE_MAX + 1, 1);
	ok = locate(&path, name, reterr) && slurp(path.s, buf, reterr)
	    && parse(&c, buf, path.s, reterr);
	sodium_memzero(buf, FILE_MAX + 1);
	free(buf);
	str_done(&path);
	if (ok)
		*ret = c;
	else
		credential_done(&c);
	return ok;
}

void
credential_done(struct credential *c)
{
	free(c->host);
	c->host = NULL;
	forget(&c->url);
	while (c->nsecrets > 0)
		forget(&c->secrets[--c->nsecrets]);
}

bool
credential_is_for(const struct credential *c, const char *host)
{
	char ascii[DOMAIN_ROOM];
	const char *fault;

	if (!c->host)
		return false;
	return strcasecmp(domain_ascii(c->host, ascii, &fault) ? ascii
	    : c->host, host) == 0;
}
